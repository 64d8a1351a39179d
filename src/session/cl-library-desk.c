/* cl-library-desk.c: answers queries of the library on a worker: reads what the view changed, finds, filters, sorts
 *
 * The rows are read whole once, and again when the ledger cursor goes back; else only the keys that changed since. A row
 * that says the same keeps its place even when all are read again. Each
 * answer says how much of it stands as it did in the answer before, so that the model can tell its readers exactly
 * what changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-duplicate-finder.h"
#include "cl-library-filter-private.h"
#include "cl-opening-words.h"
#include "cl-text-fold.h"

#define VIEW           "library"
#define MANY_ROWS      4000
#define N_SAMPLES      400  /* of the rows, to find the middle key */
#define CHECK_INTERVAL 4096 /* rows between two looks at the cancellable */

struct _ClLibraryDesk
{
  ClRunner *runner;
  ClLibraryStore *store;
  ClPositionFinder *finder;
  ClDuplicateFinder *duplicates;
  GHashTable *collections; /* partition → ClLibraryCollection */
  GHashTable *withdrawn;   /* interned partitions whose whole collection was removed */
  gboolean loaded;
  gboolean collections_changed;
  guint64 at;       /* the view's position that the store shows */
  guint64 position; /* as asked: 0 live */
  ClLibraryRows *rows;
  GArray *order, *stamps; /* of the last answer */
};

/* --- Query and answer --- */

gboolean
cl_library_query_is_of_duplicates (const ClLibraryQuery *self)
{
  return g_strcmp0 (self->collection, CL_LIBRARY_DUPLICATES) == 0;
}

gboolean
cl_library_query_needs_moves (const ClLibraryQuery *self)
{
  return self->wanted != NULL || cl_library_query_is_of_duplicates (self);
}

ClLibraryQuery *
cl_library_query_copy (const ClLibraryQuery *self)
{
  ClLibraryQuery *copy = g_memdup2 (self, sizeof *self);

  copy->words = g_strdupv (self->words);
  if (self->wanted != NULL)
    cl_position_query_ref (copy->wanted);
  copy->collection = g_strdup (self->collection);

  return copy;
}

void
cl_library_query_free (ClLibraryQuery *self)
{
  g_strfreev (self->words);
  g_clear_pointer (&self->wanted, cl_position_query_unref);
  g_free (self->collection);
  g_free (self);
}

static void
collection_state_free (ClCollectionState *self)
{
  g_free (self->partition);
  g_free (self->title);
  g_free (self);
}

void
cl_library_answer_free (ClLibraryAnswer *self)
{
  g_clear_pointer (&self->rows, cl_library_rows_unref);
  g_clear_pointer (&self->order, g_array_unref);
  g_clear_pointer (&self->plies, g_array_unref);
  g_clear_pointer (&self->collections, g_ptr_array_unref);
  g_free (self);
}

/* --- Keeping the rows up to date --- */

