/* cl-runner-compare.c: the first event at which two versions of a view differ, found by bisection
 *
 * Reading a whole state costs its size, reading one key of it only a mark's events. So a key that differs at the end is looked
 * for once, and only that key is followed by bisection to an event behind which it differs and before which it does not. If the
 * whole states still differ before that event, the search goes on from there with another key; in the end the states before the
 * event are equal, byte by byte, and behind it they are not.
 *
 * A difference that healed before the end of the search is not seen, as in every bisection. Of a frozen version only some
 * positions are kept, so there the event is only narrowed down to those between two of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <string.h>

typedef struct
{
  ClRunner *runner;
  const char *names[2];
} Comparison;

void
cl_difference_clear (ClDifference *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->values[0], g_free);
  g_clear_pointer (&self->values[1], g_free);
  g_clear_pointer (&self->partition, g_free);
  g_clear_pointer (&self->type, g_free);
}

/* The value of one key. */
typedef struct
{
  const char *key;
  char *value;
} Lookup;

static gboolean
lookup_cb (const char *key, const char *value, gpointer user_data)
{
  Lookup *lookup = user_data;

  if (strcmp (key, lookup->key) == 0)
    lookup->value = g_strdup (value);
  return FALSE;
}

static gboolean
read_both (Comparison *self, const char *key, guint64 *position, char *values[2], GError **error)
{
  guint64 at[2] = { *position, *position };

  for (guint i = 0; i < 2 && *position > 0; i++)
    {
      Lookup lookup = { .key = key };

      if (!cl_runner_read_state (self->runner,
                                 self->names[i],
                                 *position,
                                 key,
                                 lookup_cb,
                                 &lookup,
                                 &at[i],
                                 error))
        return FALSE;
      values[i] = lookup.value;
    }
  *position = MIN (at[0], at[1]);
  return TRUE;
}

/* *@position becomes the last one up to it that both can show. @values, if they differ there. */
static gboolean
key_differs (Comparison *self,
             const char *key,
             guint64 *position,
             char *values[2],
             gboolean *differs,
             GError **error)
{
  guint64 wanted;

  do
    {
      g_clear_pointer (&values[0], g_free);
      g_clear_pointer (&values[1], g_free);
      wanted = *position;
      if (!read_both (self, key, position, values, error))
        return FALSE;
    }
  while (*position != wanted);
  *differs = g_strcmp0 (values[0], values[1]) != 0;
  return TRUE;
}

/* Looks for a key that another map has otherwise. */
typedef struct
{
  ClMap *other;
  char *found;
} Search;

static gboolean
search_cb (const char *key, const char *value, gpointer user_data)
{
  Search *search = user_data;

  if (g_strcmp0 (cl_map_get (search->other, key), value) == 0)
    return TRUE;
  search->found = g_strdup (key);
  return FALSE;
}

/* *@map: the state of @name at *@position, or at the last one before it that is kept: then *@position is that one. */
static gboolean
read_whole (Comparison *self, const char *name, guint64 *position, ClMap **map, GError **error)
{
  g_clear_pointer (map, cl_map_unref);
  *map = cl_map_new ();
  return *position == 0 || cl_runner_read_state (self->runner,
                                                 name,
                                                 *position,
                                                 NULL,
                                                 cl_map_set_cb,
                                                 *map,
                                                 position,
                                                 error);
}

/* Some key that differs at *@position, which becomes the last one up to it that both can show; NULL if none does. */
static gboolean
find_key (Comparison *self, guint64 *position, char **key, GError **error)
{
  g_autoptr (ClMap) first = NULL;
  g_autoptr (ClMap) second = NULL;
  Search search;
  guint64 wanted;

  *key = NULL;
  do
    {
      wanted = *position;
      if (!read_whole (self, self->names[0], position, &first, error) ||
          !read_whole (self, self->names[1], position, &second, error))
        return FALSE;
    }
  while (*position != wanted);
  search = (Search){ .other = second };
  cl_map_foreach (first, NULL, search_cb, &search);
  search.other = first;
  if (search.found == NULL)
    cl_map_foreach (second, NULL, search_cb, &search);
  *key = search.found;
  return TRUE;
}

