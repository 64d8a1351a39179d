/* cl-highlight-score.c: how much a game is worth opening, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-highlight-score.h"

#include <stdlib.h>

#include "cl-game-quality.h"

/* Hundredths of a point of Win%. */
#define EVEN         5000
#define LEADING      6500
#define LOST         1500
#define NEARLY_LOST  500
#define SOUND        4500
#define UNSOUND      3500
#define OPEN_LOW     2500
#define OPEN_HIGH    7500
#define DECIDED_LOW  2000
#define DECIDED_HIGH 8000

#define BEHIND 2 /* points: the exchange */

#define SACRIFICE_WEIGHT 20
#define CHANGES_WEIGHT   12
#define COMEBACK_WEIGHT  12
#define SCRAMBLE_WEIGHT  8

#define SCRAMBLE_FROM_PLY 16

typedef struct
{
  const ClHighlightGame *game;
  gboolean evaluated; /* enough of the values are known */
  gint winner;        /* ChessColor, or -1 */
  ClReason *reasons;
  guint n;
} Scoring;

static void
add (Scoring *self, ClReasonKind kind, gint side, gint ply, gint amount, gint points)
{
  if (points != 0 && self->n < CL_MAX_REASONS)
    self->reasons[self->n++] = (ClReason){ kind, side, ply, amount, points };
}

/* Of @side after @ply plies; FALSE if it is not known. */
static gboolean
get_chance (const Scoring *self, gint ply, gint side, gint *chance)
{
  ClValue value;

  if (!self->evaluated || ply < 0 || ply > self->game->features.n_plies)
    return FALSE;
  value = self->game->values[ply];
  if (value == CL_VALUE_NONE)
    return FALSE;
  *chance = (gint) cl_win_chance (side == CHESS_WHITE ? value : -value);
  return TRUE;
}

static gboolean
is_won_on_the_board (const ClHighlightGame *game)
{
  return game->ending != CHESS_ENDING_TIME && game->ending != CHESS_ENDING_ILLEGAL_MOVES &&
         game->ending != CHESS_ENDING_ABANDONED && game->ending != CHESS_ENDING_ADJUDICATION;
}

/* --- Sacrifices --- */

static gint
weigh_sacrifice (const Scoring *self, gint side, guint index)
{
  const ClHighlightFeatures *features = &self->game->features;
  gint ply = features->sacrifice_ply[side][index], points = features->sacrifice_points[side][index];
  gint weight = MIN (4 + 3 * points, SACRIFICE_WEIGHT), chance;

  if (points == 0 || self->winner == !side)
    return 0;
  if (get_chance (self, ply, side, &chance))
    {
      if (chance < UNSOUND)
        return 0;
      if (chance < SOUND)
        weight /= 2;
    }
  return self->winner == side ? weight : weight / 3;
}

static void
score_sacrifices (Scoring *self)
{
  const ClHighlightFeatures *features = &self->game->features;
  gint best = 0, best_side = 0, sum = 0;
  guint best_index = 0;

  for (gint side = 0; side < 2; side++)
    for (guint i = 0; i < CL_MAX_SACRIFICES; i++)
      {
        gint weight = weigh_sacrifice (self, side, i);

        sum += weight;
        if (weight > best)
          {
            best = weight;
            best_side = side;
            best_index = i;
          }
      }
  if (best > 0)
    add (self,
         CL_REASON_SACRIFICE,
         best_side,
         features->sacrifice_ply[best_side][best_index],
         features->sacrifice_points[best_side][best_index],
         MIN (best + (sum - best) / 3, SACRIFICE_WEIGHT));
  if (self->winner >= 0 && features->behind_end[self->winner] >= BEHIND &&
      is_won_on_the_board (self->game))
    add (self,
         CL_REASON_WON_BEHIND,
         self->winner,
         features->n_plies,
         features->behind_end[self->winner],
         MIN (features->mate != 0 ? 8 + features->behind_end[self->winner]
                                  : 4 + features->behind_end[self->winner],
              best > 0 ? 10 : 16));
}

/* --- What the values tell --- */

static void
score_lead_changes (Scoring *self)
{
  const ClHighlightFeatures *features = &self->game->features;
  gint leader = 0, changes = 0, last = 0;

  if (!self->evaluated)
    {
      add (self,
           CL_REASON_LEAD_CHANGES,
           -1,
           features->lead_change_ply,
           features->lead_changes,
           MIN (3 * features->lead_changes, CHANGES_WEIGHT / 2));
      return;
    }
  for (gint i = 0; i <= features->n_plies; i++)
    {
      gint chance, now;

      if (!get_chance (self, i, CHESS_WHITE, &chance))
        continue;
      now = chance >= LEADING ? 1 : chance <= 2 * EVEN - LEADING ? -1 : leader;
      if (now != leader && leader != 0)
        {
          changes++;
          last = i;
        }
      leader = now;
    }
  add (self, CL_REASON_LEAD_CHANGES, -1, last, changes, MIN (4 * changes, CHANGES_WEIGHT));
}

