/* cl-salvage.c: takes over what is whole in a damaged ledger, and says what is not
 *
 * Rows are read one after the other by position; where a page cannot be read, the next positions are asked for one by one until
 * something answers. An event is kept if its partition is whole up to there: its offset is the next and its seal is what its columns
 * and the seal before it give. Names that are missing make the events that need them unreadable. The new file is filled by
 * the same appender as any ledger, so runs, roots and subtrees are made anew; it gets its name when it is complete.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-appender-private.h"
#include "cl-rescue-private.h"

#include <string.h>

#define COMMIT_ROWS    10000
#define DRAFT_ROWS     1000
#define MAX_PARTITIONS 10000000
#define PROGRESS_ROWS  4096
#define PAGE_SIZE      4096
#define LEAST_ROW      48 /* bytes: no more events than that can be in a page */

typedef struct
{
  char *key; /* NULL: its row is lost */
  GBytes *origin;
  guint64 n_kept;
  guint64 last_seen;
  guint64 position; /* where it broke */
  char *reason;     /* NULL: whole so far */
  guint8 seal[CL_SEAL_SIZE];
} Source;

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *rows;
  ClRowNames names;
  GHashTable *sources; /* id → Source */
  ClSealer sealer;
  guint64 head;

  ClAppender *appender;
  guint64 n_uncommitted;
  ClDraft *draft; /* (nullable): events that are to be written together */
  Source *draft_source;
  const char *draft_producer; /* of the names */
  gint64 draft_time;
  gint64 last_time; /* as written */
  gint64 clock;

  ClSalvage *out;
  ClRescueProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Salvage;

static void
free_source (gpointer data)
{
  Source *source = data;

  g_free (source->key);
  g_free (source->reason);
  g_clear_pointer (&source->origin, g_bytes_unref);
  g_free (source);
}

static void
free_loss (gpointer data)
{
  ClLoss *loss = data;

  g_free (loss->partition);
  g_free (loss->reason);
  g_free (loss);
}

void
cl_salvage_clear (ClSalvage *self)
{
  g_clear_pointer (&self->losses, g_ptr_array_unref);
}

static void
salvage_clear (Salvage *self)
{
  g_clear_pointer (&self->draft, cl_draft_unref);
  g_clear_pointer (&self->appender, cl_appender_free);
  sqlite3_finalize (self->rows);
  sqlite3_close_v2 (self->db);
  cl_row_names_clear (&self->names);
  g_hash_table_unref (self->sources);
  cl_sealer_clear (&self->sealer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salvage, salvage_clear)

static gint64
clock_cb (gpointer user_data)
{
  return ((Salvage *) user_data)->clock;
}

static Source *
ensure_source (Salvage *self, gint64 id)
{
  Source *source = g_hash_table_lookup (self->sources, &id);

  if (!source)
    {
      source = g_new0 (Source, 1);
      g_hash_table_insert (self->sources, g_memdup2 (&id, sizeof id), source);
    }
  return source;
}

/* Reads a small table row by row, past what cannot be read; FALSE only if there is no such table. */
static gboolean
for_each_row (Salvage *self,
              const char *sql,
              void (*found) (Salvage *self, gint64 id, sqlite3_stmt *row),
              GError **error)
{
  g_autoptr (sqlite3_stmt) select = cl_db_prepare (self->db, sql, error);
  gint64 id = 0;
  guint n_failures = 0;

  if (!select)
    return FALSE;
  while (n_failures < 1000)
    {
      int code;

      sqlite3_bind_int64 (select, 1, id);
      while ((code = sqlite3_step (select)) == SQLITE_ROW)
        {
          id = sqlite3_column_int64 (select, 0);
          if (id > 0 && id <= MAX_PARTITIONS)
            found (self, id, select);
        }
      sqlite3_reset (select);
      if (code == SQLITE_DONE)
        break;
      id++;
      n_failures++;
    }
  return TRUE;
}

static void
partition_cb (Salvage *self, gint64 id, sqlite3_stmt *row)
{
  Source *source = ensure_source (self, id);
  const char *key = cl_row_text (row, 1);
  const void *origin = sqlite3_column_blob (row, 2);

  if (!key || !*key || !origin || source->key)
    return;
  source->key = g_strdup (key);
  source->origin = g_bytes_new (origin, (gsize) sqlite3_column_bytes (row, 2));
  cl_sealer_origin (&self->sealer,
                    g_bytes_get_data (source->origin, NULL),
                    g_bytes_get_size (source->origin),
                    key,
                    source->seal);
}

static void
take_name (Salvage *self, ClNameTable table, gint64 id, sqlite3_stmt *row)
{
  const char *name = cl_row_text (row, 1);

  if (name)
    cl_row_names_set (&self->names, table, (guint) id, name);
}

static void
type_cb (Salvage *self, gint64 id, sqlite3_stmt *row)
{
  take_name (self, CL_NAME_TYPE, id, row);
}

static void
producer_cb (Salvage *self, gint64 id, sqlite3_stmt *row)
{
  take_name (self, CL_NAME_PRODUCER, id, row);
}

static void
player_cb (Salvage *self, gint64 id, sqlite3_stmt *row)
{
  take_name (self, CL_NAME_PLAYER, id, row);
}

static gboolean
load_names (Salvage *self, GError **error)
{
  return for_each_row (self,
                       "SELECT id, key, origin FROM partition WHERE id > ?1 ORDER BY id",
                       partition_cb,
                       error) &&
         for_each_row (self,
                       "SELECT id, name FROM type WHERE id > ?1 ORDER BY id",
                       type_cb,
                       error) &&
         for_each_row (self,
                       "SELECT id, name FROM producer WHERE id > ?1 ORDER BY id",
                       producer_cb,
                       error) &&
         for_each_row (self,
                       "SELECT id, name FROM player WHERE id > ?1 ORDER BY id",
                       player_cb,
                       error);
}

/* The highest position that the file speaks of anywhere: an unreadable end is a loss too. */
static void
find_head (Salvage *self)
{
  static const char *const sql[] = {
    "SELECT max(position) FROM event",
    "SELECT max(last_position) FROM commits",
    "SELECT max(first_position) FROM run",
    "SELECT max((number + 1) << level) FROM tree",
  };

  gint64 n_pages = 0, most;

  if (!cl_db_get_number (self->db, "PRAGMA page_count", 0, &n_pages, NULL))
    return;
  most = n_pages * (PAGE_SIZE / LEAST_ROW);
  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      gint64 value;

      if (cl_db_get_number (self->db, sql[i], 0, &value, NULL) && value > 0 && value <= most)
        self->head = MAX (self->head, (guint64) value);
    }
}

