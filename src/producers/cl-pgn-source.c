/* cl-pgn-source.c: reads PGN files: unpacks, hashes, and turns any of four encodings into UTF-8
 *
 * A file is read twice: once to know its digest and encoding (both belong into the first fact of an import), once for its
 * games. Memory does not grow with the file. Nothing is mapped, since a file that shrinks under a map kills the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-pgn-source-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define RAW_SIZE   (64 * 1024)
#define CHUNK_SIZE (1024 * 1024)

/* Bytes of the file, unpacked and hashed on the way. */
typedef struct
{
  GInputStream *stream;
  GChecksum *checksum;
  GConverter *inflater; /* (nullable): not compressed */
  guint64 bytes_done;
  gsize at, length;
  gboolean at_end;   /* of the stream */
  gboolean finished; /* of the compressed data; what follows is no more of it */
  guint8 raw[RAW_SIZE];
} Input;

static gboolean
refill (Input *self, GCancellable *cancellable, GError **error)
{
  gsize kept = self->length - self->at;
  gssize n;

  memmove (self->raw, self->raw + self->at, kept);
  self->at = 0;
  self->length = kept;
  n = g_input_stream_read (self->stream, self->raw + kept, RAW_SIZE - kept, cancellable, error);
  if (n < 0)
    return FALSE;
  self->at_end = n == 0;
  self->length += (gsize) n;
  self->bytes_done += (guint64) n;
  g_checksum_update (self->checksum, self->raw + kept, n);
  return TRUE;
}

static void
input_free (Input *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->inflater);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Input, input_free)

static gboolean
looks_compressed (const Input *self)
{
  return self->length - self->at >= 2 && self->raw[self->at] == 0x1f &&
         self->raw[self->at + 1] == 0x8b;
}

static Input *
input_new (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (Input) self = g_new0 (Input, 1);

  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->stream = G_INPUT_STREAM (g_file_read (file, cancellable, error));
  if (self->stream == NULL)
    return NULL;
  while (self->length < 2 && !self->at_end)
    if (!refill (self, cancellable, error))
      return NULL;
  if (looks_compressed (self))
    self->inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  return g_steal_pointer (&self);
}

/* Some bytes as they are; 0 at the end, -1 on failure. */
static gssize
read_plain (Input *self, guint8 *out, gsize size, GCancellable *cancellable, GError **error)
{
  gsize n;

  if (self->at == self->length && !self->at_end && !refill (self, cancellable, error))
    return -1;
  n = MIN (size, self->length - self->at);
  memcpy (out, self->raw + self->at, n);
  self->at += n;
  return (gssize) n;
}

