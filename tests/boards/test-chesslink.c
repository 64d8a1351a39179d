/* test-chesslink.c: characters, checksums and squares of ChessLink boards, both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "boards-fixture.h"
#include "cl-board-driver.h"
#include "cl-chesslink-frames.h"
#include "own-home.h"

static const char start_right[] =
  "sRNBKQBNRPPPPPPPP................................pppppppprnbkqbnr";
static const char start_left[] =
  "srnbqkbnrpppppppp................................PPPPPPPPRNBQKBNR";

static const struct
{
  const char *message, *hex;
} written[] = {
  { "V", "D6 B5 B6" },
  { "S", "D3 B5 B3" },
  { "X", "58 B5 38" },
  { "T", "54 B5 34" },
  { "R02", "52 B0 32 B5 B0" },
  { "W0203", "57 B0 32 B0 B3 B5 B6" },
  { "W0114", "57 B0 31 31 34 B5 B3" },
  { "v0105", "76 B0 31 B0 B5 37 32" },
  { "w0203", "F7 B0 32 B0 B3 37 B6" },
  { "r0203", "F2 B0 32 B0 B3 37 B3" },
  { "l", "EC B6 43" },
  { "x", "F8 37 38" },
  { start_right, "73 52 CE C2 CB 51 C2 CE 52 D0*8 AE*32 70*8 F2 6E 62 6B F1 62 6E F2 37 B3" },
  { start_left, "73 F2 6E 62 F1 6B 62 6E F2 70*8 AE*32 D0*8 52 CE C2 51 CB C2 CE 52 37 B3" },
};

static void
test_written (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autoptr (GByteArray) expected = bytes_from_hex (written[i].hex);
      guint8 bytes[CL_CHESSLINK_MAX];
      gsize n = cl_chesslink_write (written[i].message, TRUE, bytes);
      ClChesslinkReader reader = { .parity = TRUE,
                                   .direction = g_ascii_isupper (*written[i].message)
                                                  ? CL_CHESSLINK_FROM_HOST
                                                  : CL_CHESSLINK_FROM_BOARD };
      guint length;

      g_assert_cmpmem (bytes, n, expected->data, expected->len);
      for (gsize k = 0; k < n; k++)
        {
          g_assert_null (cl_chesslink_reader_next (&reader, &length));
          cl_chesslink_reader_take (&reader, bytes[k]);
        }
      g_assert_cmpstr (cl_chesslink_reader_next (&reader, &length), ==, written[i].message);
      g_assert_null (cl_chesslink_reader_next (&reader, &length));
      g_assert_cmpuint (reader.dropped, ==, 0);
    }
}

/* What is read from @stream without parity, joined by blanks. */
static char *
read_stream (const char *stream)
{
  ClChesslinkReader reader = { 0 };
  GString *messages = g_string_new (NULL);
  const char *message;
  guint length;

  for (; *stream != '\0'; stream++)
    {
      cl_chesslink_reader_take (&reader, (guint8) *stream);
      while ((message = cl_chesslink_reader_next (&reader, &length)) != NULL)
        g_string_append_printf (messages, "%s%s", messages->len > 0 ? " " : "", message);
    }
  return g_string_free (messages, FALSE);
}

static void
test_streams (void)
{
  g_autofree char *interleaved = g_strconcat (start_right, "73", "w020376", NULL);
  g_autofree char *answers = read_stream (interleaved);
  g_autofree char *both = g_strconcat (start_right, " w0203", NULL);
  /* The end of a board is full of what might begin an answer. */
  g_autofree char *middle = g_strconcat (start_right + 20, "73", start_right, "73", NULL);
  g_autofree char *found = read_stream (middle);
  g_autofree char *lost = read_stream ("v01572v010572");
  g_autofree char *wrong = read_stream ("w020377x78");

  g_assert_cmpstr (answers, ==, both);
  g_assert_cmpstr (found, ==, start_right);
  g_assert_cmpstr (lost, ==, "v0105");
  g_assert_cmpstr (wrong, ==, "x");
}

static void
test_parity (void)
{
  ClChesslinkReader reader = { .parity = TRUE };
  guint length;
  static const guint8 bytes[] = { 0x78, 0xF8, 0x37, 0x38 };

  for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
    cl_chesslink_reader_take (&reader, bytes[i]);
  g_assert_cmpuint (reader.dropped, ==, 1);
  g_assert_cmpstr (cl_chesslink_reader_next (&reader, &length), ==, "x");
}

static void
keep_name_cb (const ClSight *sight, gpointer user_data)
{
  if (sight->kind == CL_SIGHT_READY)
    g_string_assign (user_data, sight->text);
}

