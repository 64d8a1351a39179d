/* cl-sync.c: brings each partition of one ledger to the other, and back
 *
 * For each partition the seals at the last common offset are compared: equal seals are equal histories, so the longer side's
 * rest is appended to the shorter. Where they differ, the first different offset is found by bisection, and each side's events
 * from there on go to a place of their own in both ledgers. The events that stand in a ledger are the record of how far a
 * sync came: there is no other, so there is none that could be wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-private.h"
#include "cl-sync-private.h"

#include <string.h>

#define MAX_DRAFT 500

typedef struct
{
  ClSyncSide sides[2];
  ClSealer sealer;
  ClSyncProgress progress;
  gpointer progress_data;
  guint64 done, total;
  GCancellable *cancellable;
  ClSyncReport *report;
} Sync;

static void
free_fork (gpointer data)
{
  ClSyncFork *fork = data;

  g_free (fork->partition);
  g_free (fork->identity);
  g_free (fork->branches[0]);
  g_free (fork->branches[1]);
  g_free (fork);
}

void
cl_sync_report_init (ClSyncReport *self)
{
  memset (self, 0, sizeof *self);
  self->forks = g_ptr_array_new_with_free_func (free_fork);
  self->complaints = g_ptr_array_new_with_free_func (g_free);
}

void
cl_sync_report_clear (ClSyncReport *self)
{
  g_clear_pointer (&self->forks, g_ptr_array_unref);
  g_clear_pointer (&self->complaints, g_ptr_array_unref);
}

/* A branch being copied. */
typedef struct
{
  Sync *sync;
  ClSyncSide *to;
  ClSyncPartition *there;
  ClDraft *draft;            /* (nullable): not sent yet */
  guint8 seal[CL_SEAL_SIZE]; /* of its last event */
} Copy;

static gboolean
send_draft (Copy *self, GError **error)
{
  g_autoptr (ClDraft) draft = g_steal_pointer (&self->draft);
  gsize n = draft ? cl_draft_get_length (draft) : 0;
  Sync *sync = self->sync;

  if (n == 0)
    return TRUE;
  if (!cl_ledger_append_bulk (self->to->ledger, draft, self->there->head, error))
    return FALSE;
  if (self->there->sent == 0)
    sync->report->n_partitions[self->to->index]++;
  self->there->head += n;
  memcpy (self->there->seal, self->seal, CL_SEAL_SIZE);
  self->to->n_sent += n;
  self->there->sent = self->to->n_sent;
  sync->report->n_events[self->to->index] += n;
  sync->done += n;
  if (sync->progress)
    sync->progress (sync->done, MAX (sync->done, sync->total), sync->progress_data);
  return TRUE;
}

static gboolean
copy_event_cb (const ClEvent *event,
               guint64 number,
               const guint8 seal[CL_SEAL_SIZE],
               gpointer user_data,
               GError **error)
{
  Copy *self = user_data;

  if (self->draft &&
      (strcmp (self->draft->producer, event->producer) != 0 ||
       cl_draft_get_length (self->draft) >= MAX_DRAFT) &&
      (!send_draft (self, error) ||
       g_cancellable_set_error_if_cancelled (self->sync->cancellable, error)))
    return FALSE;
  if (!self->draft)
    self->draft = cl_draft_new (self->there->key, event->producer, self->there->origin);
  cl_draft_add (self->draft, event);
  memcpy (self->seal, seal, CL_SEAL_SIZE);
  return TRUE;
}

/* Appends what @there lacks of @branch, which it agrees with so far. */
static gboolean
copy_rest (Sync *self,
           const ClSyncBranch *branch,
           ClSyncSide *to,
           ClSyncPartition *there,
           GError **error)
{
  Copy copy = { .sync = self, .to = to, .there = there };
  guint8 seal[CL_SEAL_SIZE];
  gboolean ok;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  memcpy (seal, there->seal, CL_SEAL_SIZE);
  ok = cl_sync_branch_walk (branch, &self->sealer, there->head, seal, copy_event_cb, &copy, error);
  /* What was read before a broken event is sound, and so is what was read before a cancel. */
  if (!ok)
    {
      g_autoptr (GError) ignored = NULL;

      send_draft (&copy, &ignored);
      return FALSE;
    }
  return send_draft (&copy, error);
}

