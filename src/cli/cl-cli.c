/* cl-cli.c: options, messages, ledgers and games for the commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cl-game-load.h"
#include "cl-session.h"

static GOptionContext *
new_context (ClCli *cli, const ClCliCommand *command, const GOptionEntry *entries)
{
  g_autofree char *parameters =
    g_strdup_printf ("%s%s%s", command->name, *command->arguments ? " " : "", command->arguments);
  GOptionContext *context = g_option_context_new (parameters);
  const GOptionEntry common[] = {
    { "ledger",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &cli->ledger_path,
      "Use this ledger instead of the app's",
      "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, "Print data as JSON", NULL },
    { NULL },
  };

  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, command->description);
  if (entries)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  return context;
}

gboolean
cl_cli_parse (ClCli *cli, const ClCliCommand *command, const GOptionEntry *entries, char ***args)
{
  g_autoptr (GOptionContext) context = new_context (cli, command, entries);
  g_autoptr (GPtrArray) with_program = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  char **all;

  g_ptr_array_add (with_program, g_strdup (g_get_prgname ()));
  for (guint i = 0; (*args)[i]; i++)
    g_ptr_array_add (with_program, g_strdup ((*args)[i]));
  g_ptr_array_add (with_program, NULL);
  all = (char **) g_ptr_array_free (g_steal_pointer (&with_program), FALSE);
  if (!g_option_context_parse_strv (context, &all, &error))
    {
      cl_cli_misuse (command, "%s", error->message);
      g_strfreev (all);
      return FALSE;
    }
  g_strfreev (*args);
  *args = g_strdupv (all + (all[0] ? 1 : 0));
  g_strfreev (all);
  return TRUE;
}

gboolean
cl_cli_parse_all (ClCli *cli, const ClCliCommand *command, const GOptionEntry *entries, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);

  if (!cl_cli_parse (cli, command, entries, &rest))
    return FALSE;
  if (!rest[0])
    return TRUE;
  cl_cli_misuse (command, "“%s” is too much", rest[0]);
  return FALSE;
}

G_GNUC_PRINTF (1, 0)
static void
print_message (const char *format, va_list args)
{
  g_autofree char *message = g_strdup_vprintf (format, args);

  cl_cli_show_progress (NULL);
  fprintf (stderr, "%s: %s\n", g_get_prgname (), message);
}

ClCliStatus
cl_cli_misuse (const ClCliCommand *command, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  print_message (format, args);
  va_end (args);
  if (command)
    fprintf (stderr,
             "Usage: %s [--ledger FILE] %s %s\nTry “%s %s --help”.\n",
             g_get_prgname (),
             command->name,
             command->arguments,
             g_get_prgname (),
             command->name);
  else
    fprintf (stderr, "Try “%s --help”.\n", g_get_prgname ());
  return CL_CLI_MISUSED;
}

ClCliStatus
cl_cli_fail (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  print_message (format, args);
  va_end (args);
  return CL_CLI_FAILED;
}

ClCliStatus
cl_cli_fail_error (const GError *error)
{
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return CL_CLI_FAILED;
  return cl_cli_fail ("%s", error->message);
}

ClCliStatus
cl_cli_finish_output (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return CL_CLI_DONE;
  return cl_cli_fail ("The output could not be written: %s", g_strerror (errno));
}

gboolean
cl_cli_shows_progress (void)
{
  return isatty (STDERR_FILENO);
}

void
cl_cli_show_progress (const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  if (!cl_cli_shows_progress ())
    return;
  if (format)
    {
      va_start (args, format);
      line = g_strdup_vprintf (format, args);
      va_end (args);
    }
  fprintf (stderr, "\r\033[K%s", line ? line : "");
  fflush (stderr);
}

static char *
dup_ledger_path (const ClCli *cli)
{
  return cli->ledger_path ? g_strdup (cli->ledger_path) : cl_session_default_path ();
}

gboolean
cl_cli_has_ledger (const ClCli *cli)
{
  g_autofree char *path = dup_ledger_path (cli);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

ClLedger *
cl_cli_open (ClCli *cli, gboolean write, gboolean create, GError **error)
{
  g_autofree char *path = dup_ledger_path (cli);
  g_autofree char *folder = g_path_get_dirname (path);
  ClLedgerFlags flags = CL_LEDGER_READ_ONLY;
  ClLedger *ledger;

  if (write)
    flags |= CL_LEDGER_WRITE;
  if (create)
    flags |= CL_LEDGER_CREATE;
  if (create && !cli->ledger_path && g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   "“%s” cannot be made: %s",
                   folder,
                   g_strerror (errno));
      return NULL;
    }
  ledger = cl_ledger_open (path, flags, cl_fact_vocabulary (), error);
  if (!ledger && error && g_error_matches (*error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT))
    {
      g_autofree char *message = g_steal_pointer (&(*error)->message);

      (*error)->message =
        g_strdup_printf ("%s. “%s salvage” saves what is whole", message, g_get_prgname ());
    }
  return ledger;
}

void
cl_cli_close (ClLedger *ledger)
{
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

/* Why a game has no event up to @until. */
static void
explain_missing (ClReader *reader,
                 const char *partition,
                 guint32 game,
                 guint64 until,
                 GError **error)
{
  g_autoptr (ClEvents) first = NULL;
  ClPartitionInfo info;
  GError *local = NULL;

  if (!cl_reader_get_partition (reader, partition, &info, &local))
    {
      if (local)
        g_propagate_error (error, local);
      else
        g_set_error (error,
                     CL_FACT_ERROR,
                     CL_FACT_ERROR_UNACCEPTABLE,
                     "There is no partition “%s”",
                     partition);
      return;
    }
  first = cl_reader_read_game (reader, partition, game, 0, 0, 1, error);
  if (!first)
    return;
  if (cl_events_get_length (first) == 0)
    g_set_error (error,
                 CL_FACT_ERROR,
                 CL_FACT_ERROR_UNACCEPTABLE,
                 "“%s” has no game %u",
                 partition,
                 game);
  else
    g_set_error (error,
                 CL_FACT_ERROR,
                 CL_FACT_ERROR_UNACCEPTABLE,
                 "Game %u of “%s” begins at event %" G_GUINT64_FORMAT
                 ", after event %" G_GUINT64_FORMAT,
                 game,
                 partition,
                 cl_events_get (first, 0)->position,
                 until);
}

