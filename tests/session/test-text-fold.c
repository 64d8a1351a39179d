/* test-text-fold.c: what a search sees of a text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cl-text-fold.h"
#include "own-home.h"

static const struct
{
  const char *text, *folded;
} cases[] = {
  { "", "" },
  { "Kasparov, Garry", "kasparov, garry" },
  { "Müller", "muller" },
  { "Đorđe Šaško", "dorde sasko" },
  { "Łódź", "lodz" },
  { "Æsir Œuvre Straße", "aesir oeuvre strasse" },
  { "Каспаров", "каспаров" },
  { "Ångström", "angstrom" },
  { "\xff\xfe"
    "Ab",
    "\xff\xfe"
    "ab" },
  { "İstanbul", "istanbul" },
};

static void
test_fold (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = cl_text_fold (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (folded, ==, cases[i].folded);
    }
}

static void
test_words (void)
{
  g_auto (GStrv) words = cl_text_fold_words ("  KASP  Topá\t99 ");

  g_assert_cmpuint (g_strv_length (words), ==, 3);
  g_assert_cmpstr (words[0], ==, "kasp");
  g_assert_cmpstr (words[1], ==, "topa");
  g_assert_cmpstr (words[2], ==, "99");
}

static const struct
{
  const char *a, *b;
  int order;
} orders[] = {
  { "abc", "ABD", -1 }, { "Müller", "muller", 0 }, { "Muller, A", "Müller, B", -1 },
  { "z", "Å", 1 },      { "", "a", -1 },           { "Carlsen, Magnus", "carlsen, henrik", 1 },
};

static int
sign (int number)
{
  return (number > 0) - (number < 0);
}

static void
test_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      guint64 a = cl_text_fold_prefix (orders[i].a), b = cl_text_fold_prefix (orders[i].b);

      g_assert_cmpint (sign (cl_text_compare (orders[i].a, orders[i].b)), ==, orders[i].order);
      g_assert_cmpint (sign (cl_text_compare (orders[i].b, orders[i].a)), ==, -orders[i].order);
      /* The prefix never contradicts the whole. */
      if (a != b)
        g_assert_cmpint (a < b ? -1 : 1, ==, orders[i].order);
    }
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);

  g_test_add_func ("/session/text-fold/fold", test_fold);
  g_test_add_func ("/session/text-fold/words", test_words);
  g_test_add_func ("/session/text-fold/order", test_order);

  return g_test_run ();
}
