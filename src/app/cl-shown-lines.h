/* cl-shown-lines.h: the lines that an engine has about what is on the board: live ones first, else those of the analysis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine-answer.h"
#include "cl-session.h"
#include "cl-win-chance.h"

G_BEGIN_DECLS

typedef struct
{
  ClValue value; /* White's view */
  guint n_moves;
  const ChessMove *moves; /* from ClShownLines.position on; of whoever said it */
} ClShownLine;

/* Valid until the next turn of the main loop. */
typedef struct
{
  gboolean live;          /* an engine is thinking, or was until a moment ago */
  ChessPosition position; /* where the lines begin */
  guint ply;              /* of the game, before the trial line */
  guint n_trial;          /* moves of the trial line that lead there */
  guint n_lines;          /* best first */
  ClShownLine lines[CL_ENGINE_MAX_LINES];
} ClShownLines;

/* FALSE, with n_lines 0, where nothing is known or nothing may be shown. The live engine's lines count only if they are about
 * the very board that is shown; the analysis knows the moves of the game, not those of a trial line. */
gboolean cl_shown_lines_read (ClSession *session, ClShownLines *lines);
/* Has the live engine something to say about the board that is shown? CL_VALUE_NONE: no. White's view. */
ClValue cl_shown_lines_live_value (ClSession *session);
/* Shows the first @n_moves of line @index on the board, behind the trial line that leads to it; the game stays as it is. */
void cl_shown_lines_try (ClSession *session, guint index, guint n_moves);
/* One move further along the best line; FALSE if there is none. */
gboolean cl_shown_lines_step (ClSession *session);
/* One move of the trial line less; FALSE if there is none. */
gboolean cl_shown_lines_step_back (ClSession *session);

G_END_DECLS
