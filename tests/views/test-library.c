/* test-library.c: the library says of every game what the fold of that game alone says, in every order of arrival
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-game.h"
#include "cl-library-row.h"
#include "cl-moves-view.h"
#include "cl-packed-moves.h"
#include "cl-reader.h"
#include "cl-runner.h"
#include "cl-views.h"

#include "chess-opening.h"
#include "own-home.h"

#define WAIT_MS 60000

static const char *const partitions[] = { "table/1", "table/22", "archive/linares.pgn" };

#define N_PARTITIONS G_N_ELEMENTS (partitions)

typedef struct
{
  char *dir;
  ClLedger *ledger;
  guint64 offsets[N_PARTITIONS];
  GPtrArray *games[N_PARTITIONS]; /* (element-type ClGame) */
} Hall;

static void
hall_open (Hall *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  memset (self, 0, sizeof *self);
  self->dir = g_dir_make_tmp ("chess-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->dir, "test.ledger", NULL);
  self->ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PARTITIONS; i++)
    self->games[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_unref);
}

static void
hall_close (Hall *self)
{
  static const char *const files[] = { "test.ledger", "test.ledger.lock", "views.db" };

  cl_ledger_close (self->ledger);
  g_object_unref (self->ledger);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (self->dir, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->dir);
  for (guint i = 0; i < N_PARTITIONS; i++)
    g_ptr_array_unref (self->games[i]);
  g_free (self->dir);
}

/* Appends @fact, tells it to @game too, and clears it. */
static void
hall_say (Hall *self, guint k, ClGame *game, ClFact *fact)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partitions[k], "test", NULL);
  g_autoptr (GError) error = NULL;
  ClEvent event;

  cl_fact_to_draft (fact, draft);
  event = *cl_draft_get (draft, 0);
  event.partition = partitions[k];
  event.offset = self->offsets[k] + 1;
  if (game != NULL)
    cl_game_apply (game, &event, &error);
  g_assert_no_error (error);
  cl_ledger_append_bulk (self->ledger, draft, self->offsets[k]++, &error);
  g_assert_no_error (error);
  cl_fact_clear (fact);
}

