/* test-scan-interpreter.c: what people do at a board besides moving: takebacks, new games, kings in the centre, illegal moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "board-rig.h"
#include "own-home.h"

#define BEGIN_MS 14000

static const ClHandsStyle tidy = { .tidy = TRUE, .think_min_ms = 1500, .think_max_ms = 2500 };
static const ClHandsStyle pressing = { .tidy = TRUE,
                                       .presses = TRUE,
                                       .think_min_ms = 1500,
                                       .think_max_ms = 2500 };

static BoardRig *
play (const char *family,
      const ClEmulatorOptions *options,
      const ClHandsStyle *style,
      const char *text)
{
  BoardRig *rig = board_rig_new (family, options);
  ChessPosition start = chess_position_start ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GArray) moves = read_moves (text);
  g_autoptr (GArray) acts =
    cl_hands_play (&start, (const ChessMove *) moves->data, moves->len, style, rand, BEGIN_MS);

  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 5000);
  return rig;
}

static void
assert_read (const BoardRig *rig, const char *moves, const char *log)
{
  g_autofree char *read = write_moves ((const ChessMove *) rig->moves->data, rig->moves->len);

  g_assert_cmpstr (read, ==, moves);
  g_assert_cmpstr (rig->log->str, ==, log);
}

static void
rearrange (BoardRig *rig, const char *to)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  ClPlacement placement;

  g_assert_true (cl_placement_parse (to, &placement));
  cl_hands_rearrange (acts,
                      cl_emulator_get_placement (rig->emulator),
                      &placement,
                      rig->now_ms + 500);
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 8000);
}

static void
test_takeback (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5 Nf3 Nc6");

  rearrange (rig, "rnbqkbnr/pppp1ppp/8/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R");
  assert_read (rig, "e4 e5 Nf3", " new takeback:3");
}

static void
test_new_game (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5 Nf3 Nc6 Bb5");

  rearrange (rig, "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR");
  assert_read (rig, "", " new new");
}

/* e4 and d5: White won. Nothing of the gesture is read as a move. */
static void
test_kings (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "d4 d5 c4 e6");

  rearrange (rig, "rnbq1bnr/ppp2ppp/4p3/3k4/2PPK3/8/PP2PPPP/RNBQ1BNR");
  assert_read (rig, "d4 d5 c4 e6", " new result:1");
}

/* A bishop goes like a knight, and the clock is pressed. */
static void
test_illegal (void)
{
  ClEmulatorOptions options = { .clock = TRUE, .clock_ms = 300000 };
  g_autoptr (BoardRig) rig = play ("dgt", &options, &pressing, "e4 e5");
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  ClHandAct press = { .kind = CL_HAND_PRESS, .color = CHESS_WHITE };
  ClPlacement to = *cl_emulator_get_placement (rig->emulator);

  to.squares[chess_square (4, 2)] = to.squares[chess_square (5, 0)];
  to.squares[chess_square (5, 0)] = CHESS_NO_PIECE;
  press.at_ms =
    cl_hands_rearrange (acts, cl_emulator_get_placement (rig->emulator), &to, rig->now_ms + 500) +
    500;
  g_array_append_val (acts, press);
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 8000);
  assert_read (rig, "e4 e5", " new illegal:f1e3");
}

/* What stands wrong shines on boards with lamps, and no more when it is put right. */
static void
test_guidance (void)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play ("chesslink", &options, &tidy, "e4 e5");
  ClPlacement wrong = *cl_emulator_get_placement (rig->emulator), right = wrong;

  wrong.squares[chess_square (0, 0)] = CHESS_NO_PIECE;
  wrong.squares[chess_square (7, 7)] = CHESS_NO_PIECE;
  cl_emulator_set_placement (rig->emulator, &wrong, rig->now_ms);
  board_rig_run (rig, rig->now_ms + 6000);
  g_assert_cmpuint (rig->mismatches, ==, 1);
  g_assert_cmpuint (cl_emulator_get_lamps (rig->emulator), !=, 0);
  cl_emulator_set_placement (rig->emulator, &right, rig->now_ms);
  board_rig_run (rig, rig->now_ms + 6000);
  g_assert_cmpuint (cl_emulator_get_lamps (rig->emulator), ==, 0);
  assert_read (rig, "e4 e5", " new");
}

static const ClPlacement *
get_stands (const BoardRig *rig)
{
  return cl_emulator_get_placement (rig->emulator);
}

/* Hands move one man, or two, and leave it so. */
static void
shift (BoardRig *rig, const char *moves)
{
  ClPlacement to = *get_stands (rig);
  char text[CL_PLACEMENT_SIZE];

  for (const char *at = moves; *at != '\0'; at += at[4] == ' ' ? 5 : 4)
    {
      ChessSquare from = chess_square (at[0] - 'a', at[1] - '1');
      ChessSquare there = chess_square (at[2] - 'a', at[3] - '1');

      to.squares[there] = to.squares[from];
      to.squares[from] = CHESS_NO_PIECE;
    }
  cl_placement_write (&to, text);
  rearrange (rig, text);
}

/* Back to where it came from by a move of its own is a move. */
static void
test_no_takeback (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "Nf3 Nf6 Ng1 Ng8 Nf3");

  assert_read (rig, "Nf3 Nf6 Ng1 Ng8 Nf3", " new");
}

/* One move and the start position again: it was taken back, not a game begun. */
static void
test_no_new_game (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5");

  rearrange (rig, "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR");
  assert_read (rig, "", " new takeback:0");
}

