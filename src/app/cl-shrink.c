/* cl-shrink.c: lets a window become smaller than its content is now, so that the content can take its small form
 *
 * The window takes its small form when it has become small, but GTK lets it become no smaller than its wide form needs:
 * without this, 865 px. What is too wide is cut for the one frame until the small form is there. That the small form
 * fits into the window's own least size is for tests/app/test-fit.c to hold. (AdwBreakpointBin of libadwaita 1.4 works
 * alike.)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-shrink.h"

struct _ClShrink
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ClShrink, cl_shrink, GTK_TYPE_WIDGET)

static int
measure_child (GtkWidget *child, GtkOrientation orientation, int for_size, int *natural)
{
  int minimum = 0;

  gtk_widget_measure (child, orientation, for_size, &minimum, natural, NULL, NULL);
  return minimum;
}

static void
cl_shrink_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  if (child)
    measure_child (child, orientation, -1, natural);
}

static void
cl_shrink_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (!child || !gtk_widget_should_layout (child))
    return;
  width = MAX (width, measure_child (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL));
  height = MAX (height, measure_child (child, GTK_ORIENTATION_VERTICAL, width, NULL));
  gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
cl_shrink_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cl_shrink_parent_class)->dispose (object);
}

static void
cl_shrink_class_init (ClShrinkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_shrink_dispose;
  widget_class->measure = cl_shrink_measure;
  widget_class->size_allocate = cl_shrink_size_allocate;
}

static void
cl_shrink_init (ClShrink *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
