/* cl-highlight-features.c: what the bare moves of a game show of what makes one worth opening
 *
 * What was taken, which man moved and whether it gave check stands in the marks of a recorded move, so that the balance of
 * material needs no board: millions of games are looked through at the speed at which they are read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-highlight-features.h"

#include "cl-packed-moves.h"

#include <stdlib.h>

#define HELD_PLIES 6 /* a man that is not won back for so long was given */
#define SACRIFICE  2 /* points: the exchange */
#define LEAD       2
#define WALK_RANK  5 /* from 0, seen from the own side */
#define MAX_PLIES  2000

static const gint8 points_of[8] = { 0, 1, 3, 3, 5, 9, 0, 0 };

ClTracePly
cl_trace_ply (ClMove move, gint64 clock_ms)
{
  return (move.move & 0x7fffu) | (move.marks & 0xfffu) << 15 |
         (clock_ms != CL_NO_CLOCK && clock_ms < CL_TRACE_LOW_CLOCK_MS ? CL_TRACE_HURRIED : 0);
}

typedef struct
{
  const ClTracePly *plies;
  guint n;
  ChessColor first;
  gint16 balance[MAX_PLIES +
                 1]; /* White's points − Black's, from where the game began; [i]: after @i plies */
} Trace;

static ChessColor
mover_of (const Trace *trace, guint ply)
{
  return (ChessColor) (trace->first ^ ((ply - 1) & 1));
}

/* After @ply plies, in the view of @side. */
static gint
balance_of (const Trace *trace, guint ply, ChessColor side)
{
  return side == CHESS_WHITE ? trace->balance[ply] : -trace->balance[ply];
}

static void
weigh (Trace *trace)
{
  trace->balance[0] = 0;
  for (guint i = 1; i <= trace->n; i++)
    {
      ClTracePly ply = trace->plies[i - 1];
      guint promotion = cl_trace_move (ply) >> 12 & 7;
      gint gain = points_of[cl_trace_taken (ply)];

      if (promotion > 0)
        gain += points_of[MIN (promotion, 4) + 1] - 1;
      trace->balance[i] =
        (gint16) (trace->balance[i - 1] + (mover_of (trace, i) == CHESS_WHITE ? gain : -gain));
    }
}

static void
note_sacrifice (ClHighlightFeatures *features, ChessColor side, guint ply, gint points)
{
  gint32 *at = features->sacrifice_ply[side], *of = features->sacrifice_points[side];
  gint place = CL_MAX_SACRIFICES - 1;

  if (points <= of[place])
    return;
  for (; place > 0 && of[place - 1] < points; place--)
    {
      of[place] = of[place - 1];
      at[place] = at[place - 1];
    }
  of[place] = points;
  at[place] = (gint32) ply;
}

/* The smallest deficit against @level over the plies from @ply on, HELD_PLIES long or to the end. */
static gint
held_deficit (const Trace *trace, guint ply, ChessColor side, gint level)
{
  gint least = G_MAXINT16;

  for (guint i = ply; i <= MIN (ply + HELD_PLIES, trace->n); i++)
    least = MIN (least, level - balance_of (trace, i, side));
  return least;
}

/* The man that a side had just moved was taken, and that was not made good: it was given. */
static void
find_sacrifices (const Trace *trace, ClHighlightFeatures *features)
{
  for (guint i = 2; i <= trace->n; i++)
    {
      ClTracePly taking = trace->plies[i - 1], given = trace->plies[i - 2];
      ChessColor side = mover_of (trace, i - 1);
      gint points;

      if (cl_trace_taken (taking) == 0 ||
          (cl_trace_move (taking) >> 6 & 63) != (cl_trace_move (given) >> 6 & 63))
        continue;
      /* At the very end there is no telling whether it would have been won back, unless it mated. */
      if (i + HELD_PLIES > trace->n + 3 && cl_trace_check (trace->plies[trace->n - 1]) != 2)
        continue;
      points = held_deficit (trace, i, side, balance_of (trace, i - 2, side));
      if (points >= SACRIFICE)
        note_sacrifice (features, side, i - 1, points);
    }
}

static void
find_deficits (const Trace *trace, ClHighlightFeatures *features)
{
  for (guint side = 0; side < 2; side++)
    {
      for (guint i = 1; i + 2 <= trace->n; i++)
        {
          gint points;

          if (balance_of (trace, i, (ChessColor) side) >= -features->behind[side])
            continue;
          points = held_deficit (trace, i, (ChessColor) side, 0);
          if (points <= features->behind[side])
            continue;
          features->behind[side] = points;
          features->behind_ply[side] = (gint32) i;
        }
      if (trace->n >= 2)
        features->behind_end[side] =
          MAX (0,
               -MAX (balance_of (trace, trace->n, (ChessColor) side),
                     balance_of (trace, trace->n - 1, (ChessColor) side)));
    }
}

static void
find_lead_changes (const Trace *trace, ClHighlightFeatures *features)
{
  gint leader = 0;

  for (guint i = 3; i <= trace->n; i++)
    {
      gint least = MIN (MIN (trace->balance[i], trace->balance[i - 1]), trace->balance[i - 2]);
      gint most = MAX (MAX (trace->balance[i], trace->balance[i - 1]), trace->balance[i - 2]);
      gint now = least >= LEAD ? 1 : most <= -LEAD ? -1 : leader;

      if (now != leader && leader != 0)
        {
          features->lead_changes++;
          features->lead_change_ply = (gint32) i;
        }
      leader = now;
    }
}

