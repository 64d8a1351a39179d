/* cl-cli-subscribe-stream.c: events as JSON lines on stdout, acknowledgements as positions on stdin
 *
 * A thread of its own reads stdin, so that a subscriber that does not read for a while can still acknowledge; writing blocks as
 * long as it does not read, and nothing piles up. The end of stdin ends the subscription.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-subscribe.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cl-export.h"

#define MAX_LINE   64
#define GOODBYE_US (2 * G_TIME_SPAN_SECOND)
#define POLL_MS    100

typedef struct
{
  ClSubscription *subscription;
  gint ended;    /* atomic: stdin is, or made no sense */
  gint stopping; /* atomic: read no more */
  GError *error; /* of the thread, until it is joined */
} Acks;

static gboolean
take_line (Acks *self, char *line)
{
  guint64 position;

  g_strstrip (line);
  if (!*line)
    return TRUE;
  if (g_ascii_string_to_unsigned (line, 10, 1, G_MAXINT64, &position, NULL))
    return cl_subscription_acknowledge (self->subscription, position, &self->error);
  g_set_error (&self->error,
               CL_SUBSCRIPTION_ERROR,
               CL_SUBSCRIPTION_ERROR_ACK,
               "“%s” acknowledges nothing: the position of an event does",
               line);
  return FALSE;
}

/* Takes the whole lines out of @rest. */
static gboolean
take_lines (Acks *self, GString *rest)
{
  char *newline;

  while ((newline = strchr (rest->str, '\n')))
    {
      *newline = '\0';
      if (!take_line (self, rest->str))
        return FALSE;
      g_string_erase (rest, 0, newline + 1 - rest->str);
    }
  return rest->len <= MAX_LINE || take_line (self, rest->str);
}

static gpointer
acks_thread (gpointer data)
{
  Acks *self = data;
  g_autoptr (GString) rest = g_string_new (NULL);
  gboolean more = TRUE;

  while (more && !g_atomic_int_get (&self->stopping))
    {
      struct pollfd pfd = { STDIN_FILENO, POLLIN, 0 };
      char bytes[4096];
      ssize_t n;

      if (poll (&pfd, 1, POLL_MS) <= 0)
        continue;
      n = read (STDIN_FILENO, bytes, sizeof bytes);
      if (n < 0 && errno == EINTR)
        continue;
      more = n > 0;
      for (ssize_t i = 0; i < n; i++) /* a NUL is no digit, and would hide what follows */
        g_string_append_c (rest, bytes[i] ? bytes[i] : '?');
      if (!more && rest->len > 0)
        g_string_append_c (rest, '\n');
      more = take_lines (self, rest) && more;
    }
  g_atomic_int_set (&self->ended, TRUE);
  cl_subscription_wake (self->subscription);
  return NULL;
}

/* FALSE: nobody reads any more. */
static gboolean
write_event (const ClEvent *event)
{
  g_autoptr (GString) line = g_string_new (NULL);

  cl_export_event_json (event, line);
  g_string_append_c (line, '\n');
  return fwrite (line->str, 1, line->len, stdout) == line->len;
}

/* Hands out what may be now. *@broken: nobody reads any more. */
static gboolean
write_some (const ClCliSubscribe *self,
            ClSubscription *subscription,
            gboolean *broken,
            GError **error)
{
  GError *local = NULL;
  const ClEvent *event;
  guint64 last = 0;

  while (!*broken && !g_cancellable_is_cancelled (self->cli->cancellable) &&
         (event = cl_subscription_next (subscription, &local)))
    {
      *broken = !write_event (event);
      last = event->position;
      if (self->no_acks && cl_subscription_count_open (subscription) >= 50)
        break;
    }
  *broken = *broken || fflush (stdout) != 0;
  if (local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return !self->no_acks || *broken || last == 0 ||
         cl_subscription_acknowledge (subscription, last, error);
}

static gboolean
deliver (const ClCliSubscribe *self, ClSubscription *subscription, Acks *acks, GError **error)
{
  gboolean broken = FALSE;

  while (!broken && !g_atomic_int_get (&acks->ended) &&
         !g_cancellable_is_cancelled (self->cli->cancellable))
    {
      if (!write_some (self, subscription, &broken, error))
        return FALSE;
      if (self->once)
        {
          cl_ledger_poll (self->ledger);
          if (cl_subscription_is_idle (subscription))
            break;
        }
      /* Its wake-up may have been taken for one of those that came before the look at the events. */
      if (g_atomic_int_get (&acks->ended))
        break;
      if (!broken && !cl_subscription_wait (subscription, self->cli->cancellable, error))
        return FALSE;
    }
  /* Who stopped reading may still acknowledge what was read. */
  for (gint64 end = g_get_monotonic_time () + GOODBYE_US;
       broken && !self->no_acks && !g_atomic_int_get (&acks->ended) &&
       cl_subscription_count_open (subscription) > 0 && g_get_monotonic_time () < end;)
    g_usleep (10000);
  return TRUE;
}

ClCliStatus
cl_cli_subscribe_stream (const ClCliSubscribe *self, ClSubscription *subscription)
{
  Acks acks = { .subscription = subscription };
  g_autoptr (GError) error = NULL;
  GThread *thread = NULL;
  gboolean ok;

  signal (SIGPIPE, SIG_IGN); /* told by write () instead */
  if (!self->no_acks)
    thread = g_thread_new ("acknowledgements", acks_thread, &acks);
  ok = deliver (self, subscription, &acks, &error);
  g_atomic_int_set (&acks.stopping, TRUE);
  if (thread)
    g_thread_join (thread);
  if (ok && acks.error)
    {
      ok = FALSE;
      g_propagate_error (&error, g_steal_pointer (&acks.error));
    }
  g_clear_error (&acks.error);
  ok = cl_subscription_save (subscription, ok ? &error : NULL) && ok;
  return ok ? CL_CLI_DONE : cl_cli_fail_error (error);
}
