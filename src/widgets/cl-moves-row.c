/* cl-moves-row.c: keeps the two columns equally wide, whatever stands in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-moves-row.h"

#include "cl-move-cell.h"

struct _ClMovesRow
{
  GtkWidget parent_instance;

  GtkWidget *number;
  GtkWidget *columns;
  GtkWidget *cells[2];
  GtkWidget *remark;
};

enum
{
  CLICKED,
  MENU,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClMovesRow, cl_moves_row, GTK_TYPE_WIDGET)

static void
cell_clicked_cb (ClMovesRow *self, ClMoveCell *cell)
{
  g_signal_emit (self, signals[CLICKED], 0, cl_move_cell_get_ply (cell));
}

static void
cell_menu_cb (ClMovesRow *self, double x, double y, ClMoveCell *cell)
{
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) x, (float) y);

  if (gtk_widget_compute_point (GTK_WIDGET (cell), GTK_WIDGET (self), &point, &point))
    g_signal_emit (self,
                   signals[MENU],
                   0,
                   cl_move_cell_get_ply (cell),
                   (double) point.x,
                   (double) point.y);
}

static void
cl_moves_row_dispose (GObject *object)
{
  ClMovesRow *self = CL_MOVES_ROW (object);

  g_clear_pointer (&self->number, gtk_widget_unparent);
  g_clear_pointer (&self->columns, gtk_widget_unparent);
  g_clear_pointer (&self->remark, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_moves_row_parent_class)->dispose (object);
}

static void
cl_moves_row_class_init (ClMovesRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_moves_row_dispose;
  signals[CLICKED] = g_signal_new ("clicked",
                                   type,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT);
  signals[MENU] = g_signal_new ("menu",
                                type,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                3,
                                G_TYPE_UINT,
                                G_TYPE_DOUBLE,
                                G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "movesrow");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
cl_moves_row_init (ClMovesRow *self)
{
  self->number = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->number), 1);
  gtk_widget_set_valign (self->number, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->number, "number");
  gtk_widget_add_css_class (self->number, "numeric");
  gtk_widget_set_parent (self->number, GTK_WIDGET (self));

  self->columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_homogeneous (GTK_BOX (self->columns), TRUE);
  gtk_widget_set_hexpand (self->columns, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      self->cells[i] = cl_move_cell_new ();
      g_signal_connect_swapped (self->cells[i], "clicked", G_CALLBACK (cell_clicked_cb), self);
      g_signal_connect_swapped (self->cells[i], "menu", G_CALLBACK (cell_menu_cb), self);
      gtk_box_append (GTK_BOX (self->columns), self->cells[i]);
    }
  gtk_widget_set_parent (self->columns, GTK_WIDGET (self));

  self->remark = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->remark), 0);
  gtk_label_set_wrap (GTK_LABEL (self->remark), TRUE);
  gtk_widget_set_hexpand (self->remark, TRUE);
  gtk_widget_add_css_class (self->remark, "remark");
  gtk_widget_set_parent (self->remark, GTK_WIDGET (self));
}

GtkWidget *
cl_moves_row_new (void)
{
  return g_object_new (CL_TYPE_MOVES_ROW, NULL);
}

void
cl_moves_row_set_item (ClMovesRow *self, ClMoveItem *item)
{
  g_autofree char *number = NULL;

  g_return_if_fail (CL_IS_MOVES_ROW (self));

  if (item != NULL && item->remark == NULL)
    number = g_strdup_printf (item->moves[0] != NULL ? "%u." : "%u…", item->number);
  gtk_label_set_label (GTK_LABEL (self->number), number != NULL ? number : "");
  for (guint i = 0; i < 2; i++)
    cl_move_cell_set_entry (CL_MOVE_CELL (self->cells[i]), item != NULL ? item->moves[i] : NULL);
  gtk_label_set_label (GTK_LABEL (self->remark),
                       item != NULL && item->remark != NULL ? item->remark : "");
  gtk_widget_set_visible (self->remark, item != NULL && item->remark != NULL);
  gtk_widget_set_visible (self->columns, item == NULL || item->remark == NULL);
}

void
cl_moves_row_set_current (ClMovesRow *self, guint ply, gboolean dim_later)
{
  g_return_if_fail (CL_IS_MOVES_ROW (self));

  for (guint i = 0; i < 2; i++)
    cl_move_cell_set_current (CL_MOVE_CELL (self->cells[i]), ply, dim_later);
}
