/* cl-clock-face.c: shows what is left on a clock, and wakes up only when a digit changes
 *
 * The face is told once what was left at which moment and counts on by itself. It rounds down, as scoresheets and %clk
 * do, so that both show the same number. The moments are wall-clock time, because the ledger's are; should the wall
 * clock be set, the face is right again with the next cl_clock_face_set.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-clock-face.h"

#include <glib/gi18n.h>
#include <string.h>

#define TENTHS_BELOW_MS 20000
#define LOW_BELOW_MS    20000

struct _ClClockFace
{
  GtkWidget parent_instance;

  GtkWidget *sign;
  GtkWidget *digits;

  gboolean white;
  gint64 remaining_ms;
  gint64 since_us;
  gboolean running;
  gboolean paused;
  gboolean past;
  gboolean fell;
  gboolean rising;
  gint64 reserve_ms;
  gint64 period_ms;
  gint64 spoken; /* what the accessible label says, in seconds */
  guint timeout_id;
};

enum
{
  PROP_RUNNING = 1,
  N_PROPS
};

enum
{
  FELL,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClClockFace, cl_clock_face, GTK_TYPE_WIDGET)

static gint64
remaining_us (ClClockFace *self)
{
  gint64 remaining = self->remaining_ms * 1000;

  if (self->running)
    remaining -= MAX (0, g_get_real_time () - self->since_us);
  else if (self->rising)
    remaining += MAX (0, g_get_real_time () - self->since_us);

  return remaining;
}

/* What is seen of @remaining: without the reserve, or of that, or of that the period that is running. */
static gint64
shown_us (ClClockFace *self, gint64 remaining, guint *periods)
{
  gint64 period = self->period_ms * 1000;
  gint64 reserve = self->reserve_ms * 1000;

  *periods = 0;
  if (remaining > reserve)
    return remaining - reserve;
  if (period == 0 || remaining <= 0)
    return remaining;
  *periods = (guint) ((remaining + period - 1) / period);
  return (remaining - 1) % period + 1;
}

static void
speak (ClClockFace *self, gint64 seconds)
{
  const char *side = self->white ? _ ("White’s clock") : _ ("Black’s clock");
  const char *state = self->running                    ? C_ ("clock", "running")
                                                       : self->past
                                          ? C_ ("clock", "at that moment")
                                                                         : self->paused
                                                ? C_ ("clock", "paused") : C_ ("clock", "stopped");
  gint64 step = seconds > 60 ? 60 : 10;
  g_autofree char *text = NULL;

  seconds -= seconds % step;
  if (seconds == self->spoken)
    return;
  self->spoken = seconds;
  /* Translators: “White’s clock: 1 h 5 min 0 s, running” */
  text = g_strdup_printf (_ ("%s: %d h %d min %d s, %s"),
                             side,
                             (int) (seconds / 3600),
                             (int) (seconds / 60 % 60),
                             (int) (seconds % 60),
                             state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
toggle_css_class (ClClockFace *self, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* The sign says in black and white what the colours say: runs, stands, was. */
static void
update_sign (ClClockFace *self)
{
  gboolean paused = self->paused && !self->past;

  /* Translators: beside the time that a clock showed at an earlier moment of the game; as short as can be. */
  gtk_label_set_label (GTK_LABEL (self->sign),
                       self->past
                       ? C_ ("clock", "then")
                             : paused ? "‖"
                                      : "▸");
  gtk_widget_set_opacity (self->sign, self->running || self->past || paused ? 1 : 0);
  toggle_css_class (self, "running", self->running);
  toggle_css_class (self, "paused", paused);
  toggle_css_class (self, "past", self->past);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void update (ClClockFace *self);

static gboolean
timeout_cb (gpointer data)
{
  ClClockFace *self = data;

  self->timeout_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* Sleeps until just after the digits shown now become wrong. */
static void
schedule (ClClockFace *self, gint64 remaining)
{
  gint64 unit = remaining < TENTHS_BELOW_MS * 1000 ? 100 * 1000 : 1000 * 1000;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (!(self->running || self->rising) || remaining <= 0 ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->timeout_id = g_timeout_add ((guint) (remaining % unit / 1000 + 1), timeout_cb, self);
}

static void
update (ClClockFace *self)
{
  gint64 remaining = remaining_us (self);
  guint periods;
  gint64 shown = shown_us (self, remaining, &periods);
  char text[CL_CLOCK_TEXT_SIZE];

  cl_clock_face_format (shown / 1000, text, sizeof text);
  if (periods > 0)
    {
      gsize length = strlen (text);

      g_snprintf (text + length, sizeof text - length, " ×%u", periods);
    }
  if (g_strcmp0 (text, gtk_label_get_label (GTK_LABEL (self->digits))) != 0)
    gtk_label_set_label (GTK_LABEL (self->digits), text);
  toggle_css_class (self, "low", remaining < (gint64) LOW_BELOW_MS * 1000);
  speak (self, MAX (0, shown) / G_USEC_PER_SEC);
  schedule (self, shown);

  if (self->running && remaining <= 0 && !self->fell)
    {
      self->fell = TRUE;
      g_signal_emit (self, signals[FELL], 0);
    }
}

static int
measure_child (GtkWidget *child, GtkOrientation orientation)
{
  int size = 0;

  gtk_widget_measure (child, orientation, -1, &size, NULL, NULL, NULL);

  return size;
}

static void
cl_clock_face_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  ClClockFace *self = CL_CLOCK_FACE (widget);
  int sign = measure_child (self->sign, orientation);
  int digits = measure_child (self->digits, orientation);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = digits + (self->past ? sign : 2 * sign);
  else
    *minimum = *natural = MAX (sign, digits);
  *minimum_baseline = *natural_baseline = -1;
}

/* The digits stand in the middle of the face, whether the sign before them is seen or not, so that they do not jump with
 * each move; only a word before them is one line with them. */
static void
cl_clock_face_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClClockFace *self = CL_CLOCK_FACE (widget);
  int sign = measure_child (self->sign, GTK_ORIENTATION_HORIZONTAL);
  int digits = measure_child (self->digits, GTK_ORIENTATION_HORIZONTAL);
  int x = (width - digits + (self->past ? sign : 0)) / 2;

  x = MAX (x, sign);
  gtk_widget_size_allocate (self->sign, &(GtkAllocation){ x - sign, 0, sign, height }, -1);
  gtk_widget_size_allocate (self->digits, &(GtkAllocation){ x, 0, digits, height }, -1);
}

static void
cl_clock_face_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cl_clock_face_parent_class)->map (widget);

  update (CL_CLOCK_FACE (widget));
}

static void
cl_clock_face_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&CL_CLOCK_FACE (widget)->timeout_id, g_source_remove);

  GTK_WIDGET_CLASS (cl_clock_face_parent_class)->unmap (widget);
}

