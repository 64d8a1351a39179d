/* cl-cli-record-all.c: records whatever boards are plugged in or come, each at its table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-boards-private.h"

#include <stdio.h>

#include "cl-boards.h"

static void
board_news_cb (ClConnectedBoard *board, int kind, const char *text, gpointer user_data)
{
  const ClBoardState *state = cl_connected_board_get_state (board);

  if (kind == CL_BOARD_NEWS_MOVE)
    printf ("table/%u\t%u\t%s\n", cl_connected_board_get_table (board), state->n_plies, text);
  else
    g_printerr ("table/%u: %s\n", cl_connected_board_get_table (board), text);
  fflush (stdout);
}

typedef struct
{
  ClBoardPhase phase;
  char *question, *guidance;
} Told;

static void
free_told (gpointer data)
{
  Told *told = data;

  g_free (told->question);
  g_free (told->guidance);
  g_free (told);
}

/* Whether it is another one than was told last. */
static gboolean
keep_text (char **kept, const char *text)
{
  if (g_strcmp0 (*kept, text) == 0)
    return FALSE;
  g_free (*kept);
  *kept = g_strdup (text);
  return text != NULL;
}

static void
board_changed_cb (ClConnectedBoard *board, Told *told)
{
  const ClBoardState *state = cl_connected_board_get_state (board);
  const char *const phases[] = { "connecting", "connected", "away", "cannot be used" };
  guint table = cl_connected_board_get_table (board);

  if (state->phase != told->phase)
    g_printerr ("table/%u: %s %s%s%s\n",
                table,
                cl_connected_board_get_title (board),
                phases[state->phase],
                state->trouble != NULL ? ": " : "",
                state->trouble != NULL ? state->trouble : "");
  told->phase = state->phase;
  if (keep_text (&told->guidance, state->guidance))
    g_printerr ("table/%u: %s\n", table, state->guidance);
  if (!keep_text (&told->question, state->question))
    return;
  g_printerr ("table/%u: %s\n", table, state->question);
  for (guint i = 0; state->answers[i] != NULL; i++)
    g_printerr ("  %u %u: %s\n", table, i + 1, state->answers[i]);
}

static void
watch_board (ClConnectedBoard *board)
{
  g_signal_connect (board, "news", G_CALLBACK (board_news_cb), NULL);
  g_signal_connect_data (board,
                         "changed",
                         G_CALLBACK (board_changed_cb),
                         g_new0 (Told, 1),
                         (GClosureNotify) (void (*) (void)) free_told,
                         0);
}

static void
boards_changed_cb (GListModel *boards, guint index, guint removed, guint added, gpointer user_data)
{
  for (guint i = index; i < index + added; i++)
    {
      g_autoptr (ClConnectedBoard) board = g_list_model_get_item (boards, i);

      watch_board (board);
    }
}

/* "TABLE ANSWER", or the answer alone where there is one board. */
static gboolean
answer_boards_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  GListModel *boards = user_data;
  g_autofree char *line = NULL;
  guint table = 0, answer = 0;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    return G_SOURCE_REMOVE;
  if (sscanf (line, "%9u %9u", &table, &answer) == 1)
    {
      answer = table;
      table = 0;
    }
  for (guint i = 0; answer > 0 && i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (ClConnectedBoard) board = g_list_model_get_item (boards, i);

      if (cl_connected_board_get_table (board) == table ||
          (table == 0 && g_list_model_get_n_items (boards) == 1))
        cl_connected_board_answer (board, answer - 1);
    }
  return G_SOURCE_CONTINUE;
}

ClCliStatus
cl_cli_record_all (ClCli *cli, guint first_table, const char *traffic)
{
  ClBoardsOptions options = { .first_table = first_table, .forgetful = TRUE, .traffic = traffic };
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_cli_open (cli, TRUE, TRUE, &error);
  ClBoards *boards;

  if (ledger == NULL)
    return cl_cli_fail_error (error);
  boards = cl_boards_new (ledger, &options);
  g_signal_connect (boards, "items-changed", G_CALLBACK (boards_changed_cb), NULL);
  g_printerr ("Waiting for boards; Ctrl+C ends\n");
  cl_cli_follow (cli, answer_boards_cb, boards);
  cl_boards_close (boards);
  g_object_unref (boards);
  cl_cli_close (ledger);
  return cl_cli_finish_output ();
}