ClLibraryDesk *
cl_library_desk_new (ClRunner *runner)
{
  ClLibraryDesk *self = g_new0 (ClLibraryDesk, 1);

  self->runner = g_object_ref (runner);
  self->store = cl_library_store_new ();
  self->finder = cl_position_finder_new (runner);
  self->duplicates = cl_duplicate_finder_new (runner);
  self->collections = g_hash_table_new_full (g_str_hash,
                                             g_str_equal,
                                             g_free,
                                             (GDestroyNotify) cl_library_collection_free);
  self->withdrawn = g_hash_table_new (NULL, NULL);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->stamps = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

void
cl_library_desk_free (ClLibraryDesk *self)
{
  g_object_unref (self->runner);
  cl_library_store_free (self->store);
  cl_position_finder_free (self->finder);
  cl_duplicate_finder_free (self->duplicates);
  g_hash_table_unref (self->collections);
  g_hash_table_unref (self->withdrawn);
  g_clear_pointer (&self->rows, cl_library_rows_unref);
  g_array_unref (self->order);
  g_array_unref (self->stamps);
  g_free (self);
}

/* A key without its value, when the game is gone. */
static void
remove_row (ClLibraryDesk *self, const char *key)
{
  ClLibraryPlace place;

  if (cl_library_place_from_key (&place, key))
    cl_library_store_set (self->store, place.partition, place.game, NULL);
}

static void
take_collection (ClLibraryDesk *self, const char *key, const char *value)
{
  const char *partition = key + strlen ("collection/");
  ClLibraryCollection *collection = value != NULL ? cl_library_collection_parse (key, value) : NULL;

  self->collections_changed = TRUE;
  if (collection != NULL && collection->withdrawn)
    g_hash_table_add (self->withdrawn, (gpointer) g_intern_string (partition));
  else
    g_hash_table_remove (self->withdrawn, g_intern_string (partition));
  if (collection != NULL)
    g_hash_table_replace (self->collections, g_strdup (partition), collection);
  else
    g_hash_table_remove (self->collections, partition);
}

static gboolean
take_key (const char *key, const char *value, gpointer user_data)
{
  ClLibraryDesk *self = user_data;

  if (g_str_has_prefix (key, "collection/"))
    {
      take_collection (self, key, value);
    }
  else if (g_str_has_prefix (key, "game/"))
    {
      g_autoptr (ClLibraryRow) row = value != NULL ? cl_library_row_parse (key, value) : NULL;

      if (row != NULL)
        cl_library_store_set (self->store, row->partition, row->game, row);
      else
        remove_row (self, key);
    }

  return TRUE;
}

static gboolean
load_rows (ClLibraryDesk *self, guint64 position, GError **error)
{
  self->loaded = FALSE;
  g_hash_table_remove_all (self->collections);
  g_hash_table_remove_all (self->withdrawn);
  self->collections_changed = TRUE;

  cl_library_store_begin_load (self->store);
  if (!cl_runner_read_state (self->runner, VIEW, position, NULL, take_key, self, &self->at, error))
    return FALSE;
  cl_library_store_end_load (self->store);

  self->loaded = TRUE;
  self->position = position;

  return TRUE;
}

static gboolean
update_rows (ClLibraryDesk *self, guint64 position, GError **error)
{
  g_autoptr (ClConsumerStatus) status = NULL;
  guint64 until = position;

  if (!self->loaded)
    return load_rows (self, position, error);

  if (position == 0)
    {
      status = cl_runner_get_status (self->runner, VIEW);
      if (status == NULL)
        return load_rows (self, position, error);
      until = status->position;
    }
  /* Backwards, or while the view is built anew from the beginning. */
  if (until < self->at)
    return load_rows (self, position, error);

  self->position = position;
  if (until == self->at)
    return TRUE;
  if (!cl_runner_read_changes (self->runner, VIEW, self->at, until, take_key, self, error))
    return load_rows (self, position, (g_clear_error (error), error));
  self->at = until;

  return TRUE;
}

/* --- Filtering --- */

typedef struct
{
  const ClLibraryRows *rows;
  GArray *tables, *others; /* (element-type guint32): what was played here is collected apart */
  guint64 total;
} FoundRows;

/* @any: also what is not searched for. */
static void
find_row (FoundRows *found, const ClLibraryFilter *filter, gboolean any, guint32 row)
{
  const ClLibraryEntry *entry = cl_library_rows_get (found->rows, row);

  if (!cl_library_filter_shows (filter, entry))
    return;
  found->total++;
  if (any ||
      cl_library_filter_matches (filter, cl_library_rows_get_chunk (found->rows, row), entry))
    g_array_append_val (entry->table ? found->tables : found->others, row);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b, gpointer data)
{
  const ClLibraryRows *rows = data;
  const ClLibraryEntry *entry_a = cl_library_rows_get (rows, *(const guint32 *) a);
  const ClLibraryEntry *entry_b = cl_library_rows_get (rows, *(const guint32 *) b);

  if (entry_a->started_at != entry_b->started_at)
    return entry_a->started_at > entry_b->started_at ? -1 : 1;

  return *(const guint32 *) a < *(const guint32 *) b ? 1 : -1;
}

/* Of @rows, those that are there twice, and of these what is searched for. */
static GArray *
find_duplicates (ClLibraryDesk *self,
                 const ClLibraryFilter *filter,
                 const GArray *shown,
                 guint64 *total)
{
  g_autoptr (GArray) twice = cl_duplicate_finder_find (self->duplicates, self->rows, shown);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));

  *total = twice->len;
  for (guint i = 0; i < twice->len; i++)
    {
      guint32 row = g_array_index (twice, guint32, i);

      if (cl_library_filter_matches (filter,
                                     cl_library_rows_get_chunk (self->rows, row),
                                     cl_library_rows_get (self->rows, row)))
        g_array_append_val (found, row);
    }
  return found;
}

