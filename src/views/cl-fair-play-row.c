/* cl-fair-play-row.c: what the view "fair-play" keeps of a game and of an evaluation, as text
 *
 * A game: white, black, both ratings, initial ms, increment ms, both clocks, first offset, flags (of "w" withdrawn, "p" playing,
 * "b" Black moved first, "x" left out), moves; a tab between two fields, 0 is "". A move is three letters (cl-packed-moves.h,
 * with a bit for a capture), how much its offset is above the one before as one letter, or as the letter for 63 and three
 * more, and its time as two letters: 0 not known, else tenths of a second and one, at most 4094.
 * An evaluation: nodes, legal moves, depth, settled, a blank between two, "move:cp" for each line, a tab, the engine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-row.h"

#include "cl-decimal.h"
#include <string.h>

#include "cl-packed-moves.h"
#include "cl-win-chance.h"

#define N_FIELDS     11
#define FIRST_LETTER '0'
#define FAR          63
#define MAX_TIME     4095
#define CAPTURE      (1u << 15)
#define MOVE_BITS    ((1u << 15) - 1)

/* --- Letters --- */

static void
append_letter (GString *text, guint bits)
{
  g_string_append_c (text, (char) (FIRST_LETTER + (bits & 63)));
}

static gboolean
read_letter (const char **at, guint *bits)
{
  guint letter = (guint8) * *at - (guint) FIRST_LETTER;

  if (letter > 63)
    return FALSE;
  *bits = letter;
  (*at)++;
  return TRUE;
}

static gboolean
read_three (const char **at, guint *bits)
{
  if (!cl_packed_read (*at, bits))
    return FALSE;
  *at += CL_PACKED_LENGTH;
  return TRUE;
}

/* One move at *@at; *@offset is that of the move before, and becomes its own. */
static gboolean
read_ply (const char **at, guint64 *offset, ClFairPly *ply)
{
  guint move, delta, low, high;

  if (!read_three (at, &move) || !read_letter (at, &delta) ||
      (delta == FAR && !read_three (at, &delta)) || !read_letter (at, &low) ||
      !read_letter (at, &high))
    return FALSE;
  *offset += delta;
  *ply = (ClFairPly){
    .move = (guint16) (move & MOVE_BITS),
    .capture = (move & CAPTURE) != 0,
    .used_ds = (gint32) (low | high << 6) - 1,
    .offset = *offset,
  };
  return TRUE;
}

/* --- A game --- */

ClFairRow *
cl_fair_row_new (void)
{
  ClFairRow *self = g_new0 (ClFairRow, 1);

  self->names[0] = g_strdup ("");
  self->names[1] = g_strdup ("");
  self->clock_ms[0] = self->clock_ms[1] = CL_NO_CLOCK;
  self->moves = g_string_new (NULL);
  return self;
}

void
cl_fair_row_free (ClFairRow *self)
{
  g_free (self->names[0]);
  g_free (self->names[1]);
  g_string_free (self->moves, TRUE);
  g_free (self);
}

void
cl_fair_row_add_move (ClFairRow *self, const ClFairPly *ply)
{
  guint64 delta = ply->offset > self->last_offset ? ply->offset - self->last_offset : 0;
  guint time = ply->used_ds >= 0 ? (guint) MIN (ply->used_ds + 1, MAX_TIME) : 0;

  cl_packed_append (self->moves, (ply->move & MOVE_BITS) | (ply->capture ? CAPTURE : 0));
  if (delta < FAR)
    append_letter (self->moves, (guint) delta);
  else
    {
      append_letter (self->moves, FAR);
      cl_packed_append (self->moves, (guint) MIN (delta, (1u << 18) - 1));
    }
  append_letter (self->moves, time);
  append_letter (self->moves, time >> 6);
  /* A gap that three letters cannot tell: what is cited from here on would not be found again. */
  self->left_out |= delta >= 1u << 18;
  self->last_offset = ply->offset;
  self->n_plies++;
}

