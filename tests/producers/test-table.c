/* test-table.c: intentions at a table become the right facts, or a sentence that says why not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-table.h"
#include "own-home.h"

#include <string.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define BEGIN  G_GINT64_CONSTANT (1700000000000000)

typedef struct
{
  ClGame *game;
  guint64 head; /* of the partition */
  gint64 now;
} Table;

static void
table_end (Table *self)
{
  g_clear_pointer (&self->game, cl_game_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_end)

/* Appends as the ledger would, and tells the types in one line. */
static void
commit (Table *self, ClDraft *draft, GError *error, const char *expected)
{
  g_autoptr (GString) types = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_nonnull (draft);
  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    {
      ClEvent event = *cl_draft_get (draft, i);
      g_autoptr (GError) refusal = NULL;

      event.offset = ++self->head;
      g_string_append_printf (types, "%s%s", i > 0 ? " " : "", event.type);
      g_assert_cmpint (event.occurred_at, ==, self->now);
      cl_game_apply (self->game, &event, &refusal);
      g_assert_no_error (refusal);
    }
  g_assert_cmpstr (types->str, ==, expected);
  cl_draft_unref (draft);
}

#define DO(table, expected, call)               \
  G_STMT_START                                  \
  {                                             \
    GError *error = NULL;                       \
    ClDraft *draft = (call);                    \
    commit ((table), draft, error, (expected)); \
  }                                             \
  G_STMT_END

#define REFUSE(call, part)                              \
  G_STMT_START                                          \
  {                                                     \
    GError *error = NULL;                               \
    g_assert_null (call);                               \
    g_assert_nonnull (error);                           \
    g_assert_true (error->domain == CL_FACT_ERROR);     \
    g_test_message ("%s", error->message);              \
    g_assert_nonnull (strstr (error->message, (part))); \
    g_clear_error (&error);                             \
  }                                                     \
  G_STMT_END

static Table
start (const ClGameSetup *setup, const char *expected)
{
  Table self = { cl_game_new ("table/1", 3), 17, BEGIN };

  DO (&self, expected, cl_table_start ("table/1", 3, setup, self.now, &error));
  return self;
}

static ChessMove
san (const Table *self, const char *text)
{
  ChessMove move;

  g_assert_cmpint (chess_san_parse (&self->game->current, text, -1, &move), ==, CHESS_NOTATION_OK);
  return move;
}

static void
play (Table *self, const char *moves)
{
  g_auto (GStrv) tokens = g_strsplit (moves, " ", -1);

  for (guint i = 0; tokens[i] != NULL; i++)
    DO (self,
        "MovePlayed",
        cl_table_move (self->game, san (self, tokens[i]), CL_NO_CLOCK, self->now, &error));
}

static void
test_start (void)
{
  const ClGameSetup setup = { .white = "Ada",
                              .black = "",
                              .time_control = "300+3",
                              .event = "Club" };
  g_auto (Table) table = start (&setup, "GameStarted");
  const ClGame *game = table.game;

  g_assert_cmpstr (game->white, ==, "Ada");
  g_assert_cmpstr (game->black, ==, "?");
  g_assert_cmpstr (cl_game_get_tag (game, "Event"), ==, "Club");
  g_assert_cmpstr (cl_game_get_tag (game, "TimeControl"), ==, "300+3");
  g_assert_cmpuint (strlen (cl_game_get_tag (game, "Date")), ==, 10);
  g_assert_true (game->clock.has_clock);
  g_assert_false (game->clock.started);
  REFUSE (cl_table_start ("table/1", 4, &(ClGameSetup){ .time_control = "soon" }, BEGIN, &error),
          "time control");
  REFUSE (cl_table_start ("table/1", 4, &(ClGameSetup){ .fen = "8/8" }, BEGIN, &error),
          "cannot stand");
}

static void
test_start_960 (void)
{
  const ClGameSetup setup = { .chess960 = TRUE,
                              .fen = "bqnrkrnb/pppppppp/8/8/8/8/PPPPPPPP/BQNRKRNB w KQkq - 0 1" };
  g_auto (Table) table = start (&setup, "GameStarted");

  g_assert_true (table.game->start.chess960);
  g_assert_cmpstr (cl_game_get_tag (table.game, "Variant"), ==, "Chess960");
  g_assert_cmpstr (cl_game_get_tag (table.game, "SetUp"), ==, "1");
}

/* "Play on from here": the way there is written down, the clocks are whole. */
static void
test_start_from_position (void)
{
  const ChessMove moves[] = { chess_move (12, 28), chess_move (52, 36) };
  const ClGameSetup setup = { .time_control = "300",
                              .origin_partition = "archive/x.pgn",
                              .origin_game = 5,
                              .origin_ply = 2,
                              .start_clock_now = TRUE,
                              .opening_moves = moves,
                              .n_opening_moves = 2 };
  g_auto (Table) table = start (&setup, "GameStarted MovePlayed MovePlayed ClockStarted");

  g_assert_cmpstr (table.game->origin_partition, ==, "archive/x.pgn");
  g_assert_cmpuint (table.game->origin_game, ==, 5);
  g_assert_cmpint (table.game->clock.remaining_ms[CHESS_BLACK], ==, 300000);
  g_assert_cmpint (table.game->clock.running, ==, CHESS_WHITE);
}

/* The first move starts the clock; times are measured ones. */
static void
test_timed_moves (void)
{
  const ClGameSetup setup = { .time_control = "300+3" };
  g_auto (Table) table = start (&setup, "GameStarted");

  table.now += 60 * SECOND;
  DO (&table,
      "ClockStarted MovePlayed",
      cl_table_move (table.game, san (&table, "e4"), 60000, table.now, &error));
  g_assert_cmpint (cl_game_get_move (table.game, 1)->clock_ms, ==, 303000);
  g_assert_cmpint (cl_game_get_move (table.game, 1)->used_ms, ==, 0);
  table.now += 10 * SECOND;
  DO (&table,
      "MovePlayed",
      cl_table_move (table.game, san (&table, "e5"), 9999, table.now, &error));
  g_assert_cmpint (cl_game_get_move (table.game, 2)->clock_ms, ==, 293001);
  g_assert_cmpint (cl_game_get_move (table.game, 2)->used_ms, ==, 9999);
  g_assert_cmpstr (cl_game_get_tag (table.game, "White"), ==, "?");
  REFUSE (cl_table_move (table.game, san (&table, "Nf3"), 303000, table.now, &error),
          "time of this player is up");
  REFUSE (cl_table_move (table.game, chess_move (4, 44), 1, table.now, &error), "not a legal move");
  REFUSE (cl_table_move (table.game, chess_move (52, 44), 1, table.now, &error), "no piece");
}

static void
test_mate_ends (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ 0 }, "GameStarted");

  play (&table, "f3 e5 g4");
  DO (&table,
      "MovePlayed GameEnded",
      cl_table_move (table.game, san (&table, "Qh4#"), CL_NO_CLOCK, table.now, &error));
  g_assert_cmpint (table.game->status, ==, CL_GAME_ENDED);
  g_assert_cmpint (table.game->result, ==, CHESS_RESULT_BLACK);
  g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_CHECKMATE);

  /* It was another move: the mate never was, and the game goes on. */
  DO (&table,
      "MoveCorrected ResultCorrected",
      cl_table_correct_move (table.game, 4, chess_move (59, 52), table.now, &error));
  g_assert_cmpint (table.game->status, ==, CL_GAME_PLAYING);
  /* And it was mate after all. */
  DO (&table,
      "MoveCorrected GameEnded",
      cl_table_correct_move (table.game, 4, chess_move (59, 31), table.now, &error));
  g_assert_cmpint (table.game->status, ==, CL_GAME_ENDED);
}

