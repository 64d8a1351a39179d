/* cl-library-filter-private.h: which rows of the library a query asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-library-private.h"
#include "cl-position-finder.h"

G_BEGIN_DECLS

typedef struct _ClLibraryFilter ClLibraryFilter;

/* @query, @withdrawn (a set of interned partitions) and @finder, which has found what @query wants, must outlive it. One
 * thread. */
ClLibraryFilter *cl_library_filter_new (const ClLibraryQuery *query,
                                        GHashTable *withdrawn,
                                        ClPositionFinder *finder);
void cl_library_filter_free (ClLibraryFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLibraryFilter, cl_library_filter_free)

/* Whether it belongs to the collection that is shown. */
gboolean cl_library_filter_shows (const ClLibraryFilter *self, const ClLibraryEntry *entry);
/* Whether it is what is searched for: each word occurs in its texts, or in its opening's code or
 * name; or the wanted position stood in it. */
gboolean cl_library_filter_matches (const ClLibraryFilter *self,
                                    const ClLibraryChunk *chunk,
                                    const ClLibraryEntry *entry);

G_END_DECLS
