/* test-library.c: more than 20,000 games come in by the file dialog; a few letters find one of them
 *
 * The games are the masters of $CHESS_LEDGER_TEST_DATA and the famous games of this project; without that folder as
 * many short games are made up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include <gio/gio.h>

#define MANY 20000

/* --- Files ------------------------------------------------------------------------------------------------------- */

/* FALSE if there is no such file. */
static gboolean
append_file (GOutputStream *out, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder ? folder : "", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) in = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GConverter) unzip = NULL;
  g_autoptr (GError) error = NULL;

  if (!in)
    return FALSE;
  if (g_str_has_suffix (name, ".gz"))
    {
      unzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      GInputStream *plain = g_converter_input_stream_new (in, unzip);

      g_object_unref (in);
      in = plain;
    }
  g_output_stream_splice (out, in, G_OUTPUT_STREAM_SPLICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (out, "\n", 1, NULL, NULL, &error);
  g_assert_no_error (error);
  return TRUE;
}

static void
append_made_up (GOutputStream *out)
{
  static const char *const names[] = { "Kasparov, Garry",    "Topalov, Veselin",
                                       "Anand, Viswanathan", "Kramnik, Vladimir",
                                       "Shirov, Alexei",     "Ivanchuk, Vassily",
                                       "Adams, Michael" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MANY; i++)
    g_string_append_printf (text,
                            "[Event \"Open %u\"]\n[Site \"?\"]\n[Date \"%u.01.%02u\"]\n"
                            "[Round \"%u\"]\n[White \"%s\"]\n[Black \"%s\"]\n[Result \"1-0\"]\n\n"
                            "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 1-0\n\n",
                            i / 500,
                            1980 + i / 1100,
                            1 + i % 28,
                            1 + i % 9,
                            names[i % 5 + 2],
                            names[i % 2]);
  g_assert_true (g_output_stream_write_all (out, text->str, text->len, NULL, NULL, NULL));
}

static char *
write_games (const char *folder)
{
  const char *data = g_getenv ("CHESS_LEDGER_TEST_DATA");
  char *path = g_build_filename (folder, "many.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out =
    G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error));

  g_assert_no_error (error);
  g_assert_true (append_file (out, g_getenv ("CHESS_LEDGER_DATADIR"), "samples/famous.pgn"));
  if (!append_file (out, data, "pgn/corpus/masters-a.pgn") ||
      !append_file (out, data, "pgn/corpus/masters-b.pgn.gz"))
    append_made_up (out);
  return path;
}

/* --- Importing --------------------------------------------------------------------------------------------------- */

static ClLibrary *
get_library (Driver *self)
{
  return cl_session_get_library (driver_get_session (self));
}

static gboolean
is_chooser (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_FILE_CHOOSER (widget);
}

static void
choose_file (Driver *self, const char *path)
{
  driver_press (self, "ctrl+o");
  driver_wait (self, driver_find (NULL, is_chooser, NULL));
  driver_settle (self);
  driver_type (self, path);
  driver_wait (self, driver_sees (path));
  driver_press (self, "Return");
  driver_wait (self, !driver_find (NULL, is_chooser, NULL));
}

/* As long as more and more games are listed, it goes on. */
static guint64
wait_for_library (Driver *self, guint64 at_least)
{
  guint64 total = 0;

  do
    {
      driver_wait (self, cl_library_get_total (get_library (self)) != total);
      total = cl_library_get_total (get_library (self));
    }
  while (total < at_least);
  driver_wait (self, driver_sees ("* games imported.*"));
  driver_wait (self, driver_sees ("many.pgn") && !cl_library_is_busy (get_library (self)));
  return cl_library_get_total (get_library (self));
}

static guint
count_found (Driver *self)
{
  return cl_library_is_busy (get_library (self))
           ? G_MAXUINT
           : g_list_model_get_n_items (G_LIST_MODEL (get_library (self)));
}

static void
expect_opened (Driver *self)
{
  const ClGame *game;

  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  game = driver_get_game (self);
  g_assert_nonnull (strstr (game->white, "Kasparov"));
  g_assert_nonnull (strstr (game->black, "Topalov"));
  g_assert_nonnull (strstr (cl_game_get_tag (game, "Date"), "1999.01.20"));
  g_assert_cmpuint (cl_game_n_plies (game), ==, 87);
  g_assert_cmpuint (cl_session_get_ply (driver_get_session (self)), ==, 0);
  driver_wait (self, driver_sees ("Kasparov, Garry") && driver_sees ("Topalov, Veselin"));
  driver_wait (self, driver_sees ("Rxd4"));
}

static void
find_by_letters (Driver *self, gconstpointer folder)
{
  g_autofree char *path = write_games (folder);
  guint64 total;
  guint64 n_events;

  choose_file (self, path);
  total = wait_for_library (self, MANY + 12);
  n_events = driver_count_events (self);
  g_test_message ("%" G_GUINT64_FORMAT " games, %" G_GUINT64_FORMAT " events", total, n_events);
  g_assert_cmpuint (total, >, MANY);

  /* The field has the focus already: one types. */
  driver_count_anew (self);
  driver_type (self, "kasp topa 99");
  driver_wait (self, count_found (self) == 1);
  driver_wait (self, driver_sees ("1 of *"));
  g_test_message ("found: %u keys, %u clicks", self->keys, self->clicks);
  g_assert_cmpuint (self->keys, <=, 12);
  g_assert_cmpuint (self->clicks, ==, 0);
  driver_press (self, "Return");
  expect_opened (self);

  /* From the empty board, and opened. */
  gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)), "win.close-game", NULL);
  driver_press (self, "ctrl+f");
  driver_press (self, "ctrl+a BackSpace");
  driver_wait (self, count_found (self) == total);
  driver_press (self, "alt+1");
  driver_wait (self, !cl_session_get_game (driver_get_session (self)) && driver_sees ("Play"));
  driver_count_anew (self);
  driver_press (self, "ctrl+f");
  driver_type (self, "kas top 99");
  driver_wait (self, count_found (self) >= 1 && count_found (self) < 10);
  driver_press (self, "Return");
  g_test_message ("opened from the board: %u keys", self->keys);
  g_assert_cmpuint (self->keys, <=, 12);
  expect_opened (self);
  g_assert_cmpuint (driver_count_events (self), ==, n_events);
  driver_close (self);
}

