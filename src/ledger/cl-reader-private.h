/* cl-reader-private.h: what the files of the reader share: its statements, names and steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-db-private.h"
#include "cl-event-private.h"
#include "cl-reader.h"

G_BEGIN_DECLS

typedef enum
{
  SELECT_RANGE,
  SELECT_BRIEF,
  SELECT_PARTITION,
  SELECT_RUNS,
  SELECT_GAME_RUNS,
  SELECT_LAST_RUN,
  SELECT_NEXT_RUN,
  SELECT_LAST_GAME,
  SELECT_SEAL,
  SELECT_HEAD,
  SELECT_TIME,
  SELECT_KEYS,
  SELECT_ORIGIN,
  SELECT_SCATTERED,
  CL_READER_N_STATEMENTS,
} ClReaderStatement;

typedef enum
{
  NAME_PARTITION,
  NAME_TYPE,
  NAME_PLAYER,
  NAME_PRODUCER,
  CL_READER_N_NAMES,
} ClReaderNames;

struct _ClReader
{
  sqlite3 *db;
  const char *const *vocabulary;
  sqlite3_stmt *statements[CL_READER_N_STATEMENTS];
  sqlite3_stmt *name_statements[CL_READER_N_NAMES];
  ClNames *names;
  GPtrArray *by_id[CL_READER_N_NAMES]; /* strings of @names; NULL where not needed yet */
  GArray *kinds;                       /* (element-type guint16) by type id */
  guint64 rows_read;
  guint8 ledger_id[16];
  GHashTable
    *cited; /* (nullable): "partition id, name" → key here; NULL: events are told as stored */
  GByteArray
    *began; /* (nullable): whether the partition with that id began here, as far as known */
};

/* 1 a row is there, 0 there is none, -1 with @error. The caller resets. */
int cl_reader_step (ClReader *self, sqlite3_stmt *statement, GError **error);
/* The name with that id, which lives as long as the reader's batches; NULL with @error. */
const char *cl_reader_ensure_name (ClReader *self, ClReaderNames table, gint64 id, GError **error);
/* 0 without @error if there is no such partition. */
guint32 cl_reader_find_partition (ClReader *self, const char *partition, GError **error);
/* The first position after the run that begins at @first, G_MAXINT64 for the last run; 0 with @error. */
guint64 cl_reader_find_run_end (ClReader *self, guint64 first, GError **error);
/* cl-reader-citations.c: @details of an event of that partition with keys of this ledger; NULL: as they are. */
char *cl_reader_localize_details (ClReader *self,
                                  guint32 partition_id,
                                  const char *details,
                                  gsize length);
/* The last position; 0 for none or with @error. */
guint64 cl_reader_read_head (ClReader *self, GError **error);

G_END_DECLS
