/* test-panels.c: what an analysis knows is seen beside the board, travels when pointed at, and is hidden in a running game
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"
#include "cl-engine-lines.h"
#include "cl-evaluation-bar.h"
#include "cl-evaluation-graph.h"
#include "chess-notation.h"
#include "cl-session-engines.h"
#include "cl-players-panel.h"
#include "cl-record-plot.h"
#include "cl-study-card.h"
#include "window-driver.h"

#include <glib/gstdio.h>

/* The file's own evaluations and clocks; a note that draws; Black's fourth move loses to mate. */
static const char game[] =
  "[Event \"Blitz\"]\n[Site \"?\"]\n[Date \"2021.10.01\"]\n[Round \"1\"]\n"
  "[White \"Scholar\"]\n[Black \"Pupil\"]\n[Result \"1-0\"]\n[TimeControl \"300\"]\n\n"
  "1. e4 { [%eval 0.24] [%clk 0:05:00] [%cal Gd2d4][%csl Rd5] } 1... e5 { [%eval 0.3] [%clk 0:05:00] }\n"
  "2. Bc4 { [%eval 0.1] [%clk 0:04:54] } 2... Nc6 { [%eval 0.12] [%clk 0:04:50] }\n"
  "3. Qh5 { [%eval -0.63] [%clk 0:04:40] } 3... Nf6 { [%eval #1] [%clk 0:04:45] }\n"
  "4. Qxf7# { [%clk 0:04:30] } 1-0\n";

/* The same without a word about it. */
static const char plain_game[] =
  "[Event \"Blitz\"]\n[Site \"?\"]\n[Date \"2021.10.01\"]\n[Round \"1\"]\n"
  "[White \"Scholar\"]\n[Black \"Pupil\"]\n[Result \"1-0\"]\n\n"
  "1. e4 e5 2. Bc4 Nc6 3. Qh5 Nf6 4. Qxf7# 1-0\n";

static void
open_text (Driver *self, const char *folder, const char *text)
{
  g_autofree char *path = g_build_filename (folder, "scholar.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClJob) job = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  job = cl_session_import (driver_get_session (self), file);
  driver_wait (self, cl_job_is_finished (job));
  cl_session_choose_game (driver_get_session (self), "archive/scholar.pgn", 1);
  driver_wait (self, driver_sees ("Scholar"));
}

static void
open_game (Driver *self, const char *folder)
{
  open_text (self, folder, game);
}

static const char *
read_description (Driver *self)
{
  ClBoard *board = cl_window_get_board (driver_get_window (self));

  return board->n_shapes == 2 && board->shapes[0].from == 11 && board->shapes[0].to == 27 &&
             board->shapes[1].to == 35 && board->shapes[1].color == CL_SHAPE_RED
           ? "as the note has it"
           : "";
}

static void
travel (Driver *self, gconstpointer folder)
{
  GtkWidget *graph;
  GtkWidget *bar;
  const double from[2] = { 0.99, 0.5 };
  const double to[2] = { 0.001, 0.5 };

  open_game (self, folder);
  driver_press (self, "ctrl+2");
  driver_wait (self, driver_sees ("Winning chances"));
  g_assert_true (driver_sees ("Accuracy"));

  driver_wait (self, driver_sees ("* 1 blunder"));
  g_assert_true (driver_sees ("median *"));
  graph = driver_find_type (NULL, CL_TYPE_EVALUATION_GRAPH);
  bar = driver_find_type (NULL, CL_TYPE_EVALUATION_BAR);
  g_assert_nonnull (graph);
  g_assert_nonnull (bar);

  driver_click (self, graph);
  driver_wait (self,
               cl_session_get_ply (driver_get_session (self)) == 4 ||
                 cl_session_get_ply (driver_get_session (self)) == 3);
  driver_drag (self, graph, from, to);
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 0);
  /* The graph has the focus now: the next judged move, then the first with its note. */
  driver_press (self, "Next");
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 5);
  driver_press (self, "Next");
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 6);
  driver_wait (self, driver_sees ("#1"));
  driver_press (self, "Home Right");
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 1);
  g_assert_cmpstr (read_description (self), ==, "as the note has it");
  driver_press (self, "End");
  driver_wait (self, driver_sees ("Decided on the board"));
  driver_press (self, "ctrl+1");
  driver_wait (self, driver_sees ("Qxf7#"));
  g_assert_false (driver_sees ("Winning chances"));
  driver_close (self);
}

