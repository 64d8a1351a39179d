/* test-board-ledger.c: what boards show goes into the ledger, nothing else, and nothing is lost when a cable is pulled, the
 * program is killed or two boards play at once
 *
 * The cable is pulled after so many bytes, and the hands go on. In the thorough setup after every byte, else after every so
 * many, at another place in each family.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "board-rig.h"
#include "cl-fact.h"
#include "cl-scan-again.h"
#include "producers-fixture.h"
#include "own-home.h"

#define BEGIN_MS 14000
#define REST_MS  20000

static const char short_game[] = "e4 e5 Nf3 Nc6 Bc4 Nf6 O-O Nxe4 Re1 d5 Bxd5 Qxd5";

static const char *const families[] = { "dgt", "chesslink", "certabo", "chessnut" };

typedef struct
{
  ClPlacement placement; /* as the players see it */
  guint64 offset;
} Shown;

typedef struct
{
  ChessMove move;
  guint64 seen;
  gboolean inferred;
} Recorded;

/* What stood on the board after each fact of @sensor behind @after. */
static GArray *
fold_sensor (ClReader *reader, const char *sensor, gboolean turned)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (Shown));
  Shown now = { .placement = cl_placement_empty () };
  gsize n;

  do
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_partition (reader, sensor, now.offset, 1000, NULL);

      n = cl_events_get_length (events);
      for (gsize i = 0; i < n; i++)
        {
          g_auto (ClFact) fact = { 0 };
          Shown seen;

          g_assert_true (cl_fact_from_event (cl_events_get (events, i), &fact, NULL));
          now.offset = cl_events_get (events, i)->offset;
          if (fact.type == CL_FACT_BOARD_SCANNED)
            g_assert_true (cl_placement_parse (fact.text, &now.placement));
          else if (fact.type == CL_FACT_SQUARE_CHANGED)
            g_assert_true (
              cl_piece_from_letter (fact.piece[0],
                                    &now.placement.squares[chess_square (fact.square[0] - 'a',
                                                                         fact.square[1] - '1')]));
          seen = now;
          if (turned)
            seen.placement = cl_placement_turned (&now.placement);
          g_array_append_val (shown, seen);
        }
    }
  while (n > 0);
  return shown;
}

/* All moves of the table, in order. */
static GArray *
list_recorded (ClReader *reader, const char *table)
{
  GArray *moves = g_array_new (FALSE, FALSE, sizeof (Recorded));
  g_autoptr (ClEvents) events = cl_reader_read_partition (reader, table, 0, 10000, NULL);
  ChessPosition position = chess_position_start ();

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      g_auto (ClFact) fact = { 0 };
      Recorded recorded;

      g_assert_true (cl_fact_from_event (cl_events_get (events, i), &fact, NULL));
      g_assert_cmpint (fact.type, !=, CL_FACT_TAKEBACK_AGREED);
      if (fact.type != CL_FACT_MOVE_PLAYED)
        continue;
      g_assert_true (cl_move_to_chess (fact.move, &position, &recorded.move));
      recorded.seen = fact.seen;
      recorded.inferred = fact.inferred;
      chess_position_make (&position, recorded.move);
      g_array_append_val (moves, recorded);
    }
  return moves;
}

/* The first half-move, from 1, whose man the board never showed where it went, between the move before and what the move
 * names as last seen; 0: there is none. */
static guint
find_unseen (const GArray *shown, const GArray *moves, guint64 from)
{
  ChessPosition position = chess_position_start ();
  guint at = 0;

  while (at < shown->len && g_array_index (shown, Shown, at).offset < from)
    at++;
  for (guint i = 0; i < moves->len; i++)
    {
      const Recorded *recorded = &g_array_index (moves, Recorded, i);
      ChessMove move = recorded->move;
      ChessSquare to = chess_move_to (move);
      ChessPiece piece;

      if (chess_move_form (move) == CHESS_FORM_CASTLING)
        to = chess_square (to > chess_move_from (move) ? 6 : 2, chess_rank (to));
      chess_position_make (&position, move);
      piece = position.board[to];
      while (at < shown->len && g_array_index (shown, Shown, at).offset <= recorded->seen &&
             g_array_index (shown, Shown, at).placement.squares[to] != piece)
        at++;
      if (at >= shown->len || g_array_index (shown, Shown, at).offset > recorded->seen)
        return i + 1;
    }
  return 0;
}

