/* test-kill.c: kill −9 of the app between any two acts of a person loses nothing that was on the board
 *
 * The program runs itself as the child: the real app on a ledger, where real clicks and keys play a script. After each
 * act the child prints "N MOVES": the act's number and the moves that the board then showed. The parent kills it after
 * act N, for every N, and opens the app on what is left: the same moves, the clock paused, the time gone since then
 * and the question whose time it is; the answer is a fact. A start without any cache adds nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-verify.h"
#include "cl-words.h"

typedef enum
{
  ACT_PLAY,
  ACT_CLICK, /* @what: a square; nothing is recorded yet */
  ACT_MOVE,  /* a click on a square that completes a move */
  ACT_DRAG,
  ACT_TYPE, /* without Enter */
  ACT_ENTER,
  ACT_TAKE_BACK,
  ACT_LOOK_BACK,
  ACT_RETURN,
  ACT_OFFER,
} ActKind;

static const struct
{
  ActKind kind;
  const char *what, *to;
  const char *moves; /* that stand after it */
} acts[] = {
  { ACT_PLAY, NULL, NULL, "" },
  { ACT_CLICK, "e2", NULL, "" },
  { ACT_MOVE, "e4", NULL, "e4" },
  { ACT_DRAG, "e7", "e5", "e4 e5" },
  { ACT_TYPE, "Nf3", NULL, "e4 e5" },
  { ACT_ENTER, NULL, NULL, "e4 e5 Nf3" },
  { ACT_DRAG, "b8", "c6", "e4 e5 Nf3 Nc6" },
  { ACT_TAKE_BACK, NULL, NULL, "e4 e5 Nf3" },
  { ACT_LOOK_BACK, NULL, NULL, "e4 e5 Nf3" },
  { ACT_RETURN, NULL, NULL, "e4 e5 Nf3" },
  { ACT_DRAG, "d7", "d6", "e4 e5 Nf3 d6" },
  { ACT_OFFER, NULL, NULL, "e4 e5 Nf3 d6" },
};

static char *
dup_moves (Driver *self)
{
  const ClGame *game = cl_session_get_game (driver_get_session (self));
  GString *text = g_string_new (NULL);

  for (guint ply = 1; game && ply <= cl_game_n_plies (game); ply++)
    g_string_append_printf (text, "%s%s", ply > 1 ? " " : "", cl_game_get_move (game, ply)->san);
  return g_string_free (text, FALSE);
}

static gboolean
shows_moves (Driver *self, const char *moves)
{
  g_autofree char *shown = dup_moves (self);

  return cl_session_get_game (driver_get_session (self)) && strcmp (shown, moves) == 0;
}

/* --- The child --------------------------------------------------------------------------------------------------- */

static void
do_act (Driver *self, guint index)
{
  const char *what = acts[index].what;

  switch (acts[index].kind)
    {
    case ACT_PLAY:
      driver_play (self);
      break;
    case ACT_CLICK:
    case ACT_MOVE:
      driver_click_square (self, what);
      break;
    case ACT_DRAG:
      driver_drag_square (self, what, acts[index].to);
      break;
    case ACT_TYPE:
      driver_type (self, what);
      driver_wait (self, driver_sees (what));
      break;
    case ACT_ENTER:
      driver_press (self, "Return");
      break;
    case ACT_TAKE_BACK:
      driver_click_text (self, NULL, "Take back");
      break;
    case ACT_LOOK_BACK:
      driver_press (self, "ctrl+Left");
      driver_wait (self, driver_sees ("Looking back: *"));
      break;
    case ACT_RETURN:
      driver_click_text (self, NULL, "Return to game");
      driver_wait (self, !driver_sees ("Looking back: *"));
      break;
    case ACT_OFFER:
      driver_click_text (self, NULL, "Offer draw");
      driver_wait (self, driver_sees ("* offers a draw"));
      break;
    }
}

static void
play_script (Driver *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *line = g_strdup_printf ("%u %s\n", i, acts[i].moves);
      gssize length = (gssize) strlen (line);

      do_act (self, i);
      driver_wait (self, shows_moves (self, acts[i].moves));
      if (write (STDOUT_FILENO, line, (gsize) length) != length)
        _exit (1);
    }
  /* The parent's to end. */
  driver_wait (self, FALSE);
}

/* --- The parent -------------------------------------------------------------------------------------------------- */

/* Lets a child play until it has acknowledged act @last, and kills it. */
static void
play_and_kill (const char *program, const char *path, guint last)
{
  const char *argv[] = { program, "--child", path, NULL };
  g_autofree char *awaited = g_strdup_printf ("%u %s\n", last, acts[last].moves);
  g_autoptr (GError) error = NULL;
  char line[128];
  FILE *answers;
  GPid pid;
  int out;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            &out,
                            NULL,
                            &error);
  g_assert_no_error (error);
  answers = fdopen (out, "r");
  do
    g_assert_nonnull (fgets (line, sizeof line, answers));
  while (strcmp (line, awaited) != 0);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  fclose (answers);
}

