/* cl-fact-encode.c: a fact as the ledger stores it
 *
 * Keys are written in the order of the table of fields, so that the same fact always gives the same bytes: seals and
 * repeated imports depend on it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-private.h"
#include "cl-fact-private.h"

static void
append_key (GString **out, const char *key)
{
  if (*out == NULL)
    {
      *out = g_string_sized_new (128);
      g_string_append_c (*out, '{');
    }
  else
    g_string_append_c (*out, ',');
  g_string_append_c (*out, '"');
  g_string_append (*out, key);
  g_string_append (*out, "\":");
}

static void
append_int (GString **out, const char *key, gint64 value)
{
  append_key (out, key);
  g_string_append_printf (*out, "%" G_GINT64_FORMAT, value);
}

static void
append_text (GString **out, const char *key, const char *value)
{
  append_key (out, key);
  cl_json_append_text (*out, value);
}

static void
append_tags (GString **out, const char *key, GPtrArray *tags)
{
  append_key (out, key);
  for (guint i = 0; i < tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (tags, i);

      g_string_append (*out, i == 0 ? "[[" : ",[");
      cl_json_append_text (*out, tag->name);
      g_string_append_c (*out, ',');
      if (tag->value != NULL)
        cl_json_append_text (*out, tag->value);
      else
        g_string_append (*out, "null");
      g_string_append_c (*out, ']');
    }
  g_string_append_c (*out, ']');
}

static void
append_texts (GString **out, const char *key, GPtrArray *texts)
{
  append_key (out, key);
  for (guint i = 0; i < texts->len; i++)
    {
      g_string_append_c (*out, i == 0 ? '[' : ',');
      cl_json_append_text (*out, g_ptr_array_index (texts, i));
    }
  g_string_append_c (*out, ']');
}

static void
append_numbers (GString **out, const char *key, GArray *numbers, guint max)
{
  if (numbers == NULL || numbers->len == 0)
    return;
  append_key (out, key);
  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (*out,
                            "%c%u",
                            i == 0 ? '[' : ',',
                            MIN (g_array_index (numbers, guint, i), max));
  g_string_append_c (*out, ']');
}

static void
append_commands (GString **out, const ClFactField *field, const ChessCommands *commands)
{
  gboolean eval = (commands->present & CHESS_COMMAND_EVAL) != 0;

  if (field->kind == CL_FIELD_EMT && (commands->present & CHESS_COMMAND_EMT))
    append_int (out, field->key, commands->emt_ms);
  else if (field->kind == CL_FIELD_EVAL_CP && eval && commands->eval_mate == 0)
    append_int (out, field->key, commands->eval_cp);
  else if (field->kind == CL_FIELD_EVAL_MATE && eval && commands->eval_mate != 0)
    append_int (out, field->key, commands->eval_mate);
  else if (field->kind == CL_FIELD_EVAL_DEPTH && eval && commands->eval_depth > 0)
    append_int (out, field->key, commands->eval_depth);
}

static void
append_number (GString **out, const ClFactField *field, gconstpointer at)
{
  switch (field->kind)
    {
    case CL_FIELD_FLAG:
      if (*(const gboolean *) at)
        {
          append_key (out, field->key);
          g_string_append (*out, "true");
        }
      break;
    case CL_FIELD_CLOCK:
    case CL_FIELD_SPAN:
      if (*(const gint64 *) at != CL_NO_CLOCK)
        append_int (out, field->key, *(const gint64 *) at);
      break;
    case CL_FIELD_OFFSET:
    case CL_FIELD_COUNT:
      if (field->required || *(const guint64 *) at != 0)
        append_int (out, field->key, (gint64) * (const guint64 *) at);
      break;
    case CL_FIELD_NUMBER:
      if (*(const guint32 *) at != 0)
        append_int (out, field->key, *(const guint32 *) at);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
append_field (GString **out, const ClFactField *field, const ClFact *fact)
{
  gconstpointer at = (const char *) fact + field->place;
  GPtrArray *texts;

  switch ((ClFactFieldKind) field->kind)
    {
    case CL_FIELD_TEXT:
    case CL_FIELD_DIGEST:
      if (*(char *const *) at != NULL)
        append_text (out, field->key, *(char *const *) at);
      break;
    case CL_FIELD_SIDE:
      append_text (out, field->key, fact->side == CHESS_WHITE ? "white" : "black");
      break;
    case CL_FIELD_RESULT:
      append_text (out, field->key, chess_result_text (fact->result));
      break;
    case CL_FIELD_ENDING:
      append_text (out, field->key, chess_ending_word (fact->ending));
      break;
    case CL_FIELD_TAGS:
      if (fact->tags != NULL && fact->tags->len > 0)
        append_tags (out, field->key, fact->tags);
      break;
    case CL_FIELD_TEXTS:
      texts = *(GPtrArray *const *) at;
      if (texts != NULL && texts->len > 0)
        append_texts (out, field->key, texts);
      break;
    case CL_FIELD_NAGS:
      append_numbers (out, field->key, fact->nags, CL_FACT_MAX_NAG);
      break;
    case CL_FIELD_PLIES:
      append_numbers (out, field->key, fact->plies, G_MAXINT32);
      break;
    case CL_FIELD_EMT:
    case CL_FIELD_EVAL_CP:
    case CL_FIELD_EVAL_MATE:
    case CL_FIELD_EVAL_DEPTH:
      append_commands (out, field, &fact->commands);
      break;
    default:
      append_number (out, field, at);
    }
}

/* The time control that the tag says already is not written twice. */
static gboolean
is_redundant (const ClFactField *field, const ClFact *fact)
{
  return field->place == G_STRUCT_OFFSET (ClFact, time_control) && fact->time_control != NULL &&
         g_strcmp0 (fact->time_control, cl_fact_get_tag (fact, "TimeControl")) == 0;
}

