/* cl-new-dialog.c: asks no more than a game needs; Enter takes everything as it was last time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-new-dialog.h"

#include <glib/gi18n.h>

#include "cl-new-game.h"
#include "cl-session-engines.h"
#include "cl-words.h"

struct _ClNewDialog
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkButton *start;
  GtkLabel *message;

  GtkEditable *white;
  GtkEditable *black;
  AdwComboRow *opponent;
  AdwComboRow *strength;
  GtkLabel *opponent_note;
  GtkSwitch *analysis_allowed;
  AdwComboRow *control;
  GtkWidget *own_minutes_row;
  GtkSpinButton *own_minutes;
  GtkWidget *own_seconds_row;
  GtkSpinButton *own_seconds;
  GtkEditable *own_text;
  AdwComboRow *clock_start;
  GtkSwitch *chess960;
  GtkSpinButton *table;

  GtkEditable *recorded_white;
  GtkEditable *recorded_white_elo;
  GtkEditable *recorded_black;
  GtkEditable *recorded_black_elo;
  GtkEditable *recorded_event;
  GtkEditable *recorded_site;
  GtkEditable *recorded_date;
  GtkEditable *recorded_round;

  ClSession *session;
  ClSettings *settings;
};

enum
{
  SIGNAL_STARTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClNewDialog, cl_new_dialog, ADW_TYPE_WINDOW)

/* The last entry of the list stands for one's own. */
static const char *const presets[] = {
  "60+0",  "180+2",  "300+0",  "300+3",   "600+0",
  "600+5", "900+10", "1800+0", "5400+30", "40/5400+30:1800+30",
  "-",
};

#define OWN ((guint) G_N_ELEMENTS (presets))

static gboolean
is_recording (ClNewDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "record") == 0;
}

static char *
dup_text (GtkEditable *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

/* --- Time control ------------------------------------------------------------------------------------------------ */

static char *
describe_preset (const char *control)
{
  if (strcmp (control, "40/5400+30:1800+30") == 0)
    return g_strdup (_ ("90 min for 40 moves, then 30 min, + 30 s a move"));
  return cl_words_time_control (control);
}

static void
fill_presets (ClNewDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    gtk_string_list_take (names, describe_preset (presets[i]));
  gtk_string_list_append (names, _ ("Own…"));
  adw_combo_row_set_model (self->control, G_LIST_MODEL (names));
}

static char *
dup_time_control (ClNewDialog *self)
{
  guint chosen = adw_combo_row_get_selected (self->control);

  return chosen < OWN ? g_strdup (presets[chosen]) : dup_text (self->own_text);
}

static void
check (ClNewDialog *self)
{
  g_autofree char *control = dup_time_control (self);
  gboolean good = cl_new_game_check_time_control (control);
  gboolean own = adw_combo_row_get_selected (self->control) == OWN;

  gtk_widget_set_visible (self->own_minutes_row, own);
  gtk_widget_set_visible (self->own_seconds_row, own);
  gtk_widget_set_visible (GTK_WIDGET (self->own_text), own);
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->own_text), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->own_text), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), good || is_recording (self));
}

static void
control_changed_cb (ClNewDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  check (self);
}

static void
own_text_changed_cb (ClNewDialog *self, GtkEditable *row)
{
  check (self);
}

static void
own_numbers_changed_cb (ClNewDialog *self, GtkSpinButton *button)
{
  g_autofree char *text =
    g_strdup_printf ("%d+%d",
                     (int) (gtk_spin_button_get_value (self->own_minutes) * 60),
                     gtk_spin_button_get_value_as_int (self->own_seconds));

  gtk_editable_set_text (self->own_text, text);
}

static void
choose_time_control (ClNewDialog *self, const char *control)
{
  for (guint i = 0; i < OWN; i++)
    if (strcmp (presets[i], control) == 0)
      {
        adw_combo_row_set_selected (self->control, i);
        return;
      }
  adw_combo_row_set_selected (self->control, OWN);
  gtk_editable_set_text (self->own_text, control);
}

/* --- Opponent ---------------------------------------------------------------------------------------------------- */

static const guint strengths[] = { 1350, 1500, 1700,
                                   1900, 2100, 2300,
                                   2500, 2700, CL_COMPUTER_FULL_STRENGTH };

static void
fill_strengths (ClNewDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (strengths); i++)
    if (strengths[i] < CL_COMPUTER_FULL_STRENGTH)
      gtk_string_list_take (names, g_strdup_printf ("%u", strengths[i]));
    else
      gtk_string_list_append (names, _ ("As well as it can"));
  adw_combo_row_set_model (self->strength, G_LIST_MODEL (names));
}

