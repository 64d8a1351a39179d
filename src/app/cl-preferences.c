/* cl-preferences.c: asks the chosen engine what it can be told, and makes a row of each of its options
 *
 * The engine runs while the window is open, only to name its options. What is changed is stored at once and reaches the
 * session when the window closes, so that no search is begun anew for each step of a number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-preferences.h"

#include <glib/gi18n.h>

#include "cl-board-preferences.h"
#include "cl-engine.h"
#include "cl-gtk-compat.h"
#include "cl-session-engines.h"
#include "cl-uci-line.h"

#define MAX_ROWS 100

struct _ClPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwActionRow *program;
  GtkWidget *automatic;
  GtkLabel *status;
  GtkSwitch *resigns;
  GtkSpinButton *nodes;
  AdwPreferencesGroup *options;
  GtkWidget *restore;
  GtkSwitch *arbiter;

  ClSession *session;
  ClSettings *settings;
  ClEngine *engine;   /* (nullable) */
  GHashTable *values; /* char *name → char *value: what was changed */
  GPtrArray *rows;    /* (element-type GtkWidget): of the options */
};

G_DEFINE_FINAL_TYPE (ClPreferences, cl_preferences, ADW_TYPE_PREFERENCES_WINDOW)

void
cl_preferences_apply_engine (ClSettings *settings, ClSession *session)
{
  g_autofree char *program = cl_settings_dup_string (settings, "engine-program");
  g_auto (GStrv) options = cl_settings_dup_texts (settings, "engine-options");

  cl_session_set_engine (session,
                         *program != '\0' ? program : NULL,
                         (const char *const *) options,
                         (guint64) MAX (cl_settings_get_int (settings, "engine-nodes"), 0));
  cl_session_set_opponent_resigns (session, cl_settings_get_boolean (settings, "computer-resigns"));
}

/* --- What was changed --- */

static void
load_values (ClPreferences *self)
{
  g_auto (GStrv) options = cl_settings_dup_texts (self->settings, "engine-options");

  g_hash_table_remove_all (self->values);
  for (guint i = 0; options[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (options[i], "=", 2);

      if (parts[0] != NULL && parts[1] != NULL)
        g_hash_table_insert (self->values, g_strdup (parts[0]), g_strdup (parts[1]));
    }
}

static void
save_values (ClPreferences *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) options = NULL;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree char *option = g_strdup_printf ("%s=%s", (char *) name, (char *) value);

      g_strv_builder_add (builder, option);
    }
  options = g_strv_builder_end (builder);
  cl_settings_set_texts (self->settings, "engine-options", (const char *const *) options);
}

static void
change (ClPreferences *self, const ClEngineOption *option, const char *value)
{
  if (g_str_equal (value, option->preset))
    g_hash_table_remove (self->values, option->name);
  else
    g_hash_table_replace (self->values, g_strdup (option->name), g_strdup (value));
  save_values (self);
  gtk_widget_set_sensitive (self->restore, g_hash_table_size (self->values) > 0);
}

static const char *
get_value (ClPreferences *self, const ClEngineOption *option)
{
  const char *value = g_hash_table_lookup (self->values, option->name);

  return value != NULL ? value : option->preset;
}

/* --- A row for each option --- */

static const ClEngineOption *
find_option (ClPreferences *self, GtkWidget *row)
{
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  GPtrArray *options = self->engine != NULL ? cl_engine_get_options (self->engine) : NULL;

  for (guint i = 0; options != NULL && i < options->len; i++)
    {
      const ClEngineOption *option = g_ptr_array_index (options, i);

      if (g_str_equal (option->name, name))
        return option;
    }
  return NULL;
}

static GtkWidget *
find_row (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
}

static void
switched_cb (ClPreferences *self, GParamSpec *pspec, GtkSwitch *button)
{
  const ClEngineOption *option = find_option (self, find_row (GTK_WIDGET (button)));

  if (option != NULL)
    change (self, option, gtk_switch_get_active (button) ? "true" : "false");
}

static void
number_changed_cb (ClPreferences *self, GtkSpinButton *button)
{
  const ClEngineOption *option = find_option (self, find_row (GTK_WIDGET (button)));
  g_autofree char *value =
    g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) gtk_spin_button_get_value (button));

  if (option != NULL)
    change (self, option, value);
}

static void
choice_changed_cb (ClPreferences *self, GParamSpec *pspec, AdwComboRow *row)
{
  const ClEngineOption *option = find_option (self, GTK_WIDGET (row));
  guint selected = adw_combo_row_get_selected (row);

  if (option != NULL && selected < g_strv_length (option->values))
    change (self, option, option->values[selected]);
}

