/* cl-evaluation.h: what an engine said about a position: PositionEvaluated as a plain struct, to and from details
 *
 * Half of the events of an analysed ledger are evaluations, and every view of analysis folds them all: so this is a struct
 * without pointers, decoded without an allocation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

G_BEGIN_DECLS

#define CL_EVALUATION_MAX_LINES  5
#define CL_EVALUATION_MAX_MOVES  32 /* of one line */
#define CL_EVALUATION_MAX_DEPTHS 64 /* entries of by_depth */
#define CL_EVALUATION_MAX_DEPTH  255
#define CL_EVALUATION_MAX_CP     100000
#define CL_EVALUATION_MAX_MATE   1000
#define CL_EVALUATION_NAME_SIZE  64 /* bytes with NUL */

/* From the view of the side to move, as the engine says it. */
typedef struct
{
  gint32 cp;   /* hundredths of a pawn; 0 if @mate is not 0 */
  gint32 mate; /* mates in so many moves; negative: is mated in so many; 0: @cp counts */
} ClScore;

/* A move is from (0–5), to (6–11), promotion (12–14) as in ClMove.move: its UCI text, whatever the position. Castling is
 * the king's two steps, or king takes rook if the evaluation is of Chess960. */
typedef struct
{
  ClScore score;
  guint16 wdl[3]; /* per mille of wins, draws, losses of the side to move; all 0: not said */
  guint8 n_moves; /* 1 to CL_EVALUATION_MAX_MOVES */
  guint16 moves[CL_EVALUATION_MAX_MOVES];
} ClEvaluationLine;

typedef struct
{
  guint8 depth;
  guint16 move; /* the best one at that depth */
  ClScore score;
} ClEvaluationDepth;

/**
 * ClEvaluation:
 *
 * One PositionEvaluated. @partition and @cites name the event since which the position stands, as cl_game_stands_since ()
 * says: a move, a correction that changed it, or the GameStarted for the start. The game and the ply are in the event's columns
 * (ClEvent.game, ClEvent.ply, 0 at the start) and speak about @partition.
 *
 * Numbers that are 0 are not known or not set, unless said otherwise. Entries of arrays beyond their number are undefined.
 */
typedef struct
{
  char partition[201]; /* CL_PARTITION_KEY_MAX */
  guint64 cites;

  /* Who said it, and how it was asked */
  char engine[CL_EVALUATION_NAME_SIZE]; /* "Stockfish 15.1" */
  char build[17];                       /* first 16 hex digits of the program file's SHA-256 */
  char options
    [CL_EVALUATION_NAME_SIZE]; /* further options that were changed: "Contempt=10; Ponder=false" */
  guint32 threads;             /* at least 1 */
  guint32 hash_mb;
  guint32 multipv; /* lines asked for, at least 1 */
  guint32 elo;     /* strength limit */
  gboolean chess960;
  guint64 limit_nodes;
  guint32 limit_depth;
  guint32 limit_ms;

  /* What was reached */
  guint32 depth; /* of the lines, complete */
  guint32 seldepth;
  guint64 nodes;
  guint32 time_ms;
  guint32 legal; /* legal moves in the position, 1 to 218 */

  guint32 n_lines; /* at least 1, best first */
  ClEvaluationLine lines[CL_EVALUATION_MAX_LINES];

  /* For fair play: the best move at each finished depth, in rising order of depth */
  guint32 n_depths;
  ClEvaluationDepth by_depth[CL_EVALUATION_MAX_DEPTHS];
} ClEvaluation;

void cl_evaluation_init (ClEvaluation *self);

/**
 * cl_evaluation_from_event:
 * @event: a PositionEvaluated
 * @self: (out): undefined on failure
 * @error: CL_FACT_ERROR_BAD_DETAILS, …
 *
 * The cheap way for folds: checks all that cl_fact_from_event () checks and allocates nothing.
 */
gboolean cl_evaluation_from_event (const ClEvent *event, ClEvaluation *self, GError **error);

/* White's view of a score said for the side that moves after @ply half-moves: only for games that begin with White; a fold
 * that knows the position asks it instead. */
ClScore cl_score_negate (ClScore score);

/* A move's UCI text and back: "e7e8q"; @text needs no NUL behind @length. FALSE if it is none. */
void cl_uci_unpack (guint16 move, char uci[6]);
gboolean cl_uci_pack (const char *text, gsize length, guint16 *move);

/* "engine/stockfish-15.1": the partition of what the engine that calls itself @engine says. Free with g_free. */
char *cl_engine_partition (const char *engine);

G_END_DECLS
