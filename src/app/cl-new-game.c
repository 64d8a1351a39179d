/* cl-new-game.c: turns remembered settings into the start of a game, so that one click is enough to play
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-new-game.h"

#include <glib/gi18n.h>

#include "cl-session-engines.h"

#include "chess-fen.h"
#include "chess-time-control.h"

#define FIRST_TIME_CONTROL "900+10"
#define STANDARD_START     518
#define FIRST_STRENGTH     1500

static void
load_opponent (ClNewGame *self, ClSettings *settings)
{
  int opponent = cl_settings_get_int (settings, "opponent");
  int strength = cl_settings_get_int (settings, "opponent-strength");

  if (opponent == CL_OPPONENT_BLACK || opponent == CL_OPPONENT_WHITE)
    self->computer[opponent == CL_OPPONENT_WHITE ? CHESS_WHITE : CHESS_BLACK] =
      strength > 0 ? (guint) strength : FIRST_STRENGTH;
  self->analysis_allowed = cl_settings_get_boolean (settings, "analysis-allowed");
}

static void
save_opponent (const ClNewGame *self, ClSettings *settings)
{
  guint strength = MAX (self->computer[CHESS_WHITE], self->computer[CHESS_BLACK]);

  cl_settings_set_int (settings,
                       "opponent",
                       self->computer[CHESS_WHITE] > 0   ? CL_OPPONENT_WHITE
                       : self->computer[CHESS_BLACK] > 0 ? CL_OPPONENT_BLACK
                                                         : CL_OPPONENT_PERSON);
  if (strength > 0)
    cl_settings_set_int (settings, "opponent-strength", (int) strength);
  cl_settings_set_boolean (settings, "analysis-allowed", self->analysis_allowed);
}

ClNewGame *
cl_new_game_load (ClSettings *settings)
{
  ClNewGame *self = g_new0 (ClNewGame, 1);

  self->white = cl_settings_dup_string (settings, "white-name");
  self->black = cl_settings_dup_string (settings, "black-name");
  self->time_control = cl_settings_dup_string (settings, "time-control");
  if (!cl_new_game_check_time_control (self->time_control))
    {
      g_free (self->time_control);
      self->time_control = g_strdup (FIRST_TIME_CONTROL);
    }
  self->clock_at_once = cl_settings_get_boolean (settings, "clock-at-once");
  self->chess960 = cl_settings_get_boolean (settings, "chess960");
  load_opponent (self, settings);
  return self;
}

gboolean
cl_new_game_may_follow (const ClGame *game)
{
  return game->status == CL_GAME_ENDED && !game->recorded_only &&
         g_str_has_prefix (game->partition, "table/");
}

static void
take_start (ClNewGame *self, const ClGame *game)
{
  ChessPosition standard = chess_position_start ();
  char fen[CHESS_FEN_SIZE];

  self->chess960 = game->start.chess960;
  if (self->chess960 || game->start.key == standard.key)
    return;
  chess_fen_write (&game->start, CHESS_FEN_X, fen);
  self->fen = g_strdup (fen);
}

ClNewGame *
cl_new_game_again (const ClGame *game, gboolean change, ClSettings *settings)
{
  ClNewGame *self = cl_new_game_load (settings);
  guint64 table = 0;

  g_free (self->white);
  g_free (self->black);
  self->white = g_strdup (change ? game->black : game->white);
  self->black = g_strdup (change ? game->white : game->black);
  self->computer[CHESS_WHITE] = game->computer[change ? CHESS_BLACK : CHESS_WHITE];
  self->computer[CHESS_BLACK] = game->computer[change ? CHESS_WHITE : CHESS_BLACK];
  self->analysis_allowed = game->analysis_allowed;
  if (cl_new_game_check_time_control (game->time_control))
    {
      g_free (self->time_control);
      self->time_control =
        g_strconcat (game->time_control,
                     game->clock.control[CHESS_WHITE].increment_first ? " first" : "",
                     game->clock.control[CHESS_WHITE].added_at_zero ? " late" : "",
                     NULL);
    }
  if (g_str_has_prefix (game->partition, "table/") &&
      g_ascii_string_to_unsigned (game->partition + strlen ("table/"),
                                  10,
                                  1,
                                  G_MAXUINT,
                                  &table,
                                  NULL))
    self->table = (guint) table;
  take_start (self, game);
  return self;
}

/* The computer's name is no player's that is to be remembered. */
static void
save_name (const ClNewGame *self, ChessColor side, ClSettings *settings)
{
  const char *name = side == CHESS_WHITE ? self->white : self->black;

  if (self->computer[side] > 0)
    return;
  cl_settings_set_string (settings, side == CHESS_WHITE ? "white-name" : "black-name", name);
  cl_settings_remember_name (settings, name);
}

