/* cl-clock-face.h: one side's clock, with tabular digits, tenths when low, and a sign for "runs" that needs no colour
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_CLOCK_FACE (cl_clock_face_get_type ())
G_DECLARE_FINAL_TYPE (ClClockFace, cl_clock_face, CL, CLOCK_FACE, GtkWidget)

GtkWidget *cl_clock_face_new (void);
/* @remaining_ms at @since_us (µs UTC, real time); if @running it counts down from there by itself, on frame-clock ticks that
 * fire only when a digit changes. G_MININT64: no clock, the face hides. */
void cl_clock_face_set (ClClockFace *self,
                        gint64 remaining_ms,
                        gint64 since_us,
                        gboolean running,
                        gboolean paused);
/* How the next cl_clock_face_set is shown. Of what is left @reserve_ms are not seen before the rest is used up; then they
 * are seen at once, or with @period_ms one period and how many are left, "0:24 ×3". @rising: an hourglass, whose time
 * grows while the other one thinks. 0, 0, FALSE: plainly. */
void
cl_clock_face_set_manner (ClClockFace *self, gint64 reserve_ms, gint64 period_ms, gboolean rising);
/* TRUE: what is shown is what was left at an earlier moment of a game that goes on. It looks like no clock that waits. */
void cl_clock_face_set_past (ClClockFace *self, gboolean past);
void cl_clock_face_set_side (ClClockFace *self, gboolean white);
/* Property running (gboolean, read-only), notify: it counts down now. */
gboolean cl_clock_face_is_running (ClClockFace *self);
/* TRUE while there is a clock to show. */
gboolean cl_clock_face_has_clock (ClClockFace *self);
/* "0:41:12"; under 20 s "0:19.4", which rounds down like the scoresheet; never negative. Writes at most @size bytes. */
#define CL_CLOCK_TEXT_SIZE 32
void cl_clock_face_format (gint64 remaining_ms, char *text, gsize size);
/* Signal fell: the display reached zero while running (a hint for the flag policy). */

G_END_DECLS
