/* cl-fact-decode.c: a row of the ledger as a fact, every field checked
 *
 * What comes from a file is never trusted: a known key of the wrong kind or out of range is an error that names the key,
 * an unknown key is skipped (a later version may have added it).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-private.h"
#include "cl-fact-private.h"

#include <string.h>

static gboolean
bad (GError **error, const ClEvent *event, const char *what, const char *why)
{
  g_set_error (error,
               CL_FACT_ERROR,
               CL_FACT_ERROR_BAD_DETAILS,
               "“%s” (%s, offset %" G_GUINT64_FORMAT "): %s: %s",
               event->type,
               event->partition != NULL ? event->partition : "?",
               event->offset,
               what,
               why);
  return FALSE;
}

static gboolean
read_ranged (ClJson *json, gint64 min, gint64 max, gint64 *value)
{
  if (!cl_json_read_int (json, value))
    return FALSE;
  if (*value >= min && *value <= max)
    return TRUE;
  json->fault = "out of range";
  return FALSE;
}

/* The next element of a pair, which has to be there. */
static gboolean
next_of_pair (ClJson *json, gboolean *first)
{
  if (cl_json_next_element (json, first))
    return TRUE;
  if (json->fault == NULL)
    json->fault = "no pair of name and value";
  return FALSE;
}

/* ["White","Ada"], or ["White",null] where a tag is removed. */
static gboolean
read_tag (ClJson *json, ClFact *fact)
{
  g_autofree char *name = NULL, *value = NULL;
  gboolean first = TRUE;

  if (!cl_json_enter (json, '[') || !next_of_pair (json, &first) || !cl_json_read_text (json))
    return FALSE;
  name = cl_json_dup (json);
  if (*name == '\0')
    json->fault = "tag without a name";
  if (!next_of_pair (json, &first))
    return FALSE;
  if (!cl_json_read_null (json))
    {
      if (!cl_json_read_text (json))
        return FALSE;
      value = cl_json_dup (json);
    }
  else if (fact->type != CL_FACT_DETAILS_CORRECTED)
    json->fault = "tag without a value";
  if (cl_json_next_element (json, &first))
    json->fault = "more than a name and a value";
  if (json->fault == NULL)
    cl_fact_add_tag (fact, name, value);
  return json->fault == NULL;
}

static gboolean
read_tags (ClJson *json, ClFact *fact)
{
  gboolean first = TRUE;

  if (!cl_json_enter (json, '['))
    return FALSE;
  while (cl_json_next_element (json, &first))
    if (!read_tag (json, fact))
      return FALSE;
  return json->fault == NULL;
}

static gboolean
read_texts (ClJson *json, GPtrArray **texts)
{
  gboolean first = TRUE;

  if (!cl_json_enter (json, '['))
    return FALSE;
  if (*texts == NULL)
    *texts = g_ptr_array_new_with_free_func (g_free);
  while (cl_json_next_element (json, &first))
    if (cl_json_read_text (json))
      g_ptr_array_add (*texts, cl_json_dup (json));
  return json->fault == NULL;
}

static gboolean
read_numbers (ClJson *json, gint64 max, ClFact *fact, void (*add) (ClFact *fact, guint number))
{
  gboolean first = TRUE;
  gint64 value;

  if (!cl_json_enter (json, '['))
    return FALSE;
  while (cl_json_next_element (json, &first))
    if (read_ranged (json, 0, max, &value))
      add (fact, (guint) value);
  return json->fault == NULL;
}

static gboolean
read_side (ClJson *json, ClFact *fact)
{
  if (!cl_json_read_text (json))
    return FALSE;
  if (cl_json_is (json, "white"))
    fact->side = CHESS_WHITE;
  else if (cl_json_is (json, "black"))
    fact->side = CHESS_BLACK;
  else
    json->fault = "neither white nor black";
  return json->fault == NULL;
}

