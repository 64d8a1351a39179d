/* cl-collection-row.c: follows its collection by itself, since an import changes the number many times a second
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-collection-row.h"

#include <glib/gi18n.h>

#include "cl-words.h"

struct _ClCollectionRow
{
  GtkListBoxRow parent_instance;

  char *key; /* (nullable) */
  char *title;
  GtkWidget *unfinished;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (ClCollectionRow, cl_collection_row, GTK_TYPE_LIST_BOX_ROW)

static void
cl_collection_row_finalize (GObject *object)
{
  g_free (CL_COLLECTION_ROW (object)->key);
  g_free (CL_COLLECTION_ROW (object)->title);
  G_OBJECT_CLASS (cl_collection_row_parent_class)->finalize (object);
}

static void
cl_collection_row_class_init (ClCollectionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_collection_row_finalize;
}

static void
cl_collection_row_init (ClCollectionRow *self)
{
}

static void
collection_changed_cb (ClCollection *collection, GParamSpec *pspec, ClCollectionRow *self)
{
  cl_collection_row_set_count (self, cl_collection_get_n_games (collection));
  gtk_widget_set_visible (self->unfinished, !cl_collection_get_complete (collection));
}

GtkWidget *
cl_collection_row_new (const char *key, const char *title)
{
  ClCollectionRow *self = g_object_new (CL_TYPE_COLLECTION_ROW, "tooltip-text", title, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = gtk_label_new (title);
  GtkWidget *count = gtk_label_new (NULL);

  self->key = g_strdup (key);
  self->title = g_strdup (title);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  self->unfinished = gtk_image_new_from_icon_name ("content-loading-symbolic");
  gtk_widget_set_tooltip_text (self->unfinished, _ ("Not imported to the end yet"));
  gtk_widget_set_visible (self->unfinished, FALSE);
  self->count = GTK_LABEL (count);
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), self->unfinished);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  return GTK_WIDGET (self);
}

GtkWidget *
cl_collection_row_new_for (ClCollection *collection)
{
  GtkWidget *self = cl_collection_row_new (cl_collection_get_partition (collection),
                                           cl_collection_get_title (collection));

  g_signal_connect_object (collection, "notify", G_CALLBACK (collection_changed_cb), self, 0);
  collection_changed_cb (collection, NULL, CL_COLLECTION_ROW (self));
  return self;
}

const char *
cl_collection_row_get_key (ClCollectionRow *self)
{
  g_return_val_if_fail (CL_IS_COLLECTION_ROW (self), NULL);
  return self->key;
}

const char *
cl_collection_row_get_title (ClCollectionRow *self)
{
  g_return_val_if_fail (CL_IS_COLLECTION_ROW (self), NULL);
  return self->title;
}

void
cl_collection_row_set_count (ClCollectionRow *self, guint64 n_games)
{
  g_autofree char *text = cl_words_number (n_games);

  g_return_if_fail (CL_IS_COLLECTION_ROW (self));
  gtk_label_set_text (self->count, text);
}