static void
hall_start (Hall *self, guint k)
{
  static const char *const names[] = { "Kasparov, G", "Topalov, V", "Đorđević", "a\tb\nc" };
  ClGame *game = cl_game_new (partitions[k], self->games[k]->len + 1);
  ClFact fact;

  cl_fact_init (&fact, CL_FACT_GAME_STARTED);
  fact.game = game->game;
  cl_fact_add_tag (&fact, "White", names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
  cl_fact_add_tag (&fact, "Black", names[g_test_rand_int_range (0, G_N_ELEMENTS (names))]);
  cl_fact_add_tag (&fact, "Date", "1999.02.??");
  if (g_test_rand_bit ())
    cl_fact_add_tag (&fact, "TimeControl", "5400+30");
  g_ptr_array_add (self->games[k], game);
  hall_say (self, k, game, &fact);
}

static void
hall_move (Hall *self, guint k, ClGame *game)
{
  ChessMoveList list;
  ClFact fact;

  chess_position_legal_moves (&game->current, &list);
  if (list.n == 0)
    return;
  cl_fact_init (&fact, CL_FACT_MOVE_PLAYED);
  fact.game = game->game;
  fact.ply = cl_game_n_plies (game) + 1;
  fact.has_move = TRUE;
  fact.move =
    cl_move_from_chess (&game->current, list.moves[g_test_rand_int_range (0, (gint32) list.n)]);
  hall_say (self, k, game, &fact);
}

static void
hall_take_back (Hall *self, guint k, ClGame *game)
{
  ClFact fact;

  if (cl_game_n_plies (game) < 2)
    return;
  cl_fact_init (&fact, CL_FACT_TAKEBACK_AGREED);
  fact.game = game->game;
  fact.ply = cl_game_n_plies (game) - (guint) g_test_rand_int_range (1, 3);
  if (fact.ply > 0)
    fact.cites = cl_game_get_move (game, fact.ply)->offset;
  hall_say (self, k, game, &fact);
}

static void
hall_end (Hall *self, guint k, ClGame *game, ClFactType type)
{
  ClFact fact;

  cl_fact_init (&fact, type);
  fact.game = game->game;
  fact.ply = cl_game_n_plies (game);
  fact.result = g_test_rand_bit () ? CHESS_RESULT_WHITE : CHESS_RESULT_DRAW;
  fact.ending =
    fact.result == CHESS_RESULT_WHITE ? CHESS_ENDING_RESIGNATION : CHESS_ENDING_AGREEMENT;
  if (type == CL_FACT_RESULT_CORRECTED && g_test_rand_bit ())
    {
      fact.result = CHESS_RESULT_NONE;
      fact.ending = CHESS_ENDING_NONE;
    }
  hall_say (self, k, game, &fact);
}

static void
hall_correct_details (Hall *self, guint k, ClGame *game)
{
  ClFact fact;

  cl_fact_init (&fact, CL_FACT_DETAILS_CORRECTED);
  fact.game = game->game;
  cl_fact_add_tag (&fact, "White", "Corrected, A");
  cl_fact_add_tag (&fact, "Date", NULL);
  cl_fact_add_tag (&fact, "ECO", "C42");
  hall_say (self, k, game, &fact);
}

static void
hall_withdraw (Hall *self, guint k, ClGame *game)
{
  ClFact fact;

  cl_fact_init (&fact, game->withdrawn ? CL_FACT_GAME_RESTORED : CL_FACT_GAME_WITHDRAWN);
  fact.game = game->game;
  hall_say (self, k, game, &fact);
}

static void
hall_step (Hall *self)
{
  guint k = (guint) g_test_rand_int_range (0, N_PARTITIONS);
  gint32 dice = g_test_rand_int_range (0, 100);
  ClGame *game;

  if (self->games[k]->len == 0 || dice < 2)
    {
      hall_start (self, k);
      return;
    }
  /* Mostly the newest, sometimes an old one: games of one partition may be told side by side. */
  game = self->games[k]
           ->pdata[dice < 90 ? self->games[k]->len - 1
                             : (guint) g_test_rand_int_range (0, (gint32) self->games[k]->len)];
  if (dice % 20 == 3)
    hall_correct_details (self, k, game);
  else if (dice % 20 == 5)
    hall_withdraw (self, k, game);
  else if (game->status == CL_GAME_ENDED)
    hall_end (self, k, game, CL_FACT_RESULT_CORRECTED);
  else if (dice % 20 == 7)
    hall_end (self, k, game, CL_FACT_GAME_ENDED);
  else if (dice % 20 == 9)
    hall_take_back (self, k, game);
  else
    hall_move (self, k, game);
}

static void
hall_play (Hall *self, guint n_steps)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_steps; i++)
    hall_step (self);
  cl_ledger_flush (self->ledger, &error);
  g_assert_no_error (error);
}

static ClMap *
hall_read (Hall *self, const char *view, guint64 position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRunner) runner =
    cl_runner_new (self->ledger, self->dir, cl_views_of_ledger (), &error);
  ClMap *map;

  g_assert_no_error (error);
  cl_runner_wait (runner, view, cl_ledger_get_head (self->ledger), WAIT_MS, &error);
  g_assert_no_error (error);
  map = cl_runner_get_state (runner, view, position, &error);
  g_assert_no_error (error);
  cl_runner_close (runner);
  return map;
}

/* What a row keeps of a tag. */
static void
assert_tag (const ClGame *game, const char *name, const char *shown)
{
  const char *tag = cl_game_get_tag (game, name);
  g_autofree char *expected = g_strdup (tag != NULL ? tag : "");

  g_strdelimit (expected, "\t\n", ' ');
  g_assert_cmpstr (shown, ==, expected);
}

