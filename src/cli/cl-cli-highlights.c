/* cl-cli-highlights.c: state highlights: the games most worth opening, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-state-private.h"

#include <stdio.h>
#include <string.h>

#include "cl-game-load.h"
#include "cl-highlight-words.h"
#include "cl-views.h"

#define DEFAULT_LIMIT 20
#define SENTENCES     3
#define PER_PLAYER    3 /* games of one player in one event */

typedef struct
{
  char *key, *value;
  guint score;
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *self = data;

  g_free (self->key);
  g_free (self->value);
}

typedef struct
{
  const char *collection; /* (nullable) */
  gint64 limit;
  GArray *entries;     /* (element-type Entry) */
  GHashTable *removed; /* partitions that were withdrawn */
  GHashTable *counts;  /* "player\nevent" → listed games */
} Listing;

static gboolean
take_collection_cb (const char *key, const char *value, gpointer user_data)
{
  Listing *self = user_data;

  if (!g_str_has_prefix (key, "collection/"))
    return FALSE;
  if (g_str_equal (value, "withdrawn"))
    g_hash_table_add (self->removed, g_strdup (key + strlen ("collection/")));
  return TRUE;
}

static gboolean
take_score_cb (const char *key, const char *value, gpointer user_data)
{
  Listing *self = user_data;
  Entry entry = { NULL };

  if (!g_str_has_prefix (key, CL_HIGHLIGHT_PREFIX))
    return FALSE;
  if (!cl_highlight_parse_score (value, &entry.score) || entry.score == 0)
    return TRUE;
  entry.key = g_strdup (key);
  entry.value = g_strdup (value);
  g_array_append_val (self->entries, entry);
  return TRUE;
}

static gint
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  return strcmp (x->key, y->key);
}

/* FALSE if enough games of that player in that event were listed. */
static gboolean
may_list (Listing *self, const ClGame *game)
{
  const char *event = cl_game_get_tag (game, "Event");
  const char *names[] = { game->white, game->black };
  g_autofree char *keys[2] = { NULL, NULL };

  for (guint i = 0; i < 2; i++)
    {
      keys[i] = g_strconcat (names[i], "\n", event, NULL);
      if (!g_str_equal (names[i], "?") &&
          GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, keys[i])) >= PER_PLAYER)
        return FALSE;
    }
  for (guint i = 0; i < 2; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, keys[i]));

      g_hash_table_insert (self->counts, g_strdup (keys[i]), GUINT_TO_POINTER (n + 1));
    }
  return TRUE;
}

static void
print_json (const ClHighlight *highlight, const ClGame *game)
{
  g_autoptr (GString) out = g_string_new ("{\"score\":");

  g_string_append_printf (out,
                          "%u,\"provisional\":%s,\"partition\":",
                          highlight->score,
                          highlight->evaluated && !highlight->running ? "false" : "true");
  cl_cli_append_json (out, highlight->partition);
  g_string_append_printf (out, ",\"game\":%u,\"white\":", highlight->game);
  cl_cli_append_json (out, game->white);
  g_string_append (out, ",\"black\":");
  cl_cli_append_json (out, game->black);
  g_string_append_printf (out,
                          ",\"result\":\"%s\",\"reasons\":[",
                          chess_result_text (game->result));
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
print_text (const ClHighlight *highlight, const ClGame *game)
{
  g_autofree char *why = cl_highlight_why (highlight, SENTENCES);
  g_autofree char *white = cl_cli_escape_field (game->white);
  g_autofree char *black = cl_cli_escape_field (game->black);

  printf ("%u%s\t%s\t%u\t%s\t%s\t%s\t%s\n",
          highlight->score,
          highlight->evaluated && !highlight->running ? "" : "?",
          highlight->partition,
          highlight->game,
          white,
          black,
          chess_result_text (game->result),
          why);
}

static gboolean
print_entries (ClCli *cli, Listing *self, ClReader *reader, guint64 at, GError **error)
{
  gint64 n = 0;

  for (guint i = 0; i < self->entries->len && n < self->limit; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      g_autoptr (ClHighlight) highlight = cl_highlight_parse (entry->key, entry->value);
      g_autoptr (ClGame) game = NULL;

      if (highlight == NULL || highlight->withdrawn ||
          g_hash_table_contains (self->removed, highlight->partition) ||
          (self->collection != NULL && !g_str_equal (self->collection, highlight->partition)))
        continue;
      game = cl_game_load (reader, highlight->partition, highlight->game, at, error);
      if (game == NULL)
        return FALSE;
      if (!may_list (self, game))
        continue;
      if (cli->json)
        print_json (highlight, game);
      else
        print_text (highlight, game);
      n++;
    }
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
  const char *name = cl_highlights_view.name;
  g_autoptr (ClReader) reader = cl_reader_new (cl_runner_get_ledger (runner), error);
  Listing *self = user_data;
  gboolean ok;

  if (reader == NULL)
    return FALSE;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ok =
    cl_runner_read_state (runner, name, at, "collection/", take_collection_cb, self, NULL, error) &&
    cl_runner_read_state (runner, name, at, CL_HIGHLIGHT_PREFIX, take_score_cb, self, NULL, error);
  g_array_sort (self->entries, compare_entries);
  ok = ok && print_entries (cli, self, reader, at, error);
  g_array_unref (self->entries);
  g_hash_table_unref (self->removed);
  g_hash_table_unref (self->counts);
  return ok;
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
  if (listing.limit < 1)
    return cl_cli_misuse (&highlights_command, "--limit must be at least 1");
  if (at != G_MININT64 && at < 1)
    return cl_cli_misuse (&highlights_command, "Events count from 1");
  listing.collection = collection;
  return cl_cli_report_views (cli, views, MAX (at, 0), print_report, &listing);
}
