/* test-window.c: what a person does in the first minutes, done on the real window, with clicks and keys counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "cl-timeline.h"
#include "window-fixture.h"

static GtkWidget *
get_root (WindowFixture *self)
{
  return GTK_WIDGET (self->window);
}

static gboolean
is_playing (WindowFixture *self, gpointer data)
{
  const ClGame *game = window_fixture_get_game (self);

  return game && game->status == CL_GAME_PLAYING;
}

static gboolean
has_ended (WindowFixture *self, gpointer data)
{
  const ClGame *game = window_fixture_get_game (self);

  return game && game->status == CL_GAME_ENDED;
}

static void
start_playing (WindowFixture *self)
{
  window_fixture_click (self, window_fixture_find_action (get_root (self), "win.play", NULL), 1);
  window_fixture_wait (self, "the game", is_playing, NULL);
  window_fixture_settle (self);
}

/* --- Playing ----------------------------------------------------------------------------------------------------- */

static void
play_first_move (WindowFixture *self)
{
  start_playing (self);
  window_fixture_drag (self, "e2", "e4");
  window_fixture_wait_plies (self, 1);
  g_test_message ("first move from the empty state: %u clicks", self->clicks);
  g_assert_cmpuint (self->clicks, <=, 2);
}

static void
play_all_ways (WindowFixture *self)
{
  const ClGameMove *move;

  start_playing (self);
  window_fixture_drag (self, "e2", "e4");
  window_fixture_wait_plies (self, 1);
  window_fixture_click_square (self, "d7");
  window_fixture_click_square (self, "d5");
  window_fixture_wait_plies (self, 2);
  window_fixture_type_moves (self, "exd5 c6 dxc6 Nf6 cxb7 e6", 3);

  window_fixture_drag (self, "b7", "a8");
  window_fixture_settle (self);
  g_assert_cmpuint (cl_game_n_plies (window_fixture_get_game (self)), ==, 8);
  window_fixture_key (self, "q");
  window_fixture_wait_plies (self, 9);
  move = cl_game_get_move (window_fixture_get_game (self), 9);
  g_assert_cmpstr (move->san, ==, "bxa8=Q");

  /* A piece dropped where the rules do not let it: nothing is recorded. */
  window_fixture_drag (self, "f6", "f3");
  window_fixture_settle (self);
  g_assert_cmpuint (cl_game_n_plies (window_fixture_get_game (self)), ==, 9);
}

static void
refuse_nonsense (WindowFixture *self)
{
  start_playing (self);
  window_fixture_type (self, "e5");
  window_fixture_key (self, "Return");
  window_fixture_settle (self);
  g_assert_cmpuint (cl_game_n_plies (window_fixture_get_game (self)), ==, 0);
  window_fixture_type_moves (self, "e4", 1);
}

static void
resign (WindowFixture *self)
{
  GtkWindow *dialog;

  start_playing (self);
  window_fixture_type_moves (self, "e4 e5", 1);
  window_fixture_click (self, window_fixture_find_action (get_root (self), "win.resign", NULL), 1);
  dialog = window_fixture_wait_dialog (self);
  g_assert_nonnull (window_fixture_find_label (GTK_WIDGET (dialog), "Resign for Black?"));
  window_fixture_click (self, window_fixture_find_label (GTK_WIDGET (dialog), "Resign"), 1);
  window_fixture_wait (self, "the end of the game", has_ended, NULL);
  g_assert_cmpint (window_fixture_get_game (self)->result, ==, CHESS_RESULT_WHITE);
  g_assert_cmpint (window_fixture_get_game (self)->ending, ==, CHESS_ENDING_RESIGNATION);
  window_fixture_settle (self);
  g_assert_nonnull (
    window_fixture_find_label (get_root (self), "White won by resignation, move 1"));
}

static gboolean
is_claimed (WindowFixture *self, gpointer data)
{
  const ClGame *game = window_fixture_get_game (self);

  return game->status == CL_GAME_ENDED && game->ending == CHESS_ENDING_THREEFOLD;
}

