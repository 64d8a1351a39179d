/* test-game.c: stories of games: takebacks, corrections, illegal moves, notes, and folds cut anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "story.h"

#include "chess-fen.h"
#include "own-home.h"

#include <string.h>

static Story
begin (const char *moves)
{
  Story story;

  story_begin (&story, "table/1");
  story_start (&story, NULL, NULL);
  if (moves != NULL)
    story_play (&story, moves);
  return story;
}

static void
assert_fen (const ClGame *game, guint ply, const char *expected)
{
  g_autofree char *fen = story_fen (game, ply);

  g_assert_cmpstr (fen, ==, expected);
}

static void
assert_refused (Story *story, ClFact *fact, ClFactError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_try (story, fact, &error));
  g_assert_error (error, CL_FACT_ERROR, (gint) code);
}

static void
test_moves (void)
{
  g_auto (Story) story = begin ("e4 e5 Qh5 Nc6 Bc4 Nf6 Qxf7#");
  const ClGameMove *last = cl_game_get_move (story.game, 7);
  ChessColor color;

  g_assert_cmpuint (cl_game_n_plies (story.game), ==, 7);
  g_assert_cmpstr (last->san, ==, "Qxf7#");
  g_assert_cmpuint (last->captured, ==, CHESS_PAWN);
  g_assert_true (last->check);
  g_assert_cmpuint (last->key, ==, story.game->current.key);
  g_assert_cmpint (story.game->outcome.automatic, ==, CHESS_ENDING_CHECKMATE);
  g_assert_cmpint (story.game->outcome.result, ==, CHESS_RESULT_WHITE);
  g_assert_cmpint (story.game->status, ==, CL_GAME_PLAYING);
  g_assert_null (cl_game_get_move (story.game, 0));
  g_assert_null (cl_game_get_move (story.game, 8));
  g_assert_cmpuint (cl_game_ply_number (story.game, 6, &color), ==, 3);
  g_assert_cmpint (color, ==, CHESS_BLACK);
  g_assert_cmpuint (cl_game_ply_number (story.game, 9, &color), ==, 5);
  g_assert_cmpint (color, ==, CHESS_WHITE);
  assert_fen (story.game, 1, "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1");
}

static void
test_black_begins (void)
{
  g_auto (Story) story = { 0 };
  ChessColor color;

  story_begin (&story, "table/1");
  story_start (&story, NULL, "4k3/8/8/8/8/8/4P3/4K3 b - - 3 17");
  story_play (&story, "Kd7 e4");
  g_assert_cmpuint (cl_game_ply_number (story.game, 1, &color), ==, 17);
  g_assert_cmpint (color, ==, CHESS_BLACK);
  g_assert_cmpuint (cl_game_ply_number (story.game, 2, &color), ==, 18);
  g_assert_cmpint (color, ==, CHESS_WHITE);
}

static void
test_takeback (void)
{
  g_auto (Story) story = begin ("e4 e5 Nf3 Nc6");
  const ClTakenBack *taken;
  ClFact fact;

  story_takeback (&story, 2);
  g_assert_cmpuint (cl_game_n_plies (story.game), ==, 2);
  g_assert_cmpuint (story.game->taken_back->len, ==, 2);
  taken = &g_array_index (story.game->taken_back, ClTakenBack, 1);
  g_assert_cmpstr (taken->san, ==, "Nc6");
  g_assert_cmpuint (taken->ply, ==, 4);
  g_assert_cmpuint (taken->offset, ==, 5);
  story_play (&story, "Bc4");
  assert_fen (story.game, 3, "rnbqkbnr/pppp1ppp/8/4p3/2B1P3/8/PPPP1PPP/RNBQK1NR b KQkq - 1 2");

  /* The same ply, but another move stands there now. */
  story_fact (&story, &fact, CL_FACT_TAKEBACK_AGREED);
  fact.ply = 3;
  fact.cites = 4;
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
  story_fact (&story, &fact, CL_FACT_TAKEBACK_AGREED);
  fact.ply = 3;
  fact.cites = story_offset (&story, 3);
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);

  story_takeback (&story, 0);
  g_assert_cmpuint (cl_game_n_plies (story.game), ==, 0);
  assert_fen (story.game, 0, "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1");
}

