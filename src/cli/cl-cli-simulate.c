/* cl-cli-simulate.c: a hall of tables that play by themselves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>

#include "cl-data-path.h"
#include "cl-simulation.h"

#define MAX_SCORES 2000

typedef struct
{
  gint64 begun_us, told_us;
  guint64 told_moves;
} Progress;

static void
progress_cb (const ClSimulationStatus *status, gpointer user_data)
{
  Progress *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  double seconds = (double) (now_us - self->told_us) / G_USEC_PER_SEC;

  if (!cl_cli_shows_progress () || seconds < 1)
    return;
  cl_cli_show_progress ("%" G_GUINT64_FORMAT " games in progress, %" G_GUINT64_FORMAT
                        " ended, %" G_GUINT64_FORMAT " moves, %.0f moves/s%s",
                        status->n_started - status->n_ended - status->n_lost,
                        status->n_ended,
                        status->n_moves,
                        (double) (status->n_moves - self->told_moves) / seconds,
                        status->behind_ms > 1000 ? ", slower than asked" : "");
  self->told_us = now_us;
  self->told_moves = status->n_moves;
}

typedef struct
{
  ClSimulationStatus status;
  Progress progress;
} Account;

static void
account_cb (const ClSimulationStatus *status, gpointer user_data)
{
  Account *self = user_data;

  self->status = *status;
  progress_cb (status, &self->progress);
}

static ClCliStatus
simulate (ClCli *cli, const char *from, ClSimulationOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *samples = cl_data_path ("samples/famous.pgn");
  g_autoptr (GFile) file =
    from != NULL ? g_file_new_for_commandline_arg (from) : g_file_new_for_path (samples);
  g_autoptr (GPtrArray) scores =
    cl_simulation_read_scores (file, MAX_SCORES, cli->cancellable, &error);
  Account account = { .progress.told_us = g_get_monotonic_time () };
  ClLedger *ledger;
  gboolean ok;

  if (scores == NULL)
    return cl_cli_fail_error (error);
  ledger = cl_cli_open (cli, TRUE, TRUE, &error);
  if (ledger == NULL)
    return cl_cli_fail_error (error);
  options->progress = account_cb;
  options->user_data = &account;
  ok = cl_simulation_run (ledger, scores, options, cli->cancellable, &error);
  cl_cli_show_progress (NULL);
  cl_cli_close (ledger);
  printf ("%" G_GUINT64_FORMAT "\tgames\n%" G_GUINT64_FORMAT "\tended\n%" G_GUINT64_FORMAT
          "\tmoves\n",
          account.status.n_started,
          account.status.n_ended,
          account.status.n_moves);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

static ClCliStatus
run_simulate (ClCli *cli, char **args)
{
  g_autofree char *from = NULL;
  int tables = 12, seed = 1, games = 0;
  double speed = 1;
  ClSimulationOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "tables", 0, 0, G_OPTION_ARG_INT, &tables, "How many boards (12)", "N" },
    { "speed",
      0,
      0,
      G_OPTION_ARG_DOUBLE,
      &speed,
      "Times as fast as it was; 0: without waiting (1)",
      "X" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, "Play the games of this file", "PGN" },
    { "games", 0, 0, G_OPTION_ARG_INT, &games, "End after so many games", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Another number, another choice of games (1)", "N" },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &cl_cli_simulate, entries, args))
    return CL_CLI_MISUSED;
  if (tables < 1 || tables > CL_SIMULATION_MAX_TABLES)
    return cl_cli_misuse (&cl_cli_simulate, "from 1 to %d tables", CL_SIMULATION_MAX_TABLES);
  if (!(speed == 0 || (speed >= 0.01 && speed <= 100000)))
    return cl_cli_misuse (&cl_cli_simulate, "a speed is 0 or from 0.01 to 100000");
  if (games < 0)
    return cl_cli_misuse (&cl_cli_simulate, "the number of games is not negative");
  options.n_tables = (guint) tables;
  options.speed = speed;
  options.seed = (guint32) seed;
  options.n_games = (guint64) games;
  return simulate (cli, from, &options);
}

const ClCliCommand cl_cli_simulate = {
  "simulate",
  "[--tables N] [--speed X] [--from PGN] [--games N] [--seed N]",
  "Let a hall of tables play by itself",
  "Plays recorded games again, move by move in their own time, at tables where nobody plays: live facts for a hall, a lesson, or "
  "a consumer to try. Their Event begins with “Simulation”. Without --from the sample games are played. Ctrl+C ends; games "
  "that are in progress then are recorded as abandoned.",
  run_simulate,
};
