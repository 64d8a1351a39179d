/* test-scan-frames.c: what single boards showed that was once read wrongly, frame by frame
 *
 * Each case is a stretch of a game that test-board-games played: the moves that led there, then the frames with their times,
 * as the driver gave them on. A board that streams says the same again and again in between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "board-rig.h"

#include "chess-notation.h"
#include "own-home.h"

#define STREAM_MS 300
#define REST_MS   9000

typedef struct
{
  const char *name, *family;
  const char *before; /* the moves that are read already */
  const char *frames; /* "ms square:letter …; …": o is a man without a name */
  const char *read;   /* ~: inferred */
} Case;

static const Case cases[] = {
  /* Two moves taken back: with the queen still to follow, the rook is on d6 as if the queen had taken there. */
  { "back-as-capture",
    "tabutronic",
    "e4 c5 Nf3 d6 d4 cxd4 Nxd4 Nf6 Nc3 g6 Be2 Bg7 O-O O-O Bg5 Nc6 Nb3 Be6 Kh1 Qc8 f4 Rd8 Bf3 Bc4 Rf2 "
    "e6 Rd2 Qc7 Qe1 h6 Bh4 Rd7 Rad1 e5 Bxf6 Bxf6 Bg4 exf4 Bxd7 Qxd7 Rxd6 Qe7 Rd7",
    "210607 d7:.; 210709 d6:o; 211306 e7:.; 211496 d7:o",
    " takeback:41" },
  /* The same with a pair of moves that would look so: queen d8, knight c5. */
  { "back-as-pair",
    "tabutronic",
    "e4 c5 Nf3 Nc6 Nc3 e5 Bc4 d6 d3 Be7 O-O Nf6 Bd2 O-O Nd5 Nxd5 Bxd5 Kh8 a3 f5 h3 a5 Rb1 a4 exf5 Bxf5 "
    "b4 axb3 Rxb3 Ra7 Be3 Qe8 Qb1 Nd8 Nd2 Be6 Bxe6 Nxe6 Rxb7 Rxa3 Qb6 Nd8 Rb8 Ra2 Ne4 Qc6 Qb3 Ra8 Rb6 "
    "Qc7 Rb1 Nc6 Rb7 Qc8 Qd5 Ra6 Nxd6 Bxd6 Qxd6 Qf5 Qxc5 Nd8 R7b6 Ra8 Rb8 Rxb8 Rxb8 h6 Qd5 Ne6",
    "336232 e6:.; 336354 d8:o; 336866 d5:.; 336985 c5:o",
    " takeback:68" },
  /* The queen does go to d6: nothing stood as it did a move ago. */
  { "no-way-back",
    "tabutronic",
    "e4 c5 Nf3 d6 d4 cxd4 Nxd4 Nf6 Nc3 g6 Be2 Bg7 O-O O-O Bg5 Nc6 Nb3 Be6 Kh1 Qc8 f4 Rd8 Bf3 Bc4 Rf2 "
    "e6 Rd2 Qc7 Qe1 h6 Bh4 Rd7 Rad1 e5 Bxf6 Bxf6 Bg4 exf4 Bxd7 Qxd7 Rxd6 Qe7 Rd7",
    "210607 e7:.; 210909 d6:o",
    " Qd6" },
  /* Put back, and another move played: the second thought is the move when the first was taken back. */
  { "back-and-otherwise",
    "tabutronic",
    "e4 e5 Nf3",
    "1000 f3:.; 1300 g1:o; 5000 g1:.; 5300 f3:o; 9000 b8:.; 9300 c6:o",
    " takeback:2 Nf3 Nc6" },
  /* A pawn takes and is taken at once; the lines showed the black pawn on d5 all the time. */
  { "exchange",
    "certabo",
    "d4 d5 c4 c6 Nf3 Nf6 Nc3 e6 e3 Nbd7 Qc2 Bd6 Bd3 O-O O-O e5",
    "91321 c4:.; 94545 c6:.; 99603 e3:.; 100113 e4:P; 102047 e5:.; 102416 d4:p",
    " ~cxd5 ~cxd5 e4 exd4" },
  { "exchange-of-three",
    "certabo",
    "e4 d5 exd5 Qxd5 Nf3 Nc6 Nc3 Qd8 Be2 e5 d3 h6 O-O Bd6 Re1 Nf6 Nb5 O-O Nxd6 cxd6 b3 Be6 c4 Re8 Bb2 "
    "d5 Nxe5 Nxe5 Bxe5 dxc4 dxc4 Qxd1 Rexd1 Ne4 Bd3 Bf5 Bxe4 Bxe4 Bg3 g6 Re1 f5 f3 Bc2 Rxe8+ Rxe8 Bf4 "
    "Kh7 Bg3 h5 Rc1 Bd3 Rd1 Bc2 Re1 Rxe1+ Bxe1 Bb1 a4 a6 a5 Bc2 b4 Bb3 c5 Bc4 Kf2 g5 Bd2 Kg6 h3 g4 "
    "hxg4",
    "329894 h5:.; 331991 f3:.; 336453 g4:p f5:.; 339453 f2:.; 341679 g3:K",
    " ~hxg4 ~fxg4 fxg4 Kg3" },
  /* Both pawns were only held in the air. */
  { "no-exchange", "certabo", "d4 d5 c4 c6", "91321 c4:.; 92545 c6:.; 95500 c6:p; 97000 c4:P", "" },
};

