/* cl-library-filter.c: which rows of the library a query asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-filter-private.h"

#include <string.h>

#include "cl-opening-words.h"

typedef enum
{
  SHOW_ALL,
  SHOW_TABLES,
  SHOW_WITHDRAWN,
  SHOW_PARTITION,
} Show;

struct _ClLibraryFilter
{
  Show show;
  const char *partition; /* interned */
  char **words;
  ClOpeningWords *openings; /* NULL: no words */
  GByteArray *scratch;
  GHashTable *withdrawn;
  ClPositionFinder *finder; /* NULL: no position is wanted */
};

ClLibraryFilter *
cl_library_filter_new (const ClLibraryQuery *query, GHashTable *withdrawn, ClPositionFinder *finder)
{
  ClLibraryFilter *self = g_new0 (ClLibraryFilter, 1);

  self->withdrawn = withdrawn;
  self->finder = query->wanted != NULL ? finder : NULL;
  self->words = query->words;
  self->scratch = g_byte_array_new ();
  if (self->words != NULL && self->words[0] != NULL)
    self->openings = cl_opening_words_new ((const char *const *) self->words);
  if (query->collection == NULL)
    self->show = SHOW_ALL;
  else if (strcmp (query->collection, CL_LIBRARY_DUPLICATES) == 0)
    self->show = SHOW_ALL; /* which of them are is not a matter of one row */
  else if (strcmp (query->collection, "tables") == 0)
    self->show = SHOW_TABLES;
  else if (strcmp (query->collection, "withdrawn") == 0)
    self->show = SHOW_WITHDRAWN;
  else
    {
      self->show = SHOW_PARTITION;
      self->partition = g_intern_string (query->collection);
    }
  return self;
}

void
cl_library_filter_free (ClLibraryFilter *self)
{
  g_clear_pointer (&self->openings, cl_opening_words_free);
  g_byte_array_unref (self->scratch);
  g_free (self);
}

gboolean
cl_library_filter_shows (const ClLibraryFilter *self, const ClLibraryEntry *entry)
{
  gboolean withdrawn;

  if (entry->dead)
    return FALSE;

  withdrawn = entry->withdrawn || (g_hash_table_size (self->withdrawn) > 0 &&
                                   g_hash_table_contains (self->withdrawn, entry->partition));
  switch (self->show)
    {
    case SHOW_TABLES:
      return entry->table && !withdrawn;
    case SHOW_WITHDRAWN:
      return withdrawn;
    case SHOW_PARTITION:
      return entry->partition == self->partition && !withdrawn;
    case SHOW_ALL:
    default:
      return !withdrawn;
    }
}

gboolean
cl_library_filter_matches (const ClLibraryFilter *self,
                           const ClLibraryChunk *chunk,
                           const ClLibraryEntry *entry)
{
  const char *text;
  gsize length;

  if (self->finder != NULL)
    return cl_position_finder_has (self->finder, entry->partition, entry->game, NULL);
  if (self->openings == NULL)
    return TRUE;

  text = cl_library_chunk_get_folded (chunk, entry, self->scratch, &length);
  for (guint i = 0; self->words[i] != NULL; i++)
    if (memmem (text, length, self->words[i], strlen (self->words[i])) == NULL &&
        !cl_opening_words_match (self->openings, i, entry->opening))
      return FALSE;

  return TRUE;
}
