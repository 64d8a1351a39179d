/* cl-highlight-game.c: what the view "highlights" keeps of one game, as working memory and as text
 *
 * Text: eight fields, separated by tabs: flags (s started, e ended, w withdrawn, o odd, f settled), numbers (first side, result,
 * ending, two ratings), the start position, runs "ply:offset", features, moves of five letters, values "ply:value",
 * verdicts "ply:offset:limited:depth:nodes:value". Lists are separated by blanks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-highlight-game.h"

#include "cl-moves-view.h"

#include <string.h>

#define N_FIELDS     8
#define LETTERS      5
#define FIRST_LETTER '0'
#define MAX_PLIES    2000

ClTraceGame *
cl_trace_game_new (void)
{
  ClTraceGame *self = g_new0 (ClTraceGame, 1);

  self->plies = g_array_new (FALSE, FALSE, sizeof (ClTracePly));
  self->runs = g_array_new (FALSE, FALSE, sizeof (ClTraceRun));
  self->values = g_array_new (FALSE, FALSE, sizeof (ClTraceValue));
  self->verdicts = g_array_new (FALSE, FALSE, sizeof (ClTraceVerdict));
  return self;
}

void
cl_trace_game_free (ClTraceGame *self)
{
  g_array_unref (self->plies);
  g_array_unref (self->runs);
  g_array_unref (self->values);
  g_array_unref (self->verdicts);
  g_free (self->fen);
  g_free (self);
}

/* --- Text --- */

/* The next number, up to a colon, a blank or the end; moves *@text behind it. FALSE at the end or at what is none. */
static gboolean
take_number (const char **text, gint64 *number)
{
  char *end;

  while (**text == ' ' || **text == ':')
    (*text)++;
  if (**text == '\0')
    return FALSE;
  *number = g_ascii_strtoll (*text, &end, 10);
  if (end == *text || (*end != ' ' && *end != ':' && *end != '\0'))
    return FALSE;
  *text = end;
  return TRUE;
}

/* @n numbers at once; FALSE if there are not so many. */
static gboolean
take_numbers (const char **text, gint64 *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!take_number (text, &numbers[i]))
      return FALSE;
  return TRUE;
}

static void
parse_flags (ClTraceGame *self, const char *text)
{
  self->started = strchr (text, 's') != NULL;
  self->ended = strchr (text, 'e') != NULL;
  self->withdrawn = strchr (text, 'w') != NULL;
  self->odd = strchr (text, 'o') != NULL;
  self->settled = strchr (text, 'f') != NULL;
}

static void
parse_numbers (ClTraceGame *self, const char *text)
{
  gint64 numbers[5] = { 0 };

  take_numbers (&text, numbers, G_N_ELEMENTS (numbers));
  self->first = numbers[0] == CHESS_BLACK ? CHESS_BLACK : CHESS_WHITE;
  self->result = (ChessResult) CLAMP (numbers[1], CHESS_RESULT_NONE, CHESS_RESULT_DRAW);
  self->ending = (ChessEnding) CLAMP (numbers[2], CHESS_ENDING_NONE, CHESS_ENDING_UNKNOWN);
  self->elo[0] = (gint) CLAMP (numbers[3], 0, 9999);
  self->elo[1] = (gint) CLAMP (numbers[4], 0, 9999);
}

static void
parse_features (ClTraceGame *self, const char *text)
{
  gint32 *fields = (gint32 *) &self->features;
  gint64 number;

  for (guint i = 0; i < CL_HIGHLIGHT_N_FIELDS && take_number (&text, &number); i++)
    fields[i] = (gint32) CLAMP (number, 0, G_MAXINT16);
}

static void
parse_moves (ClTraceGame *self, const char *text)
{
  for (; strlen (text) >= LETTERS && self->plies->len < MAX_PLIES; text += LETTERS)
    {
      ClTracePly ply = 0;

      for (guint i = 0; i < LETTERS; i++)
        ply |= ((guint) (text[i] - FIRST_LETTER) & 63u) << 6 * i;
      g_array_append_val (self->plies, ply);
    }
}

static void
parse_lists (ClTraceGame *self, char **fields)
{
  const char *text = fields[3];
  gint64 n[6];

  while (take_numbers (&text, n, 2))
    {
      ClTraceRun run = { (guint32) n[0], (guint64) n[1] };

      g_array_append_val (self->runs, run);
    }
  for (text = fields[6]; take_numbers (&text, n, 2);)
    {
      ClTraceValue value = { (guint32) n[0],
                             (ClValue) CLAMP (n[1], -CL_VALUE_MATE, CL_VALUE_MATE) };

      g_array_append_val (self->values, value);
    }
  for (text = fields[7]; take_numbers (&text, n, 6);)
    {
      ClTraceVerdict verdict = {
        (guint32) n[0], (guint64) n[1], n[2] != 0,
        (guint32) n[3], (guint64) n[4], (ClValue) CLAMP (n[5], -CL_VALUE_MATE, CL_VALUE_MATE)
      };

      g_array_append_val (self->verdicts, verdict);
    }
}

