/* cl-position-scan.c: looks for a position in the packed moves of a game from the start position, at a few steps a move
 *
 * A search passes millions of moves by that are known to be legal and of which only pieces on squares matter. So a bare board
 * is played on, without keys and rights: beside it stands how many squares still differ from what is wanted, or how many men of
 * each kind there are as one number. cl_position_query_match () says the same of whole positions; a test compares the two.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-packed-moves.h"
#include "cl-position-query-private.h"

#include <string.h>

/* Fewer captures are not worth to be counted first. */
#define MANY_CAPTURES 6

typedef struct
{
  const ClPositionQuery *query;
  ChessPiece board[64];
  guint side;
  guint n_differ;   /* squares, from the wanted position */
  guint64 material; /* a field of 5 bits a kind and side */
  int men[2], pawns[2];
  gboolean is_over; /* what is wanted cannot come any more */
} Scan;

static guint64
material_of (guint side, guint kind)
{
  return kind == CHESS_KING ? 0 : G_GUINT64_CONSTANT (1) << (5 * kind + 30 * side);
}

/* As if the side written first were @first. */
static guint64
wanted_material (const ClPositionQuery *query, guint first)
{
  guint64 material = 0;

  for (guint side = 0; side < 2; side++)
    for (guint kind = 0; kind < CHESS_KING; kind++)
      material += query->counts[side][kind] * material_of (side ^ first, kind);
  return material;
}

static void
put (Scan *self, guint square, ChessPiece piece)
{
  ChessPiece wanted = self->query->board[square];

  self->n_differ += (piece != wanted) - (guint) (self->board[square] != wanted);
  self->board[square] = piece;
}

static gboolean
lacks_men (const Scan *self, guint first)
{
  const ClPositionQuery *query = self->query;

  for (guint side = 0; side < 2; side++)
    if (self->men[side ^ first] < query->men[side] ||
        self->pawns[side ^ first] < query->counts[side][CHESS_PAWN])
      return TRUE;
  return FALSE;
}

static void
lose (Scan *self, ChessPiece piece)
{
  guint side = chess_piece_color (piece), kind = chess_piece_kind (piece);

  self->material -= material_of (side, kind);
  self->men[side]--;
  self->pawns[side] -= kind == CHESS_PAWN;
}

static void
promote (Scan *self, guint kind)
{
  self->material += material_of (self->side, kind) - material_of (self->side, CHESS_PAWN);
  self->pawns[self->side]--;
}

static void
take (Scan *self, guint square)
{
  lose (self, self->board[square]);
  put (self, square, CHESS_NO_PIECE);
}

static void
castle (Scan *self, guint from, guint to, gboolean is_long)
{
  guint rank = from & 56;

  put (self, from, CHESS_NO_PIECE);
  put (self, rank + (is_long ? 0 : 7), CHESS_NO_PIECE);
  put (self, to, chess_piece (self->side, CHESS_KING));
  put (self, rank + (is_long ? 3 : 5), chess_piece (self->side, CHESS_ROOK));
}

/* FALSE: there is no such piece, the text is damaged. */
static gboolean
play (Scan *self, guint bits)
{
  guint from = cl_packed_from (bits), to = cl_packed_to (bits);
  guint promotion = cl_packed_promotion (bits);
  ChessPiece piece = self->board[from];
  gboolean is_capture = cl_packed_is_capture (bits);

  if (from == to)
    return bits == 0;
  if (piece == CHESS_NO_PIECE)
    return FALSE;
  if (cl_packed_castling (bits) != 0)
    {
      castle (self, from, to, cl_packed_castling (bits) == 2);
      return TRUE;
    }
  if (is_capture && self->board[to] != CHESS_NO_PIECE)
    take (self, to);
  else if (is_capture && self->board[to ^ 8] != CHESS_NO_PIECE)
    take (self, to ^ 8); /* in passing */
  if (promotion != 0)
    {
      promote (self, CHESS_KNIGHT + promotion - 1);
      piece = chess_piece (self->side, CHESS_KNIGHT + promotion - 1);
    }
  put (self, from, CHESS_NO_PIECE);
  put (self, to, piece);
  if (is_capture || promotion != 0)
    self->is_over = lacks_men (self, 0) && (!self->query->material || lacks_men (self, 1));
  return TRUE;
}

static void
begin (Scan *self, const ClPositionQuery *query, const ChessPosition *start)
{
  *self = (Scan){ .query = query, .men = { 16, 16 }, .pawns = { 8, 8 } };
  memcpy (self->board, start->board, sizeof self->board);
  for (guint square = 0; square < 64; square++)
    {
      ChessPiece piece = self->board[square];

      self->n_differ += piece != query->board[square];
      if (piece != CHESS_NO_PIECE)
        self->material += material_of (chess_piece_color (piece), chess_piece_kind (piece));
    }
}

static gboolean
may_come (const ClPositionQuery *query, const char *moves)
{
  guint taken[2];

  if (query->men[0] + query->men[1] > 32 - MANY_CAPTURES)
    return TRUE;
  cl_packed_count_captures (moves, taken);
  return cl_position_query_may_come (query, taken[0], taken[1]);
}

static int
scan_for_board (Scan *self, const char *moves)
{
  const ClPositionQuery *query = self->query;
  const guint64 home = query->home_pawns[0] | query->home_pawns[1];
  guint bits;

  for (int ply = 0;; ply++, moves += CL_PACKED_LENGTH)
    {
      if (self->n_differ == 0 && self->side == query->side)
        return ply;
      if (self->is_over || !cl_packed_read (moves, &bits) ||
          ((home >> cl_packed_from (bits) | home >> cl_packed_to (bits)) & 1) != 0 ||
          !play (self, bits))
        return -1;
      self->side ^= 1;
    }
}

static int
scan_for_material (Scan *self, const char *moves)
{
  const guint64 wanted = wanted_material (self->query, 0);
  const guint64 turned = wanted_material (self->query, 1);
  guint64 before = 0;
  guint bits = 0;

  for (int ply = 0;; ply++, moves += CL_PACKED_LENGTH)
    {
      gboolean is_last = !cl_packed_read (moves, &bits);

      if ((self->material == wanted || self->material == turned) &&
          (is_last || self->material == before))
        return ply;
      before = self->material;
      if (is_last || self->is_over || !play (self, bits))
        return -1;
      self->side ^= 1;
    }
}

int
cl_position_query_scan (const ClPositionQuery *self, const ChessPosition *start, const char *moves)
{
  Scan scan;

  if (!may_come (self, moves))
    return -1;
  begin (&scan, self, start);
  return self->material ? scan_for_material (&scan, moves) : scan_for_board (&scan, moves);
}
