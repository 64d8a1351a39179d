/* cl-cli-analysis.c: state analysis: one game move by move, with what is known about each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>
#include <string.h>

#include "cl-game-analysis.h"
#include "cl-views.h"

#define LINE_MOVES 8

typedef struct
{
  const char *partition;
  guint32 game;
  gint64 at;
  gboolean hindsight;
} Request;

/* "12.34": hundredths. */
static char *
hundredths (guint n, char text[16])
{
  g_snprintf (text, 16, "%u.%02u", n / 100, n % 100);
  return text;
}

/* --- Text --- */

static void
print_side (const ClAnalysis *analysis, ChessColor color)
{
  const ClAnalysisSide *side = &analysis->sides[color];
  const ClSideQuality *quality = &side->quality;
  char text[16];

  printf ("%s: ", color == CHESS_WHITE ? analysis->game->white : analysis->game->black);
  if (quality->n_moves == 0)
    printf ("no move was judged");
  else
    printf (
      "accuracy %s %%, mean loss %u.%u cp (median %u), %u inaccuracies, %u mistakes, %u blunders "
      "in %u moves",
      hundredths (quality->accuracy, text),
      quality->acpl_tenths / 10,
      quality->acpl_tenths % 10,
      quality->median_loss,
      quality->n_inaccuracies,
      quality->n_mistakes,
      quality->n_blunders,
      quality->n_moves);
  if (side->n_choices > 0)
    printf ("; first choice %u of %u", side->n_best, side->n_choices);
  if (side->n_choices3 > 0)
    printf (", among three %u of %u", side->n_top3, side->n_choices3);
  if (side->n_timed > 0)
    printf ("; %.1f s a move, longest %.1f s on move %u",
            (double) side->used_ms / 1000 / side->n_timed,
            (double) side->longest_ms / 1000,
            cl_game_ply_number (analysis->game, side->longest_ply, NULL));
  putchar ('\n');
  for (guint phase = 0; phase < CL_N_PHASES; phase++)
    if (side->phase_moves[phase] > 0)
      printf ("  %-11s %u moves, accuracy %s %%\n",
              cl_phase_word ((ClPhase) phase),
              side->phase_moves[phase],
              hundredths (side->phase_accuracy[phase], text));
}

static void
print_ply (const ClAnalysis *analysis, guint number)
{
  const ClAnalysisPly *ply = &analysis->plies[number];
  const ClAnalysisLine *line = NULL;
  ChessColor color;
  guint move = cl_game_ply_number (analysis->game, number, &color);
  char value[16], loss[16];

  printf ("%u%s %s\t%s\t%s",
          move,
          color == CHESS_WHITE ? "." : "...",
          cl_game_get_move (analysis->game, number)->san,
          cl_value_to_text (ply->value, value),
          ply->judgement > CL_JUDGEMENT_FINE ? cl_judgement_word (ply->judgement) : "");
  printf ("\t%s",
          ply->judgement != CL_JUDGEMENT_UNKNOWN && ply->loss > 0 ? hundredths (ply->loss, loss)
                                                                  : "");
  if (ply->used_ms != CL_NO_CLOCK)
    printf ("\t%.1f s", (double) ply->used_ms / 1000);
  else
    printf ("\t");
  if (ply->rank != 1 && cl_analysis_best (analysis, number, &line) != CHESS_MOVE_NULL)
    {
      g_autofree char *text = cl_analysis_line_to_text (analysis, number - 1, line, LINE_MOVES);

      printf ("\tbetter %s", text);
    }
  putchar ('\n');
}

static void
print_text (const ClAnalysis *analysis)
{
  printf ("%s – %s  %s\n",
          analysis->game->white,
          analysis->game->black,
          chess_result_text (analysis->game->result));
  if (analysis->opening != NULL)
    printf ("%s %s (until half-move %u)\n",
            analysis->opening->eco,
            analysis->opening->name,
            analysis->opening_ply);
  if (analysis->n_known == 0)
    printf ("Nothing is known about its positions: no engine has evaluated them.\n");
  else
    printf ("%u of %u positions are known, %u by an engine.\n",
            analysis->n_known,
            analysis->n_plies + 1,
            analysis->n_evaluated);
  print_side (analysis, CHESS_WHITE);
  print_side (analysis, CHESS_BLACK);
  for (guint i = 1; i <= analysis->n_plies; i++)
    print_ply (analysis, i);
}

