/* chess-comment.c: finds, reads and hides the commands inside PGN comments
 *
 * A command is [%name args] on one line, anywhere in the comment. One that we know but cannot read stays text, since
 * somebody meant something by it; one that we do not know is hidden from display and passes through untouched in files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-comment.h"

#include <string.h>

#define MAX_HOURS 10000

static bool
is_blank (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static bool
is_name (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit (c);
}

static bool
text_is (ChessText text, const char *word)
{
  return text.length == strlen (word) && memcmp (text.text, word, text.length) == 0;
}

bool
chess_commands_next (ChessText comment,
                     size_t *from,
                     ChessText *name,
                     ChessText *args,
                     ChessText *whole)
{
  const char *end = comment.text + comment.length;
  const char *at = comment.text + *from;

  while (at < end && (at = memchr (at, '[', (size_t) (end - at))))
    {
      const char *start = at++;
      const char *close;

      if (at == end || *at != '%' || !(close = memchr (at, ']', (size_t) (end - at))))
        continue;
      *name = (ChessText){ ++at, 0 };
      while (at < close && is_name (*at))
        at++;
      name->length = (size_t) (at - name->text);
      if (name->length == 0 || (at < close && !is_blank (*at)))
        continue;
      while (at < close && is_blank (*at))
        at++;
      *args = (ChessText){ at, (size_t) (close - at) };
      while (args->length > 0 && is_blank (args->text[args->length - 1]))
        args->length--;
      *whole = (ChessText){ start, (size_t) (close + 1 - start) };
      *from = (size_t) (close + 1 - comment.text);
      return true;
    }
  *from = comment.length;
  return false;
}

/* Digits at @text[*@at]; false if there is none or the number passes @limit. */
static bool
take_number (ChessText text, size_t *at, int64_t limit, int64_t *value)
{
  if (*at >= text.length || !is_digit (text.text[*at]))
    return false;
  for (*value = 0; *at < text.length && is_digit (text.text[*at]); ++*at)
    {
      *value = *value * 10 + (text.text[*at] - '0');
      if (*value > limit)
        return false;
    }
  return true;
}

/* A point and decimals, if any, in units of 1/@scale; further decimals are dropped. */
static bool
take_fraction (ChessText text, size_t *at, int64_t scale, int64_t *value)
{
  *value = 0;
  if (*at >= text.length || text.text[*at] != '.')
    return true;
  if (++*at >= text.length || !is_digit (text.text[*at]))
    return false;
  for (; *at < text.length && is_digit (text.text[*at]); ++*at)
    {
      scale /= 10;
      *value += (text.text[*at] - '0') * scale;
    }
  return true;
}

bool
chess_clock_parse (ChessText text, int64_t *ms)
{
  int64_t fields[3], fraction;
  size_t at = 0;

  for (int i = 0; i < 3; i++)
    {
      if (i > 0 && (at >= text.length || text.text[at++] != ':'))
        return false;
      if (!take_number (text, &at, i == 0 ? MAX_HOURS : 59, &fields[i]))
        return false;
    }
  if (!take_fraction (text, &at, 1000, &fraction) || at != text.length)
    return false;
  *ms = ((fields[0] * 60 + fields[1]) * 60 + fields[2]) * 1000 + fraction;
  return true;
}

/* Move times also come as plain seconds: ficsgames.org writes [%emt 3.867]. */
static bool
parse_elapsed (ChessText text, int64_t *ms)
{
  int64_t seconds, fraction;
  size_t at = 0;

  if (chess_clock_parse (text, ms))
    return true;
  if (!take_number (text, &at, MAX_HOURS * 3600, &seconds) ||
      !take_fraction (text, &at, 1000, &fraction) || at != text.length)
    return false;
  *ms = seconds * 1000 + fraction;
  return true;
}

typedef struct
{
  int32_t cp, mate, depth;
  bool is_mate;
} Evaluation;

/* "0.17", "#-3", "2.35,18", "+0.30/18" */
static bool
parse_evaluation (ChessText text, Evaluation *out)
{
  size_t at = 0;
  int64_t value, fraction = 0, depth = 0;
  bool is_mate = at < text.length && text.text[at] == '#';
  int sign = 1;

  at += is_mate;
  if (at < text.length && (text.text[at] == '-' || text.text[at] == '+'))
    sign = text.text[at++] == '-' ? -1 : 1;
  if (!take_number (text, &at, 100000, &value) ||
      (!is_mate && !take_fraction (text, &at, 100, &fraction)))
    return false;
  if (at < text.length && (text.text[at] == ',' || text.text[at] == '/'))
    {
      at++;
      if (!take_number (text, &at, 10000, &depth))
        return false;
    }
  if (at != text.length)
    return false;
  *out = (Evaluation){ .depth = (int32_t) depth, .is_mate = is_mate };
  if (is_mate)
    out->mate = (int32_t) (sign * value);
  else
    out->cp = (int32_t) (sign * (value * 100 + fraction));
  return true;
}

/* "Ge2e4,Rd1h5" (4 squares' letters) or "Yd4" (2). */
static bool
is_drawing (ChessText text, size_t item)
{
  if (text.length == 0)
    return false;
  for (size_t at = 0;; at++)
    {
      if (at + item > text.length || text.text[at] < 'A' || text.text[at] > 'Z')
        return false;
      for (size_t i = 1; i < item; i += 2)
        if (text.text[at + i] < 'a' || text.text[at + i] > 'h' || text.text[at + i + 1] < '1' ||
            text.text[at + i + 1] > '8')
          return false;
      at += item;
      if (at == text.length)
        return true;
      if (text.text[at] != ',')
        return false;
    }
}

