/* cl-coach-view.h: how the cards of the coach were answered, as values of the view "coach"
 *
 * Key: "card/<partition>/<game as 8 digits>/<offset of the move as 10 digits>" → its answers, oldest first. Which moves are cards
 * follows from their evaluations (cl-coach.h); this view keeps only what a person answered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint n_answers;
  guint streak;   /* right ones in a row, up to the last */
  gint64 last_at; /* µs UTC; 0: never answered, or at no known time */
  gint64 due_at;  /* µs UTC: when to ask again; 0: at once */
} ClCardState;

/* 1, 3, 7, then 21 days after so many right answers in a row; a day after a wrong one. */
gint64 cl_card_interval_us (guint streak);
/* @value NULL: never answered. Damaged text counts as far as it can be read. */
void cl_card_state_parse (const char *value, ClCardState *self);
char *cl_card_key (const char *partition, guint32 game, guint64 offset);

G_END_DECLS
