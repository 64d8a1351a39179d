/* fuzz-certabo.c: any bytes as the stream of a Certabo or Tabutronic board, and as a table of chips
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-certabo-lines.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_line (const ClCertaboReader *reader, ClCertaboLineKind kind)
{
  ClCertaboReader *again = g_new0 (ClCertaboReader, 1);
  g_autofree char *line = kind == CL_CERTABO_CHIPS ? cl_certabo_write_chips (reader->chips)
                                                   : cl_certabo_write_occupancy (reader->occupied);
  ClCertaboLineKind last = CL_CERTABO_NOTHING;

  for (const char *c = line; *c != '\0'; c++)
    last = cl_certabo_reader_take (again, (guint8) *c);
  if (last != kind ||
      (kind == CL_CERTABO_CHIPS &&
       memcmp (again->chips, reader->chips, sizeof again->chips) != 0) ||
      (kind == CL_CERTABO_OCCUPANCY && again->occupied != reader->occupied))
    abort ();
  g_free (again);
}

static void
check_table (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *written = NULL;
  ClChipTable table = { 0 };

  if (!cl_chip_table_from_text (text, &table))
    return;
  written = cl_chip_table_to_text (&table);
  if (!cl_chip_table_from_text (written, &table))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ClCertaboReader *reader = g_new0 (ClCertaboReader, 1);
  ClCalibration *calibration = g_new0 (ClCalibration, 1);
  ClChipTable table = { 0 };

  for (size_t i = 0; i < size; i++)
    {
      ClCertaboLineKind kind = cl_certabo_reader_take (reader, data[i]);

      if (kind == CL_CERTABO_CHIPS || kind == CL_CERTABO_OCCUPANCY)
        check_line (reader, kind);
      if (kind == CL_CERTABO_CHIPS)
        (void) cl_calibration_take (calibration, reader->chips, size & 1, &table);
    }
  check_table (data, size);
  g_free (calibration);
  g_free (reader);
  return 0;
}
