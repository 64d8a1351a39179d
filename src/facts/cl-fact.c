/* cl-fact.c: the catalogue itself: names of the facts, their fields, and the life of a ClFact
 *
 * The table of fields is what README.md says, in the words of the compiler; encoding, decoding and their tests follow
 * it, so that a key cannot be written that is not read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact-private.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
G_DEFINE_QUARK (cl-fact-error-quark, cl_fact_error)
/* clang-format on */

/* clang-format off */
#define AT(member) offsetof (ClFact, member)
#define COMMANDS AT (commands)
#define REASON { "reason", CL_FIELD_TEXT, FALSE, AT (reason) }
#define CITES(required) { "cites", CL_FIELD_OFFSET, required, AT (cites) }
#define SIDE { "side", CL_FIELD_SIDE, TRUE, AT (side) }
#define ENDING { "ending", CL_FIELD_ENDING, TRUE, AT (ending) }
#define RESULT { "result", CL_FIELD_RESULT, TRUE, AT (result) }
#define TEXT(key, required) { key, CL_FIELD_TEXT, required, AT (text) }
#define WRITTEN { "written", CL_FIELD_TEXT, FALSE, AT (written) }
#define CLOCKS { "white_ms", CL_FIELD_CLOCK, FALSE, AT (white_ms) }, \
               { "black_ms", CL_FIELD_CLOCK, FALSE, AT (black_ms) }
#define SEEN { "seen", CL_FIELD_OFFSET, FALSE, AT (seen) }
#define AT_MS { "at_ms", CL_FIELD_SPAN, FALSE, AT (at_ms) }
#define BOARD_CLOCK { "left_ms", CL_FIELD_CLOCK, FALSE, AT (white_ms) }, \
                    { "right_ms", CL_FIELD_CLOCK, FALSE, AT (black_ms) }, \
                    { "running", CL_FIELD_FLAG, FALSE, AT (is_running) }
#define END { NULL, 0, FALSE, 0 }

static const ClFactField game_started[] = {
  { "tags", CL_FIELD_TAGS, FALSE, AT (tags) },
  { "fen", CL_FIELD_TEXT, FALSE, AT (fen) },
  { "chess960", CL_FIELD_FLAG, FALSE, AT (chess960) },
  { "time_control", CL_FIELD_TEXT, FALSE, AT (time_control) },
  { "increment_first", CL_FIELD_FLAG, FALSE, AT (increment_first) },
  { "added_at_zero", CL_FIELD_FLAG, FALSE, AT (added_at_zero) },
  { "recorded_only", CL_FIELD_FLAG, FALSE, AT (recorded_only) },
  { "analysis_allowed", CL_FIELD_FLAG, FALSE, AT (analysis_allowed) },
  { "white_computer", CL_FIELD_NUMBER, FALSE, AT (computer[CHESS_WHITE]) },
  { "black_computer", CL_FIELD_NUMBER, FALSE, AT (computer[CHESS_BLACK]) },
  { "origin_partition", CL_FIELD_TEXT, FALSE, AT (origin_partition) },
  { "origin_game", CL_FIELD_NUMBER, FALSE, AT (origin_game) },
  { "origin_ply", CL_FIELD_NUMBER, FALSE, AT (origin_ply) },
  { "comments", CL_FIELD_TEXTS, FALSE, AT (comments) },
  { "nags", CL_FIELD_NAGS, FALSE, AT (nags) },
  { "escapes", CL_FIELD_TEXTS, FALSE, AT (escapes) },
  { "order", CL_FIELD_TEXT, FALSE, AT (order) },
  { "before", CL_FIELD_TEXT, FALSE, AT (outside) },
  REASON, END };
static const ClFactField move_played[] = {
  { "used_ms", CL_FIELD_SPAN, FALSE, AT (used_ms) },
  { "comments", CL_FIELD_TEXTS, FALSE, AT (comments) },
  { "nags", CL_FIELD_NAGS, FALSE, AT (nags) },
  { "escapes", CL_FIELD_TEXTS, FALSE, AT (escapes) },
  { "order", CL_FIELD_TEXT, FALSE, AT (order) },
  { "emt_ms", CL_FIELD_EMT, FALSE, COMMANDS },
  { "eval_cp", CL_FIELD_EVAL_CP, FALSE, COMMANDS },
  { "eval_mate", CL_FIELD_EVAL_MATE, FALSE, COMMANDS },
  { "eval_depth", CL_FIELD_EVAL_DEPTH, FALSE, COMMANDS },
  { "entered", CL_FIELD_FLAG, FALSE, AT (entered) },
  SEEN,
  { "inferred", CL_FIELD_FLAG, FALSE, AT (inferred) },
  REASON, END };
