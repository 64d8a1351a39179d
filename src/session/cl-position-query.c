/* cl-position-query.c: compares positions with what is wanted, and gives a game up as early as can be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-position-query-private.h"

#include <string.h>

#include "chess-fen.h"

#define HOME_RANK(color) \
  ((color) == CHESS_WHITE ? G_GUINT64_CONSTANT (0xff00) : G_GUINT64_CONSTANT (0xff000000000000))

static ClPositionQuery *
query_new (void)
{
  ClPositionQuery *self = g_new0 (ClPositionQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

ClPositionQuery *
cl_position_query_new_exact (const ChessPosition *position)
{
  g_return_val_if_fail (position != NULL, NULL);

  ClPositionQuery *self = query_new ();

  memcpy (self->kinds, position->kinds, sizeof self->kinds);
  memcpy (self->colors, position->colors, sizeof self->colors);
  memcpy (self->board, position->board, sizeof self->board);
  self->side = position->side;
  for (guint color = 0; color < 2; color++)
    {
      self->home_pawns[color] =
        position->kinds[CHESS_PAWN] & position->colors[color] & HOME_RANK (color);
      self->men[color] = (guint8) __builtin_popcountll (position->colors[color]);
    }
  return self;
}

/* "K", then pieces; returns what follows, NULL if it is no side. */
static const char *
read_side (const char *text, guint8 counts[CHESS_N_KINDS])
{
  static const char letters[] = "PNBRQK";

  if (*text != 'K')
    return NULL;
  counts[CHESS_KING] = 1;
  for (text++; *text != '\0' && *text != 'K' && strchr (letters, *text) != NULL; text++)
    if (++counts[strchr (letters, *text) - letters] > 10)
      return NULL;
  return text;
}

static ClPositionQuery *
parse_material (const char *text)
{
  g_autoptr (ClPositionQuery) self = query_new ();

  self->material = TRUE;
  for (guint side = 0; side < 2; side++)
    {
      text = read_side (text, self->counts[side]);
      if (text == NULL)
        return NULL;
      if (side == 0 && (*text == '-' || *text == 'v'))
        text++;
      for (guint kind = 0; kind < CHESS_N_KINDS; kind++)
        self->men[side] = (guint8) (self->men[side] + self->counts[side][kind]);
    }
  /* Two kings alone are initials as well as a balance; nobody looks for games by them. */
  return *text == '\0' && self->men[0] + self->men[1] > 2 ? g_steal_pointer (&self) : NULL;
}

static gboolean
looks_like_fen (const char *text)
{
  guint slashes = 0;

  for (; *text != '\0' && *text != ' '; text++)
    slashes += *text == '/';
  return slashes == 7;
}

ClPositionQuery *
cl_position_query_parse (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *stripped = g_strstrip (g_strdup (text));
  ChessPosition position;

  if (!looks_like_fen (stripped))
    return parse_material (stripped);
  if (chess_fen_parse (stripped, -1, &position, NULL) != CHESS_FEN_OK)
    return NULL;
  return cl_position_query_new_exact (&position);
}

ClPositionQuery *
cl_position_query_ref (ClPositionQuery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_position_query_unref (ClPositionQuery *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

gboolean
cl_position_query_equal (const ClPositionQuery *a, const ClPositionQuery *b)
{
  gsize start = G_STRUCT_OFFSET (ClPositionQuery, material);

  if (a == NULL || b == NULL)
    return a == b;
  return memcmp ((const char *) a + start, (const char *) b + start, sizeof *a - start) == 0;
}

gboolean
cl_position_query_may_come (const ClPositionQuery *self, guint taken_by_white, guint taken_by_black)
{
  /* Who is written first may be either. */
  return (16 <= self->men[0] + taken_by_black && 16 <= self->men[1] + taken_by_white) ||
         (self->material && 16 <= self->men[1] + taken_by_black &&
          16 <= self->men[0] + taken_by_white);
}

static ClPositionMatch
match_exactly (const ClPositionQuery *self, const ChessPosition *position)
{
  if (memcmp (self->colors, position->colors, sizeof self->colors) == 0 &&
      memcmp (self->kinds, position->kinds, sizeof self->kinds) == 0 &&
      self->side == position->side)
    return CL_POSITION_FOUND;
  for (guint color = 0; color < 2; color++)
    {
      guint64 pawns = position->kinds[CHESS_PAWN] & position->colors[color];

      if ((self->home_pawns[color] & ~pawns) != 0 ||
          __builtin_popcountll (position->colors[color]) < self->men[color])
        return CL_POSITION_NEVER;
    }
  return CL_POSITION_NO;
}

/* As if the side written first were @first. */
static ClPositionMatch
match_balance (const ClPositionQuery *self, const ChessPosition *position, ChessColor first)
{
  ClPositionMatch match = CL_POSITION_FOUND;

  for (guint side = 0; side < 2; side++)
    {
      guint64 men = position->colors[side == 0 ? first : !first];
      int n = __builtin_popcountll (men);

      if (n < self->men[side])
        return CL_POSITION_NEVER;
      if (n > self->men[side])
        match = CL_POSITION_NO;
      if (__builtin_popcountll (men & position->kinds[CHESS_PAWN]) < self->counts[side][CHESS_PAWN])
        return CL_POSITION_NEVER;
      for (guint kind = 0; match == CL_POSITION_FOUND && kind < CHESS_KING; kind++)
        if (__builtin_popcountll (men & position->kinds[kind]) != self->counts[side][kind])
          match = CL_POSITION_NO;
    }
  return match;
}

ClPositionMatch
cl_position_query_match (const ClPositionQuery *self,
                         const ChessPosition *before,
                         const ChessPosition *position,
                         gboolean last)
{
  ClPositionMatch best = CL_POSITION_NEVER;

  if (!self->material)
    return match_exactly (self, position);
  for (guint first = 0; first < 2; first++)
    {
      ClPositionMatch match = match_balance (self, position, first);

      if (match == CL_POSITION_FOUND && !last &&
          (before == NULL || match_balance (self, before, first) != CL_POSITION_FOUND))
        match = CL_POSITION_NO;
      if (match == CL_POSITION_FOUND)
        return match;
      if (match == CL_POSITION_NO)
        best = match;
    }
  return best;
}
