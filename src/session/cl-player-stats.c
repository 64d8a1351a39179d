/* cl-player-stats.c: counts the games of one player, read as one range of keys of the view "players"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-stats.h"

#include <string.h>

#define VIEW "players"
/* Fewer years than this are shown by month. */
#define MIN_YEARS 3

G_DEFINE_QUARK (cl - player - error - quark, cl_player_error)

typedef struct
{
  ClPlayerStats *stats;
  const char *prefix;
  GHashTable *withdrawn;                             /* (element-type utf8): partitions */
  GHashTable *openings, *opponents, *years, *months; /* label → ClRecordGroup */
} Counting;

static void
group_free (gpointer data)
{
  ClRecordGroup *self = data;

  g_free (self->label);
  g_free (self);
}

static void
group_clear (gpointer data)
{
  g_free (((ClRecordGroup *) data)->label);
}

static GHashTable *
new_groups (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free);
}

/* --- One game --- */

/* 2 for a win, 1, 0 for a loss; -1: unfinished */
static int
half_points (ChessResult result, guint color)
{
  switch (result)
    {
    case CHESS_RESULT_DRAW:
      return 1;
    case CHESS_RESULT_WHITE:
      return color == 0 ? 2 : 0;
    case CHESS_RESULT_BLACK:
      return color == 1 ? 2 : 0;
    default:
      return -1;
    }
}

static void
add_to_record (ClRecord *record, int points, guint opponent_rating)
{
  record->unfinished += points < 0;
  record->wins += points == 2;
  record->draws += points == 1;
  record->losses += points == 0;
  if (points < 0 || opponent_rating == 0)
    return;
  record->n_rated++;
  record->rated_half_points += (guint) points;
  record->opponent_ratings += opponent_rating;
}

static void
add_to_group (GHashTable *groups, const char *label, int points, guint rating, guint opponent)
{
  ClRecordGroup *group;

  if (label[0] == '\0')
    return;
  group = g_hash_table_lookup (groups, label);
  if (group == NULL)
    {
      group = g_new0 (ClRecordGroup, 1);
      group->label = g_strdup (label);
      g_hash_table_insert (groups, group->label, group);
    }
  add_to_record (&group->record, points, opponent);
  group->ratings += rating;
  group->n_ratings += rating > 0;
}

/* "1999.02" of "1999.02.??", as far as it is known; "" if not the year. */
static void
cut_date (const char *date, gboolean month, char out[8])
{
  guint n = 0;

  out[0] = '\0';
  while (n < 4 && g_ascii_isdigit (date[n]))
    n++;
  if (n < 4)
    return;
  if (month && date[4] == '.' && g_ascii_isdigit (date[5]) && g_ascii_isdigit (date[6]))
    n = 7;
  memcpy (out, date, n);
  out[n] = '\0';
}

static void
take_date (ClPlayerStats *stats, const char *date, guint rating)
{
  stats->rating_best = MAX (stats->rating_best, rating);
  if (date[0] == '\0' || date[0] == '?')
    return;
  if (stats->first_date[0] == '\0' || strcmp (date, stats->first_date) < 0)
    {
      g_free (stats->first_date);
      stats->first_date = g_strdup (date);
    }
  if (strcmp (date, stats->last_date) < 0)
    return;
  if (strcmp (date, stats->last_date) > 0)
    {
      g_free (stats->last_date);
      stats->last_date = g_strdup (date);
    }
  if (rating > 0)
    stats->rating_last = rating;
}

static void
take_time (ClPlayerStats *stats, const ClPlayersSide *side, int points, guint opponent_rating)
{
  if (side->n_timed == 0)
    return;
  stats->n_timed_games++;
  stats->n_timed_moves += side->n_timed;
  stats->n_hurried_moves += side->n_hurried;
  stats->used_ms += side->used_ms;
  if (side->n_hurried > 0)
    add_to_record (&stats->hurried, points, opponent_rating);
}

