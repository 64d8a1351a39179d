/* cl-record.c: wins, draws and losses as a share with its interval, and as a rating
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-record.h"

#include <math.h>

guint
cl_record_n (const ClRecord *self)
{
  return self->wins + self->draws + self->losses;
}

guint
cl_record_share (const ClRecord *self)
{
  guint n = cl_record_n (self);

  return n > 0 ? (guint) (((guint64) self->wins * 2 + self->draws) * 1000 + n) / (2 * n) : 0;
}

void
cl_wilson_interval (double k, double n, guint *low, guint *high)
{
  const double z = 1.959964;
  double p, middle, half;

  *low = 0;
  *high = 1000;
  if (n <= 0)
    return;
  p = k / n;
  middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  half = z * sqrt (p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  *low = (guint) lround (1000 * CLAMP (middle - half, 0, 1));
  *high = (guint) lround (1000 * CLAMP (middle + half, 0, 1));
}

void
cl_record_interval (const ClRecord *self, guint *low, guint *high)
{
  cl_wilson_interval (self->wins + self->draws / 2.0, cl_record_n (self), low, high);
}

gint
cl_performance_dp (guint hundredths)
{
  /* FIDE Handbook B.02, FIDE Rating Regulations, table 8.1.1: p from .50 to 1.0 */
  static const gint16 table[] = {
    0,   7,   14,  21,  29,  36,  43,  50,  57,  65,  72,  80,  87,  95,  102, 110, 117,
    125, 133, 141, 149, 158, 166, 175, 184, 193, 202, 211, 220, 230, 240, 251, 262, 273,
    284, 296, 309, 322, 336, 351, 366, 383, 401, 422, 444, 470, 501, 538, 589, 677, 800,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (table) == 51);
  hundredths = MIN (hundredths, 100);
  return hundredths >= 50 ? table[hundredths - 50] : -table[50 - hundredths];
}

gint
cl_record_performance (const ClRecord *self)
{
  guint n = self->n_rated;

  if (n == 0)
    return 0;
  return (gint) ((self->opponent_ratings + n / 2) / n) +
         cl_performance_dp ((self->rated_half_points * 100 + n) / (2 * n));
}

/* --- Rating bands --- */

guint
cl_rating_band (guint rating)
{
  if (rating == 0)
    return CL_N_RATING_BANDS - 1;
  return CLAMP (rating, 1000, 2800) / 200 - 5;
}

const char *
cl_rating_band_label (guint band)
{
  static const char *const labels[CL_N_RATING_BANDS] = {
    "below 1200", "1200–1399", "1400–1599", "1600–1799", "1800–1999", "2000–2199",
    "2200–2399",  "2400–2599", "2600–2799", "2800–",     NULL,
  };

  g_return_val_if_fail (band < CL_N_RATING_BANDS, NULL);
  return labels[band];
}
