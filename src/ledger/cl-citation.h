/* cl-citation.h: how a fact names another partition, so that it means the same one on every replica
 *
 * The key of a partition belongs to one ledger: what is "table/1" here is "table/1~3f2504e0" where another table has that name. So
 * the name in a fact is read relative to where the partition began in which the fact stands: a bare name means the partition
 * of that name that began there too; any other has its mark ("~" and the beginning of its origin in hex), whatever its key.
 * Where no partition of that name began there, a bare name means the first one of that name that arrived here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"

G_BEGIN_DECLS

/* What the partitions of a ledger were called when it was made. Used by one thread at a time. */
typedef struct _ClCitations ClCitations;

ClCitations *cl_citations_new (ClReader *reader, GError **error);
void cl_citations_free (ClCitations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClCitations, cl_citations_free)

/**
 * cl_citations_resolve:
 * @citing: key here of the partition in which the fact stands
 * @cited: what the fact calls the other one
 *
 * Returns: the key here of the partition that is meant; @cited itself if it is not here (yet). Valid as long as @self and @cited
 */
const char *cl_citations_resolve (const ClCitations *self, const char *citing, const char *cited);

/**
 * cl_citations_name:
 * @citing: key here of the partition in which a fact is to stand; it need not exist yet
 * @key: key here of the partition that the fact is about
 *
 * Returns: (transfer full): what the fact has to call it
 */
char *cl_citations_name (const ClCitations *self, const char *citing, const char *key);

G_END_DECLS
