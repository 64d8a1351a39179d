/* cl-evaluation-graph.c: the area is drawn once for each size, style and game; line and pointer over it each time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-graph.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"

#define MIN_HEIGHT     48
#define NATURAL_HEIGHT 130
#define PHASE_HEIGHT   16
#define TEXT_PADDING   5

typedef struct
{
  guint ply;
  char *name;
} Phase;

struct _ClEvaluationGraph
{
  GtkWidget parent_instance;

  ClChancePoint *points;
  guint n_points;
  GArray *phases; /* of Phase */
  guint current;
  gboolean hovering;
  guint hovered;
  char *hover_text;
  double press_x;
  ClGraphTextFunc text_func;
  gpointer text_data;
  GDestroyNotify text_destroy;
  GskRenderNode *area;
};

enum
{
  TRAVELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClEvaluationGraph, cl_evaluation_graph, GTK_TYPE_WIDGET)

static void
clear_phase (gpointer data)
{
  g_free (((Phase *) data)->name);
}

static void
get_bounds (ClEvaluationGraph *self, graphene_rect_t *bounds)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->phases->len > 0)
    height -= PHASE_HEIGHT;
  graphene_rect_init (bounds,
                      0,
                      0,
                      (float) gtk_widget_get_width (GTK_WIDGET (self)),
                      (float) MAX (0, height));
}

static guint
last_ply (ClEvaluationGraph *self)
{
  return self->n_points > 0 ? self->n_points - 1 : 0;
}

double
cl_evaluation_graph_ply_to_x (ClEvaluationGraph *self, guint ply)
{
  g_return_val_if_fail (CL_IS_EVALUATION_GRAPH (self), 0);

  return (double) gtk_widget_get_width (GTK_WIDGET (self)) * ply / MAX (1, last_ply (self));
}

guint
cl_evaluation_graph_x_to_ply (ClEvaluationGraph *self, double x)
{
  double share;

  g_return_val_if_fail (CL_IS_EVALUATION_GRAPH (self), 0);

  share = x / MAX (1, gtk_widget_get_width (GTK_WIDGET (self)));

  return (guint) (CLAMP (share, 0, 1) * last_ply (self) + 0.5);
}

static double
place_cb (guint i, gpointer data)
{
  return cl_evaluation_graph_ply_to_x (data, i);
}

/* --- Drawing ----------------------------------------------------------------------------------------------------- */

