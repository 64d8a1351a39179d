/* cl-fair-play-view.c: the moves with their times, and what engines said of them, game by game
 *
 * The state is what the report is computed from (cl-fair-play-features.h, in integers); what it says of a player follows
 * from this state alone, so the same facts give the same number. Nothing is concluded here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-decimal.h"
#include "cl-fact.h"
#include "cl-fair-play-row.h"
#include "cl-players-row.h"
#include "cl-views.h"
#include "cl-waiting-games.h"

#include <string.h>

#define MAX_RATING 4000

typedef struct
{
  ClWaitingGame base;
  char *partition;
  guint32 number;
  ClFairRow *row; /* NULL: there is no such game */
} Waiting;

static void
load_game (gpointer data, const ClEvent *event, const char *value)
{
  Waiting *self = data;

  self->partition = g_strdup (event->partition);
  self->number = event->game;
  if (value != NULL)
    self->row = cl_fair_row_parse (value);
}

static void
store_game (ClState *state, gpointer data)
{
  const Waiting *self = data;
  g_autofree char *value = cl_fair_row_format (self->row);

  cl_state_set (state, self->base.key, value);
}

static void
clear_game (gpointer data)
{
  Waiting *self = data;

  g_clear_pointer (&self->row, cl_fair_row_free);
  g_free (self->partition);
}

static const ClWaitingGamesClass games_class = {
  .size = sizeof (Waiting),
  .load = load_game,
  .store = store_game,
  .clear = clear_game,
};

static gpointer
create_fair_play (void)
{
  return cl_waiting_games_new (&games_class);
}

/* --- Who plays --- */

static void
set_index (ClState *state, const Waiting *waiting, const char *value)
{
  for (guint color = 0; color < 2; color++)
    if (waiting->row->names[color][0] != '\0')
      {
        g_autofree char *key =
          cl_players_player_key (waiting->row->names[color], waiting->partition, waiting->number);

        cl_state_set (state, key, value);
      }
}

static void
take_tags (ClFairRow *row, GPtrArray *tags)
{
  static const char *const name_tags[] = { "White", "Black" };
  static const char *const rating_tags[] = { "WhiteElo", "BlackElo" };

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const ClTag *tag = tags->pdata[i];
      guint64 rating;

      for (guint color = 0; color < 2; color++)
        if (strcmp (tag->name, name_tags[color]) == 0)
          {
            g_free (row->names[color]);
            row->names[color] = cl_players_clean_name (tag->value);
          }
        else if (strcmp (tag->name, rating_tags[color]) == 0)
          row->ratings[color] =
            tag->value != NULL &&
                g_ascii_string_to_unsigned (tag->value, 10, 0, MAX_RATING, &rating, NULL)
              ? (guint) rating
              : 0;
      if (strcmp (tag->name, "TimeControl") == 0)
        cl_pace_of (tag->value, &row->initial_ms, &row->increment_ms);
    }
}

static void
start_game (ClState *state, Waiting *waiting, const ClEvent *event, const ClFact *fact)
{
  if (waiting->row != NULL)
    return;
  waiting->row = cl_fair_row_new ();
  waiting->row->first_offset = waiting->row->last_offset = event->offset;
  waiting->row->playing = TRUE;
  waiting->row->black_first = fact->fen != NULL && strstr (fact->fen, " b ") != NULL;
  take_tags (waiting->row, fact->tags);
  if (fact->time_control != NULL)
    cl_pace_of (fact->time_control, &waiting->row->initial_ms, &waiting->row->increment_ms);
  set_index (state, waiting, "");
}

