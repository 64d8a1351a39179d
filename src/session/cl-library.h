/* cl-library.h: all games as a list model: searched, filtered and sorted off the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-library-row.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* One game's line. Properties: partition, game, white, black, white-elo, black-elo, result (text), event, site, date,
 * round, eco (what the file says, else of its opening), opening (its name), plies, status (text: "playing", "unreadable", "withdrawn" or ""). An item never changes: a changed game
 * is a new item at the same place. */
#define CL_TYPE_LIBRARY_ITEM (cl_library_item_get_type ())
G_DECLARE_FINAL_TYPE (ClLibraryItem, cl_library_item, CL, LIBRARY_ITEM, GObject)

const char *cl_library_item_get_partition (ClLibraryItem *self);
guint32 cl_library_item_get_game (ClLibraryItem *self);
/* Borrowed from the item. */
const ClLibraryRow *cl_library_item_get_row (ClLibraryItem *self);

/* A GListModel of ClLibraryItem, made as they are looked at. Properties: total (uint64), busy. Newest request wins;
 * what is listed changes when the answer is there, with one items-changed. */
#define CL_TYPE_LIBRARY (cl_library_get_type ())
G_DECLARE_FINAL_TYPE (ClLibrary, cl_library, CL, LIBRARY, GObject)

/* @runner runs the views "library" and "moves" of @ledger. The library works in the main context of its maker. */
ClLibrary *cl_library_new (ClLedger *ledger, ClRunner *runner);
/* Stops the worker; what is listed stays. Necessary before the runner is closed. */
void cl_library_close (ClLibrary *self);
/* While nobody looks at it the library reads nothing and lists what it listed; woken, it catches up at once. */
void cl_library_set_resting (ClLibrary *self, gboolean resting);
/* Words, each must occur somewhere in the columns or in the opening's name, whatever their case and accents; "kasp topa 99".
 * Or a FEN: the games in which this position stood; or a balance, "KRPKR": cl_position_query_parse () says what is one. */
void cl_library_set_search (ClLibrary *self, const char *text);
/* When a position is searched for: after how many half-moves it first stood in the game at @place of the list; else -1. */
int cl_library_get_found_ply (ClLibrary *self, guint place);
/* NULL: all; CL_LIBRARY_DUPLICATES: games that are there twice, beside each other; "tables": all games played here; "withdrawn": what was removed and can be restored. */
void cl_library_set_collection (ClLibrary *self, const char *partition);

#define CL_LIBRARY_DUPLICATES "duplicates"

typedef enum
{
  CL_LIBRARY_SORT_NONE, /* games played here, newest first, then the archives in their own order */
  CL_LIBRARY_SORT_WHITE,
  CL_LIBRARY_SORT_BLACK,
  CL_LIBRARY_SORT_RESULT,
  CL_LIBRARY_SORT_EVENT,
  CL_LIBRARY_SORT_DATE,
  CL_LIBRARY_SORT_PLIES,
  CL_LIBRARY_SORT_OPENING, /* by code, then by name */
  CL_LIBRARY_SORT_WHITE_ELO,
  CL_LIBRARY_SORT_BLACK_ELO,
  CL_LIBRARY_SORT_ROUND,
} ClLibrarySort;

void cl_library_set_sort (ClLibrary *self, ClLibrarySort sort, gboolean descending);
guint64 cl_library_get_total (ClLibrary *self); /* games of the collection before search */
gboolean
cl_library_is_busy (ClLibrary *self); /* a change is being read, or an answer is under way */

/* Properties: partition, title, n-games, complete (FALSE: an import that was stopped). "tables" is first, then each
 * import; withdrawn ones are left out. */
#define CL_TYPE_COLLECTION (cl_collection_get_type ())
G_DECLARE_FINAL_TYPE (ClCollection, cl_collection, CL, COLLECTION, GObject)

const char *cl_collection_get_partition (ClCollection *self);
const char *cl_collection_get_title (ClCollection *self);
guint64 cl_collection_get_n_games (ClCollection *self);
gboolean cl_collection_get_complete (ClCollection *self);

G_END_DECLS
