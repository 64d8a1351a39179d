/* cl-cli-check.c: verify checks the ledger, perft checks the rules
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cl-hex.h"
#include "cl-verify.h"

#include "chess-fen.h"
#include "chess-notation.h"

#define MAX_DEPTH 20

static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  cl_cli_show_progress ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " events", done, total);
}

static void
print_broken (ClCli *cli, const ClVerification *verification, const char *message)
{
  g_autoptr (GString) json = NULL;

  if (!cli->json)
    {
      printf ("broken: %s\n", message);
      return;
    }
  json = g_string_new ("{\"ok\":false,\"message\":");
  cl_cli_append_json (json, message);
  g_string_append_printf (json,
                          ",\"position\":%" G_GUINT64_FORMAT ",\"partition\":",
                          verification->broken_position);
  cl_cli_append_json (json, verification->broken_partition);
  g_string_append_printf (json, ",\"offset\":%" G_GUINT64_FORMAT "}", verification->broken_offset);
  puts (json->str);
}

static void
print_whole (ClCli *cli, const ClVerification *verification)
{
  char hex[2 * CL_SEAL_SIZE + 1];

  cl_hex_write (verification->root, CL_SEAL_SIZE, hex);
  if (cli->json)
    printf ("{\"ok\":true,\"events\":%" G_GUINT64_FORMAT ",\"partitions\":%" G_GUINT64_FORMAT
            ",\"head\":\"%s\"}\n",
            verification->n_events,
            verification->n_partitions,
            hex);
  else
    printf ("ok: %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT " partitions, head %s\n",
            verification->n_events,
            verification->n_partitions,
            hex);
}

/* Checkpoints kept elsewhere, read before the ledger is opened. */
typedef struct
{
  GArray *list; /* (element-type ClCheckpoint) */
  ClKey *key;   /* (nullable) */
} Kept;

static void
kept_clear (Kept *self)
{
  g_clear_pointer (&self->list, g_array_unref);
  g_clear_pointer (&self->key, cl_key_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

static gboolean
load_kept (Kept *self, char **paths, const char *key_path, GError **error)
{
  if (key_path && !(self->key = cl_key_load (key_path, error)))
    return FALSE;
  for (guint i = 0; paths && paths[i]; i++)
    {
      ClCheckpoint checkpoint = { 0 };

      if (!cl_cli_load_checkpoint (paths[i], self->key, &checkpoint, error))
        return FALSE;
      g_array_append_val (self->list, checkpoint);
    }
  return TRUE;
}

static gboolean
check_kept (ClLedger *ledger, const Kept *kept, GError **error)
{
  for (guint i = 0; i < kept->list->len; i++)
    if (!cl_ledger_check_checkpoint (ledger, &g_array_index (kept->list, ClCheckpoint, i), error))
      return FALSE;
  return TRUE;
}

static ClCliStatus
verify (ClCli *cli, const Kept *kept)
{
  g_autoptr (GError) error = NULL;
  ClVerification verification;
  ClCliStatus output;
  ClLedger *ledger = cl_cli_open (cli, FALSE, FALSE, &error);
  gboolean ok;

  if (!ledger)
    return cl_cli_fail_error (error);
  ok = cl_ledger_verify (ledger, progress_cb, NULL, cli->cancellable, &verification, &error) &&
       check_kept (ledger, kept, &error);
  cl_cli_close (ledger);
  cl_cli_show_progress (NULL);
  if (ok)
    print_whole (cli, &verification);
  else if (g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT))
    print_broken (cli, &verification, error->message);
  else
    return cl_cli_fail_error (error);
  output = cl_cli_finish_output ();
  return ok ? output : CL_CLI_FAILED;
}

static ClCliStatus
run_verify (ClCli *cli, char **args)
{
  g_auto (GStrv) paths = NULL;
  g_autofree char *key_path = NULL;
  g_auto (Kept) kept = { g_array_new (FALSE, FALSE, sizeof (ClCheckpoint)), NULL };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "checkpoint",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &paths,
      "It must still begin as this checkpoint saw it (may be given again)",
      "FILE" },
    { "key",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &key_path,
      "Who must have signed the checkpoints",
      "FILE" },
    { NULL },
  };

  g_array_set_clear_func (kept.list, (GDestroyNotify) cl_checkpoint_clear);
  if (!cl_cli_parse_all (cli, &cl_cli_verify, entries, args))
    return CL_CLI_MISUSED;
  if (key_path && !paths)
    return cl_cli_misuse (&cl_cli_verify, "A key needs a checkpoint");
  if (!load_kept (&kept, paths, key_path, &error))
    return cl_cli_fail_error (error);
  return verify (cli, &kept);
}