typedef struct
{
  Fixture fixture;
  ClReader *reader;
  guint n_tables;
} Hall;

static void
open_hall (Hall *self)
{
  g_autoptr (GError) error = NULL;

  *self = (Hall){ 0 };
  fixture_open (&self->fixture, NULL, "hall.ledger");
  self->reader = cl_reader_new (self->fixture.ledger, &error);
  g_assert_no_error (error);
}

static void
close_hall (Hall *self)
{
  cl_reader_free (self->reader);
  fixture_close (&self->fixture);
}

static char *
add_table (Hall *self)
{
  return g_strdup_printf ("table/%u", ++self->n_tables);
}

static BoardRig *
set_up (Hall *hall,
        const char *family,
        const ClEmulatorOptions *options,
        const ClHandsStyle *style,
        const GArray *moves,
        const char *table)
{
  BoardRig *rig = board_rig_new (family, options);
  ChessPosition start = chess_position_start ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GArray) acts =
    cl_hands_play (&start, (const ChessMove *) moves->data, moves->len, style, rand, BEGIN_MS);

  rig->truth = (const ChessMove *) moves->data;
  rig->n_truth = moves->len;
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_record (rig, hall->fixture.ledger, table);
  return rig;
}

static void
assert_recorded (const GArray *recorded, const GArray *moves, const char *what, guint64 where)
{
  gboolean same = recorded->len == moves->len;

  for (guint i = 0; same && i < moves->len; i++)
    same = g_array_index (recorded, Recorded, i).move == g_array_index (moves, ChessMove, i);
  if (!same)
    g_error ("%s %" G_GUINT64_FORMAT ": %u half-moves recorded", what, where, recorded->len);
}

static ClHandsStyle
get_style (const char *family)
{
  gboolean slow = strcmp (family, "certabo") == 0;

  return (ClHandsStyle){ .think_min_ms = slow ? 3000 : 1500, .think_max_ms = slow ? 5000 : 3000 };
}

static void
test_facts (gconstpointer data)
{
  const char *family = data;
  /* A board that learns its men learns where White sits as well. */
  gboolean turned = strcmp (family, "certabo") != 0;
  ClEmulatorOptions options = { .turned = turned };
  ClHandsStyle style = get_style (family);
  g_autoptr (GArray) moves = read_moves (short_game), recorded = NULL, shown = NULL;
  g_autoptr (BoardRig) rig = NULL;
  g_autoptr (ClScanAgain) again = NULL;
  g_autofree char *table = NULL, *sensor = NULL;
  g_autoptr (GError) error = NULL;
  Hall hall;

  open_hall (&hall);
  table = add_table (&hall);
  rig = set_up (&hall, family, &options, &style, moves, table);
  board_rig_run_acts (rig, REST_MS);
  sensor = g_strdup (cl_board_producer_get_status (rig->producer).partition);
  board_rig_close (rig);
  recorded = list_recorded (hall.reader, table);
  assert_recorded (recorded, moves, family, 0);
  shown = fold_sensor (hall.reader, sensor, turned);
  g_assert_cmpuint (find_unseen (shown, recorded, 0), ==, 0);
  for (guint i = 0; i < recorded->len; i++)
    g_assert_false (g_array_index (recorded, Recorded, i).inferred);
  /* Read again, all is as it was. */
  again = cl_scan_again_run (hall.reader, sensor, NULL, 1, &error);
  g_assert_no_error (error);
  for (guint ply = 1; ply <= cl_scan_again_n_plies (again); ply++)
    g_assert_false (cl_scan_again_differs (again, ply));
  g_assert_cmpuint (cl_scan_again_n_plies (again), ==, moves->len);
  /* The checker finds what was not there. */
  g_array_index (recorded, Recorded, 4).move =
    chess_move (chess_square (5, 0), chess_square (1, 4));
  g_array_set_size (recorded, 5);
  g_assert_cmpuint (find_unseen (shown, recorded, 0), ==, 5);
  close_hall (&hall);
}

