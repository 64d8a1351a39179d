/* test-game-accepts.c: every refusal, and beside it what is just acceptable
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "story.h"
#include "own-home.h"

#include <string.h>

/* Where the question is asked. */
typedef enum
{
  EMPTY,
  UNREADABLE,
  FRESH,    /* started, no move, no clock */
  OPEN,     /* 1. e4 e5, no clock */
  OFFERED,  /* the same, White has offered a draw */
  RUNNING,  /* 1. e4 e5, 300 s, White's clock runs */
  WAITING,  /* the same, not started */
  STOPPED,  /* the same, paused */
  ENDED,    /* 1. e4 e5, White resigned */
  RECORDED, /* "Record a game", ended 1-0 */
  REMOVED,
  ALMOST,  /* Ng8 would bring the start position for the third time */
  THRICE,  /* the start position for the third time */
  MATE,    /* fool's mate stands on the board */
  BROKEN,  /* a correction broke the last move */
  FLAGGED, /* White's flag fell */
} Scene;

typedef struct
{
  Scene scene;
  ClFactType type;
  const char *move; /* "e2e4" by hand, or SAN behind '=' */
  gint64 ply;       /* −1: the right one */
  gint64 cites;     /* −1: the move of that ply */
  ChessColor side;
  ChessResult result;
  ChessEnding ending;
  const char *text;
  gint64 ms;
  const char *refusal; /* part of the sentence; NULL: accepted */
} Question;

#define ANY      -1, -1, CHESS_WHITE, CHESS_RESULT_NONE, CHESS_ENDING_NONE, NULL, 0
#define BY(side) -1, -1, side, CHESS_RESULT_NONE, CHESS_ENDING_NONE, NULL, 0
#define W        CHESS_WHITE
#define B        CHESS_BLACK

