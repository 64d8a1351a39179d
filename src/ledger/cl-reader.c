/* cl-reader.c: reads events in order of position, by partition, by game, by time
 *
 * Events of a partition or a game are found by the table `run`: each of its rows says that from first_position on, until
 * the next row, all events are of that partition and game, in order of offset. So a read walks runs and then plain ranges of
 * positions. Every call is one short read transaction: statements are reset before it returns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger-private.h"
#include "cl-reader-private.h"

#include <string.h>

#define MAX_BATCH 1000000

/* clang-format off */
static const char *const statements_sql[CL_READER_N_STATEMENTS] = {
  [SELECT_RANGE] = "SELECT position, partition, offset, type, schema, game, ply, player, move, marks, clock_ms, details, "
                   "occurred_at, recorded_at, producer, seal FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3",
  [SELECT_BRIEF] = "SELECT offset, type, schema, game, ply, move, marks, details "
                   "FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position LIMIT ?3",
  [SELECT_PARTITION] = "SELECT id FROM partition WHERE key = ?1",
  [SELECT_RUNS] = "SELECT first_position, first_offset FROM run WHERE partition = ?1 AND first_offset >= coalesce("
                  "(SELECT max(first_offset) FROM run WHERE partition = ?1 AND first_offset <= ?2), 0) ORDER BY first_offset",
  [SELECT_GAME_RUNS] = "SELECT first_position, first_offset FROM run INDEXED BY run_game WHERE partition = ?1 AND game = ?2 ORDER BY first_position",
  [SELECT_LAST_RUN] = "SELECT first_position, first_offset FROM run WHERE partition = ?1 ORDER BY first_offset DESC LIMIT 1",
  [SELECT_NEXT_RUN] = "SELECT first_position FROM run WHERE first_position > ?1 ORDER BY first_position LIMIT 1",
  [SELECT_LAST_GAME] = "SELECT max(game) FROM run WHERE partition = ?1",
  [SELECT_SEAL] = "SELECT seal FROM event WHERE position = ?1",
  [SELECT_HEAD] = "SELECT max(position) FROM event",
  [SELECT_TIME] = "SELECT recorded_at FROM event WHERE position = ?1",
  [SELECT_KEYS] = "SELECT id, key FROM partition ORDER BY id",
  [SELECT_ORIGIN] = "SELECT origin FROM partition WHERE id = ?1",
  [SELECT_SCATTERED] = "SELECT game FROM run INDEXED BY run_game WHERE partition = ?1 GROUP BY game HAVING count(*) > 1 ORDER BY game",
};
/* clang-format on */

static const char *const names_sql[CL_READER_N_NAMES] = {
  "SELECT key FROM partition WHERE id = ?1",
  "SELECT name FROM type WHERE id = ?1",
  "SELECT name FROM player WHERE id = ?1",
  "SELECT name FROM producer WHERE id = ?1",
};

/* A UUID as 16 bytes. */
static void
parse_id (const char *uuid, guint8 id[16])
{
  for (guint n = 0; *uuid && n < 32; uuid++)
    if (g_ascii_isxdigit (*uuid))
      {
        id[n / 2] = (guint8) (id[n / 2] << 4 | g_ascii_xdigit_value (*uuid));
        n++;
      }
}

/* Takes over @self, which says what to open it with. */
static ClReader *
open_reader (ClReader *unopened, const char *path, GError **error)
{
  g_autoptr (ClReader) self = unopened;

  self->names = cl_names_new ();
  self->kinds = g_array_new (FALSE, TRUE, sizeof (guint16));
  for (guint i = 0; i < CL_READER_N_NAMES; i++)
    self->by_id[i] = g_ptr_array_new ();
  self->db = cl_db_open (path, CL_DB_READ, FALSE, error);
  if (!self->db)
    return NULL;
  for (guint i = 0; i < CL_READER_N_STATEMENTS; i++)
    if (!(self->statements[i] = cl_db_prepare (self->db, statements_sql[i], error)))
      return NULL;
  for (guint i = 0; i < CL_READER_N_NAMES; i++)
    if (!(self->name_statements[i] = cl_db_prepare (self->db, names_sql[i], error)))
      return NULL;
  return g_steal_pointer (&self);
}

