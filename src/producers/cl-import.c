/* cl-import.c: one PGN file becomes the facts of one partition of the ledger
 *
 * The partition is archive/<name>, its first seal starts from the file's digest. SourceImportStarted comes first; each game
 * is GameStarted, its MovePlayed with VariationAdded in between, GameEnded, or one GameUnreadable; SourceImported is last
 * and tells a complete import from an interrupted one. All of it follows from the bytes of the file alone, so an
 * interrupted import is continued by making the same facts again and leaving out those that are there.
 *
 * The calling thread reads and makes facts while the ledger's writer commits them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-import.h"

#include "cl-import-private.h"
#include "cl-pgn-source-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME    160                /* bytes of the file's name in the partition key */
#define MAX_GAME    (64 * 1024 * 1024) /* a file without an end of game for so long is no PGN */
#define MAX_FOREIGN 100                /* texts that might be games before one that surely is */
#define PROGRESS_US (100 * 1000)
#define BLOCK       1000 /* events read at a time while looking for the end */

typedef struct
{
  ClPgnSurvey survey;
  ClPgnSource *source;
  ClImportSink *sink;
  char *name;
  ClImportProgress progress;
  ClImportComplaint complaint;
  gpointer user_data;
  GCancellable *cancellable;
  ClImportResult *result;
  guint32 game;
  guint64 line;      /* of the text at from */
  gsize from;        /* in the source's text */
  gboolean any_game; /* the file is PGN */
  gint64 reported_at;
} Import;

void
cl_import_result_clear (ClImportResult *self)
{
  g_clear_pointer (&self->partition, g_free);
  g_clear_pointer (&self->encoding, g_free);
}

/* What is there of an earlier import. */
typedef struct
{
  guint64 head;
  guint64 n_known; /* facts of ours */
  gboolean complete;
  gboolean withdrawn;            /* the whole collection is out of view */
  guint64 n_games, n_unreadable; /* if complete */
} Known;

static gboolean
is_ours (const ClEvent *event)
{
  return g_strcmp0 (event->producer, CL_IMPORT_PRODUCER) == 0;
}

static gboolean
read_completion (const ClEvent *event, Known *known, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  if (cl_fact_type_of (event) != CL_FACT_SOURCE_IMPORTED)
    return TRUE;
  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  known->complete = TRUE;
  known->n_games = fact.n_games;
  known->n_unreadable = fact.n_unreadable;
  return TRUE;
}

/* A fact without a game speaks about the whole collection. */
static void
note_foreign (const ClEvent *event, Known *known)
{
  if (event->game == 0 && cl_fact_type_of (event) == CL_FACT_GAME_WITHDRAWN)
    known->withdrawn = TRUE;
  if (event->game == 0 && cl_fact_type_of (event) == CL_FACT_GAME_RESTORED)
    known->withdrawn = FALSE;
}

/* Counts our facts; people may have added notes or corrections behind them. */
static gboolean
count_known (ClReader *reader, const char *partition, Known *known, GError **error)
{
  g_autoptr (ClEvents) last = cl_reader_read_at (reader, partition, known->head, error);
  guint64 offset = 0;

  if (last == NULL)
    return FALSE;
  if (cl_events_get_length (last) == 1 && is_ours (cl_events_get (last, 0)) &&
      cl_fact_type_of (cl_events_get (last, 0)) == CL_FACT_SOURCE_IMPORTED)
    {
      known->n_known = known->head;
      return read_completion (cl_events_get (last, 0), known, error);
    }
  while (offset < known->head)
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_partition (reader, partition, offset, BLOCK, error);

      if (events == NULL)
        return FALSE;
      if (cl_events_get_length (events) == 0)
        break;
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        if (is_ours (cl_events_get (events, i)))
          {
            known->n_known++;
            if (!read_completion (cl_events_get (events, i), known, error))
              return FALSE;
          }
        else
          note_foreign (cl_events_get (events, i), known);
      offset += cl_events_get_length (events);
    }
  return TRUE;
}

