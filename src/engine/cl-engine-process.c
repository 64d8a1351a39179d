/* cl-engine-process.c: starts an engine in a process group of its own, at low priority, and reads it within bounds
 *
 * Its input is a socket, so that writing to a dead engine is an error and no SIGPIPE. A line longer than MAX_LINE is cut;
 * more than FLOOD_BYTES in a second ends it, or without a moment at which all was read, so that a slow reader is not
 * flooded for ever. Its errors go nowhere. It dies with the thread that started it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-process-private.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK       16384
#define MAX_LINE    65536
#define FLOOD_BYTES (8 << 20)
#define MAX_WAITING (1 << 20) /* bytes that an engine leaves unread */
#define LOW         10        /* nice */

struct _ClEngineProcess
{
  gatomicrefcount ref_count; /* the callbacks under way hold one each */
  ClEngineProcessSink sink;
  gpointer user_data;
  GSubprocess *subprocess;
  GSocketConnection *input;
  GCancellable *cancellable;
  gboolean is_over;  /* nothing is told any more */
  GByteArray *line;  /* begun and not ended */
  gboolean too_long; /* the rest of this line is dropped */
  guint8 chunk[CHUNK];
  gint64 second; /* when the count of bytes began, µs */
  gsize n_bytes;
  GByteArray *waiting; /* not written yet */
  gboolean is_writing;
  GBytes *written;
};

static ClEngineProcess *
ref_process (ClEngineProcess *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
unref_process (ClEngineProcess *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->subprocess);
  g_clear_object (&self->input);
  g_clear_object (&self->cancellable);
  g_byte_array_unref (self->line);
  g_byte_array_unref (self->waiting);
  g_clear_pointer (&self->written, g_bytes_unref);
  g_free (self);
}

static void
kill_group (ClEngineProcess *self)
{
  const char *identifier = g_subprocess_get_identifier (self->subprocess);
  gint64 pid = identifier != NULL ? g_ascii_strtoll (identifier, NULL, 10) : 0;

  if (pid > 1)
    kill (-(pid_t) pid, SIGKILL);
  g_subprocess_force_exit (self->subprocess);
}

static void
end (ClEngineProcess *self, gboolean flooded, const char *reason)
{
  if (self->is_over)
    return;
  self->is_over = TRUE;
  g_cancellable_cancel (self->cancellable);
  kill_group (self);
  self->sink.ended (flooded, reason, self->user_data);
}

/* In the child between fork and exec: only what is safe there. */
static void
prepare_child (gpointer data)
{
  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setpriority (PRIO_PROCESS, 0, LOW);
  signal (SIGPIPE, SIG_DFL);
}

static void
take_line (ClEngineProcess *self)
{
  gboolean whole = !self->too_long;

  self->too_long = FALSE;
  if (whole && self->line->len > 0)
    self->sink.line ((const char *) self->line->data, self->line->len, self->user_data);
  g_byte_array_set_size (self->line, 0);
}

static void
take_bytes (ClEngineProcess *self, const guint8 *bytes, gsize n)
{
  while (n > 0 && !self->is_over)
    {
      const guint8 *newline = memchr (bytes, '\n', n);
      gsize length = newline != NULL ? (gsize) (newline - bytes) : n;

      if (self->line->len + length > MAX_LINE)
        self->too_long = TRUE;
      if (!self->too_long)
        g_byte_array_append (self->line, bytes, (guint) length);
      if (newline == NULL)
        return;
      take_line (self);
      bytes += length + 1;
      n -= length + 1;
    }
}

/* Whether the engine has nothing more to say at this moment. */
static gboolean
is_drained (ClEngineProcess *self)
{
  GInputStream *output = g_subprocess_get_stdout_pipe (self->subprocess);

  return !g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (output));
}

static gboolean
is_flood (ClEngineProcess *self, gsize n)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->second > G_USEC_PER_SEC && is_drained (self))
    {
      self->second = now;
      self->n_bytes = 0;
    }
  self->n_bytes += n;
  return self->n_bytes > FLOOD_BYTES;
}

