/* cl-ledger-clocks.c: three clocks of one moment: its number, its time, and how far each partition had come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger-clocks.h"

#include <glib/gi18n.h>

#include "cl-words.h"

#define MAX_CHIPS 40

struct _ClLedgerClocks
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *logical, *wall, *work;
  GtkWidget *vector, *progress, *verify, *simulate;
};

enum
{
  SIGNAL_VERIFY,
  SIGNAL_SIMULATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLedgerClocks, cl_ledger_clocks, GTK_TYPE_WIDGET)

void
cl_ledger_clocks_set_moment (ClLedgerClocks *self, guint64 position, const ClEvent *event)
{
  g_autofree char *number = cl_words_number (position);
  g_autofree char *logical = g_strdup_printf (_ ("event %s"), number);
  g_autofree char *wall = cl_words_time_exact (event != NULL ? event->recorded_at : CL_NO_TIME);

  g_return_if_fail (CL_IS_LEDGER_CLOCKS (self));

  gtk_label_set_text (self->logical, logical);
  gtk_label_set_text (self->wall, *wall != '\0' ? wall : "–");
}

static GtkWidget *
nth_chip (ClLedgerClocks *self, guint n)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->vector), (int) n);
  GtkWidget *label;

  if (child != NULL)
    return gtk_flow_box_child_get_child (child);
  label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 13);
  gtk_widget_add_css_class (label, "cl-chip");
  gtk_flow_box_append (GTK_FLOW_BOX (self->vector), label);
  return label;
}

void
cl_ledger_clocks_set_lanes (ClLedgerClocks *self, GPtrArray *lanes)
{
  guint n = MIN (lanes->len, MAX_CHIPS);
  GtkFlowBoxChild *spare;

  g_return_if_fail (CL_IS_LEDGER_CLOCKS (self));

  for (guint i = 0; i < n; i++)
    {
      const ClFlowLane *lane = g_ptr_array_index (lanes, i);
      g_autofree char *number = cl_words_number (lane->head);
      g_autofree char *text = g_strdup_printf ("%s: %s", lane->partition, number);

      gtk_label_set_text (GTK_LABEL (nth_chip (self, i)), text);
      gtk_widget_set_tooltip_text (nth_chip (self, i), text);
    }
  while ((spare = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->vector), (int) n)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->vector), GTK_WIDGET (spare));
}

void
cl_ledger_clocks_set_simulating (ClLedgerClocks *self, gboolean simulating)
{
  g_return_if_fail (CL_IS_LEDGER_CLOCKS (self));

  gtk_button_set_label (GTK_BUTTON (self->simulate),
                        simulating
                        ? _ ("Stop the simulation")
                        : _ ("Simulate a hall"));
}

void
cl_ledger_clocks_set_work (ClLedgerClocks *self, const char *text, double fraction)
{
  g_return_if_fail (CL_IS_LEDGER_CLOCKS (self));

  gtk_label_set_text (self->work, text);
  gtk_widget_set_visible (GTK_WIDGET (self->work), *text != '\0');
  gtk_widget_set_visible (self->progress, fraction >= 0 && fraction <= 1);
  gtk_widget_set_sensitive (self->verify, fraction > 1);
  if (fraction >= 0 && fraction <= 1)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

/* --- Parts --- */

static void
verify_cb (GtkButton *button, ClLedgerClocks *self)
{
  g_signal_emit (self, signals[SIGNAL_VERIFY], 0);
}

static void
simulate_cb (GtkButton *button, ClLedgerClocks *self)
{
  g_signal_emit (self, signals[SIGNAL_SIMULATE], 0);
}

static GtkLabel *
add_label (GtkWidget *box, const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, ClLedgerClocks *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect (button, "clicked", callback, self);
  gtk_widget_add_css_class (button, "cl-act");
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_parts (ClLedgerClocks *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *lessons;

  add_label (self->box, _ ("Clocks"), "title-4");
  add_label (row, _ ("logical"), "cl-quiet");
  self->logical = add_label (row, NULL, "heading");
  add_label (row, _ ("wall"), "cl-quiet");
  self->wall = add_label (row, NULL, "heading");
  gtk_label_set_ellipsize (self->wall, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self->box), row);
  add_label (self->box, _ ("vector: how far each partition is"), "cl-quiet");
  self->vector = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->vector), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->vector), 2);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->vector), 4);
  gtk_widget_set_valign (self->vector, GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->vector);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  self->work = add_label (self->box, NULL, "cl-small");
  gtk_label_set_wrap (self->work, TRUE);
  self->progress = gtk_progress_bar_new ();
  gtk_box_append (GTK_BOX (self->box), self->progress);
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->verify = add_button (row, _ ("Verify seals"), G_CALLBACK (verify_cb), self);
  self->simulate = add_button (row, _ ("Simulate a hall"), G_CALLBACK (simulate_cb), self);
  gtk_widget_set_tooltip_text (
    self->simulate,
    _ ("Twelve tables play the sample games by themselves; the games are recorded for good"));
  gtk_box_append (GTK_BOX (self->box), row);
  lessons = gtk_button_new_with_label (_ ("Start a lesson"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (lessons), "app.lessons");
  gtk_widget_add_css_class (lessons, "cl-act");
  gtk_box_append (GTK_BOX (row), lessons);
}

/* --- GObject --- */

static void
cl_ledger_clocks_dispose (GObject *object)
{
  g_clear_pointer (&CL_LEDGER_CLOCKS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_ledger_clocks_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, GObjectClass *class)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (class),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
cl_ledger_clocks_class_init (ClLedgerClocksClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cl_ledger_clocks_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_VERIFY] = add_signal ("verify", G_OBJECT_CLASS (class));
  signals[SIGNAL_SIMULATE] = add_signal ("simulate", G_OBJECT_CLASS (class));
}

static void
cl_ledger_clocks_init (ClLedgerClocks *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class (self->box, "cl-ledger-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_parts (self);
  cl_ledger_clocks_set_work (self, "", 2);
}

GtkWidget *
cl_ledger_clocks_new (void)
{
  return g_object_new (CL_TYPE_LEDGER_CLOCKS, NULL);
}
