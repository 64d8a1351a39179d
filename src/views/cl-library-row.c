/* cl-library-row.c: the text in which the library view keeps a game and a collection
 *
 * A row: white, black, white_elo, black_elo, event, site, date, round, eco, time_control, result, ending, plies,
 * first_offset, flags (of "p" playing, "u" unreadable, "w" withdrawn), started_at, opening, line; a tab between two fields,
 * "" where nothing is known. A collection: file, digest, encoding, n_games, n_unreadable, flags (of "c" complete, "w" withdrawn).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-row.h"

#include "cl-decimal.h"
#include "cl-event.h"

#include <string.h>

#define GAME_PREFIX         "game/"
#define COLLECTION_PREFIX   "collection/"
#define N_ROW_FIELDS        18
#define N_COLLECTION_FIELDS 6

/* Cuts @text at its tabs; FALSE unless there are exactly @n fields. */
static gboolean
split_fields (char *text, const char **fields, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      char *tab = strchr (text, '\t');

      fields[i] = text;
      if ((tab == NULL) != (i == n - 1))
        return FALSE;
      if (tab != NULL)
        {
          *tab = '\0';
          text = tab + 1;
        }
    }
  return TRUE;
}

static gboolean
parse_count (const char *text, guint64 max, guint64 *value)
{
  return g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}

static ChessText
as_text (const char *text)
{
  return (ChessText){ text, strlen (text) };
}

static void
append_text (GString *line, const char *text)
{
  gsize start = line->len;

  g_string_append (line, text != NULL ? text : "");
  for (char *p = line->str + start; *p != '\0'; p++)
    if (*p == '\t' || *p == '\n' || *p == '\r')
      *p = ' ';
  g_string_append_c (line, '\t');
}

gboolean
cl_library_row_split_key (const char *key, const char **partition, gsize *length, guint32 *game)
{
  g_return_val_if_fail (key != NULL, FALSE);

  const char *slash = strrchr (key, '/');
  guint64 number;

  if (strncmp (key, GAME_PREFIX, strlen (GAME_PREFIX)) != 0 || slash < key + strlen (GAME_PREFIX) ||
      !parse_count (slash + 1, G_MAXUINT32, &number))
    return FALSE;
  *partition = key + strlen (GAME_PREFIX);
  *length = (gsize) (slash - *partition);
  *game = (guint32) number;
  return TRUE;
}

/* Cuts the copy of the key, so that the partition ends where it does. */
static gboolean
parse_key (ClLibraryRow *row, char *key)
{
  gsize length;

  if (!cl_library_row_split_key (key, &row->partition, &length, &row->game))
    return FALSE;
  key[row->partition - key + (gssize) length] = '\0';
  return TRUE;
}

static gboolean
parse_row_numbers (ClLibraryRow *row, const char *const *fields)
{
  guint64 plies, opening = 0;

  if (!chess_result_parse (as_text (fields[10]), &row->result) ||
      !parse_count (fields[12], G_MAXUINT32, &plies) ||
      !parse_count (fields[13], G_MAXINT64, &row->first_offset) ||
      (fields[16][0] != '\0' && !parse_count (fields[16], G_MAXUINT16, &opening)))
    return FALSE;
  row->opening = (guint) opening;
  row->ending = chess_ending_from_word (as_text (fields[11]));
  row->plies = (guint32) plies;
  row->playing = strchr (fields[14], 'p') != NULL;
  row->unreadable = strchr (fields[14], 'u') != NULL;
  row->withdrawn = strchr (fields[14], 'w') != NULL;
  row->started_at = CL_NO_TIME;
  return fields[15][0] == '\0' ||
         g_ascii_string_to_signed (fields[15], 10, G_MININT64, G_MAXINT64, &row->started_at, NULL);
}