ClTraceGame *
cl_trace_game_parse (const char *text)
{
  ClTraceGame *self = cl_trace_game_new ();
  g_auto (GStrv) fields = text != NULL ? g_strsplit (text, "\t", N_FIELDS) : NULL;

  if (fields == NULL || g_strv_length (fields) != N_FIELDS)
    return self;
  parse_flags (self, fields[0]);
  parse_numbers (self, fields[1]);
  if (fields[2][0] != '\0')
    self->fen = g_strdup (fields[2]);
  parse_features (self, fields[4]);
  parse_moves (self, fields[5]);
  parse_lists (self, fields);
  return self;
}

static void
append_flags (GString *text, const ClTraceGame *self)
{
  if (self->started)
    g_string_append_c (text, 's');
  if (self->ended)
    g_string_append_c (text, 'e');
  if (self->withdrawn)
    g_string_append_c (text, 'w');
  if (self->odd)
    g_string_append_c (text, 'o');
  if (self->settled)
    g_string_append_c (text, 'f');
}

/* g_string_append_printf () would be most of what a fold costs. */
static void
append_number (GString *text, gint64 number, char after)
{
  char digits[24];
  guint at = sizeof digits;
  guint64 size = number < 0 ? 0 - (guint64) number : (guint64) number;

  digits[--at] = after;
  do
    {
      digits[--at] = (char) ('0' + size % 10);
      size /= 10;
    }
  while (size > 0);
  if (number < 0)
    digits[--at] = '-';
  g_string_append_len (text, digits + at, (gssize) (sizeof digits - at));
}

static void
append_moves (GString *text, const ClTraceGame *self)
{
  for (guint i = 0; i < self->plies->len; i++)
    {
      ClTracePly ply = g_array_index (self->plies, ClTracePly, i);
      char letters[LETTERS];

      for (guint k = 0; k < LETTERS; k++)
        letters[k] = (char) (FIRST_LETTER + (ply >> 6 * k & 63));
      g_string_append_len (text, letters, LETTERS);
    }
}

char *
cl_trace_game_format (const ClTraceGame *self)
{
  GString *text = g_string_sized_new (256);
  const gint32 *fields = (const gint32 *) &self->features;

  append_flags (text, self);
  g_string_append_c (text, '\t');
  append_number (text, self->first, ' ');
  append_number (text, self->result, ' ');
  append_number (text, self->ending, ' ');
  append_number (text, self->elo[0], ' ');
  append_number (text, self->elo[1], '\t');
  g_string_append (text, self->fen != NULL ? self->fen : "");
  g_string_append_c (text, '\t');
  for (guint i = 0; i < self->runs->len; i++)
    {
      const ClTraceRun *run = &g_array_index (self->runs, ClTraceRun, i);

      append_number (text, run->ply, ':');
      append_number (text, (gint64) run->offset, ' ');
    }
  g_string_append_c (text, '\t');
  for (guint i = 0; i < CL_HIGHLIGHT_N_FIELDS && self->settled; i++)
    append_number (text, fields[i], ' ');
  g_string_append_c (text, '\t');
  append_moves (text, self);
  g_string_append_c (text, '\t');
  for (guint i = 0; i < self->values->len; i++)
    {
      const ClTraceValue *value = &g_array_index (self->values, ClTraceValue, i);

      append_number (text, value->ply, ':');
      append_number (text, value->value, ' ');
    }
  g_string_append_c (text, '\t');
  for (guint i = 0; i < self->verdicts->len; i++)
    {
      const ClTraceVerdict *verdict = &g_array_index (self->verdicts, ClTraceVerdict, i);

      append_number (text, verdict->ply, ':');
      append_number (text, (gint64) verdict->offset, ':');
      append_number (text, verdict->limited, ':');
      append_number (text, verdict->depth, ':');
      append_number (text, (gint64) verdict->nodes, ':');
      append_number (text, verdict->value, ' ');
    }
  return g_string_free (text, FALSE);
}

/* --- What is told --- */

void
cl_trace_game_take_back (ClTraceGame *self, guint32 n_left)
{
  if (self->settled || n_left >= self->plies->len)
    return;
  g_array_set_size (self->plies, n_left);
  while (self->runs->len > 1 &&
         g_array_index (self->runs, ClTraceRun, self->runs->len - 1).ply > n_left)
    g_array_set_size (self->runs, self->runs->len - 1);
  while (self->values->len > 0 &&
         g_array_index (self->values, ClTraceValue, self->values->len - 1).ply > n_left)
    g_array_set_size (self->values, self->values->len - 1);
}

void
cl_trace_game_play (ClTraceGame *self, guint32 ply, guint64 offset, ClTracePly move, ClValue value)
{
  const ClTraceRun *last;

  if (self->settled || ply == 0 || ply > self->plies->len + 1 || ply > MAX_PLIES)
    return;
  cl_trace_game_take_back (self, ply - 1);
  last = &g_array_index (self->runs, ClTraceRun, self->runs->len - 1);
  if (offset - last->offset != ply - last->ply)
    {
      ClTraceRun run = { ply, offset };

      g_array_append_val (self->runs, run);
    }
  g_array_append_val (self->plies, move);
  if (value != CL_VALUE_NONE)
    {
      ClTraceValue told = { ply, value };

      g_array_append_val (self->values, told);
    }
}