/* A game in progress shows nothing of it; the page comes back with the next game that may. */
static void
hide (Driver *self, gconstpointer folder)
{
  open_game (self, folder);
  driver_press (self, "ctrl+2");
  driver_wait (self, driver_sees ("Winning chances"));
  driver_press (self, "ctrl+n");
  driver_wait_for_focus (self);
  driver_press (self, "Return");
  driver_wait (self, cl_session_is_at_live_end (driver_get_session (self)));
  driver_wait (self, !driver_sees ("Analysis"));
  g_assert_false (driver_sees ("Winning chances"));
  g_assert_null (driver_find_type (NULL, CL_TYPE_EVALUATION_BAR));
  driver_press (self, "ctrl+2");
  driver_settle (self);
  g_assert_false (driver_sees ("Winning chances"));
  cl_session_choose_game (driver_get_session (self), "archive/scholar.pgn", 1);
  driver_wait (self, driver_sees ("Winning chances"));
  driver_close (self);
}

static const ClPlayerStats *
find_stats (void)
{
  GtkWidget *panel = driver_find_type (NULL, CL_TYPE_PLAYERS_PANEL);

  return panel ? cl_players_panel_get_stats (CL_PLAYERS_PANEL (panel)) : NULL;
}

/* Both players' records, and the plot as the files that they are exported to; nothing of it in a game in progress. */
static void
look_up (Driver *self, gconstpointer folder)
{
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autofree char *text = NULL;

  open_game (self, folder);
  driver_press (self, "ctrl+4");
  driver_wait (self, find_stats () && g_str_equal (find_stats ()->name, "Scholar"));
  g_assert_cmpuint (find_stats ()->all.wins, ==, 1);
  driver_wait (self, driver_sees ("1 game, +1 =0 −0, 100 % (21–100)"));
  svg = cl_record_plot_to_svg (find_stats ());
  text = g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
  g_assert_nonnull (strstr (text, "<svg"));
  png = cl_record_plot_to_png (find_stats ());
  g_assert_cmpmem (g_bytes_get_data (png, NULL), 4, "\x89PNG", 4);
  driver_press (self, "ctrl+n");
  driver_wait_for_focus (self);
  driver_press (self, "Return");
  driver_wait (self, cl_session_is_at_live_end (driver_get_session (self)));
  driver_wait (self, !driver_sees ("Players"));
  driver_close (self);
}

/* A line on the board is tried, not played, wherever one stands. */
static void
try_line (Driver *self, gconstpointer folder)
{
  ChessMove moves[2];
  ChessPosition position = chess_position_start ();
  ClSession *session;

  g_assert_cmpint (chess_san_parse (&position, "d4", -1, &moves[0]), ==, CHESS_NOTATION_OK);
  chess_position_make (&position, moves[0]);
  g_assert_cmpint (chess_san_parse (&position, "d5", -1, &moves[1]), ==, CHESS_NOTATION_OK);
  open_game (self, folder);
  session = driver_get_session (self);
  cl_session_try_line (session, moves, 2);
  driver_wait (self, driver_sees ("Trying: 1. d4 d5*"));
  cl_session_try_line (session, moves + 1, 1);
  g_assert_cmpuint (cl_session_get_trial_length (session), ==, 0);
  driver_press (self, "ctrl+n");
  driver_wait_for_focus (self);
  driver_press (self, "Return");
  driver_wait (self, cl_session_is_at_live_end (session));
  cl_session_try_line (session, moves, 2);
  driver_wait (self, driver_sees ("Trying: 1. d4 d5*"));
  driver_press (self, "Escape");
  driver_wait (self, cl_session_is_at_live_end (session));
  driver_expect_log (self, "table/1", "GameStarted");
  driver_close (self);
}

