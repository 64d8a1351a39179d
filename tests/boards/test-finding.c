/* test-finding.c: which board is it: the table of products, the rules of udev made after it, and asking
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "boards-fixture.h"
#include "cl-board-probe.h"
#include "cl-board-products.h"
#include "cl-emulated-port.h"
#include "cl-emulator.h"
#include "own-home.h"

static void
test_products (void)
{
  static const struct
  {
    guint16 vendor, product;
    gboolean hid;
    const char *title, *family; /* title NULL: not in the table */
  } cases[] = {
    { 0x045b, 0x8111, FALSE, "DGT Smart Board", NULL },
    { 0x0403, 0x6001, FALSE, "FTDI serial adapter", NULL },
    { 0x10c4, 0xea60, FALSE, "CP210x serial adapter", NULL },
    { 0x2d80, 0x8003, TRUE, "Chessnut Air", "chessnut" },
    { 0x2d80, 0x8202, TRUE, "Chessnut Air+", "chessnut" },
    { 0x2d80, 0x8501, TRUE, "Chessnut Go", "chessnut" },
    { 0x2d80, 0x8601, TRUE, "Chessnut", "chessnut" },
    { 0x2d80, 0x3013, TRUE, NULL, NULL }, /* a tablet */
    { 0x2d80, 0x8003, FALSE, NULL, NULL },
    { 0x2341, 0x0043, FALSE, NULL, NULL }, /* an Arduino, whatever a list says */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ClBoardProduct *product =
        cl_board_product_find (cases[i].vendor, cases[i].product, cases[i].hid);

      g_assert_cmpstr (product != NULL ? product->title : NULL, ==, cases[i].title);
      g_assert_cmpstr (product != NULL ? product->family : NULL, ==, cases[i].family);
    }
  g_assert_cmpstr (cl_board_family_from_label ("usb-DGT_DGT_Chessboard-if00")->name, ==, "dgt");
  g_assert_null (cl_board_family_from_label ("FTDI_FT232R_USB_UART_A600"));
  g_assert_null (cl_board_family_from_label (NULL));
  for (guint i = 0; cl_board_product_get (i) != NULL; i++)
    {
      g_assert_nonnull (cl_board_product_get (i)->source);
      g_assert_true (cl_board_product_get (i)->family == NULL ||
                     cl_board_family_find (cl_board_product_get (i)->family) != NULL);
    }
}

/* The line of the rules that is for a product, by its ids; a digit that the table does not fix is "?" there. */
static char *
find_rule (const char *rules, const ClBoardProduct *product)
{
  g_autofree char *vendor = g_strdup_printf ("ATTRS{idVendor}==\"%04x\"", product->vendor);
  g_autofree char *number = g_strdup_printf ("%04x", product->product);
  g_auto (GStrv) lines = g_strsplit (rules, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *at = strstr (lines[i], "ATTRS{idProduct}==\"");
      g_autofree char *pattern = at != NULL ? g_strndup (at + 19, 4) : NULL;

      if (lines[i][0] != '#' && strstr (lines[i], vendor) != NULL && pattern != NULL &&
          g_pattern_match_simple (pattern, number))
        return g_strdup (lines[i]);
    }
  return NULL;
}

static void
test_rules (void)
{
  g_autofree char *path =
    g_test_build_filename (G_TEST_DIST, "..", "data", "70-chess-ledger-boards.rules", NULL);
  g_autofree char *rules = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &rules, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; cl_board_product_get (i) != NULL; i++)
    {
      const ClBoardProduct *product = cl_board_product_get (i);
      g_autofree char *rule = find_rule (rules, product);

      g_test_message ("%s: %s", product->title, rule != NULL ? rule : "no rule");
      g_assert_nonnull (rule);
      g_assert_nonnull (strstr (rule, "TAG+=\"uaccess\""));
      g_assert_nonnull (
        strstr (rule, product->hid ? "SUBSYSTEM==\"hidraw\"" : "SUBSYSTEM==\"tty\""));
      g_assert_cmpint (strstr (rule, "ID_MM_DEVICE_IGNORE") != NULL, ==, product->no_modem_probe);
    }
}

