/* cl-act.h: what somebody intends to do in a game, on its way to being a fact or a refusal
 *
 * Acts of one partition go one after the other: each is checked against the game with the facts of those before it,
 * appended at the partition's head, and done when it is durable and the session shows it. If somebody else was faster
 * (CL_LEDGER_ERROR_CONFLICT) it is read again what stands, and checked again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-follower.h"
#include "cl-session.h"

G_BEGIN_DECLS

typedef struct _ClAct ClAct;

/* The draft of the facts, NULL with @error if it is refused, NULL without if there is nothing to record. */
typedef ClDraft *(*ClActBuild) (ClAct *act, const ClGame *game, GError **error);

struct _ClAct
{
  ClSession *session;
  ClFollower *follower;
  ClActBuild build;
  void (*prepare) (ClAct *act); /* (nullable): before each try; may choose another follower */
  gint64 real_us, monotonic_us; /* when it was intended */
  guint tries;
  gboolean chooses; /* the game is chosen when the act is done */
  GTask *task;

  /* What the kinds of acts need. */
  ChessMove move;
  ChessSquare from, to;
  ChessKind promotion;
  ChessColor side;
  guint ply;
  guint table;
  gboolean flag;
  gint64 ms;
  char *text;
  GPtrArray *tags;
  ChessResult result;
  ChessEnding ending;
  ClGameSetup *setup;
};

ClAct *cl_act_new (ClSession *session,
                   ClFollower *follower,
                   ClActBuild build,
                   ClSessionDone done,
                   gpointer user_data);
/* (transfer full) */
void cl_act_submit (ClAct *act);
/* For an intention that is refused before it is one; @error (transfer full). */
void cl_act_refuse (ClSession *session, GError *error, ClSessionDone done, gpointer user_data);

ClGameSetup *cl_game_setup_copy (const ClGameSetup *setup);
void cl_game_setup_free (ClGameSetup *setup);

G_END_DECLS
