/* cl-cli-replica.c: sync makes two ledgers hold the same facts; digest tells whether they do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-hex.h"
#include "cl-session.h"
#include "cl-sync.h"
#include "cl-vector-clock.h"
#include "cl-view-digest.h"

static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  cl_cli_show_progress ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " events", done, total);
}

static void
append_fork_json (GString *json, const ClSyncFork *fork)
{
  g_string_append (json, "{\"partition\":");
  cl_cli_append_json (json, fork->partition);
  g_string_append_printf (json, ",\"offset\":%" G_GUINT64_FORMAT ",\"branches\":[", fork->offset);
  for (guint i = 0; i < 2; i++)
    {
      g_string_append (json, i ? "," : "");
      if (fork->branches[i])
        cl_cli_append_json (json, fork->branches[i]);
      else
        g_string_append (json, "null");
    }
  g_string_append (json, "]}");
}

static void
print_report_json (char *const paths[2], const ClSyncReport *report, gboolean complete)
{
  g_autoptr (GString) json = g_string_new ("{\"ledgers\":[");

  for (guint i = 0; i < 2; i++)
    {
      g_string_append (json, i ? ",{\"path\":" : "{\"path\":");
      cl_cli_append_json (json, paths[i]);
      g_string_append_printf (json,
                              ",\"events_added\":%" G_GUINT64_FORMAT ",\"partitions\":%u}",
                              report->n_events[i],
                              report->n_partitions[i]);
    }
  g_string_append (json, "],\"forks\":[");
  for (guint i = 0; i < report->forks->len; i++)
    {
      g_string_append (json, i ? "," : "");
      append_fork_json (json, g_ptr_array_index (report->forks, i));
    }
  g_string_append (json, "],\"not_copied\":[");
  for (guint i = 0; i < report->complaints->len; i++)
    {
      g_string_append (json, i ? "," : "");
      cl_cli_append_json (json, g_ptr_array_index (report->complaints, i));
    }
  g_string_append_printf (json, "],\"complete\":%s}", complete ? "true" : "false");
  puts (json->str);
}

static void
print_report (char *const paths[2], const ClSyncReport *report)
{
  for (guint i = 0; i < 2; i++)
    printf ("%s: %" G_GUINT64_FORMAT " events added, in %u partitions\n",
            paths[i],
            report->n_events[i],
            report->n_partitions[i]);
  for (guint i = 0; i < report->forks->len; i++)
    {
      const ClSyncFork *fork = g_ptr_array_index (report->forks, i);

      printf ("fork: “%s” differs from offset %" G_GUINT64_FORMAT " on",
              fork->partition,
              fork->offset);
      for (guint k = 0; k < 2; k++)
        if (fork->branches[k])
          printf ("; %s: “%s”", paths[k], fork->branches[k]);
      putchar ('\n');
    }
}

static ClCliStatus
sync_ledgers (ClCli *cli, ClLedger *a, ClLedger *b, ClSyncMode mode, char *const paths[2])
{
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;
  ClCliStatus status;
  gboolean ok;

  cl_sync_report_init (&report);
  ok = cl_sync_run (a, b, mode, progress_cb, NULL, cli->cancellable, &report, &error);
  cl_cli_show_progress (NULL);
  if (cli->json)
    print_report_json (paths, &report, ok && report.complaints->len == 0);
  else
    print_report (paths, &report);
  for (guint i = 0; i < report.complaints->len; i++)
    cl_cli_fail ("%s", (char *) g_ptr_array_index (report.complaints, i));
  status = cl_cli_finish_output ();
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return cl_cli_fail ("Stopped; the same command goes on from here");
  if (!ok)
    return cl_cli_fail_error (error);
  return report.complaints->len > 0 ? CL_CLI_FAILED : status;
}

static ClCliStatus
sync_paths (ClCli *cli, char *const paths[2], ClSyncMode mode)
{
  g_autoptr (GError) error = NULL;
  ClLedger *a, *b;
  ClCliStatus status;

  if (g_file_test (paths[1], G_FILE_TEST_EXISTS))
    {
      g_autofree char *real_a = realpath (paths[0], NULL), *real_b = realpath (paths[1], NULL);

      if (real_a && real_b && g_str_equal (real_a, real_b))
        return cl_cli_fail ("“%s” and “%s” are the same file", paths[0], paths[1]);
    }
  a = cl_ledger_open (paths[0],
                      mode == CL_SYNC_ONE_WAY ? CL_LEDGER_READ_ONLY : CL_LEDGER_WRITE,
                      cl_fact_vocabulary (),
                      &error);
  if (!a)
    return cl_cli_fail_error (error);
  b = cl_ledger_open (paths[1], CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  status = b ? sync_ledgers (cli, a, b, mode, paths) : cl_cli_fail_error (error);
  if (b)
    cl_cli_close (b);
  cl_cli_close (a);
  return status;
}

static ClCliStatus
run_sync (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *own = NULL;
  gboolean one_way = FALSE;
  const GOptionEntry entries[] = {
    { "one-way",
      0,
      0,
      G_OPTION_ARG_NONE,
      &one_way,
      "Only copy from A to B; A may be in use",
      NULL },
    { NULL },
  };
  char *paths[2];

  if (!cl_cli_parse (cli, &cl_cli_sync, entries, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0])
    return cl_cli_misuse (&cl_cli_sync, "A ledger is missing");
  if (rest[1] && rest[2])
    return cl_cli_misuse (&cl_cli_sync, "“%s” is too much", rest[2]);
  if (rest[1] && cli->ledger_path)
    return cl_cli_misuse (&cl_cli_sync, "With --ledger, one other ledger is needed");
  own = cli->ledger_path ? g_strdup (cli->ledger_path) : cl_session_default_path ();
  paths[0] = rest[1] ? rest[0] : own;
  paths[1] = rest[1] ? rest[1] : rest[0];
  return sync_paths (cli, paths, one_way ? CL_SYNC_ONE_WAY : CL_SYNC_BOTH_WAYS);
}

const ClCliCommand cl_cli_sync = {
  "sync",
  "[A] B [--one-way]",
  "Make two ledgers hold the same facts",
  "Copies both ways what either lacks, partition by partition, and checks every seal. B is made if there is none; without A, it\n"
  "is --ledger or the app's. After Ctrl+C or a crash the same command goes on from there. A name that is taken is told apart by\n"
  "where it began: “table/1~3f2504e0”. If one partition goes on differently in A and B, each keeps its own, and both sides'\n"
  "events stand in both ledgers under “…/disputed/…”; it is told every time. Nothing is ever overwritten.",
  run_sync,
};

typedef struct
{
  GString *out;
  gboolean json;
  gboolean any;
} Printing;

static void
print_partition_cb (const char *identity, guint64 offset, const guint8 *seal, gpointer user_data)
{
  Printing *self = user_data;
  const char *mark = strrchr (identity, '~');
  g_autofree char *name = g_strndup (identity, (gsize) (mark - identity));

  if (!self->json)
    {
      g_string_append_printf (self->out, "partition\t%s\t%" G_GUINT64_FORMAT "\t", name, offset);
      cl_hex_append (self->out, seal, CL_SEAL_SIZE);
      g_string_append_printf (self->out, "\t%s\n", mark + 1);
      return;
    }
  g_string_append (self->out, self->any ? ",{\"partition\":" : "{\"partition\":");
  cl_cli_append_json (self->out, name);
  g_string_append_printf (self->out,
                          ",\"origin\":\"%s\",\"offset\":%" G_GUINT64_FORMAT ",\"seal\":\"",
                          mark + 1,
                          offset);
  cl_hex_append (self->out, seal, CL_SEAL_SIZE);
  g_string_append (self->out, "\"}");
  self->any = TRUE;
}

static void
print_view (Printing *self, const ClViewDigest *digest)
{
  if (!self->json)
    {
      g_string_append_printf (self->out, "view\t%s\t%u\t", digest->view, digest->version);
      if (digest->error)
        g_string_append (self->out, "none");
      else
        cl_hex_append (self->out, digest->digest, CL_SEAL_SIZE);
      g_string_append_c (self->out, '\n');
      return;
    }
  g_string_append (self->out, self->any ? ",{\"view\":" : "{\"view\":");
  cl_cli_append_json (self->out, digest->view);
  g_string_append_printf (self->out,
                          ",\"version\":%u,\"basis\":%u,",
                          digest->version,
                          digest->basis);
  if (digest->error)
    {
      g_string_append (self->out, "\"error\":");
      cl_cli_append_json (self->out, digest->error);
    }
  else
    {
      g_string_append (self->out, "\"digest\":\"");
      cl_hex_append (self->out, digest->digest, CL_SEAL_SIZE);
      g_string_append_c (self->out, '"');
    }
  g_string_append_c (self->out, '}');
  self->any = TRUE;
}

static ClCliStatus
print_digest (ClCli *cli, const ClVectorClock *clock, GPtrArray *views)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Printing printing = { out, cli->json, FALSE };
  ClCliStatus status = CL_CLI_DONE, output;
  guint8 digest[CL_SEAL_SIZE];

  cl_vector_clock_digest (clock, digest);
  g_string_append (out, cli->json ? "{\"clock\":[" : "");
  cl_vector_clock_foreach (clock, print_partition_cb, &printing);
  g_string_append (out, cli->json ? "],\"digest\":\"" : "clock\t");
  cl_hex_append (out, digest, CL_SEAL_SIZE);
  g_string_append (out, cli->json ? "\",\"views\":[" : "\n");
  printing.any = FALSE;
  for (guint i = 0; i < views->len; i++)
    {
      const ClViewDigest *view = g_ptr_array_index (views, i);

      print_view (&printing, view);
      if (view->error)
        status = cl_cli_fail ("%s", view->error);
    }
  fputs (out->str, stdout);
  if (cli->json)
    puts ("]}");
  output = cl_cli_finish_output ();
  return status == CL_CLI_DONE ? output : status;
}

static ClCliStatus
digest_ledger (ClCli *cli, ClLedger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (ledger, &error);
  g_autoptr (ClVectorClock) clock = reader ? cl_reader_get_vector_clock (reader, &error) : NULL;
  g_autoptr (GPtrArray) views = NULL;

  if (clock)
    views = cl_view_digest_all (ledger, progress_cb, NULL, cli->cancellable, &error);
  cl_cli_show_progress (NULL);
  return views ? print_digest (cli, clock, views) : cl_cli_fail_error (error);
}

static ClCliStatus
run_digest (ClCli *cli, char **args)
{
  g_autoptr (GError) error = NULL;
  ClCliStatus status;
  ClLedger *ledger;

  if (!cl_cli_parse_all (cli, &cl_cli_digest, NULL, args))
    return CL_CLI_MISUSED;
  ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  status = digest_ledger (cli, ledger);
  cl_cli_close (ledger);
  return status;
}

const ClCliCommand cl_cli_digest = {
  "digest",
  "",
  "Print what the ledger holds, to compare it with another",
  "Tab-separated: a line a partition (name, last offset, its seal, origin); the vector clock of them all; a line a view (name,\n"
  "version, digest of what it says). Replicas with the same facts print the same lines, whatever they call a partition:\n"
  "compare two with diff.",
  run_digest,
};