const ClCliCommand cl_cli_verify = {
  "verify",
  "[--checkpoint FILE [--key FILE]]",
  "Check that nothing in the ledger was changed",
  "Prints “ok: E events, P partitions, head ROOT”, or the first broken place and fails. ROOT covers all events in their\n"
  "order. Only a checkpoint that was kept elsewhere shows that the end was cut off or that everything was rewritten.",
  run_verify,
};

static int
compare_lines (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* One line a first move, in order of UCI. */
static guint64
print_divided (ClCli *cli, ChessPosition *position, guint depth)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  ChessMoveList moves;
  guint64 total = 0;

  chess_position_legal_moves (position, &moves);
  for (size_t i = 0; i < moves.n && !g_cancellable_is_cancelled (cli->cancellable); i++)
    {
      char uci[CHESS_UCI_SIZE];
      ChessUndo undo;
      guint64 nodes;

      chess_uci_write (position, moves.moves[i], uci);
      undo = chess_position_make (position, moves.moves[i]);
      nodes = chess_position_perft (position, depth - 1);
      chess_position_unmake (position, undo);
      total += nodes;
      g_ptr_array_add (lines,
                       g_strdup_printf (cli->json ? "\"%s\":%" G_GUINT64_FORMAT
                                                  : "%s: %" G_GUINT64_FORMAT,
                                        uci,
                                        nodes));
    }
  if (lines->len > 1)
    qsort (lines->pdata, lines->len, sizeof (gpointer), compare_lines);
  if (cli->json)
    fputs ("{\"moves\":{", stdout);
  for (guint i = 0; i < lines->len; i++)
    printf (cli->json ? "%s%s" : "%s%s\n",
            cli->json && i ? "," : "",
            (char *) g_ptr_array_index (lines, i));
  if (cli->json)
    fputs ("},", stdout);
  return total;
}

static ClCliStatus
run_perft (ClCli *cli, char **args)
{
  g_auto (GStrv) rest = g_strdupv (args);
  g_autofree char *fen = NULL;
  gboolean divide = FALSE;
  ChessPosition position = chess_position_start ();
  guint64 depth, nodes;
  const GOptionEntry entries[] = {
    { "fen", 0, 0, G_OPTION_ARG_STRING, &fen, "From this position instead of the start", "FEN" },
    { "divide", 0, 0, G_OPTION_ARG_NONE, &divide, "Also count each first move", NULL },
    { NULL },
  };

  if (!cl_cli_parse (cli, &cl_cli_perft, entries, &rest))
    return CL_CLI_MISUSED;
  if (!rest[0] || rest[1] || !g_ascii_string_to_unsigned (rest[0], 10, 0, MAX_DEPTH, &depth, NULL))
    return cl_cli_misuse (&cl_cli_perft, "A depth from 0 to %d is needed", MAX_DEPTH);
  if (fen)
    {
      size_t place;
      ChessFenError fault = chess_fen_parse (fen, -1, &position, &place);

      if (fault != CHESS_FEN_OK)
        return cl_cli_fail ("The FEN is wrong at character %" G_GSIZE_FORMAT ": %s",
                            place + 1,
                            chess_fen_error_text (fault));
    }
  if (divide && depth > 0)
    nodes = print_divided (cli, &position, (guint) depth);
  else
    {
      nodes = chess_position_perft (&position, (unsigned) depth);
      if (cli->json)
        fputs ("{", stdout);
    }
  printf (cli->json ? "\"nodes\":%" G_GUINT64_FORMAT "}\n" : "%" G_GUINT64_FORMAT "\n", nodes);
  return cl_cli_finish_output ();
}

const ClCliCommand cl_cli_perft = {
  "perft",
  "DEPTH [--fen FEN] [--divide]",
  "Count the positions after DEPTH half-moves",
  "The last line is the count alone.",
  run_perft,
};