static void
text_applied_cb (ClPreferences *self, AdwEntryRow *row)
{
  const ClEngineOption *option = find_option (self, GTK_WIDGET (row));

  if (option != NULL)
    change (self, option, gtk_editable_get_text (GTK_EDITABLE (row)));
}

static GtkWidget *
put_into_row (const ClEngineOption *option, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  option->name,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

static GtkWidget *
make_switch (ClPreferences *self, const ClEngineOption *option)
{
  GtkWidget *control = gtk_switch_new ();

  gtk_switch_set_active (GTK_SWITCH (control), g_str_equal (get_value (self, option), "true"));
  g_signal_connect_object (control,
                           "notify::active",
                           G_CALLBACK (switched_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return put_into_row (option, control);
}

static GtkWidget *
make_number (ClPreferences *self, const ClEngineOption *option)
{
  GtkWidget *control = gtk_spin_button_new_with_range ((double) option->min,
                                                       (double) MAX (option->max, option->min),
                                                       1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control),
                             (double) g_ascii_strtoll (get_value (self, option), NULL, 10));
  g_signal_connect_object (control,
                           "value-changed",
                           G_CALLBACK (number_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return put_into_row (option, control);
}

static GtkWidget *
make_choice (ClPreferences *self, const ClEngineOption *option)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *) option->values);

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (guint i = 0; option->values[i] != NULL; i++)
    if (g_str_equal (option->values[i], get_value (self, option)))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect_object (row,
                           "notify::selected",
                           G_CALLBACK (choice_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
make_text (ClPreferences *self, const ClEngineOption *option)
{
  GtkWidget *row = adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), get_value (self, option));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "apply", G_CALLBACK (text_applied_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* Those that the questions set, or that mean nothing here. */
static gboolean
is_ours (const ClEngineOption *option)
{
  static const char *const ours[] = { "MultiPV",           "Ponder",       "UCI_Chess960",
                                      "UCI_LimitStrength", "UCI_Elo",      "UCI_ShowWDL",
                                      "UCI_AnalyseMode",   "UCI_Opponent", NULL };

  for (guint i = 0; ours[i] != NULL; i++)
    if (g_ascii_strcasecmp (ours[i], option->name) == 0)
      return TRUE;
  return option->type == CL_UCI_BUTTON;
}

static GtkWidget *
make_row (ClPreferences *self, const ClEngineOption *option)
{
  GtkWidget *row;

  switch ((ClUciOptionType) option->type)
    {
    case CL_UCI_CHECK:
      row = make_switch (self, option);
      break;
    case CL_UCI_SPIN:
      row = make_number (self, option);
      break;
    case CL_UCI_COMBO:
      row = make_choice (self, option);
      break;
    default:
      row = make_text (self, option);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), option->name);
  return row;
}

static void
clear_rows (ClPreferences *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->options, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
fill_rows (ClPreferences *self)
{
  GPtrArray *options = cl_engine_get_options (self->engine);

  clear_rows (self);
  for (guint i = 0; options != NULL && i < options->len && self->rows->len < MAX_ROWS; i++)
    if (!is_ours (g_ptr_array_index (options, i)))
      {
        GtkWidget *row = make_row (self, g_ptr_array_index (options, i));

        adw_preferences_group_add (self->options, row);
        g_ptr_array_add (self->rows, row);
      }
  gtk_widget_set_visible (GTK_WIDGET (self->options), self->rows->len > 0);
  gtk_widget_set_sensitive (self->restore, g_hash_table_size (self->values) > 0);
}

/* --- The engine --- */

static void
show_engine_cb (ClPreferences *self, GParamSpec *pspec, ClEngine *engine)
{
  switch (cl_engine_get_state (engine))
    {
    case CL_ENGINE_READY:
      gtk_label_set_text (self->status, cl_engine_get_name (engine));
      if (self->rows->len == 0)
        fill_rows (self);
      break;
    case CL_ENGINE_USELESS:
    case CL_ENGINE_WAITING:
      gtk_label_set_text (self->status, cl_engine_get_failure (engine));
      break;
    default:
      gtk_label_set_text (self->status, _ ("Asking it who it is…"));
    }
}

static void
drop_engine (ClPreferences *self)
{
  if (self->engine == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->engine, self);
  cl_engine_close (self->engine);
  g_clear_object (&self->engine);
}

static void
show_program (ClPreferences *self)
{
  g_autofree char *chosen = cl_settings_dup_string (self->settings, "engine-program");
  g_autofree char *program = cl_engine_find_program (chosen);

  drop_engine (self);
  clear_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->options), FALSE);
  gtk_widget_set_sensitive (self->automatic, *chosen != '\0');
  adw_action_row_set_subtitle (self->program, program != NULL ? program : chosen);
  if (program == NULL)
    {
      gtk_label_set_text (self->status,
                          *chosen != '\0'
                          ? _ ("This program is not there")
                          : _ ("None was found: install Stockfish"));
      return;
    }
  self->engine = cl_engine_new (program, NULL);
  g_signal_connect_swapped (self->engine, "notify::state", G_CALLBACK (show_engine_cb), self);
  g_signal_connect_swapped (self->engine, "fault", G_CALLBACK (show_engine_cb), self);
  cl_engine_start (self->engine);
  show_engine_cb (self, NULL, self->engine);
}

static void
program_chosen_cb (GFile *file, gpointer data)
{
  ClPreferences *self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    return;
  cl_settings_set_string (self->settings, "engine-program", path);
  show_program (self);
}

static void
choose_clicked_cb (ClPreferences *self, GtkButton *button)
{
  cl_compat_choose_program (GTK_WINDOW (self), program_chosen_cb, G_OBJECT (self));
}

static void
automatic_clicked_cb (ClPreferences *self, GtkButton *button)
{
  cl_settings_set_string (self->settings, "engine-program", "");
  show_program (self);
}

static void
restore_clicked_cb (ClPreferences *self, GtkButton *button)
{
  g_hash_table_remove_all (self->values);
  save_values (self);
  fill_rows (self);
}

static void
resigns_switched_cb (ClPreferences *self, GParamSpec *pspec, GtkSwitch *control)
{
  cl_settings_set_boolean (self->settings, "computer-resigns", gtk_switch_get_active (control));
}

static void
nodes_changed_cb (ClPreferences *self, GtkSpinButton *button)
{
  cl_settings_set_int (self->settings,
                       "engine-nodes",
                       gtk_spin_button_get_value_as_int (button) * 1000);
}

/* The window behind it has the page, and remembers. */
static void
arbiter_switched_cb (ClPreferences *self, GParamSpec *pspec, GtkSwitch *control)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (G_IS_ACTION_GROUP (parent))
    g_action_group_change_action_state (G_ACTION_GROUP (parent),
                                        "arbiter-mode",
                                        g_variant_new_boolean (gtk_switch_get_active (control)));
}

static gboolean
cl_preferences_close_request (GtkWindow *window)
{
  ClPreferences *self = CL_PREFERENCES (window);

  if (self->session != NULL)
    cl_preferences_apply_engine (self->settings, self->session);
  return GTK_WINDOW_CLASS (cl_preferences_parent_class)->close_request (window);
}

static void
cl_preferences_dispose (GObject *object)
{
  ClPreferences *self = CL_PREFERENCES (object);

  drop_engine (self);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cl_preferences_parent_class)->dispose (object);
}

