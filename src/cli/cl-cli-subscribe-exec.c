/* cl-cli-subscribe-exec.c: runs a command for each event; one that keeps failing parks the subscription
 *
 * The event is on the command's stdin as one JSON line, its columns are in the environment. Exit status 0 acknowledges, and that is
 * written down before the next event: after a crash at most the last event's command runs again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-subscribe.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cl-export.h"
#include "cl-hex.h"

#define MAX_RETRY_MS 60000
#define MAX_REASON   300

/* In the child: signals work as usual, and it ends with us. */
static void
prepare_child_cb (gpointer data)
{
  sigset_t none;

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
set_number (GSubprocessLauncher *launcher, const char *name, guint64 value, gboolean present)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, value);

  if (present)
    g_subprocess_launcher_setenv (launcher, name, text, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, name);
}

static void
set_text (GSubprocessLauncher *launcher, const char *name, const char *value)
{
  if (value && *value)
    g_subprocess_launcher_setenv (launcher, name, value, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, name);
}

static void
set_environment (const ClCliSubscribe *self, GSubprocessLauncher *launcher, const ClEvent *event)
{
  char san[12] = "", uci[6] = "", seal[2 * CL_SEAL_SIZE + 1];

  if (event->has_move)
    {
      cl_move_san (event->move, san);
      cl_move_uci (event->move, uci);
    }
  cl_hex_write (event->seal, CL_SEAL_SIZE, seal);
  set_text (launcher, "CHESS_LEDGER_FILE", cl_ledger_get_path (self->ledger));
  set_text (launcher, "CHESS_LEDGER_SUBSCRIPTION", self->name);
  set_number (launcher, "CHESS_LEDGER_POSITION", event->position, TRUE);
  set_text (launcher, "CHESS_LEDGER_PARTITION", event->partition);
  set_number (launcher, "CHESS_LEDGER_OFFSET", event->offset, TRUE);
  set_text (launcher, "CHESS_LEDGER_TYPE", event->type);
  set_number (launcher, "CHESS_LEDGER_GAME", event->game, event->game > 0);
  set_number (launcher, "CHESS_LEDGER_PLY", event->ply, event->ply > 0);
  set_text (launcher, "CHESS_LEDGER_PLAYER", event->player);
  set_text (launcher, "CHESS_LEDGER_SAN", san);
  set_text (launcher, "CHESS_LEDGER_UCI", uci);
  set_text (launcher, "CHESS_LEDGER_PRODUCER", event->producer);
  set_text (launcher, "CHESS_LEDGER_SEAL", seal);
}

/* The last line that the command complained with. */
static char *
get_last_line (GBytes *complaints)
{
  gsize length = 0;
  const char *bytes = complaints ? g_bytes_get_data (complaints, &length) : NULL;
  g_autofree char *text = bytes ? g_utf8_make_valid (bytes, (gssize) length) : g_strdup ("");
  char *line;

  g_strchomp (text);
  line = strrchr (text, '\n');
  line = line ? line + 1 : text;
  if (strlen (line) > MAX_REASON)
    {
      g_autofree char *cut = g_strndup (line, MAX_REASON);

      return g_utf8_make_valid (cut, -1);
    }
  return g_strdup (line);
}

static char *
describe_end (GSubprocess *process, GBytes *complaints)
{
  g_autofree char *line = get_last_line (complaints);
  g_autofree char *how = NULL;

  if (g_subprocess_get_if_signaled (process))
    how =
      g_strdup_printf ("its command was ended by signal %d", g_subprocess_get_term_sig (process));
  else
    how =
      g_strdup_printf ("its command ended with status %d", g_subprocess_get_exit_status (process));
  return *line ? g_strdup_printf ("%s (%s)", how, line) : g_steal_pointer (&how);
}

