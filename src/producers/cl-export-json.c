/* cl-export-json.c: one event as a JSON object, all columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-export.h"

static void
append_json_text (GString *out, const char *key, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", key);
  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  while (*text)
    {
      const char *plain = text;

      while ((guchar) *text >= ' ' && *text != '"' && *text != '\\')
        text++;
      g_string_append_len (out, plain, text - plain);
      if (*text == '"' || *text == '\\')
        g_string_append_printf (out, "\\%c", *text++);
      else if (*text)
        g_string_append_printf (out, "\\u%04x", *text++);
    }
  g_string_append_c (out, '"');
}

static void
append_json_number (GString *out, const char *key, gint64 value, gint64 absent)
{
  if (value == absent)
    g_string_append_printf (out, ",\"%s\":null", key);
  else
    g_string_append_printf (out, ",\"%s\":%" G_GINT64_FORMAT, key, value);
}

/* Verbatim, but on one line: a line feed can only stand between its tokens. */
static void
append_details (GString *out, const char *details)
{
  gsize from;

  g_string_append (out, ",\"details\":");
  from = out->len;
  g_string_append (out, details ? details : "null");
  for (char *c = out->str + from; *c; c++)
    if (*c == '\n' || *c == '\r')
      *c = ' ';
}

void
cl_export_event_json (const ClEvent *event, GString *out)
{
  const char *captured = event->has_move ? cl_move_captured (event->move) : NULL;
  char san[12] = "", uci[6] = "", seal[2 * CL_SEAL_SIZE + 1];

  if (event->has_move)
    {
      cl_move_san (event->move, san);
      cl_move_uci (event->move, uci);
    }
  for (gsize i = 0; i < CL_SEAL_SIZE; i++)
    {
      seal[2 * i] = "0123456789abcdef"[event->seal[i] >> 4];
      seal[2 * i + 1] = "0123456789abcdef"[event->seal[i] & 15];
    }
  seal[2 * CL_SEAL_SIZE] = 0;
  g_string_append_printf (out, "{\"position\":%" G_GUINT64_FORMAT, event->position);
  append_json_text (out, "partition", event->partition);
  append_json_number (out, "offset", (gint64) event->offset, -1);
  append_json_text (out, "type", event->type);
  append_json_number (out, "game", event->game, 0);
  append_json_number (out, "ply", event->ply, 0);
  append_json_text (out, "player", event->player);
  append_json_text (out, "san", event->has_move ? san : NULL);
  append_json_text (out, "uci", event->has_move ? uci : NULL);
  append_json_text (out, "captured", captured && *captured ? captured : NULL);
  append_json_number (out, "clock_ms", event->clock_ms, CL_NO_CLOCK);
  append_details (out, event->details);
  append_json_number (out, "occurred_at", event->occurred_at, CL_NO_TIME);
  append_json_number (out, "recorded_at", event->recorded_at, CL_NO_TIME);
  append_json_text (out, "producer", event->producer);
  append_json_number (out, "schema", event->schema, -1);
  append_json_text (out, "seal", seal);
  g_string_append_c (out, '}');
}
