/* test-evaluation.c: bar, graphs and curve show the chances that they were given, travel where pointed at, and say so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-evaluation-bar.h"
#include "cl-evaluation-graph.h"
#include "cl-time-graph.h"
#include "cl-timeline.h"
#include "widget-test.h"

#define WIDTH  401
#define HEIGHT 120

/* Even, then White wins from the third half-move on, with one point that nobody knows; a blunder at 3. */
static const ClChancePoint points[] = {
  { 5000, CL_DOT_NONE }, { 5000, CL_DOT_NONE },           { 5000, CL_DOT_NONE },
  { 9000, CL_DOT_NONE }, { CL_CHANCE_NONE, CL_DOT_NONE }, { 9000, CL_DOT_NONE },
  { 9000, CL_DOT_NONE }, { 2000, CL_DOT_BLUNDER },        { 2000, CL_DOT_NONE },
};

typedef struct
{
  int width;
  guchar *data;
} Picture;

static void
draw (GtkWidget *widget, Picture *picture)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  gtk_test_widget_wait_for_draw (widget);
  paintable = gtk_widget_paintable_new (widget);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  picture->width = width;
  picture->data = g_malloc ((gsize) width * 4 * height);
  gdk_texture_download (texture, picture->data, (gsize) width * 4);
}

/* Whether the pixel is nearer to White's colour than to Black's. */
static gboolean
is_light (const Picture *picture, int x, int y)
{
  const guchar *pixel = picture->data + ((gsize) y * picture->width + x) * 4;

  return pixel[0] + pixel[1] + pixel[2] > 3 * 150;
}

static void
test_bar (void)
{
  GtkWidget *bar = cl_evaluation_bar_new ();
  GtkWidget *window = widget_test_show (bar, 40, 221);
  Picture picture;

  cl_evaluation_bar_set_length (CL_EVALUATION_BAR (bar), 200);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_ROLE_METER);
  for (guint flipped = 0; flipped < 2; flipped++)
    for (guint chance = 0; chance <= 10000; chance += 2500)
      {
        cl_evaluation_bar_set_flipped (CL_EVALUATION_BAR (bar), (gboolean) flipped);
        cl_evaluation_bar_set_value (CL_EVALUATION_BAR (bar),
                                     chance,
                                     "+1.5",
                                     "White, three quarters");
        draw (bar, &picture);
        for (int y = 10; y < 190; y += 5)
          {
            gboolean white_below = y > 200 * (10000 - (int) chance) / 10000;
            gboolean white_above = y < 200 * (int) chance / 10000;

            if (ABS (y - 200 * (10000 - (int) chance) / 10000) > 1 &&
                ABS (y - 200 * (int) chance / 10000) > 1)
              g_assert_cmpint (is_light (&picture, 20, y), ==, flipped ? white_above : white_below);
          }
        g_free (picture.data);
      }
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bar),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "White, three quarters");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bar),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       100.0);
  cl_evaluation_bar_set_value (CL_EVALUATION_BAR (bar), CL_CHANCE_NONE, NULL, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bar),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "Not known");
  widget_test_close (window, bar);
}

static char *
tell_ply (guint ply, gpointer data)
{
  return g_strdup_printf ("half-move %u", ply);
}

static GtkWidget *
show_graph (GtkWidget **window)
{
  GtkWidget *graph = cl_evaluation_graph_new ();

  *window = widget_test_show (graph, WIDTH, HEIGHT);
  cl_evaluation_graph_set_text_func (CL_EVALUATION_GRAPH (graph), tell_ply, NULL, NULL);
  cl_evaluation_graph_set_points (CL_EVALUATION_GRAPH (graph), points, G_N_ELEMENTS (points));

  return graph;
}

static void
test_graph_area (void)
{
  GtkWidget *window;
  GtkWidget *graph = show_graph (&window);
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (graph);
  Picture picture;

  draw (graph, &picture);
  for (guint ply = 0; ply + 1 < G_N_ELEMENTS (points); ply++)
    {
      guint next = points[ply + 1].chance;
      double middle =
        (cl_evaluation_graph_ply_to_x (self, ply) + cl_evaluation_graph_ply_to_x (self, ply + 1)) /
        2;
      guint mean = (points[ply].chance + next) / 2;

      if (points[ply].chance == CL_CHANCE_NONE || next == CL_CHANCE_NONE)
        continue;
      for (guint percent = 5; percent < 100; percent += 5)
        /* Not where the border is smoothed, nor on the line of even chances. */
        if (ABS ((int) mean / 100 - (int) percent) > 3 && percent != 50)
          g_assert_cmpint (is_light (&picture,
                                     (int) middle,
                                     (int) (HEIGHT * (100 - percent) / 100.0)),
                           ==,
                           percent * 100 < mean);
    }
  g_free (picture.data);
  widget_test_close (window, graph);
}

static void
travelled_cb (ClEvaluationGraph *graph, guint ply, gpointer data)
{
  *(guint *) data = ply;
  cl_evaluation_graph_set_current (graph, ply);
}

static void
press (GtkWidget *graph, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (graph);

  /* A binding of the class: activated as the shortcut controller would. */
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
              gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                          0,
                                          graph,
                                          gtk_shortcut_get_arguments (shortcut));
        }
    }
}

