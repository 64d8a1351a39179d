/* cl-scan-evaluate.c: which moves what stands on the board may be, after each change
 *
 * Kept are the positions of the game, the last of which is C; what stands on the board; and a candidate K of one or two moves.
 * On each change, in this order:
 *
 *   1. the board equals C: no candidate, and what was seen since C is forgotten (a man lifted and put back)
 *   2. it is a successor of C: that move is the candidate, in the place of an earlier one (slides, second thoughts)
 *   3. it is a successor of the position after K (K's own man may be the victim): K, then that move
 *   4. it is a successor of C with men of the other side in the air: that move, and touched
 *   5. it is reached by exactly one pair of moves, both of whose ends were seen: that pair; on boards that look seldom also by
 *      taking and taking back on one square, where nothing need have been seen
 *
 * Within one scan a board reports squares in any order: the opponent's lift may come before the last step of a slide.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-interpreter-private.h"

#define HAND_MS      100
#define SLOW_SCAN_MS 500

/* The other side took up a man: before the candidate stood (a victim goes first), in the same scan, or after it. */
static void
touch (ClScanInterpreter *self, guint64 lifted, gint64 at_ms)
{
  Candidate *k = &self->candidate;
  const ChessPosition *c = cl_scan_get_last (self);
  gint64 put_ms = self->put_at[cl_scan_get_target (c, k->moves[0])];
  gint64 lifted_ms = CL_NEVER_MS, wait_ms = self->family->scan_ms + HAND_MS;
  gboolean king = FALSE;

  for (guint i = 0; i < 64; i++)
    if (lifted & BIT (i))
      {
        lifted_ms = MIN (lifted_ms, self->emptied_at[i]);
        king |= chess_piece_kind (c->board[i]) == CHESS_KING;
      }
  if (lifted_ms + SAME_SCAN_MS < put_ms)
    {
      k->touched = FALSE;
      k->stands = FALSE;
      return;
    }
  /* Without names the man in the air may as well be the victim of one that rests on its way. */
  if (lifted_ms <= put_ms + SAME_SCAN_MS || !self->evidence.named)
    wait_ms = self->family->settle_ms;
  if (king && cl_scan_get_settle (self, k->moves[0]) == KING_MS)
    wait_ms = KING_MS;
  if (!k->touched)
    k->due_ms = at_ms + wait_ms;
  k->touched = TRUE;
}

/* The answer to the candidate stands: that makes the candidate certain, once the scan is over. */
static gboolean
find_reply (ClScanInterpreter *self, gint64 at_ms)
{
  Candidate *k = &self->candidate;
  ChessPosition after = *cl_scan_get_last (self);
  ClScanMatches matches;
  ChessSquare stood, reply;
  ChessMove first;
  guint64 lifted = 0;
  guint unseen;

  if (k->n == 0)
    return FALSE;
  for (guint i = 0; i < k->n; i++)
    chess_position_make (&after, k->moves[i]);
  cl_scan_match (&self->evidence, &after, FALSE, &matches);
  if (matches.n == 0 && self->evidence.named)
    cl_scan_match_touched (&self->evidence, &after, &matches, &lifted);
  if (matches.n != 1)
    return FALSE;
  stood = chess_move_to (k->moves[k->n - 1]);
  reply = cl_scan_get_target (&after, matches.first[0]);
  first = k->moves[k->n - 1];
  /* A man that was in the air again before the answer came may have been on its way: let it land. */
  if (!(self->evidence.put & BIT (reply)) ||
      ((lifted & BIT (stood)) != 0 && self->emptied_at[stood] < self->put_at[reply]))
    return FALSE;
  /* With three in flight the first is certain beyond doubt. */
  if (k->n == 2)
    cl_scan_commit (self, k->moves[0], at_ms);
  unseen = k->unseen;
  cl_scan_set_candidate (self, first, matches.first[0], at_ms);
  k->unseen = unseen;
  /* Without names, a man that went before the candidate stood may be the victim of one that still slides, seen on two squares
   * at once: then nothing is certain. */
  if (self->evidence.named ||
      self->emptied_at[chess_move_from (matches.first[0])] + SAME_SCAN_MS >= self->put_at[stood])
    k->first_due_ms = at_ms + 2 * SAME_SCAN_MS;
  return TRUE;
}

/* Nf3-g1 and Nf6-g8 may be two more moves or two that are taken back; what is taken back goes in the other order. */
static gboolean
takes_back (const ClScanInterpreter *self, const ClScanMatches *pair)
{
  guint n = self->positions->len;
  const ChessPosition *earlier;
  ChessPosition between = *cl_scan_get_last (self);
  ChessSquare first = cl_scan_get_target (&between, pair->first[0]), second;

  if (n < 3)
    return FALSE;
  chess_position_make (&between, pair->first[0]);
  second = cl_scan_get_target (&between, pair->second[0]);
  earlier = &g_array_index (self->positions, ChessPosition, n - 3);
  return cl_scan_diff (&self->evidence, earlier) == 0 &&
         self->put_at[second] <= self->put_at[first];
}