static void
test_fivefold_ends (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ 0 }, "GameStarted");

  for (guint i = 0; i < 3; i++)
    play (&table, "Nf3 Nf6 Ng1 Ng8");
  play (&table, "Nf3 Nf6 Ng1");
  DO (&table,
      "MovePlayed GameEnded",
      cl_table_move (table.game, san (&table, "Ng8"), CL_NO_CLOCK, table.now, &error));
  g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_FIVEFOLD);
  g_assert_cmpuint (table.game->ending_plies->len, ==, 5);
  g_assert_cmpuint (g_array_index (table.game->ending_plies, guint, 4), ==, 16);
}

static void
test_draws (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ 0 }, "GameStarted");

  play (&table, "Nf3 Nf6");
  REFUSE (cl_table_agree_draw (table.game, table.now, &error), "no draw offer");
  DO (&table, "DrawOffered", cl_table_offer_draw (table.game, CHESS_WHITE, table.now, &error));
  DO (&table, "DrawDeclined", cl_table_decline_draw (table.game, CHESS_BLACK, table.now, &error));
  REFUSE (cl_table_claim_draw (table.game, CHESS_WHITE, CHESS_MOVE_NULL, table.now, &error),
          "three times");
  play (&table, "Ng1 Ng8 Nf3 Nf6 Ng1 Ng8");
  DO (&table,
      "DrawClaimed GameEnded",
      cl_table_claim_draw (table.game, CHESS_WHITE, CHESS_MOVE_NULL, table.now, &error));
  g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_THREEFOLD);
  g_assert_cmpint (table.game->result, ==, CHESS_RESULT_DRAW);
}

