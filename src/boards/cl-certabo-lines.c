/* cl-certabo-lines.c: reads the lines of Certabo and Tabutronic boards, learns chips, writes lamps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-certabo-lines.h"

#include <string.h>

#define BLUE 0x40

/* @numbers has room for CL_CERTABO_IDS; 0 if the text is not that. */
static guint
read_numbers (const char *text, guint length, guint8 *numbers)
{
  guint n = 0, value = 0, digits = 0;

  for (guint i = 0; i <= length; i++)
    {
      char c = i < length ? text[i] : ' ';

      if (g_ascii_isdigit (c))
        {
          value = value * 10 + (guint) (c - '0');
          if (++digits > 3 || value > 255)
            return 0;
        }
      else if (c != ' ')
        return 0;
      else if (digits > 0)
        {
          if (n == CL_CERTABO_IDS)
            return 0;
          numbers[n++] = (guint8) value;
          value = digits = 0;
        }
    }
  return n;
}

static ClCertaboLineKind
read_line (ClCertaboReader *self)
{
  guint8 numbers[CL_CERTABO_IDS];
  guint n = read_numbers (self->text + 1, self->length - 1, numbers);

  if (n == CL_CERTABO_RANKS)
    {
      self->occupied = 0;
      for (guint i = 0; i < 64; i++)
        if (numbers[i / 8] >> (7 - i % 8) & 1)
          self->occupied |= G_GUINT64_CONSTANT (1) << (i ^ 56);
      return CL_CERTABO_OCCUPANCY;
    }
  if (n != CL_CERTABO_IDS)
    {
      self->dropped++;
      return CL_CERTABO_NOTHING;
    }
  for (guint i = 0; i < 64; i++)
    {
      ClChip chip = 0;

      for (guint k = 0; k < 5; k++)
        chip = chip << 8 | numbers[5 * i + k];
      self->chips[i ^ 56] = chip;
    }
  return CL_CERTABO_CHIPS;
}

/* A number may be cut by CR or LF, so what stands between two colons is one line whatever is in it; but a line is read as soon
 * as its CR LF comes, if by then it has all numbers. A lone LF ends a line of eight, which is too short to be cut. */
static ClCertaboLineKind
end_line (ClCertaboReader *self)
{
  ClCertaboLineKind kind = CL_CERTABO_NOTHING;

  if (self->length > 0 && self->text[0] == ':' && !self->overlong)
    kind = read_line (self);
  else if (self->length > 0)
    self->dropped++;
  self->length = 0;
  self->overlong = FALSE;
  return kind;
}

static guint
count_numbers (const ClCertaboReader *self)
{
  guint8 numbers[CL_CERTABO_IDS];

  return self->length > 1 && !self->overlong
           ? read_numbers (self->text + 1, self->length - 1, numbers)
           : 0;
}

static ClCertaboLineKind
take_letter (ClCertaboReader *self, guint8 byte)
{
  /* An acknowledgement stands on a line of its own, behind a whole one. */
  if (byte == 'L' && self->length == 0)
    return CL_CERTABO_LAMPS;
  if (byte == 'D' && self->length == 0)
    return CL_CERTABO_COLORS;
  if (self->length > 0)
    self->overlong = TRUE;
  return CL_CERTABO_NOTHING;
}

ClCertaboLineKind
cl_certabo_reader_take (ClCertaboReader *self, guint8 byte)
{
  if (byte == ':')
    {
      ClCertaboLineKind kind = end_line (self);

      self->text[self->length++] = ':';
      return kind;
    }
  if (byte == '\n')
    {
      gboolean after_return = self->length > 1 && self->text[self->length - 1] == '\r';
      guint n;

      if (after_return)
        self->length--;
      n = count_numbers (self);
      return n == CL_CERTABO_RANKS || (n == CL_CERTABO_IDS && after_return) ? end_line (self)
                                                                            : CL_CERTABO_NOTHING;
    }
  if (byte == '\r' && self->length == 0)
    return CL_CERTABO_NOTHING;
  if (!g_ascii_isdigit (byte) && byte != ' ' && byte != '\r')
    return take_letter (self, byte);
  if (self->length == 0)
    return CL_CERTABO_NOTHING;
  if (self->text[self->length - 1] == '\r')
    self->length--;
  if (self->length >= CL_CERTABO_LINE_MAX)
    self->overlong = TRUE;
  else
    self->text[self->length++] = (char) byte;
  return CL_CERTABO_NOTHING;
}

ChessPiece
cl_chip_table_find (const ClChipTable *self, ClChip chip)
{
  for (guint i = 0; chip != 0 && i < self->n; i++)
    if (self->entries[i].chip == chip)
      return self->entries[i].piece;
  return CHESS_NO_PIECE;
}

gboolean
cl_chip_table_add (ClChipTable *self, ClChip chip, ChessPiece piece)
{
  ChessPiece known = cl_chip_table_find (self, chip);

  if (known != CHESS_NO_PIECE)
    return known == piece;
  if (chip == 0 || self->n == G_N_ELEMENTS (self->entries))
    return FALSE;
  self->entries[self->n].chip = chip;
  self->entries[self->n++].piece = piece;
  return TRUE;
}

