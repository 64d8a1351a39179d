/* cl-session-jobs.c: imports and exports as jobs on threads of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#include "cl-job-private.h"
#include "cl-library-private.h"

/* --- Import --- */

typedef struct
{
  ClLedger *ledger;
  GFile *file;
} ImportWork;

static void
import_work_free (ImportWork *self)
{
  g_object_unref (self->ledger);
  g_object_unref (self->file);
  g_free (self);
}

static void
import_progress (guint64 bytes_done, guint64 bytes_total, guint64 games, gpointer user_data)
{
  double fraction = bytes_total > 0 ? MIN ((double) bytes_done / bytes_total, 1) : -1;

  cl_job_report (user_data, fraction, games);
}

/* How the file's bytes were understood, where that is not what everybody expects. */
static char *
describe_encoding (const ClImportResult *result, char *message)
{
  g_autofree char *kept = message;

  if (g_str_equal (result->encoding, "UTF-8"))
    return g_steal_pointer (&kept);

  /* Translators: the first %s is a sentence, “3 games imported.”, the second an encoding, “Windows-1252” */
  return g_strdup_printf (_("%s The text was read as %s."),
                             kept,
                             g_str_equal (result->encoding, "windows-1252") ? "Windows-1252"
                                                                            : result->encoding);
}

static char *
add_restored (const ClImportResult *result, char *message)
{
  g_autofree char *kept = message;

  if (!result->restored)
    return g_steal_pointer (&kept);

  /* Translators: %s is a sentence, “This file was imported before: its 12 games are there.” */
  return g_strdup_printf (_("%s They had been removed from view and are shown again."), kept);
}

static char *
describe_damage (const ClImportResult *result, char *message)
{
  g_autofree char *kept = message;

  if (result->damage == NULL)
    return g_steal_pointer (&kept);

  /* Translators: two sentences, the first with its full stop, “3 games imported.”, the second without it */
  return g_strdup_printf (_("%s %s."), kept, result->damage);
}

static char *
describe_import (const ClImportResult *result)
{
  g_autofree char *kept = NULL;
  g_autofree char *unreadable = NULL;

  if (result->cancelled)
    return g_strdup_printf (ngettext ("Stopped: %'" G_GUINT64_FORMAT
                                      " game is kept. Import the file again to continue.",
                                      "Stopped: %'" G_GUINT64_FORMAT
                                      " games are kept. Import the file again to continue.",
                                      result->n_games),
                            result->n_games);
  if (result->n_games + result->n_unreadable == 0)
    return g_strdup (_("There is no game in this file; nothing was added."));
  if (result->n_new_events == 0)
    kept = g_strdup_printf (ngettext ("This file was imported before: its %'" G_GUINT64_FORMAT
                                      " game is there.",
                                      "This file was imported before: its %'" G_GUINT64_FORMAT
                                      " games are there.",
                                      result->n_games),
                            result->n_games);
  else
    kept = g_strdup_printf (ngettext ("%'" G_GUINT64_FORMAT " game imported.",
                                      "%'" G_GUINT64_FORMAT " games imported.",
                                      result->n_games),
                            result->n_games);
  kept = add_restored (result, g_steal_pointer (&kept));
  kept = describe_encoding (result, g_steal_pointer (&kept));
  kept = describe_damage (result, g_steal_pointer (&kept));
  if (result->n_unreadable == 0)
    return g_steal_pointer (&kept);

  unreadable =
    g_strdup_printf (ngettext ("%'" G_GUINT64_FORMAT " could not be read and is kept as text.",
                               "%'" G_GUINT64_FORMAT " could not be read and are kept as text.",
                               result->n_unreadable),
                     result->n_unreadable);

  /* Translators: two sentences, “3 games imported.” and “1 could not be read and is kept as text.” */
  return g_strdup_printf (_("%s %s"), kept, unreadable);
}

static ClJobResult *
import_file (ClJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  ImportWork *work = data;
  ClImportResult imported = { 0 };
  ClJobResult *result;

  if (!cl_import_pgn (work->ledger,
                      work->file,
                      NULL,
                      import_progress,
                      NULL,
                      job,
                      cancellable,
                      &imported,
                      error))
    return NULL;

  result = g_new0 (ClJobResult, 1);
  result->message = describe_import (&imported);
  result->partition = g_strdup (imported.partition);
  result->games = imported.n_games;
  result->unreadable = imported.n_unreadable;
  result->cancelled = imported.cancelled;
  cl_import_result_clear (&imported);

  return result;
}

static char *
dup_file_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_filename_display_name (name != NULL ? name : "");
}

