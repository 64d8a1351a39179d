/* cl-highlight-words.h: why a game is worth opening, in a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-highlights-view.h"

G_BEGIN_DECLS

/* "Black gave a rook on move 23." Translated; free with g_free. NULL for reasons that only take points. */
char *cl_highlight_sentence (const ClHighlight *highlight, const ClReason *reason);
/* The @max weightiest sentences, separated by blanks; "" if there is none. Free with g_free. */
char *cl_highlight_why (const ClHighlight *highlight, guint max);

/* A place in a game that is worth a mark on its timeline. */
typedef struct
{
  guint ply;
  char *text; /* translated sentence */
} ClHighlightMark;

void cl_highlight_mark_free (ClHighlightMark *self);
/* (element-type ClHighlightMark) (transfer full): in the order of plies. */
GPtrArray *cl_highlight_marks (const ClHighlight *highlight);

G_END_DECLS
