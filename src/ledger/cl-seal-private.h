/* cl-seal-private.h: the hashes that make a changed fact visible: seals of partitions, leaves and nodes of the tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

#include <openssl/evp.h>

G_BEGIN_DECLS

/* One thread's SHA-256, reused from hash to hash. */
typedef struct
{
  EVP_MD *md;
  EVP_MD_CTX *context;
  guint8 *bytes; /* what is being hashed, in one piece */
  gsize used;
  gsize capacity;
} ClSealer;

void cl_sealer_init (ClSealer *self);
void cl_sealer_clear (ClSealer *self);

void cl_sealer_hash (ClSealer *self, const void *bytes, gsize length, guint8 out[CL_SEAL_SIZE]);

/* Of the row in `ledger`; stands in `commits` as the root of position 0. */
void cl_sealer_identity (ClSealer *self,
                         const guint8 id[16],
                         gint64 created_at,
                         guint8 out[CL_SEAL_SIZE]);

/* The "previous seal" of a partition's first event. */
void cl_sealer_origin (ClSealer *self,
                       const guint8 *origin,
                       gsize origin_length,
                       const char *partition,
                       guint8 out[CL_SEAL_SIZE]);

/* What the seal of @event is the hash of. Lives until the sealer is used again. */
const guint8 *cl_sealer_event_bytes (ClSealer *self,
                                     const guint8 previous[CL_SEAL_SIZE],
                                     guint64 offset,
                                     const ClEvent *event,
                                     gsize *length);

/* Of @event at @offset; its position, recorded_at, partition and own seal do not enter. */
void cl_sealer_event (ClSealer *self,
                      const guint8 previous[CL_SEAL_SIZE],
                      guint64 offset,
                      const ClEvent *event,
                      guint8 out[CL_SEAL_SIZE]);

void cl_sealer_leaf (ClSealer *self,
                     guint64 position,
                     gint64 recorded_at,
                     const guint8 seal[CL_SEAL_SIZE],
                     guint8 out[CL_SEAL_SIZE]);
void cl_sealer_node (ClSealer *self,
                     const guint8 left[CL_SEAL_SIZE],
                     const guint8 right[CL_SEAL_SIZE],
                     guint8 out[CL_SEAL_SIZE]);

#define CL_TREE_LEVELS     54 /* more events than that do not fit a file */
#define CL_TREE_KEPT_LEVEL 10 /* complete subtrees from 1024 leaves up are stored */

/* The right edge of the tree of RFC 6962 §2.1 over @size leaves: nodes[l] is a complete subtree of 2^l leaves if bit l
 * of @size is set. All that is needed to add a leaf or tell the root. */
typedef struct
{
  guint64 size;
  guint8 nodes[CL_TREE_LEVELS][CL_SEAL_SIZE];
} ClTree;

/* Called for each subtree that a leaf completes, smallest first; FALSE stops. */
typedef gboolean (*ClTreeFunc) (guint level,
                                guint64 number,
                                const guint8 hash[CL_SEAL_SIZE],
                                gpointer user_data);

gboolean cl_tree_add (ClTree *self,
                      ClSealer *sealer,
                      const guint8 leaf[CL_SEAL_SIZE],
                      ClTreeFunc func,
                      gpointer user_data);
void cl_tree_root (const ClTree *self, ClSealer *sealer, guint8 root[CL_SEAL_SIZE]);

G_END_DECLS
