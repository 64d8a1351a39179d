/* cl-cli-consumers.c: how the consumers of a ledger stand, and what a person may do to one: stop it, step it, move it
 *
 * The process that writes a ledger owns its consumers' caches, so whatever changes one takes the ledger's lock; while the app
 * has it, only looking is possible. A command wakes no other consumer than the one it names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-consumers-private.h"

#include <stdio.h>
#include <string.h>

#include "cl-desk.h"
#include "cl-runner.h"
#include "cl-views.h"

#define WAIT_MS 200

/* One command on one consumer. */
typedef struct
{
  ClCli *cli;
  ClLedger *ledger;
  ClRunner *runner;
  const char *name;
  const char *argument; /* (nullable) */
  gboolean dry_run;
} Request;

typedef struct
{
  const char *name;
  const char *argument; /* (nullable): what it takes behind NAME */
  gboolean runs_on;     /* afterwards it is run until it has seen everything */
  gboolean (*act) (Request *request, GError **error);
} Action;

static ClCliStatus
list_consumers (ClCli *cli)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *cache_dir = NULL;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);

  if (ledger == NULL)
    return cl_cli_fail_error (error);
  cache_dir = cl_runner_default_cache_dir (ledger);
  list = cl_runner_list_stored (ledger, cache_dir, cl_views_of_ledger (), &error);
  cl_cli_close (ledger);
  if (list == NULL)
    return cl_cli_fail_error (error);
  cl_cli_print_consumer_heading (cli);
  for (guint i = 0; i < list->len; i++)
    cl_cli_print_consumer (cli, list->pdata[i]);
  return cl_cli_finish_output ();
}

/* Until the consumer stands at @position. */
static gboolean
wait_for (Request *request, guint64 position, GError **error)
{
  while (!g_cancellable_set_error_if_cancelled (request->cli->cancellable, error))
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (ClConsumerStatus) status = NULL;

      if (cl_runner_wait (request->runner, request->name, position, WAIT_MS, &local))
        {
          cl_cli_show_progress (NULL);
          return TRUE;
        }
      if (!g_error_matches (local, CL_RUNNER_ERROR, CL_RUNNER_ERROR_TIMEOUT))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      status = cl_runner_get_status (request->runner, request->name);
      if (status != NULL)
        cl_cli_show_progress ("“%s”: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " events",
                              request->name,
                              status->position,
                              position);
    }
  return FALSE;
}

static gboolean
pause_consumer (Request *request, GError **error)
{
  return cl_runner_pause (request->runner, request->name, error);
}

static gboolean
resume_consumer (Request *request, GError **error)
{
  return cl_runner_resume (request->runner, request->name, error);
}

static gboolean
rebuild_consumer (Request *request, GError **error)
{
  return cl_runner_rebuild (request->runner, request->name, error);
}

static gboolean
retry_consumer (Request *request, GError **error)
{
  return cl_runner_retry (request->runner, request->name, error);
}

static gboolean
step_consumer (Request *request, GError **error)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (request->runner, request->name);

  if (!cl_runner_step (request->runner, request->name, error))
    return FALSE;
  return wait_for (request, MIN (status->position + 1, status->head), error);
}

static void
print_time (const char *title, gint64 time_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%F %T") : NULL;

  if (text != NULL)
    printf ("%s%s\n", title, text);
}

static gboolean
preview_seek (Request *request, guint64 position, GError **error)
{
  ClSeekPreview preview;

  if (!cl_runner_preview_seek (request->runner, request->name, position, &preview, error))
    return FALSE;
  if (request->cli->json)
    {
      printf ("{\"from\":%" G_GUINT64_FORMAT ",\"to\":%" G_GUINT64_FORMAT
              ",\"start\":%" G_GUINT64_FORMAT ",\"refold\":%" G_GUINT64_FORMAT
              ",\"undone\":%" G_GUINT64_FORMAT "}\n",
              preview.from,
              preview.to,
              preview.start,
              preview.n_refold,
              preview.n_undone);
      return TRUE;
    }
  printf ("“%s” would go from event %" G_GUINT64_FORMAT " to event %" G_GUINT64_FORMAT
          " and pause there.\n",
          request->name,
          preview.from,
          preview.to);
  if (preview.recorded_at != CL_NO_TIME)
    print_time ("Recorded at:       ", preview.recorded_at);
  printf ("Effects undone:    %" G_GUINT64_FORMAT " events\n"
          "Kept state used:   event %" G_GUINT64_FORMAT "\n"
          "Events to refold:  %" G_GUINT64_FORMAT "\n"
          "Nothing was changed.\n",
          preview.n_undone,
          preview.start,
          preview.n_refold);
  return TRUE;
}

