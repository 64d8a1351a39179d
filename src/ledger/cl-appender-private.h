/* cl-appender-private.h: one transaction of the ledger: what is checked, numbered, sealed and inserted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-db-private.h"
#include "cl-row-private.h"
#include "cl-seal-private.h"

G_BEGIN_DECLS

typedef struct _ClAppender ClAppender;

/* For cl-appender*.c only: */

typedef struct
{
  guint32 id;
  guint64 offset;
  guint8 seal[CL_SEAL_SIZE]; /* of its last event, or what its first one starts from */
  GBytes *origin;
} ClHead;

/* What a rollback has to restore. */
typedef struct
{
  guint64 position;
  gint64 recorded_at;
  guint32 partition; /* of the last event */
  guint32 game;
  guint32 n_partitions;
  guint32 n_names[CL_N_NAMES];
  ClTree tree;
} ClAppenderProgress;

typedef enum
{
  CL_INSERT_EVENT,
  CL_INSERT_RUN,
  CL_INSERT_COMMIT,
  CL_INSERT_TREE,
  CL_INSERT_PARTITION,
  CL_SELECT_PARTITION,
  CL_SELECT_LAST_RUN,
  CL_SELECT_NEXT_RUN,
  CL_SELECT_RUN_AT,
  CL_SELECT_SEAL,
  CL_SELECT_HEAD,
  CL_BEGIN,
  CL_COMMIT,
  CL_N_STATEMENTS,
} ClAppenderStatement;

/* What stands bound in CL_INSERT_EVENT. */
typedef struct
{
  gboolean set;
  gboolean present; /* FALSE: NULL */
  gint64 value;
} ClBound;

struct _ClAppender
{
  sqlite3 *db;
  ClIdentity identity;
  ClSealer sealer;
  ClAppenderProgress now;
  ClAppenderProgress before;     /* as it was at BEGIN */
  GHashTable *heads;             /* partition key → ClHead */
  GHashTable *names[CL_N_NAMES]; /* name → id */
  sqlite3_stmt *statements[CL_N_STATEMENTS];
  ClBound bound[16]; /* by column, from 1 */
  sqlite3_stmt *select_name[CL_N_NAMES];
  sqlite3_stmt *insert_name[CL_N_NAMES];
  gint64 (*clock) (gpointer);
  gpointer clock_data;
  guint wal_pages;    /* in the log after the last commit */
  guint checkpointed; /* of them, tried to be copied into the file */
};

void cl_head_free (gpointer head);

/* Runs and resets a statement that gives no rows. */
gboolean cl_appender_run (ClAppender *self, sqlite3_stmt *statement, GError **error);
/* 1 a row is there, 0 there is none, -1 with @error. The caller resets. */
int cl_appender_step (ClAppender *self, sqlite3_stmt *statement, GError **error);

/* The id of @name, inserted if it is new; 0 with @error on failure. */
guint32
cl_appender_ensure_name (ClAppender *self, ClNameTable table, const char *name, GError **error);
/* The position of @offset in partition @id, which reaches that far; 0 with @error on failure. */
guint64 cl_appender_find_position (ClAppender *self, guint32 id, guint64 offset, GError **error);
gboolean cl_appender_read_seal (ClAppender *self,
                                guint64 position,
                                guint8 seal[CL_SEAL_SIZE],
                                GError **error);
/* What the seal of the first event of @key starts from. */
void cl_appender_seal_origin (ClAppender *self,
                              const char *key,
                              GBytes *origin,
                              guint8 seal[CL_SEAL_SIZE]);
/* Is a new partition @key not one that stands here under another key? CONFLICT names that. */
gboolean cl_appender_check_new (ClAppender *self, const char *key, GBytes *origin, GError **error);
/* The partition of @draft as it stands; id 0: a new one, which is inserted with its first event. */
ClHead *cl_appender_ensure_head (ClAppender *self, ClDraft *draft, GError **error);

/* For the writer. An appender belongs to the writer thread. Between begin and commit or rollback it holds SQLite's write lock. */

/* Takes @db over. Rebuilds the right edge of the tree and compares it with the last commit's root. */
ClAppender *cl_appender_new (sqlite3 *db, const ClIdentity *identity, GError **error);
void cl_appender_free (ClAppender *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAppender, cl_appender_free)

void cl_appender_set_clock (ClAppender *self, gint64 (*now) (gpointer), gpointer user_data);
guint64 cl_appender_get_head (const ClAppender *self);

gboolean cl_appender_begin (ClAppender *self, GError **error);

/* Writes all of @draft or answers why not (event-sourcing.md §4). After CL_LEDGER_ERROR_IO or _CORRUPT the transaction must
 * be rolled back; after other errors nothing of this draft was written and the transaction goes on. */
gboolean cl_appender_add (ClAppender *self,
                          ClDraft *draft,
                          guint64 expected_offset,
                          ClAppended *appended,
                          GError **error);

/* Writes the root and commits; durable when it returns TRUE. On failure call rollback. */
gboolean cl_appender_commit (ClAppender *self, GError **error);
void cl_appender_rollback (ClAppender *self);

/* Pages that were committed since the last checkpoint. */
guint cl_appender_get_wal_pages (const ClAppender *self);
/* PASSIVE, or TRUNCATE if @truncate. */
void cl_appender_checkpoint (ClAppender *self, gboolean truncate);

G_END_DECLS
