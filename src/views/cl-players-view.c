/* cl-players-view.c: every game under the names of its players
 *
 * Between two commits the games that are being told wait in the scratch. There are no totals: a total changes with every
 * game, and each change of a key is kept for time travel; counting a range of keys when somebody asks is quicker than reading
 * past those. Thinking time counts as it was spent, on moves that were taken back as well.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact.h"
#include "cl-opening-line.h"
#include "cl-players-row.h"
#include "cl-views.h"
#include "cl-waiting-games.h"

#include "chess-openings-version.h"

#include <string.h>

#define MAX_RATING 4000
#define EMPTY_GAME "\t\t\t\t\t\t\t\t\t\t\t\t*\t\t\t\t\t\t\t\t"

typedef struct
{
  ClWaitingGame base;
  char *partition;
  guint32 number;
  ClPlayersGame *game; /* NULL: there is no such game */
  ClOpeningLine *line; /* NULL: its opening is known, or cannot be */
  gboolean is_stored;  /* there is a value of before */
} Waiting;

static void
load_game (gpointer data, const ClEvent *event, const char *value)
{
  Waiting *self = data;

  self->partition = g_strdup (event->partition);
  self->number = event->game;
  self->is_stored = value != NULL;
  if (value != NULL)
    self->game = cl_players_game_parse (value);
  if (self->game != NULL && self->game->line[0] == '+')
    {
      self->line = g_new (ClOpeningLine, 1);
      cl_opening_line_parse (self->line, self->game->line + 1);
    }
}

static void
clear_game (gpointer data)
{
  Waiting *self = data;

  g_clear_pointer (&self->game, cl_players_game_free);
  g_free (self->line);
  g_free (self->partition);
}

/* --- What is written --- */

static gboolean
has_same_players (const ClPlayersGame *a, const ClPlayersGame *b)
{
  return strcmp (a->sides[0].name, b->sides[0].name) == 0 &&
         strcmp (a->sides[1].name, b->sides[1].name) == 0 && a->withdrawn == b->withdrawn;
}

/* @value NULL: removed. */
static void
set_player_rows (ClState *state,
                 const Waiting *waiting,
                 const ClPlayersGame *game,
                 const char *value)
{
  for (guint color = 0; color < 2; color++)
    if (game->sides[color].name[0] != '\0' && !game->withdrawn)
      {
        g_autofree char *key =
          cl_players_player_key (game->sides[color].name, waiting->partition, waiting->number);

        cl_state_set (state, key, value);
      }
}

static void
store_game (ClState *state, gpointer data)
{
  const Waiting *waiting = data;
  const char *stored = waiting->is_stored ? cl_state_get (state, waiting->base.key) : NULL;
  g_autoptr (ClPlayersGame) before = stored != NULL ? cl_players_game_parse (stored) : NULL;
  g_autoptr (GString) line = g_string_new (waiting->line != NULL ? "+" : "");
  ClPlayersGame now = *waiting->game;
  g_autofree char *value = NULL;

  if (waiting->line != NULL)
    cl_opening_line_append_to (waiting->line, line);
  now.line = line->str;
  value = cl_players_game_format (&now);
  if (before != NULL && !has_same_players (before, &now))
    set_player_rows (state, waiting, before, NULL);
  cl_state_set (state, waiting->base.key, value);
  set_player_rows (state, waiting, &now, value);
}

static const ClWaitingGamesClass games_class = {
  .size = sizeof (Waiting),
  .load = load_game,
  .store = store_game,
  .clear = clear_game,
};

static gpointer
create_players (void)
{
  return cl_waiting_games_new (&games_class);
}

/* --- What is read --- */

/* Replaces what is known by @game, whose texts may come from anywhere. */
static void
replace_game (Waiting *waiting, const ClPlayersGame *game)
{
  g_autofree char *value = cl_players_game_format (game);
  ClPlayersGame *replaced = cl_players_game_parse (value);

  g_clear_pointer (&waiting->game, cl_players_game_free);
  waiting->game = replaced;
  waiting->base.dirty = TRUE;
}

