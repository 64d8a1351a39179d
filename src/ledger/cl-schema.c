/* cl-schema.c: makes the tables of cl-schema.sql, and tells a ledger from other files
 *
 * The triggers there stop accidents; what a vandal changes, seals and roots show. The writer checks the same in C and
 * switches triggers off for its own connection, which is twice as fast; an authorizer then leaves it nothing but INSERT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-ledger-resources.h"
#include "cl-seal-private.h"

#include <string.h>

static gboolean
create_all (sqlite3 *db, GError **error)
{
  g_autoptr (GBytes) sql = g_resource_lookup_data (cl_ledger_get_resource (),
                                                   "/io/github/chessledger/ledger/cl-schema.sql",
                                                   G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                   error);

  /* A resource's bytes have a NUL behind them. */
  return sql && cl_db_exec (db, g_bytes_get_data (sql, NULL), error);
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

static void
hash_identity (const ClIdentity *identity, guint8 seal[CL_SEAL_SIZE])
{
  ClSealer sealer;

  cl_sealer_init (&sealer);
  cl_sealer_identity (&sealer, identity->id, identity->created_at, seal);
  cl_sealer_clear (&sealer);
}

gboolean
cl_schema_seal_identity (sqlite3 *db, const ClIdentity *identity, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = cl_db_prepare (db, "INSERT INTO commits VALUES (0, ?1)", error);
  guint8 seal[CL_SEAL_SIZE];

  if (!insert)
    return FALSE;
  hash_identity (identity, seal);
  sqlite3_bind_blob (insert, 1, seal, sizeof seal, SQLITE_STATIC);
  if (sqlite3_step (insert) == SQLITE_DONE)
    return TRUE;
  cl_db_set_error (db, "The ledger's identity cannot be sealed", error);
  return FALSE;
}

gboolean
cl_schema_create (sqlite3 *db, const ClIdentity *identity, GError **error)
{
  g_autofree char *numbers = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d;",
                                              CL_APPLICATION_ID,
                                              CL_SCHEMA_VERSION);

  /* The triggers let nobody write a root before there is an event. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  if (!cl_db_exec (db, "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; BEGIN IMMEDIATE;", error))
    return FALSE;
  if (cl_db_exec (db, numbers, error) && create_all (db, error) &&
      insert_identity (db, identity, error) && cl_schema_seal_identity (db, identity, error) &&
      cl_db_exec (db, "COMMIT", error))
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

void
cl_identity_invent (ClIdentity *identity)
{
  g_autofree char *uuid = g_uuid_string_random ();
  guint byte = 0;

  for (const char *c = uuid; *c && byte < sizeof identity->id; c++)
    if (*c != '-')
      {
        identity->id[byte++] =
          (guint8) (g_ascii_xdigit_value (c[0]) << 4 | g_ascii_xdigit_value (c[1]));
        c++;
      }
  identity->created_at = g_get_real_time ();
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
cl_schema_check_identity (sqlite3 *db, gboolean *sealed, GError **error)
{
  g_autoptr (sqlite3_stmt) select =
    cl_db_prepare (db, "SELECT tree_root FROM commits WHERE last_position = 0", error);
  ClIdentity identity;
  guint8 seal[CL_SEAL_SIZE];
  int code;

  *sealed = FALSE;
  if (!select || !read_identity (db, &identity, error))
    return FALSE;
  code = sqlite3_step (select);
  if (code == SQLITE_DONE)
    return TRUE;
  if (code != SQLITE_ROW)
    {
      cl_db_set_error (db, "The ledger cannot be read", error);
      return FALSE;
    }
  *sealed = TRUE;
  hash_identity (&identity, seal);
  if (sqlite3_column_bytes (select, 0) == CL_SEAL_SIZE &&
      memcmp (sqlite3_column_blob (select, 0), seal, sizeof seal) == 0)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "The ledger's id or its time of creation was changed");
  return FALSE;
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
  if (version < 1)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "The ledger's format is given as %" G_GINT64_FORMAT ", which never was one",
                   version);
      return FALSE;
    }
  if (version > CL_SCHEMA_VERSION)
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

/* Without white space and comments, which say nothing. */
static void
append_squeezed (GString *out, const char *sql)
{
  gboolean quoted = FALSE;

  for (const char *c = sql; *c; c++)
    {
      quoted ^= *c == '\'';
      if (!quoted && c[0] == '-' && c[1] == '-')
        c += strcspn (c, "\n");
      if (*c == '\0')
        return;
      if (!g_ascii_isspace (*c))
        g_string_append_c (out, *c);
    }
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
    {
      const char *sql = (const char *) sqlite3_column_text (select, 2);

      g_string_append_printf (text,
                              "%s %s\x1f",
                              sqlite3_column_text (select, 0),
                              sqlite3_column_text (select, 1));
      append_squeezed (text, sql ? sql : "");
      g_string_append_c (text, '\x1e');
    }
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
