/* test-movegen.c: the fast generator against a slow obvious one, in random games and given positions
 *
 * The slow one knows nothing of bitboards, pins or stored en passant squares: it tries every pair of
 * squares on a plain board and looks whether the king could be taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "chess-notation.h"
#include "test-table.h"
#include "own-home.h"

typedef struct
{
  ChessPiece board[64];
  ChessColor side;
  ChessSquare passed; /* by the last move, a double step of a pawn */
} Plain;

static int
sign (int n)
{
  return (n > 0) - (n < 0);
}

static gboolean
is_clear (const Plain *plain, int from, int to)
{
  int step = sign (to % 8 - from % 8) + 8 * sign (to / 8 - from / 8);

  for (int square = from + step; square != to; square += step)
    if (plain->board[square] != CHESS_NO_PIECE)
      return FALSE;
  return TRUE;
}

/* True if the piece on @from, whoever's, attacks @to. */
static gboolean
attacks (const Plain *plain, int from, int to)
{
  int files = abs (to % 8 - from % 8), ranks = abs (to / 8 - from / 8);
  int ahead = chess_piece_color (plain->board[from]) == CHESS_WHITE ? 1 : -1;

  if (from == to)
    return FALSE;
  switch (chess_piece_kind (plain->board[from]))
    {
    case CHESS_PAWN:
      return files == 1 && to / 8 - from / 8 == ahead;
    case CHESS_KNIGHT:
      return files * ranks == 2;
    case CHESS_BISHOP:
      return files == ranks && is_clear (plain, from, to);
    case CHESS_ROOK:
      return (files == 0 || ranks == 0) && is_clear (plain, from, to);
    case CHESS_QUEEN:
      return (files == ranks || files == 0 || ranks == 0) && is_clear (plain, from, to);
    case CHESS_KING:
      return files <= 1 && ranks <= 1;
    default:
      return FALSE;
    }
}

static gboolean
belongs_to (const Plain *plain, int square, ChessColor color)
{
  return plain->board[square] != CHESS_NO_PIECE &&
         chess_piece_color (plain->board[square]) == color;
}

static gboolean
is_attacked (const Plain *plain, int square, ChessColor by)
{
  for (int from = 0; from < 64; from++)
    if (belongs_to (plain, from, by) && attacks (plain, from, square))
      return TRUE;
  return FALSE;
}

static int
find_king (const Plain *plain, ChessColor color)
{
  for (int square = 0; square < 64; square++)
    if (plain->board[square] == chess_piece (color, CHESS_KING))
      return square;
  g_assert_not_reached ();
}

static gboolean
is_check (const Plain *plain, ChessColor color)
{
  return is_attacked (plain, find_king (plain, color), (ChessColor) !color);
}

static gboolean
may_push (const Plain *plain, int from, int to)
{
  int ahead = plain->side == CHESS_WHITE ? 8 : -8;
  int second = plain->side == CHESS_WHITE ? 1 : 6;

  if (plain->board[to] != CHESS_NO_PIECE)
    return FALSE;
  return to == from + ahead || (from / 8 == second && to == from + 2 * ahead &&
                                plain->board[from + ahead] == CHESS_NO_PIECE);
}

static void
add_plain_move (const Plain *plain, int from, int to, GArray *moves)
{
  gboolean is_pawn = chess_piece_kind (plain->board[from]) == CHESS_PAWN;
  gboolean takes = attacks (plain, from, to);
  gboolean passing = is_pawn && takes && to == plain->passed;
  ChessMove move = chess_move (from, to);
  Plain after = *plain;

  if (belongs_to (plain, to, plain->side))
    return;
  if (is_pawn &&
      !(takes ? passing || plain->board[to] != CHESS_NO_PIECE : may_push (plain, from, to)))
    return;
  if (!is_pawn && !takes)
    return;
  after.board[to] = plain->board[from];
  after.board[from] = CHESS_NO_PIECE;
  if (passing)
    {
      after.board[from / 8 * 8 + to % 8] = CHESS_NO_PIECE;
      move = chess_move_special (from, to, CHESS_FORM_EN_PASSANT);
    }
  if (is_check (&after, plain->side))
    return;
  if (is_pawn && (to / 8 == 0 || to / 8 == 7))
    for (int kind = CHESS_KNIGHT; kind <= CHESS_QUEEN; kind++)
      {
        move = chess_move_promoting (from, to, kind);
        g_array_append_val (moves, move);
      }
  else
    g_array_append_val (moves, move);
}