ClLibraryRow *
cl_library_row_parse (const char *key, const char *value)
{
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  g_autoptr (ClLibraryRow) self = g_new0 (ClLibraryRow, 1);
  gsize key_size = strlen (key) + 1;
  gsize value_size = strlen (value) + 1;
  const char *fields[N_ROW_FIELDS];

  self->storage = g_malloc (key_size + value_size);
  memcpy (self->storage, key, key_size);
  memcpy (self->storage + key_size, value, value_size);
  if (!parse_key (self, self->storage) ||
      !split_fields (self->storage + key_size, fields, N_ROW_FIELDS) ||
      !parse_row_numbers (self, fields))
    return NULL;
  self->white = fields[0];
  self->black = fields[1];
  self->white_elo = fields[2];
  self->black_elo = fields[3];
  self->event = fields[4];
  self->site = fields[5];
  self->date = fields[6];
  self->round = fields[7];
  self->eco = fields[8];
  self->time_control = fields[9];
  self->line = fields[17];
  return g_steal_pointer (&self);
}

void
cl_library_row_free (ClLibraryRow *self)
{
  g_free (self->storage);
  g_free (self);
}

char *
cl_library_row_format (const ClLibraryRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *line = g_string_sized_new (160);
  const char *const texts[] = { self->white, self->black,       self->white_elo, self->black_elo,
                                self->event, self->site,        self->date,      self->round,
                                self->eco,   self->time_control };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    append_text (line, texts[i]);
  append_text (line, chess_result_text (self->result));
  append_text (line, chess_ending_word (self->ending));
  g_string_append_printf (line,
                          "%u\t%" G_GUINT64_FORMAT "\t%s%s%s\t",
                          self->plies,
                          self->first_offset,
                          self->playing ? "p" : "",
                          self->unreadable ? "u" : "",
                          self->withdrawn ? "w" : "");
  if (self->started_at != CL_NO_TIME)
    g_string_append_printf (line, "%" G_GINT64_FORMAT, self->started_at);
  g_string_append_c (line, '\t');
  if (self->opening > 0)
    g_string_append_printf (line, "%u", self->opening);
  g_string_append_c (line, '\t');
  g_string_append (line, self->line != NULL ? self->line : "");
  return g_string_free (line, FALSE);
}

char *
cl_library_row_key (const char *partition, guint32 game)
{
  g_return_val_if_fail (partition != NULL, NULL);

  GString *key = g_string_new (GAME_PREFIX);

  g_string_append (key, partition);
  g_string_append_c (key, '/');
  cl_decimal_append_padded (key, game, 8);
  return g_string_free (key, FALSE);
}

ClLibraryCollection *
cl_library_collection_parse (const char *key, const char *value)
{
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  g_autoptr (ClLibraryCollection) self = g_new0 (ClLibraryCollection, 1);
  gsize key_size = strlen (key) + 1;
  gsize value_size = strlen (value) + 1;
  const char *fields[N_COLLECTION_FIELDS];

  self->storage = g_malloc (key_size + value_size);
  memcpy (self->storage, key, key_size);
  memcpy (self->storage + key_size, value, value_size);
  if (strncmp (key, COLLECTION_PREFIX, strlen (COLLECTION_PREFIX)) != 0 ||
      !split_fields (self->storage + key_size, fields, N_COLLECTION_FIELDS) ||
      !parse_count (fields[3], G_MAXUINT64, &self->n_games) ||
      !parse_count (fields[4], G_MAXUINT64, &self->n_unreadable))
    return NULL;
  self->partition = self->storage + strlen (COLLECTION_PREFIX);
  self->file = fields[0];
  self->digest = fields[1];
  self->encoding = fields[2];
  self->complete = strchr (fields[5], 'c') != NULL;
  self->withdrawn = strchr (fields[5], 'w') != NULL;
  return g_steal_pointer (&self);
}

void
cl_library_collection_free (ClLibraryCollection *self)
{
  g_free (self->storage);
  g_free (self);
}

char *
cl_library_collection_format (const ClLibraryCollection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *line = g_string_sized_new (128);

  append_text (line, self->file);
  append_text (line, self->digest);
  append_text (line, self->encoding);
  g_string_append_printf (line,
                          "%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s%s",
                          self->n_games,
                          self->n_unreadable,
                          self->complete ? "c" : "",
                          self->withdrawn ? "w" : "");
  return g_string_free (line, FALSE);
}

char *
cl_library_collection_key (const char *partition)
{
  g_return_val_if_fail (partition != NULL, NULL);

  return g_strconcat (COLLECTION_PREFIX, partition, NULL);
}
