/* test-win-chance.c: the formulae of analysis against worked values (reference fair-play.md §2) and, whole games, against the
 * same formulae worked once in doubles
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-game-quality.h"
#include "cl-win-chance-private.h"
#include "own-home.h"

static void
test_chance (void)
{
  static const struct
  {
    gint cp;
    guint tenths;
  } cases[] = { { 0, 500 },   { 15, 514 },  { 50, 546 },   { 100, 591 },  { 200, 676 },
                { 300, 751 }, { 500, 863 }, { 1000, 975 }, { 4000, 975 }, { -100, 409 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint ((cl_win_chance (cases[i].cp) + 5) / 10, ==, cases[i].tenths);
  g_assert_cmpuint (cl_win_chance (cl_value_new (0, 7)), ==, cl_win_chance (1000));
  g_assert_cmpuint (cl_win_chance (cl_value_new (0, -1)), ==, cl_win_chance (-1000));
}

static void
test_accuracy (void)
{
  static const struct
  {
    guint points, tenths;
  } cases[] = { { 0, 1000 }, { 1, 966 },  { 5, 808 }, { 10, 646 },
                { 20, 410 }, { 40, 159 }, { 100, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint ((cl_move_accuracy (cases[i].points * 100) + 5) / 10, ==, cases[i].tenths);
  /* Never above 100, though the formula is just there. */
  for (guint loss = 0; loss < 10000; loss++)
    g_assert_cmpuint (cl_move_accuracy (loss), >=, cl_move_accuracy (loss + 1));
  g_assert_cmpuint (cl_move_accuracy (1), <=, 10000);
}

static guint32
checksum (const unsigned short *table, guint n)
{
  guint32 sum = 0;

  for (guint i = 0; i < n; i++)
    sum = sum * 31 + table[i];
  return sum;
}

/* Another machine's exp () must give the same tables, or two replicas would disagree. */
static void
test_tables (void)
{
  g_assert_cmphex (checksum (cl_win_chance_table, 1001), ==, 1566729258u);
  g_assert_cmphex (checksum (cl_accuracy_table, 10001), ==, 3912514659u);
  g_assert_cmphex (checksum (cl_expected_score_table, 801), ==, 3539766034u);
  g_assert_cmpuint (cl_expected_score (0), ==, 5000);
  g_assert_cmpuint (cl_expected_score (200) + cl_expected_score (-200), ==, 10000);
  g_assert_cmpuint (cl_expected_score (-191), <=, 2500);
  g_assert_cmpuint (cl_expected_score (G_MAXINT), ==, cl_expected_score (800));
}

static void
test_value (void)
{
  char text[16];

  g_assert_cmpint (cl_value_get_mate (cl_value_new (0, 3)), ==, 3);
  g_assert_cmpint (cl_value_get_mate (cl_value_new (0, -3)), ==, -3);
  g_assert_cmpint (cl_value_negate (cl_value_new (0, 3)), ==, cl_value_new (0, -3));
  g_assert_cmpint (cl_value_new (0, 1), >, cl_value_new (0, 2));
  g_assert_cmpint (cl_value_new (0, -1), <, cl_value_new (0, -2));
  g_assert_cmpint (cl_value_new (0, -900), <, cl_value_new (-CL_VALUE_MAX_CP, 0));
  g_assert_cmpint (cl_value_negate (CL_VALUE_NONE), ==, CL_VALUE_NONE);
  g_assert_false (cl_value_is_mate (CL_VALUE_NONE));
  g_assert_cmpint (cl_value_new (G_MAXINT, 0), ==, CL_VALUE_MAX_CP);
  g_assert_cmpint (cl_value_new (0, G_MININT), <, 0);
  g_assert_cmpstr (cl_value_to_text (153, text), ==, "+1.53");
  g_assert_cmpstr (cl_value_to_text (-20, text), ==, "−0.20");
  g_assert_cmpstr (cl_value_to_text (cl_value_new (0, -3), text), ==, "#−3");
  g_assert_cmpstr (cl_value_to_text (cl_value_new (0, 5), text), ==, "#5");
  g_assert_cmpstr (cl_value_to_text (-CL_VALUE_MATE, text), ==, "#");
  g_assert_cmpstr (cl_value_to_text (CL_VALUE_NONE, text), ==, "");
}

