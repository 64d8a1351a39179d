/* cl-board-producer.c: joins the board's line, the interpreter and the table
 *
 * A reading is told in the midst of the interpreter's work, so whatever would give it another game (a refused move, a game
 * begun elsewhere) waits until that work is done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-given-private.h"
#include "cl-board-producer-private.h"

#include <glib/gi18n-lib.h>

#define NAME_MS    1500 /* a serial number that does not come by then is not waited for */
#define REFRESH_MS 500

gint64
cl_board_producer_get_now_ms (const ClBoardProducer *self)
{
  return self->link != NULL ? cl_board_link_get_now_ms (self->link) : self->given_ms;
}

static void
tell (ClBoardProducer *self, ClBoardNewsKind kind, const char *text)
{
  if (self->news != NULL)
    self->news (self, kind, text, self->news_data);
}

static void
tell_trouble (ClBoardProducer *self, const GError *error)
{
  tell (self, CL_BOARD_NEWS_TROUBLE, error->message);
}

/* The game as the table has it is what the interpreter goes on from. */
void
cl_board_producer_give_game (ClBoardProducer *self)
{
  g_autoptr (GArray) positions = NULL;

  self->resync = FALSE;
  if (self->table.game == NULL || self->table.game->status != CL_GAME_PLAYING)
    {
      cl_scan_interpreter_set_over (self->interpreter, self->table.game != NULL);
      return;
    }
  positions = cl_board_table_list_positions (&self->table);
  cl_scan_interpreter_set_game (self->interpreter,
                                (const ChessPosition *) positions->data,
                                positions->len,
                                cl_board_producer_get_now_ms (self));
}

static void
attach (ClBoardProducer *self)
{
  g_autoptr (GError) error = NULL;

  if (self->attached || !self->connected || self->table.game == NULL ||
      self->sensor.partition == NULL || self->table.game->status != CL_GAME_PLAYING)
    return;
  cl_sensor_log_flush (&self->sensor);
  self->attached = cl_board_table_attach (&self->table,
                                          CL_FACT_BOARD_ATTACHED,
                                          self->name,
                                          &self->sensor,
                                          NULL,
                                          &error);
  if (!self->attached)
    tell_trouble (self, error);
}

static char *
describe_game (ClBoardProducer *self, const char *format)
{
  return g_strdup_printf (format, self->table.game->game);
}

static void
begin_game (ClBoardProducer *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->question.kind = CL_BOARD_QUESTION_NONE;
  if (!cl_board_table_start (&self->table, &error))
    {
      tell_trouble (self, error);
      self->resync = TRUE;
      return;
    }
  self->attached = FALSE;
  attach (self);
  text = describe_game (self, _ ("Game %u begins"));
  tell (self, CL_BOARD_NEWS_GAME, text);
}

/* What the mover's clock beside the board shows; CL_NO_CLOCK without one. */
static gint64
get_clock_ms (const ClBoardProducer *self, ChessColor side)
{
  gboolean right = (side == CHESS_WHITE) == cl_scan_interpreter_get_turned (self->interpreter);

  return self->clock_ms[right ? 1 : 0];
}

static void
record_move (ClBoardProducer *self, const ClReading *reading)
{
  g_autoptr (GError) error = NULL;
  char san[CHESS_SAN_SIZE] = "";
  ChessColor side = CHESS_WHITE;

  self->candidate = CHESS_MOVE_NULL;
  self->question.kind = CL_BOARD_QUESTION_NONE;
  if (self->table.game != NULL &&
      chess_position_is_legal (&self->table.game->current, reading->moves[0]))
    {
      side = (ChessColor) self->table.game->current.side;
      chess_san_write (&self->table.game->current, reading->moves[0], san);
    }
  cl_sensor_log_flush (&self->sensor);
  if (!cl_board_table_move (&self->table,
                            reading->moves[0],
                            self->sensor.head,
                            reading->inferred,
                            get_clock_ms (self, side),
                            &error))
    {
      tell_trouble (self, error);
      self->resync = TRUE;
      return;
    }
  self->late_ms = cl_board_producer_get_now_ms (self) - reading->at_ms;
  tell (self, CL_BOARD_NEWS_MOVE, san);
  if (self->table.game->status == CL_GAME_ENDED)
    {
      self->resync = TRUE;
      tell (self, CL_BOARD_NEWS_GAME, _ ("The game is over"));
    }
}

