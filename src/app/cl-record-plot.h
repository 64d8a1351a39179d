/* cl-record-plot.h: a player's score over time with its intervals, drawn for the screen, for SVG and for PNG alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "cl-player-stats.h"

G_BEGIN_DECLS

/* Draws on @cr, @width by @height, in @color (lines and words) and @accent (the scores). */
void cl_record_plot_draw (cairo_t *cr,
                          int width,
                          int height,
                          const ClPlayerStats *stats,
                          const GdkRGBA *color,
                          const GdkRGBA *accent);

/* The same as a file of 960 by 480, black on white. (transfer full) */
GBytes *cl_record_plot_to_svg (const ClPlayerStats *stats);
GBytes *cl_record_plot_to_png (const ClPlayerStats *stats);

G_END_DECLS