static gboolean
read_result (ClJson *json, ClFact *fact)
{
  if (!cl_json_read_text (json))
    return FALSE;
  if (!chess_result_parse ((ChessText){ json->value, json->length }, &fact->result))
    json->fault = "no result";
  return json->fault == NULL;
}

static gboolean
read_ending (ClJson *json, ClFact *fact)
{
  if (!cl_json_read_text (json))
    return FALSE;
  fact->ending = chess_ending_from_word ((ChessText){ json->value, json->length });
  if (fact->ending == CHESS_ENDING_UNKNOWN &&
      !cl_json_is (json, chess_ending_word (CHESS_ENDING_UNKNOWN)))
    json->fault = "no way for a game to end";
  return json->fault == NULL;
}

static gboolean
is_digest (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return length == 64;
}

static gboolean
read_text (ClJson *json, const ClFactField *field, char **place)
{
  if (!cl_json_read_text (json))
    return FALSE;
  if (field->kind == CL_FIELD_DIGEST && !is_digest (json->value, json->length))
    {
      json->fault = "not 64 hex digits";
      return FALSE;
    }
  g_free (*place);
  *place = cl_json_dup (json);
  return TRUE;
}

static gboolean
read_command (ClJson *json, const ClFactField *field, ChessCommands *commands)
{
  gint64 value;
  gint64 min = field->kind == CL_FIELD_EMT || field->kind == CL_FIELD_EVAL_DEPTH ? 0 : G_MININT32;
  gint64 max = field->kind == CL_FIELD_EMT ? CL_FACT_MAX_CLOCK : G_MAXINT32;

  if (!read_ranged (json, min, max, &value))
    return FALSE;
  if (field->kind == CL_FIELD_EMT)
    {
      commands->emt_ms = value;
      commands->present |= CHESS_COMMAND_EMT;
    }
  else if (field->kind == CL_FIELD_EVAL_DEPTH)
    commands->eval_depth = (gint32) value;
  else
    {
      commands->present |= CHESS_COMMAND_EVAL;
      if (field->kind == CL_FIELD_EVAL_CP)
        commands->eval_cp = (gint32) value;
      else
        commands->eval_mate = (gint32) value;
    }
  return TRUE;
}

static gboolean
read_number (ClJson *json, const ClFactField *field, gpointer place)
{
  gint64 value;

  switch (field->kind)
    {
    case CL_FIELD_FLAG:
      return cl_json_read_flag (json, place);
    case CL_FIELD_CLOCK:
      return read_ranged (json, -CL_FACT_MAX_CLOCK, CL_FACT_MAX_CLOCK, place);
    case CL_FIELD_SPAN:
      return read_ranged (json, 0, CL_FACT_MAX_CLOCK, place);
    case CL_FIELD_OFFSET:
    case CL_FIELD_COUNT:
      if (!read_ranged (json, field->kind == CL_FIELD_OFFSET, G_MAXINT64, &value))
        return FALSE;
      *(guint64 *) place = (guint64) value;
      return TRUE;
    default:
      if (!read_ranged (json, 1, G_MAXINT32, &value))
        return FALSE;
      *(guint32 *) place = (guint32) value;
      return TRUE;
    }
}

static gboolean
read_field (ClJson *json, const ClFactField *field, ClFact *fact)
{
  gpointer place = (char *) fact + field->place;

  switch ((ClFactFieldKind) field->kind)
    {
    case CL_FIELD_TEXT:
    case CL_FIELD_DIGEST:
      return read_text (json, field, place);
    case CL_FIELD_SIDE:
      return read_side (json, fact);
    case CL_FIELD_RESULT:
      return read_result (json, fact);
    case CL_FIELD_ENDING:
      return read_ending (json, fact);
    case CL_FIELD_TAGS:
      return read_tags (json, fact);
    case CL_FIELD_TEXTS:
      return read_texts (json, place);
    case CL_FIELD_NAGS:
      return read_numbers (json, CL_FACT_MAX_NAG, fact, cl_fact_add_nag);
    case CL_FIELD_PLIES:
      return read_numbers (json, G_MAXINT32, fact, cl_fact_add_ply);
    case CL_FIELD_EMT:
    case CL_FIELD_EVAL_CP:
    case CL_FIELD_EVAL_MATE:
    case CL_FIELD_EVAL_DEPTH:
      return read_command (json, field, &fact->commands);
    default:
      return read_number (json, field, place);
    }
}

