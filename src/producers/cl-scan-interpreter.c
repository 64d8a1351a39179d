/* cl-scan-interpreter.c: reads moves out of what an electronic board saw
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
 * K is certain when it stood untouched for its settle time; some scans after the opponent's man was touched; or, while a
 * clock runs, when the lever was pressed, for a touch proves nothing there. "Some scans", since within one scan a board
 * reports squares in any order: the opponent's lift may come before the last step of a slide. What is
 * reported may get lost unnoticed, so a candidate also waits until the board, asked again, says the same. When all rests and nothing
 * matches: an earlier position is a takeback, the start position a new game, two kings in the centre a result, and else the
 * people are told what stands wrong.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-interpreter-private.h"

#include <string.h>

#define SAME_SCAN_MS 60
#define HAND_MS      100
#define LEVER_MS     300
#define UNPRESSED_MS 20000 /* a move that stands though the clock runs and nobody presses it */
#define KING_MS      4000
#define SLOW_SCAN_MS 500
#define CONFIRM_MS   650 /* a scan so long after the candidate: no man rests that long on its way */

ClScanInterpreter *
cl_scan_interpreter_new (const ClBoardFamily *family, ClReadingFunc func, gpointer user_data)
{
  ClScanInterpreter *self = g_new0 (ClScanInterpreter, 1);

  self->family = family;
  self->func = func;
  self->user_data = user_data;
  self->positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));
  self->raw = self->evidence.now = cl_placement_empty ();
  self->evidence.named = family->names_pieces;
  self->candidate.first_due_ms = CL_NEVER_MS;
  return self;
}

void
cl_scan_interpreter_free (ClScanInterpreter *self)
{
  g_array_unref (self->positions);
  g_free (self);
}

const ChessPosition *
cl_scan_get_last (const ClScanInterpreter *self)
{
  return &g_array_index (self->positions, ChessPosition, self->positions->len - 1);
}

const ChessPosition *
cl_scan_interpreter_get_position (const ClScanInterpreter *self)
{
  return self->positions->len > 0 ? cl_scan_get_last (self) : NULL;
}

guint
cl_scan_interpreter_get_n_plies (const ClScanInterpreter *self)
{
  return self->positions->len > 0 ? self->positions->len - 1 : 0;
}

const ClPlacement *
cl_scan_interpreter_get_seen (const ClScanInterpreter *self)
{
  return &self->evidence.now;
}

gboolean
cl_scan_interpreter_get_turned (const ClScanInterpreter *self)
{
  return self->turned;
}

void
cl_scan_tell (ClScanInterpreter *self, const ClReading *reading)
{
  self->func (reading, self->user_data);
}

void
cl_scan_tell_wrong (ClScanInterpreter *self, guint64 wrong, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_MISMATCH, .at_ms = at_ms, .wrong = wrong };

  if (wrong == self->told_wrong)
    return;
  self->told_wrong = wrong;
  cl_scan_tell (self, &reading);
}

static void
tell_candidate (ClScanInterpreter *self, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_PROVISIONAL,
                        .at_ms = at_ms,
                        .moves = self->candidate.moves,
                        .n_moves = self->candidate.n };

  cl_scan_tell (self, &reading);
}

void
cl_scan_drop_candidate (ClScanInterpreter *self, gint64 at_ms)
{
  gboolean had = self->candidate.n > 0;

  memset (&self->candidate, 0, sizeof self->candidate);
  self->candidate.first_due_ms = CL_NEVER_MS;
  if (had)
    tell_candidate (self, at_ms);
}

void
cl_scan_forget_evidence (ClScanInterpreter *self)
{
  self->evidence.put = self->evidence.emptied = 0;
  self->undone = FALSE;
}

static void
set_candidate (ClScanInterpreter *self, ChessMove first, ChessMove second, gint64 at_ms)
{
  Candidate *k = &self->candidate;
  guint n = second != CHESS_MOVE_NULL ? 2 : 1;
  gboolean same = k->n == n && k->moves[0] == first && k->moves[1] == second;

  if (!same || !k->stands)
    k->since_ms = at_ms;
  k->n = n;
  k->moves[0] = first;
  k->moves[1] = second;
  k->stands = TRUE;
  k->touched = k->unseen = FALSE;
  k->first_due_ms = CL_NEVER_MS;
  self->result_told = FALSE;
  cl_scan_tell_wrong (self, 0, at_ms);
  if (!same)
    tell_candidate (self, at_ms);
}