/* What stands in the brackets makes sense, as far as we know the command. */
static bool
is_well_formed (ChessText name, ChessText args)
{
  int64_t ms;
  Evaluation evaluation;

  if (args.length == 0)
    return false;
  if (text_is (name, "clk"))
    return chess_clock_parse (args, &ms);
  if (text_is (name, "emt"))
    return parse_elapsed (args, &ms);
  if (text_is (name, "eval"))
    return parse_evaluation (args, &evaluation);
  if (text_is (name, "cal"))
    return is_drawing (args, 5);
  if (text_is (name, "csl"))
    return is_drawing (args, 3);
  return true;
}

void
chess_commands_parse (ChessText comment, ChessCommands *commands)
{
  size_t from = 0;
  ChessText name, args, whole;
  Evaluation evaluation;

  while (chess_commands_next (comment, &from, &name, &args, &whole))
    {
      if (text_is (name, "clk") && !(commands->present & CHESS_COMMAND_CLK))
        {
          if (chess_clock_parse (args, &commands->clk_ms))
            commands->present |= CHESS_COMMAND_CLK;
        }
      else if (text_is (name, "emt") && !(commands->present & CHESS_COMMAND_EMT))
        {
          if (parse_elapsed (args, &commands->emt_ms))
            commands->present |= CHESS_COMMAND_EMT;
        }
      else if (text_is (name, "eval") && !(commands->present & CHESS_COMMAND_EVAL) &&
               parse_evaluation (args, &evaluation) &&
               !(evaluation.is_mate && evaluation.mate == 0)) /* "#0": who is mated is not said */
        {
          commands->eval_cp = evaluation.cp;
          commands->eval_mate = evaluation.mate;
          commands->eval_depth = evaluation.depth;
          commands->present |= CHESS_COMMAND_EVAL;
        }
    }
}

static bool
take_square (const char *text, ChessSquare *square)
{
  if (text[0] < 'a' || text[0] > 'h' || text[1] < '1' || text[1] > '8')
    return false;
  *square = chess_square (text[0] - 'a', text[1] - '1');
  return true;
}

/* "Gc2c3" or, where @arrow is false, "Gc2". */
static bool
parse_drawing (ChessText text, bool arrow, ChessDrawing *drawing)
{
  if (text.length != (arrow ? 5 : 3) || !memchr ("GRBY", text.text[0], 4) ||
      !take_square (text.text + 1, &drawing->from))
    return false;
  drawing->color = text.text[0];
  drawing->to = drawing->from;
  return !arrow || take_square (text.text + 3, &drawing->to);
}

size_t
chess_drawings_parse (ChessText comment, ChessDrawing *drawings, size_t size)
{
  ChessText name, args, whole;
  size_t from = 0;
  size_t n = 0;

  while (chess_commands_next (comment, &from, &name, &args, &whole))
    {
      bool arrow = text_is (name, "cal");

      if (!arrow && !text_is (name, "csl"))
        continue;
      for (size_t at = 0, start = 0; at <= args.length; at++)
        {
          ChessDrawing drawing;

          if (at < args.length && args.text[at] != ',')
            continue;
          while (start < at && is_blank (args.text[start]))
            start++;
          if (parse_drawing ((ChessText){ args.text + start, at - start }, arrow, &drawing))
            {
              if (n < size)
                drawings[n] = drawing;
              n++;
            }
          start = at + 1;
        }
    }
  return n;
}

/* Appends a stretch without the blank space at its ends; one space between two stretches. */
static size_t
append_stretch (char *out, size_t length, const char *text, size_t n)
{
  while (n > 0 && is_blank (*text))
    {
      text++;
      n--;
    }
  while (n > 0 && is_blank (text[n - 1]))
    n--;
  if (n == 0)
    return length;
  if (length > 0)
    out[length++] = ' ';
  memcpy (out + length, text, n);
  return length + n;
}

size_t
chess_commands_strip (ChessText comment, char *out)
{
  size_t from = 0, done = 0, length = 0;
  ChessText name, args, whole;

  while (chess_commands_next (comment, &from, &name, &args, &whole))
    {
      size_t start = (size_t) (whole.text - comment.text);

      if (!is_well_formed (name, args))
        continue;
      length = append_stretch (out, length, comment.text + done, start - done);
      done = start + whole.length;
    }
  return append_stretch (out, length, comment.text + done, comment.length - done);
}

size_t
chess_clock_write (int64_t ms, char text[24])
{
  char digits[12];
  size_t n = 0, length = 0;
  int64_t tenths, seconds;
  int64_t hours;

  if (ms < 0)
    ms = 0;
  if (ms / 3600000 > MAX_HOURS)
    ms = (int64_t) MAX_HOURS * 3600000;
  tenths = ms % 1000 / 100;
  seconds = ms / 1000;
  hours = seconds / 3600;
  do
    digits[n++] = (char) ('0' + hours % 10);
  while ((hours /= 10) > 0);
  while (n > 0)
    text[length++] = digits[--n];
  for (int64_t unit = 60; unit > 0; unit /= 60)
    {
      int64_t value = seconds / unit % 60;

      text[length++] = ':';
      text[length++] = (char) ('0' + value / 10);
      text[length++] = (char) ('0' + value % 10);
    }
  if (tenths > 0)
    {
      text[length++] = '.';
      text[length++] = (char) ('0' + tenths);
    }
  text[length] = 0;
  return length;
}
