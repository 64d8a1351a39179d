/* cl-writer-private.h: the thread that owns a ledger's only writing connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-appender-private.h"

G_BEGIN_DECLS

typedef struct _ClWriter ClWriter;

/* Called on the writer thread after each commit, with no lock held. */
typedef void (*ClCommitted) (guint64 head, gpointer user_data);

/* Takes @appender over and starts the thread. */
ClWriter *cl_writer_new (ClAppender *appender, ClCommitted committed, gpointer user_data);
/* Writes what is queued, stops the thread, checkpoints and closes the connection. Later calls fail with CLOSED. */
void cl_writer_stop (ClWriter *self);
void cl_writer_free (ClWriter *self);

/* @draft was checked and frozen. */
gboolean cl_writer_append (ClWriter *self,
                           ClDraft *draft,
                           guint64 expected_offset,
                           ClAppended *appended,
                           GError **error);
/* Never blocks. @task returns a ClAppended (g_free) or an error. */
void cl_writer_append_task (ClWriter *self, ClDraft *draft, guint64 expected_offset, GTask *task);
gboolean
cl_writer_append_bulk (ClWriter *self, ClDraft *draft, guint64 expected_offset, GError **error);
gboolean cl_writer_flush (ClWriter *self, GError **error);

/* The most that the drafts it held at once took. */
gsize cl_writer_get_peak_bytes (ClWriter *self);

void cl_writer_set_clock (ClWriter *self, gint64 (*now) (gpointer), gpointer user_data);

G_END_DECLS
