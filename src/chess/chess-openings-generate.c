/* chess-openings-generate.c: build-time program that prints the table of openings as C
 *
 * chess-openings-generate [FILE]: each game of FILE, a PGN file, is a line with the tags ECO, Opening and perhaps
 * Variation. Without a file the table is empty. A game that cannot be read fails the build, naming its line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-opening.h"
#include "chess-pgn.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 256

typedef struct
{
  uint64_t key;
  char eco[4];
  char opening[NAME_SIZE], variation[NAME_SIZE];
  unsigned plies, order;
} Line;

static void
take_text (char *place, size_t size, ChessText raw)
{
  if (raw.length < size)
    place[chess_pgn_unescape (raw, place)] = '\0';
}

static bool
is_named (ChessText name, const char *text)
{
  return name.length == strlen (text) && memcmp (name.text, text, name.length) == 0;
}

static void
take_tag (void *user, ChessText name, ChessText value)
{
  Line *line = user;

  if (is_named (name, "ECO"))
    take_text (line->eco, sizeof line->eco, value);
  else if (is_named (name, "Opening"))
    take_text (line->opening, sizeof line->opening, value);
  else if (is_named (name, "Variation"))
    take_text (line->variation, sizeof line->variation, value);
}

static char *
read_file (const char *path, size_t *length)
{
  FILE *file = fopen (path, "rb");
  char *text = NULL;
  long size;

  if (file == NULL || fseek (file, 0, SEEK_END) != 0 || (size = ftell (file)) < 0)
    {
      perror (path);
      exit (1);
    }
  rewind (file);
  text = malloc (size + 1);
  if (text == NULL || fread (text, 1, size, file) != (size_t) size)
    {
      perror (path);
      exit (1);
    }
  fclose (file);
  *length = size;
  return text;
}

static Line *
read_lines (const char *path, size_t *n_lines)
{
  static const ChessPgnVisitor visitor = { .tag = take_tag };
  size_t length, from = 0, line_number = 1, room = 0;
  char *text = read_file (path, &length);
  Line *lines = NULL;
  ChessPgnSpan span;
  bool need_more;

  while (chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      Line line = { .order = *n_lines };
      ChessPgnSummary summary =
        chess_pgn_parse (text + span.start, span.end - span.start, &visitor, &line);

      line_number += span.lines_before;
      if (summary.error != CHESS_PGN_OK || line.opening[0] == '\0' || line.eco[0] == '\0')
        {
          fprintf (stderr, "%s: no readable opening at line %zu\n", path, line_number);
          exit (1);
        }
      if (*n_lines == room)
        lines = realloc (lines, (room = room * 2 + 256) * sizeof *lines);
      if (lines == NULL)
        exit (1);
      line.key = summary.final.key;
      line.plies = summary.plies;
      lines[(*n_lines)++] = line;
      for (size_t i = span.start; i < span.end; i++)
        line_number += text[i] == '\n';
      from = span.end;
    }
  free (text);
  return lines;
}

static int
compare_lines (const void *a, const void *b)
{
  const Line *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->plies != y->plies)
    return x->plies < y->plies ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

/* FNV-1a */
static void
add_to_version (uint32_t *version, const char *text)
{
  for (; *text != '\0'; text++)
    *version = (*version ^ (uint8_t) *text) * 16777619u;
}

static void
print_text (const char *text)
{
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      printf ("\\%c", *text);
    else
      putchar (*text);
}

static void
print_line (Line *line, uint32_t *version)
{
  char key[20];

  line->opening[0] = toupper ((unsigned char) line->opening[0]);
  line->variation[0] = toupper ((unsigned char) line->variation[0]);
  snprintf (key, sizeof key, "%016" PRIx64, line->key);
  printf ("  { UINT64_C (0x%s), \"", key);
  print_text (line->opening);
  if (line->variation[0] != '\0')
    printf (": ");
  print_text (line->variation);
  printf ("\", \"%s\", %u },\n", line->eco, line->plies);
  add_to_version (version, key);
  add_to_version (version, line->eco);
  add_to_version (version, line->opening);
  add_to_version (version, line->variation);
}

int
main (int argc, char **argv)
{
  size_t n_lines = 0, n_printed = 0;
  Line *lines = argc > 1 && argv[1][0] != '\0' ? read_lines (argv[1], &n_lines) : NULL;
  uint32_t version = 2166136261u;

  if (n_lines > 0)
    qsort (lines, n_lines, sizeof *lines, compare_lines);
  printf ("#include \"chess-openings-private.h\"\n\nconst ChessOpening chess_openings[] = {\n");
  for (size_t i = 0; i < n_lines; i++)
    if (i == 0 || lines[i].key != lines[i - 1].key)
      {
        print_line (lines + i, &version);
        n_printed++;
      }
  printf ("  { 0, NULL, \"\", 0 },\n};\n\nconst size_t chess_n_openings = %zu;\n", n_printed);
  printf ("const uint32_t chess_openings_version = %uu;\n", (unsigned) version);
  free (lines);
  return 0;
}