static guint
read_rating (const char *text)
{
  guint64 rating;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 1, MAX_RATING, &rating, NULL)
           ? (guint) rating
           : 0;
}

static gboolean
is_eco (const char *text)
{
  return text != NULL && text[0] >= 'A' && text[0] <= 'E' && g_ascii_isdigit (text[1]) &&
         g_ascii_isdigit (text[2]);
}

/* Those of @tags that count here; @names and @eco keep what @game then points to. */
static void
take_tags (ClPlayersGame *game, GPtrArray *tags, char *names[2], char eco[4])
{
  static const char *const name_tags[] = { "White", "Black" };
  static const char *const rating_tags[] = { "WhiteElo", "BlackElo" };

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const ClTag *tag = tags->pdata[i];

      for (guint color = 0; color < 2; color++)
        {
          if (strcmp (tag->name, name_tags[color]) == 0)
            {
              g_free (names[color]);
              names[color] = cl_players_clean_name (tag->value);
              game->sides[color].name = names[color];
            }
          if (strcmp (tag->name, rating_tags[color]) == 0)
            game->sides[color].rating = read_rating (tag->value);
        }
      if (strcmp (tag->name, "Date") == 0)
        game->date = tag->value;
      else if (strcmp (tag->name, "ECO") == 0)
        {
          g_strlcpy (eco, is_eco (tag->value) ? tag->value : "", 4);
          game->eco = eco;
        }
      else if (strcmp (tag->name, "TimeControl") == 0)
        game->pace = cl_pace_of (tag->value, &game->initial_ms, &game->increment_ms);
    }
}

static void
change_details (Waiting *waiting, const ClPlayersGame *before, const ClFact *fact)
{
  ClPlayersGame game = *before;
  char *names[2] = { NULL, NULL };
  char eco[4] = "";

  take_tags (&game, fact->tags, names, eco);
  if (fact->type == CL_FACT_GAME_STARTED && fact->time_control != NULL)
    game.pace = cl_pace_of (fact->time_control, &game.initial_ms, &game.increment_ms);
  replace_game (waiting, &game);
  g_free (names[0]);
  g_free (names[1]);
}

static void
start_game (Waiting *waiting, const ClFact *fact)
{
  g_autoptr (ClPlayersGame) empty = NULL;

  if (waiting->game != NULL)
    return;
  empty = cl_players_game_parse (EMPTY_GAME);
  empty->black_first = fact->fen != NULL && strstr (fact->fen, " b ") != NULL;
  change_details (waiting, empty, fact);
  if (waiting->game->eco[0] == '\0' && fact->fen == NULL && !fact->chess960)
    {
      waiting->line = g_new (ClOpeningLine, 1);
      cl_opening_line_start (waiting->line);
    }
}

/* --- Moves --- */

static void
take_time (ClPlayersGame *game, const ClEvent *event)
{
  ClPlayersSide *side = &game->sides[(event->ply + !game->black_first) & 1];
  gint64 used = cl_players_used_ms (event, &side->clock_ms, game->initial_ms, game->increment_ms);

  side->n_hurried += event->clock_ms != CL_NO_CLOCK && game->initial_ms > 0 &&
                     side->clock_ms * 10 < game->initial_ms;
  if (used < 0)
    return;
  side->n_timed++;
  side->used_ms += (guint64) used;
}

static void
name_opening (Waiting *waiting)
{
  const ChessOpening *opening = waiting->line->opening;
  const char *eco = opening != NULL ? opening->eco : "";

  if (strcmp (eco, waiting->game->eco) != 0)
    {
      ClPlayersGame game = *waiting->game;

      game.eco = eco;
      replace_game (waiting, &game);
    }
}

