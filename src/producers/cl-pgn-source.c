/* cl-pgn-source.c: the text of PGN files: turns any of four encodings into UTF-8
 *
 * A file is read twice: once to know its digest and encoding (both belong into the first fact of an import), once for its
 * games. Memory does not grow with the file. Nothing is mapped, since a file that shrinks under a map kills the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-pgn-source-private.h"

#include "cl-hex.h"

#include <glib/gi18n.h>
#include <string.h>

#define CHUNK_SIZE (1024 * 1024)

/* Is all of the text valid UTF-8? Fed in pieces; NUL is allowed. */
typedef struct
{
  guint8 tail[4]; /* the first bytes of a character whose rest is in the next piece */
  gsize n_tail;
  gboolean invalid;
} Validator;

static void
keep_tail (Validator *self, const guint8 *bytes, gsize n)
{
  gunichar c = n < 4 ? g_utf8_get_char_validated ((const char *) bytes, (gssize) n) : (gunichar) -1;

  if (c != (gunichar) -2)
    {
      self->invalid = TRUE;
      return;
    }
  memmove (self->tail, bytes, n);
  self->n_tail = n;
}

/* Completes the character that the last piece ended in. Returns how many bytes that took. */
static gsize
finish_tail (Validator *self, const guint8 *bytes, gsize n)
{
  gsize used = 0;

  while (self->n_tail > 0 && self->n_tail < sizeof self->tail && used < n)
    {
      gunichar c;

      self->tail[self->n_tail++] = bytes[used++];
      c = g_utf8_get_char_validated ((const char *) self->tail, (gssize) self->n_tail);
      if (c != (gunichar) -1 && c != (gunichar) -2)
        self->n_tail = 0;
      /* GLib also waits for the rest of five and six bytes, which UTF-8 does not have. */
      else if (c == (gunichar) -1 || self->n_tail == sizeof self->tail)
        {
          self->invalid = TRUE;
          break;
        }
    }
  return used;
}

static void
validate (Validator *self, const guint8 *bytes, gsize n)
{
  gsize used = finish_tail (self, bytes, n);

  bytes += used;
  n -= used;
  while (n > 0 && !self->invalid)
    {
      const char *end;

      if (g_utf8_validate_len ((const char *) bytes, n, &end))
        return;
      n -= (gsize) ((const guint8 *) end - bytes);
      bytes = (const guint8 *) end;
      if (*bytes == 0)
        {
          bytes++;
          n--;
        }
      else
        {
          keep_tail (self, bytes, n);
          return;
        }
    }
}

/* *@mark bytes of @start are a byte order mark of the encoding returned; NULL if there is none. */
static const char *
find_mark (const guint8 *start, gsize n, gsize *mark)
{
  *mark = 0;
  if (n >= 3 && memcmp (start, "\xef\xbb\xbf", 3) == 0)
    {
      *mark = 3;
      return "UTF-8";
    }
  if (n >= 2 && (memcmp (start, "\xff\xfe", 2) == 0 || memcmp (start, "\xfe\xff", 2) == 0))
    {
      *mark = 2;
      return start[0] == 0xff ? "UTF-16LE" : "UTF-16BE";
    }
  return NULL;
}

/* Lines and pages end, DOS ends a file and printers were told things, but every tenth byte of noise is such a character. */
static gboolean
looks_like_text (const guint8 *bytes, gsize n)
{
  static const char usual[] = "\t\n\v\f\r\x1a\x1b";
  gsize odd = 0;

  for (gsize i = 0; i < n; i++)
    odd += (bytes[i] < ' ' && !memchr (usual, bytes[i], sizeof usual - 1)) || bytes[i] == 0x7f;
  return odd <= n / 50;
}

/* The encoding of a file without a mark, or of one whose mark lies. */
static const char *
guess_encoding (const Validator *validator, gboolean is_cut)
{
  return validator->invalid || (validator->n_tail > 0 && !is_cut) ? "windows-1252" : "UTF-8";
}

static void
conclude (ClPgnSurvey *survey, ClPgnInput *input, const Validator *validator)
{
  const char *damage = cl_pgn_input_get_damage (input);

  if (survey->encoding == NULL || (survey->mark == 3 && validator->invalid))
    survey->encoding = guess_encoding (validator, damage != NULL);
  survey->size = cl_pgn_input_get_done (input);
  survey->damage = g_strdup (damage);
  cl_pgn_input_finish (input, survey->digest);
  cl_hex_write (survey->digest, CL_PGN_DIGEST_SIZE, survey->digest_hex);
}

gboolean
cl_pgn_survey (GFile *file,
               ClPgnSurvey *survey,
               ClPgnSurveyProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (ClPgnInput) input = cl_pgn_input_new (file, cancellable, error);
  g_autofree guint8 *bytes = g_malloc (CHUNK_SIZE);
  Validator validator = { 0 };
  gboolean is_first = TRUE;
  gssize n;

  *survey = (ClPgnSurvey){ .is_text = TRUE };
  if (input == NULL)
    return FALSE;
  while ((n = cl_pgn_input_read (input, bytes, CHUNK_SIZE, cancellable, error)) > 0)
    {
      if (is_first)
        {
          survey->encoding = find_mark (bytes, (gsize) n, &survey->mark);
          survey->is_text = survey->mark > 0 || looks_like_text (bytes, (gsize) n);
          is_first = FALSE; /* UTF-16, which has a mark, is half zeros */
        }
      if (!validator.invalid)
        validate (&validator, bytes, (gsize) n);
      if (progress)
        progress (cl_pgn_input_get_done (input), cl_pgn_input_get_size (input), user_data);
    }
  if (n < 0)
    return FALSE;
  conclude (survey, input, &validator);
  return TRUE;
}