/* clang-format off */
static const Question questions[] = {
  { EMPTY, CL_FACT_MOVE_PLAYED, "=e4", ANY, "not begun" },
  { EMPTY, CL_FACT_GAME_WITHDRAWN, NULL, ANY, "not begun" },
  { EMPTY, CL_FACT_GAME_STARTED, NULL, ANY, NULL },
  { EMPTY, CL_FACT_GAME_STARTED, NULL, -1, -1, W, 0, 0, "8/8/8/8/8/8/8/8 w - - 0 1", 0, "cannot stand" },
  { FRESH, CL_FACT_GAME_STARTED, NULL, ANY, "begun already" },
  { FRESH, CL_FACT_GAME_UNREADABLE, NULL, ANY, "begun already" },
  { UNREADABLE, CL_FACT_MOVE_PLAYED, "=e4", ANY, "Only the text" },
  { UNREADABLE, CL_FACT_GAME_WITHDRAWN, NULL, ANY, NULL },
  { FRESH, CL_FACT_SOURCE_IMPORTED, NULL, ANY, "not said about a game" },

  { OPEN, CL_FACT_MOVE_PLAYED, "=Nf3", ANY, NULL },
  { OPEN, CL_FACT_MOVE_PLAYED, "e4e6", ANY, "not a legal move" },
  { OPEN, CL_FACT_MOVE_PLAYED, "a1a5", ANY, "not a legal move" },
  { OPEN, CL_FACT_MOVE_PLAYED, "e7e6", ANY, "no piece" },
  { OPEN, CL_FACT_MOVE_PLAYED, "d7d6", ANY, "White’s turn" },
  { FRESH, CL_FACT_MOVE_PLAYED, "d7d6", ANY, "White’s turn" },
  { OPEN, CL_FACT_MOVE_PLAYED, "=Nf3", 5, -1, W, 0, 0, NULL, 0, "in the meantime" },
  { ENDED, CL_FACT_MOVE_PLAYED, "=Nf3", ANY, "over" },
  { REMOVED, CL_FACT_MOVE_PLAYED, "=Nf3", ANY, "removed" },
  { STOPPED, CL_FACT_MOVE_PLAYED, "=Nf3", ANY, "clock is stopped" },
  { WAITING, CL_FACT_MOVE_PLAYED, "=Nf3", ANY, NULL },
  { BROKEN, CL_FACT_MOVE_PLAYED, "=d4", ANY, "not legal any more" },
  { BROKEN, CL_FACT_MOVE_CORRECTED, "=d4", 3, -1, W, 0, 0, NULL, 0, NULL },

  { OPEN, CL_FACT_ILLEGAL_MOVE_MADE, "e4e6", ANY, NULL },
  { OPEN, CL_FACT_ILLEGAL_MOVE_MADE, "g1f3", ANY, "is legal" },
  { OPEN, CL_FACT_ILLEGAL_MOVE_MADE, "e3e6", ANY, "no piece" },
  { OPEN, CL_FACT_ILLEGAL_MOVE_MADE, "d1e8", ANY, "No position" },
  { ENDED, CL_FACT_ILLEGAL_MOVE_MADE, "e4e6", ANY, "over" },

  { OPEN, CL_FACT_MOVE_CORRECTED, "=d4", 1, -1, W, 0, 0, NULL, 0, NULL },
  { ENDED, CL_FACT_MOVE_CORRECTED, "=d4", 1, -1, W, 0, 0, NULL, 0, NULL },
  { OPEN, CL_FACT_MOVE_CORRECTED, "=e4", 1, -1, W, 0, 0, NULL, 0, "recorded" },
  { OPEN, CL_FACT_MOVE_CORRECTED, "e2e5", 1, -1, W, 0, 0, NULL, 0, "not a legal move" },
  { OPEN, CL_FACT_MOVE_CORRECTED, "=d4", 1, 3, W, 0, 0, NULL, 0, "no such move" },
  { OPEN, CL_FACT_MOVE_CORRECTED, "=Nf3", 3, -1, W, 0, 0, NULL, 0, "no such move" },

  { OPEN, CL_FACT_TAKEBACK_AGREED, NULL, 1, -1, W, 0, 0, NULL, 0, NULL },
  { OPEN, CL_FACT_TAKEBACK_AGREED, NULL, 0, -1, W, 0, 0, NULL, 0, NULL },
  { OPEN, CL_FACT_TAKEBACK_AGREED, NULL, 2, -1, W, 0, 0, NULL, 0, "no move to take back" },
  { OPEN, CL_FACT_TAKEBACK_AGREED, NULL, 1, 3, W, 0, 0, NULL, 0, "in the meantime" },
  { FRESH, CL_FACT_TAKEBACK_AGREED, NULL, 0, -1, W, 0, 0, NULL, 0, "no move to take back" },
  { ENDED, CL_FACT_TAKEBACK_AGREED, NULL, 1, -1, W, 0, 0, NULL, 0, "over" },
  { RECORDED, CL_FACT_TAKEBACK_AGREED, NULL, 1, -1, W, 0, 0, NULL, 0, NULL },

  { OPEN, CL_FACT_POSITION_CORRECTED, NULL, -1, -1, W, 0, 0, "4k3/8/8/8/8/8/8/4K3 w - - 0 1", 0, NULL },
  { OPEN, CL_FACT_POSITION_CORRECTED, NULL, -1, -1, W, 0, 0, "4k3/8/8/8/8/8/8/8 w - - 0 1", 0, "cannot stand" },
  { OPEN, CL_FACT_POSITION_CORRECTED, NULL, -1, -1, W, 0, 0, NULL, 0, "cannot stand" },
  { OPEN, CL_FACT_POSITION_CORRECTED, NULL, 1, -1, W, 0, 0, "4k3/8/8/8/8/8/8/4K3 w - - 0 1", 0, "in the meantime" },

  { OPEN, CL_FACT_DRAW_OFFERED, NULL, BY (B), NULL },
  { OFFERED, CL_FACT_DRAW_OFFERED, NULL, BY (W), "offered already" },
  { OFFERED, CL_FACT_DRAW_OFFERED, NULL, BY (B), "opponent has offered" },
  { ENDED, CL_FACT_DRAW_OFFERED, NULL, BY (W), "over" },
  { OFFERED, CL_FACT_DRAW_DECLINED, NULL, BY (B), NULL },
  { OFFERED, CL_FACT_DRAW_DECLINED, NULL, BY (W), "no draw offer" },
  { OPEN, CL_FACT_DRAW_DECLINED, NULL, BY (B), "no draw offer" },
  { THRICE, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, W, 0, CHESS_ENDING_THREEFOLD, NULL, 0, NULL },
  { THRICE, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_THREEFOLD, NULL, 0, "whose turn" },
  { THRICE, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, W, 0, CHESS_ENDING_50_MOVES, NULL, 0, "fifty moves" },
  { THRICE, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, W, 0, CHESS_ENDING_STALEMATE, NULL, 0, "can be claimed" },
  { OPEN, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, W, 0, CHESS_ENDING_THREEFOLD, NULL, 0, "three times" },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_THREEFOLD, "Ng8", 0, NULL },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_THREEFOLD, NULL, 0, "three times" },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_THREEFOLD, "Nd5", 0, "twice before" },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_THREEFOLD, "Nf3", 0, "not legal" },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_THREEFOLD, "--", 0, "not legal" },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, B, 0, CHESS_ENDING_50_MOVES, "Ng8", 0, "fifty moves" },
  { ALMOST, CL_FACT_DRAW_CLAIMED, NULL, -1, -1, W, 0, CHESS_ENDING_THREEFOLD, "Ng8", 0, "whose turn" },
  { ALMOST, CL_FACT_GAME_ENDED, NULL, -1, -1, B, CHESS_RESULT_DRAW, CHESS_ENDING_THREEFOLD, "Ng8", 0, NULL },

  { OPEN, CL_FACT_DETAILS_CORRECTED, NULL, -1, -1, W, 0, 0, "White:Eva", 0, NULL },
  { ENDED, CL_FACT_DETAILS_CORRECTED, NULL, -1, -1, W, 0, 0, "Site:Bern", 0, NULL },
  { OPEN, CL_FACT_DETAILS_CORRECTED, NULL, -1, -1, W, 0, 0, "White:Ada", 0, "Nothing" },
  { OPEN, CL_FACT_DETAILS_CORRECTED, NULL, -1, -1, W, 0, 0, "Whi te:Ada", 0, "needs a name" },
  { OPEN, CL_FACT_DETAILS_CORRECTED, NULL, -1, -1, W, 0, 0, ":Ada", 0, "needs a name" },
  { OPEN, CL_FACT_DETAILS_CORRECTED, NULL, ANY, "Nothing" },

  { OPEN, CL_FACT_RESULT_CORRECTED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION, NULL, 0, "no result yet" },
  { ENDED, CL_FACT_RESULT_CORRECTED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_AGREEMENT, NULL, 0, NULL },
  { ENDED, CL_FACT_RESULT_CORRECTED, NULL, -1, -1, W, CHESS_RESULT_NONE, CHESS_ENDING_NONE, NULL, 0, NULL },
  { ENDED, CL_FACT_RESULT_CORRECTED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_NONE, NULL, 0, "cannot come about" },
  { ENDED, CL_FACT_RESULT_CORRECTED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_AGREEMENT, NULL, 0, "cannot come about" },
  { ENDED, CL_FACT_RESULT_CORRECTED, NULL, -1, -1, W, CHESS_RESULT_BLACK, CHESS_ENDING_RESIGNATION, NULL, 0, "Nothing" },

  { OPEN, CL_FACT_GAME_WITHDRAWN, NULL, ANY, NULL },
  { OPEN, CL_FACT_GAME_RESTORED, NULL, ANY, "not removed" },
  { REMOVED, CL_FACT_GAME_WITHDRAWN, NULL, ANY, "removed already" },
  { REMOVED, CL_FACT_GAME_RESTORED, NULL, ANY, NULL },

  { OPEN, CL_FACT_CLOCK_STARTED, NULL, ANY, "no clock" },
  { WAITING, CL_FACT_CLOCK_STARTED, NULL, ANY, NULL },
  { RUNNING, CL_FACT_CLOCK_STARTED, NULL, ANY, "started already" },
  { RUNNING, CL_FACT_CLOCK_PAUSED, NULL, ANY, NULL },
  { WAITING, CL_FACT_CLOCK_PAUSED, NULL, ANY, "not running" },
  { STOPPED, CL_FACT_CLOCK_PAUSED, NULL, ANY, "stopped already" },
  { STOPPED, CL_FACT_CLOCK_RESUMED, NULL, ANY, NULL },
  { RUNNING, CL_FACT_CLOCK_RESUMED, NULL, ANY, "running already" },
  { STOPPED, CL_FACT_CLOCK_ADJUSTED, NULL, -1, -1, W, 0, 0, NULL, 60000, NULL },
  { RUNNING, CL_FACT_CLOCK_ADJUSTED, NULL, -1, -1, W, 0, 0, NULL, -1, "below zero" },
  { RUNNING, CL_FACT_CLOCK_ADJUSTED, NULL, -1, -1, W, 0, 0, NULL, CL_NO_CLOCK, "Nothing" },
  { ENDED, CL_FACT_CLOCK_PAUSED, NULL, ANY, "over" },
  { RUNNING, CL_FACT_FLAG_FELL, NULL, -1, -1, W, 0, 0, NULL, 300000, NULL },
  { RUNNING, CL_FACT_FLAG_FELL, NULL, -1, -1, W, 0, 0, NULL, 299999, "still time" },
  { RUNNING, CL_FACT_FLAG_FELL, NULL, -1, -1, B, 0, 0, NULL, 300000, "not running" },
  { STOPPED, CL_FACT_FLAG_FELL, NULL, -1, -1, W, 0, 0, NULL, 900000, "not running" },
  { OPEN, CL_FACT_FLAG_FELL, NULL, -1, -1, W, 0, 0, NULL, 900000, "no clock" },

  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION, NULL, 0, NULL },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_RESIGNATION, NULL, 0, "cannot come about" },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_NONE, CHESS_ENDING_NONE, NULL, 0, "cannot come about" },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_NONE, CHESS_ENDING_ABANDONED, NULL, 0, NULL },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, NULL, 0, "position on the board" },
  { MATE, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_BLACK, CHESS_ENDING_CHECKMATE, NULL, 0, NULL },
  { MATE, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, NULL, 0, "position on the board" },
  { MATE, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_STALEMATE, NULL, 0, "position on the board" },
  { THRICE, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_THREEFOLD, NULL, 0, NULL },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_THREEFOLD, NULL, 0, "three times" },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_50_MOVES, NULL, 0, "fifty moves" },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_AGREEMENT, NULL, 0, "no draw offer" },
  { OFFERED, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_AGREEMENT, NULL, 0, NULL },
  { OPEN, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_BLACK, CHESS_ENDING_TIME, NULL, 0, "No flag" },
  { FLAGGED, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_BLACK, CHESS_ENDING_TIME, NULL, 0, NULL },
  { FLAGGED, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_TIME, NULL, 0, "No flag" },
  { FLAGGED, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_DRAW, CHESS_ENDING_TIME_NO_MATE, NULL, 0, "cannot come about" },
  { ENDED, CL_FACT_GAME_ENDED, NULL, -1, -1, W, CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION, NULL, 0, "over" },

  { OPEN, CL_FACT_NOTE_ADDED, NULL, 1, -1, W, 0, 0, "good", 0, NULL },
  { OPEN, CL_FACT_NOTE_ADDED, NULL, 0, -1, W, 0, 0, "good", 0, NULL },
  { OPEN, CL_FACT_NOTE_ADDED, NULL, 3, -1, W, 0, 0, "good", 0, "no such move" },
  { OPEN, CL_FACT_NOTE_ADDED, NULL, 1, 3, W, 0, 0, "good", 0, "no such move" },
  { OPEN, CL_FACT_NOTE_ADDED, NULL, 1, -1, W, 0, 0, "", 0, "nothing to note" },
  { OPEN, CL_FACT_VARIATION_ADDED, NULL, 1, -1, W, 0, 0, "1. d4", 0, NULL },
  { OPEN, CL_FACT_VARIATION_ADDED, NULL, 0, -1, W, 0, 0, "1. d4", 0, "no such move" },
  { OPEN, CL_FACT_VARIATION_ADDED, NULL, 1, -1, W, 0, 0, NULL, 0, "nothing to note" },
  { OPEN, CL_FACT_BOARD_ATTACHED, NULL, ANY, NULL },
};
/* clang-format on */