static gboolean
seek_to (Request *request, guint64 position, GError **error)
{
  if (request->dry_run)
    return preview_seek (request, position, error);
  return cl_runner_seek (request->runner, request->name, position, error) &&
         wait_for (request, position, error);
}

/* A position, or the last one that was recorded at a time. */
static gboolean
find_position (Request *request, guint64 *position, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (ClReader) reader = NULL;
  g_autoptr (GError) local = NULL;

  if (g_ascii_string_to_unsigned (request->argument, 10, 0, G_MAXINT64, position, NULL))
    return TRUE;
  time = g_date_time_new_from_iso8601 (request->argument, zone);
  if (time == NULL)
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   "“%s” is neither an event's number nor a time like 2026-03-01T15:16:00",
                   request->argument);
      return FALSE;
    }
  reader = cl_reader_new (request->ledger, error);
  if (reader == NULL)
    return FALSE;
  *position = cl_reader_position_at_time (reader,
                                          g_date_time_to_unix (time) * G_USEC_PER_SEC +
                                            g_date_time_get_microsecond (time),
                                          &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
seek_consumer (Request *request, GError **error)
{
  guint64 position;

  return find_position (request, &position, error) && seek_to (request, position, error);
}

static gboolean
rewind_consumer (Request *request, GError **error)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (request->runner, request->name);
  guint64 n;

  if (!g_ascii_string_to_unsigned (request->argument, 10, 1, G_MAXINT64, &n, NULL))
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   "“%s” is no number of events",
                   request->argument);
      return FALSE;
    }
  return seek_to (request, status->position - MIN (n, status->position), error);
}

static gboolean
set_pace (Request *request, GError **error)
{
  char *end;
  double rate = g_ascii_strtod (request->argument, &end);

  if (end == request->argument || *end != '\0' || !(rate >= 0 && rate <= 1e9))
    {
      g_set_error (error,
                   G_OPTION_ERROR,
                   G_OPTION_ERROR_BAD_VALUE,
                   "“%s” is no number of events a second",
                   request->argument);
      return FALSE;
    }
  return cl_runner_set_pace (request->runner, request->name, rate, error);
}

/* The name by which a person sets something aside: all versions at once. */
static char *
dup_plain_name (const Request *request)
{
  return g_strndup (request->name, strcspn (request->name, "@"));
}

static gboolean
set_aside (Request *request, GError **error)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (request->runner, request->name);
  g_autofree char *name = dup_plain_name (request);

  if (status == NULL || status->poison_position == 0)
    {
      g_set_error (error,
                   CL_RUNNER_ERROR,
                   CL_RUNNER_ERROR_POISON,
                   "“%s” is not stopped at an event; there is nothing to set aside",
                   request->name);
      return FALSE;
    }
  return cl_desk_set_aside (request->ledger,
                            name,
                            status->poison_partition,
                            status->poison_offset,
                            status->error,
                            error);
}

static gboolean
take_up (Request *request, GError **error)
{
  g_autofree char *name = dup_plain_name (request);
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (request->runner, request->name);
  g_autofree char *line = g_strdup_printf (" %s\n", request->argument);

  if (status == NULL || status->asides == NULL || strstr (status->asides, line) == NULL)
    {
      g_set_error (error,
                   CL_RUNNER_ERROR,
                   CL_RUNNER_ERROR_UNKNOWN_CONSUMER,
                   "“%s” does not leave out “%s”",
                   request->name,
                   request->argument);
      return FALSE;
    }
  return cl_desk_end_set_aside (request->ledger, name, request->argument, error);
}

