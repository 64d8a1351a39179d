/* cl-intake.c: follows the seals of each partition while its events come in, and appends those that are not there
 *
 * What stands in the file, and what was taken since, is a ClSyncSide, as in a sync; with @dry only its memory changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-private.h"
#include "cl-intake.h"
#include "cl-sync-private.h"

#include <string.h>

#define MAX_DRAFT 500

/* One partition as it comes in. */
typedef struct
{
  ClSyncPartition *partition;
  guint64 stored;            /* head in the file when we began */
  guint64 last;              /* offset of the last event that came; 0: none did */
  guint8 seal[CL_SEAL_SIZE]; /* its seal */
} Course;

struct _ClIntake
{
  ClSyncSide side;
  ClSealer sealer;
  gboolean dry;
  GHashTable *courses; /* key as given → Course of the origin given last */
  GPtrArray *all;      /* (element-type Course) */
  ClDraft *draft;      /* (nullable): not sent yet */
  Course *drafting;
  guint64 n_new, n_known;
};

ClIntake *
cl_intake_new (ClLedger *ledger, gboolean dry, GError **error)
{
  g_autoptr (ClIntake) self = NULL;

  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  self = g_new0 (ClIntake, 1);
  self->dry = dry;
  self->courses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->all = g_ptr_array_new_with_free_func (g_free);
  cl_sealer_init (&self->sealer);
  return cl_sync_side_init (&self->side, 0, ledger, &self->sealer, error) ? g_steal_pointer (&self)
                                                                          : NULL;
}

void
cl_intake_free (ClIntake *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->draft, cl_draft_unref);
  g_hash_table_unref (self->courses);
  g_ptr_array_unref (self->all);
  cl_sync_side_clear (&self->side);
  cl_sealer_clear (&self->sealer);
  g_free (self);
}

static gboolean
send_draft (ClIntake *self, GError **error)
{
  g_autoptr (ClDraft) draft = g_steal_pointer (&self->draft);
  ClSyncPartition *partition;
  gsize n = draft ? cl_draft_get_length (draft) : 0;

  if (n == 0)
    return TRUE;
  partition = self->drafting->partition;
  if (!cl_ledger_append_bulk (self->side.ledger, draft, partition->head - n, error))
    return FALSE;
  self->side.n_sent += n;
  partition->sent = self->side.n_sent;
  return TRUE;
}

/* A partition that the ledger does not have yet. */
static ClSyncPartition *
begin_partition (ClIntake *self, const char *key, GBytes *origin, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (origin, &length);
  g_autofree char *name = cl_partition_dup_name (key, bytes, length);
  g_autofree char *identity = cl_partition_dup_identity (key, bytes, length);
  const ClSyncBranch branch = { .name = name, .identity = identity, .origin = origin };

  return cl_sync_side_begin_as (&self->side, &branch, key, &self->sealer, error);
}

static ClSyncPartition *
find_partition (ClIntake *self, const char *key, GBytes *origin, GError **error)
{
  g_autofree char *identity = NULL;
  ClSyncPartition *partition;

  if (!origin)
    {
      partition = g_hash_table_lookup (self->side.keys, key);
      if (!partition)
        g_set_error (error,
                     CL_LEDGER_ERROR,
                     CL_LEDGER_ERROR_INVALID,
                     "“%s” is new here, and its origin is missing",
                     key);
      return partition;
    }
  if (g_bytes_get_size (origin) == 0 || g_bytes_get_size (origin) > CL_PARTITION_ORIGIN_MAX)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "the origin is empty or longer than %d bytes",
                   CL_PARTITION_ORIGIN_MAX);
      return NULL;
    }
  identity =
    cl_partition_dup_identity (key, g_bytes_get_data (origin, NULL), g_bytes_get_size (origin));
  partition = g_hash_table_lookup (self->side.partitions, identity);
  return partition ? partition : begin_partition (self, key, origin, error);
}