/* How many bytes a board sends during the game. */
static guint64
count_bytes (Hall *hall, const char *family, const GArray *moves)
{
  ClEmulatorOptions options = { 0 };
  ClHandsStyle style = get_style (family);
  g_autofree char *table = add_table (hall);
  g_autoptr (BoardRig) rig = set_up (hall, family, &options, &style, moves, table);

  board_rig_run_acts (rig, REST_MS);
  return rig->read;
}

/* In three seconds nobody plays more than what is in the hand, one move and its answer. */
static guint
count_inferred (const GArray *recorded)
{
  guint n = 0;

  for (guint i = 0; i < recorded->len; i++)
    n += g_array_index (recorded, Recorded, i).inferred;
  g_assert_cmpuint (n, <=, 3);
  return n;
}

static void
test_unplugged (gconstpointer data)
{
  const char *family = data;
  gboolean thorough = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL;
  gboolean streams = strcmp (family, "certabo") == 0 || strcmp (family, "chessnut") == 0;
  g_autoptr (GArray) moves = read_moves (short_game);
  guint n_runs = 0, n_inferred = 0, n_asked = 0;
  guint64 n_bytes, step;
  Hall hall;

  open_hall (&hall);
  n_bytes = count_bytes (&hall, family, moves);
  step = thorough ? (streams ? 61 : 1) : n_bytes / 12 + 1;
  for (guint64 at = 1 + strlen (family); at < n_bytes; at += step)
    {
      ClEmulatorOptions options = { 0 };
      ClHandsStyle style = get_style (family);
      g_autofree char *table = add_table (&hall);
      g_autoptr (BoardRig) rig = set_up (&hall, family, &options, &style, moves, table);
      g_autoptr (GArray) recorded = NULL;

      rig->unplug_at = at;
      rig->unplug_ms = 3000;
      board_rig_run_acts (rig, REST_MS);
      g_assert_true (rig->unplugged_ms != CL_NEVER_MS);
      n_asked += rig->asked;
      board_rig_close (rig);
      recorded = list_recorded (hall.reader, table);
      assert_recorded (recorded, moves, "unplugged after byte", at);
      n_inferred += count_inferred (recorded);
      n_runs++;
    }
  g_test_message ("%s: unplugged %u times in %" G_GUINT64_FORMAT
                  " bytes: %u half-moves inferred, asked %u times",
                  family,
                  n_runs,
                  n_bytes,
                  n_inferred,
                  n_asked);
  g_assert_cmpuint (n_inferred, >, 0);
  close_hall (&hall);
}

/* After every half-move, and again some time later, in the midst of the next. */
static void
test_killed (gconstpointer data)
{
  const char *family = data;
  ClEmulatorOptions options = { 0 };
  ClHandsStyle style = get_style (family);
  g_autoptr (GArray) moves = read_moves (short_game);
  Hall hall;

  open_hall (&hall);
  for (gint64 late_ms = 0; late_ms <= 1500; late_ms += 500)
    {
      g_autofree char *table = add_table (&hall);
      g_autoptr (BoardRig) rig = set_up (&hall, family, &options, &style, moves, table);
      g_autoptr (GArray) recorded = NULL;
      guint killed = 0;

      while (cl_emulator_has_acts (rig->emulator))
        {
          guint n_plies = cl_board_producer_get_status (rig->producer).n_plies;

          board_rig_run (rig, rig->now_ms + 100);
          if (cl_board_producer_get_status (rig->producer).n_plies == n_plies)
            continue;
          board_rig_run (rig, rig->now_ms + late_ms);
          board_rig_record (rig, hall.fixture.ledger, table);
          killed++;
        }
      board_rig_run (rig, rig->now_ms + REST_MS);
      board_rig_close (rig);
      recorded = list_recorded (hall.reader, table);
      assert_recorded (recorded, moves, "killed, and late by", (guint64) late_ms);
      g_assert_cmpuint (killed, >, 4);
    }
  close_hall (&hall);
}

