/* cl-player-quality.c: puts a player's record and the analysis of the same games together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-quality.h"

#include <math.h>
#include <string.h>

#include "cl-analysis-view.h"
#include "cl-analysis.h"
#include "cl-game-load.h"
#include "cl-library-row.h"
#include "cl-players-row.h"

#define WINNING 8000 /* hundredths of a point */
#define LOSING  2000

typedef struct
{
  char *partition;
  guint32 number;
  guint color;
  int half_points; /* -1: unfinished */
} Game;

typedef struct
{
  const char *name, *versus; /* @versus (nullable) */
  const char *prefix;
  GHashTable *analysed; /* keys of games; and of partitions that are withdrawn, "collection/…" */
  GArray *games;        /* (element-type Game) */
  /* Sums over the games */
  ClPlayerQuality *quality;
  double accuracies, squares, losses;
} Reading;

static void
clear_game (gpointer data)
{
  g_free (((Game *) data)->partition);
}

static gboolean
key_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *self = user_data;

  if (!g_str_has_prefix (key, self->prefix))
    return FALSE;
  g_hash_table_add (self->analysed, g_strdup (key));
  return TRUE;
}

static int
half_points (ChessResult result, guint color)
{
  if (result == CHESS_RESULT_NONE)
    return -1;
  if (result == CHESS_RESULT_DRAW)
    return 1;
  return (result == CHESS_RESULT_WHITE) == (color == 0) ? 2 : 0;
}

static gboolean
is_analysed (Reading *self, const Game *game)
{
  g_autofree char *key = cl_library_row_key (game->partition, game->number);
  g_autofree char *collection = g_strconcat (CL_PLAYERS_COLLECTION_PREFIX, game->partition, NULL);

  return g_hash_table_contains (self->analysed, key) &&
         !g_hash_table_contains (self->analysed, collection);
}

static gboolean
game_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *self = user_data;
  g_autoptr (ClPlayersGame) row = NULL;
  const char *name, *partition;
  gsize name_length, length;
  Game game;

  if (!g_str_has_prefix (key, self->prefix))
    return FALSE;
  if (!cl_players_split_key (key, &name, &name_length, &partition, &length, &game.number))
    return TRUE;
  game.partition = g_strndup (partition, length);
  if (is_analysed (self, &game))
    row = cl_players_game_parse (value);
  game.color = row != NULL && strcmp (row->sides[0].name, self->name) != 0;
  if (row != NULL &&
      (self->versus == NULL || strcmp (row->sides[!game.color].name, self->versus) == 0))
    {
      game.half_points = half_points (row->result, game.color);
      g_array_append_val (self->games, game);
    }
  else
    g_free (game.partition);
  return TRUE;
}

static void
add_result (ClRecord *record, int points)
{
  record->unfinished += points < 0;
  record->wins += points == 2;
  record->draws += points == 1;
  record->losses += points == 0;
}

static void
add_analysis (Reading *self, const Game *game, const ClAnalysis *analysis)
{
  ClPlayerQuality *quality = self->quality;
  const ClAnalysisSide *side = &analysis->sides[game->color];
  gboolean was_winning = FALSE, was_losing = FALSE;

  if (side->quality.n_moves == 0)
    return;
  for (guint i = 0; i <= analysis->n_plies; i++)
    {
      guint chance =
        game->color == 0 ? analysis->plies[i].chance : 10000 - analysis->plies[i].chance;

      was_winning |= analysis->plies[i].value != CL_VALUE_NONE && chance >= WINNING;
      was_losing |= analysis->plies[i].value != CL_VALUE_NONE && chance <= LOSING;
    }
  if (was_winning)
    add_result (&quality->winning, game->half_points);
  if (was_losing)
    add_result (&quality->losing, game->half_points);
  quality->n_games++;
  quality->n_moves += side->quality.n_moves;
  quality->n_blunders += side->quality.n_blunders;
  quality->n_mistakes += side->quality.n_mistakes;
  quality->n_inaccuracies += side->quality.n_inaccuracies;
  quality->n_choices += side->n_choices;
  quality->n_best += side->n_best;
  self->accuracies += side->quality.accuracy;
  self->squares += (double) side->quality.accuracy * side->quality.accuracy;
  self->losses += (double) side->quality.acpl_tenths * side->quality.n_moves;
}

