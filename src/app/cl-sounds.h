/* cl-sounds.h: lets the chosen game be heard: moves, captures, checks, little time, the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-session.h"
#include "cl-settings.h"

G_BEGIN_DECLS

#define CL_TYPE_SOUNDS (cl_sounds_get_type ())
G_DECLARE_FINAL_TYPE (ClSounds, cl_sounds, CL, SOUNDS, GObject)

typedef enum
{
  CL_SOUND_MOVE,
  CL_SOUND_CAPTURE,
  CL_SOUND_CHECK,
  CL_SOUND_LOW_TIME,
  CL_SOUND_END,
  CL_N_SOUNDS,
} ClSound;

/**
 * cl_sounds_new:
 *
 * Follows the running game that is chosen in @session, as it stands, not as it is looked at. While the setting “sounds” is
 * off nothing is played. The media module of GTK does the playing; where it is not installed all is silent.
 *
 * Signal sounded (guint sound): a ClSound is played now.
 */
ClSounds *cl_sounds_new (ClSession *session, ClSettings *settings);

G_END_DECLS
