/* cl-game-private.h: what the fold of a game knows beyond what it shows, for the files cl-game*.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"

#include "chess-fen.h"

G_BEGIN_DECLS

/* Beside each ClGameMove: what is needed to play the game again after a correction. */
typedef struct
{
  ClMove move;      /* as the ledger has it, corrections applied */
  guint8 side;      /* who made it */
  gboolean stood;   /* an IllegalMoveMade */
  guint16 fullmove; /* number of the move on the scoresheet */
} ClGameRecord;

/* A PositionCorrected: what stood on the board after @ply half-moves. */
typedef struct
{
  guint ply;
  ChessPosition position;
} ClGameCorrection;

typedef struct
{
  ClGame pub;          /* first */
  GArray *records;     /* (element-type ClGameRecord): beside pub.moves */
  GArray *keys;        /* (element-type guint64): of the start and after each move */
  GArray *corrections; /* (element-type ClGameCorrection) (nullable): by rising ply */
  guint
    broken_ply; /* first move that a correction made illegal, 0: none; pub.current stands before it */
  gboolean live;        /* played here, not written down or imported: its clock is a real one */
  gint64 initial_ms[2]; /* on the clocks before the first move */
} ClGameFull;

#define FULL(game) ((ClGameFull *) (game))

/* cl-game-moves.c */
gboolean cl_game_move_played (ClGameFull *self,
                              const ClEvent *event,
                              ClFact *fact,
                              GError **error); /* @fact nullable */
gboolean
cl_game_illegal_move_made (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error);
gboolean
cl_game_move_corrected (ClGameFull *self, const ClEvent *event, const ClFact *fact, GError **error);
gboolean cl_game_taken_back (ClGameFull *self, const ClFact *fact, GError **error);
gboolean cl_game_position_corrected (ClGameFull *self,
                                     const ClEvent *event,
                                     const ClFact *fact,
                                     GError **error);
/* Index in moves of the move recorded at @offset, or -1. */
gint cl_game_find_move (const ClGameFull *self, guint64 offset);
/* Plays a move that the rules forbid, as a hand did; FALSE if no position could stand there. */
gboolean cl_game_play_by_hand (ChessPosition *position, ClMove move);
void cl_game_judge (ClGameFull *self);
/* Index in keys of the oldest position that can be the present one again. */
guint cl_game_first_repeatable (const ClGameFull *self);
void cl_game_append_comment (ClGameMove *move, const char *text);
const ClGameCorrection *cl_game_correction_at (const ClGameFull *self, guint ply);

/* Text and evidence of an ending that does not hold any more. */
void cl_game_forget_ending (ClGame *pub);

/* cl-game-clock.c */
void cl_game_clock_set_up (ClGameFull *self, const ClFact *fact);
/* After a move by @mover; sets move->clock_ms if it can be computed. */
void cl_game_clock_moved (ClGameFull *self, ChessColor mover, ClGameMove *move);
void cl_game_clock_turn (ClGameFull *self, gint64 now);
void cl_game_clock_started (ClGameFull *self, const ClFact *fact);
void cl_game_clock_paused (ClGameFull *self, const ClFact *fact);
void cl_game_clock_resumed (ClGameFull *self, const ClFact *fact);
void cl_game_clock_adjusted (ClGameFull *self, const ClFact *fact);
void cl_game_clock_flag (ClGameFull *self, const ClFact *fact);
/* Both clocks stand: at what @fact says they showed, else at what they show at its time. */
void cl_game_clock_stop (ClGameFull *self, const ClFact *fact);

#define CL_GAME_MAX_CLOCK G_GINT64_CONSTANT (100000000000) /* ms; no thinking time is longer */

G_END_DECLS
