/* cl-scan-again.h: reads an old game again from what its board saw
 *
 * What the board saw stays in the ledger as it was, so a better interpreter may read it anew. Nothing is changed by that: the
 * two readings can be compared, and an arbiter can accept the new one as corrections. What people said then holds again:
 * moves entered on the screen, answers, illegal moves, the end of the game.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"
#include "cl-reader.h"

G_BEGIN_DECLS

typedef struct
{
  ChessMove move;
  char san[CHESS_SAN_SIZE];
  guint64
    seen; /* the sensor's offset of what was last seen before it was certain; 0: other hands entered it */
} ClScanAgainMove;

typedef struct
{
  char *sensor, *table;
  ClGame *game; /* as the ledger has it */
  guint64 head; /* the last offset of @table by then: what an append of corrections expects */
  guint64 first, last; /* offsets of the sensor's facts that were read */
  GArray *moves;       /* (element-type ClScanAgainMove): as read now */
} ClScanAgain;

/**
 * cl_scan_again_run:
 * @sensor: "sensor/dgt-01025"
 * @table: (nullable): the partition of the game; if NULL, the only table where that board recorded a game @game
 * @error: CL_FACT_ERROR_UNACCEPTABLE if there is no such game, or it was not recorded by that board
 *
 * Reads the facts of the sensor from where the game began to where another game began. Blocks on the disk.
 */
ClScanAgain *cl_scan_again_run (ClReader *reader,
                                const char *sensor,
                                const char *table,
                                guint32 game,
                                GError **error);
void cl_scan_again_free (ClScanAgain *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClScanAgain, cl_scan_again_free)

/* Up to which half-move one of the two readings goes. */
guint cl_scan_again_n_plies (const ClScanAgain *self);
/* Is half-move @ply, from 1, another one now, or only in one of the readings? */
gboolean cl_scan_again_differs (const ClScanAgain *self, guint ply);

/**
 * cl_scan_again_correct:
 *
 * The corrections that make the recorded game the one that is read now: MoveCorrected, each naming the sensor's fact it rests
 * on, and in a running game the moves that were missed at its end.
 *
 * Returns: (nullable): NULL without @error if nothing differs; with CL_FACT_ERROR_UNACCEPTABLE if no correction can say it
 */
ClDraft *cl_scan_again_correct (const ClScanAgain *self, gint64 now, GError **error);

G_END_DECLS
