/* cl-draft-check.c: what a ledger takes and what it refuses, before anything touches the disk
 *
 * Only form is checked here: what a fact means is the business of src/facts. Limits are generous for chess and small
 * enough that no reader has to fear a row.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-private.h"
#include "cl-ledger.h"
#include "cl-partition-name.h"

#include <string.h>

#define MAX_PARTITION CL_PARTITION_KEY_MAX /* bytes; ClVerification has room for it */
#define MAX_TYPE      64
#define MAX_NAME      1000
#define MAX_DETAILS   (64 << 20)
#define MAX_ORIGIN    CL_PARTITION_ORIGIN_MAX
#define MAX_DEPTH     64

typedef struct
{
  const guchar *at;
  const guchar *end;
} JsonText;

static gboolean skip_value (JsonText *text, guint depth);

static void
skip_space (JsonText *text)
{
  while (text->at < text->end &&
         (*text->at == ' ' || *text->at == '\t' || *text->at == '\n' || *text->at == '\r'))
    text->at++;
}

static gboolean
skip_char (JsonText *text, char c)
{
  if (text->at >= text->end || *text->at != (guchar) c)
    return FALSE;
  text->at++;
  return TRUE;
}

static gboolean
skip_word (JsonText *text, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (text->end - text->at) < length || memcmp (text->at, word, length) != 0)
    return FALSE;
  text->at += length;
  return TRUE;
}

static gboolean
skip_digits (JsonText *text)
{
  const guchar *start = text->at;

  while (text->at < text->end && g_ascii_isdigit (*text->at))
    text->at++;
  return text->at > start;
}

static gboolean
skip_number (JsonText *text)
{
  skip_char (text, '-');
  if (!skip_char (text, '0') && !skip_digits (text))
    return FALSE;
  if (skip_char (text, '.') && !skip_digits (text))
    return FALSE;
  if (skip_char (text, 'e') || skip_char (text, 'E'))
    {
      if (!skip_char (text, '+'))
        skip_char (text, '-');
      return skip_digits (text);
    }
  return TRUE;
}

/* Four hex digits after "\u"; -1 if they are not. */
static int
read_unit (JsonText *text)
{
  int unit = 0;

  if (text->end - text->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((char) text->at[i]);

      if (digit < 0)
        return -1;
      unit = unit << 4 | digit;
    }
  text->at += 4;
  return unit;
}

static gboolean
skip_escape (JsonText *text)
{
  int unit, low;

  if (text->at >= text->end)
    return FALSE;
  if (*text->at != 'u')
    return *text->at != '\0' && strchr ("\"\\/bfnrt", *text->at++) != NULL;
  text->at++;
  unit = read_unit (text);
  if (unit <= 0 || (unit >= 0xdc00 && unit <= 0xdfff))
    return FALSE;
  if (unit < 0xd800 || unit > 0xdbff)
    return TRUE;
  if (!skip_char (text, '\\') || !skip_char (text, 'u'))
    return FALSE;
  low = read_unit (text);
  return low >= 0xdc00 && low <= 0xdfff;
}

static gboolean
skip_string (JsonText *text)
{
  if (!skip_char (text, '"'))
    return FALSE;
  while (text->at < text->end)
    {
      guchar c = *text->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20 || (c == '\\' && !skip_escape (text)))
        return FALSE;
    }
  return FALSE;
}

/* The inside of an object or array, up to and with @close. */
static gboolean
skip_members (JsonText *text, gboolean named, char close, guint depth)
{
  skip_space (text);
  if (skip_char (text, close))
    return TRUE;
  while (TRUE)
    {
      skip_space (text);
      if (named)
        {
          if (!skip_string (text))
            return FALSE;
          skip_space (text);
          if (!skip_char (text, ':'))
            return FALSE;
        }
      if (!skip_value (text, depth))
        return FALSE;
      skip_space (text);
      if (skip_char (text, close))
        return TRUE;
      if (!skip_char (text, ','))
        return FALSE;
    }
}

