/* cl-bzip2-decompressor.c: bzip2 as a GConverter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-unpackers-private.h"

#include <bzlib.h>

struct _ClBzip2Decompressor
{
  GObject parent_instance;
  bz_stream stream;
};

static void cl_bzip2_decompressor_converter_init (GConverterIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClBzip2Decompressor,
                               cl_bzip2_decompressor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER,
                                                      cl_bzip2_decompressor_converter_init))

static GConverterResult
fail (GIOErrorEnum code, const char *message, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, (int) code, message);
  return G_CONVERTER_ERROR;
}

static GConverterResult /* lint: allow parameters: the interface has them */
cl_bzip2_decompressor_convert (GConverter *converter,
                               const void *in,
                               gsize in_size,
                               void *out,
                               gsize out_size,
                               GConverterFlags flags,
                               gsize *bytes_read,
                               gsize *bytes_written,
                               GError **error)
{
  bz_stream *stream = &CL_BZIP2_DECOMPRESSOR (converter)->stream;
  guint taken = (guint) MIN (in_size, G_MAXINT), room = (guint) MIN (out_size, G_MAXINT);
  int status;

  stream->next_in = (char *) in;
  stream->avail_in = taken;
  stream->next_out = out;
  stream->avail_out = room;
  status = BZ2_bzDecompress (stream);
  *bytes_read = taken - stream->avail_in;
  *bytes_written = room - stream->avail_out;
  if (status == BZ_STREAM_END)
    return G_CONVERTER_FINISHED;
  if (status == BZ_DATA_ERROR || status == BZ_DATA_ERROR_MAGIC)
    return fail (G_IO_ERROR_INVALID_DATA, "Data integrity error", error);
  if (status != BZ_OK)
    return fail (G_IO_ERROR_FAILED, "bzip2 failed", error);
  if (*bytes_read > 0 || *bytes_written > 0)
    return G_CONVERTER_CONVERTED;
  return fail (G_IO_ERROR_PARTIAL_INPUT, "Need more input", error);
}

static void
begin (ClBzip2Decompressor *self)
{
  self->stream = (bz_stream){ 0 };
  if (BZ2_bzDecompressInit (&self->stream, 0, 0) != BZ_OK)
    g_error ("No memory to unpack a file");
}

static void
cl_bzip2_decompressor_reset (GConverter *converter)
{
  ClBzip2Decompressor *self = CL_BZIP2_DECOMPRESSOR (converter);

  BZ2_bzDecompressEnd (&self->stream);
  begin (self);
}

static void
cl_bzip2_decompressor_converter_init (GConverterIface *iface)
{
  iface->convert = cl_bzip2_decompressor_convert;
  iface->reset = cl_bzip2_decompressor_reset;
}

static void
cl_bzip2_decompressor_finalize (GObject *object)
{
  BZ2_bzDecompressEnd (&CL_BZIP2_DECOMPRESSOR (object)->stream);
  G_OBJECT_CLASS (cl_bzip2_decompressor_parent_class)->finalize (object);
}

static void
cl_bzip2_decompressor_class_init (ClBzip2DecompressorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_bzip2_decompressor_finalize;
}

static void
cl_bzip2_decompressor_init (ClBzip2Decompressor *self)
{
  begin (self);
}

GConverter *
cl_bzip2_decompressor_new (void)
{
  return g_object_new (CL_TYPE_BZIP2_DECOMPRESSOR, NULL);
}
