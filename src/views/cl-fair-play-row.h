/* cl-fair-play-row.h: what the view "fair-play" keeps of a game and of an evaluation, as text
 *
 * Keys: "game/<partition>/<game as 8 digits>" → ClFairRow; "player/<name>\t<partition>/<game>" → "" under each of its two names;
 * "evaluation/<partition>/<game>/<ply as 4 digits>/<offset that it cites>" → the best evaluation of that position, and who said it;
 * "collection/<partition>" → "w": withdrawn with all its games. Games and evaluations find each other when they are read, so
 * either may arrive first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-features.h"

G_BEGIN_DECLS

#define CL_FAIR_GAME_PREFIX       "game/"
#define CL_FAIR_PLAYER_PREFIX     "player/"
#define CL_FAIR_EVALUATION_PREFIX "evaluation/"
#define CL_FAIR_COLLECTION_PREFIX "collection/"

typedef struct
{
  char *names[2]; /* as cl_players_clean_name () writes them */
  guint ratings[2];
  gint64 initial_ms, increment_ms;
  gint64 clock_ms[2];   /* after the last move; CL_NO_CLOCK */
  guint64 first_offset; /* of GameStarted */
  guint64 last_offset;  /* of the last move that stands */
  gboolean withdrawn, playing, black_first;
  /* An illegal move that stood, a corrected move or position: what was evaluated may be another game, so it is left out */
  gboolean left_out;
  guint n_plies;
  GString *moves; /* see cl_fair_row_get_plies () */
} ClFairRow;

ClFairRow *cl_fair_row_new (void);
ClFairRow *cl_fair_row_parse (const char *value); /* NULL if @value is none */
char *cl_fair_row_format (const ClFairRow *self);
void cl_fair_row_free (ClFairRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFairRow, cl_fair_row_free)

void cl_fair_row_add_move (ClFairRow *self, const ClFairPly *ply);
void cl_fair_row_cut (ClFairRow *self, guint n_plies);
/* (element-type ClFairPly) (transfer full) */
GArray *cl_fair_row_get_plies (const ClFairRow *self);

/* Keys without their last part. Free with g_free. */
char *cl_fair_evaluation_prefix (const char *partition, guint32 game);
/* The rest of a key behind that prefix: "0024/97". */
gboolean cl_fair_evaluation_split (const char *rest, guint *ply, guint64 *cites);

/* @engine: (out) (nullable): points into @value. */
gboolean cl_fair_evaluation_parse (const char *value, ClFairEvaluation *out, const char **engine);
char *cl_fair_evaluation_format (const ClEvaluation *evaluation);
/* Does @a say more than @b? More nodes, then more lines, then an order that is only there to be the same everywhere. */
gboolean cl_fair_evaluation_is_better (const char *a, const char *b);

G_END_DECLS
