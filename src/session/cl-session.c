/* cl-session.c: the object that ties one ledger, its consumers and the two cursors together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-analysis.h"
#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#include "cl-job-private.h"
#include "cl-library-private.h"
#include "cl-session-engines-private.h"

G_DEFINE_FINAL_TYPE (ClSession, cl_session, G_TYPE_OBJECT)

enum
{
  PROP_GAME = 1,
  PROP_PLY,
  PROP_FOLLOWING,
  PROP_LOOKING_BACK,
  PROP_MOVES_BEHIND,
  PROP_POSITION,
  PROP_HEAD,
  PROP_TRIAL_LENGTH,
  PROP_UNACCOUNTED_MS,
  PROP_READ_ONLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
cl_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ClSession *self = CL_SESSION (object);

  switch (prop_id)
    {
    case PROP_GAME:
      g_value_set_pointer (value, self->shown);
      break;
    case PROP_PLY:
      g_value_set_uint (value, self->ply);
      break;
    case PROP_FOLLOWING:
      g_value_set_boolean (value, cl_session_get_following (self));
      break;
    case PROP_LOOKING_BACK:
      g_value_set_boolean (value, cl_session_get_looking_back (self));
      break;
    case PROP_MOVES_BEHIND:
      g_value_set_uint (value, cl_session_get_moves_behind (self));
      break;
    case PROP_POSITION:
      g_value_set_uint64 (value, self->position);
      break;
    case PROP_HEAD:
      g_value_set_uint64 (value, self->head);
      break;
    case PROP_TRIAL_LENGTH:
      g_value_set_uint (value, self->trial->len);
      break;
    case PROP_UNACCOUNTED_MS:
      g_value_set_int64 (value, cl_session_get_unaccounted_ms (self));
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_session_dispose (GObject *object)
{
  ClSession *self = CL_SESSION (object);

  cl_session_game_dispose (self);
  cl_session_hall_dispose (self);
  cl_session_tables_dispose (self);

  G_OBJECT_CLASS (cl_session_parent_class)->dispose (object);
}

static void
cl_session_finalize (GObject *object)
{
  ClSession *self = CL_SESSION (object);

  if (!self->closed && self->ledger != NULL)
    g_critical ("A session must be closed before its last reference goes");

  g_clear_pointer (&self->reading, cl_worker_free);
  g_clear_pointer (&self->tailing, cl_worker_free);
  g_clear_pointer (&self->asking, cl_worker_free);
  g_clear_pointer (&self->summary, cl_ledger_summary_unref);
  g_clear_object (&self->boards);
  g_clear_object (&self->library);
  g_clear_object (&self->hall);
  g_clear_pointer (&self->known_tracks, g_hash_table_unref);
  g_free (self->damage);
  g_clear_object (&self->analysis);
  g_clear_object (&self->event_log);
  g_clear_object (&self->flow);
  g_clear_object (&self->runner);
  g_clear_object (&self->ledger);
  g_clear_object (&self->running);
  g_hash_table_unref (self->tables);
  g_hash_table_unref (self->followers);
  g_hash_table_unref (self->heads);
  g_hash_table_unref (self->act_queues);
  g_array_unref (self->trial);
  cl_jumps_free (self->jumps);
  cl_session_engines_free (self);
  g_ptr_array_unref (self->jobs);

  G_OBJECT_CLASS (cl_session_parent_class)->finalize (object);
}

static void
cl_session_class_init (ClSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_session_get_property;
  object_class->dispose = cl_session_dispose;
  object_class->finalize = cl_session_finalize;

  properties[PROP_GAME] = g_param_spec_pointer ("game", NULL, NULL, flags);
  properties[PROP_PLY] = g_param_spec_uint ("ply", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, FALSE, flags);
  properties[PROP_LOOKING_BACK] = g_param_spec_boolean ("looking-back", NULL, NULL, FALSE, flags);
  properties[PROP_MOVES_BEHIND] =
    g_param_spec_uint ("moves-behind", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_POSITION] =
    g_param_spec_uint64 ("position", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_HEAD] = g_param_spec_uint64 ("head", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_TRIAL_LENGTH] =
    g_param_spec_uint ("trial-length", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_UNACCOUNTED_MS] =
    g_param_spec_int64 ("unaccounted-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* The computer that plays is in trouble, or out of it. */
  g_signal_new ("opponent-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);

  /* cl_session_can_jump () says something else than before. */
  g_signal_new ("jumps-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);

  /* There is more to see in the timeline: new events, or a longer summary of the old ones. */
  g_signal_new ("timeline-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
}

static void
cl_session_init (ClSession *self)
{
  self->time = cl_time_source_system;
  self->followers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->trial = g_array_new (FALSE, FALSE, sizeof (ChessMove));
  self->jumps = cl_jumps_new ();
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  cl_session_act_init (self);
  cl_session_tables_init (self);
  cl_session_engines_init (self);
}

char *
cl_session_game_key (const char *partition, guint32 game)
{
  return g_strdup_printf ("%s %u", partition, game);
}

static void
follower_gone_cb (gpointer data, GObject *gone)
{
  GHashTable *followers = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, followers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == gone)
      g_hash_table_iter_remove (&iter);
  g_hash_table_unref (followers);
}

ClFollower *
cl_session_follow (ClSession *self, const char *partition, guint32 game)
{
  g_autofree char *key = cl_session_game_key (partition, game);
  ClFollower *follower = g_hash_table_lookup (self->followers, key);

  if (follower != NULL)
    return g_object_ref (follower);

  follower = cl_follower_new (self->reading, &self->time, partition, game);
  g_hash_table_insert (self->followers, g_steal_pointer (&key), follower);
  /* The table may outlive the session while somebody still holds a follower. */
  g_object_weak_ref (G_OBJECT (follower), follower_gone_cb, g_hash_table_ref (self->followers));

  return follower;
}

gboolean
cl_session_check_writable (ClSession *self, GError **error)
{
  if (self->closed)
    {
      g_set_error_literal (error,
                           CL_LEDGER_ERROR,
                           CL_LEDGER_ERROR_CLOSED,
                           _("The games are closed"));
      return FALSE;
    }
  if (self->damage != NULL)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   _ ("The file of these games is damaged, so they can only be looked at: %s"),
                      self->damage);
      return FALSE;
    }
  if (self->read_only)
    {
      g_set_error_literal (
        error,
        CL_LEDGER_ERROR,
        CL_LEDGER_ERROR_LOCKED,
        _("These games are open for looking only, since another program is recording them"));
      return FALSE;
    }

  return TRUE;
}

