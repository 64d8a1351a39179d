/* chess-helpmate.c: looks for a mate that both sides help to, or proves that there is none
 *
 * The search plays out everything, breadth first, and remembers each position once; positions are compared whole, not by
 * their keys, since a claim must not rest on two keys never being alike. It ends without an answer as soon as there are
 * more positions than the caller has room for, which in an open position is after some hundred moves. What cannot mate by
 * material is not followed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-helpmate.h"
#include "chess-blocked-private.h"
#include "chess-movegen-private.h"
#include "chess-outcome.h"

#include <string.h>

#define MAX_POSITIONS 10000000

typedef struct
{
  ChessPosition *positions; /* seen; those from @next on are to be played out */
  size_t n, max, next;
  uint32_t *slots; /* by key: index + 1 */
  size_t mask;
  bool wanted[2]; /* whose mates are looked for */
} Search;

/* Shares the memory out: positions first, then at least twice as many slots, whose number is a power of 2. */
static bool
init_search (Search *self, const bool wanted[2], uint64_t *memory, size_t n_words)
{
  size_t max = n_words / CHESS_HELPMATE_WORDS (1), n_slots = 2;

  if (max < 2)
    return false;
  if (max > MAX_POSITIONS)
    max = MAX_POSITIONS;
  while (n_slots <= 2 * max)
    n_slots *= 2;
  *self = (Search){ .max = max, .mask = n_slots - 1, .wanted = { wanted[0], wanted[1] } };
  self->positions = (ChessPosition *) memory;
  self->slots = (uint32_t *) (self->positions + max);
  memset (self->slots, 0, n_slots * sizeof *self->slots);
  return true;
}

/* False if @position was there, or if there is no room, when n is max. */
static bool
remember (Search *self, const ChessPosition *position)
{
  size_t slot = position->key & self->mask;

  for (; self->slots[slot]; slot = (slot + 1) & self->mask)
    if (memcmp (&self->positions[self->slots[slot] - 1], position, sizeof *position) == 0)
      return false;
  if (self->n == self->max)
    return false;
  self->positions[self->n++] = *position;
  self->slots[slot] = (uint32_t) self->n;
  return true;
}

static bool
is_mate (const ChessPosition *position)
{
  return chess_position_in_check (position) && !chess_position_has_legal_move (position);
}

static bool
is_hopeless (const Search *self, const ChessPosition *position)
{
  for (unsigned color = 0; color < 2; color++)
    if (self->wanted[color] && chess_outcome_can_mate (position, (ChessColor) color))
      return false;
  return true;
}

/* Plays all moves of the next position; true if one of them is a mate that is looked for. */
static bool
play_out (Search *self)
{
  ChessPosition position = self->positions[self->next++];
  ChessMove moves[CHESS_MAX_MOVES];
  size_t n = chess_generate_list (&position, moves);

  for (size_t i = 0; i < n && self->n < self->max; i++)
    {
      ChessPosition after = position;

      chess_make_move (&after, moves[i]);
      after.halfmove = after.fullmove = 0;
      if (is_hopeless (self, &after) || !remember (self, &after))
        continue;
      if (self->wanted[position.side] && is_mate (&after))
        return true;
    }
  return false;
}

static ChessHelpmate
search (const ChessPosition *position, const bool wanted[2], uint64_t *memory, size_t n_words)
{
  ChessPosition root = *position;
  Search self;

  if (wanted[!position->side] && is_mate (position))
    return CHESS_HELPMATE_EXISTS;
  if (!init_search (&self, wanted, memory, n_words))
    return CHESS_HELPMATE_UNKNOWN;
  root.halfmove = root.fullmove = 0;
  remember (&self, &root);
  while (self.next < self.n && self.n < self.max)
    if (play_out (&self))
      return CHESS_HELPMATE_EXISTS;
  return self.n < self.max ? CHESS_HELPMATE_NONE : CHESS_HELPMATE_UNKNOWN;
}

/* True if none of those who are wanted can mate, shown by @proof. */
static bool
is_excluded (const ChessPosition *position, const bool wanted[2], ChessProof proof)
{
  for (unsigned i = 0; i < 2; i++)
    {
      ChessColor color = (ChessColor) i;

      if (wanted[i] &&
          (proof == CHESS_PROOF_MATERIAL ? chess_outcome_can_mate (position, color)
                                         : !chess_blocked_forbids_mate (position, color)))
        return false;
    }
  return true;
}

static ChessHelpmate
answer (const ChessPosition *position,
        const bool wanted[2],
        uint64_t *memory,
        size_t n_words,
        ChessProof *proof)
{
  ChessHelpmate found = CHESS_HELPMATE_NONE;
  ChessProof shown = CHESS_PROOF_MATERIAL;

  while (shown < CHESS_PROOF_SEARCH && !is_excluded (position, wanted, shown))
    shown++;
  if (shown == CHESS_PROOF_SEARCH)
    found = search (position, wanted, memory, n_words);
  if (proof)
    *proof = found == CHESS_HELPMATE_NONE ? shown : CHESS_PROOF_NONE;
  return found;
}

ChessHelpmate
chess_helpmate (const ChessPosition *position,
                ChessColor winner,
                uint64_t *memory,
                size_t n_words,
                ChessProof *proof)
{
  const bool wanted[2] = { winner == CHESS_WHITE, winner == CHESS_BLACK };

  return answer (position, wanted, memory, n_words, proof);
}

ChessHelpmate
chess_helpmate_search (const ChessPosition *position,
                       ChessColor winner,
                       uint64_t *memory,
                       size_t n_words)
{
  const bool wanted[2] = { winner == CHESS_WHITE, winner == CHESS_BLACK };

  return search (position, wanted, memory, n_words);
}

bool
chess_helpmate_is_dead (const ChessPosition *position,
                        uint64_t *memory,
                        size_t n_words,
                        ChessProof *proof)
{
  static const bool both[2] = { true, true };

  return answer (position, both, memory, n_words, proof) == CHESS_HELPMATE_NONE;
}

static const char *const words[] = { "none", "material", "blocked", "search" };

const char *
chess_proof_word (ChessProof proof)
{
  return (size_t) proof < sizeof words / sizeof words[0] ? words[proof] : words[0];
}

bool
chess_proof_from_word (ChessText word, ChessProof *proof)
{
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (word.length == strlen (words[i]) && memcmp (word.text, words[i], word.length) == 0)
      {
        *proof = (ChessProof) i;
        return true;
      }
  return false;
}
