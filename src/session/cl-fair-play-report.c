/* cl-fair-play-report.c: gathers one player's games and their evaluations, and has them counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-report.h"

#include <string.h>

#include "cl-fair-play-row.h"
#include "cl-library-row.h"
#include "cl-players-row.h"

#define VIEW         "fair-play"
#define MAX_EVIDENCE 12

typedef struct
{
  char *partition;
  guint32 number;
} Game;

typedef struct
{
  ClRunner *runner;
  ClFairReport *report;
  GHashTable *withdrawn; /* partitions */
  GHashTable *engines;   /* names */
  GArray *games;         /* (element-type Game) */
  ClFairScope scope;
  char *prefix;
  /* Of the game that is being read */
  ClFairRow *row;
  GArray *plies;
  GArray *evaluations; /* (element-type ClFairEvaluation): plies + 1 */
} Reading;

static void
clear_game (gpointer data)
{
  g_free (((Game *) data)->partition);
}

/* --- Which games --- */

static gboolean
withdrawn_cb (const char *key, const char *value, gpointer user_data)
{
  if (!g_str_has_prefix (key, CL_FAIR_COLLECTION_PREFIX))
    return FALSE;
  g_hash_table_add (user_data, g_strdup (key + strlen (CL_FAIR_COLLECTION_PREFIX)));
  return TRUE;
}

static gboolean
is_wanted (const Reading *self, const Game *game)
{
  return self->scope.partition == NULL ||
         (game->number == self->scope.game && strcmp (game->partition, self->scope.partition) == 0);
}

static gboolean
game_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *self = user_data;
  const char *name, *partition;
  gsize name_length, length;
  Game game;

  if (!g_str_has_prefix (key, self->prefix))
    return FALSE;
  if (!cl_players_split_key (key, &name, &name_length, &partition, &length, &game.number))
    return TRUE;
  game.partition = g_strndup (partition, length);
  if (g_hash_table_contains (self->withdrawn, game.partition) || !is_wanted (self, &game))
    g_free (game.partition);
  else
    g_array_append_val (self->games, game);
  return TRUE;
}

/* --- One game --- */

static gboolean
row_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *self = user_data;

  if (strcmp (key, self->prefix) == 0)
    self->row = cl_fair_row_parse (value);
  return FALSE;
}

/* Takes an evaluation if the move that it cites stands. */
static gboolean
evaluation_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *self = user_data;
  ClFairReport *report = self->report;
  ClFairEvaluation evaluation;
  const char *engine;
  guint64 cites;
  guint ply;

  if (!g_str_has_prefix (key, self->prefix))
    return FALSE;
  if (!cl_fair_evaluation_split (key + strlen (self->prefix), &ply, &cites) ||
      ply > self->plies->len || !cl_fair_evaluation_parse (value, &evaluation, &engine) ||
      cites != (ply == 0 ? self->row->first_offset
                         : g_array_index (self->plies, ClFairPly, ply - 1).offset))
    return TRUE;
  g_array_index (self->evaluations, ClFairEvaluation, ply) = evaluation;
  g_hash_table_add (self->engines, g_strdup (engine));
  report->min_nodes =
    report->min_nodes == 0 ? evaluation.nodes : MIN (report->min_nodes, evaluation.nodes);
  report->max_nodes = MAX (report->max_nodes, evaluation.nodes);
  return TRUE;
}

static gboolean
read_row (Reading *self, const Game *game, GError **error)
{
  g_autofree char *key = cl_library_row_key (game->partition, game->number);

  g_clear_pointer (&self->row, cl_fair_row_free);
  self->prefix = key;
  return cl_runner_read_state (self->runner,
                               VIEW,
                               self->report->position,
                               key,
                               row_cb,
                               self,
                               NULL,
                               error);
}

static gboolean
read_evaluations (Reading *self, const Game *game, GError **error)
{
  g_autofree char *prefix = cl_fair_evaluation_prefix (game->partition, game->number);

  g_clear_pointer (&self->plies, g_array_unref);
  self->plies = cl_fair_row_get_plies (self->row);
  g_array_set_size (self->evaluations, 0);
  g_array_set_size (self->evaluations, self->plies->len + 1);
  self->prefix = prefix;
  return cl_runner_read_state (self->runner,
                               VIEW,
                               self->report->position,
                               prefix,
                               evaluation_cb,
                               self,
                               NULL,
                               error);
}

static void
take_game (Reading *self, const Game *game)
{
  ClFairReport *report = self->report;
  const ClFairRow *row = self->row;
  g_autofree const ClFairEvaluation **list =
    g_new0 (const ClFairEvaluation *, self->evaluations->len);
  ClFairInput input = {
    .partition = game->partition,
    .number = game->number,
    .first = row->black_first ? CHESS_BLACK : CHESS_WHITE,
    .plies = (const ClFairPly *) (gpointer) self->plies->data,
    .n_plies = self->plies->len,
    .book_plies =
      cl_fair_count_book ((const ClFairPly *) (gpointer) self->plies->data, self->plies->len),
  };

  for (guint i = 0; i < self->evaluations->len; i++)
    if (g_array_index (self->evaluations, ClFairEvaluation, i).n_lines > 0)
      list[i] = &g_array_index (self->evaluations, ClFairEvaluation, i);
  input.evaluations = list;
  for (guint side = 0; side < 2; side++)
    if (strcmp (row->names[side], report->name) == 0)
      cl_fair_dossier_add_game (report->dossier, &input, (ChessColor) side, row->ratings[side]);
}

