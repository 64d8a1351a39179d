/* cl-fixed.h: logarithm and logistic curve in integers, so that what is scored is the same number on every machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ln (@n / @d) in thousandths, rounded; both from 1 to 2³². */
gint cl_fixed_ln (guint64 n, guint64 d);

/* 1 / (1 + exp (−x)) in hundred-thousandths; @x in thousandths. Right within 19 of these. */
gint cl_fixed_logistic (gint x);

/* @n / @d rounded to the nearest, halves away from 0; @d > 0. */
gint64 cl_fixed_divide (gint64 n, gint64 d);

G_END_DECLS
