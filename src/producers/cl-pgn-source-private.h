/* cl-pgn-source-private.h: the text of a PGN file of any size, as UTF-8, a piece at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-pgn-input-private.h"

G_BEGIN_DECLS

/* What is known of a file once it was read to its end. */
typedef struct
{
  guint8 digest[CL_PGN_DIGEST_SIZE]; /* SHA-256 of its bytes as they lie on the disk */
  char digest_hex[2 * CL_PGN_DIGEST_SIZE + 1];
  const char *encoding; /* static: "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252" */
  gsize mark;           /* bytes of the byte order mark */
  guint64 size;         /* on the disk */
  char *damage;         /* (nullable): why a packed file could not be read to its end, for users */
  gboolean is_text;     /* its beginning has hardly any control characters */
} ClPgnSurvey;

/* @size: of the whole file, 0 if that is not known. */
typedef void (*ClPgnSurveyProgress) (guint64 bytes_done, guint64 size, gpointer user_data);

/* Reads @file once. The encoding is decided for the whole file: by a byte order mark, else UTF-8 if all of it is valid,
 * else Windows-1252. Packed files (gzip, Zstandard, bzip2) are known by their first bytes; one that is damaged is taken to
 * end there. */
gboolean cl_pgn_survey (GFile *file,
                        ClPgnSurvey *survey,
                        ClPgnSurveyProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error);
/* Also after a failure. */
void cl_pgn_survey_clear (ClPgnSurvey *self);

/* The second reading. @text holds what was decoded and not yet dropped: valid UTF-8 (but possibly cut inside its last
 * character) without NUL, which becomes a space. */
typedef struct
{
  char *text;
  gsize length;
  gboolean at_end;    /* there is no more */
  gboolean is_cut;    /* at_end, since the packed file is damaged there */
  guint64 bytes_done; /* on the disk */
} ClPgnSource;

ClPgnSource *cl_pgn_source_new (GFile *file, const ClPgnSurvey *survey, GError **error);
void cl_pgn_source_free (ClPgnSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPgnSource, cl_pgn_source_free)

/* Drops the first @n bytes of the text and appends about a mebibyte. Fails also if the file turns out to be another
 * than was surveyed. */
gboolean
cl_pgn_source_advance (ClPgnSource *self, gsize n, GCancellable *cancellable, GError **error);

G_END_DECLS
