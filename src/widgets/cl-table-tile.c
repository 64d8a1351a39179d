/* cl-table-tile.c: draws one table of a hall, each part once until it changes
 *
 *   Table 7 · 24. Rxd4      time scramble
 *   ▸ Topalov                     0:41:12
 *   ┌───────────────────────────────────┐
 *   │               board               │
 *   └───────────────────────────────────┘
 *   Kasparov                      0:32:07
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-table-tile.h"

#include <string.h>

#include "cl-board.h"
#include "cl-gtk-compat.h"

#define PADDING       9
#define GAP           8
#define LINE_GAP      3
#define MIN_WIDTH     150
#define NATURAL_WIDTH 240
#define SMALL         0.86
/* Below this the note and the title would not both be read: the move goes first. */
#define MIN_MOVE_WIDTH 34

typedef enum
{
  TEXT_TITLE,
  TEXT_MOVE,
  TEXT_NOTE,
  TEXT_WHITE, /* in the order of ChessColor */
  TEXT_BLACK,
  TEXT_WHITE_CLOCK,
  TEXT_BLACK_CLOCK,
  N_TEXTS,
} TextId;

typedef struct
{
  char *text;
  PangoLayout *layout; /* (nullable): until it is drawn */
  GskRenderNode *node; /* (nullable) */
  int width;           /* for which the node was drawn */
  gboolean bold;
  ClTileTone tone;
} Text;

struct _ClTableTile
{
  GtkWidget parent_instance;

  Text texts[N_TEXTS];
  ChessPosition position;
  ChessMove last_move;
  gboolean has_board;
  GskRenderNode *board; /* (nullable) */
  int board_edge;       /* for which it was drawn */
  int line_height;      /* 0: not measured yet */
};

G_DEFINE_FINAL_TYPE (ClTableTile, cl_table_tile, GTK_TYPE_WIDGET)

/* --- Texts ------------------------------------------------------------------------------------------------------- */

static gboolean
is_small (guint id)
{
  return id <= TEXT_NOTE;
}

static void
drop_text (Text *text)
{
  g_clear_pointer (&text->node, gsk_render_node_unref);
  g_clear_object (&text->layout);
}

/* FALSE if nothing is different. */
static gboolean
set_text (ClTableTile *self, guint id, const char *words, gboolean bold, ClTileTone tone)
{
  Text *text = &self->texts[id];

  if (text->text != NULL && strcmp (text->text, words) == 0 && text->bold == bold &&
      text->tone == tone)
    return FALSE;
  drop_text (text);
  g_free (text->text);
  text->text = g_strdup (words);
  text->bold = bold;
  text->tone = tone;
  return TRUE;
}

static PangoLayout *
ensure_layout (ClTableTile *self, guint id)
{
  Text *text = &self->texts[id];
  g_autoptr (PangoAttrList) attributes = NULL;

  if (text->layout != NULL)
    return text->layout;
  text->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text->text);
  attributes = pango_attr_list_new ();
  if (is_small (id))
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  if (text->bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (text->layout, attributes);
  pango_layout_set_single_paragraph_mode (text->layout, TRUE);
  return text->layout;
}

