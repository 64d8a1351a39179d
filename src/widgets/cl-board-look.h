/* cl-board-look.h: the colours of the board: themes to choose from, each with a shade for dark surroundings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  CL_LOOK_LIGHT, /* of squares */
  CL_LOOK_DARK,
  CL_LOOK_LAST_LIGHT, /* touched by the last move */
  CL_LOOK_LAST_DARK,
  CL_LOOK_INK_LIGHT, /* of letters and digits on light squares; at least 4.5 to 1 there */
  CL_LOOK_INK_DARK,
  CL_LOOK_PICK,   /* laid over the square of the piece in the hand */
  CL_LOOK_TARGET, /* dots and rings where it may go */
  CL_N_LOOK_COLORS,
} ClLookColor;

#define CL_N_BOARD_THEMES 6

/* @theme counts from 0; names are translated, ids are for settings. */
const char *cl_board_theme_get_id (guint theme);
const char *cl_board_theme_get_name (guint theme);
/* The theme with that id; an unknown id, and NULL, mean the first. */
guint cl_board_theme_find (const char *id);
/* The theme that shows best when a person asks the desktop for high contrast. */
guint cl_board_theme_get_contrast (void);
void cl_board_theme_get_color (guint theme, gboolean dark, ClLookColor which, GdkRGBA *color);

/* Gives all boards of @display, small ones too, the colours of @theme. They are drawn anew at once. */
void cl_board_theme_apply (GdkDisplay *display, guint theme, gboolean dark);

G_END_DECLS