static void
add_plain_castling (const Plain *plain, int rook, GArray *moves)
{
  int king = find_king (plain, plain->side), home = king / 8 * 8;
  int king_to = home + (rook > king ? 6 : 2), rook_to = home + (rook > king ? 5 : 3);
  ChessMove move = chess_move_special (king, rook, CHESS_FORM_CASTLING);
  Plain without = *plain, after;

  without.board[king] = without.board[rook] = CHESS_NO_PIECE;
  for (int square = MIN (king, king_to); square <= MAX (king, king_to); square++)
    {
      Plain on_the_way = *plain;

      if (without.board[square] != CHESS_NO_PIECE)
        return;
      on_the_way.board[king] = CHESS_NO_PIECE;
      on_the_way.board[square] = plain->board[king];
      if (square != king_to && is_check (&on_the_way, plain->side))
        return;
    }
  for (int square = MIN (rook, rook_to); square <= MAX (rook, rook_to); square++)
    if (without.board[square] != CHESS_NO_PIECE)
      return;
  after = without;
  after.board[king_to] = plain->board[king];
  after.board[rook_to] = plain->board[rook];
  if (!is_check (plain, plain->side) && !is_check (&after, plain->side))
    g_array_append_val (moves, move);
}

static int
compare_moves (gconstpointer a, gconstpointer b)
{
  return (int) *(const ChessMove *) a - (int) *(const ChessMove *) b;
}

static GArray *
find_plain_moves (const ChessPosition *position, const Plain *plain)
{
  GArray *moves = g_array_new (FALSE, FALSE, sizeof (ChessMove));

  for (int from = 0; from < 64; from++)
    for (int to = 0; to < 64; to++)
      if (belongs_to (plain, from, plain->side))
        add_plain_move (plain, from, to, moves);
  for (int i = 0; i < 2; i++)
    if (position->castling[plain->side][i] != CHESS_NO_SQUARE)
      add_plain_castling (plain, position->castling[plain->side][i], moves);
  g_array_sort (moves, compare_moves);
  return moves;
}

static void
check_moves (const ChessPosition *position, const ChessMoveList *list, ChessSquare passed)
{
  Plain plain = { .side = (ChessColor) position->side, .passed = passed };
  g_autoptr (GArray) slow = NULL;
  ChessMoveList fast = *list;
  gboolean may_pass = FALSE;

  memcpy (plain.board, position->board, sizeof plain.board);
  slow = find_plain_moves (position, &plain);
  qsort (fast.moves, fast.n, sizeof (ChessMove), compare_moves);
  g_assert_cmpmem (fast.moves,
                   fast.n * sizeof (ChessMove),
                   slow->data,
                   slow->len * sizeof (ChessMove));
  g_assert_cmpint (chess_position_in_check (position), ==, is_check (&plain, plain.side));
  g_assert_cmpint (chess_position_has_legal_move (position), ==, slow->len > 0);
  for (size_t i = 0; i < fast.n; i++)
    may_pass |= chess_move_form (fast.moves[i]) == CHESS_FORM_EN_PASSANT;
  g_assert_cmpuint (position->en_passant, ==, may_pass ? passed : CHESS_NO_SQUARE);
  for (ChessSquare square = 0; square < 64; square++)
    g_assert_cmpint (chess_position_attackers (position, square, CHESS_WHITE) != 0,
                     ==,
                     is_attacked (&plain, square, CHESS_WHITE));
}

