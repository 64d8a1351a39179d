/* cl-lesson-panel.c: the text of one lesson: what is told, the question, the task, and what came of it
 *
 * A learner sees all that was reached, one section below the other; a class sees one slide at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lesson-panel.h"

#include <glib/gi18n.h>

typedef enum
{
  SECTION_TEXT,
  SECTION_QUESTION,
  SECTION_ANSWER,
  SECTION_TASK,
  SECTION_AFTERWARDS,
  N_SECTIONS
} Section;

struct _ClLessonPanel
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkLabel *title, *text, *question, *answer, *task, *said, *afterwards;
  GtkWidget *sections[N_SECTIONS];
  GtkWidget *choices[CL_LESSON_MAX_CHOICES], *choice_box, *predict;
  GtkWidget *tools[CL_LESSON_MAX_TOOLS], *busy;

  ClLessonRun *run;
  Section reached, slide;
  gboolean lecture, told_done;
};

enum
{
  SIGNAL_NEXT,
  SIGNAL_DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLessonPanel, cl_lesson_panel, GTK_TYPE_WIDGET)

/* --- What is seen --- */

static gboolean
is_shown (ClLessonPanel *self, Section section)
{
  if (!self->lecture)
    return section <= self->reached;
  /* An answer without its question would hang in the air. */
  return section == self->slide || (section == SECTION_QUESTION && self->slide == SECTION_ANSWER);
}

static void
show_sections (ClLessonPanel *self)
{
  for (guint i = 0; i < N_SECTIONS; i++)
    gtk_widget_set_visible (self->sections[i], is_shown (self, i));
  gtk_widget_set_visible (self->predict, !self->lecture);
}

static guint
find_choice (ClLessonPanel *self)
{
  for (guint i = 0; i < CL_LESSON_MAX_CHOICES; i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->choices[i])))
      return i;
  return CL_LESSON_MAX_CHOICES;
}

static void
show_answer (ClLessonPanel *self, guint choice)
{
  const ClLesson *lesson = cl_lesson_run_get_lesson (self->run);
  gboolean right = choice == lesson->right;

  gtk_label_set_text (self->answer, _ (lesson->choices[choice].why));
  gtk_widget_remove_css_class (GTK_WIDGET (self->answer), right ? "cl-wrong" : "cl-right");
  gtk_widget_add_css_class (GTK_WIDGET (self->answer), right ? "cl-right" : "cl-wrong");
}

static void
show_said (ClLessonPanel *self)
{
  ClLessonVerdict verdict = cl_lesson_run_get_verdict (self->run);
  const char *said = cl_lesson_run_get_said (self->run);
  g_autofree char *done = g_strjoin (" ", _ ("✓ Done: the ledger shows it."), said, NULL);

  gtk_label_set_text (self->said,
                      verdict == CL_LESSON_DONE
                      ? _ ("✓ Done: the ledger shows it.")
                    : said != NULL
                      ? said
                      : _ ("Waiting for you. What you do is seen in the ledger by itself."));
  gtk_widget_remove_css_class (GTK_WIDGET (self->said),
                               verdict == CL_LESSON_DONE ? "cl-wrong" : "cl-right");
  if (verdict == CL_LESSON_OPEN)
    gtk_widget_remove_css_class (GTK_WIDGET (self->said), "cl-wrong");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->said),
                              verdict == CL_LESSON_DONE ? "cl-right" : "cl-wrong");
}

static void
changed_cb (ClLessonRun *run, ClLessonPanel *self)
{
  gboolean done = cl_lesson_run_get_verdict (run) == CL_LESSON_DONE;

  show_said (self);
  for (guint i = 0; i < CL_LESSON_MAX_TOOLS; i++)
    gtk_widget_set_sensitive (self->tools[i], !cl_lesson_run_is_busy (run));
  gtk_spinner_set_spinning (GTK_SPINNER (self->busy), cl_lesson_run_is_busy (run));
  if (done && !self->told_done)
    {
      self->told_done = TRUE;
      self->reached = SECTION_AFTERWARDS;
      show_sections (self);
      g_signal_emit (self, signals[SIGNAL_DONE], 0);
    }
}