static void
test_judgement (void)
{
  /* clang-format off */
  static const struct
  {
    gint before, mate_before, after, mate_after;
    ClJudgement judgement;
  } cases[] = {
    { 0, 0, -54, 0, CL_JUDGEMENT_FINE }, /* 4.96 points: from equality 55, 111 and 168 are the first of each */
    { 0, 0, -55, 0, CL_JUDGEMENT_INACCURACY },
    { 0, 0, -110, 0, CL_JUDGEMENT_INACCURACY },
    { 0, 0, -111, 0, CL_JUDGEMENT_MISTAKE },
    { 0, 0, -168, 0, CL_JUDGEMENT_MISTAKE },
    { 0, 0, -169, 0, CL_JUDGEMENT_BLUNDER },
    { 300, 0, 300 - 68, 0, CL_JUDGEMENT_FINE },
    { 300, 0, 300 - 70, 0, CL_JUDGEMENT_INACCURACY },
    { 50, 0, 120, 0, CL_JUDGEMENT_FINE }, /* better than was thought */
    /* into a mate */
    { 0, 0, 0, -4, CL_JUDGEMENT_BLUNDER },
    { -700, 0, 0, -4, CL_JUDGEMENT_BLUNDER },
    { -701, 0, 0, -4, CL_JUDGEMENT_MISTAKE },
    { -999, 0, 0, -4, CL_JUDGEMENT_MISTAKE },
    { -1000, 0, 0, -4, CL_JUDGEMENT_INACCURACY },
    /* a mate let go */
    { 0, 2, 500, 0, CL_JUDGEMENT_BLUNDER },
    { 0, 2, 701, 0, CL_JUDGEMENT_MISTAKE },
    { 0, 2, 1000, 0, CL_JUDGEMENT_INACCURACY },
    { 0, 2, 0, -2, CL_JUDGEMENT_BLUNDER },
    /* slower, or forced anyway */
    { 0, 2, 0, 9, CL_JUDGEMENT_FINE },
    { 0, -9, 0, -1, CL_JUDGEMENT_FINE },
    { -500, 0, 0, 3, CL_JUDGEMENT_FINE },
  };
  /* clang-format on */

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      g_assert_cmpint (cl_judge (cl_value_new (cases[i].before, cases[i].mate_before),
                                 cl_value_new (cases[i].after, cases[i].mate_after)),
                       ==,
                       cases[i].judgement);
    }
  g_assert_cmpint (cl_judge (CL_VALUE_NONE, 0), ==, CL_JUDGEMENT_UNKNOWN);
  g_assert_cmpint (cl_judge (0, CL_VALUE_NONE), ==, CL_JUDGEMENT_UNKNOWN);
  /* Mate given on the board loses nothing. */
  g_assert_cmpint (cl_judge (cl_value_new (0, 1), CL_VALUE_MATE), ==, CL_JUDGEMENT_FINE);
}

static const ClValue game[] = { 15, 30, 10,  25,  20,  18,  40,  -20, -15, -200, -180, -190,
                                50, 45, 300, 310, 290, 600, 550, 900, 950, 1000, 980,  1000 };

static void
check_side (const ClSideQuality *quality, guint n, guint accuracy, guint acpl_tenths, guint median)
{
  g_assert_cmpuint (quality->n_moves, ==, n);
  g_assert_cmpuint (quality->accuracy, >=, accuracy - 2);
  g_assert_cmpuint (quality->accuracy, <=, accuracy + 2);
  g_assert_cmpuint (quality->acpl_tenths, ==, acpl_tenths);
  g_assert_cmpuint (quality->median_loss, ==, median);
}

static void
test_game (void)
{
  ClSideQuality quality[2];
  ClValue values[91] = { 15 };

  cl_game_quality (game, G_N_ELEMENTS (game), CHESS_WHITE, quality);
  check_side (&quality[CHESS_WHITE], 12, 8616, 218, 0);
  check_side (&quality[CHESS_BLACK], 11, 6458, 538, 5);
  g_assert_cmpuint (quality[CHESS_WHITE].n_blunders, ==, 1); /* −0.15 → −2.00 */
  /* The same values when Black moved first are other players' moves. */
  cl_game_quality (game, G_N_ELEMENTS (game), CHESS_BLACK, quality);
  check_side (&quality[CHESS_WHITE], 11, 9877, 105, 0);
  check_side (&quality[CHESS_BLACK], 12, 8461, 642, 13);
  for (gint i = 0; i < 90; i++)
    values[i + 1] = i * 37 % 113 - 50;
  cl_game_quality (values, 91, CHESS_WHITE, quality);
  check_side (&quality[CHESS_WHITE], 45, 9018, 251, 0);
  check_side (&quality[CHESS_BLACK], 45, 9116, 247, 37);
}

/* A set-up position that nobody evaluated judges no first move; a hole leaves its two moves out and no others. */
static void
test_holes (void)
{
  ClValue values[] = { CL_VALUE_NONE, 400, 400, CL_VALUE_NONE, 380, 380 };
  ClSideQuality quality[2];

  cl_game_quality (values, G_N_ELEMENTS (values), CHESS_BLACK, quality);
  g_assert_cmpuint (quality[CHESS_BLACK].n_moves,
                    ==,
                    1); /* first, third and fifth: only the fifth */
  g_assert_cmpuint (quality[CHESS_WHITE].n_moves, ==, 1);
  g_assert_cmpuint (quality[CHESS_WHITE].accuracy, ==, 10000);
  cl_game_quality (values, 1, CHESS_WHITE, quality);
  g_assert_cmpuint (quality[CHESS_WHITE].n_moves, ==, 0);
  cl_game_quality (NULL, 0, CHESS_WHITE, quality);
  g_assert_cmpuint (quality[CHESS_BLACK].n_moves, ==, 0);
}

static void
test_root (void)
{
  for (guint64 n = 0; n < 70000; n++)
    {
      guint64 root = cl_integer_root (n);

      g_assert_cmpuint (root * root, <=, n);
      g_assert_cmpuint ((root + 1) * (root + 1), >, n);
    }
  g_assert_cmpuint (cl_integer_root (G_MAXUINT64), ==, G_MAXUINT32);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/views/win-chance/chance", test_chance);
  g_test_add_func ("/views/win-chance/accuracy", test_accuracy);
  g_test_add_func ("/views/win-chance/tables", test_tables);
  g_test_add_func ("/views/win-chance/value", test_value);
  g_test_add_func ("/views/win-chance/judgement", test_judgement);
  g_test_add_func ("/views/win-chance/game", test_game);
  g_test_add_func ("/views/win-chance/holes", test_holes);
  g_test_add_func ("/views/win-chance/root", test_root);
  return g_test_run ();
}