static gboolean
skip_value (JsonText *text, guint depth)
{
  skip_space (text);
  if (text->at >= text->end || depth >= MAX_DEPTH)
    return FALSE;
  switch (*text->at)
    {
    case '{':
      text->at++;
      return skip_members (text, TRUE, '}', depth + 1);
    case '[':
      text->at++;
      return skip_members (text, FALSE, ']', depth + 1);
    case '"':
      return skip_string (text);
    case 't':
      return skip_word (text, "true");
    case 'f':
      return skip_word (text, "false");
    case 'n':
      return skip_word (text, "null");
    default:
      return skip_number (text);
    }
}

gboolean
cl_json_is_object (const char *text, gsize length, gsize *where)
{
  JsonText json = { (const guchar *) text, (const guchar *) text + length };
  const char *bad;
  gboolean ok;

  if (!g_utf8_validate_len (text, length, &bad))
    {
      *where = (gsize) (bad - text);
      return FALSE;
    }
  skip_space (&json);
  ok = json.at < json.end && *json.at == '{' && skip_value (&json, 0);
  if (ok)
    skip_space (&json);
  *where = (gsize) (json.at - (const guchar *) text);
  return ok && json.at == json.end;
}

static gboolean
check_name (const char *what, const char *name, gsize max, gboolean printable, GError **error)
{
  gsize length = name ? strlen (name) : 0;

  if (length == 0 || length > max)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   length ? "%s is longer than %" G_GSIZE_FORMAT " bytes" : "%s is empty",
                   what,
                   max);
      return FALSE;
    }
  if (!g_utf8_validate_len (name, length, NULL))
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID, "%s is not UTF-8", what);
      return FALSE;
    }
  for (const char *c = name; printable && *c; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      {
        g_set_error (error,
                     CL_LEDGER_ERROR,
                     CL_LEDGER_ERROR_INVALID,
                     "%s has a control character",
                     what);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_details (const char *details, GError **error)
{
  gsize length = strlen (details), where;

  if (length > MAX_DETAILS)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "details are longer than %d bytes",
                   MAX_DETAILS);
      return FALSE;
    }
  if (!cl_json_is_object (details, length, &where))
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "details are not a JSON object (byte %" G_GSIZE_FORMAT ")",
                   where);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_event (const ClEvent *event, const ClEvent *previous, GError **error)
{
  if ((!previous || previous->type != event->type) &&
      !check_name ("the type", event->type, MAX_TYPE, TRUE, error))
    return FALSE;
  if (event->player && *event->player && (!previous || previous->player != event->player) &&
      !check_name ("the player's name", event->player, MAX_NAME, FALSE, error))
    return FALSE;
  if (event->schema == 0)
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID, "the schema is 0");
      return FALSE;
    }
  if (event->has_move && !cl_move_is_valid (event->move))
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "the move %u with marks %u is none",
                   event->move.move,
                   event->move.marks);
      return FALSE;
    }
  return !event->details || check_details (event->details, error);
}

gboolean
cl_draft_check (const ClDraft *draft, GError **error)
{
  const ClEvent *previous = NULL;

  if (!check_name ("the partition key", draft->partition, MAX_PARTITION, TRUE, error) ||
      !check_name ("the producer", draft->producer, MAX_PARTITION, TRUE, error))
    return FALSE;
  if (draft->origin &&
      (g_bytes_get_size (draft->origin) == 0 || g_bytes_get_size (draft->origin) > MAX_ORIGIN))
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "the origin is empty or longer than %d bytes",
                   MAX_ORIGIN);
      return FALSE;
    }
  if (draft->events->len == 0)
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID, "there is no event to append");
      return FALSE;
    }
  for (guint i = 0; i < draft->events->len; i++)
    {
      const ClEvent *event = &g_array_index (draft->events, ClEvent, i);

      if (!check_event (event, previous, error))
        {
          g_prefix_error (error, "Event %u for “%s” cannot be recorded: ", i + 1, draft->partition);
          return FALSE;
        }
      previous = event;
    }
  return TRUE;
}
