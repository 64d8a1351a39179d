/* cl-game-moves.c: the moves of a folded game: played, taken back, corrected
 *
 * A plain MovePlayed comes here without a ClFact: folding millions of them may cost one legality check, the move itself,
 * and the growth of three arrays. All functions check first and change afterwards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-private.h"

#include <string.h>

static gboolean
nonsense (GError **error, ClFactError code, const char *message)
{
  g_set_error_literal (error, CL_FACT_ERROR, code, message);
  return FALSE;
}

gint
cl_game_find_move (const ClGameFull *self, guint64 offset)
{
  GArray *moves = self->pub.moves;

  /* From the end: what is spoken about is mostly recent. */
  for (guint i = moves->len; i > 0; i--)
    if (g_array_index (moves, ClGameMove, i - 1).offset == offset)
      return (gint) i - 1;
  return -1;
}

const ClGameCorrection *
cl_game_correction_at (const ClGameFull *self, guint ply)
{
  const ClGameCorrection *found = NULL;

  for (guint i = 0; self->corrections != NULL && i < self->corrections->len; i++)
    if (g_array_index (self->corrections, ClGameCorrection, i).ply == ply)
      found = &g_array_index (self->corrections, ClGameCorrection, i);
  return found;
}

/* Positions before a correction of what stands on the board are no repetitions of those after it. */
guint
cl_game_first_repeatable (const ClGameFull *self)
{
  guint last = self->keys->len - 1, halfmove = self->pub.current.halfmove;
  guint first = last > halfmove ? last - halfmove : 0;

  if (self->corrections != NULL && self->corrections->len > 0)
    first =
      MAX (first,
           g_array_index (self->corrections, ClGameCorrection, self->corrections->len - 1).ply);
  return first;
}

void
cl_game_judge (ClGameFull *self)
{
  guint first = cl_game_first_repeatable (self);

  if (self->broken_ply > 0)
    {
      self->pub.outcome = (ChessOutcome){ CHESS_ENDING_NONE };
      return;
    }
  self->pub.outcome = chess_outcome (&self->pub.current,
                                     &g_array_index (self->keys, guint64, first),
                                     self->keys->len - first);
}

/* Puts @piece on @square, whatever was there. */
static void
put_piece (ChessPosition *position, ChessSquare square, ChessPiece piece)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << square;
  ChessPiece there = position->board[square];

  if (there != CHESS_NO_PIECE)
    {
      position->kinds[chess_piece_kind (there)] &= ~bit;
      position->colors[chess_piece_color (there)] &= ~bit;
    }
  position->board[square] = piece;
  if (piece != CHESS_NO_PIECE)
    {
      position->kinds[chess_piece_kind (piece)] |= bit;
      position->colors[chess_piece_color (piece)] |= bit;
    }
}

static void
drop_rights (ChessPosition *position)
{
  for (guint color = 0; color < 2; color++)
    for (guint wing = 0; wing < 2; wing++)
      {
        ChessSquare rook = position->castling[color][wing];
        ChessSquare king = chess_position_king (position, color);

        if (rook == CHESS_NO_SQUARE)
          continue;
        if (position->board[rook] != chess_piece (color, CHESS_ROOK) ||
            chess_rank (king) != chess_rank (rook) || (wing == 0) != (rook > king))
          position->castling[color][wing] = CHESS_NO_SQUARE;
      }
}

gboolean
cl_game_play_by_hand (ChessPosition *position, ClMove move)
{
  ChessSquare from = (ChessSquare) (move.move & 63), to = (ChessSquare) (move.move >> 6 & 63);
  ChessPiece piece = position->board[from], target = position->board[to];
  guint promotion = move.move >> 12 & 7;
  ChessColor mover = position->side;
  gboolean pawn;

  if (move.move == 0 || from == to || piece == CHESS_NO_PIECE || promotion > 4 ||
      chess_piece_kind (piece) + 1u != (move.marks & 7u) ||
      (target != CHESS_NO_PIECE && chess_piece_kind (target) == CHESS_KING))
    return FALSE;
  pawn = chess_piece_kind (piece) == CHESS_PAWN;
  if (pawn && chess_rank (to) == (chess_piece_color (piece) == CHESS_WHITE ? 7 : 0))
    piece = chess_piece (chess_piece_color (piece),
                         promotion > 0 ? CHESS_KNIGHT + promotion - 1 : CHESS_QUEEN);
  else if (pawn && (chess_rank (to) == 0 || chess_rank (to) == 7))
    return FALSE;
  put_piece (position, to, piece);
  put_piece (position, from, CHESS_NO_PIECE);
  if (chess_piece_kind (piece) == CHESS_KING)
    position->castling[chess_piece_color (piece)][0] =
      position->castling[chess_piece_color (piece)][1] = CHESS_NO_SQUARE;
  drop_rights (position);
  position->en_passant = CHESS_NO_SQUARE;
  position->side = (guint8) !mover;
  position->halfmove = pawn || target != CHESS_NO_PIECE ? 0 : (guint16) (position->halfmove + 1);
  position->fullmove = (guint16) (position->fullmove + (mover == CHESS_BLACK));
  position->key = chess_position_compute_key (position);
  return TRUE;
}

