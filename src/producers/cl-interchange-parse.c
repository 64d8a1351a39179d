/* cl-interchange-parse.c: takes a line of an export apart, strictly: what it takes is printed again as the same facts
 *
 * One table says which members there are, in which format, and what they hold. Members that it does not name are somebody else's
 * and are passed over: what counts is sealed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-interchange-private.h"

#include <string.h>

#include "cl-json.h"

typedef enum
{
  IN_JSONL = 1 << 0,
  IN_CLOUD = 1 << 1,
  IN_DATA = 1 << 2, /* of a CloudEvent */
} Where;

typedef enum
{
  TEXT,
  NUMBER,
  RAW,
  OBJECT,
} Kind;

typedef enum
{
  FIELD_SPECVERSION,
  FIELD_ID,
  FIELD_SOURCE,
  FIELD_CONTENT_TYPE,
  FIELD_DATA_SCHEMA,
  FIELD_SEQUENCE,
  FIELD_TIME,
  FIELD_DATA,
  FIELD_PARTITION,
  FIELD_OFFSET,
  FIELD_TYPE,
  FIELD_GAME,
  FIELD_PLY,
  FIELD_PLAYER,
  FIELD_SAN,
  FIELD_UCI,
  FIELD_CAPTURED,
  FIELD_CLOCK,
  FIELD_DETAILS,
  FIELD_DETAILS_TEXT,
  FIELD_OCCURRED,
  FIELD_PRODUCER,
  FIELD_SCHEMA,
  FIELD_SEAL,
  FIELD_ORIGIN,
  N_FIELDS,
} Field;

static const struct
{
  const char *name;
  Field field;
  Kind kind;
  int where;
} members[] = {
  { "specversion", FIELD_SPECVERSION, TEXT, IN_CLOUD },
  { "id", FIELD_ID, TEXT, IN_CLOUD },
  { "source", FIELD_SOURCE, TEXT, IN_CLOUD },
  { "datacontenttype", FIELD_CONTENT_TYPE, TEXT, IN_CLOUD },
  { "dataschema", FIELD_DATA_SCHEMA, TEXT, IN_CLOUD },
  { "sequence", FIELD_SEQUENCE, TEXT, IN_CLOUD },
  { "time", FIELD_TIME, TEXT, IN_CLOUD },
  { "data", FIELD_DATA, OBJECT, IN_CLOUD },
  { "partitionkey", FIELD_PARTITION, TEXT, IN_CLOUD },
  { "partition", FIELD_PARTITION, TEXT, IN_JSONL },
  { "offset", FIELD_OFFSET, NUMBER, IN_JSONL },
  { "type", FIELD_TYPE, TEXT, IN_JSONL | IN_CLOUD },
  { "game", FIELD_GAME, NUMBER, IN_JSONL | IN_DATA },
  { "ply", FIELD_PLY, NUMBER, IN_JSONL | IN_DATA },
  { "player", FIELD_PLAYER, TEXT, IN_JSONL | IN_DATA },
  { "san", FIELD_SAN, TEXT, IN_JSONL | IN_DATA },
  { "uci", FIELD_UCI, TEXT, IN_JSONL | IN_DATA },
  { "captured", FIELD_CAPTURED, TEXT, IN_JSONL | IN_DATA },
  { "clock_ms", FIELD_CLOCK, NUMBER, IN_JSONL | IN_DATA },
  { "details", FIELD_DETAILS, RAW, IN_JSONL | IN_DATA },
  { "details_text", FIELD_DETAILS_TEXT, TEXT, IN_JSONL | IN_DATA },
  { "occurred_at", FIELD_OCCURRED, NUMBER, IN_JSONL | IN_DATA },
  { "producer", FIELD_PRODUCER, TEXT, IN_JSONL | IN_CLOUD },
  { "schema", FIELD_SCHEMA, NUMBER, IN_JSONL },
  { "seal", FIELD_SEAL, TEXT, IN_JSONL | IN_CLOUD },
  { "origin", FIELD_ORIGIN, TEXT, IN_JSONL | IN_CLOUD },
};

typedef struct
{
  ClJson json;
  GStringChunk *strings;
  const char *texts[N_FIELDS]; /* (nullable): absent */
  gint64 numbers[N_FIELDS];
  gboolean present[N_FIELDS]; /* with a value other than null */
  gboolean seen[N_FIELDS];
} Fields;