void
cl_session_set_head (ClSession *self, guint64 head)
{
  if (head <= self->head)
    return;

  self->head = head;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEAD]);
}

ClLedger *
cl_session_get_ledger (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->ledger;
}

ClGameAnalysis *
cl_session_get_analysis (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->analysis;
}

ClRunner *
cl_session_get_runner (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->runner;
}

gboolean
cl_session_is_read_only (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), TRUE);

  return self->read_only;
}

const char *
cl_session_get_damage (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->damage;
}

guint64
cl_session_get_head (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  return self->head;
}

guint64
cl_session_get_session_start (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  return self->session_start;
}

ClLibrary *
cl_session_get_library (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->library;
}

GListModel *
cl_session_get_collections (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return cl_library_get_collections (self->library);
}

/* --- Jobs of the session --- */

static void
forget_job_cb (ClJob *job, GParamSpec *pspec, ClSession *self)
{
  g_signal_handlers_disconnect_by_func (job, forget_job_cb, self);
  g_ptr_array_remove (self->jobs, job);
}

/* What is under way ends when the session closes, since the ledger goes away. */
ClJob *
cl_session_keep_job (ClSession *self, ClJob *job)
{
  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_signal_connect_object (job, "notify::finished", G_CALLBACK (forget_job_cb), self, 0);

  return job;
}

void
cl_session_end_jobs (ClSession *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    cl_job_cancel (g_ptr_array_index (self->jobs, i));
  for (guint i = 0; i < self->jobs->len; i++)
    cl_job_wait (g_ptr_array_index (self->jobs, i));
}
