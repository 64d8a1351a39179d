/* cl-decimal.h: numbers as decimal text, for folds that write millions: printf would be half of their time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At least @width digits, with zeros in front; @width to 20. */
static inline void
cl_decimal_append_padded (GString *text, guint64 number, guint width)
{
  char digits[20];
  guint first = sizeof digits;

  do
    {
      digits[--first] = (char) ('0' + number % 10);
      number /= 10;
    }
  while (number > 0);
  while (first > 0 && sizeof digits - first < width)
    digits[--first] = '0';
  g_string_append_len (text, digits + first, (gssize) (sizeof digits - first));
}

static inline void
cl_decimal_append (GString *text, gint64 number)
{
  if (number < 0)
    g_string_append_c (text, '-');
  cl_decimal_append_padded (text, number < 0 ? -(guint64) number : (guint64) number, 1);
}

G_END_DECLS
