/* cl-fact-json.c: the small JSON reader and writer of the facts' details
 *
 * A replay reads the details of millions of moves (times, comments); building a tree for each costs more than all
 * the rest of a fold. The reader is strict: what it takes, every other JSON reader takes too. Nesting is bounded by
 * MAX_DEPTH and tracked in one word, so hostile input costs neither stack nor memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact-private.h"

#include <string.h>

#define MAX_DEPTH 64

/* Nearly all details are ASCII, which eight bytes at a time show. */
static gboolean
is_utf8 (const char *text)
{
  const char *at = text, *end = text + strlen (text);

  for (; end - at >= 8; at += 8)
    {
      guint64 word;

      memcpy (&word, at, sizeof word);
      if (word & G_GUINT64_CONSTANT (0x8080808080808080))
        break;
    }
  return g_utf8_validate_len (at, (gsize) (end - at), NULL);
}

void
cl_json_init (ClJson *self, const char *text)
{
  self->text = self->at = text;
  self->fault = is_utf8 (text) ? NULL : "text is not UTF-8";
  self->value = text;
  self->length = 0;
  self->scratch = NULL;
}

void
cl_json_clear (ClJson *self)
{
  if (self->scratch != NULL)
    g_string_free (self->scratch, TRUE);
  self->scratch = NULL;
}

static gboolean
fail (ClJson *self, const char *fault)
{
  if (self->fault == NULL)
    self->fault = fault;
  return FALSE;
}

static char
peek (ClJson *self)
{
  if (self->fault != NULL)
    return '\0';
  while (*self->at == ' ' || *self->at == '\t' || *self->at == '\n' || *self->at == '\r')
    self->at++;
  return *self->at;
}

static gboolean
take (ClJson *self, char c)
{
  if (peek (self) != c || c == '\0')
    return FALSE;
  self->at++;
  return TRUE;
}

gboolean
cl_json_enter (ClJson *self, char bracket)
{
  return take (self, bracket) || fail (self, bracket == '{' ? "no object" : "no array");
}

static gboolean
next (ClJson *self, gboolean *first, char closing)
{
  if (take (self, closing))
    return FALSE;
  if (!*first && !take (self, ','))
    return fail (self, "no comma");
  *first = FALSE;
  return self->fault == NULL;
}

gboolean
cl_json_next_element (ClJson *self, gboolean *first)
{
  return next (self, first, ']');
}

gboolean
cl_json_next_member (ClJson *self, gboolean *first)
{
  if (!next (self, first, '}'))
    return FALSE;
  if (!cl_json_read_text (self))
    return FALSE;
  return take (self, ':') || fail (self, "no colon");
}

static gboolean
read_hex4 (ClJson *self, gunichar *code)
{
  *code = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      int digit = g_ascii_xdigit_value (*self->at);

      if (digit < 0)
        return fail (self, "bad \\u");
      *code = *code << 4 | (gunichar) digit;
    }
  return TRUE;
}

static gboolean
read_unicode_escape (ClJson *self)
{
  gunichar code, low;

  if (!read_hex4 (self, &code))
    return FALSE;
  if (code >= 0xd800 && code < 0xdc00)
    {
      if (self->at[0] != '\\' || self->at[1] != 'u')
        return fail (self, "half a surrogate pair");
      self->at += 2;
      if (!read_hex4 (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, "half a surrogate pair");
      code = 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
    }
  else if (code >= 0xdc00 && code < 0xe000)
    return fail (self, "half a surrogate pair");
  if (code == 0)
    return fail (self, "NUL in a text");
  g_string_append_unichar (self->scratch, code);
  return TRUE;
}

static gboolean
read_escape (ClJson *self)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  char c = *self->at;
  const char *found = c != '\0' ? strchr (from, c) : NULL;

  if (c == '\0')
    return fail (self, "text without end");
  self->at++;
  if (c == 'u')
    return read_unicode_escape (self);
  if (found == NULL)
    return fail (self, "unknown escape");
  g_string_append_c (self->scratch, to[found - from]);
  return TRUE;
}

/* The rest of a text that has escapes: into scratch, piece by piece. */
static gboolean
read_escaped (ClJson *self)
{
  if (self->scratch == NULL)
    self->scratch = g_string_sized_new (64);
  g_string_truncate (self->scratch, 0);
  for (;;)
    {
      const char *start = self->at;

      while ((guchar) *self->at >= ' ' && *self->at != '"' && *self->at != '\\')
        self->at++;
      g_string_append_len (self->scratch, start, self->at - start);
      if (*self->at == '"')
        break;
      if (*self->at != '\\')
        return fail (self, *self->at == '\0' ? "text without end" : "control character in a text");
      self->at++;
      if (!read_escape (self))
        return FALSE;
    }
  self->at++;
  self->value = self->scratch->str;
  self->length = self->scratch->len;
  return TRUE;
}

