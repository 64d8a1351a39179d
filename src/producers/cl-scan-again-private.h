/* cl-scan-again-private.h: where in the ledger a board recorded a game
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"
#include "cl-scan-again.h"

G_BEGIN_DECLS

typedef struct
{
  char *table;
  guint64 head;       /* of @table */
  GPtrArray *batches; /* (element-type ClEvents): what holds @events */
  GPtrArray *events;  /* (element-type ClEvent): of the game, in order */
  guint attached;     /* index in @events of the board's first BoardAttached */
  guint64 begins;     /* the sensor's offset then */
  guint64 ends;       /* and when it went on to another game; G_MAXUINT64: it did not */
} ClScanAgainPlace;

/* "sensor/dgt-01025" is of a DGT board. */
const ClBoardFamily *cl_scan_again_find_family (const char *sensor, GError **error);
gboolean cl_scan_again_find (ClReader *reader,
                             const char *sensor,
                             const char *table,
                             guint32 game,
                             ClScanAgainPlace *place,
                             GError **error);
void cl_scan_again_place_clear (ClScanAgainPlace *self);

G_END_DECLS
