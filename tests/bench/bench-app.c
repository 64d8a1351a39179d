/* bench-app.c: the real window on a ledger of two million events: time to the first frame, memory, a step of the timeline
 *
 * Runs itself as child for each measurement, since a start can be measured only once a process. A scrub step is what a
 * drag does: the timeline says where the pointer is, the session folds, the window paints. Its cost is the time spent
 * in handlers until the change is known plus the frame that shows it, from before-paint to after-paint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-ledger.h"
#include "cl-application.h"
#include "cl-timeline.h"
#include "cl-window.h"

#define N_EVENTS   2000000
#define N_STEPS    400
#define N_STARTS   5
#define FRAME_WAIT 200000 /* µs: a step that paints nothing by then is over */

typedef struct
{
  ClApplication *app;
  GtkWindow *window;
  gint64 born_us; /* when the parent started this process */
  gint64 first_frame_us;
  gint64 before_us;
  gint64 frame_us; /* length of the last frame */
  guint n_frames;
  gboolean scrub;
} Bench;

static gint64
read_memory_kib (const char *key)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, key);
  return line ? g_ascii_strtoll (line + strlen (key), NULL, 10) : 0;
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *self)
{
  self->before_us = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *self)
{
  gint64 now = g_get_monotonic_time ();

  self->frame_us = now - self->before_us;
  self->n_frames++;
  if (self->first_frame_us == 0)
    self->first_frame_us = now;
}

static void
iterate_until (gint64 deadline_us)
{
  while (g_get_monotonic_time () < deadline_us)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
}

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found)
        return found;
    }
  return NULL;
}

/* Of this thread: what a step costs however busy the machine is. */
static gint64
read_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_quantiles (const char *name, double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  g_print ("%s\tmedian %.2f ms\tp99 %.2f ms\tmax %.2f ms\t%u steps\n",
           name,
           values[n / 2],
           values[n * 99 / 100],
           values[n - 1],
           n);
}

/* One step: from the pointer's move to the frame that shows it; wall time without the wait for the frame, and CPU time. */
static double
scrub_to (Bench *self, ClTimeline *timeline, guint64 moment, double *cpu_ms)
{
  gint64 started = g_get_monotonic_time (), cpu = read_cpu_us (), handled, deadline;
  guint frames = self->n_frames;

  cl_timeline_set_cursor (timeline, moment);
  g_signal_emit_by_name (timeline, "scrubbed", moment);
  handled = g_get_monotonic_time ();
  deadline = handled + FRAME_WAIT;
  while (self->n_frames == frames && g_get_monotonic_time () < deadline)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (100);
    }
  *cpu_ms = (read_cpu_us () - cpu) / 1000.0;
  return (handled - started + (self->n_frames > frames ? self->frame_us : 0)) / 1000.0;
}

static void
scrub_range (Bench *self, const char *scope, const char *name, guint64 last)
{
  GtkWidget *timeline = find_widget (GTK_WIDGET (self->window), CL_TYPE_TIMELINE);
  g_autofree double *costs = g_new (double, N_STEPS), *cpu = g_new (double, N_STEPS);

  if (!timeline || !gtk_widget_activate_action (timeline, "timeline.scope", "s", scope))
    {
      g_printerr ("bench-app: there is no timeline to scrub\n");
      return;
    }
  iterate_until (g_get_monotonic_time () + G_USEC_PER_SEC);
  for (guint i = 0; i < N_STEPS; i++)
    {
      /* There and back again, so that both directions count. */
      guint at = i < N_STEPS / 2 ? i : N_STEPS - i;

      costs[i] = scrub_to (self, CL_TIMELINE (timeline), last * at * 2 / N_STEPS, &cpu[i]);
    }
  g_print ("%s:\n", name);
  print_quantiles ("  wall", costs, N_STEPS);
  print_quantiles ("  main thread's CPU", cpu, N_STEPS);
}

