/* fuzz-proof.c: any text as a proof file or a checkpoint; what is read is written the same, and nothing false passes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cl-proof-text.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
try_checkpoint (const char *text)
{
  ClCheckpoint checkpoint = { 0 };
  GError *error = NULL;

  if (cl_checkpoint_parse (text, &checkpoint, &error) != (error == NULL))
    abort ();
  if (!error)
    {
      g_autofree char *again = cl_checkpoint_format (&checkpoint);

      if (strncmp (again, text, strlen (again)) != 0)
        abort ();
    }
  cl_checkpoint_clear (&checkpoint);
  g_clear_error (&error);
}

static void
try_entry (GBytes *bytes)
{
  ClProofEntry entry = { 0 };
  GError *error = NULL;

  if (cl_proof_entry_decode (bytes, &entry, &error) != (error == NULL))
    abort ();
  if (!error && (!entry.event.type || !entry.event.producer))
    abort ();
  cl_proof_entry_clear (&entry);
  g_clear_error (&error);
}

static void
try_proof (const char *text)
{
  ClProof proof = { 0 };
  ClCheckpoint newer = { 0 };
  GError *error = NULL;

  if (cl_proof_parse (text, &proof, &error) != (error == NULL))
    abort ();
  if (!error)
    {
      g_autofree char *again = cl_proof_format (&proof);

      /* Numbers have one spelling but for zeros in front. */
      if (strlen (again) > strlen (text))
        abort ();
      if (proof.entry)
        try_entry (proof.entry);
      cl_proof_check (&proof, NULL, &newer, NULL);
    }
  cl_checkpoint_clear (&newer);
  cl_proof_clear (&proof);
  g_clear_error (&error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  try_checkpoint (text);
  try_proof (text);
  try_entry (bytes);
  return 0;
}
