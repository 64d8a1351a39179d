/* cl-moves-panel.c: what a player's own scoresheet and the arbiter's ear are at a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-moves-panel.h"

#include <glib/gi18n.h>

#include "cl-moves-list.h"
#include "cl-new-game.h"
#include "cl-words.h"

#define HINT_SECONDS 12

struct _ClMovesPanel
{
  GtkWidget parent_instance;

  GtkWidget *column;
  GtkWidget *result;
  GtkLabel *result_score;
  GtkLabel *result_text;
  GtkLabel *result_evidence;
  GtkLabel *result_occasion;
  GtkWidget *offer;
  GtkLabel *offer_text;
  GtkWidget *claim;
  GtkLabel *claim_text;
  GtkWidget *claim_now;
  GtkMenuButton *claim_with;
  ClMovesList *moves;
  GtkWidget *hint;
  GtkLabel *hint_text;
  GtkButton *record_illegal;
  GtkButton *penalise_illegal;
  GtkEditable *entry;
  GtkWidget *start_clock;
  GtkWidget *pause;
  GtkWidget *resume;
  GtkWidget *takeback;
  GtkWidget *finish;
  GtkWidget *rematch;
  GtkWidget *record_another;
  GtkWidget *after;
  GtkPopover *menu;

  ClSession *session;
  GSignalGroup *signals;
  guint hint_timeout;
};

G_DEFINE_FINAL_TYPE (ClMovesPanel, cl_moves_panel, GTK_TYPE_WIDGET)

static char *
format_nags (const GArray *nags)
{
  static const char *const signs[] = { "", "!", "?", "!!", "??", "!?", "?!" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; nags && i < nags->len; i++)
    {
      guint nag = g_array_index (nags, guint, i);

      if (nag < G_N_ELEMENTS (signs))
        g_string_append (text, signs[nag]);
    }
  return g_string_free (text, FALSE);
}

static void
add_remarks (const ClGame *game, guint ply, GArray *entries, GPtrArray *texts)
{
  for (guint i = 0; game->taken_back && i < game->taken_back->len; i++)
    {
      const ClTakenBack *taken = &g_array_index (game->taken_back, ClTakenBack, i);
      ClMoveEntry entry = { .clock_ms = G_MININT64 };
      g_autofree char *time = NULL;
      ChessColor color;
      guint number;

      if (taken->ply != ply + 1)
        continue;
      number = cl_game_ply_number (game, taken->ply, &color);
      time = cl_words_time (taken->occurred_at);
      if (*time)
        /* Translators: the number of a move, the move, the time of day. */
        entry.comment = g_strdup_printf (color == CHESS_WHITE
                                         ? _ ("%u. %s taken back at %s")
                                         : _ ("%u… %s taken back at %s"), number, taken->san, time);
      else
        /* Translators: the number of a move, the move. */
        entry.comment =
          g_strdup_printf (color == CHESS_WHITE ? _ ("%u. %s taken back")
                                                : _ ("%u… %s taken back"), number, taken->san);
      g_ptr_array_add (texts, (char *) entry.comment);
      entry.number = number;
      g_array_append_val (entries, entry);
    }
}

static void
mark_move (const ClGameMove *move, ClMoveEntry *entry)
{
  if (move->illegal)
    entry->mark = C_ ("move", "illegal");
  else if (move->corrected)
    entry->mark = C_ ("move", "corrected");
  else if (move->inferred)
    {
      entry->mark = C_ ("move", "inferred");
      entry->mark_note = _ ("The board did not see this move made, and found it made");
    }
}