static void
say (Story *story, ClFactType type)
{
  ClFact fact;

  story_fact (story, &fact, type);
  fact.result = CHESS_RESULT_BLACK;
  fact.ending = CHESS_ENDING_RESIGNATION;
  story_say (story, &fact);
}

static void
begin_special (Story *story, Scene scene)
{
  ClFact fact;

  if (scene == UNREADABLE)
    {
      story_fact (story, &fact, CL_FACT_GAME_UNREADABLE);
      fact.text = g_strdup ("?");
      story_say (story, &fact);
    }
  else if (scene == RECORDED)
    {
      story_fact (story, &fact, CL_FACT_GAME_STARTED);
      fact.recorded_only = TRUE;
      story_say (story, &fact);
      story_play (story, "e4 e5");
      say (story, CL_FACT_GAME_ENDED);
    }
}

static void
begin_scene (Story *story, Scene scene)
{
  gboolean timed = scene == RUNNING || scene == WAITING || scene == STOPPED || scene == FLAGGED;
  const char *moves = "e4 e5";

  story_begin (story, "table/1");
  story->now = G_GINT64_CONSTANT (1700000000000000);
  if (scene == EMPTY || scene == UNREADABLE || scene == RECORDED)
    {
      begin_special (story, scene);
      return;
    }
  story_start (story, timed ? "300" : NULL, NULL);
  if (scene == THRICE)
    moves = "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 Ng8";
  else if (scene == ALMOST)
    moves = "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1";
  else if (scene == MATE)
    moves = "f3 e5 g4 Qh4#";
  else if (scene == BROKEN)
    moves = "Nf3 e5 Nxe5";
  if (scene != FRESH)
    story_play (story, moves);
  if (scene == BROKEN)
    story_correct (story, 1, "Nh3");
  if (scene == RUNNING || scene == STOPPED || scene == FLAGGED)
    say (story, CL_FACT_CLOCK_STARTED);
  if (scene == STOPPED)
    say (story, CL_FACT_CLOCK_PAUSED);
  if (scene == OFFERED)
    say (story, CL_FACT_DRAW_OFFERED);
  if (scene == ENDED)
    say (story, CL_FACT_GAME_ENDED);
  if (scene == REMOVED)
    say (story, CL_FACT_GAME_WITHDRAWN);
  if (scene == FLAGGED)
    say (story, CL_FACT_FLAG_FELL);
}

