/* cl-hall-table.c: what the hall shows of one table, and how that is found by words, sorted and judged
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hall-table.h"

#include <stdlib.h>

#include "cl-running-game.h"
#include "cl-text-fold.h"

/* A side with less is in a scramble; with an increment of that length nobody is. */
#define SCRAMBLE_MS     60000
#define SCRAMBLE_GAIN   15000
#define UPSET_RATING    150
#define UPSET_MATERIAL  3
#define SCRAMBLE_SCORE  60 /* and up to as many more the less time is left */
#define UPSET_SCORE     75
#define OFFER_SCORE     70
#define HIGHLIGHT_SCORE 20 /* a remark below is not told */

struct _ClHallTable
{
  GObject parent_instance;

  char *partition;
  char *label;
  ClGame *game; /* (nullable) */
  gint64 moment;
  char *searched; /* (nullable): folded text, made when somebody searches */
  guint highlight;
  char *remark; /* (nullable) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClHallTable, cl_hall_table, G_TYPE_OBJECT)

static void
cl_hall_table_finalize (GObject *object)
{
  ClHallTable *self = CL_HALL_TABLE (object);

  g_free (self->partition);
  g_free (self->label);
  g_free (self->searched);
  g_free (self->remark);
  g_clear_pointer (&self->game, cl_game_unref);

  G_OBJECT_CLASS (cl_hall_table_parent_class)->finalize (object);
}

static void
cl_hall_table_class_init (ClHallTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cl_hall_table_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
cl_hall_table_init (ClHallTable *self)
{
  self->moment = CL_NO_TIME;
}

ClHallTable *
cl_hall_table_new (const char *partition)
{
  ClHallTable *self = g_object_new (CL_TYPE_HALL_TABLE, NULL);

  self->partition = g_strdup (partition);
  self->label = cl_partition_dup_label (partition);
  return self;
}

const char *
cl_hall_table_get_partition (ClHallTable *self)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self), NULL);
  return self->partition;
}

const char *
cl_hall_table_get_label (ClHallTable *self)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self), NULL);
  return self->label;
}

const ClGame *
cl_hall_table_get_game (ClHallTable *self)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self), NULL);
  return self->game;
}

gint64
cl_hall_table_get_moment (ClHallTable *self)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self), CL_NO_TIME);
  return self->moment;
}

ClHallState
cl_hall_table_get_state (ClHallTable *self)
{
  const ClClockState *clock;

  g_return_val_if_fail (CL_IS_HALL_TABLE (self) && self->game != NULL, CL_HALL_ENDED);

  clock = &self->game->clock;
  if (clock->flag_fallen[CHESS_WHITE] || clock->flag_fallen[CHESS_BLACK] ||
      self->game->ending == CHESS_ENDING_TIME)
    return CL_HALL_FLAGGED;
  if (self->game->status != CL_GAME_PLAYING)
    return CL_HALL_ENDED;
  if (clock->has_clock && clock->paused)
    return CL_HALL_PAUSED;
  return clock->has_clock && clock->running_since == CL_NO_TIME ? CL_HALL_WAITING : CL_HALL_PLAYING;
}

gint64
cl_hall_table_get_heard_at (ClHallTable *self)
{
  gint64 heard_at = CL_NO_TIME;
  guint plies;

  g_return_val_if_fail (CL_IS_HALL_TABLE (self) && self->game != NULL, CL_NO_TIME);

  plies = cl_game_n_plies (self->game);
  if (plies > 0)
    heard_at = cl_game_get_move (self->game, plies)->occurred_at;
  return MAX (heard_at, MAX (self->game->started_at, self->game->ended_at));
}

gint64
cl_hall_table_get_least_ms (ClHallTable *self, gint64 now_us)
{
  const ClGame *game;
  gint64 white, black;

  g_return_val_if_fail (CL_IS_HALL_TABLE (self) && self->game != NULL, CL_NO_CLOCK);

  game = self->game;
  if (game->status != CL_GAME_PLAYING || !game->clock.has_clock)
    return CL_NO_CLOCK;
  white = cl_game_clock_now (game, CHESS_WHITE, now_us);
  black = cl_game_clock_now (game, CHESS_BLACK, now_us);
  return white == CL_NO_CLOCK || black == CL_NO_CLOCK ? MAX (white, black) : MIN (white, black);
}

/* --- Worth watching --- */

static ClHallWatch
find_scramble (const ClGame *game)
{
  const ClClockState *clock = &game->clock;
  ClHallWatch watch = { CL_HALL_WATCH_NONE, -1, 0, 0 };

  if (!clock->has_clock || !clock->started)
    return watch;
  for (ChessColor side = CHESS_WHITE; side <= CHESS_BLACK; side++)
    {
      gint64 left_ms = clock->remaining_ms[side];
      gint64 gain_ms =
        chess_time_control_after_move (&clock->control[side], SCRAMBLE_MS, 0, 2) - SCRAMBLE_MS;

      if (left_ms >= SCRAMBLE_MS || gain_ms >= SCRAMBLE_GAIN ||
          (watch.kind != CL_HALL_WATCH_NONE && watch.amount <= left_ms / 1000))
        continue;
      watch.kind = CL_HALL_WATCH_SCRAMBLE;
      watch.side = (gint) side;
      watch.amount = (gint) (MAX (left_ms, 0) / 1000);
      watch.score = SCRAMBLE_SCORE + (guint) ((SCRAMBLE_MS - MAX (left_ms, 0)) *
                                              (100 - SCRAMBLE_SCORE) / SCRAMBLE_MS);
    }
  return watch;
}

static int
count_material (const ChessPosition *position)
{
  static const int values[] = {
    [CHESS_PAWN] = 1, [CHESS_KNIGHT] = 3, [CHESS_BISHOP] = 3,
    [CHESS_ROOK] = 5, [CHESS_QUEEN] = 9,  [CHESS_KING] = 0,
  };
  int sum = 0;

  for (ChessSquare square = 0; square < 64; square++)
    {
      ChessPiece piece = position->board[square];

      if (piece != CHESS_NO_PIECE)
        sum +=
          (chess_piece_color (piece) == CHESS_WHITE ? 1 : -1) * values[chess_piece_kind (piece)];
    }
  return sum;
}

static int
read_rating (const ClGame *game, const char *tag)
{
  const char *text = cl_game_get_tag (game, tag);

  return text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : 0;
}

/* Not in the middle of an exchange: whoever has just been taken from takes back. */
static ClHallWatch
find_upset (const ClGame *game)
{
  ClHallWatch watch = { CL_HALL_WATCH_NONE, -1, 0, 0 };
  int white = read_rating (game, "WhiteElo"), black = read_rating (game, "BlackElo");
  int material = count_material (&game->current);
  guint plies = cl_game_n_plies (game);

  if (white <= 0 || black <= 0 || abs (white - black) < UPSET_RATING ||
      abs (material) < UPSET_MATERIAL || (material > 0) == (white > black) ||
      (plies > 0 && cl_game_get_move (game, plies)->captured != CHESS_NO_KIND))
    return watch;
  watch.kind = CL_HALL_WATCH_UPSET;
  watch.side = material > 0 ? CHESS_WHITE : CHESS_BLACK;
  watch.amount = abs (white - black);
  watch.score = UPSET_SCORE;
  return watch;
}

static ClHallWatch
find_offer (const ClGame *game)
{
  ClHallWatch watch = { CL_HALL_WATCH_NONE, -1, 0, 0 };

  if (!game->draw_offered[CHESS_WHITE] && !game->draw_offered[CHESS_BLACK])
    return watch;
  watch.kind = CL_HALL_WATCH_OFFER;
  watch.side = game->draw_offered[CHESS_WHITE] ? CHESS_WHITE : CHESS_BLACK;
  watch.score = OFFER_SCORE;
  return watch;
}

ClHallWatch
cl_hall_table_get_watch (ClHallTable *self)
{
  ClHallWatch best = { CL_HALL_WATCH_NONE, -1, 0, 0 };
  ClHallWatch found[3];

  g_return_val_if_fail (CL_IS_HALL_TABLE (self) && self->game != NULL, best);

  if (self->remark != NULL && self->highlight >= HIGHLIGHT_SCORE)
    best = (ClHallWatch){ CL_HALL_WATCH_HIGHLIGHT, -1, 0, self->highlight };
  if (self->game->status != CL_GAME_PLAYING)
    return best;
  found[0] = find_scramble (self->game);
  found[1] = find_upset (self->game);
  found[2] = find_offer (self->game);
  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    if (found[i].kind != CL_HALL_WATCH_NONE && found[i].score >= best.score)
      best = found[i];
  return best;
}

const char *
cl_hall_table_get_remark (ClHallTable *self)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self), NULL);
  return self->remark;
}

