/* cl-board-worker.h: one electronic board on a thread of its own: asked what it is, recorded at a table, told about
 *
 * The thread owns the line, the interpreter and its reader of the ledger, and waits there for whatever is slow. In: orders, each run
 * on the thread in order. Out: immutable states, of which only the newest is kept for a main thread that is busy, and news.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-port.h"
#include "cl-board-state.h"

G_BEGIN_DECLS

typedef struct _ClBoardWorker ClBoardWorker;

typedef struct
{
  /* Both in the main context in which the worker was made, never after cl_board_worker_stop (). */
  void (*changed) (ClBoardState *state, gpointer user_data);
  /* @text: as in ClBoardNewsFunc; MOVE, GAME and TROUBLE only, none of them lost. */
  void (*news) (ClBoardNewsKind kind, const char *text, gpointer user_data);
} ClBoardWorkerFuncs;

/* @traffic: (nullable): a file for all bytes that pass. */
ClBoardWorker *cl_board_worker_new (ClLedger *ledger,
                                    ClBoardPort *port,
                                    guint table,
                                    const char *traffic,
                                    const ClBoardWorkerFuncs *funcs,
                                    gpointer user_data);
/* Says at the table that the board is gone, and ends the thread when all is durable; nothing is called any more. */
void cl_board_worker_quit (ClBoardWorker *self);
/* The same, and waits for it. Ends the use of @self. */
void cl_board_worker_stop (ClBoardWorker *self);

/* The board was unplugged; NULL: nothing is there to go to. Or it is back, perhaps elsewhere. */
void cl_board_worker_set_port (ClBoardWorker *self, ClBoardPort *port);
void cl_board_worker_set_table (ClBoardWorker *self, guint table);
void cl_board_worker_answer (ClBoardWorker *self, guint number);
void cl_board_worker_set_turned (ClBoardWorker *self, gboolean turned);
/* Tries a board that failed at once. */
void cl_board_worker_retry (ClBoardWorker *self);

G_END_DECLS
