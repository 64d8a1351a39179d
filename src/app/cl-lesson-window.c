/* cl-lesson-window.c: the course: one lesson beside the scratch ledger that it is done on
 *
 * The ledger of the user is not touched: a banner says all the time that this one is thrown away. Whether a task is done is
 * looked at some times a second as long as the task is on the screen; what one did there is never asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lesson-window.h"

#include <glib/gi18n.h>

#include "cl-lesson-notes.h"
#include "cl-lesson-panel.h"
#include "cl-lesson-run.h"
#include "cl-lesson-stage.h"
#include "cl-settings.h"

#define LOOK_MS     300
#define PANEL_WIDTH 400

struct _ClLessonWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkDropDown *chooser;
  GtkStringList *titles;
  ClLessonPanel *panel;
  GtkWidget *paned, *notes; /* notes: (nullable): weak */
  GSimpleActionGroup *actions;
  ClSettings *settings;
  ClLessonRun *run;
  guint index, timer;
  gboolean lecture, renaming;
};

G_DEFINE_FINAL_TYPE (ClLessonWindow, cl_lesson_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- What was done --- */

static gboolean
is_done (ClLessonWindow *self, const char *id)
{
  g_auto (GStrv) done = cl_settings_dup_texts (self->settings, "lessons-done");

  return g_strv_contains ((const char *const *) done, id);
}

static char *
name_lesson (ClLessonWindow *self, guint index)
{
  guint n;
  const ClLesson *lesson = cl_lessons (&n)[index];

  if (is_done (self, lesson->id))
    /* Translators: number and title of a lesson that was done */
    return g_strdup_printf (_ ("✓ %u. %s"), index + 1, _ (lesson->title));
  return g_strdup_printf (_ ("%u. %s"), index + 1, _ (lesson->title));
}

static void
remember_done_cb (ClLessonPanel *panel, ClLessonWindow *self)
{
  const char *id = cl_lesson_run_get_lesson (self->run)->id;
  g_auto (GStrv) done = cl_settings_dup_texts (self->settings, "lessons-done");
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  g_autofree char *name = NULL;

  if (is_done (self, id))
    return;
  g_strv_builder_addv (all, (const char **) done);
  g_strv_builder_add (all, id);
  texts = g_strv_builder_end (all);
  cl_settings_set_texts (self->settings, "lessons-done", (const char *const *) texts);
  name = name_lesson (self, self->index);
  self->renaming = TRUE;
  gtk_string_list_splice (self->titles, self->index, 1, (const char *[]){ name, NULL });
  gtk_drop_down_set_selected (self->chooser, self->index);
  self->renaming = FALSE;
}

/* --- One lesson --- */

static void
refused_cb (ClLessonStage *stage, const char *text, ClLessonWindow *self)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
opened_cb (ClLessonRun *run, ClLessonWindow *self)
{
  GtkWidget *stage =
    cl_lesson_stage_new (cl_lesson_run_get_lesson (run), cl_lesson_run_get_session (run));

  g_signal_connect_object (stage, "refused", G_CALLBACK (refused_cb), self, 0);
  gtk_paned_set_end_child (GTK_PANED (self->paned), stage);
  cl_lesson_run_check (run);
}

/* Without its session a stage has nothing to show. */
static void
clear_stage (ClLessonWindow *self)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_paned_set_end_child (GTK_PANED (self->paned), spinner);
}

static void
end_run (ClLessonWindow *self)
{
  if (self->run == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->run, self);
  cl_lesson_run_close (self->run);
  g_clear_object (&self->run);
}

static void
start_lesson (ClLessonWindow *self, guint index)
{
  guint n;
  const ClLesson *const *lessons = cl_lessons (&n);

  if (index >= n || (self->run != NULL && index == self->index))
    return;
  self->index = index;
  clear_stage (self);
  end_run (self);
  self->run = cl_lesson_run_new (lessons[index]);
  g_signal_connect_object (self->run, "opened", G_CALLBACK (opened_cb), self, 0);
  cl_lesson_panel_set_run (self->panel, self->run);
  if (self->notes != NULL)
    cl_lesson_notes_set_lesson (CL_LESSON_NOTES (self->notes), index);
  gtk_drop_down_set_selected (self->chooser, index);
}

static void
chosen_cb (GtkDropDown *chooser, GParamSpec *pspec, ClLessonWindow *self)
{
  if (!self->renaming)
    start_lesson (self, gtk_drop_down_get_selected (chooser));
}

static gboolean
look_cb (gpointer data)
{
  ClLessonWindow *self = data;

  if (self->run != NULL && cl_lesson_panel_has_task (self->panel))
    cl_lesson_run_check (self->run);
  return G_SOURCE_CONTINUE;
}

/* --- Actions --- */

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClLessonWindow *self = data;

  clear_stage (self);
  cl_lesson_run_reset (self->run);
  cl_lesson_panel_set_run (self->panel, self->run);
}

static void
next_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClLessonWindow *self = data;

  if (!self->lecture || !cl_lesson_panel_turn (self->panel, 1))
    start_lesson (self, self->index + 1);
}

static void
previous_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClLessonWindow *self = data;

  if (self->lecture && cl_lesson_panel_turn (self->panel, -1))
    return;
  if (self->index == 0)
    return;
  start_lesson (self, self->index - 1);
  if (self->lecture)
    cl_lesson_panel_go_to_end (self->panel);
}

static void
next_wanted_cb (ClLessonPanel *panel, ClLessonWindow *self)
{
  start_lesson (self, self->index + 1);
}