ClReader *
cl_reader_new (ClLedger *ledger, GError **error)
{
  ClReader *self;

  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  self = g_new0 (ClReader, 1);
  self->vocabulary = cl_ledger_get_vocabulary (ledger);
  parse_id (cl_ledger_get_id (ledger), self->ledger_id);
  return open_reader (self, cl_ledger_get_path (ledger), error);
}

ClReader *
cl_reader_dup (ClReader *other, GError **error)
{
  ClReader *self;

  g_return_val_if_fail (other != NULL, NULL);

  self = g_new0 (ClReader, 1);
  self->vocabulary = other->vocabulary;
  memcpy (self->ledger_id, other->ledger_id, sizeof self->ledger_id);
  return open_reader (self, sqlite3_db_filename (other->db, "main"), error);
}

void
cl_reader_free (ClReader *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < CL_READER_N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  for (guint i = 0; i < CL_READER_N_NAMES; i++)
    {
      sqlite3_finalize (self->name_statements[i]);
      g_ptr_array_unref (self->by_id[i]);
    }
  sqlite3_close_v2 (self->db);
  g_array_unref (self->kinds);
  g_clear_pointer (&self->cited, g_hash_table_unref);
  g_clear_pointer (&self->began, g_byte_array_unref);
  cl_names_unref (self->names);
  g_free (self);
}

guint64
cl_reader_get_rows_read (const ClReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows_read;
}

/* 1 a row is there, 0 there is none, -1 with @error. */
int
cl_reader_step (ClReader *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    {
      self->rows_read++;
      return 1;
    }
  if (code == SQLITE_DONE)
    return 0;
  cl_db_set_error (self->db, "The ledger could not be read", error);
  return -1;
}

static void
note_kind (ClReader *self, guint id, const char *type)
{
  guint16 kind = 0;

  for (guint i = 0; self->vocabulary && self->vocabulary[i]; i++)
    if (strcmp (self->vocabulary[i], type) == 0)
      kind = (guint16) (i + 1);
  if (self->kinds->len <= id)
    g_array_set_size (self->kinds, id + 1);
  g_array_index (self->kinds, guint16, id) = kind;
}

static const char *
load_name (ClReader *self, ClReaderNames table, guint id, GError **error)
{
  sqlite3_stmt *select = self->name_statements[table];
  const char *name = NULL;
  int found;

  sqlite3_bind_int64 (select, 1, id);
  found = cl_reader_step (self, select, error);
  if (found == 1)
    name =
      g_string_chunk_insert (self->names->strings, (const char *) sqlite3_column_text (select, 0));
  else if (found == 0)
    g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT, "A name (%u) is missing", id);
  sqlite3_reset (select);
  if (!name)
    return NULL;
  if (self->by_id[table]->len <= id)
    g_ptr_array_set_size (self->by_id[table], (int) id + 1);
  self->by_id[table]->pdata[id] = (gpointer) name;
  if (table == NAME_TYPE)
    note_kind (self, id, name);
  return name;
}

const char *
cl_reader_ensure_name (ClReader *self, ClReaderNames table, gint64 id, GError **error)
{
  GPtrArray *names = self->by_id[table];

  if (id > 0 && id < names->len && names->pdata[id])
    return names->pdata[id];
  if (id <= 0 || id > G_MAXINT32)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "A name has the number %" G_GINT64_FORMAT,
                   id);
      return NULL;
    }
  return load_name (self, table, (guint) id, error);
}

static inline gint64
read_optional (sqlite3_stmt *row, int column, gint64 absent)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL ? absent
                                                          : sqlite3_column_int64 (row, column);
}

