/* cl-appender.c: numbers, seals and inserts events, inside one transaction at a time
 *
 * What the triggers demand of others holds here by construction: the position is the head's plus one, the offset that of
 * the partition's head plus one, a run row precedes the first event of another partition or game. Heads and ids are kept
 * in memory and thrown away whenever a transaction is rolled back; the tree and the scalars are restored from a copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-appender-private.h"

#include <string.h>

static gboolean
insert_partition (ClAppender *self, const char *key, ClHead *head, GError **error)
{
  sqlite3_stmt *insert = self->statements[CL_INSERT_PARTITION];
  gsize length;
  const guint8 *origin = g_bytes_get_data (head->origin, &length);

  head->id = ++self->now.n_partitions;
  sqlite3_bind_int64 (insert, 1, head->id);
  sqlite3_bind_text (insert, 2, key, -1, SQLITE_STATIC);
  sqlite3_bind_blob (insert, 3, origin, (int) length, SQLITE_STATIC);
  return cl_appender_run (self, insert, error);
}

static gboolean
insert_run (ClAppender *self, ClHead *head, guint32 game, GError **error)
{
  sqlite3_stmt *insert = self->statements[CL_INSERT_RUN];

  sqlite3_bind_int64 (insert, 1, (gint64) self->now.position + 1);
  sqlite3_bind_int64 (insert, 2, head->id);
  sqlite3_bind_int64 (insert, 3, (gint64) head->offset + 1);
  sqlite3_bind_int64 (insert, 4, game);
  self->now.partition = head->id;
  self->now.game = game;
  return cl_appender_run (self, insert, error);
}

static gboolean
insert_subtree_cb (guint level, guint64 number, const guint8 hash[CL_SEAL_SIZE], gpointer user_data)
{
  ClAppender *self = user_data;
  sqlite3_stmt *insert = self->statements[CL_INSERT_TREE];

  if (level < CL_TREE_KEPT_LEVEL)
    return TRUE;
  sqlite3_bind_int64 (insert, 1, level);
  sqlite3_bind_int64 (insert, 2, (gint64) number);
  sqlite3_bind_blob (insert, 3, hash, CL_SEAL_SIZE, SQLITE_STATIC);
  return cl_appender_run (self, insert, NULL);
}

/* Most columns of an event are what they were in the one before: SQLite keeps them bound. */
static inline void
bind_number (ClAppender *self, int column, gboolean present, gint64 value)
{
  ClBound *bound = &self->bound[column];

  if (bound->set && bound->present == present && (!present || bound->value == value))
    return;
  *bound = (ClBound){ TRUE, present, value };
  if (present)
    sqlite3_bind_int64 (self->statements[CL_INSERT_EVENT], column, value);
  else
    sqlite3_bind_null (self->statements[CL_INSERT_EVENT], column);
}

static inline void
bind_details (ClAppender *self, const char *details)
{
  ClBound *bound = &self->bound[12];

  if (!details && bound->set && !bound->present)
    return;
  *bound = (ClBound){ TRUE, details != NULL, 0 };
  sqlite3_bind_text (self->statements[CL_INSERT_EVENT], 12, details, -1, SQLITE_STATIC);
}

typedef struct
{
  guint32 type;
  guint32 producer;
  guint32 player; /* 0: none */
} Ids;

static gboolean
insert_event (ClAppender *self,
              const ClHead *head,
              const ClEvent *event,
              const Ids *ids,
              GError **error)
{
  sqlite3_stmt *insert = self->statements[CL_INSERT_EVENT];

  bind_number (self, 1, TRUE, (gint64) self->now.position);
  bind_number (self, 2, TRUE, head->id);
  bind_number (self, 3, TRUE, (gint64) head->offset);
  bind_number (self, 4, TRUE, ids->type);
  bind_number (self, 5, TRUE, event->schema);
  bind_number (self, 6, event->game != 0, event->game);
  bind_number (self, 7, event->ply != 0, event->ply);
  bind_number (self, 8, ids->player != 0, ids->player);
  bind_number (self, 9, event->has_move, event->move.move);
  bind_number (self, 10, event->has_move, event->move.marks);
  bind_number (self, 11, event->clock_ms != CL_NO_CLOCK, event->clock_ms);
  bind_details (self, event->details);
  bind_number (self, 13, event->occurred_at != CL_NO_TIME, event->occurred_at);
  bind_number (self, 14, TRUE, self->now.recorded_at);
  bind_number (self, 15, TRUE, ids->producer);
  sqlite3_bind_blob (insert, 16, head->seal, CL_SEAL_SIZE, SQLITE_STATIC);
  return cl_appender_run (self, insert, error);
}