/* A board that looks seldom does not see a man that takes and is taken at once. Two men in the air look the same, so that waits. */
static gboolean
find_exchange (ClScanInterpreter *self, gint64 at_ms)
{
  ClScanMatches matches;

  if (!self->evidence.named || self->family->scan_ms < SLOW_SCAN_MS)
    return FALSE;
  cl_scan_match_exchange (&self->evidence, cl_scan_get_last (self), &matches);
  if (matches.n != 1)
    return FALSE;
  cl_scan_set_candidate (self, matches.first[0], matches.second[0], at_ms);
  self->candidate.unseen = 2;
  return TRUE;
}

/* Two moves from C; or from the position after the candidate, which is certain then. */
static void
find_pair (ClScanInterpreter *self, gint64 at_ms)
{
  Candidate *k = &self->candidate;
  ClScanMatches matches;

  cl_scan_match_pairs (&self->evidence, cl_scan_get_last (self), FALSE, &matches);
  if (matches.n == 0 && k->n == 1)
    {
      ChessPosition after = *cl_scan_get_last (self);

      chess_position_make (&after, k->moves[0]);
      cl_scan_match_pairs (&self->evidence, &after, FALSE, &matches);
      if (matches.n == 1)
        cl_scan_commit (self, k->moves[0], at_ms);
    }
  if (matches.n == 1 && !takes_back (self, &matches))
    cl_scan_set_candidate (self, matches.first[0], matches.second[0], at_ms);
  else if (!find_exchange (self, at_ms))
    {
      k->stands = FALSE;
      if (!self->evidence.named)
        k->first_due_ms = CL_NEVER_MS;
    }
}

/* A successor of C with men of the other side in the air. */
static gboolean
find_touched (ClScanInterpreter *self, gint64 at_ms)
{
  Candidate *k = &self->candidate;
  ClScanMatches matches;
  guint64 lifted = 0;
  gboolean touched;
  gint64 due_ms = k->due_ms;

  cl_scan_match_touched (&self->evidence, cl_scan_get_last (self), &matches, &lifted);
  if (matches.n != 1)
    return FALSE;
  touched = k->touched && k->n == 1 && k->moves[0] == matches.first[0];
  cl_scan_set_candidate (self, matches.first[0], CHESS_MOVE_NULL, at_ms);
  k->touched = touched;
  k->due_ms = due_ms;
  touch (self, lifted, at_ms);
  return TRUE;
}

/* Without names, two moves that are taken back may end as the next move would: the rook is back on d6, the queen that stood there
 * before it on d7, or the queen took that way and the rook is where it was. On its way back the board stands as it did one move
 * ago, which no move does. */
static gboolean
is_going_back (ClScanInterpreter *self)
{
  guint n = self->positions->len;

  if (self->evidence.named || n < 2)
    return FALSE;
  if (cl_scan_diff (&self->evidence, &g_array_index (self->positions, ChessPosition, n - 2)) == 0)
    self->undone = TRUE;
  return self->undone;
}

static gboolean
is_two_back (const ClScanInterpreter *self)
{
  guint n = self->positions->len;

  return n >= 3 && cl_scan_diff (&self->evidence,
                                 &g_array_index (self->positions, ChessPosition, n - 3)) == 0;
}

void
cl_scan_evaluate (ClScanInterpreter *self, gint64 at_ms)
{
  ClScanMatches matches;
  gboolean back;

  self->rest_done = 0;
  /* What was lost on the way would make a move out of what is left. */
  self->unread = self->doubt;
  if (self->doubt)
    return;
  if (self->positions->len == 0)
    {
      cl_scan_find_orientation (self, at_ms);
      if (cl_scan_is_start (self, &self->evidence.now))
        cl_scan_begin_game (self, at_ms);
      return;
    }
  if (cl_scan_diff (&self->evidence, cl_scan_get_last (self)) == 0)
    {
      cl_scan_drop_candidate (self, at_ms);
      cl_scan_forget_evidence (self);
      self->resumed = self->result_told = FALSE;
      cl_scan_tell_wrong (self, 0, at_ms);
      return;
    }
  if (self->over)
    return;
  back = is_going_back (self);
  cl_scan_match (&self->evidence, cl_scan_get_last (self), FALSE, &matches);
  if (matches.n == 1 && !(back && is_two_back (self)))
    {
      cl_scan_set_candidate (self, matches.first[0], CHESS_MOVE_NULL, at_ms);
      return;
    }
  if (back)
    cl_scan_drop_candidate (self, at_ms);
  if (back || matches.n > 1)
    {
      self->candidate.stands = FALSE;
      return;
    }
  if (!find_reply (self, at_ms) && !find_touched (self, at_ms))
    find_pair (self, at_ms);
}
