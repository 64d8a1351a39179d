/* test-evaluation.c: PositionEvaluated to bytes and back, what is refused, and that folds pay no allocation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-evaluation-private.h"
#include "cl-fact.h"
#include "own-home.h"

#include <string.h>

#define HEAD "{\"partition\":\"archive/x.pgn\",\"cites\":12,\"engine\":\"Stockfish 15.1\""
#define LINE "{\"cp\":35,\"pv\":\"e2e4 e7e5\"}"

static guint16
pack (const char *uci)
{
  guint16 move = 0;

  g_assert_true (cl_uci_pack (uci, strlen (uci), &move));
  return move;
}

static void
fill (ClEvaluation *self)
{
  cl_evaluation_init (self);
  g_strlcpy (self->partition, "archive/x.pgn", sizeof self->partition);
  self->cites = 12;
  g_strlcpy (self->engine, "Stockfish 15.1", sizeof self->engine);
  g_strlcpy (self->build, "0123456789abcdef", sizeof self->build);
  g_strlcpy (self->options, "Contempt=10; Name=\"x\"", sizeof self->options);
  self->threads = 2;
  self->hash_mb = 64;
  self->multipv = 5;
  self->elo = 1800;
  self->chess960 = TRUE;
  self->limit_nodes = 200000;
  self->limit_depth = 30;
  self->limit_ms = 1000;
  self->depth = 20;
  self->seldepth = 28;
  self->nodes = G_GUINT64_CONSTANT (5000000123);
  self->time_ms = 153;
  self->legal = 31;
  self->n_lines = CL_EVALUATION_MAX_LINES;
  for (guint i = 0; i < CL_EVALUATION_MAX_LINES; i++)
    {
      ClEvaluationLine *line = &self->lines[i];

      *line = (ClEvaluationLine){ .score = { i == 2 ? 0 : 35 - (gint32) i * 100, i == 2 ? -4 : 0 },
                                  .n_moves = (guint8) (1 + i * 7) };
      if (i == 1)
        memcpy (line->wdl, ((guint16[]){ 60, 900, 40 }), sizeof line->wdl);
      for (guint j = 0; j < line->n_moves; j++)
        line->moves[j] = pack (j % 2 == 0 ? "e2e4" : "a7b8n");
    }
  self->n_depths = 2;
  self->by_depth[0] = (ClEvaluationDepth){ 1, pack ("d2d4"), { -7, 0 } };
  self->by_depth[1] = (ClEvaluationDepth){ 20, pack ("e2e4"), { 0, 3 } };
}

static void
assert_equal (const ClEvaluation *a, const ClEvaluation *b)
{
  g_autoptr (GString) one = cl_evaluation_encode (a), other = cl_evaluation_encode (b);

  g_assert_cmpstr (one->str, ==, other->str);
}

static void
test_bytes (void)
{
  ClEvaluation evaluation, back;
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/stockfish-15.1", "test", NULL);
  g_auto (ClFact) fact = { 0 };
  const ClEvent *event;

  fill (&evaluation);
  evaluation.n_lines = 3;
  cl_fact_init (&fact, CL_FACT_POSITION_EVALUATED);
  fact.game = 3;
  fact.ply = 11;
  fact.evaluation = g_new (ClEvaluation, 1);
  *fact.evaluation = evaluation;
  cl_fact_to_draft (&fact, draft);
  event = cl_draft_get (draft, 0);
  g_assert_cmpstr (event->details,
                   ==,
                   HEAD
                   ",\"build\":\"0123456789abcdef\",\"options\":\"Contempt=10; Name=\\\"x\\\"\","
                   "\"threads\":2,\"hash_mb\":64,\"multipv\":5,\"elo\":1800,\"chess960\":true,"
                   "\"limit_nodes\":200000,\"limit_depth\":30,\"limit_ms\":1000,\"depth\":20,"
                   "\"seldepth\":28,\"nodes\":5000000123,\"time_ms\":153,\"legal\":31,\"lines\":["
                   "{\"cp\":35,\"pv\":\"e2e4\"},"
                   "{\"cp\":-65,\"wdl\":[60,900,40],\"pv\":\"e2e4 a7b8n e2e4 a7b8n e2e4 a7b8n e2e4 "
                   "a7b8n\"},"
                   "{\"mate\":-4,\"pv\":\"e2e4 a7b8n e2e4 a7b8n e2e4 a7b8n e2e4 a7b8n e2e4 a7b8n "
                   "e2e4 a7b8n e2e4 a7b8n e2e4\"}],"
                   "\"by_depth\":[[1,\"d2d4\",-7],[20,\"e2e4\",null,3]]}");
  g_assert_true (cl_evaluation_from_event (event, &back, NULL));
  assert_equal (&evaluation, &back);
  fill (&evaluation);
  *fact.evaluation = evaluation;
  cl_fact_to_draft (&fact, draft);
  g_assert_true (cl_evaluation_from_event (cl_draft_get (draft, 1), &back, NULL));
  assert_equal (&evaluation, &back);
  g_assert_cmpuint (back.n_lines, ==, 5);
  g_assert_cmpuint (back.lines[4].n_moves, ==, 29);
}

typedef struct
{
  const char *details, *complaint;
} DetailsCase;

static const DetailsCase cases[] = {
  { HEAD ",\"lines\":[" LINE "]}", NULL },
  { HEAD ",\"later\":[{\"a\":1}],\"lines\":[{\"new\":{},\"pv\":\"e7e8q\",\"mate\":1}]}", NULL },
  { "{\"lines\":[" LINE "],\"engine\":\"x\",\"cites\":1,\"partition\":\"y\"}", NULL },
  { "{}", "partition: missing" },
  { HEAD "}", "lines: missing" },
  { HEAD ",\"lines\":[]}", "lines: no line" },
  { HEAD ",\"lines\":[" LINE "," LINE "," LINE "," LINE "," LINE "]}", NULL },
  { HEAD ",\"lines\":[" LINE "," LINE "," LINE "," LINE "," LINE "," LINE "]}", "too many lines" },
  { HEAD ",\"lines\":[" LINE "],\"lines\":[" LINE "]}", "given twice" },
  { HEAD ",\"lines\":[" LINE "]}x", "details" },
  { HEAD ",\"lines\":[{\"cp\":1}]}", "without moves" },
  { HEAD ",\"lines\":[{\"pv\":\"e2e4\"}]}", "neither" },
  { HEAD ",\"lines\":[{\"cp\":1,\"mate\":1,\"pv\":\"e2e4\"}]}", "neither" },
  { HEAD ",\"lines\":[{\"mate\":0,\"pv\":\"e2e4\"}]}", "out of range" },
  { HEAD ",\"lines\":[{\"cp\":100001,\"pv\":\"e2e4\"}]}", "out of range" },
  { HEAD ",\"lines\":[{\"cp\":1.5,\"pv\":\"e2e4\"}]}", "no whole number" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"\"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e2e2\"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e2e9\"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e7e8k\"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e2e4 \"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e2e4  e7e5\"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e2e4,e7e5\"}]}", "no move" },
  { HEAD ",\"lines\":[{\"cp\":1,\"wdl\":[1,2],\"pv\":\"e2e4\"}]}", "fewer" },
  { HEAD ",\"lines\":[{\"cp\":1,\"wdl\":[1,2,3,4],\"pv\":\"e2e4\"}]}", "more" },
  { HEAD ",\"lines\":[{\"cp\":1,\"wdl\":[1,2,1001],\"pv\":\"e2e4\"}]}", "out of range" },
  { HEAD ",\"build\":\"12\",\"lines\":[" LINE "]}", "build: not 16" },
  { HEAD ",\"build\":\"0123456789ABCDEF\",\"lines\":[" LINE "]}", "build: not hex" },
  { HEAD ",\"options\":\"\",\"lines\":[" LINE "]}", "options: empty" },
  { HEAD ",\"threads\":0,\"lines\":[" LINE "]}", "threads" },
  { HEAD ",\"depth\":256,\"lines\":[" LINE "]}", "depth" },
  { HEAD ",\"legal\":219,\"lines\":[" LINE "]}", "legal" },
  { HEAD ",\"nodes\":-1,\"lines\":[" LINE "]}", "nodes" },
  { HEAD ",\"chess960\":1,\"lines\":[" LINE "]}", "chess960" },
  { HEAD ",\"lines\":[" LINE "],\"by_depth\":[[1,\"e2e4\"]]}", "too short" },
  { HEAD ",\"lines\":[" LINE "],\"by_depth\":[[1,\"e2e4\",5,6]]}", "too long" },
  { HEAD ",\"lines\":[" LINE "],\"by_depth\":[[2,\"e2e4\",5],[2,\"e2e4\",5]]}", "rise" },
  { HEAD ",\"lines\":[" LINE "],\"by_depth\":[[0,\"e2e4\",5]]}", "out of range" },
  { HEAD ",\"lines\":[" LINE "],\"by_depth\":[[1,\"e2e4\",null,0]]}", "out of range" },
};

static void
test_details (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClEvent event = CL_EVENT_INIT;
      ClEvaluation evaluation;
      g_auto (ClFact) fact = { 0 };
      g_autoptr (GError) error = NULL, again = NULL;
      gboolean good;

      event.type = "PositionEvaluated";
      event.partition = "engine/x";
      event.game = 1;
      event.details = cases[i].details;
      good = cl_evaluation_from_event (&event, &evaluation, &error);
      g_test_message ("%s: %s", cases[i].details, good ? "good" : error->message);
      g_assert_cmpint (good, ==, cases[i].complaint == NULL);
      g_assert_cmpint (good, ==, cl_fact_from_event (&event, &fact, &again));
      if (!good)
        {
          g_assert_error (error, CL_FACT_ERROR, CL_FACT_ERROR_BAD_DETAILS);
          g_assert_cmpstr (error->message, ==, again->message);
          g_assert_nonnull (strstr (error->message, cases[i].complaint));
        }
    }
}

static void
test_bounds (void)
{
  ClEvent event = CL_EVENT_INIT;
  ClEvaluation evaluation;
  g_autoptr (GString) details = g_string_new (HEAD ",\"lines\":[{\"cp\":1,\"pv\":\"e2e4");

  event.type = "PositionEvaluated";
  for (guint i = 1; i < CL_EVALUATION_MAX_MOVES; i++)
    g_string_append (details, " e7e8q");
  g_string_append (details, "\"}]}");
  event.details = details->str;
  g_assert_false (cl_evaluation_from_event (&event, &evaluation, NULL)); /* no game */
  event.game = 1;
  g_assert_true (cl_evaluation_from_event (&event, &evaluation, NULL));
  g_assert_cmpuint (evaluation.lines[0].n_moves, ==, CL_EVALUATION_MAX_MOVES);
  g_string_insert (details, details->len - 4, " a1a2");
  event.details = details->str;
  g_assert_false (cl_evaluation_from_event (&event, &evaluation, NULL));
  event.type = "MovePlayed";
  g_assert_false (cl_evaluation_from_event (&event, &evaluation, NULL));
  event.type = "PositionEvaluated";
  event.schema = 2;
  g_assert_false (cl_evaluation_from_event (&event, &evaluation, NULL));
}

