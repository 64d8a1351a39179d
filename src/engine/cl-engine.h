/* cl-engine.h: a chess engine that is asked about positions and is never trusted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine-answer.h"
#include "cl-engine-query.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CL_ENGINE_ERROR (cl_engine_error_quark ())
GQuark cl_engine_error_quark (void);

typedef enum
{
  CL_ENGINE_ERROR_FAILED, /* hung, ended, flooded or lied during the search: it is being restarted, ask again */
  CL_ENGINE_ERROR_USELESS, /* cannot be started, is no UCI engine, or failed too often: asking again is in vain */
} ClEngineError;

typedef enum
{
  CL_ENGINE_OFF,      /* not started yet; the first question starts it */
  CL_ENGINE_STARTING, /* until it knows UCI and its options are set */
  CL_ENGINE_READY,
  CL_ENGINE_SEARCHING,
  CL_ENGINE_STOPPING,
  CL_ENGINE_WAITING, /* failed; will be started again after a while */
  CL_ENGINE_USELESS,
} ClEngineState;

/* How long it may be silent, and how long it is left alone after each failure in a row, in ms. */
typedef struct
{
  guint uci_ms;        /* uciok */
  guint ready_ms;      /* readyok, also during a search */
  guint options_ms;    /* readyok after options, of which some load large files */
  guint stop_ms;       /* bestmove after stop */
  guint ping_ms;       /* silence in a search after which it is asked whether it lives */
  guint restart_ms[3]; /* after a third failure in a row it is useless */
} ClEngineTimes;

#define CL_ENGINE_TIMES_DEFAULT      \
  {                                  \
    10000, 10000, 30000, 2000, 5000, \
    {                                \
      1000, 5000, 30000              \
    }                                \
  }

typedef struct
{
  char *name;
  guint type; /* ClUciOptionType */
  char *preset;
  gint64 min, max;
  GStrv values; /* of a combo */
} ClEngineOption;

#define CL_TYPE_ENGINE (cl_engine_get_type ())
G_DECLARE_FINAL_TYPE (ClEngine, cl_engine, CL, ENGINE, GObject)

/**
 * cl_engine_new:
 * @program: absolute path
 * @times: (nullable): NULL for CL_ENGINE_TIMES_DEFAULT
 *
 * Starts nothing. All callbacks and signals come on the thread-default main context of now, on whose thread all functions
 * are called. Nothing here waits.
 *
 * Signals: notify::state; "fault" (const char *message, translated): something went wrong and was dealt with.
 */
ClEngine *cl_engine_new (const char *program, const ClEngineTimes *times);
/* Ends the program and fails what waits with G_IO_ERROR_CANCELLED; idempotent. Call it before the last unref. */
void cl_engine_close (ClEngine *self);

/* Kept, and sent before the next search (again after each restart). @value NULL: its preset. An option that the engine does
 * not have is not sent. MultiPV, Ponder, UCI_Chess960, UCI_LimitStrength and UCI_Elo belong to the queries. */
void cl_engine_set_option (ClEngine *self, const char *name, const char *value);
/* What was set that the engine has and that is not its preset, "Contempt=10; Threads=2", by name. Free with g_free. */
char *cl_engine_dup_changed_options (ClEngine *self);
/* What it will be, or is: as set, or the preset; NULL if there is no such option, or while that is not known. */
const char *cl_engine_get_option (ClEngine *self, const char *name);
/* (element-type ClEngineOption): what it has; NULL before it has told. */
GPtrArray *cl_engine_get_options (ClEngine *self);

ClEngineState cl_engine_get_state (ClEngine *self);
const char *cl_engine_get_program (ClEngine *self);
const char *
cl_engine_get_name (ClEngine *self); /* (nullable): as it calls itself, before it has told */
const char *
cl_engine_get_build (ClEngine *self); /* (nullable): 16 hex digits of its file's SHA-256 */
const char *cl_engine_get_failure (ClEngine *self); /* (nullable): the last fault, translated */

/* Starts it without a question, to learn its name and options. */
void cl_engine_start (ClEngine *self);
/* Has it told its name and options, and was its build read? Changes with notify::state. */
gboolean cl_engine_is_known (ClEngine *self);

/* At most every 50 ms while a search goes on. */
typedef void (*ClEngineProgress) (ClEngineAnswer *answer, gpointer user_data);

/**
 * cl_engine_ask_async:
 * @query: (transfer none): copied
 * @cancellable: (nullable): cancelled, it returns G_IO_ERROR_CANCELLED at once and the search is given up
 * @progress: (nullable): also called with @user_data
 *
 * Questions are answered one after the other. See ClEngineError for what goes wrong.
 */
void cl_engine_ask_async (ClEngine *self,
                          const ClEngineQuery *query,
                          GCancellable *cancellable,
                          ClEngineProgress progress,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* Returns: (transfer full): the final answer */
ClEngineAnswer *cl_engine_ask_finish (ClEngine *self, GAsyncResult *result, GError **error);
/* Ends the present search early: its question is answered with what is known. */
void cl_engine_stop (ClEngine *self);

/* The first of: @preferred if it is there, stockfish in /usr/games, or in PATH. Free with g_free; NULL: none is there. */
char *cl_engine_find_program (const char *preferred);

G_END_DECLS
