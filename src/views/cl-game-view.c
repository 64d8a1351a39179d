/* cl-game-view.c: what the views of one game share: their fold is ClGame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-view-private.h"

const char *const cl_game_view_handles[] = {
  "GameStarted",    "MovePlayed",    "TakebackAgreed",  "PositionCorrected", "DrawOffered",
  "DrawDeclined",   "DrawClaimed",   "MoveCorrected",   "DetailsCorrected",  "ResultCorrected",
  "GameWithdrawn",  "GameRestored",  "ClockStarted",    "ClockPaused",       "ClockResumed",
  "ClockAdjusted",  "FlagFell",      "IllegalMoveMade", "GameEnded",         "NoteAdded",
  "VariationAdded", "BoardAttached", "BoardDetached",   "GameUnreadable",    NULL
};

const char *const cl_game_view_ignores[] = { "SourceImportStarted",
                                             "SourceImported",
                                             "BookmarkSet",
                                             "EventSetAside",
                                             "CardAnswered",
                                             "ComputerSlept",
                                             "SetAsideEnded",
                                             "SquareChanged",
                                             "BoardScanned",
                                             "ClockLeverChanged",
                                             "BoardClockRead",
                                             "PositionEvaluated",
                                             NULL };

gpointer
cl_game_view_create (const char *partition, guint32 game)
{
  return cl_game_new (partition, game);
}

gboolean
cl_game_view_apply (gpointer fold, const ClEvent *event, GError **error)
{
  return cl_game_apply (fold, event, error);
}

void
cl_game_view_destroy (gpointer fold)
{
  cl_game_unref (fold);
}

const char *
cl_game_view_color (ChessColor color)
{
  return color == CHESS_WHITE ? "white" : "black";
}

const char *
cl_game_view_status (ClGameStatus status)
{
  static const char *const words[] = { "empty", "playing", "ended", "unreadable" };

  return words[status];
}

void
cl_game_view_set_time (ClMap *map, const char *key, gint64 value)
{
  /* CL_NO_TIME and CL_NO_CLOCK are the same number. */
  if (value != CL_NO_CLOCK)
    cl_map_set_int (map, key, value);
}
