/* cl-win-chance.c: what a score is worth, what a move cost, and how that is called: integers only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-win-chance.h"

#include "cl-win-chance-private.h"

#define MAX_CP     1000
#define MAX_ELO    800
#define FULL       10000
#define INACCURACY 500
#define MISTAKE    1000
#define BLUNDER    1500
/* From here on a mate changes little: mistake, inaccuracy. */
#define NEAR_DECIDED_CP 700
#define DECIDED_CP      999

ClValue
cl_value_new (gint cp, gint mate)
{
  if (mate > 0)
    return CL_VALUE_MATE - MIN (mate, CL_VALUE_MAX_CP);
  if (mate < 0)
    return -CL_VALUE_MATE - MAX (mate, -CL_VALUE_MAX_CP);
  return CLAMP (cp, -CL_VALUE_MAX_CP, CL_VALUE_MAX_CP);
}

ClValue
cl_value_negate (ClValue value)
{
  return value == CL_VALUE_NONE ? value : -value;
}

gboolean
cl_value_is_mate (ClValue value)
{
  return value != CL_VALUE_NONE && (value > CL_VALUE_MAX_CP || value < -CL_VALUE_MAX_CP);
}

gint
cl_value_get_mate (ClValue value)
{
  if (!cl_value_is_mate (value))
    return 0;
  return value > 0 ? CL_VALUE_MATE - value : -CL_VALUE_MATE - value;
}

gint
cl_value_get_cp (ClValue value)
{
  return value == CL_VALUE_NONE ? 0 : CLAMP (value, -MAX_CP, MAX_CP);
}

char *
cl_value_to_text (ClValue value, char text[16])
{
  guint size = (guint) ABS (MAX (value, -CL_VALUE_MATE));
  const char *minus = value < 0 ? "−" : "";

  if (value == CL_VALUE_NONE)
    text[0] = '\0';
  else if (size == CL_VALUE_MATE)
    g_strlcpy (text, "#", 16);
  else if (cl_value_is_mate (value))
    g_snprintf (text, 16, "#%s%u", minus, CL_VALUE_MATE - size);
  else
    g_snprintf (text, 16, "%s%u.%02u", value < 0 ? minus : "+", size / 100, size % 100);
  return text;
}

guint
cl_win_chance (ClValue value)
{
  gint cp = cl_value_get_cp (value);

  return cp < 0 ? FULL - cl_win_chance_table[-cp] : cl_win_chance_table[cp];
}

guint
cl_win_loss (ClValue before, ClValue after)
{
  guint had = cl_win_chance (before), has = cl_win_chance (after);

  return had > has ? had - has : 0;
}

guint
cl_cp_loss (ClValue before, ClValue after)
{
  return (guint) MAX (0, cl_value_get_cp (before) - cl_value_get_cp (after));
}

guint
cl_move_accuracy (guint loss)
{
  return cl_accuracy_table[MIN (loss, FULL)];
}

guint
cl_expected_score (gint rating_difference)
{
  gint size = MIN (ABS (CLAMP (rating_difference, -MAX_ELO, MAX_ELO)), MAX_ELO);
  guint score = cl_expected_score_table[size];

  return rating_difference < 0 ? FULL - score : score;
}

static ClJudgement
judge_near_mate (gint decided_cp)
{
  if (decided_cp > DECIDED_CP)
    return CL_JUDGEMENT_INACCURACY;
  return decided_cp > NEAR_DECIDED_CP ? CL_JUDGEMENT_MISTAKE : CL_JUDGEMENT_BLUNDER;
}

ClJudgement
cl_judge (ClValue before, ClValue after)
{
  gboolean mated, mates;
  guint loss;

  if (before == CL_VALUE_NONE || after == CL_VALUE_NONE)
    return CL_JUDGEMENT_UNKNOWN;
  mated = cl_value_is_mate (after) && after < 0;
  mates = cl_value_is_mate (before) && before > 0;
  if (mates && mated)
    return CL_JUDGEMENT_BLUNDER;
  if (mates && !cl_value_is_mate (after))
    return judge_near_mate (after);
  if (mated && !cl_value_is_mate (before))
    return judge_near_mate (-before);
  if (cl_value_is_mate (before) || cl_value_is_mate (after))
    return CL_JUDGEMENT_FINE;
  loss = cl_win_loss (before, after);
  if (loss >= BLUNDER)
    return CL_JUDGEMENT_BLUNDER;
  if (loss >= MISTAKE)
    return CL_JUDGEMENT_MISTAKE;
  return loss >= INACCURACY ? CL_JUDGEMENT_INACCURACY : CL_JUDGEMENT_FINE;
}

const char *
cl_judgement_word (ClJudgement judgement)
{
  static const char *const words[] = { "unknown", "fine", "inaccuracy", "mistake", "blunder" };

  return words[MIN (judgement, CL_JUDGEMENT_BLUNDER)];
}

guint64
cl_integer_root (guint64 n)
{
  guint64 root = 0;

  for (guint64 bit = G_GUINT64_CONSTANT (1) << 31; bit > 0; bit >>= 1)
    if ((root + bit) * (root + bit) <= n)
      root += bit;
  return root;
}
