/* test-library.c: import, search, collections, withdrawal and export through a session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "chess-opening.h"
#include "own-home.h"

static const char games[] =
  "[Event \"Wijk aan Zee\"]\n[Site \"?\"]\n[Date \"1999.01.20\"]\n[Round \"4\"]\n[White \"Kasparov, Garry\"]\n"
  "[Black \"Topalov, Veselin\"]\n[Result \"1-0\"]\n[WhiteElo \"2812\"]\n\n1. e4 d6 2. d4 Nf6 1-0\n\n"
  "[Event \"Wijk aan Zee\"]\n[Site \"?\"]\n[Date \"2001.01.20\"]\n[Round \"10.2\"]\n[White \"Kasparov, Garry\"]\n"
  "[Black \"Kramnik, Vladimir\"]\n[Result \"1/2-1/2\"]\n\n1. e4 e5 2. Nf3 Nf6 3. Nxe5 1/2-1/2\n\n"
  "[Event \"Köln\"]\n[Site \"?\"]\n[Date \"1911.05.01\"]\n[Round \"1\"]\n[White \"Müller, Jörg\"]\n"
  "[Black \"Ångström\"]\n[Result \"0-1\"]\n\n1. f3 e5 2. g4 Qh4# 0-1\n\n"
  "[Event \"Broken\"]\n[Site \"?\"]\n[Date \"????.??.??\"]\n[Round \"?\"]\n[White \"A\"]\n[Black \"B\"]\n[Result \"*\"]\n\n"
  "1. e4 e5 2. Ke4 *\n\n";

static GFile *
write_file (Fixture *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static ClJob *
import (Fixture *self, const char *name, const char *text)
{
  g_autoptr (GFile) file = write_file (self, name, text);
  ClJob *job = cl_session_import (self->session, file);

  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_no_error (cl_job_get_error (job));
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));

  return job;
}

static GListModel *
get_model (Fixture *self)
{
  return G_LIST_MODEL (cl_session_get_library (self->session));
}

static guint
count_listed (Fixture *self)
{
  return g_list_model_get_n_items (get_model (self));
}

static char *
get_text (Fixture *self, guint place, const char *property)
{
  g_autoptr (ClLibraryItem) item = g_list_model_get_item (get_model (self), place);
  char *text;

  g_object_get (item, property, &text, NULL);

  return text;
}

static void
search (Fixture *self, const char *text)
{
  cl_library_set_search (cl_session_get_library (self->session), text);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
}

static const struct
{
  const char *text;
  guint n;
  const char *first_black;
} searches[] = {
  { "kasp topa 99", 1, "Topalov, Veselin" },
  { "  KASP ", 2, "Topalov, Veselin" },
  { "wijk 1/2", 1, "Kramnik, Vladimir" },
  { "muller koln", 1, "Ångström" },
  { "Müller ang", 1, "Ångström" },
  { "2812", 1, "Topalov, Veselin" },
  { "kasp ang", 0, NULL },
  { "PETROV 2001", 1, "Kramnik, Vladimir" }, /* the opening's name, found by its position */
  { "c42", 1, "Kramnik, Vladimir" },         /* its code */
  { "", 4, "Topalov, Veselin" },
};

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);

  g_assert_cmpstr (cl_job_get_partition (job), ==, "archive/games.pgn");
  g_assert_cmpuint (cl_job_get_unreadable (job), ==, 1);
  g_assert_cmpuint (cl_library_get_total (cl_session_get_library (self->session)), ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *black = NULL;

      g_test_message ("Search for “%s”", searches[i].text);
      search (self, searches[i].text);
      g_assert_cmpuint (count_listed (self), ==, searches[i].n);
      if (searches[i].n == 0)
        continue;
      black = get_text (self, 0, "black");
      g_assert_cmpstr (black, ==, searches[i].first_black);
    }
}

