/* cl-cli-highlights.c: state highlights: the games most worth opening, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>

#include "cl-highlight-list.h"
#include "cl-highlight-words.h"
#include "cl-views.h"

#define DEFAULT_LIMIT 20

typedef struct
{
  const char *collection; /* (nullable) */
  gint64 limit;
} Listing;

static void
print_json (const ClWorthOpening *item)
{
  const ClHighlight *highlight = item->highlight;
  g_autoptr (GString) out = g_string_new ("{\"score\":");

  g_string_append_printf (out,
                          "%u,\"provisional\":%s,\"partition\":",
                          highlight->score,
                          highlight->evaluated && !highlight->running ? "false" : "true");
  cl_cli_append_json (out, highlight->partition);
  g_string_append_printf (out, ",\"game\":%u,\"white\":", highlight->game);
  cl_cli_append_json (out, item->white);
  g_string_append (out, ",\"black\":");
  cl_cli_append_json (out, item->black);
  g_string_append_printf (out,
                          ",\"result\":\"%s\",\"reasons\":[",
                          chess_result_text (item->result));
  for (guint i = 0; i < highlight->n_reasons; i++)
    {
      const ClReason *reason = &highlight->reasons[i];
      g_autofree char *sentence = cl_highlight_sentence (highlight, reason);

      g_string_append_printf (out,
                              "%s{\"reason\":\"%s\",\"ply\":%d,\"points\":%d",
                              i > 0 ? "," : "",
                              cl_reason_word (reason->kind),
                              reason->ply,
                              reason->points);
      if (sentence != NULL)
        {
          g_string_append (out, ",\"why\":");
          cl_cli_append_json (out, sentence);
        }
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
  puts (out->str);
}

static void
print_text (const ClWorthOpening *item)
{
  const ClHighlight *highlight = item->highlight;
  g_autofree char *white = cl_cli_escape_field (item->white);
  g_autofree char *black = cl_cli_escape_field (item->black);

  printf ("%u%s\t%s\t%u\t%s\t%s\t%s\t%s\n",
          highlight->score,
          highlight->evaluated && !highlight->running ? "" : "?",
          highlight->partition,
          highlight->game,
          white,
          black,
          chess_result_text (item->result),
          item->why);
}

static gboolean
print_report (ClCli *cli,
              ClLedger *ledger,
              ClRunner *runner,
              guint64 at,
              gpointer user_data,
              GError **error)
{
  const Listing *self = user_data;
  g_autoptr (GPtrArray) list = cl_highlight_list_read (runner,
                                                       self->collection,
                                                       (guint) self->limit,
                                                       at,
                                                       cli->cancellable,
                                                       error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (cli->json)
      print_json (list->pdata[i]);
    else
      print_text (list->pdata[i]);
  return list != NULL;
}

static const ClCliCommand highlights_command = {
  "state highlights",
  "[--collection P] [--limit N] [--at POSITION]",
  "The games most worth opening, and why",
  "A line a game, tab-separated: score from 0 to 100 (with ? while its positions are not evaluated or it runs),\n"
  "partition, game, White, Black, result, why. At most three games of a player in an event are listed.",
  cl_cli_run_highlights,
};

ClCliStatus
cl_cli_run_highlights (ClCli *cli, char **args)
{
  static const ClViewClass *const views[] = { &cl_highlights_view, NULL };
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *collection = NULL;
  gint64 at = G_MININT64;
  Listing listing = { .limit = DEFAULT_LIMIT };
  const GOptionEntry entries[] = {
    { "collection", 0, 0, G_OPTION_ARG_STRING, &collection, "Only games of this partition", "P" },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &listing.limit, "How many games", "N" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &at, "As it stood at this event", "POSITION" },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &highlights_command, entries, rest))
    return CL_CLI_MISUSED;
  if (listing.limit < 1 || listing.limit > G_MAXINT32)
    return cl_cli_misuse (&highlights_command, "--limit must be at least 1");
  if (at != G_MININT64 && at < 1)
    return cl_cli_misuse (&highlights_command, "Events count from 1");
  listing.collection = collection;
  return cl_cli_report_views (cli, views, MAX (at, 0), print_report, &listing);
}
