/* cl-board-square.c: turns what is known of a square into CSS classes and into words for a screen reader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-square.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"

struct _ClBoardSquare
{
  GtkWidget parent_instance;

  ChessSquare square;
  ChessPiece piece;
  ClSquareMarks marks;
  char coordinates[2]; /* file, rank; 0: none */
  PangoLayout *layouts[2];
  int layout_size;
};

G_DEFINE_FINAL_TYPE (ClBoardSquare, cl_board_square, GTK_TYPE_WIDGET)

const char *
cl_board_piece_name (ChessPiece piece)
{
  static const char *const names[2][CHESS_N_KINDS] = {
    { N_ ("white pawn"),
          N_ ("white knight"),
              N_ ("white bishop"),
                  N_ ("white rook"),
                      N_ ("white queen"), N_ ("white king") },
                      { N_ ("black pawn"),
                            N_ ("black knight"),
                                N_ ("black bishop"),
                                    N_ ("black rook"), N_ ("black queen"), N_ ("black king") },
                                };

  if (piece >= 16 || chess_piece_kind (piece) >= CHESS_N_KINDS)
    return _ ("empty");

  return _ (names[chess_piece_color (piece)][chess_piece_kind (piece)]);
}

static void
update_label (ClBoardSquare *self)
{
  const char name[3] = { 'a' + chess_file (self->square), '1' + chess_rank (self->square), '\0' };
  const char *piece = cl_board_piece_name (self->piece);
  const char *description = "";
  g_autofree char *label = NULL;

  if (self->marks & CL_SQUARE_CHECK)
    /* Translators: a piece and its square, “white king, e1, in check” */
    label = g_strdup_printf (_ ("%s, %s, in check"), piece, name);
  else
    /* Translators: a piece and its square, “white knight, g1” */
    label = g_strdup_printf (_ ("%s, %s"), piece, name);

  if (self->marks & CL_SQUARE_CAPTURE)
    description = _ ("can be taken");
  else if (self->marks & CL_SQUARE_TARGET)
    description = _ ("can be moved to");
  else if (self->marks & CL_SQUARE_PREMOVE)
    description = _ ("move in advance");
  else if (self->marks & CL_SQUARE_MAYBE)
    description = _ ("move that is not certain yet");
  else if (self->marks & CL_SQUARE_LAST)
    description = _ ("last move");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description,
                                  -1);
}

static PangoLayout *
ensure_layout (ClBoardSquare *self, guint which, int edge)
{
  PangoAttrList *attributes;
  int size = CLAMP (edge * 15 / 100, 8, 14);

  if (self->layouts[which] != NULL && self->layout_size == size)
    return self->layouts[which];

  if (self->layout_size != size)
    for (guint i = 0; i < 2; i++)
      g_clear_object (&self->layouts[i]);
  self->layout_size = size;
  self->layouts[which] = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_text (self->layouts[which], &self->coordinates[which], 1);
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_size_new_absolute (size * PANGO_SCALE));
  pango_layout_set_attributes (self->layouts[which], attributes);
  pango_attr_list_unref (attributes);

  return self->layouts[which];
}

static void
draw_coordinates (ClBoardSquare *self, GtkSnapshot *snapshot, int edge)
{
  GdkRGBA color;

  cl_gtk_get_color (GTK_WIDGET (self), &color);
  for (guint which = 0; which < 2; which++)
    {
      PangoLayout *layout;
      graphene_point_t at = GRAPHENE_POINT_INIT (3, 1);
      int width;
      int height;

      if (self->coordinates[which] == '\0')
        continue;
      layout = ensure_layout (self, which, edge);
      pango_layout_get_pixel_size (layout, &width, &height);
      if (which == 0)
        at = GRAPHENE_POINT_INIT (edge - width - 3, edge - height - 1);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &at);
      gtk_snapshot_append_layout (snapshot, layout, &color);
      gtk_snapshot_restore (snapshot);
    }
}

/* A white + on a red disc in the upper right corner: check without seeing colours. */
static void
draw_check_sign (ClBoardSquare *self, GtkSnapshot *snapshot, int edge)
{
  const GdkRGBA red = { 0.65f, 0.11f, 0.18f, 1.0f };
  const GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  float size = MAX (9.0f, (float) edge * 0.24f);
  float bar = MAX (1.5f, size * 0.16f);
  float x = (float) edge - size - 2;
  float y = 2;
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (x, y, size, size), size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &red, &disc.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_color (snapshot,
                             &white,
                             &GRAPHENE_RECT_INIT (x + size * 0.22f,
                                                  y + (size - bar) / 2,
                                                  size * 0.56f,
                                                  bar));
  gtk_snapshot_append_color (snapshot,
                             &white,
                             &GRAPHENE_RECT_INIT (x + (size - bar) / 2,
                                                  y + size * 0.22f,
                                                  bar,
                                                  size * 0.56f));
}

