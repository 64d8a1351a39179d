/* cl-fact-summary.c: each fact in one line, for logs, lists and captions of engineers
 *
 * Untranslated: the command line prints these and scripts read them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact.h"

#include <string.h>

#define MAX_TEXT 60 /* characters of free text shown */

static void
append_clock (GString *out, const char *before, gint64 ms, const char *after)
{
  char text[24];

  if (ms == CL_NO_CLOCK)
    return;
  g_string_append (out, before);
  if (ms < 0)
    g_string_append_c (out, '-');
  g_string_append_len (out, text, (gssize) chess_clock_write (ms < 0 ? -ms : ms, text));
  g_string_append (out, after);
}

/* The move number assumes that White began, which is all that one event can know. */
static void
append_move (GString *out, guint32 ply, ClMove move)
{
  char san[12];

  cl_move_san (move, san);
  g_string_append_printf (out, "%u%s %s", (ply + 1) / 2, ply % 2 == 1 ? "." : "...", san);
}

static void
append_free_text (GString *out, const char *before, const char *text)
{
  const char *end;

  if (text == NULL || *text == '\0')
    return;
  g_string_append (out, before);
  end = g_utf8_offset_to_pointer (text, MIN (g_utf8_strlen (text, MAX_TEXT * 4), MAX_TEXT));
  for (const char *c = text; c < end; c++)
    g_string_append_c (out, (guchar) *c < ' ' ? ' ' : *c);
  if (*end != '\0')
    g_string_append (out, "…");
}

static void
append_tags (GString *out, const ClFact *fact)
{
  for (guint i = 0; fact->tags != NULL && i < fact->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (fact->tags, i);

      g_string_append_printf (out, "%s%s: ", i > 0 ? ", " : "", tag->name);
      append_free_text (out, "", tag->value != NULL ? tag->value : "(removed)");
    }
}

static void
append_started (GString *out, const ClFact *fact)
{
  const char *white = cl_fact_get_tag (fact, "White"), *black = cl_fact_get_tag (fact, "Black");

  append_free_text (out, "", white != NULL ? white : "?");
  append_free_text (out, " – ", black != NULL ? black : "?");
  append_free_text (out, ", ", fact->time_control);
  if (fact->chess960)
    g_string_append (out, ", Chess960");
}

static void
append_import (GString *out, const ClFact *fact)
{
  append_free_text (out, "", fact->file);
  if (fact->type == CL_FACT_SOURCE_IMPORTED)
    g_string_append_printf (out,
                            ": %" G_GUINT64_FORMAT " games, %" G_GUINT64_FORMAT " unreadable",
                            fact->n_games,
                            fact->n_unreadable);
}

static void
append_clock_act (GString *out, const ClFact *fact)
{
  append_clock (out, "White ", fact->white_ms, "");
  append_clock (out, fact->white_ms != CL_NO_CLOCK ? ", Black " : "Black ", fact->black_ms, "");
  append_clock (out, "thought ", fact->used_ms, "");
}

static void
append_evidence (GString *out, const ClFact *fact)
{
  append_free_text (out, ", with ", fact->written);
  for (guint i = 0; fact->plies != NULL && i < fact->plies->len; i++)
    g_string_append_printf (out,
                            "%s%u",
                            i == 0 ? ", plies " : " ",
                            g_array_index (fact->plies, guint, i));
  if (fact->quiet_plies > 0)
    g_string_append_printf (out, ", %u quiet plies", fact->quiet_plies);
  append_free_text (out, ", by ", fact->proof);
}

/* "+0.35 e2e4, depth 20, Stockfish 15.1: archive/x.pgn 12", from the view of the side to move. */
static void
append_evaluation (GString *out, const ClFact *fact)
{
  const ClEvaluation *evaluation = fact->evaluation;
  const ClEvaluationLine *best = &evaluation->lines[0];
  gint32 cp = best->score.cp;
  char uci[6];

  cl_uci_unpack (best->moves[0], uci);
  if (best->score.mate != 0)
    g_string_append_printf (out, "#%d %s", best->score.mate, uci);
  else
    g_string_append_printf (out,
                            "%c%d.%02d %s",
                            cp < 0 ? '-' : '+',
                            ABS (cp) / 100,
                            ABS (cp) % 100,
                            uci);
  if (evaluation->depth > 0)
    g_string_append_printf (out, ", depth %u", evaluation->depth);
  append_free_text (out, ", ", evaluation->engine);
  append_free_text (out, ": ", evaluation->partition);
  g_string_append_printf (out, " %" G_GUINT64_FORMAT, evaluation->cites);
}

