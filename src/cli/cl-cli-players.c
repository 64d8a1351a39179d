/* cl-cli-players.c: state players: who plays here, and what the games of one of them say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>
#include <string.h>

#include "cl-player-report.h"
#include "cl-views.h"

#define MAX_LINES 20 /* of a section that lists names */

typedef struct
{
  const char *section;
  guint n_lines, n_left_out;
} Table;

static const char *
title_of (const char *section)
{
  static const char *const titles[][2] = {
    { "colour", "By colour" },
    { "pace", "By time control" },
    { "hurried", "Games with moves made in the last tenth of the time" },
    { "conversion", "Games that stood at 80 % or more at some time" },
    { "defence", "Games that stood at 20 % or less at some time" },
    { "opponent-rating", "By the opponent's rating" },
    { "period", "Over time" },
    { "opening", "By opening (ECO)" },
    { "opponent", "By opponent" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i][0], section) == 0)
      return titles[i][1];
  return NULL;
}

static void
end_section (Table *table)
{
  if (table->n_left_out > 0)
    printf ("  … and %u more; --csv has them all\n", table->n_left_out);
  table->n_lines = table->n_left_out = 0;
}

static void
print_line (const char *section,
            const char *label,
            const ClRecord *record,
            guint rating,
            gpointer user_data)
{
  Table *table = user_data;
  gsize padding = (gsize) g_utf8_strlen (label, -1);
  guint low, high, share = cl_record_share (record);

  if (table->section == NULL || strcmp (section, table->section) != 0)
    {
      end_section (table);
      if (title_of (section) != NULL)
        printf ("\n%s\n", title_of (section));
      table->section = section;
    }
  if (table->n_lines++ >= MAX_LINES && strcmp (section, "period") != 0)
    {
      table->n_left_out++;
      return;
    }
  cl_record_interval (record, &low, &high);
  printf ("  %s%*s %7u %6u %6u %6u",
          label,
          (int) (padding < 26 ? 26 - padding : 0),
          "",
          cl_record_n (record),
          record->wins,
          record->draws,
          record->losses);
  if (cl_record_n (record) > 0)
    printf ("  %3u.%u %%  %3u–%u %%", share / 10, share % 10, (low + 5) / 10, (high + 5) / 10);
  if (record->n_rated > 0)
    printf ("  %5d against %u (n=%u)",
            cl_record_performance (record),
            (guint) (record->opponent_ratings / record->n_rated),
            record->n_rated);
  if (rating > 0)
    printf ("  rated %u", rating);
  putchar ('\n');
}

static void
print_time (const ClPlayerStats *stats)
{
  guint64 tenths;

  if (stats->n_timed_moves == 0)
    return;
  tenths = stats->used_ms / stats->n_timed_moves / 100;
  printf ("\nTime: %u moves in %u games, %" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT
          " s a move; %u made in the last tenth of the time\n",
          stats->n_timed_moves,
          stats->n_timed_games,
          tenths / 10,
          tenths % 10,
          stats->n_hurried_moves);
}

static void
print_quality (const ClPlayerQuality *quality)
{
  guint low, high;

  if (quality->n_games == 0)
    return;
  cl_wilson_interval (quality->n_best, quality->n_choices, &low, &high);
  printf (
    "\nAnalysed: %u moves in %u games, accuracy %u.%u %% (%u–%u), %u.%u centipawns lost a move;\n"
    "the engine's first choice in %u of %u moves with a choice (%u–%u %%); %u blunders, %u mistakes, %u inaccuracies\n",
    quality->n_moves,
    quality->n_games,
    quality->accuracy / 100,
    quality->accuracy % 100 / 10,
    (quality->accuracy_low + 50) / 100,
    (quality->accuracy_high + 50) / 100,
    quality->acpl_tenths / 10,
    quality->acpl_tenths % 10,
    quality->n_best,
    quality->n_choices,
    (low + 5) / 10,
    (high + 5) / 10,
    quality->n_blunders,
    quality->n_mistakes,
    quality->n_inaccuracies);
}

static void
print_stats (const ClPlayerStats *stats)
{
  Table table = { NULL, 0, 0 };

  printf ("%s%s%s",
          stats->name,
          stats->versus != NULL ? " against " : "",
          stats->versus != NULL ? stats->versus : "");
  if (stats->first_date[0] != '\0')
    printf (", %s to %s", stats->first_date, stats->last_date);
  if (stats->rating_last > 0)
    printf (", rated %u (best %u)", stats->rating_last, stats->rating_best);
  printf ("\n  %-26s %7s %6s %6s %6s  %7s  %8s  %s\n",
          "",
          "games",
          "won",
          "drawn",
          "lost",
          "score",
          "95 %",
          "performance");
  cl_player_stats_foreach (stats, print_line, &table);
  end_section (&table);
  print_time (stats);
  print_quality (&stats->quality);
}

