/* cl-watch-row.c: one table that is worth watching
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-watch-row.h"

#include "cl-words-hall.h"

struct _ClWatchRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *dot;
  GtkLabel *title, *reason;
  ClHallTable *table; /* (nullable) */
  ClTileTone tone;
};

G_DEFINE_FINAL_TYPE (ClWatchRow, cl_watch_row, GTK_TYPE_LIST_BOX_ROW)

static const char *const tone_classes[] = { "quiet", "good", "notice", "urgent" };

static void
cl_watch_row_dispose (GObject *object)
{
  g_clear_object (&CL_WATCH_ROW (object)->table);
  G_OBJECT_CLASS (cl_watch_row_parent_class)->dispose (object);
}

static void
cl_watch_row_class_init (ClWatchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_watch_row_dispose;
}

static GtkWidget *
create_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
cl_watch_row_init (ClWatchRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->dot, "cl-dot");
  gtk_widget_add_css_class (self->dot, tone_classes[self->tone]);
  gtk_widget_set_valign (self->dot, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->dot, 4);
  self->title = GTK_LABEL (create_label ("heading"));
  self->reason = GTK_LABEL (create_label ("cl-card-note"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (box), self->dot);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
cl_watch_row_new (void)
{
  return g_object_new (CL_TYPE_WATCH_ROW, NULL);
}

static void
set_label (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

void
cl_watch_row_show (ClWatchRow *self, ClHallTable *table)
{
  ClTileTone tone;
  g_autofree char *watch = NULL;
  g_autofree char *title = NULL;
  g_autofree char *reason = NULL;

  g_return_if_fail (CL_IS_WATCH_ROW (self));

  watch = cl_words_hall_watch (table, &tone);
  title = g_strdup_printf ("%s · %s", cl_hall_table_get_label (table), watch);
  reason = cl_words_hall_reason (table);
  g_set_object (&self->table, table);
  set_label (self->title, title);
  set_label (self->reason, reason);
  if (tone == self->tone)
    return;
  gtk_widget_remove_css_class (self->dot, tone_classes[self->tone]);
  gtk_widget_add_css_class (self->dot, tone_classes[tone]);
  self->tone = tone;
}

ClHallTable *
cl_watch_row_get_table (ClWatchRow *self)
{
  g_return_val_if_fail (CL_IS_WATCH_ROW (self), NULL);
  return self->table;
}
