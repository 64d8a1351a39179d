/* cl-registry.h: how far each outside subscriber has come: a small file that is no cache
 *
 * Losing it means that events are delivered again, nothing worse.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  guint64 position;          /* everything up to here is done */
  guint8 seal[CL_SEAL_SIZE]; /* of that event */
  char *types;               /* (nullable): names separated by commas, in order; NULL: all */
  char *partition;           /* (nullable): NULL: all */
  guint64 parked;            /* the event that its command failed at, 0: none */
  char *reason;              /* (nullable): why */
  gint64 changed_at;         /* µs since the epoch */
} ClRegistryRow;

void cl_registry_row_free (ClRegistryRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRegistryRow, cl_registry_row_free)

/* Used by one thread at a time; several processes may have the same file open. */
typedef struct _ClRegistry ClRegistry;

/* The folder for @ledger: XDG_STATE_HOME/chess-ledger/<ledger id>-<hash of the real path>. */
char *cl_registry_default_dir (ClLedger *ledger);

/* Opens (and makes) @dir/registry.db. */
ClRegistry *cl_registry_open (const char *dir, GError **error);
void cl_registry_free (ClRegistry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClRegistry, cl_registry_free)

/* NULL without @error if there is none. */
ClRegistryRow *cl_registry_load (ClRegistry *self, const char *name, GError **error);
/* (element-type ClRegistryRow) (transfer full), in order of name */
GPtrArray *cl_registry_list (ClRegistry *self, GError **error);
/* Adds or replaces; durable when it returns. */
gboolean cl_registry_save (ClRegistry *self, const ClRegistryRow *row, GError **error);
gboolean cl_registry_delete (ClRegistry *self, const char *name, GError **error);

G_END_DECLS