void
cl_board_producer_record (ClBoardProducer *self, ClDraft *draft, GError *refused, const char *text)
{
  g_autoptr (GError) error = refused;

  if (draft == NULL ||
      !cl_board_table_append (&self->table, draft, self->sensor.head, FALSE, CL_NO_CLOCK, &error))
    tell_trouble (self, error);
  else
    tell (self, CL_BOARD_NEWS_GAME, text);
  self->resync = TRUE;
}

static void
record_takeback (ClBoardProducer *self, guint to_ply)
{
  GError *error = NULL;
  ClDraft *draft;

  if (self->table.game == NULL)
    return;
  draft = cl_table_takeback (self->table.game, to_ply, cl_board_now (self->now_us), &error);
  cl_board_producer_record (self, draft, error, _ ("Moves were taken back"));
}

static void
tell_provisional (ClBoardProducer *self, const ClReading *reading)
{
  const ChessPosition *position = cl_scan_interpreter_get_position (self->interpreter);
  char san[CHESS_SAN_SIZE];

  self->candidate = CHESS_MOVE_NULL;
  if (reading->n_moves == 0 || position == NULL)
    {
      tell (self, CL_BOARD_NEWS_PROVISIONAL, NULL);
      return;
    }
  self->candidate = reading->moves[0];
  chess_san_write (position, reading->moves[0], san);
  tell (self, CL_BOARD_NEWS_PROVISIONAL, san);
}

static void
guide (ClBoardProducer *self, guint64 wrong)
{
  const ChessPosition *position = cl_scan_interpreter_get_position (self->interpreter);
  g_autofree char *text = NULL;
  guint64 lamps = 0;

  self->wrong = position != NULL ? wrong : 0;
  for (guint i = 0; i < 64; i++)
    if (self->wrong >> i & 1)
      lamps |= G_GUINT64_CONSTANT (1)
               << (cl_scan_interpreter_get_turned (self->interpreter) ? 63 - i : i);
  if (self->link != NULL)
    cl_board_link_light (self->link, lamps);
  else if (self->driver != NULL)
    cl_board_driver_light (self->driver, lamps, self->given_ms);
  if (self->wrong != 0)
    {
      self->expected = cl_placement_of (position);
      text = cl_board_describe_wrong (cl_scan_interpreter_get_seen (self->interpreter),
                                      &self->expected,
                                      self->wrong);
    }
  tell (self, CL_BOARD_NEWS_GUIDANCE, text);
}

static void
reading_cb (const ClReading *reading, gpointer user_data)
{
  ClBoardProducer *self = user_data;

  switch (reading->kind)
    {
    case CL_READING_PROVISIONAL:
      tell_provisional (self, reading);
      break;
    case CL_READING_MOVE:
      record_move (self, reading);
      break;
    case CL_READING_TAKEBACK:
      record_takeback (self, reading->to_ply);
      break;
    case CL_READING_NEW_GAME:
      begin_game (self);
      break;
    case CL_READING_RESULT:
      cl_board_producer_ask (self, CL_BOARD_QUESTION_RESULT, reading);
      break;
    case CL_READING_ILLEGAL:
      cl_board_producer_ask (self, CL_BOARD_QUESTION_ILLEGAL, reading);
      break;
    case CL_READING_CHOICE:
      cl_board_producer_ask (self, CL_BOARD_QUESTION_CHOICE, reading);
      break;
    case CL_READING_LINE:
      cl_board_producer_ask (self, CL_BOARD_QUESTION_LINE, reading);
      break;
    case CL_READING_MISMATCH:
      guide (self, reading->wrong);
      break;
    case CL_READING_TURNED:
      tell (self, CL_BOARD_NEWS_STATUS, NULL);
      break;
    }
}

static ClBoardDriver *
get_driver (ClBoardProducer *self)
{
  return self->link != NULL ? cl_board_link_get_driver (self->link) : self->driver;
}

