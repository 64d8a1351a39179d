/* cl-event-table.c: the list of all events, with its filter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-table.h"

#include <glib/gi18n.h>

#include "cl-fact.h"
#include "cl-words.h"

struct _ClEventTable
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *filter;
  GtkLabel *count;
  GtkColumnView *view;
  GtkWidget *scrolled;
  ClEventLog *log;
  GtkSingleSelection *selection;
  gboolean choosing; /* not the person's doing */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClEventTable, cl_event_table, GTK_TYPE_WIDGET)

/* --- Cells --- */

typedef char *(*CellText) (const ClEvent *event);

static char *
say_position (const ClEvent *event)
{
  return cl_words_number (event->position);
}

static char *
say_place (const ClEvent *event)
{
  g_autofree char *offset = cl_words_number (event->offset);

  return g_strdup_printf ("%s · %s", event->partition, offset);
}

static char *
say_type (const ClEvent *event)
{
  return g_strdup (event->type);
}

static char *
say_summary (const ClEvent *event)
{
  return cl_fact_summary (event);
}

static char *
say_time (const ClEvent *event)
{
  return cl_words_time_exact (event->recorded_at);
}

static const struct
{
  const char *title;
  CellText text;
  int width; /* 0: takes what is left */
  const char *css;
  gboolean always; /* also where there is little room */
} columns[] = {
  { N_ ("Event"), say_position, 78, "heading", TRUE },
    { N_ ("Partition"), say_place, 132, "cl-quiet", TRUE },
      { N_ ("Type"), say_type, 126, "heading", FALSE },
        { N_ ("What it says"), say_summary, 0, NULL, TRUE },
          { N_ ("Recorded"), say_time, 92, "cl-quiet", FALSE },
        };

static char *
cell_text_cb (GtkListItem *list_item, gpointer event, gpointer data)
{
  return event != NULL ? columns[GPOINTER_TO_UINT (data)].text (event) : g_strdup ("…");
}

/* The label follows the item, which may be read later, and the cell, which gets another item when one scrolls. */
static void
bind_text (GtkListItem *list_item, GtkWidget *label, gpointer column)
{
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");
  GtkExpression *event = gtk_property_expression_new (CL_TYPE_EVENT_ITEM, item, "event");
  GtkExpression *text = gtk_cclosure_expression_new (G_TYPE_STRING,
                                                     NULL,
                                                     1,
                                                     &event,
                                                     G_CALLBACK (cell_text_cb),
                                                     column,
                                                     NULL);

  gtk_expression_bind (text, label, "label", list_item);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  guint column = GPOINTER_TO_UINT (data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (columns[column].css != NULL)
    gtk_widget_add_css_class (label, columns[column].css);
  gtk_list_item_set_child (item, label);
  bind_text (item, label, data);
}

static void
add_columns (ClEventTable *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      if (columns[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      else
        gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_append_column (self->view, column);
      g_object_unref (column);
    }
}

/* --- Choosing --- */

static void
selected_cb (GtkSingleSelection *selection, GParamSpec *pspec, ClEventTable *self)
{
  ClEventItem *item = gtk_single_selection_get_selected_item (selection);

  if (item != NULL && !self->choosing)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
}

/* GTK 4.8 has no call for it; all rows are equally high. */
static void
scroll_to (ClEventTable *self, guint index)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->log));
  double height = gtk_adjustment_get_upper (adjustment),
         page = gtk_adjustment_get_page_size (adjustment);
  double row = n > 0 ? height / n : 0, at = row * index;

  if (at < gtk_adjustment_get_value (adjustment) ||
      at + row > gtk_adjustment_get_value (adjustment) + page)
    gtk_adjustment_set_value (adjustment, at - page / 2);
}

void
cl_event_table_choose (ClEventTable *self, guint64 position)
{
  guint index;
  ClEventItem *item;

  g_return_if_fail (CL_IS_EVENT_TABLE (self));

  if (self->log == NULL)
    return;
  index = position > 0 ? cl_event_log_find (self->log, position) : GTK_INVALID_LIST_POSITION;
  self->choosing = TRUE;
  gtk_single_selection_set_selected (self->selection, index);
  self->choosing = FALSE;
  item = gtk_single_selection_get_selected_item (self->selection);
  if (item == NULL)
    return;
  scroll_to (self, index);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, item);
}