static const ClFactField illegal_made[] = {
  { "stood", CL_FIELD_FLAG, FALSE, AT (stood) },
  { "used_ms", CL_FIELD_SPAN, FALSE, AT (used_ms) },
  { "comments", CL_FIELD_TEXTS, FALSE, AT (comments) },
  { "nags", CL_FIELD_NAGS, FALSE, AT (nags) },
  { "escapes", CL_FIELD_TEXTS, FALSE, AT (escapes) },
  { "order", CL_FIELD_TEXT, FALSE, AT (order) },
  { "emt_ms", CL_FIELD_EMT, FALSE, COMMANDS },
  { "eval_cp", CL_FIELD_EVAL_CP, FALSE, COMMANDS },
  { "eval_mate", CL_FIELD_EVAL_MATE, FALSE, COMMANDS },
  { "eval_depth", CL_FIELD_EVAL_DEPTH, FALSE, COMMANDS },
  { "entered", CL_FIELD_FLAG, FALSE, AT (entered) },
  SEEN, REASON, END };
static const ClFactField move_corrected[] = {
  CITES (TRUE), { "partition", CL_FIELD_TEXT, FALSE, AT (origin_partition) }, SEEN, REASON, END };
static const ClFactField takeback[] = { CITES (FALSE), CLOCKS, REASON, END };
static const ClFactField position_corrected[] = { TEXT ("fen", TRUE), CITES (FALSE), REASON, END };
static const ClFactField side_only[] = { SIDE, REASON, END };
static const ClFactField draw_claimed[] = { SIDE, ENDING, WRITTEN, REASON, END };
static const ClFactField details_corrected[] = {
  { "tags", CL_FIELD_TAGS, TRUE, AT (tags) }, REASON, END };
static const ClFactField result_corrected[] = {
  RESULT, ENDING, TEXT ("text", FALSE), CITES (FALSE), REASON, END };
static const ClFactField reason_only[] = { REASON, END };
static const ClFactField clocks[] = { CLOCKS, REASON, END };
static const ClFactField clock_paused[] = {
  { "used_ms", CL_FIELD_SPAN, FALSE, AT (used_ms) }, REASON, END };
static const ClFactField game_ended[] = {
  RESULT, ENDING, TEXT ("text", FALSE), CLOCKS,
  { "plies", CL_FIELD_PLIES, FALSE, AT (plies) },
  { "quiet_plies", CL_FIELD_NUMBER, FALSE, AT (quiet_plies) },
  WRITTEN,
  { "proof", CL_FIELD_TEXT, FALSE, AT (proof) },
  { "comments", CL_FIELD_TEXTS, FALSE, AT (comments) },
  REASON, END };
static const ClFactField note_added[] = {
  CITES (FALSE), TEXT ("text", FALSE), { "nags", CL_FIELD_NAGS, FALSE, AT (nags) }, REASON, END };
static const ClFactField variation_added[] = { CITES (TRUE), TEXT ("text", TRUE), REASON, END };
static const ClFactField board[] = {
  TEXT ("board", FALSE), { "partition", CL_FIELD_TEXT, FALSE, AT (origin_partition) }, SEEN, REASON, END };
static const ClFactField import_started[] = {
  { "file", CL_FIELD_TEXT, TRUE, AT (file) },
  { "digest", CL_FIELD_DIGEST, TRUE, AT (digest) },
  { "encoding", CL_FIELD_TEXT, FALSE, AT (encoding) },
  REASON, END };
static const ClFactField imported[] = {
  { "file", CL_FIELD_TEXT, TRUE, AT (file) },
  { "digest", CL_FIELD_DIGEST, TRUE, AT (digest) },
  { "encoding", CL_FIELD_TEXT, FALSE, AT (encoding) },
  { "games", CL_FIELD_COUNT, TRUE, AT (n_games) },
  { "unreadable", CL_FIELD_COUNT, TRUE, AT (n_unreadable) },
  { "after", CL_FIELD_TEXT, FALSE, AT (outside) },
  REASON, END };
static const ClFactField unreadable[] = {
  TEXT ("text", TRUE), { "line", CL_FIELD_COUNT, FALSE, AT (line) },
  { "tags", CL_FIELD_TAGS, FALSE, AT (tags) },
  { "before", CL_FIELD_TEXT, FALSE, AT (outside) }, REASON, END };
