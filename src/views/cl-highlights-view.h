/* cl-highlights-view.h: which games are worth opening, and why, as values of the view "highlights"
 *
 * Keys: "score/<partition>/<game as 8 digits>" → a ClHighlight; "collection/<partition>" → "withdrawn";
 * "game/<partition>/<game as 8 digits>" → what is kept to work it out again (cl-highlight-game.h).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-highlight-score.h"

G_BEGIN_DECLS

typedef struct
{
  char *partition; /* from the key */
  guint32 game;
  guint score;        /* 0 to 100 */
  gboolean evaluated; /* the values of its positions are known; else the score is provisional */
  gboolean running;   /* not ended yet; provisional too */
  gboolean withdrawn; /* this game alone */
  ChessColor first;   /* to move: which half-move is whose, and which number it has */
  guint first_number; /* of the first move */
  guint n_reasons;    /* the weightiest first */
  ClReason reasons[CL_MAX_REASONS];
} ClHighlight;

#define CL_HIGHLIGHT_PREFIX "score/"

/* NULL if @key or @value is none. */
ClHighlight *cl_highlight_parse (const char *key, const char *value);
/* Only the score, without an allocation; FALSE if @value is none. Withdrawn games count too. */
gboolean cl_highlight_parse_score (const char *value, guint *score);
void cl_highlight_free (ClHighlight *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHighlight, cl_highlight_free)
char *cl_highlight_key (const char *partition, guint32 game);

G_END_DECLS
