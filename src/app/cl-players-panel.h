/* cl-players-panel.h: what is recorded of the two who play the chosen game: scores with intervals, performance, quality
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-player-stats.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_PLAYERS_PANEL (cl_players_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClPlayersPanel, cl_players_panel, CL, PLAYERS_PANEL, GtkWidget)

/* Actions: players.export-csv, players.export-svg, players.export-png, of what is shown. */
void cl_players_panel_set_session (ClPlayersPanel *self, ClSession *session);
/* (nullable): what is shown, as it stood at the ledger cursor. */
const ClPlayerStats *cl_players_panel_get_stats (ClPlayersPanel *self);

G_END_DECLS
