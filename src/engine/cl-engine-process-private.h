/* cl-engine-process-private.h: a program that speaks in lines, and that cannot harm who started it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Everything happens on the main context that was the thread's default when it was started, and never waits. */
typedef struct _ClEngineProcess ClEngineProcess;

typedef struct
{
  void (*line) (const char *text, gsize length, gpointer user_data);
  /* Once at most, and the last that is heard of it; @reason is translated. */
  void (*ended) (gboolean flooded, const char *reason, gpointer user_data);
} ClEngineProcessSink;

ClEngineProcess *cl_engine_process_start (const char *program,
                                          const ClEngineProcessSink *sink,
                                          gpointer user_data,
                                          GError **error);
/* @line without its end. What cannot be written now waits. */
void cl_engine_process_send (ClEngineProcess *self, const char *line);
/* Kills it with all that it started, and frees it; the sink hears no more. It is reaped in the background. */
void cl_engine_process_kill (ClEngineProcess *self);

G_END_DECLS