/* Two boards, two tables, one ledger; each its own game. */
static void
test_two (void)
{
  static const char *const games[] = { short_game, "d4 d5 c4 e6 Nc3 Nf6 Bg5 Be7 e3 O-O Nf3 h6" };
  GArray *moves[2] = { read_moves (games[0]), read_moves (games[1]) };
  BoardRig *rigs[2];
  char *tables[2];
  Hall hall;

  open_hall (&hall);
  for (guint i = 0; i < 2; i++)
    {
      ClEmulatorOptions options = { .number = i + 1, .seed = i };
      ClHandsStyle style = get_style ("dgt");

      tables[i] = add_table (&hall);
      rigs[i] = set_up (&hall, "dgt", &options, &style, moves[i], tables[i]);
    }
  while (cl_emulator_has_acts (rigs[0]->emulator) || cl_emulator_has_acts (rigs[1]->emulator))
    for (guint i = 0; i < 2; i++)
      board_rig_run (rigs[i], rigs[i]->now_ms + 250);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GArray) recorded = NULL;

      board_rig_run (rigs[i], rigs[i]->now_ms + REST_MS);
      g_assert_cmpstr (cl_board_producer_get_status (rigs[i]->producer).partition,
                       ==,
                       i == 0 ? "sensor/dgt-01025" : "sensor/dgt-01026");
      board_rig_free (rigs[i]);
      recorded = list_recorded (hall.reader, tables[i]);
      assert_recorded (recorded, moves[i], tables[i], 0);
      g_array_unref (moves[i]);
      g_free (tables[i]);
    }
  close_hall (&hall);
}

static void
rearrange (BoardRig *rig, const char *to)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  ClPlacement placement;

  g_assert_true (cl_placement_parse (to, &placement));
  cl_hands_rearrange (acts,
                      cl_emulator_get_placement (rig->emulator),
                      &placement,
                      rig->now_ms + 500);
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 8000);
}

static guint
count_facts (ClReader *reader, const char *table, ClFactType type)
{
  g_autoptr (ClEvents) events = cl_reader_read_partition (reader, table, 0, 10000, NULL);
  guint n = 0;

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    n += cl_fact_type_of (cl_events_get (events, i)) == type;
  return n;
}

/* What the last fact of that type says was seen. */
static guint64
find_seen (ClReader *reader, const char *table, ClFactType type)
{
  g_autoptr (ClEvents) events = cl_reader_read_partition (reader, table, 0, 10000, NULL);
  guint64 seen = 0;

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      g_auto (ClFact) fact = { 0 };

      if (cl_fact_type_of (cl_events_get (events, i)) != type)
        continue;
      g_assert_true (cl_fact_from_event (cl_events_get (events, i), &fact, NULL));
      seen = fact.seen;
    }
  return seen;
}

