/* cl-board-asker.h: asks the board on a line which family it is of (cl-board-probe.h), in the thread-default main context
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ClBoardAsker ClBoardAsker;

/* Called once. @family NULL: no board known to us answers, or, with @error, the line failed. @self may be freed in the call. */
typedef void (*ClBoardAskerFunc) (const ClBoardFamily *family,
                                  const GError *error,
                                  gpointer user_data);

/* Takes up to four seconds; a HID line needs no asking. NULL with @error if the line cannot be opened. */
ClBoardAsker *cl_board_asker_new (const char *path,
                                  const char *recording,
                                  ClBoardAskerFunc func,
                                  gpointer user_data,
                                  GError **error);
void cl_board_asker_free (ClBoardAsker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBoardAsker, cl_board_asker_free)

G_END_DECLS
