/* cl-gtk-compat.h: what later GTK and libadwaita deprecate but 4.8 and 1.2 have nothing else for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @file is NULL if the person thought better of it. */
typedef void (*ClFileChosen) (GFile *file, gpointer user_data);

/* Native file dialogs for PGN. @owner: (nullable): while it lives @chosen is called, after it dies no more. */
void cl_compat_choose_pgn_to_read (GtkWindow *parent, ClFileChosen chosen, GObject *owner);
void cl_compat_choose_pgn_to_write (GtkWindow *parent,
                                    const char *name,
                                    ClFileChosen chosen,
                                    GObject *owner);

/* The same for a program. */
void cl_compat_choose_program (GtkWindow *parent, ClFileChosen chosen, GObject *owner);
/* The same for one file of any kind; @name says which by its ending. */
void cl_compat_choose_to_write (GtkWindow *parent,
                                const char *name,
                                ClFileChosen chosen,
                                GObject *owner);

/* What happened, and below it what was kept and what to do. */
void cl_compat_show_error (GtkWindow *parent, const char *heading, const char *body);

typedef void (*ClAnswered) (gboolean yes, gpointer user_data);

/* Asks once; Escape and closing mean no. @destructive colours the button. @extra: (nullable) below the text. */
GtkWindow *cl_compat_ask (GtkWindow *parent,
                          const char *heading,
                          const char *body,
                          const char *yes,
                          GtkWidget *extra,
                          gboolean destructive);
/* For the window that cl_compat_ask () returned. */
void cl_compat_on_answer (GtkWindow *question, ClAnswered answered, GObject *owner);

/* The colour of text in @widget. */
void cl_compat_get_color (GtkWidget *widget, GdkRGBA *color);

/* Puts the title of the last column of @view at its end, above numbers: GtkColumnView has no property for that. */
void cl_compat_end_align_title (GtkColumnView *view);

void cl_compat_show_about (GtkWindow *parent);
void cl_compat_show_shortcuts (GtkWindow *parent);

G_END_DECLS
