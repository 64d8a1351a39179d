/* cl-flag-policy.h: the arbiter's policy that records when a flag has fallen
 *
 * A policy: it reads a game like a consumer and decides which facts to append. It knows from the facts alone whether
 * it has spoken already, so a restart adds nothing. Pure: who calls it measures the time and appends the draft.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"

G_BEGIN_DECLS

#define CL_FLAG_POLICY_NEVER G_MAXINT64

/**
 * cl_flag_policy_get_left_ms:
 * @elapsed_ms: measured time since the running side's clock was started or resumed
 *
 * Returns: how long the flag of the running side certainly stays up (with a delay it may be longer, so look again
 * then); ≤ 0: it has fallen and that is not recorded yet; CL_FLAG_POLICY_NEVER: no clock runs or nothing is left to
 * record
 */
gint64 cl_flag_policy_get_left_ms (const ClGame *game, gint64 elapsed_ms);

/* FlagFell and what follows from it; NULL without @error if there is nothing to record. @now: µs UTC. */
ClDraft *cl_flag_policy_decide (const ClGame *game, gint64 elapsed_ms, gint64 now, GError **error);

G_END_DECLS
