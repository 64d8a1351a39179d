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
#include "cl-spool.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_FOREIGN       100 /* texts that might be games before one that surely is */
#define MAX_FOREIGN_BYTES (4 * CL_IMPORT_MAX_GAME)
#define PROGRESS_US       (100 * 1000)
#define SURVEY_SHARE      10 /* the first reading is one of so many parts of the work */
#define BYTE_ORDER_MARK   "\xef\xbb\xbf"

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
  GString *between;  /* what was passed over since the last game */
  gboolean in_long;  /* a game that is too long goes on */
  gint64 reported_at;
} Import;

void
cl_import_result_clear (ClImportResult *self)
{
  g_clear_pointer (&self->partition, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->damage, g_free);
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
add_source_fact (Import *self, ClFactType type, const char *outside)
{
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, type);
  fact.file = g_strdup (self->name);
  fact.digest = g_strdup (self->survey.digest_hex);
  fact.encoding = g_strdup (self->survey.encoding);
  fact.n_games = self->result->n_games;
  fact.n_unreadable = self->result->n_unreadable;
  fact.outside = g_strdup (outside);
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
complain (Import *self, guint64 line, const char *reason)
{
  if (self->complaint)
    self->complaint (line, reason, self->user_data);
}

static void
add_unreadable (Import *self, const ClImportText *text, guint64 line, const char *reason)
{
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_GAME_UNREADABLE);
  fact.game = self->game = text->number;
  fact.text = g_strndup (text->text, text->length);
  fact.outside = g_strdup (text->before);
  fact.line = line;
  fact.reason = g_strdup (reason);
  cl_import_read_tags (text->text, text->length, &fact);
  cl_import_sink_add (self->sink, &fact);
  self->result->n_unreadable++;
}

static gboolean
is_blank (char c)
{
  return (guchar) c <= ' ' || c == 0x1a;
}

/* Text that is no game, or not yet. */
static void
pass_over (Import *self, gsize to)
{
  const char *text = self->source->text;
  gsize start = self->from;

  while (self->between->len == 0 && start < to && is_blank (text[start]))
    start++;
  g_string_append_len (self->between, text + start, (gssize) (to - start));
  self->line += count_line_ends (text, self->from, to);
  self->from = to;
}

/* What stood between two games, without the blank space around it: comments, hidden lines, headings. NULL if it says
 * nothing, as marks of joined files, the end-of-file mark of DOS and the ">" of quoted mail do not. Long text is kept as a
 * game that cannot be read. */
static char *
take_between (Import *self)
{
  char *start = self->between->str, *end = start + self->between->len;
  char *text = NULL;

  while (start < end && (is_blank (*start) || g_str_has_prefix (start, BYTE_ORDER_MARK)))
    start += is_blank (*start) ? 1 : strlen (BYTE_ORDER_MARK);
  while (end > start && is_blank (end[-1]))
    end--;
  *end = '\0';
  if (end - start > CL_IMPORT_MAX_OUTSIDE)
    {
      const ClImportText long_text = { self->game + 1, start, (gsize) (end - start), NULL };

      add_unreadable (self, &long_text, self->line, chess_pgn_error_text (CHESS_PGN_NO_GAME));
      complain (self, self->line, chess_pgn_error_text (CHESS_PGN_NO_GAME));
    }
  else if (strspn (start, "> \t\r\n") < (gsize) (end - start))
    text = g_strdup (start);
  g_string_truncate (self->between, 0);
  return text;
}

/* It stands where a damaged file ends: even if it can be read, nobody knows how it went on. */
static gboolean
is_cut (const Import *self, const ClImportText *text, const ChessPgnSummary *summary)
{
  const ClPgnSource *source = self->source;

  return source->is_cut && text->text + text->length == source->text + source->length &&
         !summary->has_movetext_result;
}

static void
take_game (Import *self, ClImportText *text, const ChessPgnSummary *summary)
{
  g_autofree char *before = take_between (self);

  text->number = self->game + 1;
  text->before = before;
  if (summary->error == CHESS_PGN_OK && !is_cut (self, text, summary))
    {
      cl_import_game (self->sink, text);
      self->game = text->number;
      self->result->n_games++;
    }
  else
    {
      g_autofree char *reason = summary->error == CHESS_PGN_OK
                                  ? g_strdup ("the packed file is damaged here")
                                  : explain (summary);
      guint64 line = self->line + summary->line - 1;

      add_unreadable (self, text, line, reason);
      complain (self, line, reason);
    }
}