/* That @source reached @offset, which is no more than there are events. */
static void
note_seen (Salvage *self, Source *source, guint64 offset)
{
  if (offset <= self->head)
    source->last_seen = MAX (source->last_seen, offset);
}

/* How far the runs say that each partition went. */
static void
note_runs (Salvage *self)
{
  g_autoptr (sqlite3_stmt) runs = cl_db_prepare (
    self->db,
    "SELECT first_position, partition, first_offset, lead(first_position) OVER (ORDER BY first_position) FROM run",
    NULL);

  while (runs && sqlite3_step (runs) == SQLITE_ROW)
    {
      guint64 first = (guint64) sqlite3_column_int64 (runs, 0);
      gint64 partition = sqlite3_column_int64 (runs, 1);
      guint64 offset = (guint64) sqlite3_column_int64 (runs, 2);
      guint64 end = sqlite3_column_type (runs, 3) == SQLITE_NULL
                      ? self->head + 1
                      : (guint64) sqlite3_column_int64 (runs, 3);

      if (partition > 0 && partition <= MAX_PARTITIONS && first < end && offset <= self->head)
        note_seen (self, ensure_source (self, partition), offset + (end - first) - 1);
    }
}

static gboolean
commit (Salvage *self, GError **error)
{
  self->n_uncommitted = 0;
  return cl_appender_commit (self->appender, error) && cl_appender_begin (self->appender, error);
}

/* @next_time: that of the event after the draft, since a time that lies after it is the wrong one of the two. */
static gboolean
flush_draft (Salvage *self, gint64 next_time, GError **error)
{
  g_autoptr (ClDraft) draft = g_steal_pointer (&self->draft);
  ClAppended appended;
  gsize n;

  if (!draft)
    return TRUE;
  n = cl_draft_get_length (draft);
  self->clock = self->draft_time;
  if (self->clock > next_time && next_time >= self->last_time)
    self->clock = next_time;
  self->clock = MAX (self->clock, self->last_time);
  self->last_time = self->clock;
  if (self->clock != self->draft_time)
    self->out->n_times += n;
  if (!cl_appender_add (self->appender, draft, self->draft_source->n_kept - n, &appended, error))
    return FALSE;
  self->out->n_kept += n;
  self->n_uncommitted += n;
  return self->n_uncommitted < COMMIT_ROWS || commit (self, error);
}