/* A king that walks into the centre is a king that moves. */
static void
test_no_result (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 a6 Ke2 a5 Kd3 a4 Kd4 a3 Ke5 Nh6");

  assert_read (rig, "e4 a6 Ke2 a5 Kd3 a4 Kd4 a3 Ke5 Nh6", " new");
}

/* In the midst of a game nothing says that the board was turned. */
static void
test_no_turn (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5 Nf3");
  ClPlacement turned = cl_placement_turned (get_stands (rig));

  cl_emulator_set_placement (rig->emulator, &turned, rig->now_ms);
  board_rig_run (rig, rig->now_ms + 8000);
  assert_read (rig, "e4 e5 Nf3", " new");
  g_assert_cmpuint (rig->turned, ==, 0);
  g_assert_cmpuint (rig->mismatches, ==, 1);
}

/* Without the clock pressed it is no move, only wrong; put right it is as if nothing had been. */
static void
test_no_illegal (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5");

  shift (rig, "f1e3");
  assert_read (rig, "e4 e5", " new");
  g_assert_cmpuint (rig->mismatches, ==, 1);
  shift (rig, "e3f1");
  assert_read (rig, "e4 e5", " new");
}

/* Men that are straightened, lifted and put back, hovered with: nothing happened. */
static void
test_adjusted (gconstpointer family)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5");
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  gint64 at_ms = rig->now_ms + 500;

  for (guint i = 0; i < 64; i++)
    {
      ClHandAct act = { .kind = CL_HAND_LIFT, .square = (ChessSquare) i };

      act.piece = get_stands (rig)->squares[i];
      if (act.piece == CHESS_NO_PIECE)
        continue;
      act.at_ms = at_ms;
      g_array_append_val (acts, act);
      act.kind = CL_HAND_PUT;
      act.at_ms = at_ms += 400 + 150 * (i % 13);
      g_array_append_val (acts, act);
      at_ms += 200;
    }
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 8000);
  assert_read (rig, "e4 e5", " new");
}

/* What slides over other squares is read where it comes to rest. */
static void
test_slid (gconstpointer family)
{
  static const char *const way[] = { "d1", "e2", "f3", "g4", "h5" };
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play (family, &options, &tidy, "e4 e5");
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  gint64 at_ms = rig->now_ms + 500;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (way); i++)
    {
      ClHandAct lift = { .at_ms = at_ms,
                         .kind = CL_HAND_LIFT,
                         .square = chess_square (way[i][0] - 'a', way[i][1] - '1') };
      ClHandAct put = { .at_ms = at_ms + 50,
                        .kind = CL_HAND_PUT,
                        .square = chess_square (way[i + 1][0] - 'a', way[i + 1][1] - '1'),
                        .piece = chess_piece (CHESS_WHITE, CHESS_QUEEN) };

      g_array_append_val (acts, lift);
      g_array_append_val (acts, put);
      at_ms += 500;
    }
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 8000);
  assert_read (rig, "e4 e5 Qh5", " new");
}

/* The kings in the centre are told once, and again when they came a second time. */
static void
test_kings_again (void)
{
  ClEmulatorOptions options = { 0 };
  g_autoptr (BoardRig) rig = play ("dgt", &options, &tidy, "d4 d5 c4 e6");

  rearrange (rig, "rnbq1bnr/ppp2ppp/4p3/3k4/2PPK3/8/PP2PPPP/RNBQ1BNR");
  assert_read (rig, "d4 d5 c4 e6", " new result:1");
  board_rig_run (rig, rig->now_ms + 30000);
  assert_read (rig, "d4 d5 c4 e6", " new result:1");
  rearrange (rig, "rnbqkbnr/ppp2ppp/4p3/3p4/2PP4/8/PP2PPPP/RNBQKBNR");
  rearrange (rig, "rnbq1bnr/ppp2ppp/4p3/3pk3/2PK4/8/PP2PPPP/RNBQ1BNR");
  assert_read (rig, "d4 d5 c4 e6", " new result:1 result:2");
}

static const struct
{
  const char *name;
  GTestDataFunc func;
} negatives[] = {
  { "no-takeback", test_no_takeback },
  { "no-new-game", test_no_new_game },
  { "no-result", test_no_result },
  { "no-turn", test_no_turn },
  { "no-illegal", test_no_illegal },
  { "adjusted", test_adjusted },
  { "slid", test_slid },
};

int
main (int argc, char **argv)
{
  static const char *const families[] = { "dgt", "chesslink", "certabo", "chessnut" };

  own_home_init (&argc, &argv);
  if (!board_rig_is_possible ())
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *takeback = g_strdup_printf ("/producers/scan/takeback/%s", families[i]);
      g_autofree char *fresh = g_strdup_printf ("/producers/scan/new-game/%s", families[i]);
      g_autofree char *kings = g_strdup_printf ("/producers/scan/kings/%s", families[i]);

      g_test_add_data_func (takeback, families[i], test_takeback);
      g_test_add_data_func (fresh, families[i], test_new_game);
      g_test_add_data_func (kings, families[i], test_kings);
      for (guint j = 0; j < G_N_ELEMENTS (negatives); j++)
        {
          g_autofree char *path =
            g_strdup_printf ("/producers/scan/%s/%s", negatives[j].name, families[i]);

          g_test_add_data_func (path, families[i], negatives[j].func);
        }
    }
  g_test_add_func ("/producers/scan/kings-again", test_kings_again);
  g_test_add_func ("/producers/scan/illegal", test_illegal);
  g_test_add_func ("/producers/scan/guidance", test_guidance);
  return g_test_run ();
}
