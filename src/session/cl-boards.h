/* cl-boards.h: the electronic boards that are plugged in, each recorded at its table
 *
 * A GListModel of ClConnectedBoard. A board gets a table as soon as it is seen: the one it had the last time, else the lowest
 * that no other board has and at which nobody plays; which one is remembered by the user's state folder, so that a game goes on
 * at its table after a restart. One that is unplugged stays in the list while its game is in progress: it is waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-connected-board.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARDS (cl_boards_get_type ())
G_DECLARE_FINAL_TYPE (ClBoards, cl_boards, CL, BOARDS, GObject)

typedef enum
{
  CL_TABLE_FREE,
  CL_TABLE_OF_BOARD, /* a game is in progress there that a board recorded: its board may go on with it */
  CL_TABLE_TAKEN, /* somebody plays there without a board */
} ClTableUse;

typedef ClTableUse (*ClTableUseFunc) (guint table, gpointer user_data);

typedef struct
{
  guint first_table;      /* the lowest to give; 1 */
  gboolean forgetful;     /* tables are neither remembered nor looked up */
  const char *traffic;    /* (nullable): a file for all bytes that pass, copied */
  ClTableUseFunc get_use; /* (nullable): all are free */
  gpointer use_data;
} ClBoardsOptions;

/* Begins to look for boards at once; the list fills when the main loop runs. */
ClBoards *cl_boards_new (ClLedger *ledger, const ClBoardsOptions *options);
/* Stops all, says so at their tables and waits until what they saw is durable; idempotent. Before the ledger is closed. */
void cl_boards_close (ClBoards *self);

/* The board that records at a table; NULL: none. (transfer none) */
ClConnectedBoard *cl_boards_find_at (ClBoards *self, const char *partition);
/* Takes a board to another table, from now on; a board that has that table gets the first one's. */
void cl_boards_move (ClBoards *self, ClConnectedBoard *board, guint table);

G_END_DECLS
