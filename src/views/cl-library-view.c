/* cl-library-view.c: all games and collections of the ledger, a line each
 *
 * Ten million moves must not write ten million values: between two commits the games that are being told wait unpacked
 * in the scratch, and a move only raises a number there. An event about a game that was never started says nothing here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact.h"
#include "cl-library-row.h"
#include "cl-opening-line.h"
#include "cl-views.h"
#include "cl-waiting-games.h"

#include "chess-openings-version.h"

#include <string.h>

typedef struct
{
  ClWaitingGame base;
  ClLibraryRow *row;   /* NULL: there is no such game */
  ClOpeningLine *line; /* NULL: its opening has the name that it will keep */
} WaitingGame;

typedef struct
{
  guint64 id; /* partition_id */
  char *key;
  ClLibraryCollection *collection;
  gboolean dirty;
} WaitingCollection;

typedef struct
{
  ClWaitingGames *games;   /* WaitingGame */
  GHashTable *collections; /* WaitingCollection.id → WaitingCollection */
} Library;

static void
free_waiting_collection (gpointer data)
{
  WaitingCollection *waiting = data;

  g_clear_pointer (&waiting->collection, cl_library_collection_free);
  g_free (waiting->key);
  g_free (waiting);
}

static void
load_game (gpointer data, const ClEvent *event, const char *value)
{
  WaitingGame *self = data;

  if (value != NULL)
    self->row = cl_library_row_parse (self->base.key, value);
  if (self->row != NULL && self->row->line[0] == '+')
    {
      self->line = g_new (ClOpeningLine, 1);
      cl_opening_line_parse (self->line, self->row->line + 1);
    }
}

static void
store_game (ClState *state, gpointer data)
{
  const WaitingGame *self = data;
  g_autoptr (GString) line = g_string_new (self->line != NULL ? "+" : "");
  g_autofree char *value = NULL;
  ClLibraryRow row = *self->row;

  if (self->line != NULL)
    cl_opening_line_append_to (self->line, line);
  row.line = line->str;
  value = cl_library_row_format (&row);
  cl_state_set (state, self->base.key, value);
}

static void
clear_game (gpointer data)
{
  WaitingGame *self = data;

  g_clear_pointer (&self->row, cl_library_row_free);
  g_free (self->line);
}

static const ClWaitingGamesClass games_class = {
  .size = sizeof (WaitingGame),
  .load = load_game,
  .store = store_game,
  .clear = clear_game,
};

static gpointer
create_library (void)
{
  Library *library = g_new0 (Library, 1);

  library->games = cl_waiting_games_new (&games_class);
  library->collections =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_waiting_collection);
  return library;
}

static void
destroy_library (gpointer data)
{
  Library *library = data;

  cl_waiting_games_free (library->games);
  g_hash_table_unref (library->collections);
  g_free (library);
}

static void
flush_library (ClState *state, gpointer data)
{
  Library *library = data;
  GHashTableIter iter;
  WaitingCollection *collection;

  cl_waiting_games_flush (state, library->games);
  /* Each writes a key of its own, so the order in which they come does not matter. */
  g_hash_table_iter_init (&iter, library->collections);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &collection))
    if (collection->dirty)
      {
        g_autofree char *value = cl_library_collection_format (collection->collection);

        cl_state_set (state, collection->key, value);
      }
  g_hash_table_remove_all (library->collections);
}

static WaitingGame *
ensure_game (ClState *state, Library *library, const ClEvent *event)
{
  return cl_waiting_games_ensure (library->games, state, event);
}

static WaitingCollection *
ensure_collection (ClState *state, Library *library, const ClEvent *event)
{
  guint64 id = event->partition_id;
  WaitingCollection *waiting = g_hash_table_lookup (library->collections, &id);
  const char *value;

  if (waiting != NULL)
    return waiting;
  waiting = g_new0 (WaitingCollection, 1);
  waiting->id = id;
  waiting->key = cl_library_collection_key (event->partition);
  value = cl_state_get (state, waiting->key);
  if (value != NULL)
    waiting->collection = cl_library_collection_parse (waiting->key, value);
  if (waiting->collection == NULL)
    waiting->collection = cl_library_collection_parse (waiting->key, "\t\t\t0\t0\tc");
  g_hash_table_insert (library->collections, &waiting->id, waiting);
  return waiting;
}

/* Replaces the row by @row, whose texts may come from anywhere. */
static void
replace_row (WaitingGame *waiting, const ClLibraryRow *row)
{
  g_autofree char *value = cl_library_row_format (row);
  ClLibraryRow *replaced = cl_library_row_parse (waiting->base.key, value);

  g_clear_pointer (&waiting->row, cl_library_row_free);
  waiting->row = replaced;
  waiting->base.dirty = TRUE;
}