void
cl_interchange_event_clear (ClInterchangeEvent *self)
{
  g_clear_pointer (&self->origin, g_bytes_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  memset (&self->event, 0, sizeof self->event);
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  if (error)
    {
      va_start (args, format);
      *error = g_error_new_valist (CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID, format, args);
      va_end (args);
    }
  return FALSE;
}

static gboolean
refuse_json (const Fields *self, GError **error)
{
  return refuse (error,
                 "not an event in JSON: %s (byte %" G_GSIZE_FORMAT ")",
                 self->json.fault ? self->json.fault : "it goes wrong",
                 (gsize) (self->json.at - self->json.text) + 1);
}

static gboolean read_object (Fields *self, Where where, GError **error);

static gboolean
read_value (Fields *self, guint member, GError **error)
{
  Field field = members[member].field;
  const char *start;

  while (*self->json.at == ' ' || *self->json.at == '\t')
    self->json.at++;
  start = self->json.at;
  if (cl_json_read_null (&self->json))
    return TRUE;
  self->present[field] = TRUE;
  switch (members[member].kind)
    {
    case NUMBER:
      return cl_json_read_int (&self->json, &self->numbers[field]) || refuse_json (self, error);
    case RAW:
      if (!cl_json_skip (&self->json))
        return refuse_json (self, error);
      self->texts[field] =
        g_string_chunk_insert_len (self->strings, start, (gssize) (self->json.at - start));
      return TRUE;
    case OBJECT:
      return read_object (self, IN_DATA, error);
    case TEXT:
    default:
      if (!cl_json_read_text (&self->json))
        return refuse_json (self, error);
      self->texts[field] =
        g_string_chunk_insert_len (self->strings, self->json.value, (gssize) self->json.length);
      return TRUE;
    }
}

/* The index in the table, or its length. */
static guint
find_member (const Fields *self, Where where)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (members) &&
         !((members[i].where & (int) where) && cl_json_is (&self->json, members[i].name)))
    i++;
  return i;
}

static gboolean
read_object (Fields *self, Where where, GError **error)
{
  gboolean first = TRUE;

  if (!cl_json_enter (&self->json, '{'))
    return refuse_json (self, error);
  while (cl_json_next_member (&self->json, &first))
    {
      guint i = find_member (self, where);

      if (i == G_N_ELEMENTS (members))
        {
          if (!cl_json_skip (&self->json))
            return refuse_json (self, error);
          continue;
        }
      if (self->seen[members[i].field])
        return refuse (error, "“%s” is there twice", members[i].name);
      self->seen[members[i].field] = TRUE;
      if (!read_value (self, i, error))
        return FALSE;
    }
  return self->json.fault == NULL || refuse_json (self, error);
}

static gboolean
require (const Fields *self, Field field, const char *name, GError **error)
{
  return self->present[field] || refuse (error, "“%s” is missing", name);
}

