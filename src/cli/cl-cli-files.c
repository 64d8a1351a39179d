/* cl-cli-files.c: import and export, between PGN files and the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <string.h>

#include "cl-export.h"
#include "cl-import.h"
#include "cl-interchange.h"
#include "cl-spool.h"

typedef struct
{
  const char *file; /* as it was given, on one line */
} Import;

static void
progress_cb (guint64 done, guint64 total, guint64 games, gpointer user_data)
{
  const Import *import = user_data;
  guint percent = total ? (guint) ((double) done / (double) total * 100) : 0;

  if (total == 0)
    {
      cl_cli_show_progress ("%s: %" G_GUINT64_FORMAT " MB", import->file, done / 1000000);
      return;
    }
  cl_cli_show_progress ("%s: %" G_GUINT64_FORMAT " games (%u %%)",
                        import->file,
                        games,
                        MIN (percent, 100));
}

static void
complaint_cb (guint64 line, const char *reason, gpointer user_data)
{
  const Import *import = user_data;

  cl_cli_show_progress (NULL);
  fprintf (stderr, "%s:%" G_GUINT64_FORMAT ": %s\n", import->file, line, reason);
}

static void
print_json (const char *path, const ClImportResult *result)
{
  g_autoptr (GString) json = g_string_new ("{\"file\":");

  cl_cli_append_json (json, path);
  g_string_append (json, ",\"partition\":");
  if (result->partition)
    cl_cli_append_json (json, result->partition);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"encoding\":");
  cl_cli_append_json (json, result->encoding ? result->encoding : "");
  g_string_append_printf (json,
                          ",\"games\":%" G_GUINT64_FORMAT ",\"events\":%" G_GUINT64_FORMAT
                          ",\"skipped\":%" G_GUINT64_FORMAT ",\"new_events\":%" G_GUINT64_FORMAT
                          ",\"complete\":%s,\"damaged\":%s}",
                          result->n_games,
                          result->n_events,
                          result->n_unreadable,
                          result->n_new_events,
                          result->cancelled ? "false" : "true",
                          result->damage ? "true" : "false");
  puts (json->str);
}

static void
print_text (const char *name, const ClImportResult *result)
{
  printf ("%s: %" G_GUINT64_FORMAT " games, %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT
          " skipped\n",
          name,
          result->n_games,
          result->n_events,
          result->n_unreadable);
  fflush (stdout);
  if (result->encoding)
    fprintf (stderr, "%s: read as %s\n", name, result->encoding);
}

/* What the line of counts does not say. */
static ClCliStatus
comment_import (const char *name, const ClImportResult *result)
{
  if (result->cancelled)
    return cl_cli_fail (
      "%s: cancelled; these games are kept, and the same command goes on from there",
      name);
  if (result->n_games + result->n_unreadable == 0)
    fprintf (stderr, "%s: there is no game in this file; nothing was added\n", name);
  else if (result->restored)
    fprintf (stderr, "%s: it had been removed from view and is shown again\n", name);
  else if (result->n_new_events == 0)
    fprintf (stderr, "%s: this file was imported before; nothing was added\n", name);
  return result->damage ? cl_cli_fail ("%s: %s", name, result->damage) : CL_CLI_DONE;
}

static gboolean
is_standard_input (const char *path)
{
  return strcmp (path, "-") == 0;
}

static void
bytes_cb (guint64 done, guint64 total, gpointer user_data)
{
  const Import *import = user_data;

  cl_cli_show_progress ("%s: %u %%", import->file, total ? (guint) (done * 100 / total) : 0);
}

