/* faulty-vfs.h: a disk that fails when told to, and forgets what was not synced when the power goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef enum
{
  FAULT_NONE,
  FAULT_ONCE,  /* one operation fails, all later ones work */
  FAULT_POWER, /* from one operation on, all fail */
  FAULT_FULL,  /* from one operation on, whatever would make a file longer fails */
} FaultKind;

/* What may fail. */
typedef enum
{
  FAULT_WRITES = 1 << 0, /* write, sync, truncate, delete */
  FAULT_READS = 1 << 1,  /* read, size */
  FAULT_OPENS = 1 << 2,  /* open, map shared memory */
} FaultClass;

/* From now on SQLite's files in this process go through here. */
void faulty_vfs_install (void);

/* The @countdown-th writing operation from now on fails with SQLite's @code. */
void faulty_vfs_arm (FaultKind kind, guint countdown, int code);
/* Once armed: these operations count and fail, not only writing ones. */
void faulty_vfs_widen (FaultClass classes);
/* What is left of the countdown: shows how many operations there were. */
guint faulty_vfs_get_countdown (void);
/* Syncs so far. */
guint faulty_vfs_get_syncs (void);

/* Works again. Did it strike? */
gboolean faulty_vfs_disarm (void);

/* What becomes of the operations since the last sync of a file. */
typedef enum
{
  LUCK_NOTHING,    /* none is there */
  LUCK_EVERYTHING, /* all are */
  LUCK_SOME,       /* each is there or not */
  LUCK_TORN,       /* each is there, or not, or (a write) only some of its sectors of 512 bytes */
  N_LUCKS,
} Luck;

/* After FAULT_POWER, with every connection closed: the files become what a disk might hold. */
void faulty_vfs_lose_unsynced (Luck luck);

/* Forgets the files seen so far. */
void faulty_vfs_reset (void);
