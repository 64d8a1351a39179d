/* cl-application.c: opens the ledger behind a window that is there at once, and closes it when the last window goes
 *
 * `chess-ledger [--ledger FILE] [PGN…]`. One process holds one ledger; with --ledger the process is on its own, so
 * that two ledgers can be open side by side.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-application.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"
#include "cl-lesson-window.h"
#include "cl-look.h"
#include "cl-preferences.h"
#include "cl-widgets.h"
#include "cl-window.h"

struct _ClApplication
{
  AdwApplication parent_instance;

  char *path;         /* of the ledger */
  ClSession *session; /* (nullable) */
  ClLook *look;
  GPtrArray *files; /* (element-type GFile): to import once the ledger is open */
  gboolean opening;
  gboolean wants_game; /* the dialog for a new game is to come up once the ledger is open */
};

G_DEFINE_FINAL_TYPE (ClApplication, cl_application, ADW_TYPE_APPLICATION)

static void start_opening (ClApplication *self, gboolean read_only);

static ClWindow *
ensure_window (ClApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  ClWindow *window;

  for (GList *l = windows; l; l = l->next)
    if (CL_IS_WINDOW (l->data))
      return l->data;
  window = cl_window_new (self);
  if (self->session)
    cl_window_set_session (window, self->session);
  return window;
}

static void
ask_for_game (ClApplication *self)
{
  self->wants_game = FALSE;
  g_action_group_activate_action (G_ACTION_GROUP (ensure_window (self)), "new", NULL);
}

static void
import_waiting_files (ClApplication *self)
{
  ClWindow *window = ensure_window (self);

  for (guint i = 0; i < self->files->len; i++)
    cl_window_import (window, g_ptr_array_index (self->files, i));
  g_ptr_array_set_size (self->files, 0);
}

static void
read_only_answered_cb (gboolean yes, gpointer data)
{
  ClApplication *self = CL_APPLICATION (data);

  if (yes)
    start_opening (self, TRUE);
  else
    g_application_quit (G_APPLICATION (self));
}

static void
closed_after_failure_cb (gboolean yes, gpointer data)
{
  g_application_quit (G_APPLICATION (data));
}

static void
report_failure (ClApplication *self, const GError *error)
{
  GtkWindow *parent = GTK_WINDOW (ensure_window (self));
  GtkWindow *question;
  g_autofree char *body = NULL;

  if (g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED))
    {
      body = g_strdup_printf (_ ("%s.\n\nNothing was changed. You can look at the games here; new games and "
           "moves can be recorded again once the other program has closed them."),
        error->message);
      question =
        cl_compat_ask (parent, _ ("The games are in use"), body, _ ("_Only look"), NULL, FALSE);
      cl_compat_on_answer (question, read_only_answered_cb, G_OBJECT (self));
    }
  else
    {
      body = g_strdup_printf (_ ("%s.\n\nThe file “%s” was left as it is. Copy it to a safe "
                                 "place before you try anything with it."),
                                 error->message,
                                 self->path);
      question =
        cl_compat_ask (parent, _ ("Could not open the games"), body, _ ("_Quit"), NULL, FALSE);
      cl_compat_on_answer (question, closed_after_failure_cb, G_OBJECT (self));
    }
  gtk_window_present (question);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ClApplication) self = data;
  g_autoptr (GError) error = NULL;
  ClSession *session = cl_session_open_finish (result, &error);

  self->opening = FALSE;
  g_application_release (G_APPLICATION (self));
  if (!session)
    {
      report_failure (self, error);
      return;
    }
  self->session = session;
  cl_window_set_session (ensure_window (self), session);
  import_waiting_files (self);
  if (self->wants_game)
    ask_for_game (self);
}

static void
start_opening (ClApplication *self, gboolean read_only)
{
  g_autofree char *folder = NULL;

  if (self->opening || self->session)
    return;
  self->opening = TRUE;
  if (!self->path)
    self->path = cl_session_default_path ();
  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);
  g_application_hold (G_APPLICATION (self));
  cl_session_open_async (self->path, read_only, NULL, opened_cb, g_object_ref (self));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

/* From the menu of the desktop, or --new: the window comes up first, if there is none. */
static void
new_game_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClApplication *self = data;

  self->wants_game = TRUE;
  g_application_activate (G_APPLICATION (self));
  if (self->session)
    ask_for_game (self);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (data));

  gtk_window_present (GTK_WINDOW (cl_preferences_new (parent, CL_APPLICATION (data)->session)));
}

/* One course at a time. */
static void
lessons_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *lessons = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (data)); l; l = l->next)
    if (CL_IS_LESSON_WINDOW (l->data))
      lessons = l->data;
  if (!lessons)
    lessons = cl_lesson_window_new (GTK_APPLICATION (data));
  gtk_window_present (GTK_WINDOW (lessons));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cl_compat_show_shortcuts (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));

  /* Through the window, so that it can remember its size. */
  if (window)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (data));
}

/* Only keys that no text field wants: these are seen before the field with the focus. The others are in
 * cl-window-keys.c, which sees them after it. */