/* Events that a ledger has exported. */
static ClCliStatus
import_events (ClCli *cli, ClLedger *ledger, const char *path, ClInterchangeFormat format)
{
  gboolean piped = strcmp (path, "-") == 0;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (piped ? "/dev/stdin" : path);
  g_autofree char *name = cl_cli_escape_name (path);
  g_autoptr (GError) error = NULL;
  ClInterchangeResult result;
  Import import = { name };

  if (!cl_interchange_import (ledger,
                              file,
                              format,
                              bytes_cb,
                              &import,
                              cli->cancellable,
                              &result,
                              &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return cl_cli_fail ("%s: cancelled; the same command goes on from there", name);
      return cl_cli_fail ("%s: %s; nothing was added", name, error->message);
    }
  cl_cli_show_progress (NULL);
  if (cli->json)
    {
      g_autoptr (GString) json = g_string_new ("{\"file\":");

      cl_cli_append_json (json, path);
      g_string_append_printf (json,
                              ",\"events\":%" G_GUINT64_FORMAT ",\"new_events\":%" G_GUINT64_FORMAT
                              ",\"complete\":true}",
                              result.n_events,
                              result.n_new);
      puts (json->str);
    }
  else
    printf ("%s: %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT " new\n",
            name,
            result.n_events,
            result.n_new);
  return CL_CLI_DONE;
}

static ClCliStatus
import_file (ClCli *cli, ClLedger *ledger, const char *path)
{
  g_autoptr (GFile) file =
    g_file_new_for_commandline_arg (is_standard_input (path) ? "/dev/stdin" : path);
  g_autofree char *name = cl_cli_escape_name (path);
  g_autoptr (GError) error = NULL;
  ClImportResult result = { 0 };
  Import import = { name };
  ClCliStatus status;

  if (!cl_import_pgn (ledger,
                      file,
                      NULL,
                      progress_cb,
                      complaint_cb,
                      &import,
                      cli->cancellable,
                      &result,
                      &error))
    {
      cl_import_result_clear (&result);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return cl_cli_fail ("%s: cancelled, nothing of it is kept", name);
      return cl_cli_fail ("%s: %s", name, error->message);
    }
  cl_cli_show_progress (NULL);
  if (cli->json)
    print_json (path, &result);
  else
    print_text (name, &result);
  status = comment_import (name, &result);
  cl_import_result_clear (&result);
  return status;
}

static const char *const formats[] = { "pgn", "jsonl", "cloudevents" };

static guint
find_format (const char *name)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (formats) && strcmp (formats[i], name) != 0)
    i++;
  return i;
}

static ClInterchangeFormat
get_format (const char *name)
{
  return strcmp (name, "jsonl") == 0 ? CL_INTERCHANGE_JSONL : CL_INTERCHANGE_CLOUDEVENTS;
}

/* @format: (nullable): NULL: what it looks like */
static ClCliStatus
import_any (ClCli *cli, ClLedger *ledger, const char *path, const char *format)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

  if (format ? strcmp (format, "pgn") == 0 : !cl_interchange_is_ours (file))
    return import_file (cli, ledger, path);
  return import_events (cli, ledger, path, format ? get_format (format) : CL_INTERCHANGE_DETECT);
}

/* Can at least one of @files be read? Says why not of each if none can. */
static gboolean
check_files (char **files)
{
  g_autoptr (GString) complaints = g_string_new (NULL);

  for (guint i = 0; files[i]; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (files[i]);
      g_autofree char *name = cl_cli_escape_name (files[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GFileInputStream) stream = NULL;

      /* Who writes into a pipe must not see it closed. */
      if (is_standard_input (files[i]) || cl_spool_is_needed (file))
        return TRUE;
      stream = g_file_read (file, NULL, &error);
      if (stream)
        return TRUE;
      g_string_append_printf (complaints, "%s%s: %s", i ? "\n" : "", name, error->message);
    }
  cl_cli_fail ("%s", complaints->str);
  return FALSE;
}

static ClCliStatus
run_import (ClCli *cli, char **args)
{
  g_auto (GStrv) files = g_strdupv (args);
  g_autofree char *format = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "pgn, jsonl or cloudevents", "FORMAT" },
    { NULL },
  };
  ClCliStatus status = CL_CLI_DONE, output;
  ClLedger *ledger;

  if (!cl_cli_parse (cli, &cl_cli_import, entries, &files))
    return CL_CLI_MISUSED;
  if (format && find_format (format) == G_N_ELEMENTS (formats))
    return cl_cli_misuse (&cl_cli_import, "There is no format “%s”", format);
  if (!files[0])
    return cl_cli_misuse (&cl_cli_import, "A file is missing");
  if (!cl_cli_has_ledger (cli) && !check_files (files))
    return CL_CLI_FAILED;
  ledger = cl_cli_open (cli, TRUE, TRUE, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  for (guint i = 0; files[i] && !g_cancellable_is_cancelled (cli->cancellable); i++)
    if (import_any (cli, ledger, files[i], format) != CL_CLI_DONE)
      status = CL_CLI_FAILED;
  cl_cli_close (ledger);
  output = cl_cli_finish_output ();
  return status != CL_CLI_DONE ? status : output;
}