static void
check_fen (const ChessPosition *position)
{
  char text[CHESS_FEN_SIZE];
  ChessPosition read;

  for (int style = CHESS_FEN_X; style <= CHESS_FEN_SHREDDER; style++)
    {
      chess_fen_write (position, (ChessFenStyle) style, text);
      read = test_position (text, FALSE);
      read.chess960 = position->chess960;
      g_assert_cmpmem (&read, sizeof read, position, sizeof *position);
    }
}

/* Both notations are read back to the move they were written from, and making is undone by unmaking. */
static void
check_move (ChessPosition *position, ChessMove move)
{
  ChessPosition before = *position;
  char text[CHESS_SAN_SIZE];
  ChessMove read = CHESS_MOVE_NULL;
  ChessUndo undo;

  chess_san_write (position, move, text);
  g_assert_cmpint (chess_san_parse (position, text, -1, &read), ==, CHESS_NOTATION_OK);
  g_assert_cmpuint (read, ==, move);
  chess_uci_write (position, move, text);
  g_assert_cmpint (chess_uci_parse (position, text, -1, &read), ==, CHESS_NOTATION_OK);
  g_assert_cmpuint (read, ==, move);
  g_assert_true (chess_position_is_legal (position, move));
  undo = chess_position_make (position, move);
  g_assert_cmpuint (position->key, ==, chess_position_compute_key (position));
  chess_position_unmake (position, undo);
  g_assert_cmpmem (position, sizeof *position, &before, sizeof before);
}

/* Of all 65,536 numbers exactly the listed ones are legal moves. */
static void
check_noise (const ChessPosition *position, const ChessMoveList *list)
{
  gsize n = 0;

  for (guint number = 0; number <= G_MAXUINT16; number++)
    n += chess_position_is_legal (position, (ChessMove) number);
  for (gsize i = 0; i < list->n; i++)
    g_assert_true (chess_position_is_legal (position, list->moves[i]));
  g_assert_cmpuint (n, ==, list->n);
}

static void
check_position (ChessPosition *position, ChessSquare passed)
{
  ChessPosition before = *position;
  ChessMoveList list;

  chess_position_legal_moves (position, &list);
  check_moves (position, &list, passed);
  check_fen (position);
  for (size_t i = 0; i < list.n; i++)
    check_move (position, list.moves[i]);
  check_noise (position, &list);
  chess_position_unmake (position, chess_position_make (position, CHESS_MOVE_NULL));
  g_assert_cmpmem (position, sizeof *position, &before, sizeof before);
}

static void
play_random_game (ChessPosition position)
{
  ChessSquare passed = position.en_passant;

  for (guint ply = 0; ply < 150; ply++)
    {
      ChessMoveList list;
      ChessMove move;

      check_position (&position, passed);
      chess_position_legal_moves (&position, &list);
      if (list.n == 0)
        return;
      move = list.moves[g_test_rand_int_range (0, (int) list.n)];
      passed = CHESS_NO_SQUARE;
      if (chess_piece_kind (position.board[chess_move_from (move)]) == CHESS_PAWN &&
          abs (chess_move_from (move) - chess_move_to (move)) == 16)
        passed = (chess_move_from (move) + chess_move_to (move)) / 2;
      chess_position_make (&position, move);
    }
}

static guint
count_games (void)
{
  return g_getenv ("CHESS_LEDGER_THOROUGH") ? 1000 : 20;
}

static void
random_games (void)
{
  /* The second begins among pins and checks along the ranks of en passant. */
  static const char *const fens[] = {
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
    "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
    "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
    "4k3/pppppppp/8/8/8/8/PPPPPPPP/4K3 w - - 0 1",
    "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1",
  };

  for (guint i = 0; i < count_games (); i++)
    play_random_game (test_position (fens[i % G_N_ELEMENTS (fens)], FALSE));
}

static void
random_games_960 (void)
{
  for (guint i = 0; i < count_games (); i++)
    {
      ChessPosition position = chess_position_start_960 ((guint) g_test_rand_int_range (0, 960));

      /* Only kings, rooks and pawns, so that castling comes up soon. */
      if (i % 2)
        {
          g_autofree char *placement = NULL;
          char text[CHESS_FEN_SIZE];

          chess_fen_write (&position, CHESS_FEN_SHREDDER, text);
          for (char *c = text; *c != ' '; c++)
            if (strchr ("nbqNBQ", *c))
              *c = '1';
          position = test_position (text, TRUE);
        }
      play_random_game (position);
    }
}

