/* cl-cli-proof.c: checkpoint, prove and check-proof: what others can hold against a ledger, and check without it
 *
 * Files of proofs and keys are read before the ledger is opened: should one of them be the ledger itself, closing it would drop
 * the locks that SQLite holds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-proof-text.h"

#define MAX_FILE (1024 * 1024)

/* Text of a file ("-": stdin) that is no longer than a proof can be. */
static char *
load_text (const char *path, GError **error)
{
  gboolean is_stdin = g_str_equal (path, "-");
  FILE *file = is_stdin ? stdin : fopen (path, "re");
  g_autofree char *text = g_malloc (MAX_FILE + 1);
  size_t length = file ? fread (text, 1, MAX_FILE + 1, file) : 0;
  gboolean ok = file && !ferror (file);

  if (file && !is_stdin)
    fclose (file);
  if (!ok)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "“%s” cannot be read", path);
  else if (length > MAX_FILE || memchr (text, '\0', length))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is no text of this kind", path);
  else
    {
      text[length] = '\0';
      return g_steal_pointer (&text);
    }
  return NULL;
}

gboolean
cl_cli_load_checkpoint (const char *path, ClKey *key, ClCheckpoint *out, GError **error)
{
  g_autofree char *text = load_text (path, error);

  if (!text)
    return FALSE;
  if (cl_checkpoint_parse (text, out, error) &&
      (!key || cl_note_check (text, out->origin, key, error)))
    return TRUE;
  cl_checkpoint_clear (out);
  g_prefix_error (error, "“%s”: ", path);
  return FALSE;
}

/* The checkpoint as text, signed if there is a key. */
static char *
make_note (const ClCheckpoint *checkpoint, ClKey *key, GError **error)
{
  g_autofree char *text = cl_checkpoint_format (checkpoint);

  return key ? cl_note_sign (text, checkpoint->origin, key, error) : g_steal_pointer (&text);
}

/* The options that these commands share. */
typedef struct
{
  char *key_path;
  char *since_path;
  gint64 at; /* −1: the head */
  ClKey *key;
} Options;

static void
options_clear (Options *self)
{
  g_clear_pointer (&self->key_path, g_free);
  g_clear_pointer (&self->since_path, g_free);
  g_clear_pointer (&self->key, cl_key_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
load_key (Options *self, GError **error)
{
  self->key = self->key_path ? cl_key_load (self->key_path, error) : NULL;
  return self->key || !self->key_path;
}

/* How many events the checkpoint at hand covers; FALSE with @error if there are not so many. */
static gboolean
choose_size (const Options *self, ClLedger *ledger, guint64 *size, GError **error)
{
  *size = self->at < 0 ? cl_ledger_get_head (ledger) : (guint64) self->at;
  return self->at < 0 || cl_cli_check_position (ledger, self->at, error);
}

static ClCliStatus
print_note (ClCli *cli, const char *note, const ClCheckpoint *checkpoint)
{
  g_autofree char *root = NULL;
  g_autoptr (GString) json = NULL;

  if (!cli->json)
    {
      fputs (note, stdout);
      return cl_cli_finish_output ();
    }
  root = g_base64_encode (checkpoint->root, sizeof checkpoint->root);
  json = g_string_new ("{\"origin\":");
  cl_cli_append_json (json, checkpoint->origin);
  g_string_append_printf (json,
                          ",\"size\":%" G_GUINT64_FORMAT ",\"root\":\"%s\",\"note\":",
                          checkpoint->size,
                          root);
  cl_cli_append_json (json, note);
  g_string_append_c (json, '}');
  puts (json->str);
  return cl_cli_finish_output ();
}

static ClCliStatus
print_checkpoint (ClCli *cli, const Options *options, gboolean public)
{
  g_auto (ClCheckpoint) checkpoint = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  guint64 size;
  gboolean ok;

  if (!ledger)
    return cl_cli_fail_error (error);
  ok = choose_size (options, ledger, &size, &error) &&
       cl_ledger_make_checkpoint (ledger, size, &checkpoint, &error);
  cl_cli_close (ledger);
  if (ok && public)
    {
      text = cl_key_describe (options->key, checkpoint.origin);
      puts (text);
      return cl_cli_finish_output ();
    }
  text = ok ? make_note (&checkpoint, options->key, &error) : NULL;
  return text ? print_note (cli, text, &checkpoint) : cl_cli_fail_error (error);
}

static ClCliStatus
run_checkpoint (ClCli *cli, char **args)
{
  g_auto (Options) options = { .at = -1 };
  gboolean public = FALSE;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "key",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options.key_path,
      "Sign with this Ed25519 key (PEM)",
      "FILE" },
    { "at", 0, 0, G_OPTION_ARG_INT64, &options.at, "As it was after this event", "POSITION" },
    { "public",
      0,
      0,
      G_OPTION_ARG_NONE,
      &public,
      "Print the key as others need it to check",
      NULL },
    { NULL },
  };

  if (!cl_cli_parse_all (cli, &cl_cli_checkpoint, entries, args))
    return CL_CLI_MISUSED;
  if (public && !options.key_path)
    return cl_cli_misuse (&cl_cli_checkpoint, "--public needs --key");
  if (!load_key (&options, &error))
    return cl_cli_fail_error (error);
  return print_checkpoint (cli, &options, public);
}