static void
fill_moves (ClMovesPanel *self, const ClGame *game)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (ClMoveEntry));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  add_remarks (game, 0, entries, texts);
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    {
      const ClGameMove *move = cl_game_get_move (game, ply);
      ClMoveEntry entry = { .ply = ply, .san = move->san, .clock_ms = move->clock_ms };
      ChessColor color;

      entry.number = cl_game_ply_number (game, ply, &color);
      entry.white = color == CHESS_WHITE;
      if (move->comment)
        {
          /* Where a file broke its lines means nothing here. */
          entry.comment = g_strdelimit (g_strdup (move->comment), "\r\n", ' ');
          g_ptr_array_add (texts, (char *) entry.comment);
        }
      mark_move (move, &entry);
      if (move->nags && move->nags->len)
        {
          entry.nags = format_nags (move->nags);
          g_ptr_array_add (texts, (char *) entry.nags);
        }
      g_array_append_val (entries, entry);
      add_remarks (game, ply, entries, texts);
    }
  cl_moves_list_set_entries (self->moves, (const ClMoveEntry *) entries->data, entries->len);
}

static void
show_current (ClMovesPanel *self)
{
  cl_moves_list_set_current (self->moves,
                             cl_session_get_ply (self->session),
                             cl_session_get_looking_back (self->session));
}

static void
show_result (ClMovesPanel *self, const ClGame *game)
{
  g_autofree char *ending = cl_words_result (game);
  g_autofree char *evidence = cl_words_evidence (game);
  g_autofree char *occasion = cl_words_occasion (game);

  gtk_widget_set_visible (self->result, game->status == CL_GAME_ENDED);
  if (game->status != CL_GAME_ENDED)
    return;
  gtk_label_set_text (self->result_score, cl_words_score (game->result));
  gtk_label_set_text (self->result_text, *ending ? ending : _ ("The result is not known"));
  gtk_label_set_text (self->result_evidence, evidence);
  gtk_widget_set_visible (GTK_WIDGET (self->result_evidence), *evidence != '\0');
  gtk_label_set_text (self->result_occasion, occasion);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->result_occasion), occasion);
}

#define MAX_CLAIMING_MOVES 20 /* in the menu; any of them will do */

/* The moves that a claim can be made with, each to be written down and not played (9.2.1.1, 9.3.1). */
static GMenuModel *
list_claiming_moves (const ClGame *game, const ChessMoveList *moves)
{
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < MIN (moves->n, MAX_CLAIMING_MOVES); i++)
    {
      g_autoptr (GMenuItem) item = NULL;
      char san[CHESS_SAN_SIZE];
      char uci[CHESS_UCI_SIZE];

      chess_san_write (&game->current, moves->moves[i], san);
      chess_uci_write (&game->current, moves->moves[i], uci);
      item = g_menu_item_new (san, NULL);
      g_menu_item_set_action_and_target (item, "win.claim-draw-with", "s", uci);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
show_claim (ClMovesPanel *self, const ClGame *game, gboolean possible)
{
  ChessEnding now = possible ? cl_game_find_claim (game, CHESS_MOVE_NULL) : CHESS_ENDING_NONE;
  ChessMoveList moves = { 0 };

  if (possible && now == CHESS_ENDING_NONE)
    cl_game_find_claiming_moves (game, &moves);
  gtk_widget_set_visible (self->claim, now != CHESS_ENDING_NONE || moves.n > 0);
  gtk_widget_set_visible (self->claim_now, now != CHESS_ENDING_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->claim_with), moves.n > 0);
  if (moves.n > 0)
    {
      g_autoptr (GMenuModel) menu = list_claiming_moves (game, &moves);
      gboolean again = cl_game_find_claim (game, moves.moves[0]) == CHESS_ENDING_THREEFOLD;

      gtk_menu_button_set_menu_model (self->claim_with, menu);
      gtk_label_set_text (self->claim_text,
                          again
                          ? _ ("A move can repeat a position for the third time")
                          : _ ("A move can complete 50 moves without a capture or a pawn move"));
    }
  else if (now != CHESS_ENDING_NONE)
    gtk_label_set_text (self->claim_text,
                        now == CHESS_ENDING_THREEFOLD
                        ? _ ("This position has come up three times")
                        : _ ("50 moves without a capture or a pawn move"));
}

