/* cl-board-products.c: the one table of USB ids behind which boards are known to sit, and what is odd about each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-products.h"

#include <string.h>

static const ClBoardProduct products[] = {
  { .vendor = 0x045b,
    .product = 0x8111,
    .mask = 0xffff,
    .title = "DGT Smart Board",
    .no_modem_probe = TRUE,
    .source = "murkle/dgtchess; fnogatz/dgtchess #14; emeijdam/dgtboard-rs" },
  { .vendor = 0x04d8,
    .product = 0x000a,
    .mask = 0xffff,
    .title = "DGT USB board",
    .no_modem_probe = TRUE,
    .source = "udev rule in jromang/picochess #150" },
  { .vendor = 0x0403,
    .product = 0x6001,
    .mask = 0xffff,
    .title = "FTDI serial adapter",
    .source = "older DGT boards: fnogatz/dgtchess; kgigitdev/godgt; jromang/picochess #44" },
  { .vendor = 0x10c4,
    .product = 0xea60,
    .mask = 0xffff,
    .title = "CP210x serial adapter",
    .source = "Certabo; of Tabutronic presumed" },
  /* The high byte of the product is the model. */
  { .vendor = 0x2d80,
    .product = 0x8000,
    .mask = 0xff00,
    .title = "Chessnut Air",
    .family = "chessnut",
    .hid = TRUE,
    .usage_page = 0xff00,
    .source = "8001, 8002, 8003: chessnutech/EasyLinkSDK" },
  { .vendor = 0x2d80,
    .product = 0x8200,
    .mask = 0xff00,
    .title = "Chessnut Air+",
    .family = "chessnut",
    .hid = TRUE,
    .usage_page = 0xff00,
    .source = "8202: chessnutech/EasyLinkSDK" },
  { .vendor = 0x2d80,
    .product = 0x8500,
    .mask = 0xff00,
    .title = "Chessnut Go",
    .family = "chessnut",
    .hid = TRUE,
    .usage_page = 0xff00,
    .source = "8501: chessnutech/EasyLinkSDK" },
  { .vendor = 0x2d80,
    .product = 0x8000,
    .mask =
      0xf000, /* the models between: 80xx … 86xx are the range that the maker's own code takes */
    .title = "Chessnut",
    .family = "chessnut",
    .hid = TRUE,
    .usage_page = 0xff00,
    .source = "80xx … 86xx: chessnutech/EasyLinkSDK" },
};

const ClBoardProduct *
cl_board_product_get (guint index)
{
  return index < G_N_ELEMENTS (products) ? &products[index] : NULL;
}

const ClBoardProduct *
cl_board_product_find (guint16 vendor, guint16 product, gboolean hid)
{
  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    if (products[i].vendor == vendor && products[i].hid == hid &&
        (product & products[i].mask) == products[i].product)
      return &products[i];
  return NULL;
}

/* A real link is "usb-DGT_DGT_Chessboard-if00"; Bluetooth boards are "DGT_BT_…" and "PCS-REVII…". */
const ClBoardFamily *
cl_board_family_from_label (const char *label)
{
  static const struct
  {
    const char *word, *family;
  } words[] = {
    { "DGT", "dgt" },
    { "PCS-REVII", "dgt" },
    { "Chessnut", "chessnut" },
  };

  for (guint i = 0; label != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (label, words[i].word) != NULL)
      return cl_board_family_find (words[i].family);
  return NULL;
}

/* Items of a descriptor: the low two bits of the first byte are the length of the data (3 means 4), FE begins a long
 * item with its length in the next byte. "Usage Page" is tag 0 of type Global: 04 under the mask FC. */
gboolean
cl_hid_has_usage_page (const guint8 *descriptor, gsize n, guint16 page)
{
  gsize at = 0;

  while (at < n)
    {
      guint8 head = descriptor[at];
      gsize length = (head & 3) == 3 ? 4 : (head & 3);
      guint value = 0;

      if (head == 0xfe)
        {
          if (n - at < 3)
            return FALSE;
          at += 3 + (gsize) descriptor[at + 1];
          continue;
        }
      if (n - at < 1 + length)
        return FALSE;
      for (gsize i = 0; i < length && i < 2; i++)
        value |= (guint) descriptor[at + 1 + i] << (8 * i);
      if ((head & 0xfc) == 0x04 && value == page)
        return TRUE;
      at += 1 + length;
    }
  return FALSE;
}