static void
test_graph_travel (void)
{
  GtkWidget *window;
  GtkWidget *graph = show_graph (&window);
  ClEvaluationGraph *self = CL_EVALUATION_GRAPH (graph);
  GtkEventController *drag = widget_test_controller (graph, GTK_TYPE_GESTURE_DRAG, 0);
  guint went = 99;

  g_signal_connect (graph, "travelled", G_CALLBACK (travelled_cb), &went);
  for (guint ply = 0; ply < G_N_ELEMENTS (points); ply++)
    g_assert_cmpuint (cl_evaluation_graph_x_to_ply (self,
                                                    cl_evaluation_graph_ply_to_x (self, ply) + 3),
                      ==,
                      ply);
  g_signal_emit_by_name (drag, "drag-begin", cl_evaluation_graph_ply_to_x (self, 4), 10.0);
  g_assert_cmpuint (went, ==, 4);
  g_signal_emit_by_name (drag, "drag-update", 2.0 * WIDTH, 0.0);
  g_assert_cmpuint (went, ==, 8);

  press (graph, GDK_KEY_Left);
  g_assert_cmpuint (went, ==, 7);
  press (graph, GDK_KEY_Home);
  g_assert_cmpuint (went, ==, 0);
  press (graph, GDK_KEY_Left);
  g_assert_cmpuint (went, ==, 0);
  press (graph, GDK_KEY_Page_Down);
  g_assert_cmpuint (went, ==, 7);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (graph),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "half-move 7");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (graph),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                       8.0);
  widget_test_close (window, graph);
}

static void
test_graph_empty (void)
{
  GtkWidget *window;
  GtkWidget *graph = show_graph (&window);
  ClGraphPhase phases[] = { { 0, "Opening" }, { 5, "Endgame" } };
  GtkEventController *drag = widget_test_controller (graph, GTK_TYPE_GESTURE_DRAG, 0);
  guint went = 99;
  Picture picture;

  cl_evaluation_graph_set_phases (CL_EVALUATION_GRAPH (graph), phases, G_N_ELEMENTS (phases));
  draw (graph, &picture);
  g_free (picture.data);
  cl_evaluation_graph_set_points (CL_EVALUATION_GRAPH (graph), NULL, 0);
  g_signal_connect (graph, "travelled", G_CALLBACK (travelled_cb), &went);
  g_signal_emit_by_name (drag, "drag-begin", 200.0, 10.0);
  g_assert_cmpuint (went, ==, 99);
  draw (graph, &picture);
  g_free (picture.data);
  cl_evaluation_graph_set_points (CL_EVALUATION_GRAPH (graph), points, 1);
  draw (graph, &picture);
  g_free (picture.data);
  widget_test_close (window, graph);
}

static void
time_travelled_cb (ClTimeGraph *graph, guint ply, gpointer data)
{
  *(guint *) data = ply;
}

static void
test_time_graph (void)
{
  static const ClTimeBar bars[] = {
    { 1, TRUE, 1000 }, { 2, FALSE, 90000 }, { 3, TRUE, -1 }, { 4, FALSE, 0 }, { 5, TRUE, 4000 },
  };
  GtkWidget *graph = cl_time_graph_new ();
  GtkWidget *window = widget_test_show (graph, 300, 80);
  GtkEventController *click = widget_test_controller (graph, GTK_TYPE_GESTURE_CLICK, 0);
  guint went = 0;

  cl_time_graph_set_bars (CL_TIME_GRAPH (graph), bars, G_N_ELEMENTS (bars), "longest: 1…");
  g_signal_connect (graph, "travelled", G_CALLBACK (time_travelled_cb), &went);
  g_signal_emit_by_name (click, "pressed", 1, 150.0, 10.0);
  g_assert_cmpuint (went, ==, 3);
  g_signal_emit_by_name (click, "pressed", 1, 150.0, 70.0);
  g_assert_cmpuint (went, ==, 4);
  g_signal_emit_by_name (click, "pressed", 1, 290.0, 70.0);
  g_assert_cmpuint (went, ==, 5);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (graph),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "longest: 1…");
  widget_test_close (window, graph);
}

static void
test_timeline_curve (void)
{
  GtkWidget *timeline = cl_timeline_new ();
  GtkWidget *window = widget_test_show (timeline, WIDTH, 72);
  ClMark marks[8];
  Picture picture;
  double x;

  for (guint i = 0; i < 8; i++)
    marks[i] = (ClMark){ i + 1, G_MININT64, CL_MARK_MOVE };
  cl_timeline_set_marks (CL_TIMELINE (timeline), marks, 8, 0, 8);
  cl_timeline_set_curve (CL_TIMELINE (timeline), points, G_N_ELEMENTS (points));
  draw (timeline, &picture);
  /* The curve has 34 of the 44 pixels from y = 10 on: at 90 % light but for the top, at 20 % dark but for the bottom. */
  x = (cl_timeline_moment_to_x (CL_TIMELINE (timeline), 5) +
       cl_timeline_moment_to_x (CL_TIMELINE (timeline), 6)) /
      2;
  g_assert_true (is_light (&picture, (int) x, 10 + 8));
  g_assert_false (is_light (&picture, (int) x, 10 + 1));
  x = cl_timeline_moment_to_x (CL_TIMELINE (timeline), 8) + 8;
  g_assert_false (is_light (&picture, (int) x, 10 + 24));
  g_assert_true (is_light (&picture, (int) x, 10 + 31));
  g_free (picture.data);
  cl_timeline_set_curve (CL_TIMELINE (timeline), NULL, 0);
  draw (timeline, &picture);
  g_assert_true (is_light (&picture, (int) x, 10 + 24));
  g_free (picture.data);
  widget_test_close (window, timeline);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/evaluation/bar", test_bar);
  g_test_add_func ("/widgets/evaluation/graph/area", test_graph_area);
  g_test_add_func ("/widgets/evaluation/graph/travel", test_graph_travel);
  g_test_add_func ("/widgets/evaluation/graph/empty", test_graph_empty);
  g_test_add_func ("/widgets/evaluation/time-graph", test_time_graph);
  g_test_add_func ("/widgets/evaluation/timeline-curve", test_timeline_curve);

  return g_test_run ();
}
