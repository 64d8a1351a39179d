/* cl-uci-line.c: the grammar of what engines say (reference: UCI protocol, April 2004), read leniently and bounded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-uci-line.h"

#include <string.h>

#define MAX_CP    100000
#define MAX_MATE  1000
#define MAX_DEPTH 255

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

gboolean
cl_uci_next_word (ChessText *rest, ChessText *word)
{
  while (rest->length > 0 && is_blank (*rest->text))
    {
      rest->text++;
      rest->length--;
    }
  word->text = rest->text;
  while (rest->length > 0 && !is_blank (*rest->text))
    {
      rest->text++;
      rest->length--;
    }
  word->length = (gsize) (rest->text - word->text);
  return word->length > 0;
}

gboolean
cl_uci_word_is (ChessText word, const char *text)
{
  return word.length == strlen (text) && memcmp (word.text, text, word.length) == 0;
}

static gboolean
read_number (ChessText word, gint64 min, gint64 max, gint64 *value)
{
  gboolean negative = word.length > 0 && *word.text == '-';
  gint64 size = 0;

  if (word.length == (gsize) negative)
    return FALSE;
  for (gsize i = negative; i < word.length; i++)
    {
      if (!g_ascii_isdigit (word.text[i]) || size > (G_MAXINT64 - 9) / 10)
        return FALSE;
      size = size * 10 + (word.text[i] - '0');
    }
  *value = negative ? -size : size;
  return *value >= min && *value <= max;
}

static gboolean
next_number (ChessText *rest, gint64 min, gint64 max, gint64 *value)
{
  ChessText word;

  return cl_uci_next_word (rest, &word) && read_number (word, min, max, value);
}

static ChessText
trim (ChessText text)
{
  while (text.length > 0 && is_blank (*text.text))
    {
      text.text++;
      text.length--;
    }
  while (text.length > 0 && is_blank (text.text[text.length - 1]))
    text.length--;
  return text;
}

static void
read_score (ChessText *rest, ClUciLine *line)
{
  ChessText word;
  gint64 value;

  if (!cl_uci_next_word (rest, &word))
    return;
  if (cl_uci_word_is (word, "cp") && next_number (rest, -MAX_CP, MAX_CP, &value))
    {
      line->cp = (gint32) value;
      line->has_score = TRUE;
    }
  else if (cl_uci_word_is (word, "mate") && next_number (rest, -MAX_MATE, MAX_MATE, &value) &&
           value != 0)
    {
      line->mate = (gint32) value;
      line->has_score = TRUE;
    }
}

static void
read_wdl (ChessText *rest, ClUciLine *line)
{
  gint64 values[3];

  for (guint i = 0; i < 3; i++)
    if (!next_number (rest, 0, 1000, &values[i]))
      return;
  for (guint i = 0; i < 3; i++)
    line->wdl[i] = (guint16) values[i];
}

/* FALSE at the moves or a text, which take the rest of the line. */
static gboolean
read_info_part (ChessText word, ChessText *rest, ClUciLine *line)
{
  gint64 value;

  if (cl_uci_word_is (word, "pv"))
    {
      line->text = trim (*rest);
      return FALSE;
    }
  if (cl_uci_word_is (word, "string"))
    return FALSE;
  if (cl_uci_word_is (word, "score"))
    read_score (rest, line);
  else if (cl_uci_word_is (word, "lowerbound"))
    line->bound = CL_UCI_LOWER_BOUND;
  else if (cl_uci_word_is (word, "upperbound"))
    line->bound = CL_UCI_UPPER_BOUND;
  else if (cl_uci_word_is (word, "wdl"))
    read_wdl (rest, line);
  else if (cl_uci_word_is (word, "depth") && next_number (rest, 0, MAX_DEPTH, &value))
    line->depth = (guint32) value;
  else if (cl_uci_word_is (word, "seldepth") && next_number (rest, 0, MAX_DEPTH, &value))
    line->seldepth = (guint32) value;
  else if (cl_uci_word_is (word, "multipv") && next_number (rest, 1, 500, &value))
    line->multipv = (guint32) value;
  else if (cl_uci_word_is (word, "time") && next_number (rest, 0, G_MAXINT32, &value))
    line->time_ms = (guint32) value;
  else if (cl_uci_word_is (word, "nodes") && next_number (rest, 0, G_MAXINT64, &value))
    line->nodes = (guint64) value;
  return TRUE;
}

static void
read_info (ChessText *rest, ClUciLine *line)
{
  ChessText word;

  line->kind = CL_UCI_INFO;
  while (cl_uci_next_word (rest, &word) && read_info_part (word, rest, line))
    ;
}

/* Names and presets may have blanks: each goes on until the next of the words that the grammar knows. */
static ChessText
read_until_keyword (ChessText *rest)
{
  static const char *const keywords[] = { "name", "type", "default", "min", "max", "var" };
  ChessText all = *rest, ahead = *rest, word;

  while (cl_uci_next_word (&ahead, &word))
    {
      for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
        if (cl_uci_word_is (word, keywords[i]))
          {
            all.length = (gsize) (word.text - all.text);
            return trim (all);
          }
      *rest = ahead;
    }
  *rest = ahead;
  return trim (all);
}

static gboolean
read_type (ChessText *rest, ClUciLine *line)
{
  static const char *const types[] = { "check", "spin", "combo", "button", "string" };
  ChessText word;

  if (!cl_uci_next_word (rest, &word))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (cl_uci_word_is (word, types[i]))
      {
        line->type = (ClUciOptionType) i;
        return TRUE;
      }
  return FALSE;
}

static void
read_option (ChessText *rest, ClUciLine *line)
{
  gboolean typed = FALSE;
  ChessText word, at;

  for (at = *rest; cl_uci_next_word (rest, &word); at = *rest)
    if (cl_uci_word_is (word, "name"))
      line->text = read_until_keyword (rest);
    else if (cl_uci_word_is (word, "type"))
      typed = read_type (rest, line);
    else if (cl_uci_word_is (word, "default"))
      line->preset = read_until_keyword (rest);
    else if (cl_uci_word_is (word, "min"))
      next_number (rest, G_MININT64, G_MAXINT64, &line->min);
    else if (cl_uci_word_is (word, "max"))
      next_number (rest, G_MININT64, G_MAXINT64, &line->max);
    else if (cl_uci_word_is (word, "var") && line->values.length == 0)
      line->values = trim (at);
  if (typed && line->text.length > 0)
    line->kind = CL_UCI_OPTION;
}

void
cl_uci_line_parse (const char *text, gsize length, ClUciLine *line)
{
  ChessText rest = { text, length }, word;

  memset (line, 0, sizeof *line);
  if (!cl_uci_next_word (&rest, &word))
    return;
  if (cl_uci_word_is (word, "info"))
    read_info (&rest, line);
  else if (cl_uci_word_is (word, "bestmove"))
    {
      line->kind = CL_UCI_BEST_MOVE;
      cl_uci_next_word (&rest, &line->text);
    }
  else if (cl_uci_word_is (word, "readyok"))
    line->kind = CL_UCI_READY;
  else if (cl_uci_word_is (word, "uciok"))
    line->kind = CL_UCI_OK;
  else if (cl_uci_word_is (word, "option"))
    read_option (&rest, line);
  else if (cl_uci_word_is (word, "id") && cl_uci_next_word (&rest, &word) &&
           cl_uci_word_is (word, "name"))
    {
      line->kind = CL_UCI_ID_NAME;
      line->text = trim (rest);
    }
}
