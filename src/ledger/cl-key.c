/* cl-key.c: Ed25519 signatures under a text, in the form of C2SP signed notes
 *
 * A note is its text (lines), an empty line, and lines "— NAME BASE64" where the base64 holds the first four bytes of the key's
 * hash and the signature of the text. The hash is SHA-256 (NAME ‖ "\n" ‖ 01 ‖ public key).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-checkpoint.h"
#include "cl-seal-private.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#define KEY_SIZE       32
#define SIGNATURE_SIZE 64
#define HASH_SIZE      4
#define ALGORITHM      1 /* Ed25519 */
#define DASH           "\xe2\x80\x94 "

struct _ClKey
{
  EVP_PKEY *key;
  gboolean private;
  guint8 public[KEY_SIZE];
};

/* Asks nobody for a passphrase. */
static int
refuse_passphrase_cb (char *buffer, int size, int writing, void *user_data)
{
  *(gboolean *) user_data = TRUE;
  return -1;
}

static EVP_PKEY *
read_pem (FILE *file, gboolean *private, gboolean *locked)
{
  EVP_PKEY *key = PEM_read_PrivateKey (file, NULL, refuse_passphrase_cb, locked);

  *private = key != NULL;
  if (!key)
    {
      rewind (file);
      key = PEM_read_PUBKEY (file, NULL, NULL, NULL);
    }
  ERR_clear_error ();
  return key;
}

ClKey *
cl_key_load (const char *path, GError **error)
{
  g_autoptr (ClKey) self = NULL;
  size_t length = KEY_SIZE;
  gboolean locked = FALSE;
  FILE *file;

  g_return_val_if_fail (path != NULL, NULL);

  file = fopen (path, "re");
  if (!file)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_IO,
                   "The key “%s” cannot be read: %s",
                   path,
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (ClKey, 1);
  self->key = read_pem (file, &self->private, &locked);
  fclose (file);
  if (self->key && EVP_PKEY_is_a (self->key, "ED25519") &&
      EVP_PKEY_get_raw_public_key (self->key, self->public, &length) == 1 && length == KEY_SIZE)
    return g_steal_pointer (&self);
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               locked ? "The key “%s” is locked with a passphrase"
                      : "“%s” is no Ed25519 key (openssl genpkey -algorithm ed25519 makes one)",
               path);
  return NULL;
}

void
cl_key_free (ClKey *self)
{
  EVP_PKEY_free (self->key);
  g_free (self);
}

static void
hash_key (ClKey *self, const char *name, guint8 hash[HASH_SIZE])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 algorithm = ALGORITHM, full[CL_SEAL_SIZE];
  ClSealer sealer;

  g_byte_array_append (bytes, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
  g_byte_array_append (bytes, &algorithm, 1);
  g_byte_array_append (bytes, self->public, KEY_SIZE);
  cl_sealer_init (&sealer);
  cl_sealer_hash (&sealer, bytes->data, bytes->len, full);
  cl_sealer_clear (&sealer);
  memcpy (hash, full, HASH_SIZE);
}

char *
cl_key_describe (ClKey *self, const char *name)
{
  guint8 hash[HASH_SIZE], bytes[1 + KEY_SIZE] = { ALGORITHM };
  g_autofree char *base64 = NULL;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  hash_key (self, name, hash);
  memcpy (bytes + 1, self->public, KEY_SIZE);
  base64 = g_base64_encode (bytes, sizeof bytes);
  return g_strdup_printf ("%s+%02x%02x%02x%02x+%s",
                          name,
                          hash[0],
                          hash[1],
                          hash[2],
                          hash[3],
                          base64);
}

char *
cl_note_sign (const char *text, const char *name, ClKey *key, GError **error)
{
  guint8 bytes[HASH_SIZE + SIGNATURE_SIZE];
  g_autofree char *base64 = NULL;
  size_t length = SIGNATURE_SIZE;
  EVP_MD_CTX *context;
  gboolean ok;

  g_return_val_if_fail (text != NULL && g_str_has_suffix (text, "\n") && name != NULL, NULL);

  if (!key->private)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "A public key cannot sign: the private one is needed");
      return NULL;
    }
  context = EVP_MD_CTX_new ();
  ok =
    EVP_DigestSignInit (context, NULL, NULL, NULL, key->key) == 1 &&
    EVP_DigestSign (context, bytes + HASH_SIZE, &length, (const guint8 *) text, strlen (text)) == 1;
  EVP_MD_CTX_free (context);
  if (!ok)
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO, "OpenSSL could not sign");
      return NULL;
    }
  hash_key (key, name, bytes);
  base64 = g_base64_encode (bytes, sizeof bytes);
  return g_strdup_printf ("%s\n" DASH "%s %s\n", text, name, base64);
}

/* Is @line a signature of @text by @key? */
static gboolean
check_line (const char *line, const char *name, ClKey *key, const char *text, gsize length)
{
  g_autofree char *start = g_strconcat (DASH, name, " ", NULL);
  g_autofree guint8 *bytes = NULL;
  guint8 hash[HASH_SIZE];
  EVP_MD_CTX *context;
  gsize n_bytes;
  gboolean ok;

  if (!g_str_has_prefix (line, start))
    return FALSE;
  bytes = g_base64_decode (line + strlen (start), &n_bytes);
  hash_key (key, name, hash);
  if (n_bytes != HASH_SIZE + SIGNATURE_SIZE || memcmp (bytes, hash, HASH_SIZE) != 0)
    return FALSE;
  context = EVP_MD_CTX_new ();
  ok =
    EVP_DigestVerifyInit (context, NULL, NULL, NULL, key->key) == 1 &&
    EVP_DigestVerify (context, bytes + HASH_SIZE, SIGNATURE_SIZE, (const guint8 *) text, length) ==
      1;
  EVP_MD_CTX_free (context);
  ERR_clear_error ();
  return ok;
}

gboolean
cl_note_check (const char *note, const char *name, ClKey *key, GError **error)
{
  const char *end = NULL;
  gboolean found = FALSE;

  g_return_val_if_fail (note != NULL && name != NULL && key != NULL, FALSE);

  /* The last empty line: the text may hold others. */
  for (const char *at = strstr (note, "\n\n"); at; at = strstr (at + 1, "\n\n"))
    end = at;
  if (end)
    {
      g_auto (GStrv) lines = g_strsplit (end + 2, "\n", -1);

      for (gsize i = 0; lines[i] && !found; i++)
        found = check_line (lines[i], name, key, note, (gsize) (end + 1 - note));
    }
  if (!found)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_INVALID,
                 "No signature of this key for “%s” is under it",
                 name);
  return found;
}
