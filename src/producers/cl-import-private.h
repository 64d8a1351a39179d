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

/* What is longer is kept in pieces that nobody reads as a game: each fact must fit into memory a few times, and into the
 * ledger's limit even if every byte of it needs six in JSON. */
#define CL_IMPORT_MAX_GAME (8 << 20)
/* Likewise for what stands between two games, and for the tags of an unreadable one, which its text has anyway. */
#define CL_IMPORT_MAX_OUTSIDE (1 << 20)

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
/* Bytes of the facts that were not handed to the ledger yet. */
gsize cl_import_sink_get_waiting (const ClImportSink *self);
/* Nothing is handed to the ledger before the first call. */
void cl_import_sink_open (ClImportSink *self);
/* Everything taken is durable, or @error says why not. */
gboolean cl_import_sink_flush (ClImportSink *self, GError **error);

/* File names are bytes of any kind; keys are short and printable. @name: (nullable) instead of the file's. */
char *cl_import_make_name (GFile *file, const char *name);

/* Where a file belongs and what is there of it. */
typedef struct
{
  char *partition;
  guint64 head;    /* its last offset; 0: it is new */
  guint64 n_known; /* facts of ours; people may have added others */
  gboolean complete;
  gboolean withdrawn;            /* the whole collection is out of view */
  guint64 n_games, n_unreadable; /* if complete */
} ClImportPlace;

/* archive/<name>, or if another file has that, archive/<name>~<beginning of the digest>. */
gboolean cl_import_find_place (ClLedger *ledger,
                               const char *name,
                               const char *digest,
                               ClImportPlace *place,
                               GError **error);

/* Brings a collection that was withdrawn back into view. */
gboolean cl_import_restore (ClLedger *ledger, const char *partition, GError **error);

/* How surely a text is meant as PGN. */
typedef enum
{
  CL_IMPORT_FOREIGN,  /* nothing speaks for it */
  CL_IMPORT_PROBABLE, /* a tag, a move or a result, as noise has them too */
  CL_IMPORT_CERTAIN,  /* a tag that only PGN has, or a run of legal moves */
} ClImportLikeness;

typedef struct
{
  guint32 number;
  const char *text; /* from its first tag on */
  gsize length;
  const char *before; /* (nullable): what stands between it and the game before */
} ClImportText;

/* What is said about a text before anything is done with it. */
ClImportLikeness cl_import_check (const ClImportText *text, ChessPgnSummary *summary);
/* Adds the facts of a game that cl_import_check () found legal to its end. */
void cl_import_game (ClImportSink *sink, const ClImportText *text);

/* The tags that can be read of a game that cannot. */
void cl_import_read_tags (const char *text, gsize length, ClFact *fact);

G_END_DECLS