/* A repetition counts only positions that stand. */
static void
test_repetition_and_takeback (void)
{
  g_auto (Story) story = begin ("Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 Ng8");

  g_assert_true (story.game->outcome.may_claim_threefold);
  g_assert_cmpuint (story.game->outcome.occurrences, ==, 3);
  story_takeback (&story, 4);
  story_play (&story, "Nc3 Nc6 Nb1 Nb8");
  g_assert_cmpuint (story.game->outcome.occurrences, ==, 3);
  story_takeback (&story, 3);
  story_play (&story, "d6");
  g_assert_false (story.game->outcome.may_claim_threefold);
}

static void
test_correct_keeps_later (void)
{
  g_auto (Story) story = begin ("e4 e5 Nf3 Nc6 Bc4");
  const ClGameMove *move;

  story_correct (&story, 3, "Nc3");
  move = cl_game_get_move (story.game, 3);
  g_assert_true (move->corrected);
  g_assert_false (move->illegal);
  g_assert_cmpstr (move->san, ==, "Nc3");
  g_assert_cmpuint (cl_game_n_plies (story.game), ==, 5);
  assert_fen (story.game, 5, "r1bqkbnr/pppp1ppp/2n5/4p3/2B1P3/2N5/PPPP1PPP/R1BQK1NR b KQkq - 3 3");
  story_play (&story, "Nf6");
}

/* With another knight that could go there, the same move needs another name. */
static void
test_correct_changes_san (void)
{
  g_auto (Story) story = begin ("e3 a6 d3 b6 Nd2");

  story_correct (&story, 1, "Nf3");
  g_assert_cmpstr (cl_game_get_move (story.game, 5)->san, ==, "Nbd2");
  g_assert_false (cl_game_get_move (story.game, 5)->illegal);
  g_assert_false (cl_game_get_move (story.game, 5)->corrected);
  story_correct (&story, 1, "c3");
  g_assert_cmpstr (cl_game_get_move (story.game, 5)->san, ==, "Nd2");
}

static void
test_correct_breaks_later (void)
{
  g_auto (Story) story = begin ("e4 e5 Nf3 Nc6 Nxe5 Nxe5");
  ClFact fact;

  story_correct (&story, 2, "d5");
  g_assert_false (cl_game_get_move (story.game, 4)->illegal);
  /* Nxe5 became a move to an empty square: still legal, written anew. */
  g_assert_cmpstr (cl_game_get_move (story.game, 5)->san, ==, "Ne5");
  g_assert_cmpuint (cl_game_get_move (story.game, 5)->captured, ==, CHESS_NO_KIND);

  story_correct (&story, 3, "Nh3");
  g_assert_true (cl_game_get_move (story.game, 5)->broken);
  g_assert_true (cl_game_get_move (story.game, 6)->broken);
  g_assert_cmpstr (cl_game_get_move (story.game, 5)->san, ==, "Ne5");
  g_assert_cmpint (cl_game_side_to_move (story.game), ==, CHESS_WHITE);
  assert_fen (story.game, 4, "r1bqkbnr/ppp1pppp/2n5/3p4/4P3/7N/PPPP1PPP/RNBQKB1R w KQkq - 2 3");
  assert_fen (story.game, 6, "r1bqkbnr/ppp1pppp/2n5/3p4/4P3/7N/PPPP1PPP/RNBQKB1R w KQkq - 2 3");

  story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
  fact.has_move = TRUE;
  fact.ply = 7;
  fact.move = story_move (&story, 4, "d3");
  assert_refused (&story, &fact, CL_FACT_ERROR_ILLEGAL_MOVE);
  /* Move 6 cannot be mended before move 5 is. */
  story_fact (&story, &fact, CL_FACT_MOVE_CORRECTED);
  fact.has_move = TRUE;
  fact.ply = 6;
  fact.cites = story_offset (&story, 6);
  fact.move = story_move (&story, 4, "d3");
  assert_refused (&story, &fact, CL_FACT_ERROR_ILLEGAL_MOVE);

  story_correct (&story, 5, "d3");
  g_assert_false (cl_game_get_move (story.game, 6)->broken);
  g_assert_cmpstr (cl_game_get_move (story.game, 6)->san, ==, "Ne5");
  story_play (&story, "exd5");
}

