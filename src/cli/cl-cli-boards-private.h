/* cl-cli-boards-private.h: what the commands about electronic boards share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"
#include "cl-cli.h"

G_BEGIN_DECLS

/* NULL: there is none of that name, and it has been said. */
const ClBoardFamily *cl_cli_find_family (const ClCliCommand *command, const char *name);
/* Runs the main loop until Ctrl+C; @answer gets what comes on stdin. */
void cl_cli_follow (ClCli *cli, GIOFunc answer, gpointer data);
/* Whatever is plugged in or comes. @traffic: (nullable): a file for all bytes that pass */
ClCliStatus cl_cli_record_all (ClCli *cli, guint first_table, const char *traffic);

G_END_DECLS
