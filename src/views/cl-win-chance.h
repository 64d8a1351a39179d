/* cl-win-chance.h: what a score is worth, what a move cost, and how that is called: integers only
 *
 * The formulae are Lichess's (reference fair-play.md §2). Units: a point is a percentage point of Win%; chances, losses and
 * accuracies are in hundredths of a point, 0 to 10000. Nothing here knows whose view it is: give both values of a move
 * from the mover's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ClValue:
 *
 * A score as one number that compares and negates as it should: centipawns within ±CL_VALUE_MAX_CP; or a mate:
 * CL_VALUE_MATE − n when one mates in n moves (0: it is mate on the board), −(CL_VALUE_MATE − n) when one is mated.
 */
typedef gint32 ClValue;

#define CL_VALUE_NONE   G_MININT32 /* not known; never negate it */
#define CL_VALUE_MAX_CP 100000
#define CL_VALUE_MATE   1000000
/* What the standard start position is taken for, White's view. */
#define CL_VALUE_START 15

/* @mate as UCI says it: 0: @cp counts; negative: is mated. */
ClValue cl_value_new (gint cp, gint mate);
/* The same value seen by the other side; CL_VALUE_NONE stays. */
ClValue cl_value_negate (ClValue value);
gboolean cl_value_is_mate (ClValue value);
/* Moves to the mate, negative when one is mated; 0 if there is none or it is on the board. */
gint cl_value_get_mate (ClValue value);
/* Clamped to ±1000, mates too: what every formula takes. */
gint cl_value_get_cp (ClValue value);
/* "+1.53", "−0.20", "#5", "#−3", "#" if it is mate, "" if unknown; with the true minus sign. Returns @text. */
char *cl_value_to_text (ClValue value, char text[16]);

/* 50 + 50·(2/(1+exp(−0.00368208·cp)) − 1), in hundredths: 5000 is even. */
guint cl_win_chance (ClValue value);
/* What was lost between two chances of the mover: never negative. */
guint cl_win_loss (ClValue before, ClValue after);
/* Centipawns lost: max (0, before − after), both clamped. */
guint cl_cp_loss (ClValue before, ClValue after);
/* 103.1668·exp(−0.04354·loss) − 3.1669 + 1 within 0…100; 10000 for no loss. */
guint cl_move_accuracy (guint loss);
/* Share of a point that the rating difference (own − opponent's) lets expect, in ten-thousandths; the difference counts up
 * to ±800. */
guint cl_expected_score (gint rating_difference);

typedef enum
{
  CL_JUDGEMENT_UNKNOWN, /* one of the two values is not known */
  CL_JUDGEMENT_FINE,
  CL_JUDGEMENT_INACCURACY, /* 5 points */
  CL_JUDGEMENT_MISTAKE,    /* 10 points */
  CL_JUDGEMENT_BLUNDER,    /* 15 points */
} ClJudgement;

/* By the points lost, or where a forced mate comes up or is let go, by what it changed: into a mate against oneself is a
 * blunder (a mistake below −7, an inaccuracy below −10 pawns); losing one's own the same with +7 and +10; a slower mate is
 * nothing. */
ClJudgement cl_judge (ClValue before, ClValue after);
/* A stable word for JSON: "unknown", "fine", "inaccuracy", "mistake", "blunder". */
const char *cl_judgement_word (ClJudgement judgement);

/* ⌊√n⌋, for spreads without floats. */
guint64 cl_integer_root (guint64 n);

G_END_DECLS
