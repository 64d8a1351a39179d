/* test-verify.c: what was changed behind the ledger's back is found, and the place is named
 *
 * A vandal drops the triggers, changes one value, and puts the triggers back. Every column of an event is changed in turn, and
 * every other table too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

/* Positions: 1–6 table/1 game 1; 7–10 table/2 game 4; 11–14 table/1 game 1; 15–1300 archive/a; 1301 desk/x without a game. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) one = make_draft ("table/1", 1, 0, 6), two = make_draft ("table/2", 4, 0, 4);
  g_autoptr (ClDraft) three = make_draft ("table/1", 1, 6, 4),
                      four = make_draft ("archive/a", 1, 0, 1286);
  g_autoptr (ClDraft) five = cl_draft_new ("desk/x", "somebody", NULL);
  ClEvent event = CL_EVENT_INIT;
  ClLedger *ledger;

  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  ledger = open_for_writing (fixture->path);
  append_ok (ledger, one, 0);
  append_ok (ledger, two, 0);
  append_ok (ledger, three, 6);
  append_ok (ledger, four, 0);
  event.type = "BookmarkSet";
  cl_draft_add (five, &event);
  append_ok (ledger, five, 0);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
verify (Fixture *fixture, ClVerification *verification, GError **error)
{
  GError *open_error = NULL;
  ClLedger *ledger =
    cl_ledger_open (fixture->path, CL_LEDGER_READ_ONLY, test_vocabulary, &open_error);
  gboolean ok;

  g_assert_no_error (open_error);
  ok = cl_ledger_verify (ledger, NULL, NULL, NULL, verification, error);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  return ok;
}

/* Runs @change without the triggers of @table and puts them back as they were. */
static void
vandalise (Fixture *fixture, const char *change)
{
  g_autofree char *drops = query_text (
    fixture->path,
    "SELECT group_concat('DROP TRIGGER ' || name || ';', '') FROM sqlite_schema WHERE type = 'trigger'");
  g_autofree char *triggers =
    query_text (fixture->path,
                "SELECT group_concat(sql || ';', '') FROM sqlite_schema WHERE type = 'trigger'");
  g_autofree char *sql = g_strconcat ("BEGIN;", drops, change, ";", triggers, "COMMIT;", NULL);

  run_sql_ok (fixture->path, sql);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  ClVerification verification;
  g_autoptr (GError) error = NULL;

  g_assert_true (verify (fixture, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, 1301);
  g_assert_cmpuint (verification.n_partitions, ==, 4);
  g_assert_true (verification.identity_sealed);
}

/* Files of older programs have no seal of their identity; the next writer adds it. */
static void
test_unsealed_identity (Fixture *fixture, gconstpointer data)
{
  ClVerification verification;
  g_autoptr (GError) error = NULL;
  ClLedger *ledger;

  vandalise (fixture, "DELETE FROM commits WHERE last_position = 0");
  g_assert_true (verify (fixture, &verification, &error));
  g_assert_no_error (error);
  g_assert_false (verification.identity_sealed);
  ledger = open_for_writing (fixture->path);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  g_assert_true (verify (fixture, &verification, &error));
  g_assert_no_error (error);
  g_assert_true (verification.identity_sealed);
  vandalise (fixture, "UPDATE ledger SET created_at = created_at + 1");
  g_assert_null (cl_ledger_open (fixture->path, CL_LEDGER_WRITE, test_vocabulary, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "empty.ledger", NULL);
  ClLedger *ledger = open_for_writing (path);
  ClVerification verification;
  GError *error = NULL;

  g_assert_true (cl_ledger_verify (ledger, NULL, NULL, NULL, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, 0);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

typedef struct
{
  const char *change;
  guint64 position; /* where it must be found; 0: not at an event */
  const char *partition;
  guint64 offset;
} Case;

static const Case cases[] = {
  { "UPDATE event SET position = 5000 WHERE position = 1301", 1301, "desk/x", 1 },
  { "UPDATE event SET position = -8 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET partition = 2 WHERE position = 5", 5, "table/1", 5 },
  { "UPDATE event SET offset = 9 WHERE position = 12", 12, "table/1", 8 },
  { "UPDATE event SET type = 1 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET type = 99 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET schema = 2 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET schema = 65537 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET game = 2 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET game = NULL WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET game = 0 WHERE position = 1301", 1301, "desk/x", 1 },
  { "UPDATE event SET ply = 2 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET ply = 4294967297 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET ply = 0 WHERE position = 1301", 1301, "desk/x", 1 },
  { "UPDATE event SET player = 3 - player WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET player = NULL WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET player = 1 WHERE position = 1301", 1301, "desk/x", 1 },
  { "UPDATE event SET move = move + 1 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET move = move + 65536 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET marks = marks | 256 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET move = NULL, marks = NULL WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET marks = 0 WHERE position = 1301", 1301, "desk/x", 1 },
  { "UPDATE event SET clock_ms = 1 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET clock_ms = NULL WHERE position = 10", 10, "table/2", 4 },
  { "UPDATE event SET clock_ms = -9223372036854775808 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET details = replace(details, '1500', '1501') WHERE position = 6",
    6,
    "table/1",
    6 },
  { "UPDATE event SET details = details || ' ' WHERE position = 6", 6, "table/1", 6 },
  { "UPDATE event SET details = details || char(0) WHERE position = 6", 6, "table/1", 6 },
  { "UPDATE event SET details = NULL WHERE position = 6", 6, "table/1", 6 },
  { "UPDATE event SET details = '' WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET occurred_at = occurred_at + 1 WHERE position = 9", 9, "table/2", 3 },
  { "UPDATE event SET occurred_at = NULL WHERE position = 9", 9, "table/2", 3 },
  { "UPDATE event SET occurred_at = 0 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET recorded_at = recorded_at - 1 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 1301", 1301, "desk/x", 1 },
  { "UPDATE event SET producer = 2 WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET seal = zeroblob(32) WHERE position = 8", 8, "table/2", 2 },
  { "UPDATE event SET seal = CAST(seal || x'00' AS BLOB) WHERE position = 8", 8, "table/2", 2 },
  { "DELETE FROM event WHERE position = 8", 8, "table/2", 2 },
  { "DELETE FROM event WHERE position = 1301", 0, "", 0 },
  { "DELETE FROM event WHERE position = 1301; DELETE FROM run WHERE first_position = 1301",
    0,
    "",
    0 },
  { "UPDATE run SET game = 2 WHERE first_position = 7", 7, "table/2", 1 },
  { "UPDATE run SET first_offset = 8 WHERE first_position = 11", 11, "table/1", 7 },
  { "UPDATE run SET first_position = 12 WHERE first_position = 11", 11, "table/2", 5 },
  { "DELETE FROM run WHERE first_position = 11", 11, "table/2", 5 },
  { "DELETE FROM run WHERE first_position = 1", 1, "", 0 },
  { "INSERT INTO run VALUES (9, 2, 3, 4)", 9, "table/2", 3 },
  { "INSERT INTO run VALUES (1302, 2, 5, 4)", 0, "", 0 },
  { "UPDATE commits SET tree_root = zeroblob(32) WHERE last_position = 6", 1, "", 0 },
  { "DELETE FROM commits WHERE last_position = 1301", 0, "", 0 },
  { "INSERT INTO commits VALUES (1302, zeroblob(32))", 0, "", 0 },
  { "UPDATE tree SET hash = zeroblob(32)", 1024, "archive/a", 1010 },
  { "DELETE FROM tree", 1024, "archive/a", 1010 },
  { "INSERT INTO tree VALUES (10, 1, zeroblob(32))", 0, "", 0 },
  { "UPDATE ledger SET id = zeroblob(16)", 0, "", 0 },
  { "UPDATE ledger SET created_at = created_at - 1", 0, "", 0 },
  { "UPDATE commits SET tree_root = zeroblob(32) WHERE last_position = 0", 0, "", 0 },
  { "UPDATE partition SET key = 'table/3' WHERE id = 2", 7, "table/3", 1 },
  { "UPDATE partition SET origin = x'01' WHERE id = 2", 7, "table/2", 1 },
  { "UPDATE player SET name = 'Kasparov' WHERE id = 1", 1, "table/1", 1 },
  { "UPDATE type SET name = 'MoveTried' WHERE name = 'MovePlayed'", 2, "table/1", 2 },
  { "UPDATE producer SET name = 'x' WHERE id = 2", 1301, "desk/x", 1 },
  { "UPDATE player SET id = 9 WHERE id = 2", 0, "", 0 },
  { "DROP INDEX run_game", 0, "", 0 },
  { "DROP VIEW scoresheet; CREATE VIEW scoresheet AS SELECT * FROM event", 0, "", 0 },
};

static void
test_change (gconstpointer data)
{
  const Case *c = data;
  Fixture fixture = { 0 };
  ClVerification verification;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, NULL);
  g_test_message ("%s", c->change);
  vandalise (&fixture, c->change);
  g_assert_false (verify (&fixture, &verification, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
  g_test_message ("%s", error->message);
  g_assert_cmpuint (verification.broken_position, ==, c->position);
  g_assert_cmpstr (verification.broken_partition, ==, c->partition);
  g_assert_cmpuint (verification.broken_offset, ==, c->offset);
  tear_down (&fixture, NULL);
}

static void
test_trigger_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run_sql_ok (fixture->path, "DROP TRIGGER event_no_update");
  g_assert_false (verify (fixture, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "event_no_update"));
}

/* A writer does not build on what it cannot trust. */
static void
test_writer_refuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  vandalise (fixture, "UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 1300");
  g_assert_null (cl_ledger_open (fixture->path, CL_LEDGER_WRITE, test_vocabulary, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
}

/* All that a reader gets, as one text; NULL if the file cannot be read. */
static char *
read_everything (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, NULL);
  ClReader *reader = ledger ? cl_reader_new (ledger, NULL) : NULL;
  g_autoptr (ClEvents) events = reader ? cl_reader_read (reader, 0, 0, 10000, NULL) : NULL;

  for (gsize i = 0; events && i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      g_string_append_printf (text,
                              "%" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT " %s %u %u %s ",
                              event->position,
                              event->partition,
                              event->offset,
                              event->type,
                              event->game,
                              event->ply,
                              event->player);
      g_string_append_printf (text,
                              "%u %u %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                              " %s\n",
                              event->move.move,
                              event->move.marks,
                              event->clock_ms,
                              event->details,
                              event->occurred_at,
                              event->recorded_at,
                              event->producer);
    }
  g_clear_pointer (&reader, cl_reader_free);
  if (ledger)
    {
      cl_ledger_close (ledger);
      g_object_unref (ledger);
    }
  return events ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* A flipped byte anywhere in the file is found, or it changed nothing that anybody reads. */
static void
test_any_byte (Fixture *fixture, gconstpointer data)
{
  guint n_trials = g_getenv ("CHESS_LEDGER_THOROUGH") ? 5000 : 150, n_found = 0;
  g_autofree char *bytes = NULL, *before = read_everything (fixture->path);
  gsize length;

  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (guint i = 0; i < n_trials; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/flipped-%u.ledger", fixture->folder, i),
                      *after = NULL;
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) length);
      char flip = (char) (1 << g_test_rand_int_range (0, 8));
      ClLedger *ledger;

      bytes[at] ^= flip;
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      bytes[at] ^= flip;
      ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, NULL);
      if (ledger && cl_ledger_verify (ledger, NULL, NULL, NULL, NULL, NULL))
        after = read_everything (path);
      else
        n_found++;
      if (ledger)
        {
          cl_ledger_close (ledger);
          g_object_unref (ledger);
        }
      if (after)
        {
          g_test_message ("byte %" G_GSIZE_FORMAT " ^ %02x", at, (guchar) flip);
          g_assert_cmpstr (after, ==, before);
        }
    }
  g_test_message ("%u of %u flips were found", n_found, n_trials);
  g_assert_cmpuint (n_found, >, n_trials / 3);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add ("/ledger/verify/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/ledger/verify/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/ledger/verify/trigger-missing",
              Fixture,
              NULL,
              set_up,
              test_trigger_missing,
              tear_down);
  g_test_add ("/ledger/verify/unsealed-identity",
              Fixture,
              NULL,
              set_up,
              test_unsealed_identity,
              tear_down);
  g_test_add ("/ledger/verify/any-byte", Fixture, NULL, set_up, test_any_byte, tear_down);
  g_test_add ("/ledger/verify/writer-refuses",
              Fixture,
              NULL,
              set_up,
              test_writer_refuses,
              tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ledger/verify/change/%02u", i);

      g_test_add_data_func (path, &cases[i], test_change);
    }
  return g_test_run ();
}
