/* producers-fixture.h: a ledger in a folder of its own, and helpers to import into it and read it back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-export.h"
#include "cl-import.h"

typedef struct
{
  char *folder;
  char *path;
  ClLedger *ledger;
} Fixture;

/* Opens @name in a new folder, or in @folder if that is given (then it is not removed). */
void fixture_open (Fixture *self, const char *folder, const char *name);
void fixture_close (Fixture *self);

/* The file @name below $CHESS_LEDGER_TEST_DATA; NULL (and a skipped test) if there is none. */
char *fixture_data (const char *folder, const char *name);

/* Under CHESS_LEDGER_BRIEF the first @n games of @text only. (transfer full) */
char *fixture_first_games (const char *text, guint n);

/* Imports or fails the test. */
void fixture_import (Fixture *self, const char *path, const char *name, ClImportResult *result);
/* Writes @text to a file in the fixture's folder and imports that. */
void fixture_import_text (Fixture *self,
                          const char *name,
                          const char *text,
                          gssize length,
                          ClImportResult *result);

/* All events of @partition, in one batch after the other. */
GPtrArray *fixture_read (Fixture *self, const char *partition); /* (element-type ClEvents) */

/* Both ledgers hold the same events of @partition in all columns but position and recorded_at, seals included. */
void assert_same_partition (Fixture *a, Fixture *b, const char *partition);

/* The whole partition, or ledger, as PGN. */
char *fixture_export (Fixture *self, const char *partition);
