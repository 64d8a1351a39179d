/* cl-window-private.h: what the files of ClWindow share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-audience.h"
#include "cl-boards-button.h"
#include "cl-board-page.h"
#include "cl-game-switcher.h"
#include "cl-hall-page.h"
#include "cl-ledger-page.h"
#include "cl-library-page.h"
#include "cl-settings.h"
#include "cl-sounds.h"
#include "cl-timeline-bar.h"
#include "cl-window.h"

struct _ClWindow
{
  AdwApplicationWindow parent_instance;

  GtkWidget *header;
  AdwToastOverlay *toasts;
  GtkStack *views;
  ClGameSwitcher *switcher;
  ClBoardsButton *boards_button;
  ClBoardPage *board_page;
  ClLibraryPage *library_page;
  ClHallPage *hall_page;
  ClLedgerPage *ledger_page;
  ClTimelineBar *timeline;

  ClSession *session; /* (nullable): NULL until the ledger is open */
  GSignalGroup *signals;
  ClSettings *settings;
  ClSounds *sounds; /* (nullable): NULL until the ledger is open */
  gboolean compact;
  char *seated; /* (nullable): the game against the computer for which the board was turned last */
  char *turned; /* (nullable): the game whose side of the board was looked up last */
  gboolean touched;         /* the person chose something: nothing is chosen for them any more */
  GtkWindow *boards_dialog; /* (nullable): weak */
  ClAudience *audience;     /* (nullable): weak */
};

/* A line that goes away by itself. */
void cl_window_show_toast (ClWindow *self, const char *text);
/* For intentions: a toast if it was refused. Pass cl_window_request () as data. */
void cl_window_intention_done (ClSession *session, const GError *error, gpointer data);
gpointer cl_window_request (ClWindow *self);
/* The chosen game, NULL if none. */
const ClGame *cl_window_get_game (ClWindow *self);
void cl_window_show_view (ClWindow *self, const char *name);

/* cl-window-actions.c: what happens at the board. */
void cl_window_add_game_actions (ClWindow *self);
/* Which actions are possible now. */
void cl_window_update_actions (ClWindow *self);
/* cl-window-games.c: starting, ending, correcting games. */
void cl_window_add_record_actions (ClWindow *self);
/* cl-window-files.c: import, export, clipboard, dropped files. */
void cl_window_add_file_actions (ClWindow *self);
/* cl-window-engines.c: analysis in the background, the computer that plays. */
void cl_window_add_engine_actions (ClWindow *self);
/* The session is there: tells it which engine. */
void cl_window_watch_engines (ClWindow *self);
/* cl-window-boards.c: electronic boards. From the second on, what they record comes on the screen. */
void cl_window_add_board_actions (ClWindow *self);
void cl_window_watch_boards (ClWindow *self);
/* cl-window-look.c: which way the board is turned; the preferences for the board. */
void cl_window_apply_look (ClWindow *self);
void cl_window_watch_look (ClWindow *self);
/* By hand: remembered for this game. */
void cl_window_set_flipped (ClWindow *self, gboolean flipped);
/* cl-window-print.c: the score sheet on paper and as PDF. */
void cl_window_add_print_actions (ClWindow *self);
/* cl-window-screen.c: the whole screen for spectators, a second window for the audience. */
void cl_window_add_screen_actions (ClWindow *self);
/* Shows or hides what is not the board, by whether spectators look. */
void cl_window_update_bare (ClWindow *self);
/* cl-window-keys.c: keys that a text field has the first right to. */
void cl_window_add_keys (ClWindow *self);