static void
test_usage_page (void)
{
  static const struct
  {
    const char *hex;
    gboolean found;
  } cases[] = {
    { "06 00 FF 09 01 A1 01 15 00 26 FF 00 75 08 95 3F 81 02 C0", TRUE },
    { "05 0D 09 02 A1 01 C0", FALSE }, /* a digitiser */
    { "05 0D 09 02 A1 01 C0 06 00 FF", TRUE },
    { "16 00 FF 75 08", FALSE },          /* the same bytes as a minimum */
    { "FE 03 10 06 00 FF 05 01", FALSE }, /* within a long item */
    { "07 00 FF 00 00", TRUE },           /* four bytes long */
    { "06 00", FALSE },
    { "FE", FALSE },
    { "FE FF 00", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = bytes_from_hex (cases[i].hex);

      g_test_message ("%s", cases[i].hex);
      g_assert_cmpint (cl_hid_has_usage_page (bytes->data, bytes->len, 0xff00), ==, cases[i].found);
    }
}

/* The emulator hears the line only at its own speed, as a board does; a CDC board is deaf to speed. */
static const ClBoardFamily *
ask (ClEmulator *emulator, guint baud, gint64 *took_ms)
{
  ClBoardProbe probe;
  guint8 bytes[4096];
  gsize n;
  gint64 now_ms = 5000; /* it has been there for a while */

  cl_emulator_advance (emulator, now_ms);
  while (cl_emulator_take (emulator, bytes, sizeof bytes, now_ms) > 0)
    ;
  cl_board_probe_init (&probe, now_ms);
  for (; probe.stage != CL_PROBE_OVER; now_ms += 5)
    {
      const ClBoardFamily *family = NULL;

      cl_emulator_advance (emulator, now_ms);
      while (family == NULL && (n = cl_emulator_take (emulator, bytes, sizeof bytes, now_ms)) > 0)
        if (baud == 0 || cl_board_probe_get_baud (&probe) == baud)
          family = cl_board_probe_receive (&probe, bytes, n);
      *took_ms = now_ms - 5000;
      if (family != NULL)
        return family;
      if (cl_board_probe_advance (&probe, now_ms) &&
          (n = cl_board_probe_get_question (&probe, bytes)) > 0 &&
          (baud == 0 || cl_board_probe_get_baud (&probe) == baud))
        cl_emulator_receive (emulator, bytes, n, now_ms);
    }
  return NULL;
}

static void
test_ask (void)
{
  static const char *const names[] = { "dgt", "chesslink", "certabo", "tabutronic" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint32 seed = 0; seed < 12; seed++)
      {
        ClEmulatorOptions options = { .seed = seed, .faults = seed >= 6, .turned = seed % 2 };
        g_autoptr (ClEmulator) emulator = cl_emulator_new (names[i], &options);
        gboolean cdc = seed % 3 == 0;
        gint64 took_ms;
        const ClBoardFamily *family =
          ask (emulator, cdc ? 0 : cl_board_family_find (names[i])->baud, &took_ms);

        g_test_message ("%s, seed %u: %s after %d ms",
                        names[i],
                        seed,
                        family != NULL ? family->name : "nothing",
                        (int) took_ms);
        g_assert_nonnull (family);
        g_assert_cmpstr (family->name, ==, names[i]);
        g_assert_cmpint (took_ms, <=, 4000);
        g_assert_cmpuint (cl_emulator_get_dangers (emulator), ==, 0);
      }
}

/* A modem, a GPS receiver, noise: no board, and nothing dangerous was said to it. */
static void
test_ask_others (void)
{
  static const char *const talk[] = {
    "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n",
    "\r\nOK\r\n",
    ":12 34 56\r\n",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (talk); i++)
    {
      ClBoardProbe probe;
      guint8 bytes[8];

      cl_board_probe_init (&probe, 0);
      for (gint64 now_ms = 0; probe.stage != CL_PROBE_OVER; now_ms += 50)
        {
          gsize n;

          g_assert_null (
            cl_board_probe_receive (&probe, (const guint8 *) talk[i], strlen (talk[i])));
          if (!cl_board_probe_advance (&probe, now_ms))
            continue;
          n = cl_board_probe_get_question (&probe, bytes);
          for (gsize j = 0; j < n; j++)
            g_assert_true (bytes[j] == 0xD6 || bytes[j] == 0xB5 || bytes[j] == 0xB6 ||
                           bytes[j] == 0x4D);
          g_assert_cmpint (now_ms, <=, 4100);
        }
    }
}

/* What chance makes: a code, any 64 characters, and the checksum that they have. */
static void
test_ask_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint round = 0; round < 4000; round++)
    {
      ClBoardProbe probe;
      char text[66] = "s";
      guint8 noise[512];
      gsize n = sizeof noise;

      for (guint i = 0; i < sizeof noise; i++)
        noise[i] = (guint8) g_rand_int (rand);
      for (guint i = 1; round % 2 == 1 && i < 65; i++)
        text[i] = (char) g_rand_int_range (rand, 1, 128);
      if (round % 2 == 1)
        n = cl_chesslink_write (text, round % 4 == 1, noise);
      cl_board_probe_init (&probe, 0);
      g_assert_null (cl_board_probe_receive (&probe, noise, n));
    }
}

