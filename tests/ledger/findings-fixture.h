/* findings-fixture.h: a plain SQLite database and short ways to ask it, for the tests of what SQLite does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

typedef struct
{
  char *folder;
  char *path;
  sqlite3 *db;
} Fixture;

void findings_set_up (Fixture *fixture, gconstpointer data);
void findings_tear_down (Fixture *fixture, gconstpointer data);

/* SQLite's code; says what failed. */
int run (sqlite3 *db, const char *sql);
void run_ok (sqlite3 *db, const char *sql);
/* First column of all rows, separated by commas. */
char *ask (sqlite3 *db, const char *sql);
void expect (sqlite3 *db, const char *sql, const char *expected);
/* Another connection to the same file. */
sqlite3 *open_other (const char *path);
/* Bytes in the log of the database at @path. */
guint64 get_log_size (const char *path);

#define ADD_FINDING(path, func) \
  g_test_add (path, Fixture, NULL, findings_set_up, func, findings_tear_down)
