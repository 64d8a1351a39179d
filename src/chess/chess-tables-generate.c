/* chess-tables-generate.c: build-time program that prints the constant tables as C
 *
 * Sliding attacks are looked up by "magic" multiplication: the blockers on the lines of a square are
 * gathered by one multiplication into an index without harmful collisions. The factors are found here by
 * trying sparse random numbers from a fixed seed, so the output is the same on every machine. Position
 * keys come from the same generator with another seed; views keep them on disk, so the seed is for ever.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-tables-private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SUBSETS 4096

static const int rook_steps[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
static const int bishop_steps[4][2] = { { 1, 1 }, { 1, -1 }, { -1, 1 }, { -1, -1 } };
static const int knight_steps[8][2] = { { 1, 2 },   { 2, 1 },   { 2, -1 }, { 1, -2 },
                                        { -1, -2 }, { -2, -1 }, { -2, 1 }, { -1, 2 } };

typedef struct
{
  uint64_t blockers[MAX_SUBSETS], attacks[MAX_SUBSETS], slots[MAX_SUBSETS];
  bool used[MAX_SUBSETS];
} Workspace;

/* splitmix64 */
static uint64_t
next_random (uint64_t *state)
{
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static bool
on_board (int file, int rank)
{
  return file >= 0 && file < 8 && rank >= 0 && rank < 8;
}

static uint64_t
bit_at (int file, int rank)
{
  return on_board (file, rank) ? UINT64_C (1) << (rank * 8 + file) : 0;
}

static uint64_t
slide (int square, const int steps[4][2], uint64_t blockers)
{
  uint64_t attacks = 0;

  for (int d = 0; d < 4; d++)
    {
      int file = square % 8 + steps[d][0], rank = square / 8 + steps[d][1];

      for (; on_board (file, rank); file += steps[d][0], rank += steps[d][1])
        {
          attacks |= bit_at (file, rank);
          if (blockers & bit_at (file, rank))
            break;
        }
    }
  return attacks;
}

/* The squares whose occupation changes the attacks: all on the lines but the last of each. */
static uint64_t
find_mask (int square, const int steps[4][2])
{
  uint64_t mask = 0;

  for (int d = 0; d < 4; d++)
    {
      int file = square % 8 + steps[d][0], rank = square / 8 + steps[d][1];

      for (; on_board (file + steps[d][0], rank + steps[d][1]);
           file += steps[d][0], rank += steps[d][1])
        mask |= bit_at (file, rank);
    }
  return mask;
}

static int
count_bits (uint64_t bits)
{
  int n = 0;

  for (; bits; bits &= bits - 1)
    n++;
  return n;
}

static bool
try_magic (Workspace *work, int n, uint64_t magic, unsigned shift)
{
  memset (work->used, 0, sizeof work->used);
  for (int i = 0; i < n; i++)
    {
      size_t slot = work->blockers[i] * magic >> shift;

      if (work->used[slot] && work->slots[slot] != work->attacks[i])
        return false;
      work->used[slot] = true;
      work->slots[slot] = work->attacks[i];
    }
  return true;
}

/* Fills @attacks with the entries of @square and returns how they are found. */
static ChessMagic
find_magic (Workspace *work, int square, const int steps[4][2], uint64_t *random, uint64_t *attacks)
{
  ChessMagic found = { .mask = find_mask (square, steps) };
  int bits = count_bits (found.mask), n = 0;
  uint64_t subset = 0;

  found.shift = 64 - bits;
  do
    {
      work->blockers[n] = subset;
      work->attacks[n++] = slide (square, steps, subset);
      subset = (subset - found.mask) & found.mask;
    }
  while (subset);
  do
    found.magic = next_random (random) & next_random (random) & next_random (random);
  while (!try_magic (work, n, found.magic, found.shift));
  for (int i = 0; i < n; i++)
    attacks[i] = work->used[i] ? work->slots[i] : 0;
  return found;
}

static void
print_numbers (const uint64_t *numbers, size_t n)
{
  for (size_t i = 0; i < n; i++)
    printf ("UINT64_C(0x%" PRIx64 "),%c", numbers[i], i % 6 == 5 ? '\n' : ' ');
}

static void
print_table (const char *name, const uint64_t *numbers, size_t n)
{
  printf ("const uint64_t %s = {\n", name);
  print_numbers (numbers, n);
  printf ("};\n");
}

static uint32_t
print_magics (const char *name, const int steps[4][2], uint32_t offset, uint64_t *entries)
{
  Workspace *work = calloc (1, sizeof *work);
  uint64_t random = 20231;

  if (!work)
    exit (1);
  printf ("const ChessMagic %s[64] = {\n", name);
  for (int square = 0; square < 64; square++)
    {
      ChessMagic magic = find_magic (work, square, steps, &random, entries + offset);

      printf ("{ UINT64_C(0x%" PRIx64 "), UINT64_C(0x%" PRIx64 "), %" PRIu32 ", %" PRIu32 " },\n",
              magic.mask,
              magic.magic,
              offset,
              magic.shift);
      offset += 1u << (64 - magic.shift);
    }
  printf ("};\n");
  free (work);
  return offset;
}

static void
print_sliders (void)
{
  uint64_t *entries = calloc (CHESS_SLIDER_ENTRIES, sizeof *entries);
  uint32_t n;

  if (!entries)
    exit (1);
  n = print_magics ("chess_rook_magics", rook_steps, 0, entries);
  n = print_magics ("chess_bishop_magics", bishop_steps, n, entries);
  if (n != CHESS_SLIDER_ENTRIES)
    exit (1);
  print_table ("chess_slider_attacks[CHESS_SLIDER_ENTRIES]", entries, n);
  free (entries);
}

static void
print_leapers (void)
{
  uint64_t knight[64] = { 0 }, king[64] = { 0 }, pawn[2][64] = { { 0 } };

  for (int square = 0; square < 64; square++)
    {
      int file = square % 8, rank = square / 8;

      for (int i = 0; i < 8; i++)
        knight[square] |= bit_at (file + knight_steps[i][0], rank + knight_steps[i][1]);
      for (int i = 0; i < 4; i++)
        {
          king[square] |= bit_at (file + rook_steps[i][0], rank + rook_steps[i][1]);
          king[square] |= bit_at (file + bishop_steps[i][0], rank + bishop_steps[i][1]);
        }
      pawn[CHESS_WHITE][square] = bit_at (file - 1, rank + 1) | bit_at (file + 1, rank + 1);
      pawn[CHESS_BLACK][square] = bit_at (file - 1, rank - 1) | bit_at (file + 1, rank - 1);
    }
  print_table ("chess_knight_attacks[64]", knight, 64);
  print_table ("chess_king_attacks[64]", king, 64);
  printf ("const uint64_t chess_pawn_attacks[2][64] = { {\n");
  print_numbers (pawn[CHESS_WHITE], 64);
  printf ("}, {\n");
  print_numbers (pawn[CHESS_BLACK], 64);
  printf ("} };\n");
}

static uint64_t
find_between (int a, int b)
{
  uint64_t to_a = UINT64_C (1) << a, to_b = UINT64_C (1) << b;

  if (slide (a, rook_steps, 0) & to_b)
    return slide (a, rook_steps, to_b) & slide (b, rook_steps, to_a) & find_mask (a, rook_steps);
  if (slide (a, bishop_steps, 0) & to_b)
    return slide (a, bishop_steps, to_b) & slide (b, bishop_steps, to_a);
  return 0;
}

static void
print_between (void)
{
  printf ("const uint64_t chess_between[64][64] = {\n");
  for (int a = 0; a < 64; a++)
    {
      uint64_t row[64];

      for (int b = 0; b < 64; b++)
        row[b] = find_between (a, b);
      printf ("{ ");
      print_numbers (row, 64);
      printf ("},\n");
    }
  printf ("};\n");
}

static void
print_keys (void)
{
  uint64_t random = UINT64_C (0xc4e55), numbers[64];

  printf ("const uint64_t chess_key_pieces[16][64] = {\n");
  for (int piece = 0; piece < 16; piece++)
    {
      bool real = chess_piece_kind (piece) < CHESS_N_KINDS;

      for (int square = 0; square < 64; square++)
        numbers[square] = real ? next_random (&random) : 0;
      printf ("{ ");
      print_numbers (numbers, 64);
      printf ("},\n");
    }
  printf ("};\nconst uint64_t chess_key_castling[2][8] = {\n");
  for (int color = 0; color < 2; color++)
    {
      for (int file = 0; file < 8; file++)
        numbers[file] = next_random (&random);
      printf ("{ ");
      print_numbers (numbers, 8);
      printf ("},\n");
    }
  printf ("};\n");
  for (int file = 0; file < 8; file++)
    numbers[file] = next_random (&random);
  print_table ("chess_key_en_passant[8]", numbers, 8);
  printf ("const uint64_t chess_key_black = UINT64_C(0x%" PRIx64 ");\n", next_random (&random));
}

int
main (void)
{
  printf ("/* Made by chess-tables-generate.c. */\n#include \"chess-tables-private.h\"\n");
  print_sliders ();
  print_leapers ();
  print_between ();
  print_keys ();
  return fflush (stdout) == 0 ? 0 : 1;
}
