/* window-driver.c: runs a story in the real app, looks at its window, and reads its ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>

#include "cl-board-square.h"

/* Long: other tests may have the machine. A test that waits so long has failed. */
#define DEADLINE_US  (30 * G_USEC_PER_SEC)
#define HEARTBEAT_MS 200

/* What lasts as long as the program. lint: allow mutable-static: one display, one home */
static GPid window_manager;
static char *home;

/* --- Set-up ------------------------------------------------------------------------------------------------------ */

char *
driver_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("chess-ledger-app-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
driver_delete_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        driver_delete_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

/* Not G_TEST_OPTION_ISOLATE_DIRS: it hides the system's MIME types too, and with them how to read icons. */
static void
move_home (void)
{
  static const char *const variables[] = {
    "XDG_DATA_HOME",  "XDG_CACHE_HOME",  "XDG_CONFIG_HOME",
    "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "HOME",
  };

  home = driver_make_folder ();
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      g_autofree char *path = g_build_filename (home, variables[i], NULL);

      g_setenv (variables[i], path, TRUE);
    }
}

gboolean
driver_set_up (int *argc, char ***argv)
{
  const char *command[] = { "openbox", "--sm-disable", NULL };
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  setlocale (LC_ALL, "");
  move_home ();
  g_test_init (argc, argv, NULL);
  /* Warnings come from the desktop that is not there. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  if (!xdotool || !g_getenv ("DISPLAY"))
    return FALSE;
  return g_spawn_async (NULL,
                        (char **) command,
                        NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                          G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                        NULL,
                        NULL,
                        &window_manager,
                        NULL);
}

void
driver_tear_down (void)
{
  driver_delete_folder (home);
  g_clear_pointer (&home, g_free);
  if (!window_manager)
    return;
  kill (window_manager, SIGTERM);
  waitpid (window_manager, NULL, 0);
  window_manager = 0;
}

/* --- Waiting ----------------------------------------------------------------------------------------------------- */

void
driver_begin_wait (Driver *self)
{
  self->deadline = g_get_monotonic_time () + DEADLINE_US;
}

void
driver_turn (Driver *self, const char *file, int line, const char *what)
{
  if (g_get_monotonic_time () > self->deadline)
    {
      g_autofree char *screen = driver_dup_screen ();

      g_printerr ("On the screen:\n%s\n", screen);
      g_error ("%s:%d: waited in vain for: %s", file, line, what);
    }
  g_main_context_iteration (NULL, TRUE);
}

static gboolean
heartbeat_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ((Driver *) data)->drawn = TRUE;
  return G_SOURCE_REMOVE;
}

/* One frame later: motion events come with the frame, layout and paint after it. */
static void
wait_for_frame (Driver *self)
{
  GtkWidget *window = GTK_WIDGET (driver_get_window (self));

  self->drawn = FALSE;
  gtk_widget_add_tick_callback (window, frame_cb, self, NULL);
  driver_wait (self, self->drawn);
}

void
driver_settle (Driver *self)
{
  gdk_display_sync (gdk_display_get_default ());
  wait_for_frame (self);
  wait_for_frame (self);
}

static gboolean
is_newest_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (GTK_WIDGET (window)))
        return gtk_window_is_active (window);
    }
  return FALSE;
}

void
driver_wait_for_focus (Driver *self)
{
  driver_wait (self, is_newest_active ());
}

/* --- Running a story --------------------------------------------------------------------------------------------- */

typedef struct
{
  Driver driver;
  DriverStory story;
  gconstpointer data;
} Run;

static gboolean
story_cb (gpointer data)
{
  Run *run = data;
  Driver *self = &run->driver;

  driver_wait (self,
               driver_get_session (self) &&
                 gtk_window_is_active (GTK_WINDOW (driver_get_window (self))));
  run->story (self, run->data);
  return G_SOURCE_REMOVE;
}

void
driver_run (const char *path, DriverStory story, gconstpointer data)
{
  g_autoptr (ClApplication) app = cl_application_new ();
  Run run = { .driver = { .app = app, .path = path }, .story = story, .data = data };
  const char *argv[] = { "chess-ledger", "--ledger", path, NULL };
  guint heartbeat = g_timeout_add (HEARTBEAT_MS, heartbeat_cb, NULL);
  int status;

  g_idle_add (story_cb, &run);
  status = g_application_run (G_APPLICATION (app), 3, (char **) argv);
  g_source_remove (heartbeat);
  g_assert_cmpint (status, ==, 0);
  g_assert_finalize_object (g_steal_pointer (&app));
}