/* From the button to lines that can be tried, with a real engine that thinks briefly. */
static void
analyse (Driver *self, gconstpointer folder)
{
  ClSession *session = driver_get_session (self);
  g_autofree char *engine = cl_session_dup_engine (session);
  ClBoard *board = cl_window_get_board (driver_get_window (self));
  const double link[2] = { 0.15, 0.1 }; /* the first move of the first line */

  if (!engine)
    {
      g_test_skip ("no data: there is no engine on this machine");
      driver_close (self);
      return;
    }
  cl_session_set_engine (session, NULL, NULL, 3000);
  open_text (self, folder, plain_game);
  driver_press (self, "ctrl+3");
  driver_wait (self, driver_sees ("The coach has not seen this game"));
  driver_click_text (self, NULL, "To the analysis");
  driver_wait (self, driver_sees ("No engine has looked at this game"));
  g_assert_false (driver_sees ("Winning chances"));
  driver_click_text (self, NULL, "Analyse game");
  driver_wait (self, driver_sees ("Winning chances") && !driver_sees ("Analysing…"));
  driver_wait (self, driver_sees ("* 1 blunder"));

  driver_click (self, driver_find_type (NULL, CL_TYPE_EVALUATION_GRAPH));
  driver_wait (self, cl_session_get_ply (session) == 3 || cl_session_get_ply (session) == 4);
  driver_wait (self, driver_sees ("Stockfish * depth *"));
  driver_press (self, "Home Right");
  driver_wait (self, driver_sees ("Best moves for Black") && board->n_shapes > 0);
  g_assert_cmpint (board->shapes[0].color, ==, CL_SHAPE_BEST);
  driver_drag (self, driver_find_type (NULL, CL_TYPE_ENGINE_LINES), link, link);
  driver_wait (self, cl_session_get_trial_length (session) > 0);
  g_assert_true (driver_sees ("Trying: 1... *"));

  /* The coach knows the mistake, and shows it. */
  driver_press (self, "ctrl+3");
  driver_wait (self, driver_sees ("3… Nf6 · Pupil"));
  driver_click_text (self, NULL, "Show the moment");
  driver_wait (self, cl_session_get_ply (session) > 1 && !cl_session_get_trial_length (session));
  driver_close (self);
}

/* The engine of the tests, faulty in the way that @way names. */
static void
choose_engine (Driver *self, const char *folder, const char *way)
{
  g_autofree char *program = g_build_filename (folder, "engine", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nexec %s %s %s/died\n",
                                             g_getenv ("CHESS_LEDGER_UCI_DOUBLE"),
                                             way,
                                             folder);

  g_assert_true (g_file_set_contents (program, script, -1, NULL));
  g_assert_cmpint (g_chmod (program, 0755), ==, 0);
  cl_session_set_engine (driver_get_session (self), program, NULL, 0);
}

static gboolean
find_switch_cb (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_SWITCH (widget);
}

/* An engine looks at the board that is shown: lines, bar, arrows; its best line is walked along by keys, and nothing of that is
 * recorded as a move. */
