/* cl-device-access.c: may this user use a device, and if not, what is to be done about it
 *
 * The most frequent question of all that people have about boards. The udev rules give the device to whoever sits at the
 * computer; where they are not installed, a tty still belongs to a group that one can join.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-device-access.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
cl_device_set_denied (const char *path, GError **error)
{
  struct stat status;
  struct group *group = stat (path, &status) == 0 ? getgrgid (status.st_gid) : NULL;
  g_autofree char *command = NULL;

  if (group == NULL || strcmp (group->gr_name, "root") == 0)
    {
      g_set_error (
        error,
        G_IO_ERROR,
        G_IO_ERROR_PERMISSION_DENIED,
        /* Translators: %1$s is a device, %2$s a file's name */
        _ ("You may not use “%1$s”. Install the udev rules of Chess Ledger (%2$s), then plug "
            "the board in again"),
           path,
           CL_UDEV_RULES);
      return;
    }
  command = g_strdup_printf ("sudo adduser %s %s", g_get_user_name (), group->gr_name);
  g_set_error (
    error,
    G_IO_ERROR,
    G_IO_ERROR_PERMISSION_DENIED,
    /* Translators: %1$s is a device, %2$s a file's name, %3$s a group, %4$s a command */
    _ ("You may not use “%1$s”. Install the udev rules of Chess Ledger (%2$s) and plug the "
                       "board in again, or join the group “%3$s” (%4$s) and log in again"),
       path,
       CL_UDEV_RULES,
       group->gr_name,
       command);
}

gboolean
cl_device_check_access (const char *path, GError **error)
{
  if (access (path, R_OK | W_OK) == 0 || (errno != EACCES && errno != EPERM))
    return TRUE;
  cl_device_set_denied (path, error);
  return FALSE;
}
