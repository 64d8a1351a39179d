/* cl-board-promotion.c: asks by four buttons, or the keys Q N R B, what a pawn becomes
 *
 * The queen is on the promotion square itself, so that a second click on the same place promotes to a queen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-promotion.h"

#include <glib/gi18n.h>

#include "cl-board-square.h"
#include "cl-piece-image.h"

struct _ClBoardPromotion
{
  GtkWidget parent_instance;

  GtkWidget *buttons[4];
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static const ChessKind kinds[4] = { CHESS_QUEEN, CHESS_KNIGHT, CHESS_ROOK, CHESS_BISHOP };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClBoardPromotion, cl_board_promotion, GTK_TYPE_WIDGET)

static void
button_clicked_cb (ClBoardPromotion *self, GtkButton *button)
{
  for (guint i = 0; i < 4; i++)
    if (self->buttons[i] == GTK_WIDGET (button))
      {
        g_signal_emit (self, signals[CHOSEN], 0, (guint) kinds[i]);
        return;
      }
}

static gboolean
key_pressed_cb (ClBoardPromotion *self, guint keyval, guint keycode, GdkModifierType state)
{
  static const guint keys[4] = { GDK_KEY_q, GDK_KEY_n, GDK_KEY_r, GDK_KEY_b };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape)
    {
      g_signal_emit (self, signals[CHOSEN], 0, (guint) CHESS_NO_KIND);
      return GDK_EVENT_STOP;
    }
  for (guint i = 0; i < 4; i++)
    if (gdk_keyval_to_lower (keyval) == keys[i])
      {
        g_signal_emit (self, signals[CHOSEN], 0, (guint) kinds[i]);
        return GDK_EVENT_STOP;
      }

  return GDK_EVENT_PROPAGATE;
}

static gboolean
cl_board_promotion_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CL_BOARD_PROMOTION (widget)->buttons[0]);
}

static void
cl_board_promotion_dispose (GObject *object)
{
  ClBoardPromotion *self = CL_BOARD_PROMOTION (object);

  for (guint i = 0; i < 4; i++)
    g_clear_pointer (&self->buttons[i], gtk_widget_unparent);

  G_OBJECT_CLASS (cl_board_promotion_parent_class)->dispose (object);
}

static void
cl_board_promotion_class_init (ClBoardPromotionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cl_board_promotion_dispose;
  widget_class->grab_focus = cl_board_promotion_grab_focus;

  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "promotion");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cl_board_promotion_init (ClBoardPromotion *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Promote the pawn to"), -1);
}

GtkWidget *
cl_board_promotion_new (ChessColor color, gboolean upwards)
{
  ClBoardPromotion *self = g_object_new (CL_TYPE_BOARD_PROMOTION, NULL);

  for (guint i = 0; i < 4; i++)
    {
      ChessPiece piece = chess_piece (color, kinds[i]);
      GtkWidget *button = gtk_button_new ();

      gtk_button_set_child (GTK_BUTTON (button), cl_piece_image_new (piece, 16));
      gtk_widget_set_hexpand (button, TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      cl_board_piece_name (piece),
                                      -1);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (button_clicked_cb), self);
      if (upwards)
        gtk_widget_insert_after (button, GTK_WIDGET (self), NULL);
      else
        gtk_widget_insert_before (button, GTK_WIDGET (self), NULL);
      self->buttons[i] = button;
    }

  return GTK_WIDGET (self);
}
