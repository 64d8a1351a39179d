/* test-engine.c: sound engines, and each way of going wrong: noticed, told, restarted, and nothing else harmed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine-fixture.h"

#include "chess-fen.h"
#include "chess-notation.h"
#include "own-home.h"

#define SILENCE_MS 150

static ClEngineQuery *
make_query (guint64 nodes, guint multipv)
{
  ChessPosition start = chess_position_start ();
  ClEngineQuery *query = cl_engine_query_new (&start);

  query->limit_nodes = nodes;
  query->multipv = multipv;
  return query;
}

static void
check_answer (const ClEngineAnswer *answer, guint n_lines)
{
  g_assert_true (answer->is_final);
  g_assert_true (answer->is_whole);
  g_assert_cmpuint (answer->n_lines, ==, n_lines);
  g_assert_cmpuint (answer->n_legal, ==, 20);
  for (guint i = 0; i < n_lines; i++)
    g_assert_cmpuint (answer->lines[i].depth, ==, answer->depth);
}

static void
test_good (void)
{
  EngineFixture fixture;
  g_autoptr (ClEngineQuery) query = make_query (1000, 3);

  engine_fixture_begin (&fixture, "good", NULL);
  engine_fixture_ask (&fixture, query, NULL);
  query->multipv = 5;
  query->new_game = TRUE;
  engine_fixture_ask (&fixture, query, NULL); /* waits for the first */
  engine_fixture_wait (&fixture.n_answers, 1);
  check_answer (fixture.answer, 3);
  engine_fixture_wait (&fixture.n_answers, 2);
  check_answer (fixture.answer, 5);
  g_assert_cmpuint (fixture.answer->depth, ==, 3);
  g_assert_cmpuint (fixture.answer->best, ==, fixture.answer->lines[0].moves[0]);
  g_assert_cmpuint (fixture.answer->seldepth, ==, 5);
  g_assert_cmpuint (fixture.answer->nodes, ==, 300);
  g_assert_cmpuint (fixture.answer->n_depths, ==, 3);
  g_assert_cmpuint (fixture.answer->by_depth[2].depth, ==, 3);
  g_assert_cmpuint (fixture.answer->by_depth[2].move, ==, fixture.answer->best);
  g_assert_cmpint (fixture.answer->lines[0].cp - fixture.answer->lines[4].cp, ==, 40);
  g_assert_cmpuint (fixture.n_faults, ==, 0);
  g_assert_cmpstr (cl_engine_get_name (fixture.engine), ==, "Double 1.0 (test)");
  g_assert_cmpuint (strlen (cl_engine_get_build (fixture.engine)), ==, 16);
  engine_fixture_end (&fixture);
}

static void
test_options (void)
{
  EngineFixture fixture;
  g_autoptr (ClEngineQuery) query = make_query (1000, 1);
  g_autofree char *changed = NULL;
  const ClEngineOption *style;

  engine_fixture_begin (&fixture, "good", NULL);
  g_assert_null (cl_engine_get_options (fixture.engine));
  cl_engine_set_option (fixture.engine, "hash", "16"); /* its preset: no change */
  cl_engine_set_option (fixture.engine, "Style of Play", "Risky");
  cl_engine_set_option (fixture.engine, "Contempt", "5"); /* has none */
  cl_engine_set_option (fixture.engine, "Book File", "x\nquit");
  engine_fixture_ask (&fixture, query, NULL);
  engine_fixture_wait (&fixture.n_answers, 1);
  changed = cl_engine_dup_changed_options (fixture.engine);
  g_assert_cmpstr (changed, ==, "Style of Play=Risky");
  g_assert_cmpstr (cl_engine_get_option (fixture.engine, "Book File"), ==, "");
  style = g_ptr_array_index (cl_engine_get_options (fixture.engine), 6);
  g_assert_cmpstr (style->name, ==, "Style of Play");
  g_assert_cmpstr (style->preset, ==, "Very Solid");
  g_assert_cmpstrv (style->values, ((const char *[]){ "Very Solid", "Risky", NULL }));
  engine_fixture_end (&fixture);
}