static void
chosen_cb (GtkCheckButton *button, ClLessonPanel *self)
{
  gtk_widget_set_sensitive (self->predict, find_choice (self) < CL_LESSON_MAX_CHOICES);
}

static void
predict_cb (GtkButton *button, ClLessonPanel *self)
{
  guint choice = find_choice (self);

  if (choice == CL_LESSON_MAX_CHOICES)
    return;
  show_answer (self, choice);
  self->reached = MAX (self->reached, SECTION_TASK);
  show_sections (self);
}

static void
tool_cb (GtkButton *button, ClLessonPanel *self)
{
  for (guint i = 0; i < CL_LESSON_MAX_TOOLS; i++)
    if (self->tools[i] == GTK_WIDGET (button))
      cl_lesson_run_use (self->run, i);
}

static void
check_cb (GtkButton *button, ClLessonPanel *self)
{
  cl_lesson_run_check (self->run);
}

static void
next_cb (GtkButton *button, ClLessonPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_NEXT], 0);
}

/* --- Parts --- */

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback callback, ClLessonPanel *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect (button, "clicked", callback, self);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
add_section (ClLessonPanel *self, GtkWidget *box, Section section, const char *heading)
{
  self->sections[section] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (box), self->sections[section]);
  if (heading != NULL)
    gtk_label_set_text (add_label (self->sections[section], "cl-lesson-heading"), heading);
  return self->sections[section];
}

static void
add_choices (ClLessonPanel *self, GtkWidget *section)
{
  self->choice_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (section), self->choice_box);
  for (guint i = 0; i < CL_LESSON_MAX_CHOICES; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      self->choices[i] = gtk_check_button_new ();
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_set_parent (label, self->choices[i]);
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (self->choices[i]),
                                    GTK_CHECK_BUTTON (self->choices[0]));
      g_signal_connect (self->choices[i], "toggled", G_CALLBACK (chosen_cb), self);
      gtk_box_append (GTK_BOX (self->choice_box), self->choices[i]);
    }
  self->predict = add_button (section, _ ("That is my prediction"), G_CALLBACK (predict_cb), self);
  gtk_widget_add_css_class (self->predict, "suggested-action");
}

static void
add_task (ClLessonPanel *self, GtkWidget *section)
{
  self->task = add_label (section, NULL);
  for (guint i = 0; i < CL_LESSON_MAX_TOOLS; i++)
    self->tools[i] = add_button (section, "", G_CALLBACK (tool_cb), self);
  self->busy = gtk_spinner_new ();
  gtk_widget_set_halign (self->busy, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (section), self->busy);
  self->said = add_label (section, "cl-lesson-said");
  add_button (section, _ ("Check"), G_CALLBACK (check_cb), self);
}

static void
add_parts (ClLessonPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16), *section;

  gtk_widget_add_css_class (box, "cl-lesson-panel");
  self->title = add_label (box, "cl-lesson-title");
  self->text = add_label (add_section (self, box, SECTION_TEXT, NULL), NULL);
  section = add_section (self, box, SECTION_QUESTION, _ ("What do you expect?"));
  self->question = add_label (section, NULL);
  add_choices (self, section);
  self->answer = add_label (add_section (self, box, SECTION_ANSWER, NULL), "cl-lesson-said");
  add_task (self, add_section (self, box, SECTION_TASK, _ ("Now do it")));
  section = add_section (self, box, SECTION_AFTERWARDS, _ ("What you have seen"));
  self->afterwards = add_label (section, NULL);
  gtk_widget_add_css_class (add_button (section, _ ("Next lesson"), G_CALLBACK (next_cb), self),
                                        "suggested-action");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), box);
}

/* --- GObject --- */

