/* cl-sync-private.h: the parts of a sync: two sides, their partitions, and branches on their way to the other side
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-partition-name.h"
#include "cl-reader.h"
#include "cl-seal-private.h"
#include "cl-sync.h"

G_BEGIN_DECLS

/* One partition in one of the two ledgers, as it stands after what was sent. */
typedef struct
{
  char *key;      /* in that ledger */
  char *name;     /* everywhere */
  char *identity; /* name and origin */
  GBytes *origin;
  guint64 head;
  guint8 seal[CL_SEAL_SIZE]; /* of its last event, or what its first one starts from */
  guint64 sent;              /* ClSyncSide.n_sent after its last event was sent; 0: nothing was */
} ClSyncPartition;

typedef struct
{
  guint index; /* 0, 1 */
  ClLedger *ledger;
  ClReader *reader;
  gboolean writable;
  GHashTable *partitions; /* identity → ClSyncPartition, which it owns */
  GHashTable *keys;       /* key → ClSyncPartition */
  GPtrArray *order;       /* identities as they stood at the start */
  guint64 n_sent;         /* events queued */
  guint64 n_flushed;      /* of them surely in the file */
} ClSyncSide;

/* What is to be brought: a partition, or its events behind the first @shift under another name. */
typedef struct
{
  ClSyncSide *side;
  const ClSyncPartition *source;
  guint64 shift;
  guint64 length;
  gboolean renamed; /* its seals differ from those that are stored */
  char *name;
  char *identity;
  GBytes *origin;
} ClSyncBranch;

void cl_sync_partition_free (gpointer data);

/* Reads what there is. */
gboolean cl_sync_side_init (ClSyncSide *self,
                            guint index,
                            ClLedger *ledger,
                            ClSealer *sealer,
                            GError **error);
void cl_sync_side_clear (ClSyncSide *self);
/* A partition for @branch under a free key; NULL with @error if no key will do. */
ClSyncPartition *
cl_sync_side_begin (ClSyncSide *self, const ClSyncBranch *branch, ClSealer *sealer, GError **error);
/* The same, under @key if that will do. */
ClSyncPartition *cl_sync_side_begin_as (ClSyncSide *self,
                                        const ClSyncBranch *branch,
                                        const char *key,
                                        ClSealer *sealer,
                                        GError **error);
/* Waits until what was sent to @partition can be read. */
gboolean cl_sync_side_flush (ClSyncSide *self, const ClSyncPartition *partition, GError **error);
/* The seal at @offset (0: what the first starts from), of what can be read. */
gboolean cl_sync_side_read_seal (ClSyncSide *self,
                                 ClSealer *sealer,
                                 const ClSyncPartition *partition,
                                 guint64 offset,
                                 guint8 seal[CL_SEAL_SIZE],
                                 GError **error);
/* Is everything that was sent there, with the seals that it had? */
gboolean cl_sync_side_check (ClSyncSide *self, GError **error);

/* The whole partition as a branch. Borrows from it. */
ClSyncBranch *cl_sync_branch_new (ClSyncSide *side, const ClSyncPartition *source);
void cl_sync_branch_free (ClSyncBranch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSyncBranch, cl_sync_branch_free)
/* The events of @self from its number @from on, for the place of disputed ones. @seal: of the first of them. */
ClSyncBranch *
cl_sync_branch_split (const ClSyncBranch *self, guint64 from, const guint8 seal[CL_SEAL_SIZE]);

/* Called for each event of a branch: its number and seal there. FALSE ends the walk. */
typedef gboolean (*ClSyncWalk) (const ClEvent *event,
                                guint64 number,
                                const guint8 seal[CL_SEAL_SIZE],
                                gpointer user_data,
                                GError **error);
/* Walks the events behind number @after, where the chain has @seal; checks each seal against the one in the file. FALSE
 * with @error, or without if @walk ended it. */
gboolean cl_sync_branch_walk (const ClSyncBranch *self,
                              ClSealer *sealer,
                              guint64 after,
                              const guint8 seal[CL_SEAL_SIZE],
                              ClSyncWalk walk,
                              gpointer user_data,
                              GError **error);

G_END_DECLS
