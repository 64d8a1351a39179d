/* cl-words-event.h: what an event says, as one would say it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

G_BEGIN_DECLS

/* A sentence: "White castled short at Table 7, game 3: 12. O-O, with 0:32:07 left." Never fails: a type that this version does
 * not know is named. */
char *cl_words_event (const ClEvent *event);

/* Who appends under this name: "Screen", "PGN import"; the name itself if it is not ours. */
const char *cl_words_producer (const char *name);
/* Whether it reads the ledger too, and appends what it concludes. */
gboolean cl_words_is_policy (const char *name);

G_END_DECLS
