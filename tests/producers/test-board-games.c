/* test-board-games.c: real games played by untidy hands on emulated boards are read as they were played
 *
 * Every setting plays a game with all special moves and some real ones, with takebacks in between, kings in the centre or an
 * agreed end, and the start position set up again. CHESS_LEDGER_BOARD_GAMES says how many; the thorough setup plays 20,000 a
 * family. CHESS_LEDGER_BOARD_FIRST begins later, to see one game again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "board-rig.h"

#include "chess-outcome.h"
#include "own-home.h"

#define BEGIN_MS    14000
#define REST_MS     30000
#define SHORT       3     /* games a setting in the normal run */
#define ALL         20000 /* a family in the thorough one */
#define MANY        100   /* from here on they come from everywhere */
#define SHORT_PLIES 4

/* Castling both ways, en passant by both sides, all four promotions, with and without a capture. */
static const char special[] =
  "e4 d5 e5 f5 exf6 Nc6 fxg7 Bf5 gxh8=N Qd7 Nf3 O-O-O Be2 d4 O-O Nf6 c4 dxc3 Nf7 cxb2 Nxd8 bxa1=B "
  "Nxc6 bxc6 d4 h5 d5 h4 h3 e5 dxe6 Qh7 e7 Bg7 e8=R+ Kb7 g4 hxg3 Kh1 gxf2 Rg8 c5 Kg2 Nd5 Kh1 Nf4 "
  "Ng1 fxg1=Q+ Rxg1 Qxh3+";

typedef struct
{
  const char *name, *family;
  ClEmulatorOptions options;
  ClHandsStyle style;
} Setting;

static const Setting settings[] = {
  { "dgt-tidy", "dgt", { 0 }, { .tidy = TRUE, .think_min_ms = 600, .think_max_ms = 4000 } },
  { "dgt", "dgt", { 0 }, { .takebacks = 2, .think_min_ms = 300, .think_max_ms = 5000 } },
  { "dgt-clock",
    "dgt",
    { .clock = TRUE, .clock_ms = 3000000, .increment_ms = 2000 },
    { .takebacks = 2, .presses = TRUE, .think_min_ms = 200, .think_max_ms = 4000 } },
  { "dgt-turned",
    "dgt",
    { .clock = TRUE, .clock_ms = 3000000, .turned = TRUE },
    { .presses = TRUE, .think_min_ms = 200, .think_max_ms = 4000 } },
  { "dgt-faults",
    "dgt",
    { .faults = TRUE },
    { .takebacks = 2, .think_min_ms = 500, .think_max_ms = 5000 } },
  { "dgt-power",
    "dgt",
    { .faults = TRUE, .power = TRUE, .clock = TRUE, .clock_ms = 3000000 },
    { .presses = TRUE, .think_min_ms = 500, .think_max_ms = 5000 } },
  { "chesslink",
    "chesslink",
    { 0 },
    { .takebacks = 2, .think_min_ms = 300, .think_max_ms = 5000 } },
  { "chesslink-faults",
    "chesslink",
    { .faults = TRUE, .power = TRUE, .turned = TRUE },
    { .takebacks = 2, .think_min_ms = 300, .think_max_ms = 5000 } },
  { "chesslink-eone",
    "chesslink",
    { .no_parity = TRUE },
    { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "certabo", "certabo", { 0 }, { .takebacks = 2, .think_min_ms = 900, .think_max_ms = 5000 } },
  { "certabo-faults",
    "certabo",
    { .faults = TRUE, .power = TRUE },
    { .takebacks = 2, .think_min_ms = 900, .think_max_ms = 5000 } },
  { "chessnut", "chessnut", { 0 }, { .takebacks = 2, .think_min_ms = 300, .think_max_ms = 5000 } },
  { "chessnut-usb",
    "chessnut",
    { .usb_length = TRUE, .turned = TRUE, .power = TRUE, .seed = 1 },
    { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "tabutronic",
    "tabutronic",
    { 0 },
    { .takebacks = 2, .captures_whole = TRUE, .think_min_ms = 900, .think_max_ms = 5000 } },
  { "tabutronic-faults",
    "tabutronic",
    { .faults = TRUE, .power = TRUE },
    { .captures_whole = TRUE, .think_min_ms = 3500, .think_max_ms = 5000 } },
};

typedef struct
{
  guint games, plies, asked, wrong, takebacks, ends, left_out;
  guint castled, passed, promoted, under_promoted;
} Tally;

/* A third queen of one colour, or a third knight, has no chip that was learnt. */
static gboolean
fits_set (const Setting *setting, const GArray *game)
{
  ChessPosition position = chess_position_start ();

  for (guint i = 0; i < game->len && strcmp (setting->family, "certabo") == 0; i++)
    {
      ChessMove move = g_array_index (game, ChessMove, i);

      chess_position_make (&position, move);
      for (ChessKind kind = CHESS_KNIGHT; kind < CHESS_KING; kind++)
        for (guint color = 0; color < 2; color++)
          if (__builtin_popcountll (position.kinds[kind] & position.colors[color]) > 2)
            return FALSE;
    }
  return TRUE;
}

static void
count_moves (const GArray *game, Tally *tally)
{
  for (guint i = 0; i < game->len; i++)
    {
      ChessMove move = g_array_index (game, ChessMove, i);

      tally->castled += chess_move_form (move) == CHESS_FORM_CASTLING;
      tally->passed += chess_move_form (move) == CHESS_FORM_EN_PASSANT;
      tally->promoted += chess_move_form (move) == CHESS_FORM_PROMOTION;
      tally->under_promoted += chess_move_form (move) == CHESS_FORM_PROMOTION &&
                               chess_move_promotion (move) != CHESS_QUEEN;
    }
}

static guint
count_takebacks (const GArray *acts)
{
  guint n = 0;

  for (guint i = 0; i < acts->len; i++)
    n += g_array_index (acts, ClHandAct, i).takes_back;
  return n;
}

static void
tell_wrong (const Setting *setting, BoardRig *rig, const GArray *game, guint32 seed)
{
  const ChessMove *moves = (const ChessMove *) game->data;
  g_autofree char *played = NULL, *read = NULL;
  guint same = 0;

  while (same < MIN (rig->moves->len, game->len) &&
         moves[same] == g_array_index (rig->moves, ChessMove, same))
    same++;
  played = write_moves (moves, MIN (same + 3, game->len));
  read = write_moves ((const ChessMove *) rig->moves->data, MIN (same + 3, rig->moves->len));
  g_test_message ("%s game %u: lost %u, log%s", setting->name, seed, rig->lost, rig->log->str);
  g_test_message ("played %s", played);
  g_test_message ("read   %s", read);
}

static void
rearrange (BoardRig *rig, const ClPlacement *to, gint64 rest_ms)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));

  cl_hands_rearrange (acts, cl_emulator_get_placement (rig->emulator), to, rig->now_ms + 500);
  if (acts->len > 0)
    g_array_index (acts, ClHandAct, 0).begins = TRUE;
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, rest_ms);
}