static void
take_back_and_claim (WindowFixture *self)
{
  start_playing (self);
  window_fixture_type_moves (self, "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 Nc6", 1);
  g_assert_null (window_fixture_find_action (get_root (self), "win.claim-draw", NULL));
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "win.takeback", NULL),
                        1);
  window_fixture_wait_plies (self, 7);
  g_assert_cmpuint (window_fixture_get_game (self)->taken_back->len, ==, 1);
  window_fixture_type_moves (self, "Ng8", 8);
  window_fixture_settle (self);
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "win.claim-draw", NULL),
                        1);
  window_fixture_wait (self, "the claimed draw", is_claimed, NULL);
}

static gboolean
is_paused (WindowFixture *self, gpointer data)
{
  return window_fixture_get_game (self)->clock.paused == GPOINTER_TO_INT (data);
}

static void
pause_and_agree (WindowFixture *self)
{
  start_playing (self);
  window_fixture_type_moves (self, "e4 e5", 1);
  window_fixture_click (self, window_fixture_find_action (get_root (self), "win.pause", NULL), 1);
  window_fixture_wait (self, "the pause", is_paused, GINT_TO_POINTER (TRUE));
  window_fixture_settle (self);
  window_fixture_click (self, window_fixture_find_action (get_root (self), "win.resume", NULL), 1);
  window_fixture_wait (self, "the clock", is_paused, GINT_TO_POINTER (FALSE));
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "win.offer-draw", NULL),
                        1);
  window_fixture_settle (self);
  g_assert_nonnull (window_fixture_find_label (get_root (self), "Black offers a draw"));
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "win.accept-draw", NULL),
                        1);
  window_fixture_wait (self, "the draw", has_ended, NULL);
  g_assert_cmpint (window_fixture_get_game (self)->ending, ==, CHESS_ENDING_AGREEMENT);
}

/* --- Looking back ------------------------------------------------------------------------------------------------ */

static gboolean
is_following (WindowFixture *self, gpointer data)
{
  return cl_session_get_following (self->session);
}

static void
look_back (WindowFixture *self)
{
  start_playing (self);
  window_fixture_type_moves (self, "e4 e5 Nf3 Nc6", 1);
  window_fixture_key (self, "Left");
  window_fixture_key (self, "Left");
  window_fixture_key (self, "Left");
  g_assert_true (cl_session_get_looking_back (self->session));
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 1);
  g_assert_cmpuint (cl_session_get_moves_behind (self->session), ==, 3);
  window_fixture_settle (self);

  /* A move made on the past is tried, never recorded. */
  window_fixture_drag (self, "c7", "c5");
  window_fixture_settle (self);
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 1);
  g_assert_cmpuint (cl_game_n_plies (window_fixture_get_game (self)), ==, 4);
  g_assert_nonnull (window_fixture_find_label (get_root (self), "Trying: 1... c5 — not recorded"));

  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "win.return-to-game", NULL),
                        1);
  window_fixture_wait (self, "the running game", is_following, NULL);
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 0);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 4);
  window_fixture_type_moves (self, "Bb5", 5);
}

/* --- Tables ------------------------------------------------------------------------------------------------------ */

static gboolean
has_tables (WindowFixture *self, gpointer data)
{
  GListModel *games = cl_session_get_running_games (self->session);

  return g_list_model_get_n_items (games) == GPOINTER_TO_UINT (data);
}

static gboolean
is_at_table (WindowFixture *self, gpointer data)
{
  const ClGame *game = window_fixture_get_game (self);

  return game && strcmp (game->partition, data) == 0;
}

static void
open_second_table (WindowFixture *self)
{
  start_playing (self);
  window_fixture_type_moves (self, "d4", 1);
  window_fixture_key (self, "ctrl+n");
  window_fixture_wait_dialog (self);
  window_fixture_type (self, "Polgar");
  window_fixture_key (self, "Return");
  window_fixture_wait (self, "two tables", has_tables, GUINT_TO_POINTER (2));
  window_fixture_wait (self, "the second table", is_at_table, (gpointer) "table/2");
  g_assert_cmpstr (window_fixture_get_game (self)->white, ==, "Polgar");
  window_fixture_settle (self);
  window_fixture_type_moves (self, "c4", 1);
  window_fixture_key (self, "ctrl+Tab");
  window_fixture_wait (self, "the first table", is_at_table, (gpointer) "table/1");
  window_fixture_type_moves (self, "d5", 2);
}

