/* chess-helpmate.h: can a side still mate, both sides helping? What a dead position and a fallen flag turn on
 *
 * Articles 5.2.2 and 6.9 ask for "any possible series of legal moves". The answer NONE is proven, in one of three ways:
 * by the material, by showing that the pawns lock everything that could give mate, or by playing out all that can still
 * happen. Where none of them ends within its bound the answer is UNKNOWN, and the game goes on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

typedef enum
{
  CHESS_HELPMATE_UNKNOWN,
  CHESS_HELPMATE_EXISTS, /* a series of legal moves to mate was found */
  CHESS_HELPMATE_NONE,   /* proven */
} ChessHelpmate;

typedef enum
{
  CHESS_PROOF_NONE,
  CHESS_PROOF_MATERIAL, /* what is left on the board cannot mate */
  CHESS_PROOF_BLOCKED,  /* nothing can get to where it would mate */
  CHESS_PROOF_SEARCH,   /* all that can still happen was played out */
} ChessProof;

/* Memory for a search among at most @positions, in words of 64 bits; the core itself takes none. */
#define CHESS_HELPMATE_WORDS(positions) ((positions) * (sizeof (ChessPosition) + 16) / 8)

/* Bounds for the searches of this program; the larger one takes some milliseconds. */
#define CHESS_HELPMATE_EACH_MOVE CHESS_HELPMATE_WORDS (2000)
#define CHESS_HELPMATE_AT_FLAG   CHESS_HELPMATE_WORDS (20000)

/* Can @winner mate from @position on? The search ends when @memory, @n_words long, is full (NULL and 0: no search);
 * *@proof (may be NULL) says how NONE was shown. The counts for 50 and 75 moves and repetitions do not matter. */
ChessHelpmate chess_helpmate (const ChessPosition *position,
                              ChessColor winner,
                              uint64_t *memory,
                              size_t n_words,
                              ChessProof *proof);

/* The search alone, without looking at material of the start and locks first: one of the three proofs for itself. */
ChessHelpmate chess_helpmate_search (const ChessPosition *position,
                                     ChessColor winner,
                                     uint64_t *memory,
                                     size_t n_words);

/* True if it is proven that neither side can mate (5.2.2). */
bool chess_helpmate_is_dead (const ChessPosition *position,
                             uint64_t *memory,
                             size_t n_words,
                             ChessProof *proof);

/* A stable word for files: "material", "blocked", "search", "none"; and back (false if it is none of them). */
const char *chess_proof_word (ChessProof proof);
bool chess_proof_from_word (ChessText word, ChessProof *proof);