/* An offer stands until it is answered, wherever one looks; a claim is about the position on the board. */
static void
show_offers (ClMovesPanel *self, const ClGame *game, gboolean live)
{
  gboolean playing = game->status == CL_GAME_PLAYING && !cl_session_is_read_only (self->session);
  gboolean offered =
    playing && (game->draw_offered[CHESS_WHITE] || game->draw_offered[CHESS_BLACK]);

  gtk_widget_set_visible (self->offer, offered);
  if (offered)
    {
      g_autofree char *name =
        cl_words_name (game, game->draw_offered[CHESS_WHITE] ? CHESS_WHITE : CHESS_BLACK);
      /* Translators: %s is a player. */
      g_autofree char *text = g_strdup_printf (_ ("%s offers a draw"), name);

      gtk_label_set_text (self->offer_text, text);
    }
  show_claim (self, game, playing && live);
}

/* The focus of a button that goes away goes to the entry, not to whatever comes next: that might be Resign. */
static void
show_act (ClMovesPanel *self, GtkWidget *button, gboolean visible)
{
  GtkRoot *root = gtk_widget_get_root (button);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (!visible && focus && (focus == button || gtk_widget_is_ancestor (focus, button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_widget_set_visible (button, visible);
}

/* What can be done beside the entry: at the live end to the game, after the end what follows; in the past nothing, the
 * bar above the board leads back. */
static void
show_acts (ClMovesPanel *self, const ClGame *game, gboolean live)
{
  const ClClockState *clock = &game->clock;
  gboolean writer = !cl_session_is_read_only (self->session);
  gboolean playing = live && writer;
  gboolean clocked = playing && clock->has_clock;
  gboolean ended = game->status == CL_GAME_ENDED;

  show_act (self, self->start_clock, clocked && !clock->started);
  show_act (self, self->pause, clocked && clock->started && !clock->paused);
  show_act (self, self->resume, clocked && clock->started && clock->paused);
  show_act (self, self->takeback, playing && cl_game_n_plies (game) > 0);
  show_act (self, self->finish, playing && game->recorded_only);
  show_act (self, self->rematch, writer && cl_new_game_may_follow (game));
  show_act (self, self->record_another, writer && ended && game->recorded_only);
  show_act (self, self->after, ended);
}

/* The entry says what becomes of a move that is typed into it. */
static void
show_entry (ClMovesPanel *self, gboolean live)
{
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry),
                                  live
                                  ? _ ("Type a move: Nf3 …")
                                  : _ ("Try a move (not recorded): Nf3 …"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  live
                                  ? _ ("Type a move")
                                  : _ ("Try a move, it is not recorded"), -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry),
                            !live || !cl_session_is_read_only (self->session));
}

/* Everything that depends on where one is in the game. */
static void
show_place (ClMovesPanel *self, const ClGame *game)
{
  gboolean live = cl_session_is_at_live_end (self->session);

  show_current (self);
  show_offers (self, game, live);
  show_acts (self, game, live);
  show_entry (self, live);
}

static void
refresh (ClMovesPanel *self)
{
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;

  if (!game)
    {
      cl_moves_list_set_entries (self->moves, NULL, 0);
      return;
    }
  fill_moves (self, game);
  show_result (self, game);
  show_place (self, game);
}

static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClMovesPanel *self)
{
  refresh (self);
}

static void
ply_changed_cb (ClSession *session, GParamSpec *pspec, ClMovesPanel *self)
{
  const ClGame *game = cl_session_get_game (session);

  if (game)
    show_place (self, game);
  else
    show_current (self);
}

static void
hide_hint (ClMovesPanel *self)
{
  g_clear_handle_id (&self->hint_timeout, g_source_remove);
  gtk_widget_set_visible (self->hint, FALSE);
}

static gboolean
hint_is_old_cb (gpointer data)
{
  ClMovesPanel *self = data;

  self->hint_timeout = 0;
  hide_hint (self);
  return G_SOURCE_REMOVE;
}