static void read_more (ClEngineProcess *self);

static void
bytes_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClEngineProcess *self = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (!self->is_over && n > 0)
    {
      if (is_flood (self, (gsize) n))
        end (self, TRUE, _ ("The engine says more than can be read"));
      else
        take_bytes (self, self->chunk, (gsize) n);
    }
  else if (!self->is_over)
    end (self, FALSE, _ ("The engine has ended"));
  if (!self->is_over)
    read_more (self);
  unref_process (self);
}

/* Below what the user does, so that no engine, however talkative, delays a frame. */
static void
read_more (ClEngineProcess *self)
{
  g_input_stream_read_async (g_subprocess_get_stdout_pipe (self->subprocess),
                             self->chunk,
                             CHUNK,
                             G_PRIORITY_DEFAULT_IDLE,
                             self->cancellable,
                             bytes_read_cb,
                             ref_process (self));
}

static void write_more (ClEngineProcess *self);

static void
bytes_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClEngineProcess *self = data;
  gsize n = 0;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, &n, NULL);

  self->is_writing = FALSE;
  if (!ok)
    end (self, FALSE, _ ("The engine has ended"));
  else if (self->waiting->len > 0)
    write_more (self);
  unref_process (self);
}

static void
write_more (ClEngineProcess *self)
{
  if (self->is_writing || self->is_over)
    return;
  g_clear_pointer (&self->written, g_bytes_unref);
  self->written = g_byte_array_free_to_bytes (self->waiting);
  self->waiting = g_byte_array_new ();
  self->is_writing = TRUE;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->input)),
                                   g_bytes_get_data (self->written, NULL),
                                   g_bytes_get_size (self->written),
                                   G_PRIORITY_DEFAULT,
                                   self->cancellable,
                                   bytes_written_cb,
                                   ref_process (self));
}

void
cl_engine_process_send (ClEngineProcess *self, const char *line)
{
  if (self->is_over || self->waiting->len > MAX_WAITING)
    return;
  g_byte_array_append (self->waiting, (const guint8 *) line, (guint) strlen (line));
  g_byte_array_append (self->waiting, (const guint8 *) "\n", 1);
  write_more (self);
}

static GSocketConnection *
make_input (int fds[2], GError **error)
{
  g_autoptr (GSocket) ours = NULL;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   _ ("No connection to an engine can be made: %s"), g_strerror (errno));
      return NULL;
    }
  ours = g_socket_new_from_fd (fds[0], error);
  if (ours == NULL)
    {
      close (fds[0]);
      close (fds[1]);
      return NULL;
    }
  g_socket_set_blocking (ours, FALSE);
  return g_socket_connection_factory_create_connection (ours);
}

ClEngineProcess *
cl_engine_process_start (const char *program,
                         const ClEngineProcessSink *sink,
                         gpointer user_data,
                         GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSocketConnection) input = NULL;
  g_autoptr (GSubprocess) subprocess = NULL;
  g_autofree char *folder = g_path_get_dirname (program);
  ClEngineProcess *self;
  int fds[2];

  input = make_input (fds, error);
  if (input == NULL)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fds[1]);
  g_subprocess_launcher_set_cwd (launcher, folder);
  g_subprocess_launcher_set_child_setup (launcher, prepare_child, NULL, NULL);
  subprocess = g_subprocess_launcher_spawn (launcher, error, program, NULL);
  if (subprocess == NULL)
    return NULL;
  self = g_new0 (ClEngineProcess, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->sink = *sink;
  self->user_data = user_data;
  self->subprocess = g_steal_pointer (&subprocess);
  self->input = g_steal_pointer (&input);
  self->cancellable = g_cancellable_new ();
  self->line = g_byte_array_new ();
  self->waiting = g_byte_array_new ();
  self->second = g_get_monotonic_time ();
  read_more (self);
  return self;
}

void
cl_engine_process_kill (ClEngineProcess *self)
{
  if (!self->is_over)
    {
      self->is_over = TRUE;
      g_cancellable_cancel (self->cancellable);
      kill_group (self);
    }
  unref_process (self);
}