static void
test_fifty_moves (void)
{
  const ClGameSetup setup = { .fen = "4k3/8/8/8/8/8/8/R3K3 w - - 99 80" };
  g_auto (Table) table = start (&setup, "GameStarted");

  REFUSE (cl_table_claim_draw (table.game, CHESS_WHITE, CHESS_MOVE_NULL, table.now, &error),
          "three times");
  play (&table, "Ra2");
  DO (&table,
      "DrawClaimed GameEnded",
      cl_table_claim_draw (table.game, CHESS_BLACK, CHESS_MOVE_NULL, table.now, &error));
  g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_50_MOVES);
}

static void
test_agreement (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ 0 }, "GameStarted");

  play (&table, "e4 e5");
  DO (&table, "DrawOffered", cl_table_offer_draw (table.game, CHESS_BLACK, table.now, &error));
  DO (&table, "GameEnded", cl_table_agree_draw (table.game, table.now, &error));
  g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_AGREEMENT);
  REFUSE (cl_table_resign (table.game, CHESS_WHITE, table.now, &error), "over");
}

static void
test_resign (void)
{
  const ClGameSetup setup = { .white = "Ada",
                              .black = "Ben",
                              .time_control = "60",
                              .start_clock_now = TRUE };
  g_auto (Table) table = start (&setup, "GameStarted ClockStarted");

  table.now += 7 * SECOND;
  DO (&table, "GameEnded", cl_table_resign (table.game, CHESS_WHITE, table.now, &error));
  g_assert_cmpint (table.game->result, ==, CHESS_RESULT_BLACK);
  g_assert_cmpint (table.game->clock.remaining_ms[CHESS_WHITE], ==, 53000);
}

