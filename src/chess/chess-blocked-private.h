/* chess-blocked-private.h: shows that a locked position can never come to mate, without playing it out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

/* True if @winner provably cannot mate from @position on, since nothing gets to where it would. False says nothing. */
bool chess_blocked_forbids_mate (const ChessPosition *position, ChessColor winner);
