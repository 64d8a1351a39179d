/* test-table.h: rows of the shared test data (TSV files with one header line), fields found by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "chess-fen.h"

typedef struct
{
  char **header;
  GPtrArray *rows;
} TestTable;

static inline void
test_table_free (TestTable *self)
{
  g_strfreev (self->header);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestTable, test_table_free)

/* Returns NULL, with the test skipped, where the data is missing. */
static inline TestTable *
test_table_load (const char *name)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *path = folder ? g_build_filename (folder, name, NULL) : NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  TestTable *self;

  if (!path || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no data");
      return NULL;
    }
  self = g_new0 (TestTable, 1);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  lines = g_strsplit (text, "\n", -1);
  self->header = g_strsplit (lines[0], "\t", -1);
  for (guint i = 1; lines[i]; i++)
    if (*lines[i])
      g_ptr_array_add (self->rows, g_strsplit (lines[i], "\t", -1));
  g_assert_cmpuint (self->rows->len, >, 0);
  return self;
}

/* The empty string if the row is short. */
static inline const char *
test_table_get (const TestTable *self, guint row, const char *column)
{
  char **fields = g_ptr_array_index (self->rows, row);

  for (guint i = 0; self->header[i]; i++)
    if (g_str_equal (self->header[i], column))
      return i < g_strv_length (fields) ? fields[i] : "";
  g_error ("the table has no column “%s”", column);
}

static inline gboolean
test_table_get_yes (const TestTable *self, guint row, const char *column)
{
  const char *text = test_table_get (self, row, column);

  return g_str_equal (text, "yes") || g_str_equal (text, "1");
}

/* The position of column "fen", which must be sound. */
static inline ChessPosition
test_position (const char *fen, gboolean chess960)
{
  ChessPosition position;
  size_t place = 0;
  ChessFenError error = chess_fen_parse (fen, -1, &position, &place);

  if (error)
    g_error ("“%s”: %s, at byte %" G_GSIZE_FORMAT, fen, chess_fen_error_text (error), place);
  if (chess960)
    position.chess960 = 1;
  return position;
}
