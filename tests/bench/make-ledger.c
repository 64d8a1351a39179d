/* make-ledger.c: the generator of large ledgers as a program: make-ledger FILE EVENTS [SEED [PGN…]]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-ledger.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  guint64 n_events, seed = 1;

  if (argc < 3 || !g_ascii_string_to_unsigned (argv[2], 10, 1, G_MAXINT64, &n_events, NULL) ||
      (argc > 3 && !g_ascii_string_to_unsigned (argv[3], 10, 0, G_MAXUINT32, &seed, NULL)))
    {
      g_printerr ("usage: make-ledger FILE EVENTS [SEED [PGN…]]\n");
      return 2;
    }
  if (!bench_ledger_make (argv[1],
                          n_events,
                          (guint32) seed,
                          argc > 4 ? (const char *const *) argv + 4 : NULL,
                          &error))
    {
      g_printerr ("make-ledger: %s\n", error->message);
      return 1;
    }
  return 0;
}
