/* cl-piece-set.h: the pieces as textures of just the size that is drawn, shared by all widgets of a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-types.h"

G_BEGIN_DECLS

#define CL_TYPE_PIECE_SET (cl_piece_set_get_type ())
G_DECLARE_FINAL_TYPE (ClPieceSet, cl_piece_set, CL, PIECE_SET, GObject)

typedef enum
{
  CL_PIECE_LOOK_BOARD,   /* in the two colours of the set */
  CL_PIECE_LOOK_OUTLINE, /* alpha only: to be tinted with the text colour */
  CL_PIECE_LOOK_SOLID,
} ClPieceLook;

#define CL_N_PIECE_STYLES 4

/* @style counts from 0; names are translated, ids are for settings. An unknown id, and NULL, mean the first. */
const char *cl_piece_style_get_id (guint style);
const char *cl_piece_style_get_name (guint style);
guint cl_piece_style_find (const char *id);

/* A set of one's own, for a preview. */
ClPieceSet *cl_piece_set_new (guint style);
/* Draws the pieces in @style from now on; who shows them draws anew by itself (cl_widgets_redraw ()). */
void cl_piece_set_set_style (ClPieceSet *self, guint style);
guint cl_piece_set_get_style (ClPieceSet *self);

/* (transfer none) The set that all widgets on @display share. */
ClPieceSet *cl_piece_set_for_display (GdkDisplay *display);

/* (transfer none) (nullable) The piece rendered at @pixels × @pixels device pixels; NULL if no loader for SVG is installed. */
GdkTexture *cl_piece_set_get (ClPieceSet *self, ChessPiece piece, ClPieceLook look, int pixels);

/* Draws @piece over @bounds, sharp at the scale factor of @widget. */
void cl_piece_set_snapshot (ClPieceSet *self,
                            GtkSnapshot *snapshot,
                            GtkWidget *widget,
                            ChessPiece piece,
                            const graphene_rect_t *bounds);

/* Draws the tintable shape of @piece in @color: outlined for White, solid for Black. The same in all styles. */
void cl_piece_set_snapshot_tinted (ClPieceSet *self,
                                   GtkSnapshot *snapshot,
                                   GtkWidget *widget,
                                   ChessPiece piece,
                                   const graphene_rect_t *bounds,
                                   const GdkRGBA *color);

G_END_DECLS
