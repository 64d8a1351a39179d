/* cl-consumer-row.h: one consumer: where it stands, and what can be done to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-consumer-control.h"

G_BEGIN_DECLS

#define CL_TYPE_CONSUMER_ROW (cl_consumer_row_get_type ())
G_DECLARE_FINAL_TYPE (ClConsumerRow, cl_consumer_row, CL, CONSUMER_ROW, GtkWidget)

/* Signals: "acted" (int ClConsumerAct, guint64 amount): the person wants that; "pointed" (gboolean): the pointer or the
 * keyboard is on it. */
GtkWidget *cl_consumer_row_new (const char *name);
const char *cl_consumer_row_get_name (ClConsumerRow *self);
void cl_consumer_row_set_status (ClConsumerRow *self, ClConsumerStatus *status);
/* "library" reads "Library"; a name that is not ours is shown as it is. */
const char *cl_consumer_row_name_of (const char *name);

G_END_DECLS