static void
replace_collection (WaitingCollection *waiting, const ClLibraryCollection *collection)
{
  g_autofree char *value = cl_library_collection_format (collection);
  ClLibraryCollection *replaced = cl_library_collection_parse (waiting->key, value);

  g_clear_pointer (&waiting->collection, cl_library_collection_free);
  waiting->collection = replaced;
  waiting->dirty = TRUE;
}

/* Those of @tags that a row shows; a tag without a value is removed. */
static void
take_tags (ClLibraryRow *row, GPtrArray *tags)
{
  const struct
  {
    const char *name;
    const char **place;
  } places[] = {
    { "White", &row->white },
    { "Black", &row->black },
    { "WhiteElo", &row->white_elo },
    { "BlackElo", &row->black_elo },
    { "Event", &row->event },
    { "Site", &row->site },
    { "Date", &row->date },
    { "Round", &row->round },
    { "ECO", &row->eco },
    { "TimeControl", &row->time_control },
  };

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const ClTag *tag = tags->pdata[i];

      for (guint k = 0; k < G_N_ELEMENTS (places); k++)
        if (g_str_equal (places[k].name, tag->name))
          *places[k].place = tag->value;
    }
}

static void
start_game (ClState *state, Library *library, const ClEvent *event, const ClFact *fact)
{
  WaitingGame *waiting = ensure_game (state, library, event);
  WaitingCollection *collection = ensure_collection (state, library, event);
  ClLibraryRow row = {
    .result = CHESS_RESULT_NONE,
    .ending = CHESS_ENDING_NONE,
    .first_offset = event->offset,
    .started_at = event->occurred_at,
  };

  if (waiting->row != NULL)
    return;
  if (fact->type == CL_FACT_GAME_UNREADABLE)
    {
      row.unreadable = TRUE;
      take_tags (&row, fact->tags);
      collection->collection->n_unreadable++;
    }
  else
    {
      row.playing = TRUE;
      take_tags (&row, fact->tags);
      row.time_control = fact->time_control;
      collection->collection->n_games++;
      if (fact->fen == NULL && !fact->chess960)
        {
          waiting->line = g_new (ClOpeningLine, 1);
          cl_opening_line_start (waiting->line);
        }
    }
  collection->dirty = TRUE;
  replace_row (waiting, &row);
}

static void
withdraw (ClState *state, Library *library, const ClEvent *event, gboolean withdrawn)
{
  if (event->game == 0)
    {
      WaitingCollection *waiting = ensure_collection (state, library, event);

      waiting->collection->withdrawn = withdrawn;
      waiting->dirty = TRUE;
    }
  else
    {
      WaitingGame *waiting = ensure_game (state, library, event);

      if (waiting->row == NULL)
        return;
      waiting->row->withdrawn = withdrawn;
      waiting->base.dirty = TRUE;
    }
}

static void
tell_source (ClState *state, Library *library, const ClEvent *event, const ClFact *fact)
{
  WaitingCollection *waiting = ensure_collection (state, library, event);
  ClLibraryCollection collection = *waiting->collection;

  collection.file = fact->file;
  collection.digest = fact->digest;
  if (fact->encoding != NULL)
    collection.encoding = fact->encoding;
  collection.complete = fact->type == CL_FACT_SOURCE_IMPORTED;
  replace_collection (waiting, &collection);
}

static void
change_game (WaitingGame *waiting, const ClFact *fact)
{
  ClLibraryRow row;

  if (waiting->row == NULL)
    return;
  row = *waiting->row;
  if (fact->type == CL_FACT_DETAILS_CORRECTED)
    take_tags (&row, fact->tags);
  else
    {
      row.result = fact->result;
      row.ending = fact->ending;
      /* A result corrected to none: the game goes on after all. */
      row.playing = fact->type == CL_FACT_RESULT_CORRECTED && fact->ending == CHESS_ENDING_NONE;
    }
  replace_row (waiting, &row);
}

/* --- The opening --- */

static void
name_opening (WaitingGame *waiting)
{
  const ChessOpening *opening = waiting->line->opening;
  guint number = opening != NULL ? (guint) chess_opening_index (opening) + 1 : 0;

  waiting->base.dirty |= waiting->row->opening != number;
  waiting->row->opening = number;
}

/* A move after one that the line could not follow has a number that does not fit, until that one is taken back. */
static void
follow_move (WaitingGame *waiting, const ClEvent *event)
{
  if (waiting->line == NULL)
    return;
  if (cl_fact_type_of (event) == CL_FACT_TAKEBACK_AGREED)
    {
      if (event->ply < waiting->line->n_moves)
        cl_opening_line_take_back (waiting->line, event->ply);
      name_opening (waiting);
    }
  else if (event->ply == waiting->line->n_moves + 1 &&
           cl_fact_type_of (event) == CL_FACT_MOVE_PLAYED &&
           cl_opening_line_play (waiting->line, event->move))
    name_opening (waiting);
}

