/* cl-session-where.h: finds the moment that somebody wrote, and goes there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-session.h"

G_BEGIN_DECLS

/* Where the text of a person leads: into the chosen game, or into the ledger. */
typedef struct
{
  gboolean in_game;
  guint ply;        /* of the chosen game */
  guint64 position; /* else of the ledger */
} ClMoment;

/* @text as in cl-where.h. Errors: CL_WHERE_ERROR, for users. */
void cl_session_find_moment_async (ClSession *self,
                                   const char *text,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

typedef enum
{
  CL_NEXT_CAPTURE,
  CL_NEXT_CHECK,
  CL_NEXT_END, /* of the chosen game; in the ledger of any */
} ClNextKind;

/* The next of its kind behind what is shown: of the chosen game, or else of all that the ledger holds. A check counts as a
 * capture too if it is one. CL_WHERE_ERROR_NOWHERE if none comes. */
void cl_session_find_next_async (ClSession *self,
                                 ClNextKind kind,
                                 gboolean in_game,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Of both. */
gboolean cl_session_find_moment_finish (ClSession *self,
                                        GAsyncResult *result,
                                        ClMoment *moment,
                                        GError **error);
void cl_session_go_to_moment (ClSession *self, const ClMoment *moment);

G_END_DECLS