/* Two kings in the centre, over what stands there. Returns: what they say */
static ChessResult
put_kings (BoardRig *rig, guint32 seed)
{
  static const struct
  {
    guint8 white, black;
    ChessResult result;
  } ways[] = { { 28, 35, CHESS_RESULT_WHITE },
               { 36, 27, CHESS_RESULT_BLACK },
               { 28, 36, CHESS_RESULT_DRAW },
               { 27, 35, CHESS_RESULT_DRAW } };
  ClPlacement to = *cl_emulator_get_placement (rig->emulator);
  guint way = seed % G_N_ELEMENTS (ways);

  for (guint i = 0; i < 64; i++)
    if (to.squares[i] != CHESS_NO_PIECE && chess_piece_kind (to.squares[i]) == CHESS_KING)
      to.squares[i] = CHESS_NO_PIECE;
  to.squares[ways[way].white] = chess_piece (CHESS_WHITE, CHESS_KING);
  to.squares[ways[way].black] = chess_piece (CHESS_BLACK, CHESS_KING);
  rearrange (rig, &to, 25000);
  return ways[way].result;
}

/* The end by the board, by the people or by kings, and the next game. FALSE if it was read otherwise. */
static gboolean
end_game (const Setting *setting, BoardRig *rig, const GArray *game, guint32 seed)
{
  gboolean named = cl_board_family_find (setting->family)->names_pieces;
  ClPlacement start = cl_placement_start ();
  const ChessPosition *last = cl_scan_interpreter_get_position (rig->interpreter);
  ChessMoveList list;
  guint n_moves = rig->moves->len;
  g_autofree char *before = g_strdup (rig->log->str), *expected = NULL;

  chess_position_legal_moves (last, &list);
  if (named && list.n > 0 && seed % 2 == 0)
    {
      expected = g_strdup_printf ("%s result:%d new", before, put_kings (rig, seed / 2));
      if (rig->moves->len != n_moves)
        return FALSE;
    }
  else
    {
      expected = g_strdup_printf ("%s new", before);
      cl_scan_interpreter_set_over (rig->interpreter, TRUE);
    }
  rearrange (rig, &start, 20000);
  return strcmp (rig->log->str, expected) == 0;
}

