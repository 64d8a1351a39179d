/* board-rig.c: an emulated board, a driver and the interpreter on one pseudo-terminal and one virtual clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "board-rig.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "chess-notation.h"
#include "chess-pgn.h"

#define RESTART_MS 1000

static void
write_cb (const guint8 *bytes, gsize n, gpointer user_data)
{
  BoardRig *self = user_data;

  if (self->away)
    return;
  g_assert_cmpint (write (self->fd, bytes, n), ==, (gssize) n);
  self->written += n;
}

static void
saw_cb (const ClSight *sight, gpointer user_data)
{
  BoardRig *self = user_data;

  if (sight->kind == CL_SIGHT_LOST)
    {
      self->lost++;
      self->restart_ms = self->now_ms + RESTART_MS;
    }
  if (self->producer != NULL)
    cl_board_producer_see (self->producer, sight);
  else
    cl_scan_interpreter_see (self->interpreter, sight);
}

static const ClBoardSink sink = { write_cb, saw_cb };

static gboolean
is_offered (const ClReading *reading, ChessMove move)
{
  guint n = reading->kind == CL_READING_LINE ? 1 : reading->n_moves;

  for (guint i = 0; i < n; i++)
    if (reading->moves[i] == move)
      return TRUE;
  return FALSE;
}

/* Somebody who knows what was played. */
static void
answer (BoardRig *self, const ClReading *reading)
{
  guint n = self->moves->len;
  ChessMove lines[2] = { reading->moves[0], reading->n_moves > 1 ? reading->moves[1] : 0 };

  self->asked++;
  if (self->truth == NULL || n >= self->n_truth || !is_offered (reading, self->truth[n]))
    return;
  if (reading->kind == CL_READING_LINE)
    {
      cl_scan_interpreter_choose (self->interpreter, lines[0], self->now_ms);
      cl_scan_interpreter_choose (self->interpreter, lines[1], self->now_ms);
    }
  else
    cl_scan_interpreter_choose (self->interpreter, self->truth[n], self->now_ms);
}

static void
reading_cb (const ClReading *reading, gpointer user_data)
{
  BoardRig *self = user_data;

  switch (reading->kind)
    {
    case CL_READING_MOVE:
      g_array_append_val (self->moves, reading->moves[0]);
      self->last_move_ms = reading->at_ms;
      break;
    case CL_READING_TAKEBACK:
      self->takebacks++;
      g_string_append_printf (self->log, " takeback:%u", reading->to_ply);
      g_array_set_size (self->moves, reading->to_ply);
      break;
    case CL_READING_NEW_GAME:
      self->new_games++;
      g_string_append (self->log, " new");
      g_array_set_size (self->moves, 0);
      break;
    case CL_READING_RESULT:
      g_string_append_printf (self->log, " result:%d", reading->result);
      break;
    case CL_READING_ILLEGAL:
      g_string_append_printf (self->log,
                              " illegal:%c%c%c%c",
                              'a' + chess_file (reading->from),
                              '1' + chess_rank (reading->from),
                              'a' + chess_file (reading->to),
                              '1' + chess_rank (reading->to));
      break;
    case CL_READING_CHOICE:
    case CL_READING_LINE:
      answer (self, reading);
      break;
    case CL_READING_MISMATCH:
      self->mismatches += reading->wrong != 0;
      cl_board_driver_light (self->driver, reading->wrong, self->now_ms);
      break;
    case CL_READING_TURNED:
      self->turned++;
      break;
    default:
      break;
    }
}

static int
open_host (const char *path, gboolean packets)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  if (!packets)
    return open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

gboolean
board_rig_is_possible (void)
{
  int fd = posix_openpt (O_RDWR | O_NOCTTY);
  gboolean possible = fd >= 0;

  if (possible)
    close (fd);
  else
    g_print ("1..0 # SKIP no pseudo-terminals here\n");
  return possible;
}

BoardRig *
board_rig_new (const char *family, const ClEmulatorOptions *options)
{
  BoardRig *self = g_new0 (BoardRig, 1);
  const ClBoardFamily *traits = cl_board_family_find (family);
  g_autoptr (GError) error = NULL;

  self->family = family;
  self->options = *options;
  self->emulator = cl_emulator_new (family, options);
  g_assert_nonnull (self->emulator);
  self->pty = cl_pty_new (self->emulator, traits->baud == 0, &error);
  g_assert_no_error (error);
  self->fd = open_host (cl_pty_get_path (self->pty), traits->baud == 0);
  g_assert_cmpint (self->fd, >=, 0);
  self->driver = cl_board_driver_new (traits, &sink, self);
  self->interpreter = cl_scan_interpreter_new (traits, reading_cb, self);
  self->log = g_string_new (NULL);
  self->moves = g_array_new (FALSE, FALSE, sizeof (ChessMove));
  self->restart_ms = self->unplugged_ms = CL_NEVER_MS;
  cl_board_driver_start (self->driver, 0);
  return self;
}