static void
cl_preferences_finalize (GObject *object)
{
  ClPreferences *self = CL_PREFERENCES (object);

  g_hash_table_unref (self->values);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (cl_preferences_parent_class)->finalize (object);
}

static void
cl_preferences_class_init (ClPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_preferences_dispose;
  G_OBJECT_CLASS (klass)->finalize = cl_preferences_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = cl_preferences_close_request;
  g_type_ensure (CL_TYPE_BOARD_PREFERENCES);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, program);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, automatic);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, status);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, resigns);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, nodes);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, options);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, restore);
  gtk_widget_class_bind_template_child (widget_class, ClPreferences, arbiter);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, automatic_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, resigns_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, nodes_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, arbiter_switched_cb);
}

static void
cl_preferences_init (ClPreferences *self)
{
  int nodes;

  self->settings = cl_settings_new ();
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_switch_set_active (self->resigns,
                         cl_settings_get_boolean (self->settings, "computer-resigns"));
  nodes = cl_settings_get_int (self->settings, "engine-nodes");
  gtk_spin_button_set_value (self->nodes, nodes > 0 ? nodes / 1000 : 200);
  gtk_switch_set_active (self->arbiter, cl_settings_get_boolean (self->settings, "arbiter-mode"));
  load_values (self);
  show_program (self);
}

ClPreferences *
cl_preferences_new (GtkWindow *parent, ClSession *session)
{
  ClPreferences *self =
    g_object_new (CL_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE, NULL);

  self->session = session != NULL ? g_object_ref (session) : NULL;
  return self;
}
