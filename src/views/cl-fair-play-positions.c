/* cl-fair-play-positions.c: which positions of a game tell something, and what each says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-features.h"

#include "chess-notation.h"
#include "chess-opening.h"
#include "cl-fixed.h"
#include "cl-win-chance.h"

#include <string.h>

#define LOSING_CP  200
#define CLOSE_WIN  500 /* hundredths of a point: as good as the best */
#define NO_CP      G_MININT16
#define MOVE_TO(m) ((m) >> 6 & 63)

guint
cl_fair_band (guint rating)
{
  if (rating == 0)
    return CL_FAIR_N_BANDS - 1;
  return CLAMP (rating, 1200, 2000) / 200 - 6;
}

const char *
cl_fair_band_label (guint band)
{
  static const char *const labels[CL_FAIR_N_BANDS] = { "below 1400", "1400–1599", "1600–1799",
                                                       "1800–1999",  "2000–",     "unrated" };

  g_return_val_if_fail (band < CL_FAIR_N_BANDS, NULL);
  return labels[band];
}

static void
clear_game (gpointer data)
{
  g_free (((ClFairGame *) data)->partition);
}

ClFairDossier *
cl_fair_dossier_new (void)
{
  ClFairDossier *self = g_new0 (ClFairDossier, 1);

  self->positions = g_array_new (FALSE, TRUE, sizeof (ClFairPosition));
  self->games = g_array_new (FALSE, TRUE, sizeof (ClFairGame));
  g_array_set_clear_func (self->games, clear_game);
  return self;
}

void
cl_fair_dossier_free (ClFairDossier *self)
{
  g_array_unref (self->positions);
  g_array_unref (self->games);
  g_free (self);
}

/* --- One position --- */

static gboolean
has_lines (const ClFairEvaluation *evaluation)
{
  return evaluation != NULL && evaluation->n_lines > 0;
}

/* What @ply is worth to the mover; NO_CP if nothing says it. *@rank as of ClFairPosition. */
static gint
value_of (const ClFairPly *ply,
          const ClFairEvaluation *before,
          const ClFairEvaluation *after,
          guint8 *rank)
{
  *rank = 0;
  for (guint8 i = 0; i < before->n_lines; i++)
    if (before->lines[i].move == ply->move)
      {
        *rank = (guint8) (i + 1);
        return before->lines[i].cp;
      }
  if (ply->has_cp)
    return ply->cp;
  return has_lines (after) ? -after->lines[0].cp : NO_CP;
}

/* ln (1 + |pawns|) with the sign of @cp: the integral of dz/(1+|z|) from 0. */
static gint
scaled (gint cp)
{
  gint size = cl_fixed_ln (100 + (guint) ABS (cp), 100);

  return cp >= 0 ? size : -size;
}

static guint8
kind_of (const ClFairEvaluation *evaluation)
{
  static const guint limits[] = { 100, 300, 800, 2000 };
  guint gap = cl_win_loss (evaluation->lines[0].cp, evaluation->lines[1].cp);
  guint8 kind = 0;

  while (kind < G_N_ELEMENTS (limits) && gap >= limits[kind])
    kind++;
  if (evaluation->settled * 2 > evaluation->depth)
    kind += CL_FAIR_N_KINDS / 2;
  return kind;
}

/* Many moves that are as good as the best, and a best one that shows late, take time. */
static guint8
complexity_of (const ClFairEvaluation *evaluation)
{
  guint close = 0;

  for (guint i = 0; i < evaluation->n_lines; i++)
    close += cl_win_loss (evaluation->lines[0].cp, evaluation->lines[i].cp) <= CLOSE_WIN;
  return (guint8) (close * 8 + MIN (evaluation->settled, 15));
}

static void
count_exclusions (const ClFairEvaluation *evaluation, ClFairPosition *position)
{
  for (guint k = 0; k < 3; k++)
    {
      gint gap, from_best;

      if (k + 1 >= evaluation->n_lines)
        return;
      gap = evaluation->lines[k].cp - evaluation->lines[k + 1].cp;
      from_best = evaluation->lines[0].cp - evaluation->lines[k + 1].cp;
      if (gap > CL_FAIR_FORCED_GAP)
        return;
      position->n_counted = (guint8) (k + 1);
      if (from_best <= CL_FAIR_UNCLEAR_GAP && position->n_unclear == k)
        position->n_unclear = (guint8) (k + 1);
    }
}

static ClFairBucket
bucket_of (gint cp)
{
  if (cp < -LOSING_CP)
    return CL_FAIR_LOSING;
  return cp > LOSING_CP ? CL_FAIR_WINNING : CL_FAIR_UNDECIDED;
}

