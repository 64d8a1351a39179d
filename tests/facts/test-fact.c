/* test-fact.c: every type to columns and back, bad details refused, upcasters, summaries, the JSON reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-fact-private.h"

#include "chess-fen.h"
#include "own-home.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
test_vocabulary (void)
{
  const char *const *names = cl_fact_vocabulary ();

  for (guint type = CL_FACT_NONE + 1; type < CL_N_FACTS; type++)
    {
      g_assert_cmpstr (names[type - 1], ==, cl_fact_type_name (type));
      g_assert_cmpuint (cl_fact_type_from_name (names[type - 1]), ==, type);
      g_assert_nonnull (cl_fact_spec (type)->fields);
    }
  g_assert_null (names[CL_N_FACTS - 1]);
  g_assert_cmpuint (cl_fact_type_from_name ("MoveUnplayed"), ==, CL_FACT_NONE);
  g_assert_cmpstr (cl_fact_type_name (CL_N_FACTS), ==, "");
}

/* A ledger opened with another vocabulary numbers its types otherwise. */
static void
test_foreign_kind (void)
{
  ClEvent event = CL_EVENT_INIT;

  event.type = "DrawOffered";
  event.kind = CL_FACT_MOVE_PLAYED;
  g_assert_cmpuint (cl_fact_type_of (&event), ==, CL_FACT_DRAW_OFFERED);
  event.kind = 999;
  g_assert_cmpuint (cl_fact_type_of (&event), ==, CL_FACT_DRAW_OFFERED);
}

