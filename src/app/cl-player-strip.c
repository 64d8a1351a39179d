/* cl-player-strip.c: says whose pieces are at this edge of the board, how they stand and how much time they have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-strip.h"

#include <glib/gi18n.h>

#include "cl-clock-face.h"
#include "cl-words.h"

struct _ClPlayerStrip
{
  GtkWidget parent_instance;

  GtkWidget *row;
  GtkWidget *disc;
  GtkBox *text;
  GtkLabel *name;
  GtkLabel *rating;
  GtkLabel *captured;
  GtkWidget *acts;
  GtkWidget *resign;
  GtkWidget *offer;
  ClClockFace *clock;
};

G_DEFINE_FINAL_TYPE (ClPlayerStrip, cl_player_strip, GTK_TYPE_WIDGET)

static const int full_set[CHESS_N_KINDS] = { 8, 2, 2, 2, 1, 1 };
static const int values[CHESS_N_KINDS] = { 1, 3, 3, 5, 9, 0 };

static int
count_pieces (const ChessPosition *position, ChessColor color, ChessKind kind)
{
  return __builtin_popcountll (position->kinds[kind] & position->colors[color]);
}

static int
sum_values (const ChessPosition *position, ChessColor color)
{
  int sum = 0;

  for (ChessKind kind = CHESS_PAWN; kind < CHESS_KING; kind++)
    sum += values[kind] * count_pieces (position, color, kind);
  return sum;
}

/* What @side took from the other side, strongest last as on a table's edge; promoted pieces count as pawns lost. */
static char *
describe_captured (const ChessPosition *position, ChessColor side)
{
  static const char *const signs[2][CHESS_N_KINDS] = {
    { "♙", "♘", "♗", "♖", "♕", "♔" },
    { "♟", "♞", "♝", "♜", "♛", "♚" },
  };
  ChessColor other = side == CHESS_WHITE ? CHESS_BLACK : CHESS_WHITE;
  int ahead = sum_values (position, side) - sum_values (position, other);
  GString *text = g_string_new (NULL);

  for (ChessKind kind = CHESS_PAWN; kind < CHESS_KING; kind++)
    for (int i = count_pieces (position, other, kind); i < full_set[kind]; i++)
      g_string_append (text, signs[other][kind]);
  if (ahead > 0)
    g_string_append_printf (text, "%s+%d", text->len ? " " : "", ahead);
  return g_string_free (text, FALSE);
}

static void
show_clock (ClPlayerStrip *self, const ClGame *game, ChessColor side, guint ply, gboolean live)
{
  gint64 shown[2];
  gint64 now = g_get_real_time ();

  cl_clock_face_set_side (self->clock, side == CHESS_WHITE);
  if (live && game->clock.has_clock)
    {
      gboolean running = game->clock.running_since != CL_NO_TIME &&
        game->clock.running == side && !game->clock.paused;

      cl_clock_face_set (self->clock,
        cl_game_clock_now (game, side, now),
        now,
        running,
        game->clock.paused && game->clock.running == side);
      return;
    }
  cl_game_clock_at (game, ply, &shown[CHESS_WHITE], &shown[CHESS_BLACK]);
  cl_clock_face_set (self->clock, shown[side], now, FALSE, FALSE);
}

void
cl_player_strip_show (ClPlayerStrip *self,
  const ClGame *game,
  ChessColor side,
  guint ply,
  const ChessPosition *position,
  gboolean live)
{
  g_autofree char *name = cl_words_name (game, side);
  g_autofree char *captured = describe_captured (position, side);
  const char *rating = cl_game_get_tag (game, side == CHESS_WHITE ? "WhiteElo" : "BlackElo");
  gboolean known = rating && *rating && strcmp (rating, "?") != 0 && strcmp (rating, "0") != 0;
  gboolean to_move = position->side == side && game->status != CL_GAME_ENDED;
  gboolean acts = game->status == CL_GAME_PLAYING && !game->recorded_only;
  const char *target = side == CHESS_WHITE ? "white" : "black";
  g_autofree char *description = NULL;

  g_return_if_fail (CL_IS_PLAYER_STRIP (self));
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->rating, known ? rating : "");
  gtk_widget_set_visible (GTK_WIDGET (self->rating), known);
  gtk_label_set_text (self->captured, captured);
  gtk_widget_set_visible (GTK_WIDGET (self->captured), *captured != '\0');
  gtk_widget_remove_css_class (self->disc, side == CHESS_WHITE ? "black" : "white");
  gtk_widget_add_css_class (self->disc, target);
  if (to_move)
    gtk_widget_add_css_class (GTK_WIDGET (self), "to-move");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "to-move");
  gtk_widget_set_visible (self->acts, acts);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resign), "s", target);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->offer), "s", target);
  gtk_widget_set_visible (self->offer, !game->draw_offered[side]);
  show_clock (self, game, side, ply, live);

  /* Translators: %s is a player's name. */
  description = g_strdup_printf (to_move ? _ ("%s, to move") : _ ("%s"), name);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, description, -1);
}

void
cl_player_strip_set_compact (ClPlayerStrip *self, gboolean compact)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->text),
    compact ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->text, compact ? 10 : 0);
}

static void
cl_player_strip_dispose (GObject *object)
{
  ClPlayerStrip *self = CL_PLAYER_STRIP (object);

  g_clear_pointer (&self->row, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_player_strip_parent_class)->dispose (object);
}

static void
cl_player_strip_class_init (ClPlayerStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_player_strip_dispose;
  g_type_ensure (CL_TYPE_CLOCK_FACE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/chessledger/ChessLedger/cl-player-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, row);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, disc);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, text);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, name);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, rating);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, captured);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, acts);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, resign);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, offer);
  gtk_widget_class_bind_template_child (widget_class, ClPlayerStrip, clock);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "playerstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cl_player_strip_init (ClPlayerStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