/* As wide as it is written. */
static int
measure_text (ClTableTile *self, guint id)
{
  PangoLayout *layout;
  int width;

  if (self->texts[id].text == NULL || *self->texts[id].text == '\0')
    return 0;
  layout = ensure_layout (self, id);
  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static const char *
find_color (guint id, ClTileTone tone)
{
  static const char *const tones[] = {
    [CL_TILE_QUIET] = "cl_tile_text",
    [CL_TILE_GOOD] = "cl_tile_good",
    [CL_TILE_NOTICE] = "cl_tile_notice",
    [CL_TILE_URGENT] = "cl_tile_urgent",
  };

  return tone == CL_TILE_QUIET && is_small (id) ? "cl_tile_quiet" : tones[tone];
}

/* In a line of text the small ones sit a little lower, on the same ground. */
static void
draw_text (ClTableTile *self, GtkSnapshot *snapshot, guint id, int x, int y, int width)
{
  Text *text = &self->texts[id];
  PangoLayout *layout;
  GtkSnapshot *drawn;
  GdkRGBA color;
  int height;

  if (width <= 0 || text->text == NULL || *text->text == '\0')
    return;
  if (text->node == NULL || text->width != width)
    {
      layout = ensure_layout (self, id);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, width * PANGO_SCALE);
      pango_layout_get_pixel_size (layout, NULL, &height);
      cl_gtk_lookup_color (GTK_WIDGET (self), find_color (id, text->tone), &color);
      drawn = gtk_snapshot_new ();
      gtk_snapshot_translate (drawn,
                              &GRAPHENE_POINT_INIT (0, (float) ((self->line_height - height) / 2)));
      gtk_snapshot_append_layout (drawn, layout, &color);
      g_clear_pointer (&text->node, gsk_render_node_unref);
      text->node = gtk_snapshot_free_to_node (drawn);
      text->width = width;
    }
  if (text->node == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_node (snapshot, text->node);
  gtk_snapshot_restore (snapshot);
}

static void
drop_all (ClTableTile *self)
{
  for (guint id = 0; id < N_TEXTS; id++)
    drop_text (&self->texts[id]);
  g_clear_pointer (&self->board, gsk_render_node_unref);
  self->line_height = 0;
}

/* --- Layout ------------------------------------------------------------------------------------------------------ */

static int
ensure_line_height (ClTableTile *self)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->line_height > 0)
    return self->line_height;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "▸Ág");
  pango_layout_get_pixel_size (layout, NULL, &self->line_height);
  return self->line_height;
}

int
cl_table_tile_get_height (ClTableTile *self, int width)
{
  g_return_val_if_fail (CL_IS_TABLE_TILE (self), 0);
  return width + 3 * (ensure_line_height (self) + LINE_GAP);
}

static GtkSizeRequestMode
cl_table_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cl_table_tile_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  ClTableTile *self = CL_TABLE_TILE (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    *minimum = *natural =
      cl_table_tile_get_height (self, for_size < 0 ? NATURAL_WIDTH : MAX (for_size, MIN_WIDTH));
}

/* --- Drawing ----------------------------------------------------------------------------------------------------- */

/* @start and @end at the two ends of a line, as the language reads; the end has its width first. */
static void
draw_line (ClTableTile *self, GtkSnapshot *snapshot, guint start, guint end, int y)
{
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PADDING;
  int end_width = MIN (measure_text (self, end), room * 2 / 3);
  int start_width = MIN (measure_text (self, start), room - end_width - (end_width > 0 ? GAP : 0));
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  draw_text (self, snapshot, start, rtl ? PADDING + room - start_width : PADDING, y, start_width);
  draw_text (self, snapshot, end, rtl ? PADDING : PADDING + room - end_width, y, end_width);
}

/* The move stands beside the title where there is room. */
static void
draw_head (ClTableTile *self, GtkSnapshot *snapshot)
{
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PADDING;
  int title_width = measure_text (self, TEXT_TITLE), note_width = measure_text (self, TEXT_NOTE);
  int left = room - title_width - note_width - GAP - (note_width > 0 ? GAP : 0);
  int width = MIN (measure_text (self, TEXT_MOVE), left);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  draw_line (self, snapshot, TEXT_TITLE, TEXT_NOTE, PADDING);
  if (width >= MIN_MOVE_WIDTH)
    draw_text (self,
               snapshot,
               TEXT_MOVE,
               rtl ? PADDING + room - title_width - GAP - width : PADDING + title_width + GAP,
               PADDING,
               width);
}

static void
draw_board (ClTableTile *self, GtkSnapshot *snapshot, int x, int y, int edge)
{
  if (self->board == NULL || self->board_edge != edge)
    {
      GtkSnapshot *drawn = gtk_snapshot_new ();

      cl_board_snapshot_mini (drawn,
                              &self->position,
                              self->last_move,
                              FALSE,
                              (float) edge,
                              GTK_WIDGET (self));
      g_clear_pointer (&self->board, gsk_render_node_unref);
      self->board = gtk_snapshot_free_to_node (drawn);
      self->board_edge = edge;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_node (snapshot, self->board);
  gtk_snapshot_restore (snapshot);
}

static void
cl_table_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClTableTile *self = CL_TABLE_TILE (widget);
  int line = ensure_line_height (self) + LINE_GAP;
  int edge = MIN (gtk_widget_get_width (widget) - 2 * PADDING,
                  gtk_widget_get_height (widget) - 2 * PADDING - 3 * line);
  int y = PADDING + line;

  if (!self->has_board || edge <= 0)
    return;
  draw_head (self, snapshot);
  draw_line (self, snapshot, TEXT_BLACK, TEXT_BLACK_CLOCK, y);
  y += line;
  draw_board (self, snapshot, (gtk_widget_get_width (widget) - edge) / 2, y, edge);
  draw_line (self, snapshot, TEXT_WHITE, TEXT_WHITE_CLOCK, y + edge + LINE_GAP);
}

