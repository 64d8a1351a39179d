/* cl-library-row.h: one game's line in the library view, as text value and as struct
 *
 * Keys of the library view: "game/<partition>/<game as 8 digits>" → a row; "collection/<partition>" → a collection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "chess-outcome.h"

G_BEGIN_DECLS

/* Strings point into the unpacked value; they are never NULL, "" where nothing is known. */
typedef struct
{
  char *storage;         /* owns all the strings */
  const char *partition; /* from the key */
  guint32 game;
  const char *white, *black, *white_elo, *black_elo, *event, *site, *date, *round, *eco,
    *time_control;
  const char
    *line;       /* "+" and its first moves (cl-opening-line.h) while they are followed, else "" */
  guint opening; /* chess_opening_index () + 1, 0: none */
  ChessResult result;
  ChessEnding ending;
  guint32 plies;
  guint64 first_offset; /* of its GameStarted or GameUnreadable */
  gboolean playing, unreadable;
  gboolean withdrawn; /* this game alone; see also its collection */
  gint64 started_at;  /* µs or CL_NO_TIME */
} ClLibraryRow;

/* NULL if @key is no game's or @value is no row. */
ClLibraryRow *cl_library_row_parse (const char *key, const char *value);
void cl_library_row_free (ClLibraryRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLibraryRow, cl_library_row_free)
/* The value for the map (tab-separated, tabs and line feeds in fields become spaces; NULL is as ""). */
char *cl_library_row_format (const ClLibraryRow *self);
char *cl_library_row_key (const char *partition, guint32 game);
/* The @length bytes of @key that are the partition, and the game; FALSE if it is no game's key. */
gboolean
cl_library_row_split_key (const char *key, const char **partition, gsize *length, guint32 *game);

typedef struct
{
  char *storage;
  const char *partition, *file, *digest, *encoding; /* file is "" for tables */
  guint64 n_games, n_unreadable; /* readable ones; and those of which only the text is kept */
  gboolean complete;             /* SourceImported was seen; always TRUE for tables */
  gboolean withdrawn;            /* with all its games */
} ClLibraryCollection;

ClLibraryCollection *cl_library_collection_parse (const char *key, const char *value);
void cl_library_collection_free (ClLibraryCollection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLibraryCollection, cl_library_collection_free)
char *cl_library_collection_format (const ClLibraryCollection *self);
char *cl_library_collection_key (const char *partition);

G_END_DECLS
