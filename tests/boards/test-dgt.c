/* test-dgt.c: messages of DGT boards, byte by byte: recorded ones, constructed ones, damaged ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "boards-fixture.h"
#include "cl-dgt-frames.h"
#include "own-home.h"

#define DUMP_START  "86 00 43 08 09 0A 0C 0B 0A 09 08 07*8 00*32 01*8 02 03 04 06 05 04 03 02"
#define DUMP_TURNED "86 00 43 02 03 04 05 06 04 03 02 01*8 00*32 07*8 08 09 0A 0B 0C 0A 09 08"

/* One word a message, as they are told in a stream. */
static char *
describe (const ClDgtMessage *message)
{
  ClPlacement placement;
  ChessSquare square;
  ChessPiece piece;
  ClDgtTime time;
  guint a, b;
  gboolean charging;
  char text[CL_PLACEMENT_SIZE];

  if (cl_dgt_read_board (message, &placement))
    {
      cl_placement_write (&placement, text);
      return g_strdup (text);
    }
  if (cl_dgt_read_field (message, &square, &piece))
    return g_strdup_printf ("%c%c=%c",
                            'a' + chess_file (square),
                            '1' + chess_rank (square),
                            cl_piece_letter (piece));
  if (cl_dgt_read_time (message, &time))
    switch (time.kind)
      {
      case CL_DGT_TIME_NOTHING:
        return g_strdup ("nothing");
      case CL_DGT_TIME_NO_CLOCK:
        return g_strdup ("no-clock");
      case CL_DGT_TIME_ACK:
        return g_strdup_printf ("ack:%02X-%02X-%02X-%02X",
                                time.ack[0],
                                time.ack[1],
                                time.ack[2],
                                time.ack[3]);
      default:
        return g_strdup_printf ("left:%d%s,right:%d%s,%s,%s",
                                (int) (time.left_ms / 1000),
                                time.left_flag ? "!" : "",
                                (int) (time.right_ms / 1000),
                                time.right_flag ? "!" : "",
                                time.running ? "running" : "stopped",
                                time.lever_right ? "to-right" : "to-left");
      }
  if (cl_dgt_read_battery (message, &a, &charging))
    return g_strdup_printf ("battery:%u%s", a, charging ? "+" : "");
  if (cl_dgt_read_pair (message, &a, &b))
    return g_strdup_printf ("%s:%u.%u",
                            message->id == CL_DGT_VERSION ? "version" : "address",
                            a,
                            b);
  if ((message->id == CL_DGT_SERIAL || message->id == CL_DGT_LONG_SERIAL) &&
      cl_dgt_read_text (message, text))
    return g_strdup_printf ("serial:%s", text);
  return g_strdup ("?");
}

static char *
read_stream (const char *hex)
{
  g_autoptr (GByteArray) bytes = bytes_from_hex (hex);
  GString *words = g_string_new (NULL);
  ClDgtReader reader = { 0 };

  for (guint i = 0; i < bytes->len; i++)
    if (cl_dgt_reader_take (&reader, bytes->data[i]))
      {
        g_autofree char *word = describe (&reader.message);

        g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
      }
  return g_string_free (words, FALSE);
}

