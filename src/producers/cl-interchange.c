/* cl-interchange.c: a ledger, or a part of it, as lines of events, and back
 *
 * An import reads its file twice: first everything is checked and nothing written, down to the last seal, then it is added. So bad
 * input changes nothing, wherever in the file it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-interchange.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cl-intake.h"

#define BATCH    1000
#define BLOCK    (64 * 1024)
#define MAX_LINE (64 << 20) /* the longest details, every character escaped */

/* Key → GBytes: the origin of each partition, for the first line that speaks of it. */
static GHashTable *
list_origins (ClReader *reader, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, error);
  GHashTable *origins;

  if (!partitions)
    return NULL;
  origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);

      g_hash_table_insert (origins,
                           g_strdup (info->key),
                           g_bytes_new (info->origin, info->origin_length));
    }
  return origins;
}

/* The next events behind *@after, a position or, of a whole partition, an offset. */
static ClEvents *
read_next (ClReader *reader, const char *partition, guint32 game, guint64 *after, GError **error)
{
  ClEvents *events;
  gsize length;

  if (!partition)
    events = cl_reader_read (reader, *after, 0, BATCH, error);
  else if (game != 0)
    events = cl_reader_read_game (reader, partition, game, *after, 0, BATCH, error);
  else
    events = cl_reader_read_partition (reader, partition, *after, BATCH, error);
  length = events ? cl_events_get_length (events) : 0;
  if (length > 0)
    {
      const ClEvent *last = cl_events_get (events, length - 1);

      *after = partition && game == 0 ? last->offset : last->position;
    }
  return events;
}

