/* cl-library-store.c: keeps the rows of the library in chunks that are copied when they are changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-store.h"

#include <string.h>

#include "cl-event.h"
#include "cl-text-fold.h"

struct _ClLibraryChunk
{
  gatomicrefcount ref_count;
  gboolean published; /* only the store's thread looks at it */
  guint n_rows;
  GByteArray *text; /* starts with a NUL, so that no row's text has offset 0 */
  ClLibraryEntry entries[CL_LIBRARY_CHUNK_ROWS];
};

struct _ClLibraryStore
{
  GPtrArray *chunks;
  guint n_rows;
  guint32 *slots; /* hash table: row + 1, 0 empty */
  guint n_slots;  /* a power of two */
  guint32 stamp;
  GByteArray *seen; /* a byte a row, while all are set anew */
};

/* --- Chunks --- */

static ClLibraryChunk *
chunk_new (void)
{
  ClLibraryChunk *self = g_new0 (ClLibraryChunk, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->text = g_byte_array_new ();
  g_byte_array_append (self->text, (const guint8 *) "", 1);

  return self;
}

ClLibraryChunk *
cl_library_chunk_ref (ClLibraryChunk *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cl_library_chunk_unref (ClLibraryChunk *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_byte_array_unref (self->text);
  g_free (self);
}

const ClLibraryEntry *
cl_library_chunk_get (const ClLibraryChunk *self, guint index)
{
  return &self->entries[index];
}

const char *
cl_library_chunk_get_text (const ClLibraryChunk *self,
                           const ClLibraryEntry *entry,
                           ClLibraryColumn column)
{
  const char *text = (const char *) self->text->data + entry->text;

  for (guint i = 0; i < column; i++)
    text += strlen (text) + 1;

  return text;
}

static gsize
get_text_length (const ClLibraryChunk *self, const ClLibraryEntry *entry)
{
  const char *start = (const char *) self->text->data + entry->text;
  const char *last = cl_library_chunk_get_text (self, entry, CL_LIBRARY_N_COLUMNS - 1);

  return last + strlen (last) + 1 - start;
}

ClLibraryRow *
cl_library_chunk_dup_row (const ClLibraryChunk *self, const ClLibraryEntry *entry)
{
  ClLibraryRow *row = g_new0 (ClLibraryRow, 1);
  const char *columns[CL_LIBRARY_N_COLUMNS];

  row->storage = g_memdup2 (self->text->data + entry->text, get_text_length (self, entry));
  for (guint i = 0; i < CL_LIBRARY_N_COLUMNS; i++)
    columns[i] = i == 0 ? row->storage : columns[i - 1] + strlen (columns[i - 1]) + 1;

  row->partition = entry->partition;
  row->game = entry->game;
  row->white = columns[CL_LIBRARY_WHITE];
  row->black = columns[CL_LIBRARY_BLACK];
  row->event = columns[CL_LIBRARY_EVENT];
  row->site = columns[CL_LIBRARY_SITE];
  row->date = columns[CL_LIBRARY_DATE];
  row->round = columns[CL_LIBRARY_ROUND];
  row->eco = columns[CL_LIBRARY_ECO];
  row->white_elo = columns[CL_LIBRARY_WHITE_ELO];
  row->black_elo = columns[CL_LIBRARY_BLACK_ELO];
  row->time_control = columns[CL_LIBRARY_TIME_CONTROL];
  row->line = "";
  row->opening = entry->opening;
  row->result = entry->result;
  row->ending = entry->ending;
  row->plies = entry->plies;
  row->first_offset = entry->first_offset;
  row->playing = entry->playing;
  row->withdrawn = entry->withdrawn;
  row->unreadable = entry->unreadable;
  row->started_at = entry->started_at;

  return row;
}

const char *
cl_library_chunk_get_folded (const ClLibraryChunk *self,
                             const ClLibraryEntry *entry,
                             GByteArray *scratch,
                             gsize *length)
{
  const guint8 *text = self->text->data + entry->text;

  if (entry->folded != 0)
    {
      *length = entry->folded_length;
      return (const char *) self->text->data + entry->folded;
    }

  g_byte_array_set_size (scratch, entry->searched);
  for (guint i = 0; i < entry->searched; i++)
    scratch->data[i] = (guint8) (text[i] - 'A') < 26 ? text[i] | 0x20 : text[i];
  *length = entry->searched;

  return (const char *) scratch->data;
}

/* A column longer than this is cut, at a whole character: rows stay small and lengths fit 16 bits. */
#define MAX_COLUMN 1024

static void
append_column (GByteArray *text, const char *column)
{
  gsize length = column != NULL ? strlen (column) : 0;

  if (length > MAX_COLUMN)
    length = g_utf8_find_prev_char (column, column + MAX_COLUMN) - column;
  if (length > 0)
    g_byte_array_append (text, (const guint8 *) column, length);
  g_byte_array_append (text, (const guint8 *) "", 1);
}

static void
append_folded (ClLibraryChunk *self, ClLibraryEntry *entry)
{
  guint32 start = self->text->len;
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint column = 0; column < CL_LIBRARY_N_SEARCHED; column++)
    {
      const char *text = cl_library_chunk_get_text (self, entry, column);
      g_autofree char *folded = cl_text_fold (text, strlen (text));

      g_string_append_len (all, folded, strlen (folded) + 1);
    }

  if (all->len > G_MAXUINT16)
    g_string_truncate (all, G_MAXUINT16);
  g_byte_array_append (self->text, (const guint8 *) all->str, all->len);
  entry->folded = start;
  entry->folded_length = (guint16) all->len;
}

static void
list_columns (const ClLibraryRow *row, const char *columns[CL_LIBRARY_N_COLUMNS])
{
  columns[CL_LIBRARY_WHITE] = row->white;
  columns[CL_LIBRARY_BLACK] = row->black;
  columns[CL_LIBRARY_EVENT] = row->event;
  columns[CL_LIBRARY_SITE] = row->site;
  columns[CL_LIBRARY_DATE] = row->date;
  columns[CL_LIBRARY_ROUND] = row->round;
  columns[CL_LIBRARY_ECO] = row->eco;
  columns[CL_LIBRARY_RESULT] = chess_result_text (row->result);
  columns[CL_LIBRARY_WHITE_ELO] = row->white_elo;
  columns[CL_LIBRARY_BLACK_ELO] = row->black_elo;
  columns[CL_LIBRARY_TIME_CONTROL] = row->time_control;
}

static gboolean
chunk_says (const ClLibraryChunk *self, const ClLibraryEntry *entry, const ClLibraryRow *row)
{
  const char *columns[CL_LIBRARY_N_COLUMNS];
  const char *text = (const char *) self->text->data + entry->text;

  if (entry->dead || entry->plies != row->plies || entry->ending != row->ending ||
      entry->opening != row->opening || entry->playing != !!row->playing ||
      entry->withdrawn != !!row->withdrawn || entry->unreadable != !!row->unreadable ||
      entry->started_at != row->started_at || entry->first_offset != row->first_offset)
    return FALSE;

  list_columns (row, columns);
  for (guint i = 0; i < CL_LIBRARY_N_COLUMNS; i++)
    {
      if (strcmp (text, columns[i] != NULL ? columns[i] : "") != 0)
        return FALSE;
      text += strlen (text) + 1;
    }

  return TRUE;
}

static void
chunk_fill (ClLibraryChunk *self, ClLibraryEntry *entry, const ClLibraryRow *row)
{
  const char *columns[CL_LIBRARY_N_COLUMNS];

  list_columns (row, columns);
  entry->text = self->text->len;
  entry->folded = 0;
  for (guint i = 0; i < CL_LIBRARY_N_COLUMNS; i++)
    {
      append_column (self->text, columns[i]);
      if (i == CL_LIBRARY_N_SEARCHED - 1)
        entry->searched = (guint16) (self->text->len - entry->text);
    }
  if (!cl_text_is_ascii ((const char *) self->text->data + entry->text, entry->searched))
    append_folded (self, entry);

  entry->plies = row->plies;
  entry->result = row->result;
  entry->ending = row->ending;
  entry->opening = (guint16) row->opening;
  entry->playing = !!row->playing;
  entry->withdrawn = !!row->withdrawn;
  entry->unreadable = !!row->unreadable;
  entry->started_at = row->started_at;
  entry->first_offset = row->first_offset;
}

/* Copies what is still used, so that texts of old versions of rows go away. */
static ClLibraryChunk *
chunk_copy (const ClLibraryChunk *self)
{
  ClLibraryChunk *copy = chunk_new ();

  copy->n_rows = self->n_rows;
  for (guint i = 0; i < self->n_rows; i++)
    {
      ClLibraryEntry *entry = &copy->entries[i];

      *entry = self->entries[i];
      entry->text = copy->text->len;
      g_byte_array_append (copy->text,
                           self->text->data + self->entries[i].text,
                           get_text_length (self, &self->entries[i]));
      if (entry->folded == 0)
        continue;
      entry->folded = copy->text->len;
      g_byte_array_append (copy->text,
                           self->text->data + self->entries[i].folded,
                           entry->folded_length);
    }

  return copy;
}

/* --- Published rows --- */

ClLibraryRows *
cl_library_rows_ref (ClLibraryRows *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cl_library_rows_unref (ClLibraryRows *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->chunks);
  g_free (self);
}

/* --- The store --- */

ClLibraryStore *
cl_library_store_new (void)
{
  ClLibraryStore *self = g_new0 (ClLibraryStore, 1);

  self->chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_library_chunk_unref);
  self->n_slots = 1024;
  self->slots = g_new0 (guint32, self->n_slots);

  return self;
}