void
cl_fair_row_cut (ClFairRow *self, guint n_plies)
{
  const char *at = self->moves->str;
  guint64 offset = self->first_offset;
  ClFairPly ply;
  guint n = 0;

  while (n < n_plies && read_ply (&at, &offset, &ply))
    n++;
  g_string_truncate (self->moves, (gsize) (at - self->moves->str));
  self->n_plies = n;
  self->last_offset = offset;
}

GArray *
cl_fair_row_get_plies (const ClFairRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GArray *plies = g_array_sized_new (FALSE, FALSE, sizeof (ClFairPly), self->n_plies);
  const char *at = self->moves->str;
  guint64 offset = self->first_offset;
  ClFairPly ply;

  while (read_ply (&at, &offset, &ply))
    g_array_append_val (plies, ply);
  return plies;
}

static gboolean
parse_number (const char *text, gint64 *value)
{
  *value = 0;
  return text[0] == '\0' || g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, value, NULL);
}

static gboolean
parse_fields (ClFairRow *self, char **fields)
{
  gint64 numbers[7];

  for (guint i = 0; i < 7; i++)
    if (!parse_number (fields[2 + i], &numbers[i]))
      return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_free (self->names[i]);
      self->names[i] = g_strdup (fields[i]);
      self->ratings[i] = (guint) MIN (numbers[i], 4000);
      self->clock_ms[i] = fields[6 + i][0] != '\0' ? numbers[4 + i] : CL_NO_CLOCK;
    }
  self->initial_ms = numbers[2];
  self->increment_ms = numbers[3];
  self->first_offset = (guint64) numbers[6];
  self->withdrawn = strchr (fields[9], 'w') != NULL;
  self->playing = strchr (fields[9], 'p') != NULL;
  self->black_first = strchr (fields[9], 'b') != NULL;
  self->left_out = strchr (fields[9], 'x') != NULL;
  g_string_assign (self->moves, fields[10]);
  cl_fair_row_cut (self, G_MAXUINT);
  return self->moves->len == strlen (fields[10]);
}

ClFairRow *
cl_fair_row_parse (const char *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  g_auto (GStrv) fields = g_strsplit (value, "\t", -1);
  g_autoptr (ClFairRow) self = cl_fair_row_new ();

  return g_strv_length (fields) == N_FIELDS && parse_fields (self, fields) ? g_steal_pointer (&self)
                                                                           : NULL;
}

static void
append_number (GString *line, gint64 number)
{
  if (number > 0)
    cl_decimal_append (line, number);
  g_string_append_c (line, '\t');
}

char *
cl_fair_row_format (const ClFairRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *line = g_string_sized_new (96 + self->moves->len);

  g_string_append_printf (line, "%s\t%s\t", self->names[0], self->names[1]);
  append_number (line, self->ratings[0]);
  append_number (line, self->ratings[1]);
  append_number (line, self->initial_ms);
  append_number (line, self->increment_ms);
  for (guint i = 0; i < 2; i++)
    {
      if (self->clock_ms[i] != CL_NO_CLOCK)
        g_string_append_printf (line, "%" G_GINT64_FORMAT, MAX (self->clock_ms[i], 0));
      g_string_append_c (line, '\t');
    }
  append_number (line, (gint64) self->first_offset);
  g_string_append_printf (line,
                          "%s%s%s%s\t",
                          self->withdrawn ? "w" : "",
                          self->playing ? "p" : "",
                          self->black_first ? "b" : "",
                          self->left_out ? "x" : "");
  g_string_append_len (line, self->moves->str, (gssize) self->moves->len);
  return g_string_free (line, FALSE);
}

/* --- An evaluation --- */

char *
cl_fair_evaluation_prefix (const char *partition, guint32 game)
{
  g_return_val_if_fail (partition != NULL, NULL);

  GString *prefix = g_string_new (CL_FAIR_EVALUATION_PREFIX);

  g_string_append (prefix, partition);
  g_string_append_c (prefix, '/');
  cl_decimal_append_padded (prefix, game, 8);
  g_string_append_c (prefix, '/');
  return g_string_free (prefix, FALSE);
}