static gboolean
check_partition (ClReader *reader, const char *partition, GError **error)
{
  ClPartitionInfo info;
  GError *local = NULL;

  if (!partition || cl_reader_get_partition (reader, partition, &info, &local))
    return TRUE;
  if (!local)
    g_set_error (&local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no “%s”"), partition);
  g_propagate_error (error, local);
  return FALSE;
}

gboolean /* lint: allow parameters: a callback and what it needs */
cl_interchange_export (ClLedger *ledger,
                       ClInterchangeFormat format,
                       const char *partition,
                       guint32 game,
                       ClExportSink sink,
                       gpointer user_data,
                       GCancellable *cancellable,
                       guint64 *n_events,
                       GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GHashTable) origins = reader ? list_origins (reader, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  guint64 after = 0, n = 0;
  gsize length;

  if (!origins || !check_partition (reader, partition, error))
    return FALSE;
  do
    {
      g_autoptr (ClEvents) events = read_next (reader, partition, game, &after, error);

      if (!events || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      length = cl_events_get_length (events);
      g_string_truncate (out, 0);
      for (gsize i = 0; i < length; i++)
        {
          const ClEvent *event = cl_events_get (events, i);
          GBytes *origin = g_hash_table_lookup (origins, event->partition);

          cl_interchange_print (format, cl_ledger_get_id (ledger), event, origin, out);
          g_string_append_c (out, '\n');
          if (origin)
            g_hash_table_remove (origins, event->partition);
        }
      if (out->len > 0 && !sink (out->str, out->len, user_data, error))
        return FALSE;
      n += length;
    }
  while (length > 0);
  if (n_events)
    *n_events = n;
  return TRUE;
}

/* A file read line by line. */
typedef struct
{
  GInputStream *stream;
  GString *line;
  char *block;
  gsize used, length; /* of the block */
  guint64 number;     /* of the line, from 1 */
  guint64 read;       /* bytes, over both passes */
  guint64 total;
  ClInterchangeProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Lines;

static gboolean
fill_block (Lines *self, GError **error)
{
  gssize n = g_input_stream_read (self->stream, self->block, BLOCK, self->cancellable, error);

  if (n < 0)
    return FALSE;
  self->used = 0;
  self->length = (gsize) n;
  self->read += (guint64) n;
  if (self->progress)
    self->progress (self->read, MAX (self->read, self->total), self->user_data);
  return TRUE;
}

static gboolean
refuse_line (GError **error, const char *reason)
{
  g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID, "%s", reason);
  return FALSE;
}

/* The next line that is not blank, into self->line. *@ended: there is none. */
static gboolean
next_line (Lines *self, gboolean *ended, GError **error)
{
  g_string_truncate (self->line, 0);
  self->number++;
  while (TRUE)
    {
      const char *from, *newline;
      gsize n;

      if (self->used == self->length)
        {
          if (!fill_block (self, error))
            return FALSE;
          if (self->length == 0)
            {
              *ended = self->line->len == 0;
              return TRUE;
            }
        }
      from = self->block + self->used;
      newline = memchr (from, '\n', self->length - self->used);
      n = newline ? (gsize) (newline - from) : self->length - self->used;
      if (memchr (from, '\0', n))
        return refuse_line (error, "there is a NUL byte");
      if (self->line->len + n > MAX_LINE)
        return refuse_line (error, "the line is too long");
      g_string_append_len (self->line, from, (gssize) n);
      self->used += n + (newline != NULL);
      if (!newline)
        continue;
      if (self->line->len > 0 && self->line->str[strspn (self->line->str, " \t\r")] != '\0')
        return TRUE;
      g_string_truncate (self->line, 0);
      self->number++;
    }
}

static gboolean
take_line (ClIntake *intake, const Lines *lines, ClInterchangeFormat format, GError **error)
{
  g_auto (ClInterchangeEvent) parsed = { 0 };

  return cl_interchange_parse (lines->line->str, format, &parsed, error) &&
         cl_intake_add (intake, &parsed.event, parsed.origin, error);
}

static gboolean
take_all (ClIntake *intake,
          Lines *lines,
          ClInterchangeFormat format,
          ClInterchangeResult *result,
          GError **error)
{
  gboolean ended = FALSE;

  lines->number = 0;
  lines->used = lines->length = 0;
  result->n_events = 0;
  while (TRUE)
    {
      if (!next_line (lines, &ended, error) ||
          (!ended && !take_line (intake, lines, format, error)))
        break;
      if (ended)
        return TRUE;
      result->n_events++;
    }
  if (error && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      result->line = lines->number;
      g_prefix_error (error, _ ("line %" G_GUINT64_FORMAT ": "), lines->number);
    }
  return FALSE;
}

/* @stream, or a copy of it that can be read twice. */
static GInputStream *
make_seekable (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileIOStream) io = NULL;
  g_autoptr (GFile) copy = NULL;
  GOutputStream *out;

  if (G_IS_SEEKABLE (stream) && g_seekable_can_seek (G_SEEKABLE (stream)))
    return g_object_ref (stream);
  copy = g_file_new_tmp ("chess-ledger-XXXXXX", &io, error);
  if (!copy)
    return NULL;
  out = g_io_stream_get_output_stream (G_IO_STREAM (io));
  if (g_output_stream_splice (out,
                              stream,
                              G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                              cancellable,
                              error) >= 0)
    stream = G_INPUT_STREAM (g_file_read (copy, cancellable, error));
  else
    stream = NULL;
  g_file_delete (copy, NULL, NULL); /* what is open stays readable */
  return stream;
}

/* Once over all lines. */
static gboolean
run_pass (ClLedger *ledger,
          gboolean dry,
          Lines *lines,
          ClInterchangeFormat format,
          ClInterchangeResult *result,
          GError **error)
{
  g_autoptr (ClIntake) intake = cl_intake_new (ledger, dry, error);
  gboolean ok;

  if (!intake ||
      !g_seekable_seek (G_SEEKABLE (lines->stream), 0, G_SEEK_SET, lines->cancellable, error))
    return FALSE;
  ok = take_all (intake, lines, format, result, error);
  if (!dry) /* also what came before a cancel */
    ok = cl_intake_finish (intake, ok ? error : NULL) && ok;
  result->n_new = cl_intake_get_n_new (intake);
  return ok;
}

gboolean /* lint: allow parameters: a callback and what it needs */
cl_interchange_import (ClLedger *ledger,
                       GFile *file,
                       ClInterchangeFormat format,
                       ClInterchangeProgress progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       ClInterchangeResult *result,
                       GError **error)
{
  g_autoptr (GFileInputStream) opened = g_file_read (file, cancellable, error);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *block = g_malloc (BLOCK);
  Lines lines = { .line = line,
                  .block = block,
                  .progress = progress,
                  .user_data = user_data,
                  .cancellable = cancellable };

  memset (result, 0, sizeof *result);
  if (opened)
    stream = make_seekable (G_INPUT_STREAM (opened), cancellable, error);
  if (!stream || !g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_END, cancellable, error))
    return FALSE;
  lines.stream = stream;
  lines.total = 2 * (guint64) g_seekable_tell (G_SEEKABLE (stream));
  if (!run_pass (ledger, TRUE, &lines, format, result, error))
    {
      result->n_new = 0;
      return FALSE;
    }
  return result->n_new == 0 || run_pass (ledger, FALSE, &lines, format, result, error);
}

gboolean
cl_interchange_is_ours (GFile *file)
{
  static const char *const starts[] = { "{\"position\":", "{\"specversion\":" };
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char text[32] = "";
  gsize n = 0;

  if (!stream || !G_IS_SEEKABLE (stream) || !g_seekable_can_seek (G_SEEKABLE (stream)) ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, sizeof text - 1, &n, NULL, NULL))
    return FALSE;
  return g_str_has_prefix (text, starts[0]) || g_str_has_prefix (text, starts[1]);
}
