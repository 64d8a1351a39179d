/* cli-fixture.h: runs the real chess-ledger-cli on a ledger of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *ledger;
  char *pgn;
  char *out;
  char *err;
  int status;
} Fixture;

/* The path of chess-ledger-cli. */
extern const char *program;

void set_up (Fixture *fixture, gconstpointer data);
void tear_down (Fixture *fixture, gconstpointer data);

/* With XDG folders inside the fixture's. Free with g_strfreev (). */
char **make_environment (const Fixture *fixture);

/* Runs the program with @arguments, split at spaces; "%L" is the ledger, "%P" the PGN file, and "_" within an argument a space. */
void run (Fixture *fixture, const char *arguments);
/* The same, expecting success and, if @out is not NULL, exactly this output. */
void run_ok (Fixture *fixture, const char *arguments, const char *out);
/* The same, expecting this status, @message on stderr, and no output. */
void run_fails (Fixture *fixture, const char *arguments, int status, const char *message);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

/* The same main () for each program of this folder: the path of chess-ledger-cli is the first argument. */
int run_tests (int argc, char **argv, void (*add_tests) (void));
