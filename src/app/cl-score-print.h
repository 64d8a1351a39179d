/* cl-score-print.h: puts a game on paper as players know it: a score sheet with two columns of moves and lines to sign
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-game.h"

G_BEGIN_DECLS

/**
 * cl_score_print_new:
 * @game: a game that can be read; it is kept as it stands now
 *
 * Returns: (transfer full): an operation to run, with a dialog or as an export to a PDF file; it may run asynchronously
 */
GtkPrintOperation *cl_score_print_new (const ClGame *game);

/* Pages that @n_moves numbered moves need on a page of @height points; at least 1. */
int cl_score_print_count_pages (guint n_moves, double height);

G_END_DECLS