static gboolean
decode_names (ClReader *self, sqlite3_stmt *row, ClEvent *event, GError **error)
{
  gint64 type = sqlite3_column_int64 (row, 3), player = sqlite3_column_int64 (row, 7);

  event->partition_id = (guint32) sqlite3_column_int64 (row, 1);
  event->partition = cl_reader_ensure_name (self, NAME_PARTITION, event->partition_id, error);
  if (!event->partition || !(event->type = cl_reader_ensure_name (self, NAME_TYPE, type, error)) ||
      !(event->producer =
          cl_reader_ensure_name (self, NAME_PRODUCER, sqlite3_column_int64 (row, 14), error)))
    return FALSE;
  event->kind = g_array_index (self->kinds, guint16, type);
  event->player = player ? cl_reader_ensure_name (self, NAME_PLAYER, player, error) : NULL;
  return !player || event->player;
}

static const char *
decode_details (ClReader *self, sqlite3_stmt *row, guint32 partition_id, ClEvents *batch)
{
  const char *details = (const char *) sqlite3_column_text (row, 11);
  gsize length = (gsize) sqlite3_column_bytes (row, 11);
  g_autofree char *local = NULL;

  if (!details)
    return NULL;
  if (self->cited && (local = cl_reader_localize_details (self, partition_id, details, length)))
    return cl_events_copy_text (batch, local, strlen (local));
  return cl_events_copy_text (batch, details, length);
}

/* The row of SELECT_RANGE as the next event of @batch. */
static gboolean
decode_event (ClReader *self, sqlite3_stmt *row, ClEvents *batch, GError **error)
{
  ClEvent *event = &batch->events[batch->length];

  event->position = (guint64) sqlite3_column_int64 (row, 0);
  event->offset = (guint64) sqlite3_column_int64 (row, 2);
  event->schema = (guint16) sqlite3_column_int (row, 4);
  event->game = (guint32) sqlite3_column_int64 (row, 5);
  event->ply = (guint32) sqlite3_column_int64 (row, 6);
  event->has_move = sqlite3_column_type (row, 8) != SQLITE_NULL;
  event->move.move = (guint16) sqlite3_column_int (row, 8);
  event->move.marks = (guint16) sqlite3_column_int (row, 9);
  event->clock_ms = read_optional (row, 10, CL_NO_CLOCK);
  event->occurred_at = read_optional (row, 12, CL_NO_TIME);
  event->recorded_at = sqlite3_column_int64 (row, 13);
  if (!decode_names (self, row, event, error) || sqlite3_column_bytes (row, 15) != CL_SEAL_SIZE)
    {
      if (error && !*error)
        g_set_error (error,
                     CL_LEDGER_ERROR,
                     CL_LEDGER_ERROR_CORRUPT,
                     "The seal is not 32 bytes long");
      g_prefix_error (error, "Event %" G_GUINT64_FORMAT ": ", event->position);
      return FALSE;
    }
  memcpy (event->seal, sqlite3_column_blob (row, 15), CL_SEAL_SIZE);
  event->details = decode_details (self, row, event->partition_id, batch);
  batch->length++;
  return TRUE;
}

/* A batch being filled. */
typedef struct
{
  ClEvents *events;
  gsize capacity;
  gsize max;
  guint32 brief_of; /* the partition whose events are read in brief, 0: whole events */
  const char *brief_name;
} Filling;

/* The row of SELECT_BRIEF, likewise; what it leaves out is absent. Looking at SQLite's values costs half of what asking for
 * each column twice does; one connection a thread makes it safe. */