static void
play_game (const Setting *setting, const GArray *game, guint32 seed, Tally *tally)
{
  ClEmulatorOptions options = setting->options;
  ChessPosition start = chess_position_start ();
  const ChessMove *moves = (const ChessMove *) game->data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GArray) acts = NULL;
  g_autoptr (BoardRig) rig = NULL;
  guint takebacks;

  options.seed += 2 * seed;
  rig = board_rig_new (setting->family, &options);
  rig->truth = moves;
  rig->n_truth = game->len;
  acts = cl_hands_play (&start, moves, game->len, &setting->style, rand, BEGIN_MS);
  takebacks = count_takebacks (acts);
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, REST_MS);
  tally->games++;
  tally->plies += game->len;
  tally->takebacks += takebacks;
  tally->asked += rig->asked;
  count_moves (game, tally);
  if (rig->moves->len != game->len ||
      memcmp (rig->moves->data, moves, game->len * sizeof *moves) != 0 ||
      rig->takebacks < takebacks || rig->takebacks > 2 * takebacks || rig->new_games != 1)
    {
      tally->wrong++;
      tell_wrong (setting, rig, game, seed);
    }
  else if (!end_game (setting, rig, game, seed))
    {
      tally->ends++;
      tell_wrong (setting, rig, game, seed);
    }
  if (rig->options.turned && cl_board_family_find (setting->family)->names_pieces)
    g_assert_cmpuint (rig->turned, ==, 1);
  g_assert_cmpuint (cl_emulator_get_dangers (rig->emulator), ==, 0);
}

/* All games of the collections, or the first of one. NULL: no data. */
static GPtrArray *
load_pool (guint n, guint skip)
{
  static const char *const files[] = { "lichess-2021-clk.pgn",
                                       "fics-movetimes-2008-2010.pgn",
                                       "masters-a.pgn",
                                       "masters-b.pgn.gz" };
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < (n < MANY ? 1 : G_N_ELEMENTS (files)); i++)
    {
      g_autofree char *path =
        g_build_filename (folder != NULL ? folder : ".", "pgn", "corpus", files[i], NULL);
      GPtrArray *games = load_games (path, n < MANY ? skip : 0, n < MANY ? n : G_MAXUINT);

      if (games == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (pool, games);
    }
  return g_steal_pointer (&pool);
}

/* A family's share of a setting: how many settings it has. */
static guint
count_settings (const char *family)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    n += strcmp (settings[i].family, family) == 0;
  return n;
}

static guint
get_number (const char *name, guint otherwise)
{
  return g_getenv (name) != NULL ? (guint) atoi (g_getenv (name)) : otherwise;
}

static void
test_games (gconstpointer data)
{
  const Setting *setting = data;
  gboolean thorough = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL;
  guint n = get_number ("CHESS_LEDGER_BOARD_GAMES", thorough ? ALL : 0);
  guint first = get_number ("CHESS_LEDGER_BOARD_FIRST", 0), place = (guint) (setting - settings);
  g_autoptr (GPtrArray) games = NULL;
  g_autoptr (GArray) own = read_moves (special);
  gint64 begun = g_get_monotonic_time ();
  Tally tally = { 0 };

  n = n > 0 ? (n + count_settings (setting->family) - 1) / count_settings (setting->family) : SHORT;
  games = load_pool (n, 40 * place);
  if (first == 0 && fits_set (setting, own))
    play_game (setting, own, place, &tally);
  for (guint i = first; games != NULL && i < n; i++)
    {
      const GArray *game = games->pdata[(gsize) i * games->len / n];

      if (game->len < SHORT_PLIES || !fits_set (setting, game))
        tally.left_out++;
      else
        play_game (setting, game, 100000 * place + i, &tally);
    }
  g_test_message (
    "%s: %u games, %u plies (%u castled, %u en passant, %u promotions, %u of them not to a "
    "queen, %u takebacks), %u wrong, %u ends wrong, asked %u times, %u left out, %.1f ms a game",
    setting->name,
    tally.games,
    tally.plies,
    tally.castled,
    tally.passed,
    tally.promoted,
    tally.under_promoted,
    tally.takebacks,
    tally.wrong,
    tally.ends,
    tally.asked,
    tally.left_out,
    (double) (g_get_monotonic_time () - begun) / 1000 / MAX (1, tally.games));
  g_assert_cmpuint (tally.wrong, ==, 0);
  g_assert_cmpuint (tally.ends, ==, 0);
  if (games == NULL)
    g_test_skip ("no data");
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  if (!board_rig_is_possible ())
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/producers/board-games/%s/%s", settings[i].family, settings[i].name);

      g_test_add_data_func (path, &settings[i], test_games);
    }
  return g_test_run ();
}
