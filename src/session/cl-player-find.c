/* cl-player-find.c: whom a person means by what was typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-stats.h"

#include <string.h>

#include "cl-text-fold.h"

#define MAX_NAMED 5

static gboolean
has_words (const char *name, char *const *words)
{
  g_autofree char *folded = cl_text_fold (name, strlen (name));

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return words[0] != NULL;
}

static char *
say_ambiguous (const char *text, GPtrArray *found, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < MIN (found->len, MAX_NAMED); i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", (const char *) found->pdata[i]);
  g_set_error (error,
               CL_PLAYER_ERROR,
               CL_PLAYER_ERROR_AMBIGUOUS,
               "“%s” may be any of %u players: %s%s",
               text,
               found->len,
               names->str,
               found->len > MAX_NAMED ? " …" : "");
  return NULL;
}

char *
cl_players_find (ClRunner *runner, const char *text, guint64 position, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *clean = cl_players_clean_name (text);
  g_auto (GStrv) words = cl_text_fold_words (text);
  g_autoptr (GArray) players = cl_players_read (runner, position, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new (), same = g_ptr_array_new ();

  if (players == NULL)
    return NULL;
  for (guint i = 0; i < players->len; i++)
    {
      char *name = g_array_index (players, ClRecordGroup, i).label;

      if (strcmp (name, clean) == 0)
        return g_strdup (name);
      if (cl_text_compare (name, clean) == 0)
        g_ptr_array_add (same, name);
      if (has_words (name, words))
        g_ptr_array_add (found, name);
    }
  if (same->len == 1)
    return g_strdup (same->pdata[0]);
  if (found->len == 1)
    return g_strdup (found->pdata[0]);
  if (found->len > 1)
    return say_ambiguous (text, found, error);
  g_set_error (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_UNKNOWN, "There is no player “%s”", text);
  return NULL;
}