static void
set_move (const Story *story, ClFact *fact, const char *move, guint before_ply)
{
  ChessPosition before;

  fact->has_move = TRUE;
  if (*move == '=')
    {
      fact->move = story_move (story, before_ply, move + 1);
      return;
    }
  cl_game_position_at (story->game, before_ply, &before);
  fact->move = cl_move_from_hand (&before,
                                  chess_square (move[0] - 'a', move[1] - '1'),
                                  chess_square (move[2] - 'a', move[3] - '1'),
                                  CHESS_NO_KIND);
}

static void
set_text (ClFact *fact, const char *text)
{
  g_auto (GStrv) tag = NULL;

  if (fact->type == CL_FACT_GAME_STARTED)
    fact->fen = g_strdup (text);
  else if (fact->type == CL_FACT_DRAW_CLAIMED || fact->type == CL_FACT_GAME_ENDED)
    fact->written = g_strdup (text);
  else if (fact->type != CL_FACT_DETAILS_CORRECTED)
    fact->text = g_strdup (text);
  else if (text != NULL)
    {
      tag = g_strsplit (text, ":", 2);
      cl_fact_add_tag (fact, tag[0], tag[1]);
    }
}

static void
ask (Story *story, const Question *question, ClFact *fact)
{
  gboolean is_next =
    question->type == CL_FACT_MOVE_PLAYED || question->type == CL_FACT_ILLEGAL_MOVE_MADE;

  story_fact (story, fact, question->type);
  if (question->move != NULL)
    set_move (story,
              fact,
              question->move,
              question->type == CL_FACT_MOVE_CORRECTED ? (guint) question->ply - 1 : fact->ply);
  fact->ply = question->ply >= 0 ? (guint32) question->ply : fact->ply + is_next;
  fact->cites = question->cites >= 0 ? (guint64) question->cites : story_offset (story, fact->ply);
  fact->side = question->side;
  fact->stood = question->type == CL_FACT_ILLEGAL_MOVE_MADE;
  fact->result = question->result;
  fact->ending = question->ending;
  set_text (fact, question->text);
  if (question->type == CL_FACT_FLAG_FELL)
    fact->occurred_at += question->ms * 1000;
  else if (question->type == CL_FACT_CLOCK_ADJUSTED)
    fact->white_ms = question->ms;
}