/* Headings between the games, a letter around them: text without tags, moves or result is nobody's game. */
static void
import_span (Import *self, const ChessPgnSpan *span)
{
  ClImportText text = {
    .text = self->source->text + span->body,
    .length = span->end - span->body,
  };
  ChessPgnSummary summary;
  ClImportLikeness likeness = cl_import_check (&text, &summary);

  if (summary.error == CHESS_PGN_NO_GAME)
    {
      pass_over (self, span->end);
      if (self->any_game && self->between->len > CL_IMPORT_MAX_GAME)
        g_free (take_between (self)); /* a piece of it is kept now */
      return;
    }
  pass_over (self, span->body);
  take_game (self, &text, &summary);
  self->any_game |= likeness >= (self->survey.is_text ? CL_IMPORT_PROBABLE : CL_IMPORT_CERTAIN);
  if (self->any_game)
    cl_import_sink_open (self->sink);
  self->line += count_line_ends (self->source->text, span->body, span->end);
  self->from = span->end;
}

/* Back to where a line begins, or at least a character. */
static gsize
find_cut (const ClPgnSource *source, gsize from)
{
  const char *text = source->text;
  gsize line = source->length, character = source->length;

  if (source->at_end)
    return source->length;
  while (line > from && text[line - 1] != '\n' && text[line - 1] != '\r')
    line--;
  while (character > from && ((guchar) text[character - 1] & 0xc0) == 0x80)
    character--;
  return line > from ? line : character - 1;
}

/* A game without an end: what is there of it becomes one that cannot be read, and so on until another begins. */
static void
take_piece (Import *self, gsize to)
{
  const char *reason = self->in_long ? "goes on from the game before" : "longer than 8 MiB";
  g_autofree char *before = NULL;
  ClImportText text;
  gsize start = self->from;

  while (start < to && is_blank (self->source->text[start]))
    start++;
  pass_over (self, start);
  if (start == to)
    return;
  before = take_between (self);
  text = (ClImportText){ self->game + 1, self->source->text + start, to - start, before };
  add_unreadable (self, &text, self->line, reason);
  if (!self->in_long)
    complain (self, self->line, reason);
  self->in_long = TRUE;
  self->line += count_line_ends (self->source->text, start, to);
  self->from = to;
}

/* FALSE: more text is needed. */
static gboolean
pass_long (Import *self)
{
  ClPgnSource *source = self->source;
  gsize found;

  if (chess_pgn_find_game (source->text, source->length, self->from, source->at_end, &found))
    {
      take_piece (self, found);
      self->in_long = FALSE;
      return TRUE;
    }
  if (source->at_end || found - self->from >= CL_IMPORT_MAX_GAME / 2)
    take_piece (self, found);
  self->in_long = !source->at_end;
  return source->at_end;
}

static void
report (Import *self, guint64 done, guint64 total, gboolean now)
{
  gint64 time = g_get_monotonic_time ();

  if (!self->progress || (!now && time - self->reported_at < PROGRESS_US))
    return;
  self->reported_at = time;
  self->progress (done, total, self->result->n_games, self->user_data);
}

static void
report_games (Import *self, gboolean now)
{
  report (self,
          self->survey.size + (SURVEY_SHARE - 1) * self->source->bytes_done,
          SURVEY_SHARE * self->survey.size,
          now);
}

static void
surveyed_cb (guint64 bytes_done, guint64 size, gpointer user_data)
{
  report (user_data, bytes_done, SURVEY_SHARE * MAX (size, bytes_done), FALSE);
}