/* The same file again adds nothing. */
static void
import_twice (Driver *self, gconstpointer folder)
{
  g_autofree char *path = g_build_filename (folder, "many.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out =
    G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error));
  guint64 n_events;

  g_assert_no_error (error);
  append_file (out, g_getenv ("CHESS_LEDGER_DATADIR"), "samples/famous.pgn");
  g_output_stream_close (out, NULL, NULL);
  choose_file (self, path);
  wait_for_library (self, 12);
  n_events = driver_count_events (self);
  choose_file (self, path);
  driver_wait (self, driver_sees ("This file was imported before: its 12 games are there."));
  g_assert_cmpuint (driver_count_events (self), ==, n_events);
  g_assert_cmpuint (cl_library_get_total (get_library (self)), ==, 12);

  driver_type (self, "no such game");
  driver_wait (self, driver_sees ("No game found"));
  driver_press (self, "Escape");
  driver_wait (self, count_found (self) == 12);
  driver_close (self);
}

/* --- Stopping ---------------------------------------------------------------------------------------------------- */

/* Begins to import the many games and stops while they come in; returns how many there are. */
static guint
stop_import (Driver *self, const char *folder)
{
  g_autofree char *path = write_games (folder);
  g_autofree char *text = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const char *at = text; (at = strstr (at, "[Event \"")); at++)
    n++;
  choose_file (self, path);
  driver_wait (self, cl_library_get_total (get_library (self)) > 0);
  driver_click_text (self, NULL, "Cancel");
  driver_wait (self, driver_sees ("Stopped. * kept."));
  driver_wait (self, driver_sees ("Continue"));
  return n;
}

static void
stop_and_continue (Driver *self, gconstpointer folder)
{
  guint n = stop_import (self, folder);
  guint64 kept;

  driver_wait (self, !cl_library_is_busy (get_library (self)));
  kept = cl_library_get_total (get_library (self));
  g_test_message ("%u games, stopped with %" G_GUINT64_FORMAT, n, kept);
  g_assert_cmpuint (kept, <, n);
  driver_click_text (self, NULL, "Continue");
  while (cl_library_get_total (get_library (self)) < n)
    {
      guint64 total = cl_library_get_total (get_library (self));

      driver_wait (self, cl_library_get_total (get_library (self)) != total);
    }
  driver_wait (self, driver_sees ("* imported.*") && !cl_library_is_busy (get_library (self)));
  g_assert_cmpuint (cl_library_get_total (get_library (self)), ==, n);
  driver_close (self);
}

static void
stop_and_remove (Driver *self, gconstpointer folder)
{
  guint64 n_events;

  stop_import (self, folder);
  driver_wait (self, driver_sees ("Remove"));
  driver_wait (self, !cl_library_is_busy (get_library (self)));
  n_events = driver_count_events (self);
  driver_click_text (self, NULL, "Remove");
  driver_wait (self, driver_sees ("No games yet"));
  g_assert_cmpuint (driver_count_events (self), >, n_events);
  g_assert_false (driver_sees ("many.pgn"));
  driver_close (self);
}

/* --- What cannot be read ----------------------------------------------------------------------------------------- */

static void
open_unreadable (Driver *self, gconstpointer folder)
{
  static const char text[] =
    "[Event \"Torn\"]\n[White \"Alpha\"]\n[Black \"Beta\"]\n[Result \"1-0\"]\n\n"
    "1. e4 e5 2. Ke3 Nc6 1-0\n\n"
    "[Event \"Whole\"]\n[White \"Gamma\"]\n[Black \"Delta\"]\n[Result \"0-1\"]\n\n"
    "1. f3 e5 2. g4 Qh4# 0-1\n";
  g_autofree char *path = g_build_filename (folder, "many.pgn", NULL);
  GtkWidget *view;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  choose_file (self, path);
  driver_wait (self, driver_sees ("*could not be read and is kept as text."));
  driver_wait (self, !cl_library_is_busy (get_library (self)));
  g_assert_cmpuint (cl_library_get_total (get_library (self)), ==, 2);
  driver_wait (self, driver_find_text (NULL, "unreadable"));
  driver_click_twice (self, driver_find_text (NULL, "unreadable"));
  driver_wait (self, driver_sees ("This game could not be read"));
  driver_wait (self, (view = driver_find_type (NULL, GTK_TYPE_TEXT_VIEW)));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *shown = NULL;

  g_object_get (buffer, "text", &shown, NULL);
  g_assert_nonnull (strstr (shown, "2. Ke3"));
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/library/twice", import_twice },
    { "/app/library/find", find_by_letters },
    { "/app/library/stop-and-continue", stop_and_continue },
    { "/app/library/stop-and-remove", stop_and_remove },
    { "/app/library/unreadable", open_unreadable },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