static void
typed_move_done_cb (ClSession *session, const GError *error, gpointer data)
{
  g_autoptr (ClMovesPanel) self = data;

  if (!error)
    {
      hide_hint (self);
      return;
    }
  if (!self->session)
    return;
  cl_moves_panel_show_hint (self, error->message);
}

static void
entry_activated_cb (ClMovesPanel *self, GtkEntry *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  if (!*text || !self->session)
    return;
  gtk_editable_set_text (self->entry, "");
  cl_session_move_text (self->session, text, typed_move_done_cb, g_object_ref (self));
}

/* An empty entry has no use for arrows: they step through the game, so that one can go on without leaving it. */
static gboolean
entry_key_cb (ClMovesPanel *self,
              guint key,
              guint code,
              GdkModifierType state,
              GtkEventController *controller)
{
  static const struct
  {
    guint key;
    const char *action;
  } steps[] = {
    { GDK_KEY_Left, "win.step-back" },    { GDK_KEY_Right, "win.step-forward" },
    { GDK_KEY_Up, "win.first" },          { GDK_KEY_Down, "win.last" },
    { GDK_KEY_Home, "win.first" },        { GDK_KEY_End, "win.last" },
    { GDK_KEY_space, "win.toggle-play" },
  };

  if (*gtk_editable_get_text (self->entry))
    return GDK_EVENT_PROPAGATE;
  /* No move begins with a capital F. */
  if (key == GDK_KEY_F && (state & gtk_accelerator_get_default_mod_mask ()) == GDK_SHIFT_MASK)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.flip", NULL);
      return GDK_EVENT_STOP;
    }
  if (state & gtk_accelerator_get_default_mod_mask ())
    return GDK_EVENT_PROPAGATE;
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].key == key)
      {
        gtk_widget_activate_action (GTK_WIDGET (self), steps[i].action, NULL);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
ply_activated_cb (ClMovesPanel *self, guint ply, ClMovesList *list)
{
  if (!self->session)
    return;
  cl_session_drop_trial (self->session);
  cl_session_set_ply (self->session, ply);
}

static void
context_cb (ClMovesPanel *self, guint ply, double x, double y, ClMovesList *list)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *correct = g_strdup_printf ("win.correct-move(uint32 %u)", ply);
  g_autofree char *back = g_strdup_printf ("win.takeback-to(uint32 %u)", ply);
  g_autofree char *fen = g_strdup_printf ("win.copy-fen-at(uint32 %u)", ply);
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  graphene_point_t at;

  if (!ply || !game)
    return;
  g_menu_append (menu, _ ("_Correct this move…"), correct);
  if (game->status == CL_GAME_PLAYING && ply < cl_game_n_plies (game))
    g_menu_append (menu, _ ("_Take back to here"), back);
  g_menu_append (menu, _ ("Copy position as _FEN"), fen);
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), G_MENU_MODEL (menu));
  if (!gtk_widget_compute_point (GTK_WIDGET (list),
                                 GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT (x, y),
                                 &at))
    at = GRAPHENE_POINT_INIT (0, 0);
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ at.x, at.y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
cl_moves_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClMovesPanel *self = CL_MOVES_PANEL (widget);

  gtk_widget_size_allocate (self->column, &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (self->menu);
}

static void
cl_moves_panel_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gtk_widget_measure (CL_MOVES_PANEL (widget)->column,
                      orientation,
                      for_size,
                      minimum,
                      natural,
                      minimum_baseline,
                      natural_baseline);
}

