/* test-chessnut.c: HID reports of Chessnut boards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "boards-fixture.h"
#include "cl-chessnut-reports.h"
#include "own-home.h"

static const struct
{
  const char *hex, *expected; /* NULL: refused */
} vectors[] = {
  { "01 24 58 23 31 85 44*4 00*16 77*4 A6 C9 9B 6A FF*4", START },
  { "01 24 58 23 31 85 44 44 00 44 00*16 77 70 07 77 A6 C9 9B 6A FF FF FF FF",
    "rnbqkbnr/pp2pppp/8/8/8/8/PP1PP1PP/RNBQKBNR" },
  { "01 24 58 23 31 85 44*4 00*9 70 00*6 77 07 77 77 A6 C9 9B 6A 00*4",
    "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR" },
  { "01 3D 58 23 31 85 44*4 00*16 77*4 A6 C9 9B 6A 5A*29", START },
  { "01 3D 58 23 31 85 44*4 00*16 77*4 A6 C9 9B 6A", START },
  { "01 3D A6 B9 9C 6A 77*4 00*16 44*4 58 13 32 85",
    "RNBKQBNR/PPPPPPPP/8/8/8/8/pppppppp/rnbkqbnr" },
  { "01 24 58 23 31 85 44*4 00*16 77*4 A6 C9 9B", NULL },
  { "01 24 58 23 31 85 44*4 00*15 0D 77*4 A6 C9 9B 6A FF*4", NULL },
  { "01 1F 58 23 31 85 44*4 00*16 77*4 A6 C9 9B 6A", NULL },
  { "2A 02 64 00", "100" },
  { "2A 02 64 01", "100+" },
  { "2A 02 B2 00", "50+" },
  { "2A 02 7F 00", NULL },
  { "2A 02", NULL },
  { "28 0F 43 4E 41 49 52 5F 30 39 5F 32 33 30 32 31 33 00*46", "CNAIR_09_230213" },
  { "28 40 43", NULL },
  { "23 01 00 00*61", "" },
  { "21 01 00", "" },
  { "01", NULL },
};

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GByteArray) bytes = bytes_from_hex (vectors[i].hex);
      g_autofree char *battery = NULL;
      ClChessnutReport report;
      gboolean ok = cl_chessnut_read (bytes->data, bytes->len, &report);

      g_test_message ("%s", vectors[i].hex);
      g_assert_cmpint (ok, ==, vectors[i].expected != NULL);
      if (!ok)
        continue;
      battery = g_strdup_printf ("%u%s", report.percent, report.charging ? "+" : "");
      if (report.kind == CL_CHESSNUT_BOARD)
        assert_placement (&report.placement, vectors[i].expected);
      else
        g_assert_cmpstr (report.kind == CL_CHESSNUT_BATTERY   ? battery
                         : report.kind == CL_CHESSNUT_VERSION ? report.text
                                                              : "",
                         ==,
                         vectors[i].expected);
    }
}

static void
test_written (void)
{
  static const guint8 e2e4[] = { 0x0A, 8, 0, 0, 0, 0, 8, 0, 8, 0 };
  static const guint8 c3[] = { 0x0A, 8, 0, 0, 0, 0, 0, 0x20, 0, 0 };
  static const guint8 f6[] = { 0x0A, 8, 0, 0, 4, 0, 0, 0, 0, 0 };
  g_autoptr (GByteArray) start = bytes_from_hex (vectors[0].hex);
  ClPlacement placement = cl_placement_start ();
  guint8 out[32];

  cl_chessnut_write_board (&placement, out);
  g_assert_cmpmem (out, 32, start->data + 2, 32);
  cl_chessnut_write_lamps (G_GUINT64_CONSTANT (1) << square_named ("e2") | G_GUINT64_CONSTANT (1)
                                                                             << square_named ("e4"),
                           out);
  g_assert_cmpmem (out, 10, e2e4, 10);
  cl_chessnut_write_lamps (G_GUINT64_CONSTANT (1) << square_named ("c3"), out);
  g_assert_cmpmem (out, 10, c3, 10);
  cl_chessnut_write_lamps (G_GUINT64_CONSTANT (1) << square_named ("f6"), out);
  g_assert_cmpmem (out, 10, f6, 10);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/boards/chessnut/vectors", test_vectors);
  g_test_add_func ("/boards/chessnut/written", test_written);
  return g_test_run ();
}
