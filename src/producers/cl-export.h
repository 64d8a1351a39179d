/* cl-export.h: games as PGN in export format, events as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"
#include "cl-reader.h"

G_BEGIN_DECLS

/* Appends one game, blank line included. */
void cl_export_game (const ClGame *game, GString *out);

typedef gboolean (*ClExportSink) (const char *text,
                                  gsize length,
                                  gpointer user_data,
                                  GError **error);

/* All games of @partition (NULL: of all partitions), or only @game if not 0, in order; withdrawn ones are left out
 * unless asked for by number. Streams: memory does not grow with the ledger. */
gboolean cl_export_pgn (ClReader *reader,
                        const char *partition,
                        guint32 game,
                        ClExportSink sink,
                        gpointer user_data,
                        GCancellable *cancellable,
                        guint64 *n_games,
                        GError **error);

/* One event as a JSON object without line feed, all columns (cl-interchange.h). */
void cl_export_event_json (const ClEvent *event, GString *out);

G_END_DECLS
