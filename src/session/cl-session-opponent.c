/* cl-session-opponent.c: a computer that plays at tables where the start of the game says so
 *
 * A policy: whose turn it is follows from the game alone, so nothing is lost with the engine or the app. What it thinks
 * about is dropped when the game changes under it (a takeback, a correction, the end); its move is checked and appended like
 * anybody's, by a producer of its own. If the engine dies it is asked again; if it is useless the clocks are paused, for
 * nobody loses on time to a broken program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-engines-private.h"

#include "cl-act.h"
#include "cl-flag-policy.h"

#define THINK_MS     1000 /* for a move, where there is no clock */
#define MAX_THINK_MS 3000 /* for a move, where strength is limited: more time would not change it */
#define WORSE_CP     (-50)
#define LEVEL_CP     10
#define LATE_PLY     80
#define HOPELESS_CP  (-900)
#define N_HOPELESS   3     /* searches in a row, one a move, before it resigns */
#define MARGIN       "200" /* ms that an engine keeps for the way of its move to the ledger */

/* About one game, until its answer comes. */
typedef struct
{
  ClSession *session;
  ClFollower *follower;
  guint64 offset; /* of the last event when it began */
  GCancellable *cancellable;
} Thought;

static void
thought_free (Thought *self)
{
  g_object_unref (self->follower);
  g_object_unref (self->session);
  g_object_unref (self->cancellable);
  g_free (self);
}

gboolean
cl_session_is_computer (const ClGame *game, ChessColor side)
{
  return game->computer[side] > 0 && g_str_has_prefix (game->partition, "table/") &&
         !game->recorded_only;
}

const char *
cl_session_get_opponent_trouble (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->engines->opponent_trouble;
}

static void
set_trouble (ClSession *self, const char *trouble)
{
  if (g_strcmp0 (self->engines->opponent_trouble, trouble) == 0)
    return;
  g_free (self->engines->opponent_trouble);
  self->engines->opponent_trouble = g_strdup (trouble);
  g_signal_emit_by_name (self, "opponent-changed");
}

/* --- Its move --- */

static ClDraft *
name_producer (const ClDraft *draft, const char *producer)
{
  ClDraft *named = cl_draft_new (cl_draft_get_partition (draft), producer, NULL);

  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    cl_draft_add (named, cl_draft_get (draft, i));
  return named;
}

/* What changed the game while the act waited makes another move necessary. */
static ClDraft *
build_computer_move (ClAct *act, const ClGame *game, GError **error)
{
  gint64 elapsed_ms = cl_follower_get_elapsed_ms (act->follower, act->monotonic_us);
  gint64 used_ms = CL_NO_CLOCK;
  g_autoptr (ClDraft) draft = NULL;

  if (game->last_offset != (guint64) act->ms || game->status != CL_GAME_PLAYING)
    return NULL;
  if (cl_flag_policy_get_left_ms (game, elapsed_ms) <= 0)
    return cl_flag_policy_decide (game, elapsed_ms, act->real_us, error);
  if (game->clock.has_clock && game->clock.running_since != CL_NO_TIME)
    used_ms = game->clock.thinking_ms + elapsed_ms;
  if (act->flag && game->draw_offered[!cl_game_side_to_move (game)])
    draft = cl_table_agree_draw (game, act->real_us, NULL); /* not before both have moved */
  if (draft == NULL)
    draft = cl_table_move (game, act->move, used_ms, act->real_us, error);
  return draft != NULL ? name_producer (draft, act->text) : NULL;
}

/* --- When it is lost --- */

/* How often in a row its own searches of a game found it lost. */
typedef struct
{
  guint n;
  guint ply; /* at the last of them */
} Despair;

static gboolean
is_hopeless (const ClEngineAnswer *answer)
{
  const ClEngineLine *best = &answer->lines[0];

  if (answer->n_lines == 0)
    return FALSE;
  return best->mate != 0 ? best->mate < 0 : best->cp <= HOPELESS_CP;
}

/* Takes a search into account: is it time to resign? A takeback between two of them begins the count anew. */
static gboolean
would_resign (ClSession *self, const ClGame *game, const ClEngineAnswer *answer)
{
  g_autofree char *key = cl_session_game_key (game->partition, game->game);
  Despair *despair = g_hash_table_lookup (self->engines->despairs, key);
  guint ply = cl_game_n_plies (game);

  if (!is_hopeless (answer))
    {
      g_hash_table_remove (self->engines->despairs, key);
      return FALSE;
    }
  if (despair == NULL)
    {
      despair = g_new0 (Despair, 1);
      g_hash_table_insert (self->engines->despairs, g_steal_pointer (&key), despair);
    }
  despair->n = despair->n > 0 && despair->ply + 2 == ply ? despair->n + 1 : 1;
  despair->ply = ply;
  return despair->n >= N_HOPELESS && !self->engines->never_resigns;
}

