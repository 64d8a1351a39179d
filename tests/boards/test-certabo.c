/* test-certabo.c: lines, chips and lamps of Certabo and Tabutronic boards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "boards-fixture.h"
#include "cl-certabo-lines.h"
#include "own-home.h"

#define RANK_8                                                                       \
  "48 0 248 71 99 48 0 248 85 159 48 0 177 203 192 48 0 177 215 17 48 0 177 117 59 " \
  "48 0 177 43 7 48 0 248 222 81 48 0 247 200 86 "
#define RANK_7                                                                         \
  "48 0 248 114 180 48 0 248 155 251 48 0 248 48 74 48 0 177 236 131 48 0 177 230 12 " \
  "48 0 177 187 36 48 0 248 146 97 48 0 248 89 231 "
#define RANK_2                                                                         \
  "48 0 248 85 122 48 0 248 68 117 48 0 248 201 109 48 0 248 144 65 48 0 177 231 217 " \
  "48 0 248 76 179 48 0 248 161 89 48 0 94 124 14 "
#define RANK_1                                                                       \
  "48 0 248 98 180 48 0 248 233 43 48 0 248 86 247 48 0 248 145 6 48 0 248 104 144 " \
  "48 0 248 79 194 48 0 248 134 85 48 0 177 81 73"

static ClCertaboLineKind
feed (ClCertaboReader *reader, const char *text)
{
  ClCertaboLineKind last = CL_CERTABO_NOTHING;

  for (; *text != '\0'; text++)
    {
      ClCertaboLineKind kind = cl_certabo_reader_take (reader, (guint8) *text);

      if (kind != CL_CERTABO_NOTHING)
        last = kind;
    }
  return last;
}

static char *
start_line (void)
{
  GString *line = g_string_new (":" RANK_8 RANK_7);

  for (guint i = 0; i < 160; i++)
    g_string_append (line, "0 ");
  g_string_append (line, RANK_2 RANK_1 "\r\n");
  return g_string_free (line, FALSE);
}

static void
learn_start (ClCertaboReader *reader, ClChipTable *table)
{
  g_autofree char *line = start_line ();
  ClCalibration *calibration = g_new0 (ClCalibration, 1);

  for (guint i = 0; i < CL_CALIBRATION_NEED; i++)
    {
      g_assert_cmpint (feed (reader, line), ==, CL_CERTABO_CHIPS);
      g_assert_cmpint (cl_calibration_take (calibration, reader->chips, FALSE, table),
                       ==,
                       i == CL_CALIBRATION_NEED - 1);
    }
  g_assert_cmpuint (table->n, ==, 32);
  g_free (calibration);
}

static void
test_calibration (void)
{
  ClCertaboReader reader = { 0 };
  ClChipTable table = { 0 }, read = { 0 };
  ClPlacement placement;
  g_autofree char *text = NULL, *again = NULL;

  learn_start (&reader, &table);
  placement = cl_chip_table_read (&table, reader.chips);
  assert_placement (&placement, START);
  reader.chips[square_named ("e4")] = reader.chips[square_named ("e2")];
  reader.chips[square_named ("e2")] = 0;
  reader.chips[square_named ("d6")] = G_GUINT64_CONSTANT (0x7690B53EC5);
  placement = cl_chip_table_read (&table, reader.chips);
  assert_placement (&placement, "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR");
  text = cl_chip_table_to_text (&table);
  g_assert_true (cl_chip_table_from_text (text, &read));
  again = cl_chip_table_to_text (&read);
  g_assert_cmpstr (again, ==, text);
  g_assert_false (cl_chip_table_from_text ("", &read));
  g_assert_false (cl_chip_table_from_text ("3000f84763", &read));
  g_assert_false (cl_chip_table_from_text ("3000f84763x", &read));
}

/* Noise on empty squares, a damaged id now and then, and extra queens. */
static void
test_calibration_noise (void)
{
  ClCertaboReader reader = { 0 };
  ClCalibration *calibration = g_new0 (ClCalibration, 1);
  ClChipTable table = { 0 };
  g_autofree char *line = start_line ();
  guint taken = 0;
  gboolean learnt = FALSE;

  g_assert_cmpint (feed (&reader, line), ==, CL_CERTABO_CHIPS);
  while (!learnt && taken < CL_CALIBRATION_LINES)
    {
      ClChip chips[64];

      memcpy (chips, reader.chips, sizeof chips);
      for (guint i = 16; i < 48; i++)
        chips[i] = taken * 64 + i;
      chips[taken % 16] ^= 4;
      chips[square_named ("d3")] = 77;
      learnt = cl_calibration_take (calibration, chips, FALSE, &table);
      taken++;
    }
  g_assert_true (learnt);
  g_assert_cmpuint (taken, ==, CL_CALIBRATION_NEED);
  g_assert_cmpuint (table.n, ==, 33);
  g_assert_cmpint (cl_piece_letter (cl_chip_table_find (&table, 77)), ==, 'Q');
  /* The same chip twice is no start position. */
  calibration->n = 0;
  reader.chips[0] = reader.chips[1];
  for (guint i = 0; i < CL_CALIBRATION_LINES; i++)
    g_assert_false (cl_calibration_take (calibration, reader.chips, FALSE, &table));
  g_free (calibration);
}