ClJob *
cl_session_import (ClSession *self, GFile *file)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  GError *error = NULL;
  ImportWork *work;

  g_return_val_if_fail (CL_IS_SESSION (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = dup_file_name (file);
  /* Translators: %s is the name of a file */
  title = g_strdup_printf (_("Importing “%s”"), name);
  if (!cl_session_check_writable (self, &error))
    return cl_job_new_failed (title, error);

  work = g_new0 (ImportWork, 1);
  work->ledger = g_object_ref (self->ledger);
  work->file = g_object_ref (file);

  return cl_session_keep_job (self,
                              cl_job_run (title,
                                          import_file,
                                          work,
                                          (GDestroyNotify) import_work_free));
}

/* --- Export --- */

typedef struct
{
  ClLedger *ledger;
  GFile *to;
  char *partition; /* (nullable) */
  guint32 game;
  GArray *places; /* (element-type ClLibraryPlace) (nullable): these games */
} ExportWork;

static void
export_work_free (ExportWork *self)
{
  g_object_unref (self->ledger);
  g_object_unref (self->to);
  g_clear_pointer (&self->places, g_array_unref);
  g_free (self->partition);
  g_free (self);
}

typedef struct
{
  GOutputStream *stream;
  GCancellable *cancellable;
} Sink;

static gboolean
write_text (const char *text, gsize length, gpointer user_data, GError **error)
{
  Sink *sink = user_data;

  return g_output_stream_write_all (sink->stream, text, length, NULL, sink->cancellable, error);
}

static gboolean
export_places (ClJob *job,
               ExportWork *work,
               ClReader *reader,
               Sink *sink,
               guint64 *n_games,
               GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < work->places->len; i++)
    {
      const ClLibraryPlace *place = &g_array_index (work->places, ClLibraryPlace, i);
      g_autoptr (ClGameTrack) empty = cl_game_track_new (place->partition, place->game);
      g_autoptr (ClGameTrack) track = cl_game_track_extend (empty, reader, error);

      if (track == NULL)
        return FALSE;
      g_string_truncate (text, 0);
      cl_export_game (track->game, text);
      if (!write_text (text->str, text->len, sink, error))
        return FALSE;
      (*n_games)++;
      if (i % 64 == 0)
        cl_job_report (job, (double) i / work->places->len, *n_games);
    }

  return TRUE;
}

static gboolean
export_to_stream (ClJob *job, ExportWork *work, Sink *sink, guint64 *n_games, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (work->ledger, error);

  if (reader == NULL)
    return FALSE;
  if (work->places != NULL)
    return export_places (job, work, reader, sink, n_games, error);

  return cl_export_pgn (reader,
                        work->partition,
                        work->game,
                        write_text,
                        sink,
                        sink->cancellable,
                        n_games,
                        error);
}

/* Closing a replacing stream under a cancelled cancellable leaves the file as it was before. */
static void
abandon_file (GOutputStream *stream)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (stream, cancelled, NULL);
}

static ClJobResult *
export_file (ClJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  ExportWork *work = data;
  g_autoptr (GFileOutputStream) file =
    g_file_replace (work->to, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
  g_autoptr (GOutputStream) buffered = NULL;
  ClJobResult *result;
  guint64 n_games = 0;
  Sink sink;

  if (file == NULL)
    return NULL;

  buffered = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (file), 65536);
  sink.stream = buffered;
  sink.cancellable = cancellable;
  if (!export_to_stream (job, work, &sink, &n_games, error))
    {
      abandon_file (buffered);
      return NULL;
    }
  if (!g_output_stream_close (buffered, cancellable, error))
    return NULL;

  result = g_new0 (ClJobResult, 1);
  result->games = n_games;
  result->message = g_strdup_printf (ngettext ("%'" G_GUINT64_FORMAT " game exported.",
                                               "%'" G_GUINT64_FORMAT " games exported.",
                                               n_games),
                                     n_games);

  return result;
}

static ClJob *
run_export (ClSession *self, GFile *to, const char *partition, guint32 game, GArray *places)
{
  g_autofree char *name = dup_file_name (to);
  /* Translators: %s is the name of a file */
  g_autofree char *title = g_strdup_printf (_("Exporting to “%s”"), name);
  ExportWork *work = g_new0 (ExportWork, 1);

  work->ledger = g_object_ref (self->ledger);
  work->to = g_object_ref (to);
  work->partition = g_strdup (partition);
  work->game = game;
  work->places = places;

  return cl_session_keep_job (self,
                              cl_job_run (title,
                                          export_file,
                                          work,
                                          (GDestroyNotify) export_work_free));
}

ClJob *
cl_session_export (ClSession *self, GFile *to, const char *partition, guint32 game)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);
  g_return_val_if_fail (G_IS_FILE (to), NULL);

  return run_export (self, to, partition, game, NULL);
}

static GArray *
list_places (GListModel *items)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (ClLibraryPlace));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ClLibraryItem) item = g_list_model_get_item (items, i);
      ClLibraryPlace place = { .partition = cl_library_item_get_partition (item),
                               .game = cl_library_item_get_game (item) };

      g_array_append_val (places, place);
    }

  return places;
}

ClJob *
cl_session_export_items (ClSession *self, GFile *to, GListModel *items)
{
  GArray *places;

  g_return_val_if_fail (CL_IS_SESSION (self), NULL);
  g_return_val_if_fail (G_IS_FILE (to), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (items), NULL);

  /* The library itself knows where its games are without making a million items. */
  places =
    CL_IS_LIBRARY (items) ? cl_library_list_places (CL_LIBRARY (items)) : list_places (items);

  return run_export (self, to, NULL, 0, places);
}
