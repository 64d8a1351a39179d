/* cl-game-switcher.c: keeps every running table one click away, and says when time runs short at another one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-switcher.h"

#include <glib/gi18n.h>

#include "cl-words.h"

/* A clock below this on another table makes the button call for attention. */
#define LOW_CLOCK_MS 30000
/* What else stands in the header, and what a character of the title takes, in pixels. */
#define REST_OF_HEADER 500
#define CHARACTER      9
#define MIN_CHARACTERS 8

struct _ClGameSwitcher
{
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *title;
  GtkWidget *alert;
  GtkWidget *arrow;
  GtkPopover *popover;
  GtkListView *list;

  ClSession *session;
  GSignalGroup *signals;
  GListModel *games; /* (nullable), borrowed from the session */
  guint tick;
  int room; /* for the title, in characters */
};

G_DEFINE_FINAL_TYPE (ClGameSwitcher, cl_game_switcher, GTK_TYPE_WIDGET)

/* One line of the list. */
typedef struct
{
  GtkWidget *box;
  GtkLabel *place, *players, *clocks;
} Row;

static void
find_row (GtkListItem *item, Row *row)
{
  row->box = gtk_list_item_get_child (item);
  row->place = GTK_LABEL (gtk_widget_get_first_child (row->box));
  row->players = GTK_LABEL (gtk_widget_get_next_sibling (GTK_WIDGET (row->place)));
  row->clocks = GTK_LABEL (gtk_widget_get_next_sibling (GTK_WIDGET (row->players)));
}

/* "0:31:40 ▸ 0:38:05": the sign points to the side to move. */
static char *
describe_clocks (const ClGame *game)
{
  const char *sign = cl_game_side_to_move (game) == CHESS_WHITE ? "◂" : "▸";
  gint64 now = g_get_real_time ();
  g_autofree char *white = NULL;
  g_autofree char *black = NULL;

  if (!game->clock.has_clock)
    return g_strdup (cl_game_side_to_move (game) == CHESS_WHITE ? _ ("White to move")
                                                                : _ ("Black to move"));
  white = cl_words_clock (cl_game_clock_shown (game, CHESS_WHITE, now, NULL));
  black = cl_words_clock (cl_game_clock_shown (game, CHESS_BLACK, now, NULL));
  return g_strdup_printf ("%s %s %s", white, sign, black);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClGameSwitcher *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *place = gtk_label_new (NULL);
  GtkWidget *players = gtk_label_new (NULL);
  GtkWidget *clocks = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (place), 0);
  gtk_label_set_width_chars (GTK_LABEL (place), 8);
  gtk_widget_add_css_class (place, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (players), 0);
  gtk_label_set_ellipsize (GTK_LABEL (players), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (players), 24);
  gtk_widget_set_hexpand (players, TRUE);
  gtk_widget_add_css_class (clocks, "numeric");
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), players);
  gtk_box_append (GTK_BOX (box), clocks);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, ClGameSwitcher *self)
{
  ClRunningGame *running = gtk_list_item_get_item (item);
  const ClGame *game = cl_running_game_get_snapshot (running);
  g_autofree char *label = cl_running_game_dup_label (running);
  g_autofree char *players = game ? cl_words_players (game) : g_strdup ("");
  g_autofree char *clocks = game ? describe_clocks (game) : g_strdup ("");
  Row row;

  find_row (item, &row);
  gtk_label_set_text (row.place, label);
  gtk_label_set_text (row.players, players);
  gtk_label_set_text (row.clocks, clocks);
}

static void
choose (ClGameSwitcher *self, guint index)
{
  g_autoptr (ClRunningGame) running = g_list_model_get_item (self->games, index);

  if (running)
    cl_session_choose_game (self->session,
                            cl_running_game_get_partition (running),
                            cl_running_game_get_game (running));
}

static void
activated_cb (ClGameSwitcher *self, guint index, GtkListView *list)
{
  gtk_popover_popdown (self->popover);
  if (self->games)
    choose (self, index);
}

static gboolean
is_chosen (ClGameSwitcher *self, ClRunningGame *running)
{
  const ClGame *game = cl_session_get_game (self->session);

  return game && game->game == cl_running_game_get_game (running) &&
         strcmp (game->partition, cl_running_game_get_partition (running)) == 0;
}

static gboolean
is_short_of_time (const ClGame *game)
{
  const ClClockState *clock = &game->clock;

  return clock->has_clock && !clock->paused && clock->running_since != CL_NO_TIME &&
         cl_game_clock_now (game, clock->running, g_get_real_time ()) < LOW_CLOCK_MS;
}

static void
show_alert (ClGameSwitcher *self)
{
  g_autofree char *text = NULL;
  guint n = self->games ? g_list_model_get_n_items (self->games) : 0;

  for (guint i = 0; i < n && !text; i++)
    {
      g_autoptr (ClRunningGame) running = g_list_model_get_item (self->games, i);
      const ClGame *game = cl_running_game_get_snapshot (running);

      if (game && !is_chosen (self, running) && is_short_of_time (game))
        {
          g_autofree char *label = cl_running_game_dup_label (running);

          /* Translators: %s is a table. */
          text = g_strdup_printf (_ ("Time is short at %s"), label);
        }
    }
  gtk_widget_set_visible (self->alert, text != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text ? text : _ ("Games in play"));
}

