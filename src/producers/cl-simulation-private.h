/* cl-simulation-private.h: one table of a simulation: the game that is played there, and what comes next in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-simulation.h"
#include "cl-table.h"

G_BEGIN_DECLS

typedef struct
{
  char *partition;
  guint64 head;        /* of the partition */
  guint32 game_number; /* of the last game there */
  const ClGame *score; /* (nullable): what is played again */
  ClGame *game;        /* (nullable): as it stands at the table */
  gint64 due_ms;       /* of the next act, on the simulation's clock */
  gint64 think_ms;     /* what the mover takes for it, if it is a move */
  GRand *rand;         /* its own, so that no table depends on when another's appends are done */
} ClSimulationSeat;

void cl_simulation_seat_free (ClSimulationSeat *self);

/* (transfer full): the next act as facts: the start of a game, its next move, or how it ended. NULL with @error if the rules
 * refuse it, which a score that has been read forbids. */
ClDraft *cl_simulation_seat_act (ClSimulationSeat *self, gint64 now_us, GError **error);
/* Gives a game in progress up. (transfer full) */
ClDraft *cl_simulation_seat_abandon (ClSimulationSeat *self, gint64 now_us, GError **error);

/* @draft was appended: folds it and sets when the next act is due. */
gboolean cl_simulation_seat_appended (ClSimulationSeat *self,
                                      const ClDraft *draft,
                                      const ClAppended *appended,
                                      GError **error);

G_END_DECLS