ClGame *
cl_cli_load_game (ClReader *reader,
                  const char *partition,
                  guint32 game,
                  guint64 until,
                  GError **error)
{
  g_autoptr (ClGame) state = cl_game_load (reader, partition, game, until, error);

  if (state == NULL)
    return NULL;
  if (state->last_offset == 0)
    {
      explain_missing (reader, partition, game, until, error);
      return NULL;
    }
  return g_steal_pointer (&state);
}

gboolean
cl_cli_check_position (ClLedger *ledger, gint64 position, GError **error)
{
  if (position <= (gint64) cl_ledger_get_head (ledger))
    return TRUE;
  g_set_error (error,
               CL_FACT_ERROR,
               CL_FACT_ERROR_UNACCEPTABLE,
               "There is no event %" G_GINT64_FORMAT ": the last one is %" G_GUINT64_FORMAT,
               position,
               cl_ledger_get_head (ledger));
  return FALSE;
}

char *
cl_cli_escape_field (const char *text)
{
  char *copy = g_strdup (text ? text : "");

  return g_strdelimit (copy, "\t\n\r", ' ');
}

char *
cl_cli_escape_name (const char *name)
{
  GString *out = g_string_new (NULL);

  for (; *name; name++)
    if (*name == '\n')
      g_string_append (out, "\\n");
    else if ((guchar) *name < ' ' || *name == 0x7f)
      g_string_append_printf (out, "\\x%02x", (guchar) *name);
    else
      g_string_append_c (out, *name);
  return g_string_free (out, FALSE);
}

void
cl_cli_append_json (GString *out, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1); /* names of files can be any bytes */

  g_string_append_c (out, '"');
  for (const char *c = valid; *c; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_printf (out, "\\%c", *c);
      else if ((guchar) *c < 0x20)
        g_string_append_printf (out, "\\u%04x", *c);
      else
        g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}
