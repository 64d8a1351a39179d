/* cl-scan-rest.c: what a board at rest means when no move explains it: takebacks, new games, results, questions, guidance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-interpreter-private.h"

#define LIGHT_CENTRE (BIT (28) | BIT (35)) /* e4, d5 */
#define TAKEBACK_MS  2000
#define NEW_GAME_MS  1500
#define PROMOTION_MS 800
#define RESULT_MS    1500
#define CHOICE_MS    2500
#define MISMATCH_MS  3000

static gboolean
find_takeback (ClScanInterpreter *self, gint64 at_ms)
{
  guint n = cl_scan_interpreter_get_n_plies (self);
  guint first = self->evidence.named ? 0 : n - MIN (n, 2);

  if (first == 0 && n > 2)
    first = 1;
  for (guint ply = n; ply-- > first;)
    if (cl_scan_diff (&self->evidence, &g_array_index (self->positions, ChessPosition, ply)) == 0)
      {
        ClReading reading = { .kind = CL_READING_TAKEBACK, .at_ms = at_ms, .to_ply = ply };

        g_array_set_size (self->positions, ply + 1);
        cl_scan_drop_candidate (self, at_ms);
        cl_scan_forget_evidence (self);
        self->over = FALSE;
        cl_scan_tell_wrong (self, 0, at_ms);
        cl_scan_tell (self, &reading);
        return TRUE;
      }
  return FALSE;
}

/* A game of one or two half-moves was rather taken back. */
static gboolean
find_new_game (ClScanInterpreter *self, gint64 at_ms)
{
  guint n = cl_scan_interpreter_get_n_plies (self);

  cl_scan_find_orientation (self, at_ms);
  if (!cl_scan_is_start (self, &self->evidence.now) || n == 0 || (n <= 2 && !self->over))
    return FALSE;
  cl_scan_begin_game (self, at_ms);
  return TRUE;
}

/* Both kings on two of the four squares in the centre are always adjacent, so never a position of a game. */
static gboolean
find_result (ClScanInterpreter *self, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_RESULT, .at_ms = at_ms, .result = CHESS_RESULT_DRAW };
  guint64 kings = 0;
  guint n = 0;

  if (self->over || self->result_told)
    return self->result_told;
  for (guint i = 0; self->evidence.named && i < 64; i++)
    if (self->evidence.now.squares[i] != CHESS_NO_PIECE &&
        chess_piece_kind (self->evidence.now.squares[i]) == CHESS_KING)
      {
        kings |= BIT (i);
        n++;
      }
  if (n != 2 || (kings & ~CENTRE) != 0)
    return FALSE;
  if ((kings & ~LIGHT_CENTRE) == 0)
    reading.result = CHESS_RESULT_WHITE;
  else if ((kings & LIGHT_CENTRE) == 0)
    reading.result = CHESS_RESULT_BLACK;
  cl_scan_drop_candidate (self, at_ms);
  self->result_told = TRUE;
  cl_scan_tell (self, &reading);
  return TRUE;
}

static void
tell_choice (ClScanInterpreter *self, const ChessMove *moves, guint n, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_CHOICE, .at_ms = at_ms, .moves = moves, .n_moves = n };

  cl_scan_tell (self, &reading);
}

/* Are they one move, but for the piece that a pawn becomes? Keeps one of each. */
static gboolean
is_promotion (ClScanMatches *matches)
{
  guint n = 0;

  if (matches->n == 0 || matches->n > CL_SCAN_MAX_CHOICES)
    return FALSE;
  for (guint i = 0; i < matches->n; i++)
    {
      ChessMove move = matches->first[i];

      if (chess_move_form (move) != CHESS_FORM_PROMOTION ||
          chess_move_from (move) != chess_move_from (matches->first[0]) ||
          chess_move_to (move) != chess_move_to (matches->first[0]))
        return FALSE;
      if (n == 0 || move != matches->first[n - 1])
        matches->first[n++] = move;
    }
  matches->n = n;
  return TRUE;
}

/* A board that cannot name its men asks early, before the next move makes it harder. */
static gboolean
find_promotion (ClScanInterpreter *self, gint64 at_ms)
{
  ClScanMatches matches;

  if (self->evidence.named || self->over)
    return FALSE;
  cl_scan_match (&self->evidence, cl_scan_get_last (self), FALSE, &matches);
  if (!is_promotion (&matches))
    return FALSE;
  tell_choice (self, matches.first, matches.n, at_ms);
  return TRUE;
}

