/* test-cli-interpret.c: an old game is read again from what its board saw, compared, and corrected if that is accepted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include "cl-ledger.h"
#include "cl-table.h"

#define SENSOR "sensor/dgt-01025"
#define START  "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR"
#define BEGUN  G_GINT64_CONSTANT (1700000000000000)

typedef struct
{
  ClLedger *ledger;
  ClDraft *sensor;
  guint64 head; /* of the table's partition */
  const char *table;
  ClGame *game;
} Story;

static gint64
at (gint64 ms)
{
  return BEGUN + 1000 * ms;
}

static void
append (Story *self, ClDraft *draft, guint64 expected)
{
  g_autoptr (GError) error = NULL;
  ClAppended appended;

  cl_ledger_append (self->ledger, draft, expected, &appended, &error);
  g_assert_no_error (error);
  cl_draft_unref (draft);
}

static void
see (Story *self, gint64 ms, const char *square, const char *piece)
{
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, square != NULL ? CL_FACT_SQUARE_CHANGED : CL_FACT_BOARD_SCANNED);
  fact.at_ms = ms;
  fact.occurred_at = at (ms);
  fact.square = g_strdup (square);
  *(square != NULL ? &fact.piece : &fact.text) = g_strdup (piece);
  cl_fact_to_draft (&fact, self->sensor);
}

static void
tell (Story *self, ClDraft *draft)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (draft);
  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    {
      ClEvent event = *cl_draft_get (draft, i);

      event.offset = self->head + i + 1;
      cl_game_apply (self->game, &event, &error);
      g_assert_no_error (error);
    }
  append (self, cl_draft_ref (draft), self->head);
  self->head += cl_draft_get_length (draft);
  cl_draft_unref (draft);
}

static void
begin (Story *self, Fixture *fixture, const char *table, guint32 number)
{
  g_autoptr (GError) error = NULL;
  ClGameSetup setup = { .white = "Ada", .black = "Ben", .recorded_only = TRUE };
  ClDraft *attached = cl_draft_new (table, "board", NULL);
  g_auto (ClFact) fact = { 0 };

  if (self->ledger == NULL)
    self->ledger = cl_ledger_open (fixture->ledger,
                                   CL_LEDGER_WRITE | CL_LEDGER_CREATE,
                                   cl_fact_vocabulary (),
                                   &error);
  g_assert_no_error (error);
  self->sensor = cl_draft_new (SENSOR, "board", NULL);
  self->table = table;
  self->head = 0;
  self->game = cl_game_new (table, number);
  tell (self, cl_table_start (table, number, &setup, at (0), &error));
  cl_fact_init (&fact, CL_FACT_BOARD_ATTACHED);
  fact.game = number;
  fact.occurred_at = at (0);
  fact.origin_partition = g_strdup (SENSOR);
  fact.seen = 1;
  cl_fact_to_draft (&fact, attached);
  tell (self, attached);
}

/* As an earlier interpreter read it. */
static void
play (Story *self, gint64 ms, const char *san, guint64 seen)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDraft) draft = NULL;
  g_auto (ClFact) fact = { 0 };
  ClDraft *read = cl_draft_new (self->table, "board", NULL);
  ChessMove move;

  g_assert_cmpint (chess_san_parse (&self->game->current, san, -1, &move), ==, CHESS_NOTATION_OK);
  draft = cl_table_move (self->game, move, CL_NO_CLOCK, at (ms), &error);
  g_assert_no_error (error);
  g_assert_true (cl_fact_from_event (cl_draft_get (draft, 0), &fact, &error));
  fact.seen = seen;
  cl_fact_to_draft (&fact, read);
  tell (self, read);
}

static void
end (Story *self)
{
  append (self, self->sensor, 0);
  cl_game_unref (self->game);
  cl_ledger_close (self->ledger);
  g_clear_object (&self->ledger);
}

/* White's pawn slides from d2 over d3 to d4, and rests on d3 for 900 ms: that was read as d3. Black's reply came from the
 * screen. */
static void
record_slide (Story *self, Fixture *fixture, gboolean over)
{
  g_autoptr (GError) error = NULL;

  begin (self, fixture, "table/1", 1);
  see (self, 100, NULL, START);
  see (self, 2000, "d2", ".");
  see (self, 2040, "d3", "P");
  see (self, 2940, "d3", ".");
  see (self, 2980, "d4", "P");
  play (self, 2800, "d3", 3);
  see (self, 6000, "d7", ".");
  see (self, 6300, "d5", "p");
  play (self, 7500, "d5", 7);
  see (self, 9000, "c2", ".");
  see (self, 9300, "c4", "P");
  play (self, 10500, "c4", 9);
  if (over)
    tell (self,
          cl_table_end (self->game,
                        CHESS_RESULT_WHITE,
                        CHESS_ENDING_RESIGNATION,
                        NULL,
                        at (20000),
                        &error));
  end (self);
}

