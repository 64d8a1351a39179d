/* cl-cli-boards.c: an electronic board at a table, and boards that are not there to try it with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "cl-board-asker.h"
#include "cl-board-producer.h"
#include "cl-boards.h"
#include "cl-emulated-port.h"
#include "cl-pty.h"

#include "chess-pgn.h"

#define BEGIN_MS 15000 /* the boards that learn their men need some seconds of the start position */

typedef struct
{
  GArray *moves; /* (element-type ChessMove) */
  gboolean standard;
} PgnGame;

static void
start_cb (void *user, const ChessPosition *position)
{
  ((PgnGame *) user)->standard = position->key == chess_position_start ().key;
}

static void
move_cb (void *user, const ChessPosition *before, ChessMove move)
{
  g_array_append_val (((PgnGame *) user)->moves, move);
}

/* The moves of the first game of a file. */
static GArray *
read_game (const char *path, GError **error)
{
  static const ChessPgnVisitor visitor = { .start = start_cb, .move = move_cb };
  PgnGame game = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (ChessMove));
  gsize length;
  ChessPgnSpan span;
  bool need_more;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  game.moves = moves;
  if (!chess_pgn_next (text, length, 0, true, &span, &need_more) ||
      chess_pgn_parse (text + span.start, span.end - span.start, &visitor, &game).error !=
        CHESS_PGN_OK ||
      !game.standard)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_DATA,
                   "“%s” does not begin with a whole game from the start position",
                   path);
      return NULL;
    }
  return g_steal_pointer (&moves);
}

static const ClBoardFamily *
find_family (const ClCliCommand *command, const char *name)
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

/* Until Ctrl+C, or until the hands have played and the host has had time to read it. */
static void
run_emulator (ClCli *cli, ClPty *pty, gboolean stay)
{
  gint64 begun_us = g_get_monotonic_time (), quiet_ms = 0;

  while (!g_cancellable_is_cancelled (cli->cancellable))
    {
      gint64 now_ms = (g_get_monotonic_time () - begun_us) / 1000;
      gint64 wait_ms;
      struct pollfd fd = { .fd = cl_pty_get_fd (pty), .events = POLLIN };

      cl_pty_pump (pty, now_ms);
      if (cl_emulator_has_acts (cl_pty_get_emulator (pty)))
        quiet_ms = now_ms;
      if (!stay && now_ms > quiet_ms + BEGIN_MS)
        return;
      wait_ms = cl_emulator_get_deadline (cl_pty_get_emulator (pty)) - now_ms;
      poll (&fd, 1, (int) CLAMP (wait_ms, 1, 100));
    }
}

typedef struct
{
  int wait_s; /* before the first move */
  gboolean fast;
} Pace;

/* The moves as hands make them, after the host has had time to find the board. */
static void
give_game (ClEmulator *emulator,
           const ClBoardFamily *family,
           GArray *moves,
           const ClEmulatorOptions *options,
           const Pace *pace)
{
  ClHandsStyle style = { .tidy = !options->faults,
                         .presses = options->clock,
                         .captures_whole = !family->names_pieces,
                         .think_min_ms = pace->fast ? 60 : 800,
                         .think_max_ms = pace->fast ? 120 : 3000 };
  ChessPosition start = chess_position_start ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (options->seed);
  g_autoptr (GArray) acts = cl_hands_play (&start,
                                           (const ChessMove *) moves->data,
                                           moves->len,
                                           &style,
                                           rand,
                                           (gint64) pace->wait_s * 1000);

  cl_emulator_add_acts (emulator, acts);
}

static ClCliStatus
emulate (ClCli *cli,
         const ClBoardFamily *family,
         const char *game,
         ClEmulatorOptions *options,
         const Pace *pace)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) moves = game != NULL ? read_game (game, &error) : NULL;
  g_autoptr (ClEmulatedPort) port = NULL;
  g_autoptr (ClPty) pty = NULL;
  ClEmulator *emulator;

  if (game != NULL && moves == NULL)
    return cl_cli_fail_error (error);
  port = cl_emulated_port_new (family->name, &error);
  if (port == NULL)
    return cl_cli_fail_error (error);
  options->number = cl_emulated_port_get_number (port);
  emulator = cl_emulator_new (family->name, options);
  if (moves != NULL)
    give_game (emulator, family, moves, options, pace);
  pty = cl_pty_new (emulator, family->baud == 0, &error);
  if (pty == NULL || !cl_emulated_port_publish (port, cl_pty_get_path (pty), &error))
    return cl_cli_fail_error (error);
  printf ("%s\n", cl_pty_get_path (pty));
  fflush (stdout);
  run_emulator (cli, pty, game == NULL);
  return cl_cli_finish_output ();
}

static ClCliStatus
run_emulate (ClCli *cli, char **args)
{
  g_auto (GStrv) names = g_strdupv (args);
  g_autofree char *game = NULL;
  int seed = -1;
  Pace pace = { .wait_s = BEGIN_MS / 1000 };
  ClEmulatorOptions options = { .clock_ms = 5400000, .increment_ms = 30000 };
  const ClBoardFamily *family;
  const GOptionEntry entries[] = {
    { "game", 0, 0, G_OPTION_ARG_FILENAME, &game, "Play the first game of this file", "PGN" },
    { "faults",
      0,
      0,
      G_OPTION_ARG_INT,
      &seed,
      "Untidy hands and a bad cable, by this number",
      "SEED" },
    { "clock", 0, 0, G_OPTION_ARG_NONE, &options.clock, "DGT: with a clock", NULL },
    { "wait",
      0,
      0,
      G_OPTION_ARG_INT,
      &pace.wait_s,
      "How long the start position stands before the first move (15)",
      "SECONDS" },
    { "fast", 0, 0, G_OPTION_ARG_NONE, &pace.fast, "The players hardly think", NULL },
    { "turned",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.turned,
      "Black sits where White is expected",
      NULL },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_emulate, entries, &names))
    return CL_CLI_MISUSED;
  family = find_family (&cl_cli_emulate, names[0]);
  if (family == NULL)
    return CL_CLI_MISUSED;
  if (pace.wait_s < 0 || pace.wait_s > 3600)
    return cl_cli_misuse (&cl_cli_emulate, "--wait takes 0 to 3600 seconds");
  options.faults = seed >= 0;
  options.seed = (guint32) MAX (seed, 0);
  return emulate (cli, family, game, &options, &pace);
}

const ClCliCommand cl_cli_emulate = {
  "emulate",
  "FAMILY [--game PGN] [--wait SECONDS] [--fast] [--faults SEED] [--clock] [--turned]",
  "Be an electronic board",
  "Prints the path of a device that speaks the protocol of dgt, chesslink, certabo, tabutronic or chessnut boards. While it "
  "runs, “boards” lists it, and “record” and the app find it by themselves. With a game it plays that in real time and ends.",
  run_emulate,
};

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

static void
follow (ClCli *cli, GIOFunc answer, gpointer data)
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
  follow (cli, answer_cb, producer);
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

/* Whatever is plugged in or comes. */
static ClCliStatus
record_all (ClCli *cli, guint first_table, const char *traffic)
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
  follow (cli, answer_boards_cb, boards);
  cl_boards_close (boards);
  g_object_unref (boards);
  cl_cli_close (ledger);
  return cl_cli_finish_output ();
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
    return record_all (cli, (guint) table, traffic);
  if (name != NULL)
    {
      family = find_family (&cl_cli_record, name);
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
