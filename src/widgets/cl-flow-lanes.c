/* cl-flow-lanes.c: partitions as rows of cells, the newest fact at the right of each
 *
 * Drawn anew only when a fact arrives: what travels between the columns is drawn by another widget, so that GTK keeps
 * these nodes from frame to frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-flow-lanes.h"

#include "cl-gtk-compat.h"

#define ROW_HEIGHT  68
#define TITLE       18 /* above the cells */
#define CELL_HEIGHT 44
#define CELL_WIDTH  54 /* at least */
#define RADIUS      7

struct _ClFlowLanes
{
  GtkWidget parent_instance;

  GPtrArray *rows; /* (element-type ClFlowLanesRow) */
  guint64 chosen;
  gboolean *lit; /* (nullable), of n_lit rows */
  guint n_lit;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClFlowLanes, cl_flow_lanes, GTK_TYPE_WIDGET)

ClFlowLanesRow *
cl_flow_lanes_row_new (const char *title)
{
  ClFlowLanesRow *self = g_new0 (ClFlowLanesRow, 1);

  self->title = g_strdup (title);
  return self;
}

void
cl_flow_lanes_row_free (ClFlowLanesRow *self)
{
  g_free (self->title);
  g_free (self);
}

/* --- Measures --- */

static guint
count_columns (ClFlowLanes *self)
{
  return (guint) MAX (1, gtk_widget_get_width (GTK_WIDGET (self)) / CELL_WIDTH);
}

static float
get_cell_width (ClFlowLanes *self)
{
  return (float) gtk_widget_get_width (GTK_WIDGET (self)) / (float) count_columns (self);
}

float
cl_flow_lanes_get_y (ClFlowLanes *self, guint row)
{
  g_return_val_if_fail (CL_IS_FLOW_LANES (self), 0);

  return (float) row * ROW_HEIGHT + TITLE + CELL_HEIGHT / 2.0f;
}

/* The first cell of a row that has room. */
static guint
first_cell (ClFlowLanes *self, const ClFlowLanesRow *row)
{
  guint columns = count_columns (self);

  return row->n_cells > columns ? row->n_cells - columns : 0;
}

static void
cl_flow_lanes_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  ClFlowLanes *self = CL_FLOW_LANES (widget);

  *minimum =
    orientation == GTK_ORIENTATION_HORIZONTAL ? 3 * CELL_WIDTH : (int) self->rows->len * ROW_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 11 * CELL_WIDTH : *minimum;
}

/* --- Drawing --- */

typedef struct
{
  GtkSnapshot *snapshot;
  PangoLayout *layout;
  GdkRGBA text, quiet, line, paper, accent;
} Brush;

typedef enum
{
  TEXT_LABEL,
  TEXT_NUMBER,
} TextKind;

/* In the middle of @box, as far as that has room. */
static void
draw_text (Brush *brush, const char *text, TextKind kind, const graphene_rect_t *box)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *markup =
    g_strdup_printf (kind == TEXT_LABEL ? "<b>%s</b>" : "<span size=\"x-small\">%s</span>",
                     escaped);
  int w, h;

  pango_layout_set_markup (brush->layout, markup, -1);
  pango_layout_set_width (brush->layout, -1);
  pango_layout_get_pixel_size (brush->layout, &w, &h);
  if ((float) w > box->size.width)
    {
      pango_layout_set_width (brush->layout, (int) (box->size.width * PANGO_SCALE));
      pango_layout_set_ellipsize (brush->layout, PANGO_ELLIPSIZE_END);
      w = (int) box->size.width;
    }
  gtk_snapshot_save (brush->snapshot);
  gtk_snapshot_translate (brush->snapshot,
                          &GRAPHENE_POINT_INIT (box->origin.x + (box->size.width - (float) w) / 2,
                                                box->origin.y +
                                                  (box->size.height - (float) h) / 2));
  gtk_snapshot_append_layout (brush->snapshot,
                              brush->layout,
                              kind == TEXT_LABEL ? &brush->text : &brush->quiet);
  gtk_snapshot_restore (brush->snapshot);
}

static void
draw_title (Brush *brush, const char *title, float y)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *markup =
    g_strdup_printf ("<span size=\"small\" weight=\"bold\">%s</span>", escaped);

  pango_layout_set_markup (brush->layout, markup, -1);
  pango_layout_set_width (brush->layout, -1);
  gtk_snapshot_save (brush->snapshot);
  gtk_snapshot_translate (brush->snapshot, &GRAPHENE_POINT_INIT (0, y));
  gtk_snapshot_append_layout (brush->snapshot, brush->layout, &brush->quiet);
  gtk_snapshot_restore (brush->snapshot);
}

static void
draw_cells (ClFlowLanes *self, Brush *brush, const ClFlowLanesRow *row, float top)
{
  float width = get_cell_width (self);
  guint first = first_cell (self, row);

  for (guint i = first; i < row->n_cells; i++)
    {
      const ClFlowLanesCell *cell = &row->cells[i];
      float x = (float) (i - first) * width;

      if (cell->position == self->chosen && self->chosen != 0)
        {
          GdkRGBA fill = brush->accent;

          fill.alpha = 0.22f;
          gtk_snapshot_append_color (brush->snapshot,
                                     &fill,
                                     &GRAPHENE_RECT_INIT (x, top, width, CELL_HEIGHT));
        }
      draw_text (brush,
                 cell->label,
                 TEXT_LABEL,
                 &GRAPHENE_RECT_INIT (x + 2, top + 7, width - 4, 20));
      draw_text (brush,
                 cell->number,
                 TEXT_NUMBER,
                 &GRAPHENE_RECT_INIT (x + 2, top + 27, width - 4, 14));
    }
}

