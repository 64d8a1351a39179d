/* cl-certabo-lines.h: the text lines of Certabo and Tabutronic boards, the chips in the men, and the lamps
 *
 * A line is ":" and decimal numbers 0–255 between blanks, up to CR LF: 320 of them are five bytes of chip id a square
 * (a8 … h8, a7 … h1), 8 of them are occupancy (rank 8 … rank 1, bit 7 = file a). Line feeds may stand inside a number.
 * Empty squares often report random ids, so only what is in the table of chips is a man. Lines "L" and "D" acknowledge lamps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

#define CL_CERTABO_IDS      320
#define CL_CERTABO_RANKS    8
#define CL_CERTABO_LINE_MAX (CL_CERTABO_IDS * 4 + 64)

typedef guint64 ClChip; /* five bytes, the first highest; 0: nothing */

typedef enum
{
  CL_CERTABO_NOTHING,
  CL_CERTABO_CHIPS,     /* chips[] */
  CL_CERTABO_OCCUPANCY, /* occupied */
  CL_CERTABO_LAMPS,     /* "L": one colour */
  CL_CERTABO_COLORS,    /* "D": three colours */
} ClCertaboLineKind;

/* Zero-initialise. */
typedef struct
{
  guint length;
  gboolean overlong;
  guint dropped; /* lines given up, ever */
  guint64 occupied;
  ClChip chips[64]; /* by the core's squares */
  char text[CL_CERTABO_LINE_MAX];
} ClCertaboReader;

/* Takes one byte; what it completes, if anything. */
ClCertaboLineKind cl_certabo_reader_take (ClCertaboReader *self, guint8 byte);

/* Which chip is which man, learnt from the start position. */
typedef struct
{
  guint n;
  struct
  {
    ClChip chip;
    ChessPiece piece;
  } entries[64];
} ClChipTable;

ChessPiece cl_chip_table_find (const ClChipTable *self, ClChip chip); /* unknown: CHESS_NO_PIECE */
/* FALSE if it is full, or the chip is there already as another man. */
gboolean cl_chip_table_add (ClChipTable *self, ClChip chip, ChessPiece piece);
ClPlacement cl_chip_table_read (const ClChipTable *self, const ClChip chips[64]);
/* "3000547163P …": 10 hexadecimal digits and a letter each; free with g_free. */
char *cl_chip_table_to_text (const ClChipTable *self);
gboolean cl_chip_table_from_text (const char *text, ClChipTable *self);

#define CL_CALIBRATION_LINES 15
#define CL_CALIBRATION_NEED  7

/* Zero-initialise; then one line after the other while the start position stands. */
typedef struct
{
  guint n;
  ClChip lines[CL_CALIBRATION_LINES][64];
} ClCalibration;

/* TRUE when @table is learnt: each start square has a majority in seven lines or more, and no chip stands twice. Extra queens
 * on d3 and d6 are learnt too. */
gboolean cl_calibration_take (ClCalibration *self,
                              const ClChip chips[64],
                              gboolean turned,
                              ClChipTable *table);

/* Eight bytes, rank 8 first, bit 0 = file a. */
void cl_certabo_write_lamps (guint64 squares, guint8 out[8]);
/* FF 55, 81 × 3 colours, 0D 0A: 247 bytes, blue corners. */
#define CL_CERTABO_COLOR_BYTES 247
void cl_certabo_write_colors (guint64 squares, guint8 out[CL_CERTABO_COLOR_BYTES]);
/* What a board sends, with CR LF; free with g_free. */
char *cl_certabo_write_chips (const ClChip chips[64]);
char *cl_certabo_write_occupancy (guint64 occupied);

G_END_DECLS