static const struct
{
  const char *name, *hex, *words;
} vectors[] = {
  { "start", DUMP_START, START },
  { "start-turned", DUMP_TURNED, "RNBKQBNR/PPPPPPPP/8/8/8/8/pppppppp/rnbkqbnr" },
  { "dump",
    "86 00 43 08 00 00 00 0B 00 00 08 00 01 00 00 00 00 07 07 00 00 00 00 00 00 00 00 00 00 00 07 01 00 00"
    "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 07 00 02 00 00 00 05 00 00 02",
    "r3k2r/1P4pp/8/3pP3/8/8/6p1/R3K2R" },
  { "lift", "8E 00 05 34 00", "e2=." },
  { "put", "8E 00 05 24 01", "e4=P" },
  { "turned", "8E 00 05 0B 00 8E 00 05 1B 01", "d7=. d5=P" },
  { "king", "8E 00 05 06 0B", "g8=k" },
  { "version", "93 00 05 01 08", "version:1.8" },
  { "serial", "91 00 08 30 31 30 32 35", "serial:01025" },
  { "address", "90 00 05 08 01", "address:8.1" },
  { "long-serial", "A2 00 0D 33 30 30 30 31 34 37 37 34 30", "serial:3000147740" },
  { "battery", "A0 00 0C 50 7F 7F 01 1E 00 05 02 02", "battery:80" },
  { "clock-waits", "8D 00 0A 20 03 02 20 03 02 08", "left:182,right:182,stopped,to-left" },
  { "clock-runs", "8D 00 0A 20 03 02 20 03 01 09", "left:181,right:182,running,to-left" },
  { "lever", "8D 00 0A 20 03 02 20 03 01 13", "left:181,right:182,running,to-right" },
  { "right-to-move", "8D 00 0A 20 03 02 20 03 02 12", "left:182,right:182,stopped,to-right" },
  { "flag", "8D 00 0A 30 00 00 20 00 16 12", "left:16,right:0!,stopped,to-right" },
  { "hours", "8D 00 0A 00 05 00 01 30 59 08", "left:5459,right:300,stopped,to-left" },
  { "no-clock", "8D 00 0A 00 00 00 00 00 00 20", "no-clock" },
  { "nothing", "8D 00 0A 00 00 00 00 00 00 00", "nothing" },
  { "ack-version", "8D 00 0A 0A 10 09 0A 20 00 00", "ack:10-09-20-00" },
  { "ack-text", "8D 00 0A 0A 10 0C 0A 00 00 00", "ack:10-0C-00-00" },
  { "ack-end", "8D 00 0A 0A 10 03 0A 00 00 00", "ack:10-03-00-00" },
  { "button", "8D 00 0A 0A 10 08 2A 00 33 00", "ack:10-88-00-33" },
  { "refused", "8D 00 0A 0A 40 0A 0A 00 00 00", "ack:40-0A-00-00" },
  { "mode", "8D 00 0A 0A 10 10 2A 00 00 00", "ack:10-90-00-00" },
  { "stray", "05 34 00 8E 00 05 24 01", "e4=P" },
  { "abandoned", "8E 00 05 34 8E 00 05 24 01", "e4=P" },
  { "half-dump", "86 00 43 00*30 93 00 05 01 08", "version:1.8" },
  { "too-short", "8E 00 02 34 8E 00 05 24 01", "e4=P" },
  { "wrong-length", "8E 00 06 34 00 00 8E 00 05 24 01", "e4=P" },
  { "unknown-skipped", "B7 00 06 01 02 03 8E 00 05 24 01", "? e4=P" },
  { "trademark", "92 00 06 41 0D 0A", "?" },
  { "result-piece", "8E 00 05 24 0D", "?" },
  { "high-bits", "8E 00 05 64 11", "e4=P" },
  { "no-time", "8D 00 0A 20 6F 02 20 03 02 08", "?" },
};

static void
test_vector (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *words = read_stream (vectors[i].hex);

  g_assert_cmpstr (words, ==, vectors[i].words);
}

static void
test_pause (void)
{
  ClDgtReader reader = { 0 };

  g_assert_false (cl_dgt_reader_take (&reader, 0x8E));
  g_assert_false (cl_dgt_reader_take (&reader, 0x00));
  cl_dgt_reader_give_up (&reader);
  g_assert_cmpuint (reader.dropped, ==, 1);
  g_assert_false (cl_dgt_reader_take (&reader, 0x05));
  g_assert_cmpuint (reader.dropped, ==, 2);
}

/* The memory of games is far longer than anything else and is passed over whole. */
static void
test_long (void)
{
  ClDgtReader reader = { 0 };
  guint whole = 0;

  for (guint i = 0; i < 7939; i++)
    if (cl_dgt_reader_take (&reader, i == 0 ? CL_DGT_MOVES : i == 1 ? 0x3E : i == 2 ? 0x03 : 0x7F))
      whole++;
  g_assert_cmpuint (whole, ==, 1);
  g_assert_cmpuint (reader.message.length, ==, 7936);
  g_assert_cmpuint (reader.dropped, ==, 0);
}

static void
test_codes (void)
{
  static const char pieces[] = "PRNBKQprnbkq";

  for (guint i = 0; i < 12; i++)
    {
      ChessPiece piece;

      g_assert_true (cl_piece_from_letter (pieces[i], &piece));
      g_assert_cmpuint (cl_dgt_piece_code (piece), ==, i + 1);
    }
  g_assert_cmpuint (cl_dgt_piece_code (CHESS_NO_PIECE), ==, 0);
  g_assert_cmpuint (cl_dgt_square_code (square_named ("a8")), ==, 0);
  g_assert_cmpuint (cl_dgt_square_code (square_named ("e2")), ==, 0x34);
  g_assert_cmpuint (cl_dgt_square_code (square_named ("h1")), ==, 63);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strdup_printf ("/boards/dgt/vector/%s", vectors[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_vector);
    }
  g_test_add_func ("/boards/dgt/pause", test_pause);
  g_test_add_func ("/boards/dgt/long", test_long);
  g_test_add_func ("/boards/dgt/codes", test_codes);
  return g_test_run ();
}
