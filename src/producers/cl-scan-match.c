/* cl-scan-match.c: compares what stands on the board with the legal successors of a position
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-match-private.h"

#define BIT(square) (G_GUINT64_CONSTANT (1) << (square))

guint64
cl_scan_diff (const ClScanEvidence *evidence, const ChessPosition *expected)
{
  ClPlacement wanted;

  if (!evidence->named)
    return cl_placement_occupied (&evidence->now) ^ (expected->colors[0] | expected->colors[1]);
  wanted = cl_placement_of (expected);
  return cl_placement_diff (&evidence->now, &wanted);
}

ChessSquare
cl_scan_get_target (const ChessPosition *position, ChessMove move)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);

  return chess_move_form (move) == CHESS_FORM_CASTLING
           ? chess_square (to > from ? 6 : 2, chess_rank (from))
           : to;
}

static void
add (ClScanMatches *matches, ChessMove first, ChessMove second)
{
  if (matches->n < CL_SCAN_MAX_CHOICES)
    {
      matches->first[matches->n] = first;
      matches->second[matches->n] = second;
    }
  matches->n++;
}

/* Occupancy alone does not tell a capture from a man held in the air. */
static gboolean
is_credible (const ClScanEvidence *evidence, const ChessPosition *position, ChessMove move)
{
  ChessSquare to = chess_move_to (move);

  return evidence->named || chess_move_form (move) == CHESS_FORM_CASTLING ||
         position->board[to] == CHESS_NO_PIECE ||
         (evidence->emptied & evidence->put & BIT (to)) != 0;
}

void
cl_scan_match (const ClScanEvidence *evidence,
               const ChessPosition *position,
               gboolean loose,
               ClScanMatches *matches)
{
  ChessMoveList list;

  matches->n = 0;
  chess_position_legal_moves (position, &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessPosition after = *position;

      if (!loose && !is_credible (evidence, position, list.moves[i]))
        continue;
      chess_position_make (&after, list.moves[i]);
      if (cl_scan_diff (evidence, &after) == 0)
        add (matches, list.moves[i], CHESS_MOVE_NULL);
    }
}

/* Are the only differences squares of @color's men that are empty now? */
static gboolean
only_lifted (const ClScanEvidence *evidence,
             const ChessPosition *after,
             guint64 diff,
             ChessColor color)
{
  guint n = 0;

  if ((diff & ~after->colors[color]) != 0 || (diff & cl_placement_occupied (&evidence->now)) != 0)
    return FALSE;
  for (; diff != 0; diff &= diff - 1)
    n++;
  return n >= 1 && n <= 2;
}

void
cl_scan_match_touched (const ClScanEvidence *evidence,
                       const ChessPosition *position,
                       ClScanMatches *matches,
                       guint64 *lifted)
{
  ChessMoveList list;

  matches->n = 0;
  chess_position_legal_moves (position, &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessPosition after = *position;
      guint64 diff;

      if (!(evidence->put & BIT (cl_scan_get_target (position, list.moves[i]))) ||
          !is_credible (evidence, position, list.moves[i]))
        continue;
      chess_position_make (&after, list.moves[i]);
      diff = cl_scan_diff (evidence, &after);
      if (!only_lifted (evidence, &after, diff, (ChessColor) after.side))
        continue;
      add (matches, list.moves[i], CHESS_MOVE_NULL);
      *lifted = diff;
    }
}

static void
match_second (const ClScanEvidence *evidence,
              const ChessPosition *between,
              ChessMove first,
              gboolean anywhere,
              ClScanMatches *matches)
{
  ChessMoveList list;

  chess_position_legal_moves (between, &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessPosition after = *between;

      if ((!anywhere && !(evidence->put & BIT (cl_scan_get_target (between, list.moves[i])))) ||
          !is_credible (evidence, between, list.moves[i]))
        continue;
      chess_position_make (&after, list.moves[i]);
      if (cl_scan_diff (evidence, &after) == 0)
        add (matches, first, list.moves[i]);
    }
}

void
cl_scan_match_pairs (const ClScanEvidence *evidence,
                     const ChessPosition *position,
                     gboolean anywhere,
                     ClScanMatches *matches)
{
  ChessMoveList list;

  matches->n = 0;
  chess_position_legal_moves (position, &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessPosition between = *position;

      if ((!anywhere && !(evidence->put & BIT (cl_scan_get_target (position, list.moves[i])))) ||
          !is_credible (evidence, position, list.moves[i]))
        continue;
      chess_position_make (&between, list.moves[i]);
      match_second (evidence, &between, list.moves[i], anywhere, matches);
    }
}

static void
match_recapture (const ClScanEvidence *evidence,
                 const ChessPosition *between,
                 ChessMove first,
                 ClScanMatches *matches)
{
  ChessMoveList list;

  chess_position_legal_moves (between, &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessPosition after = *between;

      if (chess_move_to (list.moves[i]) != chess_move_to (first))
        continue;
      chess_position_make (&after, list.moves[i]);
      if (cl_scan_diff (evidence, &after) == 0)
        add (matches, first, list.moves[i]);
    }
}

void
cl_scan_match_exchange (const ClScanEvidence *evidence,
                        const ChessPosition *position,
                        ClScanMatches *matches)
{
  ChessMoveList list;

  matches->n = 0;
  chess_position_legal_moves (position, &list);
  for (gsize i = 0; i < list.n; i++)
    {
      ChessMove move = list.moves[i];
      ChessPosition between = *position;

      if (chess_move_form (move) != CHESS_FORM_NORMAL ||
          position->board[chess_move_to (move)] == CHESS_NO_PIECE ||
          evidence->now.squares[chess_move_from (move)] != CHESS_NO_PIECE)
        continue;
      chess_position_make (&between, move);
      match_recapture (evidence, &between, move, matches);
    }
}
