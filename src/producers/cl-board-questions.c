/* cl-board-questions.c: what a board cannot tell is asked, and what is answered is done
 *
 * One question is open at a time; a newer one takes its place, and a move that becomes certain ends it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-producer-private.h"

#include <glib/gi18n-lib.h>

static char *
word_result (ChessResult result)
{
  return g_strdup (
    result == CHESS_RESULT_WHITE
    ? _ ("The kings stand on e4 and d5, which says that White won. Is the game over?")
    : result == CHESS_RESULT_BLACK
    ? _ ("The kings stand on d4 and e5, which says that Black won. Is the game over?")
    : _ ("The kings stand in the centre, which says that the game is drawn. Is it over?"));
}

static char *
word_illegal (const ChessPosition *position, const ClReading *reading)
{
  char from[3] = { (char) ('a' + chess_file (reading->from)),
                   (char) ('1' + chess_rank (reading->from)),
                   '\0' };
  char to[3] = { (char) ('a' + chess_file (reading->to)),
                 (char) ('1' + chess_rank (reading->to)),
                 '\0' };
  const char *name = cl_board_name_piece (position->board[reading->from]);

  /* Translators: %1$s is "white knight", %2$s and %3$s are squares */
  return g_strdup_printf (_ ("The %1$s went from %2$s to %3$s, which is not legal. Was it played?"),
                             name,
                             from,
                             to);
}

static char *
word_line (const ChessPosition *position, const ClReading *reading)
{
  ChessPosition next = *position;
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < reading->n_moves; i++)
    {
      char san[CHESS_SAN_SIZE];

      chess_san_write (&next, reading->moves[i], san);
      chess_position_make (&next, reading->moves[i]);
      g_string_append_printf (line, "%s%s", i > 0 ? " " : "", san);
    }
  /* Translators: %s is "Nf3 Nc6" */
  return g_strdup_printf (_ ("Was %s played while the board was away?"), line->str);
}

static char *
word_question (ClBoardProducer *self, ClBoardQuestionKind kind, const ClReading *reading)
{
  const ChessPosition *position = cl_scan_interpreter_get_position (self->interpreter);

  if (kind == CL_BOARD_QUESTION_RESULT)
    return word_result (reading->result);
  if (kind == CL_BOARD_QUESTION_ILLEGAL)
    return word_illegal (position, reading);
  if (kind == CL_BOARD_QUESTION_LINE)
    return word_line (position, reading);
  return g_strdup (_ ("The board cannot tell which move this is. Which was it?"));
}

void
cl_board_producer_ask (ClBoardProducer *self, ClBoardQuestionKind kind, const ClReading *reading)
{
  g_autofree char *text = word_question (self, kind, reading);

  self->question = (ClBoardQuestion){ .kind = kind,
                                      .n_moves = MIN (reading->n_moves, CL_BOARD_CHOICES),
                                      .result = reading->result,
                                      .from = reading->from,
                                      .to = reading->to,
                                      .promotion = reading->promotion };
  for (guint i = 0; i < self->question.n_moves; i++)
    self->question.moves[i] = reading->moves[i];
  if (self->news != NULL)
    self->news (self, CL_BOARD_NEWS_QUESTION, text, self->news_data);
}

guint
cl_board_producer_get_n_answers (const ClBoardProducer *self)
{
  return self->question.kind == CL_BOARD_QUESTION_NONE     ? 0
         : self->question.kind == CL_BOARD_QUESTION_CHOICE ? self->question.n_moves + 1
                                                           : 2;
}

char *
cl_board_producer_dup_answer (const ClBoardProducer *self, guint number)
{
  const ChessPosition *position = cl_scan_interpreter_get_position (self->interpreter);
  char san[CHESS_SAN_SIZE];

  if (number >= cl_board_producer_get_n_answers (self))
    return NULL;
  if (self->question.kind == CL_BOARD_QUESTION_CHOICE && number < self->question.n_moves &&
      position != NULL)
    {
      chess_san_write (position, self->question.moves[number], san);
      return g_strdup (san);
    }
  if (self->question.kind == CL_BOARD_QUESTION_CHOICE)
    return g_strdup (_ ("None of these"));
  return g_strdup (number == 0 ? _ ("Yes") : _ ("No"));
}

static void
accept (ClBoardProducer *self, const ClBoardQuestion *question, guint number)
{
  gint64 now_ms = cl_board_producer_get_now_ms (self), now = cl_board_now (self->now_us);
  GError *error = NULL;
  ClDraft *draft;

  switch (question->kind)
    {
    case CL_BOARD_QUESTION_CHOICE:
      cl_scan_interpreter_choose (self->interpreter, question->moves[number], now_ms);
      break;
    case CL_BOARD_QUESTION_LINE:
      for (guint i = 0; i < question->n_moves; i++)
        cl_scan_interpreter_choose (self->interpreter, question->moves[i], now_ms);
      break;
    case CL_BOARD_QUESTION_RESULT:
      draft = cl_table_end (self->table.game,
                            question->result,
                            question->result == CHESS_RESULT_DRAW ? CHESS_ENDING_AGREEMENT
                                                                  : CHESS_ENDING_RESIGNATION,
                            NULL,
                            now,
                            &error);
      cl_board_producer_record (self, draft, error, _ ("The game is over"));
      break;
    default:
      draft = cl_table_illegal_move (self->table.game,
                                     question->from,
                                     question->to,
                                     question->promotion,
                                     now,
                                     &error);
      cl_board_producer_record (self, draft, error, _ ("The illegal move is recorded"));
    }
}

void
cl_board_producer_answer (ClBoardProducer *self, guint number)
{
  ClBoardQuestion question = self->question;
  gboolean yes =
    question.kind == CL_BOARD_QUESTION_CHOICE ? number < question.n_moves : number == 0;

  if (number >= cl_board_producer_get_n_answers (self) || self->table.game == NULL)
    return;
  self->question.kind = CL_BOARD_QUESTION_NONE;
  if (yes)
    accept (self, &question, number);
  if (self->resync)
    cl_board_producer_give_game (self);
  cl_board_producer_schedule (self);
}
