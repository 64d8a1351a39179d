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

/* The columns that the functions below expect, in this order. */
#define CL_ROW_COLUMNS                                                          \
  "position, partition, offset, type, schema, game, ply, player, move, marks, " \
  "clock_ms, details, occurred_at, recorded_at, producer, seal"

enum
{
  CL_ROW_POSITION = 0,
  CL_ROW_PARTITION = 1,
  CL_ROW_OFFSET = 2,
  CL_ROW_RECORDED_AT = 13,
  CL_ROW_SEAL = 15,
};

/* Text without a NUL inside; NULL otherwise. */
const char *cl_row_text (sqlite3_stmt *row, int column);

/* Has each column the type that STRICT promised, and a value that a writer could have put there? */
gboolean cl_row_is_sound (sqlite3_stmt *row);

/* The columns that a seal covers; FALSE if a name is missing. @event points into the row and the names. */
gboolean cl_row_read (sqlite3_stmt *row, const ClRowNames *names, ClEvent *event);

G_END_DECLS
