/* cl-producer-row.c: one producer: who it is, where it writes, whether it did so lately
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-producer-row.h"

#include <glib/gi18n.h>

#include "cl-words-event.h"
#include "cl-words.h"

struct _ClProducerRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *title, *writes;
};

G_DEFINE_FINAL_TYPE (ClProducerRow, cl_producer_row, GTK_TYPE_WIDGET)

static void
cl_producer_row_dispose (GObject *object)
{
  g_clear_pointer (&CL_PRODUCER_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_producer_row_parent_class)->dispose (object);
}

static void
cl_producer_row_class_init (ClProducerRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cl_producer_row_dispose;
  gtk_widget_class_set_css_name (widget_class, "producer");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
cl_producer_row_init (ClProducerRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (self->box, "cl-flow-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->title = add_label (self->box, "heading");
  self->writes = add_label (self->box, "cl-small");
  gtk_widget_set_size_request (GTK_WIDGET (self), 150, -1);
}

GtkWidget *
cl_producer_row_new (void)
{
  return g_object_new (CL_TYPE_PRODUCER_ROW, NULL);
}

void
cl_producer_row_set (ClProducerRow *self, const ClFlowProducer *producer)
{
  gboolean policy = cl_words_is_policy (producer->name);
  const char *title = cl_words_producer (producer->name);
  g_autofree char *shown = policy ? g_strdup_printf (_ ("%s ↺ policy"), title) : g_strdup (title);
  const char *first =
    producer->lanes->len > 0 ? g_ptr_array_index (producer->lanes, producer->lanes->len - 1) : "";
  g_autofree char *more = cl_words_number (producer->lanes->len - 1);
  g_autofree char *writes =
    producer->lanes->len > 1 ? g_strdup_printf (_ ("writes %s and %s more"), first, more)
                             : g_strdup_printf (_ ("writes %s"), first);
  g_autofree char *label = g_strdup_printf ("%s, %s", shown, writes);

  g_return_if_fail (CL_IS_PRODUCER_ROW (self));

  gtk_label_set_text (self->title, shown);
  gtk_label_set_text (self->writes, writes);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), producer->name);
  if (policy)
    gtk_widget_add_css_class (GTK_WIDGET (self), "policy");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "policy");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
