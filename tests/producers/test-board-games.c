/* test-board-games.c: real games played by untidy hands on emulated boards are read as they were played
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "board-rig.h"

#define BEGIN_MS 14000
#define REST_MS  60000

typedef struct
{
  const char *name, *family;
  ClEmulatorOptions options;
  ClHandsStyle style;
} Setting;

static const Setting settings[] = {
  { "dgt-tidy", "dgt", { 0 }, { .tidy = TRUE, .think_min_ms = 600, .think_max_ms = 4000 } },
  { "dgt", "dgt", { 0 }, { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "dgt-clock",
    "dgt",
    { .clock = TRUE, .clock_ms = 3000000, .increment_ms = 2000 },
    { .presses = TRUE, .think_min_ms = 200, .think_max_ms = 4000 } },
  { "dgt-turned",
    "dgt",
    { .clock = TRUE, .clock_ms = 3000000, .turned = TRUE },
    { .presses = TRUE, .think_min_ms = 200, .think_max_ms = 4000 } },
  { "dgt-faults", "dgt", { .faults = TRUE }, { .think_min_ms = 500, .think_max_ms = 5000 } },
  { "dgt-power",
    "dgt",
    { .faults = TRUE, .power = TRUE, .clock = TRUE, .clock_ms = 3000000 },
    { .presses = TRUE, .think_min_ms = 500, .think_max_ms = 5000 } },
  { "chesslink", "chesslink", { 0 }, { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "chesslink-faults",
    "chesslink",
    { .faults = TRUE, .power = TRUE, .turned = TRUE },
    { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "chesslink-eone",
    "chesslink",
    { .no_parity = TRUE },
    { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "certabo", "certabo", { 0 }, { .think_min_ms = 900, .think_max_ms = 5000 } },
  { "certabo-faults",
    "certabo",
    { .faults = TRUE, .power = TRUE },
    { .think_min_ms = 900, .think_max_ms = 5000 } },
  { "chessnut", "chessnut", { 0 }, { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "chessnut-usb",
    "chessnut",
    { .usb_length = TRUE, .turned = TRUE, .power = TRUE, .seed = 1 },
    { .think_min_ms = 300, .think_max_ms = 5000 } },
  { "tabutronic",
    "tabutronic",
    { 0 },
    { .captures_whole = TRUE, .think_min_ms = 900, .think_max_ms = 5000 } },
  { "tabutronic-faults",
    "tabutronic",
    { .faults = TRUE, .power = TRUE },
    { .captures_whole = TRUE, .think_min_ms = 3500, .think_max_ms = 5000 } },
};

typedef struct
{
  guint games, plies, asked, wrong;
} Tally;

/* A third queen of one colour, or a third knight, has no chip that was learnt. */
static gboolean
fits_set (const GArray *game)
{
  ChessPosition position = chess_position_start ();

  for (guint i = 0; i < game->len; i++)
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
play_game (const Setting *setting, const GArray *game, guint32 seed, Tally *tally)
{
  ClEmulatorOptions options = setting->options;
  ChessPosition start = chess_position_start ();
  const ChessMove *moves = (const ChessMove *) game->data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GArray) acts = NULL;
  g_autoptr (BoardRig) rig = NULL;

  options.seed += 2 * seed;
  rig = board_rig_new (setting->family, &options);
  rig->truth = moves;
  rig->n_truth = game->len;
  acts = cl_hands_play (&start, moves, game->len, &setting->style, rand, BEGIN_MS);
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, REST_MS);
  tally->games++;
  tally->plies += game->len;
  tally->asked += rig->asked;
  if (rig->moves->len != game->len ||
      memcmp (rig->moves->data, moves, game->len * sizeof *moves) != 0 || rig->takebacks > 0 ||
      rig->new_games != 1)
    {
      guint same = 0;
      g_autofree char *played = NULL, *read = NULL;

      while (same < MIN (rig->moves->len, game->len) &&
             moves[same] == g_array_index (rig->moves, ChessMove, same))
        same++;
      played = write_moves (moves, MIN (same + 3, game->len));
      read = write_moves ((const ChessMove *) rig->moves->data, MIN (same + 3, rig->moves->len));
      tally->wrong++;
      g_test_message ("%s game %u: lost %u, log%s", setting->name, seed, rig->lost, rig->log->str);
      g_test_message ("played %s", played);
      g_test_message ("read   %s", read);
    }
  if (rig->options.turned && cl_board_family_find (setting->family)->names_pieces)
    g_assert_cmpuint (rig->turned, ==, 1);
  g_assert_cmpuint (cl_emulator_get_dangers (rig->emulator), ==, 0);
}

static void
test_games (gconstpointer data)
{
  const Setting *setting = data;
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  const char *wanted = g_getenv ("CHESS_LEDGER_BOARD_GAMES");
  guint n = wanted != NULL                               ? (guint) atoi (wanted)
            : g_getenv ("CHESS_LEDGER_THOROUGH") != NULL ? 1000
                                                         : 6;
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : ".", "pgn", "corpus", "masters-a.pgn", NULL);
  guint place = (guint) (setting - settings);
  g_autoptr (GPtrArray) games = load_games (path, n <= 100 ? 40 * place : 0, n);
  gint64 begun = g_get_monotonic_time ();
  Tally tally = { 0 };

  if (games == NULL)
    {
      g_test_skip ("no data");
      return;
    }
  for (guint i = 0; i < games->len; i++)
    if (fits_set (games->pdata[i]))
      play_game (setting, games->pdata[i], 1000 * place + i, &tally);
  g_test_message ("%s: %u games, %u plies, %u wrong, asked %u times, %.1f ms a game",
                  setting->name,
                  tally.games,
                  tally.plies,
                  tally.wrong,
                  tally.asked,
                  (double) (g_get_monotonic_time () - begun) / 1000 / MAX (1, tally.games));
  g_assert_cmpuint (tally.games, >, 0);
  g_assert_cmpuint (tally.wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (!board_rig_is_possible ())
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *path = g_strdup_printf ("/producers/board-games/%s", settings[i].name);

      g_test_add_data_func (path, &settings[i], test_games);
    }
  return g_test_run ();
}
