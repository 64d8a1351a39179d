/* cl-captured.h: the pieces a side took, as a row of small shapes with the difference behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-types.h"

G_BEGIN_DECLS

#define CL_TYPE_CAPTURED (cl_captured_get_type ())
G_DECLARE_FINAL_TYPE (ClCaptured, cl_captured, CL, CAPTURED, GtkWidget)

GtkWidget *cl_captured_new (void);
/* @color: of the pieces, hence of the other side. */
void cl_captured_set (ClCaptured *self, ChessColor color, const guint8 counts[5], int difference);

G_END_DECLS
