/* cl-evaluation.c: the keys of PositionEvaluated, how they are written, and its moves as UCI has them
 *
 * Keys are written in the order of the table, so that the same evaluation always gives the same bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-private.h"
#include "cl-fact-private.h"

#include "cl-partition-name.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
#define AT(member) offsetof (ClEvaluation, member)
#define TEXT(key, member, required) \
  { key, CL_EVALUATION_TEXT, required, AT (member), 0, sizeof ((ClEvaluation *) NULL)->member }
#define NUMBER(key, member, min, max) { key, CL_EVALUATION_NUMBER, FALSE, AT (member), min, max }
#define LARGE(key, member, required, min) \
  { key, CL_EVALUATION_LARGE, required, AT (member), min, G_MAXINT64 }

static const ClEvaluationField fields[] = {
  TEXT ("partition", partition, TRUE),
  LARGE ("cites", cites, TRUE, 1),
  TEXT ("engine", engine, TRUE),
  { "build", CL_EVALUATION_BUILD, FALSE, AT (build), 0, sizeof ((ClEvaluation *) NULL)->build },
  TEXT ("options", options, FALSE),
  NUMBER ("threads", threads, 1, 4096),
  NUMBER ("hash_mb", hash_mb, 0, 1 << 26),
  NUMBER ("multipv", multipv, 1, 500),
  NUMBER ("elo", elo, 0, 10000),
  { "chess960", CL_EVALUATION_FLAG, FALSE, AT (chess960), 0, 0 },
  LARGE ("limit_nodes", limit_nodes, FALSE, 0),
  NUMBER ("limit_depth", limit_depth, 0, CL_EVALUATION_MAX_DEPTH),
  NUMBER ("limit_ms", limit_ms, 0, G_MAXINT32),
  NUMBER ("depth", depth, 0, CL_EVALUATION_MAX_DEPTH),
  NUMBER ("seldepth", seldepth, 0, CL_EVALUATION_MAX_DEPTH),
  LARGE ("nodes", nodes, FALSE, 0),
  NUMBER ("time_ms", time_ms, 0, G_MAXINT32),
  NUMBER ("legal", legal, 0, 218),
  { "lines", CL_EVALUATION_LINES, TRUE, AT (lines), 0, 0 },
  { "by_depth", CL_EVALUATION_DEPTHS, FALSE, AT (by_depth), 0, 0 },
};
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == CL_EVALUATION_N_FIELDS);
G_STATIC_ASSERT (sizeof ((ClEvaluation *) NULL)->partition == CL_PARTITION_KEY_MAX + 1);

static const char promotions[] = " nbrq";

const ClEvaluationField *
cl_evaluation_fields (void)
{
  return fields;
}

/* The arrays stay as they are: most of a fold's time would go into clearing them. */
void
cl_evaluation_init (ClEvaluation *self)
{
  memset (self, 0, offsetof (ClEvaluation, lines));
  self->n_depths = 0;
  self->threads = self->multipv = 1;
}

ClScore
cl_score_negate (ClScore score)
{
  return (ClScore){ -score.cp, -score.mate };
}

void
cl_uci_unpack (guint16 move, char uci[6])
{
  guint from = move & 63, to = move >> 6 & 63, promotion = MIN (move >> 12, 4);

  uci[0] = (char) ('a' + (from & 7));
  uci[1] = (char) ('1' + (from >> 3));
  uci[2] = (char) ('a' + (to & 7));
  uci[3] = (char) ('1' + (to >> 3));
  uci[4] = promotion > 0 ? promotions[promotion] : '\0';
  uci[5] = '\0';
}

static gboolean
pack_square (const char *text, guint *square)
{
  guint file = (guint) (text[0] - 'a'), rank = (guint) (text[1] - '1');

  *square = file | rank << 3;
  return file < 8 && rank < 8;
}

gboolean
cl_uci_pack (const char *text, gsize length, guint16 *move)
{
  guint from, to, promotion = 0;

  if (length < 4 || length > 5 || !pack_square (text, &from) || !pack_square (text + 2, &to) ||
      from == to)
    return FALSE;
  if (length == 5)
    {
      const char *found = memchr (promotions + 1, text[4], 4);

      if (found == NULL)
        return FALSE;
      promotion = (guint) (found - promotions);
    }
  *move = (guint16) (from | to << 6 | promotion << 12);
  return TRUE;
}