static void
test_takeback_of_broken (void)
{
  g_auto (Story) story = begin ("e4 e5 Nf3 Nc6 Nd4 Nxd4");

  story_correct (&story, 3, "Nh3");
  g_assert_true (cl_game_get_move (story.game, 5)->broken);
  story_takeback (&story, 5);
  g_assert_cmpint (cl_game_side_to_move (story.game), ==, CHESS_BLACK);
  story_takeback (&story, 4);
  story_play (&story, "Bc4");
}

static void
say_illegal (Story *story, const char *from_to)
{
  ChessPosition before;
  ClFact fact;

  cl_game_position_at (story->game, cl_game_n_plies (story->game), &before);
  story_fact (story, &fact, CL_FACT_ILLEGAL_MOVE_MADE);
  fact.ply++;
  fact.stood = TRUE;
  fact.has_move = TRUE;
  fact.move = cl_move_from_hand (&before,
                                 chess_square (from_to[0] - 'a', from_to[1] - '1'),
                                 chess_square (from_to[2] - 'a', from_to[3] - '1'),
                                 CHESS_NO_KIND);
  story_say (story, &fact);
}

static void
test_illegal (void)
{
  g_auto (Story) story = begin ("e4 e5");
  const ClGameMove *move;

  say_illegal (&story, "e1e3");
  move = cl_game_get_move (story.game, 3);
  g_assert_true (move->illegal);
  g_assert_false (move->broken);
  g_assert_cmpstr (move->san, ==, "Ke1e3");
  assert_fen (story.game, 3, "rnbqkbnr/pppp1ppp/8/4p3/4P3/4K3/PPPP1PPP/RNBQ1BNR b kq - 1 2");
  story_play (&story, "d5 exd5");
  assert_fen (story.game, 3, "rnbqkbnr/pppp1ppp/8/4p3/4P3/4K3/PPPP1PPP/RNBQ1BNR b kq - 1 2");

  /* Corrected to a legal one, the later moves stay. */
  story_correct (&story, 3, "Nf3");
  g_assert_false (cl_game_get_move (story.game, 3)->illegal);
  g_assert_true (cl_game_get_move (story.game, 3)->corrected);
  assert_fen (story.game, 5, "rnbqkbnr/ppp2ppp/8/3Pp3/8/5N2/PPPP1PPP/RNBQKB1R b KQkq - 0 3");
}

/* One that was taken back leaves the board alone and is counted. */
static void
test_illegal_taken_back (void)
{
  g_auto (Story) story = begin ("e4 e5");
  const ClTakenBack *taken;
  ClFact fact;

  for (guint i = 0; i < 2; i++)
    {
      story_fact (&story, &fact, CL_FACT_ILLEGAL_MOVE_MADE);
      fact.has_move = TRUE;
      if (i == 0) /* the other one is a clock pressed without a move */
        fact.move = (ClMove){ 4 | 20 << 6, CHESS_KING + 1 };
      story_say (&story, &fact);
    }
  g_assert_cmpuint (cl_game_n_plies (story.game), ==, 2);
  g_assert_cmpuint (story.game->illegal_moves[CHESS_WHITE], ==, 2);
  g_assert_cmpuint (story.game->illegal_moves[CHESS_BLACK], ==, 0);
  g_assert_cmpuint (story.game->taken_back->len, ==, 2);
  taken = &g_array_index (story.game->taken_back, ClTakenBack, 0);
  g_assert_true (taken->illegal);
  g_assert_cmpuint (taken->ply, ==, 3);
  g_assert_cmpstr (taken->san, ==, "Ke3");
  story_play (&story, "Nf3 Nc6");

  /* Said about another moment it is refused. */
  story_fact (&story, &fact, CL_FACT_ILLEGAL_MOVE_MADE);
  fact.has_move = TRUE;
  fact.ply = 2;
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
}