static GArray *
find_rows (ClLibraryDesk *self,
           const ClLibraryQuery *query,
           guint64 *total,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GArray) tables = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (ClLibraryFilter) filter = cl_library_filter_new (query, self->withdrawn, self->finder);

  gboolean twice = cl_library_query_is_of_duplicates (query);
  FoundRows found = { self->rows, tables, others, 0 };

  for (guint row = 0; row < self->rows->n_rows; row++)
    {
      if (row % CHECK_INTERVAL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      find_row (&found, filter, twice, row);
    }

  *total = found.total;
  g_array_sort_with_data (tables, compare_newest_first, self->rows);
  g_array_append_vals (tables, others->data, others->len);

  return twice ? find_duplicates (self, filter, tables, total) : g_steal_pointer (&tables);
}

/* --- Sorting --- */

/* The first bytes of the folded text decide nearly always; they are compared as one number. */
typedef struct
{
  guint64 key;
  guint32 row;
  guint32 place; /* before sorting: keeps the order of equals */
} SortEntry;

typedef struct
{
  const ClLibraryRows *rows;
  ClLibraryColumn column; /* CL_LIBRARY_N_COLUMNS: the key is all there is */
  guint16 *ranks;         /* of the openings, when they are what is sorted by */
  int direction;
} Sorting;

static const char *
get_column (const ClLibraryRows *rows, guint32 row, ClLibraryColumn column)
{
  return cl_library_chunk_get_text (cl_library_rows_get_chunk (rows, row),
                                    cl_library_rows_get (rows, row),
                                    column);
}

static ClLibraryColumn
get_sort_column (ClLibrarySort sort)
{
  switch (sort)
    {
    case CL_LIBRARY_SORT_WHITE:
      return CL_LIBRARY_WHITE;
    case CL_LIBRARY_SORT_BLACK:
      return CL_LIBRARY_BLACK;
    case CL_LIBRARY_SORT_EVENT:
      return CL_LIBRARY_EVENT;
    case CL_LIBRARY_SORT_DATE:
      return CL_LIBRARY_DATE;
    case CL_LIBRARY_SORT_ROUND:
      return CL_LIBRARY_ROUND;
    case CL_LIBRARY_SORT_WHITE_ELO:
      return CL_LIBRARY_WHITE_ELO;
    case CL_LIBRARY_SORT_BLACK_ELO:
      return CL_LIBRARY_BLACK_ELO;
    case CL_LIBRARY_SORT_NONE:
    case CL_LIBRARY_SORT_RESULT:
    case CL_LIBRARY_SORT_PLIES:
    case CL_LIBRARY_SORT_OPENING:
    default:
      return CL_LIBRARY_N_COLUMNS;
    }
}

/* What nobody knows is nothing, rather than something behind all else. */
static const char *
get_sort_text (const ClLibraryRows *rows, guint32 row, guint column)
{
  const char *text = get_column (rows, row, column);
  gboolean unknown = column != CL_LIBRARY_WHITE && column != CL_LIBRARY_BLACK && *text == '?';

  return unknown ? "" : text;
}

/* A rating, or a round with its board (“9.2”), as a number: 10 comes after 9. */
static guint64
read_numbers (const char *text)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (text, &end, 10);
  guint64 part = *end == '.' ? g_ascii_strtoull (end + 1, NULL, 10) : 0;

  return MIN (number, G_MAXUINT32 - 1) << 32 | MIN (part, G_MAXUINT32);
}