gboolean
cl_fair_evaluation_split (const char *rest, guint *ply, guint64 *cites)
{
  char *end;
  guint64 number = g_ascii_strtoull (rest, &end, 10);

  if (end == rest || *end != '/' || number > G_MAXUINT16)
    return FALSE;
  *ply = (guint) number;
  *cites = g_ascii_strtoull (end + 1, &end, 10);
  return *end == '\0';
}

gboolean
cl_fair_evaluation_parse (const char *value, ClFairEvaluation *out, const char **engine)
{
  g_return_val_if_fail (value != NULL && out != NULL, FALSE);

  char *at;

  memset (out, 0, sizeof *out);
  out->nodes = g_ascii_strtoull (value, &at, 10);
  out->legal = (guint8) g_ascii_strtoull (at, &at, 10);
  out->depth = (guint8) g_ascii_strtoull (at, &at, 10);
  out->settled = (guint8) g_ascii_strtoull (at, &at, 10);
  while (*at == ' ' && out->n_lines < CL_EVALUATION_MAX_LINES)
    {
      guint64 move = g_ascii_strtoull (at, &at, 10);
      gint64 cp = *at == ':' ? g_ascii_strtoll (at + 1, &at, 10) : G_MAXINT64;

      if (move > MOVE_BITS || cp < -1000 || cp > 1000)
        return FALSE;
      out->lines[out->n_lines].move = (guint16) move;
      out->lines[out->n_lines++].cp = (gint16) cp;
    }
  if (engine != NULL)
    *engine = *at == '\t' ? at + 1 : "";
  return *at == '\t' && out->n_lines > 0;
}

/* From which depth on the best move was the best. */
static guint
find_settled (const ClEvaluation *evaluation)
{
  guint settled = 0;

  for (guint i = evaluation->n_depths; i-- > 0;)
    {
      if (evaluation->by_depth[i].move != evaluation->lines[0].moves[0])
        break;
      settled = evaluation->by_depth[i].depth;
    }
  return settled;
}

char *
cl_fair_evaluation_format (const ClEvaluation *evaluation)
{
  g_return_val_if_fail (evaluation != NULL, NULL);

  const guint numbers[] = { MIN (evaluation->legal, 255),
                            MIN (evaluation->depth, 255),
                            find_settled (evaluation) };
  GString *line = g_string_sized_new (96);

  cl_decimal_append (line, (gint64) MIN (evaluation->nodes, G_MAXINT64));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_append_c (line, ' ');
      cl_decimal_append (line, numbers[i]);
    }
  for (guint i = 0; i < MIN (evaluation->n_lines, CL_EVALUATION_MAX_LINES); i++)
    {
      ClScore score = evaluation->lines[i].score;

      g_string_append_c (line, ' ');
      cl_decimal_append (line, evaluation->lines[i].moves[0] & MOVE_BITS);
      g_string_append_c (line, ':');
      cl_decimal_append (line, cl_value_get_cp (cl_value_new (score.cp, score.mate)));
    }
  g_string_append_c (line, '\t');
  g_string_append (line, evaluation->engine);
  g_strdelimit (strchr (line->str, '\t') + 1, "\t\n\r", ' ');
  return g_string_free (line, FALSE);
}

gboolean
cl_fair_evaluation_is_better (const char *a, const char *b)
{
  ClFairEvaluation x, y;

  if (!cl_fair_evaluation_parse (a, &x, NULL))
    return FALSE;
  if (!cl_fair_evaluation_parse (b, &y, NULL))
    return TRUE;
  if (x.nodes != y.nodes)
    return x.nodes > y.nodes;
  return x.n_lines != y.n_lines ? x.n_lines > y.n_lines : strcmp (a, b) > 0;
}