static void
cl_clock_face_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_RUNNING)
    g_value_set_boolean (value, CL_CLOCK_FACE (object)->running);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_clock_face_dispose (GObject *object)
{
  ClClockFace *self = CL_CLOCK_FACE (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_pointer (&self->sign, gtk_widget_unparent);
  g_clear_pointer (&self->digits, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_clock_face_parent_class)->dispose (object);
}

static void
cl_clock_face_class_init (ClClockFaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_clock_face_dispose;
  object_class->get_property = cl_clock_face_get_property;
  widget_class->measure = cl_clock_face_measure;
  widget_class->size_allocate = cl_clock_face_size_allocate;
  widget_class->map = cl_clock_face_map;
  widget_class->unmap = cl_clock_face_unmap;

  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[FELL] = g_signal_new ("fell",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);

  gtk_widget_class_set_css_name (widget_class, "clockface");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TIMER);
}

static void
cl_clock_face_init (ClClockFace *self)
{
  self->remaining_ms = G_MININT64;
  self->white = TRUE;
  self->spoken = -1;

  self->sign = gtk_label_new ("▸");
  gtk_widget_add_css_class (self->sign, "sign");
  gtk_widget_set_parent (self->sign, GTK_WIDGET (self));
  self->digits = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->digits, "digits");
  gtk_widget_set_parent (self->digits, GTK_WIDGET (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
cl_clock_face_new (void)
{
  return g_object_new (CL_TYPE_CLOCK_FACE, NULL);
}

void
cl_clock_face_format (gint64 remaining_ms, char *text, gsize size)
{
  gint64 seconds;

  g_return_if_fail (text != NULL);

  remaining_ms = MAX (0, remaining_ms);
  seconds = remaining_ms / 1000;
  if (remaining_ms < TENTHS_BELOW_MS)
    g_snprintf (text, size, "0:%02d.%d", (int) seconds, (int) (remaining_ms / 100 % 10));
  else
    g_snprintf (text,
                size,
                "%" G_GINT64_FORMAT ":%02d:%02d",
                seconds / 3600,
                (int) (seconds / 60 % 60),
                (int) (seconds % 60));
}

gboolean
cl_clock_face_is_running (ClClockFace *self)
{
  g_return_val_if_fail (CL_IS_CLOCK_FACE (self), FALSE);

  return self->running;
}

gboolean
cl_clock_face_has_clock (ClClockFace *self)
{
  g_return_val_if_fail (CL_IS_CLOCK_FACE (self), FALSE);

  return self->remaining_ms != G_MININT64;
}

void
cl_clock_face_set (ClClockFace *self,
                   gint64 remaining_ms,
                   gint64 since_us,
                   gboolean running,
                   gboolean paused)
{
  gboolean was_running;

  g_return_if_fail (CL_IS_CLOCK_FACE (self));

  was_running = self->running;
  self->remaining_ms = remaining_ms;
  self->since_us = since_us;
  self->running = running && !paused && remaining_ms != G_MININT64;
  self->paused = paused;
  self->fell = FALSE;
  self->spoken = -1;

  gtk_widget_set_visible (GTK_WIDGET (self), remaining_ms != G_MININT64);
  if (self->running != was_running)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  if (remaining_ms == G_MININT64)
    {
      g_clear_handle_id (&self->timeout_id, g_source_remove);
      return;
    }

  update_sign (self);
  update (self);
}

void
cl_clock_face_set_manner (ClClockFace *self, gint64 reserve_ms, gint64 period_ms, gboolean rising)
{
  g_return_if_fail (CL_IS_CLOCK_FACE (self));
  g_return_if_fail (reserve_ms >= 0 && period_ms >= 0);

  self->reserve_ms = reserve_ms;
  self->period_ms = period_ms;
  self->rising = rising;
}

void
cl_clock_face_set_past (ClClockFace *self, gboolean past)
{
  g_return_if_fail (CL_IS_CLOCK_FACE (self));

  past = !!past;
  if (self->past == past)
    return;
  self->past = past;
  self->spoken = -1;
  update_sign (self);
  if (cl_clock_face_has_clock (self))
    update (self);
}

void
cl_clock_face_set_side (ClClockFace *self, gboolean white)
{
  g_return_if_fail (CL_IS_CLOCK_FACE (self));

  self->white = !!white;
  self->spoken = -1;
  if (cl_clock_face_has_clock (self))
    update (self);
}
