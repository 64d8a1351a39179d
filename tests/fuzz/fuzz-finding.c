/* fuzz-finding.c: any bytes as the answers of an unknown line, and as the descriptor of a HID device
 *
 * The first byte says how many of the others arrive in each stage of asking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "cl-board-probe.h"
#include "cl-board-products.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ClBoardProbe probe;
  gint64 now_ms = 0;
  gsize at = 1;

  cl_hid_has_usage_page (data, size, 0xff00);
  if (size == 0)
    return 0;
  cl_board_probe_init (&probe, now_ms);
  while (probe.stage != CL_PROBE_OVER)
    {
      gsize n = MIN (data[0], size - at);
      const ClBoardFamily *family = cl_board_probe_receive (&probe, data + at, n);

      at += n;
      if (family != NULL && (probe.stage >= CL_PROBE_DGT) != (family->baud == 9600))
        abort ();
      now_ms = probe.until_ms;
      if (!cl_board_probe_advance (&probe, now_ms))
        abort ();
    }
  return 0;
}
