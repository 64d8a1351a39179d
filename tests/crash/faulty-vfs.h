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
} FaultKind;

/* From now on SQLite's files in this process go through here. */
void faulty_vfs_install (void);

/* The @countdown-th writing operation (write, sync, truncate, delete) from now on fails with SQLite's @code. */
void faulty_vfs_arm (FaultKind kind, guint countdown, int code);

/* Works again. Did it strike? */
gboolean faulty_vfs_disarm (void);

/* After FAULT_POWER, with every connection closed: the files become what a disk might hold. Of the operations since
 * the last sync of a file each is there, or not, or (a write) only some of its sectors of 512 bytes. */
void faulty_vfs_lose_unsynced (void);

/* Forgets the files seen so far. */
void faulty_vfs_reset (void);