/* Somebody at the table who knows what was played. */
static void
news_cb (ClBoardProducer *producer, ClBoardNewsKind kind, const char *text, gpointer user_data)
{
  BoardRig *self = user_data;
  guint n = cl_board_producer_get_status (producer).n_plies;
  g_autofree char *truth = NULL;

  if (kind == CL_BOARD_NEWS_TROUBLE)
    g_error ("%s", text);
  if (kind == CL_BOARD_NEWS_MOVE)
    self->last_move_ms = self->now_ms;
  if (kind != CL_BOARD_NEWS_QUESTION)
    return;
  self->asked++;
  if (self->truth != NULL && n < self->n_truth)
    truth = write_moves (self->truth, n + 1);
  for (guint i = 0; truth != NULL && i < cl_board_producer_get_n_answers (producer); i++)
    {
      g_autofree char *answer = cl_board_producer_dup_answer (producer, i);
      const char *san = strrchr (truth, ' ');

      if (g_strcmp0 (answer, "Yes") == 0 || g_strcmp0 (answer, san != NULL ? san + 1 : truth) == 0)
        self->answer = i + 1;
    }
}

void
board_rig_record (BoardRig *self, ClLedger *ledger, const char *table)
{
  g_autoptr (GError) error = NULL;

  if (self->producer != NULL)
    {
      cl_board_producer_wait (self->producer);
      cl_board_producer_free (self->producer);
      cl_board_driver_free (self->driver);
      self->driver = cl_board_driver_new (cl_board_family_find (self->family), &sink, self);
      cl_board_driver_start (self->driver, self->now_ms);
    }
  self->producer =
    cl_board_producer_new_given (ledger, self->driver, "cable", table, BOARD_RIG_EPOCH_US, &error);
  g_assert_no_error (error);
  cl_board_producer_set_news (self->producer, news_cb, self);
}

void
board_rig_close (BoardRig *self)
{
  cl_board_producer_close (self->producer);
  g_clear_pointer (&self->producer, cl_board_producer_free);
}

void
board_rig_free (BoardRig *self)
{
  if (self->producer != NULL)
    board_rig_close (self);
  cl_board_driver_free (self->driver);
  cl_scan_interpreter_free (self->interpreter);
  cl_pty_free (self->pty);
  close (self->fd);
  g_string_free (self->log, TRUE);
  g_array_unref (self->moves);
  g_free (self);
}

static void
unplug (BoardRig *self)
{
  ClSight lost = { .kind = CL_SIGHT_LOST, .at_ms = self->now_ms, .text = "unplugged" };

  self->unplug_at = 0;
  self->unplugged_ms = self->now_ms;
  self->away = TRUE;
  saw_cb (&lost, self);
  self->restart_ms = self->now_ms + self->unplug_ms;
}

/* Up to the byte at which the cable is pulled; of HID after a whole report. */
static gsize
get_room (const BoardRig *self, gsize size)
{
  return self->unplug_at > self->read && cl_board_family_find (self->family)->baud > 0
           ? MIN (size, self->unplug_at - self->read)
           : size;
}

static gboolean
read_host (BoardRig *self)
{
  guint8 bytes[4096];
  ssize_t n;
  gboolean moved = FALSE;

  while (self->read < cl_pty_get_sent (self->pty))
    {
      struct pollfd wait = { .fd = self->fd, .events = POLLIN };

      g_assert_cmpint (poll (&wait, 1, 5000), ==, 1);
      n = read (self->fd, bytes, get_room (self, sizeof bytes));
      if (n < 0 && errno == EAGAIN)
        continue;
      g_assert_cmpint (n, >, 0);
      self->read += (guint64) n;
      moved = TRUE;
      if (!self->away)
        cl_board_driver_receive (self->driver, bytes, (gsize) n, self->now_ms);
      if (self->unplug_at > 0 && self->read >= self->unplug_at)
        unplug (self);
    }
  return moved;
}

/* Until nothing is under way in either direction. */
static void
drain (BoardRig *self)
{
  gboolean moved = TRUE;

  while (moved || self->written != cl_pty_get_received (self->pty))
    {
      struct pollfd wait = { .fd = cl_pty_get_fd (self->pty), .events = POLLIN };

      if (self->written != cl_pty_get_received (self->pty))
        g_assert_cmpint (poll (&wait, 1, 5000), ==, 1);
      moved = cl_pty_pump (self->pty, self->now_ms);
      moved |= read_host (self);
    }
}