/* A king left in check may stand there, but nobody wins by taking it. */
static void
test_king_left_in_check (void)
{
  g_auto (Story) story = begin ("e4 e5 Qh5 Nc6 Bc4");
  ClFact fact;
  ClMove takes_king = { 39 | 60 << 6, 5 | 6 << 3 };

  say_illegal (&story, "f7f5");
  g_assert_true (cl_game_get_move (story.game, 6)->illegal);
  story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
  fact.has_move = TRUE;
  fact.ply = 7;
  fact.move = takes_king;
  assert_refused (&story, &fact, CL_FACT_ERROR_ILLEGAL_MOVE);
  story_fact (&story, &fact, CL_FACT_ILLEGAL_MOVE_MADE);
  fact.stood = TRUE;
  fact.has_move = TRUE;
  fact.ply = 7;
  fact.move = takes_king;
  assert_refused (&story, &fact, CL_FACT_ERROR_ILLEGAL_MOVE);
}

static void
test_illegal_pawns (void)
{
  g_auto (Story) story = { 0 };
  ClFact fact;

  story_begin (&story, "table/1");
  story_start (&story, NULL, "4k3/6P1/8/8/8/8/4p3/4K3 w - - 0 1");
  /* Pushed on to the last rank along the diagonal, nothing named: it becomes a queen. */
  say_illegal (&story, "g7h8");
  assert_fen (story.game, 1, "4k2Q/8/8/8/8/8/4p3/4K3 b - - 0 1");
  story_takeback (&story, 0);
  /* The pawn of the other side moves back to where no pawn can stand. */
  story_fact (&story, &fact, CL_FACT_ILLEGAL_MOVE_MADE);
  fact.stood = TRUE;
  fact.has_move = TRUE;
  fact.ply = 1;
  fact.move = (ClMove){ 12 | 61 << 6, 1 };
  assert_refused (&story, &fact, CL_FACT_ERROR_ILLEGAL_MOVE);
}

static void
test_position_corrected (void)
{
  g_auto (Story) story = begin ("e4 e5 Nf3");
  ClFact fact;
  ChessColor color;

  story_fact (&story, &fact, CL_FACT_POSITION_CORRECTED);
  fact.text = g_strdup ("rnbqkbnr/pppp1ppp/8/4p3/4P3/2N5/PPPP1PPP/R1BQKBNR w KQkq - 0 5");
  story_say (&story, &fact);
  story_play (&story, "Bc4 Nf6");
  cl_game_ply_number (story.game, 4, &color);
  g_assert_cmpint (color, ==, CHESS_WHITE);
  assert_fen (story.game, 2, "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2");
  assert_fen (story.game, 4, "rnbqkbnr/pppp1ppp/8/4p3/2B1P3/2N5/PPPP1PPP/R1BQK1NR b KQkq - 1 5");

  /* What breaks before it does not matter after it. */
  story_correct (&story, 1, "d4");
  g_assert_false (cl_game_get_move (story.game, 3)->illegal);
  story_correct (&story, 1, "f4");
  story_correct (&story, 2, "a6");
  g_assert_cmpint (cl_game_get_move (story.game, 5)->illegal, ==, FALSE);
  assert_fen (story.game, 5, "rnbqkb1r/pppp1ppp/5n2/4p3/2B1P3/2N5/PPPP1PPP/R1BQK1NR w KQkq - 2 6");
  story_takeback (&story, 3);
  story_play (&story, "Bb5");
  story_takeback (&story, 2);
  story_play (&story, "Nc3 h6");

  story_fact (&story, &fact, CL_FACT_POSITION_CORRECTED);
  fact.text = g_strdup ("no position");
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
}

