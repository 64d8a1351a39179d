/* cl-sight.h: one thing that an electronic board reported, as it was, before anyone interpreted it
 *
 * Squares are those the board itself names, with the cable at its usual side; whoever interprets them knows whether the
 * board is turned. Times come from one monotonic clock a connection, in ms.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

typedef enum
{
  CL_SIGHT_READY, /* it answers as a board of its family does; text: what it calls itself (nullable) */
  CL_SIGHT_SERIAL,  /* text */
  CL_SIGHT_BATTERY, /* percent, charging */
  CL_SIGHT_SQUARE,  /* square, piece */
  CL_SIGHT_SCAN,    /* placement: the whole board at one moment */
  CL_SIGHT_CLOCK,   /* left_ms, right_ms, running, lever_right */
  CL_SIGHT_LEVER, /* lever_right, running: the lever was pressed; the times are those shown then */
  CL_SIGHT_NO_CLOCK,
  CL_SIGHT_CHIPS, /* text: which chip is which man, newly learnt; worth keeping */
  CL_SIGHT_SETUP, /* it can name nothing until the start position stands on it */
  CL_SIGHT_DOUBT, /* something it said was damaged: a scan follows, and until then nothing is certain */
  CL_SIGHT_LOST, /* it answers no more; text says why, untranslated */
} ClSightKind;

typedef struct
{
  ClSightKind kind;
  gint64 at_ms;
  ChessSquare square;
  ChessPiece piece;
  ClPlacement placement;
  gint64 left_ms, right_ms;
  gboolean running;
  gboolean lever_right; /* the right player's clock runs, or would */
  guint percent;
  gboolean charging;
  const char *text; /* valid during the call */
} ClSight;

G_END_DECLS
