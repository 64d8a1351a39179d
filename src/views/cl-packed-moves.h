/* cl-packed-moves.h: moves as three letters each, so that a view can keep a whole game in one small value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "cl-event.h"

#include "chess-position.h"

G_BEGIN_DECLS

#define CL_PACKED_LENGTH 3
#define CL_PACKED_FIRST  '0' /* of 64 letters: '0' … 'o' */

/* What the 18 bits of a move say. */
#define cl_packed_from(bits)       ((bits) &63)
#define cl_packed_to(bits)         ((bits) >> 6 & 63)
#define cl_packed_promotion(bits)  ((bits) >> 12 & 7) /* as in ClMove */
#define cl_packed_is_capture(bits) (((bits) >> 15 & 1) != 0)
#define cl_packed_castling(bits)   ((bits) >> 16 & 3) /* 1 short, 2 long */

/* 18 bits as three letters without blanks or quotes. */
void cl_packed_append (GString *text, guint bits);

/* FALSE if the three bytes at @text are no such letters (its end among them). Inline: searches read millions. */
static inline gboolean
cl_packed_read (const char *text, guint *bits)
{
  guint all = 0;

  for (guint i = 0; i < CL_PACKED_LENGTH; i++)
    {
      guint letter = (guint8) text[i] - (guint) CL_PACKED_FIRST;

      if (letter > 63)
        return FALSE;
      all |= letter << i * 6;
    }
  *bits = all;
  return TRUE;
}

/* A move as it is recorded, castling and captures marked. */
guint cl_packed_from_move (ClMove move);
/* How many of @moves, from the first on, in turns, take something: n[0] those of who begins, n[1] those of the other. */
void cl_packed_count_captures (const char *moves, guint n[2]);
/* Makes it in @position. What was recorded was legal, so this checks only that nothing breaks on damaged text: FALSE if
 * there is no such piece, or a king would be taken. */
gboolean cl_packed_make (guint bits, ChessPosition *position);

G_END_DECLS
