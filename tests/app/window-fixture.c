/* window-fixture.c: finds what is on the window, and reaches it as a person does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-fixture.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)

/* --- Waiting ----------------------------------------------------------------------------------------------------- */

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
window_fixture_wait (WindowFixture *self,
                     const char *what,
                     WindowCondition condition,
                     gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  guint wake = g_timeout_add (10, wake_cb, NULL);

  while (!condition (self, data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("waited in vain for: %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (wake);
}

static gboolean
has_plies (WindowFixture *self, gpointer data)
{
  const ClGame *game = window_fixture_get_game (self);

  return game && cl_game_n_plies (game) == GPOINTER_TO_UINT (data);
}

void
window_fixture_wait_plies (WindowFixture *self, guint plies)
{
  g_autofree char *what = g_strdup_printf ("%u plies", plies);

  window_fixture_wait (self, what, has_plies, GUINT_TO_POINTER (plies));
}

static gboolean
is_time_over (WindowFixture *self, gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

/* Not a sleep: the main loop runs, so that allocation, focus and animations of less than this come to their end. */
static void
run_for (WindowFixture *self, guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  window_fixture_wait (self, "time", is_time_over, &end);
}

void
window_fixture_settle (WindowFixture *self)
{
  run_for (self, 350);
}

const ClGame *
window_fixture_get_game (WindowFixture *self)
{
  return cl_session_get_game (self->session);
}

/* --- Finding ----------------------------------------------------------------------------------------------------- */

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer a, gconstpointer b);

static GtkWidget *
find (GtkWidget *root, Match match, gconstpointer a, gconstpointer b)
{
  if (gtk_widget_get_mapped (root) && match (root, a, b))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, match, a, b);

      if (found)
        return found;
    }
  return NULL;
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer text, gconstpointer unused)
{
  return GTK_IS_LABEL (widget) && strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

static gboolean
has_action (GtkWidget *widget, gconstpointer action, gconstpointer text)
{
  return GTK_IS_ACTIONABLE (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0 &&
         (!text || find (widget, shows_text, text, NULL));
}

static gboolean
has_type (GtkWidget *widget, gconstpointer type, gconstpointer unused)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (type));
}

GtkWidget *
window_fixture_find_action (GtkWidget *root, const char *action, const char *text)
{
  return find (root, has_action, action, text);
}

GtkWidget *
window_fixture_find_label (GtkWidget *root, const char *text)
{
  return find (root, shows_text, text, NULL);
}

GtkWidget *
window_fixture_find_type (GtkWidget *root, GType type)
{
  return find (root, has_type, GSIZE_TO_POINTER (type), NULL);
}

/* --- Pointer and keys -------------------------------------------------------------------------------------------- */

static void
run_xdotool (WindowFixture *self, const char *command)
{
  g_autofree char *line = g_strdup_printf ("xdotool %s", command);
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_command_line_sync (line, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
focus (WindowFixture *self, GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autofree char *command =
    g_strdup_printf ("windowfocus %lu", (gulong) gdk_x11_surface_get_xid (surface));

  run_xdotool (self, command);
  run_for (self, 100);
}

/* Where a point of @widget is on the screen. */
static void
find_on_screen (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = gtk_native_get_surface (native);
  graphene_point_t at;
  double offset_x;
  double offset_y;
  g_autofree char *command = NULL;
  g_autofree char *answer = NULL;
  int left = 0;
  int top = 0;

  g_assert_true (gtk_widget_compute_point (widget,
                                           GTK_WIDGET (native),
                                           &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                           &at));
  gtk_native_get_surface_transform (native, &offset_x, &offset_y);
  command = g_strdup_printf ("xdotool getwindowgeometry --shell %lu",
                             (gulong) gdk_x11_surface_get_xid (surface));
  g_assert_true (g_spawn_command_line_sync (command, &answer, NULL, NULL, NULL));
  g_assert_nonnull (strstr (answer, "X="));
  g_assert_nonnull (strstr (answer, "Y="));
  left = atoi (strstr (answer, "X=") + 2);
  top = atoi (strstr (answer, "Y=") + 2);
  *screen_x = left + (int) (at.x + offset_x);
  *screen_y = top + (int) (at.y + offset_y);
}

static void
press (WindowFixture *self, GtkWidget *widget, double x, double y, int button)
{
  g_autofree char *move = NULL;
  g_autofree char *click = g_strdup_printf ("click %d", button);
  int screen_x;
  int screen_y;

  find_on_screen (widget, x, y, &screen_x, &screen_y);
  move = g_strdup_printf ("mousemove %d %d", screen_x, screen_y);
  run_xdotool (self, move);
  run_for (self, 60);
  run_xdotool (self, click);
  self->clicks++;
  run_for (self, 150);
}

void
window_fixture_click (WindowFixture *self, GtkWidget *widget, int button)
{
  g_assert_nonnull (widget);
  press (self,
         widget,
         gtk_widget_get_width (widget) / 2.0,
         gtk_widget_get_height (widget) / 2.0,
         button);
}

static void
find_square (WindowFixture *self, const char *square, double *x, double *y)
{
  ClBoard *board = cl_window_get_board (self->window);
  int left;
  int top;
  double edge = cl_board_get_edge (board, &left, &top) / 8.0;

  g_assert_false (cl_board_get_flipped (board));
  *x = left + (square[0] - 'a' + 0.5) * edge;
  *y = top + ('8' - square[1] + 0.5) * edge;
}

void
window_fixture_click_square (WindowFixture *self, const char *square)
{
  double x;
  double y;

  find_square (self, square, &x, &y);
  press (self, GTK_WIDGET (cl_window_get_board (self->window)), x, y, 1);
}

void
window_fixture_drag (WindowFixture *self, const char *from, const char *to)
{
  GtkWidget *board = GTK_WIDGET (cl_window_get_board (self->window));
  const char *ends[] = { from, to };
  int at[2][2];

  for (guint i = 0; i < 2; i++)
    {
      double x;
      double y;

      find_square (self, ends[i], &x, &y);
      find_on_screen (board, x, y, &at[i][0], &at[i][1]);
    }
  for (guint step = 0; step <= 4; step++)
    {
      g_autofree char *command = g_strdup_printf ("mousemove --sync %d %d %s",
                                                  at[0][0] + (at[1][0] - at[0][0]) * (int) step / 4,
                                                  at[0][1] + (at[1][1] - at[0][1]) * (int) step / 4,
                                                  step == 0 ? "mousedown 1" : "");

      run_xdotool (self, command);
      run_for (self, 40);
    }
  run_xdotool (self, "mouseup 1");
  self->clicks++;
  run_for (self, 150);
}

void
window_fixture_type (WindowFixture *self, const char *text)
{
  g_autofree char *command = g_strdup_printf ("type --delay 15 '%s'", text);

  run_xdotool (self, command);
  self->keystrokes += (guint) g_utf8_strlen (text, -1);
  run_for (self, 150);
}

void
window_fixture_key (WindowFixture *self, const char *key)
{
  g_autofree char *command = g_strdup_printf ("key %s", key);

  run_xdotool (self, command);
  self->keystrokes++;
  run_for (self, 120);
}

void
window_fixture_type_moves (WindowFixture *self, const char *moves, guint first_ply)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);

  for (guint i = 0; words[i]; i++)
    {
      window_fixture_type (self, words[i]);
      window_fixture_key (self, "Return");
      window_fixture_wait_plies (self, first_ply + i);
    }
}

/* --- Dialogs ----------------------------------------------------------------------------------------------------- */

static GtkWindow *
find_dialog (WindowFixture *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (window != GTK_WINDOW (self->window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static gboolean
has_dialog (WindowFixture *self, gpointer data)
{
  return find_dialog (self) != NULL;
}

GtkWindow *
window_fixture_wait_dialog (WindowFixture *self)
{
  GtkWindow *dialog;

  window_fixture_wait (self, "a dialog", has_dialog, NULL);
  dialog = find_dialog (self);
  window_fixture_settle (self);
  focus (self, dialog);
  return dialog;
}

/* --- The app ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  WindowFixture fixture;
  WindowScenario scenario;
  int width, height;
} Run;

static gboolean
is_ready (WindowFixture *self, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->app));

  return cl_application_get_session (self->app) && window &&
         gtk_widget_get_mapped (GTK_WIDGET (window));
}

static gboolean
play_scenario_cb (gpointer data)
{
  Run *run = data;
  WindowFixture *self = &run->fixture;

  window_fixture_wait (self, "the window", is_ready, NULL);
  self->window = CL_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (self->app)));
  self->session = g_object_ref (cl_application_get_session (self->app));
  window_fixture_settle (self);
  focus (self, GTK_WINDOW (self->window));
  run->scenario (self);
  g_object_unref (self->session);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_application_quit (G_APPLICATION (self->app));
  return G_SOURCE_REMOVE;
}

static void
activated_cb (GApplication *app, Run *run)
{
  g_idle_add (play_scenario_cb, run);
}

void
window_fixture_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        window_fixture_remove_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
window_fixture_run (WindowScenario scenario, int width, int height)
{
  Run run = { .scenario = scenario, .width = width, .height = height };
  g_autofree char *ledger = NULL;
  char *argv[] = { (char *) "chess-ledger", (char *) "--ledger", NULL, NULL };
  int status;

  run.fixture.folder = g_dir_make_tmp ("cl-window-XXXXXX", NULL);
  g_assert_nonnull (run.fixture.folder);
  ledger = g_build_filename (run.fixture.folder, "games.ledger", NULL);
  argv[2] = ledger;
  run.fixture.app = cl_application_new ();
  g_signal_connect_after (run.fixture.app, "activate", G_CALLBACK (activated_cb), &run);
  status = g_application_run (G_APPLICATION (run.fixture.app), 3, argv);
  g_assert_cmpint (status, ==, 0);
  g_object_unref (run.fixture.app);
  window_fixture_remove_folder (run.fixture.folder);
  g_free (run.fixture.folder);
}
