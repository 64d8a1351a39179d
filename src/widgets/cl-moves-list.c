/* cl-moves-list.c: keeps the lines of the scoresheet in step with the entries, touching only those that differ
 *
 * Each line remembers which entries it shows. When entries change, lines are rebuilt from the first that shows a changed
 * entry; an appended move thus costs one line, in a game of any length.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-moves-list.h"

#include <glib/gi18n.h>

#include "cl-move-item.h"
#include "cl-moves-row.h"

struct _ClMovesList
{
  GtkWidget parent_instance;

  GtkWidget *header;
  GtkWidget *scroller;
  GtkWidget *list;
  GtkWidget *placeholder;

  GListStore *items;  /* ClMoveItem */
  GPtrArray *entries; /* ClMoveEntry, copies */
  GPtrArray *bound;   /* GtkListItem with a row that shows it now */
  guint current;
  gboolean dim_later;
  guint tick_id; /* scrolls to the current ply */
  guint scrolls; /* how many frames yet */
};

enum
{
  PLY_ACTIVATED,
  CONTEXT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClMovesList, cl_moves_list, GTK_TYPE_WIDGET)

static void
row_clicked_cb (ClMovesList *self, guint ply)
{
  g_signal_emit (self, signals[PLY_ACTIVATED], 0, ply);
}

static void
row_menu_cb (ClMovesList *self, guint ply, double x, double y, ClMovesRow *row)
{
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) x, (float) y);

  if (gtk_widget_compute_point (GTK_WIDGET (row), GTK_WIDGET (self), &point, &point))
    g_signal_emit (self, signals[CONTEXT], 0, ply, (double) point.x, (double) point.y);
}

static void
setup_cb (ClMovesList *self, GtkListItem *list_item)
{
  GtkWidget *row = cl_moves_row_new ();

  g_signal_connect_object (row, "clicked", G_CALLBACK (row_clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "menu", G_CALLBACK (row_menu_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
  gtk_list_item_set_activatable (list_item, FALSE);
}

static void
show_item (ClMovesList *self, GtkListItem *list_item)
{
  ClMovesRow *row = CL_MOVES_ROW (gtk_list_item_get_child (list_item));

  cl_moves_row_set_item (row, CL_MOVE_ITEM (gtk_list_item_get_item (list_item)));
  cl_moves_row_set_current (row, self->current, self->dim_later);
}

static void
bind_cb (ClMovesList *self, GtkListItem *list_item)
{
  show_item (self, list_item);
  g_ptr_array_add (self->bound, list_item);
}

static void
unbind_cb (ClMovesList *self, GtkListItem *list_item)
{
  ClMovesRow *row = CL_MOVES_ROW (gtk_list_item_get_child (list_item));

  g_ptr_array_remove_fast (self->bound, list_item);
  cl_moves_row_set_item (row, NULL);
}

static const ClMoveEntry *
peek_entry (ClMovesList *self, guint i)
{
  return g_ptr_array_index (self->entries, i);
}

/* The item at @index; the model keeps it alive. */
static ClMoveItem *
peek_item (ClMovesList *self, guint index)
{
  g_autoptr (ClMoveItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), index);

  return item;
}

static char *
dup_remark (const ClMoveEntry *entry)
{
  const char *parts[4] = { NULL };
  guint n = 0;

  if (entry->comment != NULL)
    parts[n++] = entry->comment;
  if (entry->san != NULL && *entry->san != '\0')
    parts[n++] = entry->san;
  if (entry->mark != NULL)
    parts[n++] = entry->mark;

  return g_strjoinv (" ", (char **) parts);
}

/* Black's move joins the line of White's, even if a remark came between. */
static void
build_items (ClMovesList *self, guint from, GPtrArray *items)
{
  ClMoveItem *line = NULL;

  for (guint i = from; i < self->entries->len; i++)
    {
      const ClMoveEntry *entry = peek_entry (self, i);
      guint side = entry->white ? 0 : 1;

      if (entry->ply == 0)
        {
          ClMoveItem *item = cl_move_item_new (i);

          item->remark = dup_remark (entry);
          g_ptr_array_add (items, item);
          continue;
        }
      if (side == 0 || line == NULL || line->number != entry->number || line->moves[1] != NULL)
        {
          line = cl_move_item_new (i);
          line->number = entry->number;
          g_ptr_array_add (items, line);
        }
      line->last_entry = i;
      line->moves[side] = cl_move_entry_copy (entry);
    }
}

/* The first line to rebuild when all entries from @changed on are new and @next is the first move among them. Of the lines that stay, only
 * the last with moves may show a later entry, or be joined by one: Black's half. */
static guint
find_first_changed (ClMovesList *self, guint changed, const ClMoveEntry *next)
{
  guint first = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint open;

  while (first > 0 && peek_item (self, first - 1)->first_entry >= changed)
    first--;
  for (open = first; open > 0 && peek_item (self, open - 1)->remark != NULL;)
    open--;
  if (open > 0 &&
      (peek_item (self, open - 1)->last_entry >= changed || (next != NULL && !next->white)))
    return open - 1;

  return first;
}

/* GtkListView makes a new row for each new item, which is most of what it costs to show another game: so the items that
 * are there take over what the new ones say. */
static void
replace_items (ClMovesList *self, guint first, GPtrArray *items)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->items)) - first;
  guint common = MIN (n_old, items->len);

  for (guint i = 0; i < common; i++)
    cl_move_item_swap (peek_item (self, first + i), g_ptr_array_index (items, i));
  for (guint i = 0; i < self->bound->len; i++)
    {
      GtkListItem *list_item = g_ptr_array_index (self->bound, i);
      guint place = gtk_list_item_get_position (list_item);

      if (place >= first && place < first + common)
        show_item (self, list_item);
    }
  if (common < n_old || common < items->len)
    g_list_store_splice (self->items,
                         first + common,
                         n_old - common,
                         items->pdata + common,
                         items->len - common);
}

