/* cl-evaluation-decode.c: reads a PositionEvaluated without allocating, every field checked
 *
 * Our own writer keeps the order of the table, so the next key is nearly always the one behind the last: the search for
 * it starts there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-private.h"
#include "cl-fact-private.h"

#include <string.h>

static gboolean
fail (ClJson *json, const char *fault)
{
  if (json->fault == NULL)
    json->fault = fault;
  return FALSE;
}

static gboolean
read_ranged (ClJson *json, gint64 min, gint64 max, gint64 *value)
{
  if (!cl_json_read_int (json, value))
    return FALSE;
  return (*value >= min && *value <= max) || fail (json, "out of range");
}

static gboolean
read_cp (ClJson *json, ClScore *score)
{
  gint64 value;

  if (!read_ranged (json, -CL_EVALUATION_MAX_CP, CL_EVALUATION_MAX_CP, &value))
    return FALSE;
  score->cp = (gint32) value;
  return TRUE;
}

static gboolean
read_mate (ClJson *json, ClScore *score)
{
  gint64 value;

  if (!read_ranged (json, -CL_EVALUATION_MAX_MATE, CL_EVALUATION_MAX_MATE, &value))
    return FALSE;
  score->mate = (gint32) value;
  return value != 0 || fail (json, "out of range");
}

static gboolean
read_text (ClJson *json, const ClEvaluationField *field, char *place)
{
  if (!cl_json_read_text (json))
    return FALSE;
  if (json->length >= field->max)
    return fail (json, "too long");
  if (json->length == 0)
    return fail (json, "empty");
  memcpy (place, json->value, json->length);
  place[json->length] = '\0';
  if (field->kind == CL_EVALUATION_BUILD)
    {
      for (gsize i = 0; i < json->length; i++)
        if (!g_ascii_isdigit (place[i]) && (place[i] < 'a' || place[i] > 'f'))
          return fail (json, "not hex digits");
      if (json->length != field->max - 1)
        return fail (json, "not 16 hex digits");
    }
  return TRUE;
}

/* Moves in UCI between single spaces. */
static gboolean
read_moves (ClJson *json, ClEvaluationLine *line)
{
  const char *at, *end;

  if (!cl_json_read_text (json))
    return FALSE;
  line->n_moves = 0;
  for (at = json->value, end = at + json->length; at < end;)
    {
      gsize length = end - at > 4 && at[4] != ' ' ? 5 : 4;

      if (line->n_moves == CL_EVALUATION_MAX_MOVES)
        return fail (json, "too many moves");
      if ((gsize) (end - at) < length || !cl_uci_pack (at, length, &line->moves[line->n_moves]))
        return fail (json, "no move");
      line->n_moves++;
      at += length;
      if (at < end && (*at++ != ' ' || at == end))
        return fail (json, "no move");
    }
  return line->n_moves > 0 || fail (json, "no move");
}

static gboolean
read_wdl (ClJson *json, guint16 wdl[3])
{
  gboolean first = TRUE;
  guint n = 0;
  gint64 value;

  if (!cl_json_enter (json, '['))
    return FALSE;
  while (cl_json_next_element (json, &first))
    {
      if (n == 3)
        return fail (json, "more than three shares");
      if (!read_ranged (json, 0, 1000, &value))
        return FALSE;
      wdl[n++] = (guint16) value;
    }
  return json->fault == NULL && (n == 3 || fail (json, "fewer than three shares"));
}

enum
{
  SEEN_CP = 1,
  SEEN_MATE = 2,
  SEEN_WDL = 4,
  SEEN_PV = 8,
};

static gboolean
read_line_member (ClJson *json, ClEvaluationLine *line, guint *seen)
{
  guint before = *seen, bit;

  bit = cl_json_is (json, "cp")     ? SEEN_CP
        : cl_json_is (json, "mate") ? SEEN_MATE
        : cl_json_is (json, "wdl")  ? SEEN_WDL
        : cl_json_is (json, "pv")   ? SEEN_PV
                                    : 0;
  *seen |= bit;
  if (before & bit)
    return fail (json, "given twice");
  switch (bit)
    {
    case SEEN_CP:
      return read_cp (json, &line->score);
    case SEEN_MATE:
      return read_mate (json, &line->score);
    case SEEN_WDL:
      return read_wdl (json, line->wdl);
    case SEEN_PV:
      return read_moves (json, line);
    default:
      return cl_json_skip (json);
    }
}

static gboolean
read_line (ClJson *json, ClEvaluationLine *line)
{
  gboolean first = TRUE;
  guint seen = 0;

  line->score = (ClScore){ 0, 0 };
  memset (line->wdl, 0, sizeof line->wdl);
  if (!cl_json_enter (json, '{'))
    return FALSE;
  while (cl_json_next_member (json, &first))
    if (!read_line_member (json, line, &seen))
      return FALSE;
  if (json->fault != NULL)
    return FALSE;
  if ((seen & (SEEN_CP | SEEN_MATE)) == 0 ||
      (seen & (SEEN_CP | SEEN_MATE)) == (SEEN_CP | SEEN_MATE))
    return fail (json, "neither cp nor mate, or both");
  return (seen & SEEN_PV) || fail (json, "line without moves");
}

