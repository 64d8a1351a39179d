/* cl-seen-board.h: a small board with what stands on it, and the squares that are wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-placement.h"

G_BEGIN_DECLS

#define CL_TYPE_SEEN_BOARD (cl_seen_board_get_type ())
G_DECLARE_FINAL_TYPE (ClSeenBoard, cl_seen_board, CL, SEEN_BOARD, GtkWidget)

GtkWidget *cl_seen_board_new (void);
/* @placement: (nullable): nothing is known. @wrong: one bit a square. @label: what a screen reader calls it. */
void cl_seen_board_show (ClSeenBoard *self,
                         const ClPlacement *placement,
                         guint64 wrong,
                         const char *label);

G_END_DECLS