static gint
find_field (const ClFactSpec *spec, const ClJson *json)
{
  for (gint i = 0; spec->fields[i].key != NULL; i++)
    if (cl_json_is (json, spec->fields[i].key))
      return i;
  return -1;
}

static gboolean
read_members (ClJson *json,
              const ClFactSpec *spec,
              ClFact *fact,
              const ClEvent *event,
              guint32 *seen,
              GError **error)
{
  gboolean first = TRUE;

  cl_json_enter (json, '{');
  while (cl_json_next_member (json, &first))
    {
      gint i = find_field (spec, json);

      if (i < 0)
        {
          cl_json_skip (json);
          continue;
        }
      if (*seen & 1u << i)
        return bad (error, event, spec->fields[i].key, "given twice");
      *seen |= 1u << i;
      if (!read_field (json, &spec->fields[i], fact))
        return bad (error, event, spec->fields[i].key, json->fault);
    }
  if (!cl_json_end (json))
    return bad (error, event, "details", json->fault);
  return TRUE;
}

static gboolean
decode_details (const ClEvent *event, const ClFactSpec *spec, ClFact *fact, GError **error)
{
  guint32 seen = 0;

  if (event->details != NULL)
    {
      g_auto (ClJson) json = { NULL };

      cl_json_init (&json, event->details);
      if (!read_members (&json, spec, fact, event, &seen, error))
        return FALSE;
    }
  for (gint i = 0; spec->fields[i].key != NULL; i++)
    if (spec->fields[i].required && !(seen & 1u << i))
      return bad (error, event, spec->fields[i].key, "missing");
  return TRUE;
}

static gboolean
read_evaluation (const ClEvent *event, ClEvaluation *evaluation, GError **error)
{
  const char *key, *fault;

  return cl_evaluation_decode (event->details, evaluation, &key, &fault) ||
         bad (error, event, key, fault);
}

static gboolean
decode_evaluation (const ClEvent *event, ClFact *fact, GError **error)
{
  fact->evaluation = g_new (ClEvaluation, 1);
  if (!read_evaluation (event, fact->evaluation, error))
    return FALSE;
  fact->origin_partition = g_strdup (fact->evaluation->partition);
  fact->cites = fact->evaluation->cites;
  return TRUE;
}

/* Is it a move that anybody could have written; whether it is legal is asked by the fold. */
static gboolean
is_move (ClMove move)
{
  guint from = move.move & 63, to = move.move >> 6 & 63, promotion = move.move >> 12;
  guint piece = move.marks & 7, captured = cl_move_get_captured (move);
  guint check = cl_move_get_check (move), castling = move.marks >> 10 & 3;

  if (move.move == 0)
    return (move.marks & ~(3u << 8)) == 0;
  return from != to && promotion <= 4 && (promotion == 0 || piece == 1) && piece >= 1 &&
         piece <= 6 && captured <= 6 && check <= 2 && castling <= 2 && move.marks >> 12 == 0 &&
         (castling == 0 || piece == 6);
}

static gboolean
check_numbers (const ClEvent *event, const ClFactSpec *spec, GError **error)
{
  if (spec->needs_game && event->game == 0)
    return bad (error, event, "game", "missing");
  if (spec->needs_ply && event->ply == 0)
    return bad (error, event, "ply", "missing");
  if (event->ply > G_MAXINT32 || event->game > G_MAXINT32)
    return bad (error, event, "ply or game", "out of range");
  return TRUE;
}