static void
test_moves (void)
{
  static const char *const bad[] = { "", "e2", "e2e", "e2e4x", "e2e4qq", "i2e4", "e0e4", "e2e2" };
  static const char *const good[] = { "a1h8", "e7e8q", "a2a1n", "e1h1" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      char uci[6];

      cl_uci_unpack (pack (good[i]), uci);
      g_assert_cmpstr (uci, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      guint16 move;

      g_assert_false (cl_uci_pack (bad[i], strlen (bad[i]), &move));
    }
}

static void
test_partition (void)
{
  static const struct
  {
    const char *engine, *partition;
  } names[] = {
    { "Stockfish 15.1", "engine/stockfish-15.1" },
    { "  Ethereal 14.25 (NNUE)!", "engine/ethereal-14.25-nnue" },
    { "象棋", "engine/unnamed" },
    { "", "engine/unnamed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *partition = cl_engine_partition (names[i].engine);

      g_assert_cmpstr (partition, ==, names[i].partition);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/evaluation/bytes", test_bytes);
  g_test_add_func ("/evaluation/details", test_details);
  g_test_add_func ("/evaluation/bounds", test_bounds);
  g_test_add_func ("/evaluation/moves", test_moves);
  g_test_add_func ("/evaluation/partition", test_partition);
  return g_test_run ();
}
