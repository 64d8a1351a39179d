/* cl-board-link.h: one board on its line: driver, transport and timers in the main context; comes back by itself when lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"
#include "cl-transport.h"

G_BEGIN_DECLS

typedef void (*ClBoardLinkFunc) (const ClSight *sight, gpointer user_data);

typedef struct _ClBoardLink ClBoardLink;

/**
 * cl_board_link_new:
 * @path: what cl_transport_open () takes; best a name that outlasts replugging (/dev/serial/by-id/…)
 * @recording: (nullable): a file for all that passes
 * @func: called with each sight, in the thread-default main context of now
 *
 * Opens the line. When it is lost later, CL_SIGHT_LOST tells so, and every second it is tried again until it is there.
 *
 * Returns: NULL with @error if it cannot be opened at all
 */
ClBoardLink *cl_board_link_new (const ClBoardFamily *family,
                                const char *path,
                                const char *recording,
                                ClBoardLinkFunc func,
                                gpointer user_data,
                                GError **error);
/* Not from within @func. */
void cl_board_link_free (ClBoardLink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBoardLink, cl_board_link_free)

/* The clock of the sights: ms since the link was made, monotonic. */
gint64 cl_board_link_get_now_ms (const ClBoardLink *self);
ClBoardDriver *cl_board_link_get_driver (ClBoardLink *self);
/* Where to look for a board that was lost: it may come back elsewhere. */
void cl_board_link_set_path (ClBoardLink *self, const char *path);
void cl_board_link_light (ClBoardLink *self, guint64 squares);

G_END_DECLS
