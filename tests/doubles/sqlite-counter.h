/* sqlite-counter.h: what SQLite is asked and what that costs, in numbers that do not depend on the machine
 *
 * A program that is linked with sqlite-counter.c calls SQLite through it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef struct
{
  guint64 n_main_calls; /* calls that may touch a file, on the thread that runs main () */
  guint64 n_calls;      /* the same on any thread */
  guint64 n_rows;       /* rows that statements gave */
  guint64 n_steps; /* instructions of SQLite's machine: also those for rows that were passed over */
  guint64 n_syncs; /* fdatasync () and fsync (), by SQLite or by us */
  guint64 sync_us; /* how long those took, in µs */
} SqliteCounts;

/* Since the program began. Any thread; other threads may be counting meanwhile. */
SqliteCounts sqlite_counter_get (void);
/* What was added since @before. */
SqliteCounts sqlite_counter_since (const SqliteCounts *before);
/* The name of the last function of SQLite that the main thread called, NULL: none. */
const char *sqlite_counter_get_last_main_call (void);
/* Called in the middle of each sync that SQLite makes, before anything of it has happened, on its thread; NULL: nothing. */
typedef void (*SqliteSyncHook) (gpointer user_data);
void sqlite_counter_set_sync_hook (SqliteSyncHook hook, gpointer user_data);