static void
vectors (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/legal_moves.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      const char *fen = test_table_get (rows, i, "fen");
      ChessPosition position = test_position (fen, test_table_get_yes (rows, i, "chess960"));
      g_auto (GStrv) expected = g_strsplit (test_table_get (rows, i, "moves_uci"), " ", -1);
      guint n_expected = 0;
      ChessMoveList list;

      g_test_message ("%s", fen);
      chess_position_legal_moves (&position, &list);
      for (size_t j = 0; j < list.n; j++)
        {
          char text[CHESS_UCI_SIZE];

          chess_uci_write (&position, list.moves[j], text);
          g_assert_true (g_strv_contains ((const char *const *) expected, text));
        }
      for (guint j = 0; expected[j]; j++)
        n_expected += *expected[j] != '\0';
      g_assert_cmpuint (list.n, ==, n_expected);
      check_position (&position, position.en_passant);
    }
}

static void
most_moves_of_a_game (void)
{
  ChessPosition position =
    test_position ("R6R/3Q4/1Q4Q1/4Q3/2Q4Q/Q4Q2/pp1Q4/kBNN1KB1 w - - 0 1", FALSE);
  ChessMoveList list;

  chess_position_legal_moves (&position, &list);
  g_assert_cmpuint (list.n, ==, 218);
}

/* Queens and knights strewn at random, Black's king walled in: the longest lists there are. */
static void
crowds (void)
{
  size_t longest = 0;

  for (guint i = 0; i < 50 * count_games (); i++)
    {
      int queens = g_test_rand_int_range (0, 101),
          knights = g_test_rand_int_range (0, 101 - queens);
      char text[] = "kb....../bb....../......../......../......../......../......../.......K w";
      ChessPosition position;
      ChessMoveList list;

      for (char *c = text; *c; c++)
        if (*c == '.')
          {
            int n = g_test_rand_int_range (0, 100);

            *c = n < queens ? 'Q' : n < queens + knights ? 'N' : '1';
          }
      if (chess_fen_parse (text, -1, &position, NULL))
        continue;
      chess_position_legal_moves (&position, &list);
      g_assert_cmpuint (list.n, <=, CHESS_MAX_MOVES);
      longest = MAX (longest, list.n);
      check_moves (&position, &list, CHESS_NO_SQUARE);
    }
  g_test_message ("at most %" G_GSIZE_FORMAT " moves", (gsize) longest);
}

/* No notation leads there, but a null move in check must not cost a king. */
static void
kings_stay (void)
{
  ChessPosition position = test_position ("4k3/8/8/8/8/8/3pr3/4K3 w - - 0 1", FALSE);
  ChessMoveList list;
  ChessMove move;

  chess_position_make (&position, CHESS_MOVE_NULL);
  chess_position_legal_moves (&position, &list);
  for (size_t i = 0; i < list.n; i++)
    g_assert_cmpuint (chess_move_to (list.moves[i]), !=, chess_square (4, 0));
  g_assert_cmpint (chess_san_parse (&position, "Rxe1", -1, &move), ==, CHESS_NOTATION_ILLEGAL);
  g_assert_cmpint (chess_san_parse (&position, "dxe1=Q", -1, &move), ==, CHESS_NOTATION_ILLEGAL);
}

