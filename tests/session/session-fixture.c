/* session-fixture.c: what every test of the session needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <glib/gstdio.h>

#define DEADLINE_S 60

/* --- Time --- */

typedef struct
{
  guint id;
  gint64 due_us;
  GSourceFunc func;
  gpointer data;
} FakeTimer;

static gint64
get_fake_real_us (gpointer data)
{
  return ((FakeTime *) data)->real_us;
}

static gint64
get_fake_monotonic_us (gpointer data)
{
  return ((FakeTime *) data)->monotonic_us;
}

static guint
add_fake_timeout (gint64 delay_us, GSourceFunc func, gpointer func_data, gpointer data)
{
  FakeTime *self = data;
  FakeTimer timer = { .id = ++self->last_id,
                      .due_us = self->monotonic_us + delay_us,
                      .func = func,
                      .data = func_data };

  g_array_append_val (self->timers, timer);

  return timer.id;
}

static void
remove_fake_timeout (guint id, gpointer data)
{
  FakeTime *self = data;

  for (guint i = 0; i < self->timers->len; i++)
    if (g_array_index (self->timers, FakeTimer, i).id == id)
      {
        g_array_remove_index (self->timers, i);
        return;
      }
  g_assert_not_reached ();
}

void
fake_time_init (FakeTime *self)
{
  self->real_us = G_GINT64_CONSTANT (1796000000000000);
  self->monotonic_us = 5000000;
  self->timers = g_array_new (FALSE, FALSE, sizeof (FakeTimer));
  self->source = (ClTimeSource){
    .get_real_us = get_fake_real_us,
    .get_monotonic_us = get_fake_monotonic_us,
    .add_timeout = add_fake_timeout,
    .remove_timeout = remove_fake_timeout,
    .data = self,
  };
}

void
fake_time_clear (FakeTime *self)
{
  g_array_unref (self->timers);
}

static gboolean
take_due_timer (FakeTime *self, FakeTimer *due)
{
  for (guint i = 0; i < self->timers->len; i++)
    {
      *due = g_array_index (self->timers, FakeTimer, i);
      if (due->due_us > self->monotonic_us)
        continue;
      g_array_remove_index (self->timers, i);
      return TRUE;
    }

  return FALSE;
}

void
fake_time_advance (FakeTime *self, gint64 ms)
{
  FakeTimer due;

  self->real_us += ms * 1000;
  self->monotonic_us += ms * 1000;
  while (take_due_timer (self, &due))
    due.func (due.data);
}

/* --- Waiting --- */

static gboolean
deadline_cb (gpointer data)
{
  g_error ("Waited in vain for: %s", (const char *) data);

  return G_SOURCE_REMOVE;
}

Deadline
deadline_start (const char *what)
{
  return (Deadline){ .what = what,
                     .source = g_timeout_add_seconds (DEADLINE_S, deadline_cb, (gpointer) what) };
}

void
deadline_iterate (Deadline *self)
{
  g_main_context_iteration (NULL, TRUE);
}

void
deadline_end (Deadline *self)
{
  g_source_remove (self->source);
}

/* --- Sessions --- */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

ClSession *
open_session (const char *path, gboolean read_only, const ClTimeSource *time, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cl_session_open_with_time_async (path, read_only, time, NULL, opened_cb, &result);
  WAIT_UNTIL (result != NULL);

  return cl_session_open_finish (result, error);
}

void
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->session = open_session (self->path, FALSE, &self->time.source, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->session);
}

void
fixture_close (Fixture *self)
{
  cl_session_close (self->session);
  /* What was under way holds references until it has come back. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (self->session);
  self->session = NULL;
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("chess-ledger-session-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "games.ledger", NULL);
  fake_time_init (&self->time);
  fixture_open (self);
}

void
delete_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        delete_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  if (self->session != NULL)
    fixture_close (self);
  delete_folder (self->folder);
  fake_time_clear (&self->time);
  g_free (self->folder);
  g_free (self->path);
}

/* --- Acts --- */

void
act_done_cb (ClSession *session, const GError *error, gpointer user_data)
{
  Act *self = user_data;

  g_assert_false (self->finished);
  self->finished = TRUE;
  if (error != NULL)
    self->error = g_error_copy (error);
}

void
act_expect_ok (Act *self)
{
  WAIT_UNTIL (self->finished);
  g_assert_no_error (self->error);
}

void
act_expect_refused (Act *self, GQuark domain, int code)
{
  WAIT_UNTIL (self->finished);
  g_assert_error (self->error, domain, code);
  g_assert_cmpstr (self->error->message, !=, "");
  g_clear_error (&self->error);
}

void
start_game (Fixture *self, const char *time_control, gboolean recorded_only)
{
  ClGameSetup setup = { .white = "Anna",
                        .black = "Boris",
                        .time_control = time_control,
                        .recorded_only = recorded_only };

  DO_OK (cl_session_start_game (self->session, 0, &setup, DONE));
}

void
play_moves (Fixture *self, const char *moves)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    DO_OK (cl_session_move_text (self->session, words[i], DONE));
}

guint
count_events (Fixture *self)
{
  return (guint) cl_ledger_get_head (cl_session_get_ledger (self->session));
}

char *
get_moves (Fixture *self)
{
  const ClGame *game = cl_session_get_game (self->session);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_nonnull (game);
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    g_string_append_printf (text, "%s%s", ply > 1 ? " " : "", cl_game_get_move (game, ply)->san);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