/* A story begins with the settings of a new user. */
static void
forget_settings (void)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i]; i++)
    g_settings_reset (settings, keys[i]);
}

static void
test_story (gconstpointer data)
{
  g_autofree char *folder = driver_make_folder ();
  g_autofree char *path = g_build_filename (folder, "games.ledger", NULL);

  forget_settings ();
  driver_run (path, ((const DriverTest *) data)->story, folder);
  driver_delete_folder (folder);
}

int
driver_main (int argc, char **argv, const DriverTest *tests, gsize n_tests)
{
  int status;

  if (!driver_set_up (&argc, &argv))
    {
      g_print ("1..0 # SKIP no display, xdotool or window manager\n");
      return 0;
    }
  for (gsize i = 0; i < n_tests; i++)
    g_test_add_data_func (tests[i].path, &tests[i], test_story);
  status = g_test_run ();
  driver_tear_down ();
  return status;
}

void
driver_close (Driver *self)
{
  driver_press (self, "ctrl+q");
  driver_wait (self, gtk_application_get_windows (GTK_APPLICATION (self->app)) == NULL);
}

/* --- Eyes -------------------------------------------------------------------------------------------------------- */

ClWindow *
driver_get_window (Driver *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self->app));

  for (GList *l = windows; l; l = l->next)
    if (CL_IS_WINDOW (l->data))
      return l->data;
  g_assert_not_reached ();
}

ClSession *
driver_get_session (Driver *self)
{
  return cl_application_get_session (self->app);
}

const ClGame *
driver_get_game (Driver *self)
{
  const ClGame *game = cl_session_get_game (driver_get_session (self));

  g_assert_nonnull (game);
  return game;
}

static GtkWidget *
find_below (GtkWidget *widget, DriverMatch match, gconstpointer data)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (match (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_below (child, match, data);

      if (found)
        return found;
    }
  return NULL;
}

GtkWidget *
driver_find (GtkWidget *root, DriverMatch match, gconstpointer data)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = root ? find_below (root, match, data) : NULL;

  for (guint i = root ? 0 : g_list_model_get_n_items (windows); i-- > 0 && !found;)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      found = find_below (window, match, data);
    }
  return found;
}

static gboolean
matches_type (GtkWidget *widget, gconstpointer data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(const GType *) data);
}

GtkWidget *
driver_find_type (GtkWidget *root, GType type)
{
  return driver_find (root, matches_type, &type);
}

static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_TEXT (widget))
    return gtk_editable_get_text (GTK_EDITABLE (widget));
  return NULL;
}

static gboolean
matches_text (GtkWidget *widget, gconstpointer pattern)
{
  const char *text = get_text (widget);

  return text && g_pattern_match_simple (pattern, text);
}

GtkWidget *
driver_find_text (GtkWidget *root, const char *pattern)
{
  return driver_find (root, matches_text, pattern);
}

gboolean
driver_sees (const char *pattern)
{
  return driver_find_text (NULL, pattern) != NULL;
}

char *
driver_dup_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (!gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return g_strdup ("");
  /* What differs from a text that nothing has is the text. */
  return gtk_test_accessible_check_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "\1");
}

static gboolean
collect_text (GtkWidget *widget, gconstpointer data)
{
  const char *text = get_text (widget);

  if (text && *text)
    g_string_append_printf ((GString *) data, "%s | ", text);
  return FALSE;
}

char *
driver_dup_screen (void)
{
  GString *text = g_string_new (NULL);

  driver_find (NULL, collect_text, text);
  return g_string_free (text, FALSE);
}

static gboolean
matches_square (GtkWidget *widget, gconstpointer square)
{
  return CL_IS_BOARD_SQUARE (widget) &&
         cl_board_square_get_square (CL_BOARD_SQUARE (widget)) == *(const ChessSquare *) square;
}

GtkWidget *
driver_find_square (Driver *self, const char *name)
{
  ChessSquare square = chess_square (name[0] - 'a', name[1] - '1');
  GtkWidget *board = GTK_WIDGET (cl_window_get_board (driver_get_window (self)));
  GtkWidget *found = driver_find (board, matches_square, &square);

  g_assert_nonnull (found);
  return found;
}