/* An illegal move that stood may leave the kings side by side: neither takes the other. */
static void
kings_stay_apart (void)
{
  ChessPosition position = test_position ("4k3/7p/8/8/8/8/7P/3K4 w - - 0 1", FALSE);
  ChessSquare king = chess_square (4, 7);
  ChessMoveList list;
  ChessMove move;

  chess_position_make (&position, chess_move (chess_square (3, 0), chess_square (3, 7)));
  chess_position_make (&position, chess_move (chess_square (7, 6), chess_square (7, 5)));
  chess_position_legal_moves (&position, &list);
  g_assert_cmpuint (list.n, >, 0);
  for (size_t i = 0; i < list.n; i++)
    g_assert_cmpuint (chess_move_to (list.moves[i]), !=, king);
  g_assert_cmpint (chess_san_parse (&position, "Kxe8", -1, &move), ==, CHESS_NOTATION_ILLEGAL);
  g_assert_cmpint (chess_uci_parse (&position, "d8e8", -1, &move), ==, CHESS_NOTATION_ILLEGAL);
}

static void
hand (void)
{
  static const struct
  {
    const char *fen;
    const char *from_to;
    ChessKind promotion;
    const char *uci;
    gboolean needs_promotion;
  } cases[] = {
    { "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1g1", CHESS_NO_KIND, "e1g1", FALSE },
    { "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1h1", CHESS_NO_KIND, "e1g1", FALSE },
    { "r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1", "e8c8", CHESS_NO_KIND, "e8c8", FALSE },
    { "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1f1", CHESS_NO_KIND, "e1f1", FALSE },
    { "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1e3", CHESS_NO_KIND, "", FALSE },
    /* Chess960: one step towards the castling square is a step, unless only castling goes there */
    { "4k3/8/8/8/8/8/8/5KR1 w G - 0 1", "f1g1", CHESS_NO_KIND, "f1g1", FALSE },
    { "4k3/8/8/8/8/8/8/5K1R w H - 0 1", "f1g1", CHESS_NO_KIND, "f1g1", FALSE },
    { "4k3/8/8/8/8/8/8/5K1R w H - 0 1", "f1h1", CHESS_NO_KIND, "f1h1", FALSE },
    { "4k3/8/8/8/8/8/8/1K5R w H - 0 1", "b1g1", CHESS_NO_KIND, "b1h1", FALSE },
    { "1k6/6P1/8/8/8/8/8/6K1 w - - 0 1", "g7g8", CHESS_NO_KIND, "", TRUE },
    { "1k6/6P1/8/8/8/8/8/6K1 w - - 0 1", "g7g8", CHESS_ROOK, "g7g8r", FALSE },
    { "1k6/6P1/8/8/8/8/8/6K1 w - - 0 1", "g7g8", CHESS_KING, "", FALSE },
    { "1k6/6P1/8/8/8/8/8/6K1 w - - 0 1", "g7f8", CHESS_NO_KIND, "", FALSE },
    { "1k6/6P1/8/8/8/8/8/6K1 w - - 0 1", "b8a8", CHESS_NO_KIND, "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessPosition position = test_position (cases[i].fen, FALSE);
      const char *s = cases[i].from_to;
      ChessSquare from = (ChessSquare) (chess_square (s[0] - 'a', s[1] - '1'));
      ChessSquare to = (ChessSquare) (chess_square (s[2] - 'a', s[3] - '1'));
      bool needs_promotion = true;
      char text[CHESS_UCI_SIZE] = "";
      ChessMove move;

      move =
        chess_position_move_between (&position, from, to, cases[i].promotion, &needs_promotion);
      g_test_message ("%s in %s", s, cases[i].fen);
      if (move != CHESS_MOVE_NULL)
        chess_uci_write (&position, move, text);
      g_assert_cmpstr (text, ==, cases[i].uci);
      g_assert_cmpint (needs_promotion, ==, cases[i].needs_promotion);
    }
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/movegen/random-games", random_games);
  g_test_add_func ("/chess/movegen/random-games-960", random_games_960);
  g_test_add_func ("/chess/movegen/vectors", vectors);
  g_test_add_func ("/chess/movegen/most-moves-of-a-game", most_moves_of_a_game);
  g_test_add_func ("/chess/movegen/crowds", crowds);
  g_test_add_func ("/chess/movegen/kings-stay", kings_stay);
  g_test_add_func ("/chess/movegen/kings-stay-apart", kings_stay_apart);
  g_test_add_func ("/chess/movegen/hand", hand);
  return g_test_run ();
}
