/* cl-cli-consumers-private.h: what the files of the command "consumers" share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-cli.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* A line of the table, with lines below it for what needs a person; or one JSON object. */
void cl_cli_print_consumer_heading (const ClCli *cli);
void cl_cli_print_consumer (const ClCli *cli, const ClConsumerStatus *status);

void cl_cli_print_difference (const ClCli *cli,
                              const ClDifference *difference,
                              const char *const names[2]);

G_END_DECLS