typedef struct
{
  Sync *sync;
  ClSyncSide *to;
  const ClSyncPartition *there;
  guint64 until;
  guint64 shared;
  guint8 seal[CL_SEAL_SIZE]; /* of the first that differs */
} Comparison;

static gboolean
compare_event_cb (const ClEvent *event,
                  guint64 number,
                  const guint8 seal[CL_SEAL_SIZE],
                  gpointer user_data,
                  GError **error)
{
  Comparison *self = user_data;
  guint8 theirs[CL_SEAL_SIZE];

  memcpy (self->seal, seal, CL_SEAL_SIZE);
  if (number > self->until ||
      !cl_sync_side_read_seal (self->to, &self->sync->sealer, self->there, number, theirs, error) ||
      memcmp (seal, theirs, CL_SEAL_SIZE) != 0)
    return FALSE;
  self->shared = number;
  return TRUE;
}

/* The last number up to which a renamed branch and @comparison->there agree: its seals are not stored, so it is walked. */
static gboolean
walk_to_difference (const ClSyncBranch *branch, Comparison *self, GError **error)
{
  GError *local = NULL;
  guint8 origin[CL_SEAL_SIZE];

  if (!cl_sync_side_read_seal (self->to, &self->sync->sealer, self->there, 0, origin, error))
    return FALSE;
  cl_sync_branch_walk (branch, &self->sync->sealer, 0, origin, compare_event_cb, self, &local);
  if (!local)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* The same by bisection, for seals that are stored: equal seals at n are equal seals before n. */
static gboolean
bisect_difference (const ClSyncBranch *branch, Comparison *self, GError **error)
{
  guint64 low = 0, high = self->until; /* the answer lies in low … high */
  ClSealer *sealer = &self->sync->sealer;
  guint64 middle = high;
  guint8 mine[CL_SEAL_SIZE], theirs[CL_SEAL_SIZE];

  while (low < high)
    {
      if (!cl_sync_side_read_seal (branch->side, sealer, branch->source, middle, mine, error) ||
          !cl_sync_side_read_seal (self->to, sealer, self->there, middle, theirs, error))
        return FALSE;
      if (memcmp (mine, theirs, CL_SEAL_SIZE) == 0)
        low = middle;
      else
        high = middle - 1;
      middle = low + (high - low + 1) / 2;
    }
  self->shared = low;
  return self->shared == self->until ||
         cl_sync_side_read_seal (branch->side, sealer, branch->source, low + 1, self->seal, error);
}

static ClSyncFork *
ensure_fork (Sync *self, const ClSyncBranch *branch, guint64 offset)
{
  GPtrArray *forks = self->report->forks;
  ClSyncFork *fork;

  for (guint i = 0; i < forks->len; i++)
    {
      fork = g_ptr_array_index (forks, i);
      if (fork->offset == offset && strcmp (fork->identity, branch->identity) == 0)
        return fork;
    }
  fork = g_new0 (ClSyncFork, 1);
  fork->partition = g_strdup (branch->name);
  fork->identity = g_strdup (branch->identity);
  fork->offset = offset;
  g_ptr_array_add (forks, fork);
  return fork;
}

static gboolean bring (Sync *self, const ClSyncBranch *branch, ClSyncSide *to, GError **error);

/* @branch has other events behind @shared than @to: they go to a place of their own, on both sides. */
static gboolean
dispute (Sync *self, const ClSyncBranch *branch, const Comparison *comparison, GError **error)
{
  g_autoptr (ClSyncBranch) split =
    cl_sync_branch_split (branch, comparison->shared + 1, comparison->seal);
  ClSyncFork *fork = ensure_fork (self, branch, comparison->shared + 1);

  g_free (fork->branches[branch->side->index]);
  fork->branches[branch->side->index] = g_strdup (split->name);
  for (guint i = 0; i < 2; i++)
    if (self->sides[i].writable && !bring (self, split, &self->sides[i], error))
      return FALSE;
  return TRUE;
}

/* Sees to it that @to has the events of @branch. */
static gboolean
bring (Sync *self, const ClSyncBranch *branch, ClSyncSide *to, GError **error)
{
  ClSyncPartition *there = g_hash_table_lookup (to->partitions, branch->identity);
  Comparison comparison = { self, to, there, 0, 0, { 0 } };

  if (!there)
    {
      g_autoptr (GError) reason = NULL;

      there = cl_sync_side_begin (to, branch, &self->sealer, &reason);
      if (!there)
        {
          g_ptr_array_add (self->report->complaints, g_strdup (reason->message));
          return TRUE;
        }
      comparison.there = there;
    }
  comparison.until = MIN (branch->length, there->head);
  if (!(branch->renamed ? walk_to_difference (branch, &comparison, error)
                        : bisect_difference (branch, &comparison, error)))
    return FALSE;
  if (comparison.shared < comparison.until)
    return dispute (self, branch, &comparison, error);
  if (branch->length <= there->head)
    return TRUE;
  if (branch->renamed)
    self->total += branch->length - there->head;
  return copy_rest (self, branch, to, there, error);
}

static gboolean
bring_partition (Sync *self, ClSyncSide *from, const char *identity, GError **error)
{
  ClSyncSide *to = &self->sides[1 - from->index];
  const ClSyncPartition *source = g_hash_table_lookup (from->partitions, identity);
  g_autoptr (ClSyncBranch) branch = NULL;

  if (!source || !to->writable)
    return TRUE;
  branch = cl_sync_branch_new (from, source);
  return bring (self, branch, to, error);
}

/* How many events lack on either side, forks aside. */
static void
estimate (Sync *self)
{
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < self->sides[i].order->len; k++)
      {
        const char *identity = g_ptr_array_index (self->sides[i].order, k);
        const ClSyncPartition *here = g_hash_table_lookup (self->sides[i].partitions, identity),
                              *there =
                                g_hash_table_lookup (self->sides[1 - i].partitions, identity);
        guint64 head = there ? there->head : 0;

        if (self->sides[1 - i].writable && here->head > head)
          self->total += here->head - head;
      }
}