gboolean
cl_json_read_text (ClJson *self)
{
  const char *start;

  if (!take (self, '"'))
    return fail (self, "no text");
  start = self->at;
  while ((guchar) *self->at >= ' ' && *self->at != '"' && *self->at != '\\')
    self->at++;
  if (*self->at != '"')
    {
      self->at = start;
      return read_escaped (self);
    }
  self->value = start;
  self->length = (gsize) (self->at - start);
  self->at++;
  return TRUE;
}

gboolean
cl_json_is (const ClJson *self, const char *value)
{
  return strncmp (self->value, value, self->length) == 0 && value[self->length] == '\0';
}

char *
cl_json_dup (const ClJson *self)
{
  return g_strndup (self->value, self->length);
}

/* Moves over a number by the grammar; *@whole tells if it has neither fraction nor exponent. */
static gboolean
scan_number (ClJson *self, gboolean *whole)
{
  *whole = TRUE;
  if (*self->at == '-')
    self->at++;
  if (!g_ascii_isdigit (*self->at))
    return fail (self, "no number");
  if (*self->at == '0' && g_ascii_isdigit (self->at[1]))
    return fail (self, "number with a leading zero");
  while (g_ascii_isdigit (*self->at))
    self->at++;
  if (*self->at == '.')
    {
      *whole = FALSE;
      if (!g_ascii_isdigit (*++self->at))
        return fail (self, "no digit behind the point");
      while (g_ascii_isdigit (*self->at))
        self->at++;
    }
  if (*self->at == 'e' || *self->at == 'E')
    {
      *whole = FALSE;
      self->at++;
      if (*self->at == '+' || *self->at == '-')
        self->at++;
      if (!g_ascii_isdigit (*self->at))
        return fail (self, "no digit in the exponent");
      while (g_ascii_isdigit (*self->at))
        self->at++;
    }
  return TRUE;
}

gboolean
cl_json_read_int (ClJson *self, gint64 *value)
{
  const char *start;
  gboolean whole;
  guint64 size = 0;
  gboolean negative;

  peek (self);
  start = self->at;
  if (self->fault != NULL || !scan_number (self, &whole))
    return FALSE;
  if (!whole)
    return fail (self, "no whole number");
  negative = *start == '-';
  for (const char *c = start + negative; c < self->at; c++)
    if (!g_uint64_checked_mul (&size, size, 10) ||
        !g_uint64_checked_add (&size, size, (guint64) (*c - '0')) || size > (guint64) G_MAXINT64)
      return fail (self, "number too large");
  *value = negative ? -(gint64) size : (gint64) size;
  return TRUE;
}

static gboolean
take_word (ClJson *self, const char *word)
{
  gsize length = strlen (word);

  peek (self);
  if (self->fault != NULL || strncmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

gboolean
cl_json_read_flag (ClJson *self, gboolean *value)
{
  *value = take_word (self, "true");
  return *value || take_word (self, "false") || fail (self, "no true or false");
}

gboolean
cl_json_read_null (ClJson *self)
{
  return take_word (self, "null");
}

static gboolean
skip_scalar (ClJson *self)
{
  gboolean ignored;

  switch (peek (self))
    {
    case '"':
      return cl_json_read_text (self);
    case 't':
    case 'f':
      return cl_json_read_flag (self, &ignored);
    case 'n':
      return cl_json_read_null (self) || fail (self, "no value");
    default:
      return self->fault == NULL && scan_number (self, &ignored);
    }
}

/* One bit a level tells objects from arrays. */
gboolean
cl_json_skip (ClJson *self)
{
  guint64 objects = 0;
  guint depth = 0;
  gboolean first = FALSE;

  do
    {
      gboolean in_object = depth > 0 && (objects & 1);
      char c;

      if (depth > 0 &&
          !(in_object ? cl_json_next_member (self, &first) : cl_json_next_element (self, &first)))
        {
          if (self->fault != NULL)
            return FALSE;
          depth--;
          objects >>= 1;
          first = FALSE;
          continue;
        }
      c = peek (self);
      if (c == '{' || c == '[')
        {
          if (depth == MAX_DEPTH)
            return fail (self, "nested too deeply");
          self->at++;
          depth++;
          objects = objects << 1 | (c == '{');
          first = TRUE;
        }
      else if (!skip_scalar (self))
        return FALSE;
    }
  while (depth > 0);
  return TRUE;
}

gboolean
cl_json_end (ClJson *self)
{
  return (peek (self) == '\0' && self->fault == NULL) || fail (self, "text behind the object");
}

void
cl_json_append_text (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (;;)
    {
      const char *start = text;

      while ((guchar) *text >= ' ' && *text != '"' && *text != '\\')
        text++;
      g_string_append_len (out, start, text - start);
      if (*text == '\0')
        break;
      if (*text == '"' || *text == '\\')
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *text);
        }
      else if (*text == '\n')
        g_string_append (out, "\\n");
      else
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *text);
      text++;
    }
  g_string_append_c (out, '"');
}
