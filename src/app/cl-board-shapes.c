/* cl-board-shapes.c: a note keeps the colours of who wrote it; an engine has two of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-shapes.h"

#include "chess-comment.h"

#define MAX_ARROWS 3
#define WORTH      500 /* hundredths of a point: a line that loses more gets no arrow */

static ClShapeColor
find_color (char letter)
{
  switch (letter)
    {
    case 'R':
      return CL_SHAPE_RED;
    case 'B':
      return CL_SHAPE_BLUE;
    case 'Y':
      return CL_SHAPE_YELLOW;
    default:
      return CL_SHAPE_GREEN;
    }
}

guint
cl_board_shapes_of_note (const ClGame *game, guint ply, ClBoardShape *shapes, guint size)
{
  const GPtrArray *comments =
    ply && ply <= cl_game_n_plies (game) ? cl_game_get_move (game, ply)->raw_comments : NULL;
  guint n = 0;

  if (!ply)
    comments = game->intro;
  for (guint i = 0; comments && i < comments->len; i++)
    {
      const char *text = g_ptr_array_index (comments, i);
      ChessDrawing drawings[CL_BOARD_MAX_SHAPES];
      gsize found = chess_drawings_parse ((ChessText){ text, strlen (text) },
                                          drawings,
                                          G_N_ELEMENTS (drawings));

      for (gsize k = 0; k < MIN (found, G_N_ELEMENTS (drawings)) && n < size; k++)
        shapes[n++] =
          (ClBoardShape){ drawings[k].from, drawings[k].to, find_color (drawings[k].color) };
    }
  return n;
}

/* A king that castles goes two squares, wherever its rook stands. */
static ChessSquare
find_arrival (ChessMove move)
{
  ChessSquare from = chess_move_from (move);
  ChessSquare to = chess_move_to (move);

  if (chess_move_form (move) == CHESS_FORM_CASTLING)
    return chess_square (to > from ? 6 : 2, chess_rank (from));
  return to;
}

guint
cl_board_shapes_of_lines (const ClShownLines *lines, ClBoardShape *shapes, guint size)
{
  guint n = 0;

  for (guint i = 0; i < MIN (lines->n_lines, MAX_ARROWS) && n < size; i++)
    {
      const ClShownLine *line = &lines->lines[i];
      int worse = (int) cl_win_chance (lines->lines[0].value) - (int) cl_win_chance (line->value);

      if (!line->n_moves || ABS (worse) > WORTH)
        continue;
      shapes[n++] = (ClBoardShape){ chess_move_from (line->moves[0]),
                                    find_arrival (line->moves[0]),
                                    i ? CL_SHAPE_GOOD : CL_SHAPE_BEST };
    }
  return n;
}
