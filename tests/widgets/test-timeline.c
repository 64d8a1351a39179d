/* test-timeline.c: moments and pixels map both ways, hands move the cursor, and drawing stays cheap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-private.h"
#include "widget-test.h"

#define WIDTH 1000
#define ENDS  30 /* where the first and the last moment are: inside the track */

static ClTimeline *
show_timeline (GtkWidget **window)
{
  GtkWidget *timeline = cl_timeline_new ();

  *window = widget_test_show (timeline, WIDTH, 72);
  g_assert_cmpint (gtk_widget_get_width (timeline), ==, WIDTH);

  return CL_TIMELINE (timeline);
}

static void
set_plain_marks (ClTimeline *timeline, guint n)
{
  g_autofree ClMark *marks = g_new0 (ClMark, n);

  for (guint i = 0; i < n; i++)
    marks[i] = (ClMark){ i + 1, G_MININT64, i % 7 == 6 ? CL_MARK_CAPTURE : CL_MARK_MOVE };
  cl_timeline_set_marks (timeline, marks, n, 0, n);
}

static void
test_mapping (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);

  set_plain_marks (timeline, 48);
  g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, 0), ENDS, 0.01);
  g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, 24), WIDTH / 2.0, 0.01);
  g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, 48), WIDTH - ENDS, 0.01);
  for (guint64 moment = 0; moment <= 48; moment++)
    {
      double x = cl_timeline_moment_to_x (timeline, moment);

      g_assert_cmpuint (cl_timeline_x_to_moment (timeline, x), ==, moment);
      g_assert_cmpuint (cl_timeline_x_to_moment (timeline, x + 9), ==, moment);
      g_assert_cmpuint (cl_timeline_x_to_moment (timeline, x - 9), ==, moment);
    }
  g_assert_cmpuint (cl_timeline_x_to_moment (timeline, -1e9), ==, 0);
  g_assert_cmpuint (cl_timeline_x_to_moment (timeline, 1e9), ==, 48);
  widget_test_close (window, GTK_WIDGET (timeline));
}

static void
test_by_time (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);
  ClMark marks[40];
  gint64 time_us = 0;
  double before = 0;

  /* Some steps without a time, one set back: the axis still never runs backwards. */
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      time_us += g_test_rand_int_range (1, 300) * G_USEC_PER_SEC;
      marks[i] = (ClMark){ i + 1, i == 7 ? G_MININT64 : i == 20 ? 0 : time_us, CL_MARK_MOVE };
    }
  cl_timeline_set_marks (timeline, marks, G_N_ELEMENTS (marks), 0, G_N_ELEMENTS (marks));
  cl_timeline_set_by_time (timeline, TRUE);

  g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, 40), WIDTH - ENDS, 0.01);
  for (guint64 moment = 0; moment <= 40; moment++)
    {
      double x = cl_timeline_moment_to_x (timeline, moment);
      guint64 back = cl_timeline_x_to_moment (timeline, x);

      g_assert_cmpfloat (x, >=, before);
      g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, back), x, 0.01);
      before = x;
    }

  /* Without times the axis stays one of moments. */
  set_plain_marks (timeline, 10);
  g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, 5), WIDTH / 2.0, 0.01);
  widget_test_close (window, GTK_WIDGET (timeline));
}

static void
test_zoom (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);
  double x;

  set_plain_marks (timeline, 1000);
  x = cl_timeline_moment_to_x (timeline, 250);
  cl_timeline_zoom (timeline, 4, (x - ENDS) / (WIDTH - 2 * ENDS));
  g_assert_cmpfloat_with_epsilon (cl_timeline_moment_to_x (timeline, 250), x, 0.5);
  g_assert_cmpfloat (timeline->view_to - timeline->view_from, <=, 250.01);

  cl_timeline_zoom (timeline, 1e12, 0.5); /* not narrower than a few moments */
  g_assert_cmpfloat (timeline->view_to - timeline->view_from, >=, 3.99);
  cl_timeline_set_cursor (timeline, 900); /* comes into view */
  g_assert_cmpfloat (timeline->view_from, <=, 900);
  g_assert_cmpfloat (timeline->view_to, >=, 900);
  cl_timeline_zoom (timeline, 1e-12, 0.3); /* not wider than all */
  g_assert_cmpfloat_with_epsilon (timeline->view_from, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (timeline->view_to, 1000, 1e-9);

  /* A game that grows stays whole in view, unless it is zoomed into. */
  set_plain_marks (timeline, 1001);
  g_assert_cmpfloat_with_epsilon (timeline->view_to, 1001, 1e-9);
  cl_timeline_zoom (timeline, 2, 0);
  set_plain_marks (timeline, 1002);
  g_assert_cmpfloat_with_epsilon (timeline->view_to, 500.5, 1e-9);
  cl_timeline_zoom_all (timeline);
  g_assert_cmpfloat_with_epsilon (timeline->view_to, 1002, 1e-9);
  widget_test_close (window, GTK_WIDGET (timeline));
}