static void
measure_scrub (Bench *self)
{
  ClSession *session = cl_application_get_session (self->app);
  const ClGame *game;

  cl_session_choose_game (session, "archive/load-003.pgn", 7);
  iterate_until (g_get_monotonic_time () + 2 * G_USEC_PER_SEC);
  game = cl_session_get_game (session);
  if (!game)
    {
      g_printerr ("bench-app: the game did not open\n");
      return;
    }
  scrub_range (self, "game", "scrub this game", cl_game_n_plies (game));
  scrub_range (self, "everything", "scrub everything", cl_session_get_head (session));
}

static gboolean
measure_cb (gpointer data)
{
  Bench *self = data;
  GdkSurface *surface;

  self->window = gtk_application_get_active_window (GTK_APPLICATION (self->app));
  if (!self->window || !gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    return G_SOURCE_CONTINUE;
  surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  g_signal_connect (gdk_surface_get_frame_clock (surface),
                    "before-paint",
                    G_CALLBACK (before_paint_cb),
                    self);
  g_signal_connect (gdk_surface_get_frame_clock (surface),
                    "after-paint",
                    G_CALLBACK (after_paint_cb),
                    self);
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  while (self->n_frames == 0)
    g_main_context_iteration (NULL, TRUE);
  g_print ("first frame\t%.0f ms\n", (self->first_frame_us - self->born_us) / 1000.0);
  /* Until the library is read and all is quiet. */
  for (guint i = 0;
       i < 600 &&
       (!cl_application_get_session (self->app) ||
        cl_library_is_busy (cl_session_get_library (cl_application_get_session (self->app))));
       i++)
    iterate_until (g_get_monotonic_time () + 100000);
  iterate_until (g_get_monotonic_time () + G_USEC_PER_SEC);
  g_print ("memory\t%" G_GINT64_FORMAT " MiB\tpeak %" G_GINT64_FORMAT " MiB\n",
           read_memory_kib ("VmRSS:") / 1024,
           read_memory_kib ("VmHWM:") / 1024);
  if (self->scrub)
    measure_scrub (self);
  g_application_quit (G_APPLICATION (self->app));
  return G_SOURCE_REMOVE;
}

/* bench-app --child BORN_US start|scrub LEDGER */
static int
run_child (char **argv)
{
  Bench bench = { 0 };
  char *arguments[] = { (char *) "chess-ledger", (char *) "--ledger", argv[4], NULL };
  int status;

  bench.born_us = g_ascii_strtoll (argv[2], NULL, 10);
  bench.scrub = g_str_equal (argv[3], "scrub");
  bench.app = cl_application_new ();
  g_application_set_flags (G_APPLICATION (bench.app),
                           g_application_get_flags (G_APPLICATION (bench.app)) |
                             G_APPLICATION_NON_UNIQUE);
  g_idle_add_full (G_PRIORITY_LOW, measure_cb, &bench, NULL);
  status = g_application_run (G_APPLICATION (bench.app), 3, arguments);
  g_object_unref (bench.app);
  return status;
}

static gboolean
spawn_child (const char *self, const char *what, const char *ledger)
{
  g_autofree char *born = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  const char *const argv[] = { self, "--child", born, what, ledger, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (g_spawn_sync (NULL,
                    (char **) argv,
                    NULL,
                    G_SPAWN_CHILD_INHERITS_STDIN,
                    NULL,
                    NULL,
                    NULL,
                    NULL,
                    &status,
                    &error) &&
      g_spawn_check_wait_status (status, &error))
    return TRUE;
  g_printerr ("bench-app: %s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *ledger = NULL;

  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv);

  ledger = bench_ledger_ensure (N_EVENTS, &error);
  if (!ledger)
    {
      g_printerr ("bench-app: %s\n", error->message);
      return 1;
    }
  g_print ("%s\nfirst start, caches empty:\n", ledger);
  if (!spawn_child (argv[0], "start", ledger))
    return 1;
  g_print ("starts with caches:\n");
  for (guint i = 0; i < N_STARTS; i++)
    {
      if (!spawn_child (argv[0], "start", ledger))
        return 1;
    }
  g_print ("scrubbing:\n");
  return spawn_child (argv[0], "scrub", ledger) ? 0 : 1;
}