/* --- Change --- */

gboolean
cl_hall_table_set (ClHallTable *self, ClGame *game, gint64 moment)
{
  gboolean other;

  g_return_val_if_fail (CL_IS_HALL_TABLE (self), FALSE);
  g_return_val_if_fail (game != NULL, FALSE);

  other = self->game == NULL || self->game->game != game->game;
  if (!other && self->moment == moment && self->game->last_offset == game->last_offset)
    return FALSE;
  cl_game_ref (game);
  g_clear_pointer (&self->game, cl_game_unref);
  self->game = game;
  self->moment = moment;
  g_clear_pointer (&self->searched, g_free);
  if (other)
    {
      self->highlight = 0;
      g_clear_pointer (&self->remark, g_free);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

gboolean
cl_hall_table_set_highlight (ClHallTable *self, guint score, const char *remark)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self), FALSE);

  if (self->highlight == score && g_strcmp0 (self->remark, remark) == 0)
    return FALSE;
  self->highlight = score;
  g_free (self->remark);
  self->remark = g_strdup (remark);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

/* --- Search --- */

static const char *
ensure_searched (ClHallTable *self)
{
  const ClGame *game = self->game;
  const char *event = cl_game_get_tag (game, "Event");
  guint plies = cl_game_n_plies (game);
  g_autofree char *text = NULL;

  if (self->searched == NULL)
    {
      text = g_strjoin ("\n",
                        self->label,
                        game->white,
                        game->black,
                        event != NULL ? event : "",
                        plies > 0 ? cl_game_get_move (game, plies)->san : "",
                        NULL);
      self->searched = cl_text_fold (text, strlen (text));
    }
  return self->searched;
}

gboolean
cl_hall_table_matches (ClHallTable *self, char *const *words)
{
  g_return_val_if_fail (CL_IS_HALL_TABLE (self) && self->game != NULL, FALSE);

  for (; *words != NULL; words++)
    if (strstr (ensure_searched (self), *words) == NULL)
      return FALSE;
  return TRUE;
}