static void
find_hurry (const Trace *trace, ClHighlightFeatures *features)
{
  guint run = 0;

  for (guint i = 1; i <= trace->n; i++)
    {
      run = trace->plies[i - 1] & CL_TRACE_HURRIED ? run + 1 : 0;
      if ((gint32) run > features->hurried)
        {
          features->hurried = (gint32) run;
          features->hurried_ply = (gint32) (i - run + 1);
        }
    }
}

/* Promotions, queens, and kings that walk. */
static void
find_oddities (const Trace *trace, ClHighlightFeatures *features)
{
  gint queens[2] = { 1, 1 };

  for (guint i = 1; i <= trace->n; i++)
    {
      ClTracePly ply = trace->plies[i - 1];
      guint promotion = cl_trace_move (ply) >> 12 & 7;
      ChessColor side = mover_of (trace, i);
      guint rank = cl_trace_move (ply) >> 9 & 7;

      features->n_checks += cl_trace_check (ply) != 0;
      queens[side] += promotion == 4;
      queens[!side] -= cl_trace_taken (ply) == 5;
      if (promotion >= 1 && promotion <= 3 && features->underpromotion_ply == 0)
        {
          features->underpromotion_ply = (gint32) i;
          features->underpromotion = (gint32) promotion;
        }
      if (queens[0] >= 2 && queens[1] >= 2 && features->queens_ply == 0)
        features->queens_ply = (gint32) i;
      if (cl_trace_piece (ply) == 6 && queens[!side] > 0 && features->king_walk_ply == 0 &&
          (side == CHESS_WHITE ? rank : 7 - rank) >= WALK_RANK)
        {
          features->king_walk_ply = (gint32) i;
          features->king_walk_side = side;
        }
    }
}

/* --- How it was mated --- */

static gboolean
find_end (const Trace *trace, const ChessPosition *start, ChessPosition *end)
{
  *end = *start;
  for (guint i = 0; i < trace->n; i++)
    {
      ClTracePly ply = trace->plies[i];
      ClMove move = { cl_trace_move (ply), (guint16) cl_trace_marks (ply) };

      if (!cl_packed_make (cl_packed_from_move (move), end))
        return FALSE;
    }
  return TRUE;
}

/* Every square beside the king of @side that is on the board is held by one of its own men. */
static gboolean
is_walled_in (const ChessPosition *position, ChessColor side, gint ranks)
{
  ChessSquare king = chess_position_king (position, side);

  for (gint rank = chess_rank (king) - 1; rank <= chess_rank (king) + 1; rank++)
    for (gint file = chess_file (king) - 1; file <= chess_file (king) + 1; file++)
      {
        guint64 bit;

        if (rank < 0 || rank > 7 || file < 0 || file > 7 ||
            (ranks == 1 && rank == chess_rank (king)))
          continue;
        bit = G_GUINT64_CONSTANT (1) << chess_square (file, rank);
        if (!(position->colors[side] & bit))
          return FALSE;
      }
  return TRUE;
}

static ClMateKind
name_mate (const Trace *trace, const ChessPosition *start)
{
  ClTracePly last = trace->plies[trace->n - 1];
  ChessPosition end;
  ChessSquare king;
  guint home;

  if (cl_trace_marks (last) >> 10 & 3)
    return CL_MATE_CASTLING;
  if (cl_trace_move (last) >> 12 & 7)
    return CL_MATE_PROMOTING;
  if (cl_trace_piece (last) == 1)
    return CL_MATE_PAWN;
  if (start == NULL || !find_end (trace, start, &end))
    return CL_MATE_PLAIN;
  king = chess_position_king (&end, (ChessColor) end.side);
  home = end.side == CHESS_WHITE ? 0 : 7;
  if (cl_trace_piece (last) == 2 && is_walled_in (&end, (ChessColor) end.side, 0))
    return CL_MATE_SMOTHERED;
  if ((cl_trace_piece (last) == 4 || cl_trace_piece (last) == 5) &&
      (cl_trace_move (last) >> 9 & 7) == home && chess_rank (king) == home &&
      is_walled_in (&end, (ChessColor) end.side, 1))
    return CL_MATE_BACK_RANK;
  return CL_MATE_PLAIN;
}

void
cl_highlight_features_find (const ClTracePly *plies,
                            guint n_plies,
                            ChessColor first,
                            const ChessPosition *start,
                            ClHighlightFeatures *features)
{
  Trace trace;

  trace.plies = plies;
  trace.n = MIN (n_plies, MAX_PLIES);
  trace.first = first;
  *features = (ClHighlightFeatures){ .n_plies = (gint32) n_plies };
  if (trace.n == 0)
    return;
  weigh (&trace);
  find_sacrifices (&trace, features);
  find_deficits (&trace, features);
  find_lead_changes (&trace, features);
  find_hurry (&trace, features);
  find_oddities (&trace, features);
  if (cl_trace_check (plies[trace.n - 1]) == 2 && trace.n == n_plies)
    features->mate = (gint32) name_mate (&trace, start);
}