static void
add_side (Counting *self, const ClPlayersGame *game, guint color)
{
  ClPlayerStats *stats = self->stats;
  const ClPlayersSide *side = &game->sides[color], *opponent = &game->sides[!color];
  int points = half_points (game->result, color);
  char group[3] = "", year[8], month[8];

  if (strcmp (side->name, stats->name) != 0 ||
      (stats->versus != NULL && strcmp (opponent->name, stats->versus) != 0))
    return;
  add_to_record (&stats->all, points, opponent->rating);
  add_to_record (&stats->colors[color], points, opponent->rating);
  add_to_record (&stats->paces[game->pace], points, opponent->rating);
  add_to_record (&stats->bands[cl_rating_band (opponent->rating)], points, opponent->rating);
  g_strlcpy (group, game->eco, sizeof group);
  add_to_group (self->openings, group, points, side->rating, opponent->rating);
  add_to_group (self->opponents, opponent->name, points, side->rating, opponent->rating);
  cut_date (game->date, FALSE, year);
  cut_date (game->date, TRUE, month);
  add_to_group (self->years, year, points, side->rating, opponent->rating);
  add_to_group (self->months, month, points, side->rating, opponent->rating);
  take_date (stats, game->date, side->rating);
  take_time (stats, side, points, opponent->rating);
}

static gboolean
is_withdrawn (GHashTable *withdrawn, const char *partition, gsize length)
{
  g_autofree char *copy = NULL;

  if (g_hash_table_size (withdrawn) == 0)
    return FALSE;
  copy = g_strndup (partition, length);
  return g_hash_table_contains (withdrawn, copy);
}

static gboolean
count_cb (const char *key, const char *value, gpointer user_data)
{
  Counting *self = user_data;
  g_autoptr (ClPlayersGame) game = NULL;
  const char *name, *partition;
  gsize name_length, partition_length;
  guint32 number;

  if (!g_str_has_prefix (key, self->prefix))
    return FALSE;
  if (!cl_players_split_key (key, &name, &name_length, &partition, &partition_length, &number) ||
      is_withdrawn (self->withdrawn, partition, partition_length) ||
      (game = cl_players_game_parse (value)) == NULL)
    return TRUE;
  add_side (self, game, 0);
  add_side (self, game, 1);
  return TRUE;
}

/* --- All of them --- */

static gboolean
withdrawn_cb (const char *key, const char *value, gpointer user_data)
{
  if (!g_str_has_prefix (key, CL_PLAYERS_COLLECTION_PREFIX))
    return FALSE;
  g_hash_table_add (user_data, g_strdup (key + strlen (CL_PLAYERS_COLLECTION_PREFIX)));
  return TRUE;
}

static GHashTable *
read_withdrawn (ClRunner *runner, guint64 position, guint64 *at, GError **error)
{
  g_autoptr (GHashTable) withdrawn = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!cl_runner_read_state (runner,
                             VIEW,
                             position,
                             CL_PLAYERS_COLLECTION_PREFIX,
                             withdrawn_cb,
                             withdrawn,
                             at,
                             error))
    return NULL;
  return g_steal_pointer (&withdrawn);
}

static int
compare_by_games (gconstpointer a, gconstpointer b)
{
  const ClRecordGroup *x = a, *y = b;
  guint n = cl_record_n (&x->record), m = cl_record_n (&y->record);

  return n != m ? (n < m) - (n > m) : strcmp (x->label, y->label);
}

static int
compare_by_label (gconstpointer a, gconstpointer b)
{
  return strcmp (((const ClRecordGroup *) a)->label, ((const ClRecordGroup *) b)->label);
}

static GArray *
list_groups (GHashTable *groups, GCompareFunc compare)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (ClRecordGroup));
  GHashTableIter iter;
  ClRecordGroup *group;

  g_array_set_clear_func (list, group_clear);
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &group))
    {
      ClRecordGroup copy = *group;

      copy.label = g_strdup (group->label);
      g_array_append_val (list, copy);
    }
  g_array_sort (list, compare);
  return list;
}