/* However the stream is cut, also by line feeds inside numbers. */
static void
test_cut (void)
{
  ClCertaboReader reader = { 0 };
  g_autofree char *line = start_line ();
  GString *cut = g_string_new (NULL);
  ClChipTable table = { 0 };
  ClPlacement placement;

  learn_start (&reader, &table);
  for (const char *c = line; *c != '\0'; c++)
    {
      if (*c != '\r' && *c != '\n' && c > line && (c - line) % 64 == 0)
        g_string_append_c (cut, '\n');
      g_string_append_c (cut, *c);
    }
  g_assert_cmpint (feed (&reader, cut->str), ==, CL_CERTABO_CHIPS);
  placement = cl_chip_table_read (&table, reader.chips);
  assert_placement (&placement, START);
  g_string_free (cut, TRUE);
}

static const struct
{
  const char *text, *expected; /* NULL: nothing, or no line of occupancy */
  ClCertaboLineKind last;
} lines[] = {
  { ":255 255 0 0 0 0 255 255\r\n",
    "oooooooo/oooooooo/8/8/8/8/oooooooo/oooooooo",
    CL_CERTABO_OCCUPANCY },
  { ":255 255 0 0 0 0 255 254\nL\r\n",
    "oooooooo/oooooooo/8/8/8/8/oooooooo/ooooooo1",
    CL_CERTABO_LAMPS },
  { ":255 255 0 0 0 0 255 254\nD\r\n",
    "oooooooo/oooooooo/8/8/8/8/oooooooo/ooooooo1",
    CL_CERTABO_COLORS },
  { ":255 255 0 0 8 0 247 255\r\n",
    "oooooooo/oooooooo/8/8/4o3/8/oooo1ooo/oooooooo",
    CL_CERTABO_OCCUPANCY },
  { ":255 255 0 0 8 0 247 256\r\n:", NULL, CL_CERTABO_NOTHING },
  { ":255 255 0 0 8 0 247\r\n:", NULL, CL_CERTABO_NOTHING },
  { ":255 255 0 0 8 0 247 1 1\r\n:", NULL, CL_CERTABO_NOTHING },
  { "255 255 0 0 0 0 255 255\r\n", NULL, CL_CERTABO_NOTHING },
  { ":255 255 0 x 0 0 255 255\r\n:", NULL, CL_CERTABO_NOTHING },
  { "7 255\r\n:255 255 0 0 8 0 247 255\r\n",
    "oooooooo/oooooooo/8/8/4o3/8/oooo1ooo/oooooooo",
    CL_CERTABO_OCCUPANCY },
};

static void
test_occupancy (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      ClCertaboReader reader = { 0 };
      ClPlacement placement = cl_placement_empty ();

      g_test_message ("%s", lines[i].text);
      g_assert_cmpint (feed (&reader, lines[i].text), ==, lines[i].last);
      if (lines[i].expected == NULL)
        continue;
      for (guint k = 0; k < 64; k++)
        if (reader.occupied >> k & 1)
          placement.squares[k] = CL_PIECE_SOME;
      assert_placement (&placement, lines[i].expected);
    }
}

static guint64
squares (const char *names)
{
  guint64 set = 0;

  for (; *names != '\0'; names += names[2] != '\0' ? 3 : 2)
    set |= G_GUINT64_CONSTANT (1) << square_named (names);
  return set;
}

static void
test_lamps (void)
{
  static const guint8 e2e4[] = { 0, 0, 0, 0, 0x10, 0, 0x10, 0 };
  static const guint8 d2d4[] = { 0, 0, 0, 0, 8, 0, 8, 0 };
  static const guint8 frame[] = { 0xFF, 0xFF, 8, 0, 0, 8, 0xFF, 0xFF };
  static const guint lit[] = { 12, 13, 21, 22, 30, 31, 39, 40 };
  guint8 out[8], colors[CL_CERTABO_COLOR_BYTES], expected[CL_CERTABO_COLOR_BYTES] = { 0xFF, 0x55 };

  cl_certabo_write_lamps (squares ("e2 e4"), out);
  g_assert_cmpmem (out, 8, e2e4, 8);
  cl_certabo_write_lamps (squares ("d2 d4"), out);
  g_assert_cmpmem (out, 8, d2d4, 8);
  cl_certabo_write_lamps (G_GUINT64_CONSTANT (0xFFFF00000000FFFF) | squares ("d3 d6"), out);
  g_assert_cmpmem (out, 8, frame, 8);
  cl_certabo_write_colors (squares ("e2 e4"), colors);
  for (guint i = 0; i < G_N_ELEMENTS (lit); i++)
    expected[2 + 3 * lit[i] + 2] = 0x40;
  expected[245] = '\r';
  expected[246] = '\n';
  g_assert_cmpmem (colors, sizeof colors, expected, sizeof expected);
}

static void
test_written (void)
{
  ClCertaboReader reader = { 0 };
  g_autofree char *line = start_line ();
  g_autofree char *written = NULL, *occupancy = NULL;

  g_assert_cmpint (feed (&reader, line), ==, CL_CERTABO_CHIPS);
  written = cl_certabo_write_chips (reader.chips);
  g_assert_cmpstr (written, ==, line);
  occupancy = cl_certabo_write_occupancy (squares ("e4"));
  g_assert_cmpstr (occupancy, ==, ":0 0 0 0 8 0 0 0\r\n");
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/boards/certabo/calibration", test_calibration);
  g_test_add_func ("/boards/certabo/calibration-noise", test_calibration_noise);
  g_test_add_func ("/boards/certabo/cut", test_cut);
  g_test_add_func ("/boards/certabo/occupancy", test_occupancy);
  g_test_add_func ("/boards/certabo/lamps", test_lamps);
  g_test_add_func ("/boards/certabo/written", test_written);
  return g_test_run ();
}