static void
test_openings (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  g_autofree char *name = NULL, *eco = NULL, *first = NULL, *last = NULL;

  name = get_text (self, 1, "opening");
  eco = get_text (self, 1, "eco");
  g_assert_nonnull (strstr (name, "Petrov"));
  g_assert_cmpstr (eco, ==, "C42");
  cl_library_set_sort (cl_session_get_library (self->session), CL_LIBRARY_SORT_OPENING, FALSE);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  first = get_text (self, 0, "eco");
  g_assert_cmpstr (first, ==, "A00");
  last = get_text (self, 3, "opening"); /* the unreadable game has none */
  g_assert_cmpstr (last, ==, "");
}

static const struct
{
  const char *text, *black; /* NULL: no game */
  int ply;
} positions[] = {
  /* by another order of moves than it was played */
  { "rnbqkb1r/ppp1pppp/3p1n2/8/3PP3/8/PPP2PPP/RNBQKBNR w KQkq - 1 3", "Topalov, Veselin", 4 },
  { "rnbqkb1r/ppp1pppp/3p1n2/8/3PP3/8/PPP2PPP/RNBQKBNR b KQkq - 1 3", NULL, -1 },
  { "rnbqkb1r/pppp1ppp/5n2/4N3/4P3/8/PPPP1PPP/RNBQKB1R b KQkq - 0 3", "Kramnik, Vladimir", 5 },
  { "rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w", "Ångström", 4 },
  { "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", "Topalov, Veselin", 0 },
  { "KQRRBBNNPPPPPPPPKQRRBBNNPPPPPPP", "Kramnik, Vladimir", 5 },
  { "KQRRBBNNPPPPPPPvKQRRBBNNPPPPPPPP", "Kramnik, Vladimir", 5 }, /* the other way round */
  { "KRPKR", NULL, -1 },
};

static void
assert_positions (Fixture *self)
{
  ClLibrary *library = cl_session_get_library (self->session);

  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_autofree char *black = NULL;

      g_test_message ("Search for “%s”", positions[i].text);
      search (self, positions[i].text);
      if (positions[i].black == NULL)
        {
          g_assert_cmpuint (count_listed (self), ==, 0);
          continue;
        }
      g_assert_cmpuint (count_listed (self), >, 0);
      black = get_text (self, 0, "black");
      g_assert_cmpstr (black, ==, positions[i].black);
      g_assert_cmpint (cl_library_get_found_ply (library, 0), ==, positions[i].ply);
    }
  search (self, "");
  g_assert_cmpint (cl_library_get_found_ply (library, 0), ==, -1);
}

static void
test_positions (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = NULL, more = NULL;

  job = import (self, "games.pgn", games);
  assert_positions (self);
  /* A search that stands is kept up to date. */
  search (self, "8/8/8/8/8/4k3/8/4K2R w");
  g_assert_cmpuint (count_listed (self), ==, 0);
  more = import (self,
                 "ending.pgn",
                 "[White \"A\"]\n[Black \"B\"]\n[Result \"*\"]\n[SetUp \"1\"]\n"
                 "[FEN \"8/8/8/8/8/5k2/8/4K2R b - - 0 1\"]\n\n1... Ke3 *\n");
  g_assert_cmpuint (count_listed (self), ==, 1);
  g_assert_cmpint (cl_library_get_found_ply (cl_session_get_library (self->session), 0), ==, 1);
  search (self, "KRK");
  g_assert_cmpuint (count_listed (self), ==, 1);
  cl_session_choose_game_at (self->session, "archive/games.pgn", 1, 3);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 3);
  cl_session_choose_game (self->session, "archive/games.pgn", 2);
  WAIT_UNTIL (cl_session_get_game (self->session)->game == 2);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 0);
}

#define IMMORTAL "1. e4 e5 2. f4 exf4 3. Bc4 Qh4+ 4. Kf1 b5 5. Bxb5 Nf6 "

