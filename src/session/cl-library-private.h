/* cl-library-private.h: the parts of the library: the model on the main thread, the query on its worker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-library.h"
#include "cl-library-place.h"
#include "cl-library-store.h"
#include "cl-position-query.h"
#include "cl-reader.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* 0: live. */
void cl_library_set_position (ClLibrary *self, guint64 position);
GListModel *cl_library_get_collections (ClLibrary *self);
/* (transfer full) (element-type ClLibraryPlace): where the listed games are, without making items. */
GArray *cl_library_list_places (ClLibrary *self);

ClLibraryItem *cl_library_item_new (ClLibraryChunk *chunk, const ClLibraryEntry *entry);

ClCollection *cl_collection_new (const char *partition, const char *title);
void cl_collection_set_state (ClCollection *self, guint64 n_games, gboolean complete);

/* --- The query: what is asked, and the answer --- */

typedef struct
{
  char **words;            /* folded; empty: all games */
  ClPositionQuery *wanted; /* (nullable): a position or balance that was typed instead of words */
  char *collection;        /* (nullable) */
  ClLibrarySort sort;
  gboolean descending;
  guint64 position; /* of the ledger, 0: live */
} ClLibraryQuery;

typedef struct
{
  char *partition;
  char *title;
  guint64 n_games;
  gboolean complete;
} ClCollectionState;

typedef struct
{
  ClLibraryRows *rows;
  GArray *order; /* (element-type guint32): the rows listed */
  GArray *
    plies; /* (nullable) (element-type guint): of each, after which half-move the wanted position stood */
  guint same_at_start, same_at_end; /* rows that stand as they did in the answer before */
  guint64 total;
  guint64 at;             /* position of the view that this shows */
  guint64 moves_at;       /* of the view that was looked through for what is wanted */
  GPtrArray *collections; /* (element-type ClCollectionState); NULL: as before */
} ClLibraryAnswer;

/* Whether it is about the moves of the games, which are a view of their own. */
gboolean cl_library_query_needs_moves (const ClLibraryQuery *self);
gboolean cl_library_query_is_of_duplicates (const ClLibraryQuery *self);
ClLibraryQuery *cl_library_query_copy (const ClLibraryQuery *self);
void cl_library_query_free (ClLibraryQuery *self);
void cl_library_answer_free (ClLibraryAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLibraryAnswer, cl_library_answer_free)

/* What the worker keeps between queries. One thread at a time. */
typedef struct _ClLibraryDesk ClLibraryDesk;

ClLibraryDesk *cl_library_desk_new (ClRunner *runner);
void cl_library_desk_free (ClLibraryDesk *self);
/* Brings the rows up to date, then finds, filters and sorts. Blocks. Gives up with G_IO_ERROR_CANCELLED; the rows are
 * then up to date all the same. Every answer must be taken by the model, in order. */
ClLibraryAnswer *cl_library_desk_answer (ClLibraryDesk *self,
                                         ClReader *reader,
                                         const ClLibraryQuery *query,
                                         GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