static gboolean
append_event (ClAppender *self, ClHead *head, const ClEvent *event, const Ids *ids, GError **error)
{
  guint8 leaf[CL_SEAL_SIZE];

  if ((head->id != self->now.partition || event->game != self->now.game) &&
      !insert_run (self, head, event->game, error))
    return FALSE;
  self->now.position++;
  head->offset++;
  cl_sealer_event (&self->sealer, head->seal, head->offset, event, head->seal);
  cl_sealer_leaf (&self->sealer, self->now.position, self->now.recorded_at, head->seal, leaf);
  if (!insert_event (self, head, event, ids, error))
    return FALSE;
  if (cl_tree_add (&self->now.tree, &self->sealer, leaf, insert_subtree_cb, self))
    return TRUE;
  cl_db_set_error (self->db, "The ledger could not be written", error);
  return FALSE;
}

static gboolean
append_all (ClAppender *self, ClHead *head, ClDraft *draft, GError **error)
{
  const ClEvent *previous = NULL;
  Ids ids = { 0 };
  const char *players[2] = { NULL, NULL }; /* the two sides of a game take turns */
  guint32 player_ids[2] = { 0, 0 };

  self->now.recorded_at = MAX (self->now.recorded_at, self->clock (self->clock_data));
  if (!head->id && !insert_partition (self, draft->partition, head, error))
    return FALSE;
  ids.producer = cl_appender_ensure_name (self, CL_NAME_PRODUCER, draft->producer, error);
  if (!ids.producer)
    return FALSE;
  for (guint i = 0; i < draft->events->len; i++)
    {
      const ClEvent *event = &g_array_index (draft->events, ClEvent, i);
      guint side = i & 1;

      if ((!previous || previous->type != event->type) &&
          !(ids.type = cl_appender_ensure_name (self, CL_NAME_TYPE, event->type, error)))
        return FALSE;
      if (event->player && players[side] != event->player)
        {
          if (!(player_ids[side] =
                  cl_appender_ensure_name (self, CL_NAME_PLAYER, event->player, error)))
            return FALSE;
          players[side] = event->player;
        }
      ids.player = event->player ? player_ids[side] : 0;
      if (!append_event (self, head, event, &ids, error))
        return FALSE;
      previous = event;
    }
  return TRUE;
}

static void
set_conflict (GError **error, const char *partition, guint64 offset, guint64 head)
{
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CONFLICT,
               "“%s” holds another event at offset %" G_GUINT64_FORMAT
               " (its last offset is %" G_GUINT64_FORMAT ")",
               partition,
               offset,
               head);
}

/* Stands what @draft says after @expected already? Equal seals are equal bytes, and equal histories before them. */
static gboolean
answer_repeated (ClAppender *self,
                 ClHead *head,
                 ClDraft *draft,
                 guint64 expected,
                 ClAppended *appended,
                 GError **error)
{
  guint8 seal[CL_SEAL_SIZE], stored[CL_SEAL_SIZE];
  guint64 position;

  if (expected == 0)
    cl_appender_seal_origin (self, draft->partition, head->origin, seal);
  else if (!(position = cl_appender_find_position (self, head->id, expected, error)) ||
           !cl_appender_read_seal (self, position, seal, error))
    return FALSE;
  for (guint i = 0; i < draft->events->len; i++)
    {
      guint64 offset = expected + 1 + i;

      if (offset > head->offset)
        {
          g_set_error (
            error,
            CL_LEDGER_ERROR,
            CL_LEDGER_ERROR_PARTIAL_DUPLICATE,
            "“%s” holds the first %u of %u events already: its last offset is %" G_GUINT64_FORMAT,
            draft->partition,
            i,
            draft->events->len,
            head->offset);
          return FALSE;
        }
      position = cl_appender_find_position (self, head->id, offset, error);
      cl_sealer_event (&self->sealer,
                       seal,
                       offset,
                       &g_array_index (draft->events, ClEvent, i),
                       seal);
      if (!position || !cl_appender_read_seal (self, position, stored, error))
        return FALSE;
      if (memcmp (seal, stored, sizeof seal) != 0)
        {
          set_conflict (error, draft->partition, offset, head->offset);
          return FALSE;
        }
      if (i == 0)
        appended->first_position = position;
      appended->last_position = position;
    }
  appended->duplicate = TRUE;
  return TRUE;
}