static void
test_questions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const Question *question = &questions[i];
      g_auto (Story) story = { 0 };
      g_auto (ClFact) fact = { 0 };
      g_autoptr (GError) error = NULL;
      gboolean accepted;

      begin_scene (&story, question->scene);
      ask (&story, question, &fact);
      accepted = cl_game_accepts (story.game, &fact, &error);
      g_test_message ("%u: scene %d, %s: %s",
                      i,
                      question->scene,
                      cl_fact_type_name (question->type),
                      accepted ? "accepted" : error->message);
      g_assert_cmpint (accepted, ==, question->refusal == NULL);
      if (!accepted)
        {
          g_assert_true (error->domain == CL_FACT_ERROR);
          g_assert_nonnull (strstr (error->message, question->refusal));
        }
      else if (question->type != CL_FACT_GAME_STARTED)
        /* What is acceptable can be folded. */
        story_say (&story, &fact);
    }
}

static void
test_other_game (void)
{
  g_auto (Story) story = { 0 };
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GError) error = NULL;

  begin_scene (&story, OPEN);
  story_fact (&story, &fact, CL_FACT_DRAW_OFFERED);
  fact.game = 2;
  g_assert_false (cl_game_accepts (story.game, &fact, &error));
  g_assert_nonnull (strstr (error->message, "another game"));
}

