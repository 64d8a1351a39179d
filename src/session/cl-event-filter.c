/* cl-event-filter.c: which events somebody wants to see
 *
 * Ten million events are looked through in seconds, so a filter compares bytes where they lie and makes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-filter.h"

#include <string.h>

struct _ClEventFilter
{
  gatomicrefcount ref_count;
  char *type, *partition, *producer, *player; /* (nullable) */
  guint32 game;                               /* 0: any */
  GPtrArray *words;                           /* (element-type utf8) */
};

static gboolean
has (const char *text, const char *word)
{
  return text != NULL && strcasestr (text, word) != NULL;
}

static gboolean
has_move (const ClEvent *event, const char *word)
{
  char san[12], uci[6];

  if (!event->has_move)
    return FALSE;
  cl_move_san (event->move, san);
  cl_move_uci (event->move, uci);
  return has (san, word) || has (uci, word);
}

static gboolean
has_anywhere (const ClEvent *event, const char *word)
{
  return has (event->type, word) || has (event->player, word) || has_move (event, word) ||
         has (event->partition, word) || has (event->details, word) || has (event->producer, word);
}

/* "table/" is every table, "table/7" only that one. */
static gboolean
is_in (const char *partition, const char *wanted)
{
  gsize length = strlen (wanted);

  return length > 0 && wanted[length - 1] == '/'
           ? g_ascii_strncasecmp (partition, wanted, length) == 0
           : g_ascii_strcasecmp (partition, wanted) == 0;
}

gboolean
cl_event_filter_matches (const ClEventFilter *self, const ClEvent *event)
{
  if (self == NULL)
    return TRUE;
  if ((self->game != 0 && event->game != self->game) ||
      (self->type != NULL && g_ascii_strcasecmp (event->type, self->type) != 0) ||
      (self->partition != NULL && !is_in (event->partition, self->partition)) ||
      (self->producer != NULL && !has (event->producer, self->producer)) ||
      (self->player != NULL && !has (event->player, self->player)))
    return FALSE;
  for (guint i = 0; i < self->words->len; i++)
    if (!has_anywhere (event, g_ptr_array_index (self->words, i)))
      return FALSE;
  return TRUE;
}

static gboolean
take (const char *word, const char *key, char **value)
{
  if (!g_str_has_prefix (word, key) || word[strlen (key)] == '\0')
    return FALSE;
  g_free (*value);
  *value = g_strdup (word + strlen (key));
  return TRUE;
}

static gboolean
take_game (const char *word, guint32 *game)
{
  guint64 number;

  if (!g_str_has_prefix (word, "game:") ||
      !g_ascii_string_to_unsigned (word + strlen ("game:"), 10, 1, G_MAXUINT32, &number, NULL))
    return FALSE;
  *game = (guint32) number;
  return TRUE;
}

ClEventFilter *
cl_event_filter_parse (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);
  ClEventFilter *self = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (self == NULL)
        {
          self = g_new0 (ClEventFilter, 1);
          g_atomic_ref_count_init (&self->ref_count);
          self->words = g_ptr_array_new_with_free_func (g_free);
        }
      if (!take (words[i], "type:", &self->type) && !take (words[i], "in:", &self->partition) &&
          !take (words[i], "by:", &self->producer) && !take (words[i], "player:", &self->player) &&
          !take_game (words[i], &self->game))
        g_ptr_array_add (self->words, g_strdup (words[i]));
    }
  return self;
}

ClEventFilter *
cl_event_filter_ref (ClEventFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_event_filter_unref (ClEventFilter *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->type);
  g_free (self->partition);
  g_free (self->producer);
  g_free (self->player);
  g_ptr_array_unref (self->words);
  g_free (self);
}