/* Article 6.9. */
static void
test_flag (void)
{
  static const struct
  {
    const char *fen;
    ChessResult result;
    ChessEnding ending;
  } cases[] = {
    { "4k3/8/8/8/8/8/8/R3K3 b - - 0 1", CHESS_RESULT_WHITE, CHESS_ENDING_TIME },
    { "4k3/8/8/8/8/8/8/R3K3 w - - 0 1", CHESS_RESULT_DRAW, CHESS_ENDING_TIME_NO_MATE },
    /* all he can do is take the queen */
    { "k7/1Q6/8/8/8/8/8/7K b - - 0 1", CHESS_RESULT_DRAW, CHESS_ENDING_TIME_NO_MATE },
    /* one pawn more, and nothing is proven */
    { "k7/1Q6/8/8/8/8/7P/7K b - - 0 1", CHESS_RESULT_WHITE, CHESS_ENDING_TIME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ClGameSetup setup = { .fen = cases[i].fen,
                                  .time_control = "60",
                                  .start_clock_now = TRUE };
      g_auto (Table) table = start (&setup, "GameStarted ClockStarted");
      ChessColor side = cl_game_side_to_move (table.game);

      table.now += 59 * SECOND;
      REFUSE (cl_table_flag (table.game, side, table.now, &error), "still time");
      REFUSE (cl_table_flag (table.game, (ChessColor) !side, table.now, &error), "not running");
      table.now += SECOND;
      DO (&table, "FlagFell GameEnded", cl_table_flag (table.game, side, table.now, &error));
      g_assert_cmpint (table.game->result, ==, cases[i].result);
      g_assert_cmpint (table.game->ending, ==, cases[i].ending);
      g_assert_cmpint (table.game->clock.remaining_ms[side], ==, 0);
    }
}

/* After a crash: the clock is stopped as of the last move, the time gone since is taken off, and play goes on. */
static void
test_pause_and_deduct (void)
{
  const ClGameSetup setup = { .time_control = "300", .start_clock_now = TRUE };
  g_auto (Table) table = start (&setup, "GameStarted ClockStarted");

  table.now += 5 * SECOND;
  DO (&table,
      "MovePlayed",
      cl_table_move (table.game, san (&table, "e4"), 5000, table.now, &error));
  DO (&table, "ClockPaused", cl_table_pause (table.game, "app-closed", table.now, &error));
  table.now += 90 * SECOND;
  g_assert_cmpint (cl_game_clock_now (table.game, CHESS_BLACK, table.now), ==, 300000);
  REFUSE (cl_table_move (table.game, san (&table, "e5"), 1000, table.now, &error),
          "clock is stopped");
  DO (&table,
      "ClockAdjusted",
      cl_table_adjust_clock (table.game, CL_NO_CLOCK, 210000, "deduct", table.now, &error));
  DO (&table, "ClockResumed", cl_table_resume (table.game, table.now, &error));
  table.now += 10 * SECOND;
  DO (&table,
      "MovePlayed",
      cl_table_move (table.game, san (&table, "e5"), 10000, table.now, &error));
  g_assert_cmpint (cl_game_get_move (table.game, 2)->clock_ms, ==, 200000);
  g_assert_cmpint (cl_game_get_move (table.game, 1)->clock_ms, ==, 295000);
}

static void
test_takeback (void)
{
  const ClGameSetup setup = { .time_control = "300", .start_clock_now = TRUE };
  g_auto (Table) table = start (&setup, "GameStarted ClockStarted");

  REFUSE (cl_table_takeback (table.game, 0, table.now, &error), "no move");
  DO (&table,
      "MovePlayed",
      cl_table_move (table.game, san (&table, "e4"), 1000, table.now, &error));
  table.now += 3 * SECOND;
  DO (&table, "TakebackAgreed", cl_table_takeback (table.game, 0, table.now, &error));
  g_assert_cmpint (table.game->clock.remaining_ms[CHESS_WHITE], ==, 299000);
  g_assert_cmpint (table.game->clock.remaining_ms[CHESS_BLACK], ==, 297000);
  g_assert_cmpint (table.game->clock.running, ==, CHESS_WHITE);
}

static void
test_illegal_move (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ 0 }, "GameStarted");

  REFUSE (cl_table_illegal_move (table.game, 12, 28, CHESS_NO_KIND, table.now, &error), "is legal");
  REFUSE (cl_table_illegal_move (table.game, 28, 36, CHESS_NO_KIND, table.now, &error), "no piece");
  REFUSE (cl_table_illegal_move (table.game, 28, 28, CHESS_NO_KIND, table.now, &error), "no piece");
  DO (&table,
      "IllegalMoveMade",
      cl_table_illegal_move (table.game, 12, 36, CHESS_NO_KIND, table.now, &error));
  g_assert_cmpstr (cl_game_get_move (table.game, 1)->san, ==, "e5");
  g_assert_true (cl_game_get_move (table.game, 1)->illegal);
  play (&table, "d6 exd6");
}

/* Articles 7.5.1 and 7.5.5 with Appendices A and B: time for the opponent, then the game. */
static void
test_illegal_move_penalties (void)
{
  static const struct
  {
    const char *control;
    gint64 given_ms;
  } cases[] = { { "5400+30", 120000 }, { "900+10", 60000 }, { "180+2", 60000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ClGameSetup setup = { .time_control = cases[i].control, .start_clock_now = TRUE };
      g_auto (Table) table = start (&setup, "GameStarted ClockStarted");
      gint64 left = table.game->clock.remaining_ms[CHESS_BLACK];

      table.now += 5 * SECOND;
      DO (&table,
          "IllegalMoveMade ClockAdjusted",
          cl_table_penalise_illegal_move (table.game, 12, 36, CHESS_NO_KIND, table.now, &error));
      g_assert_cmpuint (cl_game_n_plies (table.game), ==, 0);
      g_assert_cmpint (cl_game_clock_now (table.game, CHESS_BLACK, table.now),
                       ==,
                       left + cases[i].given_ms);
      /* The clock of the one who erred went on. */
      g_assert_cmpint (cl_game_clock_now (table.game, CHESS_WHITE, table.now), ==, left - 5000);
      play (&table, "e4");
      DO (&table,
          "IllegalMoveMade ClockAdjusted",
          cl_table_penalise_illegal_move (table.game, 52, 20, CHESS_NO_KIND, table.now, &error));
      play (&table, "e5");
      DO (&table,
          "IllegalMoveMade GameEnded",
          cl_table_penalise_illegal_move (table.game, 4, 4, CHESS_NO_KIND, table.now, &error));
      g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_ILLEGAL_MOVES);
      g_assert_cmpint (table.game->result, ==, CHESS_RESULT_BLACK);
    }
}

