/* cl-cli-fair-play.c: state fair-play PLAYER: what one player's games look like beside an engine
 *
 * There is no list of all players by score, on purpose: one player is looked at because there is a reason to.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>

#include "cl-fair-play-report.h"
#include "cl-player-stats.h"
#include "cl-views.h"

typedef struct
{
  const char *name; /* as typed */
  gboolean live;
} Request;

static gboolean
print_report (ClCli *cli,
              ClLedger *ledger,
              ClRunner *runner,
              guint64 at,
              gpointer user_data,
              GError **error)
{
  const Request *request = user_data;
  const ClFairScope scope = { .live = request->live };
  g_autofree char *name = cl_players_find (runner, request->name, at, error);
  g_autofree char *text = NULL;
  g_autoptr (ClFairReport) report = NULL;

  if (name == NULL)
    return FALSE;
  report = cl_fair_report_read (runner, name, &scope, at, error);
  if (report == NULL)
    return FALSE;
  text = cli->json ? cl_fair_report_to_json (report) : cl_fair_report_to_text (report);
  printf ("%s%s", text, cli->json ? "\n" : "");
  return TRUE;
}

static const ClCliCommand fair_play_command = {
  "state fair-play",
  "PLAYER [--live] [--at POSITION]",
  "What one player's games look like beside an engine: evidence, never a verdict",
  "The games have to be analysed with several lines first (analyse --multipv 5). Without PLAYER the view itself is\n"
  "printed as JSON. The same facts and the same version give the same numbers on every machine.",
  cl_cli_run_fair_play,
};

ClCliStatus
cl_cli_run_fair_play (ClCli *cli, char **args)
{
  static const ClViewClass *const views[] = { &cl_players_view, &cl_fair_play_view, NULL };
  g_auto (GStrv) rest = g_strdupv (args);
  gint64 at = G_MININT64;
  Request request = { NULL, FALSE };
  const GOptionEntry entries[] = {
    { "live", 0, 0, G_OPTION_ARG_NONE, &request.live, "With the games in progress", NULL },
    { "at", 0, 0, G_OPTION_ARG_INT64, &at, "As it stood at this event", "POSITION" },
    { NULL },
  };

  if (!cl_cli_parse (cli, &fair_play_command, entries, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0] || rest[1])
    return cl_cli_misuse (&fair_play_command,
                          "One player is needed; a name with blanks needs quotes");
  if (at != G_MININT64 && at < 1)
    return cl_cli_misuse (&fair_play_command, "Events count from 1");
  request.name = rest[0];
  return cl_cli_report_views (cli, views, MAX (at, 0), print_report, &request);
}