/* What people read of a comment: without the commands in it. */
static void
show_comment (ClGameMove *move, const char *text)
{
  gsize length = strlen (text);
  char *stripped = g_malloc (length + 1);

  length = chess_commands_strip ((ChessText){ text, length }, stripped);
  stripped[length] = '\0';
  if (length > 0 && move->comment != NULL)
    {
      char *joined = g_strconcat (move->comment, " ", stripped, NULL);

      g_free (move->comment);
      move->comment = joined;
    }
  else if (length > 0)
    move->comment = g_steal_pointer (&stripped);
  g_free (stripped);
}

void
cl_game_append_comment (ClGameMove *move, const char *text)
{
  if (move->raw_comments == NULL)
    move->raw_comments = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (move->raw_comments, g_strdup (text));
  show_comment (move, text);
}

static void
adopt_annotations (ClGameMove *move, ClFact *fact)
{
  move->used_ms = fact->used_ms;
  move->inferred = fact->inferred;
  move->nags = g_steal_pointer (&fact->nags);
  move->escapes = g_steal_pointer (&fact->escapes);
  move->order = g_steal_pointer (&fact->order);
  move->raw_comments = g_steal_pointer (&fact->comments);
  for (guint i = 0; move->raw_comments != NULL && i < move->raw_comments->len; i++)
    show_comment (move, g_ptr_array_index (move->raw_comments, i));
}

static gboolean
may_go_on (ClGameFull *self, guint32 ply, GError **error)
{
  if (self->pub.status != CL_GAME_PLAYING)
    return nonsense (error, CL_FACT_ERROR_BAD_DETAILS, "Move in a game that is not in progress");
  if (ply != self->pub.moves->len + 1)
    {
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_BAD_DETAILS,
                   "Move has ply %u where %u comes next",
                   ply,
                   self->pub.moves->len + 1);
      return FALSE;
    }
  if (self->broken_ply > 0)
    return nonsense (error,
                     CL_FACT_ERROR_ILLEGAL_MOVE,
                     "Move after one that a correction made illegal");
  return TRUE;
}

/* Appends the move that led to pub.current; @record holds side and number from before it. */
static void
push_move (ClGameFull *self,
           const ClEvent *event,
           ClFact *fact,
           ChessMove chess_move,
           ClGameRecord record,
           ChessKind captured)
{
  ClGame *pub = &self->pub;
  ClGameMove move = {
    .offset = event->offset,
    .move = chess_move,
    .clock_ms = event->clock_ms,
    .used_ms = CL_NO_CLOCK,
    .occurred_at = event->occurred_at,
    .captured = (guint8) captured,
    .check = cl_move_get_check (event->move) != 0,
    .illegal = record.stood,
    .key = pub->current.key,
    .stands_since = event->offset,
  };

  cl_move_san (event->move, move.san);
  if (fact != NULL)
    adopt_annotations (&move, fact);
  g_array_append_val (self->records, record);
  g_array_append_val (self->keys, pub->current.key);
  cl_game_clock_moved (self, record.side, &move);
  g_array_append_val (pub->moves, move);
  pub->draw_offered[!record.side] = FALSE;
  cl_game_judge (self);
}

gboolean
cl_game_move_played (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;
  ClGameRecord record = { event->move, pub->current.side, FALSE, pub->current.fullmove };
  ChessMove move;
  ChessUndo undo;

  if (!may_go_on (self, event->ply, error))
    return FALSE;
  if (!cl_move_to_chess (event->move, &pub->current, &move))
    {
      char san[12];

      cl_move_san (event->move, san);
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_ILLEGAL_MOVE,
                   "Move “%s” (ply %u) is not legal there",
                   san,
                   event->ply);
      return FALSE;
    }
  undo = chess_position_make (&pub->current, move);
  push_move (self, event, fact, move, record, chess_piece_kind (undo.captured));
  return TRUE;
}

/* The board is as it was before it; the clock of the one who made it goes on. */
static void
count_illegal_move (ClGameFull *self, const ClEvent *event)
{
  ClGame *pub = &self->pub;
  ClTakenBack taken = { .offset = event->offset,
                        .ply = event->ply + 1,
                        .occurred_at = event->occurred_at,
                        .illegal = TRUE };

  cl_move_san (event->move, taken.san);
  g_array_append_val (pub->taken_back, taken);
  pub->illegal_moves[pub->current.side]++;
}