static void
cl_moves_panel_dispose (GObject *object)
{
  ClMovesPanel *self = CL_MOVES_PANEL (object);

  g_clear_handle_id (&self->hint_timeout, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  if (self->menu)
    gtk_widget_unparent (GTK_WIDGET (self->menu));
  self->menu = NULL;
  g_clear_pointer (&self->column, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_moves_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, column);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, result);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, result_score);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, result_text);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, result_occasion);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, offer);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, offer_text);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, claim);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, claim_text);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, claim_now);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, claim_with);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, result_evidence);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, penalise_illegal);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, moves);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, hint);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, hint_text);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, record_illegal);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, entry);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, start_clock);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, pause);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, resume);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, takeback);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, finish);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, rematch);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, record_another);
  gtk_widget_class_bind_template_child (widget_class, ClMovesPanel, after);
}

static void
cl_moves_panel_class_init (ClMovesPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_moves_panel_dispose;
  widget_class->size_allocate = cl_moves_panel_size_allocate;
  widget_class->measure = cl_moves_panel_measure;
  g_type_ensure (CL_TYPE_MOVES_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-moves-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, ply_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, context_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, hide_hint);
}

static void
cl_moves_panel_init (ClMovesPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cl_moves_list_set_placeholder (self->moves, _ ("No moves yet"));
  self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (NULL));
  gtk_popover_set_has_arrow (self->menu, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));

  self->signals = g_signal_group_new (CL_TYPE_SESSION);
  g_signal_group_connect (self->signals, "notify::game", G_CALLBACK (game_changed_cb), self);
  g_signal_group_connect (self->signals, "notify::ply", G_CALLBACK (ply_changed_cb), self);
  g_signal_group_connect (self->signals, "notify::looking-back", G_CALLBACK (ply_changed_cb), self);
  g_signal_group_connect (self->signals, "notify::trial-length", G_CALLBACK (ply_changed_cb), self);
}

void
cl_moves_panel_set_session (ClMovesPanel *self, ClSession *session)
{
  g_return_if_fail (CL_IS_MOVES_PANEL (self));
  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->signals, session);
  if (session)
    refresh (self);
}

void
cl_moves_panel_type (ClMovesPanel *self, const char *text)
{
  g_return_if_fail (CL_IS_MOVES_PANEL (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (!text)
    return;
  gtk_editable_set_text (self->entry, text);
  gtk_editable_set_position (self->entry, -1);
}

static void
show_hint (ClMovesPanel *self, const char *text)
{
  gtk_label_set_text (self->hint_text, text);
  gtk_widget_set_visible (self->hint, TRUE);
  g_clear_handle_id (&self->hint_timeout, g_source_remove);
  self->hint_timeout = g_timeout_add_seconds (HINT_SECONDS, hint_is_old_cb, self);
}

void
cl_moves_panel_show_hint (ClMovesPanel *self, const char *text)
{
  g_return_if_fail (CL_IS_MOVES_PANEL (self));
  gtk_widget_set_visible (GTK_WIDGET (self->record_illegal), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->penalise_illegal), FALSE);
  show_hint (self, text);
}

void
cl_moves_panel_show_refused (ClMovesPanel *self, ChessSquare from, ChessSquare to)
{
  g_autofree char *text = NULL;
  const ClGame *game;
  gboolean live;

  g_return_if_fail (CL_IS_MOVES_PANEL (self));
  game = self->session ? cl_session_get_game (self->session) : NULL;
  if (!game || from >= 64 || to >= 64)
    return;
  /* Translators: two squares, such as g1 and f4. */
  text = g_strdup_printf (_ ("%c%d–%c%d is against the rules"),
                             'a' + chess_file (from),
                             chess_rank (from) + 1,
                             'a' + chess_file (to),
                             chess_rank (to) + 1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->record_illegal),
                                    "(uu)",
                                    (guint) from,
                                    (guint) to);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->penalise_illegal),
                                    "(uu)",
                                    (guint) from,
                                    (guint) to);
  live = cl_session_is_at_live_end (self->session);
  gtk_widget_set_visible (GTK_WIDGET (self->record_illegal), live);
  gtk_widget_set_visible (GTK_WIDGET (self->penalise_illegal), live && !game->recorded_only);
  show_hint (self, text);
}