/* Positive: @a is better. A total order, so that the order of arrival says nothing. */
static gint
compare_verdicts (const ClTraceVerdict *a, const ClTraceVerdict *b)
{
  if (a->limited != b->limited)
    return a->limited ? -1 : 1;
  if (a->depth != b->depth)
    return a->depth < b->depth ? -1 : 1;
  if (a->nodes != b->nodes)
    return a->nodes < b->nodes ? -1 : 1;
  return (a->value > b->value) - (a->value < b->value);
}

void
cl_trace_game_judge (ClTraceGame *self, const ClTraceVerdict *verdict)
{
  guint i = self->verdicts->len;

  for (; i > 0; i--)
    {
      ClTraceVerdict *other = &g_array_index (self->verdicts, ClTraceVerdict, i - 1);

      if (other->ply == verdict->ply && other->offset == verdict->offset)
        {
          if (compare_verdicts (verdict, other) > 0)
            *other = *verdict;
          return;
        }
      if (other->ply < verdict->ply ||
          (other->ply == verdict->ply && other->offset < verdict->offset))
        break;
    }
  g_array_insert_val (self->verdicts, i, *verdict);
}

/* --- What it comes to --- */

static gboolean
find_start (const ClTraceGame *self, ChessPosition *start)
{
  g_autofree char *value = g_strconcat (self->fen != NULL ? self->fen : "", "\t", NULL);
  const char *rest;

  return !self->odd && cl_moves_parse (value, start, &rest);
}

void
cl_trace_game_look (ClTraceGame *self, gboolean settle)
{
  const ClTracePly *plies = (const ClTracePly *) self->plies->data;
  ChessPosition start;
  gboolean mated, known;

  if (self->settled)
    return;
  mated = self->plies->len > 0 && cl_trace_check (plies[self->plies->len - 1]) == 2;
  known = mated && find_start (self, &start);
  cl_highlight_features_find (plies,
                              self->plies->len,
                              self->first,
                              known ? &start : NULL,
                              &self->features);
  if (!settle)
    return;
  self->settled = TRUE;
  g_array_set_size (self->plies, 0);
}

/* The event of half-move @ply. */
static guint64
find_offset (const ClTraceGame *self, guint32 ply)
{
  for (guint i = self->runs->len; i > 0; i--)
    {
      const ClTraceRun *run = &g_array_index (self->runs, ClTraceRun, i - 1);

      if (run->ply <= ply)
        return run->offset + (ply - run->ply);
    }
  return 0;
}

static guint
take_values (const ClTraceGame *self, ClValue *values)
{
  guint32 n = (guint32) self->features.n_plies, n_known = 0;

  for (guint32 i = 0; i <= n; i++)
    values[i] = CL_VALUE_NONE;
  for (guint i = 0; i < self->values->len; i++)
    {
      const ClTraceValue *told = &g_array_index (self->values, ClTraceValue, i);

      if (told->ply <= n)
        values[told->ply] = told->value;
    }
  for (guint i = 0; i < self->verdicts->len; i++)
    {
      const ClTraceVerdict *verdict = &g_array_index (self->verdicts, ClTraceVerdict, i);
      gboolean black = (self->first ^ (verdict->ply & 1)) == CHESS_BLACK;

      if (verdict->ply <= n && find_offset (self, verdict->ply) == verdict->offset)
        values[verdict->ply] = black ? cl_value_negate (verdict->value) : verdict->value;
    }
  if (self->features.mate > 0)
    values[n] = (self->first ^ (n & 1)) == CHESS_WHITE ? -CL_VALUE_MATE : CL_VALUE_MATE;
  for (guint32 i = 1; i <= n; i++)
    n_known += values[i] != CL_VALUE_NONE;
  if (values[0] == CL_VALUE_NONE && self->fen == NULL)
    values[0] = CL_VALUE_START;
  return n_known;
}

guint
cl_trace_game_score (const ClTraceGame *self,
                     ClReason *reasons,
                     guint *n_reasons,
                     gboolean *evaluated)
{
  g_autofree ClValue *values = NULL;
  ClHighlightGame game = {
    .features = self->features,
    .first = self->first,
    .result = self->ended ? self->result : CHESS_RESULT_NONE,
    .ending = self->ended ? self->ending : CHESS_ENDING_NONE,
    .elo = { self->elo[0], self->elo[1] },
  };

  if (self->values->len > 0 || self->verdicts->len > 0)
    {
      values = g_new (ClValue, self->features.n_plies + 1);
      game.values = values;
      game.n_values = take_values (self, values);
    }
  *evaluated = game.n_values * 10 >= (guint) self->features.n_plies * 8 && game.n_values > 0;
  return cl_highlight_score (&game, reasons, n_reasons);
}