/* --- Recording and correcting ------------------------------------------------------------------------------------ */

static gboolean
is_corrected (WindowFixture *self, gpointer data)
{
  const ClGameMove *move = cl_game_get_move (window_fixture_get_game (self), 4);

  return move && move->corrected && strcmp (move->san, "Nf6") == 0;
}

static void
record_and_correct (WindowFixture *self)
{
  GtkWidget *move;

  window_fixture_click (self, window_fixture_find_action (get_root (self), "win.record", NULL), 1);
  window_fixture_wait_dialog (self);
  window_fixture_type (self, "Short, Nigel D");
  window_fixture_key (self, "Return");
  window_fixture_wait (self, "the game", is_playing, NULL);
  g_assert_true (window_fixture_get_game (self)->recorded_only);
  window_fixture_settle (self);
  window_fixture_type_moves (self, "e4 e5 Nf3 Nc6", 1);

  self->clicks = 0;
  move = window_fixture_find_label (get_root (self), "Nc6");
  window_fixture_click (self, move, 3);
  window_fixture_settle (self);
  window_fixture_click (self, window_fixture_find_label (get_root (self), "Correct this move…"), 1);
  window_fixture_wait_dialog (self);
  window_fixture_type (self, "Nf6");
  window_fixture_key (self, "Return");
  window_fixture_wait (self, "the correction", is_corrected, NULL);
  g_test_message ("a wrong move corrected: %u clicks", self->clicks);
  g_assert_cmpuint (self->clicks, <=, 3);
}

#define PASTED "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1"

static void
paste_and_copy (WindowFixture *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (get_root (self));
  g_auto (GValue) copied = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  gdk_clipboard_set_text (clipboard, PASTED);
  window_fixture_key (self, "ctrl+v");
  window_fixture_wait (self, "a game from the position", is_playing, NULL);
  window_fixture_settle (self);
  g_assert_true (window_fixture_get_game (self)->recorded_only);
  window_fixture_type_moves (self, "e4", 1);

  gdk_clipboard_set_text (clipboard, "");
  window_fixture_click_square (self, "a1");
  window_fixture_key (self, "Left");
  window_fixture_key (self, "ctrl+c");
  window_fixture_settle (self);
  g_value_init (&copied, G_TYPE_STRING);
  gdk_content_provider_get_value (gdk_clipboard_get_content (clipboard), &copied, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_value_get_string (&copied), ==, PASTED);
}

/* --- Library ----------------------------------------------------------------------------------------------------- */

#define MANY 20000

static char *
write_games (WindowFixture *self)
{
  static const char *const names[] = { "Kasparov, Garry",    "Topalov, Veselin",
                                       "Anand, Viswanathan", "Kramnik, Vladimir",
                                       "Shirov, Alexei",     "Ivanchuk, Vassily",
                                       "Adams, Michael" };
  g_autoptr (GString) text = g_string_new (NULL);
  char *path = g_build_filename (self->folder, "many.pgn", NULL);

  for (guint i = 0; i < MANY; i++)
    {
      gboolean wanted = i == 12345;
      guint white = wanted ? 0 : 2 + i % 5;
      guint black = wanted ? 1 : i % 2;

      g_string_append_printf (
        text,
        "[Event \"Open %u\"]\n[Site \"?\"]\n[Date \"%u.01.20\"]\n[Round \"%u\"]\n"
        "[White \"%s\"]\n[Black \"%s\"]\n[Result \"1-0\"]\n\n1. e4 e5 2. Nf3 Nc6 1-0\n\n",
        i / 500,
        1980 + i / 1000,
        1 + i % 9,
        names[white],
        names[black]);
    }
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  return path;
}

static gboolean
has_total (WindowFixture *self, gpointer data)
{
  ClLibrary *library = cl_session_get_library (self->session);

  return cl_library_get_total (library) == GPOINTER_TO_UINT (data) && !cl_library_is_busy (library);
}

static gboolean
has_found (WindowFixture *self, gpointer data)
{
  ClLibrary *library = cl_session_get_library (self->session);

  return g_list_model_get_n_items (G_LIST_MODEL (library)) == GPOINTER_TO_UINT (data) &&
         !cl_library_is_busy (library);
}