static void
look_live (Driver *self, gconstpointer folder)
{
  ClSession *session = driver_get_session (self);
  ClLiveEvaluation *live = cl_session_get_live_evaluation (session);
  ClBoard *board = cl_window_get_board (driver_get_window (self));
  g_autofree char *name = NULL;

  choose_engine (self, folder, "good");
  open_text (self, folder, plain_game);
  driver_press (self, "ctrl+2");
  driver_wait (self, driver_sees ("No engine has looked at this position."));
  g_assert_null (driver_find_type (NULL, CL_TYPE_EVALUATION_BAR));
  name = driver_dup_name (driver_find (NULL, find_switch_cb, NULL));
  g_assert_cmpstr (name, ==, "Engine looks at the board");

  driver_press (self, "ctrl+l");
  driver_wait (self, driver_sees ("* · depth *") && board->n_shapes > 0);
  g_assert_cmpint (board->shapes[0].color, ==, CL_SHAPE_BEST);
  g_assert_nonnull (driver_find_type (NULL, CL_TYPE_EVALUATION_BAR));
  driver_press (self, "shift+Right");
  driver_wait (self, driver_sees ("Trying: 1. *") && driver_sees ("Best moves for Black"));
  driver_wait (self, board->n_shapes > 0);
  driver_press (self, "shift+Right");
  driver_wait (self, cl_session_get_trial_length (session) == 2);
  driver_press (self, "shift+Left shift+Left");
  driver_wait (self, cl_session_get_trial_length (session) == 0);
  g_assert_cmpuint (cl_session_get_ply (session), ==, 0);
  driver_press (self, "ctrl+l");
  driver_wait (self, !cl_live_evaluation_get_running (live));
  driver_wait (self,
               !gtk_switch_get_active (GTK_SWITCH (driver_find (NULL, find_switch_cb, NULL))));
  driver_close (self);
}

/* An engine that ends in its first search: it is said, with what was done; where there is none, that. */
static void
mend (Driver *self, gconstpointer folder)
{
  choose_engine (self, folder, "dies-once");
  open_text (self, folder, plain_game);
  driver_press (self, "ctrl+l");
  driver_wait (self, driver_sees ("The engine has ended*"));
  driver_wait (self, driver_sees ("* · depth *"));
  g_assert_true (driver_sees ("The engine has ended. It was stopped and started again*"));
  driver_press (self, "Right");
  driver_wait (self, !driver_sees ("The engine has ended*"));
  driver_wait (self, driver_sees ("* · depth *"));
  cl_session_set_engine (driver_get_session (self), folder, NULL, 0);
  driver_wait (self, driver_sees ("No chess engine was found*") && driver_sees ("Preferences"));
  driver_close (self);
}

/* Both play what the engine of the tests holds best, the first legal move: positions for an arbiter to look at. */
static char *
write_matching_game (void)
{
  ChessPosition position = chess_position_start ();
  GString *text = g_string_new ("[Event \"Blitz\"]\n[White \"Scholar\"]\n[Black \"Pupil\"]\n"
                                "[WhiteElo \"1500\"]\n[BlackElo \"1510\"]\n[Result \"*\"]\n\n");

  for (guint ply = 0; ply < 24; ply++)
    {
      ChessMoveList list;
      char san[CHESS_SAN_SIZE];

      chess_position_legal_moves (&position, &list);
      chess_san_write (&position, list.moves[0], san);
      chess_position_make (&position, list.moves[0]);
      g_string_append_printf (text, "%s ", san);
    }
  return g_string_free (g_string_append (text, "*\n"), FALSE);
}

static gboolean
is_arbiter_switch_cb (GtkWidget *widget, gconstpointer data)
{
  g_autofree char *name = GTK_IS_SWITCH (widget) ? driver_dup_name (widget) : NULL;

  return g_strcmp0 (name, "Arbiter mode") == 0;
}

static void
switch_arbiter_on (Driver *self)
{
  GtkWidget *control;

  driver_open_preferences (self, "engine");
  driver_wait (self, driver_find (NULL, is_arbiter_switch_cb, NULL));
  control = driver_find (NULL, is_arbiter_switch_cb, NULL);
  gtk_widget_grab_focus (control);
  driver_press (self, "space");
  /* It slides before it says so. */
  driver_wait (self, gtk_switch_get_active (GTK_SWITCH (control)));
  driver_press (self, "Escape");
  driver_wait (self, !driver_find (NULL, is_arbiter_switch_cb, NULL));
  driver_wait_for_focus (self);
}