/* --- JSON --- */

static void
append_value (GString *out, ClValue value)
{
  if (value == CL_VALUE_NONE)
    return;
  if (cl_value_is_mate (value))
    g_string_append_printf (out, ",\"mate\":%d", cl_value_get_mate (value));
  else
    g_string_append_printf (out, ",\"cp\":%d", value);
}

static void
append_lines (GString *out, const ClAnalysis *analysis, guint number)
{
  const ClAnalysisPly *ply = &analysis->plies[number];

  if (ply->n_lines == 0)
    return;
  g_string_append (out, ",\"lines\":[");
  for (guint i = 0; i < ply->n_lines; i++)
    {
      g_autofree char *text =
        cl_analysis_line_to_text (analysis, number, &ply->lines[i], G_MAXUINT);

      g_string_append (out, i > 0 ? ",{\"moves\":" : "{\"moves\":");
      cl_cli_append_json (out, text);
      append_value (out, ply->lines[i].value);
      g_string_append_c (out, '}');
    }
  g_string_append_c (out, ']');
}

static void
append_ply (GString *out, const ClAnalysis *analysis, guint number)
{
  const ClAnalysisPly *ply = &analysis->plies[number];

  g_string_append_printf (out,
                          "{\"ply\":%u,\"source\":\"%s\",\"phase\":\"%s\"",
                          number,
                          cl_analysis_source_word (ply->source),
                          cl_phase_word (ply->phase));
  append_value (out, ply->value);
  if (ply->value != CL_VALUE_NONE)
    g_string_append_printf (out, ",\"chance\":%u", ply->chance);
  if (ply->depth > 0)
    g_string_append_printf (out, ",\"depth\":%u", ply->depth);
  if (ply->engine != NULL)
    {
      g_string_append_printf (out, ",\"nodes\":%" G_GUINT64_FORMAT ",\"engine\":", ply->nodes);
      cl_cli_append_json (out, ply->engine);
    }
  if (number > 0)
    {
      g_string_append (out, ",\"san\":");
      cl_cli_append_json (out, cl_game_get_move (analysis->game, number)->san);
      g_string_append_printf (out, ",\"judgement\":\"%s\"", cl_judgement_word (ply->judgement));
      if (ply->judgement != CL_JUDGEMENT_UNKNOWN)
        g_string_append_printf (out,
                                ",\"loss\":%u,\"cp_loss\":%u,\"accuracy\":%u",
                                ply->loss,
                                ply->cp_loss,
                                ply->accuracy);
      if (ply->rank > 0)
        g_string_append_printf (out, ",\"rank\":%u", ply->rank);
      if (ply->used_ms != CL_NO_CLOCK)
        g_string_append_printf (out, ",\"used_ms\":%" G_GINT64_FORMAT, ply->used_ms);
      if (ply->clock_ms != CL_NO_CLOCK)
        g_string_append_printf (out, ",\"clock_ms\":%" G_GINT64_FORMAT, ply->clock_ms);
    }
  append_lines (out, analysis, number);
  g_string_append_c (out, '}');
}

static void
append_side (GString *out, const ClAnalysis *analysis, ChessColor color)
{
  const ClAnalysisSide *side = &analysis->sides[color];

  g_string_append (out, "{\"player\":");
  cl_cli_append_json (out, color == CHESS_WHITE ? analysis->game->white : analysis->game->black);
  g_string_append_printf (
    out,
    ",\"moves\":%u,\"accuracy\":%u,\"acpl_tenths\":%u,\"median_loss\":%u,"
    "\"inaccuracies\":%u,\"mistakes\":%u,\"blunders\":%u,\"choices\":%u,"
    "\"best\":%u,\"choices3\":%u,\"top3\":%u,\"timed\":%u,\"used_ms\":%" G_GINT64_FORMAT "}",
    side->quality.n_moves,
    side->quality.accuracy,
    side->quality.acpl_tenths,
    side->quality.median_loss,
    side->quality.n_inaccuracies,
    side->quality.n_mistakes,
    side->quality.n_blunders,
    side->n_choices,
    side->n_best,
    side->n_choices3,
    side->n_top3,
    side->n_timed,
    side->used_ms);
}

