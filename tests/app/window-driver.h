/* window-driver.h: a person at the real app: eyes that see what is on the screen, hands that move mouse and keyboard
 *
 * A story runs inside g_application_run () of the real ClApplication. Its hands are xdotool's: every press, motion and
 * key goes through the X server and the window manager as it would from a real mouse. Its eyes see mapped widgets and
 * their text. What was recorded it reads from the ledger file with a reader of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"
#include "cl-window.h"

typedef struct
{
  ClApplication *app;
  const char *path; /* of the ledger */
  guint clicks;     /* presses of a mouse button since driver_count_anew () */
  guint keys;       /* keys, a chord being one, since then */
  gint64 deadline;  /* of the wait under way */
  gboolean drawn;
} Driver;

typedef void (*DriverStory) (Driver *self, gconstpointer data);

/* Before g_test_run (). FALSE if xdotool or openbox is missing: skip the tests then. */
gboolean driver_set_up (int *argc, char ***argv);
/* Ends what driver_set_up () started. */
void driver_tear_down (void);

/* Runs the app on @path (a ledger, or where one is to be) until the story closed it; @story begins when the ledger is
 * open and the window has the focus. */
void driver_run (const char *path, DriverStory story, gconstpointer data);
/* The whole main () of a program whose tests are stories, each on a ledger of its own; a story's data is a folder for
 * its files. Skips all where xdotool or openbox is missing. */
typedef struct
{
  const char *path;
  DriverStory story;
} DriverTest;
int driver_main (int argc, char **argv, const DriverTest *tests, gsize n_tests);
/* (transfer full): an empty folder; and without what is in it. */
char *driver_make_folder (void);
void driver_delete_folder (const char *folder);

/* --- Waiting: never for a time, always for something, never for ever --- */

#define driver_wait(self, condition)                      \
  G_STMT_START                                            \
  {                                                       \
    driver_begin_wait (self);                             \
    while (!(condition))                                  \
      driver_turn (self, __FILE__, __LINE__, #condition); \
  }                                                       \
  G_STMT_END

void driver_begin_wait (Driver *self);
void driver_turn (Driver *self, const char *file, int line, const char *what);
/* Until all input given so far has arrived and been answered on the screen. */
void driver_settle (Driver *self);
/* Until the window manager has given the keyboard to the newest window that is open. */
void driver_wait_for_focus (Driver *self);

/* --- Eyes --- */

ClWindow *driver_get_window (Driver *self);
ClSession *driver_get_session (Driver *self);
/* The game on the board, which there must be. */
const ClGame *driver_get_game (Driver *self);

typedef gboolean (*DriverMatch) (GtkWidget *widget, gconstpointer data);
/* The first mapped widget below @root (NULL: all windows, the newest first) that matches; NULL if there is none. */
GtkWidget *driver_find (GtkWidget *root, DriverMatch match, gconstpointer data);
GtkWidget *driver_find_type (GtkWidget *root, GType type);
/* A label or a text field whose whole text matches the pattern: "3 moves *". */
GtkWidget *driver_find_text (GtkWidget *root, const char *pattern);
gboolean driver_sees (const char *pattern);
/* The entry for moves. */
GtkWidget *driver_find_entry (void);
/* (transfer full): what a screen reader is told as the name of @widget; "" for nothing. Needs GTK_A11Y=test. */
char *driver_dup_name (GtkWidget *widget);
/* All text on the screen, for messages. */
char *driver_dup_screen (void);
/* The square's widget, "e4". */
GtkWidget *driver_find_square (Driver *self, const char *name);

/* --- Hands --- */

void driver_count_anew (Driver *self);
void driver_click (Driver *self, GtkWidget *widget);
void driver_click_twice (Driver *self, GtkWidget *widget);
void driver_click_right (Driver *self, GtkWidget *widget);
/* Waits until there is such a text below @root, then clicks on it. */
void driver_click_text (Driver *self, GtkWidget *root, const char *pattern);
void driver_click_square (Driver *self, const char *name);
void driver_drag_square (Driver *self, const char *from, const char *to);
/* Presses at one place of @widget (parts of its width and height), drags through the other and lets go there. */
void driver_drag (Driver *self, GtkWidget *widget, const double from[2], const double to[2]);
/* "Return", "ctrl+Tab"; several separated by spaces. */
void driver_press (Driver *self, const char *keys);
void driver_type (Driver *self, const char *text);

/* --- The ledger --- */

/* (transfer full): what was recorded in @partition: moves as SAN, other facts by name: "GameStarted e4 GameEnded". */
char *driver_dup_log (Driver *self, const char *partition);
/* Asserts it, waiting until the log is that long. */
void driver_expect_log (Driver *self, const char *partition, const char *expected);
/* The last fact of @type in @partition, which there must be; to be cleared. */
void driver_read_last_fact (Driver *self, const char *partition, ClFactType type, ClFact *fact);
guint64 driver_count_events (Driver *self);

/* --- What many stories do --- */

/* Opens the preferences by their key, at the page of that name ("engine"). */
void driver_open_preferences (Driver *self, const char *page);
/* Starts a game by the Play button of the empty window. */
void driver_play (Driver *self);
/* Types each word into the entry and waits until it is recorded and shown. */
void driver_type_moves (Driver *self, const char *moves);
void driver_close (Driver *self);
