/* test-citation.c: what a fact calls another partition means the same one in every replica, whatever its key there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include "cl-citation.h"
#include "cl-sync.h"
#include "own-home.h"

typedef struct
{
  char *folder;
  ClLedger *ledgers[2];
} Fixture;

/* Two ledgers with a table 1 each, desks of their own, and different files under one name. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const guint8 digests[2][32] = { { 0x11, 0x22 }, { 0x33, 0x44 } };

  fixture->folder = make_folder ();
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.ledger", fixture->folder, i);
      g_autofree char *desk = g_strdup_printf ("desk/%u", i);
      g_autoptr (ClDraft) table = make_draft ("table/1", 1, i * 10, 3);
      g_autoptr (ClDraft) decision = make_draft (desk, 1, 0, 1);
      g_autoptr (GBytes) origin = g_bytes_new (digests[i], sizeof digests[i]);
      g_autoptr (ClDraft) archive = cl_draft_new ("archive/a.pgn", "test", origin);
      ClEvent event = make_event ("GameStarted", 1, 0);

      fixture->ledgers[i] = open_for_writing (path);
      append_ok (fixture->ledgers[i], table, 0);
      append_ok (fixture->ledgers[i], decision, 0);
      cl_draft_add (archive, &event);
      append_ok (fixture->ledgers[i], archive, 0);
    }
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      cl_ledger_close (fixture->ledgers[i]);
      g_assert_finalize_object (fixture->ledgers[i]);
    }
  delete_folder (fixture->folder);
  g_free (fixture->folder);
}

static ClCitations *
read_citations (Fixture *fixture, guint side)
{
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledgers[side], &error);
  ClCitations *citations = cl_citations_new (reader, &error);

  g_assert_no_error (error);
  return citations;
}

static void
sync_both (Fixture *fixture)
{
  g_auto (ClSyncReport) report;
  GError *error = NULL;

  cl_sync_report_init (&report);
  cl_sync_run (fixture->ledgers[0],
               fixture->ledgers[1],
               CL_SYNC_BOTH_WAYS,
               NULL,
               NULL,
               NULL,
               &report,
               &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.forks->len, ==, 0);
}

/* The seal of the last event of @key tells which partition it is. */
static void
assert_same_partition (Fixture *fixture, const char *here, const char *there)
{
  const char *keys[] = { here, there };
  ClPartitionInfo infos[2] = { 0 };
  GError *error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ClReader) reader = cl_reader_new (fixture->ledgers[i], &error);

      g_test_message ("“%s” in ledger %u", keys[i], i);
      g_assert_true (cl_reader_get_partition (reader, keys[i], &infos[i], &error));
    }
  g_assert_cmpmem (infos[0].seal, CL_SEAL_SIZE, infos[1].seal, CL_SEAL_SIZE);
}

static void
test_replicas (Fixture *fixture, gconstpointer data)
{
  static const char *const about[] = { "table/1", "archive/a.pgn", "desk/0" };

  for (guint i = 0; i < G_N_ELEMENTS (about); i++)
    {
      g_autoptr (ClCitations) here = NULL, there = NULL, later = NULL;
      g_autofree char *cited = NULL;

      /* The fact is written in ledger 0 before it knows that there is another one. */
      here = read_citations (fixture, 0);
      cited = cl_citations_name (here, "desk/0", about[i]);
      g_assert_cmpstr (cl_citations_resolve (here, "desk/0", cited), ==, about[i]);
      sync_both (fixture);
      there = read_citations (fixture, 1);
      later = read_citations (fixture, 0);
      g_assert_cmpstr (cl_citations_resolve (later, "desk/0", cited), ==, about[i]);
      assert_same_partition (fixture, about[i], cl_citations_resolve (there, "desk/0", cited));
      if (i < 2)
        g_assert_cmpstr (cl_citations_resolve (there, "desk/0", cited), !=, about[i]);
    }
}

/* After the sync each can speak about what came from the other, in its own desk, and is understood. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClCitations) here = NULL, there = NULL;
  g_autoptr (GArray) list = NULL;
  g_autoptr (ClReader) reader = NULL;
  GError *error = NULL;

  sync_both (fixture);
  here = read_citations (fixture, 0);
  there = read_citations (fixture, 1);
  reader = cl_reader_new (fixture->ledgers[0], &error);
  list = cl_reader_list_partitions (reader, &error);
  g_assert_cmpuint (list->len, ==, 6);
  for (guint i = 0; i < list->len; i++)
    for (guint desk = 0; desk < 2; desk++)
      {
        const char *citing = desk == 0 ? "desk/0" : "desk/1";
        const char *key = g_array_index (list, ClPartitionInfo, i).key;
        g_autofree char *cited = cl_citations_name (here, citing, key);

        g_assert_cmpstr (cl_citations_resolve (here, citing, cited), ==, key);
        assert_same_partition (fixture, key, cl_citations_resolve (there, citing, cited));
      }
}

/* A desk that is to be, a partition that is not there, and names with a "~" that is no mark. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClCitations) here = read_citations (fixture, 0);
  g_autofree char *own = cl_citations_name (here, "desk/new", "table/1");
  g_autofree char *foreign = cl_citations_name (here, "desk/new", "archive/a.pgn");
  g_autofree char *none = cl_citations_name (here, "desk/new", "table/9");

  g_assert_cmpstr (own, ==, "table/1");
  g_assert_cmpstr (foreign, ==, "archive/a.pgn~11220000");
  g_assert_cmpstr (none, ==, "table/9");
  g_assert_cmpstr (cl_citations_resolve (here, "desk/new", "archive/a.pgn"), ==, "archive/a.pgn");
  g_assert_cmpstr (cl_citations_resolve (here, "desk/new", "table/9"), ==, "table/9");
  g_assert_cmpstr (cl_citations_resolve (here, "desk/0", "table/1~99999999"),
                   ==,
                   "table/1~99999999");
  g_assert_cmpstr (cl_citations_resolve (here, "desk/0", "~"), ==, "~");
  g_assert_cmpstr (cl_citations_resolve (here, "desk/0", ""), ==, "");
}

/* Details of desk/0 as stored there, and as ledger 1 tells them to folds; %s is the key of table 1 there. */
static const struct
{
  const char *stored;
  const char *told;
} details[] = {
  { "{\"partition\":\"table/1\",\"cites\":2}", "{\"partition\":\"%s\",\"cites\":2}" },
  { "{\"cites\": 2, \"partition\" :  \"table/1\" }", "{\"cites\": 2, \"partition\" :  \"%s\" }" },
  { "{\"a\":{\"partition\":\"table/1\"},\"b\":[\"partition\",\"table/1\"],\"c\":\"\\\"partition\\\":\",\"partition\":\"table/1\"}",
    "{\"a\":{\"partition\":\"table/1\"},\"b\":[\"partition\",\"table/1\"],\"c\":\"\\\"partition\\\":\",\"partition\":\"%s\"}" },
  { "{\"partition\":\"table/7\"}", "{\"partition\":\"table/7\"}" },
  { "{\"partition\":7}", "{\"partition\":7}" },
  { "{\"text\":\"partition\"}", "{\"text\":\"partition\"}" },
  { "{\"partition\":\"table\\/1\"}", "{\"partition\":\"table\\/1\"}" },
  { "{\"partition\":\"desk/0\"}", "{\"partition\":\"desk/0\"}" },
};

