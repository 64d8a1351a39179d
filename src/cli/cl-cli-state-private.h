/* cl-cli-state-private.h: views of which "state" says more than their keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-cli.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* Prints from @runner, whose views of @ledger have read up to @at. */
typedef gboolean (*ClCliReport) (ClCli *cli,
                                 ClLedger *ledger,
                                 ClRunner *runner,
                                 guint64 at,
                                 gpointer user_data,
                                 GError **error);

/* Opens the ledger, lets the NULL-terminated @views read up to @at (0: the head), and calls @report. */
ClCliStatus cl_cli_report_views (ClCli *cli,
                                 const ClViewClass *const *views,
                                 gint64 at,
                                 ClCliReport report,
                                 gpointer user_data);

/* "state players …"; @args without the command and the view. */
ClCliStatus cl_cli_run_players (ClCli *cli, char **args);
/* "state fair-play PLAYER …", so too. */
ClCliStatus cl_cli_run_fair_play (ClCli *cli, char **args);
/* The same of "state analysis …", "state highlights …" and "state coach …". */
ClCliStatus cl_cli_run_analysis (ClCli *cli, char **args);
ClCliStatus cl_cli_run_highlights (ClCli *cli, char **args);
ClCliStatus cl_cli_run_coach (ClCli *cli, char **args);

G_END_DECLS
