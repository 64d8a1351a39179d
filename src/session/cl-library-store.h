/* cl-library-store.h: the rows of the library in memory, about 200 bytes a game, shared without locks
 *
 * Rows lie in chunks that are immutable once they are published: the thread that keeps the store replaces a chunk to
 * change a row, and an item on the main thread goes on holding the chunk it was made from. A row's number never
 * changes; a game that vanishes leaves a dead row behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-library-row.h"

G_BEGIN_DECLS

/* Columns of text, in the order in which a row keeps them; the search looks at the first CL_LIBRARY_N_SEARCHED. */
typedef enum
{
  CL_LIBRARY_WHITE,
  CL_LIBRARY_BLACK,
  CL_LIBRARY_EVENT,
  CL_LIBRARY_SITE,
  CL_LIBRARY_DATE,
  CL_LIBRARY_ROUND,
  CL_LIBRARY_ECO,
  CL_LIBRARY_RESULT,
  CL_LIBRARY_WHITE_ELO,
  CL_LIBRARY_BLACK_ELO,
  CL_LIBRARY_N_SEARCHED,
  CL_LIBRARY_TIME_CONTROL = CL_LIBRARY_N_SEARCHED,
  CL_LIBRARY_N_COLUMNS,
} ClLibraryColumn;

typedef struct
{
  const char *partition; /* interned */
  guint32 game;
  guint32 plies;
  guint32 text; /* offset in the chunk: the columns, each ended by a NUL */
  guint32
    folded; /* offset of the folded searched columns, 0 if lowering ASCII letters is all there is to do */
  guint16 searched; /* bytes of the searched columns */
  guint16 folded_length;
  guint8 result, ending;
  guint16 opening; /* as in ClLibraryRow */
  gboolean dead : 1;
  gboolean table : 1; /* played here */
  gboolean playing : 1;
  gboolean withdrawn : 1;
  gboolean unreadable : 1;
  guint32 stamp; /* differs when the row differs */
  gint64 started_at;
  guint64 first_offset;
} ClLibraryEntry;

typedef struct _ClLibraryChunk ClLibraryChunk;

ClLibraryChunk *cl_library_chunk_ref (ClLibraryChunk *self);
void cl_library_chunk_unref (ClLibraryChunk *self);
const ClLibraryEntry *cl_library_chunk_get (const ClLibraryChunk *self, guint index);
const char *cl_library_chunk_get_text (const ClLibraryChunk *self,
                                       const ClLibraryEntry *entry,
                                       ClLibraryColumn column);
/* (transfer full): the same as a row of the view. */
ClLibraryRow *cl_library_chunk_dup_row (const ClLibraryChunk *self, const ClLibraryEntry *entry);

/* What the searching looks at, folded: fields ended by NUL; @scratch holds it if it is not in the chunk. */
const char *cl_library_chunk_get_folded (const ClLibraryChunk *self,
                                         const ClLibraryEntry *entry,
                                         GByteArray *scratch,
                                         gsize *length);

#define CL_LIBRARY_CHUNK_ROWS 512

/* An immutable state of all rows. */
typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray *chunks; /* (element-type ClLibraryChunk) */
  guint n_rows;
} ClLibraryRows;

ClLibraryRows *cl_library_rows_ref (ClLibraryRows *self);
void cl_library_rows_unref (ClLibraryRows *self);
static inline ClLibraryChunk *
cl_library_rows_get_chunk (const ClLibraryRows *self, guint row)
{
  return g_ptr_array_index (self->chunks, row / CL_LIBRARY_CHUNK_ROWS);
}
static inline const ClLibraryEntry *
cl_library_rows_get (const ClLibraryRows *self, guint row)
{
  return cl_library_chunk_get (cl_library_rows_get_chunk (self, row), row % CL_LIBRARY_CHUNK_ROWS);
}

/* The store: one thread at a time. */
typedef struct _ClLibraryStore ClLibraryStore;

ClLibraryStore *cl_library_store_new (void);
void cl_library_store_free (ClLibraryStore *self);
/* @row NULL: the game is not in the view any more. A row that says the same as before is left alone. */
void cl_library_store_set (ClLibraryStore *self,
                           const char *partition,
                           guint32 game,
                           const ClLibraryRow *row);
/* Between these two all rows are set anew; those that are not die. What stays the same keeps its number and stamp. */
void cl_library_store_begin_load (ClLibraryStore *self);
void cl_library_store_end_load (ClLibraryStore *self);
/* (transfer full): the rows as they are now. */
ClLibraryRows *cl_library_store_publish (ClLibraryStore *self);

G_END_DECLS
