/* cl-cli.h: what the commands of chess-ledger-cli share
 *
 * Results go to stdout, all else to stderr. One file a group of commands; main.c has their table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-checkpoint.h"
#include "cl-game.h"
#include "cl-ledger.h"
#include "cl-reader.h"

G_BEGIN_DECLS

/* Exit statuses, as scripts see them. */
typedef enum
{
  CL_CLI_DONE = 0,
  CL_CLI_FAILED = 1,
  CL_CLI_MISUSED = 2,
} ClCliStatus;

typedef struct
{
  char *ledger_path; /* (nullable): as given; NULL: the app's */
  gboolean json;
  GCancellable *cancellable; /* Ctrl+C */
} ClCli;

typedef struct
{
  const char *name;
  const char *arguments; /* "FILE…" */
  const char *summary;
  const char *description; /* (nullable): more, for --help */
  /* @args: NULL-terminated, without the command; options are still in there. */
  ClCliStatus (*run) (ClCli *cli, char **args);
} ClCliCommand;

extern const ClCliCommand cl_cli_import;
extern const ClCliCommand cl_cli_export;
extern const ClCliCommand cl_cli_log;
extern const ClCliCommand cl_cli_games;
extern const ClCliCommand cl_cli_search;
extern const ClCliCommand cl_cli_fen;
extern const ClCliCommand cl_cli_state;
extern const ClCliCommand cl_cli_play;
extern const ClCliCommand cl_cli_consumers;
extern const ClCliCommand cl_cli_boards;
extern const ClCliCommand cl_cli_emulate;
extern const ClCliCommand cl_cli_record;
extern const ClCliCommand cl_cli_interpret;
extern const ClCliCommand cl_cli_verify;
extern const ClCliCommand cl_cli_checkpoint;
extern const ClCliCommand cl_cli_prove;
extern const ClCliCommand cl_cli_check_proof;
extern const ClCliCommand cl_cli_backup;
extern const ClCliCommand cl_cli_salvage;
extern const ClCliCommand cl_cli_subscribe;
extern const ClCliCommand cl_cli_simulate;
extern const ClCliCommand cl_cli_analyse;
extern const ClCliCommand cl_cli_sync;
extern const ClCliCommand cl_cli_digest;
extern const ClCliCommand cl_cli_perft;

/* Takes the options of @command out of *@args, which keeps the rest. FALSE: used wrongly, and said so. */
gboolean
cl_cli_parse (ClCli *cli, const ClCliCommand *command, const GOptionEntry *entries, char ***args);
/* As above, for commands that take no other arguments. */
gboolean cl_cli_parse_all (ClCli *cli,
                           const ClCliCommand *command,
                           const GOptionEntry *entries,
                           char **args);

/* Print to stderr and return the status. */
ClCliStatus
cl_cli_misuse (const ClCliCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
ClCliStatus cl_cli_fail (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* FAILED with the message of @error, which may be NULL if it was told already; silent if it is a cancellation. */
ClCliStatus cl_cli_fail_error (const GError *error);

/* DONE, or FAILED if stdout did not take everything. */
ClCliStatus cl_cli_finish_output (void);

/* Are results of long work to be announced on stderr while it goes on? */
gboolean cl_cli_shows_progress (void);
/* Replaces the line of progress; NULL removes it. */
void cl_cli_show_progress (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Is there a ledger yet? What would make one is checked first, so that a mistake leaves no empty file. */
gboolean cl_cli_has_ledger (const ClCli *cli);

/* The ledger of the command line, or the app's. @create: an import or a game may be the first thing it sees. */
ClLedger *cl_cli_open (ClCli *cli, gboolean write, gboolean create, GError **error);
void cl_cli_close (ClLedger *ledger);

/* Folds the events of one game up to @until (0: all). Fails if there is no such partition, game, or not yet. */
ClGame *cl_cli_load_game (ClReader *reader,
                          const char *partition,
                          guint32 game,
                          guint64 until,
                          GError **error);
/* FALSE with @error if @position lies beyond the head. */
gboolean cl_cli_check_position (ClLedger *ledger, gint64 position, GError **error);

/* The checkpoint in the file @path ("-": stdin); @key: (nullable): who must have signed it. */
gboolean cl_cli_load_checkpoint (const char *path, ClKey *key, ClCheckpoint *out, GError **error);

/* Text for one field of a tab-separated line: tabs and line feeds become spaces. */
char *cl_cli_escape_field (const char *text);
/* The name of a file for one line of text: control characters are spelled, "\n" or "\x1b". */
char *cl_cli_escape_name (const char *name);
/* "text" in quotes as JSON. */
void cl_cli_append_json (GString *out, const char *text);

G_END_DECLS