static gboolean
read_hex (const char *text, guint8 *bytes, gsize max, gsize *length)
{
  gsize n = strlen (text);

  if (n % 2 != 0 || n / 2 > max)
    return FALSE;
  for (gsize i = 0; i < n; i += 2)
    {
      int high = g_ascii_xdigit_value (text[i]), low = g_ascii_xdigit_value (text[i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      bytes[i / 2] = (guint8) (high << 4 | low);
    }
  *length = n / 2;
  return TRUE;
}

static gboolean
take_number (const Fields *self, Field field, const char *name, gint64 max, GError **error)
{
  return !self->present[field] || (self->numbers[field] >= 1 && self->numbers[field] <= max) ||
         refuse (error, "“%s” is not between 1 and %" G_GINT64_FORMAT, name, max);
}

static gboolean
take_move (const Fields *self, ClEvent *event, GError **error)
{
  const char *captured = self->texts[FIELD_CAPTURED];

  if (!self->present[FIELD_SAN] && !self->present[FIELD_UCI] && !captured)
    return TRUE;
  event->has_move = TRUE;
  if (self->present[FIELD_SAN] && self->present[FIELD_UCI] &&
      cl_move_from_text (self->texts[FIELD_SAN],
                         self->texts[FIELD_UCI],
                         captured ? captured : "",
                         &event->move))
    return TRUE;
  return refuse (error, "“san”, “uci” and “captured” are not one move");
}

/* @n digits. */
static gboolean
read_digits (const char **at, guint n, int *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *value = *value * 10 + (**at - '0');
    }
  return TRUE;
}

static gboolean
read_char (const char **at, const char *any)
{
  return **at && strchr (any, **at) && (*at)++;
}

/* RFC 3339, at most microseconds. */
static gboolean
read_time (const char *text, gint64 *time_us)
{
  int year, month, day, hour, minute, second, zone_hour = 0, zone_minute = 0, digit, scale = 100000;
  g_autoptr (GDateTime) time = NULL;
  gint64 rest = 0, zone;
  char sign;

  if (!read_digits (&text, 4, &year) || !read_char (&text, "-") ||
      !read_digits (&text, 2, &month) || !read_char (&text, "-") || !read_digits (&text, 2, &day) ||
      !read_char (&text, "Tt") || !read_digits (&text, 2, &hour) || !read_char (&text, ":") ||
      !read_digits (&text, 2, &minute) || !read_char (&text, ":") ||
      !read_digits (&text, 2, &second))
    return FALSE;
  if (read_char (&text, "."))
    for (; read_digits (&text, 1, &digit); scale /= 10)
      rest += digit * scale;
  sign = *text;
  if (!read_char (&text, "Zz+-"))
    return FALSE;
  if ((sign == '+' || sign == '-') &&
      (!read_digits (&text, 2, &zone_hour) || !read_char (&text, ":") ||
       !read_digits (&text, 2, &zone_minute)))
    return FALSE;
  time = year > 0 ? g_date_time_new_utc (year, month, day, hour, minute, second) : NULL;
  if (!time || *text || zone_hour > 23 || zone_minute > 59)
    return FALSE;
  zone = (zone_hour * 60 + zone_minute) * 60 * (sign == '-' ? -1 : 1);
  *time_us = (g_date_time_to_unix (time) - zone) * G_USEC_PER_SEC + rest;
  return TRUE;
}

/* What only a CloudEvent says, in the places of the other format. */
static gboolean
take_cloud (Fields *self, GError **error)
{
  const char *schema = self->texts[FIELD_DATA_SCHEMA], *type = self->texts[FIELD_TYPE];
  const char *number = schema ? strrchr (schema, ':') : NULL;
  guint64 value;

  if (!require (self, FIELD_ID, "id", error) || !require (self, FIELD_SOURCE, "source", error) ||
      !require (self, FIELD_TYPE, "type", error) ||
      !require (self, FIELD_SEQUENCE, "sequence", error) ||
      !require (self, FIELD_DATA_SCHEMA, "dataschema", error) ||
      !require (self, FIELD_DATA, "data", error) || !require (self, FIELD_SEAL, "seal", error))
    return FALSE;
  if (strcmp (self->texts[FIELD_SPECVERSION], "1.0") != 0)
    return refuse (error, "this is CloudEvents %s, not 1.0", self->texts[FIELD_SPECVERSION]);
  if (!*self->texts[FIELD_SOURCE] || strcmp (self->texts[FIELD_ID], self->texts[FIELD_SEAL]) != 0)
    return refuse (error, "“source” is empty, or “id” is not the seal");
  if (self->present[FIELD_CONTENT_TYPE] &&
      strcmp (self->texts[FIELD_CONTENT_TYPE], "application/json") != 0)
    return refuse (error, "“datacontenttype” is not application/json");
  if (!g_str_has_prefix (type, CL_INTERCHANGE_TYPE_PREFIX))
    return refuse (error, "the type “%s” is not one of ours", type);
  self->texts[FIELD_TYPE] = type + strlen (CL_INTERCHANGE_TYPE_PREFIX);
  if (!g_ascii_string_to_unsigned (self->texts[FIELD_SEQUENCE], 10, 1, G_MAXINT64, &value, NULL))
    return refuse (error, "“sequence” is no offset");
  self->numbers[FIELD_OFFSET] = (gint64) value;
  self->present[FIELD_OFFSET] = TRUE;
  if (!g_str_has_prefix (schema, CL_INTERCHANGE_SCHEMA_PREFIX) || !number ||
      !g_ascii_string_to_unsigned (number + 1, 10, 1, G_MAXUINT16, &value, NULL))
    return refuse (error, "“dataschema” is not one of ours");
  self->numbers[FIELD_SCHEMA] = (gint64) value;
  self->present[FIELD_SCHEMA] = TRUE;
  if (!self->present[FIELD_TIME])
    return TRUE;
  if (self->present[FIELD_OCCURRED])
    return refuse (error, "“time” and “occurred_at” are both there");
  self->present[FIELD_OCCURRED] = TRUE;
  return read_time (self->texts[FIELD_TIME], &self->numbers[FIELD_OCCURRED]) ||
         refuse (error, "“time” is no time of RFC 3339");
}

static gboolean
take_origin (const Fields *self, ClInterchangeEvent *out, GError **error)
{
  guint8 bytes[CL_PARTITION_ORIGIN_MAX];
  gsize length;

  if (!self->present[FIELD_ORIGIN])
    return TRUE;
  if (!read_hex (self->texts[FIELD_ORIGIN], bytes, sizeof bytes, &length) || length == 0)
    return refuse (error, "“origin” is not 1 to %d bytes in hex", CL_PARTITION_ORIGIN_MAX);
  out->origin = g_bytes_new (bytes, length);
  return TRUE;
}

static gboolean
take_event (const Fields *self, ClInterchangeEvent *out, GError **error)
{
  ClEvent *event = &out->event;
  gsize length;

  if (!require (self, FIELD_PARTITION, "partition", error) ||
      !require (self, FIELD_OFFSET, "offset", error) ||
      !require (self, FIELD_TYPE, "type", error) ||
      !require (self, FIELD_PRODUCER, "producer", error) ||
      !require (self, FIELD_SCHEMA, "schema", error) ||
      !require (self, FIELD_SEAL, "seal", error) ||
      !take_number (self, FIELD_OFFSET, "offset", G_MAXINT64, error) ||
      !take_number (self, FIELD_SCHEMA, "schema", G_MAXUINT16, error) ||
      !take_number (self, FIELD_GAME, "game", G_MAXUINT32, error) ||
      !take_number (self, FIELD_PLY, "ply", G_MAXUINT32, error) ||
      !take_move (self, event, error) || !take_origin (self, out, error))
    return FALSE;
  if (!read_hex (self->texts[FIELD_SEAL], event->seal, CL_SEAL_SIZE, &length) ||
      length != CL_SEAL_SIZE)
    return refuse (error, "“seal” is not %d bytes in hex", CL_SEAL_SIZE);
  event->partition = self->texts[FIELD_PARTITION];
  event->type = self->texts[FIELD_TYPE];
  event->producer = self->texts[FIELD_PRODUCER];
  event->player = self->texts[FIELD_PLAYER];
  event->details = self->present[FIELD_DETAILS_TEXT] ? self->texts[FIELD_DETAILS_TEXT]
                                                     : self->texts[FIELD_DETAILS];
  event->offset = (guint64) self->numbers[FIELD_OFFSET];
  event->schema = (guint16) self->numbers[FIELD_SCHEMA];
  event->game = (guint32) self->numbers[FIELD_GAME];
  event->ply = (guint32) self->numbers[FIELD_PLY];
  event->clock_ms = self->present[FIELD_CLOCK] ? self->numbers[FIELD_CLOCK] : CL_NO_CLOCK;
  event->occurred_at = self->present[FIELD_OCCURRED] ? self->numbers[FIELD_OCCURRED] : CL_NO_TIME;
  return TRUE;
}

/* Is there a member “specversion” at the top? */
static gboolean
looks_like_cloud (const char *line)
{
  g_auto (ClJson) json = { 0 };
  gboolean first = TRUE, found = FALSE;

  cl_json_init (&json, line);
  if (!cl_json_enter (&json, '{'))
    return FALSE;
  while (!found && cl_json_next_member (&json, &first))
    {
      found = cl_json_is (&json, "specversion");
      if (!found && !cl_json_skip (&json))
        return FALSE;
    }
  return found;
}

gboolean
cl_interchange_parse (const char *line,
                      ClInterchangeFormat format,
                      ClInterchangeEvent *out,
                      GError **error)
{
  Fields fields = { 0 };
  gboolean cloud, ok;

  g_return_val_if_fail (line != NULL && out != NULL, FALSE);

  memset (out, 0, sizeof *out);
  out->strings = fields.strings = g_string_chunk_new (1024);
  cloud = format == CL_INTERCHANGE_CLOUDEVENTS ||
          (format == CL_INTERCHANGE_DETECT && looks_like_cloud (line));
  cl_json_init (&fields.json, line);
  ok = read_object (&fields, cloud ? IN_CLOUD : IN_JSONL, error) &&
       (cl_json_end (&fields.json) || refuse_json (&fields, error)) &&
       (!cloud || (require (&fields, FIELD_SPECVERSION, "specversion", error) &&
                   take_cloud (&fields, error))) &&
       take_event (&fields, out, error);
  cl_json_clear (&fields.json);
  if (!ok)
    cl_interchange_event_clear (out);
  return ok;
}
