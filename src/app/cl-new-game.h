/* cl-new-game.h: what a new game needs to know, as the dialog fills it in and as the settings remember it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-session.h"
#include "cl-settings.h"

G_BEGIN_DECLS

/* Who sits opposite, as the settings remember it. */
typedef enum
{
  CL_OPPONENT_PERSON,
  CL_OPPONENT_BLACK, /* the computer has Black */
  CL_OPPONENT_WHITE,
} ClOpponent;

typedef struct
{
  char *white, *black;
  char *time_control;     /* as chess_time_controls_parse () reads it, "-": no clock */
  gboolean clock_at_once; /* otherwise by the first move, or by the button beside the moves */
  gboolean chess960;
  guint computer[2]; /* by ChessColor: Elo of a computer that plays that side, 0: a person does */
  gboolean analysis_allowed; /* an engine may help while the game is in progress */
  guint table;               /* 0: the next free one */
  char *fen;                 /* (nullable): where it starts, if not as usual */
} ClNewGame;

/* The last settings; where there are none, the first ones of the app. */
ClNewGame *cl_new_game_load (ClSettings *settings);
/* A game was played here to its end, so that another of the same players may follow. */
gboolean cl_new_game_may_follow (const ClGame *game);
/* The same players, clock, table and start as @game; a shuffled start is drawn anew. @change: colours change. */
ClNewGame *cl_new_game_again (const ClGame *game, gboolean change, ClSettings *settings);
void cl_new_game_save (const ClNewGame *self, ClSettings *settings);
void cl_new_game_free (ClNewGame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClNewGame, cl_new_game_free)

/* What the computer is called in a game: "Stockfish". Free with g_free. */
char *cl_new_game_dup_computer (ClSession *session);

/* Starts the game; a shuffled start position is drawn here. */
void cl_new_game_start (const ClNewGame *self,
                        ClSession *session,
                        ClSessionDone done,
                        gpointer user_data);

/* TRUE if the text is a time control that a clock can keep, or "-". */
gboolean cl_new_game_check_time_control (const char *text);

G_END_DECLS