gboolean
cl_game_illegal_move_made (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;
  ClGameRecord record = { event->move, pub->current.side, TRUE, pub->current.fullmove };
  ChessPosition after = pub->current;
  ChessPiece captured = pub->current.board[event->move.move >> 6 & 63];

  /* What did not stand has no place of its own in the game: its ply is the one after which it was made. */
  if (!may_go_on (self, fact->stood ? event->ply : event->ply + 1, error))
    return FALSE;
  if ((fact->stood || event->move.move != 0) && !cl_game_play_by_hand (&after, event->move))
    return nonsense (error, CL_FACT_ERROR_ILLEGAL_MOVE, "No hand can make this move on this board");
  if (!fact->stood)
    {
      count_illegal_move (self, event);
      return TRUE;
    }
  pub->current = after;
  push_move (self,
             event,
             fact,
             (ChessMove) (event->move.move & 0xfff),
             record,
             chess_piece_kind (captured));
  return TRUE;
}

/* Plays move @i again in @position, where it may have become another move, or none. */
static gboolean
replay_move (ClGameFull *self, guint i, ChessPosition *position)
{
  ClGameMove *move = &g_array_index (self->pub.moves, ClGameMove, i);
  ClGameRecord *record = &g_array_index (self->records, ClGameRecord, i);
  ChessPiece target = position->board[record->move.move >> 6 & 63];
  ChessMove legal;

  if (record->stood)
    {
      if (!cl_game_play_by_hand (position, record->move))
        return FALSE;
      move->captured = chess_piece_kind (target);
      move->illegal = TRUE;
    }
  else
    {
      if (!cl_move_to_chess (record->move, position, &legal))
        return FALSE;
      record->move = cl_move_from_chess (position, legal);
      cl_move_san (record->move, move->san);
      move->move = legal;
      move->check = cl_move_get_check (record->move) != 0;
      move->captured = chess_piece_kind (chess_position_make (position, legal).captured);
      move->illegal = FALSE;
    }
  move->broken = FALSE;
  return TRUE;
}

/* Plays the moves from index @from on again. The first that is not legal any more and all after it, until a correction
 * of what stands on the board, are kept as text. */
static void
replay_from (ClGameFull *self, guint from)
{
  ClGame *pub = &self->pub;
  ChessPosition position;
  const ClGameCorrection *correction;

  cl_game_position_at (pub, from, &position);
  self->broken_ply = 0;
  for (guint i = from; i <= pub->moves->len; i++)
    {
      ClGameMove *move;

      correction = i > from ? cl_game_correction_at (self, i) : NULL;
      if (correction != NULL)
        {
          position = correction->position;
          self->broken_ply = 0;
        }
      g_array_index (self->keys, guint64, i) = position.key;
      if (i > 0)
        g_array_index (pub->moves, ClGameMove, i - 1).key = position.key;
      if (i == pub->moves->len)
        break;
      move = &g_array_index (pub->moves, ClGameMove, i);
      if (self->broken_ply == 0 && !replay_move (self, i, &position))
        self->broken_ply = i + 1;
      if (self->broken_ply > 0)
        move->illegal = move->broken = TRUE;
    }
  pub->current = position;
  cl_game_judge (self);
}

static gboolean
find_cited (ClGameFull *self, const ClFact *fact, gint *index, GError **error)
{
  *index = cl_game_find_move (self, fact->cites);
  if (*index < 0 || (guint32) *index + 1 != fact->ply)
    {
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_BAD_DETAILS,
                   "No move of ply %u stands at the cited offset %" G_GUINT64_FORMAT,
                   fact->ply,
                   fact->cites);
      return FALSE;
    }
  return TRUE;
}

gboolean
cl_game_move_corrected (ClGameFull *self, const ClEvent *event, const ClFact *fact, GError **error)
{
  ChessPosition before;
  ChessMove legal;
  ClGameMove *move;
  ClGameRecord *record;
  gint index;

  if (!find_cited (self, fact, &index, error))
    return FALSE;
  move = &g_array_index (self->pub.moves, ClGameMove, index);
  if (move->broken && index > 0 && (move - 1)->broken &&
      !cl_game_correction_at (self, (guint) index))
    return nonsense (error,
                     CL_FACT_ERROR_ILLEGAL_MOVE,
                     "Correction of a move behind one that is not legal");
  cl_game_position_at (&self->pub, (guint) index, &before);
  if (!cl_move_to_chess (fact->move, &before, &legal))
    return nonsense (error, CL_FACT_ERROR_ILLEGAL_MOVE, "Corrected move is not legal there");
  record = &g_array_index (self->records, ClGameRecord, index);
  record->move = fact->move;
  record->stood = FALSE;
  move->corrected = TRUE;
  if (fact->clock_ms != CL_NO_CLOCK)
    move->clock_ms = fact->clock_ms;
  replay_from (self, (guint) index);
  for (guint i = (guint) index; i < self->pub.moves->len; i++)
    g_array_index (self->pub.moves, ClGameMove, i).stands_since = event->offset;
  if (self->pub.clock.started && self->pub.status == CL_GAME_PLAYING)
    self->pub.clock.running = cl_game_side_to_move (&self->pub);
  return TRUE;
}