static Course *
ensure_course (ClIntake *self, const char *key, GBytes *origin, GError **error)
{
  Course *course = g_hash_table_lookup (self->courses, key);
  ClSyncPartition *partition;

  if (course && (!origin || g_bytes_equal (origin, course->partition->origin)))
    return course;
  partition = find_partition (self, key, origin, error);
  if (!partition)
    return NULL;
  course = NULL;
  for (guint i = 0; !course && i < self->all->len; i++)
    if (((Course *) self->all->pdata[i])->partition == partition)
      course = self->all->pdata[i];
  if (!course)
    {
      course = g_new0 (Course, 1);
      course->partition = partition;
      course->stored = partition->head;
      g_ptr_array_add (self->all, course);
    }
  g_hash_table_replace (self->courses, g_strdup (key), course);
  return course;
}

/* What the seal of @event is computed from. */
static gboolean
find_seal_before (ClIntake *self, Course *course, const ClEvent *event, GError **error)
{
  if (course->last > 0 && event->offset == course->last + 1)
    return TRUE;
  if (event->offset > 0 && course->last == 0 && event->offset <= course->stored + 1)
    return cl_sync_side_read_seal (&self->side,
                                   &self->sealer,
                                   course->partition,
                                   event->offset - 1,
                                   course->seal,
                                   error);
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_GAP,
               "offset %" G_GUINT64_FORMAT " of “%s” does not follow offset %" G_GUINT64_FORMAT,
               event->offset,
               event->partition,
               course->last > 0 ? course->last : course->stored);
  return FALSE;
}

static gboolean
check_form (ClIntake *self, const ClEvent *event, const ClSyncPartition *partition, GError **error)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition->key, event->producer, partition->origin);

  cl_draft_add (draft, event);
  return cl_draft_check (draft, error);
}

/* It is in the file already: is it the same there? */
static gboolean
compare_stored (ClIntake *self, const Course *course, const ClEvent *event, GError **error)
{
  guint8 stored[CL_SEAL_SIZE];

  if (!cl_sync_side_read_seal (&self->side,
                               &self->sealer,
                               course->partition,
                               event->offset,
                               stored,
                               error))
    return FALSE;
  if (memcmp (stored, event->seal, CL_SEAL_SIZE) == 0)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CONFLICT,
               "“%s” holds another event at offset %" G_GUINT64_FORMAT,
               course->partition->key,
               event->offset);
  return FALSE;
}

static gboolean
append_event (ClIntake *self, Course *course, const ClEvent *event, GError **error)
{
  ClSyncPartition *partition = course->partition;

  self->n_new++;
  if (self->dry)
    {
      if (!check_form (self, event, partition, error))
        return FALSE;
    }
  else
    {
      if (self->draft &&
          (self->drafting != course || strcmp (self->draft->producer, event->producer) != 0 ||
           cl_draft_get_length (self->draft) >= MAX_DRAFT) &&
          !send_draft (self, error))
        return FALSE;
      if (!self->draft)
        self->draft = cl_draft_new (partition->key, event->producer, partition->origin);
      self->drafting = course;
      cl_draft_add (self->draft, event);
    }
  partition->head = event->offset;
  memcpy (partition->seal, event->seal, CL_SEAL_SIZE);
  return TRUE;
}

gboolean
cl_intake_add (ClIntake *self, const ClEvent *event, GBytes *origin, GError **error)
{
  Course *course;
  guint8 seal[CL_SEAL_SIZE];

  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  course = ensure_course (self, event->partition, origin, error);
  if (!course || !find_seal_before (self, course, event, error))
    return FALSE;
  cl_sealer_event (&self->sealer, course->seal, event->offset, event, seal);
  if (memcmp (seal, event->seal, CL_SEAL_SIZE) != 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "the seal of “%s” offset %" G_GUINT64_FORMAT
                   " does not fit its event and those before",
                   event->partition,
                   event->offset);
      return FALSE;
    }
  if (event->offset <= course->stored)
    {
      if (!compare_stored (self, course, event, error))
        return FALSE;
      self->n_known++;
    }
  else if (!append_event (self, course, event, error))
    return FALSE;
  course->last = event->offset;
  memcpy (course->seal, seal, CL_SEAL_SIZE);
  return TRUE;
}

gboolean
cl_intake_finish (ClIntake *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return send_draft (self, error) && cl_sync_side_check (&self->side, error);
}

guint64
cl_intake_get_n_new (const ClIntake *self)
{
  return self->n_new;
}

guint64
cl_intake_get_n_known (const ClIntake *self)
{
  return self->n_known;
}