static gboolean
bring_all (Sync *self, GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

  estimate (self);
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < self->sides[i].order->len; k++)
      {
        const char *identity = g_ptr_array_index (self->sides[i].order, k);

        if (!g_hash_table_add (done, (gpointer) identity))
          continue;
        /* Both ways at once, so that a partition is done with when the next one begins. */
        if (!bring_partition (self, &self->sides[i], identity, error) ||
            !bring_partition (self, &self->sides[1 - i], identity, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
check_sides (ClLedger *a, ClLedger *b, ClSyncMode mode, GError **error)
{
  if (strcmp (cl_ledger_get_path (a), cl_ledger_get_path (b)) == 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "“%s” is both: two ledgers are needed",
                   cl_ledger_get_path (a));
      return FALSE;
    }
  if (cl_ledger_is_writer (b) && (mode == CL_SYNC_ONE_WAY || cl_ledger_is_writer (a)))
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CLOSED,
               "“%s” is open for reading only",
               cl_ledger_get_path (cl_ledger_is_writer (b) ? a : b));
  return FALSE;
}

gboolean /* lint: allow parameters: two sides, a callback and what it needs */
cl_sync_run (ClLedger *a,
             ClLedger *b,
             ClSyncMode mode,
             ClSyncProgress progress,
             gpointer user_data,
             GCancellable *cancellable,
             ClSyncReport *report,
             GError **error)
{
  Sync self = { .progress = progress, .progress_data = user_data, .cancellable = cancellable };
  gboolean ok;

  g_return_val_if_fail (CL_IS_LEDGER (a) && CL_IS_LEDGER (b) && report != NULL, FALSE);

  if (!check_sides (a, b, mode, error))
    return FALSE;
  self.report = report;
  self.sides[0].writable = mode == CL_SYNC_BOTH_WAYS;
  self.sides[1].writable = TRUE;
  cl_sealer_init (&self.sealer);
  ok = cl_sync_side_init (&self.sides[0], 0, a, &self.sealer, error) &&
       cl_sync_side_init (&self.sides[1], 1, b, &self.sealer, error) && bring_all (&self, error);
  /* What was sent before a failure is written, too: the next sync begins after it. */
  for (guint i = 0; i < 2; i++)
    if (self.sides[i].reader && self.sides[i].writable)
      ok = cl_sync_side_check (&self.sides[i], ok ? error : NULL) && ok;
  for (guint i = 0; i < 2; i++)
    cl_sync_side_clear (&self.sides[i]);
  cl_sealer_clear (&self.sealer);
  return ok;
}
