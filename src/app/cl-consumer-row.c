/* cl-consumer-row.c: one consumer: where it stands, and what can be done to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-consumer-row.h"

#include <glib/gi18n.h>

#include "cl-words.h"

#define REWIND_BY 100
#define SLOW_PACE 2 /* events a second: slow enough to watch each */

struct _ClConsumerRow
{
  GtkWidget parent_instance;

  char *name;
  GtkWidget *box, *dot;
  GtkLabel *title, *state, *position, *lag;
  GtkWidget *bar, *toggle;
  GSimpleActionGroup *actions;
  ClConsumerState shown;
  gboolean known;
};

enum
{
  SIGNAL_ACTED,
  SIGNAL_POINTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClConsumerRow, cl_consumer_row, GTK_TYPE_WIDGET)

static const struct
{
  const char *name, *title;
} titles[] = {
  { "library", N_ ("Library") },     { "moves", N_ ("Moves of all games") },
  { "players", N_ ("Players") },     { "analysis", N_ ("Analysis") },
  { "fair-play", N_ ("Fair play") }, { "coach", N_ ("Coach") },
  { "highlights", N_ ("Highlights") },
};

const char *
cl_consumer_row_name_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (name, titles[i].name))
      return _ (titles[i].title);
  return name;
}

/* --- Acts --- */

static const struct
{
  const char *action, *label;
  ClConsumerAct act;
  guint64 amount;
} acts[] = {
  { "step", N_ ("_Step one event"), CL_CONSUMER_STEP, 0 },
    { "rewind", N_ ("Re_wind 100 events"), CL_CONSUMER_REWIND, REWIND_BY },
      { "slow", N_ ("Slow _motion"), CL_CONSUMER_PACE, SLOW_PACE },
        { "fast", N_ ("_Full speed"), CL_CONSUMER_PACE, 0 },
          { "rebuild", N_ ("Re_build from the first event"), CL_CONSUMER_REBUILD, 0 },
            { "retry", N_ ("_Try the event again"), CL_CONSUMER_RETRY, 0 },
          };

static void
act_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (name, acts[i].action))
      g_signal_emit (data, signals[SIGNAL_ACTED], 0, (int) acts[i].act, acts[i].amount);
}

static void
toggle_cb (GtkButton *button, ClConsumerRow *self)
{
  ClConsumerAct act = self->shown == CL_CONSUMER_PARKED   ? CL_CONSUMER_RETRY
                      : self->shown == CL_CONSUMER_PAUSED ? CL_CONSUMER_RESUME
                                                          : CL_CONSUMER_PAUSE;

  g_signal_emit (self, signals[SIGNAL_ACTED], 0, (int) act, (guint64) 0);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autofree char *action = g_strconcat ("consumer.", acts[i].action, NULL);

      g_menu_append (menu, _ (acts[i].label), action);
    }
  return G_MENU_MODEL (menu);
}

static void
add_actions (ClConsumerRow *self)
{
  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (acts[i].action, NULL);

      g_signal_connect (action, "activate", G_CALLBACK (act_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "consumer", G_ACTION_GROUP (self->actions));
}

static void
enable (ClConsumerRow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* --- Pointing --- */

static void
enter_cb (GtkEventController *controller, double x, double y, ClConsumerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_POINTED], 0, TRUE);
}

static void
leave_cb (GtkEventController *controller, ClConsumerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_POINTED], 0, FALSE);
}

static void
focus_cb (GtkEventController *controller, ClConsumerRow *self)
{
  g_signal_emit (self, signals[SIGNAL_POINTED], 0, TRUE);
}

static void
add_pointing (ClConsumerRow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/* --- Parts --- */

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

static GtkWidget *
add_column (ClConsumerRow *self, gboolean expand)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (column, expand);
  gtk_box_append (GTK_BOX (self->box), column);
  return column;
}

static void
add_parts (ClConsumerRow *self)
{
  GtkWidget *column, *more = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_menu ();

  self->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->dot, "cl-dot");
  gtk_widget_set_valign (self->dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->dot);
  column = add_column (self, TRUE);
  self->title = add_label (column, "heading");
  self->state = add_label (column, "cl-small");
  self->bar = gtk_level_bar_new ();
  gtk_widget_set_size_request (self->bar, 72, -1);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  column = add_column (self, FALSE);
  gtk_widget_set_size_request (column, 74, -1);
  self->position = add_label (column, "heading");
  self->lag = add_label (column, "cl-small");
  self->toggle = gtk_button_new_from_icon_name ("media-playback-pause-symbolic");
  gtk_widget_add_css_class (self->toggle, "flat");
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  g_signal_connect (self->toggle, "clicked", G_CALLBACK (toggle_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->toggle);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  gtk_widget_set_tooltip_text (more, _ ("Step, rewind, rebuild…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Step, rewind, rebuild…"), -1);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), more);
}

/* --- GObject --- */

static void
cl_consumer_row_dispose (GObject *object)
{
  ClConsumerRow *self = CL_CONSUMER_ROW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (cl_consumer_row_parent_class)->dispose (object);
}

static void
cl_consumer_row_finalize (GObject *object)
{
  g_free (CL_CONSUMER_ROW (object)->name);
  G_OBJECT_CLASS (cl_consumer_row_parent_class)->finalize (object);
}

