/* board-rig.h: an emulated board, a driver and the interpreter on one pseudo-terminal and one virtual clock
 *
 * The clock leaps to whatever is due next, and only when the line is drained both ways; so settle times cost nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-given-private.h"
#include "cl-pty.h"
#include "cl-scan-interpreter.h"

G_BEGIN_DECLS

typedef struct
{
  const char *family;
  ClEmulatorOptions options;
  ClPty *pty;
  ClEmulator *emulator;
  ClBoardDriver *driver;
  ClScanInterpreter *interpreter;
  int fd;
  guint64 read, written;
  gint64 now_ms, restart_ms;
  GString *log;           /* one word a reading */
  GArray *moves;          /* (element-type ChessMove): as read */
  const ChessMove *truth; /* (nullable): answers what is asked */
  guint n_truth;
  guint asked, lost, turned, takebacks, new_games, mismatches;
  guint64 lamps_wanted;
  gint64 last_move_ms;
  ClBoardProducer *producer; /* (nullable): records instead of the interpreter alone */
  guint64 unplug_at;         /* the cable is pulled when so many bytes were read; 0: never */
  gint64 unplug_ms;          /* and is back after that */
  gint64 unplugged_ms;       /* when that was; CL_NEVER_MS: not yet */
  gboolean away;
  guint answer; /* to the question of the producer, from 1; 0: none */
} BoardRig;

/* The time of day at the time 0 of all rigs. */
#define BOARD_RIG_EPOCH_US G_GINT64_CONSTANT (1700000000000000)

/* FALSE where there are no pseudo-terminals (devpts is not mounted): says in TAP that all is skipped. */
gboolean board_rig_is_possible (void);

BoardRig *board_rig_new (const char *family, const ClEmulatorOptions *options);
void board_rig_free (BoardRig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BoardRig, board_rig_free)

/* A producer records what is seen from now on; one that did so before was killed at this moment. */
void board_rig_record (BoardRig *self, ClLedger *ledger, const char *table);
/* Ends recording, properly. */
void board_rig_close (BoardRig *self);

/* Until @until_ms by the virtual clock. */
void board_rig_run (BoardRig *self, gint64 until_ms);
/* Until the hands have done all, and @rest_ms longer. */
void board_rig_run_acts (BoardRig *self, gint64 rest_ms);

/* Games of the standard start position of a PGN file, which may be packed (.gz): each a GArray of ChessMove; at most @max, NULL if there is no such file. */
GPtrArray *load_games (const char *path, guint skip, guint max);
/* "e2e4 e7e5" … legal UCI moves from the start. */
GArray *read_moves (const char *text);
char *write_moves (const ChessMove *moves, guint n);

G_END_DECLS
