/* cl-pty.c: puts an emulator behind a pseudo-terminal or a packet socket
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-pty.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define CHUNK 4096

struct _ClPty
{
  ClEmulator *emulator;
  char *path;
  gboolean packets;
  int fd;    /* master, or the connection of the host; −1: none */
  int other; /* own descriptor of the host's side, or the listening socket; −1: none */
  guint64 sent, received;
  gsize n_waiting; /* taken from the emulator, not yet written */
  guint8 waiting[CHUNK];
};

static gboolean
set_errno (GError **error, const char *what)
{
  int number = errno;

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (number),
               "%s: %s",
               what,
               g_strerror (number));
  return FALSE;
}

static gboolean
open_terminal (ClPty *self, GError **error)
{
  struct termios settings;
  char path[128];

  self->fd = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->fd < 0 || grantpt (self->fd) < 0 || unlockpt (self->fd) < 0 ||
      ptsname_r (self->fd, path, sizeof path) != 0)
    return set_errno (error, "Could not make a pseudo-terminal");
  self->path = g_strdup (path);
  self->other = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->other < 0 || tcgetattr (self->other, &settings) < 0)
    return set_errno (error, "Could not open the pseudo-terminal");
  cfmakeraw (&settings);
  if (tcsetattr (self->other, TCSANOW, &settings) < 0)
    return set_errno (error, "Could not make the pseudo-terminal raw");
  return TRUE;
}

static gboolean
open_socket (ClPty *self, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *folder = g_dir_make_tmp ("chess-ledger-XXXXXX", error);

  if (folder == NULL)
    return FALSE;
  /* A short path: sockets have room for 107 bytes. */
  self->path = g_build_filename (folder, "board", NULL);
  if (strlen (self->path) >= sizeof address.sun_path)
    {
      errno = ENAMETOOLONG;
      return set_errno (error, self->path);
    }
  memcpy (address.sun_path, self->path, strlen (self->path) + 1);
  self->other = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (self->other < 0 || bind (self->other, (struct sockaddr *) &address, sizeof address) < 0 ||
      listen (self->other, 1) < 0)
    return set_errno (error, "Could not make a socket");
  return TRUE;
}

ClPty *
cl_pty_new (ClEmulator *emulator, gboolean packets, GError **error)
{
  g_autoptr (ClPty) self = g_new0 (ClPty, 1);

  self->emulator = emulator;
  self->packets = packets;
  self->fd = self->other = -1;
  if (!(packets ? open_socket (self, error) : open_terminal (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

void
cl_pty_hang_up (ClPty *self)
{
  close_fd (&self->fd);
  close_fd (&self->other);
  if (self->packets && self->path != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (self->path);

      g_unlink (self->path);
      g_rmdir (folder);
    }
}

void
cl_pty_free (ClPty *self)
{
  cl_pty_hang_up (self);
  cl_emulator_free (self->emulator);
  g_free (self->path);
  g_free (self);
}

const char *
cl_pty_get_path (const ClPty *self)
{
  return self->path;
}

ClEmulator *
cl_pty_get_emulator (ClPty *self)
{
  return self->emulator;
}

guint64
cl_pty_get_sent (const ClPty *self)
{
  return self->sent;
}

guint64
cl_pty_get_received (const ClPty *self)
{
  return self->received;
}

int
cl_pty_get_fd (const ClPty *self)
{
  return self->fd >= 0 ? self->fd : self->other;
}

static void
accept_host (ClPty *self)
{
  if (self->packets && self->fd < 0 && self->other >= 0)
    self->fd = accept4 (self->other, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static gboolean
pump_in (ClPty *self, gint64 now_ms)
{
  guint8 bytes[CHUNK];
  ssize_t n;
  gboolean moved = FALSE;

  while (self->fd >= 0 && (n = read (self->fd, bytes, sizeof bytes)) > 0)
    {
      self->received += (guint64) n;
      cl_emulator_receive (self->emulator, bytes, (gsize) n, now_ms);
      moved = TRUE;
    }
  /* A socket's end is the host's going; a pseudo-terminal has none while our own descriptor is open. */
  if (self->packets && self->fd >= 0 && n == 0)
    close_fd (&self->fd);
  return moved;
}

static gboolean
pump_out (ClPty *self, gint64 now_ms)
{
  gboolean moved = FALSE;

  for (;;)
    {
      ssize_t n;

      if (self->n_waiting == 0)
        self->n_waiting =
          cl_emulator_take (self->emulator, self->waiting, sizeof self->waiting, now_ms);
      if (self->n_waiting == 0)
        return moved;
      /* Nobody listens: what a cable without a host carries is lost. */
      n = self->fd >= 0 ? write (self->fd, self->waiting, self->n_waiting)
                        : (ssize_t) self->n_waiting;
      if (n < 0 && errno != EAGAIN)
        n = (ssize_t) self->n_waiting;
      if (n <= 0)
        return moved;
      if (self->fd >= 0)
        self->sent += (guint64) n;
      self->n_waiting -= (gsize) n;
      memmove (self->waiting, self->waiting + n, self->n_waiting);
      moved = TRUE;
    }
}

gboolean
cl_pty_pump (ClPty *self, gint64 now_ms)
{
  gboolean moved;

  accept_host (self);
  moved = pump_in (self, now_ms);
  cl_emulator_advance (self->emulator, now_ms);
  return pump_out (self, now_ms) || moved;
}