void
cl_pgn_survey_clear (ClPgnSurvey *self)
{
  g_clear_pointer (&self->damage, g_free);
}

typedef struct _FullSource FullSource;

/* Appends @n bytes in the file's encoding to the text, which has room for three times as many. */
typedef void (*Decoder) (FullSource *self, const guint8 *bytes, gsize n);

struct _FullSource
{
  ClPgnSource pub; /* first */
  ClPgnInput *input;
  Decoder decode;
  guint8 digest[CL_PGN_DIGEST_SIZE];
  gsize capacity;
  gsize mark; /* bytes of the mark still to skip */
  guint8 *bytes;
  gboolean big_endian;
  gint half;         /* UTF-16: first byte of a unit cut in two, -1 if none */
  gunichar2 leading; /* UTF-16: first half of a pair, 0 if none */
};

static void
append_character (FullSource *self, gunichar c)
{
  self->pub.length += (gsize) g_unichar_to_utf8 (c, self->pub.text + self->pub.length);
}

static void
decode_utf8 (FullSource *self, const guint8 *bytes, gsize n)
{
  char *out = self->pub.text + self->pub.length;

  memcpy (out, bytes, n);
  self->pub.length += n;
  for (char *nul = memchr (out, 0, n); nul; nul = memchr (nul, 0, (gsize) (out + n - nul)))
    *nul = ' ';
}

/* The five bytes that Windows-1252 leaves free keep their number, as browsers do it. */
static void
decode_windows_1252 (FullSource *self, const guint8 *bytes, gsize n)
{
  static const gunichar2 upper[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
  };

  for (gsize i = 0; i < n; i++)
    if (bytes[i] < 0x80)
      self->pub.text[self->pub.length++] = bytes[i] ? (char) bytes[i] : ' ';
    else
      append_character (self, bytes[i] < 0xa0 ? upper[bytes[i] - 0x80] : bytes[i]);
}

static void
decode_unit (FullSource *self, gunichar2 unit)
{
  gboolean is_trailing = unit >= 0xdc00 && unit < 0xe000;

  if (self->leading && is_trailing)
    {
      append_character (self,
                        0x10000 + ((gunichar) (self->leading - 0xd800) << 10) + (unit - 0xdc00u));
      self->leading = 0;
      return;
    }
  if (self->leading)
    append_character (self, 0xfffd);
  self->leading = 0;
  if (unit >= 0xd800 && unit < 0xdc00)
    self->leading = unit;
  else
    append_character (self, is_trailing ? 0xfffd : unit ? unit : ' ');
}

static void
decode_utf16 (FullSource *self, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (self->half < 0)
      self->half = bytes[i];
    else
      {
        guint first = (guint) self->half, second = bytes[i];

        decode_unit (self,
                     (gunichar2) (self->big_endian ? first << 8 | second : second << 8 | first));
        self->half = -1;
      }
}

static Decoder
find_decoder (const char *encoding)
{
  if (g_str_equal (encoding, "UTF-8"))
    return decode_utf8;
  return g_str_equal (encoding, "windows-1252") ? decode_windows_1252 : decode_utf16;
}

ClPgnSource *
cl_pgn_source_new (GFile *file, const ClPgnSurvey *survey, GError **error)
{
  FullSource *self;
  ClPgnInput *input = cl_pgn_input_new (file, NULL, error);

  if (input == NULL)
    return NULL;
  self = g_new0 (FullSource, 1);
  self->input = input;
  self->decode = find_decoder (survey->encoding);
  self->big_endian = g_str_equal (survey->encoding, "UTF-16BE");
  self->half = -1;
  self->mark = survey->mark;
  self->bytes = g_malloc (CHUNK_SIZE);
  memcpy (self->digest, survey->digest, sizeof self->digest);
  return &self->pub;
}

void
cl_pgn_source_free (ClPgnSource *source)
{
  FullSource *self = (FullSource *) source;

  cl_pgn_input_free (self->input);
  g_free (self->bytes);
  g_free (self->pub.text);
  g_free (self);
}

static gboolean
finish_source (FullSource *self, GError **error)
{
  guint8 digest[CL_PGN_DIGEST_SIZE];

  self->pub.at_end = TRUE;
  self->pub.is_cut = cl_pgn_input_get_damage (self->input) != NULL;
  cl_pgn_input_finish (self->input, digest);
  if (memcmp (digest, self->digest, sizeof digest) == 0)
    return TRUE;
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_FAILED,
                       _ ("The file was changed while it was being read"));
  return FALSE;
}

gboolean
cl_pgn_source_advance (ClPgnSource *source, gsize n, GCancellable *cancellable, GError **error)
{
  FullSource *self = (FullSource *) source;
  gsize skipped, room;
  gssize got;

  source->length -= n;
  if (n > 0)
    memmove (source->text, source->text + n, source->length);
  room = source->length + 3 * CHUNK_SIZE + 8;
  if (self->capacity < room)
    {
      self->capacity = MAX (room, self->capacity + self->capacity / 2);
      source->text = g_realloc (source->text, self->capacity);
    }
  got = cl_pgn_input_read (self->input, self->bytes, CHUNK_SIZE, cancellable, error);
  if (got < 0)
    return FALSE;
  source->bytes_done = cl_pgn_input_get_done (self->input);
  if (got == 0)
    return finish_source (self, error);
  skipped = MIN (self->mark, (gsize) got);
  self->mark -= skipped;
  self->decode (self, self->bytes + skipped, (gsize) got - skipped);
  return TRUE;
}