static void
fill_field (ClFact *fact, const ClFactField *field, gboolean mate)
{
  gpointer place = (char *) fact + field->place;

  switch ((ClFactFieldKind) field->kind)
    {
    case CL_FIELD_TEXT:
      *(char **) place =
        g_strdup_printf (g_str_equal (field->key, "answer") ? "right" : "«%s» \"\\\n\t\x01 ♞",
                         field->key);
      break;
    case CL_FIELD_DIGEST:
      *(char **) place = g_strdup (DIGEST);
      break;
    case CL_FIELD_FLAG:
      *(gboolean *) place = TRUE;
      break;
    case CL_FIELD_CLOCK:
      *(gint64 *) place = -1500;
      break;
    case CL_FIELD_SPAN:
      *(gint64 *) place = 61001;
      break;
    case CL_FIELD_OFFSET:
    case CL_FIELD_COUNT:
      *(guint64 *) place = G_GUINT64_CONSTANT (5000000000);
      break;
    case CL_FIELD_NUMBER:
      *(guint32 *) place = 77;
      break;
    case CL_FIELD_SIDE:
      fact->side = CHESS_BLACK;
      break;
    case CL_FIELD_RESULT:
      fact->result = CHESS_RESULT_DRAW;
      break;
    case CL_FIELD_ENDING:
      fact->ending = CHESS_ENDING_THREEFOLD;
      break;
    case CL_FIELD_TAGS:
      cl_fact_add_tag (fact, "White", "Müller, \"Hans\"");
      cl_fact_add_tag (fact, "Round", fact->type == CL_FACT_DETAILS_CORRECTED ? NULL : "");
      break;
    case CL_FIELD_TEXTS:
      if (field->place == G_STRUCT_OFFSET (ClFact, escapes))
        {
          cl_fact_add_escape (fact, " hidden", -1);
          break;
        }
      cl_fact_add_comment (fact, "[%clk 1:00:00] fine", -1);
      cl_fact_add_comment (fact, "cut here", 3);
      break;
    case CL_FIELD_NAGS:
      cl_fact_add_nag (fact, 0);
      cl_fact_add_nag (fact, CL_FACT_MAX_NAG);
      break;
    case CL_FIELD_PLIES:
      cl_fact_add_ply (fact, 0);
      cl_fact_add_ply (fact, G_MAXINT32);
      break;
    case CL_FIELD_EMT:
      fact->commands.present |= CHESS_COMMAND_EMT;
      fact->commands.emt_ms = 58000;
      break;
    case CL_FIELD_EVAL_CP:
    case CL_FIELD_EVAL_MATE:
      fact->commands.present |= CHESS_COMMAND_EVAL;
      fact->commands.eval_cp = mate ? 0 : -17;
      fact->commands.eval_mate = mate ? -3 : 0;
      break;
    case CL_FIELD_EVAL_DEPTH:
      fact->commands.eval_depth = 18;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
assert_texts_equal (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpstr (g_ptr_array_index (a, i), ==, g_ptr_array_index (b, i));
}

static void
assert_tags_equal (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      const ClTag *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

      g_assert_cmpstr (one->name, ==, other->name);
      g_assert_cmpstr (one->value, ==, other->value);
    }
}

static void
assert_field_equal (const ClFactField *field, const ClFact *a, const ClFact *b)
{
  const void *one = (const char *) a + field->place, *other = (const char *) b + field->place;

  switch ((ClFactFieldKind) field->kind)
    {
    case CL_FIELD_TEXT:
    case CL_FIELD_DIGEST:
      g_assert_cmpstr (*(char *const *) one, ==, *(char *const *) other);
      break;
    case CL_FIELD_TAGS:
      assert_tags_equal (a->tags, b->tags);
      break;
    case CL_FIELD_TEXTS:
      assert_texts_equal (*(GPtrArray *const *) one, *(GPtrArray *const *) other);
      break;
    case CL_FIELD_NAGS:
      g_assert_cmpmem (a->nags->data,
                       a->nags->len * sizeof (guint),
                       b->nags->data,
                       b->nags->len * sizeof (guint));
      break;
    case CL_FIELD_PLIES:
      g_assert_cmpmem (a->plies->data,
                       a->plies->len * sizeof (guint),
                       b->plies->data,
                       b->plies->len * sizeof (guint));
      break;
    case CL_FIELD_FLAG:
    case CL_FIELD_NUMBER:
      g_assert_cmpuint (*(const guint32 *) one, ==, *(const guint32 *) other);
      break;
    case CL_FIELD_CLOCK:
    case CL_FIELD_SPAN:
    case CL_FIELD_OFFSET:
    case CL_FIELD_COUNT:
      g_assert_cmpint (*(const gint64 *) one, ==, *(const gint64 *) other);
      break;
    case CL_FIELD_SIDE:
    case CL_FIELD_RESULT:
    case CL_FIELD_ENDING:
      g_assert_cmpint (a->side, ==, b->side);
      g_assert_cmpint (a->result, ==, b->result);
      g_assert_cmpint (a->ending, ==, b->ending);
      break;
    default:
      g_assert_cmpmem (&a->commands, sizeof a->commands, &b->commands, sizeof b->commands);
    }
}

static ClMove
get_move (const char *fen, const char *san)
{
  ChessPosition position;
  ChessMove move;

  g_assert_cmpint (chess_fen_parse (fen, -1, &position, NULL), ==, CHESS_FEN_OK);
  g_assert_cmpint (chess_san_parse (&position, san, -1, &move), ==, CHESS_NOTATION_OK);
  return cl_move_from_chess (&position, move);
}

static void
fill_fact (ClFact *fact, const ClFactSpec *spec, gboolean mate)
{
  fact->game = 3;
  fact->ply = 42;
  fact->occurred_at = G_GINT64_CONSTANT (1700000000123456);
  fact->player = g_strdup ("Müller, Hans");
  if (spec->needs_move)
    {
      fact->has_move = TRUE;
      fact->move = get_move ("4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1", "O-O");
      fact->clock_ms = 1927000;
    }
  for (const ClFactField *field = spec->fields; field->key != NULL; field++)
    fill_field (fact, field, mate);
}

static void
assert_round_trip (ClFactType type, gboolean mate)
{
  const ClFactSpec *spec = cl_fact_spec (type);
  g_auto (ClFact) fact = { 0 }, back = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("table/1", "test", NULL);
  g_autoptr (GError) error = NULL;
  const ClEvent *event;

  cl_fact_init (&fact, type);
  fill_fact (&fact, spec, mate);
  cl_fact_to_draft (&fact, draft);
  event = cl_draft_get (draft, 0);
  g_test_message ("%s: %s", spec->name, event->details);
  g_assert_cmpstr (event->type, ==, spec->name);
  g_assert_true (cl_fact_from_event (event, &back, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (back.type, ==, type);
  g_assert_cmpuint (back.game, ==, 3);
  g_assert_cmpuint (back.ply, ==, 42);
  g_assert_cmpint (back.occurred_at, ==, fact.occurred_at);
  g_assert_cmpstr (back.player, ==, fact.player);
  g_assert_cmpint (back.has_move, ==, spec->needs_move);
  g_assert_cmpint (back.clock_ms, ==, fact.clock_ms);
  g_assert_cmpmem (&back.move, sizeof back.move, &fact.move, sizeof fact.move);
  for (const ClFactField *field = spec->fields; field->key != NULL; field++)
    assert_field_equal (field, &fact, &back);
}

static void
test_round_trip (void)
{
  for (guint type = CL_FACT_NONE + 1; type < CL_N_FACTS; type++)
    if (type != CL_FACT_POSITION_EVALUATED) /* test-evaluation.c */
      {
        assert_round_trip (type, FALSE);
        assert_round_trip (type, TRUE);
      }
}

/* The bytes are a promise: seals and repeated imports depend on them. */
static void
test_bytes (void)
{
  g_auto (ClFact) move = { 0 }, start = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("archive/x.pgn", "test", NULL);

  cl_fact_init (&move, CL_FACT_MOVE_PLAYED);
  move.game = move.ply = 1;
  move.move = get_move ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", "Nf3");
  cl_fact_to_draft (&move, draft);
  g_assert_null (cl_draft_get (draft, 0)->details);

  cl_fact_add_comment (&move, "[%clk 0:10:00]", -1);
  cl_fact_add_nag (&move, 1);
  move.commands.present = CHESS_COMMAND_CLK;
  move.commands.clk_ms = 600000;
  cl_fact_to_draft (&move, draft);
  g_assert_cmpstr (cl_draft_get (draft, 1)->details,
                   ==,
                   "{\"comments\":[\"[%clk 0:10:00]\"],\"nags\":[1]}");
  g_assert_cmpint (cl_draft_get (draft, 1)->clock_ms, ==, 600000);

  cl_fact_init (&start, CL_FACT_GAME_STARTED);
  start.game = 1;
  cl_fact_add_tag (&start, "White", "A");
  cl_fact_add_tag (&start, "TimeControl", "300+3");
  cl_fact_add_tag (&start, "White", "B");
  g_assert_cmpstr (cl_fact_get_tag (&start, "White"), ==, "B");
  start.time_control = g_strdup ("300+3");
  start.chess960 = TRUE;
  cl_fact_to_draft (&start, draft);
  g_assert_cmpstr (cl_draft_get (draft, 2)->details,
                   ==,
                   "{\"tags\":[[\"White\",\"A\"],[\"TimeControl\",\"300+3\"],[\"White\",\"B\"]],"
                   "\"chess960\":true}");
}

typedef struct
{
  const char *type;
  const char *details;
  const char *complaint; /* NULL: it is fine */
} DetailsCase;

static const DetailsCase details_cases[] = {
  { "MovePlayed", NULL, NULL },
  { "MovePlayed", "{}", NULL },
  { "MovePlayed", " { \"used_ms\" : 5 } ", NULL },
  { "MovePlayed",
    "{\"later\":{\"a\":[1,2.5e3,{\"b\":null}],\"c\":\"\\u00e9\"},\"used_ms\":5}",
    NULL },
  { "MovePlayed", "", "details" },
  { "MovePlayed", "[]", "details" },
  { "MovePlayed", "{\"used_ms\":5}x", "details" },
  { "MovePlayed", "{\"used_ms\":5", "details" },
  { "MovePlayed", "{\"used_ms\":5,}", "details" },
  { "MovePlayed", "{\"used_ms\" 5}", "details" },
  { "MovePlayed", "{used_ms:5}", "details" },
  { "MovePlayed", "{\"later\":nul}", "details" },
  { "MovePlayed", "{\"later\":01}", "details" },
  { "MovePlayed", "{\"used_ms\":\"5\"}", "used_ms" },
  { "MovePlayed", "{\"used_ms\":5.0}", "used_ms" },
  { "MovePlayed", "{\"used_ms\":-5}", "used_ms" },
  { "MovePlayed", "{\"used_ms\":100000000001}", "used_ms" },
  { "MovePlayed", "{\"used_ms\":99999999999999999999999}", "used_ms" },
  { "MovePlayed", "{\"used_ms\":null}", "used_ms" },
  { "MovePlayed", "{\"used_ms\":5,\"used_ms\":5}", "used_ms: given twice" },
  { "MovePlayed", "{\"comments\":\"x\"}", "comments" },
  { "MovePlayed", "{\"comments\":[1]}", "comments" },
  { "MovePlayed", "{\"comments\":[\"a\" \"b\"]}", "comments" },
  { "MovePlayed", "{\"comments\":[\"\\ud800\"]}", "comments" },
  { "MovePlayed", "{\"comments\":[\"\\ud83d\\ude00\"]}", NULL },
  { "MovePlayed", "{\"comments\":[\"\\u0000\"]}", "comments" },
  { "MovePlayed", "{\"comments\":[\"\\x\"]}", "comments" },
  { "MovePlayed", "{\"comments\":[\"\n\"]}", "comments" },
  { "MovePlayed", "{\"comments\":[\"\xff\"]}", "UTF-8" },
  { "MovePlayed", "{\"nags\":[65536]}", "nags" },
  { "MovePlayed", "{\"nags\":[-1]}", "nags" },
  { "MovePlayed", "{\"nags\":{}}", "nags" },
  { "MovePlayed", "{\"eval_cp\":2147483648}", "eval_cp" },
  { "MovePlayed", "{\"emt_ms\":-1}", "emt_ms" },
  { "MovePlayed", "{\"entered\":1}", "entered" },
  { "GameStarted", NULL, NULL },
  { "GameStarted", "{\"tags\":[]}", NULL },
  { "GameStarted", "{\"tags\":[[\"A\",\"1\"],[\"A\",\"\"]]}", NULL },
  { "GameStarted", "{\"tags\":{\"A\":\"1\"}}", "tags" },
  { "GameStarted", "{\"tags\":[\"A\",\"1\"]}", "tags" },
  { "GameStarted", "{\"tags\":[[]]}", "tags" },
  { "GameStarted", "{\"tags\":[[\"A\"]]}", "tags" },
  { "GameStarted", "{\"tags\":[[\"A\",1]]}", "tags" },
  { "GameStarted", "{\"tags\":[[\"A\",null]]}", "tags" },
  { "GameStarted", "{\"tags\":[[\"A\",\"1\",\"2\"]]}", "tags" },
  { "GameStarted", "{\"tags\":[[\"\",\"x\"]]}", "tags" },
  { "GameStarted", "{\"fen\":7}", "fen" },
  { "GameStarted", "{\"origin_game\":0}", "origin_game" },
  { "DetailsCorrected", "{\"tags\":[[\"A\",null]]}", NULL },
  { "DetailsCorrected", NULL, "tags: missing" },
  { "DrawOffered", NULL, "side: missing" },
  { "DrawOffered", "{\"side\":\"red\"}", "side" },
  { "DrawOffered", "{\"side\":0}", "side" },
  { "DrawOffered", "{\"side\":\"black\"}", NULL },
  { "DrawClaimed", "{\"side\":\"black\"}", "ending: missing" },
  { "DrawClaimed", "{\"side\":\"black\",\"ending\":\"boredom\"}", "ending" },
  { "GameEnded", "{\"result\":\"1-0\"}", "ending: missing" },
  { "GameEnded", "{\"result\":\"2-0\",\"ending\":\"time\"}", "result" },
  { "GameEnded", "{\"result\":\"*\",\"ending\":\"unknown\"}", NULL },
  { "MoveCorrected", NULL, "cites: missing" },
  { "MoveCorrected", "{\"cites\":0}", "cites" },
  { "MoveCorrected", "{\"cites\":7}", NULL },
  { "ClockAdjusted", NULL, "white_ms and black_ms" },
  { "ClockAdjusted", "{\"black_ms\":0}", NULL },
  { "NoteAdded", "{\"cites\":3}", "text and nags" },
  { "NoteAdded", "{\"nags\":[1]}", NULL },
  { "SourceImported", "{\"file\":\"a\",\"digest\":\"ab\",\"games\":1,\"unreadable\":0}", "digest" },
  { "SourceImported", "{\"file\":\"a\",\"digest\":\"" DIGEST "\",\"games\":1}", "unreadable" },
  { "SourceImported",
    "{\"file\":\"a\",\"digest\":\"" DIGEST "\",\"games\":0,\"unreadable\":0}",
    NULL },
  { "GameUnreadable", "{\"line\":3}", "text: missing" },
  { "GameWithdrawn", NULL, NULL },
  { "PositionEvaluated", NULL, "partition: missing" },
  { "CardAnswered",
    "{\"partition\":\"a\",\"cites\":4,\"game\":1,\"ply\":3,\"answer\":\"x\"}",
    "answer" },
  { "GameImagined", NULL, "GameImagined" },
};

static ClEvent
make_event (const char *type, const char *details)
{
  ClEvent event = CL_EVENT_INIT;

  event.partition = "table/1";
  event.type = type;
  event.details = details;
  event.game = event.ply = 1;
  event.has_move = TRUE;
  event.move = get_move ("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", "e4");
  return event;
}

static void
test_details (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (details_cases); i++)
    {
      const DetailsCase *c = &details_cases[i];
      ClEvent event = make_event (c->type, c->details);
      g_auto (ClFact) fact = { 0 };
      g_autoptr (GError) error = NULL;
      gboolean good = cl_fact_from_event (&event, &fact, &error);
      g_autofree char *summary = cl_fact_summary (&event);
      g_autofree char *shown = g_strescape (c->details != NULL ? c->details : "", NULL);

      g_test_message ("%s %s: %s", c->type, shown, good ? "good" : error->message);
      g_assert_cmpint (good, ==, c->complaint == NULL);
      g_assert_true (g_utf8_validate (summary, -1, NULL));
      if (!good)
        {
          g_assert_nonnull (strstr (error->message, c->complaint));
          g_assert_null (fact.player);
          g_assert_null (fact.comments);
        }
    }
}

/* Nesting is bounded and costs no stack. */
static void
test_deep (void)
{
  for (guint depth = 60; depth < 100000; depth *= 40)
    {
      GString *details = g_string_new ("{\"later\":");
      ClEvent event;
      g_auto (ClFact) fact = { 0 };

      for (guint i = 0; i < depth; i++)
        g_string_append (details, i % 2 ? "[" : "{\"a\":");
      g_string_append_c (details, '1');
      for (guint i = depth; i > 0; i--)
        g_string_append_c (details, (i - 1) % 2 ? ']' : '}');
      g_string_append_c (details, '}');
      event = make_event ("MovePlayed", details->str);
      g_assert_cmpint (cl_fact_from_event (&event, &fact, NULL), ==, depth < 64);
      g_string_free (details, TRUE);
    }
}

static void
test_columns (void)
{
  struct
  {
    const char *complaint;
    guint32 game, ply;
    gboolean has_move;
    guint16 move, marks;
    gint64 clock_ms;
    guint16 schema;
  } cases[] = {
    { NULL, 1, 1, TRUE, 12 | 28 << 6, 1, CL_NO_CLOCK, 1 },
    { NULL, 1, 1, TRUE, 0, 0, 5, 1 },
    { "game", 0, 1, TRUE, 12 | 28 << 6, 1, CL_NO_CLOCK, 1 },
    { "ply", 1, 0, TRUE, 12 | 28 << 6, 1, CL_NO_CLOCK, 1 },
    { "out of range", 1, 0x80000000u, TRUE, 12 | 28 << 6, 1, CL_NO_CLOCK, 1 },
    { "uci", 1, 1, FALSE, 12 | 28 << 6, 1, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 12 << 6, 1, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6, 0, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6, 7, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6 | 5 << 12, 1, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6 | 1 << 12, 2, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6, 1 | 3 << 8, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6, 1 | 1 << 10, CL_NO_CLOCK, 1 },
    { "no move", 1, 1, TRUE, 12 | 28 << 6, 1 | 1 << 12, CL_NO_CLOCK, 1 },
    { "clock_ms", 1, 1, TRUE, 12 | 28 << 6, 1, G_MAXINT64, 1 },
    { "schema", 1, 1, TRUE, 12 | 28 << 6, 1, CL_NO_CLOCK, 2 },
    { "schema", 1, 1, TRUE, 12 | 28 << 6, 1, CL_NO_CLOCK, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClEvent event = make_event ("MovePlayed", NULL);
      g_auto (ClFact) fact = { 0 };
      g_autoptr (GError) error = NULL;

      event.game = cases[i].game;
      event.ply = cases[i].ply;
      event.has_move = cases[i].has_move;
      event.move = (ClMove){ cases[i].move, cases[i].marks };
      event.clock_ms = cases[i].clock_ms;
      event.schema = cases[i].schema;
      g_assert_cmpint (cl_fact_from_event (&event, &fact, &error), ==, cases[i].complaint == NULL);
      if (error != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].complaint));
    }
}

static gboolean
upcast_rename (ClEvent *event, char **details, GError **error)
{
  char *renamed = g_strdup_printf ("{\"reason\":\"%u\",\"was\":%s}", event->schema, event->details);

  g_free (*details);
  *details = renamed;
  return TRUE;
}

static gboolean
upcast_fails (ClEvent *event, char **details, GError **error)
{
  g_set_error_literal (error, CL_FACT_ERROR, CL_FACT_ERROR_BAD_DETAILS, "cannot");
  return FALSE;
}

static void
test_upcasters (void)
{
  static const ClUpcaster chain[] = {
    { CL_FACT_GAME_WITHDRAWN, 2, upcast_rename },
    { CL_FACT_GAME_WITHDRAWN, 1, upcast_rename },
    { CL_FACT_GAME_RESTORED, 1, upcast_fails },
  };
  ClEvent event = make_event ("GameWithdrawn", "{}");
  g_autofree char *details = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cl_fact_check_upcasters (&error));
  g_assert_no_error (error);
  /* Withdrawals have schema 1 today, so this chain leads nowhere. */
  g_assert_false (cl_upcasters_check (chain, G_N_ELEMENTS (chain), &error));
  g_assert_error (error, CL_FACT_ERROR, CL_FACT_ERROR_NEWER_SCHEMA);
  g_clear_error (&error);

  g_assert_true (cl_upcasters_apply (chain, G_N_ELEMENTS (chain), 3, &event, &details, &error));
  g_assert_cmpuint (event.schema, ==, 3);
  g_assert_cmpstr (event.details, ==, "{\"reason\":\"2\",\"was\":{\"reason\":\"1\",\"was\":{}}}");

  event.schema = 1;
  g_assert_false (cl_upcasters_apply (chain, 1, 3, &event, &details, &error));
  g_assert_error (error, CL_FACT_ERROR, CL_FACT_ERROR_NEWER_SCHEMA);
  g_clear_error (&error);
  event.type = "GameRestored";
  g_assert_false (cl_upcasters_apply (chain, 3, 2, &event, &details, &error));
  g_assert_error (error, CL_FACT_ERROR, CL_FACT_ERROR_BAD_DETAILS);
}