const ClCliCommand cl_cli_checkpoint = {
  "checkpoint",
  "[--key FILE] [--at POSITION]",
  "State what the ledger holds, to be kept elsewhere",
  "Three lines: the ledger, how many events it has, and a root that covers them all; with a key also a signature (a C2SP\n"
  "signed note). Print it, mail it, give it to the players: “verify --checkpoint” then finds what was cut off or rewritten.\n"
  "“openssl genpkey -algorithm ed25519 -out key.pem” makes a key.",
  run_checkpoint,
};

/* Fills the numbers, the entry and the hashes of @proof. @older: the checkpoint to go on from, NULL for a proof of one event. */
static gboolean
find_proof (ClLedger *ledger,
            guint64 size,
            const ClCheckpoint *older,
            ClProof *proof,
            GError **error)
{
  g_autoptr (ClProver) prover = cl_prover_new (ledger, error);

  if (!prover)
    return FALSE;
  proof->hashes = g_byte_array_new ();
  if (older)
    {
      proof->number = older->size;
      return cl_ledger_check_checkpoint (ledger, older, error) &&
             cl_prover_consistency (prover, older->size, size, proof->hashes, error);
    }
  proof->entry = cl_prover_read_entry (prover, proof->number, error);
  return proof->entry && cl_prover_inclusion (prover, proof->number, size, proof->hashes, error);
}

static ClCliStatus
print_proof (ClCli *cli, const Options *options, const ClCheckpoint *older, ClProof *proof)
{
  g_auto (ClCheckpoint) checkpoint = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  guint64 size;
  gboolean ok;

  if (!ledger)
    return cl_cli_fail_error (error);
  ok = choose_size (options, ledger, &size, &error) &&
       find_proof (ledger, size, older, proof, &error) &&
       cl_ledger_make_checkpoint (ledger, size, &checkpoint, &error);
  cl_cli_close (ledger);
  proof->note = ok ? make_note (&checkpoint, options->key, &error) : NULL;
  if (!proof->note)
    return cl_cli_fail_error (error);
  text = cl_proof_format (proof);
  fputs (text, stdout);
  return cl_cli_finish_output ();
}

static ClCliStatus
run_prove (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_auto (Options) options = { .at = -1 };
  g_auto (ClCheckpoint) older = { 0 };
  g_auto (ClProof) proof = { 0 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "since",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options.since_path,
      "Instead: that everything in this checkpoint is still there",
      "FILE" },
    { "at",
      0,
      0,
      G_OPTION_ARG_INT64,
      &options.at,
      "In the checkpoint after this event",
      "POSITION" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.key_path, "Sign the checkpoint", "FILE" },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_prove, entries, &rest))
    return CL_CLI_MISUSED;
  if ((rest[0] != NULL) == (options.since_path != NULL) || (rest[0] && rest[1]))
    return cl_cli_misuse (&cl_cli_prove, "Either a position or --since is needed");
  if (rest[0] && !g_ascii_string_to_unsigned (rest[0], 10, 1, G_MAXINT64, &proof.number, NULL))
    return cl_cli_misuse (&cl_cli_prove, "“%s” is no position", rest[0]);
  if (!load_key (&options, &error) ||
      (options.since_path && !cl_cli_load_checkpoint (options.since_path, NULL, &older, &error)))
    return cl_cli_fail_error (error);
  return print_proof (cli, &options, options.since_path ? &older : NULL, &proof);
}

