/* cl-cli-subscribe.c: consumers in other languages: subscribe, and what a person may do to a subscription
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-subscribe.h"

#include <stdio.h>
#include <string.h>

#include "cl-fact.h"

/* What was asked for. */
typedef struct
{
  char *types, *partition, *command;
  gint64 from, rewind;
  gint window, retries, retry_ms;
  gboolean once, no_acks, retry, skip, status, list, remove;
} Options;

static void
clear_options (Options *self)
{
  g_free (self->types);
  g_free (self->partition);
  g_free (self->command);
}

static const char *
describe_state (ClLedger *ledger, const ClRegistryRow *row)
{
  if (row->parked)
    return "parked";
  return cl_subscription_is_busy (ledger, NULL, row->name) ? "running" : "stopped";
}

static void
print_row (ClCli *cli, ClLedger *ledger, const ClRegistryRow *row)
{
  guint64 head = cl_ledger_get_head (ledger);
  guint64 lag = head > row->position ? head - row->position : 0;
  const char *state = describe_state (ledger, row);
  g_autoptr (GString) json = NULL;
  const char *const texts[][2] = { { "types", row->types },
                                   { "partition", row->partition },
                                   { "reason", row->reason } };

  if (!cli->json)
    {
      g_autofree char *reason = cl_cli_escape_field (row->reason);

      printf ("%s\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s\t%s\t%s\n",
              row->name,
              state,
              row->position,
              lag,
              row->types ? row->types : "*",
              row->partition ? row->partition : "*",
              reason);
      return;
    }
  json = g_string_new ("{\"name\":");
  cl_cli_append_json (json, row->name);
  g_string_append_printf (json,
                          ",\"state\":\"%s\",\"position\":%" G_GUINT64_FORMAT
                          ",\"lag\":%" G_GUINT64_FORMAT ",\"parked_at\":%" G_GUINT64_FORMAT,
                          state,
                          row->position,
                          lag,
                          row->parked);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_string_append_printf (json, ",\"%s\":", texts[i][0]);
      if (texts[i][1])
        cl_cli_append_json (json, texts[i][1]);
      else
        g_string_append (json, "null");
    }
  puts (g_string_append_c (json, '}')->str);
}

/* All, or only @name. */
static ClCliStatus
print_rows (ClCli *cli, ClLedger *ledger, const char *name)
{
  g_autofree char *dir = cl_registry_default_dir (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRegistry) registry = cl_registry_open (dir, &error);
  g_autoptr (GPtrArray) rows = registry ? cl_registry_list (registry, &error) : NULL;
  gboolean found = name == NULL;

  if (!rows)
    return cl_cli_fail_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const ClRegistryRow *row = g_ptr_array_index (rows, i);

      if (name && strcmp (row->name, name) != 0)
        continue;
      print_row (cli, ledger, row);
      found = TRUE;
    }
  return found ? cl_cli_finish_output () : cl_cli_fail ("There is no subscription “%s”", name);
}

/* What a person may do to one that does not run. */
static ClCliStatus
change (ClCli *cli, ClLedger *ledger, const char *name, const Options *options)
{
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (options->remove)
    ok = cl_subscription_delete (ledger, NULL, name, &error);
  else if (options->retry)
    ok = cl_subscription_retry (ledger, NULL, name, &error);
  else if (options->skip)
    ok = cl_subscription_skip (ledger, NULL, name, &error);
  else
    ok = cl_subscription_rewind (ledger, NULL, name, (guint64) options->rewind, &error);
  if (!ok)
    return cl_cli_fail_error (error);
  return options->remove ? CL_CLI_DONE : print_rows (cli, ledger, name);
}

/* A type that nobody knows is most likely a slip. */
static void
warn_of_types (const char *types)
{
  g_auto (GStrv) names = types ? g_strsplit (types, ",", -1) : NULL;

  for (guint i = 0; names && names[i]; i++)
    if (cl_fact_type_from_name (g_strstrip (names[i])) == CL_FACT_NONE)
      cl_cli_fail ("note: this version knows no events of type “%s”", names[i]);
}

static ClCliStatus
subscribe (ClCli *cli, ClLedger *ledger, const char *name, const Options *options)
{
  const ClSubscriptionRequest request = {
    .name = name,
    .types = options->types,
    .partition = options->partition,
    .from = (guint64) options->from,
    .window = options->command ? 1 : (guint) options->window,
  };
  const ClCliSubscribe work = {
    cli,           ledger,          name, options->command, options->retries, options->retry_ms,
    options->once, options->no_acks
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSubscription) subscription = NULL;

  warn_of_types (options->types);
  subscription = cl_subscription_open (ledger, NULL, &request, &error);
  if (!subscription)
    return cl_cli_fail_error (error);
  return options->command ? cl_cli_subscribe_exec (&work, subscription)
                          : cl_cli_subscribe_stream (&work, subscription);
}