static void
reading_cb (const ClReading *reading, gpointer user_data)
{
  GString *log = user_data;

  if (reading->kind == CL_READING_MOVE)
    g_string_append_printf (log, reading->inferred ? " ~%u" : " %u", (guint) reading->moves[0]);
  else if (reading->kind == CL_READING_TAKEBACK)
    g_string_append_printf (log, " takeback:%u", reading->to_ply);
  else if (reading->kind != CL_READING_PROVISIONAL && reading->kind != CL_READING_MISMATCH)
    g_string_append_printf (log, " reading:%d", reading->kind);
}

/* The moves of a log by their names. */
static char *
write_log (const char *log, const GArray *positions)
{
  g_auto (GStrv) words = g_strsplit (log, " ", -1);
  g_autoptr (GArray) line = g_array_copy ((GArray *) positions);
  GString *text = g_string_new (NULL);

  for (guint i = 1; words[0] != NULL && words[i] != NULL; i++)
    {
      ChessPosition next = g_array_index (line, ChessPosition, line->len - 1);
      char san[CHESS_SAN_SIZE];
      ChessMove move;

      g_string_append_c (text, ' ');
      if (g_str_has_prefix (words[i], "takeback:"))
        g_array_set_size (line, (guint) atoi (words[i] + strlen ("takeback:")) + 1);
      move = (ChessMove) atoi (words[i] + (words[i][0] == '~'));
      if (move == CHESS_MOVE_NULL)
        {
          g_string_append (text, words[i]);
          continue;
        }
      chess_san_write (&next, move, san);
      g_string_append_printf (text, "%s%s", words[i][0] == '~' ? "~" : "", san);
      chess_position_make (&next, move);
      g_array_append_val (line, next);
    }
  return g_string_free (text, FALSE);
}

/* The board says the same again until @until_ms. */
static void
stream (ClScanInterpreter *interpreter, ClSight *sight, gint64 until_ms)
{
  for (; sight->at_ms < until_ms; sight->at_ms = MIN (sight->at_ms + STREAM_MS, until_ms))
    cl_scan_interpreter_see (interpreter, sight);
}

static void
change (ClPlacement *placement, const char *squares)
{
  g_auto (GStrv) words = g_strsplit (squares, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    g_assert_true (
      cl_piece_from_letter (words[i][3],
                            &placement->squares[chess_square ((guint) (words[i][0] - 'a'),
                                                              (guint) (words[i][1] - '1'))]));
}

static GArray *
find_positions (const char *moves)
{
  g_autoptr (GArray) line = read_moves (moves);
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));
  ChessPosition position = chess_position_start ();

  g_array_append_val (positions, position);
  for (guint i = 0; i < line->len; i++)
    {
      chess_position_make (&position, g_array_index (line, ChessMove, i));
      g_array_append_val (positions, position);
    }
  return positions;
}

static ClPlacement
see_position (const ClBoardFamily *family, const ChessPosition *position)
{
  ClPlacement placement = cl_placement_of (position);

  for (guint i = 0; i < 64 && !family->names_pieces; i++)
    if (placement.squares[i] != CHESS_NO_PIECE)
      placement.squares[i] = CL_PIECE_SOME;
  return placement;
}

static void
test_case (gconstpointer data)
{
  const Case *frames = data;
  const ClBoardFamily *family = cl_board_family_find (frames->family);
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (ClScanInterpreter) interpreter = cl_scan_interpreter_new (family, reading_cb, log);
  g_autoptr (GArray) positions = find_positions (frames->before);
  g_auto (GStrv) steps = g_strsplit (frames->frames, "; ", -1);
  ClSight sight = { .kind = CL_SIGHT_SCAN };
  g_autofree char *read = NULL;
  char *squares;

  sight.placement =
    see_position (family, &g_array_index (positions, ChessPosition, positions->len - 1));
  cl_scan_interpreter_set_game (interpreter,
                                (const ChessPosition *) positions->data,
                                positions->len,
                                0);
  sight.at_ms = strtol (steps[0], NULL, 10) - 1000;
  for (guint i = 0; steps[i] != NULL; i++)
    {
      stream (interpreter, &sight, strtol (steps[i], &squares, 10));
      change (&sight.placement, squares + 1);
    }
  stream (interpreter, &sight, sight.at_ms + REST_MS);
  read = write_log (log->str, positions);
  g_assert_cmpstr (read, ==, frames->read);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/producers/scan-frames/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