/* Kings in the centre end a game only when somebody says so. */
static void
test_asked (void)
{
  static const char gesture[] = "rnbq1bnr/ppp2ppp/4p3/3k4/2PPK3/8/PP2PPPP/RNBQ1BNR";
  static const char game[] = "rnbqkbnr/ppp2ppp/4p3/3p4/2PP4/8/PP2PPPP/RNBQKBNR";
  ClEmulatorOptions options = { 0 };
  ClHandsStyle style = get_style ("chesslink");
  g_autoptr (GArray) moves = read_moves ("d4 d5 c4 e6");
  g_autofree char *table = NULL;
  BoardRig *rig;
  Hall hall;

  open_hall (&hall);
  table = add_table (&hall);
  rig = set_up (&hall, "chesslink", &options, &style, moves, table);
  board_rig_run_acts (rig, REST_MS);
  for (guint answer = 2; answer-- > 0;)
    {
      rearrange (rig, gesture);
      g_assert_cmpuint (cl_board_producer_get_n_answers (rig->producer), ==, 2);
      g_assert_cmpuint (count_facts (hall.reader, table, CL_FACT_GAME_ENDED), ==, 0);
      cl_board_producer_answer (rig->producer, answer);
      g_assert_cmpuint (cl_board_producer_get_n_answers (rig->producer), ==, 0);
      if (answer == 1)
        rearrange (rig, game);
    }
  g_assert_cmpuint (count_facts (hall.reader, table, CL_FACT_GAME_ENDED), ==, 1);
  g_assert_cmpuint (count_facts (hall.reader, table, CL_FACT_MOVE_PLAYED), ==, 4);
  board_rig_free (rig);
  close_hall (&hall);
}

/* What stood though it is not legal names what the board saw, as a move does. */
static void
test_illegal (void)
{
  ClEmulatorOptions options = { .clock = TRUE, .clock_ms = 300000 };
  ClHandsStyle style = { .tidy = TRUE,
                         .presses = TRUE,
                         .think_min_ms = 1500,
                         .think_max_ms = 2500 };
  g_autoptr (GArray) moves = read_moves ("e4 e5");
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (ClHandAct));
  g_autofree char *table = NULL;
  ClHandAct press = { .kind = CL_HAND_PRESS, .color = CHESS_WHITE };
  ClPlacement to;
  guint64 seen;
  BoardRig *rig;
  Hall hall;

  open_hall (&hall);
  table = add_table (&hall);
  rig = set_up (&hall, "dgt", &options, &style, moves, table);
  board_rig_run_acts (rig, 5000);
  to = *cl_emulator_get_placement (rig->emulator);
  to.squares[chess_square (4, 2)] = to.squares[chess_square (5, 0)];
  to.squares[chess_square (5, 0)] = CHESS_NO_PIECE;
  press.at_ms =
    500 +
    cl_hands_rearrange (acts, cl_emulator_get_placement (rig->emulator), &to, rig->now_ms + 500);
  g_array_append_val (acts, press);
  cl_emulator_add_acts (rig->emulator, acts);
  board_rig_run_acts (rig, 8000);
  g_assert_cmpuint (count_facts (hall.reader, table, CL_FACT_ILLEGAL_MOVE_MADE), ==, 0);
  cl_board_producer_answer (rig->producer, 0);
  seen = find_seen (hall.reader, table, CL_FACT_ILLEGAL_MOVE_MADE);
  g_assert_cmpuint (seen, >, find_seen (hall.reader, table, CL_FACT_MOVE_PLAYED));
  board_rig_free (rig);
  close_hall (&hall);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  if (!board_rig_is_possible ())
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *facts = g_strdup_printf ("/producers/board-ledger/facts/%s", families[i]);
      g_autofree char *cable = g_strdup_printf ("/producers/board-ledger/cable/%s", families[i]);
      g_autofree char *killed = g_strdup_printf ("/producers/board-ledger/killed/%s", families[i]);

      g_test_add_data_func (facts, families[i], test_facts);
      g_test_add_data_func (cable, families[i], test_unplugged);
      g_test_add_data_func (killed, families[i], test_killed);
    }
  g_test_add_func ("/producers/board-ledger/two-boards", test_two);
  g_test_add_func ("/producers/board-ledger/asked", test_asked);
  g_test_add_func ("/producers/board-ledger/illegal", test_illegal);
  return g_test_run ();
}
