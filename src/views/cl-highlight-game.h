/* cl-highlight-game.h: what the view "highlights" keeps of one game, as working memory and as text
 *
 * While a game is told its half-moves are kept; of a file's game, once it has ended, only what they showed. Values come from
 * the file or from an engine, and an engine's may come before the game.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-highlight-score.h"

G_BEGIN_DECLS

/* Event @offset is that of half-move @ply, and so on one by one. The first is the start's, ply 0. */
typedef struct
{
  guint32 ply;
  guint64 offset;
} ClTraceRun;

typedef struct
{
  guint32 ply;
  ClValue value; /* of a file: White's view */
} ClTraceValue;

typedef struct
{
  guint32 ply;
  guint64 offset;   /* the event after which the position stands */
  gboolean limited; /* the engine played below its strength */
  guint32 depth;
  guint64 nodes;
  ClValue value; /* of the side to move */
} ClTraceVerdict;

typedef struct
{
  gboolean started, ended, withdrawn;
  gboolean odd;     /* the board was corrected: no pattern is looked for on it */
  gboolean settled; /* only the features are kept */
  ChessColor first;
  ChessResult result;
  ChessEnding ending;
  gint elo[2];
  char *fen; /* (nullable): with "960 " before it for Chess960 */
  ClHighlightFeatures features;
  GArray *plies;    /* (element-type ClTracePly) */
  GArray *runs;     /* (element-type ClTraceRun) */
  GArray *values;   /* (element-type ClTraceValue): rising plies */
  GArray *verdicts; /* (element-type ClTraceVerdict): rising plies, then offsets */
} ClTraceGame;

ClTraceGame *cl_trace_game_new (void);
void cl_trace_game_free (ClTraceGame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTraceGame, cl_trace_game_free)

/* @text NULL or damaged: nothing is known. */
ClTraceGame *cl_trace_game_parse (const char *text);
char *cl_trace_game_format (const ClTraceGame *self);

/* Half-move @ply, told by event @offset; later ones are gone. One that skips a number, or comes when all is settled, is not
 * taken. @value: White's view, CL_VALUE_NONE if the file says none. */
void
cl_trace_game_play (ClTraceGame *self, guint32 ply, guint64 offset, ClTracePly move, ClValue value);
void cl_trace_game_take_back (ClTraceGame *self, guint32 n_left);
/* Keeps the better of two about the same event. */
void cl_trace_game_judge (ClTraceGame *self, const ClTraceVerdict *verdict);
/* Finds the features, and lets the moves go if @settle. */
void cl_trace_game_look (ClTraceGame *self, gboolean settle);
/* After a look. */
guint cl_trace_game_score (const ClTraceGame *self,
                           ClReason *reasons,
                           guint *n_reasons,
                           gboolean *evaluated);

G_END_DECLS