/* One man of the side to move stands elsewhere, and nothing else is different: it was played, and is not legal. */
static gboolean
find_illegal (ClScanInterpreter *self, gint64 at_ms)
{
  const ChessPosition *c = cl_scan_get_last (self);
  guint64 diff = cl_scan_diff (&self->evidence, c);
  ClReading reading = { .kind = CL_READING_ILLEGAL,
                        .at_ms = at_ms,
                        .from = CHESS_NO_SQUARE,
                        .to = CHESS_NO_SQUARE,
                        .promotion = CHESS_NO_KIND };

  if (!self->evidence.named || self->pressed != 1)
    return FALSE;
  for (guint i = 0; i < 64; i++)
    {
      ChessPiece piece = self->evidence.now.squares[i];

      if (!(diff & BIT (i)))
        continue;
      if (piece == CHESS_NO_PIECE && reading.from == CHESS_NO_SQUARE)
        reading.from = (ChessSquare) i;
      else if (piece != CHESS_NO_PIECE && reading.to == CHESS_NO_SQUARE)
        reading.to = (ChessSquare) i;
      else
        return FALSE;
    }
  if (reading.from == CHESS_NO_SQUARE || reading.to == CHESS_NO_SQUARE ||
      c->board[reading.from] != self->evidence.now.squares[reading.to] ||
      chess_piece_color (c->board[reading.from]) != c->side)
    return FALSE;
  self->pressed = 0;
  cl_scan_tell (self, &reading);
  return TRUE;
}

/* What the board cannot tell apart, and what happened while it was away. */
static gboolean
find_choice (ClScanInterpreter *self, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_LINE, .at_ms = at_ms };
  ClScanMatches matches;
  ChessMove line[2];

  cl_scan_match (&self->evidence, cl_scan_get_last (self), !self->evidence.named, &matches);
  if (self->over)
    return FALSE;
  if (matches.n >= 1 && matches.n <= CL_SCAN_MAX_CHOICES)
    {
      tell_choice (self, matches.first, matches.n, at_ms);
      return TRUE;
    }
  /* Answered already, and nobody said which piece it was. */
  cl_scan_match_pairs (&self->evidence, cl_scan_get_last (self), FALSE, &matches);
  if (!self->evidence.named && is_promotion (&matches))
    {
      tell_choice (self, matches.first, matches.n, at_ms);
      return TRUE;
    }
  if (!self->resumed)
    return FALSE;
  cl_scan_match_pairs (&self->evidence, cl_scan_get_last (self), TRUE, &matches);
  if (matches.n != 1)
    return FALSE;
  line[0] = matches.first[0];
  line[1] = matches.second[0];
  reading.moves = line;
  reading.n_moves = 2;
  cl_scan_tell (self, &reading);
  return TRUE;
}

static gboolean
tell_mismatch (ClScanInterpreter *self, gint64 at_ms)
{
  if (!self->over)
    cl_scan_tell_wrong (self, cl_scan_diff (&self->evidence, cl_scan_get_last (self)), at_ms);
  return FALSE;
}

/* What is tried one after the other while all rests; TRUE: it is explained. */
static const struct
{
  gint64 after_ms;
  gboolean (*find) (ClScanInterpreter *self, gint64 at_ms);
} rest_rules[] = {
  { PROMOTION_MS, find_promotion }, { NEW_GAME_MS, find_new_game }, { RESULT_MS, find_result },
  { TAKEBACK_MS, find_takeback },   { CHOICE_MS, find_choice },     { CHOICE_MS, find_illegal },
  { MISMATCH_MS, tell_mismatch },
};

gint64
cl_scan_get_rest_due (const ClScanInterpreter *self)
{
  const Candidate *k = &self->candidate;

  if (self->away || self->positions->len == 0 || self->rest_done >= G_N_ELEMENTS (rest_rules) ||
      (k->n > 0 && k->stands) || cl_scan_diff (&self->evidence, cl_scan_get_last (self)) == 0)
    return CL_NEVER_MS;
  return self->changed_ms + rest_rules[self->rest_done].after_ms;
}

void
cl_scan_try_rest (ClScanInterpreter *self, gint64 at_ms)
{
  if (rest_rules[self->rest_done++].find (self, at_ms))
    self->rest_done = G_N_ELEMENTS (rest_rules);
}
