/* cl-analysis-view.h: the best evaluation of every position of every game, as values of the view "analysis"
 *
 * The view joins nothing: evaluations may arrive before their game, and a fold that needs no game needs no order either. A
 * reader puts a game and its evaluations together (cl-analysis.h), at whatever position of the ledger it likes.
 *
 * Keys: "at/<partition>/<game as 8 digits>/<offset as 10 digits>" → an evaluation of the position behind that event;
 * "game/<partition>/<game as 8 digits>" → how many of its positions have one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-evaluation.h"
#include "cl-win-chance.h"

G_BEGIN_DECLS

typedef struct
{
  ClValue value; /* from the view of the side to move */
  guint16 wdl[3];
  guint n_moves;
  guint16 moves[CL_EVALUATION_MAX_MOVES]; /* as in ClEvaluationLine */
} ClStoredLine;

/* What is kept of a PositionEvaluated. */
typedef struct
{
  guint64 offset; /* from the key: the event after which the position stands */
  guint32 ply;
  guint32 depth, multipv, elo, legal;
  guint64 nodes;
  char engine[CL_EVALUATION_NAME_SIZE];
  guint n_lines; /* at least 1 */
  ClStoredLine lines[CL_EVALUATION_MAX_LINES];
} ClStoredEvaluation;

/* The keys of one game's evaluations begin with this. Free with g_free. */
char *cl_analysis_prefix (const char *partition, guint32 game);
/* FALSE if @key or @value is no evaluation; then @self is undefined. */
gboolean cl_stored_evaluation_parse (const char *key, const char *value, ClStoredEvaluation *self);
/* Which of two is believed: one by an engine of full strength before a limited one, then the deeper, then by nodes, by lines,
 * and between equals by its text, so that the order of arrival never matters. Positive: the first value. */
gint cl_stored_evaluation_compare (const char *value, const char *other);

G_END_DECLS