/* Clocks in an open list move; a bound row is refreshed by giving the list its model anew only when it is on screen. */
static gboolean
ticked_cb (gpointer data)
{
  ClGameSwitcher *self = data;

  show_alert (self);
  return G_SOURCE_CONTINUE;
}

/* A title for which there is room is never cut: the header bar would rather cut it than move its views aside. */
static void
fit_title (ClGameSwitcher *self)
{
  const char *title = gtk_label_get_text (self->title);
  int room = MAX (self->room, MIN_CHARACTERS);
  gboolean fits = g_utf8_strlen (title, -1) <= room;

  gtk_label_set_ellipsize (self->title, fits ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->title, fits ? -1 : MAX (room - 4, MIN_CHARACTERS));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), fits ? NULL : title);
}

static void
refresh (ClGameSwitcher *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  guint n = self->games ? g_list_model_get_n_items (self->games) : 0;
  g_autofree char *title = game ? cl_words_title (game) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), game || n);
  gtk_label_set_text (self->title, title ? title : _ ("Games in play"));
  fit_title (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), n > 0);
  gtk_widget_set_visible (self->arrow, n > 0);
  show_alert (self);
  if (n && !self->tick)
    self->tick = g_timeout_add_seconds (1, ticked_cb, self);
  else if (!n)
    g_clear_handle_id (&self->tick, g_source_remove);
}

static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClGameSwitcher *self)
{
  refresh (self);
}

static void
games_changed_cb (GListModel *games, guint at, guint removed, guint added, ClGameSwitcher *self)
{
  refresh (self);
}

static void
popover_shown_cb (ClGameSwitcher *self, GtkPopover *popover)
{
  GtkNoSelection *shown;

  if (!self->games)
    return;
  shown = gtk_no_selection_new (g_object_ref (self->games));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (shown));
  g_object_unref (shown);
}

static void
popover_closed_cb (ClGameSwitcher *self, GtkPopover *popover)
{
  gtk_list_view_set_model (self->list, NULL);
}

static void
cl_game_switcher_dispose (GObject *object)
{
  ClGameSwitcher *self = CL_GAME_SWITCHER (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->signals);
  if (self->games)
    g_signal_handlers_disconnect_by_data (self->games, self);
  self->games = NULL;
  g_clear_object (&self->session);
  if (self->button)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  G_OBJECT_CLASS (cl_game_switcher_parent_class)->dispose (object);
}

static void
cl_game_switcher_class_init (ClGameSwitcherClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_game_switcher_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-game-switcher.ui");
  gtk_widget_class_bind_template_child (widget_class, ClGameSwitcher, button);
  gtk_widget_class_bind_template_child (widget_class, ClGameSwitcher, title);
  gtk_widget_class_bind_template_child (widget_class, ClGameSwitcher, alert);
  gtk_widget_class_bind_template_child (widget_class, ClGameSwitcher, arrow);
  gtk_widget_class_bind_template_child (widget_class, ClGameSwitcher, popover);
  gtk_widget_class_bind_template_child (widget_class, ClGameSwitcher, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_closed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
cl_game_switcher_init (ClGameSwitcher *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect (self->signals, "notify::game", G_CALLBACK (game_changed_cb), self);
}

void
cl_game_switcher_set_session (ClGameSwitcher *self, ClSession *session)
{
  g_return_if_fail (CL_IS_GAME_SWITCHER (self));
  if (!g_set_object (&self->session, session))
    return;
  if (self->games)
    g_signal_handlers_disconnect_by_data (self->games, self);
  self->games = session ? cl_session_get_running_games (session) : NULL;
  g_signal_group_set_target (self->signals, session);
  if (self->games)
    g_signal_connect_object (self->games, "items-changed", G_CALLBACK (games_changed_cb), self, 0);
  refresh (self);
}

void
cl_game_switcher_set_window_width (ClGameSwitcher *self, int width)
{
  g_return_if_fail (CL_IS_GAME_SWITCHER (self));
  self->room = (width - REST_OF_HEADER) / CHARACTER;
  fit_title (self);
}

void
cl_game_switcher_cycle (ClGameSwitcher *self, int step)
{
  int n;
  int at = step > 0 ? -1 : 0;

  g_return_if_fail (CL_IS_GAME_SWITCHER (self));
  n = self->games ? (int) g_list_model_get_n_items (self->games) : 0;
  if (!n)
    return;
  for (int i = 0; i < n; i++)
    {
      g_autoptr (ClRunningGame) running = g_list_model_get_item (self->games, i);

      if (is_chosen (self, running))
        at = i;
    }
  choose (self, (guint) ((at + step + n) % n));
}
