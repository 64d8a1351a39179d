/* cl-evaluation-bar.c: one border between light and dark that glides, and a number below it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cl-chance-area.h"
#include "cl-gtk-compat.h"

#define GLIDE_MS   250
#define THICKNESS  14
#define MIN_LENGTH 60

struct _ClEvaluationBar
{
  GtkWidget parent_instance;

  GtkWidget *number;
  guint chance; /* CL_CHANCE_NONE: not known */
  gboolean flipped;
  int length;
  double shown; /* between 0 and CL_CHANCE_MAX, on its way to chance */
  AdwAnimation *glide;
};

G_DEFINE_FINAL_TYPE (ClEvaluationBar, cl_evaluation_bar, GTK_TYPE_WIDGET)

static void
glide_cb (double value, gpointer data)
{
  ClEvaluationBar *self = data;

  self->shown = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
number_height (ClEvaluationBar *self)
{
  int height = 0;

  gtk_widget_measure (self->number, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);

  return height;
}

static void
cl_evaluation_bar_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  ClEvaluationBar *self = CL_EVALUATION_BAR (widget);
  int width = 0;

  gtk_widget_measure (self->number, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MAX (THICKNESS, width);
  else
    *minimum = *natural = MIN_LENGTH + number_height (self);
  *minimum_baseline = *natural_baseline = -1;
}

static int
bar_length (ClEvaluationBar *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  return self->length > 0 ? MIN (self->length, height) : MAX (0, height - number_height (self));
}

static void
cl_evaluation_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClEvaluationBar *self = CL_EVALUATION_BAR (widget);
  int above = self->length > 0 ? MIN (self->length, height) : height - number_height (self);
  int natural = number_height (self);

  gtk_widget_size_allocate (self->number, &(GtkAllocation){ 0, above, width, natural }, -1);
}

static void
draw_ground (ClEvaluationBar *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  float above = (float) (self->flipped ? self->shown : CL_CHANCE_MAX - self->shown) *
                bounds->size.height / CL_CHANCE_MAX;
  GdkRGBA dark;
  GdkRGBA light;

  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_chance_dark", &dark);
  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_chance_light", &light);
  above = roundf (above);
  gtk_snapshot_append_color (snapshot, self->flipped ? &dark : &light, bounds);
  gtk_snapshot_append_color (snapshot,
                             self->flipped ? &light : &dark,
                             &GRAPHENE_RECT_INIT (bounds->origin.x,
                                                  bounds->origin.y,
                                                  bounds->size.width,
                                                  above));
}

static void
cl_evaluation_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClEvaluationBar *self = CL_EVALUATION_BAR (widget);
  const float widths[4] = { 1, 1, 1, 1 };
  graphene_rect_t bounds;
  GskRoundedRect outline;
  GdkRGBA line;

  graphene_rect_init (&bounds,
                      floorf ((float) (gtk_widget_get_width (widget) - THICKNESS) / 2),
                      0,
                      THICKNESS,
                      (float) bar_length (self));
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 4);
  cl_gtk_lookup_color (widget, "cl_chance_line", &line);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  if (self->chance != CL_CHANCE_NONE)
    draw_ground (self, snapshot, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot,
                              &outline,
                              widths,
                              (const GdkRGBA[4]){ line, line, line, line });
  gtk_widget_snapshot_child (widget, self->number, snapshot);
}

static void
cl_evaluation_bar_dispose (GObject *object)
{
  ClEvaluationBar *self = CL_EVALUATION_BAR (object);

  if (self->glide != NULL)
    adw_animation_reset (self->glide);
  g_clear_object (&self->glide);
  g_clear_pointer (&self->number, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_evaluation_bar_parent_class)->dispose (object);
}

static void
cl_evaluation_bar_class_init (ClEvaluationBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_evaluation_bar_dispose;
  widget_class->measure = cl_evaluation_bar_measure;
  widget_class->size_allocate = cl_evaluation_bar_size_allocate;
  widget_class->snapshot = cl_evaluation_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "evaluationbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
update_accessible (ClEvaluationBar *self, const char *description)
{
  double percent = self->chance == CL_CHANCE_NONE ? 50 : self->chance / 100.0;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  percent,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  description != NULL ? description : _ ("Not known"), -1);
}

static void
cl_evaluation_bar_init (ClEvaluationBar *self)
{
  self->number = gtk_label_new (NULL);
  gtk_widget_set_parent (self->number, GTK_WIDGET (self));
  self->chance = CL_CHANCE_NONE;
  self->shown = CL_CHANCE_MAX / 2.0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("White’s winning chances"),
                                     GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                     0.0,
                                     GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                     100.0,
                                     -1);
  update_accessible (self, NULL);
}

GtkWidget *
cl_evaluation_bar_new (void)
{
  return g_object_new (CL_TYPE_EVALUATION_BAR, NULL);
}

static void
start_glide (ClEvaluationBar *self, double to)
{
  if (self->glide == NULL)
    self->glide =
      adw_timed_animation_new (GTK_WIDGET (self),
                               self->shown,
                               to,
                               GLIDE_MS,
                               adw_callback_animation_target_new (glide_cb, self, NULL));
  adw_animation_pause (self->glide);
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->glide), self->shown);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->glide), to);
  adw_animation_reset (self->glide);
  adw_animation_play (self->glide);
}

void
cl_evaluation_bar_set_value (ClEvaluationBar *self,
                             guint chance,
                             const char *number,
                             const char *description)
{
  gboolean was_known;

  g_return_if_fail (CL_IS_EVALUATION_BAR (self));
  g_return_if_fail (chance <= CL_CHANCE_MAX || chance == CL_CHANCE_NONE);

  was_known = self->chance != CL_CHANCE_NONE;
  gtk_label_set_text (GTK_LABEL (self->number), number != NULL ? number : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), description);
  if (chance != self->chance)
    {
      self->chance = chance;
      if (chance != CL_CHANCE_NONE && was_known && gtk_widget_get_mapped (GTK_WIDGET (self)))
        start_glide (self, chance);
      else if (chance != CL_CHANCE_NONE)
        self->shown = chance;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  update_accessible (self, description);
}

void
cl_evaluation_bar_set_flipped (ClEvaluationBar *self, gboolean flipped)
{
  g_return_if_fail (CL_IS_EVALUATION_BAR (self));

  if (self->flipped == !!flipped)
    return;
  self->flipped = !!flipped;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_evaluation_bar_set_length (ClEvaluationBar *self, int length)
{
  g_return_if_fail (CL_IS_EVALUATION_BAR (self));

  if (self->length == length)
    return;
  self->length = length;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
