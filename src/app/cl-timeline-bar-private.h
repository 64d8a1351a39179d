/* cl-timeline-bar-private.h: what the two files of ClTimelineBar share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-mini-board.h"
#include "cl-playback.h"
#include "cl-timeline-bar.h"
#include "cl-timeline.h"

typedef enum
{
  SCOPE_GAME,
  SCOPE_SESSION,
  SCOPE_EVERYTHING,
} ClScope;

struct _ClTimelineBar
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkLabel *caption;
  GtkWidget *play;
  GtkWidget *live;
  GtkMenuButton *speed;
  GtkButton *by_move;
  GtkButton *by_time_button;
  GtkButton *scope_game;
  GtkButton *scope_everything;
  ClTimeline *timeline;
  ClMiniBoard *preview;

  ClSession *session;
  GSignalGroup *signals;
  GSignalGroup *analysis_signals;
  ClPlayback *playback;
  ClScope scope;
  gboolean by_time;
  gboolean flipped;
  gboolean choosing;

  guint64 until;          /* playing stops at this moment, 0: at the end */
  GCancellable *looking;  /* (nullable): for that moment */
  GCancellable *density;  /* (nullable): of the counts being read */
  GCancellable *peek;     /* (nullable): of the moment being looked up for the pointer */
  gboolean density_again; /* the ledger grew while counts were being read */
  guint64 range_from, range_to;
  guint columns;
};

/* Draws the scope anew: extent, marks or lanes, labels, cursor. */
void cl_timeline_bar_show_scope (ClTimelineBar *self);
/* Whether the bar is seen at all. */
void cl_timeline_bar_show_itself (ClTimelineBar *self);
/* The chances of the chosen game as the ground of “This game”. */
void cl_timeline_bar_show_curve (ClTimelineBar *self);
/* Only where the cursor stands, the caption and the pill. */
void cl_timeline_bar_show_cursor (ClTimelineBar *self);
/* The ledger grew: the lanes of the wider scopes follow. */
void cl_timeline_bar_show_growth (ClTimelineBar *self);
/* The moment under the pointer in the preview; G_MAXUINT64: none. */
void cl_timeline_bar_show_hover (ClTimelineBar *self, guint64 moment);
/* Counts for the visible range of the wider scopes. */
void cl_timeline_bar_read_range (ClTimelineBar *self, guint64 from, guint64 to, guint columns);
/* The same range: there is more to count. */
void cl_timeline_bar_read_again (ClTimelineBar *self);
/* First and last moment of the scope. */
void cl_timeline_bar_get_extent (ClTimelineBar *self, guint64 *first, guint64 *last);
guint64 cl_timeline_bar_get_moment (ClTimelineBar *self);
void cl_timeline_bar_go_to (ClTimelineBar *self, guint64 moment);
