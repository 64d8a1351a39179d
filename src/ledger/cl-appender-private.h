/* cl-appender-private.h: one transaction of the ledger: what is checked, numbered, sealed and inserted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-db-private.h"
#include "cl-event-private.h"

G_BEGIN_DECLS

/* Belongs to the writer thread. Between begin and commit or rollback it holds SQLite's write lock. */
typedef struct _ClAppender ClAppender;

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

/* Frames that wait in the write-ahead log, as far as this connection knows. */
guint cl_appender_get_wal_pages (const ClAppender *self);
/* PASSIVE, or TRUNCATE if @truncate. */
void cl_appender_checkpoint (ClAppender *self, gboolean truncate);

G_END_DECLS