/* What the move itself did to the board, and what was before it, says nothing about the next one. */
static void
forget_move (ClScanInterpreter *self, const ChessPosition *before, ChessMove move)
{
  ChessSquare target = cl_scan_get_target (before, move);
  guint64 own = BIT (chess_move_from (move)) | BIT (chess_move_to (move)) | BIT (target);
  gint64 at_ms = self->put_at[target];

  for (guint i = 0; i < 64; i++)
    {
      gint64 until_ms = own & BIT (i) ? at_ms : at_ms - SAME_SCAN_MS;

      if (self->put_at[i] <= until_ms)
        self->evidence.put &= ~BIT (i);
      if (self->emptied_at[i] <= until_ms)
        self->evidence.emptied &= ~BIT (i);
    }
}

/* One move is certain. What happened after it stays known, for the next move may have begun. */
static void
commit (ClScanInterpreter *self, ChessMove move, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_MOVE,
                        .at_ms = at_ms,
                        .moves = &move,
                        .n_moves = 1,
                        .inferred = self->resumed };
  ChessPosition next = *cl_scan_get_last (self);

  forget_move (self, &next, move);
  chess_position_make (&next, move);
  g_array_append_val (self->positions, next);
  self->undone = FALSE;
  if (self->pressed > 0)
    self->pressed--;
  cl_scan_tell (self, &reading);
}

static void
commit_candidate (ClScanInterpreter *self, gint64 at_ms)
{
  Candidate k = self->candidate;

  memset (&self->candidate, 0, sizeof self->candidate);
  self->candidate.first_due_ms = CL_NEVER_MS;
  for (guint i = 0; i < k.n; i++)
    commit (self, k.moves[i], at_ms);
  self->resumed = FALSE;
  if (cl_scan_diff (&self->evidence, cl_scan_get_last (self)) == 0)
    cl_scan_forget_evidence (self);
}

static gboolean
lever_rules (const ClScanInterpreter *self)
{
  return self->lever_used && self->running;
}

/* Might go on from where it ends: a rook beside the king that may castle, a king in the centre that may mean a result. */
static gint64
get_settle (const ClScanInterpreter *self, ChessMove move)
{
  const ChessPosition *c = cl_scan_get_last (self);
  ChessSquare to = chess_move_to (move), king = chess_position_king (c, (ChessColor) c->side);
  gint64 settle = self->family->settle_ms;

  switch (chess_piece_kind (c->board[chess_move_from (move)]))
    {
    case CHESS_KNIGHT:
      return settle * 7 / 10;
    case CHESS_KING:
      return chess_move_form (move) != CHESS_FORM_CASTLING && (BIT (to) & CENTRE) ? KING_MS
                                                                                  : settle;
    case CHESS_ROOK:
      if ((c->castling[c->side][0] < 64 && to == king + 1) ||
          (c->castling[c->side][1] < 64 && king > 0 && to == king - 1))
        return settle * 5 / 2;
      return settle;
    default:
      return settle;
    }
}

/* When K is certain, if nothing changes. */
static gint64
get_candidate_due (const ClScanInterpreter *self)
{
  const Candidate *k = &self->candidate;
  gint64 settle;

  if (k->n == 0 || self->doubt)
    return CL_NEVER_MS;
  if (k->first_due_ms != CL_NEVER_MS)
    return k->first_due_ms;
  if (lever_rules (self))
    return !k->stands              ? CL_NEVER_MS
           : self->pressed >= k->n ? MAX (self->pressed_ms, k->since_ms) + LEVER_MS
                                   : k->since_ms + UNPRESSED_MS;
  if (k->touched)
    return k->due_ms;
  if (!k->stands)
    return CL_NEVER_MS;
  settle = k->n == 1 ? get_settle (self, k->moves[0]) : self->family->settle_ms;
  if (k->unseen)
    settle *= 2;
  if (self->scanned_ms < k->since_ms + CONFIRM_MS)
    return CL_NEVER_MS;
  return k->since_ms + settle;
}

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
  if (king && get_settle (self, k->moves[0]) == KING_MS)
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
    commit (self, k->moves[0], at_ms);
  set_candidate (self, first, matches.first[0], at_ms);
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
  set_candidate (self, matches.first[0], matches.second[0], at_ms);
  self->candidate.unseen = TRUE;
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
        commit (self, k->moves[0], at_ms);
    }
  if (matches.n == 1 && !takes_back (self, &matches))
    set_candidate (self, matches.first[0], matches.second[0], at_ms);
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
  set_candidate (self, matches.first[0], CHESS_MOVE_NULL, at_ms);
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