const ClCliCommand cl_cli_prove = {
  "prove",
  "POSITION [--at POSITION] [--key FILE]",
  "Prove to others that an event is in the ledger",
  "The proof (C2SP tlog-proof) holds the event, a few hashes and the checkpoint they lead to: “check-proof” checks it without\n"
  "the ledger. With --since it shows instead that the ledger still begins as an older checkpoint saw it.",
  run_prove,
};

static void
print_event (ClCli *cli, const ClProofEntry *entry, const ClCheckpoint *checkpoint)
{
  const ClEvent *event = &entry->event;
  g_autofree char *summary = cl_fact_summary (event);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (event->recorded_at / G_USEC_PER_SEC);
  g_autofree char *recorded = time ? g_date_time_format_iso8601 (time) : g_strdup ("?");
  g_autoptr (GString) json = g_string_new ("{\"ok\":true,\"type\":");

  if (!cli->json)
    {
      printf ("ok: event %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " of %s\n",
              event->position,
              checkpoint->size,
              checkpoint->origin);
      printf ("%s: %s (offset %" G_GUINT64_FORMAT " of its partition, recorded %s by %s)\n",
              event->type,
              summary,
              event->offset,
              recorded,
              event->producer);
      return;
    }
  cl_cli_append_json (json, event->type);
  g_string_append (json, ",\"summary\":");
  cl_cli_append_json (json, summary);
  g_string_append_printf (json,
                          ",\"position\":%" G_GUINT64_FORMAT ",\"offset\":%" G_GUINT64_FORMAT
                          ",\"recorded_at\":%" G_GINT64_FORMAT ",\"size\":%" G_GUINT64_FORMAT
                          ",\"origin\":",
                          event->position,
                          event->offset,
                          event->recorded_at,
                          checkpoint->size);
  cl_cli_append_json (json, checkpoint->origin);
  g_string_append_c (json, '}');
  puts (json->str);
}

/* The signature, the hashes, the event. */
static ClCliStatus
check_proof (ClCli *cli, const char *text, const Options *options, const ClCheckpoint *older)
{
  g_auto (ClProof) proof = { 0 };
  g_auto (ClCheckpoint) checkpoint = { 0 };
  g_auto (ClProofEntry) entry = { 0 };
  g_autoptr (GError) error = NULL;

  if (!cl_proof_parse (text, &proof, &error) ||
      !cl_proof_check (&proof, older, &checkpoint, &error) ||
      (options->key && !cl_note_check (proof.note, checkpoint.origin, options->key, &error)) ||
      (proof.entry && !cl_proof_entry_decode (proof.entry, &entry, &error)))
    return cl_cli_fail_error (error);
  if (proof.entry)
    print_event (cli, &entry, &checkpoint);
  else
    printf (cli->json ? "{\"ok\":true,\"old_size\":%" G_GUINT64_FORMAT
                        ",\"size\":%" G_GUINT64_FORMAT "}\n"
                      : "ok: the first %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
                        " events are the same\n",
            proof.number,
            checkpoint.size);
  if (!options->key)
    fputs ("The signature was not checked: --key tells whose it must be.\n", stderr);
  return cl_cli_finish_output ();
}

static ClCliStatus
run_check_proof (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_auto (Options) options = { .at = -1 };
  g_auto (ClCheckpoint) older = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &options.since_path, "The older checkpoint", "FILE" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.key_path, "Who must have signed (PEM)", "FILE" },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_check_proof, entries, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0] || rest[1])
    return cl_cli_misuse (&cl_cli_check_proof, "One file is needed (“-” for the input)");
  if (!load_key (&options, &error) || !(text = load_text (rest[0], &error)) ||
      (options.since_path &&
       !cl_cli_load_checkpoint (options.since_path, options.key, &older, &error)))
    return cl_cli_fail_error (error);
  return check_proof (cli, text, &options, options.since_path ? &older : NULL);
}

const ClCliCommand cl_cli_check_proof = {
  "check-proof",
  "FILE [--since FILE] [--key FILE]",
  "Check a proof without the ledger",
  "Prints “ok: event N of SIZE of LEDGER” and what happened, or fails. A proof made with “prove --since” needs the older\n"
  "checkpoint that you kept.",
  run_check_proof,
};