static void
scrubbed_cb (ClTimeline *timeline, guint64 moment, guint64 *last)
{
  *last = moment;
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_scrub (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);
  GtkEventController *drag;
  guint64 last = 1234;
  guint n_notified = 0;
  double x;

  set_plain_marks (timeline, 48);
  drag = widget_test_controller (GTK_WIDGET (timeline), GTK_TYPE_GESTURE_DRAG, 0);
  g_signal_connect (timeline, "scrubbed", G_CALLBACK (scrubbed_cb), &last);
  g_signal_connect_swapped (timeline, "notify::cursor", G_CALLBACK (count_cb), &n_notified);

  x = cl_timeline_moment_to_x (timeline, 10);
  g_signal_emit_by_name (drag, "drag-begin", x, 30.0);
  g_assert_cmpuint (last, ==, 10);
  g_signal_emit_by_name (drag, "drag-update", cl_timeline_moment_to_x (timeline, 30) - x, 0.0);
  g_assert_cmpuint (last, ==, 30);
  g_signal_emit_by_name (drag, "drag-update", 5000.0, 0.0);
  g_assert_cmpuint (last, ==, 48);
  g_signal_emit_by_name (drag, "drag-end", 5000.0, 0.0);
  g_assert_cmpuint (n_notified, ==, 3);

  last = 1234;
  cl_timeline_set_cursor (timeline, 7); /* the program's own changes are not scrubbing */
  cl_timeline_set_cursor (timeline, 7);
  g_assert_cmpuint (last, ==, 1234);
  g_assert_cmpuint (n_notified, ==, 4);
  widget_test_close (window, GTK_WIDGET (timeline));
}

static gboolean
press_binding (ClTimeline *timeline, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (timeline));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
              gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval &&
              gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                                 0,
                                                 GTK_WIDGET (timeline),
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }

  return FALSE;
}

static char *
label_cb (guint64 moment, gpointer data)
{
  return g_strdup_printf ("move %d", (int) (moment / 2));
}

static void
test_keys (void)
{
  static const struct
  {
    guint keyval;
    guint64 cursor;
  } cases[] = {
    { GDK_KEY_Right, 1 }, { GDK_KEY_Right, 2 },   { GDK_KEY_Left, 1 },
    { GDK_KEY_Left, 0 },  { GDK_KEY_Left, 0 },    { GDK_KEY_Page_Down, 10 },
    { GDK_KEY_End, 48 },  { GDK_KEY_Right, 48 },  { GDK_KEY_Page_Up, 38 },
    { GDK_KEY_Home, 0 },  { GDK_KEY_Page_Up, 0 },
  };
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);

  set_plain_marks (timeline, 48);
  cl_timeline_set_labels (timeline, 2, 0, label_cb, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (press_binding (timeline, cases[i].keyval));
      g_assert_cmpuint (cl_timeline_get_cursor (timeline), ==, cases[i].cursor);
    }

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_ROLE_SLIDER);
  cl_timeline_set_cursor (timeline, 44);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       44.0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                       48.0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "move 22");
  cl_timeline_set_value_text (timeline, "22. Nd5, 13:58");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline),
                                       GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "22. Nd5, 13:58");
  widget_test_close (window, GTK_WIDGET (timeline));
}

typedef struct
{
  guint n;
  guint64 from;
  guint64 to;
  guint columns;
} Range;

static void
range_cb (ClTimeline *timeline, guint64 from, guint64 to, guint columns, Range *range)
{
  *range = (Range){ range->n + 1, from, to, columns };
}

static void
test_lanes (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);
  g_autoptr (GPtrArray) lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_lane_free);
  Range range = { 0 };

  for (guint i = 0; i < 3; i++)
    {
      ClLane *lane = cl_lane_new ("tables", 890);

      for (guint bucket = 0; bucket < 890; bucket += 3)
        {
          lane->counts[bucket] = 1 + bucket % 5;
          lane->kinds[bucket] = (guint8) bucket; /* some are no kinds at all */
        }
      g_ptr_array_add (lanes, lane);
    }
  g_signal_connect (timeline, "range-changed", G_CALLBACK (range_cb), &range);
  cl_timeline_set_extent (timeline, 1, 2000000);
  cl_timeline_set_lanes (timeline, lanes, 0, 2000000);
  widget_test_wait (range.n > 0);
  g_assert_cmpuint (range.from, ==, 1);
  g_assert_cmpuint (range.to, ==, 2000000);
  g_assert_cmpuint (range.columns, ==, WIDTH - 90 - 16 - ENDS);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (timeline));

  range.n = 0;
  for (guint i = 0; i < 10; i++) /* ten turns of the wheel in one frame ask once */
    cl_timeline_zoom (timeline, 1.25, 0.5);
  widget_test_wait (range.n > 0);
  g_assert_cmpuint (range.n, ==, 1);
  g_assert_cmpuint (range.to - range.from, <, 220000);
  widget_test_close (window, GTK_WIDGET (timeline));
}