/* The lowest chance that @side ever had, and when. */
static gint
find_lowest (const Scoring *self, gint side, gint *ply)
{
  gint lowest = 2 * EVEN, chance;

  for (gint i = 1; i <= self->game->features.n_plies; i++)
    if (get_chance (self, i, side, &chance) && chance < lowest)
      {
        lowest = chance;
        *ply = i;
      }
  return lowest;
}

static void
score_comebacks (Scoring *self)
{
  const ClHighlightFeatures *features = &self->game->features;
  gint ply = 0, lowest;

  if (!self->evaluated)
    {
      gint side = self->winner;

      if (side >= 0 && features->behind[side] >= BEHIND && features->behind_end[side] < BEHIND &&
          features->sacrifice_points[side][0] == 0 && is_won_on_the_board (self->game))
        add (self,
             CL_REASON_CAME_BACK,
             side,
             features->behind_ply[side],
             features->behind[side],
             MIN (2 * features->behind[side], COMEBACK_WEIGHT));
      return;
    }
  for (gint side = 0; side < 2; side++)
    {
      lowest = find_lowest (self, side, &ply);
      if (self->winner == side && lowest <= LOST)
        add (self,
             CL_REASON_COMEBACK,
             side,
             ply,
             lowest,
             4 + (COMEBACK_WEIGHT - 4) * (LOST - lowest) / LOST);
      else if (self->game->result == CHESS_RESULT_DRAW && lowest <= NEARLY_LOST)
        add (self, CL_REASON_SAVED, side, ply, lowest, COMEBACK_WEIGHT / 2);
    }
}

static void
score_fight (Scoring *self)
{
  const ClHighlightGame *game = self->game;
  g_autofree guint *weights = g_new0 (guint, game->features.n_plies + 1);
  guint64 sum = 0;
  gint open = 0, swing;

  if (!self->evaluated || game->features.n_plies < 50)
    return;
  cl_game_volatility (game->values, (guint) game->features.n_plies + 1, weights);
  for (gint i = 0; i < game->features.n_plies; i++)
    {
      gint chance;

      sum += weights[i];
      open += i >= 40 && get_chance (self, i, CHESS_WHITE, &chance) && chance >= OPEN_LOW &&
              chance <= OPEN_HIGH;
    }
  /* One and a half points are a calm game, six a wild one. */
  swing = CLAMP (((gint) (sum / (guint) game->features.n_plies) - 150) / 90, 0, 5);
  add (self,
       CL_REASON_FIGHT,
       -1,
       0,
       (gint) (sum / (guint) game->features.n_plies),
       swing > 0 ? swing + MIN (open / 8, 5) : 0);
}

static void
score_quality (Scoring *self)
{
  const ClHighlightGame *game = self->game;
  ClSideQuality quality[2];
  guint lower;

  if (!self->evaluated)
    return;
  cl_game_quality (game->values, (guint) game->features.n_plies + 1, game->first, quality);
  if (MIN (quality[0].n_moves, quality[1].n_moves) < 25)
    return;
  lower = MIN (quality[0].accuracy, quality[1].accuracy);
  add (self, CL_REASON_QUALITY, -1, 0, (gint) lower, lower >= 9500 ? 10 : lower >= 9000 ? 6 : 0);
}

/* --- What the record tells --- */

static void
score_upset (Scoring *self)
{
  const gint *elo = self->game->elo;
  gint lower = elo[0] < elo[1] ? CHESS_WHITE : CHESS_BLACK, difference = abs (elo[0] - elo[1]);
  gint expected;

  if (elo[0] == 0 || elo[1] == 0 || difference == 0)
    return;
  expected = (gint) cl_expected_score (-difference);
  if (self->winner == lower && expected <= 2500)
    add (self, CL_REASON_UPSET, lower, 0, difference, CLAMP (4 + (2500 - expected) / 375, 4, 8));
  else if (self->game->result == CHESS_RESULT_DRAW && expected <= 1500 &&
           self->game->features.n_plies >= 50)
    add (self, CL_REASON_UPSET_DRAW, lower, 0, difference, 3);
}