void
cl_library_store_free (ClLibraryStore *self)
{
  g_clear_pointer (&self->seen, g_byte_array_unref);
  g_ptr_array_unref (self->chunks);
  g_free (self->slots);
  g_free (self);
}

static const ClLibraryEntry *
get_entry (ClLibraryStore *self, guint row)
{
  const ClLibraryChunk *chunk = g_ptr_array_index (self->chunks, row / CL_LIBRARY_CHUNK_ROWS);

  return &chunk->entries[row % CL_LIBRARY_CHUNK_ROWS];
}

static guint
hash_game (const char *partition, guint32 game)
{
  guint64 mixed = ((guint64) (guintptr) partition >> 3) * 0x9e3779b97f4a7c15u ^
                  (guint64) game * 0xff51afd7ed558ccdu;

  return (guint) (mixed ^ mixed >> 32);
}

/* The slot of the game, or the empty one where it belongs. */
static guint32 *
find_slot (ClLibraryStore *self, const char *partition, guint32 game)
{
  guint slot = hash_game (partition, game) & (self->n_slots - 1);

  while (self->slots[slot] != 0)
    {
      const ClLibraryEntry *entry = get_entry (self, self->slots[slot] - 1);

      if (entry->partition == partition && entry->game == game)
        break;
      slot = (slot + 1) & (self->n_slots - 1);
    }

  return &self->slots[slot];
}

