/* test-random.c: whatever is intended, in any order, what is shown is the fold of what is recorded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-reader.h"
#include "cl-verify.h"
#include "own-home.h"

#define N_ACTS 1500

static void
count_done_cb (ClSession *session, const GError *error, gpointer user_data)
{
  guint *done = user_data;

  (*done)++;
  if (error != NULL)
    g_assert_true (error->domain == CL_FACT_ERROR);
}

static ChessMove
draw_move (Fixture *self)
{
  ChessPosition board;
  ChessMoveList list;

  cl_session_get_board (self->session, &board, NULL, NULL);
  chess_position_legal_moves (&board, &list);
  /* Now and then one that is not legal. */
  if (list.n == 0 || g_test_rand_int_range (0, 12) == 0)
    return chess_move (g_test_rand_int_range (0, 64), g_test_rand_int_range (0, 64));

  return list.moves[g_test_rand_int_range (0, (gint32) list.n)];
}

static void
do_random_start (Fixture *self, guint *done)
{
  static const char *const controls[] = { NULL, "-", "60+1", "30d2", "bogus" };
  ClGameSetup setup = { .white = "Anna", .black = "Boris" };

  setup.time_control = controls[g_test_rand_int_range (0, G_N_ELEMENTS (controls))];
  setup.recorded_only = g_test_rand_bit ();
  setup.start_clock_now = g_test_rand_bit ();
  cl_session_start_game (self->session, g_test_rand_int_range (0, 4), &setup, count_done_cb, done);
}

static void
do_random_details (Fixture *self, guint *done)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  ClTag tag = { .name = (char *) "White",
                .value = (char *) (g_test_rand_bit () ? "Änne" : "Anna") };

  /* The act keeps the array, so the tag must live: only the refusal of an empty change is drawn here. */
  if (g_test_rand_bit ())
    {
      Act act = { 0 };

      g_ptr_array_add (tags, &tag);
      cl_session_correct_details (self->session, tags, act_done_cb, &act);
      WAIT_UNTIL (act.finished);
      g_clear_error (&act.error);
      (*done)++;
      return;
    }
  cl_session_correct_details (self->session, tags, count_done_cb, done);
}

/* One act that calls back. */
static void
do_random_act (Fixture *self, guint *done)
{
  ClSession *session = self->session;
  ChessColor side = g_test_rand_bit () ? CHESS_WHITE : CHESS_BLACK;
  guint ply = g_test_rand_int_range (0, 20);

  switch (g_test_rand_int_range (0, 30))
    {
    case 0:
      do_random_start (self, done);
      break;
    case 1:
      cl_session_offer_draw (session, side, count_done_cb, done);
      break;
    case 2:
      cl_session_answer_draw (session, g_test_rand_int_range (0, 4) == 0, count_done_cb, done);
      break;
    case 3:
      cl_session_claim_draw (session, CHESS_MOVE_NULL, count_done_cb, done);
      break;
    case 4:
      cl_session_takeback (session, count_done_cb, done);
      break;
    case 5:
      cl_session_takeback_to (session, ply, count_done_cb, done);
      break;
    case 6:
      cl_session_set_paused (session, g_test_rand_bit (), count_done_cb, done);
      break;
    case 7:
      cl_session_start_clock (session, count_done_cb, done);
      break;
    case 8:
      cl_session_correct_move (session,
                               ply,
                               g_test_rand_bit () ? "e4" : "Nf6",
                               count_done_cb,
                               done);
      break;
    case 9:
      cl_session_record_illegal_move (session,
                                      g_test_rand_int_range (0, 64),
                                      g_test_rand_int_range (0, 64),
                                      CHESS_NO_KIND,
                                      count_done_cb,
                                      done);
      break;
    case 10:
      do_random_details (self, done);
      break;
    case 11:
      cl_session_set_result (session,
                             g_test_rand_int_range (0, 4),
                             g_test_rand_int_range (0, CHESS_ENDING_UNKNOWN + 1),
                             count_done_cb,
                             done);
      break;
    case 12:
      cl_session_keep_trial (session, count_done_cb, done);
      break;
    case 13:
      cl_session_account_time (session, side, count_done_cb, done);
      break;
    case 14:
      cl_session_withdraw_game (session,
                                "table/1",
                                ply / 8 + 1,
                                g_test_rand_bit (),
                                count_done_cb,
                                done);
      break;
    case 15:
      if (g_test_rand_int_range (0, 3) == 0)
        cl_session_resign (session, side, count_done_cb, done);
      else
        cl_session_move_text (session, "O-O", count_done_cb, done);
      break;
    default:
      cl_session_move (session, draw_move (self), count_done_cb, done);
      break;
    }
}