static gboolean
is_plain_recapture (const ClFairPly *previous, const ClFairEvaluation *evaluation)
{
  return previous != NULL && previous->capture &&
         MOVE_TO (previous->move) == MOVE_TO (evaluation->lines[0].move) &&
         evaluation->lines[0].cp - evaluation->lines[1].cp > CL_FAIR_RECAPTURE_GAP;
}

static gboolean
qualifies (const ClFairEvaluation *evaluation, const ClFairPly *previous)
{
  return evaluation->n_lines >= 2 && ABS (evaluation->lines[0].cp) <= CL_FAIR_MAX_CP &&
         !is_plain_recapture (previous, evaluation);
}

static void
fill (ClFairPosition *position, const ClFairPly *ply, const ClFairEvaluation *evaluation, gint cp)
{
  gint best = evaluation->lines[0].cp;

  position->offset = ply->offset;
  position->played = ply->move;
  position->best = evaluation->lines[0].move;
  position->best_cp = (gint16) best;
  position->played_cp = (gint16) cp;
  position->kind = kind_of (evaluation);
  position->bucket = (guint8) bucket_of (best);
  position->complexity = complexity_of (evaluation);
  /* A search of the next position may find the move better than it was thought: that is no gain of the player's. */
  position->loss = MAX (scaled (best) - scaled (cp), 0);
  position->lost_win = (gint32) cl_win_loss (best, cp);
  position->used_ds = ply->used_ds;
  count_exclusions (evaluation, position);
}

void
cl_fair_dossier_add_game (ClFairDossier *self,
                          const ClFairInput *input,
                          ChessColor side,
                          guint rating)
{
  g_return_if_fail (self != NULL && input != NULL);

  ClFairGame game = {
    .partition = g_strdup (input->partition),
    .number = input->number,
    .band = cl_fair_band (rating),
  };
  gboolean was_worse = FALSE;

  for (guint i = side == input->first ? 0 : 1; i < input->n_plies; i += 2)
    {
      const ClFairPly *ply = &input->plies[i];
      const ClFairEvaluation *before = input->evaluations[i];
      ClFairPosition position = {
        .game = self->games->len,
        .ply = i + 1,
        .band = (guint8) game.band,
        .post_losing = was_worse,
        .book = i < input->book_plies,
      };
      gint cp;

      game.n_own++;
      if (!has_lines (before))
        continue;
      cp = value_of (ply, before, input->evaluations[i + 1], &position.rank);
      if (cp == NO_CP)
        continue;
      game.n_evaluated++;
      was_worse |= before->lines[0].cp < -LOSING_CP;
      if (i < CL_FAIR_FIRST_PLY || !qualifies (before, i > 0 ? ply - 1 : NULL))
        continue;
      fill (&position, ply, before, cp);
      g_array_append_val (self->positions, position);
    }
  g_array_append_val (self->games, game);
}

/* --- Match rates with the exclusions --- */

guint
cl_fair_count_book (const ClFairPly *plies, guint n_plies)
{
  ChessPosition position = chess_position_start ();
  guint n_book = 0;

  for (guint i = 0; i < MIN (n_plies, CHESS_OPENING_MAX_PLIES); i++)
    {
      ChessMove move;
      char uci[6];

      cl_uci_unpack (plies[i].move, uci);
      if (chess_uci_parse (&position, uci, -1, &move) != CHESS_NOTATION_OK ||
          move == CHESS_MOVE_NULL)
        break;
      chess_position_make (&position, move);
      if (chess_opening_find (&position) != NULL)
        n_book = i + 1;
    }
  return n_book;
}

static void
count_position (const ClFairPosition *position, guint n_counted, ClFairMatches *matches)
{
  for (guint k = 0; k < n_counted; k++)
    {
      matches->n[k]++;
      matches->hits[k] += position->rank > 0 && position->rank <= k + 1;
    }
}

void
cl_fair_count_matches (const ClFairDossier *self,
                       gboolean unclear_only,
                       ClFairMatches matches[CL_FAIR_N_BUCKETS + 1])
{
  g_return_if_fail (self != NULL);

  memset (matches, 0, (CL_FAIR_N_BUCKETS + 1) * sizeof *matches);
  for (guint i = 0; i < self->positions->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->positions, ClFairPosition, i);
      guint n = unclear_only ? position->n_unclear : position->n_counted;

      if (position->book)
        continue;
      count_position (position, n, &matches[position->bucket]);
      if (position->post_losing)
        count_position (position, n, &matches[CL_FAIR_N_BUCKETS]);
    }
}