/* The name that the longest named line gives: chess_opening_index () + 1, or 0. */
static guint
find_opening (const ClGame *game)
{
  for (guint ply = MIN (cl_game_n_plies (game), CHESS_OPENING_MAX_PLIES); ply > 0; ply--)
    {
      ChessPosition position;
      const ChessOpening *opening;

      cl_game_position_at (game, ply, &position);
      opening = chess_opening_find (&position);
      if (opening != NULL)
        return (guint) chess_opening_index (opening) + 1;
    }
  return 0;
}

static void
assert_row (ClMap *map, const ClGame *game)
{
  g_autofree char *key = cl_library_row_key (game->partition, game->game);
  const char *value = cl_map_get (map, key);
  g_autoptr (ClLibraryRow) row = NULL;

  g_assert_nonnull (value);
  row = cl_library_row_parse (key, value);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->partition, ==, game->partition);
  g_assert_cmpuint (row->game, ==, game->game);
  assert_tag (game, "White", row->white);
  assert_tag (game, "Black", row->black);
  assert_tag (game, "Date", row->date);
  assert_tag (game, "ECO", row->eco);
  assert_tag (game, "TimeControl", row->time_control);
  g_assert_cmpuint (row->plies, ==, cl_game_n_plies (game));
  g_assert_cmpint (row->result, ==, game->result);
  g_assert_cmpint (row->ending, ==, game->ending);
  g_assert_cmpint (row->playing, ==, game->status == CL_GAME_PLAYING);
  g_assert_cmpint (row->withdrawn, ==, game->withdrawn);
  g_assert_false (row->unreadable);
  /* An imported game that goes on after its end keeps the name it had then. */
  if (g_str_has_prefix (game->partition, "table/"))
    g_assert_cmpuint (row->opening, ==, find_opening (game));
}

/* The moves of all games lead where those of this game alone do. */
static void
assert_moves (ClMap *map, const ClGame *game)
{
  g_autofree char *key = cl_library_row_key (game->partition, game->game);
  ChessPosition position;
  const char *moves;
  guint n = 0, bits;

  g_assert_true (cl_moves_parse (cl_map_get (map, key), &position, &moves));
  for (; cl_packed_read (moves, &bits); moves += CL_PACKED_LENGTH, n++)
    g_assert_true (cl_packed_make (bits, &position));
  g_assert_cmpint (*moves, ==, '\0');
  g_assert_cmpuint (n, ==, cl_game_n_plies (game));
  g_assert_cmpmem (&position, sizeof position, &game->current, sizeof position);
}

static void
test_against_games (void)
{
  Hall hall;
  g_autoptr (ClMap) map = NULL, moves = NULL;

  hall_open (&hall);
  hall_play (&hall, 2500);
  map = hall_read (&hall, "library", 0);
  moves = hall_read (&hall, "moves", 0);
  for (guint k = 0; k < N_PARTITIONS; k++)
    {
      g_autofree char *key = cl_library_collection_key (partitions[k]);
      g_autoptr (ClLibraryCollection) collection =
        cl_library_collection_parse (key, cl_map_get (map, key));

      g_assert_nonnull (collection);
      g_assert_cmpuint (collection->n_games, ==, hall.games[k]->len);
      for (guint i = 0; i < hall.games[k]->len; i++)
        {
          assert_row (map, hall.games[k]->pdata[i]);
          assert_moves (moves, hall.games[k]->pdata[i]);
        }
    }
  hall_close (&hall);
}

