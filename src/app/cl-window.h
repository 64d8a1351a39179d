/* cl-window.h: the one window: header, views, timeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-application.h"
#include "cl-sounds.h"
#include "cl-board.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_WINDOW (cl_window_get_type ())
G_DECLARE_FINAL_TYPE (ClWindow, cl_window, CL, WINDOW, AdwApplicationWindow)

ClWindow *cl_window_new (ClApplication *application);
/* Once, when the ledger is open. */
void cl_window_set_session (ClWindow *self, ClSession *session);
/* Imports @file and shows how it goes. Before the ledger is open it does nothing. */
void cl_window_import (ClWindow *self, GFile *file);
/* For tests: the parts that a person touches. */
ClBoard *cl_window_get_board (ClWindow *self);
GtkEditable *cl_window_get_search (ClWindow *self);

/* (nullable): what is heard of the running game. */
ClSounds *cl_window_get_sounds (ClWindow *self);

G_END_DECLS
