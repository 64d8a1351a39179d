/* cl-jumps.h: the places where one has been, for going back and forward among them like in a browser
 *
 * A step to the next move is no jump: the place moves along. Nor is what follows a jump at once, as a drag of the timeline
 * does: of a drag the places before and after it are kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 position;      /* of the ledger cursor, 0: live */
  const char *partition; /* interned; NULL: no game was chosen */
  guint32 game;
  guint ply;
} ClPlace;

typedef struct _ClJumps ClJumps;

ClJumps *cl_jumps_new (void);
void cl_jumps_free (ClJumps *self);

/* One is at @place now. @is_carried: not by the person's own doing (a move came in, a jump is still being shown). */
void cl_jumps_note (ClJumps *self, const ClPlace *place, gboolean is_carried, gint64 now_us);
/* @by: −1 back, 1 forward. (nullable): where that leads. Borrowed until the next call. */
const ClPlace *cl_jumps_peek (const ClJumps *self, int by);
/* Likewise, and one is there. */
const ClPlace *cl_jumps_go (ClJumps *self, int by);

G_END_DECLS
