/* cl-line-fd.c: a serial line by termios, or a packet socket, as a file descriptor of the main context
 *
 * The tty is opened without blocking and without becoming our terminal, taken exclusively (two programs on one board
 * steal each other's bytes), made raw without flow control, and DTR is lowered, which some boards need; a pseudo-terminal
 * refuses that, and nobody minds. A bridge that is pulled out shows as HUP, as a read of nothing, or as EIO, ENXIO, ENODEV.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-device-access.h"
#include "cl-transport-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define MAX_WAITING 8192

typedef struct
{
  ClTransport *transport;
  int fd;
  GSource *in, *out; /* out: (nullable) */
  GByteArray *waiting;
  gboolean packets;
} FdLine;

static void
set_errno (GError **error, const char *path)
{
  int number = errno;

  if (number == EACCES)
    {
      cl_device_set_denied (path, error);
      return;
    }
  if (number == EBUSY || number == EWOULDBLOCK)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_BUSY,
                   /* Translators: %s is a device */
                   _ ("Another program uses “%s” (perhaps DGT LiveChess): close it first"), path);
      return;
    }
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (number),
               /* Translators: %1$s is a device, %2$s an error message */
               _ ("Could not open “%1$s”: %2$s"), path, g_strerror (number));
}

static speed_t
get_speed (guint baud)
{
  return baud == 9600 ? B9600 : baud == 57600 ? B57600 : B38400;
}

static gboolean
set_up_tty (int fd, guint baud)
{
  struct termios settings;
  int dtr = TIOCM_DTR;

  if (ioctl (fd, TIOCEXCL) < 0 || flock (fd, LOCK_EX | LOCK_NB) < 0 ||
      tcgetattr (fd, &settings) < 0)
    return FALSE;
  cfmakeraw (&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= (tcflag_t) ~(CRTSCTS | HUPCL);
  settings.c_iflag &= (tcflag_t) ~(IXON | IXOFF);
  settings.c_cc[VMIN] = settings.c_cc[VTIME] = 0;
  cfsetispeed (&settings, get_speed (baud));
  cfsetospeed (&settings, get_speed (baud));
  if (tcsetattr (fd, TCSANOW, &settings) < 0)
    return FALSE;
  tcflush (fd, TCIOFLUSH);
  ioctl (fd, TIOCMBIC, &dtr);
  return TRUE;
}

static int
connect_socket (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *real = realpath (path, NULL); /* a link's own name may be too long */
  int fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, real != NULL ? real : path, sizeof address.sun_path);
  if (fd >= 0 && connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

static int
open_device (const char *path, guint baud, gboolean *packets)
{
  struct stat status;
  int fd;

  *packets = stat (path, &status) == 0 && S_ISSOCK (status.st_mode);
  if (*packets)
    return connect_socket (path);
  fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0 && !set_up_tty (fd, baud))
    {
      int number = errno;

      close (fd);
      errno = number;
      return -1;
    }
  return fd;
}

static gboolean
end_line (FdLine *self, int number)
{
  g_autoptr (GError) error = NULL;

  g_set_error (&error,
               G_IO_ERROR,
               g_io_error_from_errno (number),
               /* Translators: %s is an error message of the system */
               _ ("The board was unplugged (%s)"), g_strerror (number));
  cl_transport_ended (self->transport, error);
  return G_SOURCE_REMOVE;
}

/* One read a turn: others have theirs. The transport may be freed by whom it tells the end. */
static gboolean
readable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  FdLine *self = user_data;
  guint8 bytes[4096];
  ssize_t n = read (fd, bytes, sizeof bytes);

  if (n > 0)
    cl_transport_received (self->transport, bytes, (gsize) n);
  else if (n == 0)
    return end_line (self, ENODEV);
  else if (errno != EAGAIN && errno != EINTR)
    return end_line (self, errno);
  else if (condition & (G_IO_HUP | G_IO_ERR))
    return end_line (self, ENODEV);
  return G_SOURCE_CONTINUE;
}

static void
write_waiting (FdLine *self)
{
  while (self->waiting->len > 0)
    {
      ssize_t n = write (self->fd, self->waiting->data, self->waiting->len);

      if (n <= 0)
        return;
      g_byte_array_remove_range (self->waiting, 0, (guint) n);
    }
}

static gboolean
writable_cb (int fd, GIOCondition condition, gpointer user_data)
{
  FdLine *self = user_data;

  write_waiting (self);
  if (self->waiting->len > 0 && !(condition & (G_IO_HUP | G_IO_ERR)))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&self->out, g_source_unref);
  return G_SOURCE_REMOVE;
}

static GSource *
watch (FdLine *self, GIOCondition condition, GUnixFDSourceFunc func)
{
  GSource *source = g_unix_fd_source_new (self->fd, condition);

  g_source_set_callback (source, G_SOURCE_FUNC (func), self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
write_line (gpointer line, const guint8 *bytes, gsize n)
{
  FdLine *self = line;

  if (self->packets)
    {
      if (write (self->fd, bytes, n) < 0)
        g_debug ("A report was not taken: %s", g_strerror (errno));
      return;
    }
  if (self->waiting->len + n > MAX_WAITING)
    return;
  g_byte_array_append (self->waiting, bytes, (guint) n);
  write_waiting (self);
  if (self->waiting->len > 0 && self->out == NULL)
    self->out = watch (self, G_IO_OUT, writable_cb);
}

static void
free_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
free_line (gpointer line)
{
  FdLine *self = line;

  free_source (&self->in);
  free_source (&self->out);
  close (self->fd);
  g_byte_array_unref (self->waiting);
  g_free (self);
}

gpointer
cl_fd_line_open (ClTransport *transport, const char *path, guint baud, GError **error)
{
  gboolean packets;
  int fd = open_device (path, baud, &packets);
  FdLine *self;

  if (fd < 0)
    {
      set_errno (error, path);
      return NULL;
    }
  self = g_new0 (FdLine, 1);
  self->transport = transport;
  self->fd = fd;
  self->packets = packets;
  self->waiting = g_byte_array_new ();
  self->in = watch (self, G_IO_IN | G_IO_HUP | G_IO_ERR, readable_cb);
  return self;
}

const ClLineClass cl_fd_line = { write_line, free_line };
