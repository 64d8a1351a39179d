/* test-scoresheet.c: the view, the C code and README.md agree on how moves are spelled and what is sealed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include <sqlite3.h>
#include <string.h>

#include "cl-event-private.h"
#include "own-home.h"

typedef struct
{
  const char *san, *uci, *captured;
  gboolean ok;
} TextCase;

static const TextCase texts[] = {
  { "e4", "e2e4", "", TRUE },        { "Nf3", "g1f3", NULL, TRUE },
  { "Nbd7", "b8d7", "", TRUE },      { "R1e2", "e1e2", "", TRUE },
  { "Qa1xb2+", "a1b2", "P", TRUE },  { "exd6", "e5d6", "P", TRUE },
  { "exf8=Q#", "e7f8q", "R", TRUE }, { "a1=N", "a2a1n", "", TRUE },
  { "O-O", "e1g1", "", TRUE },       { "O-O-O+", "e8c8", "", TRUE },
  { "O-O", "e1h1", "", TRUE }, /* Chess960 */
  { "--", "0000", "", TRUE },        { "Kxa8", "b8a8", "Q", TRUE },
  { "e4", "e2e5", "", FALSE },       { "e4", "e2e4", "P", FALSE },
  { "exd6", "e5d6", "", FALSE },     { "exd6", "d5d6", "P", FALSE },
  { "Nf3", "g1f3q", "", FALSE },     { "e8", "e7e8q", "", FALSE },
  { "e8=Q", "e7e8", "", FALSE },     { "e8=Q", "e7e8r", "", FALSE },
  { "e4+", "e2e4", "X", FALSE },     { "O-O", "e1e1", "", FALSE },
  { "--", "e2e4", "", FALSE },       { "Nf3", "0000", "", FALSE },
  { "", "e2e4", "", FALSE },         { "e4", "", "", FALSE },
  { "e4", "e2e9", "", FALSE },       { "Nbbd7", "b8d7", "", FALSE },
  { "e4++", "e2e4", "", FALSE },     { "Pe4", "e2e4", "", FALSE },
  { "exd6", "e5d6", "PP", FALSE },   { "Nf3Nf3Nf3Nf3Nf3", "g1f3", "", FALSE },
};

static void
test_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const TextCase *c = &texts[i];
      char san[12], uci[6];
      ClMove move;

      g_test_message ("%s %s %s", c->san, c->uci, c->captured);
      g_assert_cmpint (cl_move_from_text (c->san, c->uci, c->captured, &move), ==, c->ok);
      if (!c->ok)
        continue;
      cl_move_san (move, san);
      cl_move_uci (move, uci);
      g_assert_cmpstr (san, ==, c->san);
      g_assert_cmpstr (uci, ==, c->uci);
      g_assert_cmpstr (cl_move_captured (move), ==, c->captured ? c->captured : "");
    }
}

/* Valid numbers and text are two spellings of one thing: there and back, for all marks and some squares. */
static void
test_numbers (void)
{
  guint n = 0;

  for (guint i = 0; i < 60; i++)
    for (guint marks = 0; marks < 1 << 13; marks++)
      {
        ClMove move = { (guint16) g_test_rand_int_range (0, 1 << 15), (guint16) marks }, again;
        char san[12], uci[6];

        if (i % 2)
          move.move &= 0xfff; /* most promotions are no moves */
        cl_move_san (move, san);
        cl_move_uci (move, uci);
        if (!cl_move_is_valid (move))
          continue;
        n++;
        g_assert_true (cl_move_from_text (san, uci, cl_move_captured (move), &again));
        g_assert_cmpuint (again.move, ==, move.move);
        g_assert_cmpuint (again.marks, ==, move.marks);
      }
  g_assert_cmpuint (n, >, 10000);
}

typedef struct
{
  char *folder;
  char *path;
} Fixture;