static gboolean
check_options (const Options *options, const char *name)
{
  guint n_acts = (guint) (options->retry != FALSE) + (options->skip != FALSE) +
                 (options->status != FALSE) + (options->list != FALSE) +
                 (options->remove != FALSE) + (options->rewind > 0);

  if (n_acts > 1)
    cl_cli_misuse (&cl_cli_subscribe, "One of these at a time");
  else if (!name && !options->list)
    cl_cli_misuse (&cl_cli_subscribe, "A name is missing");
  else if (options->from < 0 || options->rewind < 0)
    cl_cli_misuse (&cl_cli_subscribe, "Events are counted from 1");
  else if (options->window < 1 || options->window > 100000)
    cl_cli_misuse (&cl_cli_subscribe, "The window has 1 to 100000 events");
  else if (options->retries < 0 || options->retry_ms < 0)
    cl_cli_misuse (&cl_cli_subscribe, "A number is negative");
  else if (options->command && options->no_acks)
    cl_cli_misuse (&cl_cli_subscribe, "--exec acknowledges by itself");
  else
    return TRUE;
  return FALSE;
}

static ClCliStatus
open_and_run (ClCli *cli, const char *name, const Options *options)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  ClCliStatus status;

  if (!ledger)
    return cl_cli_fail_error (error);
  if (options->list || options->status)
    status = print_rows (cli, ledger, options->list ? NULL : name);
  else if (options->remove || options->retry || options->skip || options->rewind > 0)
    status = change (cli, ledger, name, options);
  else
    status = subscribe (cli, ledger, name, options);
  cl_cli_close (ledger);
  return status;
}

static ClCliStatus
run_subscribe (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  Options o = { .window = 100, .retries = 3, .retry_ms = 1000 };
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "from", 0, 0, G_OPTION_ARG_INT64, &o.from, "A new subscription begins with this event (first: 1)", "P" },
    { "types", 0, 0, G_OPTION_ARG_STRING, &o.types, "Only events of these types", "A,B" },
    { "partition", 0, 0, G_OPTION_ARG_STRING, &o.partition, "Only this partition", "P" },
    { "window", 0, 0, G_OPTION_ARG_INT, &o.window, "At most so many events not acknowledged (100)", "N" },
    { "once", 0, 0, G_OPTION_ARG_NONE, &o.once, "End when all that is there is done", NULL },
    { "no-acks", 0, 0, G_OPTION_ARG_NONE, &o.no_acks, "Printed is acknowledged; stdin is not read", NULL },
    { "exec", 0, 0, G_OPTION_ARG_STRING, &o.command, "Run this shell command for each event", "CMD" },
    { "retries", 0, 0, G_OPTION_ARG_INT, &o.retries, "Try a failing command so many times more (3)", "N" },
    { "retry-ms", 0, 0, G_OPTION_ARG_INT, &o.retry_ms, "Wait before the first retry, doubled before each further (1000)", "MS" },
    { "retry", 0, 0, G_OPTION_ARG_NONE, &o.retry, "Let a parked subscription try its event again", NULL },
    { "skip", 0, 0, G_OPTION_ARG_NONE, &o.skip, "Let a parked subscription go on after its event", NULL },
    { "rewind", 0, 0, G_OPTION_ARG_INT64, &o.rewind, "Let it go on with this event", "P" },
    { "status", 0, 0, G_OPTION_ARG_NONE, &o.status, "Print how far it is", NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &o.list, "Print all subscriptions", NULL },
    { "delete", 0, 0, G_OPTION_ARG_NONE, &o.remove, "Forget it", NULL },
    { NULL },
  };
  /* clang-format on */
  ClCliStatus status = CL_CLI_MISUSED;

  if (cl_cli_parse (cli, &cl_cli_subscribe, entries, &rest))
    {
      if (rest[0] && rest[1])
        cl_cli_misuse (&cl_cli_subscribe, "“%s” is too much", rest[1]);
      else if (check_options (&o, rest[0]))
        status = open_and_run (cli, rest[0], &o);
    }
  clear_options (&o);
  return status;
}

const ClCliCommand cl_cli_subscribe = {
  "subscribe",
  "NAME [--from P] [--types A,B] [--partition P] [--exec CMD]",
  "Hand events to another program, at least once and in order",
  "Prints each event as a JSON line, and the new ones as they come. Whoever reads them writes back the position of an event, on a\n"
  "line of its own, when everything up to it is done; after any end, the next start goes on behind that. The end of stdin\n"
  "ends it. With --exec, CMD gets the event on stdin and its columns as CHESS_LEDGER_POSITION, _PARTITION, _OFFSET, _TYPE,\n"
  "_GAME, _PLY, _PLAYER, _SAN, _UCI, _PRODUCER, _SEAL; exit status 0 is the acknowledgement. When it keeps failing, the\n"
  "subscription is parked at that event with the reason, until --retry or --skip.\n"
  "--status and --list print name, state, position, lag, types, partition, reason, separated by tabs.",
  run_subscribe,
};