static void
test_infinite (void)
{
  EngineFixture fixture;
  g_autoptr (ClEngineQuery) query = make_query (0, 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  engine_fixture_begin (&fixture, "good", NULL);
  engine_fixture_ask (&fixture, query, NULL);
  engine_fixture_wait (&fixture.n_shown, 3);
  cl_engine_stop (fixture.engine);
  engine_fixture_wait (&fixture.n_answers, 1);
  check_answer (fixture.answer, 2);

  /* Given up: who asked hears it at once, and the next answer is of the next question. */
  engine_fixture_ask (&fixture, query, cancellable);
  engine_fixture_wait (&fixture.n_shown, 5);
  g_cancellable_cancel (cancellable);
  query->limit_nodes = 1000;
  query->multipv = 4;
  engine_fixture_ask (&fixture, query, NULL);
  engine_fixture_wait (&fixture.n_errors, 1);
  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  engine_fixture_wait (&fixture.n_answers, 2);
  check_answer (fixture.answer, 4);
  g_assert_cmpuint (fixture.n_faults, ==, 0);
  engine_fixture_end (&fixture);
}

/* Castling is king takes rook there, in both directions, and all moves since the start are sent. */
static void
test_chess960 (void)
{
  EngineFixture fixture;
  ChessPosition start;
  ChessMove move;
  g_autoptr (ClEngineQuery) query = NULL;
  g_autofree char *line = NULL;

  g_assert_cmpint (chess_fen_parse ("1r2k1r1/1p4p1/8/8/8/8/8/1R2K1R1 w GBgb - 0 1",
                                    -1,
                                    &start,
                                    NULL),
                   ==,
                   CHESS_FEN_OK);
  start.chess960 = true;
  query = cl_engine_query_new (&start);
  query->limit_depth = 3;
  g_assert_cmpint (chess_uci_parse (&start, "e1g1", -1, &move), ==, CHESS_NOTATION_OK);
  g_assert_true (cl_engine_query_add_move (query, move));
  g_assert_false (cl_engine_query_add_move (query, move));
  line = cl_engine_query_position_line (query);
  g_assert_cmpstr (line,
                   ==,
                   "position fen 1r2k1r1/1p4p1/8/8/8/8/8/1R2K1R1 w GBgb - 0 1 moves e1g1");
  engine_fixture_begin (&fixture, "good", NULL);
  engine_fixture_ask (&fixture, query, NULL);
  engine_fixture_wait (&fixture.n_answers, 1);
  g_assert_cmpuint (fixture.answer->position.key, ==, query->position.key);
  g_assert_cmpuint (fixture.n_faults, ==, 0);
  engine_fixture_end (&fixture);
}

typedef struct
{
  const char *way;
  guint n_failures; /* of one question asked again and again until it is answered or useless */
  gboolean answered;
  guint64 nodes;
} FaultCase;

static const FaultCase faults[] = {
  { "silent", 4, FALSE, 1000 },  { "dies-early", 4, FALSE, 1000 }, { "deaf-go", 4, FALSE, 1000 },
  { "dies", 4, FALSE, 1000 },    { "dies-once", 1, TRUE, 1000 },   { "floods", 4, FALSE, 1000 },
  { "garbage", 0, TRUE, 1000 },  { "lies", 4, FALSE, 1000 },       { "lies-line", 4, FALSE, 1000 },
  { "endless", 4, FALSE, 1000 },
};

static void
test_fault (gconstpointer data)
{
  const FaultCase *c = data;
  gboolean slow = g_str_equal (c->way, "garbage") || g_str_equal (c->way, "dies-once");
  ClEngineTimes times = engine_fixture_times (slow ? 10000 : SILENCE_MS);
  g_autoptr (ClEngineQuery) query = make_query (c->nodes, 2);
  EngineFixture fixture;

  if (g_str_equal (c->way, "endless"))
    times.ping_ms = 10;
  engine_fixture_begin (&fixture, c->way, &times);
  for (guint i = 0; fixture.n_answers == 0; i++)
    {
      guint n = fixture.n_errors;

      engine_fixture_ask (&fixture, query, NULL);
      engine_fixture_wait_for_either (&fixture, n + 1);
      if (fixture.n_answers == 0 &&
          g_error_matches (fixture.error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_USELESS))
        break;
      g_assert_cmpuint (i, <, 5);
    }
  g_assert_cmpuint (fixture.n_answers, ==, c->answered);
  g_assert_cmpuint (fixture.n_faults, ==, c->n_failures);
  if (c->answered)
    check_answer (fixture.answer, 2);
  else
    g_assert_cmpuint (cl_engine_get_state (fixture.engine), ==, CL_ENGINE_USELESS);
  engine_fixture_end (&fixture);
}

static void
test_deaf_stop (void)
{
  EngineFixture fixture;
  ClEngineTimes times = engine_fixture_times (SILENCE_MS);
  g_autoptr (ClEngineQuery) query = make_query (0, 1);

  times.uci_ms = times.ready_ms = times.options_ms = 10000;
  engine_fixture_begin (&fixture, "deaf-stop", &times);
  engine_fixture_ask (&fixture, query, NULL);
  engine_fixture_wait (&fixture.n_shown, 2);
  cl_engine_stop (fixture.engine);
  engine_fixture_wait (&fixture.n_errors, 1);
  g_assert_error (fixture.error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_FAILED);
  g_assert_cmpuint (fixture.n_faults, ==, 1);
  engine_fixture_end (&fixture);
}

/* The second answer to the first question is none to the second. */
static void
test_late (void)
{
  EngineFixture fixture;
  g_autoptr (ClEngineQuery) query = make_query (1000, 1);

  engine_fixture_begin (&fixture, "late", NULL);
  for (guint i = 1; i <= 3; i++)
    {
      engine_fixture_ask (&fixture, query, NULL);
      engine_fixture_wait (&fixture.n_answers, i);
      check_answer (fixture.answer, 1);
    }
  g_assert_cmpuint (fixture.n_errors, ==, 0);
  engine_fixture_end (&fixture);
}

static void
test_no_program (void)
{
  g_autoptr (ClEngine) engine = cl_engine_new ("/nowhere/engine", NULL);
  g_autofree char *none = cl_engine_find_program ("/nowhere/engine");

  g_assert_null (none);
  cl_engine_start (engine);
  g_assert_cmpuint (cl_engine_get_state (engine), ==, CL_ENGINE_USELESS);
  g_assert_nonnull (cl_engine_get_failure (engine));
  cl_engine_close (engine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* A real one, which must say the same twice. */
static void
test_stockfish (void)
{
  g_autofree char *program = cl_engine_find_program (NULL);
  g_autoptr (ClEngineQuery) query = make_query (20000, 3);
  g_autoptr (ClEngineAnswer) first = NULL;
  EngineFixture fixture;

  if (program == NULL)
    {
      g_test_skip ("skipped: no Stockfish");
      return;
    }
  engine_fixture_begin (&fixture, "good", NULL);
  g_set_object (&fixture.engine, NULL);
  fixture.engine = cl_engine_new (program, NULL);
  query->new_game = TRUE;
  for (guint i = 1; i <= 2; i++)
    {
      engine_fixture_ask (&fixture, query, NULL);
      engine_fixture_wait (&fixture.n_answers, i);
      check_answer (fixture.answer, 3);
      g_assert_cmpuint (fixture.answer->nodes, >=, 20000);
      g_assert_cmpuint (fixture.answer->lines[0].wdl[0] + fixture.answer->lines[0].wdl[1] +
                          fixture.answer->lines[0].wdl[2],
                        ==,
                        1000);
      if (i == 1)
        first = cl_engine_answer_ref (fixture.answer);
    }
  g_assert_cmpuint (first->nodes, ==, fixture.answer->nodes);
  g_assert_cmpmem (first->lines, sizeof first->lines, fixture.answer->lines, sizeof first->lines);
  engine_fixture_end (&fixture);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/engine/good", test_good);
  g_test_add_func ("/engine/options", test_options);
  g_test_add_func ("/engine/infinite", test_infinite);
  g_test_add_func ("/engine/chess960", test_chess960);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/fault/%s", faults[i].way);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  g_test_add_func ("/engine/fault/deaf-stop", test_deaf_stop);
  g_test_add_func ("/engine/fault/late", test_late);
  g_test_add_func ("/engine/no-program", test_no_program);
  g_test_add_func ("/engine/stockfish", test_stockfish);
  return g_test_run ();
}
