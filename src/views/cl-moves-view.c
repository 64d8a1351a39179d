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
#include "cl-moves-view.h"
#include "cl-packed-moves.h"
#include "cl-views.h"
#include "cl-waiting-games.h"

#include <string.h>

/* Between two commits the games that are being told wait here. */
typedef struct
{
  ClWaitingGame base;
  GString *value; /* NULL: there is no such game */
  gsize start;    /* length of what stands before the moves */
} Waiting;

static void
clear_game (gpointer data)
{
  Waiting *self = data;

  if (self->value != NULL)
    g_string_free (self->value, TRUE);
}

static void
store_game (ClState *state, gpointer data)
{
  const Waiting *self = data;

  cl_state_set (state, self->base.key, self->value->str);
}

static void
take_value (Waiting *waiting, const char *value)
{
  const char *tab = strchr (value, '\t');

  waiting->value = g_string_new (value);
  waiting->start = tab != NULL ? (gsize) (tab + 1 - value) : waiting->value->len;
}

static void
load_game (gpointer data, const ClEvent *event, const char *value)
{
  if (value != NULL)
    take_value (data, value);
}

static const ClWaitingGamesClass games_class = {
  .size = sizeof (Waiting),
  .load = load_game,
  .store = store_game,
  .clear = clear_game,
};

static gpointer
create_moves (void)
{
  return cl_waiting_games_new (&games_class);
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
  waiting->base.dirty = TRUE;
  return TRUE;
}

static void
needs_fold (Waiting *waiting)
{
  g_string_assign (waiting->value, CL_MOVES_FOLD);
  waiting->start = waiting->value->len;
  waiting->base.dirty = TRUE;
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
  waiting->base.dirty = TRUE;
  return TRUE;
}

static gboolean
apply_to_moves (ClState *state, const ClEvent *event, GError **error)
{
  Waiting *waiting = cl_waiting_games_ensure (cl_state_get_scratch (state), state, event);
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
  .flush = cl_waiting_games_flush,
  .destroy_scratch = cl_waiting_games_free,
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