typedef struct
{
  guint last; /* act */
  guint64 n_events;
} Life;

/* The time between the fact that started the side's time and the pause that this start recorded. */
static gint64
read_gone_ms (Driver *self)
{
  g_autoptr (ClReader) reader =
    cl_reader_new (cl_session_get_ledger (driver_get_session (self)), NULL);
  g_autoptr (ClEvents) events = cl_reader_read_partition (reader, "table/1", 0, 1000, NULL);
  gint64 since = CL_NO_TIME;
  gint64 gone_ms = -1;

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);
      ClFactType type = cl_fact_type_of (event);

      if (type == CL_FACT_MOVE_PLAYED || type == CL_FACT_TAKEBACK_AGREED)
        since = event->occurred_at;
      else if (type == CL_FACT_CLOCK_PAUSED)
        gone_ms = (event->occurred_at - since) / 1000;
    }
  return gone_ms;
}

/* What the bar says and asks, and what an answer records. */
static void
decide_about_time (Driver *self, gboolean deduct)
{
  g_auto (ClFact) fact = { 0 };
  gint64 gone_ms = read_gone_ms (self);
  g_autofree char *gone = cl_words_duration (gone_ms);
  ChessColor side = cl_game_side_to_move (driver_get_game (self));
  g_autofree char *text = g_strdup_printf ("The app was closed for %s while %s’s clock ran.",
                                           gone,
                                           side == CHESS_WHITE ? "White" : "Black");
  gint64 before = driver_get_game (self)->clock.remaining_ms[side];
  gint64 after;

  g_assert_cmpint (gone_ms, >, 0);
  g_assert_true (driver_get_game (self)->clock.paused);
  driver_wait (self, driver_sees (text));
  driver_click_text (self, NULL, deduct ? "Deduct" : "Give back");
  driver_wait (self, !driver_sees (text));
  /* With the answer the clock goes on. */
  driver_wait (self, !driver_get_game (self)->clock.paused);
  driver_read_last_fact (self, "table/1", CL_FACT_CLOCK_ADJUSTED, &fact);
  g_assert_cmpstr (fact.reason, ==, deduct ? "deduct" : "give-back");
  after = side == CHESS_WHITE ? fact.white_ms : fact.black_ms;
  g_assert_cmpint (before - after, ==, deduct ? gone_ms : 0);
}

static void
find_all_again (Driver *self, gconstpointer data)
{
  const Life *life = data;
  gboolean clock_ran = *acts[life->last].moves != '\0';

  driver_wait (self, shows_moves (self, acts[life->last].moves));
  g_assert_cmpint (cl_session_get_moves_behind (driver_get_session (self)), ==, 0);
  if (clock_ran)
    decide_about_time (self, life->last % 2);
  else
    g_assert_false (driver_sees ("The app was closed for *"));
  driver_close (self);
}

static guint64
verify (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger =
    cl_ledger_open (path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &error);
  ClVerification verification;

  g_assert_no_error (error);
  cl_ledger_verify (ledger, NULL, NULL, NULL, &verification, &error);
  g_assert_no_error (error);
  cl_ledger_close (ledger);
  return verification.n_events;
}

static void
look_once_more (Driver *self, gconstpointer data)
{
  const Life *life = data;
  ClLibrary *library = cl_session_get_library (driver_get_session (self));

  driver_wait (self, shows_moves (self, acts[life->last].moves));
  g_assert_false (driver_sees ("The app was closed for *"));
  /* The views are built anew, to the end. */
  driver_press (self, "alt+2");
  driver_wait (self, cl_library_get_total (library) == 1 && !cl_library_is_busy (library));
  g_assert_cmpuint (driver_count_events (self), ==, life->n_events);
  driver_close (self);
}

static void
test_kill (gconstpointer program)
{
  for (guint last = 0; last < G_N_ELEMENTS (acts); last++)
    {
      g_autofree char *folder = driver_make_folder ();
      g_autofree char *path = g_build_filename (folder, "games.ledger", NULL);
      g_autofree char *caches = g_build_filename (g_get_user_cache_dir (), "chess-ledger", NULL);
      Life life = { .last = last };

      g_test_message ("killed after act %u, “%s”", last, acts[last].moves);
      play_and_kill (program, path, last);
      driver_run (path, find_all_again, &life);
      life.n_events = verify (path);
      g_assert_true (g_file_test (caches, G_FILE_TEST_IS_DIR));
      driver_delete_folder (caches);
      driver_run (path, look_once_more, &life);
      g_assert_cmpuint (verify (path), ==, life.n_events);
      driver_delete_folder (folder);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  int status;

  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    {
      driver_run (argv[2], play_script, NULL);
      return 1;
    }
  if (!driver_set_up (&argc, &argv))
    {
      g_print ("1..0 # SKIP no display, xdotool or window manager\n");
      return 0;
    }
  g_test_add_data_func ("/app/kill", program, test_kill);
  status = g_test_run ();
  driver_tear_down ();
  return status;
}