static void
drop_cb (const guint8 *bytes, gsize n, gpointer user_data)
{
}

/* What it answers to the question for its version names the model. */
static void
test_names (void)
{
  static const struct
  {
    const char *answer, *name;
    gboolean parity;
  } cases[] = {
    { "v0105", "Millennium Exclusive 01.05", TRUE },
    { "v0110", "Millennium King Performance 01.10", TRUE },
    { "v0200", "Millennium Supreme or eONE 02.00", TRUE },
    { "v0200", "Millennium eONE 02.00", FALSE },
  };
  static const ClBoardSink sink = { drop_cb, keep_name_cb };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autoptr (ClBoardDriver) driver =
        cl_board_driver_new (cl_board_family_find ("chesslink"), &sink, name);
      guint8 bytes[16];
      gsize n = cl_chesslink_write (cases[i].answer, cases[i].parity, bytes);

      cl_board_driver_start (driver, 0);
      /* An eONE is heard once a question has found no answer. */
      for (gint64 now_ms = 0; !cases[i].parity && now_ms < 2500; now_ms += 100)
        cl_board_driver_advance (driver, now_ms);
      cl_board_driver_receive (driver, bytes, n, 2500);
      g_assert_cmpstr (name->str, ==, cases[i].name);
    }
}

/* What noise makes of a version names nothing. */
static void
test_no_version (void)
{
  static const char *const messages[] = { "v01G5", "v010", "v", "v0105 ", "r0105", "v-105", "" };
  guint version;

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    g_assert_false (cl_chesslink_read_version (messages[i], &version));
}

/* A reader that nobody asks keeps what came last. */
static void
test_full (void)
{
  ClChesslinkReader reader = { 0 };
  guint length;

  for (guint i = 0; i < 1000; i++)
    cl_chesslink_reader_take (&reader, '.');
  for (const char *c = "x78"; *c != '\0'; c++)
    cl_chesslink_reader_take (&reader, (guint8) *c);
  g_assert_cmpstr (cl_chesslink_reader_next (&reader, &length), ==, "x");
}

static void
test_boards (void)
{
  static const char after_e4[] =
    "sRNBKQBNRPPP.PPPP...........P....................pppppppprnbkqbnr";
  ClChesslinkCable cable;
  ClPlacement placement;
  char text[66];

  g_assert_true (cl_chesslink_find_cable (start_right, &cable));
  g_assert_cmpint (cable, ==, CL_CHESSLINK_CABLE_RIGHT);
  g_assert_true (cl_chesslink_find_cable (start_left, &cable));
  g_assert_cmpint (cable, ==, CL_CHESSLINK_CABLE_LEFT);
  g_assert_false (cl_chesslink_find_cable (after_e4, &cable));
  g_assert_true (cl_chesslink_read_board (after_e4, CL_CHESSLINK_CABLE_RIGHT, &placement));
  assert_placement (&placement, "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR");
  cl_chesslink_write_board (&placement, CL_CHESSLINK_CABLE_RIGHT, text);
  g_assert_cmpstr (text, ==, after_e4);
  g_assert_false (cl_chesslink_read_board ("s", CL_CHESSLINK_CABLE_LEFT, &placement));
  text[5] = 'o';
  g_assert_false (cl_chesslink_read_board (text, CL_CHESSLINK_CABLE_LEFT, &placement));
}

static void
test_lamps (void)
{
  guint64 squares = G_GUINT64_CONSTANT (1) << square_named ("e2") | G_GUINT64_CONSTANT (1)
                                                                      << square_named ("e4");
  char text[166];
  guint8 bytes[CL_CHESSLINK_MAX];

  cl_chesslink_write_lamps (squares, CL_CHESSLINK_CABLE_RIGHT, text);
  g_assert_cmpuint (cl_chesslink_write (text, FALSE, bytes), ==, 167);
  g_assert_cmpmem (
    bytes,
    167,
    "L2000000000000000000000000000000000000000000000000000000000FFFFFFFF0000000000FFFFFFFF0000000000000000"
    "00000000000000000000000000000000000000000000000000000000000000004E",
    167);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/boards/chesslink/names", test_names);
  g_test_add_func ("/boards/chesslink/no-version", test_no_version);
  g_test_add_func ("/boards/chesslink/written", test_written);
  g_test_add_func ("/boards/chesslink/streams", test_streams);
  g_test_add_func ("/boards/chesslink/parity", test_parity);
  g_test_add_func ("/boards/chesslink/full", test_full);
  g_test_add_func ("/boards/chesslink/boards", test_boards);
  g_test_add_func ("/boards/chesslink/lamps", test_lamps);
  return g_test_run ();
}
