/* cl-row-private.h: rows of `event` and the names that they point to, read with distrust: for verification and salvage
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "cl-event-private.h"

G_BEGIN_DECLS

typedef enum
{
  CL_NAME_TYPE,
  CL_NAME_PRODUCER,
  CL_NAME_PLAYER,
  CL_N_NAMES,
} ClNameTable;

extern const char *const cl_name_tables[CL_N_NAMES];

/* All names of a file, by id. */
typedef struct
{
  GPtrArray *names[CL_N_NAMES]; /* (element-type utf8): id − 1; NULL where it could not be read */
} ClRowNames;

void cl_row_names_init (ClRowNames *self);
void cl_row_names_clear (ClRowNames *self);
/* Reads a whole table; CL_LEDGER_ERROR_CORRUPT names the first id that is missing. */
gboolean cl_row_names_load (ClRowNames *self, ClNameTable table, sqlite3 *db, GError **error);
/* Takes @name for @id, which may leave others before it out. */
void cl_row_names_set (ClRowNames *self, ClNameTable table, guint id, const char *name);

/* The columns that cl_row_fetch () expects, in this order. */
#define CL_ROW_COLUMNS                                                          \
  "position, partition, offset, type, schema, game, ply, player, move, marks, " \
  "clock_ms, details, occurred_at, recorded_at, producer, seal"

enum
{
  CL_ROW_POSITION,
  CL_ROW_PARTITION,
  CL_ROW_OFFSET,
  CL_ROW_TYPE,
  CL_ROW_SCHEMA,
  CL_ROW_GAME,
  CL_ROW_PLY,
  CL_ROW_PLAYER,
  CL_ROW_MOVE,
  CL_ROW_MARKS,
  CL_ROW_CLOCK_MS,
  CL_ROW_DETAILS,
  CL_ROW_OCCURRED_AT,
  CL_ROW_RECORDED_AT,
  CL_ROW_PRODUCER,
  CL_ROW_SEAL,
  CL_ROW_N_COLUMNS,
};

typedef struct
{
  gint64 numbers[CL_ROW_SEAL]; /* 0 where the column is NULL or the text */
  guint32 nulls;               /* a bit a column */
  gboolean typed;              /* has each column the type that STRICT promised? */
  const char *details;         /* (nullable): not terminated */
  gsize details_length;
  guint8 seal[CL_SEAL_SIZE]; /* if typed */
} ClRow;

/* Takes the row that @statement stands on. The text lives until it is stepped. */
void cl_row_fetch (sqlite3_stmt *statement, ClRow *row);

/* Text without a NUL inside; NULL otherwise. */
const char *cl_row_text (sqlite3_stmt *statement, int column);

/* Could a writer have put all of this there? */
gboolean cl_row_is_sound (const ClRow *row);

/* What a seal covers; FALSE if a name is missing. @event points into the names, and has the row's details, which must be
 * terminated. */
gboolean cl_row_read (const ClRow *row, const ClRowNames *names, ClEvent *event);

G_END_DECLS
