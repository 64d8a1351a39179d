/* cl-board-state.h: how one electronic board stands, at one moment: immutable, so that it crosses threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-producer.h"

G_BEGIN_DECLS

typedef enum
{
  CL_BOARD_CONNECTING, /* it is being asked what it is, or does not answer yet */
  CL_BOARD_CONNECTED,
  CL_BOARD_AWAY,   /* it was there, and is waited for */
  CL_BOARD_FAILED, /* `trouble` says why it cannot be used; tried again by itself */
} ClBoardPhase;

typedef struct
{
  gatomicrefcount ref_count;

  ClBoardPhase phase;
  const ClBoardFamily *family; /* NULL until it is known */
  char *name, *serial;         /* (nullable): what it says itself */
  char *partition;             /* (nullable): where what it sees is recorded */
  guint percent;               /* of the battery; 0: not known */
  gboolean charging, turned;

  guint table;
  guint32 game; /* 0: none yet */
  guint n_plies;
  gboolean is_playing;
  gboolean has_position;
  ChessPosition position; /* of the game */
  gboolean has_seen;
  ClPlacement seen; /* as the players see it */
  guint64 wrong;    /* squares that must be put right */
  ChessMove candidate;
  char *candidate_san; /* (nullable) */

  gint64 white_ms, black_ms; /* of its own clock when it was read, CL_NO_CLOCK: none */
  gint64 read_at_us;         /* by the monotonic clock */
  gboolean clock_running;
  ChessColor clock_side;

  char *guidance; /* (nullable): how to put it right */
  char *question; /* (nullable) */
  GStrv answers;  /* to it, in order */
  char *trouble;  /* (nullable) */
} ClBoardState;

ClBoardState *cl_board_state_new (void);
ClBoardState *cl_board_state_ref (ClBoardState *self);
void cl_board_state_unref (ClBoardState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBoardState, cl_board_state_unref)

G_END_DECLS
