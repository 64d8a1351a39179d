/* cl-export-private.h: what the two ways of writing a game share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-export.h"

#include "chess-pgn.h"

G_BEGIN_DECLS

/* What stands behind a move, or before the first, and how far it was written. All nullable. */
typedef struct
{
  GArray *nags;
  GPtrArray *comments, *variations, *escapes;
  guint next_nag, next_comment, next_variation, next_escape;
} ClExportSaid;

/* The rest of @said, as @order begins it (README of the facts, "order"); then NAGs, @clock, comments, variations, hidden
 * lines. */
void
cl_export_said (ChessPgnWriter *writer, ClExportSaid *said, const char *order, const char *clock);

/* What stands before the first move: of @game only what GameStarted says is read, and its result for a missing tag. */
void cl_export_head (ChessPgnWriter *writer, const ClGame *game);
/* From the result to the blank line. */
void cl_export_tail (ChessPgnWriter *writer, ChessResult result, GPtrArray *late_comments);

/* A writer that appends to @out. */
ChessPgnWriter cl_export_writer (GString *out);

/**
 * ClExportRun:
 *
 * Writes a game of an import from its events alone, as they come, without playing its moves: the facts of an import are
 * legal, and name their moves. It gives up on a game to which anything else happened.
 */
typedef struct _ClExportRun ClExportRun;

ClExportRun *cl_export_run_new (GString *out);
void cl_export_run_free (ClExportRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClExportRun, cl_export_run_free)

/* The next event of the same game, or the first of another, when the one before has been ended. @is_whole: all events of
 * this game stand in one piece. */
void cl_export_run_take (ClExportRun *self, const ClEvent *event, gboolean is_whole);
/* *@game is over, or 0 if there was none. TRUE: it was written; FALSE: @out is as it was before it. */
gboolean cl_export_run_end (ClExportRun *self, guint32 *game);
/* The game whose events come; 0 at the beginning. */
guint32 cl_export_run_get_game (const ClExportRun *self);

G_END_DECLS
