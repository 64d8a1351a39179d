/* cl-hands.c: makes the acts of hands out of a game
 *
 * Times follow what 199 recorded half-moves show where the reference gives figures (a quarter of the captures lift the
 * victim visibly, 8 moves in 199 rest on squares between); the rest is set by eye and meant to be worse than usual.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hands.h"

#include <stdlib.h>

/* The longest that a sliding man rests on its way; shorter than any settle time. */
#define MAX_REST_MS 600
/* Before a move is taken back, so that it was one, and after that. */
#define TAKEBACK_MIN_MS 7000
#define TAKEBACK_MAX_MS 9000

typedef struct
{
  GArray *acts;
  GRand *rand;
  const ClHandsStyle *style;
  ChessPosition position;
  gint64 at_ms;
} Hands;

static gint64
draw (Hands *self, gint64 min, gint64 max)
{
  return max > min ? g_rand_int_range (self->rand, (gint32) min, (gint32) max + 1) : min;
}

static gboolean
happens (Hands *self, guint percent)
{
  return !self->style->tidy && (guint) g_rand_int_range (self->rand, 0, 100) < percent;
}

static void
wait (Hands *self, gint64 min, gint64 max)
{
  self->at_ms += draw (self, min, max);
}

static void
add (Hands *self, ClHandActKind kind, ChessSquare square, ChessPiece piece)
{
  ClHandAct act = { .at_ms = self->at_ms, .kind = kind, .square = square, .piece = piece };

  g_array_append_val (self->acts, act);
}

static void
lift (Hands *self, ChessSquare square)
{
  add (self, CL_HAND_LIFT, square, CHESS_NO_PIECE);
}

static void
put (Hands *self, ChessSquare square, ChessPiece piece)
{
  add (self, CL_HAND_PUT, square, piece);
}

/* A man of the side to move is straightened. */
static void
adjust (Hands *self)
{
  ChessSquare square = (ChessSquare) g_rand_int_range (self->rand, 0, 64);
  ChessPiece piece = self->position.board[square];

  if (piece == CHESS_NO_PIECE || chess_piece_color (piece) != self->position.side)
    return;
  lift (self, square);
  wait (self, 150, 700);
  put (self, square, piece);
  wait (self, 300, 900);
}

/* Taken up, held in the air, put back. */
static void
hesitate (Hands *self, ChessSquare from)
{
  lift (self, from);
  wait (self, 500, 2500);
  put (self, from, self->position.board[from]);
  wait (self, 400, 1200);
}

/* The squares strictly between on a line; 0 if there is none. */
static guint
find_path (ChessSquare from, ChessSquare to, ChessSquare path[6])
{
  int files = chess_file (to) - chess_file (from), ranks = chess_rank (to) - chess_rank (from);
  int steps = MAX (abs (files), abs (ranks));
  guint n = 0;

  if (files != 0 && ranks != 0 && abs (files) != abs (ranks))
    return 0;
  for (int i = 1; i < steps && n < 6; i++)
    path[n++] = chess_square (chess_file (from) + i * (files / steps),
                              chess_rank (from) + i * (ranks / steps));
  return n;
}

/* From square to square without being lifted, resting here and there. */
static ChessSquare
slide (Hands *self, ChessSquare from, ChessSquare to, ChessPiece piece)
{
  ChessSquare path[6], at = from;
  guint n = find_path (from, to, path);

  for (guint i = 0; i < n; i++)
    {
      gboolean overlaps = happens (self, 40);

      if (happens (self, 30))
        continue;
      if (!overlaps)
        {
          lift (self, at);
          wait (self, 10, 80);
        }
      put (self, path[i], piece);
      if (overlaps)
        {
          wait (self, 10, 80);
          lift (self, at);
        }
      at = path[i];
      wait (self, 40, happens (self, 20) ? MAX_REST_MS : 200);
    }
  return at;
}

/* A man carried low over other squares is seen there for a moment. */
static void
ghost (Hands *self, ChessSquare from, ChessSquare to, ChessPiece piece)
{
  ChessSquare path[6];
  guint n = find_path (from, to, path);

  if (n == 0 || !happens (self, 8))
    return;
  put (self, path[n / 2], piece);
  wait (self, 20, 120);
  lift (self, path[n / 2]);
  wait (self, 20, 120);
}

static void
carry (Hands *self, ChessSquare from, ChessSquare to, ChessPiece piece)
{
  if (happens (self, 12))
    from = slide (self, from, to, piece);
  lift (self, from);
  wait (self, 120, 600);
  ghost (self, from, to, piece);
  put (self, to, piece);
}

static void
capture (Hands *self, ChessSquare from, ChessSquare to, ChessPiece piece)
{
  guint how = (guint) draw (self, 0, 99);

  if (self->style->captures_whole)
    how %= 40;
  if (how < 20)
    {
      lift (self, to);
      wait (self, 350, 900);
      carry (self, from, to, piece);
    }
  else if (how < 40)
    {
      lift (self, from);
      wait (self, 100, 500);
      lift (self, to);
      wait (self, 350, 700);
      put (self, to, piece);
    }
  else
    carry (self, from, to, piece);
}

