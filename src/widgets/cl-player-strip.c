/* cl-player-strip.c: lays out what belongs to one player in a line above or below the board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-player-strip.h"

#include <glib/gi18n.h>

#include "cl-captured.h"

struct _ClPlayerStrip
{
  GtkWidget parent_instance;

  GtkWidget *disc;
  GtkWidget *texts;
  GtkWidget *name;
  GtkWidget *to_move_label;
  GtkWidget *second;
  GtkWidget *rating;
  GtkWidget *captured;
  GtkWidget *actions;
  GtkWidget *clock;

  gboolean white;
  gboolean to_move;
  char *player;
  guint8 counts[5];
  int difference;
};

G_DEFINE_FINAL_TYPE (ClPlayerStrip, cl_player_strip, GTK_TYPE_WIDGET)

static void
update_name (ClPlayerStrip *self)
{
  const char *name = self->player;
  g_autofree char *label = NULL;

  if (name == NULL || *name == '\0')
    name = self->white ? C_ ("player", "White") : C_ ("player", "Black");
  gtk_label_set_label (GTK_LABEL (self->name), name);
  /* A new tooltip asks the X server where the pointer is, and waits for the answer. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (self->name), name) != 0)
    gtk_widget_set_tooltip_text (self->name, name);

  /* Translators: the player of a side, “Carlsen, Magnus, White” */
  label = g_strdup_printf (self->to_move ? _ ("%s, %s, to move")
                                         : _ ("%s, %s"),
                                              name,
                                              self->white
                                              ? C_ ("player", "White") : C_ ("player", "Black"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* A name with nothing to stand below it stands in the middle. */
static void
update_second (ClPlayerStrip *self)
{
  gboolean anything = gtk_widget_get_visible (self->rating) || self->difference > 0;

  for (guint kind = 0; kind < G_N_ELEMENTS (self->counts); kind++)
    anything = anything || self->counts[kind] > 0;
  gtk_widget_set_visible (self->second, anything);
}

static void
update_captured (ClPlayerStrip *self)
{
  update_second (self);
  cl_captured_set (CL_CAPTURED (self->captured),
                   self->white ? CHESS_BLACK : CHESS_WHITE,
                   self->counts,
                   self->difference);
}

/* A clock that runs says who is to move; while none does, words must. */
static void
update_to_move (ClPlayerStrip *self)
{
  gboolean words = self->to_move && !cl_clock_face_is_running (CL_CLOCK_FACE (self->clock));

  if (self->to_move)
    gtk_widget_add_css_class (GTK_WIDGET (self), "to-move");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "to-move");
  gtk_widget_set_visible (self->to_move_label, words);
  update_name (self);
}

static void
cl_player_strip_dispose (GObject *object)
{
  ClPlayerStrip *self = CL_PLAYER_STRIP (object);

  g_clear_pointer (&self->disc, gtk_widget_unparent);
  g_clear_pointer (&self->texts, gtk_widget_unparent);
  g_clear_pointer (&self->actions, gtk_widget_unparent);
  g_clear_pointer (&self->clock, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_player_strip_parent_class)->dispose (object);
}

static void
cl_player_strip_finalize (GObject *object)
{
  g_free (CL_PLAYER_STRIP (object)->player);

  G_OBJECT_CLASS (cl_player_strip_parent_class)->finalize (object);
}

static void
cl_player_strip_class_init (ClPlayerStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_player_strip_dispose;
  object_class->finalize = cl_player_strip_finalize;
  gtk_widget_class_set_css_name (widget_class, "playerstrip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
build_texts (ClPlayerStrip *self)
{
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->name = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->name, "name");
  gtk_box_append (GTK_BOX (first), self->name);
  self->to_move_label = gtk_label_new (_ ("▸ to move"));
  gtk_widget_add_css_class (self->to_move_label, "to-move");
  gtk_widget_set_visible (self->to_move_label, FALSE);
  gtk_box_append (GTK_BOX (first), self->to_move_label);

  self->second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  gtk_widget_set_visible (self->second, FALSE);
  self->rating = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->rating, "rating");
  gtk_widget_add_css_class (self->rating, "numeric");
  gtk_widget_set_visible (self->rating, FALSE);
  gtk_box_append (GTK_BOX (self->second), self->rating);
  self->captured = cl_captured_new ();
  gtk_box_append (GTK_BOX (self->second), self->captured);

  self->texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (self->texts), first);
  gtk_box_append (GTK_BOX (self->texts), self->second);
  gtk_widget_set_valign (self->texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->texts, TRUE);
  gtk_widget_set_parent (self->texts, GTK_WIDGET (self));
}