static const ClFactField bookmark[] = {
  { "partition", CL_FIELD_TEXT, TRUE, AT (origin_partition) }, CITES (FALSE),
  { "game", CL_FIELD_NUMBER, FALSE, AT (origin_game) },
  { "ply", CL_FIELD_NUMBER, FALSE, AT (origin_ply) },
  TEXT ("text", FALSE), REASON, END };
static const ClFactField card_answered[] = {
  { "partition", CL_FIELD_TEXT, TRUE, AT (origin_partition) }, CITES (TRUE),
  { "game", CL_FIELD_NUMBER, TRUE, AT (origin_game) },
  { "ply", CL_FIELD_NUMBER, TRUE, AT (origin_ply) },
  TEXT ("answer", TRUE), END };
static const ClFactField set_aside[] = {
  { "partition", CL_FIELD_TEXT, TRUE, AT (origin_partition) }, CITES (TRUE),
  TEXT ("consumer", TRUE), REASON, END };
static const ClFactField set_aside_ended[] = {
  { "partition", CL_FIELD_TEXT, TRUE, AT (origin_partition) }, TEXT ("consumer", TRUE), REASON, END };
static const ClFactField slept[] = {
  { "slept_ms", CL_FIELD_SPAN, TRUE, AT (used_ms) }, REASON, END };

static const ClFactField square_changed[] = {
  { "square", CL_FIELD_TEXT, TRUE, AT (square) }, { "piece", CL_FIELD_TEXT, TRUE, AT (piece) }, AT_MS, END };
static const ClFactField board_scanned[] = { TEXT ("placement", TRUE), AT_MS, REASON, END };
static const ClFactField lever_changed[] = {
  { "lever", CL_FIELD_TEXT, TRUE, AT (lever) }, BOARD_CLOCK, AT_MS, END };
/* Its details are a struct of their own (cl-evaluation.h). */
static const ClFactField evaluated[] = { END };
static const ClFactField clock_read[] = {
  { "lever", CL_FIELD_TEXT, FALSE, AT (lever) }, BOARD_CLOCK, AT_MS, REASON, END };

