/* cl-board-questions.c: what a board cannot tell is asked, and what is answered is done
 *
 * One question is open at a time; a newer one takes its place, and a move that becomes certain ends it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-producer-private.h"

#include <glib/gi18n-lib.h>

void
cl_board_producer_ask (ClBoardProducer *self,
                       ClBoardQuestionKind kind,
                       const ClReading *reading,
                       const char *text)
{
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
