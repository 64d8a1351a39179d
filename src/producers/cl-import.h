/* cl-import.h: reads PGN files into the ledger, deterministically, resumably, off the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

/* Who takes a collection out of view and back. */
#define CL_LIBRARY_PRODUCER "library"

typedef struct
{
  char
    *partition; /* archive/<name> or archive/<name>~<8 hex digits>; NULL: the file holds no game */
  char *encoding;
  guint64 n_games, n_events, n_unreadable; /* this run's and earlier runs' together */
  guint64 n_new_events;  /* appended by this run; 0: the same file was there already */
  gboolean was_complete; /* nothing to do */
  char *
    damage; /* (nullable): why a packed file could not be read to its end, as a sentence; what came before is kept */
  gboolean cancelled; /* stopped early: what is counted above is kept, run again to continue */
  gboolean
    restored; /* the collection had been taken out of view, and is in view again: one fact more */
} ClImportResult;

/* Also after a failure. */
void cl_import_result_clear (ClImportResult *self);

/* Called on the importing thread, about ten times a second, also while the file is read for its digest: @done of @total
 * work, the first reading being a tenth of it. @total 0: what comes through a pipe is being kept, @done bytes so far. */
typedef void (*ClImportProgress) (guint64 done, guint64 total, guint64 games, gpointer user_data);
/* Called on the importing thread for each game kept as text: @line of the file, where it went wrong. */
typedef void (*ClImportComplaint) (guint64 line, const char *reason, gpointer user_data);

/* Blocks: for worker threads and the command line. A collection that was taken out of view is restored when its file has
 * been read to the end: who imports a file wants to see it. What can be read only once, as a pipe, is kept in a temporary
 * file first. A cancelled import returns TRUE with result->cancelled. @name:
 * (nullable) base name to use instead of the file's. Nothing is appended if the file cannot be read; nor if it was read to
 * its end and holds no game, which is no error. */
gboolean cl_import_pgn (ClLedger *ledger,
                        GFile *file,
                        const char *name,
                        ClImportProgress progress,
                        ClImportComplaint complaint,
                        gpointer user_data,
                        GCancellable *cancellable,
                        ClImportResult *result,
                        GError **error);

G_END_DECLS