/* Article 9.5.3 with Appendices A and B: a wrong claim is an offer, and gives the opponent time. */
static void
test_wrong_claims (void)
{
  static const struct
  {
    const char *control;
    gint64 given_ms;
  } cases[] = { { "5400+30", 120000 }, { "900+10", 60000 }, { "180+2", 60000 } };
  g_auto (Table) fifty =
    start (&(ClGameSetup){ .fen = "7k/8/8/8/8/8/R7/K7 w - - 99 90" }, "GameStarted");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ClGameSetup setup = { .time_control = cases[i].control, .start_clock_now = TRUE };
      g_auto (Table) table = start (&setup, "GameStarted ClockStarted");
      gint64 left = table.game->clock.remaining_ms[CHESS_BLACK];

      DO (&table,
          "DrawOffered ClockAdjusted",
          cl_table_reject_claim (table.game, san (&table, "e4"), table.now, &error));
      g_assert_cmpint (cl_game_clock_now (table.game, CHESS_BLACK, table.now),
                       ==,
                       left + cases[i].given_ms);
      g_assert_true (table.game->draw_offered[CHESS_WHITE]);
    }
  /* Without a clock there is no time to give; and what is right is not rejected. */
  DO (&fifty,
      "DrawOffered",
      cl_table_reject_claim (fifty.game, CHESS_MOVE_NULL, fifty.now, &error));
  REFUSE (cl_table_reject_claim (fifty.game, san (&fifty, "Rb2"), fifty.now, &error), "right");
}

/* Who cannot mate draws; without a clock there is no time to give. */
static void
test_illegal_move_draws (void)
{
  const ClGameSetup setup = { .fen = "4k3/8/8/8/8/8/8/R3K3 w - - 0 1" };
  g_auto (Table) table = start (&setup, "GameStarted");

  REFUSE (cl_table_penalise_illegal_move (table.game, 0, 8, CHESS_NO_KIND, table.now, &error),
          "is legal");
  DO (&table,
      "IllegalMoveMade",
      cl_table_penalise_illegal_move (table.game, 0, 9, CHESS_NO_KIND, table.now, &error));
  DO (&table,
      "IllegalMoveMade GameEnded",
      cl_table_penalise_illegal_move (table.game, 0, 9, CHESS_NO_KIND, table.now, &error));
  g_assert_cmpint (table.game->result, ==, CHESS_RESULT_DRAW);
  g_assert_cmpint (table.game->ending_proof, ==, CHESS_PROOF_MATERIAL);
}

static void
assert_plies (const ClGame *game, const guint *plies, guint n)
{
  g_assert_nonnull (game->ending_plies);
  g_assert_cmpmem (game->ending_plies->data,
                   game->ending_plies->len * sizeof (guint),
                   plies,
                   n * sizeof (guint));
}