static guint
count_nodes (GskRenderNode *node)
{
  guint n = 1;

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
      n += count_nodes (gsk_container_node_get_child (node, i));

  return n;
}

/* However many marks there are, a pixel column gets one; and moving the cursor rebuilds nothing. */
static void
test_reduced (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);
  GskRenderNode *node;

  set_plain_marks (timeline, 300000);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (timeline));
  node = timeline->marks_node;
  g_assert_nonnull (node);
  g_assert_cmpuint (count_nodes (node), <=, WIDTH + 1);
  g_assert_cmpuint (count_nodes (node), >=, WIDTH - 80);

  /* Not after another frame: a window that is new may still become the active one, and its style with it. */
  cl_timeline_set_cursor (timeline, 150000);
  g_assert_true (timeline->marks_node == node);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (timeline));
  widget_test_close (window, GTK_WIDGET (timeline));
}

static void
hovered_cb (ClTimeline *timeline, guint64 moment, double x, guint64 *last)
{
  *last = moment;
}

static void
test_hover (void)
{
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);
  GtkWidget *preview = g_object_ref_sink (gtk_label_new ("24. Rxd4"));
  GtkEventController *motion;
  guint64 hovered = 0;

  set_plain_marks (timeline, 48);
  motion = widget_test_controller (GTK_WIDGET (timeline), GTK_TYPE_EVENT_CONTROLLER_MOTION, 0);
  g_signal_connect (timeline, "hovered", G_CALLBACK (hovered_cb), &hovered);
  g_signal_emit_by_name (motion, "motion", cl_timeline_moment_to_x (timeline, 12), 30.0);
  g_assert_cmpuint (hovered, ==, 12);
  cl_timeline_set_preview (timeline, preview);
  widget_test_wait (gtk_widget_get_mapped (preview));
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpuint (hovered, ==, G_MAXUINT64);
  widget_test_wait (!gtk_widget_get_mapped (preview));
  cl_timeline_set_preview (timeline, preview); /* too late: the pointer left */
  g_assert_false (gtk_widget_get_mapped (preview));
  widget_test_close (window, GTK_WIDGET (timeline));
  g_assert_finalize_object (preview);
}

/* Numbers that make no sense must not break anything. */
static void
test_odd_values (void)
{
  static const struct
  {
    guint64 first;
    guint64 last;
  } extents[] = { { 0, 0 }, { 5, 5 }, { 9, 3 }, { 0, G_MAXUINT64 }, { G_MAXUINT64, G_MAXUINT64 } };
  const ClMark odd[] = { { 3, 5, (ClMarkKind) 99 },
                         { 1, G_MAXINT64, CL_MARK_MOVE },
                         { 3, -5, CL_MARK_END } };
  GtkWidget *window;
  ClTimeline *timeline = show_timeline (&window);

  for (guint i = 0; i < G_N_ELEMENTS (extents); i++)
    for (guint by_time = 0; by_time < 2; by_time++)
      {
        cl_timeline_set_by_time (timeline, by_time);
        cl_timeline_set_marks (timeline,
                               odd,
                               G_N_ELEMENTS (odd),
                               extents[i].first,
                               extents[i].last);
        cl_timeline_set_cursor (timeline, 4);
        gtk_test_widget_wait_for_draw (GTK_WIDGET (timeline));
        g_assert_cmpuint (cl_timeline_get_cursor (timeline), >=, extents[i].first);
        g_assert_true (isfinite (cl_timeline_moment_to_x (timeline, 4)));
      }
  widget_test_close (window, GTK_WIDGET (timeline));
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/timeline/mapping", test_mapping);
  g_test_add_func ("/widgets/timeline/by-time", test_by_time);
  g_test_add_func ("/widgets/timeline/zoom", test_zoom);
  g_test_add_func ("/widgets/timeline/scrub", test_scrub);
  g_test_add_func ("/widgets/timeline/keys", test_keys);
  g_test_add_func ("/widgets/timeline/lanes", test_lanes);
  g_test_add_func ("/widgets/timeline/reduced", test_reduced);
  g_test_add_func ("/widgets/timeline/hover", test_hover);
  g_test_add_func ("/widgets/timeline/odd-values", test_odd_values);

  return g_test_run ();
}