/* The board has its name: what it learnt is kept under it, or what it learnt earlier is told to it. */
static void
remember (ClBoardProducer *self)
{
  g_autofree char *chips = NULL;

  if (self->sensor.partition == NULL || get_driver (self) == NULL)
    return;
  if (self->chips != NULL)
    cl_board_memory_save (self->sensor.partition, self->chips);
  else
    chips = cl_board_memory_load (self->sensor.partition);
  if (chips != NULL)
    cl_board_driver_teach (get_driver (self), chips);
  g_clear_pointer (&self->chips, g_free);
}

/* A lost game of the table is found again before the first look at the board. */
static void
name_sensor (ClBoardProducer *self, const char *serial)
{
  g_autoptr (GError) error = NULL;

  self->name_by_ms = CL_NEVER_MS;
  if (self->sensor.partition == NULL && !cl_sensor_log_name (&self->sensor, serial, &error))
    tell_trouble (self, error);
  remember (self);
  if (!self->started)
    {
      self->started = TRUE;
      self->resync = self->table.game != NULL && self->table.game->status == CL_GAME_PLAYING;
    }
  attach (self);
  tell (self, CL_BOARD_NEWS_STATUS, NULL);
}

static void
take_status (ClBoardProducer *self, const ClSight *sight)
{
  g_autoptr (GError) error = NULL;

  switch (sight->kind)
    {
    case CL_SIGHT_READY:
      self->connected = TRUE;
      g_free (self->name);
      self->name = g_strdup (sight->text);
      self->name_by_ms = self->sensor.partition != NULL ? sight->at_ms : sight->at_ms + NAME_MS;
      break;
    case CL_SIGHT_SERIAL:
      g_free (self->serial);
      self->serial = g_strdup (sight->text);
      if (self->sensor.partition == NULL)
        name_sensor (self, sight->text);
      break;
    case CL_SIGHT_BATTERY:
      self->percent = sight->percent;
      self->charging = sight->charging;
      break;
    case CL_SIGHT_LOST:
      if (self->attached && self->table.game != NULL &&
          !cl_board_table_attach (&self->table,
                                  CL_FACT_BOARD_DETACHED,
                                  self->name,
                                  &self->sensor,
                                  sight->text,
                                  &error))
        tell_trouble (self, error);
      self->connected = self->attached = FALSE;
      break;
    case CL_SIGHT_CHIPS:
      g_free (self->chips);
      self->chips = g_strdup (sight->text);
      remember (self);
      tell (self, CL_BOARD_NEWS_GUIDANCE, NULL);
      return;
    case CL_SIGHT_SETUP:
      tell (self,
            CL_BOARD_NEWS_GUIDANCE,
            _ ("Set up the start position: the board learns its men."));
      return;
    default:
      return;
    }
  tell (self, CL_BOARD_NEWS_STATUS, sight->text);
}

static void
take_clock (ClBoardProducer *self, const ClSight *sight)
{
  switch (sight->kind)
    {
    case CL_SIGHT_CLOCK:
    case CL_SIGHT_LEVER:
      self->clock_ms[0] = sight->left_ms;
      self->clock_ms[1] = sight->right_ms;
      self->clock_running = sight->running;
      self->lever_right = sight->lever_right;
      break;
    case CL_SIGHT_NO_CLOCK:
    case CL_SIGHT_LOST:
      self->clock_ms[0] = self->clock_ms[1] = CL_NO_CLOCK;
      self->clock_running = FALSE;
      break;
    default:
      break;
    }
}

static void
saw_cb (const ClSight *sight, gpointer user_data)
{
  ClBoardProducer *self = user_data;

  take_clock (self, sight);
  cl_sensor_log_see (&self->sensor, sight);
  take_status (self, sight);
  if (self->name_by_ms != CL_NEVER_MS && sight->at_ms >= self->name_by_ms)
    name_sensor (self, NULL);
  /* Until then nothing could be recorded, so nothing is read. */
  if (self->started || sight->kind == CL_SIGHT_SQUARE || sight->kind == CL_SIGHT_SCAN)
    {
      if (self->resync)
        cl_board_producer_give_game (self);
      if (self->started)
        cl_scan_interpreter_see (self->interpreter, sight);
    }
  cl_sensor_log_flush (&self->sensor);
  if (self->resync)
    cl_board_producer_give_game (self);
  if (sight->kind == CL_SIGHT_SQUARE || sight->kind == CL_SIGHT_SCAN ||
      sight->kind == CL_SIGHT_CLOCK || sight->kind == CL_SIGHT_LEVER ||
      sight->kind == CL_SIGHT_NO_CLOCK)
    tell (self, CL_BOARD_NEWS_SEEN, NULL);
  cl_board_producer_schedule (self);
}