/* Copies the first @n events of @from in another order that keeps each partition's (@shuffle), or in the same. */
static void
copy_events (Hall *from, Hall *to, guint64 n, gboolean shuffle)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (from->ledger, &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, n, n, &error);
  gsize next[N_PARTITIONS] = { 0 };
  gsize place = 0;

  g_assert_no_error (error);
  while (place < n)
    {
      guint k = (guint) g_test_rand_int_range (0, N_PARTITIONS);
      const ClEvent *event = NULL;
      g_autoptr (ClDraft) draft = NULL;

      if (!shuffle)
        for (k = 0; !g_str_equal (partitions[k], cl_events_get (events, place)->partition); k++)
          ;
      for (; next[k] < n && event == NULL; next[k]++)
        if (g_str_equal (cl_events_get (events, next[k])->partition, partitions[k]))
          event = cl_events_get (events, next[k]);
      if (event == NULL)
        continue;
      draft = cl_draft_new (partitions[k], "test", NULL);
      cl_draft_add (draft, event);
      cl_ledger_append_bulk (to->ledger, draft, to->offsets[k]++, &error);
      g_assert_no_error (error);
      place++;
    }
  cl_ledger_flush (to->ledger, &error);
  g_assert_no_error (error);
}

static void
assert_same (ClMap *a, ClMap *b)
{
  g_autofree char *ja = cl_map_to_json (a);
  g_autofree char *jb = cl_map_to_json (b);
  guint8 da[32], db[32];

  g_assert_cmpstr (ja, ==, jb);
  cl_map_digest (a, da);
  cl_map_digest (b, db);
  g_assert_cmpmem (da, 32, db, 32);
}

static void
test_shuffle (void)
{
  Hall hall;
  g_autoptr (ClMap) map = NULL;

  hall_open (&hall);
  hall_play (&hall, 1500);
  map = hall_read (&hall, "library", 0);
  for (guint i = 0; i < 3; i++)
    {
      Hall other;
      g_autoptr (ClMap) shuffled = NULL;

      hall_open (&other);
      copy_events (&hall, &other, cl_ledger_get_head (hall.ledger), TRUE);
      shuffled = hall_read (&other, "library", 0);
      assert_same (map, shuffled);
      hall_close (&other);
    }
  hall_close (&hall);
}

static void
test_cut (void)
{
  Hall hall;

  hall_open (&hall);
  hall_play (&hall, 1500);
  for (guint i = 0; i < 8; i++)
    {
      guint64 n = (guint64) g_test_rand_int_range (1, (gint32) cl_ledger_get_head (hall.ledger));
      g_autoptr (ClMap) then = hall_read (&hall, "library", n);
      g_autoptr (ClMap) prefix = NULL;
      Hall other;

      hall_open (&other);
      copy_events (&hall, &other, n, FALSE);
      prefix = hall_read (&other, "library", 0);
      assert_same (then, prefix);
      hall_close (&other);
    }
  hall_close (&hall);
}

static void
say_source (Hall *hall, ClFactType type)
{
  ClFact fact;

  cl_fact_init (&fact, type);
  fact.file = g_strdup ("linares.pgn");
  fact.digest = g_strnfill (64, 'a');
  if (type == CL_FACT_SOURCE_IMPORTED)
    {
      fact.encoding = g_strdup ("UTF-8");
      fact.n_games = 1;
      fact.n_unreadable = 1;
    }
  hall_say (hall, 2, NULL, &fact);
}

static ClLibraryCollection *
read_collection (Hall *hall)
{
  g_autoptr (ClMap) map = NULL;

  cl_ledger_flush (hall->ledger, NULL);
  map = hall_read (hall, "library", 0);
  return cl_library_collection_parse ("collection/archive/linares.pgn",
                                      cl_map_get (map, "collection/archive/linares.pgn"));
}