static void
test_claims_with_a_move (void)
{
  static const guint thrice[] = { 0, 4, 8 };
  g_auto (Table) table = start (&(ClGameSetup){ 0 }, "GameStarted");
  const ClGameSetup old = { .fen = "4k3/8/8/8/8/8/8/R3K3 w - - 99 80" };
  g_auto (Table) fifty = start (&old, "GameStarted");
  ChessMoveList moves;

  play (&table, "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6");
  cl_game_find_claiming_moves (table.game, &moves);
  g_assert_cmpuint (moves.n, ==, 0);
  play (&table, "Ng1");
  cl_game_find_claiming_moves (table.game, &moves);
  g_assert_cmpuint (moves.n, ==, 1);
  REFUSE (cl_table_claim_draw (table.game, CHESS_BLACK, san (&table, "d5"), table.now, &error),
          "twice before");
  REFUSE (cl_table_claim_draw (table.game, CHESS_WHITE, moves.moves[0], table.now, &error),
          "whose turn");
  DO (&table,
      "DrawClaimed GameEnded",
      cl_table_claim_draw (table.game, CHESS_BLACK, moves.moves[0], table.now, &error));
  g_assert_cmpuint (cl_game_n_plies (table.game), ==, 7); /* it was not played */
  g_assert_cmpstr (table.game->ending_written, ==, "Ng8");
  assert_plies (table.game, thrice, 3);

  cl_game_find_claiming_moves (fifty.game, &moves);
  g_assert_cmpuint (moves.n, ==, 15);
  DO (&fifty,
      "DrawClaimed GameEnded",
      cl_table_claim_draw (fifty.game, CHESS_WHITE, san (&fifty, "Ra2"), fifty.now, &error));
  g_assert_cmpint (fifty.game->ending, ==, CHESS_ENDING_50_MOVES);
  g_assert_cmpuint (fifty.game->ending_quiet_plies, ==, 100);
}

/* Locked by the last move, which the material does not show. */
static void
test_dead_position (void)
{
  const ClGameSetup setup = { .fen = "8/6k1/8/1p1p1p1p/1P1P1P2/8/6KP/8 w - - 0 1" };
  g_auto (Table) table = start (&setup, "GameStarted");

  play (&table, "h3 Kf7");
  DO (&table,
      "MovePlayed GameEnded",
      cl_table_move (table.game, san (&table, "h4"), CL_NO_CLOCK, table.now, &error));
  g_assert_cmpint (table.game->ending, ==, CHESS_ENDING_DEAD_POSITION);
  g_assert_cmpint (table.game->result, ==, CHESS_RESULT_DRAW);
  g_assert_cmpint (table.game->ending_proof, ==, CHESS_PROOF_BLOCKED);
}

/* What people write is recorded in PGN's form. */
static void
test_time_controls (void)
{
  const ClGameSetup setup = { .time_control = "40/90m+30s, 30m+30s first late" };
  const ClGameSetup bad = { .time_control = "a while" };
  g_auto (Table) table = start (&setup, "GameStarted");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (table.game->time_control, ==, "40/5400+30:1800+30");
  g_assert_cmpstr (cl_game_get_tag (table.game, "TimeControl"), ==, "40/5400+30:1800+30");
  g_assert_true (table.game->clock.control[CHESS_BLACK].increment_first);
  g_assert_true (table.game->clock.control[CHESS_BLACK].added_at_zero);
  g_assert_cmpint (table.game->clock.remaining_ms[CHESS_BLACK], ==, 5430000);
  g_assert_null (cl_table_start ("table/1", 1, &bad, table.now, &error));
  g_assert_nonnull (strstr (error->message, "time control"));
}

static void
test_recorded (void)
{
  const ClGameSetup setup = { .white = "A", .black = "B", .recorded_only = TRUE };
  g_auto (Table) table = start (&setup, "GameStarted");

  play (&table, "f3 e5 g4");
  DO (&table,
      "MovePlayed GameEnded",
      cl_table_move (table.game, san (&table, "Qh4#"), CL_NO_CLOCK, table.now, &error));
  DO (&table,
      "ResultCorrected TakebackAgreed",
      cl_table_takeback (table.game, 3, table.now, &error));
  g_assert_cmpint (table.game->status, ==, CL_GAME_PLAYING);
  play (&table, "d5");
  DO (&table,
      "GameEnded",
      cl_table_end (table.game,
                    CHESS_RESULT_DRAW,
                    CHESS_ENDING_AGREEMENT,
                    "rain",
                    table.now,
                    &error));
  g_assert_cmpstr (table.game->ending_text, ==, "rain");
  REFUSE (cl_table_start_clock (table.game, table.now, &error), "over");
}