static void
evaluate (ClScanInterpreter *self, gint64 at_ms)
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
      set_candidate (self, matches.first[0], CHESS_MOVE_NULL, at_ms);
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

static void
take_changes (ClScanInterpreter *self, const ClPlacement *raw, gint64 at_ms)
{
  ClPlacement before = self->evidence.now;
  guint64 diff;

  self->raw = *raw;
  /* Whatever the label says: this board cannot name its men. */
  for (guint i = 0; i < 64; i++)
    self->evidence.named &= raw->squares[i] != CL_PIECE_SOME;
  self->evidence.now = self->turned ? cl_placement_turned (raw) : *raw;
  diff = self->seen ? cl_placement_diff (&before, &self->evidence.now) : ~G_GUINT64_CONSTANT (0);
  self->seen = TRUE;
  if (self->away)
    self->changed_ms = at_ms;
  else if (diff == 0)
    {
      if (self->unread && !self->doubt)
        evaluate (self, at_ms);
      return;
    }
  self->away = FALSE;
  for (guint i = 0; i < 64; i++)
    if (diff & BIT (i))
      {
        gboolean empty = self->evidence.now.squares[i] == CHESS_NO_PIECE;

        *(empty ? &self->evidence.emptied : &self->evidence.put) |= BIT (i);
        (empty ? self->emptied_at : self->put_at)[i] = at_ms;
      }
  self->changed_ms = at_ms;
  evaluate (self, at_ms);
}

/* With the start position on the board and nobody having moved, the clock that runs is White's. */
static void
bind_clock (ClScanInterpreter *self)
{
  if (self->running && self->positions->len == 1 && cl_scan_get_last (self)->side == CHESS_WHITE &&
      self->candidate.n == 0 && !self->lever_used &&
      cl_scan_diff (&self->evidence, cl_scan_get_last (self)) == 0)
    self->white_right = self->lever_right;
}

static void
take_lever (ClScanInterpreter *self, gint64 at_ms)
{
  ChessColor runs = self->lever_right == self->white_right ? CHESS_WHITE : CHESS_BLACK;

  self->lever_used = TRUE;
  if (self->positions->len == 0)
    return;
  if (runs != cl_scan_get_last (self)->side)
    self->pressed = 1;
  else
    self->pressed = self->pressed == 1 ? 2 : 0;
  self->pressed_ms = at_ms;
}

void
cl_scan_interpreter_see (ClScanInterpreter *self, const ClSight *sight)
{
  ClPlacement raw;
  gboolean pressed;

  cl_scan_interpreter_advance (self, sight->at_ms);
  switch (sight->kind)
    {
    case CL_SIGHT_READY:
      self->resumed = self->seen;
      break;
    case CL_SIGHT_SQUARE:
      raw = self->raw;
      raw.squares[sight->square] = sight->piece;
      if (self->seen)
        take_changes (self, &raw, sight->at_ms);
      break;
    case CL_SIGHT_DOUBT:
      self->doubt = TRUE;
      break;
    case CL_SIGHT_SCAN:
      self->doubt = FALSE;
      self->scanned_ms = sight->at_ms;
      take_changes (self, &sight->placement, sight->at_ms);
      break;
    case CL_SIGHT_CLOCK:
    case CL_SIGHT_LEVER:
      /* A lever that stands otherwise than before the board was away was pressed meanwhile. */
      pressed = sight->kind == CL_SIGHT_LEVER ||
                (self->lever_used && sight->lever_right != self->lever_right);
      self->running = sight->running;
      self->lever_right = sight->lever_right;
      if (pressed)
        take_lever (self, sight->at_ms);
      else
        bind_clock (self);
      break;
    case CL_SIGHT_NO_CLOCK:
      self->running = self->lever_used = FALSE;
      break;
    case CL_SIGHT_LOST:
      /* What stands now is not known, and whether the clock runs will be told again. */
      self->away = TRUE;
      self->candidate.stands = self->candidate.touched = FALSE;
      self->candidate.first_due_ms = CL_NEVER_MS;
      break;
    default:
      break;
    }
}

