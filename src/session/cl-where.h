/* cl-where.h: reads where somebody wants to go: a move, an entry, a time, a position
 *
 *   23, 23., 23...     the move of that number; Black's with three dots, White's else
 *   #12,345            the entry of the ledger; groups may be parted by , . ' or blanks
 *   14:05[:30]         the last time that the clock showed that
 *   2026-11-25 [14:05] the local time, a day alone its end
 *   a FEN              where that position stood
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "chess-position.h"

G_BEGIN_DECLS

typedef enum
{
  CL_WHERE_MOVE,
  CL_WHERE_ENTRY,
  CL_WHERE_TIME,
  CL_WHERE_BOARD,
} ClWhereKind;

typedef struct
{
  ClWhereKind kind;
  guint number; /* of the move */
  ChessColor side;
  guint64 position; /* of the entry */
  gint64 time_us;   /* the last moment that is meant, µs since the epoch */
  ChessPosition board;
} ClWhere;

#define CL_WHERE_ERROR (cl_where_error_quark ())
GQuark cl_where_error_quark (void);

typedef enum
{
  CL_WHERE_ERROR_TEXT,    /* not read: the message says what was expected */
  CL_WHERE_ERROR_NOWHERE, /* read, but there is no such place */
} ClWhereError;

/**
 * cl_where_parse:
 * @now_us: what the clock shows now, µs since the epoch: a time of day without a date is the last one before
 *
 * Returns: FALSE with CL_WHERE_ERROR_TEXT, for users, and @where as it was
 */
gboolean cl_where_parse (const char *text, gint64 now_us, ClWhere *where, GError **error);

G_END_DECLS