static gint64
get_reading_deadline (const BoardRig *self)
{
  return self->producer != NULL ? cl_board_producer_get_deadline (self->producer)
                                : cl_scan_interpreter_get_deadline (self->interpreter);
}

static void
advance_reading (BoardRig *self)
{
  if (self->producer == NULL)
    {
      cl_scan_interpreter_advance (self->interpreter, self->now_ms);
      return;
    }
  cl_board_producer_advance (self->producer, self->now_ms);
  if (self->answer > 0)
    cl_board_producer_answer (self->producer, self->answer - 1);
  self->answer = 0;
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
step (BoardRig *self, gint64 until_ms)
{
  gint64 next = MIN (cl_emulator_get_deadline (self->emulator), self->restart_ms);

  if (!self->away)
    next = MIN (next, cl_board_driver_get_deadline (self->driver));
  next = MIN (next, get_reading_deadline (self));
  self->now_ms = MAX (self->now_ms, MIN (next, until_ms));
  if (self->now_ms >= self->restart_ms)
    {
      self->restart_ms = CL_NEVER_MS;
      self->away = FALSE;
      cl_board_driver_start (self->driver, self->now_ms);
    }
  drain (self);
  if (!self->away)
    cl_board_driver_advance (self->driver, self->now_ms);
  advance_reading (self);
  drain (self);
  if (next <= self->now_ms && cl_emulator_get_deadline (self->emulator) <= self->now_ms)
    self->now_ms++;
}

void
board_rig_run (BoardRig *self, gint64 until_ms)
{
  guint guard = 0;

  while (self->now_ms < until_ms)
    {
      step (self, until_ms);
      g_assert_cmpuint (guard++, <, 5000000);
    }
}

void
board_rig_run_acts (BoardRig *self, gint64 rest_ms)
{
  while (cl_emulator_has_acts (self->emulator))
    board_rig_run (self, self->now_ms + 1000);
  board_rig_run (self, self->now_ms + rest_ms);
}

typedef struct
{
  GArray *moves;
  gboolean standard;
} Game;

static void
start_cb (void *user, const ChessPosition *position)
{
  ChessPosition start = chess_position_start ();

  ((Game *) user)->standard = memcmp (position, &start, sizeof start) == 0;
}

static void
move_cb (void *user, const ChessPosition *before, ChessMove move)
{
  Game *game = user;

  if (move == CHESS_MOVE_NULL)
    game->standard = FALSE;
  g_array_append_val (game->moves, move);
}

/* NULL if there is no such file. */
static GBytes *
load_text (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  GOutputStreamSpliceFlags both =
    G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET;

  if (stream == NULL)
    return NULL;
  if (g_str_has_suffix (path, ".gz"))
    {
      g_autoptr (GConverter) converter =
        G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      GInputStream *packed = stream;

      stream = g_converter_input_stream_new (packed, converter);
      g_object_unref (packed);
    }
  g_assert_cmpint (g_output_stream_splice (memory, stream, both, NULL, NULL), >, 0);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

GPtrArray *
load_games (const char *path, guint skip, guint max)
{
  static const ChessPgnVisitor visitor = { .start = start_cb, .move = move_cb };
  g_autoptr (GBytes) bytes = load_text (path);
  GPtrArray *games;
  const char *text;
  gsize length, from = 0;
  ChessPgnSpan span;
  bool need_more;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  games = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  while (games->len < max && chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      Game game = { g_array_new (FALSE, FALSE, sizeof (ChessMove)), FALSE };
      ChessPgnSummary summary =
        chess_pgn_parse (text + span.start, span.end - span.start, &visitor, &game);

      from = span.end;
      if (summary.error != CHESS_PGN_OK || !game.standard || game.moves->len == 0 || skip > 0)
        g_array_unref (game.moves);
      else
        g_ptr_array_add (games, game.moves);
      if (skip > 0)
        skip--;
    }
  return games;
}

GArray *
read_moves (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *moves = g_array_new (FALSE, FALSE, sizeof (ChessMove));
  ChessPosition position = chess_position_start ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      ChessMove move;

      g_assert_cmpint (chess_san_parse (&position, words[i], -1, &move), ==, CHESS_NOTATION_OK);
      g_array_append_val (moves, move);
      chess_position_make (&position, move);
    }
  return moves;
}

char *
write_moves (const ChessMove *moves, guint n)
{
  GString *text = g_string_new (NULL);
  ChessPosition position = chess_position_start ();

  for (guint i = 0; i < n; i++)
    {
      char san[CHESS_SAN_SIZE];

      chess_san_write (&position, moves[i], san);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", san);
      if (!chess_position_is_legal (&position, moves[i]))
        break;
      chess_position_make (&position, moves[i]);
    }
  return g_string_free (text, FALSE);
}
