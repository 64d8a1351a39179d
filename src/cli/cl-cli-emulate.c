/* cl-cli-emulate.c: is an electronic board that is not there, played by a file or by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-boards-private.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cl-emulated-port.h"
#include "cl-hands-script.h"
#include "cl-pty.h"
#include "cl-uhid.h"

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

typedef struct
{
  ClPty *pty;
  ClHandsScript *script; /* NULL: a game is played */
  GString *said;         /* what stands in no whole line yet */
  gboolean listens;      /* stdin has not ended */
  gboolean quit;
} Show;

static void
take_line (Show *self, const char *line, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;

  if (g_str_equal (line, "help"))
    g_printerr ("%squit                    end\n", cl_hands_script_get_help ());
  else if (g_str_equal (line, "quit"))
    self->quit = TRUE;
  else if (!cl_hands_script_do (self->script, line, now_ms, &error))
    g_printerr ("%s\n", error->message);
}

static void
listen_to_stdin (Show *self, gint64 now_ms)
{
  char bytes[512], *end;
  ssize_t n = read (STDIN_FILENO, bytes, sizeof bytes);

  self->listens = n > 0;
  g_string_append_len (self->said, bytes, MAX (n, 0));
  while (!self->quit && (end = strchr (self->said->str, '\n')) != NULL)
    {
      g_autofree char *line = g_strndup (self->said->str, (gsize) (end - self->said->str));

      g_string_erase (self->said, 0, end - self->said->str + 1);
      take_line (self, g_strstrip (line), now_ms);
    }
}

/* Waits for the host, for a line, or for what the board does next. */
static void
wait_for_any (Show *self, gint64 now_ms)
{
  gint64 wait_ms = cl_emulator_get_deadline (cl_pty_get_emulator (self->pty)) - now_ms;
  struct pollfd fds[] = { { .fd = cl_pty_get_fd (self->pty), .events = POLLIN },
                          { .fd = self->listens ? STDIN_FILENO : -1, .events = POLLIN } };

  poll (fds, G_N_ELEMENTS (fds), (int) CLAMP (wait_ms, 1, 100));
  if (fds[1].revents != 0)
    listen_to_stdin (self, now_ms);
}

/* Until Ctrl+C or “quit”, or until the hands have played and the host has had time to read it. */
static void
run_emulator (ClCli *cli, Show *self)
{
  gint64 begun_us = g_get_monotonic_time (), quiet_ms = 0;
  ClPty *pty = self->pty;

  while (!self->quit && !g_cancellable_is_cancelled (cli->cancellable))
    {
      gint64 now_ms = (g_get_monotonic_time () - begun_us) / 1000;

      cl_pty_pump (pty, now_ms);
      if (cl_emulator_has_acts (cl_pty_get_emulator (pty)))
        quiet_ms = now_ms;
      if (self->script == NULL && now_ms > quiet_ms + BEGIN_MS)
        return;
      wait_for_any (self, now_ms);
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

/* Where the kernel allows it a HID board is one, and is found as any is; else it says by itself where it is. */
static ClPty *
plug_in (const ClBoardFamily *family, ClEmulator *emulator, ClEmulatedPort *port, GError **error)
{
  ClPty *pty;

  if (family->baud == 0 && cl_uhid_is_possible ())
    return cl_pty_new_plugged (emulator, error);
  pty = cl_pty_new (emulator, family->baud == 0, error);
  if (pty == NULL || cl_emulated_port_publish (port, cl_pty_get_path (pty), error))
    return pty;
  cl_pty_free (pty);
  return NULL;
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
  g_autoptr (ClHandsScript) script = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  ClEmulator *emulator;
  Show show;

  if (game != NULL && moves == NULL)
    return cl_cli_fail_error (error);
  port = cl_emulated_port_new (family->name, &error);
  if (port == NULL)
    return cl_cli_fail_error (error);
  options->number = cl_emulated_port_get_number (port);
  emulator = cl_emulator_new (family->name, options);
  if (moves != NULL)
    give_game (emulator, family, moves, options, pace);
  else
    script = cl_hands_script_new (emulator, options->clock);
  pty = plug_in (family, emulator, port, &error);
  if (pty == NULL)
    return cl_cli_fail_error (error);
  printf ("%s\n", cl_pty_get_path (pty));
  fflush (stdout);
  show = (Show){ .pty = pty, .script = script, .said = said, .listens = script != NULL };
  run_emulator (cli, &show);
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
  family = cl_cli_find_family (&cl_cli_emulate, names[0]);
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
  "runs, “boards” lists it, and “record” and the app find it by themselves. With a game it plays that in real time and ends; "
  "without one it does what lines of its input say: “e4”, “lift d2”, “put d5 P”, “press”, “off”; “help” lists them all.",
  run_emulate,
};
