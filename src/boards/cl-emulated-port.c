/* cl-emulated-port.c: where emulators say that they are there, as udev says it of a real board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-emulated-port.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_PORTS 999

struct _ClEmulatedPort
{
  guint number;
  char *name, *link, *lock;
  int fd; /* of the lock */
};

char *
cl_emulated_ports_dup_folder (void)
{
  return g_build_filename (g_get_user_runtime_dir (), "chess-ledger", "boards", NULL);
}

const ClBoardFamily *
cl_emulated_port_find_family (const char *name)
{
  const char *dash = strrchr (name, '-');
  g_autofree char *family = NULL;
  guint64 number;

  if (dash == NULL || !g_ascii_string_to_unsigned (dash + 1, 10, 1, MAX_PORTS, &number, NULL))
    return NULL;
  family = g_strndup (name, (gsize) (dash - name));
  return cl_board_family_find (family);
}

/* A lock of the open file, not of the process: whoever asks about it does not take it, not even for a moment. */
static struct flock
make_lock (void)
{
  return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };
}

static gboolean
is_held (const char *lock)
{
  int fd = open (lock, O_RDWR | O_CLOEXEC);
  struct flock query = make_lock ();
  gboolean held = fd >= 0 && fcntl (fd, F_OFD_GETLK, &query) == 0 && query.l_type != F_UNLCK;

  if (fd >= 0)
    close (fd);
  return held;
}

/* FALSE: another emulator has the number, or it cannot be had. */
static gboolean
take_number (ClEmulatedPort *self, const char *folder, const char *family)
{
  struct flock lock = make_lock ();

  g_free (self->name);
  g_free (self->link);
  g_free (self->lock);
  self->name = g_strdup_printf ("%s-%u", family, self->number);
  self->link = g_build_filename (folder, self->name, NULL);
  self->lock = g_strconcat (self->link, ".lock", NULL);
  self->fd = open (self->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd >= 0 && fcntl (self->fd, F_OFD_SETLK, &lock) == 0)
    return TRUE;
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  return FALSE;
}

static void
set_errno (GError **error, const char *folder)
{
  int number = errno;

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (number),
               /* Translators: %1$s is a folder, %2$s an error message */
               _("Could not announce the board in “%1$s”: %2$s"), folder, g_strerror (number));
}

ClEmulatedPort *
cl_emulated_port_new (const char *family, GError **error)
{
  g_autoptr (ClEmulatedPort) self = g_new0 (ClEmulatedPort, 1);
  g_autofree char *folder = cl_emulated_ports_dup_folder ();

  self->fd = -1;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    for (self->number = 1; self->number <= MAX_PORTS; self->number++)
      if (take_number (self, folder, family))
        return g_steal_pointer (&self);
  set_errno (error, folder);
  return NULL;
}

/* By renaming, so that the link appears whole and replaces one that was left over. */
gboolean
cl_emulated_port_publish (ClEmulatedPort *self, const char *target, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->link);
  g_autofree char *temporary = g_strconcat (self->link, ".new", NULL);

  if ((g_unlink (temporary) < 0 && errno != ENOENT) || symlink (target, temporary) < 0 ||
      g_rename (temporary, self->link) < 0)
    {
      set_errno (error, folder);
      return FALSE;
    }
  return TRUE;
}

void
cl_emulated_port_free (ClEmulatedPort *self)
{
  if (self->fd >= 0)
    {
      g_unlink (self->link);
      g_unlink (self->lock);
      close (self->fd);
    }
  g_free (self->name);
  g_free (self->link);
  g_free (self->lock);
  g_free (self);
}

const char *
cl_emulated_port_get_name (const ClEmulatedPort *self)
{
  return self->name;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GStrv
cl_emulated_ports_list (void)
{
  g_autofree char *folder = cl_emulated_ports_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *lock = g_strdup_printf ("%s/%s.lock", folder, name);

      if (cl_emulated_port_find_family (name) != NULL && is_held (lock))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

guint
cl_emulated_port_get_number (const ClEmulatedPort *self)
{
  return self->number;
}