static const Action actions[] = {
  { "pause", NULL, FALSE, pause_consumer },       { "resume", NULL, TRUE, resume_consumer },
  { "step", NULL, FALSE, step_consumer },         { "rewind", "N", FALSE, rewind_consumer },
  { "seek", "EVENT|TIME", FALSE, seek_consumer }, { "pace", "RATE", FALSE, set_pace },
  { "rebuild", NULL, TRUE, rebuild_consumer },    { "retry", NULL, TRUE, retry_consumer },
  { "set-aside", NULL, TRUE, set_aside },         { "take-up", "PARTITION", TRUE, take_up },
};

static const Action *
find_action (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (actions[i].name, name) == 0)
      return &actions[i];
  return NULL;
}

/* What was asked for, and then until it has seen everything or stands still. */
static gboolean
perform (Request *request, const Action *action, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = action->act (request, error);

  if (!ok || !action->runs_on)
    return ok;
  cl_runner_look_again (request->runner);
  cl_runner_let_go (request->runner);
  if (wait_for (request, cl_ledger_get_head (request->ledger), &local) ||
      g_error_matches (local, CL_RUNNER_ERROR, CL_RUNNER_ERROR_PAUSED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
show_outcome (const Request *request)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (request->runner, request->name);

  if (status == NULL || request->dry_run)
    return;
  cl_cli_print_consumer_heading (request->cli);
  cl_cli_print_consumer (request->cli, status);
}

/* The versions of the consumer that NAME or NAME@VERSION means. */
static GPtrArray *
list_views (const char *name)
{
  const ClViewClass *const *all = cl_views_of_ledger ();
  g_autofree char *plain = g_strndup (name, strcspn (name, "@"));
  GPtrArray *views = g_ptr_array_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (strcmp (all[i]->name, plain) == 0)
      g_ptr_array_add (views, (gpointer) all[i]);
  g_ptr_array_add (views, NULL);
  return views;
}

static ClLedger *
open_for_control (ClCli *cli, GError **error)
{
  ClLedger *ledger = cl_cli_open (cli, TRUE, FALSE, error);

  if (ledger == NULL && error != NULL &&
      g_error_matches (*error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED))
    g_prefix_error (error, "The consumers belong to whoever writes the ledger, and ");
  return ledger;
}

static ClCliStatus
control (ClCli *cli, const Action *action, Request *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = list_views (request->name);
  g_autofree char *cache_dir = NULL;
  gboolean ok;

  if (views->len == 1)
    return cl_cli_fail ("There is no consumer “%s”", request->name);
  request->ledger = open_for_control (cli, &error);
  if (request->ledger == NULL)
    return cl_cli_fail_error (error);
  cache_dir = cl_runner_default_cache_dir (request->ledger);
  request->runner = cl_runner_new_with_flags (request->ledger,
                                              cache_dir,
                                              (const ClViewClass *const *) views->pdata,
                                              CL_RUNNER_HELD,
                                              &error);
  ok = request->runner != NULL && perform (request, action, &error);
  if (request->runner != NULL)
    {
      if (ok)
        show_outcome (request);
      cl_runner_close (request->runner);
      g_object_unref (request->runner);
    }
  cl_cli_close (request->ledger);
  if (!ok && g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
    return cl_cli_misuse (&cl_cli_consumers, "%s", error->message);
  return ok ? cl_cli_finish_output () : cl_cli_fail_error (error);
}

/* Both read all there is, so that they are compared as far as possible; a frozen one stands where it does. */
static gboolean
compare_versions (Request *request,
                  const char *const names[2],
                  ClDifference *difference,
                  GError **error)
{
  cl_runner_let_go (request->runner);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ClConsumerStatus) status = cl_runner_get_status (request->runner, names[i]);

      request->name = names[i];
      if (status != NULL && status->state != CL_CONSUMER_FROZEN &&
          !wait_for (request, cl_ledger_get_head (request->ledger), error))
        return FALSE;
    }
  return cl_runner_compare (request->runner, names[0], names[1], 0, difference, error);
}

/* Only reads, so it works beside the app. */
static ClCliStatus
compare (ClCli *cli, char **args)
{
  Request request = { .cli = cli };
  g_autoptr (GPtrArray) views = list_views (args[1]);
  g_autofree char *first = g_strconcat (args[1], "@", args[2], NULL);
  g_autofree char *second = g_strconcat (args[1], "@", args[3], NULL);
  const char *const names[] = { first, second };
  g_auto (ClDifference) difference = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *cache_dir = NULL;
  gboolean ok = FALSE;

  request.ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  if (request.ledger == NULL)
    return cl_cli_fail_error (error);
  cache_dir = cl_runner_default_cache_dir (request.ledger);
  request.runner = cl_runner_new_with_flags (request.ledger,
                                             cache_dir,
                                             (const ClViewClass *const *) views->pdata,
                                             CL_RUNNER_HELD,
                                             &error);
  if (request.runner != NULL)
    {
      ok = compare_versions (&request, names, &difference, &error);
      cl_runner_close (request.runner);
      g_object_unref (request.runner);
    }
  cl_cli_close (request.ledger);
  if (!ok)
    return cl_cli_fail_error (error);
  cl_cli_print_difference (cli, &difference, names);
  return cl_cli_finish_output ();
}

static ClCliStatus
run_consumers (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  Request request = { .cli = cli };
  const Action *action;
  guint n;
  const GOptionEntry entries[] = {
    { "dry-run",
      0,
      0,
      G_OPTION_ARG_NONE,
      &request.dry_run,
      "Only tell what seek or rewind would do",
      NULL },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_consumers, entries, &rest))
    return CL_CLI_MISUSED;
  n = g_strv_length (rest);
  if (n == 0 && !request.dry_run)
    return list_consumers (cli);
  if (n == 4 && strcmp (rest[0], "compare") == 0)
    return compare (cli, rest);
  action = n > 0 ? find_action (rest[0]) : NULL;
  if (action == NULL)
    return cl_cli_misuse (&cl_cli_consumers, "There is no action “%s”", n > 0 ? rest[0] : "");
  if (request.dry_run && action->act != seek_consumer && action->act != rewind_consumer)
    return cl_cli_misuse (&cl_cli_consumers, "--dry-run goes with seek and rewind");
  if (n != (action->argument != NULL ? 3 : 2))
    return cl_cli_misuse (&cl_cli_consumers,
                          "“%s” takes NAME%s%s",
                          action->name,
                          action->argument != NULL ? " " : "",
                          action->argument != NULL ? action->argument : "");
  request.name = rest[1];
  request.argument = rest[2];
  return control (cli, action, &request);
}