void
cl_board_producer_refresh (ClBoardProducer *self)
{
  g_autoptr (GError) error = NULL;
  gboolean changed;

  self->refresh_at_ms = cl_board_producer_get_now_ms (self) + REFRESH_MS;
  if (!cl_board_table_refresh (&self->table, &changed, &error))
    tell_trouble (self, error);
  else if (changed && self->started)
    {
      cl_board_producer_give_game (self);
      attach (self);
    }
  if (self->sensor.error != NULL)
    {
      tell_trouble (self, self->sensor.error);
      g_clear_error (&self->sensor.error);
    }
}

static void
take_time (ClBoardProducer *self)
{
  gint64 now_ms = cl_board_producer_get_now_ms (self);
  ClBoardDriver *driver = get_driver (self);

  if (now_ms >= self->name_by_ms)
    {
      name_sensor (self, NULL);
      if (driver != NULL)
        cl_board_driver_ask_scan (driver, now_ms);
    }
  if (now_ms >= self->refresh_at_ms)
    cl_board_producer_refresh (self);
  if (self->started)
    cl_scan_interpreter_advance (self->interpreter, now_ms);
  if (self->resync)
    cl_board_producer_give_game (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  ClBoardProducer *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  take_time (self);
  cl_board_producer_schedule (self);
  return G_SOURCE_REMOVE;
}

static void
stop_timer (ClBoardProducer *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

gint64
cl_board_producer_get_deadline (const ClBoardProducer *self)
{
  gint64 due_ms = MIN (cl_scan_interpreter_get_deadline (self->interpreter), self->refresh_at_ms);

  return MIN (due_ms, self->name_by_ms);
}

void
cl_board_producer_schedule (ClBoardProducer *self)
{
  gint64 now_ms = cl_board_producer_get_now_ms (self),
         due_ms = cl_board_producer_get_deadline (self);

  if (self->link == NULL)
    return;
  stop_timer (self);
  self->timer = g_timeout_source_new ((guint) CLAMP (due_ms - now_ms, 0, REFRESH_MS));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* Without a line. */
static ClBoardProducer *
new_deaf (ClLedger *ledger,
          const ClBoardFamily *family,
          const char *path,
          const char *table,
          GError **error)
{
  g_autoptr (ClBoardProducer) self = g_new0 (ClBoardProducer, 1);

  self->family = family;
  self->name_by_ms = CL_NEVER_MS;
  self->clock_ms[0] = self->clock_ms[1] = CL_NO_CLOCK;
  self->interpreter = cl_scan_interpreter_new (family, reading_cb, self);
  cl_sensor_log_init (&self->sensor, ledger, family->name, path);
  return cl_board_table_init (&self->table, ledger, table, error) ? g_steal_pointer (&self) : NULL;
}

ClBoardProducer *
cl_board_producer_new (ClLedger *ledger,
                       const ClBoardFamily *family,
                       const char *path,
                       const char *table,
                       const char *recording,
                       GError **error)
{
  g_autoptr (ClBoardProducer) self = new_deaf (ledger, family, path, table, error);

  if (self == NULL)
    return NULL;
  self->link = cl_board_link_new (family, path, recording, saw_cb, self, error);
  if (self->link == NULL)
    return NULL;
  cl_board_producer_schedule (self);
  return g_steal_pointer (&self);
}

ClBoardProducer *
cl_board_producer_new_given (ClLedger *ledger,
                             ClBoardDriver *driver,
                             const char *path,
                             const char *table,
                             gint64 now_us,
                             GError **error)
{
  ClBoardProducer *self =
    new_deaf (ledger, cl_board_driver_get_family (driver), path, table, error);

  if (self == NULL)
    return NULL;
  self->driver = driver;
  self->given_us = now_us;
  self->now_us = self->sensor.now_us = self->table.now_us = &self->given_us;
  return self;
}

static void
give_time (ClBoardProducer *self, gint64 now_ms)
{
  self->given_us += 1000 * (now_ms - self->given_ms);
  self->given_ms = now_ms;
}

void
cl_board_producer_see (ClBoardProducer *self, const ClSight *sight)
{
  give_time (self, sight->at_ms);
  saw_cb (sight, self);
}

void
cl_board_producer_advance (ClBoardProducer *self, gint64 now_ms)
{
  give_time (self, now_ms);
  take_time (self);
}

gint64
cl_board_producer_get_late_ms (const ClBoardProducer *self)
{
  return self->late_ms;
}

void
cl_board_producer_wait (ClBoardProducer *self)
{
  cl_sensor_log_flush (&self->sensor);
  while (self->sensor.n_pending > 0)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

void
cl_board_producer_close (ClBoardProducer *self)
{
  g_autoptr (GError) error = NULL;

  stop_timer (self);
  cl_sensor_log_flush (&self->sensor);
  if (self->attached && self->table.game->status == CL_GAME_PLAYING &&
      !cl_board_table_attach (&self->table,
                              CL_FACT_BOARD_DETACHED,
                              self->name,
                              &self->sensor,
                              "app-closed",
                              &error))
    tell_trouble (self, error);
  self->attached = FALSE;
  cl_board_producer_wait (self);
}

void
cl_board_producer_free (ClBoardProducer *self)
{
  stop_timer (self);
  g_clear_pointer (&self->link, cl_board_link_free);
  cl_scan_interpreter_free (self->interpreter);
  cl_sensor_log_clear (&self->sensor);
  cl_board_table_clear (&self->table);
  g_free (self->serial);
  g_free (self->name);
  g_free (self->chips);
  g_free (self);
}

void
cl_board_producer_set_id (ClBoardProducer *self, const char *id)
{
  g_free (self->sensor.path);
  self->sensor.path = g_strdup (id);
}

void
cl_board_producer_set_path (ClBoardProducer *self, const char *path)
{
  cl_board_link_set_path (self->link, path);
}

void
cl_board_producer_set_news (ClBoardProducer *self, ClBoardNewsFunc func, gpointer user_data)
{
  self->news = func;
  self->news_data = user_data;
}

ClBoardStatus
cl_board_producer_get_status (const ClBoardProducer *self)
{
  const ClGame *game = self->table.game;
  gboolean turned = cl_scan_interpreter_get_turned (self->interpreter);

  return (ClBoardStatus){ .connected = self->connected,
                          .name = self->name,
                          .partition = self->sensor.partition,
                          .percent = self->percent,
                          .charging = self->charging,
                          .serial = self->serial,
                          .position = game != NULL
                                        ? cl_scan_interpreter_get_position (self->interpreter)
                                        : NULL,
                          .candidate = self->candidate,
                          .white_ms = get_clock_ms (self, CHESS_WHITE),
                          .black_ms = get_clock_ms (self, CHESS_BLACK),
                          .clock_running = self->clock_running,
                          .clock_side = self->lever_right == turned ? CHESS_WHITE : CHESS_BLACK,
                          .turned = turned,
                          .game = game != NULL ? game->game : 0,
                          .n_plies = game != NULL ? cl_game_n_plies (game) : 0,
                          .is_playing = game != NULL && game->status == CL_GAME_PLAYING,
                          .has_seen = self->sensor.has_scan,
                          .seen = cl_scan_interpreter_get_seen (self->interpreter),
                          .expected = self->wrong != 0 ? &self->expected : NULL,
                          .wrong = self->wrong };
}

void
cl_board_producer_set_turned (ClBoardProducer *self, gboolean turned)
{
  cl_scan_interpreter_set_turned (self->interpreter, turned, cl_board_producer_get_now_ms (self));
  cl_board_producer_schedule (self);
}