/* --- The object -------------------------------------------------------------------------------------------------- */

static void
cl_table_tile_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cl_table_tile_parent_class)->css_changed (widget, change);
  drop_all (CL_TABLE_TILE (widget));
}

static void
scale_changed_cb (ClTableTile *self)
{
  drop_all (self);
}

static void
cl_table_tile_finalize (GObject *object)
{
  ClTableTile *self = CL_TABLE_TILE (object);

  drop_all (self);
  for (guint id = 0; id < N_TEXTS; id++)
    g_free (self->texts[id].text);
  G_OBJECT_CLASS (cl_table_tile_parent_class)->finalize (object);
}

static void
cl_table_tile_class_init (ClTableTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_table_tile_finalize;
  widget_class->get_request_mode = cl_table_tile_get_request_mode;
  widget_class->measure = cl_table_tile_measure;
  widget_class->snapshot = cl_table_tile_snapshot;
  widget_class->css_changed = cl_table_tile_css_changed;
  gtk_widget_class_set_css_name (widget_class, "tabletile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cl_table_tile_init (ClTableTile *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (scale_changed_cb), NULL);
}

GtkWidget *
cl_table_tile_new (void)
{
  return g_object_new (CL_TYPE_TABLE_TILE, NULL);
}

static gboolean
set_name (ClTableTile *self, const ClTileValues *values, ChessColor side)
{
  g_autofree char *name = *values->signs[side] != '\0'
                            ? g_strdup_printf ("%s %s", values->signs[side], values->names[side])
                            : g_strdup (values->names[side]);
  Text *clock = &self->texts[TEXT_WHITE_CLOCK + side];
  gboolean changed = set_text (self, TEXT_WHITE + side, name, values->strong[side], CL_TILE_QUIET);

  if (clock->text != NULL && clock->bold != values->strong[side])
    {
      clock->bold = values->strong[side];
      drop_text (clock);
      changed = TRUE;
    }
  return changed;
}

static gboolean
set_board (ClTableTile *self, const ChessPosition *position, ChessMove last_move)
{
  if (self->has_board && self->last_move == last_move &&
      memcmp (self->position.board, position->board, sizeof position->board) == 0)
    return FALSE;
  self->has_board = TRUE;
  self->position = *position;
  self->last_move = last_move;
  g_clear_pointer (&self->board, gsk_render_node_unref);
  return TRUE;
}

void
cl_table_tile_set (ClTableTile *self, const ClTileValues *values)
{
  gboolean changed;

  g_return_if_fail (CL_IS_TABLE_TILE (self));
  g_return_if_fail (values != NULL);

  changed = set_text (self, TEXT_TITLE, values->title, TRUE, CL_TILE_QUIET);
  changed |= set_text (self, TEXT_MOVE, values->move, FALSE, CL_TILE_QUIET);
  changed |= set_text (self, TEXT_NOTE, values->note, TRUE, values->tone);
  changed |= set_name (self, values, CHESS_WHITE);
  changed |= set_name (self, values, CHESS_BLACK);
  changed |= set_board (self, &values->position, values->last_move);
  if (changed)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
cl_table_tile_set_clock (ClTableTile *self, ChessColor side, const char *text, gboolean low)
{
  g_return_val_if_fail (CL_IS_TABLE_TILE (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!set_text (self,
                 TEXT_WHITE_CLOCK + side,
                 text,
                 self->texts[TEXT_WHITE + side].bold,
                 low ? CL_TILE_URGENT : CL_TILE_QUIET))
    return FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return TRUE;
}

const char *
cl_table_tile_get_clock (ClTableTile *self, ChessColor side)
{
  g_return_val_if_fail (CL_IS_TABLE_TILE (self), NULL);
  return self->texts[TEXT_WHITE_CLOCK + side].text;
}
