/* test-accessible.c: everything that takes the focus says what it is; every key in the list of shortcuts does something
 *
 * In GTK 4.8 the name of a widget is its label property or what labels it; a tooltip is no name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

/* Parts that GTK and libadwaita make and name by themselves. */
static gboolean
is_of_toolkit (GtkWidget *widget)
{
  static const char *const makers[] = {
    "GtkWindowControls",  "GtkSpinButton",  "AdwComboRow",
    "GtkDropDown",        "AdwSplitButton", "GtkScrollbar",
    "GtkShortcutsWindow", "AdwEntryRow",    "AdwPreferencesGroup",
  };

  for (GtkWidget *parent = gtk_widget_get_parent (widget); parent;
       parent = gtk_widget_get_parent (parent))
    for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
      if (g_str_equal (G_OBJECT_TYPE_NAME (parent), makers[i]))
        /* Buttons and switches in rows are ours, the list around the rows is not. */
        return !((g_str_equal (makers[i], "AdwEntryRow") ||
                  g_str_equal (makers[i], "AdwPreferencesGroup")) &&
                 (GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget)));
  return FALSE;
}

static gboolean
needs_name (GtkWidget *widget)
{
  if (!gtk_widget_get_focusable (widget) || is_of_toolkit (widget))
    return FALSE;
  return GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) ||
         GTK_IS_TEXT_VIEW (widget) || GTK_IS_SWITCH (widget) || GTK_IS_SPIN_BUTTON (widget) ||
         GTK_IS_DROP_DOWN (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_COLUMN_VIEW (widget);
}

/* A label property, a text inside, or the name of the menu button that it is the inside of. "Labelled by" does not
 * count: GtkButton says it of its icon, which has no name either. */
static gboolean
has_name (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  g_autofree char *name = driver_dup_name (widget);

  return *name || driver_find_text (widget, "?*") ||
         (GTK_IS_MENU_BUTTON (parent) && has_name (parent));
}

static char *
describe (GtkWidget *widget)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  const char *action =
    GTK_IS_ACTIONABLE (widget) ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)) : NULL;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s (tooltip “%s”, action “%s”) in",
                          G_OBJECT_TYPE_NAME (widget),
                          tooltip ? tooltip : "",
                          action ? action : "");
  for (GtkWidget *parent = gtk_widget_get_parent (widget); parent;
       parent = gtk_widget_get_parent (parent))
    g_string_append_printf (text, " %s", G_OBJECT_TYPE_NAME (parent));
  return g_string_free (text, FALSE);
}

static gboolean
collect_nameless (GtkWidget *widget, gconstpointer data)
{
  if (needs_name (widget) && !has_name (widget))
    g_ptr_array_add ((GPtrArray *) data, describe (widget));
  return FALSE;
}

static gboolean
count_named (GtkWidget *widget, gconstpointer data)
{
  if (needs_name (widget))
    (*(guint *) data)++;
  return FALSE;
}

static void
expect_names (Driver *self, const char *where)
{
  g_autoptr (GPtrArray) nameless = g_ptr_array_new_with_free_func (g_free);
  guint n = 0;

  driver_settle (self);
  driver_find (NULL, count_named, &n);
  driver_find (NULL, collect_nameless, nameless);
  g_test_message ("%s: %u widgets that need a name, %u without", where, n, nameless->len);
  for (guint i = 0; i < nameless->len; i++)
    g_test_message ("no name: %s", (char *) g_ptr_array_index (nameless, i));
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (nameless->len, ==, 0);
}

static gboolean
is_only_window (Driver *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      n += gtk_widget_get_mapped (window);
    }
  return n == 1;
}

static void
leave_dialog (Driver *self)
{
  driver_press (self, "Escape");
  driver_wait (self, is_only_window (self));
}

static void
open_dialog (Driver *self, const char *keys, const char *text)
{
  driver_press (self, keys);
  driver_wait (self, driver_sees (text));
}

static void
name_everything (Driver *self, gconstpointer folder)
{
  expect_names (self, "empty");
  open_dialog (self, "ctrl+n", "Two people at this screen.*");
  expect_names (self, "new game");
  leave_dialog (self);
  open_dialog (self, "ctrl+shift+n", "A game played elsewhere*");
  expect_names (self, "record a game");
  leave_dialog (self);
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3");
  expect_names (self, "a game in play");
  driver_press (self, "alt+4");
  driver_wait (self, driver_sees ("Event *"));
  expect_names (self, "the ledger");
  driver_press (self, "alt+1");
  driver_wait (self, !driver_sees ("Event *"));
  driver_press (self, "Left");
  driver_wait (self, driver_sees ("Looking back: *"));
  expect_names (self, "looking back");
  driver_press (self, "ctrl+Return");
  driver_click_text (self, NULL, "Offer draw");
  driver_click_text (self, NULL, "Accept");
  driver_wait (self, driver_sees ("Drawn by agreement"));
  driver_wait (self, driver_sees ("Rematch"));
  expect_names (self, "a finished game");
  gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)), "win.details", NULL);
  driver_wait (self, driver_sees ("What was recorded before stays*"));
  expect_names (self, "details");
  leave_dialog (self);
  driver_press (self, "alt+2");
  driver_wait (self, driver_sees ("1 game"));
  expect_names (self, "library");
  driver_close (self);
}

