/* cl-cli-analyse.c: has an engine evaluate the positions of recorded games
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>

#include "cl-analyst.h"

typedef struct
{
  char **partitions;
  char **options;
  char *engine;
  int game, multipv, jobs, depth, ms;
  gint64 nodes;
  gboolean no_depths;
} Arguments;

typedef struct
{
  ClAnalystStatus status;
  char *trouble; /* the last that was told */
  gint64 begun_us, told_us;
} Account;

static void
tell_trouble (Account *self, const char *trouble)
{
  if (trouble == NULL || g_strcmp0 (trouble, self->trouble) == 0)
    return;
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  cl_cli_show_progress (NULL);
  fprintf (stderr, "%s\n", trouble);
}

static void
progress_cb (const ClAnalystStatus *status, gpointer user_data)
{
  Account *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  double seconds = (double) (now_us - self->begun_us) / G_USEC_PER_SEC;

  self->status = *status;
  tell_trouble (self, status->trouble);
  self->status.trouble = self->status.engine = NULL;
  if (!cl_cli_shows_progress () || now_us - self->told_us < G_USEC_PER_SEC / 4)
    return;
  self->told_us = now_us;
  cl_cli_show_progress ("game %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT
                        " positions evaluated, %" G_GUINT64_FORMAT " known, %.1f positions/s",
                        status->n_games_done,
                        status->n_games,
                        status->n_evaluated,
                        status->n_known,
                        seconds > 0 ? (double) status->n_evaluated / seconds : 0);
}

/* Without a partition: all that hold games. */
static GArray *
list_targets (ClReader *reader, const Arguments *arguments, GError **error)
{
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (ClAnalystTarget));
  g_autoptr (GArray) all = NULL;

  for (guint i = 0; arguments->partitions != NULL && arguments->partitions[i] != NULL; i++)
    {
      ClAnalystTarget target = { arguments->partitions[i], (guint32) arguments->game };

      g_array_append_val (targets, target);
    }
  if (targets->len > 0)
    return g_steal_pointer (&targets);
  all = cl_reader_list_partitions (reader, error);
  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      ClAnalystTarget target = { g_array_index (all, ClPartitionInfo, i).key, 0 };

      if (g_str_has_prefix (target.partition, "table/") ||
          g_str_has_prefix (target.partition, "archive/"))
        g_array_append_val (targets, target);
    }
  return g_steal_pointer (&targets);
}

static void
print_account (const Account *self)
{
  const ClAnalystStatus *status = &self->status;

  printf ("%" G_GUINT64_FORMAT "\tgames\n%" G_GUINT64_FORMAT "\tevaluated\n%" G_GUINT64_FORMAT
          "\tknown\n%" G_GUINT64_FORMAT "\tfailed\n%" G_GUINT64_FORMAT "\tin progress\n",
          status->n_games_done,
          status->n_evaluated,
          status->n_known,
          status->n_failed,
          status->n_running);
}

static gboolean
run (ClCli *cli,
     ClLedger *ledger,
     const Arguments *arguments,
     const char *program,
     Account *account,
     GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GArray) targets = NULL;
  ClAnalystSettings settings = {
    .program = program,
    .options = (const char *const *) arguments->options,
    .limit_nodes = (guint64) arguments->nodes,
    .limit_depth = (guint) arguments->depth,
    .limit_ms = (guint) arguments->ms,
    .multipv = (guint) arguments->multipv,
    .by_depth = !arguments->no_depths,
    .n_jobs = (guint) arguments->jobs,
  };

  if (reader == NULL)
    return FALSE;
  targets = list_targets (reader, arguments, error);
  return targets != NULL && cl_analyst_run (ledger,
                                            (const ClAnalystTarget *) targets->data,
                                            targets->len,
                                            &settings,
                                            NULL,
                                            cli->cancellable,
                                            progress_cb,
                                            account,
                                            error);
}