static gboolean
decode_brief (ClReader *self, sqlite3_stmt *row, Filling *filling, GError **error)
{
  ClEvent *event = &filling->events->events[filling->events->length];
  sqlite3_value *move = sqlite3_column_value (row, 5), *details = sqlite3_column_value (row, 7);
  gint64 type = sqlite3_value_int64 (sqlite3_column_value (row, 1));

  *event = (ClEvent) CL_EVENT_INIT;
  event->offset = (guint64) sqlite3_value_int64 (sqlite3_column_value (row, 0));
  event->partition_id = filling->brief_of;
  event->partition = filling->brief_name;
  event->type = cl_reader_ensure_name (self, NAME_TYPE, type, error);
  if (!event->type)
    return FALSE;
  event->kind = g_array_index (self->kinds, guint16, type);
  event->schema = (guint16) sqlite3_value_int64 (sqlite3_column_value (row, 2));
  event->game = (guint32) sqlite3_value_int64 (sqlite3_column_value (row, 3));
  event->ply = (guint32) sqlite3_value_int64 (sqlite3_column_value (row, 4));
  event->has_move = sqlite3_value_type (move) != SQLITE_NULL;
  event->move.move = (guint16) sqlite3_value_int64 (move);
  event->move.marks = (guint16) sqlite3_value_int64 (sqlite3_column_value (row, 6));
  if (sqlite3_value_type (details) != SQLITE_NULL)
    {
      const char *text = (const char *) sqlite3_value_text (details);
      gsize length = (gsize) sqlite3_value_bytes (details);

      event->details = text ? cl_events_copy_text (filling->events, text, length) : NULL;
    }
  filling->events->length++;
  return TRUE;
}

static Filling
start_filling (ClReader *self, gsize capacity, gsize max)
{
  Filling filling = { NULL, MIN (capacity, MIN (max, MAX_BATCH)), MIN (max, MAX_BATCH), 0, NULL };

  filling.events = cl_events_new (self->names, filling.capacity);
  return filling;
}

/* The batch, without the room that it does not need; NULL if reading failed. */
static ClEvents *
finish_filling (Filling *filling, gboolean ok)
{
  if (!ok)
    {
      cl_events_unref (filling->events);
      return NULL;
    }
  if (filling->events->length >= filling->capacity / 2)
    return filling->events;
  return cl_events_grow (filling->events, filling->events->length);
}

/* Adds events with @after < position ≤ @until, until the batch is full. */
static gboolean
read_range (ClReader *self, Filling *filling, guint64 after, guint64 until, GError **error)
{
  sqlite3_stmt *select = self->statements[filling->brief_of ? SELECT_BRIEF : SELECT_RANGE];
  int found;

  sqlite3_bind_int64 (select, 1, (gint64) MIN (after, G_MAXINT64));
  sqlite3_bind_int64 (select, 2, (gint64) MIN (until, G_MAXINT64));
  sqlite3_bind_int64 (select, 3, (gint64) (filling->max - filling->events->length));
  while ((found = cl_reader_step (self, select, error)) == 1)
    {
      if (filling->events->length == filling->capacity)
        {
          filling->capacity = MIN (filling->max, filling->capacity * 2);
          filling->events = cl_events_grow (filling->events, filling->capacity);
        }
      if (!(filling->brief_of ? decode_brief (self, select, filling, error)
                              : decode_event (self, select, filling->events, error)))
        {
          found = -1;
          break;
        }
    }
  sqlite3_reset (select);
  return found == 0;
}

ClEvents *
cl_reader_read (ClReader *self, guint64 after, guint64 until, gsize max, GError **error)
{
  Filling filling;
  gboolean ok;

  g_return_val_if_fail (self != NULL, NULL);

  filling = start_filling (self, 1024, max);
  ok = max == 0 || read_range (self, &filling, after, until ? until : G_MAXINT64, error);
  return finish_filling (&filling, ok);
}

/* 0 without @error if there is no such partition. */
guint32
cl_reader_find_partition (ClReader *self, const char *partition, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_PARTITION];
  guint32 id = 0;

  sqlite3_bind_text (select, 1, partition, -1, SQLITE_STATIC);
  if (cl_reader_step (self, select, error) == 1)
    id = (guint32) sqlite3_column_int64 (select, 0);
  sqlite3_reset (select);
  return id;
}