static ClDraft *
build_computer_resign (ClAct *act, const ClGame *game, GError **error)
{
  g_autoptr (ClDraft) draft = NULL;

  if (game->last_offset != (guint64) act->ms || game->status != CL_GAME_PLAYING)
    return NULL;
  draft = cl_table_resign (game, cl_game_side_to_move (game), act->real_us, error);
  return draft != NULL ? name_producer (draft, act->text) : NULL;
}

void
cl_session_set_opponent_resigns (ClSession *self, gboolean resigns)
{
  g_return_if_fail (CL_IS_SESSION (self));

  self->engines->never_resigns = !resigns;
}

/* It takes a draw when it is worse, and late in a game that is level; a move declines. */
static gboolean
would_draw (const ClEngineAnswer *answer, guint plies)
{
  const ClEngineLine *best = &answer->lines[0];

  if (answer->n_lines == 0 || best->mate > 0)
    return FALSE;
  return best->mate < 0 || best->cp <= WORSE_CP || (plies >= LATE_PLY && best->cp <= LEVEL_CP);
}

static void
play (Thought *thought, ClEngine *engine, const ClEngineAnswer *answer)
{
  const ClGame *game = cl_follower_get_game (thought->follower);
  gboolean resigns = would_resign (thought->session, game, answer);
  ClAct *act = cl_act_new (thought->session,
                           thought->follower,
                           resigns ? build_computer_resign : build_computer_move,
                           NULL,
                           NULL);
  g_autofree char *partition = cl_engine_partition (cl_engine_get_name (engine));

  act->move = answer->best;
  act->flag = would_draw (answer, cl_game_n_plies (game));
  act->ms = (gint64) thought->offset;
  /* "computer/stockfish-15.1" */
  act->text = g_strconcat ("computer/", partition + strlen ("engine/"), NULL);
  cl_act_submit (act);
}

static ClDraft *
build_pause (ClAct *act, const ClGame *game, GError **error)
{
  if (game->clock.running_since == CL_NO_TIME || game->status != CL_GAME_PLAYING)
    return NULL;
  return cl_session_draft_pause (game,
                                 game->clock.thinking_ms +
                                   cl_follower_get_elapsed_ms (act->follower, act->monotonic_us),
                                 "computer-failed",
                                 act->real_us);
}

static void
give_up (Thought *thought, const char *message)
{
  set_trouble (thought->session, message);
  cl_act_submit (cl_act_new (thought->session, thought->follower, build_pause, NULL, NULL));
}

/* --- Its thoughts --- */

static Thought *
find_thought (ClSession *self, ClFollower *follower)
{
  g_autofree char *key = cl_session_game_key (cl_follower_get_partition (follower),
                                              cl_follower_get_game_number (follower));

  return g_hash_table_lookup (self->engines->thinking, key);
}

static void
drop_thought (ClSession *self, ClFollower *follower)
{
  Thought *thought = find_thought (self, follower);
  g_autofree char *key = NULL;

  if (thought == NULL)
    return;
  key = cl_session_game_key (cl_follower_get_partition (follower),
                             cl_follower_get_game_number (follower));
  g_hash_table_remove (self->engines->thinking, key);
  g_cancellable_cancel (thought->cancellable);
}

static void
thought_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Thought *thought = data;
  ClSession *session = thought->session;
  gboolean current = !session->closed && find_thought (session, thought->follower) == thought;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEngineAnswer) answer = cl_engine_ask_finish (CL_ENGINE (source), result, &error);

  if (current)
    drop_thought (session, thought->follower);
  if (current && answer != NULL)
    {
      set_trouble (session, NULL);
      play (thought, CL_ENGINE (source), answer);
    }
  else if (current && g_error_matches (error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_FAILED))
    cl_session_opponent_consider (session, thought->follower);
  else if (current && g_error_matches (error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_USELESS))
    give_up (thought, error->message);
  thought_free (thought);
}

static void
set_clocks (ClEngineQuery *query, ClFollower *follower, gint64 now_us)
{
  const ClGame *game = cl_follower_get_game (follower);
  const ClClockState *clock = &game->clock;
  ChessColor side = cl_game_side_to_move (game);
  gint64 left[2] = { clock->remaining_ms[CHESS_WHITE], clock->remaining_ms[CHESS_BLACK] };

  if (!clock->has_clock || left[CHESS_WHITE] == CL_NO_CLOCK || left[CHESS_BLACK] == CL_NO_CLOCK)
    {
      query->limit_ms = THINK_MS;
      return;
    }
  if (clock->running_since != CL_NO_TIME)
    left[side] -= clock->thinking_ms + cl_follower_get_elapsed_ms (follower, now_us);
  if (query->elo > 0)
    {
      gint64 share = left[side] / 50 + clock->control[side].periods[0].increment_ms / 2;

      query->limit_ms = (guint) CLAMP (share, 50, MAX_THINK_MS);
      return;
    }
  query->has_clock = TRUE;
  query->white_ms = left[CHESS_WHITE];
  query->black_ms = left[CHESS_BLACK];
  query->white_increment_ms = clock->control[CHESS_WHITE].periods[0].increment_ms;
  query->black_increment_ms = clock->control[CHESS_BLACK].periods[0].increment_ms;
}