/* Is @partition free, or of the same file? */
static gboolean
is_usable (ClReader *reader,
           const char *partition,
           const char *digest,
           Known *known,
           GError **error)
{
  g_autoptr (ClEvents) first = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (ClFact) fact = { 0 };
  ClPartitionInfo info;

  *known = (Known){ 0 };
  if (!cl_reader_get_partition (reader, partition, &info, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return local_error == NULL;
    }
  first = cl_reader_read_at (reader, partition, 1, error);
  if (first == NULL || cl_events_get_length (first) != 1)
    return FALSE;
  if (cl_fact_type_of (cl_events_get (first, 0)) != CL_FACT_SOURCE_IMPORT_STARTED ||
      !cl_fact_from_event (cl_events_get (first, 0), &fact, NULL) ||
      g_strcmp0 (fact.digest, digest) != 0)
    return FALSE;
  known->head = info.head;
  return count_known (reader, partition, known, error);
}

/* File names are bytes of any kind; keys are short and printable. */
static char *
make_name (GFile *file, const char *name)
{
  g_autofree char *base = name ? g_strdup (name) : g_file_get_basename (file);
  g_autofree char *valid = g_utf8_make_valid (base ? base : "", -1);
  gsize length = strlen (valid);

  for (char *c = valid; *c; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f || *c == '/')
      *c = '_';
  if (length > MAX_NAME)
    for (length = MAX_NAME; ((guchar) valid[length] & 0xc0) == 0x80; length--)
      ;
  valid[length] = 0;
  return length > 0 ? g_steal_pointer (&valid) : g_strdup ("games.pgn");
}

static char *
choose_partition (ClLedger *ledger, const Import *self, Known *known, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *plain = g_strconcat ("archive/", self->name, NULL);
  g_autofree char *marked = g_strdup_printf ("%s~%.8s", plain, self->survey.digest_hex);

  if (reader == NULL)
    return NULL;
  if (is_usable (reader, plain, self->survey.digest_hex, known, &local_error))
    return g_steal_pointer (&plain);
  if (local_error == NULL &&
      is_usable (reader, marked, self->survey.digest_hex, known, &local_error))
    return g_steal_pointer (&marked);
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CONFLICT,
                 _ ("“%s” is taken by another file"), marked);
  return NULL;
}

static guint64
count_line_ends (const char *text, gsize from, gsize to)
{
  guint64 lines = 0;

  for (gsize i = from; i < to; i++)
    if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')))
      lines++;
  return lines;
}

static void
add_source_fact (Import *self, ClFactType type)
{
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, type);
  fact.file = g_strdup (self->name);
  fact.digest = g_strdup (self->survey.digest_hex);
  fact.encoding = g_strdup (self->survey.encoding);
  fact.n_games = self->result->n_games;
  fact.n_unreadable = self->result->n_unreadable;
  cl_import_sink_add (self->sink, &fact);
}

/* "not a legal move: “Ke3”" */
static char *
explain (const ChessPgnSummary *summary)
{
  const char *what = summary->error == CHESS_PGN_BAD_MOVE
                       ? chess_notation_error_text (summary->notation)
                       : chess_pgn_error_text (summary->error);
  gsize length = MIN (summary->token.length, 40);
  g_autofree char *token = NULL;

  if (length == 0)
    return g_strdup (what);
  token = g_utf8_make_valid (summary->token.text, (gssize) length);
  return g_strdup_printf ("%s: “%s”", what, token);
}

static void
add_unreadable (Import *self, const char *text, gsize length, const ChessPgnSummary *summary)
{
  g_auto (ClFact) fact = { 0 };
  g_autofree char *what = explain (summary);
  guint64 line = self->line + summary->line - 1;

  cl_fact_init (&fact, CL_FACT_GAME_UNREADABLE);
  fact.game = ++self->game;
  fact.text = cl_import_dup_text (text, length);
  fact.line = line;
  fact.reason = g_strdup (what);
  cl_import_read_tags (text, length, &fact);
  cl_import_sink_add (self->sink, &fact);
  self->result->n_unreadable++;
  if (self->complaint)
    self->complaint (line, what, self->user_data);
}

/* Headings between the games, a letter around them, the end-of-file mark of DOS: text without tags, moves or result is
 * nobody's game and left in the file. */
static void
import_span (Import *self, const ChessPgnSpan *span)
{
  const char *text = self->source->text + span->start;
  gsize length = span->end - span->start;
  ChessPgnSummary summary;
  ClImportLikeness likeness;

  self->line += span->lines_before;
  if (cl_import_game (self->sink, self->game + 1, text, length, &summary, &likeness))
    {
      self->game++;
      self->result->n_games++;
    }
  else if (summary.error != CHESS_PGN_NO_GAME)
    add_unreadable (self, text, length, &summary);
  self->any_game |= likeness >= (self->survey.is_text ? CL_IMPORT_PROBABLE : CL_IMPORT_CERTAIN);
  if (self->any_game)
    cl_import_sink_open (self->sink);
  self->line += count_line_ends (self->source->text, span->start, span->end);
  self->from = span->end;
}

static void
report (Import *self, gboolean now)
{
  gint64 time = g_get_monotonic_time ();

  if (!self->progress || (!now && time - self->reported_at < PROGRESS_US))
    return;
  self->reported_at = time;
  self->progress (self->source->bytes_done,
                  self->survey.size,
                  self->result->n_games,
                  self->user_data);
}

/* Enough was read of something else. */
static gboolean
fail_foreign (GError **error)
{
  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_INVALID_DATA,
                       _ ("The file does not look like PGN; nothing of it was kept"));
  return FALSE;
}

/* More text behind what is there, of which one byte before from is kept: whether a line begins must not depend on where
 * the buffer was cut. */
static gboolean
read_more (Import *self, GError **error)
{
  gsize dropped = self->from > 0 ? self->from - 1 : 0;

  if (self->source->length - self->from > MAX_GAME)
    return fail_foreign (error);
  if (!cl_pgn_source_advance (self->source, dropped, NULL, error))
    return FALSE;
  self->from -= dropped;
  return TRUE;
}

