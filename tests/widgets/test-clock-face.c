/* test-clock-face.c: what a clock shows, and that it counts by itself and falls once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-clock-face.h"
#include "cl-player-strip.h"
#include "widget-test.h"

static void
test_text (void)
{
  static const struct
  {
    gint64 ms;
    const char *text;
  } cases[] = {
    { 0, "0:00.0" },          { -5000, "0:00.0" },        { 99, "0:00.0" },
    { 100, "0:00.1" },        { 9999, "0:09.9" },         { 19999, "0:19.9" },
    { 20000, "0:00:20" },     { 59999, "0:00:59" },       { 60000, "0:01:00" },
    { 2472000, "0:41:12" },   { 2472999, "0:41:12" },     { 3600000, "1:00:00" },
    { 35999999, "9:59:59" },  { 360000000, "100:00:00" }, { G_MAXINT64, "2562047788015:12:55" },
    { G_MININT64, "0:00.0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[CL_CLOCK_TEXT_SIZE];

      cl_clock_face_format (cases[i].ms, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static const char *
shown (GtkWidget *face)
{
  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (face)));
}

/* With a sign and without one the digits stand in the middle. */
static void
test_centered (void)
{
  GtkWidget *face = cl_clock_face_new ();
  GtkWidget *window = widget_test_show (face, 260, 60);

  for (guint running = 0; running < 2; running++)
    {
      GtkWidget *digits = gtk_widget_get_last_child (face);
      graphene_rect_t inner;

      cl_clock_face_set (CL_CLOCK_FACE (face), 2472500, g_get_real_time (), running, FALSE);
      gtk_test_widget_wait_for_draw (face);
      g_assert_true (gtk_widget_compute_bounds (digits, window, &inner));
      g_assert_cmpfloat_with_epsilon (inner.origin.x + inner.size.width / 2,
                                      gtk_widget_get_width (window) / 2.0,
                                      1.01);
    }
  widget_test_close (window, face);
}

static void
fell_cb (ClClockFace *face, guint *n)
{
  ++*n;
}