static void
choose_strength (ClNewDialog *self, guint strength)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (strengths) && strengths[i] < strength)
    i++;
  adw_combo_row_set_selected (self->strength, i);
}

static void
opponent_changed_cb (ClNewDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  guint opponent = adw_combo_row_get_selected (self->opponent);
  g_autofree char *program = cl_session_dup_engine (self->session);
  g_autofree char *name = cl_new_game_dup_computer (self->session);
  g_autofree char *note = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->strength), opponent != CL_OPPONENT_PERSON);
  gtk_widget_set_sensitive (GTK_WIDGET (self->white), opponent != CL_OPPONENT_WHITE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->black), opponent != CL_OPPONENT_BLACK);
  if (opponent == CL_OPPONENT_PERSON)
    note = g_strdup (_ ("Two people at this screen."));
  else if (program == NULL)
    note = g_strdup (
      _ ("No chess engine was found. Install Stockfish, or choose one in the preferences."));
  else
    /* Translators: %s is the name of a chess engine */
    note = g_strdup_printf (_ ("You and %s at this screen."), name);
  gtk_label_set_text (self->opponent_note, note);
}

static void
read_opponent (ClNewDialog *self, ClNewGame *game)
{
  guint opponent = adw_combo_row_get_selected (self->opponent);
  guint strength =
    strengths[MIN (adw_combo_row_get_selected (self->strength), G_N_ELEMENTS (strengths) - 1)];

  if (opponent == CL_OPPONENT_WHITE)
    game->computer[CHESS_WHITE] = strength;
  if (opponent == CL_OPPONENT_BLACK)
    game->computer[CHESS_BLACK] = strength;
  game->analysis_allowed = gtk_switch_get_active (self->analysis_allowed);
}

/* --- Starting ---------------------------------------------------------------------------------------------------- */

static void
started_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClNewDialog) self = data;

  if (!self->session)
    return;
  if (error)
    {
      gtk_label_set_text (self->message, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->start), TRUE);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_STARTED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
start_playing (ClNewDialog *self)
{
  g_autoptr (ClNewGame) game = g_new0 (ClNewGame, 1);

  game->white = dup_text (self->white);
  game->black = dup_text (self->black);
  game->time_control = dup_time_control (self);
  game->clock_at_once = adw_combo_row_get_selected (self->clock_start) == 1;
  game->chess960 = gtk_switch_get_active (self->chess960);
  game->table = (guint) gtk_spin_button_get_value_as_int (self->table);
  read_opponent (self, game);
  cl_new_game_save (game, self->settings);
  cl_new_game_start (game, self->session, started_cb, g_object_ref (self));
}

static const char *
or_null (const char *text)
{
  return *text ? text : NULL;
}

static void
start_recording (ClNewDialog *self)
{
  g_autofree char *white = dup_text (self->recorded_white);
  g_autofree char *white_elo = dup_text (self->recorded_white_elo);
  g_autofree char *black = dup_text (self->recorded_black);
  g_autofree char *black_elo = dup_text (self->recorded_black_elo);
  g_autofree char *event = dup_text (self->recorded_event);
  g_autofree char *site = dup_text (self->recorded_site);
  g_autofree char *date = dup_text (self->recorded_date);
  g_autofree char *round = dup_text (self->recorded_round);
  ClGameSetup setup = {
    .white = white,
    .black = black,
    .white_elo = or_null (white_elo),
    .black_elo = or_null (black_elo),
    .event = or_null (event),
    .site = or_null (site),
    .date = or_null (date),
    .round = or_null (round),
    .time_control = NULL,
    .recorded_only = TRUE,
  };

  cl_settings_set_string (self->settings, "recorded-event", event);
  cl_settings_set_string (self->settings, "recorded-site", site);
  cl_settings_remember_name (self->settings, black);
  cl_settings_remember_name (self->settings, white);
  cl_session_start_game (self->session, 0, &setup, started_cb, g_object_ref (self));
}

static void
start_clicked_cb (ClNewDialog *self, GtkButton *button)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  if (is_recording (self))
    start_recording (self);
  else
    start_playing (self);
}

static void
swap_clicked_cb (ClNewDialog *self, GtkButton *button)
{
  g_autofree char *white = dup_text (self->white);
  g_autofree char *black = dup_text (self->black);
  guint opponent = adw_combo_row_get_selected (self->opponent);

  gtk_editable_set_text (self->white, black);
  gtk_editable_set_text (self->black, white);
  if (opponent != CL_OPPONENT_PERSON)
    adw_combo_row_set_selected (self->opponent,
                                opponent == CL_OPPONENT_WHITE ? CL_OPPONENT_BLACK
                                                              : CL_OPPONENT_WHITE);
}