/* The rest of a compressed file is no game text, but belongs to the digest. */
static gboolean
drain (Input *self, GCancellable *cancellable, GError **error)
{
  self->finished = TRUE;
  while (!self->at_end)
    {
      self->at = self->length;
      if (!refill (self, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Files may consist of several compressed members, one after the other. */
static gboolean
next_member (Input *self, GCancellable *cancellable, GError **error)
{
  g_converter_reset (self->inflater);
  while (self->length - self->at < 2 && !self->at_end)
    if (!refill (self, cancellable, error))
      return FALSE;
  return looks_compressed (self) || drain (self, cancellable, error);
}

static gssize
read_unpacked (Input *self, guint8 *out, gsize size, GCancellable *cancellable, GError **error)
{
  while (!self->finished)
    {
      g_autoptr (GError) local_error = NULL;
      gsize taken, made;
      GConverterResult result = g_converter_convert (self->inflater,
                                                     self->raw + self->at,
                                                     self->length - self->at,
                                                     out,
                                                     size,
                                                     self->at_end ? G_CONVERTER_INPUT_AT_END : 0,
                                                     &taken,
                                                     &made,
                                                     &local_error);

      if (result == G_CONVERTER_ERROR)
        {
          if (!self->at_end && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
            {
              if (!refill (self, cancellable, error))
                return -1;
              continue;
            }
          g_propagate_prefixed_error (error,
                                      g_steal_pointer (&local_error),
                                      "%s",
                                      _ ("The file is packed, and damaged: "));
          return -1;
        }
      self->at += taken;
      if (result == G_CONVERTER_FINISHED && !next_member (self, cancellable, error))
        return -1;
      if (made > 0)
        return (gssize) made;
    }
  return 0;
}

static gssize
input_read (Input *self, guint8 *out, gsize size, GCancellable *cancellable, GError **error)
{
  return self->inflater ? read_unpacked (self, out, size, cancellable, error)
                        : read_plain (self, out, size, cancellable, error);
}

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

gboolean
cl_pgn_survey (GFile *file, ClPgnSurvey *survey, GCancellable *cancellable, GError **error)
{
  g_autoptr (Input) input = input_new (file, cancellable, error);
  g_autofree guint8 *bytes = g_malloc (CHUNK_SIZE);
  Validator validator = { 0 };
  guint8 start[4];
  gsize n_start = 0, digest_size = CL_PGN_DIGEST_SIZE;
  gboolean is_text = TRUE;
  gssize n;

  if (input == NULL)
    return FALSE;
  while ((n = input_read (input, bytes, CHUNK_SIZE, cancellable, error)) > 0)
    {
      if (n_start == 0)
        is_text = looks_like_text (bytes, (gsize) n);
      for (gssize i = 0; i < n && n_start < sizeof start; i++)
        start[n_start++] = bytes[i];
      if (!validator.invalid)
        validate (&validator, bytes, (gsize) n);
    }
  if (n < 0)
    return FALSE;
  survey->encoding = find_mark (start, n_start, &survey->mark);
  if (survey->encoding == NULL || (survey->mark == 3 && validator.invalid))
    survey->encoding = validator.invalid || validator.n_tail > 0 ? "windows-1252" : "UTF-8";
  survey->size = input->bytes_done;
  survey->is_text = is_text || survey->mark > 0; /* UTF-16 is half zeros */
  g_strlcpy (survey->digest_hex,
             g_checksum_get_string (input->checksum),
             sizeof survey->digest_hex);
  g_checksum_get_digest (input->checksum, survey->digest, &digest_size);
  return TRUE;
}

typedef struct _FullSource FullSource;

/* Appends @n bytes in the file's encoding to the text, which has room for three times as many. */
typedef void (*Decoder) (FullSource *self, const guint8 *bytes, gsize n);

struct _FullSource
{
  ClPgnSource pub; /* first */
  Input *input;
  Decoder decode;
  char digest_hex[2 * CL_PGN_DIGEST_SIZE + 1];
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
  Input *input = input_new (file, NULL, error);

  if (input == NULL)
    return NULL;
  self = g_new0 (FullSource, 1);
  self->input = input;
  self->decode = find_decoder (survey->encoding);
  self->big_endian = g_str_equal (survey->encoding, "UTF-16BE");
  self->half = -1;
  self->mark = survey->mark;
  self->bytes = g_malloc (CHUNK_SIZE);
  g_strlcpy (self->digest_hex, survey->digest_hex, sizeof self->digest_hex);
  return &self->pub;
}

void
cl_pgn_source_free (ClPgnSource *source)
{
  FullSource *self = (FullSource *) source;

  input_free (self->input);
  g_free (self->bytes);
  g_free (self->pub.text);
  g_free (self);
}

static gboolean
finish_source (FullSource *self, GError **error)
{
  self->pub.at_end = TRUE;
  if (g_str_equal (g_checksum_get_string (self->input->checksum), self->digest_hex))
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
  got = input_read (self->input, self->bytes, CHUNK_SIZE, cancellable, error);
  if (got < 0)
    return FALSE;
  source->bytes_done = self->input->bytes_done;
  if (got == 0)
    return finish_source (self, error);
  skipped = MIN (self->mark, (gsize) got);
  self->mark -= skipped;
  self->decode (self, self->bytes + skipped, (gsize) got - skipped);
  return TRUE;
}