/* Nobody sees it until the arbiter says so; then evidence that leads to the positions, its size, and what it is worth. */
static void
arbitrate (Driver *self, gconstpointer folder)
{
  ClSession *session = driver_get_session (self);
  g_autofree char *text = write_matching_game ();
  g_autoptr (ClJob) job = NULL;

  open_text (self, folder, text);
  g_assert_false (driver_sees ("Fair play"));
  driver_press (self, "ctrl+5");
  driver_settle (self);
  g_assert_false (driver_sees ("*not a verdict*"));
  switch_arbiter_on (self);
  driver_wait (self, driver_sees ("Fair play"));
  driver_press (self, "ctrl+5");
  driver_wait (self, driver_sees ("Too little to say anything"));
  g_assert_true (
    driver_sees ("This is evidence to look at games with, not a verdict. If 1 player in 100*"));
  g_assert_true (driver_sees ("No engine has looked at this player’s games*"));

  choose_engine (self, folder, "good");
  job = cl_session_analyse_game (session, "archive/scholar.pgn", 1);
  driver_wait (self, cl_job_is_finished (job));
  driver_press (self, "ctrl+1 ctrl+5");
  driver_wait (self, driver_sees ("* in 1 game; 12 of 12 own moves are evaluated*"));
  driver_click_text (self, NULL, "9. * · Scholar – Pupil");
  driver_wait (self, cl_session_get_ply (session) == 17);
  g_action_group_activate_action (G_ACTION_GROUP (driver_get_window (self)), "arbiter-mode", NULL);
  driver_wait (self, !driver_sees ("Fair play") && !driver_sees ("*not a verdict*"));
  driver_close (self);
}

/* The one better move of a position in which all others lose: found on the board it is right, and comes again later. */
static void
practise (Driver *self, gconstpointer folder)
{
  ClSession *session = driver_get_session (self);
  g_autofree char *engine = cl_session_dup_engine (session);
  g_autoptr (ClJob) job = NULL;

  if (!engine)
    {
      g_test_skip ("no data: there is no engine on this machine");
      driver_close (self);
      return;
    }
  cl_session_set_engine (session, NULL, NULL, 3000);
  open_text (self, folder, plain_game);
  driver_press (self, "ctrl+3");
  driver_wait (self, driver_sees ("No engine has looked at this player’s games yet*"));
  job = cl_session_analyse_game (session, "archive/scholar.pgn", 1);
  driver_wait (self, cl_job_is_finished (job));
  driver_press (self, "ctrl+1 ctrl+3");
  driver_wait (self, driver_sees ("1 evaluated game: mistakes in *"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (
                                driver_find_type (driver_find_type (NULL, CL_TYPE_STUDY_CARD),
                                                  GTK_TYPE_DROP_DOWN)),
                              1);
  driver_wait (self, driver_sees ("* due."));
  driver_press (self, "alt+p");
  driver_wait (self, driver_sees ("Black to move: what is better than 3… Nf6?"));
  driver_wait (self, cl_session_get_ply (session) == 5);
  g_assert_true (cl_board_get_flipped (cl_window_get_board (driver_get_window (self))));
  g_assert_false (driver_sees ("Show the moment"));
  driver_type (self, "Nh9");
  driver_press (self, "Return");
  driver_wait (self, driver_sees ("“Nh9” is not*"));
  driver_press (self, "ctrl+a");
  driver_type (self, "a6");
  driver_press (self, "Return");
  driver_wait (self, driver_sees ("Not a6: * was better."));
  g_assert_true (driver_sees ("Asked again in 1 day."));
  driver_press (self, "Return");
  driver_wait (self, driver_sees ("1 card, none due before *"));
  driver_wait (self, cl_session_get_trial_length (session) == 0);
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/panels/travel", travel },     { "/app/panels/hide", hide },
    { "/app/panels/look-up", look_up },   { "/app/panels/try-line", try_line },
    { "/app/panels/analyse", analyse },   { "/app/panels/live", look_live },
    { "/app/panels/mend", mend },         { "/app/panels/arbitrate", arbitrate },
    { "/app/panels/practise", practise },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