static void
test_duplicates (Fixture *self, gconstpointer data)
{
  ClLibrary *library = cl_session_get_library (self->session);
  g_autoptr (ClJob) first = NULL, second = NULL;
  g_autofree char *one = NULL, *other = NULL;

  first = import (
    self,
    "a.pgn",
    "[White \"Anderssen, Adolf\"]\n[Black \"Kieseritzky\"]\n[Date \"1851.06.21\"]\n\n" IMMORTAL
    "1-0\n\n"
    "[White \"Somebody\"]\n[Black \"Kieseritzky\"]\n[Date \"1851.??.??\"]\n\n" IMMORTAL "1-0\n\n"
    "[White \"A\"]\n[Black \"B\"]\n\n1. e4 e5 1-0\n");
  second =
    import (self,
            "b.pgn",
            "[White \"Adolf ANDERSSEN\"]\n[Black \"?\"]\n[Date \"1851.??.??\"]\n\n" IMMORTAL "*\n\n"
            "[White \"Anderssen, A\"]\n[Black \"K\"]\n\n" IMMORTAL "6. Nf3 1-0\n\n"
            "[White \"Anderssen, A\"]\n[Black \"Kieseritzky\"]\n[Date \"1852\"]\n\n" IMMORTAL
            "1-0\n\n"
            "[White \"A\"]\n[Black \"B\"]\n\n1. e4 e5 1-0\n");
  cl_library_set_collection (library, CL_LIBRARY_DUPLICATES);
  WAIT_UNTIL (!cl_library_is_busy (library));
  /* Not the others: another name, more moves, another year, too short to tell. */
  g_assert_cmpuint (count_listed (self), ==, 2);
  g_assert_cmpuint (cl_library_get_total (library), ==, 2);
  one = get_text (self, 0, "white");
  other = get_text (self, 1, "white");
  g_assert_cmpstr (one, ==, "Anderssen, Adolf");
  g_assert_cmpstr (other, ==, "Adolf ANDERSSEN");
  search (self, "kieser");
  g_assert_cmpuint (count_listed (self), ==, 1);
  search (self, "");
  cl_session_withdraw_game (self->session, "archive/b.pgn", 1, FALSE, NULL, NULL);
  WAIT_UNTIL (count_listed (self) == 0);
}

/* Typed faster than it is answered: only what was typed last counts. */
static void
test_newest (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  ClLibrary *library = cl_session_get_library (self->session);

  cl_library_set_search (library, "k");
  cl_library_set_search (library, "kr");
  cl_library_set_search (library, "muller");
  WAIT_UNTIL (!cl_library_is_busy (library));
  g_assert_cmpuint (count_listed (self), ==, 1);
}

static const struct
{
  ClLibrarySort sort;
  gboolean descending;
  const char *first_white;
} sorts[] = {
  { CL_LIBRARY_SORT_WHITE, FALSE, "A" }, /* could not be read, but its tags could */
  { CL_LIBRARY_SORT_WHITE, TRUE, "Müller, Jörg" },
  { CL_LIBRARY_SORT_DATE, TRUE, "Kasparov, Garry" },
  { CL_LIBRARY_SORT_PLIES, TRUE, "Kasparov, Garry" },
  { CL_LIBRARY_SORT_BLACK, TRUE, "Kasparov, Garry" },
  { CL_LIBRARY_SORT_ROUND, TRUE, "Kasparov, Garry" }, /* 10.2 comes after 4 */
  { CL_LIBRARY_SORT_ROUND, FALSE, "A" },              /* unknown */
  { CL_LIBRARY_SORT_WHITE_ELO, TRUE, "Kasparov, Garry" },
};

static void
test_sort (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);

  for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      g_autofree char *white = NULL;

      cl_library_set_sort (cl_session_get_library (self->session),
                           sorts[i].sort,
                           sorts[i].descending);
      WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
      white = get_text (self, 0, "white");
      g_assert_cmpstr (white, ==, sorts[i].first_white);
    }
}

static void
test_open (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  g_autoptr (ClLibraryItem) item = NULL;
  g_autofree char *moves = NULL;

  search (self, "kramnik");
  item = g_list_model_get_item (get_model (self), 0);
  cl_session_choose_game (self->session,
                          cl_library_item_get_partition (item),
                          cl_library_item_get_game (item));
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  moves = get_moves (self);
  g_assert_cmpstr (moves, ==, "e4 e5 Nf3 Nf6 Nxe5");
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 0);
  g_assert_false (cl_session_get_following (self->session));

  search (self, "");
  g_clear_object (&item);
  item = g_list_model_get_item (get_model (self), 3);
  cl_session_choose_game (self->session,
                          cl_library_item_get_partition (item),
                          cl_library_item_get_game (item));
  WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_UNREADABLE);
  g_assert_nonnull (strstr (cl_session_get_game (self->session)->text, "Ke4"));
}