/* Events with every kind of move that is valid, and every kind of absence. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = cl_draft_new ("table/1", "test", NULL),
                      more = make_draft ("table/2", 3, 0, 100);
  g_autoptr (GBytes) origin = g_bytes_new_static ("\x01\x02\x03", 3);
  g_autoptr (ClDraft) other = cl_draft_new ("archive/ä.pgn", "import", origin);
  ClEvent event = make_event ("GameStarted", 1, 2);
  ClLedger *ledger;

  for (guint marks = 0; marks < 1 << 12; marks++)
    for (guint i = 0; i < 4; i++)
      {
        ClEvent move = make_event ("MovePlayed", 1, marks);

        move.move =
          (ClMove){ (guint16) g_test_rand_int_range (0, i ? 1 << 12 : 1 << 15), (guint16) marks };
        if (cl_move_is_valid (move.move))
          cl_draft_add (draft, &move);
      }
  cl_draft_add (other, &event);
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  ledger = open_for_writing (fixture->path);
  append_ok (ledger, draft, 0);
  append_ok (ledger, more, 0);
  append_ok (ledger, other, 0);
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

typedef void (*RowFunc) (sqlite3_stmt *row, const ClEvent *event, gpointer user_data);

/* Calls @func for each row of @sql and the event of the same position. */
static void
for_each (Fixture *fixture, const char *sql, RowFunc func, gpointer user_data)
{
  GError *error = NULL;
  ClLedger *ledger = cl_ledger_open (fixture->path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  ClReader *reader = cl_reader_new (ledger, &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, 0, 100000, &error);
  sqlite3 *db = NULL;
  sqlite3_stmt *row = NULL;
  gsize n = 0;

  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &row, NULL), ==, SQLITE_OK);
  while (sqlite3_step (row) == SQLITE_ROW)
    func (row, cl_events_get (events, n++), user_data);
  g_assert_cmpuint (n, ==, cl_events_get_length (events));
  sqlite3_finalize (row);
  sqlite3_close (db);
  cl_reader_free (reader);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

static void
compare_move (sqlite3_stmt *row, const ClEvent *event, gpointer user_data)
{
  char san[12], uci[6];
  const char *captured = cl_move_captured (event->move);

  if (!event->has_move)
    {
      for (int i = 0; i < 3; i++)
        g_assert_cmpint (sqlite3_column_type (row, i), ==, SQLITE_NULL);
      return;
    }
  cl_move_san (event->move, san);
  cl_move_uci (event->move, uci);
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 0), ==, san);
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 1), ==, uci);
  g_assert_cmpstr ((const char *) sqlite3_column_text (row, 2), ==, *captured ? captured : NULL);
}

static void
test_view (Fixture *fixture, gconstpointer data)
{
  for_each (fixture,
            "SELECT san, uci, captured FROM scoresheet ORDER BY position",
            compare_move,
            NULL);
}

/* README.md in SQL and hex: what `sqlite3` prints for each event is what `xxd -r -p | sha256sum` hashes after the seal before. */
#define TEXT(c) \
  "iif(s." c " IS NULL, 'ffffffff', printf('%08x', length(CAST(s." c " AS BLOB))) || hex(s." c "))"
#define NUMBER(c) "iif(s." c " IS NULL, 'ffffffff', printf('00000008%016x', s." c "))"

static const char canonical_sql[] =
  "SELECT s.partition, hex(p.origin), hex(s.seal), printf('%016x', s.offset) || " TEXT (
    "type") " || printf('%08x%08x%08x', s.schema, "
            "ifnull(s.game, 0), ifnull(s.ply, 0)) || " TEXT ("player") " || " TEXT ("san") " || " TEXT ("uci") " || " TEXT (
              "captured") " || " NUMBER ("clock_ms") " || " TEXT ("details") " || " NUMBER ("occurred_at") " || " TEXT ("producer") ", s.position, s.recorded_at FROM scoresheet s JOIN partition p ON p.key = s.partition ORDER BY s.position";

static void
add_hex (GChecksum *sum, const char *hex)
{
  for (; *hex; hex += 2)
    {
      guchar byte = (guchar) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

      g_checksum_update (sum, &byte, 1);
    }
}

static void
add_length (GChecksum *sum, gsize length)
{
  guint32 big = GUINT32_TO_BE ((guint32) length);

  g_checksum_update (sum, (const guchar *) &big, 4);
}

