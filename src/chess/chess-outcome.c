/* chess-outcome.c: whether and how a game is over by the Laws of Chess
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-outcome.h"
#include "chess-bits-private.h"

#include <string.h>

#define LIGHT_SQUARES UINT64_C (0x55aa55aa55aa55aa)

static const struct
{
  ChessEnding ending;
  const char *word;
} words[] = {
  { CHESS_ENDING_NONE, "none" },
  { CHESS_ENDING_CHECKMATE, "checkmate" },
  { CHESS_ENDING_STALEMATE, "stalemate" },
  { CHESS_ENDING_DEAD_POSITION, "dead-position" },
  { CHESS_ENDING_FIVEFOLD, "fivefold" },
  { CHESS_ENDING_75_MOVES, "75-moves" },
  { CHESS_ENDING_THREEFOLD, "threefold" },
  { CHESS_ENDING_50_MOVES, "50-moves" },
  { CHESS_ENDING_AGREEMENT, "agreement" },
  { CHESS_ENDING_RESIGNATION, "resignation" },
  { CHESS_ENDING_TIME, "time" },
  { CHESS_ENDING_TIME_NO_MATE, "time-no-mate" },
  { CHESS_ENDING_ILLEGAL_MOVES, "illegal-moves" },
  { CHESS_ENDING_ADJUDICATION, "adjudication" },
  { CHESS_ENDING_ABANDONED, "abandoned" },
  { CHESS_ENDING_UNKNOWN, "unknown" },
};

static const char *const results[] = { "*", "1-0", "0-1", "1/2-1/2" };

static unsigned
count_occurrences (const uint64_t *keys, size_t n_keys)
{
  unsigned occurrences = n_keys == 0;

  for (size_t i = 0; i < n_keys; i++)
    occurrences += keys[i] == keys[n_keys - 1];
  return occurrences;
}

ChessOutcome
chess_outcome (const ChessPosition *position, const uint64_t *keys, size_t n_keys)
{
  ChessOutcome outcome = { .occurrences = count_occurrences (keys, n_keys) };

  outcome.result = CHESS_RESULT_DRAW;
  if (!chess_position_has_legal_move (position))
    {
      if (chess_position_in_check (position))
        {
          outcome.automatic = CHESS_ENDING_CHECKMATE;
          outcome.result = position->side == CHESS_WHITE ? CHESS_RESULT_BLACK : CHESS_RESULT_WHITE;
        }
      else
        outcome.automatic = CHESS_ENDING_STALEMATE;
    }
  else if (chess_outcome_is_dead (position))
    outcome.automatic = CHESS_ENDING_DEAD_POSITION;
  else if (outcome.occurrences >= 5)
    outcome.automatic = CHESS_ENDING_FIVEFOLD;
  else if (position->halfmove >= 150)
    outcome.automatic = CHESS_ENDING_75_MOVES;
  else
    {
      outcome.result = CHESS_RESULT_NONE;
      outcome.may_claim_threefold = outcome.occurrences >= 3;
      outcome.may_claim_50_moves = position->halfmove >= 100;
    }
  return outcome;
}

bool
chess_outcome_is_dead (const ChessPosition *position)
{
  return !chess_outcome_can_mate (position, CHESS_WHITE) &&
         !chess_outcome_can_mate (position, CHESS_BLACK);
}

/* A lone knight mates only if the opponent's own men, other than queens, can wall in his king; bishops
 * of one square colour only if the opponent has something that can stand on the other colour. */
bool
chess_outcome_can_mate (const ChessPosition *position, ChessColor color)
{
  const uint64_t *kinds = position->kinds;
  uint64_t own = position->colors[color], other = position->colors[!color];
  uint64_t bishops = kinds[CHESS_BISHOP];

  if (own & (kinds[CHESS_PAWN] | kinds[CHESS_ROOK] | kinds[CHESS_QUEEN]))
    return true;
  if (own & kinds[CHESS_KNIGHT])
    return chess_bits_count (own) > 2 || (other & ~kinds[CHESS_KING] & ~kinds[CHESS_QUEEN]) != 0;
  if (own & bishops)
    {
      bool both_colors = (bishops & LIGHT_SQUARES) && (bishops & ~LIGHT_SQUARES);

      return both_colors || (other & (kinds[CHESS_PAWN] | kinds[CHESS_KNIGHT])) != 0;
    }
  return false;
}

const char *
chess_ending_word (ChessEnding ending)
{
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (words[i].ending == ending)
      return words[i].word;
  return "unknown";
}

static bool
text_is (ChessText text, const char *word)
{
  return text.length == strlen (word) && memcmp (text.text, word, text.length) == 0;
}

ChessEnding
chess_ending_from_word (ChessText word)
{
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (word.length > 0 && text_is (word, words[i].word))
      return words[i].ending;
  return CHESS_ENDING_UNKNOWN;
}

const char *
chess_result_text (ChessResult result)
{
  return (size_t) result < sizeof results / sizeof results[0] ? results[result] : results[0];
}

bool
chess_result_parse (ChessText text, ChessResult *result)
{
  for (size_t i = 0; i < sizeof results / sizeof results[0]; i++)
    if (text.length > 0 && text_is (text, results[i]))
      {
        *result = (ChessResult) i;
        return true;
      }
  return false;
}
