/* cl-sync-branch.c: events on their way to another ledger: a partition, or the end of one under another name
 *
 * The end of a partition that goes to the place of disputed events is numbered from 1 there and has seals of its own; they
 * start from the seal that its first event has in the partition, so that the same branch is the same facts on every replica.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-sync-private.h"

#include <string.h>

#define BATCH 1000

static ClSyncBranch *
new_branch (ClSyncSide *side, const ClSyncPartition *source, guint64 shift, const char *name)
{
  ClSyncBranch *self = g_new0 (ClSyncBranch, 1);

  self->side = side;
  self->source = source;
  self->shift = shift;
  self->length = source->head - shift;
  self->name = g_strdup (name);
  return self;
}

ClSyncBranch *
cl_sync_branch_new (ClSyncSide *side, const ClSyncPartition *source)
{
  ClSyncBranch *self = new_branch (side, source, 0, source->name);

  self->identity = g_strdup (source->identity);
  self->origin = g_bytes_ref (source->origin);
  return self;
}

ClSyncBranch *
cl_sync_branch_split (const ClSyncBranch *self, guint64 from, const guint8 seal[CL_SEAL_SIZE])
{
  g_autofree char *name = cl_partition_dup_disputed (self->name, from, seal);
  ClSyncBranch *split = new_branch (self->side, self->source, self->shift + from - 1, name);

  split->renamed = TRUE;
  split->origin = g_bytes_new (seal, CL_SEAL_SIZE);
  split->identity = cl_partition_dup_identity (name, seal, CL_SEAL_SIZE);
  return split;
}

void
cl_sync_branch_free (ClSyncBranch *self)
{
  g_free (self->name);
  g_free (self->identity);
  g_bytes_unref (self->origin);
  g_free (self);
}

static gboolean
fail_seal (const ClSyncBranch *self, guint64 offset, GError **error)
{
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "“%s”: the seal of “%s” offset %" G_GUINT64_FORMAT
               " does not fit its event and those before; nothing from there on was copied",
               cl_ledger_get_path (self->side->ledger),
               self->source->key,
               offset);
  return FALSE;
}

typedef struct
{
  guint64 number; /* of the branch, of the last event seen */
  guint8 stored[CL_SEAL_SIZE];
  guint8 seal[CL_SEAL_SIZE];
} Chain;

/* One event further along both chains. */
static gboolean
follow_event (const ClSyncBranch *self,
              ClSealer *sealer,
              Chain *chain,
              const ClEvent *event,
              GError **error)
{
  chain->number++;
  cl_sealer_event (sealer, chain->stored, event->offset, event, chain->stored);
  if (event->offset != self->shift + chain->number ||
      memcmp (chain->stored, event->seal, CL_SEAL_SIZE) != 0)
    return fail_seal (self, self->shift + chain->number, error);
  if (!self->renamed)
    memcpy (chain->seal, chain->stored, CL_SEAL_SIZE);
  else
    cl_sealer_event (sealer, chain->seal, chain->number, event, chain->seal);
  return TRUE;
}

gboolean /* lint: allow parameters: a callback and what it needs */
cl_sync_branch_walk (const ClSyncBranch *self,
                     ClSealer *sealer,
                     guint64 after,
                     const guint8 seal[CL_SEAL_SIZE],
                     ClSyncWalk walk,
                     gpointer user_data,
                     GError **error)
{
  ClSyncSide *side = self->side;
  Chain chain = { .number = after };

  memcpy (chain.seal, seal, CL_SEAL_SIZE);
  if (!cl_sync_side_flush (side, self->source, error) ||
      !cl_sync_side_read_seal (side,
                               sealer,
                               self->source,
                               self->shift + after,
                               chain.stored,
                               error))
    return FALSE;
  while (chain.number < self->length)
    {
      gsize max = (gsize) MIN (self->length - chain.number, BATCH);
      g_autoptr (ClEvents) events = cl_reader_read_partition (side->reader,
                                                              self->source->key,
                                                              self->shift + chain.number,
                                                              max,
                                                              error);

      if (!events)
        return FALSE;
      if (cl_events_get_length (events) == 0)
        return fail_seal (self, self->shift + chain.number + 1, error);
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        if (!follow_event (self, sealer, &chain, cl_events_get (events, i), error) ||
            !walk (cl_events_get (events, i), chain.number, chain.seal, user_data, error))
          return FALSE;
    }
  return TRUE;
}
