/* cl-cli-games.c: what the ledger says: the list of games, one position of one game, any view at any moment
 *
 * Views are read from the caches of whoever writes the ledger as far as those go, and folded in memory from there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>
#include <string.h>

#include "cl-library-row.h"
#include "cl-runner.h"
#include "cl-views.h"

#include "chess-fen.h"
#include "chess-polyglot.h"

#define WAIT_MS 200

static ClRunner *
new_runner (ClLedger *ledger, const ClViewClass *view, GError **error)
{
  const ClViewClass *views[] = { view && view->scope == CL_VIEW_OF_LEDGER ? view : NULL, NULL };
  g_autofree char *cache_dir = cl_runner_default_cache_dir (ledger);

  return cl_runner_new (ledger, cache_dir, views, error);
}

/* Until @name has read up to @position. */
static gboolean
wait_for_view (ClCli *cli, ClRunner *runner, const char *name, guint64 position, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    {
      g_autoptr (GError) local = NULL;

      if (cl_runner_wait (runner, name, position, WAIT_MS, &local))
        return TRUE;
      if (!g_error_matches (local, CL_RUNNER_ERROR, CL_RUNNER_ERROR_TIMEOUT))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return FALSE;
}

typedef struct
{
  ClCli *cli;
  gboolean all;
  GHashTable *withdrawn; /* partitions that were withdrawn as a whole */
} Games;

static void
print_game (const Games *self, const ClLibraryRow *row)
{
  const char *fields[] = { row->partition, row->white, row->black };
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->cli->json)
    {
      static const char *const names[] = { "{\"partition\":", ",\"white\":", ",\"black\":" };

      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        {
          g_string_append (out, names[i]);
          cl_cli_append_json (out, fields[i]);
        }
      g_string_append_printf (
        out,
        ",\"game\":%u,\"result\":\"%s\",\"plies\":%u,\"unreadable\":%s,\"withdrawn\":%s}",
        row->game,
        chess_result_text (row->result),
        row->plies,
        row->unreadable ? "true" : "false",
        row->withdrawn || g_hash_table_contains (self->withdrawn, row->partition) ? "true"
                                                                                  : "false");
      puts (out->str);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *field = cl_cli_escape_field (fields[i]);

      g_string_append (out, field);
      g_string_append_c (out, '\t');
      if (i == 0)
        g_string_append_printf (out, "%u\t", row->game);
    }
  printf ("%s%s\t%u\n", out->str, chess_result_text (row->result), row->plies);
}

static gboolean
collection_cb (const char *key, const char *value, gpointer user_data)
{
  Games *self = user_data;
  g_autoptr (ClLibraryCollection) collection = cl_library_collection_parse (key, value);

  if (!g_str_has_prefix (key, "collection/"))
    return FALSE;
  if (collection && collection->withdrawn)
    g_hash_table_add (self->withdrawn, g_strdup (collection->partition));
  return TRUE;
}

static gboolean
game_cb (const char *key, const char *value, gpointer user_data)
{
  const Games *self = user_data;
  g_autoptr (ClLibraryRow) row = cl_library_row_parse (key, value);

  if (!g_str_has_prefix (key, "game/"))
    return FALSE;
  if (row && (self->all || !(row->unreadable || row->withdrawn ||
                             g_hash_table_contains (self->withdrawn, row->partition))))
    print_game (self, row);
  return !ferror (stdout);
}

static gboolean
print_games (ClCli *cli, ClLedger *ledger, gboolean all, GError **error)
{
  g_autoptr (GHashTable) withdrawn = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Games games = { cli, all, withdrawn };
  ClRunner *runner = new_runner (ledger, &cl_library_view, error);
  const char *name = cl_library_view.name;
  gboolean ok;

  if (!runner)
    return FALSE;
  ok = wait_for_view (cli, runner, name, cl_ledger_get_head (ledger), error) &&
       cl_runner_read_state (runner, name, 0, "collection/", collection_cb, &games, NULL, error) &&
       cl_runner_read_state (runner, name, 0, "game/", game_cb, &games, NULL, error);
  cl_runner_close (runner);
  g_object_unref (runner);
  return ok;
}

