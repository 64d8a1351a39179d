/* bench-ledger.h: makes ledgers of any size by stretching real games, the same for the same seed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * bench_ledger_make:
 * @path: a ledger file that does not exist yet
 * @n_events: at least so many events
 * @seed: chooses games, names and dates
 * @sources: (nullable): NULL-terminated PGN files to take games from; NULL: the sample games of this project
 *
 * Writes PGN files of 5,000 games each beside @path, imports them and removes them.
 */
gboolean bench_ledger_make (const char *path,
                            guint64 n_events,
                            guint32 seed,
                            const char *const *sources,
                            GError **error);

/* Writes @n_games games of the same kind into the PGN file @path, a block at a time. */
gboolean bench_ledger_write_pgn (const char *path,
                                 guint64 n_games,
                                 guint32 seed,
                                 const char *const *sources,
                                 GError **error);

/* The ledger for benchmarks in the temporary folder, made on first use and kept: chess-ledger-bench-<n_events>.ledger. */
char *bench_ledger_ensure (guint64 n_events, GError **error);

G_END_DECLS