static void
append_body (GString *out, const ClFact *fact)
{
  const char *side = fact->side == CHESS_WHITE ? "White" : "Black";
  gboolean stands = fact->type != CL_FACT_ILLEGAL_MOVE_MADE || fact->stood;

  switch (fact->type)
    {
    case CL_FACT_GAME_STARTED:
      append_started (out, fact);
      break;
    case CL_FACT_MOVE_PLAYED:
    case CL_FACT_ILLEGAL_MOVE_MADE:
    case CL_FACT_MOVE_CORRECTED:
      append_move (out, fact->ply + !stands, fact->move);
      append_clock (out, " (", fact->clock_ms, ")");
      g_string_append (out, stands ? "" : ", taken back");
      break;
    case CL_FACT_TAKEBACK_AGREED:
      g_string_append_printf (out, "back to ply %u", fact->ply);
      break;
    case CL_FACT_DRAW_OFFERED:
    case CL_FACT_DRAW_DECLINED:
    case CL_FACT_FLAG_FELL:
      g_string_append (out, side);
      break;
    case CL_FACT_DRAW_CLAIMED:
      g_string_append_printf (out, "%s, %s", side, chess_ending_word (fact->ending));
      append_free_text (out, ", with ", fact->written);
      break;
    case CL_FACT_DETAILS_CORRECTED:
      append_tags (out, fact);
      break;
    case CL_FACT_RESULT_CORRECTED:
    case CL_FACT_GAME_ENDED:
      g_string_append_printf (out,
                              "%s, %s",
                              chess_result_text (fact->result),
                              chess_ending_word (fact->ending));
      append_free_text (out, ", ", fact->text);
      append_evidence (out, fact);
      break;
    case CL_FACT_CLOCK_STARTED:
    case CL_FACT_CLOCK_PAUSED:
    case CL_FACT_CLOCK_ADJUSTED:
      append_clock_act (out, fact);
      break;
    case CL_FACT_SOURCE_IMPORT_STARTED:
    case CL_FACT_SOURCE_IMPORTED:
      append_import (out, fact);
      break;
    case CL_FACT_GAME_UNREADABLE:
      g_string_append_printf (out, "line %" G_GUINT64_FORMAT, fact->line);
      break;
    case CL_FACT_EVENT_SET_ASIDE:
    case CL_FACT_SET_ASIDE_ENDED:
      append_free_text (out, "", fact->origin_partition);
      if (fact->type == CL_FACT_EVENT_SET_ASIDE)
        g_string_append_printf (out, " from offset %" G_GUINT64_FORMAT " on", fact->cites);
      append_free_text (out, ", for ", fact->text);
      break;
    case CL_FACT_SQUARE_CHANGED:
      g_string_append_printf (out,
                              g_str_equal (fact->piece, ".") ? "%s is empty" : "%s holds %s",
                              fact->square,
                              fact->piece);
      break;
    case CL_FACT_CLOCK_LEVER_CHANGED:
      append_free_text (out, "the clock runs ", fact->lever);
      break;
    case CL_FACT_BOARD_CLOCK_READ:
      append_free_text (out, "", fact->is_running ? "running" : "stopped");
      append_clock (out, ", left ", fact->white_ms, "");
      append_clock (out, ", right ", fact->black_ms, "");
      break;
    case CL_FACT_POSITION_EVALUATED:
      append_evaluation (out, fact);
      break;
    case CL_FACT_COMPUTER_SLEPT:
      append_clock (out, "", fact->used_ms, "");
      break;
    default:
      append_free_text (out, "", fact->text);
    }
  append_free_text (out, out->len > 0 ? ", " : "", fact->reason);
}

char *
cl_fact_summary (const ClEvent *event)
{
  g_auto (ClFact) fact = { 0 };
  GString *out = g_string_new (NULL);

  if (cl_fact_from_event (event, &fact, NULL))
    append_body (out, &fact);
  else if (event->details != NULL)
    {
      g_autofree char *details = g_utf8_make_valid (event->details, -1);

      append_free_text (out, "", details);
    }
  return g_string_free (out, FALSE);
}
