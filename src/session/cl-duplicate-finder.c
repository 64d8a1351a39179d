/* cl-duplicate-finder.c: compares all games by their moves first, which nearly always decides, then by their headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-duplicate-finder.h"

#include <string.h>

#include "cl-library-place.h"
#include "cl-moves-view.h"
#include "cl-packed-moves.h"
#include "cl-text-fold.h"

#define VIEW           "moves"
#define MIN_PLIES      8 /* two games of three moves each need not be one */
#define CHECK_INTERVAL 4096

typedef struct
{
  ClLibraryPlace place;
  guint64 hash; /* of start position and moves */
} Line;

struct _ClDuplicateFinder
{
  ClRunner *runner;
  GHashTable *lines; /* Line → itself: only games whose moves another one has too */
  gboolean known;
  guint64 position, at;
};

typedef struct
{
  GArray *lines;
  GCancellable *cancellable;
  GError *error;
} Reading;

ClDuplicateFinder *
cl_duplicate_finder_new (ClRunner *runner)
{
  ClDuplicateFinder *self = g_new0 (ClDuplicateFinder, 1);

  self->runner = g_object_ref (runner);
  self->lines = g_hash_table_new_full (cl_library_place_hash, cl_library_place_equal, g_free, NULL);
  return self;
}

void
cl_duplicate_finder_free (ClDuplicateFinder *self)
{
  g_hash_table_unref (self->lines);
  g_object_unref (self->runner);
  g_free (self);
}

guint64
cl_duplicate_finder_get_at (ClDuplicateFinder *self)
{
  return self->at;
}

/* --- Moves --- */

/* FNV-1a: two different games with one hash would have to agree in their players too. */
static guint64
hash_text (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (; *text != '\0'; text++)
    hash = (hash ^ (guint8) *text) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static gboolean
take_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *reading = user_data;
  const char *tab = strchr (value, '\t');
  Line line;

  if (reading->lines->len % CHECK_INTERVAL == 0 &&
      g_cancellable_set_error_if_cancelled (reading->cancellable, &reading->error))
    return FALSE;
  if (tab == NULL || strlen (tab + 1) < MIN_PLIES * CL_PACKED_LENGTH ||
      !cl_library_place_from_key (&line.place, key))
    return TRUE;
  line.hash = hash_text (value);
  g_array_append_val (reading->lines, line);
  return TRUE;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *x = a, *y = b;

  return (x->hash > y->hash) - (x->hash < y->hash);
}

static void
keep_repeated (ClDuplicateFinder *self, GArray *lines)
{
  g_hash_table_remove_all (self->lines);
  g_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      if ((i > 0 && line[-1].hash == line->hash) ||
          (i + 1 < lines->len && line[1].hash == line->hash))
        g_hash_table_add (self->lines, g_memdup2 (line, sizeof *line));
    }
}

gboolean
cl_duplicate_finder_read (ClDuplicateFinder *self,
                          guint64 position,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (self->runner, VIEW);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  Reading reading = { lines, cancellable, NULL };

  if (self->known && self->position == position &&
      (position != 0 || (status != NULL && status->position == self->at)))
    return TRUE;
  self->known = FALSE;
  if (!cl_runner_read_state (self->runner,
                             VIEW,
                             position,
                             NULL,
                             take_cb,
                             &reading,
                             &self->at,
                             error))
    {
      g_clear_error (&reading.error);
      return FALSE;
    }
  if (reading.error != NULL)
    {
      g_propagate_error (error, reading.error);
      return FALSE;
    }
  keep_repeated (self, lines);
  self->position = position;
  self->known = TRUE;
  return TRUE;
}

/* --- Headers --- */

typedef struct
{
  guint64 hash;
  guint32 row;
} Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->hash != y->hash)
    return x->hash < y->hash ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

/* "Kasparov, Garry", "Kasparov,G" and "Garry Kasparov" are one. (transfer full): "" if unknown. */
static char *
fold_surname (const char *name)
{
  const char *comma = strchr (name, ','), *space = strrchr (name, ' ');

  if (comma != NULL)
    return cl_text_fold (name, comma - name);
  if (space != NULL)
    name = space + 1;
  return cl_text_fold (strcmp (name, "?") == 0 ? "" : name,
                       strcmp (name, "?") == 0 ? 0 : strlen (name));
}

static gboolean
same_person (const char *a, const char *b)
{
  g_autofree char *x = fold_surname (a);
  g_autofree char *y = fold_surname (b);

  return *x == '\0' || *y == '\0' || strcmp (x, y) == 0;
}

static gboolean
same_year (const char *a, const char *b)
{
  return *a == '\0' || *b == '\0' || *a == '?' || *b == '?' || strncmp (a, b, 4) == 0;
}

static const char *
get_text (const ClLibraryRows *rows, guint32 row, ClLibraryColumn column)
{
  return cl_library_chunk_get_text (cl_library_rows_get_chunk (rows, row),
                                    cl_library_rows_get (rows, row),
                                    column);
}

static gboolean
same_game (const ClLibraryRows *rows, guint32 a, guint32 b)
{
  guint8 result_a = cl_library_rows_get (rows, a)->result;
  guint8 result_b = cl_library_rows_get (rows, b)->result;

  return (result_a == result_b || result_a == CHESS_RESULT_NONE || result_b == CHESS_RESULT_NONE) &&
         same_person (get_text (rows, a, CL_LIBRARY_WHITE), get_text (rows, b, CL_LIBRARY_WHITE)) &&
         same_person (get_text (rows, a, CL_LIBRARY_BLACK), get_text (rows, b, CL_LIBRARY_BLACK)) &&
         same_year (get_text (rows, a, CL_LIBRARY_DATE), get_text (rows, b, CL_LIBRARY_DATE));
}

/* Of @n candidates with the same moves: each that is not listed yet, with all that are the same game as it. */
static void
list_same (const ClLibraryRows *rows, const Candidate *candidates, guint n, GArray *found)
{
  g_autofree gboolean *listed = g_new0 (gboolean, n);

  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n && !listed[i]; k++)
      if (!listed[k] && same_game (rows, candidates[i].row, candidates[k].row))
        {
          g_array_append_val (found, candidates[i].row);
          listed[i] = TRUE;
          for (; k < n; k++)
            if (!listed[k] && same_game (rows, candidates[i].row, candidates[k].row))
              {
                g_array_append_val (found, candidates[k].row);
                listed[k] = TRUE;
              }
        }
}

GArray *
cl_duplicate_finder_find (ClDuplicateFinder *self,
                          const ClLibraryRows *rows,
                          const GArray *candidates)
{
  g_autoptr (GArray) same_moves = g_array_new (FALSE, FALSE, sizeof (Candidate));
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < candidates->len; i++)
    {
      guint32 row = g_array_index (candidates, guint32, i);
      const ClLibraryEntry *entry = cl_library_rows_get (rows, row);
      const ClLibraryPlace wanted = { entry->partition, entry->game };
      const Line *line = g_hash_table_lookup (self->lines, &wanted);
      Candidate candidate = { line != NULL ? line->hash : 0, row };

      if (line != NULL)
        g_array_append_val (same_moves, candidate);
    }
  g_array_sort (same_moves, compare_candidates);
  for (guint start = 0, end; start < same_moves->len; start = end)
    {
      const Candidate *first = &g_array_index (same_moves, Candidate, start);

      for (end = start + 1;
           end < same_moves->len && g_array_index (same_moves, Candidate, end).hash == first->hash;
           end++)
        ;
      list_same (rows, first, end - start, found);
    }
  return found;
}
