/* cl-analysis-view.c: the best evaluation of every position of every game
 *
 * Value: strength (1: unlimited), depth, nodes, lines: numbers of fixed width, so that comparing texts compares evaluations; then
 * ply, MultiPV, strength limit, legal moves, the engine's name, and the lines: value, chances in per mille, and moves of
 * three letters (cl-packed-moves.h). All are separated by tabs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analysis-view.h"

#include "cl-decimal.h"
#include "cl-fact.h"
#include "cl-library-row.h"
#include "cl-packed-moves.h"
#include "cl-views.h"

#include <string.h>

#define MAX_FIELDS (7 + CL_EVALUATION_MAX_LINES)

static void
append_line (GString *value, const ClEvaluationLine *line)
{
  g_string_append_c (value, '\t');
  cl_decimal_append (value, cl_value_new (line->score.cp, line->score.mate));
  g_string_append_c (value, ' ');
  for (guint i = 0; i < G_N_ELEMENTS (line->wdl); i++)
    {
      cl_decimal_append (value, line->wdl[i]);
      g_string_append_c (value, ' ');
    }
  for (guint i = 0; i < line->n_moves; i++)
    cl_packed_append (value, line->moves[i] & 0x7fffu);
}

static void
append_name (GString *value, const char *name)
{
  for (; *name != '\0'; name++)
    g_string_append_c (value, (guchar) *name < 0x20 ? ' ' : *name);
}

static GString *
format_evaluation (const ClEvent *event, const ClEvaluation *evaluation)
{
  const guint32 numbers[] = { event->ply, evaluation->multipv, evaluation->elo, evaluation->legal };
  GString *value = g_string_sized_new (256);

  g_string_append_c (value, evaluation->elo == 0 ? '1' : '0');
  cl_decimal_append_padded (value, evaluation->depth, 3);
  cl_decimal_append_padded (value, evaluation->nodes, 20);
  cl_decimal_append (value, evaluation->n_lines);
  g_string_append_c (value, '\t');
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      cl_decimal_append (value, numbers[i]);
      g_string_append_c (value, '\t');
    }
  append_name (value, evaluation->engine);
  for (guint i = 0; i < evaluation->n_lines; i++)
    append_line (value, &evaluation->lines[i]);
  return value;
}

gint
cl_stored_evaluation_compare (const char *value, const char *other)
{
  return strcmp (value, other);
}

static GString *
begin_key (const char *partition, guint32 game)
{
  GString *key = g_string_sized_new (64);

  g_string_append (key, "at/");
  g_string_append (key, partition);
  g_string_append_c (key, '/');
  cl_decimal_append_padded (key, game, 8);
  g_string_append_c (key, '/');
  return key;
}

char *
cl_analysis_prefix (const char *partition, guint32 game)
{
  return g_string_free (begin_key (partition, game), FALSE);
}

static gboolean
apply_to_analysis (ClState *state, const ClEvent *event, GError **error)
{
  ClEvaluation evaluation;
  g_autoptr (GString) value = NULL;
  g_autoptr (GString) key = NULL;
  const char *known;

  if (!cl_evaluation_from_event (event, &evaluation, error))
    return FALSE;
  value = format_evaluation (event, &evaluation);
  key = begin_key (evaluation.partition, event->game);
  cl_decimal_append_padded (key, evaluation.cites, 10);
  known = cl_state_get (state, key->str);
  if (known != NULL && cl_stored_evaluation_compare (known, value->str) >= 0)
    return TRUE;
  if (known == NULL)
    {
      g_autofree char *count = cl_library_row_key (evaluation.partition, event->game);

      cl_state_set_int (state, count, cl_state_get_int (state, count, 0) + 1);
    }
  cl_state_set (state, key->str, value->str);
  return TRUE;
}

static const char *const handled_types[] = { "PositionEvaluated", NULL };
static const char *const ignored_types[] = { "*", NULL };

const ClViewClass cl_analysis_view = {
  .name = "analysis",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = handled_types,
  .ignores = ignored_types,
  .apply = apply_to_analysis,
};

/* --- Reading values --- */

/* A number of decimal digits that end at @end; moves *@text behind it. */
static gboolean
take_number (const char **text, char end, gint64 min, gint64 max, gint64 *number)
{
  char *stop;
  gint64 n = g_ascii_strtoll (*text, &stop, 10);

  if (stop == *text || *stop != end || n < min || n > max)
    return FALSE;
  *number = n;
  *text = end != '\0' ? stop + 1 : stop;
  return TRUE;
}

static gboolean
parse_line (const char *text, ClStoredLine *line)
{
  gint64 value, share;

  if (!take_number (&text, ' ', -CL_VALUE_MATE, CL_VALUE_MATE, &value))
    return FALSE;
  line->value = (ClValue) value;
  for (guint i = 0; i < 3; i++)
    {
      if (!take_number (&text, ' ', 0, 1000, &share))
        return FALSE;
      line->wdl[i] = (guint16) share;
    }
  for (line->n_moves = 0; *text != '\0'; text += CL_PACKED_LENGTH)
    {
      guint bits;

      if (line->n_moves == CL_EVALUATION_MAX_MOVES || !cl_packed_read (text, &bits))
        return FALSE;
      line->moves[line->n_moves++] = (guint16) (bits & 0x7fffu);
    }
  return line->n_moves > 0;
}

static gboolean
parse_field (const char *text, gint64 max, guint32 *number)
{
  gint64 n;

  if (!take_number (&text, '\0', 0, max, &n))
    return FALSE;
  *number = (guint32) n;
  return TRUE;
}

/* One digit of strength, three of depth, twenty of nodes, one of lines. */
static gboolean
parse_rank (const char *text, ClStoredEvaluation *self)
{
  char depth[4] = { 0 };
  gint64 nodes;
  const char *rest = text + 4;
  char digits[21] = { 0 };

  if (strlen (text) != 25 || strspn (text, "0123456789") != 25)
    return FALSE;
  memcpy (depth, text + 1, 3);
  memcpy (digits, rest, 20);
  rest = digits;
  if (!parse_field (depth, 999, &self->depth) || !take_number (&rest, '\0', 0, G_MAXINT64, &nodes))
    return FALSE;
  self->nodes = (guint64) nodes;
  return TRUE;
}

gboolean
cl_stored_evaluation_parse (const char *key, const char *value, ClStoredEvaluation *self)
{
  const char *name = strrchr (key, '/');
  g_auto (GStrv) fields = g_strsplit (value, "\t", MAX_FIELDS + 1);
  guint n = g_strv_length (fields);
  gint64 offset;

  if (!g_str_has_prefix (key, "at/") || n < 7 || n > 6 + CL_EVALUATION_MAX_LINES)
    return FALSE;
  name++;
  if (!take_number (&name, '\0', 1, G_MAXINT64, &offset) || !parse_rank (fields[0], self) ||
      !parse_field (fields[1], G_MAXINT32, &self->ply) ||
      !parse_field (fields[2], 500, &self->multipv) ||
      !parse_field (fields[3], 10000, &self->elo) || !parse_field (fields[4], 218, &self->legal))
    return FALSE;
  self->offset = (guint64) offset;
  g_strlcpy (self->engine, fields[5], sizeof self->engine);
  self->n_lines = n - 6;
  for (guint i = 0; i < self->n_lines; i++)
    if (!parse_line (fields[6 + i], &self->lines[i]))
      return FALSE;
  return TRUE;
}
