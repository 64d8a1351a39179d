/* cl-board-driver.h: speaks with one board: what arrives becomes sights, what is wanted becomes bytes
 *
 * A driver does no I/O and reads no clock: bytes and times (ms, monotonic) are given to it, its bytes go to a sink. So the same
 * code serves a cable, a recording and a test whose clock leaps. There is one file cl-driver-FAMILY.c a family.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-sight.h"

G_BEGIN_DECLS

#define CL_NEVER_MS G_MAXINT64

/* What its boards can do: what the interpreter has to know of a family. */
typedef struct
{
  const char *name;  /* "dgt": on the command line and in the names of partitions */
  const char *title; /* "DGT" */
  guint baud;        /* 0: HID */
  gboolean names_pieces;
  gboolean reports_squares; /* one by one, in order */
  gboolean has_lamps;
  gint64 scan_ms;   /* within so long, changes come in any order */
  gint64 settle_ms; /* how long a position must stand to be a move when no clock says so */
} ClBoardFamily;

/* By name; NULL if there is none. */
const ClBoardFamily *cl_board_family_find (const char *name);
/* NULL behind the last. */
const ClBoardFamily *cl_board_family_get (guint index);

typedef struct
{
  /* Bytes for the board; of HID one whole report. */
  void (*write) (const guint8 *bytes, gsize n, gpointer user_data);
  void (*saw) (const ClSight *sight, gpointer user_data);
} ClBoardSink;

typedef struct _ClBoardDriver ClBoardDriver;

/* @sink and @user_data must live as long as the driver. */
ClBoardDriver *
cl_board_driver_new (const ClBoardFamily *family, const ClBoardSink *sink, gpointer user_data);
void cl_board_driver_free (ClBoardDriver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClBoardDriver, cl_board_driver_free)

const ClBoardFamily *cl_board_driver_get_family (const ClBoardDriver *self);

/* The connection stands, anew or again: forgets what it knew and begins to ask. */
void cl_board_driver_start (ClBoardDriver *self, gint64 now_ms);
/* What arrived, in any grouping; of HID one report. */
void cl_board_driver_receive (ClBoardDriver *self, const guint8 *bytes, gsize n, gint64 now_ms);
/* Call when cl_board_driver_get_deadline () has come, or any time. */
void cl_board_driver_advance (ClBoardDriver *self, gint64 now_ms);
gint64 cl_board_driver_get_deadline (const ClBoardDriver *self); /* CL_NEVER_MS: none */

/* Lights the lamps of these squares and no others; nothing where there are none. */
void cl_board_driver_light (ClBoardDriver *self, guint64 squares, gint64 now_ms);
/* A CL_SIGHT_SCAN soon. */
void cl_board_driver_ask_scan (ClBoardDriver *self, gint64 now_ms);
/* What CL_SIGHT_CHIPS said in an earlier connection; FALSE if it is not for this family. */
gboolean cl_board_driver_teach (ClBoardDriver *self, const char *chips);

G_END_DECLS