static guint64
get_sort_key (const Sorting *self, guint32 row, ClLibrarySort sort)
{
  const ClLibraryRows *rows = self->rows;

  if (sort == CL_LIBRARY_SORT_OPENING)
    return self->ranks[cl_library_rows_get (rows, row)->opening];
  if (sort == CL_LIBRARY_SORT_PLIES)
    return cl_library_rows_get (rows, row)->plies;
  if (sort == CL_LIBRARY_SORT_RESULT)
    return cl_library_rows_get (rows, row)->result;
  if (sort == CL_LIBRARY_SORT_WHITE_ELO || sort == CL_LIBRARY_SORT_BLACK_ELO ||
      sort == CL_LIBRARY_SORT_ROUND)
    return read_numbers (get_sort_text (rows, row, get_sort_column (sort)));

  return cl_text_fold_prefix (get_sort_text (rows, row, get_sort_column (sort)));
}

static int
compare_text (const Sorting *self, guint32 a, guint32 b)
{
  if (self->column == CL_LIBRARY_N_COLUMNS)
    return 0;

  return cl_text_compare (get_sort_text (self->rows, a, self->column),
                          get_sort_text (self->rows, b, self->column));
}

static int
compare_sort_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const Sorting *self = data;
  const SortEntry *entry_a = a, *entry_b = b;
  int order;

  if (entry_a->key != entry_b->key)
    return (entry_a->key < entry_b->key ? -1 : 1) * self->direction;
  order = compare_text (self, entry_a->row, entry_b->row);
  if (order != 0)
    return order * self->direction;

  return entry_a->place < entry_b->place ? -1 : 1;
}

static void
sort_rows (GArray *order, const ClLibraryRows *rows, const ClLibraryQuery *query)
{
  Sorting sorting = { .rows = rows,
                      .column = get_sort_column (query->sort),
                      .direction = query->descending ? -1 : 1 };
  g_autoptr (GArray) entries = NULL;
  g_autofree guint16 *ranks = NULL;

  if (query->sort == CL_LIBRARY_SORT_NONE)
    return;

  sorting.ranks = ranks = query->sort == CL_LIBRARY_SORT_OPENING ? cl_opening_ranks_new () : NULL;
  entries = g_array_sized_new (FALSE, FALSE, sizeof (SortEntry), order->len);
  for (guint i = 0; i < order->len; i++)
    {
      guint32 row = g_array_index (order, guint32, i);
      SortEntry entry = { .key = get_sort_key (&sorting, row, query->sort),
                          .row = row,
                          .place = i };

      g_array_append_val (entries, entry);
    }
  g_array_sort_with_data (entries, compare_sort_entries, &sorting);
  for (guint i = 0; i < order->len; i++)
    g_array_index (order, guint32, i) = g_array_index (entries, SortEntry, i).row;
}

/* --- Answering --- */

static GArray *
list_plies (ClLibraryDesk *self, GArray *order)
{
  GArray *plies = g_array_sized_new (FALSE, FALSE, sizeof (guint), order->len);

  for (guint i = 0; i < order->len; i++)
    {
      const ClLibraryEntry *entry =
        cl_library_rows_get (self->rows, g_array_index (order, guint32, i));
      guint ply = 0;

      cl_position_finder_has (self->finder, entry->partition, entry->game, &ply);
      g_array_append_val (plies, ply);
    }
  return plies;
}

/* Remembers the answer, and counts what stands as before at its ends. */
static void
compare_with_last (ClLibraryDesk *self, ClLibraryAnswer *answer)
{
  g_autoptr (GArray) stamps =
    g_array_sized_new (FALSE, FALSE, sizeof (guint32), answer->order->len);
  guint n_old = self->order->len, n_new = answer->order->len;
  guint start = 0, end = 0;

  for (guint i = 0; i < n_new; i++)
    g_array_append_val (stamps,
                        cl_library_rows_get (answer->rows,
                                             g_array_index (answer->order, guint32, i))
                          ->stamp);

#define SAME(i, j)                                                                         \
  (g_array_index (self->order, guint32, i) == g_array_index (answer->order, guint32, j) && \
   g_array_index (self->stamps, guint32, i) == g_array_index (stamps, guint32, j))
  while (start < MIN (n_old, n_new) && SAME (start, start))
    start++;
  while (end < MIN (n_old, n_new) - start && SAME (n_old - 1 - end, n_new - 1 - end))
    end++;
#undef SAME

  answer->same_at_start = start;
  answer->same_at_end = end;
  g_array_unref (self->order);
  g_array_unref (self->stamps);
  self->order = g_array_ref (answer->order);
  self->stamps = g_steal_pointer (&stamps);
}

