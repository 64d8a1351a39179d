/* cl-board-motion.c: finds which pieces changed place between two boards and glides them there
 *
 * Nobody tells the board how one position became another (a move, a takeback, a jump on the timeline), so it pairs each
 * piece that appeared with the nearest equal one that went away. A piece caught in flight starts again from where it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"

#include "cl-board-square.h"

#define GLIDE_MS      200
#define GHOST_OPACITY 0.35

static void
progress_cb (double value, gpointer data)
{
  ClBoard *self = data;

  self->progress = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
done_cb (ClBoard *self)
{
  self->n_glides = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
play (ClBoard *self)
{
  if (self->n_glides == 0)
    return;
  if (self->animation == NULL)
    {
      self->animation =
        adw_timed_animation_new (GTK_WIDGET (self),
                                 0,
                                 1,
                                 GLIDE_MS,
                                 adw_callback_animation_target_new (progress_cb, self, NULL));
      adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->animation), ADW_EASE_OUT_CUBIC);
      g_signal_connect_swapped (self->animation, "done", G_CALLBACK (done_cb), self);
    }
  self->progress = 0;
  adw_animation_play (self->animation);
}

static void
current_place (const ClGlide *glide, double progress, double *x, double *y)
{
  *x = glide->x + (chess_file (glide->to) - glide->x) * progress;
  *y = glide->y + (chess_rank (glide->to) - glide->y) * progress;
}

static void
place_of (ClBoard *self, ChessSquare square, double *x, double *y)
{
  *x = chess_file (square);
  *y = chess_rank (square);
  for (guint i = 0; i < self->n_glides; i++)
    if (self->glides[i].to == square)
      current_place (&self->glides[i], self->progress, x, y);
}

static gboolean
promotes (ChessPiece from, ChessPiece to, ChessSquare square)
{
  return chess_piece_kind (from) == CHESS_PAWN &&
         chess_piece_color (from) == chess_piece_color (to) &&
         (chess_rank (square) == 0 || chess_rank (square) == 7);
}

/* The square whose piece most likely came to @to: the nearest that lost an equal one, else a promoted pawn's. */
static ChessSquare
find_origin (ClBoard *self, const ChessPiece pieces[64], ChessSquare to, guint64 taken)
{
  ChessSquare best = CHESS_NO_SQUARE;
  guint best_cost = G_MAXUINT;

  for (ChessSquare from = 0; from < 64; from++)
    {
      guint files = ABS ((int) chess_file (from) - (int) chess_file (to));
      guint ranks = ABS ((int) chess_rank (from) - (int) chess_rank (to));
      guint cost = files * files + ranks * ranks;

      if (self->shown[from] == CHESS_NO_PIECE || self->shown[from] == pieces[from] ||
          taken & G_GUINT64_CONSTANT (1) << from)
        continue;
      if (self->shown[from] != pieces[to])
        {
          if (files > 1 || ranks != 1 ||
              !(promotes (self->shown[from], pieces[to], to) ||
                promotes (pieces[to], self->shown[from], from)))
            continue;
          cost += 1000;
        }
      if (cost < best_cost)
        {
          best = from;
          best_cost = cost;
        }
    }

  return best;
}

static guint
find_glides (ClBoard *self, const ChessPiece pieces[64], ClGlide glides[CL_BOARD_MAX_GLIDES])
{
  guint64 taken = 0;
  guint n = 0;

  for (ChessSquare to = 0; to < 64; to++)
    {
      ChessSquare from;
      double x;
      double y;

      if (pieces[to] == CHESS_NO_PIECE || pieces[to] == self->shown[to])
        continue;
      from = find_origin (self, pieces, to, taken);
      if (from == CHESS_NO_SQUARE)
        continue;
      taken |= G_GUINT64_CONSTANT (1) << from;
      place_of (self, from, &x, &y);
      glides[n++] = (ClGlide){ pieces[to], self->shown[to], to, (float) x, (float) y };
    }

  return n;
}

/* Without a glide. */
void
cl_board_put_piece (ClBoard *self, ChessSquare square, ChessPiece piece)
{
  self->shown[square] = piece;
  cl_board_square_set_piece (CL_BOARD_SQUARE (self->squares[square]), piece);
}

void
cl_board_show_pieces (ClBoard *self, const ChessPiece pieces[64], gboolean animate)
{
  ClGlide glides[CL_BOARD_MAX_GLIDES];
  guint n = 0;

  if (memcmp (self->shown, pieces, sizeof self->shown) == 0)
    return;

  if (animate && gtk_widget_get_mapped (GTK_WIDGET (self)))
    n = find_glides (self, pieces, glides);
  memcpy (self->glides, glides, n * sizeof *glides);
  self->n_glides = n;

  for (ChessSquare square = 0; square < 64; square++)
    cl_board_put_piece (self, square, pieces[square]);

  play (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The piece of @square returns from (@x, @y), widget coordinates of its centre. */
void
cl_board_glide_back (ClBoard *self, ChessSquare square, double x, double y)
{
  double file;
  double rank;

  if (self->edge == 0 || self->shown[square] == CHESS_NO_PIECE)
    return;

  file = (x - self->x) / self->edge - 0.5;
  rank = (y - self->y) / self->edge - 0.5;
  if (self->flipped)
    file = 7 - file;
  else
    rank = 7 - rank;
  self->glides[0] =
    (ClGlide){ self->shown[square], CHESS_NO_PIECE, square, (float) file, (float) rank };
  self->n_glides = 1;
  play (self);
}

static void
draw_piece (ClBoard *self,
            GtkSnapshot *snapshot,
            ChessPiece piece,
            double file,
            double rank,
            double opacity)
{
  ClPieceSet *set = cl_piece_set_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  graphene_rect_t bounds;

  cl_board_square_bounds (self, file, rank, &bounds);
  if (opacity < 1)
    gtk_snapshot_push_opacity (snapshot, opacity);
  cl_piece_set_snapshot (set, snapshot, GTK_WIDGET (self), piece, &bounds);
  if (opacity < 1)
    gtk_snapshot_pop (snapshot);
}

/* The pieces that lie, then those that fly; the one in the hand is drawn last, by the board. */
void
cl_board_snapshot_pieces (ClBoard *self, GtkSnapshot *snapshot)
{
  guint64 flying = 0;

  for (guint i = 0; i < self->n_glides; i++)
    flying |= G_GUINT64_CONSTANT (1) << self->glides[i].to;

  for (ChessSquare square = 0; square < 64; square++)
    {
      gboolean ghost = (self->dragging && square == self->pressed) ||
                       (self->promotion != NULL && square == self->wish.from);

      if (self->shown[square] != CHESS_NO_PIECE && !(flying & G_GUINT64_CONSTANT (1) << square))
        draw_piece (self,
                    snapshot,
                    self->shown[square],
                    chess_file (square),
                    chess_rank (square),
                    ghost ? GHOST_OPACITY : 1);
    }

  for (guint i = 0; i < self->n_glides; i++)
    {
      const ClGlide *glide = &self->glides[i];
      double x;
      double y;

      current_place (glide, self->progress, &x, &y);
      if (glide->taken != CHESS_NO_PIECE)
        draw_piece (self,
                    snapshot,
                    glide->taken,
                    chess_file (glide->to),
                    chess_rank (glide->to),
                    1 - self->progress);
      draw_piece (self, snapshot, glide->piece, x, y, 1);
    }
}

void
cl_board_clear_motion (ClBoard *self)
{
  self->n_glides = 0;
  if (self->animation != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->animation, self);
      adw_animation_reset (self->animation);
    }
  g_clear_object (&self->animation);
}