static void
find_a_game (WindowFixture *self)
{
  g_autofree char *path = write_games (self);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  cl_window_import (self->window, file);
  window_fixture_wait (self, "the import", has_total, GUINT_TO_POINTER (MANY));
  window_fixture_settle (self);

  self->keystrokes = 0;
  window_fixture_key (self, "ctrl+f");
  window_fixture_type (self, "kasp topa");
  window_fixture_wait (self, "the game found", has_found, GUINT_TO_POINTER (1));
  window_fixture_key (self, "Return");
  window_fixture_wait (self, "the game", has_ended, NULL);
  g_test_message ("a game among %u found: %u keystrokes", MANY, self->keystrokes);
  g_assert_cmpuint (self->keystrokes, <=, 12);
  g_assert_cmpstr (window_fixture_get_game (self)->white, ==, "Kasparov, Garry");
  g_assert_cmpstr (window_fixture_get_game (self)->black, ==, "Topalov, Veselin");
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 0);
}

static gboolean
is_running (WindowFixture *self, gpointer data)
{
  const ClGame *game = window_fixture_get_game (self);

  return game && game->status == CL_GAME_PLAYING && cl_game_n_plies (game) == 3;
}

/* The way of a newcomer: sample games, one of them, an idea of one's own, and playing on from there. */
static void
try_samples (WindowFixture *self)
{
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "win.open-samples", NULL),
                        1);
  window_fixture_wait (self, "the samples", has_total, GUINT_TO_POINTER (12));
  window_fixture_settle (self);
  window_fixture_type (self, "dufresne");
  window_fixture_wait (self, "the game found", has_found, GUINT_TO_POINTER (1));
  window_fixture_key (self, "Return");
  window_fixture_wait (self, "the game", has_ended, NULL);
  window_fixture_settle (self);
  window_fixture_key (self, "Right");
  window_fixture_key (self, "Right");
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 2);
  window_fixture_drag (self, "f1", "c4");
  window_fixture_settle (self);
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 1);
  window_fixture_click (self, window_fixture_find_action (get_root (self), "win.play-on", NULL), 1);
  window_fixture_wait (self, "a game from there", is_running, NULL);
  g_assert_cmpstr (cl_game_get_move (window_fixture_get_game (self), 3)->san, ==, "Bc4");
  g_assert_nonnull (window_fixture_get_game (self)->origin_partition);
}

static void
remove_and_restore (WindowFixture *self)
{
  GtkWindow *dialog;

  start_playing (self);
  window_fixture_type_moves (self, "e4", 1);
  gtk_widget_activate_action (get_root (self), "win.withdraw-game", NULL);
  dialog = window_fixture_wait_dialog (self);
  window_fixture_click (self, window_fixture_find_label (GTK_WIDGET (dialog), "Remove"), 1);
  window_fixture_wait (self, "an empty library", has_total, GUINT_TO_POINTER (0));
  window_fixture_key (self, "alt+2");
  window_fixture_settle (self);
  window_fixture_click (self, window_fixture_find_label (get_root (self), "Removed from view"), 1);
  window_fixture_wait (self, "the removed game", has_total, GUINT_TO_POINTER (1));
  window_fixture_settle (self);
  window_fixture_click (self, window_fixture_find_label (get_root (self), "removed"), 1);
  window_fixture_click (self, window_fixture_find_label (get_root (self), "Restore"), 1);
  window_fixture_wait (self, "nothing removed", has_total, GUINT_TO_POINTER (0));
  window_fixture_click (self, window_fixture_find_label (get_root (self), "All games"), 1);
  window_fixture_wait (self, "the game again", has_total, GUINT_TO_POINTER (1));
}

static gboolean
is_at_ply (WindowFixture *self, gpointer data)
{
  return cl_session_get_ply (self->session) == GPOINTER_TO_UINT (data);
}