static void
look_around (Fixture *self)
{
  ClSession *session = self->session;
  g_autofree char *text = NULL;
  g_autofree ChessMove *line = NULL;
  guint n_moves;

  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      cl_session_set_ply (session, g_test_rand_int_range (0, 40));
      break;
    case 1:
      cl_session_set_position (session, g_test_rand_int_range (0, 400));
      break;
    case 2:
      cl_session_choose_game (session,
                              g_test_rand_bit () ? "table/1" : "table/2",
                              g_test_rand_int_range (1, 4));
      break;
    case 3:
      if (g_test_rand_int_range (0, 10) == 0)
        cl_session_choose_none (session);
      break;
    case 4:
      fake_time_advance (&self->time, g_test_rand_int_range (0, 4000));
      break;
    case 5:
      cl_library_set_search (cl_session_get_library (session), g_test_rand_bit () ? "ann" : "");
      break;
    default:
      cl_session_return_to_game (session);
      break;
    }
  text = cl_session_get_trial_text (session);
  line = cl_session_dup_line (session, &n_moves);
  g_assert_cmpuint (n_moves,
                    ==,
                    cl_session_get_ply (session) + cl_session_get_trial_length (session));
}

/* The chosen game against the fold of its facts up to the ledger cursor. */
static void
check_shown (Fixture *self)
{
  const ClGame *shown = cl_session_get_game (self->session);
  guint64 position = cl_session_get_position (self->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = NULL;
  g_autoptr (ClEvents) events = NULL;
  g_autoptr (ClGame) expected = NULL;

  if (shown == NULL)
    return;
  reader = cl_reader_new (cl_session_get_ledger (self->session), &error);
  g_assert_no_error (error);
  events = cl_reader_read (reader, 0, position, 100000, &error);
  g_assert_no_error (error);
  expected = cl_game_new (shown->partition, shown->game);
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      if (event->game == shown->game && strcmp (event->partition, shown->partition) == 0)
        cl_game_apply (expected, event, NULL);
    }
  g_assert_cmpuint (shown->last_offset, ==, expected->last_offset);
  g_assert_cmpmem (&shown->current,
                   sizeof shown->current,
                   &expected->current,
                   sizeof expected->current);
  g_assert_cmpint (shown->status, ==, expected->status);
  g_assert_cmpuint (cl_session_get_ply (self->session), <=, cl_game_n_plies (shown));
}

static void
test_acts (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ClVerification verification;

  for (guint i = 0; i < N_ACTS; i++)
    {
      guint done = 0, n = g_test_rand_int_range (1, 4);

      for (guint k = 0; k < n; k++)
        do_random_act (self, &done);
      WAIT_UNTIL (done == n);
      look_around (self);
      /* A flag or a choice may be under way. */
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      if (i % 10 == 0)
        {
          WAIT_UNTIL (cl_session_get_head (self->session) == count_events (self));
          check_shown (self);
        }
      if (i % 150 == 149)
        {
          fixture_close (self);
          fake_time_advance (&self->time, 10000);
          fixture_open (self);
        }
    }
  g_assert_true (cl_ledger_verify (cl_session_get_ledger (self->session),
                                   NULL,
                                   NULL,
                                   NULL,
                                   &verification,
                                   &error));
  g_assert_no_error (error);
  g_test_message ("%u events recorded", count_events (self));
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);

  g_test_add ("/session/random/acts", Fixture, NULL, fixture_set_up, test_acts, fixture_tear_down);

  return g_test_run ();
}