/* Names are taken in order, and one that comes back has its name again. */
static void
test_emulated (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEmulatedPort) first = cl_emulated_port_new ("dgt", &error);
  g_autoptr (ClEmulatedPort) second = cl_emulated_port_new ("dgt", &error);
  g_autoptr (ClEmulatedPort) other = cl_emulated_port_new ("certabo", &error);
  g_auto (GStrv) names = NULL;
  g_autofree char *folder = cl_emulated_ports_dup_folder (), *left_over = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (cl_emulated_port_get_name (first), ==, "dgt-1");
  g_assert_cmpstr (cl_emulated_port_get_name (second), ==, "dgt-2");
  g_assert_cmpstr (cl_emulated_port_get_name (other), ==, "certabo-1");
  cl_emulated_port_publish (first, "/dev/null", &error);
  g_assert_no_error (error);
  cl_emulated_port_publish (other, "/dev/null", &error);
  g_assert_no_error (error);

  /* What a killed one leaves is nothing: nobody holds its lock. */
  left_over = g_build_filename (folder, "dgt-7", NULL);
  g_file_set_contents (left_over, "", 0, NULL);
  names = cl_emulated_ports_list ();
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_cmpstr (names[0], ==, "certabo-1");
  g_assert_cmpstr (names[1], ==, "dgt-1");

  g_clear_pointer (&first, cl_emulated_port_free);
  first = cl_emulated_port_new ("dgt", &error);
  g_assert_cmpstr (cl_emulated_port_get_name (first), ==, "dgt-1");
  g_assert_null (cl_emulated_port_find_family ("dgt-0"));
  g_assert_null (cl_emulated_port_find_family ("dgt"));
  g_assert_null (cl_emulated_port_find_family ("dgt-1.lock"));
  g_assert_null (cl_emulated_port_find_family ("../dgt-x"));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/boards/finding/products", test_products);
  g_test_add_func ("/boards/finding/rules", test_rules);
  g_test_add_func ("/boards/finding/usage-page", test_usage_page);
  g_test_add_func ("/boards/finding/ask", test_ask);
  g_test_add_func ("/boards/finding/ask-others", test_ask_others);
  g_test_add_func ("/boards/finding/ask-noise", test_ask_noise);
  g_test_add_func ("/boards/finding/emulated", test_emulated);
  return g_test_run ();
}