/* The first position after the run that begins at @first, G_MAXINT64 for the last run; 0 with @error. */
guint64
cl_reader_find_run_end (ClReader *self, guint64 first, GError **error)
{
  sqlite3_stmt *next = self->statements[SELECT_NEXT_RUN];
  guint64 end = G_MAXINT64;
  int found;

  sqlite3_bind_int64 (next, 1, (gint64) first);
  found = cl_reader_step (self, next, error);
  if (found == 1)
    end = (guint64) sqlite3_column_int64 (next, 0);
  sqlite3_reset (next);
  return found < 0 ? 0 : end;
}

/* What of the runs is wanted. */
typedef struct
{
  guint64 after_offset;
  guint64 after; /* positions */
  guint64 until;
  gsize max;
  gboolean is_brief;
} Wanted;

/* Events that stand one behind the other in the file and in their partition. */
typedef struct
{
  guint64 first;
  guint64 first_offset;
} Stretch;

/* Adds what is wanted of @stretch, which goes to before the position @end. */
static gboolean
read_stretch (ClReader *self,
              Filling *filling,
              const Stretch *stretch,
              guint64 end,
              const Wanted *wanted,
              GError **error)
{
  guint64 from = stretch->first - 1;

  if (stretch->first_offset <= wanted->after_offset)
    from += wanted->after_offset - stretch->first_offset + 1;
  from = MAX (from, wanted->after);
  return from >= end - 1 || read_range (self, filling, from, MIN (wanted->until, end - 1), error);
}

/* Adds what is wanted of a run, or of those from @stretch on, of which this is the last. */
static gboolean
read_to_run_end (ClReader *self,
                 Filling *filling,
                 const Stretch *stretch,
                 guint64 last_run,
                 const Wanted *wanted,
                 GError **error)
{
  guint64 end = cl_reader_find_run_end (self, last_run, error);

  return end != 0 && read_stretch (self, filling, stretch, end, wanted, error);
}

static Stretch
read_run_row (sqlite3_stmt *runs)
{
  return (Stretch){ (guint64) sqlite3_column_int64 (runs, 0),
                    (guint64) sqlite3_column_int64 (runs, 1) };
}

/* Reads the runs of a game that @runs gives. */
static ClEvents *
read_game_runs (ClReader *self, sqlite3_stmt *runs, const Wanted *wanted, GError **error)
{
  Filling filling = start_filling (self, 64, wanted->max);
  gboolean ok = TRUE;
  int found = 0;

  while (ok && filling.events->length < filling.max &&
         (found = cl_reader_step (self, runs, error)) == 1)
    {
      Stretch run = read_run_row (runs);

      if (run.first > wanted->until)
        break;
      ok = read_to_run_end (self, &filling, &run, run.first, wanted, error);
    }
  sqlite3_reset (runs);
  return finish_filling (&filling, ok && found >= 0);
}

/* Reads the runs of a partition that @runs gives. Offsets have no gaps, so the next run's tells where this one ends; where
 * the next begins there, as all of an import do, the two are read as one. */
static gboolean
fill_from_runs (ClReader *self,
                Filling *filling,
                sqlite3_stmt *runs,
                const Wanted *wanted,
                GError **error)
{
  const guint64 enough = wanted->after_offset + filling->max; /* offset */
  Stretch stretch = { 0, 0 };
  guint64 last_run = 0;
  int found;

  while ((found = cl_reader_step (self, runs, error)) == 1)
    {
      Stretch run = read_run_row (runs);
      guint64 end = stretch.first + (run.first_offset - stretch.first_offset);

      if (stretch.first != 0 && (run.first != end || run.first_offset > enough))
        {
          if (!read_stretch (self, filling, &stretch, end, wanted, error))
            return FALSE;
          if (filling->events->length == filling->max)
            return TRUE;
          stretch.first = 0;
        }
      if (stretch.first == 0)
        stretch = run;
      last_run = run.first;
    }
  if (found < 0 || stretch.first == 0)
    return found == 0;
  return read_to_run_end (self, filling, &stretch, last_run, wanted, error);
}