/* A touched candidate whose man is in the air again is in doubt: what comes next will tell. */
static gboolean
is_in_doubt (const ClScanInterpreter *self)
{
  const Candidate *k = &self->candidate;
  ChessPosition after = *cl_scan_get_last (self);
  ChessSquare to = cl_scan_get_target (&after, k->moves[0]);

  if (!k->touched || k->n != 1)
    return FALSE;
  chess_position_make (&after, k->moves[0]);
  return (cl_scan_diff (&self->evidence, &after) & BIT (to)) != 0;
}

static void
take_due_candidate (ClScanInterpreter *self, gint64 at_ms)
{
  Candidate *k = &self->candidate;

  if (k->first_due_ms != CL_NEVER_MS)
    {
      Candidate second = { .moves = { k->moves[1], CHESS_MOVE_NULL },
                           .n = 1,
                           .stands = k->stands,
                           .since_ms = k->since_ms,
                           .first_due_ms = CL_NEVER_MS };

      commit (self, k->moves[0], at_ms);
      *k = second;
      tell_candidate (self, at_ms);
      if (self->evidence.named)
        evaluate (self, at_ms);
      return;
    }
  if (is_in_doubt (self))
    {
      k->touched = FALSE;
      k->stands = FALSE;
      return;
    }
  commit_candidate (self, at_ms);
  if (cl_scan_diff (&self->evidence, cl_scan_get_last (self)) != 0)
    evaluate (self, at_ms);
}

void
cl_scan_interpreter_advance (ClScanInterpreter *self, gint64 now_ms)
{
  for (;;)
    {
      gint64 due_ms = get_candidate_due (self), rest_ms = cl_scan_get_rest_due (self);

      if (MIN (due_ms, rest_ms) > now_ms)
        return;
      if (due_ms <= rest_ms)
        take_due_candidate (self, due_ms);
      else
        cl_scan_try_rest (self, rest_ms);
    }
}

gint64
cl_scan_interpreter_get_deadline (const ClScanInterpreter *self)
{
  return MIN (get_candidate_due (self), cl_scan_get_rest_due (self));
}

void
cl_scan_interpreter_choose (ClScanInterpreter *self, ChessMove move, gint64 now_ms)
{
  if (self->positions->len == 0 || !chess_position_is_legal (cl_scan_get_last (self), move))
    return;
  cl_scan_drop_candidate (self, now_ms);
  commit (self, move, now_ms);
  if (cl_scan_diff (&self->evidence, cl_scan_get_last (self)) == 0)
    {
      self->resumed = FALSE;
      cl_scan_forget_evidence (self);
    }
  evaluate (self, now_ms);
}

void
cl_scan_interpreter_set_game (ClScanInterpreter *self,
                              const ChessPosition *positions,
                              guint n,
                              gint64 now_ms)
{
  g_array_set_size (self->positions, 0);
  g_array_append_vals (self->positions, positions, n);
  self->over = FALSE;
  self->pressed = 0;
  /* What the first look at the board shows besides this game happened while nobody looked. */
  self->resumed |= !self->seen;
  cl_scan_drop_candidate (self, now_ms);
  if (self->seen && n > 0)
    {
      self->changed_ms = MAX (self->changed_ms, now_ms);
      evaluate (self, now_ms);
    }
}

void
cl_scan_interpreter_set_over (ClScanInterpreter *self, gboolean over)
{
  self->over = over;
  if (over)
    memset (&self->candidate, 0, sizeof self->candidate);
  self->candidate.first_due_ms = CL_NEVER_MS;
}

void
cl_scan_interpreter_set_turned (ClScanInterpreter *self, gboolean turned, gint64 now_ms)
{
  if (turned == self->turned)
    return;
  cl_scan_turn (self, turned, now_ms);
  self->changed_ms = now_ms;
  evaluate (self, now_ms);
}