static gboolean
decode_columns (const ClEvent *event, const ClFactSpec *spec, ClFact *fact, GError **error)
{
  if (!check_numbers (event, spec, error))
    return FALSE;
  if (spec->needs_move && !event->has_move)
    return bad (error, event, "uci", "missing");
  if (spec->needs_move && !is_move (event->move))
    return bad (error, event, "uci and san", "no move");
  if (event->clock_ms != CL_NO_CLOCK &&
      (event->clock_ms < -CL_FACT_MAX_CLOCK || event->clock_ms > CL_FACT_MAX_CLOCK))
    return bad (error, event, "clock_ms", "out of range");
  fact->game = event->game;
  fact->ply = event->ply;
  fact->occurred_at = event->occurred_at;
  fact->player = g_strdup (event->player);
  if (spec->needs_move)
    {
      fact->has_move = TRUE;
      fact->move = event->move;
      fact->clock_ms = event->clock_ms;
    }
  return TRUE;
}

/* What concerns several fields. */
static gboolean
check_whole (const ClEvent *event, ClFact *fact, GError **error)
{
  switch (fact->type)
    {
    case CL_FACT_GAME_STARTED:
      if (fact->time_control == NULL)
        fact->time_control = g_strdup (cl_fact_get_tag (fact, "TimeControl"));
      return TRUE;
    case CL_FACT_CLOCK_ADJUSTED:
      if (fact->white_ms == CL_NO_CLOCK && fact->black_ms == CL_NO_CLOCK)
        return bad (error, event, "white_ms and black_ms", "missing");
      return TRUE;
    case CL_FACT_NOTE_ADDED:
      if (fact->text == NULL && fact->nags == NULL)
        return bad (error, event, "text and nags", "missing");
      return TRUE;
    case CL_FACT_CARD_ANSWERED:
      if (!g_str_equal (fact->text, "right") && !g_str_equal (fact->text, "wrong"))
        return bad (error, event, "answer", "neither \"right\" nor \"wrong\"");
      return TRUE;
    default:
      return TRUE;
    }
}

gboolean
cl_fact_from_event (const ClEvent *event, ClFact *fact, GError **error)
{
  ClFactType type = cl_fact_type_of (event);
  const ClFactSpec *spec = cl_fact_spec (type);
  g_autofree char *upcast_details = NULL;
  ClEvent upcast;

  cl_fact_init (fact, type);
  if (spec == NULL)
    {
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_UNKNOWN_TYPE,
                   "Unknown fact “%s”",
                   event->type);
      return FALSE;
    }
  if (event->schema != spec->schema)
    {
      upcast = *event;
      event = &upcast;
      if (!cl_fact_upcast (&upcast, &upcast_details, error))
        {
          cl_fact_clear (fact);
          return FALSE;
        }
    }
  if (decode_columns (event, spec, fact, error) &&
      (type == CL_FACT_POSITION_EVALUATED ? decode_evaluation (event, fact, error)
                                          : decode_details (event, spec, fact, error)) &&
      check_whole (event, fact, error))
    return TRUE;
  cl_fact_clear (fact);
  return FALSE;
}

gboolean
cl_evaluation_from_event (const ClEvent *event, ClEvaluation *self, GError **error)
{
  const ClFactSpec *spec = cl_fact_spec (CL_FACT_POSITION_EVALUATED);

  if (cl_fact_type_of (event) == CL_FACT_POSITION_EVALUATED && event->schema == spec->schema)
    return check_numbers (event, spec, error) && read_evaluation (event, self, error);
  g_set_error (error,
               CL_FACT_ERROR,
               CL_FACT_ERROR_NEWER_SCHEMA,
               "“%s” of schema %u is no evaluation that this program knows",
               event->type,
               event->schema);
  return FALSE;
}