static ClPlayerStats *
new_stats (const char *name, const char *versus)
{
  ClPlayerStats *self = g_new0 (ClPlayerStats, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  self->versus = g_strdup (versus);
  self->first_date = g_strdup ("");
  self->last_date = g_strdup ("");
  return self;
}

ClPlayerStats *
cl_player_stats_read (ClRunner *runner,
                      const char *name,
                      const char *versus,
                      guint64 position,
                      GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (runner), NULL);
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  g_autoptr (ClPlayerStats) stats = new_stats (name, versus);
  g_autofree char *prefix = g_strconcat (CL_PLAYERS_PLAYER_PREFIX, name, "\t", NULL);
  g_autoptr (GHashTable) withdrawn = read_withdrawn (runner, position, &stats->position, error);
  g_autoptr (GHashTable) openings = new_groups (), opponents = new_groups ();
  g_autoptr (GHashTable) years = new_groups (), months = new_groups ();
  Counting counting = { stats, prefix, withdrawn, openings, opponents, years, months };

  if (withdrawn == NULL || !cl_runner_read_state (runner,
                                                  VIEW,
                                                  stats->position,
                                                  prefix,
                                                  count_cb,
                                                  &counting,
                                                  NULL,
                                                  error))
    return NULL;
  stats->openings = list_groups (openings, compare_by_games);
  stats->opponents = list_groups (opponents, compare_by_games);
  stats->periods =
    list_groups (g_hash_table_size (years) < MIN_YEARS ? months : years, compare_by_label);
  if (cl_record_n (&stats->all) + stats->all.unfinished > 0)
    return g_steal_pointer (&stats);
  if (versus != NULL)
    g_set_error (error,
                 CL_PLAYER_ERROR,
                 CL_PLAYER_ERROR_UNKNOWN,
                 "There is no game between “%s” and “%s”",
                 name,
                 versus);
  else
    g_set_error (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_UNKNOWN, "There is no game of “%s”", name);
  return NULL;
}

ClPlayerStats *
cl_player_stats_ref (ClPlayerStats *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_player_stats_unref (ClPlayerStats *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->openings, g_array_unref);
  g_clear_pointer (&self->opponents, g_array_unref);
  g_clear_pointer (&self->periods, g_array_unref);
  g_free (self->name);
  g_free (self->versus);
  g_free (self->first_date);
  g_free (self->last_date);
  g_free (self);
}

/* --- All players --- */

#define MAX_VALUE 4096 /* a game of two people with longer names is counted for neither */

typedef struct
{
  GHashTable *players; /* name → ClRecordGroup */
  GHashTable *withdrawn;
} Listing;

static gboolean
list_cb (const char *key, const char *value, gpointer user_data)
{
  Listing *self = user_data;
  ClPlayersGlance game;
  char buffer[MAX_VALUE];
  const char *partition = key + strlen (CL_PLAYERS_GAME_PREFIX), *slash = strrchr (key, '/');

  if (!g_str_has_prefix (key, CL_PLAYERS_GAME_PREFIX))
    return FALSE;
  if (slash < partition || is_withdrawn (self->withdrawn, partition, (gsize) (slash - partition)) ||
      !cl_players_game_glance (value, buffer, sizeof buffer, &game))
    return TRUE;
  for (guint color = 0; color < 2; color++)
    add_to_group (self->players,
                  game.names[color],
                  half_points (game.result, color),
                  game.ratings[color],
                  game.ratings[!color]);
  return TRUE;
}

GArray *
cl_players_read (ClRunner *runner, guint64 position, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (runner), NULL);

  guint64 at;
  g_autoptr (GHashTable) players = new_groups ();
  g_autoptr (GHashTable) withdrawn = read_withdrawn (runner, position, &at, error);
  Listing listing = { players, withdrawn };

  if (withdrawn == NULL || !cl_runner_read_state (runner,
                                                  VIEW,
                                                  at,
                                                  CL_PLAYERS_GAME_PREFIX,
                                                  list_cb,
                                                  &listing,
                                                  NULL,
                                                  error))
    return NULL;
  return list_groups (players, compare_by_games);
}
