/* sqlite-counter.c: stands in front of the SQLite library (the program's own symbols come first) and counts what passes
 *
 * Counted are the functions that may open, read, write or sync a file, or wait for a lock. Those which only look at what a step has
 * brought (sqlite3_column_int64 …) are none of these.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#ifndef _GNU_SOURCE
#  define _GNU_SOURCE
#endif

#include "sqlite-counter.h"

#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static SqliteCounts counts;
static const char *last_main_call;
static SqliteSyncHook sync_hook;
static gpointer sync_data;

static void
add (guint64 *count, guint64 n)
{
  __atomic_add_fetch (count, n, __ATOMIC_SEQ_CST);
}

static void
note_call (const char *name)
{
  add (&counts.n_calls, 1);
  if (gettid () != getpid ())
    return;
  add (&counts.n_main_calls, 1);
  last_main_call = name;
}

/* Copies the address of the real function @name to the pointer at @function. */
static void
find_real (const char *name, void *function)
{
  void *symbol = dlsym (RTLD_NEXT, name);

  g_assert_nonnull (symbol);
  memcpy (function, &symbol, sizeof symbol);
}

/* Defines the function @name, which counts and then does what it always did. */
#define COUNTED(type, name, parameters, arguments) \
  type name parameters                             \
  {                                                \
    type (*real) parameters;                       \
                                                   \
    note_call (#name);                             \
    find_real (#name, &real);                      \
    return real arguments;                         \
  }

/* lint: allow parameters: a list of functions, not one */
COUNTED (int, sqlite3_open, (const char *path, sqlite3 **db), (path, db))
COUNTED (int,
         sqlite3_open_v2,
         (const char *path, sqlite3 **db, int flags, const char *vfs),
         (path, db, flags, vfs))
COUNTED (int, sqlite3_close, (sqlite3 * db), (db))
COUNTED (int, sqlite3_close_v2, (sqlite3 * db), (db))
COUNTED (int,
         sqlite3_prepare_v2,
         (sqlite3 * db, const char *sql, int length, sqlite3_stmt **statement, const char **tail),
         (db, sql, length, statement, tail))
COUNTED (int,
         sqlite3_prepare_v3,
         (sqlite3 * db,
          const char *sql,
          int length,
          unsigned int flags,
          sqlite3_stmt **statement,
          const char **tail),
         (db, sql, length, flags, statement, tail))
COUNTED (int, sqlite3_reset, (sqlite3_stmt * statement), (statement))
COUNTED (int, sqlite3_finalize, (sqlite3_stmt * statement), (statement))
COUNTED (int,
         sqlite3_exec,
         (sqlite3 * db, const char *sql, sqlite3_callback callback, void *data, char **message),
         (db, sql, callback, data, message))
COUNTED (sqlite3_backup *,
         sqlite3_backup_init,
         (sqlite3 * to, const char *to_name, sqlite3 *from, const char *from_name),
         (to, to_name, from, from_name))
COUNTED (int, sqlite3_backup_step, (sqlite3_backup * backup, int n_pages), (backup, n_pages))
COUNTED (int, sqlite3_backup_finish, (sqlite3_backup * backup), (backup))
COUNTED (int,
         sqlite3_wal_checkpoint_v2,
         (sqlite3 * db, const char *name, int mode, int *n_log, int *n_done),
         (db, name, mode, n_log, n_done))

int
sqlite3_step (sqlite3_stmt *statement)
{
  int (*real) (sqlite3_stmt *);
  int code;

  note_call ("sqlite3_step");
  find_real ("sqlite3_step", &real);
  code = real (statement);
  add (&counts.n_rows, code == SQLITE_ROW);
  add (&counts.n_steps, (guint64) sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1));
  return code;
}

/* @name: of the function that syncs. */
static int
sync_file (const char *name, int fd)
{
  int (*real) (int);
  gint64 start;
  int result;

  add (&counts.n_syncs, 1);
  if (sync_hook != NULL)
    sync_hook (sync_data);
  find_real (name, &real);
  start = g_get_monotonic_time ();
  result = real (fd);
  add (&counts.sync_us, (guint64) (g_get_monotonic_time () - start));
  return result;
}

int
fdatasync (int fd)
{
  return sync_file ("fdatasync", fd);
}

int
fsync (int fd)
{
  return sync_file ("fsync", fd);
}

SqliteCounts
sqlite_counter_get (void)
{
  return (SqliteCounts){
    .n_main_calls = __atomic_load_n (&counts.n_main_calls, __ATOMIC_SEQ_CST),
    .n_calls = __atomic_load_n (&counts.n_calls, __ATOMIC_SEQ_CST),
    .n_rows = __atomic_load_n (&counts.n_rows, __ATOMIC_SEQ_CST),
    .n_steps = __atomic_load_n (&counts.n_steps, __ATOMIC_SEQ_CST),
    .n_syncs = __atomic_load_n (&counts.n_syncs, __ATOMIC_SEQ_CST),
    .sync_us = __atomic_load_n (&counts.sync_us, __ATOMIC_SEQ_CST),
  };
}

SqliteCounts
sqlite_counter_since (const SqliteCounts *before)
{
  SqliteCounts now = sqlite_counter_get ();

  return (SqliteCounts){
    .n_main_calls = now.n_main_calls - before->n_main_calls,
    .n_calls = now.n_calls - before->n_calls,
    .n_rows = now.n_rows - before->n_rows,
    .n_steps = now.n_steps - before->n_steps,
    .n_syncs = now.n_syncs - before->n_syncs,
    .sync_us = now.sync_us - before->sync_us,
  };
}

const char *
sqlite_counter_get_last_main_call (void)
{
  return last_main_call;
}

void
sqlite_counter_set_sync_hook (SqliteSyncHook hook, gpointer user_data)
{
  sync_data = user_data;
  sync_hook = hook;
}
