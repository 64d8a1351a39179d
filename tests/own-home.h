/* own-home.h: a home for each test program, so that it neither reads nor writes the user's files
 *
 * Not G_TEST_OPTION_ISOLATE_DIRS: GLib 2.74 leaks the folders of every case, and to tell these leaks from ours the
 * sanitizer must unwind through GLib, which keeps no frame pointers, at each allocation: four times the time of the
 * whole run. Besides, programs that a test starts have this home too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <ftw.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct
{
  char path[256];
  pid_t owner; /* a forked child leaves it alone */
} own_home;

static int
own_home_remove_one (const char *path, const struct stat *info, int kind, struct FTW *place)
{
  (void) info;
  (void) kind;
  (void) place;
  return remove (path);
}

static void
own_home_remove (void)
{
  if (own_home.owner == getpid ())
    nftw (own_home.path, own_home_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Before anything else of GLib is called: it reads these variables once. */
static inline void
own_home_init (int *argc, char ***argv)
{
  static const char *const variables[] = {
    "HOME",          "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS",
    "XDG_DATA_HOME", "XDG_DATA_DIRS",  "XDG_STATE_HOME",  "XDG_RUNTIME_DIR",
  };

  g_snprintf (own_home.path, sizeof own_home.path, "%s/test-XXXXXX", g_get_tmp_dir ());
  if (g_mkdtemp (own_home.path) == NULL)
    g_error ("No folder %s can be made", own_home.path);
  own_home.owner = getpid ();
  atexit (own_home_remove);
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autofree char *path = g_build_filename (own_home.path, variables[i], NULL);

      g_mkdir_with_parents (path, 0700);
      g_setenv (variables[i], path, TRUE);
    }
  g_test_init (argc, argv, NULL);
}