static void
test_collection (void)
{
  Hall hall;
  ClFact fact;
  g_autoptr (ClLibraryCollection) begun = NULL, whole = NULL, withdrawn = NULL;
  g_autoptr (ClMap) map = NULL;
  g_autoptr (ClLibraryRow) row = NULL;

  hall_open (&hall);
  say_source (&hall, CL_FACT_SOURCE_IMPORT_STARTED);
  hall_start (&hall, 2);
  begun = read_collection (&hall);
  g_assert_false (begun->complete);
  g_assert_cmpuint (begun->n_games, ==, 1);
  g_assert_cmpstr (begun->file, ==, "linares.pgn");
  cl_fact_init (&fact, CL_FACT_GAME_UNREADABLE);
  fact.game = 2;
  fact.text = g_strdup ("1. e4 e5 2. Ke3");
  hall_say (&hall, 2, NULL, &fact);
  say_source (&hall, CL_FACT_SOURCE_IMPORTED);
  whole = read_collection (&hall);
  g_assert_true (whole->complete);
  g_assert_cmpuint (whole->n_games, ==, 1);
  g_assert_cmpuint (whole->n_unreadable, ==, 1);
  g_assert_cmpstr (whole->encoding, ==, "UTF-8");
  cl_fact_init (&fact, CL_FACT_GAME_WITHDRAWN);
  hall_say (&hall, 2, NULL, &fact);
  withdrawn = read_collection (&hall);
  g_assert_true (withdrawn->withdrawn);
  map = hall_read (&hall, "library", 0);
  row = cl_library_row_parse ("game/archive/linares.pgn/00000002",
                              cl_map_get (map, "game/archive/linares.pgn/00000002"));
  g_assert_true (row->unreadable);
  g_assert_cmpuint (row->first_offset, ==, 3);
  g_assert_cmpint (row->started_at, ==, CL_NO_TIME);
  hall_close (&hall);
}