typedef struct
{
  guint n_items;
  guint n_signals;
} Mirror;

/* What a list widget believes from the signals alone. */
static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Mirror *mirror)
{
  g_assert_cmpuint (position + removed, <=, mirror->n_items);
  mirror->n_items = mirror->n_items - removed + added;
  mirror->n_signals++;
  g_assert_cmpuint (mirror->n_items, ==, g_list_model_get_n_items (model));
}

static void
test_live (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  Mirror mirror = { .n_items = count_listed (self) };
  g_autofree char *status = NULL;
  g_autofree char *white = NULL;

  g_signal_connect (get_model (self), "items-changed", G_CALLBACK (items_changed_cb), &mirror);
  start_game (self, NULL, FALSE);
  WAIT_UNTIL (count_listed (self) == 5);
  g_assert_cmpuint (mirror.n_signals, ==, 1);
  white = get_text (self, 0, "white");
  g_assert_cmpstr (white, ==, "Anna");
  status = get_text (self, 0, "status");
  g_assert_cmpstr (status, ==, "playing");

  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  WAIT_UNTIL (mirror.n_signals == 2);
  g_free (status);
  status = get_text (self, 0, "status");
  g_assert_cmpstr (status, ==, "");

  cl_library_set_collection (cl_session_get_library (self->session), "tables");
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  g_assert_cmpuint (count_listed (self), ==, 1);
}

static void
test_collections (Fixture *self, gconstpointer data)
{
  GListModel *collections = cl_session_get_collections (self->session);
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  g_autoptr (ClJob) again = import (self, "games.pgn", games);
  g_autoptr (ClCollection) collection = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (collections), ==, 1);
  collection = g_list_model_get_item (collections, 0);
  g_assert_cmpstr (cl_collection_get_title (collection), ==, "games.pgn");
  g_assert_cmpuint (cl_collection_get_n_games (collection), ==, 4);
  g_assert_true (cl_collection_get_complete (collection));
  g_assert_nonnull (strstr (cl_job_get_message (again), "before"));

  start_game (self, NULL, FALSE);
  WAIT_UNTIL (g_list_model_get_n_items (collections) == 2);
  g_clear_object (&collection);
  collection = g_list_model_get_item (collections, 0);
  g_assert_cmpstr (cl_collection_get_partition (collection), ==, "tables");

  DO_OK (cl_session_withdraw_game (self->session, "archive/games.pgn", 2, FALSE, DONE));
  WAIT_UNTIL (count_listed (self) == 4);
  DO_OK (cl_session_withdraw_game (self->session, "archive/games.pgn", 2, TRUE, DONE));
  WAIT_UNTIL (count_listed (self) == 5);
  DO_OK (cl_session_withdraw_collection (self->session, "archive/games.pgn", DONE));
  WAIT_UNTIL (count_listed (self) == 1);
  g_assert_cmpuint (g_list_model_get_n_items (collections), ==, 1);
  cl_library_set_collection (cl_session_get_library (self->session), "withdrawn");
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  g_assert_cmpuint (count_listed (self), ==, 4);
}

