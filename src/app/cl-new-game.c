/* cl-new-game.c: turns remembered settings into the start of a game, so that one click is enough to play
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-new-game.h"

#include "chess-fen.h"
#include "chess-time-control.h"

#define FIRST_TIME_CONTROL "900+10"
#define STANDARD_START     518

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

void
cl_new_game_save (const ClNewGame *self, ClSettings *settings)
{
  cl_settings_set_string (settings, "white-name", self->white);
  cl_settings_set_string (settings, "black-name", self->black);
  cl_settings_set_string (settings, "time-control", self->time_control);
  cl_settings_set_boolean (settings, "clock-at-once", self->clock_at_once);
  cl_settings_set_boolean (settings, "chess960", self->chess960);
  cl_settings_remember_name (settings, self->black);
  cl_settings_remember_name (settings, self->white);
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

void
cl_new_game_start (const ClNewGame *self,
                   ClSession *session,
                   ClSessionDone done,
                   gpointer user_data)
{
  char fen[CHESS_FEN_SIZE];
  gboolean clocked = strcmp (self->time_control, "-") != 0;
  ClGameSetup setup = {
    .white = self->white,
    .black = self->black,
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
