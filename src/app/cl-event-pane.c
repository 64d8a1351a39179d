/* cl-event-pane.c: one event whole: a sentence, its columns, its seal, its JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-pane.h"

#include <glib/gi18n.h>

#include "cl-consumer-row.h"
#include "cl-fact.h"
#include "cl-hex.h"
#include "cl-views.h"
#include "cl-words-event.h"
#include "cl-words.h"

struct _ClEventPane
{
  GtkWidget parent_instance;

  GtkWidget *box, *body, *buttons;
  GtkLabel *title, *sentence, *columns, *readers;
  GtkTextBuffer *json;
  char *ledger_id;
  ClEventItem *item;
  gulong waits; /* for the item to be read */
};

enum
{
  SIGNAL_TRAVEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClEventPane, cl_event_pane, GTK_TYPE_WIDGET)

/* --- What is shown --- */

static void
append_line (GString *text, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_printf (text, "%s%s  %s", text->len > 0 ? "\n" : "", name, value);
}

static char *
describe_columns (const ClEvent *event)
{
  GString *text = g_string_new (NULL);
  g_autofree char *offset = cl_words_number (event->offset);
  g_autofree char *where = g_strdup_printf ("%s · %s", event->partition, offset);
  g_autofree char *type = g_strdup_printf (_ ("%s, schema %u"), event->type, event->schema);
  g_autofree char *recorded = cl_words_time_exact (event->recorded_at);
  g_autofree char *occurred = cl_words_time_exact (event->occurred_at);
  char seal[2 * CL_SEAL_SIZE + 1];

  cl_hex_write (event->seal, CL_SEAL_SIZE, seal);
  append_line (text, _ ("where"), where);
  append_line (text, _ ("type"), type);
  append_line (text, _ ("by"), event->producer);
  append_line (text, _ ("player"), event->player);
  append_line (text, _ ("happened"), occurred);
  append_line (text, _ ("recorded"), recorded);
  seal[16] = '\0';
  append_line (text, _ ("seal"), seal);
  return g_string_free (text, FALSE);
}

/* Which views this event changes: those that say they handle its type. */
static char *
describe_readers (const ClEvent *event)
{
  GString *text = g_string_new (NULL);

  for (const ClViewClass *const *view = cl_views_of_ledger (); *view != NULL; view++)
    if (g_strv_contains ((*view)->handles, event->type))
      g_string_append_printf (text,
                              "%s%s",
                              text->len > 0 ? ", " : "",
                              cl_consumer_row_name_of ((*view)->name));
  if (text->len == 0)
    g_string_append (text, _ ("no view over everything"));
  return g_string_free (text, FALSE);
}

static void
show_event (ClEventPane *self, const ClEvent *event)
{
  g_autofree char *number = cl_words_number (event->position);
  g_autofree char *title = g_strdup_printf (_ ("Event %s"), number);
  g_autofree char *sentence = cl_words_event (event), *columns = describe_columns (event);
  g_autofree char *views = describe_readers (event);
  g_autofree char *readers = g_strdup_printf (_ ("Read by %s"), views);
  g_autofree char *json =
    cl_event_item_dup_text (self->item, CL_INTERCHANGE_JSONL, self->ledger_id, TRUE);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->sentence, sentence);
  gtk_label_set_text (self->columns, columns);
  gtk_label_set_text (self->readers, readers);
  gtk_text_buffer_set_text (self->json, json, -1);
}

static void
show (ClEventPane *self)
{
  const ClEvent *event = self->item != NULL ? cl_event_item_get_event (self->item) : NULL;

  gtk_widget_set_visible (self->body, event != NULL);
  gtk_widget_set_sensitive (self->buttons, event != NULL);
  if (event != NULL)
    show_event (self, event);
  else
    gtk_label_set_text (self->title, self->item != NULL ? _ ("Reading…") : _ ("No event chosen"));
}

static void
event_read_cb (ClEventItem *item, GParamSpec *pspec, ClEventPane *self)
{
  show (self);
}

static void
forget (ClEventPane *self)
{
  if (self->item != NULL)
    g_clear_signal_handler (&self->waits, self->item);
  g_clear_object (&self->item);
}

void
cl_event_pane_set_item (ClEventPane *self, ClEventItem *item)
{
  g_return_if_fail (CL_IS_EVENT_PANE (self));

  if (item == self->item)
    return;
  forget (self);
  if (item != NULL)
    {
      self->item = g_object_ref (item);
      self->waits = g_signal_connect (item, "notify::event", G_CALLBACK (event_read_cb), self);
    }
  show (self);
}

void
cl_event_pane_set_ledger (ClEventPane *self, const char *ledger_id)
{
  g_return_if_fail (CL_IS_EVENT_PANE (self));

  g_free (self->ledger_id);
  self->ledger_id = g_strdup (ledger_id);
}

/* --- Buttons --- */

static void
copy (ClEventPane *self, ClInterchangeFormat format)
{
  g_autofree char *text =
    self->item != NULL ? cl_event_item_dup_text (self->item, format, self->ledger_id, FALSE) : NULL;

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_json_cb (GtkButton *button, ClEventPane *self)
{
  copy (self, CL_INTERCHANGE_JSONL);
}

static void
copy_cloud_event_cb (GtkButton *button, ClEventPane *self)
{
  copy (self, CL_INTERCHANGE_CLOUDEVENTS);
}

static void
travel_cb (GtkButton *button, ClEventPane *self)
{
  if (self->item != NULL)
    g_signal_emit (self, signals[SIGNAL_TRAVEL], 0, cl_event_item_get_position (self->item));
}

static void
add_button (ClEventPane *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_add_css_class (button, "cl-act");
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

/* --- Parts --- */

static GtkLabel *
add_text (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_json (ClEventPane *self)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, "cl-json");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The event as JSON"), -1);
  self->json = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  return view;
}

static void
add_parts (ClEventPane *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->title = add_text (self->box, "title-4");
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->sentence = add_text (self->body, "heading");
  self->columns = add_text (self->body, "cl-small");
  self->readers = add_text (self->body, "cl-small");
  gtk_box_append (GTK_BOX (self->body), make_json (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->body);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  add_button (self, _ ("_Go there"), G_CALLBACK (travel_cb));
  add_button (self, _ ("Copy _JSON"), G_CALLBACK (copy_json_cb));
  add_button (self, _ ("Copy Cloud_Event"), G_CALLBACK (copy_cloud_event_cb));
  gtk_box_append (GTK_BOX (self->box), self->buttons);
}

/* --- GObject --- */

static void
cl_event_pane_dispose (GObject *object)
{
  ClEventPane *self = CL_EVENT_PANE (object);

  forget (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_event_pane_parent_class)->dispose (object);
}

static void
cl_event_pane_finalize (GObject *object)
{
  g_free (CL_EVENT_PANE (object)->ledger_id);
  G_OBJECT_CLASS (cl_event_pane_parent_class)->finalize (object);
}

static void
cl_event_pane_class_init (ClEventPaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cl_event_pane_dispose;
  G_OBJECT_CLASS (class)->finalize = cl_event_pane_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_TRAVEL] = g_signal_new ("travel",
                                         G_TYPE_FROM_CLASS (class),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_UINT64);
}

static void
cl_event_pane_init (ClEventPane *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class (self->box, "cl-ledger-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_parts (self);
  show (self);
}

GtkWidget *
cl_event_pane_new (void)
{
  return g_object_new (CL_TYPE_EVENT_PANE, NULL);
}
