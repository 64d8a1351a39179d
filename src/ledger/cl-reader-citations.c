/* cl-reader-citations.c: events that came from another ledger, told with the keys that partitions have in this one
 *
 * A fact that speaks about another partition names it in the member "partition" of its details, relative to where its own partition began
 * (cl-citation.h). A fold knows no keys but those of the events that it gets, so who reads for folds asks for these. What
 * stands in the ledger, and what seals cover, stays as it is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-reader-private.h"

#include <string.h>

typedef enum
{
  BEGAN_UNKNOWN,
  BEGAN_HERE,
  BEGAN_ELSEWHERE,
} Began;

/* The origin of a partition. */
typedef struct
{
  guint8 bytes[CL_PARTITION_ORIGIN_MAX];
  gsize length;
} Origin;

void
cl_reader_localize_citations (ClReader *self)
{
  g_return_if_fail (self != NULL);

  if (self->began == NULL)
    self->began = g_byte_array_new ();
  if (self->cited == NULL)
    self->cited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
read_origin (ClReader *self, guint32 id, Origin *origin)
{
  sqlite3_stmt *select = self->statements[SELECT_ORIGIN];
  int length = 0;

  sqlite3_bind_int64 (select, 1, id);
  if (cl_reader_step (self, select, NULL) == 1)
    length = sqlite3_column_bytes (select, 0);
  if (length > 0 && length <= CL_PARTITION_ORIGIN_MAX)
    memcpy (origin->bytes, sqlite3_column_blob (select, 0), (gsize) length);
  sqlite3_reset (select);
  origin->length = length <= CL_PARTITION_ORIGIN_MAX ? (gsize) length : 0;
  return origin->length > 0;
}

static gboolean
began_elsewhere (ClReader *self, guint32 id)
{
  Origin origin;

  if (id >= self->began->len)
    {
      guint old = self->began->len;

      g_byte_array_set_size (self->began, id + 1);
      memset (self->began->data + old, BEGAN_UNKNOWN, id + 1 - old);
    }
  if (self->began->data[id] == BEGAN_UNKNOWN && read_origin (self, id, &origin))
    self->began->data[id] = origin.length == sizeof self->ledger_id &&
                                memcmp (origin.bytes, self->ledger_id, origin.length) == 0
                              ? BEGAN_HERE
                              : BEGAN_ELSEWHERE;
  return self->began->data[id] == BEGAN_ELSEWHERE;
}

/* Is there a partition @key here that began at @origin? */
static gboolean
is_here (ClReader *self, const char *key, const Origin *origin)
{
  guint32 id = cl_reader_find_partition (self, key, NULL);
  Origin its;

  return id != 0 && read_origin (self, id, &its) && its.length == origin->length &&
         memcmp (its.bytes, origin->bytes, its.length) == 0;
}

/* A marked name whose bearer has the bare name here. */
static char *
resolve_marked (ClReader *self, const char *cited)
{
  const char *mark = strrchr (cited, '~');
  g_autofree char *name = mark ? g_strndup (cited, (gsize) (mark - cited)) : NULL;
  guint32 id = name ? cl_reader_find_partition (self, name, NULL) : 0;
  Origin origin;

  if (id == 0 || !read_origin (self, id, &origin) ||
      cl_partition_name_length (cited, origin.bytes, origin.length) == strlen (cited))
    return NULL;
  return g_steal_pointer (&name);
}

/* The key here of what events of the partition @id call @cited; NULL: they call it so too, or it is not here. */
static char *
resolve (ClReader *self, guint32 id, const char *cited)
{
  g_autofree char *marked = NULL, *whole = NULL;
  Origin origin;

  if (!read_origin (self, id, &origin) || is_here (self, cited, &origin))
    return NULL;
  marked = cl_partition_dup_marked (cited, origin.bytes, origin.length, FALSE);
  if (is_here (self, marked, &origin))
    return g_steal_pointer (&marked);
  whole = cl_partition_dup_marked (cited, origin.bytes, origin.length, TRUE);
  if (is_here (self, whole, &origin))
    return g_steal_pointer (&whole);
  return cl_reader_find_partition (self, cited, NULL) != 0 ? NULL : resolve_marked (self, cited);
}

/* What resolve () says, asked once; only of what is found. */
static const char *
look_up (ClReader *self, guint32 id, const char *cited)
{
  g_autofree char *question = g_strdup_printf ("%u %s", id, cited);
  const char *answer = g_hash_table_lookup (self->cited, question);
  char *found;

  if (answer)
    return answer;
  found = resolve (self, id, cited);
  if (found)
    g_hash_table_insert (self->cited, g_steal_pointer (&question), found);
  return found;
}

/* Behind the string that begins at @quote. NULL: it does not end. */
static const char *
skip_string (const char *quote, const char *end)
{
  for (const char *p = quote + 1; p < end; p++)
    if (*p == '\\')
      p++;
    else if (*p == '"')
      return p + 1;
  return NULL;
}

/* The text of the member "partition" of the object @details, between its quotes. FALSE: it has none that is a string without escapes. */
static gboolean
find_cited (const char *details, gsize length, const char **from, const char **until)
{
  static const char member[] = "\"partition\"";
  const char *end = details + length;
  int depth = 0;

  for (const char *p = details; p < end; p++)
    if (*p == '{' || *p == '[')
      depth++;
    else if (*p == '}' || *p == ']')
      depth--;
    else if (*p == '"')
      {
        const char *after = skip_string (p, end);
        gboolean wanted = after && depth == 1 && (gsize) (after - p) == sizeof member - 1 &&
                          memcmp (p, member, sizeof member - 1) == 0;

        if (!after)
          return FALSE;
        p = after - 1;
        while (wanted && after < end && g_ascii_isspace (*after))
          after++;
        if (!wanted || after == end || *after != ':')
          continue;
        for (after++; after < end && g_ascii_isspace (*after); after++)
          continue;
        if (after == end || *after != '"' || !(*until = skip_string (after, end)))
          return FALSE;
        *from = after + 1;
        (*until)--;
        return memchr (*from, '\\', (gsize) (*until - *from)) == NULL;
      }
  return FALSE;
}

char *
cl_reader_localize_details (ClReader *self, guint32 partition_id, const char *details, gsize length)
{
  const char *from, *until, *key;
  g_autofree char *cited = NULL;

  /* What began here calls what began here by its key; only a mark may tell of another. */
  if (!self->cited || (!memchr (details, '~', length) && !began_elsewhere (self, partition_id)) ||
      !find_cited (details, length, &from, &until))
    return NULL;
  cited = g_strndup (from, (gsize) (until - from));
  key = look_up (self, partition_id, cited);
  /* A key that would need escapes stays what it was called. */
  if (!key || strpbrk (key, "\"\\"))
    return NULL;
  return g_strdup_printf ("%.*s%s%.*s",
                          (int) (from - details),
                          details,
                          key,
                          (int) (details + length - until),
                          until);
}
