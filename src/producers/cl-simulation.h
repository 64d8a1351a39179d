/* cl-simulation.h: tables at which recorded games are played again with their true times, to fill a hall or a lesson
 *
 * A simulation is a producer like any other: what it appends are the facts of a table (by the producer "simulation"), move
 * by move, checked by the rules, durable, and for ever. Its games say so in their Event tag, so that no statistic takes
 * them for the real ones.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"
#include "cl-ledger.h"

G_BEGIN_DECLS

#define CL_SIMULATION_PRODUCER   "simulation"
#define CL_SIMULATION_MAX_TABLES 1000

typedef struct
{
  guint64 n_moves, n_started, n_ended;
  guint64 n_lost;   /* games given up since somebody else recorded at their table */
  gint64 behind_ms; /* by how much the acts of now are late, in real time */
} ClSimulationStatus;

/* Called on the simulating thread after each round of appends. */
typedef void (*ClSimulationProgress) (const ClSimulationStatus *status, gpointer user_data);

typedef struct
{
  guint n_tables;                /* 1 to CL_SIMULATION_MAX_TABLES */
  double speed;                  /* 1: true time, 20: twenty times as fast; 0: without waiting */
  guint32 seed;                  /* which game where, and thinking times of games that have none */
  guint64 n_games;               /* end when so many were played to their end; 0: when cancelled */
  ClSimulationProgress progress; /* (nullable) */
  gpointer user_data;
} ClSimulationOptions;

/**
 * cl_simulation_read_scores:
 * @file: PGN, of any kind that an import takes
 * @max: read no more games than that
 *
 * The games of a file that can be played again: those with a move, and legal to the end of what is taken of them.
 * Blocks; needs a temporary file. Fails also if there is none.
 *
 * Returns: (transfer full) (element-type ClGame) (nullable)
 */
GPtrArray *
cl_simulation_read_scores (GFile *file, guint max, GCancellable *cancellable, GError **error);

/**
 * cl_simulation_run:
 * @scores: (element-type ClGame): what is played, in an order drawn from the seed, again and again
 *
 * Plays at the first tables at which no game is in progress. Blocks until it is cancelled or all games are played; the games
 * that are then in progress are ended as abandoned. What was appended is kept in any case.
 *
 * Returns: FALSE if the ledger took something no more; cancelled is no failure.
 */
gboolean cl_simulation_run (ClLedger *ledger,
                            GPtrArray *scores,
                            const ClSimulationOptions *options,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