static gboolean
read_lines (ClJson *json, ClEvaluation *self)
{
  gboolean first = TRUE;

  if (!cl_json_enter (json, '['))
    return FALSE;
  while (cl_json_next_element (json, &first))
    {
      if (self->n_lines == CL_EVALUATION_MAX_LINES)
        return fail (json, "too many lines");
      if (!read_line (json, &self->lines[self->n_lines]))
        return FALSE;
      self->n_lines++;
    }
  return json->fault == NULL && (self->n_lines > 0 || fail (json, "no line"));
}

static gboolean
next_part (ClJson *json, gboolean *first)
{
  return cl_json_next_element (json, first) || fail (json, "too short");
}

static gboolean
read_depth (ClJson *json, ClEvaluationDepth *at)
{
  gboolean first = TRUE;
  gint64 depth;

  at->score = (ClScore){ 0, 0 };
  if (!cl_json_enter (json, '[') || !next_part (json, &first) ||
      !read_ranged (json, 1, CL_EVALUATION_MAX_DEPTH, &depth) || !next_part (json, &first) ||
      !cl_json_read_text (json))
    return FALSE;
  at->depth = (guint8) depth;
  if (!cl_uci_pack (json->value, json->length, &at->move))
    return fail (json, "no move");
  if (!next_part (json, &first))
    return FALSE;
  if (cl_json_read_null (json))
    {
      if (!next_part (json, &first) || !read_mate (json, &at->score))
        return FALSE;
    }
  else if (!read_cp (json, &at->score))
    return FALSE;
  if (cl_json_next_element (json, &first))
    return fail (json, "too long");
  return json->fault == NULL;
}

static gboolean
read_depths (ClJson *json, ClEvaluation *self)
{
  gboolean first = TRUE;
  guint last = 0;

  if (!cl_json_enter (json, '['))
    return FALSE;
  while (cl_json_next_element (json, &first))
    {
      ClEvaluationDepth *at = &self->by_depth[self->n_depths];

      if (self->n_depths == CL_EVALUATION_MAX_DEPTHS)
        return fail (json, "too many depths");
      if (!read_depth (json, at))
        return FALSE;
      if (at->depth <= last)
        return fail (json, "depths do not rise");
      last = at->depth;
      self->n_depths++;
    }
  return json->fault == NULL;
}

static gboolean
read_field (ClJson *json, const ClEvaluationField *field, ClEvaluation *self)
{
  void *place = (char *) self + field->place;
  gint64 value;

  switch (field->kind)
    {
    case CL_EVALUATION_TEXT:
    case CL_EVALUATION_BUILD:
      return read_text (json, field, place);
    case CL_EVALUATION_FLAG:
      return cl_json_read_flag (json, place);
    case CL_EVALUATION_NUMBER:
      if (!read_ranged (json, (gint64) field->min, (gint64) field->max, &value))
        return FALSE;
      *(guint32 *) place = (guint32) value;
      return TRUE;
    case CL_EVALUATION_LARGE:
      if (!read_ranged (json, (gint64) field->min, (gint64) field->max, &value))
        return FALSE;
      *(guint64 *) place = (guint64) value;
      return TRUE;
    case CL_EVALUATION_LINES:
      return read_lines (json, self);
    default:
      return read_depths (json, self);
    }
}

static guint
find_field (const ClJson *json, guint expected)
{
  const ClEvaluationField *fields = cl_evaluation_fields ();

  for (guint i = 0; i < CL_EVALUATION_N_FIELDS; i++)
    {
      guint at = (expected + i) % CL_EVALUATION_N_FIELDS;

      if (cl_json_is (json, fields[at].key))
        return at;
    }
  return CL_EVALUATION_N_FIELDS;
}

static gboolean
read_members (ClJson *json, ClEvaluation *self, guint32 *seen, const char **key)
{
  const ClEvaluationField *fields = cl_evaluation_fields ();
  gboolean first = TRUE;
  guint next = 0;

  *key = "details";
  cl_json_enter (json, '{');
  while (cl_json_next_member (json, &first))
    {
      guint i = find_field (json, next);

      if (i == CL_EVALUATION_N_FIELDS)
        {
          cl_json_skip (json);
          continue;
        }
      *key = fields[i].key;
      if (*seen & 1u << i)
        return fail (json, "given twice");
      *seen |= 1u << i;
      if (!read_field (json, &fields[i], self))
        return FALSE;
      *key = "details";
      next = i + 1;
    }
  return cl_json_end (json);
}

gboolean
cl_evaluation_decode (const char *details, ClEvaluation *self, const char **key, const char **fault)
{
  const ClEvaluationField *fields = cl_evaluation_fields ();
  g_auto (ClJson) json = { NULL };
  guint32 seen = 0;

  cl_evaluation_init (self);
  cl_json_init (&json, details != NULL ? details : "{}");
  if (!read_members (&json, self, &seen, key))
    {
      *fault = json.fault;
      return FALSE;
    }
  for (guint i = 0; i < CL_EVALUATION_N_FIELDS; i++)
    if (fields[i].required && !(seen & 1u << i))
      {
        *key = fields[i].key;
        *fault = "missing";
        return FALSE;
      }
  return TRUE;
}
