/* cl-engine-lines.c: rows of a score and a label of links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-lines.h"

#include <stdlib.h>

#define MAX_ROWS 8

typedef struct
{
  GtkWidget *box;
  GtkWidget *score;
  GtkWidget *moves;
  GtkWidget *tag;
} Row;

struct _ClEngineLines
{
  GtkWidget parent_instance;

  Row rows[MAX_ROWS];
  guint n_rows;
  ClLinePreviewFunc preview_func;
  gpointer preview_data;
};

enum
{
  TRIED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClEngineLines, cl_engine_lines, GTK_TYPE_WIDGET)

/* "2:5": the fifth move of the third line. */
static gboolean
parse_link (const char *uri, guint *line, guint *n_moves)
{
  char *end;
  gulong first = uri != NULL ? strtoul (uri, &end, 10) : MAX_ROWS;

  if (first >= MAX_ROWS || *end != ':')
    return FALSE;
  *line = (guint) first;
  *n_moves = (guint) MIN (strtoul (end + 1, NULL, 10), 1000);

  return *n_moves > 0;
}

static gboolean
link_activated_cb (ClEngineLines *self, const char *uri, GtkLabel *label)
{
  guint line;
  guint n_moves;

  if (parse_link (uri, &line, &n_moves))
    g_signal_emit (self, signals[TRIED], 0, line, n_moves);

  return TRUE;
}

static gboolean
query_tooltip_cb (ClEngineLines *self,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  GtkLabel *label)
{
  GtkWidget *preview;
  guint line;
  guint n_moves;

  if (keyboard || self->preview_func == NULL ||
      !parse_link (gtk_label_get_current_uri (label), &line, &n_moves))
    return FALSE;
  preview = self->preview_func (line, n_moves, self->preview_data);
  if (preview == NULL)
    return FALSE;
  gtk_tooltip_set_custom (tooltip, preview);

  return TRUE;
}

static void
add_row (ClEngineLines *self)
{
  Row *row = &self->rows[self->n_rows++];

  row->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  row->score = gtk_label_new (NULL);
  row->moves = gtk_label_new (NULL);
  row->tag = gtk_label_new (NULL);
  gtk_widget_add_css_class (row->score, "score");
  gtk_widget_add_css_class (row->moves, "line");
  gtk_widget_add_css_class (row->tag, "tag");
  gtk_widget_set_valign (row->score, GTK_ALIGN_CENTER);
  gtk_label_set_width_chars (GTK_LABEL (row->score), 5);
  gtk_label_set_xalign (GTK_LABEL (row->moves), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->moves), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (row->moves, TRUE);
  gtk_widget_set_has_tooltip (row->moves, TRUE);
  g_signal_connect_swapped (row->moves, "activate-link", G_CALLBACK (link_activated_cb), self);
  g_signal_connect_swapped (row->moves, "query-tooltip", G_CALLBACK (query_tooltip_cb), self);
  gtk_box_append (GTK_BOX (row->box), row->score);
  gtk_box_append (GTK_BOX (row->box), row->moves);
  gtk_box_append (GTK_BOX (row->box), row->tag);
  gtk_widget_set_parent (row->box, GTK_WIDGET (self));
}

static char *
write_links (const ClEngineLineText *line, guint index)
{
  GString *text = g_string_new (NULL);
  guint number = line->number;
  gboolean black = line->black_begins;

  for (guint i = 0; line->sans[i] != NULL; i++)
    {
      g_autofree char *san = g_markup_escape_text (line->sans[i], -1);

      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append_printf (text, "<a href=\"%u:%u\">", index, i + 1);
      if (!black)
        g_string_append_printf (text, "%u. ", number);
      else if (i == 0)
        g_string_append_printf (text, "%u… ", number);
      g_string_append_printf (text, "%s</a>", san);
      number += black;
      black = !black;
    }

  return g_string_free (text, FALSE);
}

void
cl_engine_lines_set (ClEngineLines *self, const ClEngineLineText *lines, guint n_lines)
{
  g_return_if_fail (CL_IS_ENGINE_LINES (self));
  g_return_if_fail (lines != NULL || n_lines == 0);

  n_lines = MIN (n_lines, MAX_ROWS);
  while (self->n_rows < n_lines)
    add_row (self);
  for (guint i = 0; i < self->n_rows; i++)
    {
      Row *row = &self->rows[i];

      gtk_widget_set_visible (row->box, i < n_lines);
      if (i < n_lines)
        {
          g_autofree char *links = write_links (&lines[i], i);

          gtk_label_set_text (GTK_LABEL (row->score), lines[i].score);
          if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (row->moves)), links) != 0)
            gtk_label_set_markup (GTK_LABEL (row->moves), links);
          gtk_label_set_text (GTK_LABEL (row->tag), lines[i].tag != NULL ? lines[i].tag : "");
          gtk_widget_set_visible (row->tag, lines[i].tag != NULL);
          if (lines[i].grave)
            gtk_widget_add_css_class (row->tag, "grave");
          else
            gtk_widget_remove_css_class (row->tag, "grave");
        }
    }
}

void
cl_engine_lines_set_preview_func (ClEngineLines *self, ClLinePreviewFunc func, gpointer data)
{
  g_return_if_fail (CL_IS_ENGINE_LINES (self));

  self->preview_func = func;
  self->preview_data = data;
}

static void
cl_engine_lines_dispose (GObject *object)
{
  ClEngineLines *self = CL_ENGINE_LINES (object);

  for (guint i = 0; i < self->n_rows; i++)
    gtk_widget_unparent (self->rows[i].box);
  self->n_rows = 0;

  G_OBJECT_CLASS (cl_engine_lines_parent_class)->dispose (object);
}

static void
cl_engine_lines_class_init (ClEngineLinesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_engine_lines_dispose;
  signals[TRIED] = g_signal_new ("tried",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 2,
                                 G_TYPE_UINT,
                                 G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "enginelines");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
cl_engine_lines_init (ClEngineLines *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
}

GtkWidget *
cl_engine_lines_new (void)
{
  return g_object_new (CL_TYPE_ENGINE_LINES, NULL);
}