static PangoLayout *
create_layout (ClEvaluationGraph *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_size_new_absolute (11 * PANGO_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

static void
append_layout (GtkSnapshot *snapshot, PangoLayout *layout, const GdkRGBA *color, float x, float y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (roundf (x), roundf (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* Names stand below, each at its beginning, or before it at the end of the game, unless another reaches there. */
static void
draw_phases (ClEvaluationGraph *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  float edge = -G_MAXFLOAT;
  GdkRGBA text;
  GdkRGBA line;

  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_timeline_text", &text);
  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_chance_even", &line);
  for (guint i = 0; i < self->phases->len; i++)
    {
      const Phase *phase = &g_array_index (self->phases, Phase, i);
      g_autoptr (PangoLayout) layout = create_layout (self, phase->name);
      float x = (float) cl_evaluation_graph_ply_to_x (self, phase->ply);
      int width;

      if (phase->ply > 0)
        gtk_snapshot_append_color (snapshot,
                                   &line,
                                   &GRAPHENE_RECT_INIT (floorf (x),
                                                        0,
                                                        1,
                                                        bounds->size.height + PHASE_HEIGHT));
      pango_layout_get_pixel_size (layout, &width, NULL);
      if (x + 4 + (float) width > bounds->size.width)
        x -= (float) width + 8;
      x += phase->ply > 0 ? 4 : 0;
      if (x < edge)
        continue;
      append_layout (snapshot, layout, &text, x, bounds->size.height + 2);
      edge = x + (float) width + 8;
    }
}

static GskRenderNode *
build_area (ClEvaluationGraph *self, const graphene_rect_t *bounds)
{
  ClChanceCurve curve = { self->points, self->n_points, place_cb, self };
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRoundedRect outline;
  GdkRGBA ground;

  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_chance_unknown", &ground);
  gsk_rounded_rect_init_from_rect (&outline, bounds, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, bounds);
  cl_chance_area_draw (GTK_WIDGET (self), snapshot, bounds, &curve);
  gtk_snapshot_pop (snapshot);
  draw_phases (self, snapshot, bounds);
  cl_chance_area_draw_dots (GTK_WIDGET (self), snapshot, bounds, &curve);

  return gtk_snapshot_free_to_node (snapshot);
}

static void
draw_line (ClEvaluationGraph *self,
           GtkSnapshot *snapshot,
           const graphene_rect_t *bounds,
           guint ply,
           const char *color_name,
           float width)
{
  float x = (float) cl_evaluation_graph_ply_to_x (self, ply);
  GdkRGBA color;

  x = CLAMP (x, width / 2, bounds->size.width - width / 2);
  cl_gtk_lookup_color (GTK_WIDGET (self), color_name, &color);
  gtk_snapshot_append_color (snapshot,
                             &color,
                             &GRAPHENE_RECT_INIT (x - width / 2, 0, width, bounds->size.height));
  if (ply < self->n_points && self->points[ply].chance <= CL_CHANCE_MAX)
    cl_chance_area_draw_disc (snapshot,
                              &color,
                              x,
                              bounds->size.height *
                                (float) (1 - (double) self->points[ply].chance / CL_CHANCE_MAX),
                              width + 2);
}

/* In a box of its own, since the ground is dark in one place and light in another. */
static void
draw_hover (ClEvaluationGraph *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  g_autoptr (PangoLayout) layout = NULL;
  float x = (float) cl_evaluation_graph_ply_to_x (self, self->hovered);
  GskRoundedRect box;
  GdkRGBA ground;
  GdkRGBA text;
  int width;
  int height;

  draw_line (self, snapshot, bounds, self->hovered, "cl_chance_hover", 1);
  if (self->hover_text == NULL)
    return;
  layout = create_layout (self, self->hover_text);
  pango_layout_get_pixel_size (layout, &width, &height);
  width += 2 * TEXT_PADDING;
  x = x + 8 + (float) width > bounds->size.width ? x - 8 - (float) width : x + 8;
  x = MAX (0, x);
  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_chance_box", &ground);
  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_chance_box_text", &text);
  gsk_rounded_rect_init_from_rect (&box,
                                   &GRAPHENE_RECT_INIT (roundf (x),
                                                        4,
                                                        (float) width,
                                                        (float) height + 6),
                                   5);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, &ground, &box.bounds);
  gtk_snapshot_pop (snapshot);
  append_layout (snapshot, layout, &text, x + TEXT_PADDING, 7);
}

static void
cl_evaluation_graph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (widget);
  graphene_rect_t bounds;

  get_bounds (self, &bounds);
  if (bounds.size.width < 1 || bounds.size.height < 1)
    return;
  if (self->area == NULL)
    self->area = build_area (self, &bounds);
  if (self->area != NULL)
    gtk_snapshot_append_node (snapshot, self->area);
  if (self->n_points > 0)
    draw_line (self, snapshot, &bounds, self->current, "cl_timeline_cursor", 2);
  if (self->hovering)
    draw_hover (self, snapshot, &bounds);
}

static void
drop_area (ClEvaluationGraph *self)
{
  g_clear_pointer (&self->area, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
cl_evaluation_graph_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  drop_area (CL_EVALUATION_GRAPH (widget));
}

static void
cl_evaluation_graph_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cl_evaluation_graph_parent_class)->css_changed (widget, change);
  drop_area (CL_EVALUATION_GRAPH (widget));
}

static void
cl_evaluation_graph_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 100 : MIN_HEIGHT + PHASE_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 300 : NATURAL_HEIGHT + PHASE_HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

/* --- Hands ------------------------------------------------------------------------------------------------------- */

static char *
dup_text (ClEvaluationGraph *self, guint ply)
{
  return self->text_func != NULL ? self->text_func (ply, self->text_data) : NULL;
}

static void
travel (ClEvaluationGraph *self, guint ply)
{
  if (self->n_points > 0 && ply <= last_ply (self) && ply != self->current)
    g_signal_emit (self, signals[TRAVELLED], 0, ply);
}

static void
hover (ClEvaluationGraph *self, double x)
{
  guint ply = cl_evaluation_graph_x_to_ply (self, x);

  if (self->n_points == 0 || (self->hovering && self->hovered == ply))
    return;
  self->hovering = TRUE;
  self->hovered = ply;
  g_free (self->hover_text);
  self->hover_text = dup_text (self, ply);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (ClEvaluationGraph *self, double x, double y)
{
  hover (self, x);
}

static void
leave_cb (ClEvaluationGraph *self)
{
  self->hovering = FALSE;
  g_clear_pointer (&self->hover_text, g_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (ClEvaluationGraph *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->press_x = x;
  travel (self, cl_evaluation_graph_x_to_ply (self, x));
}

static void
drag_update_cb (ClEvaluationGraph *self, double offset_x, double offset_y)
{
  travel (self, cl_evaluation_graph_x_to_ply (self, self->press_x + offset_x));
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (widget);
  int steps;

  g_variant_get_child (args, 0, "i", &steps);
  if (steps < 0 && self->current == 0)
    return TRUE;
  travel (self, self->current + (guint) steps);

  return TRUE;
}

static gboolean
end_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (widget);
  gboolean last;

  g_variant_get_child (args, 0, "b", &last);
  travel (self, last ? last_ply (self) : 0);

  return TRUE;
}

static gboolean
find_dot_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (widget);
  int direction;

  g_variant_get_child (args, 0, "i", &direction);
  for (gint64 ply = (gint64) self->current + direction; ply >= 0 && ply < self->n_points;
       ply += direction)
    if (self->points[ply].dot != CL_DOT_NONE)
      {
        travel (self, (guint) ply);
        break;
      }

  return TRUE;
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keyval;
    GtkShortcutFunc func;
    const char *format;
    int value;
  } keys[] = {
    { GDK_KEY_Left, step_cb, "(i)", -1 },        { GDK_KEY_Right, step_cb, "(i)", 1 },
    { GDK_KEY_KP_Left, step_cb, "(i)", -1 },     { GDK_KEY_KP_Right, step_cb, "(i)", 1 },
    { GDK_KEY_Home, end_cb, "(b)", FALSE },      { GDK_KEY_End, end_cb, "(b)", TRUE },
    { GDK_KEY_Page_Up, find_dot_cb, "(i)", -1 }, { GDK_KEY_Page_Down, find_dot_cb, "(i)", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class,
                                  keys[i].keyval,
                                  0,
                                  keys[i].func,
                                  keys[i].format,
                                  keys[i].value);
}

static void
init_input (ClEvaluationGraph *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

/* --- The object -------------------------------------------------------------------------------------------------- */

static void
cl_evaluation_graph_dispose (GObject *object)
{
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (object);

  if (self->text_destroy != NULL)
    self->text_destroy (self->text_data);
  self->text_destroy = NULL;
  self->text_func = NULL;
  self->text_data = NULL;
  g_clear_pointer (&self->area, gsk_render_node_unref);

  G_OBJECT_CLASS (cl_evaluation_graph_parent_class)->dispose (object);
}

static void
cl_evaluation_graph_finalize (GObject *object)
{
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (object);

  g_free (self->points);
  g_free (self->hover_text);
  g_array_unref (self->phases);

  G_OBJECT_CLASS (cl_evaluation_graph_parent_class)->finalize (object);
}

static void
cl_evaluation_graph_class_init (ClEvaluationGraphClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_evaluation_graph_dispose;
  object_class->finalize = cl_evaluation_graph_finalize;
  widget_class->measure = cl_evaluation_graph_measure;
  widget_class->size_allocate = cl_evaluation_graph_size_allocate;
  widget_class->snapshot = cl_evaluation_graph_snapshot;
  widget_class->css_changed = cl_evaluation_graph_css_changed;
  signals[TRAVELLED] = g_signal_new ("travelled",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_UINT);
  install_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "evaluationgraph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
update_accessible (ClEvaluationGraph *self)
{
  g_autofree char *text = dup_text (self, self->current);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) last_ply (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) self->current,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text != NULL ? text : "",
                                  -1);
}

static void
cl_evaluation_graph_init (ClEvaluationGraph *self)
{
  self->phases = g_array_new (FALSE, TRUE, sizeof (Phase));
  g_array_set_clear_func (self->phases, clear_phase);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Winning chances over the game"), -1);
  update_accessible (self);
  init_input (self);
}

GtkWidget *
cl_evaluation_graph_new (void)
{
  return g_object_new (CL_TYPE_EVALUATION_GRAPH, NULL);
}

void
cl_evaluation_graph_set_points (ClEvaluationGraph *self,
                                const ClChancePoint *points,
                                guint n_points)
{
  g_return_if_fail (CL_IS_EVALUATION_GRAPH (self));
  g_return_if_fail (points != NULL || n_points == 0);

  g_free (self->points);
  self->points = g_memdup2 (points, n_points * sizeof *points);
  self->n_points = n_points;
  self->current = MIN (self->current, last_ply (self));
  leave_cb (self);
  update_accessible (self);
  drop_area (self);
}

void
cl_evaluation_graph_set_phases (ClEvaluationGraph *self, const ClGraphPhase *phases, guint n_phases)
{
  g_return_if_fail (CL_IS_EVALUATION_GRAPH (self));
  g_return_if_fail (phases != NULL || n_phases == 0);

  g_array_set_size (self->phases, 0);
  for (guint i = 0; i < n_phases; i++)
    {
      Phase phase = { phases[i].ply, g_strdup (phases[i].name) };

      g_array_append_val (self->phases, phase);
    }
  drop_area (self);
}

void
cl_evaluation_graph_set_current (ClEvaluationGraph *self, guint ply)
{
  g_return_if_fail (CL_IS_EVALUATION_GRAPH (self));

  self->current = MIN (ply, last_ply (self));
  update_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
cl_evaluation_graph_get_current (ClEvaluationGraph *self)
{
  g_return_val_if_fail (CL_IS_EVALUATION_GRAPH (self), 0);

  return self->current;
}

void
cl_evaluation_graph_set_text_func (ClEvaluationGraph *self,
                                   ClGraphTextFunc func,
                                   gpointer data,
                                   GDestroyNotify destroy)
{
  g_return_if_fail (CL_IS_EVALUATION_GRAPH (self));

  if (self->text_destroy != NULL)
    self->text_destroy (self->text_data);
  self->text_func = func;
  self->text_data = data;
  self->text_destroy = destroy;
  update_accessible (self);
}
