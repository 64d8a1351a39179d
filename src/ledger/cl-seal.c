/* cl-seal.c: the bytes that are hashed, and their SHA-256; README.md tells it for those who check with other tools
 *
 * All integers big-endian. Text and other variable fields are preceded by their length in four bytes; absent is the
 * length 0xFFFFFFFF. An absent number is a variable field too (length 8, or absent).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-seal-private.h"

#include <string.h>

/* A buffer that hashes itself when it is full. */
typedef struct
{
  ClSealer *sealer;
  gsize used;
  guint8 bytes[768];
} Hashing;

void
cl_sealer_init (ClSealer *self)
{
  self->md = EVP_MD_fetch (NULL, "SHA256", NULL);
  self->context = EVP_MD_CTX_new ();
  if (!self->md || !self->context || !EVP_DigestInit_ex (self->context, self->md, NULL))
    g_error ("SHA-256 is not available");
}

void
cl_sealer_clear (ClSealer *self)
{
  g_clear_pointer (&self->context, EVP_MD_CTX_free);
  g_clear_pointer (&self->md, EVP_MD_free);
}

static void
start (Hashing *self, ClSealer *sealer)
{
  self->sealer = sealer;
  self->used = 0;
  EVP_DigestInit_ex (sealer->context, sealer->md, NULL);
}

static void
put_bytes (Hashing *self, const void *bytes, gsize length)
{
  if (length > sizeof self->bytes - self->used)
    {
      EVP_DigestUpdate (self->sealer->context, self->bytes, self->used);
      self->used = 0;
      if (length > sizeof self->bytes)
        {
          EVP_DigestUpdate (self->sealer->context, bytes, length);
          return;
        }
    }
  memcpy (self->bytes + self->used, bytes, length);
  self->used += length;
}

static void
put_u32 (Hashing *self, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  put_bytes (self, &big, sizeof big);
}

static void
put_u64 (Hashing *self, guint64 value)
{
  guint64 big = GUINT64_TO_BE (value);

  put_bytes (self, &big, sizeof big);
}

static void
put_text (Hashing *self, const char *text)
{
  gsize length = text ? strlen (text) : 0;

  put_u32 (self, text ? (guint32) length : G_MAXUINT32);
  if (text)
    put_bytes (self, text, length);
}

static void
put_number (Hashing *self, gint64 value, gint64 absent)
{
  put_u32 (self, value == absent ? G_MAXUINT32 : 8);
  if (value != absent)
    put_u64 (self, (guint64) value);
}

static void
finish (Hashing *self, guint8 out[CL_SEAL_SIZE])
{
  EVP_DigestUpdate (self->sealer->context, self->bytes, self->used);
  EVP_DigestFinal_ex (self->sealer->context, out, NULL);
}

void
cl_sealer_origin (ClSealer *self,
                  const guint8 *origin,
                  gsize origin_length,
                  const char *partition,
                  guint8 out[CL_SEAL_SIZE])
{
  Hashing hashing;

  start (&hashing, self);
  put_bytes (&hashing, "CL1.partition", 13);
  put_u32 (&hashing, (guint32) origin_length);
  put_bytes (&hashing, origin, origin_length);
  put_text (&hashing, partition);
  finish (&hashing, out);
}

static void
put_move (Hashing *self, const ClEvent *event)
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

void
cl_sealer_event (ClSealer *self,
                 const guint8 previous[CL_SEAL_SIZE],
                 guint64 offset,
                 const ClEvent *event,
                 guint8 out[CL_SEAL_SIZE])
{
  Hashing hashing;

  start (&hashing, self);
  put_bytes (&hashing, "CL1.event", 9);
  put_bytes (&hashing, previous, CL_SEAL_SIZE);
  put_u64 (&hashing, offset);
  put_text (&hashing, event->type);
  put_u32 (&hashing, event->schema);
  put_u32 (&hashing, event->game);
  put_u32 (&hashing, event->ply);
  put_text (&hashing, event->player);
  put_move (&hashing, event);
  put_number (&hashing, event->clock_ms, CL_NO_CLOCK);
  put_text (&hashing, event->details);
  put_number (&hashing, event->occurred_at, CL_NO_TIME);
  put_text (&hashing, event->producer);
  finish (&hashing, out);
}

void
cl_sealer_leaf (ClSealer *self,
                guint64 position,
                gint64 recorded_at,
                const guint8 seal[CL_SEAL_SIZE],
                guint8 out[CL_SEAL_SIZE])
{
  Hashing hashing;

  start (&hashing, self);
  put_bytes (&hashing, "\0", 1);
  put_u64 (&hashing, position);
  put_u64 (&hashing, (guint64) recorded_at);
  put_bytes (&hashing, seal, CL_SEAL_SIZE);
  finish (&hashing, out);
}

void
cl_sealer_node (ClSealer *self,
                const guint8 left[CL_SEAL_SIZE],
                const guint8 right[CL_SEAL_SIZE],
                guint8 out[CL_SEAL_SIZE])
{
  Hashing hashing;

  start (&hashing, self);
  put_bytes (&hashing, "\1", 1);
  put_bytes (&hashing, left, CL_SEAL_SIZE);
  put_bytes (&hashing, right, CL_SEAL_SIZE);
  finish (&hashing, out);
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
      Hashing hashing;

      start (&hashing, sealer);
      finish (&hashing, root);
    }
}
