/* cl-fair-play-features.h: what the positions of a player's games show beside what is usual at that rating
 *
 * Pure and in integers: the same positions give the same numbers on every machine, in every order of the games. Nothing here
 * judges anybody; it counts and compares (reference fair-play.md §3 to §8).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "cl-evaluation.h"

#include "chess-types.h"

G_BEGIN_DECLS

#define CL_FAIR_FIRST_PLY     16 /* positions before are opening: the first eight moves of each side */
#define CL_FAIR_MAX_CP        500 /* positions that are decided by more are left out */
#define CL_FAIR_MIN_POSITIONS 150 /* fewer qualifying ones: insufficient data */
#define CL_FAIR_FORCED_GAP    50 /* T1 to T3: the next line is worse by more: that move was forced */
#define CL_FAIR_UNCLEAR_GAP   100 /* … worse than the best by more: not unclear */
#define CL_FAIR_RECAPTURE_GAP 150 /* a recapture of which the second best loses more is forced */

/* What one engine search said, as far as this needs it; from the view of the side to move. */
typedef struct
{
  guint64 nodes;
  guint8 n_lines, legal;
  guint8 depth,
    settled; /* complete depth; the depth from which on its best move stayed the best; 0: not known */
  struct
  {
    guint16 move; /* as ClMove.move */
    gint16 cp;    /* clamped to ±1000, mates too */
  } lines[CL_EVALUATION_MAX_LINES];
} ClFairEvaluation;

/* One half-move as it was played. */
typedef struct
{
  guint16 move; /* as ClMove.move */
  gboolean capture;
  gint32 used_ds; /* thinking time, tenths of a second; −1: not known */
  guint64 offset; /* of its fact */
  /* What the move is worth if that is known otherwise than by the position's or the next one's evaluation, as in test sets */
  gboolean has_cp;
  gint16 cp;
} ClFairPly;

typedef enum
{
  CL_FAIR_UNDECIDED, /* within ±200 */
  CL_FAIR_LOSING,    /* −500 to −200 */
  CL_FAIR_WINNING,   /* 200 to 500 */
  CL_FAIR_N_BUCKETS,
} ClFairBucket;

/* Kinds of position: five by the gap between the best and the second move in Win%, each twice: was the best move seen early,
 * or only in the deeper half of the search? */
#define CL_FAIR_N_KINDS 10
/* Players below 1400, then by 200, from 2000 on; and those without a rating. */
#define CL_FAIR_N_BANDS 6
guint cl_fair_band (guint rating);
const char *cl_fair_band_label (guint band); /* "1400–1599", "unrated"; untranslated */

/* A qualifying position: one that tells something. */
typedef struct
{
  guint game; /* index in the dossier */
  guint ply;  /* of the move, from 1 */
  guint64 offset;
  guint16 played, best;
  gint16 best_cp, played_cp;
  guint8 rank;       /* of the played move: 1 to 5, 0: not among the lines */
  guint8 kind;       /* 0 to CL_FAIR_N_KINDS − 1 */
  guint8 bucket;     /* ClFairBucket */
  guint8 band;       /* of the player in that game */
  guint8 n_counted;  /* T1 … T(n) count by the exclusions; 0: forced */
  guint8 n_unclear;  /* the same where all counted lines are close */
  guint8 complexity; /* what thinking time should grow with */
  gboolean post_losing;
  gboolean book;   /* the move was one that books have: it counts in no share of matches */
  gint32 loss;     /* scaled: ∫ dz/(1+|z|) between the values, in thousandths */
  gint32 lost_win; /* Win%, hundredths */
  gint32 used_ds;  /* −1: not known */
} ClFairPosition;

typedef struct
{
  char *partition; /* (nullable) */
  guint32 number;
  guint band;
  guint n_own, n_evaluated; /* own moves; with an evaluation before and a value after */
} ClFairGame;

typedef struct
{
  GArray *positions; /* (element-type ClFairPosition) */
  GArray *games;     /* (element-type ClFairGame) */
} ClFairDossier;

