/* cl-board-mini.c: a position as a picture, without widgets, for previews and for halls with hundreds of boards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board.h"

#include "cl-gtk-compat.h"
#include "cl-piece-set.h"

static void
square_bounds (ChessSquare square, gboolean flipped, float size, graphene_rect_t *bounds)
{
  int column = flipped ? 7 - chess_file (square) : chess_file (square);
  int row = flipped ? chess_rank (square) : 7 - chess_rank (square);
  float left = floorf ((float) column * size / 8);
  float top = floorf ((float) row * size / 8);

  graphene_rect_init (bounds,
                      left,
                      top,
                      floorf ((float) (column + 1) * size / 8) - left,
                      floorf ((float) (row + 1) * size / 8) - top);
}

static gboolean
touched (ChessMove move, ChessSquare square)
{
  ChessSquare from = chess_move_from (move);
  ChessSquare to = chess_move_to (move);

  if (move == CHESS_MOVE_NULL)
    return FALSE;
  if (chess_move_form (move) == CHESS_FORM_CASTLING)
    to = chess_square (to > from ? 6 : 2, chess_rank (from));

  return square == from || square == to;
}

void
cl_board_snapshot_mini (GtkSnapshot *snapshot,
                        const ChessPosition *position,
                        ChessMove last_move,
                        gboolean flipped,
                        float size,
                        GtkWidget *for_widget)
{
  static const char *const names[4] = { "cl_board_dark",
                                        "cl_board_light",
                                        "cl_board_last_dark",
                                        "cl_board_last_light" };
  ClPieceSet *set;
  GdkRGBA colors[4];
  graphene_rect_t bounds;

  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (position != NULL);
  g_return_if_fail (GTK_IS_WIDGET (for_widget));

  set = cl_piece_set_for_display (gtk_widget_get_display (for_widget));
  for (guint i = 0; i < 4; i++)
    cl_gtk_lookup_color (for_widget, names[i], &colors[i]);

  gtk_snapshot_append_color (snapshot, &colors[1], &GRAPHENE_RECT_INIT (0, 0, size, size));
  for (ChessSquare square = 0; square < 64; square++)
    {
      guint light = (chess_file (square) + chess_rank (square)) % 2;
      guint color = light + (touched (last_move, square) ? 2 : 0);

      square_bounds (square, flipped, size, &bounds);
      if (color != 1)
        gtk_snapshot_append_color (snapshot, &colors[color], &bounds);
      if (position->board[square] != CHESS_NO_PIECE)
        cl_piece_set_snapshot (set, snapshot, for_widget, position->board[square], &bounds);
    }
}