static void
check_seal (sqlite3_stmt *row, const ClEvent *event, gpointer user_data)
{
  GHashTable *seals = user_data; /* partition → hex of the last seal */
  const char *partition = (const char *) sqlite3_column_text (row, 0),
             *origin = (const char *) sqlite3_column_text (row, 1);
  g_autoptr (GChecksum) first = g_checksum_new (G_CHECKSUM_SHA256),
                        sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *previous = g_hash_table_lookup (seals, partition);

  if (!previous)
    {
      g_checksum_update (first, (const guchar *) "CL1.partition", -1);
      add_length (first, strlen (origin) / 2);
      add_hex (first, origin);
      add_length (first, strlen (partition));
      g_checksum_update (first, (const guchar *) partition, -1);
      previous = g_checksum_get_string (first);
    }
  g_checksum_update (sum, (const guchar *) "CL1.event", -1);
  add_hex (sum, previous);
  add_hex (sum, (const char *) sqlite3_column_text (row, 3));
  g_assert_cmpint (g_ascii_strcasecmp (g_checksum_get_string (sum),
                                       (const char *) sqlite3_column_text (row, 2)),
                   ==,
                   0);
  g_hash_table_insert (seals, g_strdup (partition), g_strdup (g_checksum_get_string (sum)));
}

static void
test_seals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) seals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for_each (fixture, canonical_sql, check_seal, seals);
}

typedef struct
{
  guint8 bytes[CL_SEAL_SIZE];
} Hash;

static void
add_leaf (sqlite3_stmt *row, const ClEvent *event, gpointer user_data)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 big[2] = { GUINT64_TO_BE (event->position),
                     GUINT64_TO_BE ((guint64) event->recorded_at) };
  gsize length = CL_SEAL_SIZE;
  Hash hash;

  g_checksum_update (sum, (const guchar *) "\0", 1);
  g_checksum_update (sum, (const guchar *) big, sizeof big);
  g_checksum_update (sum, event->seal, CL_SEAL_SIZE);
  g_checksum_get_digest (sum, hash.bytes, &length);
  g_array_append_val ((GArray *) user_data, hash);
}

/* RFC 6962 §2.1 as it is written there: split at the largest power of two below n. */
static Hash
tree_hash (const Hash *leaves, guint n)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = CL_SEAL_SIZE;
  guint split = 1;
  Hash left, right;

  if (n == 1)
    return leaves[0];
  while (split * 2 < n)
    split *= 2;
  left = tree_hash (leaves, split);
  right = tree_hash (leaves + split, n - split);
  g_checksum_update (sum, (const guchar *) "\1", 1);
  g_checksum_update (sum, left.bytes, CL_SEAL_SIZE);
  g_checksum_update (sum, right.bytes, CL_SEAL_SIZE);
  g_checksum_get_digest (sum, left.bytes, &length);
  return left;
}

static void
test_roots (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (Hash));
  sqlite3 *db = NULL;
  sqlite3_stmt *row = NULL;
  guint n = 0;

  for_each (fixture, "SELECT 1 FROM event ORDER BY position", add_leaf, leaves);
  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (
    sqlite3_prepare_v2 (db,
                        "SELECT last_position, tree_root FROM commits WHERE last_position > 0",
                        -1,
                        &row,
                        NULL),
    ==,
    SQLITE_OK);
  while (sqlite3_step (row) == SQLITE_ROW)
    {
      guint size = (guint) sqlite3_column_int (row, 0);
      Hash root = tree_hash ((const Hash *) leaves->data, size);

      g_assert_cmpmem (sqlite3_column_blob (row, 1),
                       sqlite3_column_bytes (row, 1),
                       root.bytes,
                       CL_SEAL_SIZE);
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
  sqlite3_finalize (row);
  sqlite3_close (db);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/scoresheet/texts", test_texts);
  g_test_add_func ("/ledger/scoresheet/numbers", test_numbers);
  ADD ("/ledger/scoresheet/view", test_view);
  ADD ("/ledger/scoresheet/seals", test_seals);
  ADD ("/ledger/scoresheet/roots", test_roots);
  return g_test_run ();
}