static void
install_accels (GtkApplication *app)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "app.lessons", { "<Control><Shift>t" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.shortcuts", { "<Control>question", "F1" } },
    { "win.new", { "<Control>n" } },
    { "win.record", { "<Control><Shift>n" } },
    { "win.import", { "<Control>o" } },
    { "win.export-game", { "<Control>e" } },
    { "win.print", { "<Control>p" } },
    { "win.copy-pgn", { "<Control><Shift>c" } },
    { "win.boards", { "<Control>b" } },
    { "win.find-position", { "<Control><Shift>l" } },
    { "win.analyse-game", { "<Control><Shift>a" } },
    { "win.live-engine", { "<Control>l" } },
    { "win.next-game", { "<Control>Tab" } },
    { "win.previous-game", { "<Control><Shift>Tab", "<Control><Shift>ISO_Left_Tab" } },
    { "win.search", { "<Control>f" } },
    { "win.collections", { "F9" } },
    { "win.flip", { "<Control><Shift>f" } },
    { "win.fullscreen", { "F11" } },
    { "win.audience", { "<Shift>F11" } },
    { "win.view::board", { "<Alt>1" } },
    { "win.view::library", { "<Alt>2" } },
    { "win.view::hall", { "<Alt>3" } },
    { "win.pause-all", { "<Control><Shift>p" } },
    { "win.resume-all", { "<Control><Shift>r" } },
    { "win.side-page::moves", { "<Control>1" } },
    { "win.side-page::analysis", { "<Control>2" } },
    { "win.side-page::coach", { "<Control>3" } },
    { "win.view::ledger", { "<Alt>4" } },
    { "win.side-page::players", { "<Control>4" } },
    { "win.side-page::fair-play", { "<Control>5" } },
    { "win.return-to-game", { "<Control>Return" } },
    { "win.go-to", { "<Control>g" } },
    { "win.jump-back", { "<Alt>Left" } },
    { "win.jump-forward", { "<Alt>Right" } },
    { "window.close", { "<Control>w" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (app, accels[i].action, accels[i].keys);
}

static void
cl_application_startup (GApplication *app)
{
  static const GActionEntry entries[] = {
    { "about", about_cb },         { "lessons", lessons_cb },
    { "new-game", new_game_cb },   { "preferences", preferences_cb },
    { "shortcuts", shortcuts_cb }, { "quit", quit_cb },
  };

  ClApplication *self = CL_APPLICATION (app);

  G_APPLICATION_CLASS (cl_application_parent_class)->startup (app);
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  install_accels (GTK_APPLICATION (app));
  gtk_window_set_default_icon_name (APP_ID);
  cl_widgets_add_style (gdk_display_get_default ());
  self->look = cl_look_new (gdk_display_get_default ());
}

static void
cl_application_activate (GApplication *app)
{
  ClApplication *self = CL_APPLICATION (app);

  start_opening (self, FALSE);
  gtk_window_present (GTK_WINDOW (ensure_window (self)));
}

static void
cl_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  ClApplication *self = CL_APPLICATION (app);

  for (int i = 0; i < n_files; i++)
    g_ptr_array_add (self->files, g_object_ref (files[i]));
  cl_application_activate (app);
  if (self->session)
    import_waiting_files (self);
}

static int
cl_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  ClApplication *self = CL_APPLICATION (app);
  g_autofree char *path = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("chess-ledger %s\n", VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "ledger", "^ay", &path))
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

      g_free (self->path);
      self->path = g_file_get_path (file);
      if (!self->path)
        {
          g_printerr (_ ("chess-ledger: “%s” is not a file on this computer\n"), path);
          return 2;
        }
      g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);
    }
  if (g_variant_dict_contains (options, "new"))
    {
      if (!g_application_register (app, NULL, NULL))
        return -1;
      g_action_group_activate_action (G_ACTION_GROUP (app), "new-game", NULL);
      if (g_application_get_is_remote (app))
        return 0;
    }
  return -1;
}

static void
cl_application_shutdown (GApplication *app)
{
  ClApplication *self = CL_APPLICATION (app);

  if (self->session)
    cl_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->look);
  G_APPLICATION_CLASS (cl_application_parent_class)->shutdown (app);
}

static void
cl_application_finalize (GObject *object)
{
  ClApplication *self = CL_APPLICATION (object);

  g_free (self->path);
  g_ptr_array_unref (self->files);
  G_OBJECT_CLASS (cl_application_parent_class)->finalize (object);
}

static void
cl_application_class_init (ClApplicationClass *klass)
{
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_application_finalize;
  app_class->startup = cl_application_startup;
  app_class->activate = cl_application_activate;
  app_class->open = cl_application_open;
  app_class->handle_local_options = cl_application_handle_local_options;
  app_class->shutdown = cl_application_shutdown;
}

static void
cl_application_init (ClApplication *self)
{
  static const GOptionEntry options[] = {
    { "ledger",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      NULL,
      N_ ("Keep the games in FILE"), N_ ("FILE") },
      { "new", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Ask for a new game"), NULL },
        { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
          { NULL },
      };

  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[PGN…]"));
}

ClApplication *
cl_application_new (void)
{
  return g_object_new (CL_TYPE_APPLICATION,
                       "application-id",
                       APP_ID,
                       "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path",
                       "/io/github/chessledger/ChessLedger",
                       NULL);
}

ClSession *
cl_application_get_session (ClApplication *self)
{
  g_return_val_if_fail (CL_IS_APPLICATION (self), NULL);
  return self->session;
}
