/* cl-moves-view.c: the moves of every game of the ledger, for what looks through all of them
 *
 * Key: "game/<partition>/<game as 8 digits>". Value: the start position (FEN, with "960 " before it for Chess960; "" for the
 * standard one), a tab, and the moves that stand, three letters each (cl-packed-moves.h). A game in which a move was
 * corrected, or one that the rules forbid stood, has the value CL_MOVES_FOLD: what it looks like is the business of the
 * fold of that game alone, and such games are few.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact.h"
#include "cl-library-row.h"
#include "cl-moves-view.h"
#include "cl-packed-moves.h"
#include "cl-views.h"

#include <string.h>

/* Between two commits the games that are being told wait here. */
typedef struct
{
  guint64 id; /* partition_id << 32 | game */
  char *key;
  GString *value; /* NULL: there is no such game */
  gsize start;    /* length of what stands before the moves */
  gboolean dirty;
} Waiting;

typedef struct
{
  GHashTable *games; /* Waiting.id → Waiting */
  Waiting *last;     /* moves mostly follow moves of the same game */
} Moves;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  if (self->value != NULL)
    g_string_free (self->value, TRUE);
  g_free (self->key);
  g_free (self);
}

static gpointer
create_moves (void)
{
  Moves *self = g_new0 (Moves, 1);

  self->games = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, waiting_free);
  return self;
}

static void
destroy_moves (gpointer data)
{
  Moves *self = data;

  g_hash_table_unref (self->games);
  g_free (self);
}

static void
flush_moves (ClState *state, gpointer data)
{
  Moves *self = data;
  GHashTableIter iter;
  Waiting *waiting;

  g_hash_table_iter_init (&iter, self->games);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &waiting))
    if (waiting->dirty)
      cl_state_set (state, waiting->key, waiting->value->str);
  g_hash_table_remove_all (self->games);
  self->last = NULL;
}

static void
take_value (Waiting *waiting, const char *value)
{
  const char *tab = strchr (value, '\t');

  waiting->value = g_string_new (value);
  waiting->start = tab != NULL ? (gsize) (tab + 1 - value) : waiting->value->len;
}

static Waiting *
ensure_game (ClState *state, Moves *self, const ClEvent *event)
{
  guint64 id = (guint64) event->partition_id << 32 | event->game;
  Waiting *waiting = self->last;
  const char *value;

  if (waiting != NULL && waiting->id == id)
    return waiting;
  waiting = g_hash_table_lookup (self->games, &id);
  if (waiting == NULL)
    {
      waiting = g_new0 (Waiting, 1);
      waiting->id = id;
      waiting->key = cl_library_row_key (event->partition, event->game);
      value = cl_state_get (state, waiting->key);
      if (value != NULL)
        take_value (waiting, value);
      g_hash_table_insert (self->games, &waiting->id, waiting);
    }
  self->last = waiting;
  return waiting;
}

static gboolean
start_game (Waiting *waiting, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };
  g_autofree char *value = NULL;

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  if (waiting->value != NULL)
    return TRUE;
  value = g_strconcat (fact.chess960 ? "960 " : "", fact.fen != NULL ? fact.fen : "", "\t", NULL);
  take_value (waiting, value);
  waiting->dirty = TRUE;
  return TRUE;
}

static void
needs_fold (Waiting *waiting)
{
  g_string_assign (waiting->value, CL_MOVES_FOLD);
  waiting->start = waiting->value->len;
  waiting->dirty = TRUE;
}

/* The moves that stand before the next one are @n_plies. */
static gboolean
cut_moves (Waiting *waiting, guint n_plies)
{
  gsize length = waiting->start + (gsize) n_plies * CL_PACKED_LENGTH;

  if (strcmp (waiting->value->str, CL_MOVES_FOLD) == 0)
    return FALSE;
  if (length > waiting->value->len)
    {
      needs_fold (waiting);
      return FALSE;
    }
  g_string_truncate (waiting->value, length);
  waiting->dirty = TRUE;
  return TRUE;
}

static gboolean
apply_to_moves (ClState *state, const ClEvent *event, GError **error)
{
  Waiting *waiting = ensure_game (state, cl_state_get_scratch (state), event);
  ClFactType type = cl_fact_type_of (event);

  if (type == CL_FACT_GAME_STARTED)
    return start_game (waiting, event, error);
  if (waiting->value == NULL)
    return TRUE;
  switch (type)
    {
    case CL_FACT_MOVE_PLAYED:
      if (event->ply > 0 && cut_moves (waiting, event->ply - 1))
        cl_packed_append (waiting->value, cl_packed_from_move (event->move));
      return TRUE;
    case CL_FACT_TAKEBACK_AGREED:
      cut_moves (waiting, event->ply);
      return TRUE;
    default:
      needs_fold (waiting);
      return TRUE;
    }
}

static const char *const handled_types[] = {
  "GameStarted",       "MovePlayed", "IllegalMoveMade", "TakebackAgreed", "MoveCorrected",
  "PositionCorrected", NULL,
};

static const char *const ignored_types[] = { "*", NULL };

const ClViewClass cl_moves_view = {
  .name = "moves",
  .version = 2,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = handled_types,
  .ignores = ignored_types,
  .apply = apply_to_moves,
  .create_scratch = create_moves,
  .flush = flush_moves,
  .destroy_scratch = destroy_moves,
};

gboolean
cl_moves_parse (const char *value, ChessPosition *start, const char **moves)
{
  gboolean chess960 = g_str_has_prefix (value, "960 ");
  const char *fen = chess960 ? value + 4 : value;
  const char *tab = strchr (fen, '\t');

  if (tab == NULL)
    return FALSE;
  if (tab == fen)
    *start = chess_position_start ();
  else if (chess_fen_parse (fen, tab - fen, start, NULL) != CHESS_FEN_OK)
    return FALSE;
  if (chess960)
    start->chess960 = 1;
  *moves = tab + 1;
  return TRUE;
}