static guint
find_current_line (ClMovesList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = n; i > 0; i--)
    {
      ClMoveItem *item = peek_item (self, i - 1);

      for (guint side = 0; side < 2; side++)
        if (item->moves[side] != NULL && item->moves[side]->ply == self->current)
          return i - 1;
    }

  return self->current == 0 && n > 0 ? 0 : GTK_INVALID_LIST_POSITION;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClMovesList *self = CL_MOVES_LIST (widget);
  guint line = find_current_line (self);

  if (line == GTK_INVALID_LIST_POSITION || self->scrolls == 0)
    {
      self->tick_id = 0;
      return G_SOURCE_REMOVE;
    }
  if (gtk_widget_get_height (self->list) == 0)
    return G_SOURCE_CONTINUE;
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", line);
  self->scrolls--;

  return G_SOURCE_CONTINUE;
}

/* A new line has its height only after the layout of the next frame, so once is not enough. The list moves only if the
 * line is out of sight. */
static void
queue_scroll (ClMovesList *self)
{
  self->scrolls = 2;
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

/* The ply @steps half-moves from the current one, among those listed; 0 is the start. */
static guint
find_ply (ClMovesList *self, int steps)
{
  g_autoptr (GArray) plies = g_array_new (FALSE, FALSE, sizeof (guint));
  guint start = 0;
  int here = 0;

  g_array_append_val (plies, start);
  for (guint i = 0; i < self->entries->len; i++)
    {
      guint ply = peek_entry (self, i)->ply;

      if (ply == 0)
        continue;
      g_array_append_val (plies, ply);
      if (ply <= self->current)
        here = (int) plies->len - 1;
    }

  return g_array_index (plies, guint, CLAMP (here + steps, 0, (int) plies->len - 1));
}

static gboolean
key_pressed_cb (ClMovesList *self, guint keyval, guint keycode, GdkModifierType state)
{
  static const struct
  {
    guint keyval;
    int steps;
  } keys[] = {
    { GDK_KEY_Left, -1 },         { GDK_KEY_Right, 1 },       { GDK_KEY_Up, -2 },
    { GDK_KEY_Down, 2 },          { GDK_KEY_Home, -100000 },  { GDK_KEY_End, 100000 },
    { GDK_KEY_Page_Up, -20 },     { GDK_KEY_Page_Down, 20 },  { GDK_KEY_KP_Left, -1 },
    { GDK_KEY_KP_Right, 1 },      { GDK_KEY_KP_Up, -2 },      { GDK_KEY_KP_Down, 2 },
    { GDK_KEY_KP_Home, -100000 }, { GDK_KEY_KP_End, 100000 },
  };

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].keyval == keyval)
      {
        guint ply = find_ply (self, keys[i].steps);

        if (ply != self->current)
          g_signal_emit (self, signals[PLY_ACTIVATED], 0, ply);
        return GDK_EVENT_STOP;
      }

  return GDK_EVENT_PROPAGATE;
}

static void
cl_moves_list_dispose (GObject *object)
{
  ClMovesList *self = CL_MOVES_LIST (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->placeholder, gtk_widget_unparent);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (cl_moves_list_parent_class)->dispose (object);
}

