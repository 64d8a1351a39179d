/* cl-cli-coach.c: state coach: what is worth saying about a game, and what a player's games show together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>
#include <string.h>

#include "cl-coach-study.h"
#include "cl-coach-words.h"
#include "cl-game-analysis.h"
#include "cl-views.h"

#define MAX_CARDS 20

typedef struct
{
  const char *partition, *player; /* one of them */
  guint32 game;
  gint64 at;
} Request;

/* --- One game --- */

static void
print_remark (ClCli *cli, const ClAnalysis *analysis, const ClRemark *remark)
{
  g_autofree char *sentence = cl_remark_sentence (analysis, remark);
  g_autoptr (GString) out = g_string_new (NULL);

  if (!cli->json)
    {
      printf ("%u\t%s\n", remark->ply, sentence);
      return;
    }
  g_string_printf (out,
                   "{\"ply\":%u,\"offset\":%" G_GUINT64_FORMAT
                   ",\"side\":\"%s\",\"pattern\":\"%s\",\"loss\":%u,\"text\":",
                   remark->ply,
                   remark->offset,
                   remark->side == CHESS_WHITE ? "white" : "black",
                   cl_remark_word (remark->kind),
                   remark->loss);
  cl_cli_append_json (out, sentence);
  printf ("%s}\n", out->str);
}

static gboolean
report_game (ClCli *cli, ClRunner *runner, guint64 at, const Request *request, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (cl_runner_get_ledger (runner), error);
  g_autoptr (ClGame) game = NULL;
  g_autoptr (ClMap) evaluations = NULL;
  g_autoptr (ClAnalysis) analysis = NULL;
  ClRemark remarks[CL_MAX_REMARKS];
  guint n;

  if (reader == NULL)
    return FALSE;
  game = cl_cli_load_game (reader, request->partition, request->game, at, error);
  if (game == NULL)
    return FALSE;
  evaluations =
    cl_game_analysis_read_evaluations (runner, request->partition, request->game, at, error);
  if (evaluations == NULL)
    return FALSE;
  analysis = cl_analysis_new (game, evaluations, at);
  n = cl_coach_remarks (analysis, -1, remarks);
  for (guint i = 0; i < n; i++)
    print_remark (cli, analysis, &remarks[i]);
  if (n == 0 && !cli->json)
    printf ("%s\n",
            cl_map_get_size (evaluations) == 0 ? "No engine has evaluated this game."
                                               : "There is nothing to say about this game.");
  return TRUE;
}

/* --- One player --- */

static void
print_card (ClCli *cli, const ClCard *card)
{
  g_autoptr (GString) out = g_string_new ("{\"card\":{\"partition\":");

  if (!cli->json)
    {
      printf ("  %s %u, half-move %u (%s – %s): %s\n",
              card->partition,
              card->game,
              card->ply,
              card->white,
              card->black,
              card->sentence);
      return;
    }
  cl_cli_append_json (out, card->partition);
  g_string_append_printf (out,
                          ",\"game\":%u,\"ply\":%u,\"offset\":%" G_GUINT64_FORMAT ",\"fen\":",
                          card->game,
                          card->ply,
                          card->offset);
  cl_cli_append_json (out, card->fen);
  g_string_append (out, ",\"best\":");
  cl_cli_append_json (out, card->best);
  g_string_append_printf (out,
                          ",\"loss\":%u,\"answers\":%u,\"streak\":%u,\"due_at\":%" G_GINT64_FORMAT
                          ",\"text\":",
                          card->loss,
                          card->state.n_answers,
                          card->state.streak,
                          card->state.due_at);
  cl_cli_append_json (out, card->sentence);
  printf ("%s}}\n", out->str);
}

static void
print_habit (ClCli *cli, const ClHabit *habit)
{
  g_autoptr (GString) out = g_string_new ("{\"habit\":");

  if (!cli->json)
    {
      printf ("  %s: mistakes in %u of %u moves (95 %%: %u.%u to %u.%u %%)\n",
              habit->name,
              habit->n_mistakes,
              habit->n_moves,
              habit->low / 10,
              habit->low % 10,
              habit->high / 10,
              habit->high % 10);
      return;
    }
  cl_cli_append_json (out, habit->name);
  printf ("%s,\"moves\":%u,\"mistakes\":%u,\"low_permille\":%u,\"high_permille\":%u}\n",
          out->str,
          habit->n_moves,
          habit->n_mistakes,
          habit->low,
          habit->high);
}

