/* test-event-log.c: every event as a list, filtered and live; who writes where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-consumer-control.h"
#include "cl-reader.h"

static void
import_games (Fixture *self, guint n)
{
  g_autofree char *path = g_build_filename (self->folder, "many.pgn", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClJob) job = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
      text,
      "[Event \"Open\"]\n[White \"Ada %u\"]\n[Black \"Bob\"]\n[Result \"1-0\"]\n\n"
      "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 1-0\n\n",
      i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  job = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_no_error (cl_job_get_error (job));
}

static ClEventItem *
get_item (ClEventLog *log, guint index)
{
  ClEventItem *item = g_list_model_get_item (G_LIST_MODEL (log), index);

  g_assert_nonnull (item);
  WAIT_UNTIL (cl_event_item_get_event (item) != NULL);
  return item;
}

static guint
count (ClEventLog *log)
{
  return g_list_model_get_n_items (G_LIST_MODEL (log));
}

static void
set_filter (ClEventLog *log, const char *text)
{
  cl_event_log_set_filter (log, text);
  WAIT_UNTIL (!cl_event_log_is_searching (log));
}

/* Newest first, each with its own event, from both ends and the middle, over more pages than are kept. */
static void
test_list (Fixture *self, gconstpointer data)
{
  ClEventLog *log = cl_session_get_event_log (self->session);
  guint64 head;

  import_games (self, 1500);
  head = cl_session_get_head (self->session);
  WAIT_UNTIL (count (log) == cl_session_get_head (self->session));
  g_assert_cmpuint (count (log), ==, 1500 * 8 + 2);
  for (guint step = 0; step < 3; step++)
    for (guint index = 0; index < count (log); index += 97)
      {
        g_autoptr (ClEventItem) item = get_item (log, index);

        g_assert_cmpuint (cl_event_item_get_position (item), ==, head - index);
        g_assert_cmpuint (cl_event_item_get_event (item)->position, ==, head - index);
        g_assert_cmpuint (cl_event_log_find (log, head - index), ==, index);
      }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (log), count (log)));
  g_assert_cmpuint (cl_event_log_find (log, 0), ==, G_MAXUINT);
}

/* Each kind of word; what a filter lists is what a scan by hand lists. */
static void
test_filter (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text;
    guint n;
  } cases[] = {
    { "type:GameStarted", 300 },
    { "type:gameended in:archive/many.pgn", 300 },
    { "in:archive/", 2402 },
    { "in:archive", 0 },
    { "game:7", 8 },
    { "game:7 nf3", 1 },
    { "player:ada", 300 * 3 },
    { "by:import", 2402 },
    { "bb5 game:12", 1 },
    { "nothing-like-it", 0 },
  };
  ClEventLog *log = cl_session_get_event_log (self->session);

  import_games (self, 300);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set_filter (log, cases[i].text);
      if (g_str_has_prefix (cases[i].text, "player:"))
        g_assert_cmpuint (count (log), >=, cases[i].n);
      else
        g_assert_cmpuint (count (log), ==, cases[i].n);
      for (guint k = 1; k < count (log); k++)
        g_assert_cmpuint (cl_event_log_get_position (log, k),
                          <,
                          cl_event_log_get_position (log, k - 1));
    }
  set_filter (log, "type:GameEnded");
  /* Of what is not listed the next older that is. */
  g_assert_cmpuint (cl_event_log_find (log, cl_event_log_get_position (log, 3) + 1), ==, 3);
  set_filter (log, "");
  g_assert_cmpuint (count (log), ==, 2402);
}

/* What is recorded while one filters is found too, at the top. */
static void
test_live (Fixture *self, gconstpointer data)
{
  const ClGameSetup setup = { .white = "Kim", .black = "Lee" };
  ClEventLog *log = cl_session_get_event_log (self->session);
  ClLedgerFlow *flow = cl_session_get_flow (self->session);

  import_games (self, 20);
  cl_ledger_flow_set_resting (flow, FALSE);
  WAIT_UNTIL (cl_ledger_flow_get_lanes (flow)->len == 1);
  set_filter (log, "type:MovePlayed in:table/");
  g_assert_cmpuint (count (log), ==, 0);
  cl_session_start_game (self->session, 1, &setup, NULL, NULL);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  cl_session_move_text (self->session, "e4", NULL, NULL);
  WAIT_UNTIL (count (log) == 1);
  /* The list may be quicker than the board, on which the next move is read. */
  WAIT_UNTIL (cl_session_get_ply (self->session) == 1);
  cl_session_move_text (self->session, "c5", NULL, NULL);
  WAIT_UNTIL (count (log) == 2);
  {
    g_autoptr (ClEventItem) item = get_item (log, 0);
    g_autofree char *json =
      cl_event_item_dup_text (item,
                              CL_INTERCHANGE_JSONL,
                              cl_ledger_get_id (cl_session_get_ledger (self->session)),
                              TRUE);

    g_assert_cmpuint (cl_event_item_get_event (item)->ply, ==, 2);
    g_assert_nonnull (strstr (json, "\"c5\""));
  }
  WAIT_UNTIL (cl_ledger_flow_get_lanes (flow)->len == 2);
  WAIT_UNTIL (((ClFlowLane *) g_ptr_array_index (cl_ledger_flow_get_lanes (flow), 0))->head == 3);
  {
    const ClFlowLane *lane = g_ptr_array_index (cl_ledger_flow_get_lanes (flow), 0);

    g_assert_cmpstr (lane->partition, ==, "table/1");
    g_assert_cmpstr (lane->cells[lane->n_cells - 1].label, ==, "c5");
    g_assert_cmpuint (lane->cells[lane->n_cells - 1].offset, ==, 3);
  }
  g_assert_cmpuint (cl_ledger_flow_get_producers (flow)->len, ==, 2);
}

static void
set_state_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  cl_consumer_control_finish (result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
control (Fixture *self, const char *name, ClConsumerAct act, guint64 amount)
{
  gboolean done = FALSE;

  cl_consumer_control_async (cl_session_get_runner (self->session),
                             name,
                             act,
                             amount,
                             set_state_cb,
                             &done);
  WAIT_UNTIL (done);
}

static guint64
stands_at (Fixture *self, const char *name, ClConsumerState *state)
{
  g_autoptr (ClConsumerStatus) status =
    cl_runner_get_status (cl_session_get_runner (self->session), name);

  *state = status->state;
  return status->position;
}

/* A consumer stands while it is paused, and nothing else does. */
static void
test_control (Fixture *self, gconstpointer data)
{
  ClConsumerState state;
  guint64 head;

  import_games (self, 20);
  head = cl_session_get_head (self->session);
  WAIT_UNTIL (stands_at (self, "library", &state) == head);
  WAIT_UNTIL (stands_at (self, "moves", &state) == head);
  control (self, "library", CL_CONSUMER_REWIND, 10);
  WAIT_UNTIL (stands_at (self, "library", &state) == head - 10);
  g_assert_cmpint (state, ==, CL_CONSUMER_PAUSED);
  g_assert_cmpuint (stands_at (self, "moves", &state), ==, head);
  g_assert_cmpint (state, ==, CL_CONSUMER_RUNNING);
  control (self, "library", CL_CONSUMER_STEP, 0);
  WAIT_UNTIL (stands_at (self, "library", &state) == head - 9);
  control (self, "library", CL_CONSUMER_RESUME, 0);
  WAIT_UNTIL (stands_at (self, "library", &state) == head);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/session/event-log/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("list", test_list);
  ADD ("filter", test_filter);
  ADD ("live", test_live);
  ADD ("control", test_control);
#undef ADD
  return g_test_run ();
}
