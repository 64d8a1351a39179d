/* labelled-set.h: dossiers of which it is known whether an engine helped, made by substitution (reference fair-play.md §10)
 *
 * No player is accused of anything: in clean games, at chosen moves, what the helper would have played takes the place of
 * what was played, for the counting of features only; the next position stays as in the game. A dossier pools games of
 * different players of one rating band, since few players of the corpus have many games: it is synthetic, clean or not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-features.h"

G_BEGIN_DECLS

typedef enum
{
  POLICY_CLEAN,
  POLICY_EVERY,
  POLICY_HALF,
  POLICY_QUARTER,
  POLICY_TENTH,
  POLICY_WHEN_LOSING, /* only when Win% is below 45 */
  POLICY_COMPLEX,     /* the fifth of the moves that is most complex */
  POLICY_CRITICAL,    /* the three moves of a game where the best is best by most */
  POLICY_SECOND,      /* the best other move that loses at most three points */
  POLICY_LATE,        /* every move, in the last five games of nine */
  N_POLICIES,
} Policy;

typedef enum
{
  TIMES_COPIED,   /* as the human took */
  TIMES_STEADY,   /* 3 to 8 seconds, whatever the position */
  TIMES_SHUFFLED, /* the human's, of other moves */
  N_TIMES,
} Times;

/* How a dossier comes about. */
typedef struct
{
  guint n_games;
  Policy policy;
  Times times;
} Help;

extern const char *const policy_words[N_POLICIES];
extern const char *const times_words[N_TIMES];

/* Players of one half never appear in the other. */
#define HALF_FIT  0
#define HALF_TEST 1

typedef struct _LabelledSet LabelledSet;

/* NULL with @error if either file cannot be read or they do not fit. */
LabelledSet *labelled_set_load (const char *corpus, const char *evaluations, GError **error);
void labelled_set_free (LabelledSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LabelledSet, labelled_set_free)

/* The line of the file that says how it was made. */
const char *labelled_set_get_origin (const LabelledSet *self);
guint labelled_set_n_games (const LabelledSet *self);
/* One player's side of one game. */
guint labelled_set_n_sides (const LabelledSet *self, guint half, guint band);

/* As many sides of that half and band; each at most once while there are enough. @players: (nullable): instead of all
 * sides, these (by number below labelled_set_n_sides ()), which may repeat: for bootstrapping over players. */
ClFairDossier *labelled_set_make (const LabelledSet *self,
                                  GRand *rand,
                                  guint half,
                                  guint band,
                                  GArray *players,
                                  const Help *help);
/* One side alone, clean: what the baseline is counted from. */
ClFairDossier *labelled_set_side (const LabelledSet *self, guint half, guint band, guint index);

G_END_DECLS