static void
print_json (const ClAnalysis *analysis)
{
  g_autoptr (GString) out = g_string_new ("{\"partition\":");

  cl_cli_append_json (out, analysis->game->partition);
  g_string_append_printf (out,
                          ",\"game\":%u,\"known_at\":%" G_GUINT64_FORMAT
                          ",\"known\":%u,\"evaluated\":%u,\"white\":",
                          analysis->game->game,
                          analysis->known_at,
                          analysis->n_known,
                          analysis->n_evaluated);
  append_side (out, analysis, CHESS_WHITE);
  g_string_append (out, ",\"black\":");
  append_side (out, analysis, CHESS_BLACK);
  if (analysis->opening != NULL)
    {
      g_string_append_printf (out, ",\"eco\":\"%s\",\"opening\":", analysis->opening->eco);
      cl_cli_append_json (out, analysis->opening->name);
    }
  g_string_append (out, ",\"plies\":[");
  for (guint i = 0; i <= analysis->n_plies; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_ply (out, analysis, i);
    }
  g_string_append (out, "]}");
  puts (out->str);
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
  g_autoptr (ClReader) reader = cl_reader_new (cl_runner_get_ledger (runner), error);
  g_autoptr (ClGame) game = NULL;
  g_autoptr (ClMap) evaluations = NULL;
  g_autoptr (ClAnalysis) analysis = NULL;
  guint64 position = (guint64) request->at;

  if (reader == NULL)
    return FALSE;
  game = cl_cli_load_game (reader, request->partition, request->game, position, error);
  if (game == NULL)
    return FALSE;
  evaluations = cl_game_analysis_read_evaluations (runner,
                                                   request->partition,
                                                   request->game,
                                                   request->hindsight ? 0 : at,
                                                   error);
  if (evaluations == NULL)
    return FALSE;
  analysis = cl_analysis_new (game, evaluations, request->hindsight ? 0 : position);
  if (cli->json)
    print_json (analysis);
  else
    print_text (analysis);
  return TRUE;
}

static const ClCliCommand analysis_command = {
  "state analysis",
  "--partition P --game N [--at POSITION [--hindsight]]",
  "One game with what is known about its positions",
  "Values are White's. With --at the game and what was known about it then; --hindsight: what is known about it today.\n"
  "A line a half-move, tab-separated: move, value, judgement, points of Win% lost, time, what was better.\n"
  "--json: losses and accuracies in hundredths.",
  cl_cli_run_analysis,
};

ClCliStatus
cl_cli_run_analysis (ClCli *cli, char **args)
{
  static const ClViewClass *const views[] = { &cl_analysis_view, NULL };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *partition = NULL;
  gint64 at = G_MININT64, game = 0;
  Request request = { NULL };
  const GOptionEntry entries[] = {
    { "partition", 0, 0, G_OPTION_ARG_STRING, &partition, "Where the game is", "P" },
    { "game", 0, 0, G_OPTION_ARG_INT64, &game, "Which game of it", "N" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &at, "As it stood at this event", "POSITION" },
    { "hindsight", 0, 0, G_OPTION_ARG_NONE, &request.hindsight, "With what is known today", NULL },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &analysis_command, entries, rest))
    return CL_CLI_MISUSED;
  if (!partition || game < 1 || game > G_MAXUINT32)
    return cl_cli_misuse (&analysis_command, "--partition and --game are needed");
  if (at != G_MININT64 && at < 1)
    return cl_cli_misuse (&analysis_command, "Events count from 1");
  request.partition = partition;
  request.game = (guint32) game;
  request.at = MAX (at, 0);
  return cl_cli_report_views (cli,
                              views,
                              request.hindsight ? 0 : request.at,
                              print_report,
                              &request);
}
