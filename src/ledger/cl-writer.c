/* cl-writer.c: the queue before the ledger, and the one thread that empties it into transactions
 *
 * Two queues, one bound: live appends go first, bulk (imports) follows in the same transaction. A transaction ends after
 * 10,000 rows or 20 ms of bulk, or as soon as nothing is left when somebody waits for it; whatever gathered while the disk
 * was busy shares the next commit. Nobody is answered before COMMIT returned. If it fails, all who were in it are told, the
 * appender goes back to what is durable, and the thread goes on.
 *
 * Full queue: append and append_bulk block their caller until there is room. Each kind has its own, so that an import that
 * fills the queue does not hold back a move. Rows bound the time until all is written, bytes the memory: they are counted until
 * the draft is let go of, after its commit, since a single comment may have megabytes. Tasks, which must not block a window, are let in and counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-writer-private.h"

#define MAX_QUEUED_ROWS      40000
#define MAX_HELD_BYTES       (24 * 1024 * 1024)
#define MAX_GROUP_ROWS       10000
#define MAX_GROUP_BYTES      (8 * 1024 * 1024)
#define MAX_BULK_BESIDE_LIVE 1000
#define GROUP_US             (20 * 1000)
#define CHECKPOINT_PAGES     4000
#define IDLE_US              (2 * G_USEC_PER_SEC)

typedef enum
{
  JOB_LIVE,
  JOB_BULK,
  JOB_FLUSH,
} JobKind;

typedef struct
{
  JobKind kind;
  ClDraft *draft;
  guint64 expected_offset;
  GTask *task; /* (nullable): whom to answer; else somebody waits for done, or nobody does (bulk) */
  gboolean done; /* under the lock */
  ClAppended appended;
  GError *error;
} Job;

struct _ClWriter
{
  GMutex lock;
  GCond wake;     /* the writer: there is work */
  GCond room;     /* producers: the queue shrank */
  GCond answered; /* producers: a job is done */
  GQueue live;
  GQueue bulk;          /* and flushes, in order */
  gsize queued_rows[2]; /* by JOB_LIVE, JOB_BULK */
  gsize held_bytes[2];  /* likewise: queued, or in the transaction */
  gsize peak_bytes;
  GError *bulk_error;
  gboolean closing;
  GThread *thread;

  /* Of the thread alone: */
  ClAppender *appender;
  ClCommitted committed;
  gpointer committed_data;
};

typedef struct
{
  GPtrArray *jobs;
  gsize rows;
  gsize bulk_rows;
  gsize bytes;
  gboolean urgent; /* somebody waits: commit when nothing is queued any more */
  gboolean flush;
  gint64 deadline;
} Group;

static Job *
new_job (JobKind kind, ClDraft *draft, guint64 expected_offset)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->draft = draft ? cl_draft_ref (draft) : NULL;
  job->expected_offset = expected_offset;
  return job;
}

static void
free_job (Job *job)
{
  g_clear_pointer (&job->draft, cl_draft_unref);
  g_clear_object (&job->task);
  g_clear_error (&job->error);
  g_free (job);
}

static gsize
count_rows (const Job *job)
{
  return job->draft ? job->draft->events->len : 0;
}

static gsize
count_bytes (const Job *job)
{
  return job->draft ? cl_draft_get_size (job->draft) : 0;
}

static gboolean
is_full (const Group *group)
{
  return group->rows >= MAX_GROUP_ROWS || group->bytes >= MAX_GROUP_BYTES;
}

/* Under the lock: the next job that belongs into @group, or NULL if none may or waits now. */
static Job *
pop_job (ClWriter *self, Group *group)
{
  Job *job = NULL;

  if (group->flush || is_full (group))
    return NULL;
  if (self->live.length > 0)
    {
      job = g_queue_pop_head (&self->live);
      group->urgent = TRUE;
    }
  else if (self->bulk.length > 0 && !(group->urgent && group->bulk_rows >= MAX_BULK_BESIDE_LIVE))
    {
      job = g_queue_pop_head (&self->bulk);
      group->bulk_rows += count_rows (job);
      group->flush = job->kind == JOB_FLUSH;
    }
  if (!job)
    return NULL;
  group->rows += count_rows (job);
  group->bytes += count_bytes (job);
  self->queued_rows[job->kind != JOB_LIVE] -= count_rows (job);
  g_cond_broadcast (&self->room);
  return job;
}

/* The next job of @group; waits for more bulk while its time lasts. NULL: commit. */
static Job *
take_job (ClWriter *self, Group *group)
{
  Job *job;

  g_mutex_lock (&self->lock);
  while (!(job = pop_job (self, group)))
    {
      if (group->flush || group->urgent || self->closing || is_full (group) ||
          g_get_monotonic_time () >= group->deadline)
        break;
      g_cond_wait_until (&self->wake, &self->lock, group->deadline);
    }
  if (job && job->kind == JOB_BULK && g_get_monotonic_time () >= group->deadline)
    group->flush = TRUE; /* the last of this group */
  g_mutex_unlock (&self->lock);
  return job;
}