/* A draw cannot be agreed before both have moved (9.1.1). */
static void
test_early_agreement (void)
{
  g_auto (Story) story = { 0 };
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GError) error = NULL;

  begin_scene (&story, FRESH);
  say (&story, CL_FACT_DRAW_OFFERED);
  story_fact (&story, &fact, CL_FACT_GAME_ENDED);
  fact.result = CHESS_RESULT_DRAW;
  fact.ending = CHESS_ENDING_AGREEMENT;
  g_assert_false (cl_game_accepts (story.game, &fact, &error));
  g_assert_nonnull (strstr (error->message, "both players have moved"));
}

static void
test_bad_time_control (void)
{
  g_autoptr (ClGame) game = cl_game_new ("table/1", 1);
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GError) error = NULL;

  cl_fact_init (&fact, CL_FACT_GAME_STARTED);
  fact.game = 1;
  fact.time_control = g_strdup ("a while");
  g_assert_false (cl_game_accepts (game, &fact, &error));
  g_assert_nonnull (strstr (error->message, "time control"));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/game/accepts", test_questions);
  g_test_add_func ("/game/accepts/other-game", test_other_game);
  g_test_add_func ("/game/accepts/early-agreement", test_early_agreement);
  g_test_add_func ("/game/accepts/time-control", test_bad_time_control);
  return g_test_run ();
}
