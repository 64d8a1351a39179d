/* cl-hex.c: two table look-ups a byte, since an export prints a seal an event
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-hex.h"

static const char digits[] = "0123456789abcdef";

void
cl_hex_write (const guint8 *bytes, gsize length, char *hex)
{
  for (gsize i = 0; i < length; i++)
    {
      *hex++ = digits[bytes[i] >> 4];
      *hex++ = digits[bytes[i] & 15];
    }
  *hex = '\0';
}

void
cl_hex_append (GString *out, const guint8 *bytes, gsize length)
{
  gsize start = out->len;

  g_string_set_size (out, start + 2 * length);
  cl_hex_write (bytes, length, out->str + start);
}
