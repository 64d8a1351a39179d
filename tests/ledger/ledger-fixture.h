/* ledger-fixture.h: what every test of the ledger needs: a file in a folder of its own, and quick drafts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-ledger.h"
#include "cl-reader.h"
#include "cl-verify.h"

extern const char *const test_vocabulary[];

/* A folder that delete_folder () removes with all that is in it. */
char *make_folder (void);
void delete_folder (const char *folder);

/* A new or existing ledger, open for writing. */
ClLedger *open_for_writing (const char *path);

/* An event of @type with everything else derived from @n, so that different numbers are different facts. */
ClEvent make_event (const char *type, guint32 game, guint n);

/* @n events of @partition from number @first on. */
ClDraft *make_draft (const char *partition, guint32 game, guint first, guint n);

/* Appends and expects success. */
ClAppended append_ok (ClLedger *ledger, ClDraft *draft, guint64 expected_offset);

/* Runs SQL on a plain connection, as a stranger would; returns SQLite's code. */
int run_sql (const char *path, const char *sql);
/* The same, but it has to work. */
void run_sql_ok (const char *path, const char *sql);
/* First column of the first row as text. */
char *query_text (const char *path, const char *sql);