static void
cl_lesson_panel_dispose (GObject *object)
{
  ClLessonPanel *self = CL_LESSON_PANEL (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (cl_lesson_panel_parent_class)->dispose (object);
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
cl_lesson_panel_class_init (ClLessonPanelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cl_lesson_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "lessonpanel");
  signals[SIGNAL_NEXT] = add_signal ("next", G_OBJECT_CLASS (class));
  signals[SIGNAL_DONE] = add_signal ("done", G_OBJECT_CLASS (class));
}

static void
cl_lesson_panel_init (ClLessonPanel *self)
{
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  add_parts (self);
}

GtkWidget *
cl_lesson_panel_new (void)
{
  return g_object_new (CL_TYPE_LESSON_PANEL, NULL);
}

/* --- The lesson --- */

static void
show_choices (ClLessonPanel *self, const ClLesson *lesson)
{
  for (guint i = 0; i < CL_LESSON_MAX_CHOICES; i++)
    {
      const char *text = lesson->choices[i].text;
      GtkWidget *label = gtk_widget_get_last_child (self->choices[i]);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->choices[i]), FALSE);
      gtk_widget_set_visible (self->choices[i], text != NULL);
      gtk_label_set_text (GTK_LABEL (label), text != NULL ? _ (text) : "");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->choices[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      text != NULL
                                      ? _ (text) : "", -1);
    }
  gtk_widget_set_sensitive (self->predict, FALSE);
}

static void
show_tools (ClLessonPanel *self, const ClLesson *lesson)
{
  gboolean any = FALSE;

  for (guint i = 0; i < CL_LESSON_MAX_TOOLS; i++)
    {
      const char *label = lesson->tools[i].label;

      any = any || label != NULL;
      gtk_widget_set_visible (self->tools[i], label != NULL);
      gtk_button_set_label (GTK_BUTTON (self->tools[i]), label != NULL ? _ (label) : "");
    }
  gtk_widget_set_visible (self->busy, any);
}

void
cl_lesson_panel_set_run (ClLessonPanel *self, ClLessonRun *run)
{
  const ClLesson *lesson = cl_lesson_run_get_lesson (run);

  g_return_if_fail (CL_IS_LESSON_PANEL (self));

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);
  g_signal_connect_object (run, "changed", G_CALLBACK (changed_cb), self, 0);
  self->told_done = FALSE;
  self->reached = SECTION_QUESTION;
  self->slide = SECTION_TEXT;
  gtk_label_set_text (self->title, _ (lesson->title));
  gtk_label_set_text (self->text, _ (lesson->text));
  gtk_label_set_text (self->question, _ (lesson->question));
  gtk_label_set_text (self->task, _ (lesson->task));
  gtk_label_set_text (self->afterwards, _ (lesson->afterwards));
  show_choices (self, lesson);
  show_tools (self, lesson);
  show_sections (self);
  changed_cb (run, self);
}

gboolean
cl_lesson_panel_has_task (ClLessonPanel *self)
{
  g_return_val_if_fail (CL_IS_LESSON_PANEL (self), FALSE);

  return self->run != NULL && (self->lecture || self->reached >= SECTION_TASK);
}

/* --- Lectures --- */

static void
show_slide (ClLessonPanel *self)
{
  if (self->lecture && self->slide == SECTION_ANSWER)
    show_answer (self, cl_lesson_run_get_lesson (self->run)->right);
  show_sections (self);
}

void
cl_lesson_panel_set_lecture (ClLessonPanel *self, gboolean lecture)
{
  g_return_if_fail (CL_IS_LESSON_PANEL (self));

  self->lecture = lecture;
  self->slide = SECTION_TEXT;
  if (self->run != NULL)
    show_slide (self);
}

gboolean
cl_lesson_panel_turn (ClLessonPanel *self, int step)
{
  int slide;

  g_return_val_if_fail (CL_IS_LESSON_PANEL (self), FALSE);

  slide = (int) self->slide + step;
  if (slide < 0 || slide >= N_SECTIONS)
    return FALSE;
  self->slide = (Section) slide;
  show_slide (self);
  return TRUE;
}

void
cl_lesson_panel_go_to_end (ClLessonPanel *self)
{
  g_return_if_fail (CL_IS_LESSON_PANEL (self));

  self->slide = SECTION_AFTERWARDS;
  show_slide (self);
}
