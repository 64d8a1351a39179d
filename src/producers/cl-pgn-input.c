/* cl-pgn-input.c: reads a file's bytes in order, unpacks and hashes them
 *
 * Whether a file is packed is seen from its first bytes. Behind the last packed piece anything may follow; it enters the
 * digest and nothing else. The same holds for what follows damage: what was unpacked before is given out, and the rest is
 * read for the digest only, since the same bytes have to be the same file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-pgn-input-private.h"
#include "cl-unpackers-private.h"

#include <glib/gi18n.h>
#include <openssl/evp.h>
#include <string.h>

#define RAW_SIZE (256 * 1024)

struct _ClPgnInput
{
  GInputStream *stream;
  EVP_MD_CTX *hash;
  GConverter *unpacker; /* (nullable): not packed */
  char *damage;         /* (nullable) */
  guint64 bytes_done, size;
  gsize at, length;
  gboolean at_end;   /* of the stream */
  gboolean finished; /* nothing is unpacked any more */
  guint8 raw[RAW_SIZE];
};

GConverter *
cl_unpacker_new (const guint8 *start, gsize length)
{
  if (length >= 2 && memcmp (start, "\x1f\x8b", 2) == 0)
    return G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  if (length >= 3 && memcmp (start, "BZh", 3) == 0 && length > 3 && g_ascii_isdigit (start[3]))
    return cl_bzip2_decompressor_new ();
  if (length >= 4 && (memcmp (start, "\x28\xb5\x2f\xfd", 4) == 0 ||
                      (start[0] >> 4 == 5 && memcmp (start + 1, "\x2a\x4d\x18", 3) == 0)))
    return cl_zstd_decompressor_new ();
  return NULL;
}

gboolean
cl_unpacker_goes_on (GConverter *self, const guint8 *start, gsize length)
{
  g_autoptr (GConverter) other = cl_unpacker_new (start, length);

  return other != NULL && G_OBJECT_TYPE (other) == G_OBJECT_TYPE (self);
}

static gboolean
refill (ClPgnInput *self, GCancellable *cancellable, GError **error)
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
  EVP_DigestUpdate (self->hash, self->raw + kept, (gsize) n);
  return TRUE;
}

/* As many bytes as tell what follows, if there are so many. */
static gboolean
look_ahead (ClPgnInput *self, GCancellable *cancellable, GError **error)
{
  while (self->length - self->at < CL_UNPACKER_MAGIC && !self->at_end)
    if (!refill (self, cancellable, error))
      return FALSE;
  return TRUE;
}

static guint64
query_size (GInputStream *stream)
{
  g_autoptr (GFileInfo) info = NULL;

  if (G_IS_FILE_INPUT_STREAM (stream))
    info = g_file_input_stream_query_info (G_FILE_INPUT_STREAM (stream),
                                           G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                           NULL,
                                           NULL);
  return info ? (guint64) MAX (g_file_info_get_size (info), 0) : 0;
}

ClPgnInput *
cl_pgn_input_new (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (ClPgnInput) self = g_new0 (ClPgnInput, 1);

  self->hash = EVP_MD_CTX_new ();
  if (self->hash == NULL || !EVP_DigestInit_ex (self->hash, EVP_sha256 (), NULL))
    g_error ("SHA-256 is missing");
  self->stream = G_INPUT_STREAM (g_file_read (file, cancellable, error));
  if (self->stream == NULL || !look_ahead (self, cancellable, error))
    return NULL;
  self->size = query_size (self->stream);
  self->unpacker = cl_unpacker_new (self->raw, self->length);
  return g_steal_pointer (&self);
}

void
cl_pgn_input_free (ClPgnInput *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->unpacker);
  g_clear_pointer (&self->hash, EVP_MD_CTX_free);
  g_free (self->damage);
  g_free (self);
}

static gssize
read_plain (ClPgnInput *self, guint8 *out, gsize size, GCancellable *cancellable, GError **error)
{
  gsize n;

  if (self->at == self->length && !self->at_end && !refill (self, cancellable, error))
    return -1;
  n = MIN (size, self->length - self->at);
  memcpy (out, self->raw + self->at, n);
  self->at += n;
  return (gssize) n;
}

/* The rest is no game text, but belongs to the digest. */
static gboolean
drain (ClPgnInput *self, GCancellable *cancellable, GError **error)
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

static gboolean
next_piece (ClPgnInput *self, GCancellable *cancellable, GError **error)
{
  g_converter_reset (self->unpacker);
  if (!look_ahead (self, cancellable, error))
    return FALSE;
  return cl_unpacker_goes_on (self->unpacker, self->raw + self->at, self->length - self->at) ||
         drain (self, cancellable, error);
}

/* The unpacker has stopped: it needs more bytes, or there is no sense in them. */
static gboolean
handle_fault (ClPgnInput *self, const GError *fault, GCancellable *cancellable, GError **error)
{
  gboolean is_partial = g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);

  if (is_partial && !self->at_end)
    return refill (self, cancellable, error);
  self->damage =
    is_partial ? g_strdup (_ ("The packed file was cut off: what is missing could not be read"))
               : g_strdup (_ ("The packed file is damaged: what follows there could not be read"));
  return drain (self, cancellable, error);
}

static gssize
read_unpacked (ClPgnInput *self, guint8 *out, gsize size, GCancellable *cancellable, GError **error)
{
  while (!self->finished)
    {
      g_autoptr (GError) fault = NULL;
      gsize taken = 0, made = 0;
      GConverterResult result = g_converter_convert (self->unpacker,
                                                     self->raw + self->at,
                                                     self->length - self->at,
                                                     out,
                                                     size,
                                                     self->at_end ? G_CONVERTER_INPUT_AT_END : 0,
                                                     &taken,
                                                     &made,
                                                     &fault);

      if (result == G_CONVERTER_ERROR)
        {
          if (!handle_fault (self, fault, cancellable, error))
            return -1;
          continue;
        }
      self->at += taken;
      if (result == G_CONVERTER_FINISHED && !next_piece (self, cancellable, error))
        return -1;
      if (made > 0)
        return (gssize) made;
    }
  return 0;
}

gssize
cl_pgn_input_read (ClPgnInput *self,
                   guint8 *out,
                   gsize size,
                   GCancellable *cancellable,
                   GError **error)
{
  return self->unpacker ? read_unpacked (self, out, size, cancellable, error)
                        : read_plain (self, out, size, cancellable, error);
}

guint64
cl_pgn_input_get_done (const ClPgnInput *self)
{
  return self->bytes_done;
}

guint64
cl_pgn_input_get_size (const ClPgnInput *self)
{
  return self->size;
}

const char *
cl_pgn_input_get_damage (const ClPgnInput *self)
{
  return self->damage;
}

void
cl_pgn_input_finish (ClPgnInput *self, guint8 digest[CL_PGN_DIGEST_SIZE])
{
  EVP_DigestFinal_ex (self->hash, digest, NULL);
}
