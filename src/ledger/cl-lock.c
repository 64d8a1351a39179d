/* cl-lock.c: <ledger>.lock, an flock() that the kernel gives back whatever happens to its owner
 *
 * The file holds "PID PROGRAM\n" of the owner, for the message to those who are refused; it is emptied when the lock
 * is given back and never deleted, since deleting a lock file lets two owners in. A killed owner leaves its text, which says
 * nothing without the lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger.h"
#include "cl-lock-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct _ClLock
{
  int fd;
};

static void
set_locked_error (int fd, const char *path, GError **error)
{
  char owner[256] = "";
  g_autofree char *name = g_path_get_basename (path);
  gssize length = pread (fd, owner, sizeof owner - 1, 0);
  char *program;

  owner[MAX (length, 0)] = '\0';
  g_strchomp (owner);
  program = strchr (owner, ' ');
  if (!program)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_LOCKED,
                   "“%s” is being written by another program",
                   name);
      return;
    }
  *program++ = '\0';
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_LOCKED,
               "“%s” is being written by %s (process %s)",
               name,
               program,
               owner);
}

ClLock *
cl_lock_take (const char *path, GError **error)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  g_autofree char *owner = NULL;
  ClLock *self;
  int fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

  if (fd < 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_IO,
                   "“%s” cannot be opened: %s",
                   lock_path,
                   g_strerror (errno));
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        set_locked_error (fd, path, error);
      else
        g_set_error (error,
                     CL_LEDGER_ERROR,
                     CL_LEDGER_ERROR_IO,
                     "“%s” cannot be locked: %s",
                     lock_path,
                     g_strerror (errno));
      close (fd);
      return NULL;
    }
  owner =
    g_strdup_printf ("%d %s\n", (int) getpid (), g_get_prgname () ? g_get_prgname () : "a program");
  if (ftruncate (fd, 0) != 0 || pwrite (fd, owner, strlen (owner), 0) < 0)
    g_debug ("The owner of “%s” cannot be written: %s", lock_path, g_strerror (errno));
  self = g_new0 (ClLock, 1);
  self->fd = fd;
  return self;
}

void
cl_lock_free (ClLock *self)
{
  if (ftruncate (self->fd, 0) != 0)
    g_debug ("The lock cannot be emptied: %s", g_strerror (errno));
  close (self->fd);
  g_free (self);
}
