/* cl-move-cell.c: shows a move with its signs and time, and its comment below
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-move-cell.h"

#include <glib/gi18n.h>

#include "cl-clock-face.h"

struct _ClMoveCell
{
  GtkWidget parent_instance;

  GtkWidget *line;
  GtkWidget *san;
  GtkWidget *mark;
  GtkWidget *time;
  GtkWidget *comment;
  guint ply;
};

enum
{
  CLICKED,
  MENU,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClMoveCell, cl_move_cell, GTK_TYPE_WIDGET)

static void
released_cb (ClMoveCell *self, int n_press, double x, double y)
{
  if (self->ply > 0 && gtk_widget_contains (GTK_WIDGET (self), x, y))
    g_signal_emit (self, signals[CLICKED], 0);
}

static void
secondary_pressed_cb (ClMoveCell *self, int n_press, double x, double y)
{
  if (self->ply > 0)
    g_signal_emit (self, signals[MENU], 0, x, y);
}

static void
cl_move_cell_dispose (GObject *object)
{
  ClMoveCell *self = CL_MOVE_CELL (object);

  g_clear_pointer (&self->line, gtk_widget_unparent);
  g_clear_pointer (&self->comment, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_move_cell_parent_class)->dispose (object);
}

static void
cl_move_cell_class_init (ClMoveCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_move_cell_dispose;
  signals[CLICKED] =
    g_signal_new ("clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU] = g_signal_new ("menu",
                                type,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                2,
                                G_TYPE_DOUBLE,
                                G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "move");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static GtkWidget *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
add_click (ClMoveCell *self, guint button, const char *signal, GCallback callback)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), button);
  g_signal_connect_swapped (click, signal, callback, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
cl_move_cell_init (ClMoveCell *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  self->san = create_label ("san");
  gtk_box_append (GTK_BOX (self->line), self->san);
  self->mark = create_label ("mark");
  gtk_label_set_ellipsize (GTK_LABEL (self->mark), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self->line), self->mark);
  self->time = create_label ("time");
  gtk_widget_add_css_class (self->time, "numeric");
  gtk_widget_set_hexpand (self->time, TRUE);
  gtk_widget_set_halign (self->time, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->line), self->time);

  self->comment = create_label ("comment");
  gtk_label_set_wrap (GTK_LABEL (self->comment), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->comment), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_parent (self->comment, GTK_WIDGET (self));

  add_click (self, GDK_BUTTON_PRIMARY, "released", G_CALLBACK (released_cb));
  add_click (self, GDK_BUTTON_SECONDARY, "pressed", G_CALLBACK (secondary_pressed_cb));
}

GtkWidget *
cl_move_cell_new (void)
{
  return g_object_new (CL_TYPE_MOVE_CELL, NULL);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
speak (ClMoveCell *self, const ClMoveEntry *entry, const char *time)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%u%s %s%s",
                          entry->number,
                          entry->white ? "." : "…",
                          entry->san != NULL ? entry->san : "",
                          entry->nags != NULL ? entry->nags : "");
  if (entry->mark != NULL)
    g_string_append_printf (text, ", %s", entry->mark);
  if (entry->mark_note != NULL)
    g_string_append_printf (text, ", %s", entry->mark_note);
  if (*time != '\0')
    g_string_append_printf (text, ", %s", time);
  if (entry->comment != NULL)
    g_string_append_printf (text, ", %s", entry->comment);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->str,
                                  -1);
}

void
cl_move_cell_set_entry (ClMoveCell *self, const ClMoveEntry *entry)
{
  char time[CL_CLOCK_TEXT_SIZE] = "";
  g_autofree char *san = NULL;

  g_return_if_fail (CL_IS_MOVE_CELL (self));

  self->ply = entry != NULL ? entry->ply : 0;
  gtk_widget_set_can_target (GTK_WIDGET (self), entry != NULL);
  if (entry == NULL)
    {
      set_text (self->san, NULL);
      set_text (self->mark, NULL);
      gtk_widget_set_tooltip_text (self->mark, NULL);
      set_text (self->time, NULL);
      set_text (self->comment, NULL);
      return;
    }

  if (entry->clock_ms != G_MININT64)
    cl_clock_face_format (entry->clock_ms, time, sizeof time);
  san = g_strconcat (entry->san != NULL ? entry->san : "", entry->nags, NULL);
  set_text (self->san, san);
  set_text (self->mark, entry->mark);
  gtk_widget_set_tooltip_text (self->mark, entry->mark_note);
  set_text (self->time, time);
  set_text (self->comment, entry->comment);
  speak (self, entry, time);
}

guint
cl_move_cell_get_ply (ClMoveCell *self)
{
  g_return_val_if_fail (CL_IS_MOVE_CELL (self), 0);

  return self->ply;
}

void
cl_move_cell_set_current (ClMoveCell *self, guint ply, gboolean dim_later)
{
  gboolean current;

  g_return_if_fail (CL_IS_MOVE_CELL (self));

  current = self->ply > 0 && self->ply == ply;
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
  if (dim_later && self->ply > ply)
    gtk_widget_add_css_class (GTK_WIDGET (self), "later");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "later");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, current, -1);
}