static void
cl_player_strip_init (ClPlayerStrip *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 10);
  self->white = TRUE;

  self->disc = g_object_new (GTK_TYPE_BOX, "css-name", "disc", NULL);
  gtk_widget_set_valign (self->disc, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->disc, GTK_WIDGET (self));
  build_texts (self);
  self->actions = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_valign (self->actions, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->actions, GTK_WIDGET (self));
  self->clock = cl_clock_face_new ();
  g_signal_connect_swapped (self->clock, "notify::running", G_CALLBACK (update_to_move), self);
  gtk_widget_set_parent (self->clock, GTK_WIDGET (self));

  update_captured (self);
}

GtkWidget *
cl_player_strip_new (gboolean white)
{
  ClPlayerStrip *self = g_object_new (CL_TYPE_PLAYER_STRIP, NULL);

  self->white = !white; /* so that the side counts as changed */
  cl_player_strip_set_side (self, white);

  return GTK_WIDGET (self);
}

void
cl_player_strip_set_side (ClPlayerStrip *self, gboolean white)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));

  white = !!white;
  if (self->white == white)
    return;
  self->white = white;
  gtk_widget_remove_css_class (self->disc, white ? "black" : "white");
  gtk_widget_add_css_class (self->disc, white ? "white" : "black");
  cl_clock_face_set_side (CL_CLOCK_FACE (self->clock), white);
  update_captured (self);
  update_name (self);
}

gboolean
cl_player_strip_get_side (ClPlayerStrip *self)
{
  g_return_val_if_fail (CL_IS_PLAYER_STRIP (self), FALSE);

  return self->white;
}

void
cl_player_strip_set_player (ClPlayerStrip *self, const char *name, const char *rating)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));

  if (name != self->player)
    {
      g_free (self->player);
      self->player = g_strdup (name);
    }
  gtk_label_set_label (GTK_LABEL (self->rating), rating != NULL ? rating : "");
  gtk_widget_set_visible (self->rating, rating != NULL && *rating != '\0');
  update_second (self);
  update_name (self);
}

void
cl_player_strip_set_captured (ClPlayerStrip *self, const guint8 counts[5], gint difference)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));
  g_return_if_fail (counts != NULL);

  if (memcmp (self->counts, counts, sizeof self->counts) == 0 && self->difference == difference)
    return;
  memcpy (self->counts, counts, sizeof self->counts);
  self->difference = difference;
  update_captured (self);
}

void
cl_player_strip_set_to_move (ClPlayerStrip *self, gboolean to_move)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));

  to_move = !!to_move;
  if (self->to_move == to_move)
    return;
  self->to_move = to_move;
  update_to_move (self);
}

void
cl_player_strip_set_compact (ClPlayerStrip *self, gboolean compact)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));
}

ClClockFace *
cl_player_strip_get_clock (ClPlayerStrip *self)
{
  g_return_val_if_fail (CL_IS_PLAYER_STRIP (self), NULL);

  return CL_CLOCK_FACE (self->clock);
}

void
cl_player_strip_add_action (ClPlayerStrip *self, GtkWidget *button)
{
  g_return_if_fail (CL_IS_PLAYER_STRIP (self));
  g_return_if_fail (GTK_IS_WIDGET (button));

  gtk_box_append (GTK_BOX (self->actions), button);
}
