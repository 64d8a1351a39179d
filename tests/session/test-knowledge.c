/* test-knowledge.c: what a session tells of games and players: analysis, fair play, coach, highlights, then and today
 *
 * The evaluations are written here, so no engine runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "chess-notation.h"
#include "cl-analyst-private.h"
#include "cl-citation.h"
#include "cl-evaluation.h"
#include "cl-game-analysis.h"
#include "cl-player-stats.h"
#include "cl-session-knowledge.h"
#include "own-home.h"

#define ENGINE "Paper 1"
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* --- Evaluations --- */

typedef struct
{
  guint ply;
  struct
  {
    const char *move;
    gint cp, mate;
  } lines[2];
} Verdict;

/* 1.f3 e5 2.g4 Qh4: the second move loses, and all others do so less. */
static const Verdict fools_mate[] = {
  { 0, { { "e2e4", 20, 0 }, { "d2d4", 15, 0 } } },
  { 1, { { "e7e5", 60, 0 }, { "d7d5", 50, 0 } } },
  { 2, { { "g2g3", -60, 0 }, { "a2a3", -400, 0 } } },
  { 3, { { "d8h4", 0, 1 }, { "d7d5", 100, 0 } } },
};

static void
set_line (ClEngineLine *line, const ChessPosition *position, const char *move, gint cp, gint mate)
{
  *line = (ClEngineLine){ .cp = cp, .mate = mate, .depth = 20, .n_moves = 1 };
  g_assert_cmpint (chess_uci_parse (position, move, (ptrdiff_t) strlen (move), &line->moves[0]),
                   ==,
                   CHESS_NOTATION_OK);
}

static void
add_verdict (ClDraft *draft, const ClGame *game, const char *name, const Verdict *verdict)
{
  g_autoptr (ClAnalystPosition) position = cl_analyst_position_at (game, verdict->ply);
  ClAnalystManner manner = { .engine = ENGINE, .threads = 1, .multipv = 2, .limit_nodes = 200000 };
  ChessMoveList legal;
  ClEngineAnswer answer = { .is_final = TRUE,
                            .is_whole = TRUE,
                            .depth = 20,
                            .nodes = 200000,
                            .n_lines = 2 };

  answer.position = position->query->position;
  chess_position_legal_moves (&answer.position, &legal);
  answer.n_legal = (guint) legal.n;
  for (guint i = 0; i < 2; i++)
    set_line (&answer.lines[i],
              &answer.position,
              verdict->lines[i].move,
              verdict->lines[i].cp,
              verdict->lines[i].mate);
  cl_analyst_add_fact (draft, position, name, &manner, &answer, 0);
}

/* At the lowest free table; a mate ends it. */
static void
play_game (Fixture *self, const char *moves)
{
  start_game (self, NULL, FALSE);
  play_moves (self, moves);
  WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_ENDED);
}

static void
play_fools_mate (Fixture *self)
{
  play_game (self, "f3 e5 g4 Qh4");
}

static void
wait_for_view (Fixture *self, const char *name)
{
  GError *error = NULL;

  g_assert_true (cl_runner_wait (cl_session_get_runner (self->session),
                                 name,
                                 cl_ledger_get_head (cl_session_get_ledger (self->session)),
                                 60000,
                                 &error));
  g_assert_no_error (error);
}

static void
wait_for_views (Fixture *self)
{
  static const char *const names[] = { "analysis", "highlights", "coach", "fair-play", "players" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    wait_for_view (self, names[i]);
}

/* Of the chosen game, into a partition that nobody has written to. */
static void
evaluate (Fixture *self)
{
  g_autoptr (ClDraft) draft = NULL;
  g_autofree char *partition = cl_engine_partition (ENGINE);
  g_autofree char *name = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), NULL);
  g_autoptr (ClCitations) citations = cl_citations_new (reader, NULL);
  const ClGame *game = cl_session_get_game (self->session);
  GError *error = NULL;

  name = cl_citations_name (citations, partition, game->partition);
  draft = cl_draft_new (partition, CL_ANALYST_PRODUCER, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fools_mate); i++)
    add_verdict (draft, game, name, &fools_mate[i]);
  g_assert_true (cl_ledger_append (cl_session_get_ledger (self->session), draft, 0, NULL, &error));
  g_assert_no_error (error);
  wait_for_views (self);
  WAIT_UNTIL (cl_session_get_head (self->session) ==
              cl_ledger_get_head (cl_session_get_ledger (self->session)));
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Asks, waits, and gives what @finish takes of it; asserts success. */
#define ASK(result, finish, call)                      \
  do                                                   \
    {                                                  \
      GAsyncResult *answer = NULL;                     \
      GError *error = NULL;                            \
      call;                                            \
      WAIT_UNTIL (answer != NULL);                     \
      result = finish (self->session, answer, &error); \
      g_assert_no_error (error);                       \
      g_object_unref (answer);                         \
    }                                                  \
  while (0)
