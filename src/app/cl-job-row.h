/* cl-job-row.h: an import or export under way: how far, how to stop it, and what is left afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_JOB_ROW (cl_job_row_get_type ())
G_DECLARE_FINAL_TYPE (ClJobRow, cl_job_row, CL, JOB_ROW, GtkWidget)

/* @source: (nullable): the imported file, which makes “Continue” possible. Signal done: the row may go. */
GtkWidget *cl_job_row_new (ClSession *session, ClJob *job, GFile *source);

G_END_DECLS