static gboolean
apply_fact (ClState *state, Waiting *waiting, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  if (event->game == 0)
    {
      g_autofree char *key = g_strconcat (CL_FAIR_COLLECTION_PREFIX, event->partition, NULL);

      cl_state_set (state, key, fact.type == CL_FACT_GAME_WITHDRAWN ? "w" : NULL);
      return TRUE;
    }
  if (fact.type == CL_FACT_GAME_STARTED)
    start_game (state, waiting, event, &fact);
  if (waiting->row == NULL)
    return TRUE;
  waiting->base.dirty = TRUE;
  switch (fact.type)
    {
    case CL_FACT_GAME_WITHDRAWN:
    case CL_FACT_GAME_RESTORED:
      waiting->row->withdrawn = fact.type == CL_FACT_GAME_WITHDRAWN;
      break;
    case CL_FACT_DETAILS_CORRECTED:
      set_index (state, waiting, NULL);
      take_tags (waiting->row, fact.tags);
      set_index (state, waiting, "");
      break;
    case CL_FACT_ILLEGAL_MOVE_MADE:
      waiting->row->left_out |= fact.stood;
      break;
    case CL_FACT_GAME_ENDED:
    case CL_FACT_RESULT_CORRECTED:
      waiting->row->playing =
        fact.type == CL_FACT_RESULT_CORRECTED && fact.ending == CHESS_ENDING_NONE;
      break;
    default:
      break;
    }
  return TRUE;
}

/* --- Moves and evaluations --- */

static void
add_move (Waiting *waiting, const ClEvent *event)
{
  ClFairRow *row = waiting->row;
  guint color = (event->ply + !row->black_first) & 1;
  gint64 used =
    cl_players_used_ms (event, &row->clock_ms[color], row->initial_ms, row->increment_ms);
  ClFairPly ply = {
    .move = event->move.move,
    .capture = cl_move_captured (event->move)[0] != '\0',
    .used_ds = used >= 0 ? (gint32) MIN (used / 100, G_MAXINT16) : -1,
    .offset = event->offset,
  };

  if (event->ply != row->n_plies + 1)
    row->left_out = TRUE;
  else
    cl_fair_row_add_move (row, &ply);
}

static void
apply_move (Waiting *waiting, const ClEvent *event, ClFactType type)
{
  if (waiting->row == NULL)
    return;
  waiting->base.dirty = TRUE;
  if (type == CL_FACT_MOVE_PLAYED)
    add_move (waiting, event);
  else if (type == CL_FACT_TAKEBACK_AGREED)
    cl_fair_row_cut (waiting->row, event->ply);
  else
    waiting->row->left_out = TRUE;
}

static gboolean
apply_evaluation (ClState *state, const ClEvent *event, GError **error)
{
  ClEvaluation evaluation;
  g_autofree char *prefix = NULL, *value = NULL;
  g_autoptr (GString) key = NULL;
  const char *before;

  if (!cl_evaluation_from_event (event, &evaluation, error))
    return FALSE;
  prefix = cl_fair_evaluation_prefix (evaluation.partition, event->game);
  key = g_string_new (prefix);
  cl_decimal_append_padded (key, event->ply, 4);
  g_string_append_c (key, '/');
  cl_decimal_append (key, (gint64) MIN (evaluation.cites, G_MAXINT64));
  value = cl_fair_evaluation_format (&evaluation);
  before = cl_state_get (state, key->str);
  if (before == NULL || cl_fair_evaluation_is_better (value, before))
    cl_state_set (state, key->str, value);
  return TRUE;
}

static gboolean
apply_to_fair_play (ClState *state, const ClEvent *event, GError **error)
{
  ClFactType type = cl_fact_type_of (event);
  Waiting *waiting;

  if (type == CL_FACT_POSITION_EVALUATED)
    return apply_evaluation (state, event, error);
  waiting = cl_waiting_games_ensure (cl_state_get_scratch (state), state, event);
  switch (type)
    {
    case CL_FACT_MOVE_PLAYED:
    case CL_FACT_TAKEBACK_AGREED:
    case CL_FACT_MOVE_CORRECTED:
    case CL_FACT_POSITION_CORRECTED:
      apply_move (waiting, event, type);
      return TRUE;
    default:
      return apply_fact (state, waiting, event, error);
    }
}

static const char *const ignored_types[] = { "*", NULL };

const ClViewClass cl_fair_play_view = {
  .name = "fair-play",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = cl_waiting_games_types,
  .ignores = ignored_types,
  .apply = apply_to_fair_play,
  .create_scratch = create_fair_play,
  .flush = cl_waiting_games_flush,
  .destroy_scratch = cl_waiting_games_free,
};
