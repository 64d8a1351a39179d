/* chess-movegen-private.h: legal moves straight away, by masks of checks and pins
 *
 * A move other than the king's is legal if it ends on a square that stops every check and, when its
 * piece is pinned, on the line of the pin; so no move need be tried. Everything is inlined with the
 * side as a constant and with one of two sinks: a list, or a mere count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-make-private.h"

typedef struct
{
  uint64_t own, enemy, occupied;
  uint64_t targets;   /* not own, no king, and stops the check if there is one */
  uint64_t pin_lines; /* from our king to a pinning rook or queen, along file or rank */
  uint64_t pin_diagonals;
  uint64_t checkers;
  ChessSquare king;
} ChessMasks;

/* Moves are written from @next on if it is not NULL, else only counted. */
typedef struct
{
  ChessMove *next;
  size_t count;
} ChessSink;

CHESS_INLINE void
chess_sink_add (ChessSink *sink, ChessSquare from, uint64_t targets)
{
  if (!sink->next)
    {
      sink->count += chess_bits_count (targets);
      return;
    }
  while (targets)
    *sink->next++ = chess_move (from, chess_bits_take (&targets));
}

/* Pawn moves of one direction: @offset leads back from the target to the pawn. */
CHESS_INLINE void
chess_sink_add_pawns (ChessSink *sink, uint64_t targets, int offset)
{
  uint64_t last = targets & (CHESS_RANK (0) | CHESS_RANK (7));

  if (!sink->next)
    {
      sink->count += chess_bits_count (targets) + 3 * chess_bits_count (last);
      return;
    }
  targets ^= last;
  while (targets)
    {
      ChessSquare to = chess_bits_take (&targets);

      *sink->next++ = chess_move (to + offset, to);
    }
  while (last)
    {
      ChessSquare to = chess_bits_take (&last);

      for (int kind = CHESS_QUEEN; kind >= CHESS_KNIGHT; kind--)
        *sink->next++ = chess_move_promoting (to + offset, to, kind);
    }
}

CHESS_INLINE void
chess_sink_add_special (ChessSink *sink, ChessSquare from, ChessSquare to, ChessMoveForm form)
{
  if (sink->next)
    *sink->next++ = chess_move_special (from, to, form);
  else
    sink->count++;
}

CHESS_INLINE ChessMasks
chess_masks_find (const ChessPosition *self, ChessColor us)
{
  const uint64_t *kinds = self->kinds;
  ChessMasks m = { .own = self->colors[us], .enemy = self->colors[!us] };
  uint64_t rooks, bishops, snipers, stops = 0;

  m.occupied = m.own | m.enemy;
  m.king = chess_bits_first (kinds[CHESS_KING] & m.own);
  m.checkers = (chess_pawn_attacks[us][m.king] & kinds[CHESS_PAWN] & m.enemy) |
               (chess_knight_attacks[m.king] & kinds[CHESS_KNIGHT] & m.enemy);
  rooks = (kinds[CHESS_ROOK] | kinds[CHESS_QUEEN]) & m.enemy;
  bishops = (kinds[CHESS_BISHOP] | kinds[CHESS_QUEEN]) & m.enemy;
  rooks &= chess_attacks_rook (m.king, m.enemy);
  bishops &= chess_attacks_bishop (m.king, m.enemy);
  for (snipers = rooks | bishops; snipers;)
    {
      ChessSquare sniper = chess_bits_take (&snipers);
      uint64_t between = chess_between[m.king][sniper], shield = between & m.own;

      if (!shield)
        {
          m.checkers |= CHESS_BIT (sniper);
          stops |= between;
        }
      else if (!chess_bits_many (shield))
        {
          if (rooks & CHESS_BIT (sniper))
            m.pin_lines |= between | CHESS_BIT (sniper);
          else
            m.pin_diagonals |= between | CHESS_BIT (sniper);
        }
    }
  /* A king can only be taken after a null move in check: never then either. */
  m.targets = ~m.own & ~kinds[CHESS_KING];
  if (m.checkers)
    m.targets &= stops | m.checkers;
  return m;
}