static gboolean
keep (Salvage *self, Source *source, const ClEvent *event, gint64 time, GError **error)
{
  if (self->draft &&
      (self->draft_source != source || self->draft_producer != event->producer ||
       self->draft_time != time || cl_draft_get_length (self->draft) >= DRAFT_ROWS) &&
      !flush_draft (self, time, error))
    return FALSE;
  if (!self->draft)
    {
      self->draft = cl_draft_new (source->key, event->producer, source->origin);
      self->draft_source = source;
      self->draft_producer = event->producer;
      self->draft_time = time;
    }
  cl_draft_add (self->draft, event);
  if (source->n_kept++ == 0)
    self->out->n_partitions++;
  return TRUE;
}

G_GNUC_PRINTF (3, 4)
static void
lose (Source *source, guint64 position, const char *format, ...)
{
  va_list args;

  if (source->reason)
    return;
  va_start (args, format);
  source->reason = g_strdup_vprintf (format, args);
  va_end (args);
  source->position = position;
}

/* Why the row is not the next event of @source; NULL if it is, with @event and its seal in place. */
static const char *
find_fault (Salvage *self, Source *source, const ClRow *row, ClEvent *event)
{
  guint8 seal[CL_SEAL_SIZE];

  if (!source->key)
    return "the name of its partition is lost";
  if (!cl_row_is_sound (row))
    return "a column holds what was never written";
  if (!cl_row_read (row, &self->names, event))
    return "a name that it points to is lost";
  cl_sealer_event (&self->sealer, source->seal, source->n_kept + 1, event, seal);
  if (memcmp (seal, row->seal, sizeof seal) != 0)
    return "its seal does not fit what it says, or what stands before it";
  memcpy (source->seal, seal, sizeof seal);
  return NULL;
}

static gboolean
take_row (Salvage *self, const ClRow *row, GError **error)
{
  guint64 position = (guint64) row->numbers[CL_ROW_POSITION];
  guint64 offset = (guint64) row->numbers[CL_ROW_OFFSET];
  gint64 id = row->numbers[CL_ROW_PARTITION];
  ClEvent event = { 0 };
  const char *fault;
  Source *source;

  if (id <= 0 || id > MAX_PARTITIONS)
    {
      self->out->n_lost++;
      return TRUE;
    }
  source = ensure_source (self, id);
  note_seen (self, source, offset);
  if (source->reason || offset != source->n_kept + 1)
    {
      lose (source,
            position,
            "offset %" G_GUINT64_FORMAT " is missing before it",
            source->n_kept + 1);
      return TRUE;
    }
  fault = find_fault (self, source, row, &event);
  if (fault)
    {
      lose (source, position, "%s", fault);
      return TRUE;
    }
  return keep (self, source, &event, row->numbers[CL_ROW_RECORDED_AT], error);
}

/* From @after on, as far as SQLite can read: *@last is the last position that it gave. */
static gboolean
take_readable (Salvage *self, guint64 after, guint64 *last, gboolean *ended, GError **error)
{
  int code;
  gboolean ok = TRUE;

  *last = after;
  sqlite3_bind_int64 (self->rows, 1, (gint64) after);
  while (ok && (code = sqlite3_step (self->rows)) == SQLITE_ROW)
    {
      guint64 position;
      ClRow row;

      cl_row_fetch (self->rows, &row);
      position = (guint64) row.numbers[CL_ROW_POSITION];
      if (position <= *last)
        break; /* the tree of pages runs in a circle */
      *last = position;
      ok = take_row (self, &row, error);
      if (position % PROGRESS_ROWS == 0)
        {
          if (self->progress)
            self->progress (MIN (position, self->head), self->head, self->user_data);
          ok = ok && !g_cancellable_set_error_if_cancelled (self->cancellable, error);
        }
    }
  *ended = ok && code == SQLITE_DONE;
  sqlite3_reset (self->rows);
  return ok;
}

