/* producers-fixture.c: a ledger in a folder of its own, and helpers to import into it and read it back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-fact.h"

void
fixture_open (Fixture *self, const char *folder, const char *name)
{
  g_autoptr (GError) error = NULL;

  self->folder = folder ? NULL : g_dir_make_tmp ("producers-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (folder ? folder : self->folder, name, NULL);
  self->ledger =
    cl_ledger_open (self->path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
fixture_close (Fixture *self)
{
  if (self->ledger)
    cl_ledger_close (self->ledger);
  g_clear_object (&self->ledger);
  if (self->folder)
    remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
}

char *
fixture_data (const char *folder, const char *name)
{
  const char *data = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *path = data ? g_build_filename (data, folder, name, NULL) : NULL;

  if (path && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("no data");
  return NULL;
}

char *
fixture_first_games (const char *text, guint n)
{
  const char *end = text;

  if (g_getenv ("CHESS_LEDGER_BRIEF") == NULL)
    return g_strdup (text);
  for (guint i = 0; end != NULL && i < n; i++)
    end = strstr (end + 1, "\n[Event ");
  return g_strndup (text, end != NULL ? (gsize) (end + 1 - text) : strlen (text));
}

void
fixture_import (Fixture *self, const char *path, const char *name, ClImportResult *result)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  cl_import_pgn (self->ledger, file, name, NULL, NULL, NULL, NULL, result, &error);
  g_assert_no_error (error);
  g_assert_false (result->cancelled);
}

void
fixture_import_text (Fixture *self,
                     const char *name,
                     const char *text,
                     gssize length,
                     ClImportResult *result)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  fixture_import (self, path, NULL, result);
}

GPtrArray *
fixture_read (Fixture *self, const char *partition)
{
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_events_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  guint64 after = 0;

  g_assert_no_error (error);
  for (;;)
    {
      ClEvents *events = cl_reader_read_partition (reader, partition, after, 1000, &error);
      gsize length;

      g_assert_no_error (error);
      length = cl_events_get_length (events);
      if (length == 0)
        {
          cl_events_unref (events);
          return g_steal_pointer (&batches);
        }
      after = cl_events_get (events, length - 1)->offset;
      g_ptr_array_add (batches, events);
    }
}

static void
assert_same_event (const ClEvent *a, const ClEvent *b)
{
  g_assert_cmpuint (a->offset, ==, b->offset);
  g_assert_cmpstr (a->type, ==, b->type);
  g_assert_cmpuint (a->game, ==, b->game);
  g_assert_cmpuint (a->ply, ==, b->ply);
  g_assert_cmpstr (a->player, ==, b->player);
  g_assert_cmpint (a->has_move, ==, b->has_move);
  g_assert_cmpuint (a->move.move, ==, b->move.move);
  g_assert_cmpuint (a->move.marks, ==, b->move.marks);
  g_assert_cmpint (a->clock_ms, ==, b->clock_ms);
  g_assert_cmpstr (a->details, ==, b->details);
  g_assert_cmpint (a->occurred_at, ==, b->occurred_at);
  g_assert_cmpstr (a->producer, ==, b->producer);
  g_assert_cmpuint (a->schema, ==, b->schema);
  g_assert_cmpmem (a->seal, CL_SEAL_SIZE, b->seal, CL_SEAL_SIZE);
}

void
assert_same_partition (Fixture *a, Fixture *b, const char *partition)
{
  g_autoptr (GPtrArray) first = fixture_read (a, partition);
  g_autoptr (GPtrArray) second = fixture_read (b, partition);

  g_assert_cmpuint (first->len, >, 0);
  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    {
      const ClEvents *x = g_ptr_array_index (first, i), *y = g_ptr_array_index (second, i);

      g_assert_cmpuint (cl_events_get_length (x), ==, cl_events_get_length (y));
      for (gsize j = 0; j < cl_events_get_length (x); j++)
        assert_same_event (cl_events_get (x, j), cl_events_get (y, j));
    }
}

static gboolean
collect_cb (const char *text, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, text, (gssize) length);
  return TRUE;
}

char *
fixture_export (Fixture *self, const char *partition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  GString *out = g_string_new (NULL);

  g_assert_no_error (error);
  cl_export_pgn (reader, partition, 0, collect_cb, out, NULL, NULL, &error);
  g_assert_no_error (error);
  return g_string_free (out, FALSE);
}
