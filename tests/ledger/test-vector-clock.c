/* test-vector-clock.c: what two vector clocks say about each other, partition by partition
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include "cl-vector-clock.h"
#include "own-home.h"

static const guint8 seal_a[CL_SEAL_SIZE] = { 1 }, seal_b[CL_SEAL_SIZE] = { 2 };

/* "x3 y2b": partition x at offset 3; a second letter gives the seal. */
static ClVectorClock *
parse (const char *text)
{
  ClVectorClock *clock = cl_vector_clock_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i]; i++)
    {
      char identity[2] = { words[i][0], '\0' };
      char *end = NULL;
      guint64 offset = *words[i] ? g_ascii_strtoull (words[i] + 1, &end, 10) : 0;

      if (offset > 0)
        cl_vector_clock_set (clock,
                             identity,
                             offset,
                             *end == 'a'   ? seal_a
                             : *end == 'b' ? seal_b
                                           : NULL);
    }
  return clock;
}

static void
test_compare (void)
{
  static const struct
  {
    const char *a, *b;
    ClClockOrder order;
    guint64 behind, ahead;
  } cases[] = {
    { "", "", CL_CLOCK_EQUAL, 0, 0 },
    { "x3 y2", "x3 y2", CL_CLOCK_EQUAL, 0, 0 },
    { "x3", "x5", CL_CLOCK_BEHIND, 2, 0 },
    { "", "x5 y1", CL_CLOCK_BEHIND, 6, 0 },
    { "x3 y2", "x3", CL_CLOCK_AHEAD, 0, 2 },
    { "x3 y2", "x4 y1", CL_CLOCK_CONCURRENT, 1, 1 },
    { "x3", "y7", CL_CLOCK_CONCURRENT, 7, 3 },
    { "x3a", "x3a", CL_CLOCK_EQUAL, 0, 0 },
    { "x3a", "x3", CL_CLOCK_EQUAL, 0, 0 },
    { "x3a", "x3b", CL_CLOCK_CONCURRENT, 0, 0 },
    { "x3a y1", "x3b y2", CL_CLOCK_CONCURRENT, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ClVectorClock) a = parse (cases[i].a), b = parse (cases[i].b);
      g_autoptr (GArray) gaps = NULL;
      guint64 behind, ahead;

      g_test_message ("“%s” and “%s”", cases[i].a, cases[i].b);
      g_assert_cmpint (cl_vector_clock_compare (a, b), ==, cases[i].order);
      gaps = cl_vector_clock_difference (a, b, &behind, &ahead);
      g_assert_cmpuint (behind, ==, cases[i].behind);
      g_assert_cmpuint (ahead, ==, cases[i].ahead);
      g_assert_cmpuint (gaps->len > 0, ==, cases[i].order != CL_CLOCK_EQUAL);
    }
}

static void
test_difference (void)
{
  g_autoptr (ClVectorClock) a = parse ("a3 b2 c9 e1a"), b = parse ("a5 c9 d4 e1b");
  g_autoptr (GArray) gaps = cl_vector_clock_difference (a, b, NULL, NULL);
  static const ClClockGap expected[] = {
    { "a", 3, 5, CL_CLOCK_BEHIND, 2 },
    { "b", 2, 0, CL_CLOCK_AHEAD, 2 },
    { "d", 0, 4, CL_CLOCK_BEHIND, 4 },
    { "e", 1, 1, CL_CLOCK_CONCURRENT, 0 },
  };

  g_assert_cmpuint (gaps->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < gaps->len; i++)
    {
      const ClClockGap *gap = &g_array_index (gaps, ClClockGap, i);

      g_assert_cmpstr (gap->identity, ==, expected[i].identity);
      g_assert_cmpuint (gap->offset, ==, expected[i].offset);
      g_assert_cmpuint (gap->other_offset, ==, expected[i].other_offset);
      g_assert_cmpint (gap->order, ==, expected[i].order);
      g_assert_cmpuint (gap->n_events, ==, expected[i].n_events);
    }
}

/* a ≤ b iff every entry is; merging is the least upper bound. Against a slow obvious answer. */
static void
test_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (ClVectorClock) a = cl_vector_clock_new (), b = cl_vector_clock_new ();
      gboolean less = FALSE, more = FALSE;
      guint64 behind, ahead, expected_behind = 0, expected_ahead = 0;

      for (char c = 'a'; c < 'f'; c++)
        {
          char identity[2] = { c, '\0' };
          guint64 x = (guint64) g_test_rand_int_range (0, 4),
                  y = (guint64) g_test_rand_int_range (0, 4);

          cl_vector_clock_set (a, identity, x, NULL);
          cl_vector_clock_set (b, identity, y, NULL);
          less = less || x < y;
          more = more || x > y;
          expected_behind += x < y ? y - x : 0;
          expected_ahead += x > y ? x - y : 0;
        }
      g_assert_cmpint (cl_vector_clock_compare (a, b),
                       ==,
                       less && more ? CL_CLOCK_CONCURRENT
                       : less       ? CL_CLOCK_BEHIND
                       : more       ? CL_CLOCK_AHEAD
                                    : CL_CLOCK_EQUAL);
      g_array_unref (cl_vector_clock_difference (a, b, &behind, &ahead));
      g_assert_cmpuint (behind, ==, expected_behind);
      g_assert_cmpuint (ahead, ==, expected_ahead);
      cl_vector_clock_merge (a, b);
      g_assert_cmpint (cl_vector_clock_compare (b, a), !=, CL_CLOCK_AHEAD);
      g_assert_cmpint (cl_vector_clock_compare (b, a), !=, CL_CLOCK_CONCURRENT);
      g_array_unref (cl_vector_clock_difference (b, a, &behind, &ahead));
      g_assert_cmpuint (behind, ==, expected_ahead);
    }
}

