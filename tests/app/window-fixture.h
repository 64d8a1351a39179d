/* window-fixture.h: the real window on a real display, driven by a real pointer and real keys
 *
 * Clicks and keystrokes are made by xdotool, so that they pass through everything that a person's would, and are
 * counted. Each wait has a deadline that fails.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-application.h"
#include "cl-window.h"

typedef struct
{
  ClApplication *app;
  ClWindow *window;
  ClSession *session;
  char *folder; /* for the ledger and files; removed at the end */
  guint clicks; /* presses of a button of the pointer; a drag is one */
  guint keystrokes;
} WindowFixture;

typedef void (*WindowScenario) (WindowFixture *self);

/* Runs @scenario in a new app with an empty ledger. */
void window_fixture_run (WindowScenario scenario, int width, int height);

typedef gboolean (*WindowCondition) (WindowFixture *self, gpointer data);
/* Fails the test with @what if @condition does not come true in 20 s. */
void window_fixture_wait (WindowFixture *self,
                          const char *what,
                          WindowCondition condition,
                          gpointer data);
void window_fixture_wait_plies (WindowFixture *self, guint plies);
/* Lets the window settle: layouts, animations. */
void window_fixture_settle (WindowFixture *self);

/* The first mapped widget below @root that names @action (and, if not NULL, whose label has @text in it). */
GtkWidget *window_fixture_find_action (GtkWidget *root, const char *action, const char *text);
/* The first mapped label below @root that shows exactly @text. */
GtkWidget *window_fixture_find_label (GtkWidget *root, const char *text);
GtkWidget *window_fixture_find_type (GtkWidget *root, GType type);
/* The newest window other than the main one, with the keyboard focus on it. */
GtkWindow *window_fixture_wait_dialog (WindowFixture *self);

void window_fixture_click (WindowFixture *self, GtkWidget *widget, int button);
/* "e2": in the middle of the square. */
void window_fixture_click_square (WindowFixture *self, const char *square);
void window_fixture_drag (WindowFixture *self, const char *from, const char *to);
/* Types @text letter by letter; counts each. */
void window_fixture_type (WindowFixture *self, const char *text);
/* One key with its modifiers, as xdotool names it: "ctrl+f", "Return". */
void window_fixture_key (WindowFixture *self, const char *key);
void window_fixture_type_moves (WindowFixture *self, const char *moves, guint first_ply);

/* With all that is in it. */
void window_fixture_remove_folder (const char *path);

const ClGame *window_fixture_get_game (WindowFixture *self);