/* --- The filter --- */

static void
show_count (ClEventTable *self)
{
  g_autofree char *n = cl_words_number (g_list_model_get_n_items (G_LIST_MODEL (self->log)));
  g_autofree char *unseen = cl_words_number (cl_event_log_get_unseen (self->log));
  g_autofree char *text = cl_event_log_is_searching (self->log)
    ? g_strdup_printf (_ ("%s found, %s still to look at"), n, unseen)
    : g_strdup (n);

  gtk_label_set_text (self->count, text);
}

/* Before the selection hears of it, and after: what it chooses anew in between is nobody's choice. */
static void
log_changes_cb (GListModel *model, guint at, guint removed, guint added, ClEventTable *self)
{
  self->choosing = TRUE;
}

static void
log_changed_cb (GListModel *model, guint at, guint removed, guint added, ClEventTable *self)
{
  self->choosing = FALSE;
  show_count (self);
}

static void
log_notify_cb (ClEventLog *log, GParamSpec *pspec, ClEventTable *self)
{
  show_count (self);
}

static void
filter_changed_cb (GtkSearchEntry *entry, ClEventTable *self)
{
  if (self->log != NULL)
    cl_event_log_set_filter (self->log, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

void
cl_event_table_set_narrow (ClEventTable *self, gboolean narrow)
{
  GListModel *shown;

  g_return_if_fail (CL_IS_EVENT_TABLE (self));

  shown = gtk_column_view_get_columns (self->view);
  for (guint i = 0; i < g_list_model_get_n_items (shown); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);

      gtk_column_view_column_set_visible (column, !narrow || columns[i].always);
    }
}

void
cl_event_table_focus_filter (ClEventTable *self)
{
  g_return_if_fail (CL_IS_EVENT_TABLE (self));

  gtk_widget_grab_focus (self->filter);
}

void
cl_event_table_set_log (ClEventTable *self, ClEventLog *log)
{
  g_return_if_fail (CL_IS_EVENT_TABLE (self) && CL_IS_EVENT_LOG (log));

  self->log = g_object_ref (log);
  g_signal_connect_object (log, "items-changed", G_CALLBACK (log_changes_cb), self, 0);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (log)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection,
                           "notify::selected-item",
                           G_CALLBACK (selected_cb),
                           self,
                           0);
  g_signal_connect_object (log, "items-changed", G_CALLBACK (log_changed_cb), self, 0);
  g_signal_connect_object (log, "notify::unseen", G_CALLBACK (log_notify_cb), self, 0);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  show_count (self);
}

/* --- Parts --- */

static GtkWidget *
make_header (ClEventTable *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8),
            *title = gtk_label_new (_ ("Events"));

  gtk_widget_add_css_class (title, "title-4");
  gtk_box_append (GTK_BOX (header), title);
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "cl-quiet");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->count));
  self->filter = gtk_search_entry_new ();
  g_object_set (self->filter, "placeholder-text", _ ("Filter"), NULL);
  gtk_widget_set_tooltip_text (self->filter,
                               _ ("Words, or type:MovePlayed, in:table/7, in:table/, game:3, "
                                  "by:board, player:Carlsen"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Filter events"), -1);
  g_signal_connect (self->filter, "search-changed", G_CALLBACK (filter_changed_cb), self);
  gtk_box_append (GTK_BOX (header), self->filter);
  return header;
}

static void
cl_event_table_dispose (GObject *object)
{
  ClEventTable *self = CL_EVENT_TABLE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (cl_event_table_parent_class)->dispose (object);
}

static void
cl_event_table_class_init (ClEventTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cl_event_table_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         G_TYPE_FROM_CLASS (class),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         CL_TYPE_EVENT_ITEM);
}

static void
cl_event_table_init (ClEventTable *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class (self->box, "cl-ledger-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), make_header (self));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "cl-events-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Events, the newest first"), -1);
  add_columns (self);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->scrolled);
}

GtkWidget *
cl_event_table_new (void)
{
  return g_object_new (CL_TYPE_EVENT_TABLE, NULL);
}
