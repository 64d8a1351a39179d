/* cl-interchange-print.c: events as JSON lines, and as CloudEvents 1.0 in structured JSON mode
 *
 * Details are stored bytes, and their bytes are sealed: they stand in the line as they are. Only where they hold a line feed, which a
 * line cannot, they are given a second time as a text, and that counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-interchange-private.h"

#include <string.h>

#include "cl-hex.h"
#include "cl-json.h"

static void
append_key (GString *out, const char *key)
{
  if (out->len > 0 && out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_printf (out, "\"%s\":", key);
}

/* NULL: "null", or with @sparse nothing at all. */
static void
append_text (GString *out, const char *key, const char *text, gboolean sparse)
{
  if (!text && sparse)
    return;
  append_key (out, key);
  if (text)
    cl_json_append_text (out, text);
  else
    g_string_append (out, "null");
}

static void
append_number (GString *out, const char *key, gint64 value, gint64 absent, gboolean sparse)
{
  if (value == absent && sparse)
    return;
  append_key (out, key);
  if (value == absent)
    g_string_append (out, "null");
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static void
append_bytes (GString *out, const char *key, const guint8 *bytes, gsize length)
{
  append_key (out, key);
  g_string_append_c (out, '"');
  cl_hex_append (out, bytes, length);
  g_string_append_c (out, '"');
}

/* Verbatim, but on one line: a line feed can only stand between its tokens. */
static void
append_details (GString *out, const char *details, gboolean sparse)
{
  gsize from;

  if (!details && sparse)
    return;
  append_key (out, "details");
  from = out->len;
  g_string_append (out, details ? details : "null");
  for (char *c = out->str + from; *c; c++)
    if (*c == '\n' || *c == '\r')
      *c = ' ';
  if (details && strpbrk (details, "\n\r"))
    append_text (out, "details_text", details, FALSE);
}

/* The columns of the scoresheet that most types share. */
static void
append_columns (GString *out, const ClEvent *event, gboolean sparse)
{
  const char *captured = event->has_move ? cl_move_captured (event->move) : NULL;
  char san[12] = "", uci[6] = "";

  if (event->has_move)
    {
      cl_move_san (event->move, san);
      cl_move_uci (event->move, uci);
    }
  append_number (out, "game", event->game, 0, sparse);
  append_number (out, "ply", event->ply, 0, sparse);
  append_text (out, "player", event->player, sparse);
  append_text (out, "san", event->has_move ? san : NULL, sparse);
  append_text (out, "uci", event->has_move ? uci : NULL, sparse);
  append_text (out, "captured", captured && *captured ? captured : NULL, sparse);
  append_number (out, "clock_ms", event->clock_ms, CL_NO_CLOCK, sparse);
  append_details (out, event->details, sparse);
}

static void
print_jsonl (const ClEvent *event, GBytes *origin, GString *out)
{
  g_string_append_printf (out, "{\"position\":%" G_GUINT64_FORMAT, event->position);
  append_text (out, "partition", event->partition, FALSE);
  append_number (out, "offset", (gint64) event->offset, -1, FALSE);
  append_text (out, "type", event->type, FALSE);
  append_columns (out, event, FALSE);
  append_number (out, "occurred_at", event->occurred_at, CL_NO_TIME, FALSE);
  append_number (out, "recorded_at", event->recorded_at, CL_NO_TIME, FALSE);
  append_text (out, "producer", event->producer, FALSE);
  append_number (out, "schema", event->schema, -1, FALSE);
  append_bytes (out, "seal", event->seal, CL_SEAL_SIZE);
  if (origin)
    append_bytes (out, "origin", g_bytes_get_data (origin, NULL), g_bytes_get_size (origin));
  g_string_append_c (out, '}');
}

/* RFC 3339 in UTC with microseconds; FALSE outside its years. */
static gboolean
append_time (GString *out, const char *key, gint64 time_us)
{
  gint64 seconds = time_us / G_USEC_PER_SEC, rest = time_us % G_USEC_PER_SEC;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (rest < 0)
    {
      seconds--;
      rest += G_USEC_PER_SEC;
    }
  time = time_us == CL_NO_TIME ? NULL : g_date_time_new_from_unix_utc (seconds);
  if (!time || g_date_time_get_year (time) < 1 || g_date_time_get_year (time) > 9999)
    return FALSE;
  append_key (out, key);
  g_string_append_printf (out,
                          "\"%04d-%02d-%02dT%02d:%02d:%02d.%06dZ\"",
                          g_date_time_get_year (time),
                          g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time),
                          g_date_time_get_hour (time),
                          g_date_time_get_minute (time),
                          g_date_time_get_second (time),
                          (int) rest);
  return TRUE;
}

static void
append_source (GString *out, const char *ledger_id, const ClEvent *event)
{
  g_autofree char *key = g_uri_escape_string (event->partition, "/~", FALSE);
  g_autofree char *source = g_strdup_printf ("urn:uuid:%s#%s", ledger_id, key);
  g_autofree char *subject = event->game > 0
                               ? g_strdup_printf ("%s/game/%u", event->partition, event->game)
                               : g_strdup (event->partition);
  g_autofree char *type = g_strconcat (CL_INTERCHANGE_TYPE_PREFIX, event->type, NULL);

  append_text (out, "source", source, FALSE);
  append_text (out, "type", type, FALSE);
  append_text (out, "subject", subject, FALSE);
}

static void
print_cloudevent (const char *ledger_id, const ClEvent *event, GBytes *origin, GString *out)
{
  g_autofree char *schema =
    g_strdup_printf (CL_INTERCHANGE_SCHEMA_PREFIX "%s:%u", event->type, event->schema);
  gboolean timed;

  g_string_append (out, "{\"specversion\":\"1.0\"");
  append_bytes (out, "id", event->seal, CL_SEAL_SIZE);
  append_source (out, ledger_id, event);
  timed = append_time (out, "time", event->occurred_at);
  append_text (out, "datacontenttype", "application/json", FALSE);
  append_text (out, "dataschema", schema, FALSE);
  append_text (out, "partitionkey", event->partition, FALSE);
  append_key (out, "sequence");
  g_string_append_printf (out, "\"%020" G_GUINT64_FORMAT "\"", event->offset);
  append_text (out, "producer", event->producer, FALSE);
  append_time (out, "recordedtime", event->recorded_at);
  append_key (out, "ledgerposition");
  g_string_append_printf (out, "\"%" G_GUINT64_FORMAT "\"", event->position);
  append_bytes (out, "seal", event->seal, CL_SEAL_SIZE);
  if (origin)
    append_bytes (out, "origin", g_bytes_get_data (origin, NULL), g_bytes_get_size (origin));
  append_key (out, "data");
  g_string_append_c (out, '{');
  append_columns (out, event, TRUE);
  if (!timed)
    append_number (out, "occurred_at", event->occurred_at, CL_NO_TIME, TRUE);
  g_string_append (out, "}}");
}

void
cl_interchange_print (ClInterchangeFormat format,
                      const char *ledger_id,
                      const ClEvent *event,
                      GBytes *origin,
                      GString *out)
{
  g_return_if_fail (event != NULL && out != NULL);

  if (format == CL_INTERCHANGE_CLOUDEVENTS)
    print_cloudevent (ledger_id, event, origin, out);
  else
    print_jsonl (event, origin, out);
}

void
cl_export_event_json (const ClEvent *event, GString *out)
{
  cl_interchange_print (CL_INTERCHANGE_JSONL, NULL, event, NULL, out);
}
