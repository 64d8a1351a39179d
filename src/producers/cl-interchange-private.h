/* cl-interchange-private.h: what printing and parsing of events share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-interchange.h"

/* The dataschema of a CloudEvent: this, the type, a colon, the schema. */
#define CL_INTERCHANGE_SCHEMA_PREFIX "urn:chess-ledger:event:"
