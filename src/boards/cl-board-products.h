/* cl-board-products.h: the one table of USB ids behind which boards are known to sit, and what is odd about each
 *
 * Most ids name the serial chip and not the board, so few of them say which family it is: the others have to be asked
 * (cl-board-probe.h). A device that is not in the table is left alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"

G_BEGIN_DECLS

typedef struct
{
  guint16 vendor, product, mask; /* @product is compared under @mask */
  const char *title;             /* what people call it */
  const char *family;            /* as in cl_board_family_find (); NULL: it must be asked */
  gboolean hid;                  /* a HID device; else a serial line */
  guint16 usage_page; /* of HID: the vendor has other devices, without this page; 0: any */
  gboolean
    no_modem_probe; /* the id is not shared with modems, and a modem's greeting may harm the board */
  const char *source; /* who saw it, as named in the reference's list of sources */
} ClBoardProduct;

/* NULL if no board was ever seen with these ids. */
const ClBoardProduct *cl_board_product_find (guint16 vendor, guint16 product, gboolean hid);
/* NULL behind the last: for the test that holds the udev rules against the table. */
const ClBoardProduct *cl_board_product_get (guint index);

/* Does what the device calls itself name a family, whatever its ids are? "DGT_Chessboard" → "dgt"; NULL: no. */
const ClBoardFamily *cl_board_family_from_label (const char *label);

/* Does a HID report descriptor of @n bytes declare @page? */
gboolean cl_hid_has_usage_page (const guint8 *descriptor, gsize n, guint16 page);

G_END_DECLS
