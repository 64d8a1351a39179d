/* cl-spool.c: keeps what comes through a pipe, since an import reads its file twice
 *
 * The file is unlinked as soon as it is open and read again through /proc, so that nothing of it is left whatever ends the
 * program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-spool.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define CHUNK_SIZE (256 * 1024)

struct _ClSpool
{
  int fd;
  GFile *file;
};

static gboolean
write_all (int fd, const char *bytes, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error,
                       G_IO_ERROR,
                       g_io_error_from_errno (errno),
                       _ ("There is no room to keep what comes through the pipe: %s"),
                          g_strerror (errno));
          return FALSE;
        }
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static ClSpool *
open_spool (GError **error)
{
  g_autofree char *name = NULL, *path = NULL;
  int fd = g_file_open_tmp ("chess-ledger-XXXXXX", &name, error);
  ClSpool *self;

  if (fd < 0)
    return NULL;
  g_unlink (name);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  self = g_new (ClSpool, 1);
  self->fd = fd;
  self->file = g_file_new_for_path (path);
  return self;
}

ClSpool *
cl_spool_new (GInputStream *stream,
              ClSpoolProgress progress,
              gpointer user_data,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (ClSpool) self = open_spool (error);
  g_autofree char *bytes = g_malloc (CHUNK_SIZE);
  guint64 done = 0;
  gssize n = -1;

  while (self && !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         (n = g_input_stream_read (stream, bytes, CHUNK_SIZE, cancellable, error)) > 0)
    {
      if (!write_all (self->fd, bytes, (gsize) n, error))
        return NULL;
      done += (guint64) n;
      if (progress)
        progress (done, user_data);
    }
  return n == 0 ? g_steal_pointer (&self) : NULL;
}

void
cl_spool_free (ClSpool *self)
{
  close (self->fd);
  g_object_unref (self->file);
  g_free (self);
}

GFile *
cl_spool_get_file (ClSpool *self)
{
  return self->file;
}

gboolean
cl_spool_is_needed (GFile *file)
{
  return g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_SPECIAL;
}