static void
notes_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClLessonWindow *self = data;

  if (self->notes == NULL)
    {
      g_set_weak_pointer (&self->notes, cl_lesson_notes_new (GTK_WINDOW (self)));
      cl_lesson_notes_set_lesson (CL_LESSON_NOTES (self->notes), self->index);
    }
  gtk_window_present (GTK_WINDOW (self->notes));
}

static void
lecture_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  ClLessonWindow *self = data;

  self->lecture = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  cl_lesson_panel_set_lecture (self->panel, self->lecture);
  if (self->lecture)
    gtk_widget_add_css_class (GTK_WIDGET (self), "lecture");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "lecture");
  gtk_paned_set_position (GTK_PANED (self->paned),
                          self->lecture ? gtk_widget_get_width (GTK_WIDGET (self)) / 2
                                        : PANEL_WIDTH);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        ClLessonWindow *self)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
    gboolean in_lecture;
  } keys[] = {
    { GDK_KEY_Page_Down, 0, "next", TRUE },
    { GDK_KEY_Page_Up, 0, "previous", TRUE },
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "next", FALSE },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "previous", FALSE },
    { GDK_KEY_F5, 0, "lecture", FALSE },
    { GDK_KEY_F6, 0, "notes", FALSE },
    { GDK_KEY_r, GDK_CONTROL_MASK, "reset", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key && (!keys[i].in_lecture || self->lecture) &&
        (state & gtk_accelerator_get_default_mod_mask ()) == keys[i].modifiers)
      {
        g_action_group_activate_action (G_ACTION_GROUP (self->actions), keys[i].action, NULL);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

/* --- Parts --- */

static GtkWidget *
make_chooser (ClLessonWindow *self)
{
  guint n;

  cl_lessons (&n);
  self->titles = gtk_string_list_new (NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = name_lesson (self, i);

      gtk_string_list_append (self->titles, name);
    }
  self->chooser = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (self->titles), NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Lesson"), -1);
  g_signal_connect (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self);
  return GTK_WIDGET (self->chooser);
}

static GtkWidget *
make_header (ClLessonWindow *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *lecture = gtk_toggle_button_new_with_label (_ ("Lecture"));
  GtkWidget *notes = gtk_button_new_with_label (_ ("Notes"));

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), make_chooser (self));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (lecture), "lesson.lecture");
  gtk_widget_set_tooltip_text (
    lecture,
    _ ("Large type, one slide at a time with Page Up and Page Down (F5)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (notes), "lesson.notes");
  gtk_widget_set_tooltip_text (notes,
                               _ ("Speaker notes and the plan, in a window of their own (F6)"));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), notes);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), lecture);
  return bar;
}

static GtkWidget *
make_banner (void)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (
    _ ("Scratch ledger: what you do here is thrown away, and your games are not touched"));
  GtkWidget *reset = gtk_button_new_with_label (_ ("Start the lesson again"));

  gtk_widget_add_css_class (row, "cl-scratch");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (reset), "lesson.reset");
  gtk_widget_set_tooltip_text (reset, _ ("A new scratch ledger (Ctrl+R)"));
  gtk_widget_add_css_class (reset, "cl-act");
  gtk_box_append (GTK_BOX (row), reset);
  return row;
}

static void
add_actions (ClLessonWindow *self)
{
  const GActionEntry entries[] = {
    { "reset", reset_cb },
    { "next", next_cb },
    { "previous", previous_cb },
    { "notes", notes_cb },
    { "lecture", NULL, NULL, "false", lecture_cb },
  };
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "lesson", G_ACTION_GROUP (self->actions));
  /* Before the text scrolls. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* --- GObject --- */

static void
cl_lesson_window_dispose (GObject *object)
{
  ClLessonWindow *self = CL_LESSON_WINDOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->paned != NULL && self->run != NULL)
    clear_stage (self);
  end_run (self);
  g_clear_weak_pointer (&self->notes);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cl_lesson_window_parent_class)->dispose (object);
}

static void
cl_lesson_window_class_init (ClLessonWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cl_lesson_window_dispose;
}

static void
cl_lesson_window_init (ClLessonWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->settings = cl_settings_new ();
  gtk_window_set_title (GTK_WINDOW (self), _ ("Lessons"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1360, 860);
  add_actions (self);
  gtk_box_append (GTK_BOX (box), make_header (self));
  gtk_box_append (GTK_BOX (box), make_banner ());
  self->paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  self->panel = CL_LESSON_PANEL (cl_lesson_panel_new ());
  g_signal_connect (self->panel, "next", G_CALLBACK (next_wanted_cb), self);
  g_signal_connect (self->panel, "done", G_CALLBACK (remember_done_cb), self);
  gtk_paned_set_start_child (GTK_PANED (self->paned), GTK_WIDGET (self->panel));
  gtk_paned_set_resize_start_child (GTK_PANED (self->paned), FALSE);
  gtk_paned_set_position (GTK_PANED (self->paned), PANEL_WIDTH);
  gtk_widget_set_vexpand (self->paned, TRUE);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, self->paned);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toasts));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), box);
  self->timer = g_timeout_add (LOOK_MS, look_cb, self);
}

GtkWidget *
cl_lesson_window_new (GtkApplication *application)
{
  ClLessonWindow *self = g_object_new (CL_TYPE_LESSON_WINDOW, "application", application, NULL);
  guint n, first = 0;
  const ClLesson *const *lessons = cl_lessons (&n);

  while (first + 1 < n && is_done (self, lessons[first]->id))
    first++;
  start_lesson (self, first);
  return GTK_WIDGET (self);
}
