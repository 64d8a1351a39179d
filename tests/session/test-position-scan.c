/* test-position-scan.c: the search on a bare board finds what comparing whole positions finds, in random games
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "chess-fen.h"
#include "cl-fact.h"
#include "cl-packed-moves.h"
#include "cl-position-query.h"
#include "own-home.h"

#define N_GAMES   150
#define MAX_PLIES 300

typedef struct
{
  ChessPosition positions[MAX_PLIES + 1];
  int n_plies;
  GString *moves;
} Game;

/* Captures and promotions are preferred now and then, so that few men are left at the end. */
static ChessMove
choose_move (const ChessPosition *position, const ChessMoveList *list)
{
  ChessMove move = list->moves[g_test_rand_int_range (0, (int) list->n)];

  for (guint i = 0; i < 4 && position->board[chess_move_to (move)] == CHESS_NO_PIECE; i++)
    move = list->moves[g_test_rand_int_range (0, (int) list->n)];
  return move;
}

static void
play_game (Game *game)
{
  ChessPosition position = chess_position_start ();

  game->moves = g_string_new (NULL);
  game->n_plies = 0;
  game->positions[0] = position;
  while (game->n_plies < MAX_PLIES)
    {
      ChessMoveList list;
      ChessMove move;

      chess_position_legal_moves (&position, &list);
      if (list.n == 0)
        break;
      move = choose_move (&position, &list);
      cl_packed_append (game->moves, cl_packed_from_move (cl_move_from_chess (&position, move)));
      chess_position_make (&position, move);
      game->positions[++game->n_plies] = position;
    }
}

static int
find_slowly (const ClPositionQuery *query, const Game *game)
{
  for (int ply = 0; ply <= game->n_plies; ply++)
    {
      ClPositionMatch match = cl_position_query_match (query,
                                                       ply > 0 ? &game->positions[ply - 1] : NULL,
                                                       &game->positions[ply],
                                                       ply == game->n_plies);

      if (match == CL_POSITION_FOUND)
        return ply;
      if (match == CL_POSITION_NEVER)
        return -1;
    }
  return -1;
}

/* "KQRRPKRPP" */
static char *
spell_material (const ChessPosition *position)
{
  static const char letters[] = "PNBRQ";
  GString *text = g_string_new (NULL);

  for (guint color = 0; color < 2; color++)
    {
      g_string_append_c (text, 'K');
      for (guint square = 0; square < 64; square++)
        {
          ChessPiece piece = position->board[square];

          if (piece != CHESS_NO_PIECE && chess_piece_color (piece) == color &&
              chess_piece_kind (piece) != CHESS_KING)
            g_string_append_c (text, letters[chess_piece_kind (piece)]);
        }
    }
  return g_string_free (text, FALSE);
}

/* Returns whether it was found. */
static gboolean
compare (const ClPositionQuery *query, const Game *game)
{
  const ChessPosition start = chess_position_start ();
  int slow = find_slowly (query, game);

  g_assert_cmpint (cl_position_query_scan (query, &start, game->moves->str), ==, slow);
  return slow >= 0;
}

/* A position of one game is looked for in it and in others. */
static void
test_random (void)
{
  Game *game = g_new0 (Game, 1), *other = g_new0 (Game, 1);
  guint n_boards = 0, n_balances = 0, n_elsewhere = 0;

  play_game (other);
  for (guint i = 0; i < N_GAMES; i++)
    {
      play_game (game);
      for (guint k = 0; k < 12; k++)
        {
          int ply = k == 0 ? game->n_plies : g_test_rand_int_range (0, game->n_plies + 1);
          const ChessPosition *position = &game->positions[ply];
          g_autofree char *text = spell_material (position);
          g_autoptr (ClPositionQuery) board = cl_position_query_new_exact (position);
          g_autoptr (ClPositionQuery) balance = cl_position_query_parse (text);

          n_boards += compare (board, game);
          n_elsewhere += compare (board, other);
          if (balance == NULL) /* more than ten of a kind, or two kings */
            continue;
          n_balances += compare (balance, game);
          n_elsewhere += compare (balance, other);
        }
      g_string_free (other->moves, TRUE);
      *other = *game;
    }
  g_assert_cmpuint (n_boards, ==, 12 * N_GAMES);
  g_assert_cmpuint (n_balances, >, N_GAMES);
  g_assert_cmpuint (n_elsewhere, >, 0);
  g_string_free (other->moves, TRUE);
  g_free (game);
  g_free (other);
}

/* Text that is no game ends the search, and breaks nothing. */
static void
test_damaged (void)
{
  static const char *const texts[] = { "KRPKR", "KRRRRK", "8/8/8/8/8/4k3/8/4K2R w" };
  const ChessPosition start = chess_position_start ();

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) moves = g_string_new (NULL);
      g_autoptr (ClPositionQuery) query = cl_position_query_parse (texts[i % G_N_ELEMENTS (texts)]);

      for (int k = g_test_rand_int_range (0, 80); k > 0; k--)
        g_string_append_c (moves,
                           (char) g_test_rand_int_range (CL_PACKED_FIRST, CL_PACKED_FIRST + 65));
      cl_position_query_scan (query, &start, moves->str);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/session/position-scan/random", test_random);
  g_test_add_func ("/session/position-scan/damaged", test_damaged);
  return g_test_run ();
}
