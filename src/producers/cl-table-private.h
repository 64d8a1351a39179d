/* cl-table-private.h: a draft in the making, and the game as it stands after it, for the files cl-table*.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-table.h"

G_BEGIN_DECLS

typedef struct
{
  ClGame *game; /* as it stands after the draft */
  ClDraft *draft;
  gint64 now;
} ClTableDraft;

ClTableDraft cl_table_draft_open (const ClGame *game, gint64 now);
void cl_table_draft_clear (ClTableDraft *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClTableDraft, cl_table_draft_clear)

/* A fact about this game as it stands, now; and one that a side does. */
void cl_table_draft_begin (const ClTableDraft *self, ClFact *fact, ClFactType type);
void
cl_table_draft_begin_act (const ClTableDraft *self, ClFact *fact, ClFactType type, ChessColor side);
/* What the clocks show now, where they run. */
void cl_table_draft_read_clocks (const ClTableDraft *self, ClFact *fact);

/* Asks the game, adds the fact to the draft and folds it. */
gboolean cl_table_draft_add (ClTableDraft *self, const ClFact *fact, GError **error);
/* (transfer full): the draft of one fact. */
ClDraft *cl_table_draft_finish (ClTableDraft *self, const ClFact *fact, GError **error);

typedef struct
{
  ChessResult result;
  ChessEnding ending;
  const char *text;  /* (nullable) */
  ChessMove written; /* for a claim, else CHESS_MOVE_NULL */
  ChessProof proof;
} ClTableEnd;

/* GameEnded with its evidence; and only if what stands on the board ends the game. */
gboolean cl_table_draft_end (ClTableDraft *self, const ClTableEnd *end, GError **error);
gboolean cl_table_draft_end_if_over (ClTableDraft *self, GError **error);

G_END_DECLS
