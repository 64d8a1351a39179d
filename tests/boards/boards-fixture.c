/* boards-fixture.c: bytes written as the reference writes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "boards-fixture.h"

GByteArray *
bytes_from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  while (*hex != '\0')
    {
      guint8 byte;
      guint64 times = 1;

      if (*hex == ' ')
        {
          hex++;
          continue;
        }
      g_assert_cmpint (g_ascii_xdigit_value (hex[0]), >=, 0);
      g_assert_cmpint (g_ascii_xdigit_value (hex[1]), >=, 0);
      byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
      hex += 2;
      if (*hex == '*')
        times = g_ascii_strtoull (hex + 1, (char **) &hex, 10);
      for (guint64 i = 0; i < times; i++)
        g_byte_array_append (bytes, &byte, 1);
    }
  return bytes;
}

void
assert_placement (const ClPlacement *placement, const char *expected)
{
  char text[CL_PLACEMENT_SIZE];

  cl_placement_write (placement, text);
  g_assert_cmpstr (text, ==, expected);
}

ChessSquare
square_named (const char *name)
{
  return chess_square (name[0] - 'a', name[1] - '1');
}