/* All squares that the other side attacks, our king being out of the way. */
CHESS_INLINE uint64_t
chess_masks_danger (const ChessPosition *self, ChessColor us, const ChessMasks *m)
{
  const uint64_t *kinds = self->kinds;
  ChessColor them = (ChessColor) !us;
  uint64_t occupied = m->occupied ^ CHESS_BIT (m->king);
  uint64_t pawns = kinds[CHESS_PAWN] & m->enemy, pieces;
  uint64_t danger = chess_attacks_pawns_a (pawns, them) | chess_attacks_pawns_h (pawns, them);

  for (pieces = kinds[CHESS_KNIGHT] & m->enemy; pieces;)
    danger |= chess_knight_attacks[chess_bits_take (&pieces)];
  for (pieces = (kinds[CHESS_BISHOP] | kinds[CHESS_QUEEN]) & m->enemy; pieces;)
    danger |= chess_attacks_bishop (chess_bits_take (&pieces), occupied);
  for (pieces = (kinds[CHESS_ROOK] | kinds[CHESS_QUEEN]) & m->enemy; pieces;)
    danger |= chess_attacks_rook (chess_bits_take (&pieces), occupied);
  return danger | chess_king_attacks[chess_bits_first (kinds[CHESS_KING] & m->enemy)];
}

CHESS_INLINE void
chess_generate_pawns (const ChessPosition *self,
                      ChessColor us,
                      const ChessMasks *m,
                      ChessSink *sink)
{
  uint64_t pawns = self->kinds[CHESS_PAWN] & m->own, empty = ~m->occupied;
  uint64_t free = pawns & ~m->pin_lines & ~m->pin_diagonals;
  uint64_t takes = pawns & ~m->pin_lines & m->pin_diagonals;
  uint64_t steps = pawns & m->pin_lines & ~m->pin_diagonals;
  uint64_t third = us == CHESS_WHITE ? CHESS_RANK (2) : CHESS_RANK (5);
  uint64_t goals = m->enemy & m->targets, once, twice;
  int back = us == CHESS_WHITE ? -8 : 8;

  once = chess_attacks_pawns_a (free, us) | (chess_attacks_pawns_a (takes, us) & m->pin_diagonals);
  chess_sink_add_pawns (sink, once & goals, back + 1);
  once = chess_attacks_pawns_h (free, us) | (chess_attacks_pawns_h (takes, us) & m->pin_diagonals);
  chess_sink_add_pawns (sink, once & goals, back - 1);
  once = chess_advance_pawns (free, us) | (chess_advance_pawns (steps, us) & m->pin_lines);
  once &= empty;
  twice = chess_advance_pawns (once & third, us) & empty;
  chess_sink_add_pawns (sink, once & m->targets, back);
  chess_sink_add_pawns (sink, twice & m->targets, 2 * back);
  if (self->en_passant != CHESS_NO_SQUARE)
    {
      uint64_t takers = chess_pawn_attacks[!us][self->en_passant] & pawns;

      while (takers)
        {
          ChessSquare from = chess_bits_take (&takers);

          if (chess_make_en_passant_is_safe (self, us, from, self->en_passant))
            chess_sink_add_special (sink, from, self->en_passant, CHESS_FORM_EN_PASSANT);
        }
    }
}

