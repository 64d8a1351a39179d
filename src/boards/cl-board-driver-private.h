/* cl-board-driver-private.h: what the drivers of all families share: pacing of writes, one timer, sights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"

G_BEGIN_DECLS

/* One a family; the functions that are NULL do nothing. */
typedef struct
{
  ClBoardFamily traits;
  gsize size; /* of the family's struct, which begins with a ClBoardDriver */
  void (*start) (ClBoardDriver *self, gint64 now_ms);
  void (*receive) (ClBoardDriver *self, const guint8 *bytes, gsize n, gint64 now_ms);
  void (*wake) (ClBoardDriver *self,
                gint64 now_ms); /* wake_at has come, and is CL_NEVER_MS again */
  void (*light) (ClBoardDriver *self, guint64 squares, gint64 now_ms);
  void (*ask_scan) (ClBoardDriver *self, gint64 now_ms);
  gboolean (*teach) (ClBoardDriver *self, const char *chips);
} ClBoardClass;

extern const ClBoardClass cl_driver_dgt;
extern const ClBoardClass cl_driver_chesslink;
extern const ClBoardClass cl_driver_certabo;
extern const ClBoardClass cl_driver_tabutronic;
extern const ClBoardClass cl_driver_chessnut;

struct _ClBoardDriver
{
  const ClBoardClass *class;
  const ClBoardSink *sink;
  gpointer user_data;
  GQueue writes;       /* (element-type Write) */
  gint64 may_write_at; /* boards lose what follows too soon */
  gint64 wake_at;
};

/* Writes now or as soon as @gap_ms have passed since the last write asked for its own gap. */
void cl_board_driver_send (ClBoardDriver *self,
                           const guint8 *bytes,
                           gsize n,
                           gint64 gap_ms,
                           gint64 now_ms);
/* The earlier one holds. */
void cl_board_driver_wake_at (ClBoardDriver *self, gint64 at_ms);
void cl_board_driver_saw (ClBoardDriver *self, const ClSight *sight);
void
cl_board_driver_saw_text (ClBoardDriver *self, ClSightKind kind, const char *text, gint64 now_ms);
void cl_board_driver_saw_scan (ClBoardDriver *self, const ClPlacement *placement, gint64 now_ms);

G_END_DECLS
