/* cl-hex.h: bytes as hex digits, as seals and digests are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two lower-case digits a byte, and a NUL: @hex has room for 2 * @length + 1. */
void cl_hex_write (const guint8 *bytes, gsize length, char *hex);
void cl_hex_append (GString *out, const guint8 *bytes, gsize length);

G_END_DECLS
