/* cl-transport.c: chooses the kind of line, and writes down what passes if it is to be recorded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-transport-private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct _ClTransport
{
  const ClLineClass *class;
  gpointer line;
  ClTransportFunc func;
  gpointer user_data;
  FILE *recording; /* (nullable) */
  gint64 begun_us;
};

static void
record (ClTransport *self, char direction, const guint8 *bytes, gsize n)
{
  if (self->recording == NULL)
    return;
  fprintf (self->recording,
           "%" G_GINT64_FORMAT " %c ",
           (g_get_monotonic_time () - self->begun_us) / 1000,
           direction);
  for (gsize i = 0; i < n; i++)
    fprintf (self->recording, "%02x", bytes[i]);
  fputc ('\n', self->recording);
  fflush (self->recording);
}

void
cl_transport_received (ClTransport *self, const guint8 *bytes, gsize n)
{
  record (self, '<', bytes, n);
  self->func (bytes, n, NULL, self->user_data);
}

void
cl_transport_ended (ClTransport *self, const GError *error)
{
  self->func (NULL, 0, error, self->user_data);
}

static gboolean
open_recording (ClTransport *self, const char *path, GError **error)
{
  self->recording = fopen (path, "ae");
  if (self->recording != NULL)
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (errno),
               "Could not write “%s”: %s",
               path,
               g_strerror (errno));
  return FALSE;
}

ClTransport *
cl_transport_open (const char *path,
                   guint baud,
                   const char *recording,
                   ClTransportFunc func,
                   gpointer user_data,
                   GError **error)
{
  g_autoptr (ClTransport) self = g_new0 (ClTransport, 1);

  self->func = func;
  self->user_data = user_data;
  self->begun_us = g_get_monotonic_time ();
  if (recording != NULL && !open_recording (self, recording, error))
    return NULL;
  if (g_str_has_prefix (path, "hid:"))
    {
      self->class = &cl_hid_line;
      self->line = cl_hid_line_open (self, path + strlen ("hid:"), error);
    }
  else if (g_str_has_prefix (path, "replay:"))
    {
      self->class = &cl_replay_line;
      self->line = cl_replay_line_open (self, path + strlen ("replay:"), error);
    }
  else
    {
      self->class = &cl_fd_line;
      self->line = cl_fd_line_open (self, path, baud, error);
    }
  return self->line != NULL ? g_steal_pointer (&self) : NULL;
}

void
cl_transport_free (ClTransport *self)
{
  if (self->line != NULL)
    self->class->free (self->line);
  if (self->recording != NULL)
    fclose (self->recording);
  g_free (self);
}

void
cl_transport_write (ClTransport *self, const guint8 *bytes, gsize n)
{
  record (self, '>', bytes, n);
  self->class->write (self->line, bytes, n);
}

guint
cl_transport_get_differences (const ClTransport *self)
{
  return self->class == &cl_replay_line ? cl_replay_line_get_differences (self->line) : 0;
}