/* --- Squares ------------------------------------------------------------------------------------------------------ */

static void
expect_name (GtkWidget *widget, const char *expected)
{
  g_autofree char *name = driver_dup_name (widget);

  g_assert_cmpstr (name, ==, expected);
}

static void
name_squares (Driver *self, gconstpointer folder)
{
  driver_play (self);
  expect_name (driver_find_square (self, "g1"), "white knight, g1");
  driver_drag_square (self, "g1", "f3");
  driver_expect_log (self, "table/1", "GameStarted ClockStarted Nf3");
  driver_settle (self);
  expect_name (driver_find_square (self, "f3"), "white knight, f3");
  expect_name (driver_find_square (self, "g1"), "empty, g1");
  driver_close (self);
}

/* --- Keys ---------------------------------------------------------------------------------------------------------- */

/* Keys that the window or a widget handles after a text field had its chance. */
static const struct
{
  const char *key;
  const char *action;
} late_keys[] = {
  { "<Control>z", "win.takeback" },
  { "a...h", NULL },
  { "f", "win.flip" },
  { "<Shift>f", "win.flip" },
  { "Left", "win.step-back" },
  { "Right", "win.step-forward" },
  { "<Shift>Left", "win.line-back" },
  { "<Shift>Right", "win.line-forward" },
  { "Home", "win.first" },
  { "End", "win.last" },
  { "space", "win.toggle-play" },
  { "Escape", "win.drop-trial" },
  { "<Control>c", "win.copy-fen" },
  { "<Control>v", "win.paste" },
  { "<Control>Page_Up", "win.view" },
  { "<Control>Page_Down", "win.view" },
  { "Delete", "win.withdraw-game" },
};

static void
expect_action (Driver *self, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;
  const char *local;
  GActionGroup *group;

  g_action_parse_detailed_name (detailed, &name, &target, &error);
  g_assert_no_error (error);
  local = strchr (name, '.') + 1;
  if (g_str_has_prefix (name, "window."))
    return; /* GtkWindow's own */
  group = g_str_has_prefix (name, "app.") ? G_ACTION_GROUP (self->app)
                                          : G_ACTION_GROUP (driver_get_window (self));
  if (!g_action_group_has_action (group, local))
    g_error ("no action %s", detailed);
}

static void
expect_key (Driver *self, const char *key)
{
  g_auto (GStrv) actions = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (late_keys); i++)
    if (strcmp (late_keys[i].key, key) == 0)
      {
        if (late_keys[i].action)
          expect_action (self, late_keys[i].action);
        return;
      }
  actions = gtk_application_get_actions_for_accel (GTK_APPLICATION (self->app), key);
  if (!actions[0])
    g_error ("the shortcut %s does nothing", key);
  expect_action (self, actions[0]);
}

/* As GTK writes them: <Shift><Control>n. */
static void
add_keys (GString *all_keys, char **keys)
{
  guint key;
  GdkModifierType modifiers;

  for (; *keys; keys++)
    if (gtk_accelerator_parse (*keys, &key, &modifiers))
      {
        g_autofree char *name = gtk_accelerator_name (key, modifiers);

        g_string_append_printf (all_keys, "%s ", name);
      }
}

/* The other way round: what has a key is told in the window. */
static void
expect_told (Driver *self, const char *all_keys)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (self->app));

  for (guint i = 0; actions[i]; i++)
    {
      g_auto (GStrv) keys =
        gtk_application_get_accels_for_action (GTK_APPLICATION (self->app), actions[i]);
      g_autofree char *wanted = g_strdup_printf (" %s ", keys[0]);

      if (!strstr (all_keys, wanted))
        g_error ("the shortcut %s of %s is told nowhere", keys[0], actions[i]);
    }
  g_assert_cmpuint (g_strv_length (actions), >, 10);
}

static void
follow_shortcuts (Driver *self, gconstpointer folder)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/chessledger/ChessLedger/shortcuts.ui");
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  g_autoptr (GString) all_keys = g_string_new (" ");
  guint n = 0;

  for (GSList *l = objects; l; l = l->next)
    {
      g_autofree char *accelerators = NULL;
      g_auto (GStrv) keys = NULL;

      if (!g_str_equal (G_OBJECT_TYPE_NAME (l->data), "GtkShortcutsShortcut"))
        continue;
      g_object_get (l->data, "accelerator", &accelerators, NULL);
      keys = g_strsplit (accelerators, " ", -1);
      add_keys (all_keys, keys);
      for (guint i = 0; keys[i]; i++, n++)
        expect_key (self, keys[i]);
    }
  g_test_message ("%u keys", n);
  expect_told (self, all_keys->str);
  g_assert_cmpuint (n, >, 20);
  gtk_window_destroy (GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts")));

  open_dialog (self, "F1", "Take back the last move");
  leave_dialog (self);
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/accessible/names", name_everything },
    { "/app/accessible/squares", name_squares },
    { "/app/accessible/shortcuts", follow_shortcuts },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
