/* cl-data-path.h: where the files are that come with the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The path of @name, such as "samples/famous.pgn": below CHESS_LEDGER_DATADIR, which uninstalled runs set, else where it is
 * installed. */
char *cl_data_path (const char *name);

G_END_DECLS