const ClCliCommand cl_cli_consumers = {
  "consumers",
  "[ACTION NAME …]",
  "Show the consumers, pause, step, move or rebuild one",
  "Without ACTION: a table; * marks the version that is shown, LAG counts the events that it has not seen, BEHIND tells\n"
  "how long the first of them has been waiting. NAME is “library”, or one version of it: “library@2”.\n"
  "\n"
  "  pause NAME              stand still until resumed, also over a restart\n"
  "  resume NAME             go on, from a pause or from an event that it could not apply\n"
  "  step NAME               take one event more, then pause\n"
  "  rewind NAME N           go back by N events, and pause there\n"
  "  seek NAME EVENT|TIME    go to an event, or to the last one recorded at a time (2026-03-01T15:16:00), and pause\n"
  "  pace NAME RATE          take at most RATE events a second; 0: no limit\n"
  "  rebuild NAME            throw the view away and begin at the first event\n"
  "  retry NAME              try again the event that it could not apply\n"
  "  set-aside NAME          leave that event's partition out from there on, and go on; recorded as a fact\n"
  "  take-up NAME PARTITION  count the partition again\n"
  "  compare NAME V1 V2      name the first event at which two versions differ\n"
  "\n"
  "Only whoever writes a ledger can change its consumers: close the app first.",
  run_consumers,
};
