/* cl-import-private.h: how one game's text becomes facts, and how facts reach the ledger in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fact.h"
#include "cl-reader.h"

#include "chess-pgn.h"

G_BEGIN_DECLS

#define CL_IMPORT_PRODUCER "import/pgn"

/* A longer text of one fact is cut, so that no row becomes unreadable. */
#define CL_IMPORT_MAX_TEXT (1 << 20)

/**
 * ClImportSink:
 *
 * Takes the facts of an import in their order and appends those that the ledger does not have yet. The same file gives
 * the same facts, so the ones that an interrupted import left are counted, not compared; only the last of them is, since
 * another version of this program might read a game differently.
 */
typedef struct _ClImportSink ClImportSink;

/* The first @n_known facts are in the ledger; @head is the last offset of @partition (facts that people added to it come
 * in between). */
ClImportSink *cl_import_sink_new (ClLedger *ledger,
                                  const char *partition,
                                  GBytes *origin,
                                  guint64 n_known,
                                  guint64 head);
void cl_import_sink_free (ClImportSink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClImportSink, cl_import_sink_free)

/* After a failure everything more is ignored; cl_import_sink_flush () tells. Returns the offset of the fact. */
guint64 cl_import_sink_add (ClImportSink *self, const ClFact *fact);
gboolean cl_import_sink_has_failed (const ClImportSink *self);
/* Facts that the ledger has are still being counted. */
gboolean cl_import_sink_is_catching_up (const ClImportSink *self);
/* Facts taken, known ones included. */
guint64 cl_import_sink_get_count (const ClImportSink *self);
guint64 cl_import_sink_get_n_new (const ClImportSink *self);
/* Nothing is handed to the ledger before the first call. */
void cl_import_sink_open (ClImportSink *self);
/* Everything taken is durable, or @error says why not. */
gboolean cl_import_sink_flush (ClImportSink *self, GError **error);

/* How surely a text is meant as PGN. */
typedef enum
{
  CL_IMPORT_FOREIGN,  /* nothing speaks for it */
  CL_IMPORT_PROBABLE, /* a tag, a move or a result, as noise has them too */
  CL_IMPORT_CERTAIN,  /* a tag that only PGN has, or a run of legal moves */
} ClImportLikeness;

/* Reads one game's text. TRUE: it is legal to its end, and its facts were added; FALSE: @summary says why not, and nothing
 * was added. */
gboolean cl_import_game (ClImportSink *sink,
                         guint32 game,
                         const char *text,
                         gsize length,
                         ChessPgnSummary *summary,
                         ClImportLikeness *likeness);

/* The tags that can be read of a game that cannot. */
void cl_import_read_tags (const char *text, gsize length, ClFact *fact);

/* A copy of at most CL_IMPORT_MAX_TEXT bytes. */
char *cl_import_dup_text (const char *text, gsize length);

G_END_DECLS