/* Who reads for folds is told keys of this ledger; all others what is stored and sealed. */
static void
test_told (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (ClReader) plain = NULL, telling = NULL;
  g_autoptr (ClCitations) there = NULL;
  g_autoptr (ClEvents) stored = NULL, told = NULL;
  const char *key;

  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_autoptr (ClDraft) draft = cl_draft_new ("desk/0", "test", NULL);
      ClEvent event = CL_EVENT_INIT;

      event.type = "BookmarkSet";
      event.details = details[i].stored;
      cl_draft_add (draft, &event);
      append_ok (fixture->ledgers[0], draft, 1 + i);
    }
  sync_both (fixture);
  there = read_citations (fixture, 1);
  key = cl_citations_resolve (there, "desk/0", "table/1");
  g_assert_true (g_str_has_prefix (key, "table/1~"));
  plain = cl_reader_new (fixture->ledgers[1], &error);
  telling = cl_reader_dup (plain, &error);
  cl_reader_localize_citations (telling);
  stored = cl_reader_read_partition (plain, "desk/0", 1, 100, &error);
  told = cl_reader_read_partition (telling, "desk/0", 1, 100, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_events_get_length (told), ==, G_N_ELEMENTS (details));
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_auto (GStrv) parts = g_strsplit (details[i].told, "%s", -1);
      g_autofree char *expected = g_strjoinv (key, parts);

      g_assert_cmpstr (cl_events_get (stored, i)->details, ==, details[i].stored);
      g_assert_cmpstr (cl_events_get (told, i)->details, ==, expected);
      g_assert_cmpmem (cl_events_get (told, i)->seal,
                       CL_SEAL_SIZE,
                       cl_events_get (stored, i)->seal,
                       CL_SEAL_SIZE);
    }
}

/* At home nothing is told otherwise than it stands. */
static void
test_told_at_home (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = cl_draft_new ("desk/0", "test", NULL);
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledgers[0], &error);
  g_autoptr (ClEvents) events = NULL;
  ClEvent event = CL_EVENT_INIT;

  event.type = "BookmarkSet";
  event.details = "{\"partition\":\"table/1\"}";
  cl_draft_add (draft, &event);
  append_ok (fixture->ledgers[0], draft, 1);
  sync_both (fixture);
  cl_reader_localize_citations (reader);
  events = cl_reader_read_at (reader, "desk/0", 2, &error);
  g_assert_cmpstr (cl_events_get (events, 0)->details, ==, event.details);
}

/* What began elsewhere is cited with its mark, but may have the bare key here: that is told, at home too. */
static void
test_marked_at_home (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (ClCitations) citations = read_citations (fixture, 0);
  g_autofree char *name = cl_citations_name (citations, "desk/0", "archive/a.pgn");
  g_autofree char *text = g_strdup_printf ("{\"partition\":\"%s\"}", name);
  g_autoptr (ClDraft) draft = cl_draft_new ("desk/0", "test", NULL);
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledgers[0], &error);
  g_autoptr (ClEvents) events = NULL;
  ClEvent event = CL_EVENT_INIT;

  g_assert_true (g_str_has_prefix (name, "archive/a.pgn~"));
  event.type = "BookmarkSet";
  event.details = text;
  cl_draft_add (draft, &event);
  append_ok (fixture->ledgers[0], draft, 1);
  cl_reader_localize_citations (reader);
  events = cl_reader_read_at (reader, "desk/0", 2, &error);
  g_assert_cmpstr (cl_events_get (events, 0)->details, ==, "{\"partition\":\"archive/a.pgn\"}");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/ledger/citation/replicas", test_replicas);
  ADD ("/ledger/citation/foreign", test_foreign);
  ADD ("/ledger/citation/unknown", test_unknown);
  ADD ("/ledger/citation/told", test_told);
  ADD ("/ledger/citation/told-at-home", test_told_at_home);
  ADD ("/ledger/citation/marked-at-home", test_marked_at_home);
  return g_test_run ();
}