static void
test_text (void)
{
  static const char *const wrong[] = {
    "a\t1",
    "a\t0\t\n",
    "a\tx\t\n",
    "\t1\t\n",
    "a\t1\t\na\t2\t\n",
    "a\t1\t00\n",
    "\na\t1\t\n",
    "a\t1\tzz00000000000000000000000000000000000000000000000000000000000000\n",
    "a\t9223372036854775808\t\n",
  };
  g_autoptr (ClVectorClock) clock = parse ("x3a y2 z77b"), again = NULL, empty = NULL;
  g_autofree char *text = cl_vector_clock_to_text (clock), *text_again = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[CL_SEAL_SIZE], digest_again[CL_SEAL_SIZE];

  again = cl_vector_clock_from_text (text, &error);
  g_assert_no_error (error);
  text_again = cl_vector_clock_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
  cl_vector_clock_digest (clock, digest);
  cl_vector_clock_digest (again, digest_again);
  g_assert_cmpmem (digest, sizeof digest, digest_again, sizeof digest_again);
  cl_vector_clock_set (again, "y", 3, NULL);
  cl_vector_clock_digest (again, digest_again);
  g_assert_true (memcmp (digest, digest_again, sizeof digest) != 0);
  empty = cl_vector_clock_from_text ("", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_vector_clock_get_size (empty), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (cl_vector_clock_from_text (wrong[i], &error));
      g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
      g_clear_error (&error);
    }
}

static void
test_of_ledger (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "a.ledger", NULL);
  ClLedger *ledger = open_for_writing (path);
  g_autoptr (ClDraft) one = make_draft ("table/1", 1, 0, 5), two = make_draft ("table/2", 1, 0, 3);
  g_autoptr (ClVectorClock) clock = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (cl_ledger_get_id (ledger)), *identity = NULL;
  ClReader *reader;
  GString *digits = g_string_new (id);

  append_ok (ledger, one, 0);
  append_ok (ledger, two, 0);
  reader = cl_reader_new (ledger, &error);
  clock = cl_reader_get_vector_clock (reader, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_vector_clock_get_size (clock), ==, 2);
  g_string_replace (digits, "-", "", 0);
  identity = g_strdup_printf ("table/1~%s", digits->str);
  g_assert_cmpuint (cl_vector_clock_get (clock, identity), ==, 5);
  g_assert_nonnull (cl_vector_clock_get_seal (clock, identity));
  g_string_free (digits, TRUE);
  cl_reader_free (reader);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  delete_folder (folder);
}

static void
test_names (void)
{
  static const guint8 origin[16] = { 0x3f, 0x25, 0x04, 0xe0, 0x4f, 0x89, 0x11, 0xd3,
                                     0x9a, 0x0c, 0x03, 0x05, 0xe8, 0x2c, 0x33, 0x01 };
  static const struct
  {
    const char *key, *name;
  } cases[] = {
    { "table/1", "table/1" },
    { "table/1~3f2504e0", "table/1" },
    { "table/1~3f2504e04f8911d39a0c0305e82c3301", "table/1" },
    { "table/1~3f2504e1", "table/1~3f2504e1" },
    { "table/1~3F2504E0", "table/1~3F2504E0" },
    { "table/1~3f2504e", "table/1~3f2504e" },
    { "table/1~3f2504e04", "table/1~3f2504e04" },
    { "table/1~3f2504e0~3f2504e0", "table/1~3f2504e0" },
    { "~3f2504e0", "~3f2504e0" },
    { "a~", "a~" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = cl_partition_dup_name (cases[i].key, origin, sizeof origin);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_true (cl_partition_is_disputed ("table/1/disputed/8-00000000"));
  g_assert_false (cl_partition_is_disputed ("table/1"));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/vector-clock/compare", test_compare);
  g_test_add_func ("/ledger/vector-clock/difference", test_difference);
  g_test_add_func ("/ledger/vector-clock/random", test_random);
  g_test_add_func ("/ledger/vector-clock/text", test_text);
  g_test_add_func ("/ledger/vector-clock/of-ledger", test_of_ledger);
  g_test_add_func ("/ledger/vector-clock/names", test_names);
  return g_test_run ();
}