static void
spooled_cb (guint64 bytes_done, gpointer user_data)
{
  report (user_data, bytes_done, 0, FALSE);
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

/* Nothing of what there is was surely a game, and it is kept in memory until something is. */
static gboolean
is_foreign (const Import *self)
{
  return self->game > MAX_FOREIGN ||
         cl_import_sink_get_waiting (self->sink) + self->between->len > MAX_FOREIGN_BYTES;
}

/* More text behind what is there, of which one byte before from is kept: whether a line begins must not depend on where
 * the buffer was cut. */
static gboolean
read_more (Import *self, GError **error)
{
  gsize dropped = self->from > 0 ? self->from - 1 : 0;

  if (self->source->length - self->from > CL_IMPORT_MAX_GAME)
    {
      if (!self->any_game)
        return fail_foreign (error);
      take_piece (self, find_cut (self->source, self->from));
      return TRUE;
    }
  if (!cl_pgn_source_advance (self->source, dropped, NULL, error))
    return FALSE;
  self->from -= dropped;
  return TRUE;
}

/* One game, or one step on the way to it. *@ended: there is none any more. */
static gboolean
read_next (Import *self, gboolean *ended, GError **error)
{
  ClPgnSource *source = self->source;
  ChessPgnSpan span;
  bool need_more = false;

  if (self->in_long)
    return pass_long (self) || read_more (self, error);
  if (chess_pgn_next (source->text, source->length, self->from, source->at_end, &span, &need_more))
    {
      import_span (self, &span);
      return TRUE;
    }
  *ended = !need_more;
  return !need_more || read_more (self, error);
}

static gboolean
read_games (Import *self, GError **error)
{
  gboolean ended = FALSE;

  while (!ended && !cl_import_sink_has_failed (self->sink))
    {
      if (g_cancellable_is_cancelled (self->cancellable) &&
          !cl_import_sink_is_catching_up (self->sink))
        {
          self->result->cancelled = TRUE;
          return TRUE;
        }
      if (!read_next (self, &ended, error))
        return FALSE;
      if (!self->any_game && is_foreign (self))
        return fail_foreign (error);
      report_games (self, FALSE);
    }
  pass_over (self, self->source->length);
  return TRUE;
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
import_file (Import *self,
             ClLedger *ledger,
             GFile *file,
             const ClImportPlace *known,
             GError **error)
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
  self->reported_at = 0; /* the first game is news */
  self->any_game = known->n_known > 0;
  add_source_fact (self, CL_FACT_SOURCE_IMPORT_STARTED, NULL);
  if (self->any_game)
    cl_import_sink_open (sink);
  ok = cl_pgn_source_advance (source, 0, NULL, &local_error) && read_games (self, &local_error);
  if (ok && !self->result->cancelled)
    {
      g_autofree char *after = take_between (self);

      add_source_fact (self, CL_FACT_SOURCE_IMPORTED, after);
    }
  ok = cl_import_sink_flush (sink, ok ? &local_error : NULL) && ok;
  self->result->n_new_events = cl_import_sink_get_n_new (sink);
  self->result->n_events = MAX (cl_import_sink_get_count (sink), known->n_known);
  if (self->result->cancelled)
    self->result->n_events = known->n_known + self->result->n_new_events;
  if (ok && !self->any_game)
    report_no_game (self);
  report_games (self, TRUE);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return ok;
}

/* @file can be read as often as needed. */
static gboolean
import_regular (Import *self, ClLedger *ledger, GFile *file, GError **error)
{
  ClImportResult *result = self->result;
  ClImportPlace known;

  if (!cl_pgn_survey (file, &self->survey, surveyed_cb, self, self->cancellable, error))
    return FALSE;
  result->encoding = g_strdup (self->survey.encoding);
  result->damage = g_strdup (self->survey.damage);
  if (!cl_import_find_place (ledger, self->name, self->survey.digest_hex, &known, error))
    return FALSE;
  result->partition = known.partition;
  if (known.complete)
    {
      result->was_complete = TRUE;
      result->n_games = known.n_games;
      result->n_unreadable = known.n_unreadable;
      result->n_events = known.n_known;
    }
  else if (!import_file (self, ledger, file, &known, error))
    return FALSE;
  if (!known.withdrawn || result->cancelled)
    return TRUE;
  result->restored = cl_import_restore (ledger, result->partition, error);
  return result->restored;
}

static gboolean
import_any (Import *self, ClLedger *ledger, GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (ClSpool) spool = NULL;

  if (!cl_spool_is_needed (file))
    return import_regular (self, ledger, file, error);
  stream = g_file_read (file, self->cancellable, error);
  if (stream)
    spool = cl_spool_new (G_INPUT_STREAM (stream), spooled_cb, self, self->cancellable, error);
  return spool && import_regular (self, ledger, cl_spool_get_file (spool), error);
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
  g_autofree char *used_name = cl_import_make_name (file, name);
  g_autoptr (GString) between = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;
  Import self = {
    .name = used_name,
    .progress = progress,
    .complaint = complaint,
    .user_data = user_data,
    .cancellable = cancellable,
    .result = result,
    .between = between,
  };
  gboolean ok;

  *result = (ClImportResult){ 0 };
  ok = import_any (&self, ledger, file, &local_error);
  cl_pgn_survey_clear (&self.survey);
  if (ok)
    return TRUE;
  result->cancelled = g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (!result->cancelled)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return result->cancelled;
}
