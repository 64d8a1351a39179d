/* cl-position-query-private.h: what a query knows about the position that is wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-position-query.h"

G_BEGIN_DECLS

/* Compared byte by byte from material on, so made of zeros. */
struct _ClPositionQuery
{
  gatomicrefcount ref_count;
  gboolean material; /* only how many of each kind */
  guint64 kinds[CHESS_N_KINDS], colors[2];
  ChessPiece board[64];
  guint8 side;
  guint64 home_pawns[2];           /* pawns that never moved */
  guint8 counts[2][CHESS_N_KINDS]; /* by side; of a balance by the order in which it is written */
  guint8 men[2];
};

G_END_DECLS
