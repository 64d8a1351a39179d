/* chess-blocked.c: shows that a locked position can never come to mate, without playing it out
 *
 * For each man a set of squares is kept that holds all that he may ever stand on, and a set of squares whose first
 * holder certainly never leaves them. Both begin as if nothing could move; then every step that might be possible is
 * added, until none is left. A step may be possible unless an own man, or a king, stands there for ever, or a pawn
 * does that for ever guards the square from a king; pins, checks and whose turn it is are left out, so the sets are too
 * large rather than too small. By induction over the moves of any game: each man stands on a square of his set, and
 * who never leaves is there.
 *
 * A mate on a square then needs a man that may attack it, and for every square around it one that may guard it or one
 * of the king's own that may block it, each blocking one at a time. Where a king has no such square within his set, he
 * is never mated. If a pawn may promote, or may castle or take en passant now, nothing is claimed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-blocked-private.h"
#include "chess-bits-private.h"

#include <string.h>

typedef struct
{
  ChessKind kind;
  ChessColor color;
  ChessSquare home;
  uint64_t reach;
} Man;

typedef struct
{
  Man men[64];
  unsigned n;
  uint64_t homes[2];
  uint64_t fixed; /* squares whose first holder never leaves them */
  uint64_t kings; /* where they stand first */
} Blockade;

static uint64_t
step_straight (uint64_t from)
{
  return from << 8 | from >> 8 | (from & ~CHESS_FILE_H) << 1 | (from & ~CHESS_FILE_A) >> 1;
}

static uint64_t
step_diagonally (uint64_t from)
{
  return chess_attacks_pawns_a (from, CHESS_WHITE) | chess_attacks_pawns_h (from, CHESS_WHITE) |
         chess_attacks_pawns_a (from, CHESS_BLACK) | chess_attacks_pawns_h (from, CHESS_BLACK);
}

static uint64_t
jump (uint64_t from)
{
  uint64_t to = 0;

  while (from)
    to |= chess_knight_attacks[chess_bits_take (&from)];
  return to;
}

/* What @man attacks in one step from anywhere in @from. His reach is closed under steps, so that of a queen, rook or
 * bishop needs no more: a line is so many steps. */
static uint64_t
attack (const Man *man, uint64_t from)
{
  switch (man->kind)
    {
    case CHESS_PAWN:
      return chess_attacks_pawns_a (from, man->color) | chess_attacks_pawns_h (from, man->color);
    case CHESS_KNIGHT:
      return jump (from);
    case CHESS_BISHOP:
      return step_diagonally (from);
    case CHESS_ROOK:
      return step_straight (from);
    default:
      return step_straight (from) | step_diagonally (from);
    }
}

/* Where men of @color other than the king may ever stand. */
static uint64_t
find_presence (const Blockade *self, ChessColor color)
{
  uint64_t presence = 0;

  for (unsigned i = 0; i < self->n; i++)
    if (self->men[i].color == color && self->men[i].kind != CHESS_KING)
      presence |= self->men[i].reach;
  return presence;
}

/* What pawns of @color that never leave keep from the other king. */
static uint64_t
find_lasting_guards (const Blockade *self, ChessColor color)
{
  uint64_t guards = 0;

  for (unsigned i = 0; i < self->n; i++)
    {
      const Man *man = &self->men[i];

      if (man->color == color && man->kind == CHESS_PAWN && (self->fixed & CHESS_BIT (man->home)))
        guards |= attack (man, CHESS_BIT (man->home));
    }
  return guards;
}

static uint64_t
find_targets (const Blockade *self, const Man *man)
{
  ChessColor other = (ChessColor) !man->color;
  uint64_t targets = attack (man, man->reach);

  if (man->kind == CHESS_PAWN)
    return (targets & find_presence (self, other)) |
           (chess_advance_pawns (man->reach, man->color) & ~self->fixed);
  targets &= ~(self->fixed & (self->homes[man->color] | self->kings));
  if (man->kind == CHESS_KING)
    targets &= ~find_lasting_guards (self, other);
  return targets;
}