static void
test_summary (void)
{
  static const struct
  {
    const char *type, *details, *summary;
  } cases[] = {
    { "MovePlayed", NULL, "1. e4 (0:32:07)" },
    { "GameStarted", "{\"tags\":[[\"White\",\"A\"],[\"TimeControl\",\"300\"]]}", "A – ?, 300" },
    { "GameEnded", "{\"result\":\"0-1\",\"ending\":\"time\"}", "0-1, time" },
    { "ClockAdjusted", "{\"black_ms\":61000,\"reason\":\"deduct\"}", "Black 0:01:01, deduct" },
    { "DrawOffered", "{\"side\":\"white\"}", "White" },
    { "TakebackAgreed", NULL, "back to ply 1" },
    { "BoardAttached", "{\"board\":\"DGT 3\"}", "DGT 3" },
    { "PositionEvaluated",
      "{\"partition\":\"table/1\",\"cites\":3,\"engine\":\"Crafty\",\"depth\":9,"
      "\"lines\":[{\"cp\":-5,\"pv\":\"e7e5 g1f3\"}]}",
      "-0.05 e7e5, depth 9, Crafty: table/1 3" },
    { "Unheard", "{\"a\":1}", "{\"a\":1}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClEvent event = make_event (cases[i].type, cases[i].details);
      g_autofree char *summary = NULL;

      event.clock_ms = 1927000;
      summary = cl_fact_summary (&event);
      g_assert_cmpstr (summary, ==, cases[i].summary);
    }
}

static void
test_moves (void)
{
  static const struct
  {
    const char *fen, *san, *uci;
  } cases[] = {
    { "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", "e4", "e2e4" },
    { "r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1", "O-O-O", "e8c8" },
    { "k7/P7/8/8/8/8/8/K7 b - - 0 1", "Kb7", "a8b7" },
    { "1n5k/P7/8/8/8/8/8/K7 w - - 0 1", "axb8=N", "a7b8n" },
    { "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", "exd6", "e5d6" },
    { "4k3/8/8/8/8/8/5r2/R2bK2R w HA - 0 1", "Kxf2", "e1f2" },
    { "4k3/8/8/8/8/8/8/1R2K1R1 w GB - 0 1", "O-O", "e1g1" },
    { "4k3/8/8/8/8/8/8/1R2K1R1 w GB - 0 1", "O-O-O", "e1b1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessPosition position;
      ChessMove move, back;
      ClMove packed;
      char san[12], uci[6];

      g_assert_cmpint (chess_fen_parse (cases[i].fen, -1, &position, NULL), ==, CHESS_FEN_OK);
      g_assert_cmpint (chess_san_parse (&position, cases[i].san, -1, &move), ==, CHESS_NOTATION_OK);
      packed = cl_move_from_chess (&position, move);
      g_assert_true (cl_move_to_chess (packed, &position, &back));
      g_assert_cmpuint (back, ==, move);
      cl_move_san (packed, san);
      g_assert_cmpstr (san, ==, cases[i].san);
      cl_move_uci (packed, uci);
      if (packed.marks >> 10 != 1)
        g_assert_cmpstr (uci, ==, cases[i].uci);
    }
}

static void
test_illegal_moves (void)
{
  static const struct
  {
    const char *fen;
    guint16 move, marks;
  } cases[] = {
    { "4k3/8/8/8/8/8/8/4K3 w - - 0 1", 0 | 1 << 6, 2 },             /* no piece there */
    { "4k3/8/8/8/8/8/8/4K3 w - - 0 1", 4 | 60 << 6, 6 },            /* takes the king */
    { "4k3/8/8/8/8/8/8/4K3 w - - 0 1", 4 | 12 << 6, 5 },            /* says it is a queen */
    { "4k3/8/8/8/8/8/8/4K2R w - - 0 1", 4 | 6 << 6, 6 | 1 << 10 },  /* right is lost */
    { "4k3/8/8/8/8/8/8/4K2R w K - 0 1", 4 | 2 << 6, 6 | 2 << 10 },  /* no rook there */
    { "4k3/8/8/8/8/8/8/4K2R w K - 0 1", 4 | 6 << 6, 6 | 3 << 10 },  /* no such wing */
    { "4k3/8/8/8/8/8/8/4K2R w K - 0 1", 12 | 6 << 6, 6 | 1 << 10 }, /* not the king */
    { "4k3/8/8/8/8/8/8/4K2R w K - 0 1", 4 | 7 << 6 | 7 << 12, 6 },
    { "4k3/8/8/8/8/8/8/r3K3 w - - 0 1", 0, 0 }, /* passes in check */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessPosition position;
      ChessMove move;

      g_assert_cmpint (chess_fen_parse (cases[i].fen, -1, &position, NULL), ==, CHESS_FEN_OK);
      g_assert_false (
        cl_move_to_chess ((ClMove){ cases[i].move, cases[i].marks }, &position, &move));
    }
}

/* What our reader takes, json-glib takes too, with the same text. */
static void
test_json_oracle (void)
{
  static const char alphabet[] = "{}[]\",:\\u0123dDe.-+ntrfalsu\"\"\\ ab{\"\":";

  for (guint round = 0; round < 200000; round++)
    {
      char text[24];
      gsize length = (gsize) g_test_rand_int_range (1, 22);
      g_auto (ClJson) json = { NULL };

      text[0] = '[';
      for (gsize i = 1; i < length; i++)
        text[i] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      text[length] = ']';
      text[length + 1] = '\0';
      cl_json_init (&json, text);
      if (cl_json_skip (&json) && cl_json_end (&json))
        {
          g_autoptr (JsonParser) parser = json_parser_new ();
          g_autoptr (GError) error = NULL;

          json_parser_load_from_data (parser, text, -1, &error);
          if (error != NULL)
            g_test_message ("%s", text);
          g_assert_no_error (error);
        }
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/facts/vocabulary", test_vocabulary);
  g_test_add_func ("/facts/foreign-kind", test_foreign_kind);
  g_test_add_func ("/facts/round-trip", test_round_trip);
  g_test_add_func ("/facts/bytes", test_bytes);
  g_test_add_func ("/facts/details", test_details);
  g_test_add_func ("/facts/deep", test_deep);
  g_test_add_func ("/facts/columns", test_columns);
  g_test_add_func ("/facts/upcasters", test_upcasters);
  g_test_add_func ("/facts/summary", test_summary);
  g_test_add_func ("/facts/moves", test_moves);
  g_test_add_func ("/facts/illegal-moves", test_illegal_moves);
  g_test_add_func ("/facts/json-oracle", test_json_oracle);
  return g_test_run ();
}