static int
compare_collections (gconstpointer a, gconstpointer b)
{
  const ClCollectionState *state_a = *(gpointer const *) a, *state_b = *(gpointer const *) b;
  gboolean tables_a = strcmp (state_a->partition, "tables") == 0,
           tables_b = strcmp (state_b->partition, "tables") == 0;

  if (tables_a != tables_b)
    return tables_a ? -1 : 1;

  return g_utf8_collate (state_a->title, state_b->title);
}

static ClCollectionState *
add_collection_state (GPtrArray *states, const char *partition, const char *title)
{
  ClCollectionState *state = g_new0 (ClCollectionState, 1);

  state->partition = g_strdup (partition);
  state->title = g_strdup (title);
  state->complete = TRUE;
  g_ptr_array_add (states, state);

  return state;
}

static GPtrArray *
list_collections (ClLibraryDesk *self)
{
  GPtrArray *states = g_ptr_array_new_with_free_func ((GDestroyNotify) collection_state_free);
  ClCollectionState *tables = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->collections);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const ClLibraryCollection *collection = value;

      if (collection->withdrawn)
        continue;
      if (g_str_has_prefix (collection->partition, "table/"))
        {
          if (tables == NULL)
            tables = add_collection_state (states, "tables", _("Played here"));
          tables->n_games += collection->n_games + collection->n_unreadable;
        }
      else
        {
          const char *name = collection->file[0] != '\0' ? collection->file : collection->partition;
          ClCollectionState *state = add_collection_state (states, collection->partition, name);

          state->n_games = collection->n_games + collection->n_unreadable;
          state->complete = collection->complete;
        }
    }
  g_ptr_array_sort (states, compare_collections);

  return states;
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A key with about as many before it as behind it; NULL: few games are looked through as fast on one thread. */
static char *
find_middle_key (const ClLibraryRows *rows)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  guint step = rows->n_rows / N_SAMPLES;

  if (rows->n_rows < MANY_ROWS)
    return NULL;
  for (guint row = 0; row < rows->n_rows; row += step)
    {
      const ClLibraryEntry *entry = cl_library_rows_get (rows, row);

      g_ptr_array_add (keys, cl_library_row_key (entry->partition, entry->game));
    }
  g_ptr_array_sort (keys, compare_keys);
  return g_strdup (g_ptr_array_index (keys, keys->len / 2));
}

static gboolean
look_through_moves (ClLibraryDesk *self,
                    ClReader *reader,
                    const ClLibraryQuery *query,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *middle = query->wanted != NULL ? find_middle_key (self->rows) : NULL;

  if (query->wanted != NULL && !cl_position_finder_find (self->finder,
                                                         reader,
                                                         query->wanted,
                                                         query->position,
                                                         middle,
                                                         cancellable,
                                                         error))
    return FALSE;
  return !cl_library_query_is_of_duplicates (query) ||
         cl_duplicate_finder_read (self->duplicates, query->position, cancellable, error);
}

ClLibraryAnswer *
cl_library_desk_answer (ClLibraryDesk *self,
                        ClReader *reader,
                        const ClLibraryQuery *query,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (ClLibraryAnswer) answer = g_new0 (ClLibraryAnswer, 1);

  if (!update_rows (self, query->position, error))
    return NULL;
  g_clear_pointer (&self->rows, cl_library_rows_unref);
  self->rows = cl_library_store_publish (self->store);
  if (!look_through_moves (self, reader, query, cancellable, error))
    return NULL;

  answer->rows = cl_library_rows_ref (self->rows);
  answer->at = self->at;
  answer->order = find_rows (self, query, &answer->total, cancellable, error);
  if (answer->order == NULL)
    return NULL;

  sort_rows (answer->order, answer->rows, query);
  if (query->wanted != NULL)
    {
      answer->plies = list_plies (self, answer->order);
      answer->moves_at = cl_position_finder_get_at (self->finder);
    }
  else if (cl_library_query_is_of_duplicates (query))
    answer->moves_at = cl_duplicate_finder_get_at (self->duplicates);
  compare_with_last (self, answer);
  if (self->collections_changed)
    answer->collections = list_collections (self);
  self->collections_changed = FALSE;

  return g_steal_pointer (&answer);
}