static void
print_players (ClCli *cli, GArray *players, gboolean csv)
{
  if (csv)
    puts ("player,games,wins,draws,losses,score_permille,mean_opponent");
  for (guint i = 0; i < players->len && !ferror (stdout); i++)
    {
      const ClRecordGroup *group = &g_array_index (players, ClRecordGroup, i);
      const ClRecord *record = &group->record;
      g_autoptr (GString) out = g_string_new (NULL);
      guint mean = record->n_rated > 0 ? (guint) (record->opponent_ratings / record->n_rated) : 0;

      if (csv)
        cl_player_append_csv (out, group->label);
      else if (cli->json)
        cl_cli_append_json (out, group->label);
      else
        g_string_append (out, group->label);
      printf (cli->json ? "{\"player\":%s,\"games\":%u,\"wins\":%u,\"draws\":%u,\"losses\":%u,"
                          "\"score_permille\":%u,\"mean_opponent\":%u}\n"
              : csv     ? "%s,%u,%u,%u,%u,%u,%u\n"
                        : "%s\t%u\t%u\t%u\t%u\t%u\t%u\n",
              out->str,
              cl_record_n (record),
              record->wins,
              record->draws,
              record->losses,
              cl_record_share (record),
              mean);
    }
}

typedef struct
{
  const char *name, *versus; /* (nullable): as typed */
  gboolean csv;
} Request;

static gboolean
print_player (ClCli *cli,
              ClLedger *ledger,
              ClRunner *runner,
              guint64 at,
              const Request *request,
              GError **error)
{
  g_autofree char *name = cl_players_find (runner, request->name, at, error);
  g_autofree char *versus = NULL, *text = NULL;
  g_autoptr (ClPlayerStats) stats = NULL;

  if (name == NULL)
    return FALSE;
  if (request->versus != NULL)
    {
      versus = cl_players_find (runner, request->versus, at, error);
      if (versus == NULL)
        return FALSE;
    }
  stats = cl_player_stats_read (runner, name, versus, at, error);
  if (stats == NULL || !cl_player_quality_read (ledger,
                                                runner,
                                                &(ClPlayerChoice){ name, versus, at },
                                                &stats->quality,
                                                error))
    return FALSE;
  if (request->csv)
    text = cl_player_stats_to_csv (stats);
  else if (cli->json)
    text = cl_player_stats_to_json (stats);
  if (text != NULL)
    printf ("%s%s", text, request->csv ? "" : "\n");
  else
    print_stats (stats);
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
  g_autoptr (GArray) players = NULL;

  if (request->name != NULL)
    return print_player (cli, ledger, runner, at, request, error);
  players = cl_players_read (runner, at, error);
  if (players == NULL)
    return FALSE;
  print_players (cli, players, request->csv);
  return TRUE;
}

static const ClCliCommand players_command = {
  "state players",
  "[NAME] [--versus NAME] [--csv] [--at POSITION]",
  "Who plays here, and what the games of one player say",
  "NAME is a player's name, or words that occur in one name only. Without it, the players, most games\n"
  "first, tab-separated: name, games, won, drawn, lost, score in tenths of a per cent, mean rating of the opponents.\n"
  "Intervals are Wilson's, 95 %; performance is FIDE's (Rating Regulations, table 8.1.1).",
  cl_cli_run_players,
};

ClCliStatus
cl_cli_run_players (ClCli *cli, char **args)
{
  static const ClViewClass *const views[] = { &cl_players_view, &cl_analysis_view, NULL };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *versus = NULL;
  gint64 at = G_MININT64;
  Request request = { NULL, NULL, FALSE };
  const GOptionEntry entries[] = {
    { "versus", 0, 0, G_OPTION_ARG_STRING, &versus, "Only games against this player", "NAME" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &request.csv, "Print comma-separated values", NULL },
    { "at", 0, 0, G_OPTION_ARG_INT64, &at, "As it stood at this event", "POSITION" },
    { NULL },
  };

  if (!cl_cli_parse (cli, &players_command, entries, &rest))
    return CL_CLI_MISUSED;
  if (rest[0] && rest[1])
    return cl_cli_misuse (&players_command,
                          "One player is enough; a name with blanks needs quotes");
  if (versus && !rest[0])
    return cl_cli_misuse (&players_command, "--versus needs the other player too");
  if (at != G_MININT64 && at < 1)
    return cl_cli_misuse (&players_command, "Events count from 1");
  request.name = rest[0];
  request.versus = versus;
  return cl_cli_report_views (cli, views, MAX (at, 0), print_report, &request);
}
