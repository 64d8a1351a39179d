/* cl-spool.h: what comes through a pipe, as a file that can be read twice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ClSpool ClSpool;

typedef void (*ClSpoolProgress) (guint64 bytes_done, gpointer user_data);

/* Blocks: copies @stream to its end into a file without a name, on the disk for temporary files, which is gone with the
 * spool or the process. @progress: (nullable). */
ClSpool *cl_spool_new (GInputStream *stream,
                       ClSpoolProgress progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error);
void cl_spool_free (ClSpool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSpool, cl_spool_free)

/* The file; lives as long as the spool. */
GFile *cl_spool_get_file (ClSpool *self);

/* Is @file something that can be read only once: a pipe, a socket, a terminal? */
gboolean cl_spool_is_needed (GFile *file);

G_END_DECLS