/* Most facts of an import are moves with nothing to say. */
static gboolean
is_plain_move (const ClFact *fact)
{
  return fact->type == CL_FACT_MOVE_PLAYED && fact->used_ms == CL_NO_CLOCK &&
         fact->comments == NULL && fact->escapes == NULL && fact->nags == NULL &&
         fact->commands.present == 0 && !fact->entered && fact->seen == 0 && !fact->inferred &&
         fact->reason == NULL;
}

static GString *
encode_details (const ClFact *fact, const ClFactSpec *spec)
{
  GString *details = NULL;

  if (is_plain_move (fact))
    return NULL;
  if (fact->evaluation != NULL && fact->type == CL_FACT_POSITION_EVALUATED)
    return cl_evaluation_encode (fact->evaluation);
  for (const ClFactField *field = spec->fields; field->key != NULL; field++)
    if (!is_redundant (field, fact))
      append_field (&details, field, fact);
  if (details != NULL)
    g_string_append_c (details, '}');
  return details;
}

void
cl_fact_to_draft (const ClFact *fact, ClDraft *draft)
{
  const ClFactSpec *spec = cl_fact_spec (fact->type);
  ClEvent event = CL_EVENT_INIT;
  GString *details;

  g_return_if_fail (spec != NULL);

  details = encode_details (fact, spec);
  event.type = spec->name;
  event.kind = fact->type;
  event.schema = spec->schema;
  event.game = fact->game;
  event.ply = fact->ply;
  event.player = fact->player;
  event.occurred_at = fact->occurred_at;
  event.clock_ms = fact->clock_ms;
  if (fact->clock_ms == CL_NO_CLOCK && spec->needs_move &&
      (fact->commands.present & CHESS_COMMAND_CLK))
    event.clock_ms = fact->commands.clk_ms;
  event.has_move = spec->needs_move;
  if (spec->needs_move)
    event.move = fact->move;
  event.details = details != NULL ? details->str : NULL;
  cl_draft_add (draft, &event);
  if (details != NULL)
    g_string_free (details, TRUE);
}