static ClCliStatus
run_games (ClCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  gboolean all = FALSE, ok;
  const GOptionEntry entries[] = {
    { "all",
      0,
      0,
      G_OPTION_ARG_NONE,
      &all,
      "Also games that were withdrawn or could not be read",
      NULL },
    { NULL },
  };
  ClLedger *ledger;

  if (!cl_cli_parse_all (cli, &cl_cli_games, entries, args))
    return CL_CLI_MISUSED;
  ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  ok = print_games (cli, ledger, all, &error);
  cl_cli_close (ledger);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

const ClCliCommand cl_cli_games = {
  "games",
  "[--all]",
  "List the games, one a line",
  "Tab-separated: partition, game, white, black, result, plies.",
  run_games,
};

/* By the move that led there, so that a pinned pawn counts as the format wants it. */
static guint64
find_key (const ClGame *game, guint ply, const ChessPosition *position)
{
  const ClGameMove *move = cl_game_get_move (game, ply);
  ChessSquare passed = CHESS_NO_SQUARE;
  ChessPosition before;

  if (move != NULL && !move->illegal)
    {
      cl_game_position_at (game, ply - 1, &before);
      passed = chess_polyglot_passed (&before, move->move);
    }
  return chess_polyglot_key (position, passed);
}

typedef struct
{
  char *partition;
  gint64 game, ply, at;
  gboolean key;
} FenRequest;

static ClCliStatus
print_fen (ClCli *cli, ClReader *reader, const FenRequest *request)
{
  const char *partition = request->partition;
  guint32 number = (guint32) request->game;
  gint64 ply = MAX (request->ply, -1);
  guint64 at = (guint64) MAX (request->at, 0), key;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClGame) game = cl_cli_load_game (reader, partition, number, at, &error);
  char fen[CHESS_FEN_SIZE];
  ChessPosition position;

  if (!game)
    return cl_cli_fail_error (error);
  if (game->status == CL_GAME_UNREADABLE)
    return cl_cli_fail ("Of game %u of “%s” only the text is known", number, partition);
  if (ply < 0)
    ply = cl_game_n_plies (game);
  if (ply > cl_game_n_plies (game))
    return cl_cli_fail ("Game %u of “%s” has %u plies, not %" G_GINT64_FORMAT,
                        number,
                        partition,
                        cl_game_n_plies (game),
                        ply);
  cl_game_position_at (game, (guint) ply, &position);
  chess_fen_write (&position, CHESS_FEN_X, fen);
  key = find_key (game, (guint) ply, &position);
  if (cli->json)
    printf ("{\"fen\":\"%s\",\"ply\":%" G_GINT64_FORMAT ",\"polyglot_key\":\"%016" G_GINT64_MODIFIER
            "x\"}\n",
            fen,
            ply,
            key);
  else if (request->key)
    printf ("%016" G_GINT64_MODIFIER "x\n", key);
  else
    puts (fen);
  return cl_cli_finish_output ();
}

static ClCliStatus
run_fen (ClCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  FenRequest r = { NULL, 0, G_MININT64, G_MININT64, FALSE };
  const GOptionEntry entries[] = {
    { "partition", 0, 0, G_OPTION_ARG_STRING, &r.partition, "Where the game is", "P" },
    { "game", 0, 0, G_OPTION_ARG_INT64, &r.game, "Which game of it", "N" },
    { "ply", 0, 0, G_OPTION_ARG_INT64, &r.ply, "After this half-move; 0: the start", "K" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &r.at, "As it stood at this event", "POSITION" },
    { "key", 0, 0, G_OPTION_ARG_NONE, &r.key, "Print its Polyglot key instead", NULL },
    { NULL },
  };
  g_autofree char *partition = NULL;
  ClReader *reader;
  ClLedger *ledger;
  ClCliStatus status;
  gboolean parsed = cl_cli_parse_all (cli, &cl_cli_fen, entries, args);

  partition = r.partition;
  if (!parsed)
    return CL_CLI_MISUSED;
  if (!r.partition || r.game < 1 || r.game > G_MAXUINT32)
    return cl_cli_misuse (&cl_cli_fen, "--partition and --game are needed");
  if (r.ply != G_MININT64 && r.at != G_MININT64)
    return cl_cli_misuse (&cl_cli_fen, "Either --ply or --at");
  if ((r.ply != G_MININT64 && r.ply < 0) || (r.at != G_MININT64 && r.at < 1))
    return cl_cli_misuse (&cl_cli_fen, "Plies count from 0, events from 1");
  ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  reader = cl_reader_new (ledger, &error);
  if (reader && cl_cli_check_position (ledger, r.at, &error))
    status = print_fen (cli, reader, &r);
  else
    status = cl_cli_fail_error (error);
  g_clear_pointer (&reader, cl_reader_free);
  cl_cli_close (ledger);
  return status;
}

const ClCliCommand cl_cli_fen = {
  "fen",
  "--partition P --game N [--ply K | --at POSITION] [--key]",
  "Print a position of a game as FEN",
  "With --key its key in books of the Polyglot format, in hexadecimal; --json has both.",
  run_fen,
};

typedef struct
{
  const ClViewClass *view;
  char *partition;
  gint64 game;
  gint64 at; /* 0: now */
} StateRequest;

static ClMap *
fold_game (ClLedger *ledger, ClRunner *runner, const StateRequest *request, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (ClGame) game = NULL;

  if (!reader)
    return NULL;
  /* Only to tell a game that is not there from one without a move. */
  game = cl_cli_load_game (reader,
                           request->partition,
                           (guint32) request->game,
                           (guint64) request->at,
                           error);
  if (!game)
    return NULL;
  return cl_runner_fold_game (runner,
                              request->view,
                              request->partition,
                              (guint32) request->game,
                              (guint64) request->at,
                              error);
}

