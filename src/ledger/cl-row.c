/* cl-row.c: what a row of `event` must look like before anybody believes it
 *
 * STRICT refuses wrong types on the way in, not on the way out: a vandal or a bad disk puts there what it likes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-row-private.h"

#include <string.h>

const char *const cl_name_tables[CL_N_NAMES] = { "type", "producer", "player" };

void
cl_row_names_init (ClRowNames *self)
{
  for (guint i = 0; i < CL_N_NAMES; i++)
    self->names[i] = g_ptr_array_new_with_free_func (g_free);
}

void
cl_row_names_clear (ClRowNames *self)
{
  for (guint i = 0; i < CL_N_NAMES; i++)
    g_clear_pointer (&self->names[i], g_ptr_array_unref);
}

/* Text without a NUL inside; NULL otherwise. */
const char *
cl_row_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  return text && strlen (text) == (gsize) sqlite3_column_bytes (row, column) ? text : NULL;
}

gboolean
cl_row_names_load (ClRowNames *self, ClNameTable table, sqlite3 *db, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id, name FROM %s ORDER BY id", cl_name_tables[table]);
  g_autoptr (sqlite3_stmt) select = cl_db_prepare (db, sql, error);
  GPtrArray *names = self->names[table];
  int code;

  if (!select)
    return FALSE;
  while ((code = sqlite3_step (select)) == SQLITE_ROW)
    {
      const char *name = cl_row_text (select, 1);

      if (!name || sqlite3_column_int64 (select, 0) != (gint64) names->len + 1)
        {
          g_set_error (error,
                       CL_LEDGER_ERROR,
                       CL_LEDGER_ERROR_CORRUPT,
                       "%s %u is missing or not as it was written",
                       cl_name_tables[table],
                       names->len + 1);
          return FALSE;
        }
      g_ptr_array_add (names, g_strdup (name));
    }
  if (code != SQLITE_DONE)
    cl_db_set_error (db, "The names cannot be read", error);
  return code == SQLITE_DONE;
}

void
cl_row_names_set (ClRowNames *self, ClNameTable table, guint id, const char *name)
{
  GPtrArray *names = self->names[table];

  if (names->len < id)
    g_ptr_array_set_size (names, (int) id);
  g_free (names->pdata[id - 1]);
  names->pdata[id - 1] = g_strdup (name);
}

static const char *
find_name (const ClRowNames *self, ClNameTable table, gint64 id)
{
  const GPtrArray *names = self->names[table];

  return id > 0 && id <= names->len ? g_ptr_array_index (names, id - 1) : NULL;
}

/* A type of each column that STRICT promised, in the order of the table. */
static const char column_types[] = "iiiiiIIIIIITIiib"; /* capital: or NULL */

static gboolean
check_types (sqlite3_stmt *row)
{
  for (int i = 0; column_types[i]; i++)
    {
      int type = sqlite3_column_type (row, i), expected = SQLITE_INTEGER;

      if (g_ascii_tolower (column_types[i]) == 't')
        expected = SQLITE_TEXT;
      else if (column_types[i] == 'b')
        expected = SQLITE_BLOB;
      if (type != expected && !(type == SQLITE_NULL && g_ascii_isupper (column_types[i])))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_null (sqlite3_stmt *row, int column)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL;
}

/* NULL or a number in @low … @high, so that no other stored value means the same. */
static gboolean
in_range (sqlite3_stmt *row, int column, gint64 low, gint64 high)
{
  gint64 value = sqlite3_column_int64 (row, column);

  return is_null (row, column) || (value >= low && value <= high);
}

static gboolean
check_ranges (sqlite3_stmt *row)
{
  ClMove move = { (guint16) sqlite3_column_int64 (row, 8),
                  (guint16) sqlite3_column_int64 (row, 9) };

  if (!in_range (row, 4, 1, G_MAXUINT16) || !in_range (row, 5, 1, G_MAXUINT32) ||
      !in_range (row, 6, 1, G_MAXUINT32))
    return FALSE;
  if (!in_range (row, 8, 0, G_MAXUINT16) || !in_range (row, 9, 0, G_MAXUINT16) ||
      is_null (row, 8) != is_null (row, 9))
    return FALSE;
  if (!is_null (row, 8) && !cl_move_is_valid (move))
    return FALSE;
  return in_range (row, 10, CL_NO_CLOCK + 1, G_MAXINT64) &&
         in_range (row, 12, CL_NO_TIME + 1, G_MAXINT64);
}

gboolean
cl_row_is_sound (sqlite3_stmt *row)
{
  return check_types (row) && check_ranges (row);
}

gboolean
cl_row_read (sqlite3_stmt *row, const ClRowNames *names, ClEvent *event)
{
  event->type = find_name (names, CL_NAME_TYPE, sqlite3_column_int64 (row, 3));
  event->producer = find_name (names, CL_NAME_PRODUCER, sqlite3_column_int64 (row, 14));
  event->schema = (guint16) sqlite3_column_int (row, 4);
  event->game = (guint32) sqlite3_column_int64 (row, 5);
  event->ply = (guint32) sqlite3_column_int64 (row, 6);
  event->player =
    is_null (row, 7) ? NULL : find_name (names, CL_NAME_PLAYER, sqlite3_column_int64 (row, 7));
  event->has_move = !is_null (row, 8);
  event->move.move = (guint16) sqlite3_column_int (row, 8);
  event->move.marks = (guint16) sqlite3_column_int (row, 9);
  event->clock_ms = is_null (row, 10) ? CL_NO_CLOCK : sqlite3_column_int64 (row, 10);
  event->details = cl_row_text (row, 11);
  event->occurred_at = is_null (row, 12) ? CL_NO_TIME : sqlite3_column_int64 (row, 12);
  return event->type && event->producer && (event->player == NULL) == is_null (row, 7) &&
         (event->details == NULL) == is_null (row, 11);
}
