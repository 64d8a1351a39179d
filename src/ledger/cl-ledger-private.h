/* cl-ledger-private.h: what readers and verification need of an open ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

const char *const *cl_ledger_get_vocabulary (ClLedger *self);
gint64 cl_ledger_get_created_at (ClLedger *self); /* µs UTC */

G_END_DECLS
