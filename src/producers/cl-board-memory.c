/* cl-board-memory.c: what a board learnt of its men, kept between runs
 *
 * A board with chips learns from the start position which chip is which man. That is no fact: nobody decided it, and it is learnt
 * again as soon as the start position stands. But in the midst of a game it does not stand, so a lost memory would end the
 * recording there; hence it lies beside the registry in the state folder, not in a cache: boards/certabo-NAME.chips, one line of
 * what cl_board_driver_teach () takes. A file that cannot be read or written is as none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-producer-private.h"

#include <glib/gstdio.h>

#define MAX_LENGTH 4096

static char *
get_path (const char *sensor)
{
  g_autofree char *base = g_path_get_basename (sensor);
  g_autofree char *name = g_strconcat (base, ".chips", NULL);

  return g_build_filename (g_get_user_state_dir (), "chess-ledger", "boards", name, NULL);
}

char *
cl_board_memory_load (const char *sensor)
{
  g_autofree char *path = get_path (sensor), *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL) || length > MAX_LENGTH ||
      !g_utf8_validate_len (text, length, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

void
cl_board_memory_save (const char *sensor, const char *chips)
{
  g_autofree char *path = get_path (sensor), *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || !g_file_set_contents (path, chips, -1, &error))
    g_info ("What %s learnt is not kept: %s", sensor, error != NULL ? error->message : folder);
}