static void
test_notes (void)
{
  g_auto (Story) story = begin ("e4 e5");
  const ClGameMove *move;
  ClFact fact;

  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.cites = 2;
  fact.ply = 1;
  fact.text = g_strdup ("[%csl Ye4]best [%eval 0.3] by test");
  cl_fact_add_nag (&fact, 1);
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.cites = 2;
  fact.ply = 1;
  fact.text = g_strdup ("again");
  cl_fact_add_nag (&fact, 3);
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.ply = 0;
  fact.text = g_strdup ("before all");
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_VARIATION_ADDED);
  fact.cites = 3;
  fact.text = g_strdup ("1... c5");
  story_say (&story, &fact);

  move = cl_game_get_move (story.game, 1);
  g_assert_cmpuint (move->raw_comments->len, ==, 2);
  g_assert_cmpuint (move->nags->len, ==, 2);
  g_assert_nonnull (strstr (move->comment, "best"));
  g_assert_nonnull (strstr (move->comment, "again"));
  g_assert_null (strstr (move->comment, "%eval"));
  g_assert_cmpuint (story.game->intro->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (cl_game_get_move (story.game, 2)->variations, 0),
                   ==,
                   "1... c5");

  story_takeback (&story, 1);
  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.cites = 3;
  fact.ply = 2;
  fact.text = g_strdup ("about a move that is gone");
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.cites = 99;
  fact.ply = 2;
  fact.text = g_strdup ("about the future");
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
}

static void
test_draw_offers (void)
{
  g_auto (Story) story = begin ("e4");
  ClFact fact;

  story_fact (&story, &fact, CL_FACT_DRAW_OFFERED);
  fact.side = CHESS_WHITE;
  story_say (&story, &fact);
  g_assert_true (story.game->draw_offered[CHESS_WHITE]);
  story_play (&story, "e5");
  g_assert_false (story.game->draw_offered[CHESS_WHITE]);

  story_fact (&story, &fact, CL_FACT_DRAW_OFFERED);
  fact.side = CHESS_WHITE;
  story_say (&story, &fact);
  story_play (&story, "Nf3");
  g_assert_true (story.game->draw_offered[CHESS_WHITE]);
  story_fact (&story, &fact, CL_FACT_DRAW_DECLINED);
  fact.side = CHESS_BLACK;
  story_say (&story, &fact);
  g_assert_false (story.game->draw_offered[CHESS_WHITE]);
}

static void
test_end (void)
{
  g_auto (Story) story = begin ("e4 e5");
  ClFact fact;

  story_end_game (&story, CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION);
  g_assert_cmpint (story.game->status, ==, CL_GAME_ENDED);
  g_assert_cmpint (story.game->result, ==, CHESS_RESULT_WHITE);
  story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
  fact.has_move = TRUE;
  fact.ply = 3;
  fact.move = story_move (&story, 2, "d4");
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
  story_fact (&story, &fact, CL_FACT_GAME_ENDED);
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);

  story_correct (&story, 2, "e6");
  story_fact (&story, &fact, CL_FACT_RESULT_CORRECTED);
  fact.result = CHESS_RESULT_DRAW;
  fact.ending = CHESS_ENDING_AGREEMENT;
  fact.text = g_strdup ("the arbiter says so");
  story_say (&story, &fact);
  g_assert_cmpint (story.game->result, ==, CHESS_RESULT_DRAW);
  g_assert_cmpstr (story.game->ending_text, ==, "the arbiter says so");

  story_fact (&story, &fact, CL_FACT_RESULT_CORRECTED);
  story_say (&story, &fact);
  g_assert_cmpint (story.game->status, ==, CL_GAME_PLAYING);
  story_play (&story, "d4");
}

static void
test_details_and_withdrawal (void)
{
  g_auto (Story) story = begin (NULL);
  ClFact fact;

  story_fact (&story, &fact, CL_FACT_DETAILS_CORRECTED);
  cl_fact_add_tag (&fact, "White", "Eva");
  cl_fact_add_tag (&fact, "Site", "Bern");
  cl_fact_add_tag (&fact, "Black", NULL);
  story_say (&story, &fact);
  g_assert_cmpstr (story.game->white, ==, "Eva");
  g_assert_cmpstr (story.game->black, ==, "?");
  g_assert_cmpstr (cl_game_get_tag (story.game, "Site"), ==, "Bern");
  g_assert_null (cl_game_get_tag (story.game, "Black"));
  story_fact (&story, &fact, CL_FACT_GAME_WITHDRAWN);
  story_say (&story, &fact);
  g_assert_true (story.game->withdrawn);
  story_fact (&story, &fact, CL_FACT_GAME_RESTORED);
  story_say (&story, &fact);
  g_assert_false (story.game->withdrawn);
}

