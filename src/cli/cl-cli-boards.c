/* cl-cli-boards.c: records the games of an electronic board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-boards-private.h"

#include <stdio.h>

#include "cl-board-asker.h"
#include "cl-board-producer.h"

const ClBoardFamily *
cl_cli_find_family (const ClCliCommand *command, const char *name)
{
  const ClBoardFamily *family = name != NULL ? cl_board_family_find (name) : NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  if (family != NULL)
    return family;
  for (guint i = 0; cl_board_family_get (i) != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", cl_board_family_get (i)->name);
  cl_cli_misuse (command, "Which kind of board? One of %s", names->str);
  return NULL;
}

static void
news_cb (ClBoardProducer *producer, ClBoardNewsKind kind, const char *text, gpointer user_data)
{
  ClBoardStatus status = cl_board_producer_get_status (producer);

  switch (kind)
    {
    case CL_BOARD_NEWS_MOVE:
      printf ("%u\t%s\n", status.n_plies, text);
      fflush (stdout);
      break;
    case CL_BOARD_NEWS_STATUS:
      g_printerr ("%s %s\n",
                  status.partition != NULL ? status.partition : "board",
                  status.connected ? "connected"
                  : text != NULL   ? text
                                   : "lost");
      break;
    case CL_BOARD_NEWS_QUESTION:
      g_printerr ("%s\n", text);
      for (guint i = 0; i < cl_board_producer_get_n_answers (producer); i++)
        {
          g_autofree char *answer = cl_board_producer_dup_answer (producer, i);

          g_printerr ("  %u: %s\n", i + 1, answer);
        }
      break;
    case CL_BOARD_NEWS_GAME:
    case CL_BOARD_NEWS_GUIDANCE:
    case CL_BOARD_NEWS_TROUBLE:
      if (text != NULL)
        g_printerr ("%s\n", text);
      break;
    default:
      break;
    }
}

/* A line of stdin answers the open question by its number. */
static gboolean
answer_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  g_autofree char *line = NULL;
  guint64 number;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    return G_SOURCE_REMOVE;
  if (g_ascii_string_to_unsigned (g_strstrip (line), 10, 1, 16, &number, NULL))
    cl_board_producer_answer (user_data, (guint) number - 1);
  return G_SOURCE_CONTINUE;
}

static void
wake_cb (GCancellable *cancellable, gpointer user_data)
{
  g_main_context_wakeup (NULL);
}

void
cl_cli_follow (ClCli *cli, GIOFunc answer, gpointer data)
{
  GIOChannel *input = g_io_channel_unix_new (0);
  guint watch = g_io_add_watch (input, G_IO_IN | G_IO_HUP, answer, data);
  gulong id = g_cancellable_connect (cli->cancellable, G_CALLBACK (wake_cb), NULL, NULL);

  while (!g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_disconnect (cli->cancellable, id);
  if (g_main_context_find_source_by_id (NULL, watch) != NULL)
    g_source_remove (watch);
  g_io_channel_unref (input);
}

static ClCliStatus
record (ClCli *cli, const ClBoardFamily *family, const char *device, int table, const char *traffic)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *partition = g_strdup_printf ("table/%d", table);
  ClLedger *ledger = cl_cli_open (cli, TRUE, TRUE, &error);
  ClBoardProducer *producer;

  if (ledger == NULL)
    return cl_cli_fail_error (error);
  producer = cl_board_producer_new (ledger, family, device, partition, traffic, &error);
  if (producer == NULL)
    {
      cl_cli_close (ledger);
      return cl_cli_fail_error (error);
    }
  cl_board_producer_set_news (producer, news_cb, NULL);
  cl_cli_follow (cli, answer_cb, producer);
  cl_board_producer_close (producer);
  cl_board_producer_free (producer);
  cl_cli_close (ledger);
  return cl_cli_finish_output ();
}

typedef struct
{
  const ClBoardFamily *family;
  GError *error; /* (nullable) */
  gboolean answered;
} Asked;

static void
asked_cb (const ClBoardFamily *family, const GError *error, gpointer user_data)
{
  Asked *asked = user_data;

  asked->family = family;
  asked->error = error != NULL ? g_error_copy (error) : NULL;
  asked->answered = TRUE;
}

/* NULL with @error, which is also told when nobody answers. */
static const ClBoardFamily *
ask_family (ClCli *cli, const char *device, const char *traffic, GError **error)
{
  Asked asked = { 0 };
  g_autoptr (ClBoardAsker) asker = cl_board_asker_new (device, traffic, asked_cb, &asked, error);
  gulong id;

  if (asker == NULL)
    return NULL;
  id = g_cancellable_connect (cli->cancellable, G_CALLBACK (wake_cb), NULL, NULL);
  while (!asked.answered && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_disconnect (cli->cancellable, id);
  if (asked.error != NULL)
    g_propagate_error (error, asked.error);
  else if (asked.family == NULL && !g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 "No board that is known answers at “%s”; if one is there, name its --family",
                 device);
  return asked.family;
}

static ClCliStatus
run_record (ClCli *cli, char **args)
{
  g_autofree char *device = NULL, *name = NULL, *traffic = NULL;
  g_autoptr (GError) error = NULL;
  int table = 1;
  const ClBoardFamily *family;
  const GOptionEntry entries[] = {
    { "device",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &device,
      "Where the board is (hid:PATH for HID)",
      "PATH" },
    { "family",
      0,
      0,
      G_OPTION_ARG_STRING,
      &name,
      "Which kind of board it is, if it is not to be asked",
      "FAMILY" },
    { "table", 0, 0, G_OPTION_ARG_INT, &table, "At which table it stands (1)", "N" },
    { "traffic",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &traffic,
      "Keep all bytes that pass in this file",
      "FILE" },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &cl_cli_record, entries, args))
    return CL_CLI_MISUSED;
  if (table < 1 || (device == NULL && name != NULL))
    return cl_cli_misuse (&cl_cli_record,
                          "A table is a number from 1, and --family is said of a --device");
  if (device == NULL)
    return cl_cli_record_all (cli, (guint) table, traffic);
  if (name != NULL)
    {
      family = cl_cli_find_family (&cl_cli_record, name);
      return family != NULL ? record (cli, family, device, table, traffic) : CL_CLI_MISUSED;
    }
  family = ask_family (cli, device, traffic, &error);
  return family != NULL ? record (cli, family, device, table, traffic) : cl_cli_fail_error (error);
}

const ClCliCommand cl_cli_record = {
  "record",
  "[--device PATH [--family FAMILY]] [--table N] [--traffic FILE]",
  "Record the games of an electronic board",
  "Set up the start position and play; each move is printed when it is durable. A question is answered by the number of the "
  "answer and Enter. Without --device all boards that are plugged in or come are recorded, the first at table N, the next at the "
  "table after it; questions are answered by table and number. Without --family a board is asked what it is. Ctrl+C ends.",
  run_record,
};