static gboolean
map_cb (const char *key, const char *value, gpointer user_data)
{
  gpointer *pair = user_data;

  if (!g_str_has_prefix (key, pair[0]))
    return FALSE;
  cl_map_set (pair[1], key, value);
  return TRUE;
}

static gboolean
analyse_game (Reading *self,
              ClReader *reader,
              ClRunner *runner,
              const Game *game,
              guint64 position,
              GError **error)
{
  g_autofree char *prefix = cl_analysis_prefix (game->partition, game->number);
  g_autoptr (ClMap) map = cl_map_new ();
  g_autoptr (ClGame) folded = cl_game_load (reader, game->partition, game->number, position, error);
  g_autoptr (ClAnalysis) analysis = NULL;
  gpointer pair[] = { prefix, map };

  if (folded == NULL ||
      !cl_runner_read_state (runner, "analysis", position, prefix, map_cb, pair, NULL, error))
    return FALSE;
  analysis = cl_analysis_new (folded, map, position);
  add_analysis (self, game, analysis);
  return TRUE;
}

/* Means, and the normal interval of the mean accuracy. */
static void
conclude (Reading *self)
{
  ClPlayerQuality *quality = self->quality;
  double n = quality->n_games, mean, half;

  if (n == 0)
    return;
  mean = self->accuracies / n;
  half = n > 1 ? 1.96 * sqrt (MAX (self->squares / n - mean * mean, 0) / (n - 1)) : 0;
  quality->accuracy = (guint) lround (mean);
  quality->accuracy_low = (guint) lround (MAX (mean - half, 0));
  quality->accuracy_high = (guint) lround (MIN (mean + half, 10000));
  quality->acpl_tenths = (guint) lround (self->losses / quality->n_moves);
}

static gboolean
find_games (Reading *self, ClRunner *runner, guint64 *position, GError **error)
{
  g_autofree char *player = g_strconcat (CL_PLAYERS_PLAYER_PREFIX, self->name, "\t", NULL);

  self->prefix = CL_PLAYERS_COLLECTION_PREFIX;
  if (!cl_runner_read_state (runner,
                             "players",
                             *position,
                             self->prefix,
                             key_cb,
                             self,
                             position,
                             error))
    return FALSE;
  self->prefix = "game/";
  if (!cl_runner_read_state (runner,
                             "analysis",
                             *position,
                             self->prefix,
                             key_cb,
                             self,
                             NULL,
                             error))
    return FALSE;
  self->prefix = player;
  return cl_runner_read_state (runner, "players", *position, player, game_cb, self, NULL, error);
}

gboolean
cl_player_quality_read (ClLedger *ledger,
                        ClRunner *runner,
                        const ClPlayerChoice *choice,
                        ClPlayerQuality *quality,
                        GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (runner), FALSE);
  g_return_val_if_fail (choice != NULL && choice->name != NULL && quality != NULL, FALSE);

  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GHashTable) analysed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) games = g_array_new (FALSE, FALSE, sizeof (Game));
  Reading reading = { .name = choice->name,
                      .versus = choice->versus,
                      .analysed = analysed,
                      .games = games,
                      .quality = quality };
  guint64 position = choice->position;

  memset (quality, 0, sizeof *quality);
  g_array_set_clear_func (games, clear_game);
  if (reader == NULL || !find_games (&reading, runner, &position, error))
    return FALSE;
  for (guint i = 0; i < games->len; i++)
    if (!analyse_game (&reading, reader, runner, &g_array_index (games, Game, i), position, error))
      return FALSE;
  conclude (&reading);
  return TRUE;
}
