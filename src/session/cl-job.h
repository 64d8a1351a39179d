/* cl-job.h: an import or export under way, for a progress row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties (notify): title, fraction (0–1, −1 unknown), games (uint64), finished, cancelled, message (what came of
 * it, or went wrong, for users; NULL until finished). A job goes on when nobody holds it. */
#define CL_TYPE_JOB (cl_job_get_type ())
G_DECLARE_FINAL_TYPE (ClJob, cl_job, CL, JOB, GObject)

void cl_job_cancel (ClJob *self);
gboolean cl_job_is_finished (ClJob *self);
gboolean cl_job_was_cancelled (ClJob *self);
double cl_job_get_fraction (ClJob *self);
guint64 cl_job_get_games (ClJob *self);
const char *cl_job_get_title (ClJob *self);
const char *cl_job_get_message (ClJob *self); /* (nullable) */
const GError *cl_job_get_error (ClJob *self); /* (nullable) */
/* Import: where the games went; NULL until known. */
const char *cl_job_get_partition (ClJob *self);
/* Import: games kept as text because they could not be read. */
guint64 cl_job_get_unreadable (ClJob *self);

G_END_DECLS