/* By ClFactType: name; needs game, ply, move; today's schema; fields. */
static const ClFactSpec specs[CL_N_FACTS] = {
  [CL_FACT_NONE] = { NULL, FALSE, FALSE, FALSE, 0, NULL },
  [CL_FACT_GAME_STARTED] = { "GameStarted", TRUE, FALSE, FALSE, 1, game_started },
  [CL_FACT_MOVE_PLAYED] = { "MovePlayed", TRUE, TRUE, TRUE, 1, move_played },
  [CL_FACT_TAKEBACK_AGREED] = { "TakebackAgreed", TRUE, FALSE, FALSE, 1, takeback },
  [CL_FACT_POSITION_CORRECTED] = { "PositionCorrected", TRUE, FALSE, FALSE, 1, position_corrected },
  [CL_FACT_DRAW_OFFERED] = { "DrawOffered", TRUE, FALSE, FALSE, 1, side_only },
  [CL_FACT_DRAW_DECLINED] = { "DrawDeclined", TRUE, FALSE, FALSE, 1, side_only },
  [CL_FACT_DRAW_CLAIMED] = { "DrawClaimed", TRUE, FALSE, FALSE, 1, draw_claimed },
  [CL_FACT_MOVE_CORRECTED] = { "MoveCorrected", TRUE, TRUE, TRUE, 1, move_corrected },
  [CL_FACT_DETAILS_CORRECTED] = { "DetailsCorrected", TRUE, FALSE, FALSE, 1, details_corrected },
  [CL_FACT_RESULT_CORRECTED] = { "ResultCorrected", TRUE, FALSE, FALSE, 1, result_corrected },
  [CL_FACT_GAME_WITHDRAWN] = { "GameWithdrawn", FALSE, FALSE, FALSE, 1, reason_only },
  [CL_FACT_GAME_RESTORED] = { "GameRestored", FALSE, FALSE, FALSE, 1, reason_only },
  [CL_FACT_CLOCK_STARTED] = { "ClockStarted", TRUE, FALSE, FALSE, 1, clocks },
  [CL_FACT_CLOCK_PAUSED] = { "ClockPaused", TRUE, FALSE, FALSE, 1, clock_paused },
  [CL_FACT_CLOCK_RESUMED] = { "ClockResumed", TRUE, FALSE, FALSE, 1, reason_only },
  [CL_FACT_CLOCK_ADJUSTED] = { "ClockAdjusted", TRUE, FALSE, FALSE, 1, clocks },
  [CL_FACT_FLAG_FELL] = { "FlagFell", TRUE, FALSE, FALSE, 1, side_only },
  [CL_FACT_ILLEGAL_MOVE_MADE] = { "IllegalMoveMade", TRUE, FALSE, TRUE, 2, illegal_made },
  [CL_FACT_GAME_ENDED] = { "GameEnded", TRUE, FALSE, FALSE, 1, game_ended },
  [CL_FACT_NOTE_ADDED] = { "NoteAdded", TRUE, FALSE, FALSE, 1, note_added },
  [CL_FACT_VARIATION_ADDED] = { "VariationAdded", TRUE, TRUE, FALSE, 1, variation_added },
  [CL_FACT_BOARD_ATTACHED] = { "BoardAttached", TRUE, FALSE, FALSE, 1, board },
  [CL_FACT_BOARD_DETACHED] = { "BoardDetached", TRUE, FALSE, FALSE, 1, board },
  [CL_FACT_SOURCE_IMPORT_STARTED] = { "SourceImportStarted", FALSE, FALSE, FALSE, 1, import_started },
  [CL_FACT_SOURCE_IMPORTED] = { "SourceImported", FALSE, FALSE, FALSE, 1, imported },
  [CL_FACT_GAME_UNREADABLE] = { "GameUnreadable", TRUE, FALSE, FALSE, 1, unreadable },
  [CL_FACT_BOOKMARK_SET] = { "BookmarkSet", FALSE, FALSE, FALSE, 1, bookmark },
  [CL_FACT_EVENT_SET_ASIDE] = { "EventSetAside", FALSE, FALSE, FALSE, 1, set_aside },
  [CL_FACT_COMPUTER_SLEPT] = { "ComputerSlept", FALSE, FALSE, FALSE, 1, slept },
  [CL_FACT_SET_ASIDE_ENDED] = { "SetAsideEnded", FALSE, FALSE, FALSE, 1, set_aside_ended },
  [CL_FACT_SQUARE_CHANGED] = { "SquareChanged", FALSE, FALSE, FALSE, 1, square_changed },
  [CL_FACT_BOARD_SCANNED] = { "BoardScanned", FALSE, FALSE, FALSE, 1, board_scanned },
  [CL_FACT_CLOCK_LEVER_CHANGED] = { "ClockLeverChanged", FALSE, FALSE, FALSE, 1, lever_changed },
  [CL_FACT_BOARD_CLOCK_READ] = { "BoardClockRead", FALSE, FALSE, FALSE, 1, clock_read },
  [CL_FACT_POSITION_EVALUATED] = { "PositionEvaluated", TRUE, FALSE, FALSE, 1, evaluated },
  [CL_FACT_CARD_ANSWERED] = { "CardAnswered", FALSE, FALSE, FALSE, 1, card_answered },
};

/* The names again as the ledger wants them: index + 1 is the ClFactType, which a test compares. */
static const char *const vocabulary[] = {
  "GameStarted", "MovePlayed", "TakebackAgreed", "PositionCorrected", "DrawOffered", "DrawDeclined", "DrawClaimed",
  "MoveCorrected", "DetailsCorrected", "ResultCorrected", "GameWithdrawn", "GameRestored", "ClockStarted",
  "ClockPaused", "ClockResumed", "ClockAdjusted", "FlagFell", "IllegalMoveMade", "GameEnded", "NoteAdded",
  "VariationAdded", "BoardAttached", "BoardDetached", "SourceImportStarted", "SourceImported", "GameUnreadable",
  "BookmarkSet", "EventSetAside", "ComputerSlept", "SetAsideEnded", "SquareChanged", "BoardScanned",
  "ClockLeverChanged", "BoardClockRead", "PositionEvaluated", "CardAnswered", NULL };
/* clang-format on */

G_STATIC_ASSERT (G_N_ELEMENTS (vocabulary) == CL_N_FACTS);

const ClFactSpec *
cl_fact_spec (ClFactType type)
{
  return type > CL_FACT_NONE && type < CL_N_FACTS ? &specs[type] : NULL;
}

const char *const *
cl_fact_vocabulary (void)
{
  return vocabulary;
}

const char *
cl_fact_type_name (ClFactType type)
{
  return type > CL_FACT_NONE && type < CL_N_FACTS ? specs[type].name : "";
}

