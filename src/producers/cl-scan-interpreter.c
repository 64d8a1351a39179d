/* cl-scan-interpreter.c: reads moves out of what an electronic board saw
 *
 * A *candidate* K of one or two moves from C, the last position of the game, is found by cl-scan-evaluate.c on every change.
 * K is certain when it stood untouched for its settle time; some scans after the opponent's man was touched; or, while a
 * clock runs, when the lever was pressed, for a touch proves nothing there. What is reported may get lost unnoticed, so a
 * candidate also waits until the board, asked again, says the same. What a board at rest means when there is no candidate is
 * read by cl-scan-rest.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-interpreter-private.h"

#include <string.h>

#define LEVER_MS     300
#define UNPRESSED_MS 20000 /* a move that stands though the clock runs and nobody presses it */
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

void
cl_scan_set_candidate (ClScanInterpreter *self, ChessMove first, ChessMove second, gint64 at_ms)
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
  k->touched = FALSE;
  k->unseen = 0;
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

void
cl_scan_commit (ClScanInterpreter *self, ChessMove move, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_MOVE,
                        .at_ms = at_ms,
                        .moves = &move,
                        .n_moves = 1,
                        .inferred = self->resumed || self->candidate.unseen > 0 };
  ChessPosition next = *cl_scan_get_last (self);

  forget_move (self, &next, move);
  chess_position_make (&next, move);
  g_array_append_val (self->positions, next);
  self->undone = FALSE;
  if (self->candidate.unseen > 0)
    self->candidate.unseen--;
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
  self->candidate.unseen = k.unseen;
  for (guint i = 0; i < k.n; i++)
    cl_scan_commit (self, k.moves[i], at_ms);
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
gint64
cl_scan_get_settle (const ClScanInterpreter *self, ChessMove move)
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
  settle = k->n == 1 ? cl_scan_get_settle (self, k->moves[0]) : self->family->settle_ms;
  if (k->unseen == k->n)
    settle *= 2;
  if (self->scanned_ms < k->since_ms + CONFIRM_MS)
    return CL_NEVER_MS;
  return k->since_ms + settle;
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
        cl_scan_evaluate (self, at_ms);
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
  cl_scan_evaluate (self, at_ms);
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

      cl_scan_commit (self, k->moves[0], at_ms);
      second.unseen = k->unseen;
      *k = second;
      tell_candidate (self, at_ms);
      if (self->evidence.named)
        cl_scan_evaluate (self, at_ms);
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
    cl_scan_evaluate (self, at_ms);
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
  cl_scan_commit (self, move, now_ms);
  if (cl_scan_diff (&self->evidence, cl_scan_get_last (self)) == 0)
    {
      self->resumed = FALSE;
      cl_scan_forget_evidence (self);
    }
  cl_scan_evaluate (self, now_ms);
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
      cl_scan_evaluate (self, now_ms);
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
  cl_scan_evaluate (self, now_ms);
}