/* Byo-yomi shows main time alone, then period by period; the sand of an hourglass rises. */
static void
test_manners (void)
{
  GtkWidget *face = cl_clock_face_new ();
  GtkWidget *window = widget_test_show (face, 200, 60);
  gint64 now = g_get_real_time ();

  cl_clock_face_set_manner (CL_CLOCK_FACE (face), 150000, 30000, FALSE);
  cl_clock_face_set (CL_CLOCK_FACE (face), 750000, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:10:00");
  cl_clock_face_set (CL_CLOCK_FACE (face), 150000, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:00:30 ×5");
  cl_clock_face_set (CL_CLOCK_FACE (face), 130000, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:10.0 ×5");
  cl_clock_face_set (CL_CLOCK_FACE (face), 29000, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:00:29 ×1");
  cl_clock_face_set (CL_CLOCK_FACE (face), 0, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:00.0");

  cl_clock_face_set_manner (CL_CLOCK_FACE (face), 1800000, 0, FALSE);
  cl_clock_face_set (CL_CLOCK_FACE (face), 1860000, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:01:00");
  cl_clock_face_set (CL_CLOCK_FACE (face), 1800000, now, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:30:00");

  cl_clock_face_set_manner (CL_CLOCK_FACE (face), 0, 0, TRUE);
  cl_clock_face_set (CL_CLOCK_FACE (face), 60500, now - 10 * G_USEC_PER_SEC, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:01:10");
  cl_clock_face_set_manner (CL_CLOCK_FACE (face), 0, 0, FALSE);
  cl_clock_face_set (CL_CLOCK_FACE (face), 60500, now - 10 * G_USEC_PER_SEC, FALSE, FALSE);
  g_assert_cmpstr (shown (face), ==, "0:01:00");

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_states (void)
{
  GtkWidget *face = cl_clock_face_new ();
  GtkWidget *window = widget_test_show (face, 200, 60);
  gint64 now = g_get_real_time ();

  g_assert_false (cl_clock_face_has_clock (CL_CLOCK_FACE (face)));
  g_assert_false (gtk_widget_get_visible (face));

  cl_clock_face_set (CL_CLOCK_FACE (face), 2472500, now, FALSE, FALSE);
  g_assert_true (gtk_widget_get_visible (face));
  g_assert_cmpstr (shown (face), ==, "0:41:12");
  g_assert_false (gtk_widget_has_css_class (face, "running"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (face), GTK_ACCESSIBLE_ROLE_TIMER);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (face),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "White’s clock: 0 h 41 min 0 s, stopped");

  cl_clock_face_set_side (CL_CLOCK_FACE (face), FALSE);
  cl_clock_face_set (CL_CLOCK_FACE (face), 2472500, now - 10 * G_USEC_PER_SEC, TRUE, FALSE);
  g_assert_true (gtk_widget_has_css_class (face, "running"));
  g_assert_cmpstr (shown (face), !=, "0:41:12");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (face),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Black’s clock: 0 h 41 min 0 s, running");

  cl_clock_face_set (CL_CLOCK_FACE (face), 19999, now - 10 * G_USEC_PER_SEC, TRUE, TRUE);
  g_assert_cmpstr (shown (face), ==, "0:19.9"); /* paused: it does not run */
  g_assert_true (gtk_widget_has_css_class (face, "paused"));
  g_assert_true (gtk_widget_has_css_class (face, "low"));

  cl_clock_face_set (CL_CLOCK_FACE (face), 2472500, now, FALSE, FALSE);
  cl_clock_face_set_past (CL_CLOCK_FACE (face), TRUE);
  g_assert_true (gtk_widget_has_css_class (face, "past"));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (face))), ==, "then");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (face),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Black’s clock: 0 h 41 min 0 s, at that moment");
  cl_clock_face_set_past (CL_CLOCK_FACE (face), FALSE);
  g_assert_false (gtk_widget_has_css_class (face, "past"));

  cl_clock_face_set (CL_CLOCK_FACE (face), G_MININT64, 0, FALSE, FALSE);
  g_assert_false (gtk_widget_get_visible (face));
  widget_test_close (window, face);
}

static void
test_runs_out (void)
{
  GtkWidget *face = cl_clock_face_new ();
  GtkWidget *window = widget_test_show (face, 200, 60);
  guint n_fell = 0;

  g_signal_connect (face, "fell", G_CALLBACK (fell_cb), &n_fell);
  cl_clock_face_set (CL_CLOCK_FACE (face), 450, g_get_real_time (), TRUE, FALSE);
  g_assert_cmpuint (n_fell, ==, 0);
  gtk_test_widget_wait_for_draw (face);
  widget_test_wait (g_strcmp0 (shown (face), "0:00.2") <= 0);
  widget_test_wait (n_fell > 0);
  g_assert_cmpstr (shown (face), ==, "0:00.0");
  cl_clock_face_set_side (CL_CLOCK_FACE (face), FALSE);
  g_assert_cmpuint (n_fell, ==, 1);
  widget_test_close (window, face);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* The face may change its label only as often as a digit changes. */
static void
test_wakes_seldom (void)
{
  GtkWidget *face = cl_clock_face_new ();
  GtkWidget *window = widget_test_show (face, 200, 60);
  gint64 start = g_get_monotonic_time ();
  guint n = 0;

  cl_clock_face_set (CL_CLOCK_FACE (face), 100500, g_get_real_time (), TRUE, FALSE);
  gtk_test_widget_wait_for_draw (face);
  g_signal_connect_swapped (gtk_widget_get_last_child (face),
                            "notify::label",
                            G_CALLBACK (count_cb),
                            &n);
  widget_test_wait (g_strcmp0 (shown (face), "0:01:39") <= 0);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <=, 2 + (guint) ((g_get_monotonic_time () - start) / G_USEC_PER_SEC));
  widget_test_close (window, face);
}

static gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
      g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;

  return FALSE;
}

static void
test_strip (void)
{
  static const guint8 counts[5] = { 2, 0, 1, 0, 0 };
  GtkWidget *strip = cl_player_strip_new (FALSE);
  GtkWidget *window = widget_test_show (strip, 600, 60);
  ClClockFace *clock = cl_player_strip_get_clock (CL_PLAYER_STRIP (strip));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (strip),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Black, Black");
  cl_player_strip_set_player (CL_PLAYER_STRIP (strip), "Müller, Jörg", "2100");
  cl_player_strip_set_to_move (CL_PLAYER_STRIP (strip), TRUE);
  cl_player_strip_set_captured (CL_PLAYER_STRIP (strip), counts, 1);
  cl_player_strip_add_action (CL_PLAYER_STRIP (strip), gtk_button_new_with_label ("Resign"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (strip),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Müller, Jörg, Black, to move");
  cl_clock_face_set (clock, 60000, g_get_real_time (), FALSE, FALSE);
  g_assert_true (shows_text (strip, "▸ to move")); /* words, until the clock says it */
  cl_player_strip_set_compact (CL_PLAYER_STRIP (strip), TRUE);
  g_assert_true (shows_text (strip, "▸"));
  cl_player_strip_set_compact (CL_PLAYER_STRIP (strip), FALSE);
  cl_clock_face_set (clock, 60000, g_get_real_time (), TRUE, FALSE);
  g_assert_true (cl_clock_face_is_running (clock));
  g_assert_false (shows_text (strip, "▸ to move"));
  gtk_test_widget_wait_for_draw (strip);
  cl_player_strip_set_side (CL_PLAYER_STRIP (strip), TRUE);
  g_assert_true (cl_player_strip_get_side (CL_PLAYER_STRIP (strip)));
  widget_test_close (window, strip);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/clock-face/text", test_text);
  g_test_add_func ("/widgets/clock-face/states", test_states);
  g_test_add_func ("/widgets/clock-face/manners", test_manners);
  g_test_add_func ("/widgets/clock-face/centered", test_centered);
  g_test_add_func ("/widgets/clock-face/runs-out", test_runs_out);
  g_test_add_func ("/widgets/clock-face/wakes-seldom", test_wakes_seldom);
  g_test_add_func ("/widgets/player-strip", test_strip);

  return g_test_run ();
}
