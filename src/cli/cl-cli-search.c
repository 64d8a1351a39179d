/* cl-cli-search.c: looks for games as the search field of the library does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <string.h>

#include "cl-library.h"
#include "cl-views.h"

#define POLL_MS 20

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The list is complete when the library is not busy any more. */
static gboolean
wait_for_library (ClCli *cli, ClLibrary *library, GError **error)
{
  guint wake = g_timeout_add (POLL_MS, wake_cb, NULL);

  while (cl_library_is_busy (library) && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
  return !g_cancellable_set_error_if_cancelled (cli->cancellable, error);
}

typedef struct
{
  const char *name; /* in JSON */
  char *value;
} Field;

/* Fields of text, in order; the name NULL ends them. */
static void
list_fields (ClLibraryItem *item, Field fields[8])
{
  static const char *const names[] = { "partition", "white", "black",  "result",
                                       "date",      "eco",   "opening" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      fields[i].name = names[i];
      g_object_get (item, names[i], &fields[i].value, NULL);
    }
  fields[G_N_ELEMENTS (names)].name = NULL;
}

static void
print_json (ClLibraryItem *item, const Field *fields, int ply)
{
  const ClLibraryRow *row = cl_library_item_get_row (item);
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out, "{\"game\":%u,\"plies\":%u", row->game, row->plies);
  for (; fields->name != NULL; fields++)
    {
      g_string_append_printf (out, ",\"%s\":", fields->name);
      cl_cli_append_json (out, fields->value);
    }
  if (ply >= 0)
    g_string_append_printf (out, ",\"ply\":%d", ply);
  g_string_append_c (out, '}');
  puts (out->str);
}

static void
print_line (ClLibraryItem *item, const Field *fields, int ply)
{
  const ClLibraryRow *row = cl_library_item_get_row (item);

  for (guint i = 0; fields[i].name != NULL; i++)
    {
      g_autofree char *field = cl_cli_escape_field (fields[i].value);

      printf ("%s%s", i > 0 ? "\t" : "", field);
      if (i == 0)
        printf ("\t%u", row->game);
    }
  printf ("\t%u", row->plies);
  if (ply >= 0)
    printf ("\t%d", ply);
  putchar ('\n');
}

static void
print_found (ClCli *cli, ClLibrary *library)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (library));

  for (guint i = 0; i < n && !ferror (stdout); i++)
    {
      g_autoptr (ClLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (library), i);
      int ply = cl_library_get_found_ply (library, i);
      Field fields[8];

      list_fields (item, fields);
      if (cli->json)
        print_json (item, fields, ply);
      else
        print_line (item, fields, ply);
      for (guint k = 0; fields[k].name != NULL; k++)
        g_free (fields[k].value);
    }
}

static gboolean
search (ClCli *cli, ClLedger *ledger, const char *text, GError **error)
{
  const ClViewClass *views[] = { &cl_library_view, &cl_moves_view, NULL };
  g_autofree char *cache_dir = cl_runner_default_cache_dir (ledger);
  g_autoptr (ClRunner) runner = cl_runner_new (ledger, cache_dir, views, error);
  g_autoptr (ClLibrary) library = NULL;
  gboolean ok;

  if (runner == NULL)
    return FALSE;
  library = cl_library_new (ledger, runner);
  cl_library_set_search (library, text);
  ok = wait_for_library (cli, library, error);
  if (ok)
    print_found (cli, library);
  cl_library_close (library);
  cl_runner_close (runner);
  return ok;
}

static ClCliStatus
run_search (ClCli *cli, char **args)
{
  g_auto (GStrv) words = g_strdupv (args);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  ClLedger *ledger;
  gboolean ok;

  if (!cl_cli_parse (cli, &cl_cli_search, NULL, &words))
    return CL_CLI_MISUSED;
  text = g_strjoinv (" ", words);
  if (g_strstrip (text)[0] == '\0')
    return cl_cli_misuse (&cl_cli_search, "What shall be looked for?");
  ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (ledger == NULL)
    return cl_cli_fail_error (error);
  ok = search (cli, ledger, text, &error);
  cl_cli_close (ledger);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

const ClCliCommand cl_cli_search = {
  "search",
  "TEXT…",
  "Find games by words, a position, or material",
  "Words occur in players, events, dates, results or the opening's name or code: “kasp topa 99”, “najdorf 2001”. A FEN finds "
  "the games in which that position stood, however it came about; pieces such as KRPKR those that had this balance, either side "
  "being White. One tab-separated line a game: partition, game, white, black, result, date, ECO, opening, plies; and after how "
  "many half-moves the position first stood.",
  run_search,
};
