/* cl-fixed.c: logarithm and logistic curve in integers, so that what is scored is the same number on every machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fixed.h"

#define ONE     (G_GUINT64_CONSTANT (1) << 30)
#define N_BITS  20
#define LN2_E9  693147181
#define STEP    125 /* of the table, in thousandths */
#define N_STEPS 96

gint64
cl_fixed_divide (gint64 n, gint64 d)
{
  g_return_val_if_fail (d > 0, 0);

  return n >= 0 ? (n + d / 2) / d : -((-n + d / 2) / d);
}

gint
cl_fixed_ln (guint64 n, guint64 d)
{
  g_return_val_if_fail (n > 0 && d > 0, 0);

  gint64 log2 = 0; /* with N_BITS binary digits */
  guint64 x;

  for (; n >= 2 * d; d *= 2)
    log2 += 1;
  for (; n < d; n *= 2)
    log2 -= 1;
  /* 1 ≤ n/d < 2; each squaring gives one more digit */
  x = n * ONE / d;
  for (guint i = 0; i < N_BITS; i++)
    {
      x = x * x / ONE;
      log2 *= 2;
      if (x >= 2 * ONE)
        {
          log2 += 1;
          x /= 2;
        }
    }
  return (gint) cl_fixed_divide (log2 * (LN2_E9 / 1000), (gint64) 1000 << N_BITS);
}

gint
cl_fixed_logistic (gint x)
{
  /* 100000 / (1 + exp (−i/8)), i from 0 to 96 */
  /* clang-format off */
  static const gint32 table[N_STEPS + 1] = {
    50000, 53121, 56218, 59267, 62246, 65135, 67918, 70579, 73106, 75491,
    77730, 79819, 81757, 83548, 85195, 86704, 88080, 89331, 90465, 91490,
    92414, 93245, 93991, 94660, 95257, 95791, 96267, 96691, 97069, 97404,
    97702, 97967, 98201, 98409, 98594, 98757, 98901, 99029, 99142, 99242,
    99331, 99409, 99478, 99539, 99593, 99641, 99683, 99720, 99753, 99782,
    99807, 99830, 99850, 99867, 99883, 99897, 99909, 99920, 99929, 99937,
    99945, 99951, 99957, 99962, 99966, 99970, 99974, 99977, 99980, 99982,
    99984, 99986, 99988, 99989, 99990, 99992, 99993, 99993, 99994, 99995,
    99995, 99996, 99996, 99997, 99997, 99998, 99998, 99998, 99998, 99999,
    99999, 99999, 99999, 99999, 99999, 99999, 99999,
  };
  /* clang-format on */
  gint size = ABS (CLAMP (x, -STEP * N_STEPS, STEP * N_STEPS));
  gint step = MIN (size / STEP, N_STEPS - 1);
  gint64 y =
    table[step] +
    cl_fixed_divide ((gint64) (table[step + 1] - table[step]) * (size - step * STEP), STEP);

  return (gint) (x >= 0 ? y : 100000 - y);
}