static void
cl_consumer_row_class_init (ClConsumerRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cl_consumer_row_dispose;
  G_OBJECT_CLASS (class)->finalize = cl_consumer_row_finalize;
  gtk_widget_class_set_css_name (widget_class, "consumer");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[SIGNAL_ACTED] = g_signal_new ("acted",
                                        G_TYPE_FROM_CLASS (class),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        2,
                                        G_TYPE_INT,
                                        G_TYPE_UINT64);
  signals[SIGNAL_POINTED] = g_signal_new ("pointed",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_BOOLEAN);
}

static void
cl_consumer_row_init (ClConsumerRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (self->box, "cl-flow-card");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_actions (self);
  add_parts (self);
  add_pointing (self);
}

GtkWidget *
cl_consumer_row_new (const char *name)
{
  ClConsumerRow *self = g_object_new (CL_TYPE_CONSUMER_ROW, NULL);

  self->name = g_strdup (name);
  return GTK_WIDGET (self);
}

const char *
cl_consumer_row_get_name (ClConsumerRow *self)
{
  g_return_val_if_fail (CL_IS_CONSUMER_ROW (self), NULL);

  return self->name;
}

/* --- Status --- */

static char *
describe_state (const ClConsumerStatus *status)
{
  g_autofree char *number = NULL;

  switch (status->state)
    {
    case CL_CONSUMER_PAUSED:
      return g_strdup_printf (_ ("v%u · paused"), status->version);
    case CL_CONSUMER_REBUILDING:
      return g_strdup_printf (_ ("v%u · rebuilding"), status->version);
    case CL_CONSUMER_FROZEN:
      return g_strdup_printf (_ ("v%u · an earlier version"), status->version);
    case CL_CONSUMER_PARKED:
      if (status->poison_position == 0)
        return g_strdup_printf (_ ("v%u · stopped: %s"), status->version, status->error);
      number = cl_words_number (status->poison_position);
      return g_strdup_printf (_ ("v%u · parked at event %s"), status->version, number);
    default:
      if (status->pace <= 0)
        return g_strdup_printf (_ ("v%u · running"), status->version);
      return g_strdup_printf (_ ("v%u · slow motion"), status->version);
    }
}

static char *
describe_lag (ClConsumerStatus *status)
{
  g_autofree char *events = cl_words_number (cl_consumer_status_get_lag (status));
  g_autofree char *time = cl_words_duration (status->lag_us / 1000);

  if (status->lag_us < G_USEC_PER_SEC)
    return g_strdup_printf (_ ("lag %s"), events);
  return g_strdup_printf (_ ("lag %s · %s"), events, time);
}

static const char *
state_class (ClConsumerState state)
{
  static const char *const classes[] = {
    [CL_CONSUMER_RUNNING] = "running",       [CL_CONSUMER_PAUSED] = "paused",
    [CL_CONSUMER_REBUILDING] = "rebuilding", [CL_CONSUMER_PARKED] = "parked",
    [CL_CONSUMER_FROZEN] = "paused",
  };

  return classes[state];
}

static void
show_toggle (ClConsumerRow *self, ClConsumerState state)
{
  gboolean stands = state == CL_CONSUMER_PAUSED || state == CL_CONSUMER_PARKED;
  const char *text =
    state == CL_CONSUMER_PARKED ? _ ("Try again") : stands ? _ ("Resume") : _ ("Pause");

  gtk_button_set_icon_name (GTK_BUTTON (self->toggle),
                            state == CL_CONSUMER_PARKED ? "view-refresh-symbolic"
                            : stands                    ? "media-playback-start-symbolic"
                                                        : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (self->toggle, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
  gtk_widget_set_sensitive (self->toggle, state != CL_CONSUMER_FROZEN);
}

void
cl_consumer_row_set_status (ClConsumerRow *self, ClConsumerStatus *status)
{
  g_autofree char *position = cl_words_number (status->position);
  g_autofree char *state = describe_state (status), *lag = describe_lag (status);
  g_autofree char *label = NULL;

  g_return_if_fail (CL_IS_CONSUMER_ROW (self));

  if (self->known)
    gtk_widget_remove_css_class (GTK_WIDGET (self), state_class (self->shown));
  gtk_widget_add_css_class (GTK_WIDGET (self), state_class (status->state));
  self->known = TRUE;
  self->shown = status->state;
  gtk_label_set_text (self->title, cl_consumer_row_name_of (status->name));
  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->position, position);
  gtk_label_set_text (self->lag, lag);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), status->error);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->bar),
                           status->head > 0 ? (double) status->position / (double) status->head
                                            : 1);
  show_toggle (self, status->state);
  enable (self, "retry", status->state == CL_CONSUMER_PARKED);
  enable (self, "rewind", status->state != CL_CONSUMER_FROZEN && status->position > 0);
  enable (self, "fast", status->pace > 0);
  /* Translators: name, state, position, lag of a consumer, for screen readers. */
  label = g_strdup_printf (_ ("%s, %s, at event %s, %s"),
                              cl_consumer_row_name_of (status->name),
                              state,
                              position,
                              lag);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