static void
test_corrections (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ .white = "A" }, "GameStarted");
  g_autoptr (GPtrArray) tags = cl_tags_new ();

  cl_tags_set (tags, "White", "A");
  REFUSE (cl_table_correct_details (table.game, tags, table.now, &error), "Nothing");
  cl_tags_set (tags, "Round", "4");
  DO (&table, "DetailsCorrected", cl_table_correct_details (table.game, tags, table.now, &error));
  g_assert_cmpstr (cl_game_get_tag (table.game, "Round"), ==, "4");

  play (&table, "e4 e5");
  REFUSE (cl_table_correct_move (table.game, 3, chess_move (12, 28), table.now, &error),
          "no such move");
  REFUSE (cl_table_correct_move (table.game, 0, chess_move (12, 28), table.now, &error),
          "no such move");
  DO (&table,
      "MoveCorrected",
      cl_table_correct_move (table.game, 1, chess_move (11, 27), table.now, &error));
  DO (&table, "NoteAdded", cl_table_add_note (table.game, 1, "solid", table.now, &error));
  DO (&table, "NoteAdded", cl_table_add_note (table.game, 0, "a club game", table.now, &error));
  DO (&table,
      "VariationAdded",
      cl_table_add_variation (table.game, 2, "1... d5", table.now, &error));
  REFUSE (cl_table_add_note (table.game, 5, "?", table.now, &error), "no such move");
  g_assert_cmpstr (cl_game_get_move (table.game, 1)->comment, ==, "solid");
  REFUSE (cl_table_correct_result (table.game,
                                   CHESS_RESULT_DRAW,
                                   CHESS_ENDING_UNKNOWN,
                                   NULL,
                                   table.now,
                                   &error),
          "no result yet");
  DO (&table, "GameEnded", cl_table_resign (table.game, CHESS_BLACK, table.now, &error));
  DO (&table,
      "ResultCorrected",
      cl_table_correct_result (table.game,
                               CHESS_RESULT_DRAW,
                               CHESS_ENDING_ADJUDICATION,
                               "both asleep",
                               table.now,
                               &error));
  DO (&table, "GameWithdrawn", cl_table_withdraw (table.game, FALSE, table.now, &error));
  REFUSE (cl_table_withdraw (table.game, FALSE, table.now, &error), "removed already");
  DO (&table, "GameRestored", cl_table_withdraw (table.game, TRUE, table.now, &error));
}

/* The game that was asked is never changed by asking. */
static void
test_pure (void)
{
  g_auto (Table) table = start (&(ClGameSetup){ .time_control = "60" }, "GameStarted");
  g_autoptr (ClDraft) draft = NULL;

  draft = cl_table_move (table.game, san (&table, "e4"), 0, table.now, NULL);
  g_assert_nonnull (draft);
  g_assert_cmpuint (cl_game_n_plies (table.game), ==, 0);
  g_assert_false (table.game->clock.started);
  g_assert_cmpuint (table.game->last_offset, ==, 18);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/table/time-controls", test_time_controls);
  g_test_add_func ("/table/dead-position", test_dead_position);
  g_test_add_func ("/table/claims-with-a-move", test_claims_with_a_move);
  g_test_add_func ("/table/wrong-claims", test_wrong_claims);
  g_test_add_func ("/table/illegal-move-draws", test_illegal_move_draws);
  g_test_add_func ("/table/illegal-move-penalties", test_illegal_move_penalties);
  g_test_add_func ("/table/start", test_start);
  g_test_add_func ("/table/start/chess960", test_start_960);
  g_test_add_func ("/table/start/from-position", test_start_from_position);
  g_test_add_func ("/table/timed-moves", test_timed_moves);
  g_test_add_func ("/table/mate", test_mate_ends);
  g_test_add_func ("/table/fivefold", test_fivefold_ends);
  g_test_add_func ("/table/draws", test_draws);
  g_test_add_func ("/table/fifty-moves", test_fifty_moves);
  g_test_add_func ("/table/agreement", test_agreement);
  g_test_add_func ("/table/resign", test_resign);
  g_test_add_func ("/table/flag", test_flag);
  g_test_add_func ("/table/pause-and-deduct", test_pause_and_deduct);
  g_test_add_func ("/table/takeback", test_takeback);
  g_test_add_func ("/table/illegal-move", test_illegal_move);
  g_test_add_func ("/table/recorded", test_recorded);
  g_test_add_func ("/table/corrections", test_corrections);
  g_test_add_func ("/table/pure", test_pure);
  return g_test_run ();
}