static void
cl_board_square_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClBoardSquare *self = CL_BOARD_SQUARE (widget);
  int edge = gtk_widget_get_width (widget);

  if (edge >= 28)
    draw_coordinates (self, snapshot, edge);
  if (self->marks & CL_SQUARE_CHECK)
    draw_check_sign (self, snapshot, edge);
}

static void
cl_board_square_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  ClBoardSquare *self = CL_BOARD_SQUARE (widget);

  GTK_WIDGET_CLASS (cl_board_square_parent_class)->css_changed (widget, change);

  for (guint i = 0; i < 2; i++)
    g_clear_object (&self->layouts[i]);
}

static void
cl_board_square_dispose (GObject *object)
{
  ClBoardSquare *self = CL_BOARD_SQUARE (object);

  for (guint i = 0; i < 2; i++)
    g_clear_object (&self->layouts[i]);

  G_OBJECT_CLASS (cl_board_square_parent_class)->dispose (object);
}

static void
cl_board_square_class_init (ClBoardSquareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_board_square_dispose;
  widget_class->snapshot = cl_board_square_snapshot;
  widget_class->css_changed = cl_board_square_css_changed;
  gtk_widget_class_set_css_name (widget_class, "square");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
cl_board_square_init (ClBoardSquare *self)
{
  self->piece = CHESS_NO_PIECE;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_focus_on_click (GTK_WIDGET (self), FALSE);
}

GtkWidget *
cl_board_square_new (ChessSquare square)
{
  ClBoardSquare *self = g_object_new (CL_TYPE_BOARD_SQUARE, NULL);
  gboolean light = (chess_file (square) + chess_rank (square)) % 2 == 1;

  self->square = square;
  gtk_widget_add_css_class (GTK_WIDGET (self), light ? "light" : "dark");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_COL_INDEX,
                                  chess_file (square) + 1,
                                  GTK_ACCESSIBLE_RELATION_ROW_INDEX,
                                  8 - chess_rank (square),
                                  -1);
  update_label (self);

  return GTK_WIDGET (self);
}

ChessSquare
cl_board_square_get_square (ClBoardSquare *self)
{
  g_return_val_if_fail (CL_IS_BOARD_SQUARE (self), CHESS_NO_SQUARE);

  return self->square;
}

ChessPiece
cl_board_square_get_piece (ClBoardSquare *self)
{
  g_return_val_if_fail (CL_IS_BOARD_SQUARE (self), CHESS_NO_PIECE);

  return self->piece;
}

void
cl_board_square_set_piece (ClBoardSquare *self, ChessPiece piece)
{
  g_return_if_fail (CL_IS_BOARD_SQUARE (self));

  if (self->piece == piece)
    return;
  self->piece = piece;
  update_label (self);
}

ClSquareMarks
cl_board_square_get_marks (ClBoardSquare *self)
{
  g_return_val_if_fail (CL_IS_BOARD_SQUARE (self), 0);

  return self->marks;
}

void
cl_board_square_set_marks (ClBoardSquare *self, ClSquareMarks marks)
{
  static const char *const classes[] = { "last",    "check", "picked", "target",
                                         "capture", "over",  "maybe",  "premove" };
  ClSquareMarks changed;

  g_return_if_fail (CL_IS_BOARD_SQUARE (self));

  changed = self->marks ^ marks;
  if (changed == 0)
    return;
  self->marks = marks;

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (changed & 1u << i)
      {
        if (marks & 1u << i)
          gtk_widget_add_css_class (GTK_WIDGET (self), classes[i]);
        else
          gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
      }
  if (changed & CL_SQUARE_PICKED)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                                 GTK_ACCESSIBLE_STATE_SELECTED,
                                 (marks & CL_SQUARE_PICKED) != 0,
                                 -1);
  if (changed & ~(ClSquareMarks) CL_SQUARE_OVER)
    update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_board_square_set_coordinates (ClBoardSquare *self, char file, char rank)
{
  g_return_if_fail (CL_IS_BOARD_SQUARE (self));

  if (self->coordinates[0] == file && self->coordinates[1] == rank)
    return;
  self->coordinates[0] = file;
  self->coordinates[1] = rank;
  for (guint i = 0; i < 2; i++)
    g_clear_object (&self->layouts[i]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