static ClMap *
read_state (ClCli *cli, ClLedger *ledger, const StateRequest *request, GError **error)
{
  ClRunner *runner = new_runner (ledger, request->view, error);
  guint64 position = request->at ? (guint64) request->at : cl_ledger_get_head (ledger);
  ClMap *map = NULL;

  if (!runner)
    return NULL;
  if (request->view->scope == CL_VIEW_OF_GAME)
    map = fold_game (ledger, runner, request, error);
  else if (wait_for_view (cli, runner, request->view->name, position, error))
    map = cl_runner_get_state (runner, request->view->name, position, error);
  cl_runner_close (runner);
  g_object_unref (runner);
  return map;
}

static ClCliStatus
print_state (ClCli *cli, const StateRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) map = NULL;
  g_autofree char *json = NULL;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);

  if (!ledger)
    return cl_cli_fail_error (error);
  if (cl_cli_check_position (ledger, request->at, &error))
    map = read_state (cli, ledger, request, &error);
  cl_cli_close (ledger);
  if (!map)
    return cl_cli_fail_error (error);
  json = cl_map_to_json (map);
  puts (json);
  return cl_cli_finish_output ();
}

ClCliStatus
cl_cli_report_views (ClCli *cli,
                     const ClViewClass *const *views,
                     gint64 at,
                     ClCliReport report,
                     gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  g_autofree char *cache_dir = NULL;
  ClRunner *runner = NULL;
  gboolean ok = FALSE;

  if (!ledger)
    return cl_cli_fail_error (error);
  if (cl_cli_check_position (ledger, at, &error))
    {
      cache_dir = cl_runner_default_cache_dir (ledger);
      runner = cl_runner_new (ledger, cache_dir, views, &error);
    }
  if (runner)
    {
      guint64 position = at ? (guint64) at : cl_ledger_get_head (ledger);

      ok = TRUE;
      for (guint i = 0; ok && views[i]; i++)
        ok = wait_for_view (cli, runner, views[i]->name, position, &error);
      ok = ok && report (cli, ledger, runner, position, user_data, &error);
      cl_runner_close (runner);
      g_object_unref (runner);
    }
  cl_cli_close (ledger);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

static ClCliStatus
run_state (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *partition = NULL;
  StateRequest request = { NULL, NULL, 0, G_MININT64 };
  const GOptionEntry entries[] = {
    { "partition",
      0,
      0,
      G_OPTION_ARG_STRING,
      &partition,
      "Where the game is, for views of one game",
      "P" },
    { "game", 0, 0, G_OPTION_ARG_INT64, &request.game, "Which game of it", "N" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &request.at, "As it stood at this event", "POSITION" },
    { NULL },
  };

  if (args[0] && strcmp (args[0], "players") == 0)
    return cl_cli_run_players (cli, args + 1);
  if (args[0] && strcmp (args[0], "fair-play") == 0 && args[1] &&
      !g_str_has_prefix (args[1], "--at"))
    return cl_cli_run_fair_play (cli, args + 1);
  if (args[0] && strcmp (args[0], "analysis") == 0)
    return cl_cli_run_analysis (cli, args + 1);
  if (args[0] && strcmp (args[0], "highlights") == 0)
    return cl_cli_run_highlights (cli, args + 1);
  if (args[0] && strcmp (args[0], "coach") == 0)
    return cl_cli_run_coach (cli, args + 1);
  if (!cl_cli_parse (cli, &cl_cli_state, entries, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0] || rest[1])
    return cl_cli_misuse (&cl_cli_state, "One view is needed");
  request.view = cl_views_find (rest[0]);
  if (!request.view)
    return cl_cli_misuse (&cl_cli_state, "There is no view “%s”", rest[0]);
  if (request.at != G_MININT64 && request.at < 1)
    return cl_cli_misuse (&cl_cli_state, "Events count from 1");
  request.at = MAX (request.at, 0);
  request.partition = partition;
  if (request.view->scope == CL_VIEW_OF_GAME &&
      (!partition || request.game < 1 || request.game > G_MAXUINT32))
    return cl_cli_misuse (&cl_cli_state,
                          "“%s” is a view of one game: --partition and --game are needed",
                          rest[0]);
  return print_state (cli, &request);
}

const ClCliCommand cl_cli_state = {
  "state",
  "VIEW [--at POSITION] [--partition P --game N]",
  "Print a view as JSON",
  "Views of one game: board, scoresheet, clock. Views of the ledger: library, moves.\n"
  "“state players --help” and “state fair-play --help” tell what they say of players,\n"
  "“state analysis --help” of one game's moves,\n"
  "“state highlights --help” of the games most worth opening,\n"
  "“state coach --help” of what is to be learned from them.",
  run_state,
};
