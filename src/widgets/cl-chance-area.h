/* cl-chance-area.h: White's winning chances over the moves, as light rising into dark; drawn by the graph and the timeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_CHANCE_NONE G_MAXUINT16 /* not known */
#define CL_CHANCE_MAX  10000

typedef enum
{
  CL_DOT_NONE,
  CL_DOT_INACCURACY,
  CL_DOT_MISTAKE,
  CL_DOT_BLUNDER,
  CL_DOT_HIGHLIGHT, /* a moment worth seeing */
} ClDot;

/* What is known after so many half-moves. */
typedef struct
{
  guint16 chance; /* White's, 0 to CL_CHANCE_MAX; or CL_CHANCE_NONE */
  guint8 dot;     /* ClDot, of the move that led there */
} ClChancePoint;

/* Where the @i-th point is drawn, in the coordinates of the bounds; must not decrease. */
typedef double (*ClChancePlace) (guint i, gpointer data);

typedef struct
{
  const ClChancePoint *points;
  guint n_points;
  ClChancePlace place;
  gpointer data;
} ClChanceCurve;

/**
 * cl_chance_area_draw:
 * @for_widget: whose style sheet has the colours
 * @bounds: what 100 % (top) and 0 % (bottom) fill
 *
 * Dark above, light below, the line of even chances dashed; between two known points the border is straight, and where a
 * point is not known the ground stays free. A game of any length costs two colour nodes a pixel column at most.
 */
void cl_chance_area_draw (GtkWidget *for_widget,
                          GtkSnapshot *snapshot,
                          const graphene_rect_t *bounds,
                          const ClChanceCurve *curve);
/* The dots, the gravest last, so that none hides a graver one; each kind has a size and shape besides its colour. */
void cl_chance_area_draw_dots (GtkWidget *for_widget,
                               GtkSnapshot *snapshot,
                               const graphene_rect_t *bounds,
                               const ClChanceCurve *curve);
/* A ring of @color with a white rim around (@x, @y). */
void cl_chance_area_draw_disc (GtkSnapshot *snapshot,
                               const GdkRGBA *color,
                               float x,
                               float y,
                               float radius);

G_END_DECLS