CHESS_INLINE void
chess_generate_pieces (const ChessPosition *self, const ChessMasks *m, ChessSink *sink)
{
  const uint64_t *kinds = self->kinds;
  uint64_t pinned = m->pin_lines | m->pin_diagonals, pieces;

  for (pieces = kinds[CHESS_KNIGHT] & m->own & ~pinned; pieces;)
    {
      ChessSquare from = chess_bits_take (&pieces);

      chess_sink_add (sink, from, chess_knight_attacks[from] & m->targets);
    }
  for (pieces = (kinds[CHESS_BISHOP] | kinds[CHESS_QUEEN]) & m->own & ~m->pin_lines; pieces;)
    {
      ChessSquare from = chess_bits_take (&pieces);
      uint64_t to = chess_attacks_bishop (from, m->occupied) & m->targets;

      if (m->pin_diagonals & CHESS_BIT (from))
        to &= m->pin_diagonals;
      chess_sink_add (sink, from, to);
    }
  for (pieces = (kinds[CHESS_ROOK] | kinds[CHESS_QUEEN]) & m->own & ~m->pin_diagonals; pieces;)
    {
      ChessSquare from = chess_bits_take (&pieces);
      uint64_t to = chess_attacks_rook (from, m->occupied) & m->targets;

      if (m->pin_lines & CHESS_BIT (from))
        to &= m->pin_lines;
      chess_sink_add (sink, from, to);
    }
}

/* True if king and rook have a free way; whether the king's is attacked is seen later. */
CHESS_INLINE bool
chess_castling_is_open (const ChessMasks *m, ChessSquare rook, uint64_t *king_way)
{
  unsigned rank = chess_rank (m->king);
  ChessSquare king_to = chess_square (rook > m->king ? 6 : 2, rank);
  ChessSquare rook_to = chess_square (rook > m->king ? 5 : 3, rank);
  uint64_t others = m->occupied & ~CHESS_BIT (m->king) & ~CHESS_BIT (rook);
  uint64_t rook_way = chess_between[rook][rook_to] | CHESS_BIT (rook_to);

  *king_way = chess_between[m->king][king_to] | CHESS_BIT (king_to);
  /* A rook pinned along the rank would, in Chess960, leave the king in check from the edge. */
  return !((rook_way | *king_way) & others) && !(m->pin_lines & CHESS_BIT (rook));
}

CHESS_INLINE void
chess_generate_king (const ChessPosition *self, ChessColor us, const ChessMasks *m, ChessSink *sink)
{
  uint64_t steps = chess_king_attacks[m->king] & ~m->own & ~self->kinds[CHESS_KING], ways[2],
           danger;
  bool open[2] = { false, false };

  if (!m->checkers)
    for (int i = 0; i < 2; i++)
      if (self->castling[us][i] != CHESS_NO_SQUARE)
        open[i] = chess_castling_is_open (m, self->castling[us][i], &ways[i]);
  /* The attacked squares are costly, and often the king is walled in. */
  if (!steps && !open[0] && !open[1])
    return;
  danger = chess_masks_danger (self, us, m);
  chess_sink_add (sink, m->king, steps & ~danger);
  for (int i = 0; i < 2; i++)
    if (open[i] && !(ways[i] & danger))
      chess_sink_add_special (sink, m->king, self->castling[us][i], CHESS_FORM_CASTLING);
}

CHESS_INLINE void
chess_generate (const ChessPosition *self, ChessColor us, ChessSink *sink)
{
  ChessMasks m = chess_masks_find (self, us);

  chess_generate_king (self, us, &m, sink);
  if (chess_bits_many (m.checkers))
    return;
  chess_generate_pawns (self, us, &m, sink);
  chess_generate_pieces (self, &m, sink);
}

/* Returns the number of moves, written to @moves; the list must have room for CHESS_MAX_MOVES. */
CHESS_INLINE size_t
chess_generate_list (const ChessPosition *self, ChessMove *moves)
{
  ChessSink sink = { .next = moves };

  if (self->side == CHESS_WHITE)
    chess_generate (self, CHESS_WHITE, &sink);
  else
    chess_generate (self, CHESS_BLACK, &sink);
  return (size_t) (sink.next - moves);
}

CHESS_INLINE size_t
chess_generate_count (const ChessPosition *self)
{
  ChessSink sink = { .next = NULL };

  if (self->side == CHESS_WHITE)
    chess_generate (self, CHESS_WHITE, &sink);
  else
    chess_generate (self, CHESS_BLACK, &sink);
  return sink.count;
}