/* @key is equal at *@equal and different at *@different: brings them together. */
static gboolean
bisect (Comparison *self, const char *key, guint64 *equal, ClDifference *difference, GError **error)
{
  guint64 low = *equal;

  while (difference->position - low > 1)
    {
      guint64 middle = low + (difference->position - low) / 2;
      guint64 shown = middle;
      char *values[2] = { NULL, NULL };
      gboolean differs;

      if (!key_differs (self, key, &shown, values, &differs, error))
        return FALSE;
      if (!differs || shown <= *equal)
        {
          *equal = MAX (*equal, shown);
          low = middle;
        }
      else
        {
          difference->position = shown;
          for (guint i = 0; i < 2; i++)
            {
              g_free (difference->values[i]);
              difference->values[i] = g_steal_pointer (&values[i]);
            }
        }
      g_free (values[0]);
      g_free (values[1]);
    }
  return TRUE;
}

/* From *@key, which differs at difference->position, to the first event. */
static gboolean
follow (Comparison *self, char *key, ClDifference *difference, GError **error)
{
  while (key != NULL)
    {
      guint64 equal = 0;
      gboolean differs;

      g_free (difference->key);
      difference->key = key;
      if (!key_differs (self, key, &difference->position, difference->values, &differs, error) ||
          !bisect (self, key, &equal, difference, error) || !find_key (self, &equal, &key, error))
        return FALSE;
      difference->after = equal;
      if (key != NULL)
        difference->position = equal;
    }
  return TRUE;
}

static gboolean
describe_event (ClRunner *self, ClDifference *difference, GError **error)
{
  ClReader *reader = cl_runner_take_reader (self, error);
  g_autoptr (ClEvents) events = NULL;

  if (reader == NULL)
    return FALSE;
  events = cl_reader_read (reader, difference->position - 1, difference->position, 1, error);
  cl_runner_give_reader_back (self, reader);
  if (events == NULL || cl_events_get_length (events) == 0)
    return events != NULL;
  difference->partition = g_strdup (cl_events_get (events, 0)->partition);
  difference->offset = cl_events_get (events, 0)->offset;
  difference->type = g_strdup (cl_events_get (events, 0)->type);
  return TRUE;
}

static gboolean
choose_end (Comparison *self, guint64 until, guint64 *end, GError **error)
{
  *end = until != 0 ? until : G_MAXUINT64;
  for (guint i = 0; i < 2 && until == 0; i++)
    {
      g_autoptr (ClConsumerStatus) status = NULL;

      if (cl_runner_find (self->runner, self->names[i], error) == NULL)
        return FALSE;
      status = cl_runner_get_status (self->runner, self->names[i]);
      *end = MIN (*end, status != NULL ? status->position : 0);
    }
  return TRUE;
}

gboolean
cl_runner_compare (ClRunner *self,
                   const char *first,
                   const char *second,
                   guint64 until,
                   ClDifference *difference,
                   GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (first != NULL && second != NULL && difference != NULL, FALSE);

  Comparison comparison = { .runner = self, .names = { first, second } };
  char *key;

  memset (difference, 0, sizeof *difference);
  if (!choose_end (&comparison, until, &difference->position, error) ||
      !cl_runner_begin_call (self, error))
    return FALSE;
  if (find_key (&comparison, &difference->position, &key, error))
    {
      difference->differs = key != NULL;
      difference->after = difference->position;
      if (key == NULL || (follow (&comparison, key, difference, error) &&
                          describe_event (self, difference, error)))
        {
          cl_runner_end_call (self);
          return TRUE;
        }
    }
  cl_runner_end_call (self);
  cl_difference_clear (difference);
  return FALSE;
}