static void
score_finish (Scoring *self)
{
  static const gint points[] = { 0, 3, 8, 5, 6, 8, 6 };
  const ClHighlightFeatures *features = &self->game->features;

  if (features->mate > 0 && features->mate < (gint) G_N_ELEMENTS (points) && self->winner >= 0)
    add (self,
         CL_REASON_MATE,
         self->winner,
         features->n_plies,
         features->mate,
         points[features->mate]);
  if (self->game->ending == CHESS_ENDING_STALEMATE)
    add (self, CL_REASON_STALEMATE, -1, features->n_plies, 0, 4);
  /* Who begins with so little is in no scramble, but plays bullet. */
  if (features->hurried >= 6 && features->hurried_ply > SCRAMBLE_FROM_PLY)
    add (self,
         CL_REASON_SCRAMBLE,
         -1,
         features->hurried_ply,
         features->hurried,
         MIN (3 + features->hurried / 6, SCRAMBLE_WEIGHT));
}

static void
score_oddities (Scoring *self)
{
  const ClHighlightFeatures *features = &self->game->features;
  gint moves = (features->n_plies + 1) / 2;

  if (features->underpromotion_ply > 0)
    add (self,
         CL_REASON_UNDERPROMOTION,
         -1,
         features->underpromotion_ply,
         features->underpromotion,
         features->underpromotion == 1 ? 5 : 3);
  if (features->queens_ply > 0)
    add (self, CL_REASON_QUEENS, -1, features->queens_ply, 0, 5);
  if (features->king_walk_ply > 0 && self->winner != !features->king_walk_side)
    add (self, CL_REASON_KING_WALK, features->king_walk_side, features->king_walk_ply, 0, 5);
  if (self->winner < 0 || !is_won_on_the_board (self->game) || moves <= 5)
    return;
  if (moves <= 20)
    add (self, CL_REASON_SHORT, self->winner, 0, moves, 3);
  else if (moves >= 90)
    add (self, CL_REASON_LONG, self->winner, 0, moves, 3);
}

static gboolean
is_one_sided (const Scoring *self)
{
  gint chance, n = 0;

  if (!self->evaluated || self->game->features.n_plies < 30)
    return FALSE;
  for (gint i = 24; i <= self->game->features.n_plies; i++)
    if (get_chance (self, i, CHESS_WHITE, &chance))
      {
        if (chance > DECIDED_LOW && chance < DECIDED_HIGH)
          return FALSE;
        n++;
      }
  return n > 0;
}

static void
score_penalties (Scoring *self)
{
  const ClHighlightGame *game = self->game;
  gint plies = game->features.n_plies;

  if (plies < 10 ||
      (game->ending == CHESS_ENDING_ABANDONED || game->ending == CHESS_ENDING_ADJUDICATION))
    add (self, CL_REASON_NOT_PLAYED, -1, 0, 0, -50);
  else if (game->result == CHESS_RESULT_DRAW && plies < 50 &&
           game->ending != CHESS_ENDING_STALEMATE)
    add (self, CL_REASON_QUIET_DRAW, -1, 0, (plies + 1) / 2, -30);
  if (is_one_sided (self))
    add (self, CL_REASON_ONE_SIDED, self->winner, 24, 0, -20);
}

static gint
compare_reasons (gconstpointer a, gconstpointer b)
{
  const ClReason *x = a, *y = b;

  if (x->points != y->points)
    return x->points > y->points ? -1 : 1;
  return (gint) x->kind - (gint) y->kind;
}

guint
cl_highlight_score (const ClHighlightGame *game, ClReason *reasons, guint *n_reasons)
{
  Scoring self = { .game = game, .winner = -1, .reasons = reasons };
  gint score = 0;

  if (game->result == CHESS_RESULT_WHITE)
    self.winner = CHESS_WHITE;
  else if (game->result == CHESS_RESULT_BLACK)
    self.winner = CHESS_BLACK;
  self.evaluated = game->n_values * 10 >= (guint) game->features.n_plies * 8 && game->n_values > 0;
  score_sacrifices (&self);
  score_lead_changes (&self);
  score_comebacks (&self);
  score_fight (&self);
  score_quality (&self);
  score_upset (&self);
  score_finish (&self);
  score_oddities (&self);
  score_penalties (&self);
  qsort (reasons, self.n, sizeof reasons[0], compare_reasons);
  for (guint i = 0; i < self.n; i++)
    score += reasons[i].points;
  *n_reasons = self.n;
  return (guint) CLAMP (score, 0, 100);
}

const char *
cl_reason_word (ClReasonKind kind)
{
  static const char *const words[] = {
    "none",         "sacrifice",      "won-behind", "comeback",   "came-back", "saved",
    "lead-changes", "fight",          "quality",    "scramble",   "upset",     "upset-draw",
    "mate",         "underpromotion", "queens",     "king-walk",  "stalemate", "short",
    "long",         "quiet-draw",     "one-sided",  "not-played",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == CL_N_REASONS);
  return words[MIN (kind, CL_N_REASONS - 1)];
}
