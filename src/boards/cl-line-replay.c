/* cl-line-replay.c: a recording instead of a device: what the board said comes when what was asked of it then is asked again
 *
 * Bytes from the board are given out at their recorded times, relative to the opening; bytes to it are compared in order, and
 * each transfer that differs is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-transport-private.h"

#include <string.h>

typedef struct
{
  gint64 at_ms;
  gboolean to_board;
  GByteArray *bytes;
} Transfer;

typedef struct
{
  ClTransport *transport;
  GPtrArray *transfers; /* (element-type Transfer) */
  guint next_in, next_out, differences;
  gint64 begun_us;
  GSource *timer;
} ReplayLine;

static void
free_transfer (gpointer data)
{
  Transfer *transfer = data;

  g_byte_array_unref (transfer->bytes);
  g_free (transfer);
}

static Transfer *
read_transfer (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  Transfer *transfer;
  gint64 at_ms;

  if (g_strv_length (words) != 3 ||
      !g_ascii_string_to_signed (words[0], 10, 0, G_MAXINT32, &at_ms, NULL) ||
      (strcmp (words[1], "<") != 0 && strcmp (words[1], ">") != 0) || strlen (words[2]) % 2 != 0)
    return NULL;
  transfer = g_new0 (Transfer, 1);
  transfer->at_ms = at_ms;
  transfer->to_board = *words[1] == '>';
  transfer->bytes = g_byte_array_new ();
  for (const char *c = words[2]; *c != '\0'; c += 2)
    {
      int high = g_ascii_xdigit_value (c[0]), low = g_ascii_xdigit_value (c[1]);
      guint8 byte = (guint8) (high << 4 | low);

      if (high < 0 || low < 0)
        {
          free_transfer (transfer);
          return NULL;
        }
      g_byte_array_append (transfer->bytes, &byte, 1);
    }
  return transfer;
}

static gboolean
read_recording (ReplayLine *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Transfer *transfer = *lines[i] != '\0' ? read_transfer (lines[i]) : NULL;

      if (*lines[i] != '\0' && transfer == NULL)
        {
          g_set_error (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       "“%s”, line %u: this is no transfer of a recording",
                       path,
                       i + 1);
          return FALSE;
        }
      if (transfer != NULL)
        g_ptr_array_add (self->transfers, transfer);
    }
  return TRUE;
}

static Transfer *
find_next (ReplayLine *self, guint *place, gboolean to_board)
{
  while (*place < self->transfers->len)
    {
      Transfer *transfer = g_ptr_array_index (self->transfers, *place);

      if (transfer->to_board == to_board)
        return transfer;
      ++*place;
    }
  return NULL;
}

static gboolean play_cb (gpointer user_data);

static void
schedule (ReplayLine *self)
{
  Transfer *transfer = find_next (self, &self->next_in, FALSE);
  gint64 now_ms = (g_get_monotonic_time () - self->begun_us) / 1000;
  gint64 wait_ms = transfer != NULL ? MAX (0, transfer->at_ms - now_ms) : 0;

  self->timer = g_timeout_source_new ((guint) MIN (wait_ms, G_MAXUINT / 2));
  g_source_set_callback (self->timer, play_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static gboolean
play_cb (gpointer user_data)
{
  ReplayLine *self = user_data;
  Transfer *transfer = find_next (self, &self->next_in, FALSE);

  g_clear_pointer (&self->timer, g_source_unref);
  if (transfer == NULL)
    {
      g_autoptr (GError) error =
        g_error_new (G_IO_ERROR, G_IO_ERROR_CLOSED, "The recording is at its end");

      cl_transport_ended (self->transport, error);
      return G_SOURCE_REMOVE;
    }
  self->next_in++;
  schedule (self);
  cl_transport_received (self->transport, transfer->bytes->data, transfer->bytes->len);
  return G_SOURCE_REMOVE;
}

static void
write_line (gpointer line, const guint8 *bytes, gsize n)
{
  ReplayLine *self = line;
  Transfer *transfer = find_next (self, &self->next_out, TRUE);

  self->next_out++;
  if (transfer == NULL || transfer->bytes->len != n ||
      memcmp (transfer->bytes->data, bytes, n) != 0)
    self->differences++;
}

static void
free_line (gpointer line)
{
  ReplayLine *self = line;

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_ptr_array_unref (self->transfers);
  g_free (self);
}

gpointer
cl_replay_line_open (ClTransport *transport, const char *path, GError **error)
{
  ReplayLine *self = g_new0 (ReplayLine, 1);

  self->transport = transport;
  self->begun_us = g_get_monotonic_time ();
  self->transfers = g_ptr_array_new_with_free_func (free_transfer);
  if (!read_recording (self, path, error))
    {
      free_line (self);
      return NULL;
    }
  schedule (self);
  return self;
}

guint
cl_replay_line_get_differences (gpointer line)
{
  return ((ReplayLine *) line)->differences;
}

const ClLineClass cl_replay_line = { write_line, free_line };