static void
test_unreadable (void)
{
  g_auto (Story) story = { 0 };
  ClFact fact;

  story_begin (&story, "archive/x.pgn");
  story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
  fact.has_move = TRUE;
  fact.ply = 1;
  fact.move = story_move (&story, 0, "e4");
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
  story_fact (&story, &fact, CL_FACT_GAME_UNREADABLE);
  fact.text = g_strdup ("1. e5 *");
  fact.reason = g_strdup ("no legal move");
  fact.line = 12;
  story_say (&story, &fact);
  g_assert_cmpint (story.game->status, ==, CL_GAME_UNREADABLE);
  g_assert_cmpstr (story.game->text, ==, "1. e5 *");
  g_assert_cmpstr (story.game->reason, ==, "line 12: no legal move");
  story_fact (&story, &fact, CL_FACT_GAME_STARTED);
  assert_refused (&story, &fact, CL_FACT_ERROR_BAD_DETAILS);
}

/* Not ours to put in order: an event twice, or an older one, changes nothing. */
static void
test_order (void)
{
  g_auto (Story) story = begin ("e4 e5");
  ClEvent event = story_get_event (&story, 2);
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_game_apply (story.game, &event, &error));
  g_assert_error (error, CL_FACT_ERROR, CL_FACT_ERROR_BAD_DETAILS);
  g_clear_error (&error);
  event.offset = 9;
  g_assert_false (cl_game_apply (story.game, &event, &error));
  g_assert_error (error, CL_FACT_ERROR, CL_FACT_ERROR_BAD_DETAILS);
}

/* A long story in which everything happens once. */
static Story
tell_everything (void)
{
  Story story;
  ClFact fact;

  story_begin (&story, "table/9");
  story.now = G_GINT64_CONSTANT (1700000000000000);
  story_start (&story, "40/5400+30:1800+30", NULL);
  story_fact (&story, &fact, CL_FACT_CLOCK_STARTED);
  story_say (&story, &fact);
  story_play (&story, "e4 e5 Nf3 Nc6 Bb5 a6");
  story_takeback (&story, 4);
  story_play (&story, "Bc4 Nf6 O-O d6");
  story_fact (&story, &fact, CL_FACT_NOTE_ADDED);
  fact.cites = story_offset (&story, 5);
  fact.ply = 5;
  fact.text = g_strdup ("Italian");
  story_say (&story, &fact);
  story.now -= 3600 * (gint64) G_USEC_PER_SEC;
  story_fact (&story, &fact, CL_FACT_CLOCK_PAUSED);
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_CLOCK_ADJUSTED);
  fact.black_ms = 1000000;
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_CLOCK_RESUMED);
  story_say (&story, &fact);
  say_illegal (&story, "a1a3");
  story_play (&story, "h6 d3");
  story_correct (&story, 9, "Nc3");
  story_correct (&story, 3, "Nh3");
  story_correct (&story, 3, "Nf3");
  story_fact (&story, &fact, CL_FACT_VARIATION_ADDED);
  fact.cites = story_offset (&story, 7);
  fact.ply = 7;
  fact.text = g_strdup ("4. d3 (4. Ng5 d5)");
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_POSITION_CORRECTED);
  fact.text = g_strdup ("r1bqkb1r/ppp2pp1/2np1n1p/4p3/P1B1P3/2N2N2/1PPP1PPP/R1BQ1RK1 b kq - 0 6");
  story_say (&story, &fact);
  story_fact (&story, &fact, CL_FACT_DRAW_OFFERED);
  fact.side = CHESS_BLACK;
  story_say (&story, &fact);
  story_play (&story, "Be7 h3");
  story_end_game (&story, CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION);
  story_fact (&story, &fact, CL_FACT_DETAILS_CORRECTED);
  cl_fact_add_tag (&fact, "Round", "3");
  story_say (&story, &fact);
  return story;
}

