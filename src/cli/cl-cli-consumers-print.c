/* cl-cli-consumers-print.c: how a consumer stands, and where two of them differ, as text and as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli-consumers-private.h"

#include <stdio.h>
#include <string.h>

static void
print_json (const ClConsumerStatus *status)
{
  g_autoptr (GString) json = g_string_new ("{\"name\":");
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  cl_cli_append_json (json, status->name);
  g_string_append_printf (
    json,
    ",\"version\":%u,\"shown\":%s,\"state\":\"%s\",\"position\":%" G_GUINT64_FORMAT
    ",\"head\":%" G_GUINT64_FORMAT ",\"lag\":%" G_GUINT64_FORMAT ",\"lag_us\":%" G_GINT64_FORMAT
    ",\"pace\":%s",
    status->version,
    status->serves ? "true" : "false",
    cl_consumer_state_word (status->state),
    status->position,
    status->head,
    status->head - status->position,
    status->lag_us,
    g_ascii_formatd (number, sizeof number, "%.6g", status->pace));
  if (status->error != NULL)
    {
      g_string_append (json, ",\"error\":");
      cl_cli_append_json (json, status->error);
    }
  if (status->poison_position > 0)
    {
      g_string_append_printf (json,
                              ",\"event\":%" G_GUINT64_FORMAT ",\"partition\":",
                              status->poison_position);
      cl_cli_append_json (json, status->poison_partition);
      g_string_append_printf (json,
                              ",\"offset\":%" G_GUINT64_FORMAT ",\"type\":",
                              status->poison_offset);
      cl_cli_append_json (json, status->poison_type);
    }
  if (status->asides != NULL)
    {
      g_string_append (json, ",\"left_out\":");
      cl_cli_append_json (json, status->asides);
    }
  g_string_append_c (json, '}');
  puts (json->str);
}

/* "3 h 20 min", "12.5 s"; two units are enough to see how bad it is. */
static char *
format_span (gint64 us)
{
  gint64 seconds = us / G_TIME_SPAN_SECOND;

  if (us == 0)
    return g_strdup ("0 s");
  if (seconds < 60)
    return g_strdup_printf ("%.1f s", (double) us / G_TIME_SPAN_SECOND);
  if (seconds < 3600)
    return g_strdup_printf ("%d min %d s", (int) (seconds / 60), (int) (seconds % 60));
  if (seconds < 86400)
    return g_strdup_printf ("%d h %d min", (int) (seconds / 3600), (int) (seconds / 60 % 60));
  return g_strdup_printf ("%" G_GINT64_FORMAT " d %d h",
                          seconds / 86400,
                          (int) (seconds / 3600 % 24));
}

static void
print_asides (const char *asides)
{
  g_auto (GStrv) lines = g_strsplit (asides != NULL ? asides : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *partition = strchr (lines[i], ' ');

      if (partition == NULL)
        continue;
      *partition++ = '\0';
      printf ("  leaves out “%s” from offset %s on\n", partition, lines[i]);
    }
}

void
cl_cli_print_consumer (const ClCli *cli, const ClConsumerStatus *status)
{
  g_autofree char *name = NULL, *span = NULL, *pace = NULL;

  if (cli->json)
    {
      print_json (status);
      return;
    }
  name = g_strdup_printf ("%s@%u%s", status->name, status->version, status->serves ? "*" : "");
  span = format_span (status->lag_us);
  pace = status->pace > 0 ? g_strdup_printf ("%.6g/s", status->pace) : g_strdup ("-");
  printf ("%-24s %-10s %12" G_GUINT64_FORMAT " %12" G_GUINT64_FORMAT " %12s %8s\n",
          name,
          cl_consumer_state_word (status->state),
          status->position,
          status->head - status->position,
          span,
          pace);
  if (status->error != NULL)
    printf ("  %s\n", status->error);
  print_asides (status->asides);
}

void
cl_cli_print_consumer_heading (const ClCli *cli)
{
  if (!cli->json)
    printf ("%-24s %-10s %12s %12s %12s %8s\n",
            "CONSUMER",
            "STATE",
            "POSITION",
            "LAG",
            "BEHIND",
            "PACE");
}

void
cl_cli_print_difference (const ClCli *cli,
                         const ClDifference *difference,
                         const char *const names[2])
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean exact = difference->after + 1 == difference->position;

  if (!difference->differs)
    {
      printf (cli->json ? "{\"differ\":false,\"event\":%" G_GUINT64_FORMAT "}\n"
                        : "They are equal at event %" G_GUINT64_FORMAT ".\n",
              difference->position);
      return;
    }
  if (cli->json)
    {
      g_string_append_printf (out,
                              "{\"differ\":true,\"after\":%" G_GUINT64_FORMAT
                              ",\"event\":%" G_GUINT64_FORMAT ",\"partition\":",
                              difference->after,
                              difference->position);
      cl_cli_append_json (out, difference->partition);
      g_string_append_printf (out,
                              ",\"offset\":%" G_GUINT64_FORMAT ",\"type\":",
                              difference->offset);
      cl_cli_append_json (out, difference->type);
      g_string_append (out, ",\"key\":");
      cl_cli_append_json (out, difference->key);
      g_string_append (out, ",\"values\":[");
      for (guint i = 0; i < 2; i++)
        {
          g_string_append (out, i > 0 ? "," : "");
          if (difference->values[i] != NULL)
            cl_cli_append_json (out, difference->values[i]);
          else
            g_string_append (out, "null");
        }
      g_string_append (out, "]}");
      puts (out->str);
      return;
    }
  if (exact)
    printf ("They first differ at event %" G_GUINT64_FORMAT " (%s, “%s” offset %" G_GUINT64_FORMAT
            ").\n",
            difference->position,
            difference->type,
            difference->partition,
            difference->offset);
  else
    printf ("They first differ within events %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
            "; the earlier version keeps no state between.\n",
            difference->after + 1,
            difference->position);
  printf ("  key %s\n", difference->key);
  for (guint i = 0; i < 2; i++)
    printf ("  %s: %s\n",
            names[i],
            difference->values[i] != NULL ? difference->values[i] : "(none)");
}
