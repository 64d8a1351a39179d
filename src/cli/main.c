/* main.c: chess-ledger-cli, everything that can be done with a ledger without a window
 *
 * Exit status: 0 done, 1 failed, 2 used wrongly. Ctrl+C is waited for by a thread of its own, so that a command can stop where
 * it leaves something whole; a second one ends the program at once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* One a line, in the order in which --help lists them. */
/* clang-format off */
static const ClCliCommand *const commands[] = {
  &cl_cli_import,
  &cl_cli_export,
  &cl_cli_log,
  &cl_cli_games,
  &cl_cli_search,
  &cl_cli_fen,
  &cl_cli_state,
  &cl_cli_play,
  &cl_cli_boards,
  &cl_cli_record,
  &cl_cli_emulate,
  &cl_cli_simulate, &cl_cli_analyse,
  &cl_cli_consumers,
  &cl_cli_interpret,
  &cl_cli_verify,
  &cl_cli_checkpoint,
  &cl_cli_prove,
  &cl_cli_check_proof,
  &cl_cli_backup,
  &cl_cli_salvage,
  &cl_cli_subscribe,
  &cl_cli_sync,
  &cl_cli_digest,
  &cl_cli_perft,
};
/* clang-format on */

static const ClCliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

static char *
describe_commands (void)
{
  GString *text = g_string_new ("Commands:\n");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
  g_string_append_printf (
    text,
    "\n“%s COMMAND --help” tells more about one.\nExit status: 0 done, 1 failed, 2 used wrongly.\n",
    g_get_prgname ());
  return g_string_free (text, FALSE);
}

static gpointer
interrupt_thread (gpointer data)
{
  sigset_t signals;
  int signal_number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  if (sigwait (&signals, &signal_number) != 0)
    return NULL;
  g_cancellable_cancel (data);
  pthread_sigmask (SIG_UNBLOCK, &signals, NULL); /* the next one has its usual effect */
  return NULL;
}

/* All threads made from here on leave the signals to interrupt_thread. */
static void
catch_interrupts (GCancellable *cancellable)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("interrupt", interrupt_thread, g_object_ref (cancellable)));
}

/* Options before the command; *@args keeps the command and what follows. */
static gboolean
parse_global (ClCli *cli, gboolean *show_version, char ***args)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND …");
  g_autofree char *description = describe_commands ();
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "ledger",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &cli->ledger_path,
      "Use this ledger instead of the app's",
      "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, "Print data as JSON", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, show_version, "Print the version", NULL },
    { NULL },
  };

  g_option_context_set_summary (context, "Records, replays and checks chess games in a ledger.");
  g_option_context_set_description (context, description);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse_strv (context, args, &error))
    return TRUE;
  cl_cli_misuse (NULL, "%s", error->message);
  return FALSE;
}

/* "help" and "help COMMAND" are "--help" and "COMMAND --help". */
static ClCliStatus
help (ClCli *cli, char **args)
{
  char *asked[] = { (char *) "--help", NULL };
  const ClCliCommand *command = args[0] ? find_command (args[0]) : NULL;
  g_auto (GStrv) all = g_strdupv ((char *[]){ (char *) g_get_prgname (), asked[0], NULL });
  gboolean show_version;

  if (args[0] && args[1])
    return cl_cli_misuse (NULL, "“%s” is too much", args[1]);
  if (command)
    return command->run (cli, asked);
  if (args[0])
    return cl_cli_misuse (NULL, "There is no command “%s”", args[0]);
  return parse_global (cli, &show_version, &all) ? CL_CLI_DONE : CL_CLI_MISUSED;
}

/* The C locale knows ASCII alone, but names of players and files are UTF-8 there as well. */
static void
set_locale (void)
{
  setlocale (LC_ALL, "");
  if (g_str_equal (nl_langinfo (CODESET), "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, "C.UTF-8");
}

static ClCliStatus
run (ClCli *cli, char ***args)
{
  const ClCliCommand *command;
  gboolean show_version = FALSE;

  if (!parse_global (cli, &show_version, args))
    return CL_CLI_MISUSED;
  if (show_version)
    {
      printf ("%s %s\n", g_get_prgname (), VERSION);
      return cl_cli_finish_output ();
    }
  if (!(*args)[0] || !(*args)[1])
    return cl_cli_misuse (NULL, "A command is missing");
  if (g_str_equal ((*args)[1], "help"))
    return help (cli, *args + 2);
  command = find_command ((*args)[1]);
  if (!command)
    return cl_cli_misuse (NULL, "There is no command “%s”", (*args)[1]);
  catch_interrupts (cli->cancellable);
  return command->run (cli, *args + 2);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) args = g_strdupv (argv);
  ClCli cli = { .cancellable = g_cancellable_new () };
  ClCliStatus status;

  set_locale ();
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("chess-ledger-cli");
  status = run (&cli, &args);
  g_free (cli.ledger_path);
  g_object_unref (cli.cancellable);
  return (int) status;
}
