/* cl-seal.c: the bytes that are hashed, and their SHA-256; README.md tells it for those who check with other tools
 *
 * All integers big-endian. Text and other variable fields are preceded by their length in four bytes; absent is the
 * length 0xFFFFFFFF. An absent number is a variable field too (length 8, or absent).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-partition-name.h"
#include "cl-seal-private.h"

#include <string.h>

void
cl_sealer_init (ClSealer *self)
{
  self->md = EVP_MD_fetch (NULL, "SHA256", NULL);
  self->context = EVP_MD_CTX_new ();
  self->used = 0;
  self->capacity = 1024;
  self->bytes = g_malloc (self->capacity);
  if (!self->md || !self->context || !EVP_DigestInit_ex (self->context, self->md, NULL))
    g_error ("SHA-256 is not available");
}

void
cl_sealer_clear (ClSealer *self)
{
  g_clear_pointer (&self->context, EVP_MD_CTX_free);
  g_clear_pointer (&self->md, EVP_MD_free);
  g_clear_pointer (&self->bytes, g_free);
}

static inline void
put_bytes (ClSealer *self, const void *bytes, gsize length)
{
  if (length > self->capacity - self->used)
    {
      self->capacity = MAX (2 * self->capacity, self->used + length);
      self->bytes = g_realloc (self->bytes, self->capacity);
    }
  memcpy (self->bytes + self->used, bytes, length);
  self->used += length;
}

static inline void
put_u32 (ClSealer *self, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  put_bytes (self, &big, sizeof big);
}

static inline void
put_u64 (ClSealer *self, guint64 value)
{
  guint64 big = GUINT64_TO_BE (value);

  put_bytes (self, &big, sizeof big);
}

static void
put_text_of_length (ClSealer *self, const char *text, gsize length)
{
  put_u32 (self, (guint32) length);
  put_bytes (self, text, length);
}

static void
put_text (ClSealer *self, const char *text)
{
  if (text)
    put_text_of_length (self, text, strlen (text));
  else
    put_u32 (self, G_MAXUINT32);
}

static void
put_number (ClSealer *self, gint64 value, gint64 absent)
{
  put_u32 (self, value == absent ? G_MAXUINT32 : 8);
  if (value != absent)
    put_u64 (self, (guint64) value);
}

void
cl_sealer_hash (ClSealer *self, const void *bytes, gsize length, guint8 out[CL_SEAL_SIZE])
{
  EVP_DigestInit_ex (self->context, self->md, NULL);
  EVP_DigestUpdate (self->context, bytes, length);
  EVP_DigestFinal_ex (self->context, out, NULL);
}

static void
finish (ClSealer *self, guint8 out[CL_SEAL_SIZE])
{
  cl_sealer_hash (self, self->bytes, self->used, out);
}

void
cl_sealer_origin (ClSealer *self,
                  const guint8 *origin,
                  gsize origin_length,
                  const char *partition,
                  guint8 out[CL_SEAL_SIZE])
{
  self->used = 0;
  put_bytes (self, "CL1.partition", 13);
  put_u32 (self, (guint32) origin_length);
  put_bytes (self, origin, origin_length);
  put_text_of_length (self, partition, cl_partition_name_length (partition, origin, origin_length));
  finish (self, out);
}

static void
put_move (ClSealer *self, const ClEvent *event)
{
  char san[12], uci[6];
  const char *captured;

  if (!event->has_move)
    {
      put_text (self, NULL);
      put_text (self, NULL);
      put_text (self, NULL);
      return;
    }
  cl_move_san (event->move, san);
  cl_move_uci (event->move, uci);
  captured = cl_move_captured (event->move);
  put_text (self, san);
  put_text (self, uci);
  put_text (self, *captured ? captured : NULL);
}

const guint8 *
cl_sealer_event_bytes (ClSealer *self,
                       const guint8 previous[CL_SEAL_SIZE],
                       guint64 offset,
                       const ClEvent *event,
                       gsize *length)
{
  self->used = 0;
  put_bytes (self, "CL1.event", 9);
  put_bytes (self, previous, CL_SEAL_SIZE);
  put_u64 (self, offset);
  put_text (self, event->type);
  put_u32 (self, event->schema);
  put_u32 (self, event->game);
  put_u32 (self, event->ply);
  put_text (self, event->player);
  put_move (self, event);
  put_number (self, event->clock_ms, CL_NO_CLOCK);
  put_text (self, event->details);
  put_number (self, event->occurred_at, CL_NO_TIME);
  put_text (self, event->producer);
  *length = self->used;
  return self->bytes;
}

void
cl_sealer_event (ClSealer *self,
                 const guint8 previous[CL_SEAL_SIZE],
                 guint64 offset,
                 const ClEvent *event,
                 guint8 out[CL_SEAL_SIZE])
{
  gsize length;
  const guint8 *bytes = cl_sealer_event_bytes (self, previous, offset, event, &length);

  cl_sealer_hash (self, bytes, length, out);
}

void
cl_sealer_identity (ClSealer *self,
                    const guint8 id[16],
                    gint64 created_at,
                    guint8 out[CL_SEAL_SIZE])
{
  self->used = 0;
  put_bytes (self, "CL1.ledger", 10);
  put_bytes (self, id, 16);
  put_u64 (self, (guint64) created_at);
  finish (self, out);
}

void
cl_sealer_leaf (ClSealer *self,
                guint64 position,
                gint64 recorded_at,
                const guint8 seal[CL_SEAL_SIZE],
                guint8 out[CL_SEAL_SIZE])
{
  self->used = 0;
  put_bytes (self, "\0", 1);
  put_u64 (self, position);
  put_u64 (self, (guint64) recorded_at);
  put_bytes (self, seal, CL_SEAL_SIZE);
  finish (self, out);
}

void
cl_sealer_node (ClSealer *self,
                const guint8 left[CL_SEAL_SIZE],
                const guint8 right[CL_SEAL_SIZE],
                guint8 out[CL_SEAL_SIZE])
{
  self->used = 0;
  put_bytes (self, "\1", 1);
  put_bytes (self, left, CL_SEAL_SIZE);
  put_bytes (self, right, CL_SEAL_SIZE);
  finish (self, out);
}

gboolean
cl_tree_add (ClTree *self,
             ClSealer *sealer,
             const guint8 leaf[CL_SEAL_SIZE],
             ClTreeFunc func,
             gpointer user_data)
{
  guint8 hash[CL_SEAL_SIZE];
  guint level = 0;

  memcpy (hash, leaf, sizeof hash);
  for (; self->size >> level & 1; level++)
    {
      cl_sealer_node (sealer, self->nodes[level], hash, hash);
      if (func && !func (level + 1, self->size >> (level + 1), hash, user_data))
        return FALSE;
    }
  memcpy (self->nodes[level], hash, sizeof hash);
  self->size++;
  return TRUE;
}

void
cl_tree_root (const ClTree *self, ClSealer *sealer, guint8 root[CL_SEAL_SIZE])
{
  gboolean any = FALSE;

  for (guint level = 0; level < CL_TREE_LEVELS; level++)
    {
      if (!(self->size >> level & 1))
        continue;
      if (any)
        cl_sealer_node (sealer, self->nodes[level], root, root);
      else
        memcpy (root, self->nodes[level], CL_SEAL_SIZE);
      any = TRUE;
    }
  if (!any)
    {
      sealer->used = 0;
      finish (sealer, root);
    }
}