static ClEvents *
read_partition (ClReader *self, const char *partition, const Wanted *wanted, GError **error)
{
  sqlite3_stmt *runs = self->statements[SELECT_RUNS];
  guint64 after_offset = wanted->after_offset;
  Filling filling;
  GError *local = NULL;
  gboolean ok = TRUE;
  guint32 id;

  id = cl_reader_find_partition (self, partition, &local);
  if (local)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  filling = start_filling (self, 64, wanted->max);
  if (wanted->is_brief && id != 0)
    {
      filling.brief_of = id;
      filling.brief_name = cl_reader_ensure_name (self, NAME_PARTITION, id, error);
      ok = filling.brief_name != NULL;
    }
  sqlite3_bind_int64 (runs, 1, id);
  sqlite3_bind_int64 (runs, 2, (gint64) MIN (after_offset, G_MAXINT64 - 1) + 1);
  ok = ok && fill_from_runs (self, &filling, runs, wanted, error);
  sqlite3_reset (runs);
  return finish_filling (&filling, ok);
}

ClEvents *
cl_reader_read_partition (ClReader *self,
                          const char *partition,
                          guint64 after_offset,
                          gsize max,
                          GError **error)
{
  const Wanted wanted = { after_offset, 0, G_MAXINT64, max, FALSE };

  g_return_val_if_fail (self != NULL && partition != NULL, NULL);

  return read_partition (self, partition, &wanted, error);
}

ClEvents *
cl_reader_read_brief (ClReader *self,
                      const char *partition,
                      guint64 after_offset,
                      gsize max,
                      GError **error)
{
  const Wanted wanted = { after_offset, 0, G_MAXINT64, max, TRUE };

  g_return_val_if_fail (self != NULL && partition != NULL, NULL);

  return read_partition (self, partition, &wanted, error);
}

/* lint: allow parameters: which game, which part of it */
ClEvents *
cl_reader_read_game (ClReader *self,
                     const char *partition,
                     guint32 game,
                     guint64 after,
                     guint64 until,
                     gsize max,
                     GError **error)
{
  const Wanted wanted = { 0, after, until ? until : G_MAXINT64, max };
  GError *local = NULL;
  sqlite3_stmt *runs;
  guint32 id;

  g_return_val_if_fail (self != NULL && partition != NULL, NULL);

  runs = self->statements[SELECT_GAME_RUNS];
  id = cl_reader_find_partition (self, partition, &local);
  if (local)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  sqlite3_bind_int64 (runs, 1, id);
  sqlite3_bind_int64 (runs, 2, game);
  return read_game_runs (self, runs, &wanted, error);
}

ClEvents *
cl_reader_read_at (ClReader *self, const char *partition, guint64 offset, GError **error)
{
  g_return_val_if_fail (self != NULL && partition != NULL, NULL);

  if (offset == 0)
    return cl_events_new (self->names, 0);
  return cl_reader_read_partition (self, partition, offset - 1, 1, error);
}

/* The last position; 0 for none or with @error. */
guint64
cl_reader_read_head (ClReader *self, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_HEAD];
  guint64 head = 0;

  if (cl_reader_step (self, select, error) == 1)
    head = (guint64) sqlite3_column_int64 (select, 0);
  sqlite3_reset (select);
  return head;
}

guint64
cl_reader_position_at_time (ClReader *self, gint64 time_us, GError **error)
{
  sqlite3_stmt *select;
  guint64 low = 0, high; /* the answer lies in low … high */

  g_return_val_if_fail (self != NULL, 0);

  select = self->statements[SELECT_TIME];
  high = cl_reader_read_head (self, error);
  while (low < high)
    {
      guint64 middle = low + (high - low + 1) / 2;
      gint64 recorded_at;
      int found;

      sqlite3_bind_int64 (select, 1, (gint64) middle);
      found = cl_reader_step (self, select, error);
      recorded_at = found == 1 ? sqlite3_column_int64 (select, 0) : G_MAXINT64;
      sqlite3_reset (select);
      if (found < 0)
        return 0;
      if (recorded_at <= time_us)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}