static gboolean
take_all (Salvage *self, GError **error)
{
  gboolean ended = FALSE;
  guint64 after = 0, last;

  while (!ended && after <= self->head)
    {
      if (!take_readable (self, after, &last, &ended, error))
        return FALSE;
      /* The next one cannot be read: try the one behind it. */
      after = last + 1;
      if (after % PROGRESS_ROWS == 0 &&
          g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
    }
  return flush_draft (self, G_MAXINT64, error) && cl_appender_commit (self->appender, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static void
list_losses (Salvage *self)
{
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->sources), compare_ids);

  for (GList *item = ids; item; item = item->next)
    {
      const Source *source = g_hash_table_lookup (self->sources, item->data);
      ClLoss *loss;

      if (source->last_seen <= source->n_kept && !source->reason && source->n_kept > 0)
        continue;
      loss = g_new0 (ClLoss, 1);
      loss->partition = source->key ? g_strdup (source->key)
                                    : g_strdup_printf ("(number %" G_GINT64_FORMAT ")",
                                                       *(const gint64 *) item->data);
      loss->n_kept = source->n_kept;
      loss->last_seen = MAX (source->last_seen, source->n_kept);
      loss->position = source->position;
      loss->reason = g_strdup (source->reason ? source->reason : "the file cannot be read there");
      self->out->n_lost += loss->last_seen - loss->n_kept;
      g_ptr_array_add (self->out->losses, loss);
    }
}

static gboolean
open_damaged (Salvage *self, const char *path, GError **error)
{
  ClIdentity identity;
  gboolean empty;

  self->db = cl_db_open (path, CL_DB_SALVAGE, FALSE, error);
  if (!self->db)
    return FALSE;
  /* A lost identity does not matter: the partitions hold where they began. */
  if (!cl_schema_check (self->db, &empty, &identity, error))
    {
      if (!error || !g_error_matches (*error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT))
        return FALSE;
      g_clear_error (error);
    }
  else if (empty)
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_NOT_A_LEDGER, "The file is empty");
      return FALSE;
    }
  /* One picture of a file that may be in use. */
  if (!cl_db_exec (self->db, "BEGIN", error) || !load_names (self, error))
    return FALSE;
  self->rows =
    cl_db_prepare (self->db,
                   "SELECT " CL_ROW_COLUMNS " FROM event WHERE position > ?1 ORDER BY position",
                   error);
  if (!self->rows)
    return FALSE;
  find_head (self);
  note_runs (self);
  return TRUE;
}

static gboolean
open_new (Salvage *self, const char *path, GError **error)
{
  g_autoptr (sqlite3) db = cl_db_open (path, CL_DB_WRITE, TRUE, error);
  ClIdentity identity = { 0 };

  cl_identity_invent (&identity);
  if (!db || !cl_schema_create (db, &identity, error))
    return FALSE;
  cl_schema_restrict_writer (db);
  self->appender = cl_appender_new (g_steal_pointer (&db), &identity, error);
  if (!self->appender)
    return FALSE;
  cl_appender_set_clock (self->appender, clock_cb, self);
  self->last_time = G_MININT64;
  return cl_appender_begin (self->appender, error);
}

static gboolean
fill_new (Salvage *self, const char *damaged, const char *part, GError **error)
{
  if (!open_damaged (self, damaged, error))
    {
      g_prefix_error (error, "“%s” holds nothing that can be saved: ", damaged);
      return FALSE;
    }
  if (!open_new (self, part, error) || !take_all (self, error))
    return FALSE;
  list_losses (self);
  cl_appender_checkpoint (self->appender, TRUE);
  g_clear_pointer (&self->appender, cl_appender_free);
  return TRUE;
}

/* lint: allow parameters: two files, progress, the answer */
gboolean
cl_salvage (const char *damaged,
            const char *path,
            ClRescueProgress progress,
            gpointer user_data,
            GCancellable *cancellable,
            ClSalvage *out,
            GError **error)
{
  g_auto (Salvage) self = { .out = out,
                            .progress = progress,
                            .user_data = user_data,
                            .cancellable = cancellable };
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  GError *local = NULL;
  gboolean ok;

  memset (out, 0, sizeof *out);
  out->losses = g_ptr_array_new_with_free_func (free_loss);
  cl_sealer_init (&self.sealer);
  cl_row_names_init (&self.names);
  self.sources = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_source);
  if (!cl_rescue_check_new (path, error))
    return FALSE;
  cl_rescue_remove (part);
  ok = fill_new (&self, damaged, part, &local) && cl_rescue_name (part, path, &local);
  g_clear_pointer (&self.appender, cl_appender_free);
  cl_rescue_remove (part);
  if (local)
    g_propagate_error (error, local);
  return ok;
}