static void
test_export (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  g_autofree char *path = g_build_filename (self->folder, "out.pgn", NULL);
  g_autoptr (GFile) to = g_file_new_for_path (path);
  g_autoptr (ClJob) all = NULL;
  g_autoptr (ClJob) some = NULL;
  g_autofree char *text = NULL;

  all = cl_session_export (self->session, to, NULL, 0);
  WAIT_UNTIL (cl_job_is_finished (all));
  g_assert_no_error (cl_job_get_error (all));
  g_assert_cmpuint (cl_job_get_games (all), ==, 4);

  search (self, "muller");
  some = cl_session_export_items (self->session, to, get_model (self));
  WAIT_UNTIL (cl_job_is_finished (some));
  g_assert_no_error (cl_job_get_error (some));
  g_assert_cmpuint (cl_job_get_games (some), ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Qh4#"));
  g_assert_null (strstr (text, "Kasparov"));
}

static void
test_missing_file (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/games.pgn");
  g_autoptr (ClJob) job = cl_session_import (self->session, file);
  g_autoptr (ClJob) out = NULL;
  guint n_events = count_events (self);

  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_nonnull (cl_job_get_error (job));
  g_assert_cmpstr (cl_job_get_message (job), !=, "");
  g_assert_cmpuint (count_events (self), ==, n_events);

  out = cl_session_export (self->session, file, NULL, 0);
  WAIT_UNTIL (cl_job_is_finished (out));
  g_assert_nonnull (cl_job_get_error (out));
}

static char *
make_many_games (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
      text,
      "[Event \"Event %u\"]\n[Site \"?\"]\n[Date \"2000.01.01\"]\n[Round \"%u\"]\n[White \"White %u\"]\n[Black \"Black %u\"]\n"
      "[Result \"1-0\"]\n\n1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 1-0\n\n",
      i % 97,
      i % 13,
      i,
      i % 1000);

  return g_string_free (text, FALSE);
}

/* So many games take long enough to be stopped among them. */
static guint
get_many (void)
{
  return g_getenv ("CHESS_LEDGER_BRIEF") ? 4000 : 20000;
}

static void
cancel_cb (ClJob *job, GParamSpec *pspec, gpointer data)
{
  cl_job_cancel (job);
}

/* A stopped import keeps what it has and goes on when it is run again. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  const guint n = get_many ();
  g_autofree char *text = make_many_games (n);
  g_autoptr (GFile) file = write_file (self, "many.pgn", text);
  g_autoptr (ClJob) job = cl_session_import (self->session, file);
  g_autoptr (ClJob) again = NULL;
  GListModel *collections = cl_session_get_collections (self->session);

  g_signal_connect (job, "notify::games", G_CALLBACK (cancel_cb), NULL);
  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_no_error (cl_job_get_error (job));
  g_assert_true (cl_job_was_cancelled (job));
  g_assert_cmpuint (cl_job_get_games (job), <, n);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  g_assert_cmpuint (count_listed (self), ==, cl_job_get_games (job));
  if (g_list_model_get_n_items (collections) > 0)
    {
      g_autoptr (ClCollection) collection = g_list_model_get_item (collections, 0);

      g_assert_false (cl_collection_get_complete (collection));
    }

  again = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (again));
  g_assert_cmpuint (cl_job_get_games (again), ==, n);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  g_assert_cmpuint (count_listed (self), ==, n);
}

static void
withdrawn_cb (ClSession *session, const GError *error, gpointer data)
{
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
withdraw_collection (Fixture *self, const char *partition)
{
  gboolean done = FALSE;

  cl_session_withdraw_collection (self->session, partition, withdrawn_cb, &done);
  WAIT_UNTIL (done && !cl_library_is_busy (cl_session_get_library (self->session)) &&
              count_listed (self) == 0);
}

/* Who imports a file again wants to see it, removed or not. */
static void
test_restore (Fixture *self, gconstpointer data)
{
  g_autoptr (ClJob) job = import (self, "games.pgn", games);
  g_autoptr (ClJob) again = NULL;
  g_autoptr (ClJob) third = NULL;
  GListModel *collections = cl_session_get_collections (self->session);
  guint64 head;

  withdraw_collection (self, cl_job_get_partition (job));
  g_assert_cmpuint (g_list_model_get_n_items (collections), ==, 0);
  head = cl_session_get_head (self->session);

  again = import (self, "games.pgn", games);
  WAIT_UNTIL (count_listed (self) == 4);
  g_assert_cmpstr (cl_job_get_partition (again), ==, cl_job_get_partition (job));
  g_assert_nonnull (strstr (cl_job_get_message (again), "shown again"));
  WAIT_UNTIL (g_list_model_get_n_items (collections) == 1);
  g_assert_cmpuint (cl_session_get_head (self->session), ==, head + 1);

  third = import (self, "games.pgn", games);
  g_assert_null (strstr (cl_job_get_message (third), "shown again"));
  g_assert_cmpuint (cl_session_get_head (self->session), ==, head + 1);
}

