/* test-opening.c: openings are found by position, whatever the order of the moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chess-notation.h"
#include "chess-opening.h"
#include "test-table.h"

/* The last named position of @moves (SAN, by blanks). */
static const ChessOpening *
find_last (const char *moves)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);
  ChessPosition position = chess_position_start ();
  const ChessOpening *opening = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const ChessOpening *found;
      ChessMove move;

      g_assert_cmpint (chess_san_parse (&position, words[i], -1, &move), ==, CHESS_NOTATION_OK);
      chess_position_make (&position, move);
      found = chess_opening_find (&position);
      opening = found != NULL ? found : opening;
    }
  return opening;
}

static void
test_known (void)
{
  static const struct
  {
    const char *moves, *eco, *name;
  } cases[] = {
    { "e4 c5 Nf3 d6 d4 cxd4 Nxd4 Nf6 Nc3 a6", "B90", "Sicilian: Najdorf" },
    /* the same by other ways */
    { "e4 c5 Nf3 a6 d4 cxd4 Nxd4 d6 Nc3 Nf6", "B90", "Sicilian: Najdorf" },
    { "Nf3 c5 e4 d6 d4 cxd4 Nxd4 Nf6 Nc3 a6", "B90", "Sicilian: Najdorf" },
    /* behind the last named position its name stays */
    { "e4 c5 Nf3 d6 d4 cxd4 Nxd4 Nf6 Nc3 a6 a3 h5 Ra2 h4", "B90", "Sicilian: Najdorf" },
    { "e4 e5 Nf3 Nc6 Bb5 a6", "C68", NULL },
  };

  if (chess_opening_get (0) == NULL)
    {
      g_test_skip ("built without a file of openings");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChessOpening *opening = find_last (cases[i].moves);

      g_assert_nonnull (opening);
      if (cases[i].name != NULL)
        {
          g_assert_cmpstr (opening->eco, ==, cases[i].eco);
          g_assert_cmpstr (opening->name, ==, cases[i].name);
        }
    }
  {
    ChessPosition unnamed = test_position ("4k3/8/8/8/8/8/8/4K2R w K - 0 1", FALSE);

    g_assert_null (chess_opening_find (&unnamed));
  }
}

static void
test_table (void)
{
  const ChessOpening *opening;
  guint n = 0;

  for (; (opening = chess_opening_get (n)) != NULL; n++)
    {
      if (n > 0)
        g_assert_cmpuint (chess_opening_get (n - 1)->key, <, opening->key);
      g_assert_cmpuint (opening->eco[0], >=, 'A');
      g_assert_cmpuint (opening->eco[0], <=, 'E');
      g_assert_true (g_utf8_validate (opening->name, -1, NULL));
      g_assert_cmpuint (opening->plies, <=, CHESS_OPENING_MAX_PLIES);
      g_assert_cmpuint (chess_opening_index (opening), ==, n);
    }
  g_test_message ("%u openings", n);
}

/* Another collection gives the same code to nearly all the positions that both name. */
static void
test_cross_check (void)
{
  g_autoptr (TestTable) table = test_table_load ("openings/openings.tsv");
  guint found = 0, agree = 0;

  if (table == NULL || chess_opening_get (0) == NULL)
    return;
  for (guint i = 0; i < table->rows->len; i++)
    {
      ChessPosition position = test_position (test_table_get (table, i, "epd"), FALSE);
      const ChessOpening *opening = chess_opening_find (&position);

      found += opening != NULL;
      agree += opening != NULL && strcmp (opening->eco, test_table_get (table, i, "eco")) == 0;
    }
  g_test_message ("%u of %u positions named by both, %u with one code",
                  found,
                  table->rows->len,
                  agree);
  g_assert_cmpuint (found, >, 1000);
  g_assert_cmpuint (agree * 100, >, found * 90);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chess/opening/known", test_known);
  g_test_add_func ("/chess/opening/table", test_table);
  g_test_add_func ("/chess/opening/cross-check", test_cross_check);
  return g_test_run ();
}
