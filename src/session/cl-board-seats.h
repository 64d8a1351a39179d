/* cl-board-seats.h: at which table each board stood the last time, by ledger
 *
 * A small file of the user's state folder, XDG_STATE_HOME/chess-ledger/boards.ini, one group a ledger. Losing it costs a
 * choice: boards get the lowest free tables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads on a worker thread. The result: key → table (GUINT_TO_POINTER). */
void
cl_board_seats_read_async (const char *ledger_id, GAsyncReadyCallback callback, gpointer user_data);
GHashTable *cl_board_seats_read_finish (GAsyncResult *result); /* (transfer full), never NULL */
/* Writes on a worker thread, one after the other; a failure is logged and forgotten. */
void cl_board_seats_write (const char *ledger_id, const char *key, guint table);

G_END_DECLS