/* Adds the steps that may be possible by now; false if there were none. */
static bool
grow (Blockade *self)
{
  bool grown = false;

  for (unsigned i = 0; i < self->n; i++)
    {
      Man *man = &self->men[i];
      uint64_t fixed = self->fixed, reach = man->reach | find_targets (self, man);

      self->fixed &= ~(reach & self->homes[!man->color] & ~self->kings);
      if (reach != CHESS_BIT (man->home))
        self->fixed &= ~CHESS_BIT (man->home);
      grown = grown || reach != man->reach || self->fixed != fixed;
      man->reach = reach;
    }
  return grown;
}

static bool
may_promote (const Blockade *self)
{
  for (unsigned i = 0; i < self->n; i++)
    if (self->men[i].kind == CHESS_PAWN && (self->men[i].reach & (CHESS_RANK (0) | CHESS_RANK (7))))
      return true;
  return false;
}

/* Gives the square to a man of the king's who may stand there, moving others on to squares of theirs if need be. */
static bool
find_blocker (const Blockade *self,
              ChessColor color,
              ChessSquare square,
              uint64_t *asked,
              ChessSquare blocks[64])
{
  for (unsigned i = 0; i < self->n; i++)
    {
      const Man *man = &self->men[i];

      if (man->color != color || man->kind == CHESS_KING || (*asked & CHESS_BIT (i)) ||
          !(man->reach & CHESS_BIT (square)))
        continue;
      *asked |= CHESS_BIT (i);
      if (blocks[i] == CHESS_NO_SQUARE || find_blocker (self, color, blocks[i], asked, blocks))
        {
          blocks[i] = square;
          return true;
        }
    }
  return false;
}

static bool
may_be_walled_in (const Blockade *self, ChessColor color, uint64_t squares)
{
  ChessSquare blocks[64];

  memset (blocks, CHESS_NO_SQUARE, sizeof blocks);
  while (squares)
    {
      uint64_t asked = 0;

      if (!find_blocker (self, color, chess_bits_take (&squares), &asked, blocks))
        return false;
    }
  return true;
}

/* Could the king of @loser be mated on @square? */
static bool
may_be_mated (const Blockade *self, ChessColor loser, ChessSquare square)
{
  uint64_t here = CHESS_BIT (square), guarded = 0;
  bool check = false;

  for (unsigned i = 0; i < self->n; i++)
    {
      const Man *man = &self->men[i];
      uint64_t attacked;

      if (man->color == loser)
        continue;
      attacked = attack (man, man->reach);
      check = check || ((attacked & here) && man->kind != CHESS_KING);
      /* The king does not hide the squares behind him. */
      if ((attacked & here) && man->kind >= CHESS_BISHOP && man->kind <= CHESS_QUEEN)
        attacked |= attack (man, here);
      guarded |= attacked;
    }
  return check && may_be_walled_in (self, loser, chess_king_attacks[square] & ~guarded);
}

static void
set_up (Blockade *self, const ChessPosition *position)
{
  *self = (Blockade){ .homes = { position->colors[0], position->colors[1] },
                      .fixed = position->colors[0] | position->colors[1],
                      .kings = position->kinds[CHESS_KING] };
  for (uint64_t occupied = self->fixed; occupied;)
    {
      ChessSquare square = chess_bits_take (&occupied);
      ChessPiece piece = position->board[square];

      self->men[self->n++] =
        (Man){ chess_piece_kind (piece), chess_piece_color (piece), square, CHESS_BIT (square) };
    }
}

bool
chess_blocked_forbids_mate (const ChessPosition *position, ChessColor winner)
{
  ChessColor loser = (ChessColor) !winner;
  uint64_t squares = 0;
  Blockade blockade;

  if (position->en_passant != CHESS_NO_SQUARE)
    return false;
  for (unsigned color = 0; color < 2; color++)
    for (unsigned side = 0; side < 2; side++)
      if (position->castling[color][side] != CHESS_NO_SQUARE)
        return false;
  set_up (&blockade, position);
  while (grow (&blockade))
    if (may_promote (&blockade))
      return false;
  for (unsigned i = 0; i < blockade.n; i++)
    if (blockade.men[i].kind == CHESS_KING && blockade.men[i].color == loser)
      squares = blockade.men[i].reach;
  while (squares)
    if (may_be_mated (&blockade, loser, chess_bits_take (&squares)))
      return false;
  return true;
}