/* TRUE if @error ends the transaction, FALSE if it is an answer to one job. Whatever SQLite itself says ends it: the file may be
 * full, broken or replaced by something else. */
static gboolean
is_fatal (const GError *error)
{
  return error && !g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT) &&
         !g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_PARTIAL_DUPLICATE) &&
         !g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_GAP);
}

static void
fail_bulk (ClWriter *self, const GError *error)
{
  g_mutex_lock (&self->lock);
  if (!self->bulk_error)
    self->bulk_error = g_error_copy (error);
  g_mutex_unlock (&self->lock);
}

static gboolean
bulk_has_failed (ClWriter *self)
{
  gboolean failed;

  g_mutex_lock (&self->lock);
  failed = self->bulk_error != NULL;
  g_mutex_unlock (&self->lock);
  return failed;
}

/* Writes one job into the open transaction; *@fatal is set if that has to be rolled back. */
static void
write_job (ClWriter *self, Job *job, GError **fatal)
{
  if (job->kind == JOB_FLUSH || (job->kind == JOB_BULK && bulk_has_failed (self)))
    return;
  if (job->task && g_task_get_cancellable (job->task) &&
      g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    return;
  if (cl_appender_add (self->appender,
                       job->draft,
                       job->expected_offset,
                       &job->appended,
                       &job->error))
    return;
  if (is_fatal (job->error))
    *fatal = g_steal_pointer (&job->error);
  else if (job->kind == JOB_BULK)
    fail_bulk (self, job->error);
}

static void
answer_task (Job *job)
{
  if (job->error)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_memdup2 (&job->appended, sizeof job->appended), g_free);
}

/* Its events are not needed any more. */
static void
let_go (ClWriter *self, Job *job)
{
  g_mutex_lock (&self->lock);
  self->held_bytes[job->kind != JOB_LIVE] -= count_bytes (job);
  g_cond_broadcast (&self->room);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&job->draft, cl_draft_unref);
}

static void
answer_job (ClWriter *self, Job *job, const GError *fatal)
{
  if (fatal && job->kind != JOB_FLUSH)
    {
      g_clear_error (&job->error);
      job->error = g_error_copy (fatal);
    }
  let_go (self, job);
  if (job->task)
    answer_task (job);
  if (job->task || job->kind == JOB_BULK)
    {
      free_job (job);
      return;
    }
  g_mutex_lock (&self->lock);
  if (job->kind == JOB_FLUSH)
    job->error = g_steal_pointer (&self->bulk_error);
  job->done = TRUE;
  g_cond_broadcast (&self->answered);
  g_mutex_unlock (&self->lock);
}

static void
commit_group (ClWriter *self)
{
  Group group = { .jobs = g_ptr_array_new (), .deadline = g_get_monotonic_time () + GROUP_US };
  g_autoptr (GError) fatal = NULL;
  guint64 head = cl_appender_get_head (self->appender);
  gboolean begun = cl_appender_begin (self->appender, &fatal);
  Job *job;

  while ((job = take_job (self, &group)))
    {
      g_ptr_array_add (group.jobs, job);
      if (!fatal)
        write_job (self, job, &fatal);
      else
        group.urgent = TRUE;
    }
  if (begun && !fatal)
    cl_appender_commit (self->appender, &fatal);
  if (fatal)
    {
      cl_appender_rollback (self->appender);
      if (group.bulk_rows > 0)
        fail_bulk (self, fatal);
    }
  if (cl_appender_get_head (self->appender) != head)
    self->committed (cl_appender_get_head (self->appender), self->committed_data);
  for (guint i = 0; i < group.jobs->len; i++)
    answer_job (self, g_ptr_array_index (group.jobs, i), fatal);
  g_ptr_array_unref (group.jobs);
}

/* FALSE: closing and nothing is left. */
static gboolean
wait_for_work (ClWriter *self)
{
  gboolean work, idle = FALSE;

  g_mutex_lock (&self->lock);
  while (!(work = self->live.length + self->bulk.length > 0) && !self->closing && !idle)
    {
      if (cl_appender_get_wal_pages (self->appender) > 0)
        idle = !g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + IDLE_US);
      else
        g_cond_wait (&self->wake, &self->lock);
    }
  work = work || !self->closing;
  g_mutex_unlock (&self->lock);
  if (idle)
    cl_appender_checkpoint (self->appender, TRUE);
  return work;
}

static gboolean
has_work (ClWriter *self)
{
  gboolean work;

  g_mutex_lock (&self->lock);
  work = self->live.length + self->bulk.length > 0;
  g_mutex_unlock (&self->lock);
  return work;
}

static gpointer
writer_thread (gpointer data)
{
  ClWriter *self = data;

  while (wait_for_work (self))
    {
      if (has_work (self))
        commit_group (self);
      if (cl_appender_get_wal_pages (self->appender) >= CHECKPOINT_PAGES)
        cl_appender_checkpoint (self->appender, FALSE);
    }
  cl_appender_checkpoint (self->appender, TRUE);
  g_clear_pointer (&self->appender, cl_appender_free);
  return NULL;
}

