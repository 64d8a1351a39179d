/* cl-interchange.h: events as lines of text that another ledger takes back exactly as they were
 *
 * src/ledger/README.md tells both formats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-export.h"
#include "cl-ledger.h"

G_BEGIN_DECLS

typedef enum
{
  CL_INTERCHANGE_DETECT, /* whichever a line is in */
  CL_INTERCHANGE_JSONL,
  CL_INTERCHANGE_CLOUDEVENTS,
} ClInterchangeFormat;

/* What CloudEvents put before the type. */
#define CL_INTERCHANGE_TYPE_PREFIX "io.github.chessledger.ChessLedger."

/**
 * cl_interchange_print:
 * @ledger_id: of the ledger that @event is read from
 * @origin: (nullable): of its partition, for the first line that speaks of it
 *
 * Appends one line without line feed.
 */
void cl_interchange_print (ClInterchangeFormat format,
                           const char *ledger_id,
                           const ClEvent *event,
                           GBytes *origin,
                           GString *out);

/* A line taken apart. */
typedef struct
{
  ClEvent event;  /* with partition, producer, offset and seal; position and recorded_at are 0 */
  GBytes *origin; /* (nullable) */
  GStringChunk *strings;
} ClInterchangeEvent;

void cl_interchange_event_clear (ClInterchangeEvent *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClInterchangeEvent, cl_interchange_event_clear)

/* Pure. CL_LEDGER_ERROR_INVALID says what is wrong; then @out is clear. */
gboolean cl_interchange_parse (const char *line,
                               ClInterchangeFormat format,
                               ClInterchangeEvent *out,
                               GError **error);

/* All events of @partition (NULL: of the ledger), or only those of @game if not 0, in order. Streams. */
gboolean cl_interchange_export (ClLedger *ledger,
                                ClInterchangeFormat format,
                                const char *partition,
                                guint32 game,
                                ClExportSink sink,
                                gpointer user_data,
                                GCancellable *cancellable,
                                guint64 *n_events,
                                GError **error);

typedef struct
{
  guint64 n_events; /* lines that are events */
  guint64 n_new;
  guint64 line; /* at which it failed, 0: at none */
} ClInterchangeResult;

/* In bytes read; the file is read twice. */
typedef void (*ClInterchangeProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * cl_interchange_import:
 * @file: may be a pipe, which is copied first
 * @error: what is wrong in which line; then nothing was added. G_IO_ERROR_CANCELLED: what was added is a prefix, and
 *   the same import goes on from there
 *
 * Adds the events that are not there, each with the offset and seal that it says. Blocks on disk.
 */
gboolean cl_interchange_import (ClLedger *ledger,
                                GFile *file,
                                ClInterchangeFormat format,
                                ClInterchangeProgress progress,
                                gpointer user_data,
                                GCancellable *cancellable,
                                ClInterchangeResult *result,
                                GError **error);

/* Does @file begin as our exports do? FALSE also if it cannot be read. */
gboolean cl_interchange_is_ours (GFile *file);

G_END_DECLS