/* The event as a file that can be read from its beginning, whether the command does so or not; -1 with @error. */
static int
make_input (const ClEvent *event, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  int fd = memfd_create ("event", MFD_CLOEXEC);
  gsize written = 0;

  cl_export_event_json (event, line);
  g_string_append_c (line, '\n');
  while (fd >= 0 && written < line->len)
    {
      ssize_t n = write (fd, line->str + written, line->len - written);

      if (n < 0)
        break;
      written += (gsize) n;
    }
  if (fd >= 0 && written == line->len && lseek (fd, 0, SEEK_SET) == 0)
    return fd;
  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (errno),
               "the event could not be handed over: %s",
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* NULL: it ended well. Else why it did not. */
static char *
run_command (const ClCliSubscribe *self, const ClEvent *event)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GBytes) complaints = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  int input = make_input (event, &error);

  if (input < 0)
    return g_strdup (error->message);
  g_subprocess_launcher_take_stdin_fd (launcher, input);
  set_environment (self, launcher, event);
  g_subprocess_launcher_set_child_setup (launcher, prepare_child_cb, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-c", self->command, NULL);
  if (process)
    g_subprocess_communicate (process, NULL, NULL, NULL, &complaints, &error);
  if (complaints && g_bytes_get_size (complaints) > 0)
    g_printerr ("%.*s",
                (int) MIN (g_bytes_get_size (complaints), 1 << 20),
                (const char *) g_bytes_get_data (complaints, NULL));
  if (error)
    return g_strdup (error->message);
  return g_subprocess_get_successful (process) ? NULL : describe_end (process, complaints);
}

static void
sleep_or_cancel (GCancellable *cancellable, gint64 ms)
{
  GPollFD fd;

  if (g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_poll (&fd, 1, (int) ms);
      g_cancellable_release_fd (cancellable);
    }
  else
    g_usleep ((gulong) ms * 1000);
}

/* Runs the command until it ends well, at most 1 + retries times. *@reason: why it did not in the end; NULL also if Ctrl+C
 * came between. */
static gboolean
try_event (const ClCliSubscribe *self, const ClEvent *event, char **reason)
{
  gint64 pause_ms = self->retry_ms;

  *reason = NULL;
  for (gint i = 0;; i++)
    {
      g_autofree char *why = run_command (self, event);

      if (!why)
        return TRUE;
      if (g_cancellable_is_cancelled (self->cli->cancellable))
        return FALSE;
      if (i == self->retries)
        {
          *reason = g_steal_pointer (&why);
          return FALSE;
        }
      cl_cli_fail ("event %" G_GUINT64_FORMAT ": %s; trying again", event->position, why);
      sleep_or_cancel (self->cli->cancellable, pause_ms);
      pause_ms = MIN (2 * pause_ms, MAX_RETRY_MS);
      if (g_cancellable_is_cancelled (self->cli->cancellable))
        return FALSE;
    }
}

static gboolean
handle_event (const ClCliSubscribe *self,
              ClSubscription *subscription,
              const ClEvent *event,
              GError **error)
{
  g_autofree char *reason = NULL;

  if (try_event (self, event, &reason))
    return cl_subscription_acknowledge (subscription, event->position, error) &&
           cl_subscription_save (subscription, error);
  if (!reason)
    return TRUE; /* Ctrl+C: it is run again next time */
  if (!cl_subscription_park (subscription, event, reason, error))
    return FALSE;
  g_set_error (error,
               CL_SUBSCRIPTION_ERROR,
               CL_SUBSCRIPTION_ERROR_PARKED,
               "“%s” is parked at event %" G_GUINT64_FORMAT
               ": %s. “subscribe %s --retry” tries it again, "
               "“--skip” goes on after it",
               self->name,
               event->position,
               reason,
               self->name);
  return FALSE;
}

ClCliStatus
cl_cli_subscribe_exec (const ClCliSubscribe *self, ClSubscription *subscription)
{
  g_autoptr (GError) error = NULL;
  const ClEvent *event;

  signal (SIGPIPE, SIG_IGN);
  while (!error && !g_cancellable_is_cancelled (self->cli->cancellable))
    {
      while (!error && !g_cancellable_is_cancelled (self->cli->cancellable) &&
             (event = cl_subscription_next (subscription, &error)))
        handle_event (self, subscription, event, &error);
      if (self->once)
        {
          cl_ledger_poll (self->ledger);
          if (cl_subscription_is_idle (subscription))
            break;
        }
      if (!error && !g_cancellable_is_cancelled (self->cli->cancellable))
        cl_subscription_wait (subscription, self->cli->cancellable, &error);
    }
  return error ? cl_cli_fail_error (error) : CL_CLI_DONE;
}
