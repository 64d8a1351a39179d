/* cl-lesson-notes.c: the speaker's window: notes of the lesson on the screen, the plan, and the time that went by
 *
 * A window of its own, so that it can stand on the screen that only the speaker sees.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lesson-notes.h"

#include <glib/gi18n.h>

struct _ClLessonNotes
{
  AdwWindow parent_instance;

  GtkLabel *title, *notes, *time;
  GtkWidget *plan;
  guint index, timer;
  gint64 begun;
};

G_DEFINE_FINAL_TYPE (ClLessonNotes, cl_lesson_notes, ADW_TYPE_WINDOW)

/* When a lesson should begin, in minutes from the start. */
static guint
minute_of (guint index)
{
  guint n, minute = 0;
  const ClLesson *const *lessons = cl_lessons (&n);

  for (guint i = 0; i < MIN (index, n); i++)
    minute += lessons[i]->minutes;
  return minute;
}

static gboolean
tick_cb (gpointer data)
{
  ClLessonNotes *self = data;
  gint64 seconds = (g_get_monotonic_time () - self->begun) / G_USEC_PER_SEC;
  guint begins = minute_of (self->index), ends = minute_of (self->index + 1);
  g_autofree char *text = NULL;

  if (seconds / 60 >= ends)
    /* Translators: time since the lecture began, then the minutes in which this lesson should be */
    text = g_strdup_printf (_ ("%d:%02d · this lesson: minutes %u to %u · behind the plan"),
                               (int) (seconds / 60),
                               (int) (seconds % 60),
                               begins,
                               ends);
  else
    text = g_strdup_printf (_ ("%d:%02d · this lesson: minutes %u to %u"),
                               (int) (seconds / 60),
                               (int) (seconds % 60),
                               begins,
                               ends);
  gtk_label_set_text (self->time, text);
  return G_SOURCE_CONTINUE;
}

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_plan (ClLessonNotes *self, GtkWidget *box)
{
  guint n;
  const ClLesson *const *lessons = cl_lessons (&n);
  g_autofree char *heading = g_strdup_printf (_ ("The plan: %u minutes"), minute_of (G_MAXUINT));

  gtk_label_set_text (add_label (box, "title-4"), heading);
  self->plan = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (box), self->plan);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = g_strdup_printf ("%02u–%02u  %u. %s",
                                               minute_of (i),
                                               minute_of (i + 1),
                                               i + 1,
                                               _ (lessons[i]->title));

      gtk_label_set_text (add_label (self->plan, "cl-plan"), line);
    }
}

static void
cl_lesson_notes_dispose (GObject *object)
{
  g_clear_handle_id (&CL_LESSON_NOTES (object)->timer, g_source_remove);
  G_OBJECT_CLASS (cl_lesson_notes_parent_class)->dispose (object);
}

static void
cl_lesson_notes_class_init (ClLessonNotesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cl_lesson_notes_dispose;
}

static void
cl_lesson_notes_init (ClLessonNotes *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_window_set_title (GTK_WINDOW (self), _ ("Speaker notes"));
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 640);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_add_css_class (column, "cl-lesson-notes");
  self->time = add_label (column, "cl-plan");
  self->title = add_label (column, "title-2");
  self->notes = add_label (column, "cl-lesson-note");
  add_plan (self, column);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), column);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (self), box);
  self->begun = g_get_monotonic_time ();
  self->timer = g_timeout_add_seconds (1, tick_cb, self);
}

GtkWidget *
cl_lesson_notes_new (GtkWindow *lessons)
{
  ClLessonNotes *self = g_object_new (CL_TYPE_LESSON_NOTES, "transient-for", lessons, NULL);

  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  return GTK_WIDGET (self);
}

void
cl_lesson_notes_set_lesson (ClLessonNotes *self, guint index)
{
  guint n, i = 0;
  const ClLesson *const *lessons = cl_lessons (&n);

  g_return_if_fail (CL_IS_LESSON_NOTES (self) && index < n);

  self->index = index;
  gtk_label_set_text (self->title, _ (lessons[index]->title));
  gtk_label_set_text (self->notes, _ (lessons[index]->notes));
  for (GtkWidget *line = gtk_widget_get_first_child (self->plan); line != NULL;
       line = gtk_widget_get_next_sibling (line), i++)
    if (i == index)
      gtk_widget_add_css_class (line, "now");
    else
      gtk_widget_remove_css_class (line, "now");
  tick_cb (self);
}
