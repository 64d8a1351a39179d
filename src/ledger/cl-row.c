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

/* A type of each column, in the order of the table. */
static const char column_types[CL_ROW_N_COLUMNS + 1] = "iiiiiIIIIIITIiib"; /* capital: or NULL */

/* One connection a thread: what SQLite calls an unprotected value is safe to look at here, and costs half of what the functions for
 * columns do. */
void
cl_row_fetch (sqlite3_stmt *statement, ClRow *row)
{
  row->nulls = 0;
  row->typed = TRUE;
  row->details = NULL;
  row->details_length = 0;
  for (int i = 0; i < CL_ROW_SEAL; i++)
    {
      sqlite3_value *value = sqlite3_column_value (statement, i);
      int type = sqlite3_value_type (value);

      row->numbers[i] = type == SQLITE_INTEGER ? sqlite3_value_int64 (value) : 0;
      if (type == SQLITE_NULL)
        {
          row->nulls |= 1u << i;
          row->typed = row->typed && g_ascii_isupper (column_types[i]);
        }
      else if (i == CL_ROW_DETAILS && type == SQLITE_TEXT)
        {
          row->details = (const char *) sqlite3_value_text (value);
          row->details_length = (gsize) sqlite3_value_bytes (value);
          row->typed = row->typed && row->details != NULL;
        }
      else
        row->typed = row->typed && type == SQLITE_INTEGER && i != CL_ROW_DETAILS;
    }
  row->typed = row->typed && sqlite3_column_type (statement, CL_ROW_SEAL) == SQLITE_BLOB &&
               sqlite3_column_bytes (statement, CL_ROW_SEAL) == CL_SEAL_SIZE;
  if (row->typed)
    memcpy (row->seal, sqlite3_column_blob (statement, CL_ROW_SEAL), CL_SEAL_SIZE);
}

static gboolean
is_null (const ClRow *row, guint column)
{
  return (row->nulls >> column & 1) != 0;
}

/* NULL or a number in @low … @high, so that no other stored value means the same. */
static gboolean
in_range (const ClRow *row, guint column, gint64 low, gint64 high)
{
  return is_null (row, column) || (row->numbers[column] >= low && row->numbers[column] <= high);
}

gboolean
cl_row_is_sound (const ClRow *row)
{
  ClMove move = { (guint16) row->numbers[CL_ROW_MOVE], (guint16) row->numbers[CL_ROW_MARKS] };

  if (!row->typed || !in_range (row, CL_ROW_SCHEMA, 1, G_MAXUINT16) ||
      !in_range (row, CL_ROW_GAME, 1, G_MAXUINT32) || !in_range (row, CL_ROW_PLY, 1, G_MAXUINT32))
    return FALSE;
  if (!in_range (row, CL_ROW_MOVE, 0, G_MAXUINT16) ||
      !in_range (row, CL_ROW_MARKS, 0, G_MAXUINT16) ||
      is_null (row, CL_ROW_MOVE) != is_null (row, CL_ROW_MARKS))
    return FALSE;
  if (!is_null (row, CL_ROW_MOVE) && !cl_move_is_valid (move))
    return FALSE;
  if (row->details && memchr (row->details, '\0', row->details_length))
    return FALSE;
  return in_range (row, CL_ROW_CLOCK_MS, CL_NO_CLOCK + 1, G_MAXINT64) &&
         in_range (row, CL_ROW_OCCURRED_AT, CL_NO_TIME + 1, G_MAXINT64);
}

gboolean
cl_row_read (const ClRow *row, const ClRowNames *names, ClEvent *event)
{
  const gint64 *numbers = row->numbers;

  event->type = find_name (names, CL_NAME_TYPE, numbers[CL_ROW_TYPE]);
  event->producer = find_name (names, CL_NAME_PRODUCER, numbers[CL_ROW_PRODUCER]);
  event->player = find_name (names, CL_NAME_PLAYER, numbers[CL_ROW_PLAYER]);
  event->schema = (guint16) numbers[CL_ROW_SCHEMA];
  event->game = (guint32) numbers[CL_ROW_GAME];
  event->ply = (guint32) numbers[CL_ROW_PLY];
  event->has_move = !is_null (row, CL_ROW_MOVE);
  event->move.move = (guint16) numbers[CL_ROW_MOVE];
  event->move.marks = (guint16) numbers[CL_ROW_MARKS];
  event->clock_ms = is_null (row, CL_ROW_CLOCK_MS) ? CL_NO_CLOCK : numbers[CL_ROW_CLOCK_MS];
  event->details = row->details;
  event->occurred_at = is_null (row, CL_ROW_OCCURRED_AT) ? CL_NO_TIME : numbers[CL_ROW_OCCURRED_AT];
  return event->type && event->producer && (event->player == NULL) == is_null (row, CL_ROW_PLAYER);
}