void
cl_new_game_save (const ClNewGame *self, ClSettings *settings)
{
  save_opponent (self, settings);
  cl_settings_set_string (settings, "time-control", self->time_control);
  cl_settings_set_boolean (settings, "clock-at-once", self->clock_at_once);
  cl_settings_set_boolean (settings, "chess960", self->chess960);
  save_name (self, CHESS_BLACK, settings);
  save_name (self, CHESS_WHITE, settings);
}

void
cl_new_game_free (ClNewGame *self)
{
  g_free (self->white);
  g_free (self->black);
  g_free (self->time_control);
  g_free (self->fen);
  g_free (self);
}

gboolean
cl_new_game_check_time_control (const char *text)
{
  ChessTimeControls controls;

  if (!text || !*text || strcmp (text, "?") == 0)
    return FALSE;
  if (strcmp (text, "-") == 0)
    return TRUE;
  return chess_time_controls_parse ((ChessText){ text, strlen (text) }, &controls) &&
         controls.sides[CHESS_WHITE].timing != CHESS_TIMING_NONE &&
         chess_time_control_initial_ms (&controls.sides[CHESS_WHITE]) > 0 &&
         chess_time_control_initial_ms (&controls.sides[CHESS_BLACK]) > 0;
}

char *
cl_new_game_dup_computer (ClSession *session)
{
  g_autofree char *program = cl_session_dup_engine (session);
  g_autofree char *base = program != NULL ? g_path_get_basename (program) : NULL;
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : g_strdup (_ ("Computer"));

  *name = g_ascii_toupper (*name);
  return g_steal_pointer (&name);
}

/* A rating only where strength is limited to it. */
static char *
dup_elo (guint strength)
{
  return strength > 0 && strength < CL_COMPUTER_FULL_STRENGTH ? g_strdup_printf ("%u", strength)
                                                              : NULL;
}

void
cl_new_game_start (const ClNewGame *self,
                   ClSession *session,
                   ClSessionDone done,
                   gpointer user_data)
{
  char fen[CHESS_FEN_SIZE];
  gboolean clocked = strcmp (self->time_control, "-") != 0;
  g_autofree char *computer = cl_new_game_dup_computer (session);
  g_autofree char *white_elo = dup_elo (self->computer[CHESS_WHITE]);
  g_autofree char *black_elo = dup_elo (self->computer[CHESS_BLACK]);
  ClGameSetup setup = {
    .white = self->computer[CHESS_WHITE] > 0 ? computer : self->white,
    .black = self->computer[CHESS_BLACK] > 0 ? computer : self->black,
    .white_elo = white_elo,
    .black_elo = black_elo,
    .computer = { self->computer[CHESS_WHITE], self->computer[CHESS_BLACK] },
    .analysis_allowed = self->analysis_allowed,
    .time_control = self->time_control,
    .start_clock_now = clocked && self->clock_at_once,
    .chess960 = self->chess960,
    .fen = self->fen,
  };

  if (self->chess960)
    {
      gint32 number = g_random_int_range (0, 960);
      ChessPosition start = chess_position_start_960 ((unsigned) number);

      chess_fen_write (&start, CHESS_FEN_X, fen);
      if (number != STANDARD_START)
        setup.fen = fen;
    }
  cl_session_start_game (session, self->table, &setup, done, user_data);
}