/* A partition that is not in the file yet starts as its first draft says. */
static void
set_origin (ClAppender *self, ClDraft *draft, ClHead *head)
{
  g_bytes_unref (head->origin);
  head->origin = draft->origin ? g_bytes_ref (draft->origin)
                               : g_bytes_new (self->identity.id, sizeof self->identity.id);
  cl_appender_seal_origin (self, draft->partition, head->origin, head->seal);
}

gboolean
cl_appender_add (ClAppender *self,
                 ClDraft *draft,
                 guint64 expected_offset,
                 ClAppended *appended,
                 GError **error)
{
  ClHead *head = cl_appender_ensure_head (self, draft, error);

  if (!head)
    return FALSE;
  appended->duplicate = FALSE;
  appended->first_offset = expected_offset + 1;
  appended->last_offset = expected_offset + draft->events->len;
  if (!head->id)
    {
      set_origin (self, draft, head);
      if (!cl_appender_check_new (self, draft->partition, head->origin, error))
        return FALSE;
    }
  else if (draft->origin && !g_bytes_equal (draft->origin, head->origin))
    {
      set_conflict (error, draft->partition, 1, head->offset);
      g_prefix_error (error, "The origins differ: ");
      return FALSE;
    }
  if (expected_offset > head->offset)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_GAP,
                   "“%s” ends at offset %" G_GUINT64_FORMAT ", not yet at %" G_GUINT64_FORMAT,
                   draft->partition,
                   head->offset,
                   expected_offset);
      return FALSE;
    }
  if (expected_offset < head->offset)
    return answer_repeated (self, head, draft, expected_offset, appended, error);
  appended->first_position = self->now.position + 1;
  if (!append_all (self, head, draft, error))
    return FALSE;
  appended->last_position = self->now.position;
  return TRUE;
}

gboolean
cl_appender_begin (ClAppender *self, GError **error)
{
  sqlite3_stmt *select = self->statements[CL_SELECT_HEAD];
  guint64 head;

  self->before = self->now;
  if (!cl_appender_run (self, self->statements[CL_BEGIN], error))
    return FALSE;
  if (cl_appender_step (self, select, error) < 0)
    {
      sqlite3_reset (select);
      return FALSE;
    }
  head = (guint64) sqlite3_column_int64 (select, 0);
  sqlite3_reset (select);
  if (head == self->now.position)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "Somebody else wrote to the ledger: event %" G_GUINT64_FORMAT
               " is the last, expected was %" G_GUINT64_FORMAT,
               head,
               self->now.position);
  return FALSE;
}

gboolean
cl_appender_commit (ClAppender *self, GError **error)
{
  sqlite3_stmt *insert = self->statements[CL_INSERT_COMMIT];
  guint8 root[CL_SEAL_SIZE];

  if (self->now.position == self->before.position)
    {
      cl_appender_rollback (self);
      return TRUE;
    }
  cl_tree_root (&self->now.tree, &self->sealer, root);
  sqlite3_bind_int64 (insert, 1, (gint64) self->now.position);
  sqlite3_bind_blob (insert, 2, root, sizeof root, SQLITE_STATIC);
  return cl_appender_run (self, insert, error) &&
         cl_appender_run (self, self->statements[CL_COMMIT], error);
}

void
cl_appender_rollback (ClAppender *self)
{
  gboolean wrote = self->now.position != self->before.position ||
                   self->now.n_partitions != self->before.n_partitions;

  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  for (guint i = 0; i < CL_N_NAMES; i++)
    wrote = wrote || self->now.n_names[i] != self->before.n_names[i];
  self->now = self->before;
  if (!wrote)
    return;
  g_hash_table_remove_all (self->heads);
  for (guint i = 0; i < CL_N_NAMES; i++)
    g_hash_table_remove_all (self->names[i]);
}
