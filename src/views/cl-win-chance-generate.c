/* cl-win-chance-generate.c: build-time program that prints the tables of cl-win-chance.c as C
 *
 * State holds integers only, since exp () may differ in its last bit between machines. Here that cannot matter: no value of these
 * tables lies within a ten-thousandth of its last digit of where rounding turns, and a test compares their checksums.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <stdio.h>

#define MAX_CP     1000
#define MAX_POINTS 10000
#define MAX_ELO    800

/* fair-play.md §2: Lichess's curve, scalachess eval.scala. */
static double
win_chance (double cp)
{
  return 50 + 50 * (2 / (1 + exp (-0.00368208 * cp)) - 1);
}

/* fair-play.md §2: lila AccuracyPercent.scala, with its allowance of one point. */
static double
accuracy (double points)
{
  double percent = 103.1668100711649 * exp (-0.04354415386753951 * points) - 3.166924740191411 + 1;

  return points == 0 || percent > 100 ? 100 : percent < 0 ? 0 : percent;
}

static double
expected_score (double difference)
{
  return 1 / (1 + pow (10, -difference / 400));
}

static void
print_table (const char *name, int n, double scale, double (*function) (double), double step)
{
  printf ("const unsigned short %s[%d] = {", name, n);
  for (int i = 0; i < n; i++)
    printf ("%s%.0f,", i % 16 == 0 ? "\n  " : " ", floor (function (i * step) * scale + 0.5));
  printf ("\n};\n");
}

int
main (void)
{
  printf ("#include \"cl-win-chance-private.h\"\n");
  print_table ("cl_win_chance_table", MAX_CP + 1, 100, win_chance, 1);
  print_table ("cl_accuracy_table", MAX_POINTS + 1, 100, accuracy, 0.01);
  print_table ("cl_expected_score_table", MAX_ELO + 1, 10000, expected_score, 1);
  return 0;
}