ClFairDossier *cl_fair_dossier_new (void);
void cl_fair_dossier_free (ClFairDossier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFairDossier, cl_fair_dossier_free)

/* One game as it is given. */
typedef struct
{
  const char *partition; /* (nullable) */
  guint32 number;
  ChessColor first;       /* who moves first */
  const ClFairPly *plies; /* that stand */
  guint n_plies;
  const ClFairEvaluation *const
    *evaluations; /* n_plies + 1, (nullable) each: after so many plies */
  guint
    book_plies; /* the position after so many is the last that books know: cl_fair_count_book () */
} ClFairInput;

/* How many half-moves from the standard start lead to the last position that the table of openings has; lines of it go on where
 * the opening's first eight moves end. */
guint cl_fair_count_book (const ClFairPly *plies, guint n_plies);

/* Takes what qualifies of the moves of @side, who has @rating (0: none): behind the opening, not decided, more than one legal
 * move, no plain recapture, at least two lines. */
void cl_fair_dossier_add_game (ClFairDossier *self,
                               const ClFairInput *input,
                               ChessColor side,
                               guint rating);

/* The shares T1, T2, T3 with the exclusions (forced moves, book), by bucket; [CL_FAIR_N_BUCKETS] is "post-losing": any position after one worse
 * than −200. */
typedef struct
{
  guint n[3], hits[3];
} ClFairMatches;

void cl_fair_count_matches (const ClFairDossier *self,
                            gboolean unclear_only,
                            ClFairMatches matches[CL_FAIR_N_BUCKETS + 1]);

typedef enum
{
  CL_FAIR_MATCH_BEST, /* z: best moves found beyond what is usual */
  CL_FAIR_MATCH_TOP3, /* z: the same for the best three */
  CL_FAIR_HIDDEN,     /* z: best moves where only the deeper search sees them */
  CL_FAIR_LOSS,       /* z: scaled loss below what is usual */
  CL_FAIR_ERRORS,     /* z: moves that lose 10 points or more, fewer than usual */
  CL_FAIR_WHEN_WORSE, /* more matches when losing than when undecided, both against what is usual */
  CL_FAIR_BEST_GAMES, /* mean z of the best fifth of the games */
  CL_FAIR_STREAK,     /* highest run of matches beyond what is usual within one game */
  CL_FAIR_TIME_DIFFICULTY, /* thinking time does not grow with difficulty: 1 − ρ */
  CL_FAIR_TIME_FLATNESS,   /* share of times within a fifth of the game's median */
  CL_FAIR_TIME_SPREAD,     /* times vary little: minus the spread of ln t */
  CL_FAIR_N_FEATURES,
} ClFairFeature;

/* "match-best" …: stable. */
const char *cl_fair_feature_word (ClFairFeature feature);

typedef enum
{
  CL_FAIR_FAMILY_MATCHES,
  CL_FAIR_FAMILY_LOSS,
  CL_FAIR_FAMILY_COURSE,
  CL_FAIR_FAMILY_TIME,
  CL_FAIR_N_FAMILIES,
} ClFairFamily;

ClFairFamily cl_fair_family_of (ClFairFeature feature);

/* What is usual: of clean players of a band in positions of a kind. Shares in ten-thousandths, losses in thousandths. */
typedef struct
{
  guint16 best, top3, errors;
  guint16 loss;
  guint32 loss_variance; /* in millionths */
} ClFairUsual;

typedef struct
{
  ClFairUsual usual[CL_FAIR_N_BANDS][CL_FAIR_N_KINDS];
  /* How far clean players of one rating differ from each other, beyond chance: standard deviation of the mean residual, in the
   * same units, of best, top3, loss, errors */
  guint16 spread[4];
} ClFairBaseline;

typedef struct
{
  gint32 values[CL_FAIR_N_FEATURES]; /* thousandths */
  gboolean known[CL_FAIR_N_FEATURES];
} ClFairFeatures;

void cl_fair_features (const ClFairDossier *self,
                       const ClFairBaseline *baseline,
                       ClFairFeatures *features);

G_END_DECLS