static gboolean
read_games (Import *self, GError **error)
{
  ChessPgnSpan span;
  bool need_more;

  for (;;)
    {
      ClPgnSource *source = self->source;

      if (cl_import_sink_has_failed (self->sink))
        return TRUE;
      if (g_cancellable_is_cancelled (self->cancellable) &&
          !cl_import_sink_is_catching_up (self->sink))
        {
          self->result->cancelled = TRUE;
          return TRUE;
        }
      if (chess_pgn_next (source->text,
                          source->length,
                          self->from,
                          source->at_end,
                          &span,
                          &need_more))
        import_span (self, &span);
      else if (!need_more)
        return TRUE;
      else if (!read_more (self, error))
        return FALSE;
      if (!self->any_game && self->game > MAX_FOREIGN)
        return fail_foreign (error);
      report (self, FALSE);
    }
}

/* Nothing was handed to the ledger: the texts that were counted are nobody's games. */
static void
report_no_game (Import *self)
{
  self->result->n_games = self->result->n_unreadable = self->result->n_events = 0;
  g_clear_pointer (&self->result->partition, g_free);
}

/* The file is known, and what the ledger has of it. */
static gboolean
import_file (Import *self, ClLedger *ledger, GFile *file, const Known *known, GError **error)
{
  g_autoptr (GBytes) origin = g_bytes_new (self->survey.digest, sizeof self->survey.digest);
  g_autoptr (ClPgnSource) source = cl_pgn_source_new (file, &self->survey, error);
  g_autoptr (ClImportSink) sink = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean ok;

  if (source == NULL)
    return FALSE;
  sink = cl_import_sink_new (ledger, self->result->partition, origin, known->n_known, known->head);
  self->source = source;
  self->sink = sink;
  self->line = 1;
  add_source_fact (self, CL_FACT_SOURCE_IMPORT_STARTED);
  if (known->n_known > 0)
    cl_import_sink_open (sink);
  ok = cl_pgn_source_advance (source, 0, NULL, &local_error) && read_games (self, &local_error);
  if (ok && !self->result->cancelled)
    add_source_fact (self, CL_FACT_SOURCE_IMPORTED);
  ok = cl_import_sink_flush (sink, ok ? &local_error : NULL) && ok;
  self->result->n_new_events = cl_import_sink_get_n_new (sink);
  self->result->n_events = MAX (cl_import_sink_get_count (sink), known->n_known);
  if (self->result->cancelled)
    self->result->n_events = known->n_known + self->result->n_new_events;
  if (ok && !self->any_game && known->n_known == 0)
    report_no_game (self);
  report (self, TRUE);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}

/* Others may write to the collection at this moment: a note on a game, say. */
#define RESTORE_TRIES 5

static gboolean
restore_collection (ClLedger *ledger, const char *partition, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GError) local_error = NULL;
  g_auto (ClFact) fact = { 0 };

  if (reader == NULL)
    return FALSE;
  cl_fact_init (&fact, CL_FACT_GAME_RESTORED);
  fact.occurred_at = g_get_real_time ();
  for (guint i = 0; i < RESTORE_TRIES; i++)
    {
      g_autoptr (ClDraft) draft = cl_draft_new (partition, CL_LIBRARY_PRODUCER, NULL);
      ClPartitionInfo info;

      g_clear_error (&local_error);
      cl_fact_to_draft (&fact, draft);
      if (!cl_reader_get_partition (reader, partition, &info, &local_error))
        break;
      if (cl_ledger_append (ledger, draft, info.head, NULL, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean /* lint: allow parameters: two callbacks and what they need */
cl_import_pgn (ClLedger *ledger,
               GFile *file,
               const char *name,
               ClImportProgress progress,
               ClImportComplaint complaint,
               gpointer user_data,
               GCancellable *cancellable,
               ClImportResult *result,
               GError **error)
{
  g_autofree char *used_name = make_name (file, name);
  g_autoptr (GError) local_error = NULL;
  Import self = {
    .name = used_name,
    .progress = progress,
    .complaint = complaint,
    .user_data = user_data,
    .cancellable = cancellable,
    .result = result,
  };
  Known known;

  *result = (ClImportResult){ 0 };
  if (!cl_pgn_survey (file, &self.survey, cancellable, &local_error))
    {
      result->cancelled = g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (!result->cancelled)
        g_propagate_error (error, g_steal_pointer (&local_error));
      return result->cancelled;
    }
  result->encoding = g_strdup (self.survey.encoding);
  result->partition = choose_partition (ledger, &self, &known, error);
  if (result->partition == NULL)
    return FALSE;
  if (known.complete)
    {
      result->was_complete = TRUE;
      result->n_games = known.n_games;
      result->n_unreadable = known.n_unreadable;
      result->n_events = known.n_known;
    }
  else if (!import_file (&self, ledger, file, &known, error))
    return FALSE;
  if (!known.withdrawn || result->cancelled)
    return TRUE;
  result->restored = restore_collection (ledger, result->partition, error);
  return result->restored;
}