static void
grow_slots (ClLibraryStore *self)
{
  g_free (self->slots);
  self->n_slots *= 2;
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint row = 0; row < self->n_rows; row++)
    {
      const ClLibraryEntry *entry = get_entry (self, row);

      *find_slot (self, entry->partition, entry->game) = row + 1;
    }
}

/* The chunk of @row, not yet published, so that it may be changed. */
static ClLibraryChunk *
own_chunk (ClLibraryStore *self, guint row)
{
  guint index = row / CL_LIBRARY_CHUNK_ROWS;
  ClLibraryChunk *chunk;

  if (index == self->chunks->len)
    g_ptr_array_add (self->chunks, chunk_new ());
  chunk = g_ptr_array_index (self->chunks, index);
  if (!chunk->published)
    return chunk;

  self->chunks->pdata[index] = chunk_copy (chunk);
  cl_library_chunk_unref (chunk);

  return self->chunks->pdata[index];
}

static guint
add_row (ClLibraryStore *self, const char *partition, guint32 game)
{
  guint row = self->n_rows;
  ClLibraryChunk *chunk = own_chunk (self, row);
  ClLibraryEntry *entry = &chunk->entries[row % CL_LIBRARY_CHUNK_ROWS];

  entry->partition = partition;
  entry->game = game;
  entry->table = g_str_has_prefix (partition, "table/");
  chunk->n_rows++;
  self->n_rows++;

  return row;
}