char *
cl_engine_partition (const char *engine)
{
  GString *name = g_string_new ("engine/");
  gsize prefix = name->len;

  for (const char *at = engine; *at != '\0' && name->len < CL_EVALUATION_NAME_SIZE; at++)
    if (g_ascii_isalnum (*at) || *at == '.')
      g_string_append_c (name, g_ascii_tolower (*at));
    else if (name->len > prefix && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
  while (name->len > prefix && name->str[name->len - 1] == '-')
    g_string_truncate (name, name->len - 1);
  if (name->len == prefix)
    g_string_append (name, "unnamed");
  return g_string_free (name, FALSE);
}

static void
append_score (GString *out, ClScore score)
{
  if (score.mate != 0)
    g_string_append_printf (out, "\"mate\":%d", score.mate);
  else
    g_string_append_printf (out, "\"cp\":%d", score.cp);
}

static void
append_line (GString *out, const ClEvaluationLine *line)
{
  g_string_append_c (out, '{');
  append_score (out, line->score);
  if (line->wdl[0] != 0 || line->wdl[1] != 0 || line->wdl[2] != 0)
    g_string_append_printf (out, ",\"wdl\":[%u,%u,%u]", line->wdl[0], line->wdl[1], line->wdl[2]);
  g_string_append (out, ",\"pv\":\"");
  for (guint i = 0; i < MIN (line->n_moves, CL_EVALUATION_MAX_MOVES); i++)
    {
      char uci[6];

      cl_uci_unpack (line->moves[i], uci);
      if (i > 0)
        g_string_append_c (out, ' ');
      g_string_append (out, uci);
    }
  g_string_append (out, "\"}");
}

static void
append_lines (GString *out, const ClEvaluation *self)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < MIN (self->n_lines, CL_EVALUATION_MAX_LINES); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_line (out, &self->lines[i]);
    }
  g_string_append_c (out, ']');
}

/* [12,"e2e4",35], or [12,"e2e4",null,3] for a mate in 3. */
static void
append_depths (GString *out, const ClEvaluation *self)
{
  g_string_append_c (out, '[');
  for (guint i = 0; i < MIN (self->n_depths, CL_EVALUATION_MAX_DEPTHS); i++)
    {
      const ClEvaluationDepth *at = &self->by_depth[i];
      char uci[6];

      cl_uci_unpack (at->move, uci);
      g_string_append_printf (out, "%s[%u,\"%s\",", i > 0 ? "," : "", at->depth, uci);
      if (at->score.mate != 0)
        g_string_append_printf (out, "null,%d]", at->score.mate);
      else
        g_string_append_printf (out, "%d]", at->score.cp);
    }
  g_string_append_c (out, ']');
}

static gboolean
is_written (const ClEvaluationField *field, const ClEvaluation *self)
{
  const void *at = (const char *) self + field->place;

  if (field->required)
    return TRUE;
  switch (field->kind)
    {
    case CL_EVALUATION_TEXT:
    case CL_EVALUATION_BUILD:
      return *(const char *) at != '\0';
    case CL_EVALUATION_FLAG:
      return *(const gboolean *) at;
    case CL_EVALUATION_NUMBER:
      return *(const guint32 *) at != field->min;
    case CL_EVALUATION_LARGE:
      return *(const guint64 *) at != field->min;
    default:
      return self->n_depths > 0;
    }
}

static void
append_value (GString *out, const ClEvaluationField *field, const ClEvaluation *self)
{
  const void *at = (const char *) self + field->place;

  switch (field->kind)
    {
    case CL_EVALUATION_TEXT:
    case CL_EVALUATION_BUILD:
      cl_json_append_text (out, at);
      break;
    case CL_EVALUATION_FLAG:
      g_string_append (out, "true");
      break;
    case CL_EVALUATION_NUMBER:
      g_string_append_printf (out, "%u", *(const guint32 *) at);
      break;
    case CL_EVALUATION_LARGE:
      g_string_append_printf (out, "%" G_GUINT64_FORMAT, *(const guint64 *) at);
      break;
    case CL_EVALUATION_LINES:
      append_lines (out, self);
      break;
    default:
      append_depths (out, self);
    }
}

GString *
cl_evaluation_encode (const ClEvaluation *self)
{
  GString *out = g_string_sized_new (512);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (is_written (&fields[i], self))
      {
        g_string_append_printf (out, "%s\"%s\":", out->len == 0 ? "{" : ",", fields[i].key);
        append_value (out, &fields[i], self);
      }
  g_string_append_c (out, '}');
  return out;
}
