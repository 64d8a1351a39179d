/* cl-board-producer.h: an electronic board at a table: what it sees becomes facts, and what they mean becomes moves
 *
 * What the board saw goes to `sensor/<family>-<serial>` as it was; the interpreter's readings go to the table, each citing
 * the last thing seen before it was certain. Lives on one thread with its thread-default main context, which it blocks while the
 * ledger makes a move durable: not the main thread of an app.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-link.h"
#include "cl-game.h"
#include "cl-ledger.h"
#include "cl-scan-interpreter.h"

G_BEGIN_DECLS

/* What it has to tell; texts are translated sentences, and live during the call. */
typedef enum
{
  CL_BOARD_NEWS_STATUS, /* connected, lost, battery, name: see cl_board_producer_get_status () */
  CL_BOARD_NEWS_SEEN,   /* the picture of the board changed, or its clock */
  CL_BOARD_NEWS_PROVISIONAL, /* text: the move that stands and is not certain yet; NULL: none */
  CL_BOARD_NEWS_MOVE,        /* text: the move that was recorded */
  CL_BOARD_NEWS_GAME,        /* text: a game began, went on or ended, a move was taken back */
  CL_BOARD_NEWS_QUESTION, /* text: what a person has to say; answer by cl_board_producer_answer () */
  CL_BOARD_NEWS_GUIDANCE, /* text: how to put the board right; NULL: all is right */
  CL_BOARD_NEWS_TROUBLE,  /* text: what could not be recorded, and why */
} ClBoardNewsKind;

typedef struct _ClBoardProducer ClBoardProducer;
typedef void (*ClBoardNewsFunc) (ClBoardProducer *self,
                                 ClBoardNewsKind kind,
                                 const char *text,
                                 gpointer user_data);

typedef struct
{
  gboolean connected;
  const char *name;      /* (nullable): what it calls itself */
  const char *serial;    /* (nullable): what it says itself */
  const char *partition; /* (nullable) until its serial number is known */
  guint percent;         /* of the battery; 0: not known */
  gboolean charging, turned;
  guint32 game; /* 0: none yet */
  guint n_plies;
  gboolean is_playing; /* the game is in progress */
  gboolean has_seen;
  const ClPlacement *seen;
  const ClPlacement *expected; /* (nullable): what should stand there, while something is wrong */
  guint64 wrong;
  const ChessPosition *position; /* (nullable): of the game, after its last certain move */
  ChessMove candidate;           /* what stands and is not certain yet, else CHESS_MOVE_NULL */
  gint64 white_ms, black_ms; /* of the board's own clock as it was read last; CL_NO_CLOCK: none */
  gboolean clock_running;
  ChessColor clock_side; /* whose time runs, or would */
} ClBoardStatus;

/**
 * cl_board_producer_new:
 * @table: the partition of the table, "table/1"
 * @recording: (nullable): a file for all bytes that pass
 *
 * Connects, and goes on with the game of the table if one is in progress; otherwise waits for the start position.
 */
ClBoardProducer *cl_board_producer_new (ClLedger *ledger,
                                        const ClBoardFamily *family,
                                        const char *path,
                                        const char *table,
                                        const char *recording,
                                        GError **error);
void cl_board_producer_free (ClBoardProducer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBoardProducer, cl_board_producer_free)

/* What its sensor is called after if the board tells no serial number; by default the file of its path. Call before the first
 * turn of the main context. */
void cl_board_producer_set_id (ClBoardProducer *self, const char *id);
/* Where the board is now, after it was plugged in again. */
void cl_board_producer_set_path (ClBoardProducer *self, const char *path);
void cl_board_producer_set_news (ClBoardProducer *self, ClBoardNewsFunc func, gpointer user_data);
/* Borrowed parts live until the next turn of the main context. */
ClBoardStatus cl_board_producer_get_status (const ClBoardProducer *self);

/* The open question's answers, in the order of the text: a number from 0; ignored if there is no such answer. */
guint cl_board_producer_get_n_answers (const ClBoardProducer *self);
char *cl_board_producer_dup_answer (const ClBoardProducer *self, guint number);
void cl_board_producer_answer (ClBoardProducer *self, guint number);
void cl_board_producer_set_turned (ClBoardProducer *self, gboolean turned);
/* The table may have changed by other hands: reads it again. */
void cl_board_producer_refresh (ClBoardProducer *self);
/* Says at the table that the board is gone, and waits until all that was seen is durable. */
void cl_board_producer_close (ClBoardProducer *self);

G_END_DECLS
