/* cl-piece-image.h: one chess piece as a small picture, for buttons and lists
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-types.h"

G_BEGIN_DECLS

#define CL_TYPE_PIECE_IMAGE (cl_piece_image_get_type ())
G_DECLARE_FINAL_TYPE (ClPieceImage, cl_piece_image, CL, PIECE_IMAGE, GtkWidget)

/* @size: the smallest edge in pixels; more room makes it larger. */
GtkWidget *cl_piece_image_new (ChessPiece piece, int size);
void cl_piece_image_set_piece (ClPieceImage *self, ChessPiece piece);

G_END_DECLS