ClWriter *
cl_writer_new (ClAppender *appender, ClCommitted committed, gpointer user_data)
{
  ClWriter *self = g_new0 (ClWriter, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  g_cond_init (&self->room);
  g_cond_init (&self->answered);
  g_queue_init (&self->live);
  g_queue_init (&self->bulk);
  self->appender = appender;
  self->committed = committed;
  self->committed_data = user_data;
  self->thread = g_thread_new ("ledger-writer", writer_thread, self);
  return self;
}

void
cl_writer_stop (ClWriter *self)
{
  GThread *thread;

  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_broadcast (&self->wake);
  g_cond_broadcast (&self->room);
  thread = g_steal_pointer (&self->thread);
  g_mutex_unlock (&self->lock);
  if (thread)
    g_thread_join (thread);
}

void
cl_writer_free (ClWriter *self)
{
  cl_writer_stop (self);
  g_clear_error (&self->bulk_error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_cond_clear (&self->room);
  g_cond_clear (&self->answered);
  g_free (self);
}

/* Under the lock. */
static gboolean
check_open (ClWriter *self, GError **error)
{
  if (!self->closing)
    return TRUE;
  g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CLOSED, "The ledger is closed");
  return FALSE;
}

/* Under the lock. */
static gboolean
wait_for_room (ClWriter *self, JobKind kind, const ClDraft *draft, GError **error)
{
  const gsize *queued = &self->queued_rows[kind != JOB_LIVE];
  const gsize *held = &self->held_bytes[kind != JOB_LIVE];

  while (!self->closing && ((*queued > 0 && *queued + draft->events->len > MAX_QUEUED_ROWS) ||
                            (*held > 0 && *held + cl_draft_get_size (draft) > MAX_HELD_BYTES)))
    g_cond_wait (&self->room, &self->lock);
  return check_open (self, error);
}

/* Under the lock. */
static void
push_job (ClWriter *self, Job *job)
{
  g_queue_push_tail (job->kind == JOB_LIVE ? &self->live : &self->bulk, job);
  self->queued_rows[job->kind != JOB_LIVE] += count_rows (job);
  self->held_bytes[job->kind != JOB_LIVE] += count_bytes (job);
  self->peak_bytes = MAX (self->peak_bytes, self->held_bytes[0] + self->held_bytes[1]);
  g_cond_signal (&self->wake);
}

/* Under the lock: waits for @job and takes its error. */
static gboolean
wait_for_answer (ClWriter *self, Job *job, GError **error)
{
  while (!job->done)
    g_cond_wait (&self->answered, &self->lock);
  if (!job->error)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&job->error));
  return FALSE;
}

gboolean
cl_writer_append (ClWriter *self,
                  ClDraft *draft,
                  guint64 expected_offset,
                  ClAppended *appended,
                  GError **error)
{
  gboolean ok;
  Job *job;

  g_mutex_lock (&self->lock);
  if (!wait_for_room (self, JOB_LIVE, draft, error))
    {
      g_mutex_unlock (&self->lock);
      return FALSE;
    }
  job = new_job (JOB_LIVE, draft, expected_offset);
  push_job (self, job);
  ok = wait_for_answer (self, job, error);
  g_mutex_unlock (&self->lock);
  if (ok && appended)
    *appended = job->appended;
  free_job (job);
  return ok;
}

void
cl_writer_append_task (ClWriter *self, ClDraft *draft, guint64 expected_offset, GTask *task)
{
  GError *error = NULL;
  Job *job;

  g_mutex_lock (&self->lock);
  if (check_open (self, &error))
    {
      job = new_job (JOB_LIVE, draft, expected_offset);
      job->task = g_object_ref (task);
      push_job (self, job);
    }
  g_mutex_unlock (&self->lock);
  if (error)
    g_task_return_error (task, error);
}

gboolean
cl_writer_append_bulk (ClWriter *self, ClDraft *draft, guint64 expected_offset, GError **error)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = wait_for_room (self, JOB_BULK, draft, error);
  if (ok && self->bulk_error)
    {
      g_propagate_error (error, g_error_copy (self->bulk_error));
      ok = FALSE;
    }
  if (ok)
    push_job (self, new_job (JOB_BULK, draft, expected_offset));
  g_mutex_unlock (&self->lock);
  return ok;
}

gboolean
cl_writer_flush (ClWriter *self, GError **error)
{
  gboolean ok;
  Job *job;

  g_mutex_lock (&self->lock);
  if (!check_open (self, error))
    {
      g_mutex_unlock (&self->lock);
      return FALSE;
    }
  job = new_job (JOB_FLUSH, NULL, 0);
  push_job (self, job);
  ok = wait_for_answer (self, job, error);
  g_mutex_unlock (&self->lock);
  free_job (job);
  return ok;
}

gsize
cl_writer_get_peak_bytes (ClWriter *self)
{
  gsize peak;

  g_mutex_lock (&self->lock);
  peak = self->peak_bytes;
  g_mutex_unlock (&self->lock);
  return peak;
}

void
cl_writer_set_clock (ClWriter *self, gint64 (*now) (gpointer), gpointer user_data)
{
  g_mutex_lock (&self->lock);
  cl_appender_set_clock (self->appender, now, user_data);
  g_mutex_unlock (&self->lock);
}