/* --- The ledger -------------------------------------------------------------------------------------------------- */

static ClEvents *
read_partition (Driver *self, const char *partition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader =
    cl_reader_new (cl_session_get_ledger (driver_get_session (self)), &error);
  ClEvents *events;

  g_assert_no_error (error);
  events = cl_reader_read_partition (reader, partition, 0, 100000, &error);
  g_assert_no_error (error);
  return events;
}

char *
driver_dup_log (Driver *self, const char *partition)
{
  g_autoptr (ClEvents) events = read_partition (self, partition);
  GString *log = g_string_new (NULL);

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);
      char san[12];

      cl_move_san (event->move, san);
      g_string_append_printf (log,
                              "%s%s",
                              i ? " " : "",
                              cl_fact_type_of (event) == CL_FACT_MOVE_PLAYED ? san : event->type);
    }
  return g_string_free (log, FALSE);
}

static gboolean
is_log (Driver *self, const char *partition, const char *expected)
{
  g_autofree char *log = driver_dup_log (self, partition);

  return strcmp (log, expected) == 0;
}

/* What is recorded is not on the screen yet: the session reads it from the ledger. */
static gboolean
is_shown (Driver *self, const char *partition)
{
  const ClGame *game = cl_session_get_game (driver_get_session (self));
  g_autoptr (ClEvents) events = read_partition (self, partition);
  gsize n = cl_events_get_length (events);

  return !game || strcmp (game->partition, partition) != 0 || n == 0 ||
         cl_events_get (events, n - 1)->game != game->game ||
         game->last_offset == cl_events_get (events, n - 1)->offset;
}

void
driver_expect_log (Driver *self, const char *partition, const char *expected)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_US;
  g_autofree char *log = NULL;

  while (!is_log (self, partition, expected) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  log = driver_dup_log (self, partition);
  g_assert_cmpstr (log, ==, expected);
  driver_wait (self, is_shown (self, partition));
}

void
driver_read_last_fact (Driver *self, const char *partition, ClFactType type, ClFact *fact)
{
  g_autoptr (ClEvents) events = read_partition (self, partition);
  g_autoptr (GError) error = NULL;
  gsize i = cl_events_get_length (events);

  while (i > 0 && cl_fact_type_of (cl_events_get (events, i - 1)) != type)
    i--;
  g_assert_cmpuint (i, >, 0);
  cl_fact_from_event (cl_events_get (events, i - 1), fact, &error);
  g_assert_no_error (error);
}

guint64
driver_count_events (Driver *self)
{
  return cl_ledger_get_head (cl_session_get_ledger (driver_get_session (self)));
}

/* --- What many stories do ---------------------------------------------------------------------------------------- */

void
driver_open_preferences (Driver *self, const char *page)
{
  GtkWidget *window;

  driver_press (self, "ctrl+comma");
  driver_wait (self, driver_find_type (NULL, ADW_TYPE_PREFERENCES_WINDOW));
  driver_wait_for_focus (self);
  window = driver_find_type (NULL, ADW_TYPE_PREFERENCES_WINDOW);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), page);
}

void
driver_play (Driver *self)
{
  driver_click_text (self, NULL, "Play");
  driver_wait (self, cl_session_get_game (driver_get_session (self)) != NULL);
  driver_settle (self);
}

static gboolean
is_move_entry (GtkWidget *widget, gconstpointer data)
{
  const char *text =
    GTK_IS_ENTRY (widget) ? gtk_entry_get_placeholder_text (GTK_ENTRY (widget)) : NULL;

  return text && (g_str_has_prefix (text, "Type a move") || g_str_has_prefix (text, "Try a move"));
}

GtkWidget *
driver_find_entry (void)
{
  return driver_find (NULL, is_move_entry, NULL);
}

void
driver_type_moves (Driver *self, const char *moves)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);

  driver_click (self, driver_find_entry ());
  for (guint i = 0; words[i]; i++)
    {
      guint n = cl_game_n_plies (driver_get_game (self));

      driver_type (self, words[i]);
      driver_press (self, "Return");
      driver_wait (self, cl_game_n_plies (driver_get_game (self)) == n + 1);
      g_assert_cmpstr (cl_game_get_move (driver_get_game (self), n + 1)->san, ==, words[i]);
    }
}
