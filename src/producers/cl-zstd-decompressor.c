/* cl-zstd-decompressor.c: Zstandard as a GConverter, since GIO has none before 2.86
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-unpackers-private.h"

#include <zstd.h>

struct _ClZstdDecompressor
{
  GObject parent_instance;
  ZSTD_DCtx *context;
};

static void cl_zstd_decompressor_converter_init (GConverterIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClZstdDecompressor,
                               cl_zstd_decompressor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_CONVERTER,
                                                      cl_zstd_decompressor_converter_init))

static GConverterResult /* lint: allow parameters: the interface has them */
cl_zstd_decompressor_convert (GConverter *converter,
                              const void *in,
                              gsize in_size,
                              void *out,
                              gsize out_size,
                              GConverterFlags flags,
                              gsize *bytes_read,
                              gsize *bytes_written,
                              GError **error)
{
  ClZstdDecompressor *self = CL_ZSTD_DECOMPRESSOR (converter);
  ZSTD_inBuffer input = { in, in_size, 0 };
  ZSTD_outBuffer output = { out, out_size, 0 };
  size_t rest = ZSTD_decompressStream (self->context, &output, &input);

  *bytes_read = input.pos;
  *bytes_written = output.pos;
  if (ZSTD_isError (rest))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, ZSTD_getErrorName (rest));
      return G_CONVERTER_ERROR;
    }
  if (rest == 0)
    return G_CONVERTER_FINISHED;
  if (input.pos > 0 || output.pos > 0)
    return G_CONVERTER_CONVERTED;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "Need more input");
  return G_CONVERTER_ERROR;
}

static void
cl_zstd_decompressor_reset (GConverter *converter)
{
  ZSTD_DCtx_reset (CL_ZSTD_DECOMPRESSOR (converter)->context, ZSTD_reset_session_only);
}

static void
cl_zstd_decompressor_converter_init (GConverterIface *iface)
{
  iface->convert = cl_zstd_decompressor_convert;
  iface->reset = cl_zstd_decompressor_reset;
}

static void
cl_zstd_decompressor_finalize (GObject *object)
{
  ZSTD_freeDCtx (CL_ZSTD_DECOMPRESSOR (object)->context);
  G_OBJECT_CLASS (cl_zstd_decompressor_parent_class)->finalize (object);
}

static void
cl_zstd_decompressor_class_init (ClZstdDecompressorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_zstd_decompressor_finalize;
}

static void
cl_zstd_decompressor_init (ClZstdDecompressor *self)
{
  self->context = ZSTD_createDCtx ();
  if (self->context == NULL)
    g_error ("No memory to unpack a file");
}

GConverter *
cl_zstd_decompressor_new (void)
{
  return g_object_new (CL_TYPE_ZSTD_DECOMPRESSOR, NULL);
}
