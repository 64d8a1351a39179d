/* cl-unpackers-private.h: GConverters for the packed files that GIO cannot read itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CL_TYPE_ZSTD_DECOMPRESSOR (cl_zstd_decompressor_get_type ())
G_DECLARE_FINAL_TYPE (ClZstdDecompressor, cl_zstd_decompressor, CL, ZSTD_DECOMPRESSOR, GObject)
/* Of one frame; windows up to 128 MiB, as the program zstd reads them unasked. */
GConverter *cl_zstd_decompressor_new (void);

#define CL_TYPE_BZIP2_DECOMPRESSOR (cl_bzip2_decompressor_get_type ())
G_DECLARE_FINAL_TYPE (ClBzip2Decompressor, cl_bzip2_decompressor, CL, BZIP2_DECOMPRESSOR, GObject)
/* Of one stream. */
GConverter *cl_bzip2_decompressor_new (void);

/* Bytes of a file's beginning that cl_unpacker_new () looks at. */
#define CL_UNPACKER_MAGIC 4

/* What unpacks a file that begins like this, whatever its name: gzip, Zstandard, bzip2. NULL: it is not packed. */
GConverter *cl_unpacker_new (const guint8 *start, gsize length);
/* Does another piece of the same kind begin here? Packed files may consist of several. */
gboolean cl_unpacker_goes_on (GConverter *self, const guint8 *start, gsize length);

G_END_DECLS
