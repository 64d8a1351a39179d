/* cl-live-evaluation.h: what an engine thinks of the board that is shown, as long as somebody looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine.h"

G_BEGIN_DECLS

typedef enum
{
  CL_LIVE_OFF,      /* nobody wants it */
  CL_LIVE_IDLE,     /* there is nothing to evaluate: no game, or no move is left */
  CL_LIVE_HIDDEN,   /* the game is in progress, and help was not allowed when it began */
  CL_LIVE_STARTING, /* the first line is awaited */
  CL_LIVE_RUNNING,
  CL_LIVE_DONE,   /* it has thought long enough about this board */
  CL_LIVE_FAILED, /* message says why; it goes on by itself unless the engine is useless */
} ClLiveState;

/* Properties (notify): running (wanted; settable), lines (1–5; settable), state (ClLiveState as uint), answer (boxed
 * ClEngineAnswer, NULL where there is none: the newest about the board shown, scores from the side to move), message, engine
 * (as it calls itself, NULL before). A line of the engine is here within 100 ms. */
#define CL_TYPE_LIVE_EVALUATION (cl_live_evaluation_get_type ())
G_DECLARE_FINAL_TYPE (ClLiveEvaluation, cl_live_evaluation, CL, LIVE_EVALUATION, GObject)

void cl_live_evaluation_set_running (ClLiveEvaluation *self, gboolean running);
gboolean cl_live_evaluation_get_running (ClLiveEvaluation *self);
void cl_live_evaluation_set_lines (ClLiveEvaluation *self, guint lines);
guint cl_live_evaluation_get_lines (ClLiveEvaluation *self);
ClLiveState cl_live_evaluation_get_state (ClLiveEvaluation *self);
/* Borrowed until the next notify::answer; NULL if there is none. */
ClEngineAnswer *cl_live_evaluation_get_answer (ClLiveEvaluation *self);
const char *cl_live_evaluation_get_message (ClLiveEvaluation *self); /* (nullable), translated */
const char *cl_live_evaluation_get_engine (ClLiveEvaluation *self);  /* (nullable) */

G_END_DECLS