#define ANSWER NULL, take_result_cb, &answer

static ClCoachStudy *
study (Fixture *self, const char *player)
{
  ClCoachStudy *result;

  ASK (result,
       cl_session_read_study_finish,
       cl_session_read_study_async (self->session, player, ANSWER));
  return result;
}

static ClFairReport *
report (Fixture *self, const char *player, const char *partition, guint32 game)
{
  const ClFairScope scope = { .partition = partition, .game = game };
  ClFairReport *result;

  ASK (result,
       cl_session_read_fair_play_finish,
       cl_session_read_fair_play_async (self->session, player, &scope, ANSWER));
  return result;
}

static GPtrArray *
list_highlights (Fixture *self, const char *collection, guint limit)
{
  GPtrArray *result;

  ASK (result,
       cl_session_read_worth_opening_finish,
       cl_session_read_worth_opening_async (self->session, collection, limit, ANSWER));
  return result;
}

static GPtrArray *
read_marks (Fixture *self)
{
  GPtrArray *result;

  ASK (result,
       cl_session_read_marks_finish,
       cl_session_read_marks_async (self->session, "table/1", 1, ANSWER));
  return result;
}

/* --- Analysis of the chosen game --- */

static guint
count_evaluated (ClGameAnalysis *analysis)
{
  ClAnalysis *known = cl_game_analysis_get (analysis);
  guint n = 0;

  for (guint i = 0; known != NULL && i <= known->n_plies; i++)
    n += known->plies[i].n_lines > 0;
  return n;
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_analysis (Fixture *self, gconstpointer data)
{
  ClGameAnalysis *analysis = cl_session_get_analysis (self->session);
  guint n_told = 0;
  guint64 before;

  play_fools_mate (self);
  before = cl_session_get_head (self->session);
  WAIT_UNTIL (cl_game_analysis_get (analysis) != NULL && !cl_game_analysis_is_busy (analysis));
  g_assert_cmpuint (count_evaluated (analysis), ==, 0);
  g_signal_connect (analysis, "notify::analysis", G_CALLBACK (count_cb), &n_told);
  evaluate (self);
  WAIT_UNTIL (count_evaluated (analysis) == 4);
  g_assert_cmpuint (n_told, >, 0);
  g_assert_cmpint (cl_game_analysis_get (analysis)->plies[3].judgement, ==, CL_JUDGEMENT_BLUNDER);

  /* Then nobody had evaluated anything; today it is known. */
  cl_session_set_position (self->session, before);
  WAIT_UNTIL (cl_game_analysis_get (analysis) != NULL &&
              cl_game_analysis_get (analysis)->known_at == before &&
              !cl_game_analysis_is_busy (analysis));
  g_assert_cmpuint (count_evaluated (analysis), ==, 0);
  cl_game_analysis_set_hindsight (analysis, TRUE);
  WAIT_UNTIL (count_evaluated (analysis) == 4);
  cl_game_analysis_set_hindsight (analysis, FALSE);
  WAIT_UNTIL (count_evaluated (analysis) == 0);
  cl_session_set_position (self->session, 0);
  WAIT_UNTIL (count_evaluated (analysis) == 4);

  /* No analysis without a game. */
  cl_session_choose_none (self->session);
  g_assert_null (cl_game_analysis_get (analysis));
}

static void
test_hidden (Fixture *self, gconstpointer data)
{
  ClGameSetup setup = { .white = "Anna", .black = "Boris", .analysis_allowed = TRUE };
  ClGameAnalysis *analysis = cl_session_get_analysis (self->session);

  start_game (self, NULL, FALSE);
  play_moves (self, "e4");
  g_assert_true (cl_game_analysis_is_hidden (analysis));
  g_assert_null (cl_game_analysis_get (analysis));
  DO_OK (cl_session_resign (self->session, CHESS_BLACK, DONE));
  g_assert_false (cl_game_analysis_is_hidden (analysis));
  WAIT_UNTIL (cl_game_analysis_get (analysis) != NULL);

  DO_OK (cl_session_start_game (self->session, 0, &setup, DONE));
  g_assert_false (cl_game_analysis_is_hidden (analysis));
  WAIT_UNTIL (cl_game_analysis_get (analysis) != NULL);
  g_assert_cmpint (cl_game_analysis_get (analysis)->game->status, ==, CL_GAME_PLAYING);
}

/* --- Coach --- */

static void
test_cards (Fixture *self, gconstpointer data)
{
  g_autoptr (ClCoachStudy) first = NULL, right = NULL, later = NULL, wrong = NULL, other = NULL;
  const ClCard *card;
  guint n;

  play_fools_mate (self);
  evaluate (self);
  first = study (self, "Anna");
  g_assert_cmpuint (first->n_games, ==, 1);
  g_assert_cmpuint (first->n_mistakes, ==, 1);
  g_assert_cmpuint (first->cards->len, ==, 1);
  g_assert_cmpuint (first->n_due, ==, 1);
  card = first->cards->pdata[0];
  g_assert_cmpstr (card->played, ==, "2. g4");
  g_assert_cmpstr (card->best, ==, "g3");
  g_assert_cmpuint (card->ply, ==, 3);
  g_assert_true (strstr (card->sentence, "g4") != NULL);

  n = count_events (self);
  DO_OK (cl_session_answer_card (self->session, card, TRUE, DONE));
  WAIT_UNTIL (count_events (self) == n + 1);
  right = study (self, "Anna");
  card = right->cards->pdata[0];
  g_assert_cmpuint (right->n_due, ==, 0);
  g_assert_cmpuint (card->state.streak, ==, 1);
  g_assert_cmpint (card->state.last_at, ==, self->time.real_us);

  fake_time_advance (&self->time, DAY_MS);
  later = study (self, "Anna");
  g_assert_cmpuint (later->n_due, ==, 1);
  DO_OK (cl_session_answer_card (self->session, card, FALSE, DONE));
  wrong = study (self, "Anna");
  card = wrong->cards->pdata[0];
  g_assert_cmpuint (card->state.n_answers, ==, 2);
  g_assert_cmpuint (card->state.streak, ==, 0);

  /* The one who mated has nothing to learn here. */
  other = study (self, "Boris");
  g_assert_cmpuint (other->n_games, ==, 1);
  g_assert_cmpuint (other->n_mistakes, ==, 0);
  g_assert_cmpuint (other->cards->len, ==, 0);
  g_assert_cmpuint (other->n_won_positions, ==, 1);
  g_assert_cmpuint (other->n_converted, ==, 1);
}

/* A card of an imported game, which began with its file and not in this ledger. */
static void
test_imported_card (Fixture *self, gconstpointer data)
{
  static const char pgn[] = "[White \"Anna\"]\n[Black \"Boris\"]\n[Result \"0-1\"]\n\n"
                            "1. f3 e5 2. g4 Qh4# 0-1\n";
  g_autofree char *path = g_build_filename (self->folder, "some.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClCoachStudy) before = NULL, after = NULL;
  ClJob *job;

  g_assert_true (g_file_set_contents (path, pgn, -1, NULL));
  job = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (job));
  g_object_unref (job);
  cl_session_choose_game (self->session, "archive/some.pgn", 1);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  evaluate (self);
  before = study (self, "Anna");
  g_assert_cmpuint (before->n_due, ==, 1);
  DO_OK (cl_session_answer_card (self->session, before->cards->pdata[0], TRUE, DONE));
  after = study (self, "Anna");
  g_assert_cmpuint (after->cards->len, ==, 1);
  g_assert_cmpuint (after->n_due, ==, 0);
}

static void
test_refused_answer (Fixture *self, gconstpointer data)
{
  ClCard card = { .partition = (char *) "table/1", .game = 1, .ply = 1, .offset = 2 };

  play_fools_mate (self);
  cl_session_close (self->session);
  {
    Act act = { 0 };

    cl_session_answer_card (self->session, &card, TRUE, DONE);
    WAIT_UNTIL (act.finished);
    g_assert_nonnull (act.error);
    g_clear_error (&act.error);
  }
}

/* --- Then and today, and of whom nothing is known --- */

static void
test_travel (Fixture *self, gconstpointer data)
{
  g_autoptr (ClCoachStudy) then = NULL, today = NULL;
  guint64 before;

  play_fools_mate (self);
  before = cl_session_get_head (self->session);
  evaluate (self);
  cl_session_set_position (self->session, before);
  then = study (self, "Anna");
  g_assert_cmpuint (then->n_games, ==, 0);
  cl_game_analysis_set_hindsight (cl_session_get_analysis (self->session), TRUE);
  today = study (self, "Anna");
  g_assert_cmpuint (today->n_games, ==, 1);
}

static void
test_fair_play (Fixture *self, gconstpointer data)
{
  g_autoptr (ClFairReport) all = NULL, game = NULL, other = NULL, nobody = NULL;

  play_fools_mate (self);
  evaluate (self);
  all = report (self, " Anna ", NULL, 0);
  g_assert_cmpuint (all->n_games, ==, 1);
  g_assert_cmpuint (all->n_own, ==, 2);
  g_assert_cmpuint (all->n_evaluated, ==, 2);
  g_assert_cmpstr (all->engines, ==, ENGINE);
  g_assert_cmpint (all->score.strength, ==, CL_FAIR_INSUFFICIENT);
  game = report (self, "Anna", "table/1", 1);
  g_assert_cmpuint (game->n_games, ==, 1);
  other = report (self, "Anna", "table/1", 2);
  g_assert_cmpuint (other->n_games, ==, 0);
  nobody = report (self, "Vera", NULL, 0);
  g_assert_cmpuint (nobody->n_games, ==, 0);
}

static void
test_no_name (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;

  cl_session_read_fair_play_async (self->session, "?", NULL, ANSWER);
  WAIT_UNTIL (answer != NULL);
  g_assert_null (cl_session_read_fair_play_finish (self->session, answer, &error));
  g_assert_error (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_UNKNOWN);
}

/* --- Highlights --- */

static void
test_highlights (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL, few = NULL, none = NULL, marks = NULL, left = NULL;
  const ClWorthOpening *best;

  /* The same people, the same event: three games are enough. */
  for (guint i = 0; i < 4; i++)
    play_game (self, "e4 e5 Nf3 d6 Bc4 Bg4 Nc3 g6 Nxe5 Bxd1 Bxf7 Ke7 Nd5");
  wait_for_views (self);
  list = list_highlights (self, NULL, 10);
  g_assert_cmpuint (list->len, ==, CL_WORTH_OPENING_PER_PLAYER);
  best = list->pdata[0];
  g_assert_cmpstr (best->white, ==, "Anna");
  g_assert_cmpint (best->result, ==, CHESS_RESULT_WHITE);
  g_assert_cmpstr (best->why, !=, "");
  few = list_highlights (self, "table/1", 1);
  g_assert_cmpuint (few->len, ==, 1);
  none = list_highlights (self, "table", 10);
  g_assert_cmpuint (none->len, ==, 0);
  marks = read_marks (self);
  g_assert_cmpuint (marks->len, >, 0);
  for (guint i = 0; i < marks->len; i++)
    g_assert_cmpuint (((const ClHighlightMark *) marks->pdata[i])->ply, <=, 13);

  DO_OK (cl_session_withdraw_game (self->session,
                                   best->highlight->partition,
                                   best->highlight->game,
                                   FALSE,
                                   DONE));
  wait_for_views (self);
  left = list_highlights (self, NULL, 10);
  g_assert_cmpuint (left->len, ==, CL_WORTH_OPENING_PER_PLAYER);
  for (guint i = 0; i < left->len; i++)
    {
      const ClWorthOpening *item = left->pdata[i];

      g_assert_false (item->highlight->game == best->highlight->game &&
                      g_str_equal (item->highlight->partition, best->highlight->partition));
    }
}

/* Marks are help: none while the players still play, though the view has them. */
static void
test_no_marks (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) hidden = NULL, marks = NULL;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 d5 exd5 c6 dxc6 Nf6 cxb7 Nd5 bxa8=N e6 Nf3");
  wait_for_views (self);
  hidden = read_marks (self);
  g_assert_cmpuint (hidden->len, ==, 0);
  DO_OK (cl_session_resign (self->session, CHESS_BLACK, DONE));
  wait_for_views (self);
  marks = read_marks (self);
  g_assert_cmpuint (marks->len, ==, 1);
  g_assert_cmpuint (((const ClHighlightMark *) marks->pdata[0])->ply, ==, 9);
}

/* A question that is still under way when the session closes ends. */
static void
test_close (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) answer = NULL, late = NULL;
  g_autoptr (GError) error = NULL;

  cl_session_read_study_async (self->session, "Anna", ANSWER);
  cl_session_close (self->session);
  WAIT_UNTIL (answer != NULL);
  cl_session_read_study_async (self->session, "Anna", NULL, take_result_cb, &late);
  WAIT_UNTIL (late != NULL);
  g_assert_null (cl_session_read_study_finish (self->session, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) \
  g_test_add ("/session/knowledge/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("analysis", test_analysis);
  ADD ("hidden", test_hidden);
  ADD ("cards", test_cards);
  ADD ("imported-card", test_imported_card);
  ADD ("refused-answer", test_refused_answer);
  ADD ("travel", test_travel);
  ADD ("fair-play", test_fair_play);
  ADD ("no-name", test_no_name);
  ADD ("highlights", test_highlights);
  ADD ("no-marks", test_no_marks);
  ADD ("close", test_close);
  return g_test_run ();
}
