/* cl-library-page.h: the view Library: all games, collections, search, and imports under way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_LIBRARY_PAGE (cl_library_page_get_type ())
G_DECLARE_FINAL_TYPE (ClLibraryPage, cl_library_page, CL, LIBRARY_PAGE, GtkWidget)

/* Signal opened (const char *partition, guint game, int ply): a game was chosen by Enter or a double click; @ply: where the
 * position stood in it that was searched for, else -1. */
void cl_library_page_set_session (ClLibraryPage *self, ClSession *session);
/* Shows the progress of @job above the games; @source: (nullable): the file an import reads. */
void cl_library_page_add_job (ClLibraryPage *self, ClJob *job, GFile *source);
void cl_library_page_focus_search (ClLibraryPage *self);
/* Narrow windows (@width: of the window) have no room for the collections beside the games, nor for all columns. */
void cl_library_page_set_width (ClLibraryPage *self, int width);
/* Shows or hides the collections, which a narrow window hides by itself. */
void cl_library_page_toggle_collections (ClLibraryPage *self);
/* Searches all games, whatever collection was shown, for @text. */
void cl_library_page_search_everywhere (ClLibraryPage *self, const char *text);
GtkEditable *cl_library_page_get_search (ClLibraryPage *self);
/* (transfer full) (nullable): the selected games as a list of ClLibraryItem; NULL if there is none. */
GListModel *cl_library_page_dup_selection (ClLibraryPage *self);

G_END_DECLS