static void
scrub_and_replay (WindowFixture *self)
{
  GtkWidget *timeline;

  start_playing (self);
  window_fixture_type_moves (self, "e4 e5 Nf3 Nc6 Bb5 a6", 1);
  timeline = window_fixture_find_type (get_root (self), CL_TYPE_TIMELINE);
  window_fixture_click (self, timeline, 1);
  window_fixture_wait (self, "the middle of the game", is_at_ply, GUINT_TO_POINTER (3));
  window_fixture_key (self, "Home");
  window_fixture_wait (self, "the start", is_at_ply, GUINT_TO_POINTER (0));
  gtk_widget_activate_action (timeline, "timeline.speed", "s", "16");
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "timeline.play", NULL),
                        1);
  window_fixture_wait (self, "the end of the replay", is_at_ply, GUINT_TO_POINTER (6));
  gtk_widget_activate_action (timeline, "timeline.scope", "s", "everything");
  window_fixture_settle (self);
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "timeline.back", NULL),
                        1);
  window_fixture_settle (self);
  g_assert_cmpuint (cl_session_get_position (self->session),
                    ==,
                    cl_session_get_head (self->session) - 1);
  g_assert_cmpuint (cl_game_n_plies (window_fixture_get_game (self)), ==, 5);
  window_fixture_click (self,
                        window_fixture_find_action (get_root (self), "timeline.live", NULL),
                        1);
  window_fixture_wait_plies (self, 6);
}

/* --- Sizes ------------------------------------------------------------------------------------------------------- */

static void
measure_board (WindowFixture *self)
{
  static const struct
  {
    int width, height, edge;
  } sizes[] = { { 1360, 860, 560 }, { 800, 600, 360 } };
  ClBoard *board = cl_window_get_board (self->window);

  start_playing (self);
  window_fixture_type_moves (self, "e4 e5", 1);
  window_fixture_key (self, "Left");
  g_assert_true (cl_session_get_looking_back (self->session));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int x;
      int y;

      /* Twice, as a pulled edge passes sizes in between: below 1000 px the bars take their short form, and only
       * then can the window become as small as this. */
      for (guint step = 0; step < 2; step++)
        {
          gtk_window_set_default_size (GTK_WINDOW (self->window), sizes[i].width, sizes[i].height);
          window_fixture_settle (self);
        }
      g_test_message ("%d×%d: window %d×%d, board %d",
                      sizes[i].width,
                      sizes[i].height,
                      gtk_widget_get_width (get_root (self)),
                      gtk_widget_get_height (get_root (self)),
                      cl_board_get_edge (board, &x, &y));
      g_assert_cmpint (gtk_widget_get_width (get_root (self)), <=, sizes[i].width);
      g_assert_cmpint (gtk_widget_get_height (get_root (self)), <=, sizes[i].height);
      g_assert_cmpint (cl_board_get_edge (board, &x, &y), >=, sizes[i].edge);
    }
}

static void
run_case (gconstpointer data)
{
  window_fixture_run ((WindowScenario) (gsize) data, 1360, 860);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    WindowScenario scenario;
  } cases[] = {
    { "/window/first-move", play_first_move },
    { "/window/all-ways", play_all_ways },
    { "/window/nonsense", refuse_nonsense },
    { "/window/resign", resign },
    { "/window/take-back-and-claim", take_back_and_claim },
    { "/window/pause-and-agree", pause_and_agree },
    { "/window/look-back", look_back },
    { "/window/second-table", open_second_table },
    { "/window/record-and-correct", record_and_correct },
    { "/window/paste-and-copy", paste_and_copy },
    { "/window/find", find_a_game },
    { "/window/samples", try_samples },
    { "/window/remove-and-restore", remove_and_restore },
    { "/window/scrub-and-replay", scrub_and_replay },
    { "/window/sizes", measure_board },
  };
  g_autofree char *xdotool = NULL;
  g_autofree char *home = NULL;
  int status;

  /* Not G_TEST_OPTION_ISOLATE_DIRS: it hides the system's icons and file types as well. */
  home = g_dir_make_tmp ("cl-home-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  xdotool = g_find_program_in_path ("xdotool");
  if (!xdotool)
    {
      g_test_message ("xdotool is not installed");
      return 77;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, (gconstpointer) (gsize) cases[i].scenario, run_case);
  status = g_test_run ();
  window_fixture_remove_folder (home);
  return status;
}