static void
correct_move (WaitingGame *waiting, const ClEvent *event)
{
  if (waiting->row == NULL || event->ply > CHESS_OPENING_MAX_PLIES)
    return;
  if (waiting->line != NULL)
    {
      cl_opening_line_correct (waiting->line, event->ply, event->move);
      name_opening (waiting);
    }
  else
    waiting->row->opening =
      0; /* its moves are not here any more: no name rather than a wrong one */
  waiting->base.dirty = TRUE;
}

/* What a file holds is told to its end; a game played here may yet be corrected, so its moves are kept. */
static void
end_line (ClState *state, Library *library, const ClEvent *event)
{
  WaitingGame *waiting = ensure_game (state, library, event);

  if (cl_fact_type_of (event) == CL_FACT_POSITION_CORRECTED ||
      ensure_collection (state, library, event)->collection->file[0] != '\0')
    g_clear_pointer (&waiting->line, g_free);
}

static gboolean
apply_fact (ClState *state, Library *library, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  switch (fact.type)
    {
    case CL_FACT_GAME_STARTED:
    case CL_FACT_GAME_UNREADABLE:
      start_game (state, library, event, &fact);
      break;
    case CL_FACT_SOURCE_IMPORT_STARTED:
    case CL_FACT_SOURCE_IMPORTED:
      tell_source (state, library, event, &fact);
      break;
    case CL_FACT_GAME_WITHDRAWN:
    case CL_FACT_GAME_RESTORED:
      withdraw (state, library, event, fact.type == CL_FACT_GAME_WITHDRAWN);
      break;
    default:
      change_game (ensure_game (state, library, event), &fact);
      if (fact.type == CL_FACT_GAME_ENDED)
        end_line (state, library, event);
    }
  return TRUE;
}

static gboolean
apply_to_library (ClState *state, const ClEvent *event, GError **error)
{
  Library *library = cl_state_get_scratch (state);
  WaitingGame *waiting;

  switch (cl_fact_type_of (event))
    {
    case CL_FACT_MOVE_PLAYED:
    case CL_FACT_ILLEGAL_MOVE_MADE:
    case CL_FACT_TAKEBACK_AGREED:
      /* The column says how many half-moves stand; nothing else is needed of these many events. */
      waiting = ensure_game (state, library, event);
      if (waiting->row != NULL && waiting->row->plies != event->ply)
        {
          waiting->row->plies = event->ply;
          waiting->base.dirty = TRUE;
          follow_move (waiting, event);
        }
      return TRUE;
    case CL_FACT_MOVE_CORRECTED:
      correct_move (ensure_game (state, library, event), event);
      return TRUE;
    case CL_FACT_POSITION_CORRECTED:
      end_line (state, library, event);
      return TRUE;
    default:
      return apply_fact (state, library, event, error);
    }
}

static const char *const handled_types[] = {
  "GameStarted",       "MovePlayed",          "IllegalMoveMade", "TakebackAgreed", "MoveCorrected",
  "PositionCorrected", "DetailsCorrected",    "ResultCorrected", "GameWithdrawn",  "GameRestored",
  "GameEnded",         "SourceImportStarted", "SourceImported",  "GameUnreadable", NULL,
};

static const char *const ignored_types[] = {
  "DrawOffered",
  "DrawDeclined",
  "DrawClaimed",
  "ClockStarted",
  "ClockPaused",
  "ClockResumed",
  "ClockAdjusted",
  "FlagFell",
  "NoteAdded",
  "VariationAdded",
  "BoardAttached",
  "BoardDetached",
  "BookmarkSet",
  "EventSetAside",
  "SetAsideEnded",
  "CardAnswered",
  "ComputerSlept",
  "SquareChanged",
  "BoardScanned",
  "ClockLeverChanged",
  "BoardClockRead",
  "PositionEvaluated",
  "TournamentAnnounced",
  "PlayerEntered",
  "PlayerWithdrew",
  "RoundPaired",
  "ResultRecorded",
  "TournamentClosed",
  NULL,
};

const ClViewClass cl_library_view = {
  .name = "library",
  .version = 2,
  .basis = CHESS_OPENINGS_VERSION,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = handled_types,
  .ignores = ignored_types,
  .apply = apply_to_library,
  .create_scratch = create_library,
  .flush = flush_library,
  .destroy_scratch = destroy_library,
};