static void
cl_moves_list_finalize (GObject *object)
{
  ClMovesList *self = CL_MOVES_LIST (object);

  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->bound);

  G_OBJECT_CLASS (cl_moves_list_parent_class)->finalize (object);
}

static void
cl_moves_list_class_init (ClMovesListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = cl_moves_list_dispose;
  object_class->finalize = cl_moves_list_finalize;
  signals[PLY_ACTIVATED] = g_signal_new ("ply-activated",
                                         type,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_UINT);
  signals[CONTEXT] = g_signal_new ("context",
                                   type,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   3,
                                   G_TYPE_UINT,
                                   G_TYPE_DOUBLE,
                                   G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "moveslist");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
build_header (ClMovesList *self)
{
  GtkWidget *corner = gtk_label_new (NULL);
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *const names[2] = { C_ ("player", "White"), C_ ("player", "Black") };

  self->header = g_object_new (GTK_TYPE_BOX, "css-name", "movesheader", NULL);
  gtk_widget_add_css_class (corner, "number");
  gtk_box_append (GTK_BOX (self->header), corner);
  gtk_box_set_homogeneous (GTK_BOX (columns), TRUE);
  gtk_widget_set_hexpand (columns, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (names[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_box_append (GTK_BOX (columns), label);
    }
  gtk_box_append (GTK_BOX (self->header), columns);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
}

static void
build_list (ClMovesList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Moves"), -1);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

static void
cl_moves_list_init (ClMovesList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->items = g_list_store_new (CL_TYPE_MOVE_ITEM);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_move_entry_free);
  self->bound = g_ptr_array_new ();
  build_header (self);
  build_list (self);

  self->placeholder = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->placeholder), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->placeholder), GTK_JUSTIFY_CENTER);
  gtk_widget_set_vexpand (self->placeholder, TRUE);
  gtk_widget_add_css_class (self->placeholder, "placeholder");
  gtk_widget_set_visible (self->placeholder, FALSE);
  gtk_widget_set_parent (self->placeholder, GTK_WIDGET (self));

  /* Before the list, whose arrows would only move the focus from line to line. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
cl_moves_list_new (void)
{
  return g_object_new (CL_TYPE_MOVES_LIST, NULL);
}

static void
update_placeholder (ClMovesList *self)
{
  const char *text = gtk_label_get_label (GTK_LABEL (self->placeholder));
  gboolean shown = self->entries->len == 0 && *text != '\0';

  gtk_widget_set_visible (self->placeholder, shown);
  gtk_widget_set_visible (self->scroller, !shown);
}

void
cl_moves_list_set_entries (ClMovesList *self, const ClMoveEntry *entries, guint n)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint same = 0;
  guint next;
  guint first;
  guint n_old;
  guint rebuild;

  g_return_if_fail (CL_IS_MOVES_LIST (self));
  g_return_if_fail (entries != NULL || n == 0);

  while (same < n && same < self->entries->len &&
         cl_move_entry_equal (peek_entry (self, same), &entries[same]))
    same++;
  if (same == n && same == self->entries->len)
    return;

  n_old = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  for (next = same; next < n && entries[next].ply == 0;)
    next++;
  first = find_first_changed (self, same, next < n ? &entries[next] : NULL);
  rebuild = first < n_old ? MIN (same, peek_item (self, first)->first_entry) : same;
  g_ptr_array_set_size (self->entries, (int) same);
  for (guint i = same; i < n; i++)
    g_ptr_array_add (self->entries, cl_move_entry_copy (&entries[i]));

  build_items (self, rebuild, items);
  replace_items (self, first, items);
  update_placeholder (self);
}

void
cl_moves_list_set_current (ClMovesList *self, guint ply, gboolean dim_later)
{
  g_return_if_fail (CL_IS_MOVES_LIST (self));

  dim_later = !!dim_later;
  if (self->current != ply)
    queue_scroll (self);
  else if (self->dim_later == dim_later)
    return;
  self->current = ply;
  self->dim_later = dim_later;
  for (guint i = 0; i < self->bound->len; i++)
    cl_moves_row_set_current (CL_MOVES_ROW (
                                gtk_list_item_get_child (g_ptr_array_index (self->bound, i))),
                              ply,
                              dim_later);
}

guint
cl_moves_list_get_current (ClMovesList *self)
{
  g_return_val_if_fail (CL_IS_MOVES_LIST (self), 0);

  return self->current;
}

void
cl_moves_list_set_placeholder (ClMovesList *self, const char *text)
{
  g_return_if_fail (CL_IS_MOVES_LIST (self));

  gtk_label_set_label (GTK_LABEL (self->placeholder), text != NULL ? text : "");
  update_placeholder (self);
}
