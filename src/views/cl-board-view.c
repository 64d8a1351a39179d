/* cl-board-view.c: the board of one game: what stands where, whose turn it is, how the game stands
 *
 * Keys: square/<a1…h8> → piece letter, White's upper-case (empty squares have no key), side, castling, en-passant, halfmove,
 * fullmove, fen, ply, last-move (UCI), check (yes), status, result, ending, withdrawn (yes), white, black.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-view-private.h"
#include "cl-views.h"

#include "chess-fen.h"

#include <string.h>

static void
describe_squares (const ChessPosition *position, ClMap *map)
{
  for (ChessSquare square = 0; square < 64; square++)
    {
      char key[] = "square/a1", value[2] = { 0 };
      ChessPiece piece = position->board[square];

      if (piece == CHESS_NO_PIECE)
        continue;
      key[7] = (char) ('a' + chess_file (square));
      key[8] = (char) ('1' + chess_rank (square));
      value[0] = (chess_piece_color (piece) == CHESS_WHITE ? "PNBRQK" : "pnbrqk")[piece & 7];
      cl_map_set (map, key, value);
    }
}

/* The fields of the FEN are the words in which chess says this. */
static void
describe_fen (const ChessPosition *position, ClMap *map)
{
  char fen[CHESS_FEN_SIZE];
  g_auto (GStrv) fields = NULL;

  chess_fen_write (position, CHESS_FEN_X, fen);
  cl_map_set (map, "fen", fen);
  fields = g_strsplit (fen, " ", 6);
  cl_map_set (map, "side", cl_game_view_color (position->side));
  cl_map_set (map, "castling", fields[2]);
  cl_map_set (map, "en-passant", fields[3]);
  cl_map_set_int (map, "halfmove", position->halfmove);
  cl_map_set_int (map, "fullmove", position->fullmove);
}

static void
describe_last_move (const ClGame *game, ClMap *map)
{
  guint ply = cl_game_n_plies (game);
  const ClGameMove *move = cl_game_get_move (game, ply);
  ChessPosition before;
  char uci[CHESS_UCI_SIZE];

  while (move != NULL && move->broken)
    move = cl_game_get_move (game, --ply);
  if (move == NULL)
    return;
  cl_game_position_at (game, ply - 1, &before);
  if (move->illegal)
    g_snprintf (uci,
                sizeof uci,
                "%c%d%c%d",
                'a' + chess_file (chess_move_from (move->move)),
                1 + chess_rank (chess_move_from (move->move)),
                'a' + chess_file (chess_move_to (move->move)),
                1 + chess_rank (chess_move_to (move->move)));
  else
    chess_uci_write (&before, move->move, uci);
  cl_map_set (map, "last-move", uci);
}

static void
describe (gpointer fold, ClMap *map)
{
  const ClGame *game = fold;

  cl_map_set (map, "status", cl_game_view_status (game->status));
  cl_map_set (map, "white", game->white);
  cl_map_set (map, "black", game->black);
  cl_map_set (map, "withdrawn", game->withdrawn ? "yes" : NULL);
  if (game->status == CL_GAME_EMPTY || game->status == CL_GAME_UNREADABLE)
    return;
  describe_squares (&game->current, map);
  describe_fen (&game->current, map);
  describe_last_move (game, map);
  cl_map_set_int (map, "ply", cl_game_n_plies (game));
  cl_map_set (map, "check", chess_position_in_check (&game->current) ? "yes" : NULL);
  cl_map_set (map, "result", chess_result_text (game->result));
  cl_map_set (map, "ending", chess_ending_word (game->ending));
}

const ClViewClass cl_board_view = {
  .name = "board",
  .version = 1,
  .scope = CL_VIEW_OF_GAME,
  .handles = cl_game_view_handles,
  .ignores = cl_game_view_ignores,
  .create = cl_game_view_create,
  .apply_game = cl_game_view_apply,
  .describe = describe,
  .destroy = cl_game_view_destroy,
};
