/* chess-openings-generate.c: build-time program that prints the table of openings as C
 *
 * chess-openings-generate table|version [FILE]: prints the table, or the header with its version. Each game of FILE, a PGN file, is a line with the tags ECO, Opening and perhaps
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
print_table (const Line *lines, size_t n)
{
  printf ("#include \"chess-openings-private.h\"\n\nconst ChessOpening chess_openings[] = {\n");
  for (size_t i = 0; i < n; i++)
    {
      printf ("  { UINT64_C (0x%016" PRIx64 "), \"", lines[i].key);
      print_text (lines[i].opening);
      printf ("%s", lines[i].variation[0] != '\0' ? ": " : "");
      print_text (lines[i].variation);
      printf ("\", \"%s\", %u },\n", lines[i].eco, lines[i].plies);
    }
  printf ("  { 0, NULL, \"\", 0 },\n};\n\nconst size_t chess_n_openings = %zu;\n", n);
}

static void
print_version (const Line *lines, size_t n)
{
  uint32_t version = 2166136261u;

  for (size_t i = 0; i < n; i++)
    {
      char key[20];

      snprintf (key, sizeof key, "%016" PRIx64, lines[i].key);
      add_to_version (&version, key);
      add_to_version (&version, lines[i].eco);
    }
  printf ("#define CHESS_OPENINGS_VERSION %" PRIu32 "u\n", version);
}

/* Keeps the shortest line to each position, by key. */
static size_t
sort_lines (Line *lines, size_t n)
{
  size_t n_kept = 0;

  if (n > 0)
    qsort (lines, n, sizeof *lines, compare_lines);
  for (size_t i = 0; i < n; i++)
    if (n_kept == 0 || lines[i].key != lines[n_kept - 1].key)
      lines[n_kept++] = lines[i];
  for (size_t i = 0; i < n_kept; i++)
    {
      lines[i].opening[0] = (char) toupper ((unsigned char) lines[i].opening[0]);
      lines[i].variation[0] = (char) toupper ((unsigned char) lines[i].variation[0]);
    }
  return n_kept;
}

int
main (int argc, char **argv)
{
  size_t n = 0;
  Line *lines = argc > 2 && argv[2][0] != '\0' ? read_lines (argv[2], &n) : NULL;

  if (argc < 2)
    return 2;
  n = sort_lines (lines, n);
  if (strcmp (argv[1], "version") == 0)
    print_version (lines, n);
  else
    print_table (lines, n);
  free (lines);
  return 0;
}
