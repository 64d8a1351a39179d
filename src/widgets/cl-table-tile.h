/* cl-table-tile.h: one table of a hall as a card: names, clocks, a small board, and what is worth saying of it
 *
 * Made for hundreds of them: it draws its few texts itself, so that a clock's new second is no layout of the whole hall, and
 * keeps each part as it was drawn until that part changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-position.h"

G_BEGIN_DECLS

#define CL_TYPE_TABLE_TILE (cl_table_tile_get_type ())
G_DECLARE_FINAL_TYPE (ClTableTile, cl_table_tile, CL, TABLE_TILE, GtkWidget)

typedef enum
{
  CL_TILE_QUIET,
  CL_TILE_GOOD,
  CL_TILE_NOTICE,
  CL_TILE_URGENT,
} ClTileTone;

/* Strings are copied. Arrays are by ChessColor. */
typedef struct
{
  const char *title; /* "Table 7" */
  const char *move;  /* the last one, "24. Rxd4"; "" */
  const char *note;  /* "time scramble"; "" */
  ClTileTone tone;   /* of the note */
  const char *names[2];
  const char *signs[2]; /* before the name: "▸" whose turn it is; "" */
  gboolean strong[2];   /* whose turn it is, or who has won */
  ChessPosition position;
  ChessMove last_move;
} ClTileValues;

GtkWidget *cl_table_tile_new (void);
/* Draws anew only what differs. */
void cl_table_tile_set (ClTableTile *self, const ClTileValues *values);
/* @low: in the colour of hurry. FALSE if that is what it shows. */
gboolean
cl_table_tile_set_clock (ClTableTile *self, ChessColor side, const char *text, gboolean low);
/* For tests: what stands at @side of the board. Borrowed. */
const char *cl_table_tile_get_clock (ClTableTile *self, ChessColor side);
/* How high a tile of @width is. */
int cl_table_tile_get_height (ClTableTile *self, int width);

G_END_DECLS
