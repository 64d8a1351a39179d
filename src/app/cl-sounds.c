/* cl-sounds.c: hears what changed between two states of the running game, and plays one sound for it
 *
 * The clock beeps once a side and game, LOW_MS before its time is up: a single timeout waits for that moment and is set
 * anew by each change, so that nothing runs in between.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-sounds.h"

#include <gtk/gtk.h>

#define LOW_MS 20000

struct _ClSounds
{
  GObject parent_instance;

  ClSession *session;
  ClSettings *settings;
  GtkMediaStream *streams[CL_N_SOUNDS];

  char *partition; /* (nullable): the game heard last */
  guint32 game;
  guint n_plies;
  ClGameStatus status;
  gboolean warned[2]; /* by ChessColor */
  guint low_id;
};

enum
{
  SOUNDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClSounds, cl_sounds, G_TYPE_OBJECT)

static void
sound (ClSounds *self, ClSound which)
{
  static const char *const names[] = { "move", "capture", "check", "low-time", "end" };
  GtkMediaStream *stream;

  if (!cl_settings_get_boolean (self->settings, "sounds"))
    return;
  if (!self->streams[which])
    {
      g_autofree char *path =
        g_strdup_printf ("/io/github/chessledger/ChessLedger/sounds/%s.wav", names[which]);

      self->streams[which] = gtk_media_file_new_for_resource (path);
    }
  stream = self->streams[which];
  if (gtk_media_stream_get_error (stream))
    g_debug ("No sound: %s", gtk_media_stream_get_error (stream)->message);
  else
    {
      gtk_media_stream_seek (stream, 0);
      gtk_media_stream_play (stream);
    }
  g_signal_emit (self, signals[SOUNDED], 0, (guint) which);
}

/* --- Little time --- */

static void wait_for_low_time (ClSounds *self, const ClGame *game);

static gboolean
low_time_cb (gpointer data)
{
  ClSounds *self = data;
  const ClGame *game = cl_session_get_live_game (self->session);

  self->low_id = 0;
  if (game)
    wait_for_low_time (self, game);
  return G_SOURCE_REMOVE;
}

static void
wait_for_low_time (ClSounds *self, const ClGame *game)
{
  ChessColor side = game->clock.running;
  gint64 left;

  g_clear_handle_id (&self->low_id, g_source_remove);
  if (game->status != CL_GAME_PLAYING || !game->clock.has_clock || game->clock.paused ||
      game->clock.running_since == CL_NO_TIME || self->warned[side])
    return;
  left = cl_game_clock_now (game, side, g_get_real_time ());
  if (left > LOW_MS)
    {
      self->low_id = g_timeout_add ((guint) MIN (left - LOW_MS, G_MAXINT), low_time_cb, self);
      return;
    }
  self->warned[side] = TRUE;
  sound (self, CL_SOUND_LOW_TIME);
}

/* --- Moves and ends --- */

static gboolean
is_same (ClSounds *self, const ClGame *game)
{
  return self->game == game->game && g_strcmp0 (self->partition, game->partition) == 0;
}

static void
note (ClSounds *self, const ClGame *game)
{
  if (!is_same (self, game))
    {
      g_free (self->partition);
      self->partition = g_strdup (game->partition);
      self->game = game->game;
      /* Who comes to a game that is low on time already has no need of a beep. */
      for (guint side = 0; side < 2; side++)
        self->warned[side] =
          game->clock.has_clock &&
          cl_game_clock_now (game, (ChessColor) side, g_get_real_time ()) <= LOW_MS;
    }
  self->n_plies = cl_game_n_plies (game);
  self->status = game->status;
}

static void
sound_move (ClSounds *self, const ClGameMove *move)
{
  if (move->check)
    sound (self, CL_SOUND_CHECK);
  else if (move->captured != CHESS_NO_KIND)
    sound (self, CL_SOUND_CAPTURE);
  else
    sound (self, CL_SOUND_MOVE);
}

static void
changed_cb (ClSounds *self)
{
  const ClGame *game = cl_session_get_live_game (self->session);

  if (!game || game->status == CL_GAME_UNREADABLE)
    return;
  if (is_same (self, game) && self->status == CL_GAME_PLAYING)
    {
      if (game->status == CL_GAME_ENDED)
        sound (self, CL_SOUND_END);
      else if (cl_game_n_plies (game) > self->n_plies)
        sound_move (self, cl_game_get_move (game, cl_game_n_plies (game)));
    }
  note (self, game);
  wait_for_low_time (self, game);
}

static void
cl_sounds_dispose (GObject *object)
{
  ClSounds *self = CL_SOUNDS (object);

  g_clear_handle_id (&self->low_id, g_source_remove);
  for (guint i = 0; i < CL_N_SOUNDS; i++)
    g_clear_object (&self->streams[i]);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->partition, g_free);
  G_OBJECT_CLASS (cl_sounds_parent_class)->dispose (object);
}

static void
cl_sounds_class_init (ClSoundsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_sounds_dispose;
  signals[SOUNDED] = g_signal_new ("sounded",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT);
}

static void
cl_sounds_init (ClSounds *self)
{
}

ClSounds *
cl_sounds_new (ClSession *session, ClSettings *settings)
{
  static const char *const watched[] = { "notify::game", "notify::moves-behind", "notify::head" };
  ClSounds *self = g_object_new (CL_TYPE_SOUNDS, NULL);

  self->session = g_object_ref (session);
  self->settings = g_object_ref (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_connect_object (session, watched[i], G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return self;
}