static void
castle (Hands *self, ChessMove move)
{
  ChessSquare king = chess_move_from (move), rook = chess_move_to (move);
  gboolean short_side = rook > king;
  ChessSquare king_to = chess_square (short_side ? 6 : 2, chess_rank (king));
  ChessSquare rook_to = chess_square (short_side ? 5 : 3, chess_rank (king));
  ChessPiece king_piece = self->position.board[king], rook_piece = self->position.board[rook];

  if (happens (self, 35))
    {
      carry (self, rook, rook_to, rook_piece);
      wait (self, 150, 800);
      lift (self, king);
      wait (self, 150, 500);
      put (self, king_to, king_piece);
      return;
    }
  lift (self, king);
  wait (self, 150, 500);
  if (happens (self, 20))
    {
      lift (self, rook);
      wait (self, 50, 200);
      put (self, rook_to, rook_piece);
      wait (self, 50, 200);
      put (self, king_to, king_piece);
      return;
    }
  put (self, king_to, king_piece);
  wait (self, 150, 800);
  lift (self, rook);
  wait (self, 150, 500);
  put (self, rook_to, rook_piece);
}

static void
take_en_passant (Hands *self, ChessSquare from, ChessSquare to, ChessPiece piece)
{
  ChessSquare victim = chess_square (chess_file (to), chess_rank (from));

  if (happens (self, 40))
    {
      lift (self, victim);
      wait (self, 200, 600);
      carry (self, from, to, piece);
      return;
    }
  carry (self, from, to, piece);
  wait (self, 200, 900);
  lift (self, victim);
}

static void
promote (Hands *self, ChessSquare from, ChessSquare to, ChessPiece queen)
{
  ChessPiece pawn = self->position.board[from];

  if (self->position.board[to] != CHESS_NO_PIECE &&
      (self->style->captures_whole || happens (self, 50)))
    {
      lift (self, to);
      wait (self, 350, 700);
    }
  lift (self, from);
  wait (self, 200, 600);
  if (happens (self, 50))
    {
      put (self, to, pawn);
      wait (self, 300, 1500);
      lift (self, to);
      wait (self, 300, 900);
    }
  put (self, to, queen);
}

static void
make (Hands *self, ChessMove move)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  ChessPiece piece = self->position.board[from];

  switch (chess_move_form (move))
    {
    case CHESS_FORM_CASTLING:
      castle (self, move);
      break;
    case CHESS_FORM_EN_PASSANT:
      take_en_passant (self, from, to, piece);
      break;
    case CHESS_FORM_PROMOTION:
      promote (self, from, to, chess_piece (self->position.side, chess_move_promotion (move)));
      break;
    default:
      if (self->position.board[to] != CHESS_NO_PIECE)
        capture (self, from, to, piece);
      else
        carry (self, from, to, piece);
    }
}

/* The last one or two of @played moves, each man put back in its turn. With a clock two, for nobody presses it. Returns: how many */
static guint
take_back (Hands *self, const GArray *positions, guint played)
{
  guint n = self->style->presses ? 2 : (guint) g_rand_int_range (self->rand, 1, 3), first;

  if (played < n)
    return 0;
  wait (self, TAKEBACK_MIN_MS, TAKEBACK_MAX_MS);
  first = self->acts->len;
  for (guint i = 0; i < n; i++)
    {
      ClPlacement from = cl_placement_of (&g_array_index (positions, ChessPosition, played - i));
      ClPlacement to = cl_placement_of (&g_array_index (positions, ChessPosition, played - i - 1));

      self->at_ms = cl_hands_rearrange (self->acts, &from, &to, self->at_ms);
      wait (self, 300, 700);
    }
  g_array_index (self->acts, ClHandAct, first).begins = TRUE;
  g_array_index (self->acts, ClHandAct, first).takes_back = TRUE;
  wait (self, TAKEBACK_MIN_MS, TAKEBACK_MAX_MS);
  self->position = g_array_index (positions, ChessPosition, played - n);
  return n;
}

static void
press (Hands *self)
{
  ClHandAct act = { .kind = CL_HAND_PRESS, .color = self->position.side };

  wait (self, 100, 500);
  act.at_ms = self->at_ms;
  g_array_append_val (self->acts, act);
}

GArray *
cl_hands_play (const ChessPosition *start,
               const ChessMove *moves,
               guint n_moves,
               const ClHandsStyle *style,
               GRand *rand,
               gint64 from_ms)
{
  Hands self = { .acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct)),
                 .rand = rand,
                 .style = style,
                 .position = *start,
                 .at_ms = from_ms };
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));
  guint furthest = 0;

  g_array_append_val (positions, *start);
  for (guint i = 0; i < n_moves; i++)
    {
      guint first;

      /* What was taken back once is played then. */
      if (i > furthest && (guint) draw (&self, 0, 99) < style->takebacks)
        {
          furthest = i;
          i -= take_back (&self, positions, i);
          g_array_set_size (positions, i + 1);
        }
      first = self.acts->len;
      wait (&self, style->think_min_ms, style->think_max_ms);
      if (happens (&self, 4))
        adjust (&self);
      if (happens (&self, 4))
        hesitate (&self, chess_move_from (moves[i]));
      make (&self, moves[i]);
      g_array_index (self.acts, ClHandAct, first).begins = TRUE;
      if (style->presses)
        press (&self);
      chess_position_make (&self.position, moves[i]);
      g_array_append_val (positions, self.position);
    }
  return self.acts;
}

gint64
cl_hands_rearrange (GArray *acts, const ClPlacement *from, const ClPlacement *to, gint64 at_ms)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < 64; i++)
      {
        ClHandAct act = { .at_ms = at_ms,
                          .kind = pass == 0 ? CL_HAND_LIFT : CL_HAND_PUT,
                          .square = (ChessSquare) i,
                          .piece = to->squares[i] };
        gboolean wanted =
          pass == 0 ? from->squares[i] != CHESS_NO_PIECE : to->squares[i] != CHESS_NO_PIECE;

        if (from->squares[i] == to->squares[i] || !wanted)
          continue;
        g_array_append_val (acts, act);
        at_ms += 150;
      }
  return at_ms;
}
