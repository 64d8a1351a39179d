/* cl-schema.c: the tables of a ledger file, and the triggers that keep everybody from editing it
 *
 * event       numbers only: ids of names, a move as two small integers, the seal as 32 bytes; about 80 bytes an event
 * run         one row whenever partition or game differ from the event before: (partition, offset) and the events of a
 *             game are found by it, at a hundredth of the price of an index with a row per event
 * commits     one row a transaction: root of the tree over all events so far, which covers position and recorded_at
 * tree        complete subtrees of 1024 leaves and more, so that opening costs at most 1023 hashes
 * scoresheet  the view for people, in plain SQL
 *
 * A BEFORE INSERT trigger that demands the next number refuses holes, REPLACE, OR IGNORE and implicit rowids alike (implicit
 * deletes of REPLACE fire no DELETE trigger while recursive_triggers is off, as it is by default). Triggers stop
 * accidents; what a vandal changes, seals and roots show. The writer checks the same in C and switches triggers off for
 * its own connection, which is twice as fast.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"

#include <string.h>

#define REFUSE(what, when) "SELECT RAISE(ABORT, 'ledger: " what "') WHERE " when ";"

#define REFUSE_CHANGES(table)                                                     \
  "CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table                    \
  " BEGIN SELECT RAISE(ABORT, 'ledger: " table " is written once, in pen'); END;" \
  "CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table                    \
  " BEGIN SELECT RAISE(ABORT, 'ledger: " table " is written once, in pen'); END;"

#define NAMES(table, name, more, more_checks)                                                     \
  "CREATE TABLE " table "(id INTEGER PRIMARY KEY, " name " TEXT NOT NULL UNIQUE" more ") STRICT;" \
  "CREATE TRIGGER " table "_appends BEFORE INSERT ON " table                                      \
  " BEGIN " REFUSE ("not the next id",                                                            \
                    "NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM " table ")")             \
    REFUSE ("the name is there already",                                                          \
            "EXISTS (SELECT 1 FROM " table " WHERE " name " = NEW." name ")") more_checks         \
    " END;" REFUSE_CHANGES (table)

static const char tables[] =
  "CREATE TABLE ledger(one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL, created_at INTEGER NOT NULL) STRICT;" NAMES (
    "partition",
    "key",
    ", origin BLOB NOT NULL",
    REFUSE ("an origin has 1 to 64 bytes", "length(NEW.origin) NOT BETWEEN 1 AND 64"))
    NAMES ("type", "name", "", "") NAMES ("producer", "name", "", "") NAMES (
      "player",
      "name",
      "",
      "") "CREATE TABLE event("
          "position INTEGER PRIMARY KEY, partition INTEGER NOT NULL, offset INTEGER NOT NULL, type INTEGER NOT NULL, "
          "schema INTEGER NOT NULL, game INTEGER, ply INTEGER, player INTEGER, move INTEGER, marks INTEGER, clock_ms INTEGER, "
          "details TEXT, occurred_at INTEGER, recorded_at INTEGER NOT NULL, producer INTEGER NOT NULL, seal BLOB NOT NULL) STRICT;"
          "CREATE TABLE run("
          "first_position INTEGER PRIMARY KEY, partition INTEGER NOT NULL, first_offset INTEGER NOT NULL, game INTEGER NOT NULL, "
          "UNIQUE (partition, first_offset)) STRICT;"
          "CREATE INDEX run_game ON run(partition, game);"
          "CREATE TABLE commits(last_position INTEGER PRIMARY KEY, tree_root BLOB NOT NULL) STRICT;"
          "CREATE TABLE tree(level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID;";

static const char triggers[] = "CREATE TRIGGER event_appends BEFORE INSERT ON event BEGIN " REFUSE (
  "not the next position",
  "NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event)")
  REFUSE (
    "not the next event of the last run",
    "NOT EXISTS (SELECT 1 FROM run WHERE first_position = (SELECT max(first_position) FROM run) AND partition IS NEW.partition "
    "AND game IS coalesce(NEW.game, 0) AND first_offset + NEW.position - first_position IS NEW.offset)")
    REFUSE (
      "no such type, producer or player",
      "NOT EXISTS (SELECT 1 FROM type WHERE id = NEW.type) OR NOT EXISTS (SELECT 1 FROM producer WHERE id = NEW.producer) "
      "OR (NEW.player IS NOT NULL AND NOT EXISTS (SELECT 1 FROM player WHERE id = NEW.player))")
      REFUSE ("recorded_at never decreases",
              "NEW.recorded_at < (SELECT recorded_at FROM event WHERE position = NEW.position - 1)")
        REFUSE ("a seal has 32 bytes", "length(NEW.seal) IS NOT 32") "END;" REFUSE_CHANGES ("event") "CREATE TRIGGER run_appends BEFORE INSERT ON run BEGIN " REFUSE (
          "a run begins with the next position",
          "NEW.first_position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event) "
          "OR NEW.first_position <= (SELECT coalesce(max(first_position), 0) FROM run)")
          REFUSE ("no such partition", "NOT EXISTS (SELECT 1 FROM partition WHERE id = NEW.partition)") REFUSE (
            "the last run goes on",
            "EXISTS (SELECT 1 FROM run WHERE first_position = (SELECT max(first_position) FROM run) AND partition = NEW.partition AND game = NEW.game)")
            REFUSE (
              "not the next offset of its partition",
              "NEW.first_offset IS NOT coalesce((SELECT r.first_offset - r.first_position + coalesce("
              "(SELECT min(n.first_position) FROM run n WHERE n.first_position > r.first_position), NEW.first_position) "
              "FROM run r WHERE r.partition = NEW.partition ORDER BY r.first_offset DESC LIMIT 1), 1)") "END;" REFUSE_CHANGES ("run") "CREATE TRIGGER commits_appends BEFORE INSERT ON commits BEGIN " REFUSE ("a commit covers all events up to the last",
                                                                                                                                                                                                               "NEW.last_position IS NOT (SELECT max(position) FROM event) OR NEW.last_position <= (SELECT coalesce(max(last_position), 0) FROM commits)")
              REFUSE ("a root has 32 bytes", "length(NEW.tree_root) IS NOT 32") "END;" REFUSE_CHANGES ("commits") "CREATE TRIGGER tree_appends BEFORE INSERT ON tree BEGIN " REFUSE (
                "not the next complete subtree",
                "NEW.level NOT BETWEEN 10 AND 53 OR NEW.number IS NOT (SELECT coalesce(max(number), -1) + 1 FROM tree WHERE level = NEW.level) "
                "OR (NEW.number + 1) << NEW.level > (SELECT coalesce(max(position), 0) FROM event)")
                REFUSE ("a hash has 32 bytes", "length(NEW.hash) IS NOT 32") "END;" REFUSE_CHANGES ("tree") "CREATE TRIGGER ledger_appends BEFORE INSERT ON ledger BEGIN " REFUSE (
                  "a ledger has one identity",
                  "EXISTS (SELECT 1 FROM ledger)") "END;" REFUSE_CHANGES ("ledger");

#define FROM      "(e.move & 63)"
#define TO        "(e.move >> 6 & 63)"
#define SQUARE(s) "substr('abcdefgh', (" s " & 7) + 1, 1) || ((" s " >> 3) + 1)"

static const char view[] =
  "CREATE VIEW scoresheet AS SELECT e.position, p.key AS partition, e.offset, t.name AS type, e.game, e.ply, y.name AS player, "
  "CASE WHEN e.move IS NULL THEN NULL WHEN e.move = 0 THEN '--' ELSE "
  "CASE e.marks >> 10 WHEN 1 THEN 'O-O' WHEN 2 THEN 'O-O-O' ELSE "
  "substr(' NBRQK', e.marks & 7, (e.marks & 7) > 1) "
  "|| CASE WHEN e.marks & 64 THEN substr('abcdefgh', (e.move & 7) + 1, 1) ELSE '' END "
  "|| CASE WHEN e.marks & 128 THEN (e.move >> 3 & 7) + 1 ELSE '' END "
  "|| CASE WHEN e.marks >> 3 & 7 THEN 'x' ELSE '' END || " SQUARE (
    TO) " || CASE WHEN e.move >> 12 THEN '=' || substr('NBRQ', e.move >> 12, 1) ELSE '' END END "
        "|| substr('+#', e.marks >> 8 & 3, (e.marks >> 8 & 3) > 0) END AS san, "
        "CASE WHEN e.move IS NULL THEN NULL WHEN e.move = 0 THEN '0000' ELSE " SQUARE (FROM) " || " SQUARE (
          TO) " || CASE WHEN e.move >> 12 THEN substr('nbrq', e.move >> 12, 1) ELSE '' END END AS uci, "
              "CASE WHEN e.marks >> 3 & 7 THEN substr('PNBRQK', e.marks >> 3 & 7, 1) END AS captured, "
              "e.clock_ms, e.details, e.occurred_at, e.recorded_at, r.name AS producer, e.schema, e.seal "
              "FROM event e JOIN partition p ON p.id = e.partition JOIN type t ON t.id = e.type "
              "JOIN producer r ON r.id = e.producer LEFT JOIN player y ON y.id = e.player;";

static gboolean
create_all (sqlite3 *db, GError **error)
{
  return cl_db_exec (db, tables, error) && cl_db_exec (db, triggers, error) &&
         cl_db_exec (db, view, error);
}

static gboolean
insert_identity (sqlite3 *db, const ClIdentity *identity, GError **error)
{
  g_autoptr (sqlite3_stmt) insert =
    cl_db_prepare (db, "INSERT INTO ledger VALUES (1, ?1, ?2)", error);

  if (!insert)
    return FALSE;
  sqlite3_bind_blob (insert, 1, identity->id, sizeof identity->id, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 2, identity->created_at);
  if (sqlite3_step (insert) == SQLITE_DONE)
    return TRUE;
  cl_db_set_error (db, "The ledger cannot be made", error);
  return FALSE;
}

gboolean
cl_schema_create (sqlite3 *db, const ClIdentity *identity, GError **error)
{
  g_autofree char *numbers = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d;",
                                              CL_APPLICATION_ID,
                                              CL_SCHEMA_VERSION);

  if (!cl_db_exec (db, "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE;", error))
    return FALSE;
  if (cl_db_exec (db, numbers, error) && create_all (db, error) &&
      insert_identity (db, identity, error) && cl_db_exec (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static void
format_uuid (ClIdentity *identity)
{
  const guint8 *id = identity->id;

  g_snprintf (identity->uuid,
              sizeof identity->uuid,
              "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
              id[0],
              id[1],
              id[2],
              id[3],
              id[4],
              id[5],
              id[6],
              id[7],
              id[8],
              id[9],
              id[10],
              id[11],
              id[12],
              id[13],
              id[14],
              id[15]);
}

static gboolean
read_identity (sqlite3 *db, ClIdentity *identity, GError **error)
{
  g_autoptr (sqlite3_stmt) select = cl_db_prepare (db, "SELECT id, created_at FROM ledger", error);

  if (!select)
    return FALSE;
  if (sqlite3_step (select) != SQLITE_ROW ||
      sqlite3_column_bytes (select, 0) != (int) sizeof identity->id)
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT, "The ledger has no identity");
      return FALSE;
    }
  memcpy (identity->id, sqlite3_column_blob (select, 0), sizeof identity->id);
  identity->created_at = sqlite3_column_int64 (select, 1);
  format_uuid (identity);
  return TRUE;
}

gboolean
cl_schema_check (sqlite3 *db, gboolean *empty, ClIdentity *identity, GError **error)
{
  gint64 application_id, version, n_objects;

  *empty = FALSE;
  if (!cl_db_get_number (db, "PRAGMA application_id", 0, &application_id, error) ||
      !cl_db_get_number (db, "PRAGMA user_version", 0, &version, error) ||
      !cl_db_get_number (db, "SELECT count(*) FROM sqlite_schema", 0, &n_objects, error))
    return FALSE;
  if (application_id == 0 && version == 0 && n_objects == 0)
    {
      *empty = TRUE;
      return TRUE;
    }
  if (application_id != CL_APPLICATION_ID)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_NOT_A_LEDGER,
                   "The file is a database, but not a chess ledger");
      return FALSE;
    }
  if (version != CL_SCHEMA_VERSION)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_NEWER_VERSION,
                   "The ledger was written by a newer program (format %" G_GINT64_FORMAT
                   ", known is %d)",
                   version,
                   CL_SCHEMA_VERSION);
      return FALSE;
    }
  return read_identity (db, identity, error);
}

/* name and text of everything in @db, in one string. */
static char *
describe_schema (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3_stmt) select = cl_db_prepare (
    db,
    "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    error);
  g_autoptr (GString) text = g_string_new (NULL);
  int code;

  if (!select)
    return NULL;
  while ((code = sqlite3_step (select)) == SQLITE_ROW)
    g_string_append_printf (text,
                            "%s %s\x1f%s\x1e",
                            sqlite3_column_text (select, 0),
                            sqlite3_column_text (select, 1),
                            sqlite3_column_text (select, 2));
  if (code != SQLITE_DONE)
    {
      cl_db_set_error (db, "The schema cannot be read", error);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The first object of @expected that @actual lacks or has otherwise; else the first that is too much. */
static char *
find_difference (const char *expected, const char *actual)
{
  g_auto (GStrv) ours = g_strsplit (expected, "\x1e", -1);
  g_auto (GStrv) theirs = g_strsplit (actual, "\x1e", -1);

  for (gsize i = 0; ours[i]; i++)
    if (!g_strv_contains ((const char *const *) theirs, ours[i]))
      return g_strndup (ours[i], strcspn (ours[i], "\x1f"));
  for (gsize i = 0; theirs[i]; i++)
    if (!g_strv_contains ((const char *const *) ours, theirs[i]))
      return g_strndup (theirs[i], strcspn (theirs[i], "\x1f"));
  return NULL;
}

gboolean
cl_schema_verify (sqlite3 *db, GError **error)
{
  g_autoptr (sqlite3) model = NULL;
  g_autofree char *expected = NULL, *actual = NULL, *difference = NULL;

  if (sqlite3_open (":memory:", &model) != SQLITE_OK || !create_all (model, error))
    return FALSE;
  expected = describe_schema (model, error);
  actual = describe_schema (db, error);
  if (!expected || !actual)
    return FALSE;
  difference = find_difference (expected, actual);
  if (!difference)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "The %s was added, changed or removed",
               difference);
  return FALSE;
}

static int
authorize_cb (void *user_data,
              int action,
              const char *a,
              const char *b,
              const char *database,
              const char *trigger)
{
  switch (action)
    {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_TRANSACTION:
    case SQLITE_FUNCTION:
      return SQLITE_OK;
    default:
      return SQLITE_DENY;
    }
}

void
cl_schema_restrict_writer (sqlite3 *db)
{
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_set_authorizer (db, authorize_cb, NULL);
}