/* A stopped import that was removed, then run to its end after all. */
static void
test_restore_stopped (Fixture *self, gconstpointer data)
{
  const guint n = get_many ();
  g_autofree char *text = make_many_games (n);
  g_autoptr (GFile) file = write_file (self, "many.pgn", text);
  g_autoptr (ClJob) job = cl_session_import (self->session, file);
  g_autoptr (ClJob) again = NULL;

  g_signal_connect (job, "notify::games", G_CALLBACK (cancel_cb), NULL);
  WAIT_UNTIL (cl_job_is_finished (job) && cl_job_get_partition (job) != NULL);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  withdraw_collection (self, cl_job_get_partition (job));

  again = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (again));
  g_assert_no_error (cl_job_get_error (again));
  g_assert_cmpuint (cl_job_get_games (again), ==, n);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)) &&
              count_listed (self) == n);
}

static void
close_cb (ClJob *job, GParamSpec *pspec, Fixture *self)
{
  cl_session_close (self->session);
}

/* Closing ends the import under way; what it acknowledged is there, and nothing is half. */
static void
test_close (Fixture *self, gconstpointer data)
{
  g_autofree char *text = make_many_games (get_many ());
  g_autoptr (GFile) file = write_file (self, "many.pgn", text);
  g_autoptr (ClJob) job = cl_session_import (self->session, file);
  guint64 kept;

  g_signal_connect (job, "notify::games", G_CALLBACK (close_cb), self);
  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_no_error (cl_job_get_error (job));
  g_assert_true (cl_job_was_cancelled (job));
  kept = cl_job_get_games (job);

  g_clear_object (&job);
  fixture_close (self);
  fixture_open (self);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  g_assert_cmpuint (count_listed (self), ==, kept);
}

/* How long from the last key to the answer among many games; the model's main-thread part is measured as well. */
static void
test_speed (Fixture *self, gconstpointer data)
{
  static const char *const typed[] = { "w", "wh", "white 1", "white 19 black 9", "19999", "" };
  const guint n = get_many () + 5000;
  g_autofree char *text = make_many_games (n);
  g_autoptr (ClJob) job = import (self, "many.pgn", text);
  double slowest = 0;

  g_assert_cmpuint (count_listed (self), ==, n);
  cl_library_set_sort (cl_session_get_library (self->session), CL_LIBRARY_SORT_WHITE, FALSE);
  WAIT_UNTIL (!cl_library_is_busy (cl_session_get_library (self->session)));
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      gint64 start = g_get_monotonic_time ();

      search (self, typed[i]);
      slowest = MAX (slowest, (g_get_monotonic_time () - start) / 1000.0);
    }
  g_test_minimized_result (slowest, "slowest search among %u sorted games: %.1f ms", n, slowest);
  g_assert_cmpfloat (slowest, <, 20000);
  /* So many games are looked through on two threads: each of them is found, once. */
  search (self, "r1bqk2r/1pppbppp/p1n2n2/4p3/B3P3/5N2/PPPP1PPP/RNBQ1RK1 w");
  g_assert_cmpuint (count_listed (self), ==, n);
  search (self, "r1bqk2r/1pppbppp/p1n2n2/4p3/B3P3/5N2/PPPP1PPP/RNBQ1RK1 b");
  g_assert_cmpuint (count_listed (self), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);

  ADD ("/session/library/search", test_search);
  ADD ("/session/library/positions", test_positions);
  ADD ("/session/library/duplicates", test_duplicates);
  if (chess_opening_get (0) != NULL)
    ADD ("/session/library/openings", test_openings);
  ADD ("/session/library/newest", test_newest);
  ADD ("/session/library/sort", test_sort);
  ADD ("/session/library/open", test_open);
  ADD ("/session/library/live", test_live);
  ADD ("/session/library/collections", test_collections);
  ADD ("/session/library/export", test_export);
  ADD ("/session/library/missing-file", test_missing_file);
  ADD ("/session/library/cancel", test_cancel);
  ADD ("/session/library/restore", test_restore);
  ADD ("/session/library/restore-stopped", test_restore_stopped);
  ADD ("/session/library/close", test_close);
  ADD ("/session/library/speed", test_speed);

  return g_test_run ();
}