static ClCliStatus
analyse (ClCli *cli, const Arguments *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = cl_engine_find_program (arguments->engine);
  Account account = { .begun_us = g_get_monotonic_time () };
  ClLedger *ledger;
  gboolean ok;

  if (program == NULL && arguments->engine != NULL)
    return cl_cli_fail ("there is no engine “%s”", arguments->engine);
  if (program == NULL)
    return cl_cli_fail ("no engine was found; install stockfish or name one with --engine");
  ledger = cl_cli_open (cli, TRUE, FALSE, &error);
  if (ledger == NULL)
    return cl_cli_fail_error (error);
  ok = run (cli, ledger, arguments, program, &account, &error);
  cl_cli_show_progress (NULL);
  cl_cli_close (ledger);
  g_free (account.trouble);
  if (ok || account.status.n_games_done > 0)
    print_account (&account);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

static const char *
find_fault (const Arguments *arguments)
{
  for (guint i = 0; arguments->options != NULL && arguments->options[i] != NULL; i++)
    if (strchr (arguments->options[i], '=') == NULL)
      return "an option is NAME=VALUE";
  if (arguments->game < 0 ||
      (arguments->game > 0 && (arguments->partitions == NULL || arguments->partitions[1] != NULL)))
    return "a game is from 1, of one partition";
  if (arguments->multipv < 1 || arguments->multipv > CL_ENGINE_MAX_LINES)
    return "from 1 to 5 lines";
  if (arguments->jobs < 1 || arguments->jobs > CL_ANALYST_MAX_JOBS)
    return "from 1 to 64 engines at once";
  if (arguments->nodes < 0 || arguments->depth < 0 || arguments->depth > 255 || arguments->ms < 0)
    return "a limit is not negative, and a depth at most 255";
  return NULL;
}

static void
clear_arguments (Arguments *self)
{
  g_strfreev (self->partitions);
  g_strfreev (self->options);
  g_free (self->engine);
}

static ClCliStatus
run_analyse (ClCli *cli, char **args)
{
  Arguments a = { .multipv = 5, .jobs = 1 };
  const GOptionEntry entries[] = {
    { "partition", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a.partitions, "Only these games (all)", "P" },
    { "game", 0, 0, G_OPTION_ARG_INT, &a.game, "Only this one of the partition", "N" },
    { "nodes", 0, 0, G_OPTION_ARG_INT64, &a.nodes, "Positions searched for each (200000)", "N" },
    { "depth", 0, 0, G_OPTION_ARG_INT, &a.depth, "End at this depth", "PLIES" },
    { "ms", 0, 0, G_OPTION_ARG_INT, &a.ms, "End after so long; cannot be repeated exactly", "MS" },
    { "multipv", 0, 0, G_OPTION_ARG_INT, &a.multipv, "Lines for each position (5)", "N" },
    { "engine", 0, 0, G_OPTION_ARG_FILENAME, &a.engine, "The engine (stockfish)", "PROGRAM" },
    { "option",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &a.options,
      "Of the engine: Hash=64",
      "NAME=VALUE" },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &a.jobs, "Engines at once (1)", "N" },
    { "no-depths",
      0,
      0,
      G_OPTION_ARG_NONE,
      &a.no_depths,
      "Leave out the best move at each depth",
      NULL },
    { NULL },
  };
  ClCliStatus status = CL_CLI_MISUSED;
  const char *fault;

  if (cl_cli_parse_all (cli, &cl_cli_analyse, entries, args))
    {
      fault = find_fault (&a);
      if (a.nodes == 0 && a.depth == 0 && a.ms == 0)
        a.nodes = 200000;
      status = fault != NULL ? cl_cli_misuse (&cl_cli_analyse, "%s", fault) : analyse (cli, &a);
    }
  clear_arguments (&a);
  return status;
}

const ClCliCommand cl_cli_analyse = {
  "analyse",
  "[--partition P] [--game N] [--nodes N] [--multipv N] [--engine PROGRAM] [--jobs N]",
  "Have an engine evaluate positions of recorded games",
  "Records what it says as PositionEvaluated in engine/<name>. What is evaluated already by the same engine with the same options "
  "and at least these limits is not searched again, so that the command may be ended by Ctrl+C and repeated. Games in progress "
  "are left out unless analysis was allowed when they began.",
  run_analyse,
};
