/* cl-cli-interpret.c: what today's interpreter makes of what a board saw in an old game
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>

#include "cl-scan-again.h"

typedef struct
{
  const char *sensor;
  char *table;
  gint64 game;
  gboolean accept, all;
} Request;

static const char *
get_recorded (const ClScanAgain *again, guint ply)
{
  const ClGameMove *move = cl_game_get_move (again->game, ply);

  return move != NULL ? move->san : "";
}

static void
print_ply (const ClCli *cli, const ClScanAgain *again, guint ply, gboolean first)
{
  gboolean is_read = ply <= again->moves->len;
  const ClScanAgainMove *read =
    is_read ? &g_array_index (again->moves, ClScanAgainMove, ply - 1) : NULL;
  const char *recorded = get_recorded (again, ply);

  if (cli->json)
    printf ("%s{\"ply\":%u,\"recorded\":\"%s\",\"read\":\"%s\",\"seen\":%" G_GUINT64_FORMAT "}",
            first ? "" : ",",
            ply,
            recorded,
            is_read ? read->san : "",
            is_read ? read->seen : 0);
  else
    printf ("%u\t%s\t%s\t%" G_GUINT64_FORMAT "%s\n",
            ply,
            *recorded ? recorded : "-",
            is_read ? read->san : "-",
            is_read ? read->seen : 0,
            cl_scan_again_differs (again, ply) ? "\tdiffers" : "");
}

/* How many half-moves differ. */
static guint
print_readings (const ClCli *cli, const ClScanAgain *again, gboolean all)
{
  guint n_plies = cl_scan_again_n_plies (again), n = 0;
  gboolean first = TRUE;

  if (cli->json)
    {
      g_autoptr (GString) table = g_string_new (NULL);

      cl_cli_append_json (table, again->table);
      printf ("{\"partition\":%s,\"game\":%u,\"first_seen\":%" G_GUINT64_FORMAT
              ",\"last_seen\":%" G_GUINT64_FORMAT ",\"recorded_plies\":%u,\"read_plies\":%u,"
              "\"%s\":[",
              table->str,
              again->game->game,
              again->first,
              again->last,
              cl_game_n_plies (again->game),
              again->moves->len,
              all ? "plies" : "differences");
    }
  for (guint ply = 1; ply <= n_plies; ply++)
    {
      gboolean differs = cl_scan_again_differs (again, ply);

      n += differs;
      if (!differs && !all)
        continue;
      print_ply (cli, again, ply, first);
      first = FALSE;
    }
  if (cli->json)
    puts ("]}");
  return n;
}

static ClCliStatus
accept_reading (ClLedger *ledger, const ClScanAgain *again)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDraft) draft = cl_scan_again_correct (again, g_get_real_time (), &error);
  ClAppended appended;

  if (draft == NULL && error != NULL)
    return cl_cli_fail_error (error);
  if (draft != NULL && !cl_ledger_append (ledger, draft, again->head, &appended, &error))
    return cl_cli_fail_error (error);
  g_printerr ("%s %" G_GSIZE_FORMAT " facts added to %s\n",
              draft != NULL ? "Corrected:" : "Nothing to correct:",
              draft != NULL ? cl_draft_get_length (draft) : 0,
              again->table);
  return cl_cli_finish_output ();
}

static ClCliStatus
interpret (ClCli *cli, const Request *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClScanAgain) again = NULL;
  g_autoptr (ClReader) reader = NULL;
  ClLedger *ledger = cl_cli_open (cli, request->accept, FALSE, &error);
  ClCliStatus status;
  guint n;

  if (ledger == NULL)
    return cl_cli_fail_error (error);
  reader = cl_reader_new (ledger, &error);
  if (reader != NULL)
    again =
      cl_scan_again_run (reader, request->sensor, request->table, (guint32) request->game, &error);
  if (again == NULL)
    status = cl_cli_fail_error (error);
  else
    {
      n = print_readings (cli, again, request->all);
      status = cl_cli_finish_output ();
      g_printerr ("%s game %u: %u half-moves recorded, %u read now, %u different\n",
                  again->table,
                  again->game->game,
                  cl_game_n_plies (again->game),
                  again->moves->len,
                  n);
      if (status == CL_CLI_DONE && request->accept)
        status = accept_reading (ledger, again);
    }
  g_clear_pointer (&reader, cl_reader_free);
  cl_cli_close (ledger);
  return status;
}

static ClCliStatus
run_interpret (ClCli *cli, char **args)
{
  g_auto (GStrv) names = g_strdupv (args);
  g_autofree char *table = NULL;
  Request request = { 0 };
  const GOptionEntry entries[] = {
    { "game", 0, 0, G_OPTION_ARG_INT64, &request.game, "Which game, by its number there", "N" },
    { "table", 0, 0, G_OPTION_ARG_STRING, &table, "Where it was played, if it is not clear", "P" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &request.all, "Print also what is read as before", NULL },
    { "accept", 0, 0, G_OPTION_ARG_NONE, &request.accept, "Add corrections to the ledger", NULL },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_interpret, entries, &names))
    return CL_CLI_MISUSED;
  if (names[0] == NULL || names[1] != NULL)
    return cl_cli_misuse (&cl_cli_interpret, "Which board? Its name begins with “sensor/”");
  if (request.game < 1 || request.game > G_MAXUINT32)
    return cl_cli_misuse (&cl_cli_interpret, "--game is needed, a number from 1");
  request.sensor = names[0];
  request.table = table;
  return interpret (cli, &request);
}

const ClCliCommand cl_cli_interpret = {
  "interpret",
  "sensor/NAME --game N [--table P] [--all] [--accept]",
  "Read an old game again from what its board saw",
  "Prints where today's reading differs from what was recorded, tab-separated: half-move, as recorded, as read now, the last "
  "of the board's facts it rests on. With --accept the arbiter takes the new reading over, as corrections that name those "
  "facts; nothing that was recorded is changed.",
  run_interpret,
};