static void
test_correct (Fixture *fixture, gconstpointer data)
{
  Story story = { 0 };

  record_slide (&story, fixture, TRUE);
  run_ok (fixture, "--ledger %L interpret " SENSOR " --game 1", "1\td3\td4\t5\tdiffers\n");
  g_assert_nonnull (strstr (fixture->err, "3 half-moves recorded, 3 read now, 1 different"));
  run_ok (fixture,
          "--ledger %L interpret " SENSOR " --game 1 --all",
          "1\td3\td4\t5\tdiffers\n2\td5\td5\t7\n3\tc4\tc4\t9\n");
  run_ok (fixture, "--ledger %L fen --partition table/1 --game 1 --ply 1", NULL);
  g_assert_nonnull (strstr (fixture->out, "/3P4/PPP1PPPP/"));
  run_ok (fixture,
          "--ledger %L --json interpret " SENSOR " --game 1 --accept",
          "{\"partition\":\"table/1\",\"game\":1,\"first_seen\":1,\"last_seen\":9,"
          "\"recorded_plies\":3,\"read_plies\":3,\"differences\":["
          "{\"ply\":1,\"recorded\":\"d3\",\"read\":\"d4\",\"seen\":5}]}\n");
  run_ok (fixture, "--ledger %L export --partition table/1", NULL);
  g_assert_nonnull (strstr (fixture->out, "1. d4 d5 2. c4 1-0"));
  run_ok (fixture, "--ledger %L --json log --partition table/1", NULL);
  g_assert_nonnull (strstr (fixture->out, "MoveCorrected"));
  g_assert_nonnull (strstr (fixture->out, "\"partition\":\"" SENSOR "\",\"seen\":5"));
  run_ok (fixture, "--ledger %L interpret " SENSOR " --game 1 --accept", "");
  g_assert_nonnull (strstr (fixture->err, "Nothing to correct"));
  run_ok (fixture, "--ledger %L verify", NULL);
}

/* A move that was not read at all is added to a game that goes on, and never to one that is over. */
static void
test_missed (Fixture *fixture, gconstpointer data)
{
  gboolean over = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  Story story = { 0 };

  begin (&story, fixture, "table/3", 1);
  see (&story, 100, NULL, START);
  see (&story, 2000, "e2", ".");
  see (&story, 2300, "e4", "P");
  play (&story, 3500, "e4", 3);
  see (&story, 6000, "e7", ".");
  see (&story, 6300, "e5", "p");
  if (over)
    tell (&story,
          cl_table_end (story.game,
                        CHESS_RESULT_DRAW,
                        CHESS_ENDING_AGREEMENT,
                        NULL,
                        at (20000),
                        &error));
  end (&story);
  run_ok (fixture, "--ledger %L interpret " SENSOR " --game 1", "2\t-\te5\t5\tdiffers\n");
  run (fixture, "--ledger %L interpret " SENSOR " --game 1 --accept");
  g_assert_cmpint (fixture->status, ==, over ? 1 : 0);
  run_ok (fixture, "--ledger %L export --partition table/3", NULL);
  g_assert_true ((strstr (fixture->out, "1. e4 e5") == NULL) == over);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  Story story = { 0 };

  record_slide (&story, fixture, FALSE);
  run_fails (fixture, "--ledger %L interpret", 2, "sensor/");
  run_fails (fixture, "--ledger %L interpret " SENSOR, 2, "--game");
  run_fails (fixture, "--ledger %L interpret table/1 --game 1", 1, "not what a board saw");
  run_fails (fixture, "--ledger %L interpret " SENSOR " --game 2", 1, "recorded no game 2");
  run_fails (fixture, "--ledger %L interpret sensor/dgt-9 --game 1", 1, "recorded no game 1");
  run_fails (fixture,
             "--ledger %L interpret " SENSOR " --game 1 --table table/2",
             1,
             "no game 1 at “table/2”");
}

static void
add_tests (void)
{
  ADD ("/cli/interpret/correct", test_correct);
  ADD ("/cli/interpret/refused", test_refused);
  g_test_add ("/cli/interpret/missed",
              Fixture,
              GINT_TO_POINTER (FALSE),
              set_up,
              test_missed,
              tear_down);
  g_test_add ("/cli/interpret/missed-over",
              Fixture,
              GINT_TO_POINTER (TRUE),
              set_up,
              test_missed,
              tear_down);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