ClPlacement
cl_chip_table_read (const ClChipTable *self, const ClChip chips[64])
{
  ClPlacement placement;

  for (guint i = 0; i < 64; i++)
    placement.squares[i] = cl_chip_table_find (self, chips[i]);
  return placement;
}

char *
cl_chip_table_to_text (const ClChipTable *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n; i++)
    g_string_append_printf (text,
                            "%s%010" G_GINT64_MODIFIER "x%c",
                            i > 0 ? " " : "",
                            self->entries[i].chip,
                            cl_piece_letter (self->entries[i].piece));
  return g_string_free (text, FALSE);
}

gboolean
cl_chip_table_from_text (const char *text, ClChipTable *self)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  ClChipTable read = { 0 };

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *digits = g_strndup (words[i], 10);
      ChessPiece piece;
      guint64 chip;

      if (strlen (words[i]) != 11 || !cl_piece_from_letter (words[i][10], &piece) ||
          piece == CHESS_NO_PIECE || piece == CL_PIECE_SOME ||
          !g_ascii_string_to_unsigned (digits,
                                       16,
                                       1,
                                       G_GUINT64_CONSTANT (0xFFFFFFFFFF),
                                       &chip,
                                       NULL) ||
          !cl_chip_table_add (&read, chip, piece))
        return FALSE;
    }
  *self = read;
  return read.n > 0;
}

/* The chip that more than half of the lines saw there; 0: none. */
static ClChip
find_majority (const ClCalibration *self, ChessSquare square)
{
  for (guint i = 0; i <= self->n / 2; i++)
    {
      guint count = 0;

      for (guint k = 0; k < self->n; k++)
        count += self->lines[k][square] == self->lines[i][square];
      if (2 * count > self->n)
        return self->lines[i][square];
    }
  return 0;
}

static gboolean
learn (const ClCalibration *self, gboolean turned, ClChipTable *table)
{
  ClPlacement start = cl_placement_start ();
  ClChipTable learnt = { 0 };
  guint n = 0;

  start.squares[chess_square (3, 2)] = chess_piece (CHESS_WHITE, CHESS_QUEEN);
  start.squares[chess_square (3, 5)] = chess_piece (CHESS_BLACK, CHESS_QUEEN);
  for (ChessSquare i = 0; i < 64; i++)
    {
      ChessPiece piece = start.squares[turned ? 63 - i : i];
      ClChip chip = piece != CHESS_NO_PIECE ? find_majority (self, i) : 0;
      gboolean extra = chess_rank (turned ? 63 - i : i) > 1 && chess_rank (turned ? 63 - i : i) < 6;

      if (piece == CHESS_NO_PIECE || (extra && chip == 0))
        continue;
      if (!cl_chip_table_add (&learnt, chip, piece) || learnt.n != ++n)
        return FALSE;
    }
  *table = learnt;
  return TRUE;
}

gboolean
cl_calibration_take (ClCalibration *self,
                     const ClChip chips[64],
                     gboolean turned,
                     ClChipTable *table)
{
  if (self->n == CL_CALIBRATION_LINES)
    {
      memmove (self->lines, self->lines + 1, sizeof self->lines - sizeof self->lines[0]);
      self->n--;
    }
  memcpy (self->lines[self->n++], chips, sizeof self->lines[0]);
  return self->n >= CL_CALIBRATION_NEED && learn (self, turned, table);
}

void
cl_certabo_write_lamps (guint64 squares, guint8 out[8])
{
  for (guint i = 0; i < 8; i++)
    out[i] = (guint8) (squares >> (8 * (7 - i)));
}

void
cl_certabo_write_colors (guint64 squares, guint8 out[CL_CERTABO_COLOR_BYTES])
{
  static const guint corners[] = { 0, 1, 9, 10 };

  memset (out, 0, CL_CERTABO_COLOR_BYTES);
  out[0] = 0xFF;
  out[1] = 0x55;
  out[CL_CERTABO_COLOR_BYTES - 2] = '\r';
  out[CL_CERTABO_COLOR_BYTES - 1] = '\n';
  for (guint square = 0; square < 64; square++)
    for (guint i = 0; (squares >> square & 1) && i < G_N_ELEMENTS (corners); i++)
      out[2 + 3 * (9 * chess_rank (square) + 7 - chess_file (square) + corners[i]) + 2] = BLUE;
}

char *
cl_certabo_write_chips (const ClChip chips[64])
{
  GString *line = g_string_new (":");

  for (guint i = 0; i < 64; i++)
    for (guint k = 0; k < 5; k++)
      g_string_append_printf (line,
                              "%s%u",
                              i + k > 0 ? " " : "",
                              (guint) (chips[i ^ 56] >> (8 * (4 - k)) & 0xFF));
  g_string_append (line, "\r\n");
  return g_string_free (line, FALSE);
}

char *
cl_certabo_write_occupancy (guint64 occupied)
{
  GString *line = g_string_new (":");

  for (guint row = 0; row < 8; row++)
    {
      guint value = 0;

      for (guint file = 0; file < 8; file++)
        value |= (guint) (occupied >> chess_square (file, 7 - row) & 1) << (7 - file);
      g_string_append_printf (line, "%s%u", row > 0 ? " " : "", value);
    }
  g_string_append (line, "\r\n");
  return g_string_free (line, FALSE);
}