static gboolean
ensure_opponent (ClSession *self)
{
  ClSessionEngines *engines = self->engines;

  if (engines->opponent != NULL && cl_engine_get_state (engines->opponent) == CL_ENGINE_USELESS)
    {
      cl_engine_close (engines->opponent);
      g_clear_object (&engines->opponent);
    }
  if (engines->opponent == NULL)
    {
      engines->opponent = cl_session_make_engine (self);
      if (engines->opponent != NULL)
        cl_engine_set_option (engines->opponent, "Move Overhead", MARGIN);
    }
  return engines->opponent != NULL;
}

/* Its clock waits while the game is paused, and so does it. */
static gboolean
is_its_turn (ClSession *self, const ClGame *game)
{
  return !self->closed && !self->read_only && game->status == CL_GAME_PLAYING && !game->withdrawn &&
         cl_session_is_computer (game, cl_game_side_to_move (game)) &&
         !(game->clock.has_clock && game->clock.paused) &&
         !cl_session_is_elsewhere (self, game->partition);
}

/* It starts while the other side thinks, not on its own clock. */
static void
make_ready (ClSession *self, const ClGame *game)
{
  gboolean plays =
    cl_session_is_computer (game, CHESS_WHITE) || cl_session_is_computer (game, CHESS_BLACK);

  if (plays && game->status == CL_GAME_PLAYING && !self->closed && !self->read_only &&
      !cl_session_is_elsewhere (self, game->partition) && ensure_opponent (self))
    cl_engine_start (self->engines->opponent);
}

static void
think (ClSession *self, ClFollower *follower, ClAnalystPosition *position)
{
  const ClGame *game = cl_follower_get_game (follower);
  guint strength = game->computer[cl_game_side_to_move (game)];
  Thought *thought = g_new0 (Thought, 1);

  thought->session = g_object_ref (self);
  thought->follower = g_object_ref (follower);
  thought->offset = game->last_offset;
  thought->cancellable = g_cancellable_new ();
  position->query->elo = strength < CL_COMPUTER_FULL_STRENGTH ? strength : 0;
  set_clocks (position->query, follower, cl_time_source_monotonic_us (&self->time));
  g_hash_table_insert (self->engines->thinking,
                       cl_session_game_key (game->partition, game->game),
                       thought);
  cl_engine_ask_async (self->engines->opponent,
                       position->query,
                       thought->cancellable,
                       NULL,
                       thought_cb,
                       thought);
}

void
cl_session_opponent_consider (ClSession *self, ClFollower *follower)
{
  const ClGame *game = cl_follower_get_game (follower);
  Thought *thought = find_thought (self, follower);
  g_autoptr (ClAnalystPosition) position = NULL;

  if (thought != NULL && thought->offset == game->last_offset)
    return;
  drop_thought (self, follower);
  if (!is_its_turn (self, game))
    {
      make_ready (self, game);
      return;
    }
  position = cl_analyst_position_at (game, cl_game_n_plies (game));
  if (position == NULL)
    return;
  if (ensure_opponent (self))
    think (self, follower, position);
  else
    set_trouble (self, cl_session_no_engine_text ());
}

void
cl_session_opponent_forget (ClSession *self, ClFollower *follower)
{
  g_autofree char *key = cl_session_game_key (cl_follower_get_partition (follower),
                                              cl_follower_get_game_number (follower));

  drop_thought (self, follower);
  g_hash_table_remove (self->engines->despairs, key);
}

void
cl_session_opponent_renew (ClSession *self)
{
  g_autoptr (GPtrArray) followers = cl_session_list_followers (self);

  set_trouble (self, NULL);
  for (guint i = 0; i < followers->len; i++)
    drop_thought (self, g_ptr_array_index (followers, i));
  if (self->engines->opponent != NULL)
    cl_engine_close (self->engines->opponent);
  g_clear_object (&self->engines->opponent);
  for (guint i = 0; i < followers->len; i++)
    cl_session_opponent_consider (self, g_ptr_array_index (followers, i));
}

void
cl_session_opponent_close (ClSession *self)
{
  g_hash_table_remove_all (self->engines->thinking);
  if (self->engines->opponent != NULL)
    cl_engine_close (self->engines->opponent);
  g_clear_object (&self->engines->opponent);
}
