/* cl-cli-rescue.c: backup copies a ledger in use; salvage takes over what is whole in a damaged one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>

#include "cl-rescue.h"

static void
pages_cb (guint64 done, guint64 total, gpointer user_data)
{
  cl_cli_show_progress ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pages", done, total);
}

static void
positions_cb (guint64 done, guint64 total, gpointer user_data)
{
  cl_cli_show_progress ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " events", done, total);
}

static ClCliStatus
run_backup (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_autoptr (GError) error = NULL;
  ClLedger *ledger;
  gboolean ok;

  if (!cl_cli_parse (cli, &cl_cli_backup, NULL, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0] || rest[1])
    return cl_cli_misuse (&cl_cli_backup, "The name of the copy is needed");
  ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  ok = cl_ledger_backup (ledger, rest[0], pages_cb, NULL, cli->cancellable, &error);
  cl_cli_close (ledger);
  cl_cli_show_progress (NULL);
  return ok ? CL_CLI_DONE : cl_cli_fail_error (error);
}

const ClCliCommand cl_cli_backup = {
  "backup",
  "FILE",
  "Copy the ledger, even while it is being written",
  "The copy is one file that holds everything, and is verified before it gets its name. “cp” would miss what is still in the\n"
  "log beside the ledger.",
  run_backup,
};

static void
print_losses (const ClSalvage *result)
{
  for (guint i = 0; i < result->losses->len; i++)
    {
      const ClLoss *loss = g_ptr_array_index (result->losses, i);
      g_autofree char *key = cl_cli_escape_field (loss->partition);

      if (loss->last_seen > loss->n_kept)
        printf ("lost\t%s\t%" G_GUINT64_FORMAT "–%" G_GUINT64_FORMAT "\t",
                key,
                loss->n_kept + 1,
                loss->last_seen);
      else
        printf ("lost\t%s\tfrom %" G_GUINT64_FORMAT "\t", key, loss->n_kept + 1);
      if (loss->position)
        printf ("event %" G_GUINT64_FORMAT ": ", loss->position);
      puts (loss->reason);
    }
}

static void
print_json (const ClSalvage *result)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_append_printf (json,
                          "{\"kept\":%" G_GUINT64_FORMAT ",\"lost\":%" G_GUINT64_FORMAT
                          ",\"times_changed\":%" G_GUINT64_FORMAT ",\"losses\":[",
                          result->n_kept,
                          result->n_lost,
                          result->n_times);
  for (guint i = 0; i < result->losses->len; i++)
    {
      const ClLoss *loss = g_ptr_array_index (result->losses, i);

      g_string_append (json, i ? ",{\"partition\":" : "{\"partition\":");
      cl_cli_append_json (json, loss->partition);
      g_string_append_printf (json,
                              ",\"kept\":%" G_GUINT64_FORMAT ",\"last_seen\":%" G_GUINT64_FORMAT
                              ",\"position\":%" G_GUINT64_FORMAT ",\"reason\":",
                              loss->n_kept,
                              loss->last_seen,
                              loss->position);
      cl_cli_append_json (json, loss->reason);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");
  puts (json->str);
}

static ClCliStatus
run_salvage (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_auto (ClSalvage) result = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!cl_cli_parse (cli, &cl_cli_salvage, NULL, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0] || !rest[1] || rest[2])
    return cl_cli_misuse (&cl_cli_salvage, "Two files are needed: the damaged one and the new one");
  ok = cl_salvage (rest[0], rest[1], positions_cb, NULL, cli->cancellable, &result, &error);
  cl_cli_show_progress (NULL);
  if (!ok)
    return cl_cli_fail_error (error);
  if (cli->json)
    print_json (&result);
  else
    {
      printf ("kept: %" G_GUINT64_FORMAT " events of %u partitions\n",
              result.n_kept,
              result.n_partitions);
      if (result.n_times > 0)
        printf ("times of recording that were out of order: %" G_GUINT64_FORMAT "\n",
                result.n_times);
      print_losses (&result);
    }
  return cl_cli_finish_output ();
}

const ClCliCommand cl_cli_salvage = {
  "salvage",
  "DAMAGED NEW",
  "Save what is whole in a damaged ledger into a new one",
  "Of each partition it keeps what stands before the first event that is missing, unreadable or does not fit its seal, and\n"
  "lists the rest: “lost PARTITION OFFSETS WHY”. The damaged file is only read. Offsets and seals stay what they were.",
  run_salvage,
};