const ClCliCommand cl_cli_import = {
  "import",
  "FILE… [--format pgn|jsonl|cloudevents]",
  "Add the games of PGN files, packed or not, of standard input (-), or events that a ledger exported",
  "Prints a line per file: FILE: G games, E events, S skipped. A skipped game is kept as text; its line and the reason\n"
  "go to stderr, as does the encoding in which the file was read. The same file again adds nothing, nor does one without\n"
  "a game. After Ctrl+C, the same command goes on where it stopped.\n"
  "Files packed by gzip, zstd or bzip2 are known by their first bytes, whatever their names. Of a damaged one the games\n"
  "before the damage are kept, and the exit status is 1.\n"
  "Events that were exported as JSON lines or CloudEvents come with their offsets and seals, exactly as they were, or not at\n"
  "all: the first line in which something is wrong is told with the reason, and nothing is added.",
  run_import,
};

static gboolean
print_cb (const char *text, gsize length, gpointer user_data, GError **error)
{
  if (fwrite (text, 1, length, stdout) == length)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The output could not be written");
  return FALSE;
}

/* Is there what was asked for? */
static gboolean
check_export (ClReader *reader, const char *partition, gint64 game, GError **error)
{
  g_autoptr (ClEvents) first = NULL;
  ClPartitionInfo info;
  GError *local = NULL;

  if (!partition)
    return TRUE;
  if (!cl_reader_get_partition (reader, partition, &info, &local))
    {
      if (!local)
        g_set_error (&local,
                     CL_FACT_ERROR,
                     CL_FACT_ERROR_UNACCEPTABLE,
                     "There is no partition “%s”",
                     partition);
      g_propagate_error (error, local);
      return FALSE;
    }
  if (game == 0)
    return TRUE;
  first = cl_reader_read_game (reader, partition, (guint32) game, 0, 0, 1, error);
  if (!first)
    return FALSE;
  if (cl_events_get_length (first) > 0)
    return TRUE;
  g_set_error (error,
               CL_FACT_ERROR,
               CL_FACT_ERROR_UNACCEPTABLE,
               "“%s” has no game %" G_GINT64_FORMAT,
               partition,
               game);
  return FALSE;
}

static ClCliStatus
export_from (ClCli *cli, ClLedger *ledger, const char *partition, gint64 game, const char *format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (ledger, &error);
  guint64 n = 0;
  gboolean ok;

  if (!reader || !check_export (reader, partition, game, &error))
    return cl_cli_fail_error (error);
  if (strcmp (format, "pgn") != 0)
    ok = cl_interchange_export (ledger,
                                get_format (format),
                                partition,
                                (guint32) game,
                                print_cb,
                                NULL,
                                cli->cancellable,
                                &n,
                                &error);
  else
    ok = cl_export_pgn (reader,
                        partition,
                        (guint32) game,
                        print_cb,
                        NULL,
                        cli->cancellable,
                        &n,
                        &error);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

static ClCliStatus
run_export (ClCli *cli, char **args)
{
  g_autofree char *partition = NULL, *format = NULL;
  g_autoptr (GError) error = NULL;
  gint64 game = 0;
  const GOptionEntry entries[] = {
    { "partition", 0, 0, G_OPTION_ARG_STRING, &partition, "Only this partition", "P" },
    { "game", 0, 0, G_OPTION_ARG_INT64, &game, "Only this game of the partition", "N" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "pgn (usual), jsonl or cloudevents", "FORMAT" },
    { NULL },
  };
  ClLedger *ledger;
  ClCliStatus status;

  if (!cl_cli_parse_all (cli, &cl_cli_export, entries, args))
    return CL_CLI_MISUSED;
  if (!format)
    format = g_strdup (cli->json ? "jsonl" : "pgn");
  if (find_format (format) == G_N_ELEMENTS (formats))
    return cl_cli_misuse (&cl_cli_export, "There is no format “%s”", format);
  if (game < 0 || game > G_MAXUINT32)
    return cl_cli_misuse (&cl_cli_export, "There is no game %" G_GINT64_FORMAT, game);
  if (game > 0 && !partition)
    return cl_cli_misuse (&cl_cli_export, "--game needs --partition");
  ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (!ledger)
    return cl_cli_fail_error (error);
  status = export_from (cli, ledger, partition, game, format);
  cl_cli_close (ledger);
  return status;
}

const ClCliCommand cl_cli_export = {
  "export",
  "[--partition P] [--game N] [--format pgn|jsonl|cloudevents]",
  "Print games as PGN, or events as JSON lines or CloudEvents",
  "Events in either form can be imported into another ledger with the same offsets and seals.",
  run_export,
};
