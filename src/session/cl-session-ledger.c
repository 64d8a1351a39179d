/* cl-session-ledger.c: what is done with the ledger as a whole: verified, filled by a simulation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#include "cl-job-private.h"
#include "cl-simulation.h"
#include "cl-verify.h"

#define MAX_SCORES 500

ClEventLog *
cl_session_get_event_log (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  if (self->event_log == NULL && !self->closed)
    self->event_log = cl_event_log_new (self->ledger);
  return self->event_log;
}

ClLedgerFlow *
cl_session_get_flow (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  if (self->flow == NULL && !self->closed)
    self->flow = cl_ledger_flow_new (self->ledger);
  return self->flow;
}

/* --- Verify --- */

static void
verify_progress (guint64 done, guint64 total, gpointer user_data)
{
  cl_job_report (user_data, total > 0 ? (double) done / (double) total : -1, 0);
}

static ClJobResult *
verify (ClJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClJobResult) result = g_new0 (ClJobResult, 1);
  ClVerification found;

  if (!cl_ledger_verify (data, verify_progress, job, cancellable, &found, error))
    return NULL;
  /* Translators: two numbers. */
  result->message = g_strdup_printf (_("All is as it was sealed: %'" G_GUINT64_FORMAT
                                       " events, %'" G_GUINT64_FORMAT " partitions."),
                                        found.n_events,
                                        found.n_partitions);
  return g_steal_pointer (&result);
}

ClJob *
cl_session_verify (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return cl_session_keep_job (self,
                              cl_job_run (_("Verifying seals"),
                                             verify,
                                             g_object_ref (self->ledger),
                                             g_object_unref));
}

/* --- Simulate --- */

typedef struct
{
  ClLedger *ledger;
  GFile *scores;
  guint n_tables;
  double speed;
} SimulateWork;

static void
simulate_work_free (SimulateWork *self)
{
  g_object_unref (self->ledger);
  g_object_unref (self->scores);
  g_free (self);
}

static void
simulate_progress (const ClSimulationStatus *status, gpointer user_data)
{
  cl_job_report (user_data, -1, status->n_ended);
}

static ClJobResult *
simulate (ClJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  const SimulateWork *work = data;
  g_autoptr (GPtrArray) scores =
    cl_simulation_read_scores (work->scores, MAX_SCORES, cancellable, error);
  g_autoptr (ClJobResult) result = g_new0 (ClJobResult, 1);
  const ClSimulationOptions options = { .n_tables = work->n_tables,
                                        .speed = work->speed,
                                        .seed = g_random_int (),
                                        .progress = simulate_progress,
                                        .user_data = job };

  if (scores == NULL || !cl_simulation_run (work->ledger, scores, &options, cancellable, error))
    return NULL;
  result->cancelled = g_cancellable_is_cancelled (cancellable);
  result->message = g_strdup (_("The simulation ended; its games stay in the ledger."));
  return g_steal_pointer (&result);
}

ClJob *
cl_session_simulate (ClSession *self, GFile *scores, guint n_tables, double speed)
{
  SimulateWork *work;
  GError *error = NULL;

  g_return_val_if_fail (CL_IS_SESSION (self) && G_IS_FILE (scores), NULL);

  if (!cl_session_check_writable (self, &error))
    return cl_job_new_failed (_("Simulation"), error);
  work = g_new0 (SimulateWork, 1);
  work->ledger = g_object_ref (self->ledger);
  work->scores = g_object_ref (scores);
  work->n_tables = n_tables;
  work->speed = speed;
  return cl_session_keep_job (self,
                              cl_job_run (_("Simulation"),
                                             simulate,
                                             work,
                                             (GDestroyNotify) simulate_work_free));
}
