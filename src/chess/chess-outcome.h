/* chess-outcome.h: how a game stands by the Laws: mate, stalemate, dead position, repetition, move counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

typedef enum
{
  CHESS_ENDING_NONE,
  CHESS_ENDING_CHECKMATE,
  CHESS_ENDING_STALEMATE,
  CHESS_ENDING_DEAD_POSITION, /* neither side can mate (material) */
  CHESS_ENDING_FIVEFOLD,
  CHESS_ENDING_75_MOVES,
  CHESS_ENDING_THREEFOLD, /* claimed */
  CHESS_ENDING_50_MOVES,  /* claimed */
  CHESS_ENDING_AGREEMENT,
  CHESS_ENDING_RESIGNATION,
  CHESS_ENDING_TIME,         /* flag fell, the opponent can mate */
  CHESS_ENDING_TIME_NO_MATE, /* flag fell, the opponent cannot: drawn */
  CHESS_ENDING_ILLEGAL_MOVES,
  CHESS_ENDING_ADJUDICATION,
  CHESS_ENDING_ABANDONED,
  CHESS_ENDING_UNKNOWN, /* a result without a reason, as in most PGN */
} ChessEnding;

typedef struct
{
  ChessEnding automatic; /* what ended the game just now, or NONE */
  ChessResult result;
  bool may_claim_threefold, may_claim_50_moves;
  unsigned occurrences; /* of the final position, itself included */
} ChessOutcome;

/* @keys: the Zobrist keys of all positions of the game up to and including @position, oldest first
 * (@n_keys ≥ 1); only those since the last irreversible move need be there. */
ChessOutcome chess_outcome (const ChessPosition *position, const uint64_t *keys, size_t n_keys);

/* Dead by material for both. */
bool chess_outcome_is_dead (const ChessPosition *position);

/* False only if @color certainly cannot mate by any series of legal moves (material; §1 of the rules). */
bool chess_outcome_can_mate (const ChessPosition *position, ChessColor color);

/* A stable lower-case word for files and JSON: "checkmate", "stalemate", "dead-position", "fivefold", "75-moves",
 * "threefold", "50-moves", "agreement", "resignation", "time", "time-no-mate", "illegal-moves", "adjudication",
 * "abandoned", "unknown", "none"; and back (CHESS_ENDING_UNKNOWN if it is none of them). */
const char *chess_ending_word (ChessEnding ending);
ChessEnding chess_ending_from_word (ChessText word);

/* "1-0", "0-1", "1/2-1/2", "*". */
const char *chess_result_text (ChessResult result);
bool chess_result_parse (ChessText text, ChessResult *result);
