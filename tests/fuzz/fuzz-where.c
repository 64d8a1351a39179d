/* fuzz-where.c: any bytes as what somebody writes to go somewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "cl-where.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  ClWhere where = { .number = 7 };

  if (cl_where_parse (text, 1795000000 * (gint64) G_USEC_PER_SEC, &where, &error) !=
      (error == NULL))
    abort ();
  if (error != NULL && (where.number != 7 || !g_utf8_validate (error->message, -1, NULL)))
    abort ();
  return 0;
}
