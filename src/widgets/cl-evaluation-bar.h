/* cl-evaluation-bar.h: how the two sides stand, as a bar beside the board: White's share light, Black's dark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_EVALUATION_BAR (cl_evaluation_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClEvaluationBar, cl_evaluation_bar, CL, EVALUATION_BAR, GtkWidget)

GtkWidget *cl_evaluation_bar_new (void);
/**
 * cl_evaluation_bar_set_value:
 * @chance: White's winning chance, 0 to CL_CHANCE_MAX; CL_CHANCE_NONE: not known
 * @number: (nullable): the score at the end of the bar, "+0.2", "#5"
 * @description: (nullable): the same in words, for screen readers and as a tooltip
 *
 * The border glides there if animations are on.
 */
void cl_evaluation_bar_set_value (ClEvaluationBar *self,
                                  guint chance,
                                  const char *number,
                                  const char *description);
/* White is below, as on the board; flipped: above. */
void cl_evaluation_bar_set_flipped (ClEvaluationBar *self, gboolean flipped);
/* How much of the height the bar itself has; the number stands below that. 0: all but the number's own height. */
void cl_evaluation_bar_set_length (ClEvaluationBar *self, int length);

G_END_DECLS