ClFactType
cl_fact_type_from_name (const char *name)
{
  for (guint type = CL_FACT_NONE + 1; type < CL_N_FACTS; type++)
    if (strcmp (specs[type].name, name) == 0)
      return type;
  return CL_FACT_NONE;
}

ClFactType
cl_fact_type_of (const ClEvent *event)
{
  if (event->kind > CL_FACT_NONE && event->kind < CL_N_FACTS &&
      (event->type == specs[event->kind].name ||
       strcmp (event->type, specs[event->kind].name) == 0))
    return event->kind;
  return cl_fact_type_from_name (event->type);
}

void
cl_fact_init (ClFact *self, ClFactType type)
{
  *self = (ClFact){
    .type = type,
    .occurred_at = CL_NO_TIME,
    .clock_ms = CL_NO_CLOCK,
    .used_ms = CL_NO_CLOCK,
    .white_ms = CL_NO_CLOCK,
    .black_ms = CL_NO_CLOCK,
    .at_ms = CL_NO_CLOCK,
  };
}

void
cl_fact_clear (ClFact *self)
{
  g_clear_pointer (&self->player, g_free);
  g_clear_pointer (&self->comments, g_ptr_array_unref);
  g_clear_pointer (&self->nags, g_array_unref);
  g_clear_pointer (&self->escapes, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->plies, g_array_unref);
  g_clear_pointer (&self->written, g_free);
  g_clear_pointer (&self->proof, g_free);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->fen, g_free);
  g_clear_pointer (&self->time_control, g_free);
  g_clear_pointer (&self->origin_partition, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->outside, g_free);
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->digest, g_free);
  g_clear_pointer (&self->encoding, g_free);
  g_clear_pointer (&self->square, g_free);
  g_clear_pointer (&self->piece, g_free);
  g_clear_pointer (&self->lever, g_free);
  g_clear_pointer (&self->evaluation, g_free);
  cl_fact_init (self, CL_FACT_NONE);
}

void
cl_tag_free (ClTag *self)
{
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
cl_tags_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) cl_tag_free);
}

/* Of several with that name the last counts, as for readers of PGN. */
static ClTag *
find_tag (GPtrArray *tags, const char *name)
{
  for (guint i = tags != NULL ? tags->len : 0; i > 0; i--)
    {
      ClTag *tag = g_ptr_array_index (tags, i - 1);

      if (strcmp (tag->name, name) == 0)
        return tag;
    }
  return NULL;
}

void
cl_tags_add (GPtrArray *tags, const char *name, const char *value)
{
  ClTag *tag = g_new0 (ClTag, 1);

  tag->name = g_strdup (name);
  tag->value = g_strdup (value);
  g_ptr_array_add (tags, tag);
}

void
cl_tags_set (GPtrArray *tags, const char *name, const char *value)
{
  ClTag *tag = find_tag (tags, name);

  if (tag == NULL)
    {
      cl_tags_add (tags, name, value);
      return;
    }
  g_free (tag->value);
  tag->value = g_strdup (value);
}

void
cl_tags_remove (GPtrArray *tags, const char *name)
{
  for (guint i = tags->len; i > 0; i--)
    if (strcmp (((ClTag *) g_ptr_array_index (tags, i - 1))->name, name) == 0)
      g_ptr_array_remove_index (tags, i - 1);
}

const char *
cl_tags_get (GPtrArray *tags, const char *name)
{
  const ClTag *tag = find_tag (tags, name);

  return tag != NULL ? tag->value : NULL;
}

void
cl_fact_add_tag (ClFact *self, const char *name, const char *value)
{
  if (self->tags == NULL)
    self->tags = cl_tags_new ();
  cl_tags_add (self->tags, name, value);
}

const char *
cl_fact_get_tag (const ClFact *self, const char *name)
{
  return cl_tags_get (self->tags, name);
}

static void
add_text (GPtrArray **texts, const char *text, gssize length)
{
  if (*texts == NULL)
    *texts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (*texts, length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length));
}

void
cl_fact_add_comment (ClFact *self, const char *text, gssize length)
{
  add_text (&self->comments, text, length);
}

void
cl_fact_add_escape (ClFact *self, const char *text, gssize length)
{
  add_text (&self->escapes, text, length);
}

static void
add_number (GArray **numbers, guint number)
{
  if (*numbers == NULL)
    *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (*numbers, number);
}

void
cl_fact_add_nag (ClFact *self, guint number)
{
  add_number (&self->nags, number);
}

void
cl_fact_add_ply (ClFact *self, guint ply)
{
  add_number (&self->plies, ply);
}
