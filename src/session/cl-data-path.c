/* cl-data-path.c: where the files are that come with the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-data-path.h"

char *
cl_data_path (const char *name)
{
  const char *told = g_getenv ("CHESS_LEDGER_DATADIR");

  return g_build_filename (told && *told ? told : PKGDATADIR, name, NULL);
}
