/* cl-time-source.h: where a session reads the time and sets its timers, so that tests can hold the hands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ClTimeSource:
 * @get_real_us: µs since the epoch, UTC: what a fact says about when it occurred
 * @get_monotonic_us: µs that never jump: what thinking time is measured with
 * @add_timeout: calls @func once after @delay_us in the main context; returns an id that is never 0
 * @remove_timeout: forgets a timeout that has not been called yet
 * @data: given to each of them
 */
typedef struct
{
  gint64 (*get_real_us) (gpointer data);
  gint64 (*get_monotonic_us) (gpointer data);
  guint (*add_timeout) (gint64 delay_us, GSourceFunc func, gpointer func_data, gpointer data);
  void (*remove_timeout) (guint id, gpointer data);
  gpointer data;
} ClTimeSource;

/* The computer's own clocks. */
extern const ClTimeSource cl_time_source_system;

gint64 cl_time_source_real_us (const ClTimeSource *self);
gint64 cl_time_source_monotonic_us (const ClTimeSource *self);
guint cl_time_source_add_timeout (const ClTimeSource *self,
                                  gint64 delay_us,
                                  GSourceFunc func,
                                  gpointer func_data);
void cl_time_source_remove_timeout (const ClTimeSource *self, guint id);

G_END_DECLS