static void
follow_move (Waiting *waiting, const ClEvent *event, ClFactType type)
{
  if (waiting->line == NULL)
    return;
  if (type == CL_FACT_TAKEBACK_AGREED)
    {
      if (event->ply < waiting->line->n_moves)
        cl_opening_line_take_back (waiting->line, event->ply);
    }
  else if (type == CL_FACT_MOVE_CORRECTED)
    cl_opening_line_correct (waiting->line, event->ply, event->move);
  else if (type != CL_FACT_MOVE_PLAYED || event->ply != waiting->line->n_moves + 1 ||
           !cl_opening_line_play (waiting->line, event->move))
    return;
  name_opening (waiting);
}

static void
apply_move (Waiting *waiting, const ClEvent *event, ClFactType type)
{
  if (waiting->game == NULL)
    return;
  waiting->base.dirty = TRUE;
  if (type == CL_FACT_MOVE_PLAYED && event->ply > 0)
    take_time (waiting->game, event);
  if (type != CL_FACT_MOVE_CORRECTED)
    waiting->game->plies = event->ply;
  follow_move (waiting, event, type);
}

static void
withdraw (ClState *state, Waiting *waiting, const ClEvent *event, gboolean withdrawn)
{
  if (event->game == 0)
    {
      g_autofree char *key = g_strconcat (CL_PLAYERS_COLLECTION_PREFIX, event->partition, NULL);

      cl_state_set (state, key, withdrawn ? "w" : NULL);
    }
  else if (waiting->game != NULL)
    {
      waiting->game->withdrawn = withdrawn;
      waiting->base.dirty = TRUE;
    }
}

static gboolean
apply_fact (ClState *state, Waiting *waiting, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  if (fact.type == CL_FACT_GAME_STARTED)
    start_game (waiting, &fact);
  else if (fact.type == CL_FACT_GAME_WITHDRAWN || fact.type == CL_FACT_GAME_RESTORED)
    withdraw (state, waiting, event, fact.type == CL_FACT_GAME_WITHDRAWN);
  else if (waiting->game == NULL)
    return TRUE;
  else if (fact.type == CL_FACT_DETAILS_CORRECTED)
    change_details (waiting, waiting->game, &fact);
  else
    {
      waiting->game->result = fact.result;
      waiting->base.dirty = TRUE;
      /* What a file holds is told to its end; a game played here may yet be corrected, so its moves are kept. */
      if (fact.type == CL_FACT_GAME_ENDED && g_str_has_prefix (event->partition, "archive/"))
        g_clear_pointer (&waiting->line, g_free);
    }
  return TRUE;
}

static gboolean
apply_to_players (ClState *state, const ClEvent *event, GError **error)
{
  Waiting *waiting = cl_waiting_games_ensure (cl_state_get_scratch (state), state, event);
  ClFactType type = cl_fact_type_of (event);

  switch (type)
    {
    case CL_FACT_MOVE_PLAYED:
    case CL_FACT_ILLEGAL_MOVE_MADE:
    case CL_FACT_TAKEBACK_AGREED:
    case CL_FACT_MOVE_CORRECTED:
      apply_move (waiting, event, type);
      return TRUE;
    case CL_FACT_POSITION_CORRECTED:
      g_clear_pointer (&waiting->line, g_free);
      waiting->base.dirty = waiting->game != NULL;
      return TRUE;
    default:
      return apply_fact (state, waiting, event, error);
    }
}

static const char *const handled_types[] = {
  "GameStarted",   "MovePlayed",        "IllegalMoveMade",  "TakebackAgreed",
  "MoveCorrected", "PositionCorrected", "DetailsCorrected", "ResultCorrected",
  "GameWithdrawn", "GameRestored",      "GameEnded",        NULL,
};

static const char *const ignored_types[] = { "*", NULL };

const ClViewClass cl_players_view = {
  .name = "players",
  .version = 1,
  .basis = CHESS_OPENINGS_VERSION,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = handled_types,
  .ignores = ignored_types,
  .apply = apply_to_players,
  .create_scratch = create_players,
  .flush = cl_waiting_games_flush,
  .destroy_scratch = cl_waiting_games_free,
};
