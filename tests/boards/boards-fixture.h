/* boards-fixture.h: bytes written as the reference writes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

#define START "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR"

/* "86 00 43" or "860043"; "00*16" is sixteen zeros. */
GByteArray *bytes_from_hex (const char *hex);
void assert_placement (const ClPlacement *placement, const char *expected);
ChessSquare square_named (const char *name);

G_END_DECLS