static void
print_totals (ClCli *cli, const ClCoachStudy *study)
{
  g_autoptr (GString) out = g_string_new ("{\"player\":");

  if (cli->json)
    {
      cl_cli_append_json (out, study->player);
      printf ("%s,\"games\":%u,\"moves\":%u,\"mistakes\":%u,\"won_positions\":%u,"
              "\"converted\":%u,\"lost_positions\":%u,\"saved\":%u,\"cards\":%u,\"due\":%u}\n",
              out->str,
              study->n_games,
              study->n_moves,
              study->n_mistakes,
              study->n_won_positions,
              study->n_converted,
              study->n_lost_positions,
              study->n_saved,
              study->cards->len,
              study->n_due);
      return;
    }
  printf ("%s: %u evaluated games, mistakes in %u of %u moves\n"
          "Won positions won: %u of %u. Lost positions not lost: %u of %u.\n",
          study->player,
          study->n_games,
          study->n_mistakes,
          study->n_moves,
          study->n_converted,
          study->n_won_positions,
          study->n_saved,
          study->n_lost_positions);
}

static gboolean
report_player (ClCli *cli, ClRunner *runner, guint64 at, const Request *request, GError **error)
{
  g_autoptr (ClCoachStudy) study = NULL;

  study =
    cl_coach_study_read (runner, request->player, at, g_get_real_time (), cli->cancellable, error);
  if (study == NULL)
    return FALSE;
  print_totals (cli, study);
  if (!cli->json && study->habits->len > 0)
    printf ("Habits\n");
  for (guint i = 0; i < study->habits->len; i++)
    print_habit (cli, study->habits->pdata[i]);
  if (!cli->json && study->cards->len > 0)
    printf ("Cards: %u, due now: %u\n", study->cards->len, study->n_due);
  for (guint i = 0; i < study->cards->len && (cli->json || i < MAX_CARDS); i++)
    print_card (cli, study->cards->pdata[i]);
  return TRUE;
}

static gboolean
print_report (ClCli *cli,
              ClLedger *ledger,
              ClRunner *runner,
              guint64 at,
              gpointer user_data,
              GError **error)
{
  const Request *request = user_data;

  return request->player != NULL ? report_player (cli, runner, at, request, error)
                                 : report_game (cli, runner, at, request, error);
}

static const ClCliCommand coach_command = {
  "state coach",
  "--partition P --game N | --player NAME [--at POSITION]",
  "What is worth saying about a game, or about the games of a player",
  "Of a game at most three remarks, each with its half-move. Of a player, over all evaluated games: habits (kinds of moves in\n"
  "which mistakes are clearly rarer or more frequent), and cards: own mistakes to be tried again.",
  cl_cli_run_coach,
};

ClCliStatus
cl_cli_run_coach (ClCli *cli, char **args)
{
  static const ClViewClass *const views[] = { &cl_players_view,
                                              &cl_analysis_view,
                                              &cl_highlights_view,
                                              &cl_coach_view,
                                              NULL };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *partition = NULL, *player = NULL;
  gint64 at = G_MININT64, game = 0;
  Request request = { NULL };
  const GOptionEntry entries[] = {
    { "partition", 0, 0, G_OPTION_ARG_STRING, &partition, "Where the game is", "P" },
    { "game", 0, 0, G_OPTION_ARG_INT64, &game, "Which game of it", "N" },
    { "player", 0, 0, G_OPTION_ARG_STRING, &player, "All games of this player", "NAME" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &at, "As it stood at this event", "POSITION" },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &coach_command, entries, rest))
    return CL_CLI_MISUSED;
  if (player == NULL && (!partition || game < 1 || game > G_MAXUINT32))
    return cl_cli_misuse (&coach_command, "A game (--partition and --game) or --player is needed");
  if (player != NULL && partition != NULL)
    return cl_cli_misuse (&coach_command, "Either a game or a player");
  if (at != G_MININT64 && at < 1)
    return cl_cli_misuse (&coach_command, "Events count from 1");
  request = (Request){ partition, player, (guint32) game, MAX (at, 0) };
  return cl_cli_report_views (cli, views, request.at, print_report, &request);
}
