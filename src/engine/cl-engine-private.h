/* cl-engine-private.h: what the talk with an engine and its public face share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine-collector-private.h"
#include "cl-engine-process-private.h"
#include "cl-engine.h"

G_BEGIN_DECLS

/* What is waited for. */
typedef enum
{
  CL_TALK_NOTHING,
  CL_TALK_UCI_OK,
  CL_TALK_OPTIONS_READY, /* readyok after the first options */
  CL_TALK_QUERY_READY,   /* readyok before a search: what comes until then is of an earlier one */
  CL_TALK_BEST_MOVE,
  CL_TALK_STOPPED, /* bestmove after stop */
} ClTalk;

typedef struct
{
  GTask *task; /* NULL once it was returned */
  ClEngineQuery *query;
  ClEngineProgress progress;
  gpointer user_data;
  GSource *cancelled;
} ClEngineRequest;

void cl_engine_request_free (ClEngineRequest *self);

struct _ClEngine
{
  GObject parent;
  GMainContext *context;
  char *program;
  ClEngineTimes times;
  GHashTable *wanted; /* char *name → char *value: options as set */
  GHashTable *sent;   /* char *name → char *value: what the running program has heard */

  ClEngineState state;
  ClEngineProcess *process;
  ClTalk talk;
  GSource *deadline;
  guint n_failures; /* in a row */
  guint n_pings;    /* in a row, without a word on the search */
  gboolean pinged;
  gboolean stop_wanted;
  char *failure;

  char *name, *build;
  gboolean build_known; /* or cannot be known */
  gboolean build_asked;
  GPtrArray *options; /* of the running program */

  GQueue requests;         /* ClEngineRequest, waiting */
  ClEngineRequest *active; /* being searched; its task is NULL if nobody waits for it any more */
  ClEngineCollector collector;
  gint64 shown_at; /* when progress was last told, µs */
  GSource *show_later;
  gboolean is_wanted; /* to be started although nobody asks */
  gboolean is_closed;
};

/* cl-engine.c */
void cl_engine_set_state (ClEngine *self, ClEngineState state);
void cl_engine_tell_fault (ClEngine *self, const char *message);
ClEngineOption *cl_engine_find_option (ClEngine *self, const char *name);
void cl_engine_return_answer (ClEngine *self, ClEngineAnswer *answer);
void cl_engine_return_error (ClEngineRequest *request, GError *error);

/* cl-engine-talk.c */
void cl_engine_begin (
  ClEngine *self); /* starts the program, or the next search, if there is a reason to */
void cl_engine_begin_stop (ClEngine *self); /* of the present search */
void cl_engine_hang_up (ClEngine *self);    /* kills the program */

/* cl-engine-options.c */
ClEngineOption *cl_engine_option_new (const ClUciLine *line);
void cl_engine_option_free (ClEngineOption *self);
/* Sends what differs from what the program has heard; TRUE if there was anything. */
gboolean cl_engine_send_options (ClEngine *self, const ClEngineQuery *query);

G_END_DECLS