static void
page_changed_cb (ClNewDialog *self, GParamSpec *pspec, GtkStack *stack)
{
  check (self);
}

/* --- The dialog -------------------------------------------------------------------------------------------------- */

static void
name_chosen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ClNewDialog *self = CL_NEW_DIALOG (widget);
  const char *field;
  const char *name;

  g_variant_get (parameter, "(&s&s)", &field, &name);
  if (strcmp (field, "white") == 0)
    gtk_editable_set_text (self->white, name);
  else if (strcmp (field, "black") == 0)
    gtk_editable_set_text (self->black, name);
  else if (strcmp (field, "recorded-white") == 0)
    gtk_editable_set_text (self->recorded_white, name);
  else
    gtk_editable_set_text (self->recorded_black, name);
}

static void
add_names (ClNewDialog *self, GtkEditable *row, const char *field)
{
  g_auto (GStrv) names = cl_settings_dup_names (self->settings);
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button;

  if (!names[0])
    return;
  for (guint i = 0; names[i]; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (names[i], NULL);

      g_menu_item_set_action_and_target (item, "new.name", "(ss)", field, names[i]);
      g_menu_append_item (menu, item);
    }
  button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Names used lately"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Names used lately"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), button);
}

static void
fill (ClNewDialog *self)
{
  g_autoptr (ClNewGame) last = cl_new_game_load (self->settings);
  g_autofree char *event = cl_settings_dup_string (self->settings, "recorded-event");
  g_autofree char *site = cl_settings_dup_string (self->settings, "recorded-site");

  fill_presets (self);
  fill_strengths (self);
  choose_strength (self,
                   MAX (MAX (last->computer[CHESS_WHITE], last->computer[CHESS_BLACK]), 1500));
  adw_combo_row_set_selected (self->opponent,
                              last->computer[CHESS_WHITE] > 0   ? CL_OPPONENT_WHITE
                              : last->computer[CHESS_BLACK] > 0 ? CL_OPPONENT_BLACK
                                                                : CL_OPPONENT_PERSON);
  gtk_switch_set_active (self->analysis_allowed, last->analysis_allowed);
  opponent_changed_cb (self, NULL, NULL);
  gtk_editable_set_text (self->white, last->white);
  gtk_editable_set_text (self->black, last->black);
  choose_time_control (self, last->time_control);
  adw_combo_row_set_selected (self->clock_start, last->clock_at_once ? 1 : 0);
  gtk_switch_set_active (self->chess960, last->chess960);
  gtk_spin_button_set_value (self->table, cl_session_find_free_table (self->session));
  gtk_editable_set_text (self->recorded_event, event);
  gtk_editable_set_text (self->recorded_site, site);
  add_names (self, self->white, "white");
  add_names (self, self->black, "black");
  add_names (self, self->recorded_white, "recorded-white");
  add_names (self, self->recorded_black, "recorded-black");
}

static void
cl_new_dialog_dispose (GObject *object)
{
  ClNewDialog *self = CL_NEW_DIALOG (object);

  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cl_new_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, start);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, message);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, white);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, black);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, opponent);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, strength);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, opponent_note);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, analysis_allowed);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, control);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, own_minutes_row);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, own_minutes);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, own_seconds_row);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, own_seconds);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, own_text);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, clock_start);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, chess960);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, table);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_white);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_white_elo);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_black);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_black_elo);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_event);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_site);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_date);
  gtk_widget_class_bind_template_child (widget_class, ClNewDialog, recorded_round);
  gtk_widget_class_bind_template_callback (widget_class, opponent_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, control_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, own_numbers_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, swap_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
}

static void
cl_new_dialog_class_init (ClNewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_new_dialog_dispose;
  signals[SIGNAL_STARTED] = g_signal_new ("started",
                                          CL_TYPE_NEW_DIALOG,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-new-dialog.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "new.name", "(ss)", name_chosen_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
cl_new_dialog_init (ClNewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->start));
}

ClNewDialog *
cl_new_dialog_new (GtkWindow *parent, ClSession *session, ClSettings *settings, gboolean record)
{
  ClNewDialog *self = g_object_new (CL_TYPE_NEW_DIALOG, "transient-for", parent, NULL);

  g_set_object (&self->session, session);
  g_set_object (&self->settings, settings);
  fill (self);
  if (record)
    gtk_stack_set_visible_child_name (self->stack, "record");
  page_changed_cb (self, NULL, self->stack);
  gtk_widget_grab_focus (GTK_WIDGET (record ? self->recorded_white : self->white));
  return self;
}