/* The row of the game, made if it is missing. */
static guint
ensure_row (ClLibraryStore *self, const char *partition, guint32 game)
{
  guint32 *slot = find_slot (self, partition, game);
  guint row;

  if (*slot != 0)
    return *slot - 1;

  row = add_row (self, partition, game);
  *slot = row + 1;
  if (self->n_rows * 2 > self->n_slots)
    grow_slots (self);

  return row;
}

static void
kill_row (ClLibraryStore *self, guint row)
{
  ClLibraryEntry *entry;

  if (get_entry (self, row)->dead)
    return;

  entry = &own_chunk (self, row)->entries[row % CL_LIBRARY_CHUNK_ROWS];
  entry->dead = TRUE;
  entry->stamp = ++self->stamp;
}

static void
mark_seen (ClLibraryStore *self, guint row)
{
  static const guint8 unseen[256];

  while (self->seen->len <= row)
    g_byte_array_append (self->seen, unseen, sizeof unseen);
  self->seen->data[row] = TRUE;
}

void
cl_library_store_set (ClLibraryStore *self,
                      const char *partition,
                      guint32 game,
                      const ClLibraryRow *row)
{
  const char *name = g_intern_string (partition);
  ClLibraryChunk *chunk;
  ClLibraryEntry *entry;
  guint index;

  if (row == NULL)
    {
      guint32 slot = *find_slot (self, name, game);

      if (slot != 0)
        kill_row (self, slot - 1);
      return;
    }

  index = ensure_row (self, name, game);
  if (self->seen != NULL)
    mark_seen (self, index);
  chunk = g_ptr_array_index (self->chunks, index / CL_LIBRARY_CHUNK_ROWS);
  entry = &chunk->entries[index % CL_LIBRARY_CHUNK_ROWS];
  if (entry->stamp != 0 && chunk_says (chunk, entry, row))
    return;

  chunk = own_chunk (self, index);
  entry = &chunk->entries[index % CL_LIBRARY_CHUNK_ROWS];
  entry->dead = FALSE;
  entry->stamp = ++self->stamp;
  chunk_fill (chunk, entry, row);
}

void
cl_library_store_begin_load (ClLibraryStore *self)
{
  g_clear_pointer (&self->seen, g_byte_array_unref);
  self->seen = g_byte_array_new ();
}

void
cl_library_store_end_load (ClLibraryStore *self)
{
  for (guint row = 0; row < self->n_rows; row++)
    if (row >= self->seen->len || !self->seen->data[row])
      kill_row (self, row);
  g_clear_pointer (&self->seen, g_byte_array_unref);
}

static gpointer
publish_chunk (gconstpointer data, gpointer user_data)
{
  ClLibraryChunk *chunk = (ClLibraryChunk *) data;

  chunk->published = TRUE;

  return cl_library_chunk_ref (chunk);
}

ClLibraryRows *
cl_library_store_publish (ClLibraryStore *self)
{
  ClLibraryRows *rows = g_new0 (ClLibraryRows, 1);

  g_atomic_ref_count_init (&rows->ref_count);
  rows->chunks = g_ptr_array_copy (self->chunks, publish_chunk, NULL);
  rows->n_rows = self->n_rows;

  return rows;
}