static void
cut_moves (ClGameFull *self, guint to_ply)
{
  ClGame *pub = &self->pub;

  cl_game_position_at (pub, to_ply, &pub->current);
  g_array_set_size (pub->moves, to_ply);
  g_array_set_size (self->records, to_ply);
  g_array_set_size (self->keys, to_ply + 1);
  while (self->corrections != NULL && self->corrections->len > 0 &&
         g_array_index (self->corrections, ClGameCorrection, self->corrections->len - 1).ply >
           to_ply)
    g_array_set_size (self->corrections, self->corrections->len - 1);
  self->broken_ply = 0;
  for (guint i = to_ply; i > 0 && g_array_index (pub->moves, ClGameMove, i - 1).broken; i--)
    {
      if (cl_game_correction_at (self, i) != NULL)
        break;
      self->broken_ply = i;
    }
}

gboolean
cl_game_taken_back (ClGameFull *self, const ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;
  gint index = -1;

  if (pub->status != CL_GAME_PLAYING && pub->status != CL_GAME_ENDED)
    return nonsense (error, CL_FACT_ERROR_BAD_DETAILS, "Takeback in a game that has no moves");
  if (fact->cites != 0 && !find_cited (self, fact, &index, error))
    return FALSE;
  if (fact->ply != (guint32) (index + 1) || fact->ply >= pub->moves->len)
    return nonsense (error, CL_FACT_ERROR_BAD_DETAILS, "Takeback takes nothing back");
  for (guint i = fact->ply; i < pub->moves->len; i++)
    {
      const ClGameMove *move = &g_array_index (pub->moves, ClGameMove, i);
      ClTakenBack taken = { .offset = move->offset,
                            .ply = i + 1,
                            .occurred_at = fact->occurred_at };

      memcpy (taken.san, move->san, sizeof taken.san);
      g_array_append_val (pub->taken_back, taken);
    }
  cut_moves (self, fact->ply);
  pub->draw_offered[0] = pub->draw_offered[1] = FALSE;
  if (pub->status == CL_GAME_ENDED)
    {
      pub->status = CL_GAME_PLAYING;
      pub->result = CHESS_RESULT_NONE;
      pub->ending = CHESS_ENDING_NONE;
      pub->ended_at = CL_NO_TIME;
      cl_game_forget_ending (pub);
    }
  cl_game_clock_stop (self, fact);
  cl_game_clock_turn (self, fact->occurred_at);
  cl_game_judge (self);
  return TRUE;
}

gboolean
cl_game_position_corrected (ClGameFull *self,
                            const ClEvent *event,
                            const ClFact *fact,
                            GError **error)
{
  ClGame *pub = &self->pub;
  ClGameCorrection correction = { .ply = pub->moves->len };
  ChessFenError fault;

  if (pub->status != CL_GAME_PLAYING && pub->status != CL_GAME_ENDED)
    return nonsense (error, CL_FACT_ERROR_BAD_DETAILS, "Correction of a game that has no board");
  if (fact->ply != pub->moves->len)
    return nonsense (error, CL_FACT_ERROR_BAD_DETAILS, "Corrected position is not the last one");
  fault = chess_fen_parse (fact->text, -1, &correction.position, NULL);
  if (fault != CHESS_FEN_OK)
    return nonsense (error, CL_FACT_ERROR_BAD_DETAILS, chess_fen_error_text (fault));
  correction.position.chess960 |= pub->start.chess960;
  if (self->corrections == NULL)
    self->corrections = g_array_new (FALSE, FALSE, sizeof (ClGameCorrection));
  g_array_append_val (self->corrections, correction);
  pub->current = correction.position;
  self->broken_ply = 0;
  g_array_index (self->keys, guint64, pub->moves->len) = pub->current.key;
  pub->start_since = pub->moves->len > 0 ? pub->start_since : event->offset;
  if (pub->moves->len > 0)
    {
      ClGameMove *last = &g_array_index (pub->moves, ClGameMove, pub->moves->len - 1);

      last->key = pub->current.key;
      last->stands_since = event->offset;
    }
  if (pub->clock.started && pub->status == CL_GAME_PLAYING)
    pub->clock.running = cl_game_side_to_move (pub);
  cl_game_judge (self);
  return TRUE;
}