static gboolean
read_game (Reading *self, const Game *game, GError **error)
{
  ClFairReport *report = self->report;

  if (!read_row (self, game, error))
    return FALSE;
  if (self->row == NULL || self->row->withdrawn)
    return TRUE;
  report->n_games++;
  report->n_left_out += self->row->left_out;
  report->n_playing += self->row->playing && !report->live && !self->row->left_out;
  if (self->row->left_out || (self->row->playing && !report->live))
    return TRUE;
  if (!read_evaluations (self, game, error))
    return FALSE;
  take_game (self, game);
  return TRUE;
}

/* --- What follows --- */

typedef struct
{
  guint usual, index;
} Found;

/* Rarest first; then in the order of the dossier, which is that of the keys. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *x = a, *y = b;

  if (x->usual != y->usual)
    return x->usual < y->usual ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

static void
find_evidence (ClFairReport *self)
{
  const ClFairBaseline *baseline = &cl_fair_model_get ()->baseline;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));

  for (guint i = 0; i < self->dossier->positions->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->dossier->positions, ClFairPosition, i);
      Found one = { baseline->usual[position->band][position->kind].best, i };

      if (position->rank == 1)
        g_array_append_val (found, one);
    }
  g_array_sort (found, compare_found);
  for (guint i = 0; i < MIN (found->len, MAX_EVIDENCE); i++)
    g_array_append_val (self->evidence, g_array_index (found, Found, i).index);
}

static void
conclude (Reading *self)
{
  ClFairReport *report = self->report;
  g_autoptr (GList) names = g_hash_table_get_keys (self->engines);
  g_autoptr (GString) engines = g_string_new (NULL);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    g_string_append_printf (engines, "%s%s", l != names ? ", " : "", (const char *) l->data);
  report->engines = g_strdup (engines->str);
  for (guint i = 0; i < report->dossier->positions->len; i++)
    report->n_book += g_array_index (report->dossier->positions, ClFairPosition, i).book;
  for (guint i = 0; i < report->dossier->games->len; i++)
    {
      report->n_own += g_array_index (report->dossier->games, ClFairGame, i).n_own;
      report->n_evaluated += g_array_index (report->dossier->games, ClFairGame, i).n_evaluated;
    }
  cl_fair_score (report->dossier, cl_fair_model_get (), &report->score);
  cl_fair_intrinsic_rating (report->dossier, &cl_fair_model_get ()->baseline, &report->rating);
  cl_fair_score_interval (report->dossier, cl_fair_model_get (), &report->score);
  cl_fair_count_matches (report->dossier, FALSE, report->matches);
  cl_fair_count_matches (report->dossier, TRUE, report->unclear);
  find_evidence (report);
}

static gboolean
read_all (Reading *self, guint64 position, GError **error)
{
  g_autofree char *prefix = g_strconcat (CL_FAIR_PLAYER_PREFIX, self->report->name, "\t", NULL);

  if (!cl_runner_read_state (self->runner,
                             VIEW,
                             position,
                             CL_FAIR_COLLECTION_PREFIX,
                             withdrawn_cb,
                             self->withdrawn,
                             &self->report->position,
                             error))
    return FALSE;
  self->prefix = prefix;
  if (!cl_runner_read_state (self->runner,
                             VIEW,
                             self->report->position,
                             prefix,
                             game_cb,
                             self,
                             NULL,
                             error))
    return FALSE;
  for (guint i = 0; i < self->games->len; i++)
    if (!read_game (self, &g_array_index (self->games, Game, i), error))
      return FALSE;
  conclude (self);
  return TRUE;
}

ClFairReport *
cl_fair_report_read (ClRunner *runner,
                     const char *name,
                     const ClFairScope *scope,
                     guint64 position,
                     GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (runner), NULL);
  g_return_val_if_fail (name != NULL && name[0] != '\0', NULL);

  g_autoptr (ClFairReport) report = g_new0 (ClFairReport, 1);
  Reading reading = { .runner = runner, .report = report };
  gboolean ok;

  g_atomic_ref_count_init (&report->ref_count);
  report->name = g_strdup (name);
  if (scope != NULL)
    reading.scope = *scope;
  report->live = reading.scope.live;
  report->dossier = cl_fair_dossier_new ();
  report->evidence = g_array_new (FALSE, FALSE, sizeof (guint));
  reading.withdrawn = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reading.engines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reading.games = g_array_new (FALSE, FALSE, sizeof (Game));
  reading.evaluations = g_array_new (FALSE, TRUE, sizeof (ClFairEvaluation));
  g_array_set_clear_func (reading.games, clear_game);
  ok = read_all (&reading, position, error);
  g_hash_table_unref (reading.withdrawn);
  g_hash_table_unref (reading.engines);
  g_array_unref (reading.games);
  g_array_unref (reading.evaluations);
  g_clear_pointer (&reading.plies, g_array_unref);
  g_clear_pointer (&reading.row, cl_fair_row_free);
  return ok ? g_steal_pointer (&report) : NULL;
}

ClFairReport *
cl_fair_report_ref (ClFairReport *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_fair_report_unref (ClFairReport *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  cl_fair_dossier_free (self->dossier);
  g_array_unref (self->evidence);
  g_free (self->engines);
  g_free (self->name);
  g_free (self);
}