/* Folded whole, or to any cut, copied and gone on: the same game; and the copy leaves the first as it was. */
static void
test_cuts (void)
{
  g_auto (Story) story = tell_everything ();
  g_autofree char *whole = story_dump (story.game);

  for (gsize cut = 0; cut <= story_get_length (&story); cut++)
    {
      g_autoptr (ClGame) first = cl_game_new ("table/9", 1);
      g_autoptr (ClGame) second = NULL;
      g_autofree char *at_cut = NULL, *after = NULL, *dump = NULL;

      for (gsize i = 0; i < cut; i++)
        {
          ClEvent event = story_get_event (&story, i);

          g_assert_true (cl_game_apply (first, &event, NULL));
        }
      at_cut = story_dump (first);
      second = cl_game_copy (first);
      for (gsize i = cut; i < story_get_length (&story); i++)
        {
          ClEvent event = story_get_event (&story, i);

          g_assert_true (cl_game_apply (second, &event, NULL));
        }
      dump = story_dump (second);
      after = story_dump (first);
      g_assert_cmpstr (dump, ==, whole);
      g_assert_cmpstr (after, ==, at_cut);
    }
}

/* Random legal games with random takebacks and corrections: what stands is what playing the scoresheet gives. */
static void
test_random (void)
{
  for (guint round = 0; round < 60; round++)
    {
      g_auto (Story) story = begin (NULL);
      ChessPosition position;

      for (guint step = 0; step < 80; step++)
        {
          guint n = cl_game_n_plies (story.game);
          ChessMoveList list;
          ClFact fact;

          chess_position_legal_moves (&story.game->current, &list);
          if (n > 2 && g_test_rand_int_range (0, 8) == 0)
            story_takeback (&story, (guint) g_test_rand_int_range (0, (gint) n));
          else if (list.n > 0)
            {
              ChessMove move = list.moves[g_test_rand_int_range (0, (gint) list.n)];

              story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
              fact.has_move = TRUE;
              fact.ply++;
              fact.move = cl_move_from_chess (&story.game->current, move);
              story_say (&story, &fact);
            }
        }
      position = story.game->start;
      for (guint ply = 1; ply <= cl_game_n_plies (story.game); ply++)
        {
          const ClGameMove *move = cl_game_get_move (story.game, ply);
          ChessMove read;

          g_assert_cmpint (chess_san_parse (&position, move->san, -1, &read),
                           ==,
                           CHESS_NOTATION_OK);
          g_assert_cmpuint (read, ==, move->move);
          chess_position_make (&position, read);
          g_assert_cmpuint (position.key, ==, move->key);
        }
      g_assert_cmpmem (&position, sizeof position, &story.game->current, sizeof position);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/game/illegal-taken-back", test_illegal_taken_back);
  g_test_add_func ("/game/moves", test_moves);
  g_test_add_func ("/game/black-begins", test_black_begins);
  g_test_add_func ("/game/takeback", test_takeback);
  g_test_add_func ("/game/takeback/repetition", test_repetition_and_takeback);
  g_test_add_func ("/game/takeback/broken", test_takeback_of_broken);
  g_test_add_func ("/game/correct/keeps", test_correct_keeps_later);
  g_test_add_func ("/game/correct/san", test_correct_changes_san);
  g_test_add_func ("/game/correct/breaks", test_correct_breaks_later);
  g_test_add_func ("/game/illegal", test_illegal);
  g_test_add_func ("/game/illegal/check", test_king_left_in_check);
  g_test_add_func ("/game/illegal/pawns", test_illegal_pawns);
  g_test_add_func ("/game/position-corrected", test_position_corrected);
  g_test_add_func ("/game/notes", test_notes);
  g_test_add_func ("/game/draw-offers", test_draw_offers);
  g_test_add_func ("/game/end", test_end);
  g_test_add_func ("/game/details", test_details_and_withdrawal);
  g_test_add_func ("/game/unreadable", test_unreadable);
  g_test_add_func ("/game/order", test_order);
  g_test_add_func ("/game/cuts", test_cuts);
  g_test_add_func ("/game/random", test_random);
  return g_test_run ();
}