static void
test_text (void)
{
  static const struct
  {
    const char *key, *value;
    gboolean good;
  } cases[] = {
    { "game/a/1", "w\tb\t\t\te\ts\td\tr\tC42\t-\t1-0\tcheckmate\t7\t9\tpuw\t-5\t17\t+abc", TRUE },
    { "game/a/1", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t\t", TRUE },
    { "collection/a", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t\t", FALSE },
    { "game/a", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t\t", FALSE },
    { "game/", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t\t", FALSE },
    { "game/a/x", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t\t", FALSE },
    { "game/a/1", "\t\t\t\t\t\t\t\t\t\t2-0\tnone\t0\t1\t\t\t\t", FALSE },
    { "game/a/1", "\t\t\t\t\t\t\t\t\t\t*\tnone\t-1\t1\t\t\t\t", FALSE },
    { "game/a/1", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t", FALSE },
    { "game/a/1", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\tx\t", FALSE },
    { "game/a/1", "\t\t\t\t\t\t\t\t\t\t*\tnone\t0\t1\t\t\t\t\t", FALSE },
    { "game/a/1", "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ClLibraryRow) row = cl_library_row_parse (cases[i].key, cases[i].value);
      g_autofree char *again = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (row != NULL, ==, cases[i].good);
      if (row == NULL)
        continue;
      again = cl_library_row_format (row);
      g_assert_cmpstr (again, ==, cases[i].value);
    }
}

static void
hall_play_san (Hall *self, guint k, ClGame *game, const char *moves)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      ChessMove move;
      ClFact fact;

      g_assert_cmpint (chess_san_parse (&game->current, words[i], -1, &move), ==, 0);
      cl_fact_init (&fact, CL_FACT_MOVE_PLAYED);
      fact.game = game->game;
      fact.ply = cl_game_n_plies (game) + 1;
      fact.has_move = TRUE;
      fact.move = cl_move_from_chess (&game->current, move);
      hall_say (self, k, game, &fact);
    }
}

static void
hall_correct_move (Hall *self, guint k, ClGame *game, guint ply, const char *san)
{
  ChessPosition before;
  ChessMove move;
  ClFact fact;

  cl_game_position_at (game, ply - 1, &before);
  g_assert_cmpint (chess_san_parse (&before, san, -1, &move), ==, 0);
  cl_fact_init (&fact, CL_FACT_MOVE_CORRECTED);
  fact.game = game->game;
  fact.ply = ply;
  fact.cites = cl_game_get_move (game, ply)->offset;
  fact.has_move = TRUE;
  fact.move = cl_move_from_chess (&before, move);
  hall_say (self, k, game, &fact);
}

static void
assert_opening (Hall *hall, guint k, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) map = NULL;
  g_autoptr (ClLibraryRow) row = NULL;
  g_autofree char *key = cl_library_row_key (partitions[k], 1);

  cl_ledger_flush (hall->ledger, &error);
  g_assert_no_error (error);
  map = hall_read (hall, "library", 0);
  row = cl_library_row_parse (key, cl_map_get (map, key));
  if (name == NULL)
    g_assert_cmpuint (row->opening, ==, 0);
  else
    g_assert_cmpstr (chess_opening_get (row->opening - 1)->name, ==, name);
}

/* Each look closes the runner, so that the moves followed so far must come back from the row. */
static void
test_opening (void)
{
  if (chess_opening_get (0) == NULL)
    {
      g_test_skip ("built without a file of openings");
      return;
    }
  for (guint k = 0; k < N_PARTITIONS; k += 2)
    {
      Hall hall;
      ClFact fact;
      ClGame *game;

      hall_open (&hall);
      if (k == 2)
        {
          cl_fact_init (&fact, CL_FACT_SOURCE_IMPORT_STARTED);
          fact.file = g_strdup ("linares.pgn");
          fact.digest = g_strnfill (64, '0');
          hall_say (&hall, k, NULL, &fact);
        }
      hall_start (&hall, k);
      game = hall.games[k]->pdata[0];
      assert_opening (&hall, k, NULL);
      hall_play_san (&hall, k, game, "e4 c5 Nf3 d6 d4 cxd4 Nxd4 Nf6 Nc3");
      assert_opening (&hall, k, "Sicilian");
      hall_play_san (&hall, k, game, "a6 a3 h6");
      assert_opening (&hall, k, "Sicilian: Najdorf");
      hall_correct_move (&hall, k, game, 10, "g6");
      assert_opening (&hall, k, "Sicilian: Dragon variation");
      cl_fact_init (&fact, CL_FACT_TAKEBACK_AGREED);
      fact.game = game->game;
      fact.ply = 9;
      fact.cites = cl_game_get_move (game, 9)->offset;
      hall_say (&hall, k, game, &fact);
      hall_play_san (&hall, k, game, "e6");
      assert_opening (&hall, k, "Sicilian: Scheveningen variation");
      hall_end (&hall, k, game, CL_FACT_GAME_ENDED);
      hall_correct_move (&hall, k, game, 10, "a6");
      /* Of a file's game the moves are not kept: no name rather than a wrong one. */
      assert_opening (&hall, k, k == 0 ? "Sicilian: Najdorf" : NULL);
      hall_close (&hall);
    }
}

/* A type that the catalogue gains must be handled here or ignored on purpose, or the library would stop at it. */
static void
test_vocabulary (void)
{
  const char *const *types = cl_fact_vocabulary ();

  for (guint i = 0; types[i] != NULL; i++)
    {
      gboolean handled = g_strv_contains (cl_library_view.handles, types[i]);
      gboolean ignored = g_strv_contains (cl_library_view.ignores, types[i]);

      g_test_message ("%s", types[i]);
      g_assert_cmpint (handled + ignored, ==, 1);
    }
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/views/library/text", test_text);
  g_test_add_func ("/views/library/opening", test_opening);
  g_test_add_func ("/views/library/vocabulary", test_vocabulary);
  g_test_add_func ("/views/library/collection", test_collection);
  g_test_add_func ("/views/library/against-games", test_against_games);
  g_test_add_func ("/views/library/shuffle", test_shuffle);
  g_test_add_func ("/views/library/cut", test_cut);
  return g_test_run ();
}
