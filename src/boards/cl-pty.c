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

#include "cl-uhid.h"

#define CHUNK   4096
#define PLUG_MS 1000

struct _ClPty
{
  ClEmulator *emulator;
  char *path;
  gboolean packets, plugged;
  int fd;    /* master, the HID device, or the connection of the host; −1: none */
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

ClPty *
cl_pty_new_plugged (ClEmulator *emulator, GError **error)
{
  g_autoptr (ClPty) self = g_new0 (ClPty, 1);
  g_autofree char *unique = g_strdup_printf ("emulated-%d", (int) getpid ());

  self->emulator = emulator;
  self->plugged = TRUE;
  self->other = -1;
  self->fd = cl_uhid_plug_in (unique, error);
  for (guint i = 0; self->fd >= 0 && self->path == NULL && i < PLUG_MS / 10; i++)
    {
      self->path = cl_uhid_find (unique);
      g_usleep (10000);
    }
  if (self->fd >= 0 && self->path == NULL)
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 "The kernel shows no device for the emulated one");
  return self->path != NULL ? g_steal_pointer (&self) : NULL;
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
pump_reports (ClPty *self, gint64 now_ms)
{
  guint8 report[CL_UHID_REPORT_MAX];
  gssize n;
  gboolean moved = FALSE;

  while ((n = cl_uhid_receive (self->fd, report)) >= 0)
    {
      self->received += (guint64) n;
      if (n > 0)
        cl_emulator_receive (self->emulator, report, (gsize) n, now_ms);
      moved |= n > 0;
    }
  return moved;
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

/* As write (). */
static ssize_t
put_out (ClPty *self)
{
  if (self->plugged)
    return cl_uhid_send (self->fd, self->waiting, self->n_waiting) ? (ssize_t) self->n_waiting : -1;
  return write (self->fd, self->waiting, self->n_waiting);
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
      n = self->fd >= 0 ? put_out (self) : (ssize_t) self->n_waiting;
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
  moved = self->plugged && self->fd >= 0 ? pump_reports (self, now_ms) : pump_in (self, now_ms);
  cl_emulator_advance (self->emulator, now_ms);
  return pump_out (self, now_ms) || moved;
}
