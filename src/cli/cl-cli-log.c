/* cl-cli-log.c: the events themselves, one a line, and more as they come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>

#include "cl-export.h"

#define BATCH 1000

typedef struct
{
  ClCli *cli;
  ClLedger *ledger;
  ClReader *reader;
  const char *partition; /* (nullable) */
  guint64 after;         /* position, or offset if there is a partition */
  guint64 until;         /* position; 0: none */
  GMutex lock;
  GCond news;
  guint64 n_news; /* under the lock */
} Log;

static void
print_event (const Log *self, const ClEvent *event)
{
  g_autofree char *summary = NULL, *text = NULL;

  if (self->cli->json)
    {
      g_autoptr (GString) json = g_string_new (NULL);

      cl_export_event_json (event, json);
      puts (json->str);
      return;
    }
  summary = cl_fact_summary (event);
  text = cl_cli_escape_field (summary);
  printf ("%" G_GUINT64_FORMAT "\t%s\t%" G_GUINT64_FORMAT "\t%s\t%s\n",
          event->position,
          event->partition,
          event->offset,
          event->type,
          text);
}

/* Prints what is there. *@ended: the last wanted event was seen. */
static gboolean
print_available (Log *self, gboolean *ended, GError **error)
{
  gsize n = BATCH;

  while (n == BATCH && !*ended && !g_cancellable_is_cancelled (self->cli->cancellable))
    {
      g_autoptr (ClEvents) events = NULL;

      if (self->partition)
        events =
          cl_reader_read_partition (self->reader, self->partition, self->after, BATCH, error);
      else
        events = cl_reader_read (self->reader, self->after, self->until, BATCH, error);
      if (!events)
        return FALSE;
      n = cl_events_get_length (events);
      for (gsize i = 0; i < n && !*ended; i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          *ended = self->until && event->position >= self->until;
          if (!self->until || event->position <= self->until)
            print_event (self, event);
          self->after = self->partition ? event->offset : event->position;
        }
      if (ferror (stdout))
        return FALSE;
    }
  return TRUE;
}

static void
news_cb (guint64 head, gpointer user_data)
{
  Log *self = user_data;

  g_mutex_lock (&self->lock);
  self->n_news++;
  g_cond_signal (&self->news);
  g_mutex_unlock (&self->lock);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  news_cb (0, user_data);
}

/* Prints, waits for news, prints; until the last wanted event or Ctrl+C. */
static gboolean
follow (Log *self, gboolean ended, GError **error)
{
  guint watch = cl_ledger_add_watch (self->ledger, news_cb, self);
  gulong handler =
    g_cancellable_connect (self->cli->cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  guint64 seen = 0;
  gboolean ok = TRUE;

  while (ok && !ended && !g_cancellable_is_cancelled (self->cli->cancellable))
    {
      ok = print_available (self, &ended, error) && fflush (stdout) == 0;
      g_mutex_lock (&self->lock);
      while (ok && !ended && self->n_news == seen)
        g_cond_wait (&self->news, &self->lock);
      seen = self->n_news;
      g_mutex_unlock (&self->lock);
    }
  g_cancellable_disconnect (self->cli->cancellable, handler);
  cl_ledger_remove_watch (self->ledger, watch);
  return ok;
}

/* The last offset of @partition whose event stands before @position. Positions grow with offsets: a binary search.
 * A partition that is not there yet has none, if one may @wait for it. */
static gboolean
find_offset_before (Log *self, guint64 position, gboolean wait, guint64 *offset, GError **error)
{
  guint64 low = 0, high;
  ClPartitionInfo info;
  GError *local = NULL;

  *offset = 0;
  if (!cl_reader_get_partition (self->reader, self->partition, &info, &local))
    {
      if (!local && wait)
        return TRUE;
      if (!local)
        g_set_error (&local,
                     CL_FACT_ERROR,
                     CL_FACT_ERROR_UNACCEPTABLE,
                     "There is no partition “%s”",
                     self->partition);
      g_propagate_error (error, local);
      return FALSE;
    }
  high = info.head;
  while (low < high)
    {
      guint64 middle = low + (high - low + 1) / 2;
      g_autoptr (ClEvents) events =
        cl_reader_read_at (self->reader, self->partition, middle, error);

      if (!events)
        return FALSE;
      if (cl_events_get_length (events) > 0 && cl_events_get (events, 0)->position < position)
        low = middle;
      else
        high = middle - 1;
    }
  *offset = low;
  return TRUE;
}

static gboolean
print_log (Log *self, gint64 from, gboolean follows, GError **error)
{
  gboolean ended = FALSE;

  self->reader = cl_reader_new (self->ledger, error);
  if (!self->reader)
    return FALSE;
  self->after = from > 0 ? (guint64) from - 1 : 0;
  if (self->partition &&
      !find_offset_before (self, (guint64) MAX (from, 1), follows, &self->after, error))
    return FALSE;
  return print_available (self, &ended, error) && (!follows || follow (self, ended, error));
}

static ClCliStatus
run_log (ClCli *cli, char **args)
{
  g_autofree char *partition = NULL;
  g_autoptr (GError) error = NULL;
  gint64 from = 1, to = 0;
  gboolean follows = FALSE, ok;
  Log log = { .cli = cli };
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_INT64, &from, "Begin with this event", "A" },
    { "to", 0, 0, G_OPTION_ARG_INT64, &to, "End with this event", "B" },
    { "partition", 0, 0, G_OPTION_ARG_STRING, &partition, "Only this partition", "P" },
    { "follow", 0, 0, G_OPTION_ARG_NONE, &follows, "Wait for more", NULL },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &cl_cli_log, entries, args))
    return CL_CLI_MISUSED;
  if (from < 0 || to < 0)
    return cl_cli_misuse (&cl_cli_log, "Events are counted from 1");
  if (to > 0 && to < from)
    return cl_cli_misuse (&cl_cli_log, "--to is below --from");
  log.ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (!log.ledger)
    return cl_cli_fail_error (error);
  log.partition = partition;
  log.until = (guint64) to;
  g_mutex_init (&log.lock);
  g_cond_init (&log.news);
  ok = print_log (&log, from, follows, &error);
  g_clear_pointer (&log.reader, cl_reader_free);
  cl_cli_close (log.ledger);
  g_mutex_clear (&log.lock);
  g_cond_clear (&log.news);
  if (!ok && error)
    return cl_cli_fail_error (error);
  return cl_cli_finish_output ();
}

const ClCliCommand cl_cli_log = {
  "log",
  "[--from A] [--to B] [--partition P] [--follow]",
  "Print events, one a line",
  "Tab-separated: position, partition, offset, type, a short text. --follow goes on until Ctrl+C, and\n"
  "waits for a partition that is not there yet.",
  run_log,
};