static void
draw_row (ClFlowLanes *self, Brush *brush, guint index)
{
  const ClFlowLanesRow *row = g_ptr_array_index (self->rows, index);
  float top = (float) index * ROW_HEIGHT + TITLE;
  float all = (float) gtk_widget_get_width (GTK_WIDGET (self));
  gboolean lit = index < self->n_lit && self->lit[index];
  GskRoundedRect box;

  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (0, top, all, CELL_HEIGHT), RADIUS);
  draw_title (brush, row->title, top - TITLE);
  gtk_snapshot_push_rounded_clip (brush->snapshot, &box);
  gtk_snapshot_append_color (brush->snapshot, &brush->paper, &box.bounds);
  for (guint i = 1; i < count_columns (self); i++)
    gtk_snapshot_append_color (brush->snapshot,
                               &brush->line,
                               &GRAPHENE_RECT_INIT (roundf ((float) i * get_cell_width (self)),
                                                    top,
                                                    1,
                                                    CELL_HEIGHT));
  draw_cells (self, brush, row, top);
  gtk_snapshot_pop (brush->snapshot);
  {
    const GdkRGBA *edge = lit ? &brush->accent : &brush->line;
    float thick = lit ? 2 : 1;

    gtk_snapshot_append_border (brush->snapshot,
                                &box,
                                (float[4]){ thick, thick, thick, thick },
                                (GdkRGBA[4]){ *edge, *edge, *edge, *edge });
  }
}

static void
cl_flow_lanes_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClFlowLanes *self = CL_FLOW_LANES (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  Brush brush = { .snapshot = snapshot, .layout = layout };

  cl_gtk_get_color (widget, &brush.text);
  cl_gtk_lookup_color (widget, "cl_flow_quiet", &brush.quiet);
  cl_gtk_lookup_color (widget, "cl_flow_line", &brush.line);
  cl_gtk_lookup_color (widget, "cl_flow_paper", &brush.paper);
  cl_gtk_lookup_color (widget, "accent_bg_color", &brush.accent);
  for (guint i = 0; i < self->rows->len; i++)
    draw_row (self, &brush, i);
}

/* --- Pointing --- */

static const ClFlowLanesCell *
find_cell (ClFlowLanes *self, double x, double y)
{
  guint index = y < 0 ? G_MAXUINT : (guint) (y / ROW_HEIGHT);
  const ClFlowLanesRow *row;
  guint at;

  if (index >= self->rows->len || y - (double) index * ROW_HEIGHT < TITLE || x < 0)
    return NULL;
  row = g_ptr_array_index (self->rows, index);
  at = first_cell (self, row) + (guint) (x / (double) get_cell_width (self));
  return at < row->n_cells ? &row->cells[at] : NULL;
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, ClFlowLanes *self)
{
  const ClFlowLanesCell *cell = find_cell (self, x, y);

  if (cell != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, cell->position);
}

/* --- GObject --- */

static void
cl_flow_lanes_finalize (GObject *object)
{
  ClFlowLanes *self = CL_FLOW_LANES (object);

  g_ptr_array_unref (self->rows);
  g_free (self->lit);
  G_OBJECT_CLASS (cl_flow_lanes_parent_class)->finalize (object);
}

static void
cl_flow_lanes_class_init (ClFlowLanesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = cl_flow_lanes_finalize;
  widget_class->measure = cl_flow_lanes_measure;
  widget_class->snapshot = cl_flow_lanes_snapshot;
  gtk_widget_class_set_css_name (widget_class, "flowlanes");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         G_TYPE_FROM_CLASS (class),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_UINT64);
}

static void
cl_flow_lanes_init (ClFlowLanes *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_flow_lanes_row_free);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
cl_flow_lanes_new (void)
{
  return g_object_new (CL_TYPE_FLOW_LANES, NULL);
}

/* What a picture of rows says to those who hear it. */
static void
describe (ClFlowLanes *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const ClFlowLanesRow *row = g_ptr_array_index (self->rows, i);

      if (row->n_cells > 0)
        g_string_append_printf (text,
                                "%s%s: %s, %s",
                                i > 0 ? "; " : "",
                                row->title,
                                row->cells[row->n_cells - 1].number,
                                row->cells[row->n_cells - 1].label);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->str,
                                  -1);
}

void
cl_flow_lanes_set_rows (ClFlowLanes *self, GPtrArray *rows)
{
  g_return_if_fail (CL_IS_FLOW_LANES (self) && rows != NULL);

  if (rows->len != self->rows->len)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  g_ptr_array_ref (rows);
  g_ptr_array_unref (self->rows);
  self->rows = rows;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
cl_flow_lanes_get_n_rows (ClFlowLanes *self)
{
  g_return_val_if_fail (CL_IS_FLOW_LANES (self), 0);

  return self->rows->len;
}

void
cl_flow_lanes_set_chosen (ClFlowLanes *self, guint64 position)
{
  g_return_if_fail (CL_IS_FLOW_LANES (self));

  if (position == self->chosen)
    return;
  self->chosen = position;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_flow_lanes_set_lit (ClFlowLanes *self, const gboolean *lit, guint n)
{
  g_return_if_fail (CL_IS_FLOW_LANES (self));

  g_free (self->lit);
  self->lit = n > 0 && lit != NULL ? g_memdup2 (lit, n * sizeof *lit) : NULL;
  self->n_lit = self->lit != NULL ? n : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
