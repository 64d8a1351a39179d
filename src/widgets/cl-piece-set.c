/* cl-piece-set.c: renders the SVG pieces once for each size in use
 *
 * Rendering takes about a millisecond a piece, drawing the texture nothing worth naming. While a window is resized
 * every frame wants a new size, so only the sizes used last are kept.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-piece-set.h"

#include <glib/gi18n.h>

#include "cl-widgets.h"

#define N_LOOKS   3
#define MAX_SIZES 8

typedef struct
{
  int pixels;
  guint64 used; /* when, counted in uses */
  GdkTexture *textures[N_LOOKS][16];
} Size;

struct _ClPieceSet
{
  GObject parent_instance;

  guint style;
  GPtrArray *sizes; /* Size */
  guint64 uses;
  gboolean complained;
};

G_DEFINE_FINAL_TYPE (ClPieceSet, cl_piece_set, G_TYPE_OBJECT)

static const struct
{
  const char *id; /* and the folder in data/pieces */
  const char *name;
} styles[CL_N_PIECE_STYLES] = {
  { "ledger", NC_ ("pieces", "Ledger") },
    { "slab", NC_ ("pieces", "Slab") },
      { "wood", NC_ ("pieces", "Wood") },
        { "tokens", NC_ ("pieces", "Tokens") },
      };

const char *
cl_piece_style_get_id (guint style)
{
  g_return_val_if_fail (style < CL_N_PIECE_STYLES, NULL);

  return styles[style].id;
}

const char *
cl_piece_style_get_name (guint style)
{
  g_return_val_if_fail (style < CL_N_PIECE_STYLES, NULL);

  return g_dpgettext2 (NULL, "pieces", styles[style].name);
}

guint
cl_piece_style_find (const char *id)
{
  for (guint style = 0; style < CL_N_PIECE_STYLES; style++)
    if (g_strcmp0 (styles[style].id, id) == 0)
      return style;

  return 0;
}

static void
free_size (gpointer data)
{
  Size *size = data;

  for (guint look = 0; look < N_LOOKS; look++)
    for (guint piece = 0; piece < 16; piece++)
      g_clear_object (&size->textures[look][piece]);
  g_free (size);
}

static Size *
ensure_size (ClPieceSet *self, int pixels)
{
  guint oldest = 0;
  Size *size;

  for (guint i = 0; i < self->sizes->len; i++)
    {
      size = g_ptr_array_index (self->sizes, i);
      if (size->pixels == pixels)
        {
          size->used = ++self->uses;
          return size;
        }
      if (size->used < ((Size *) g_ptr_array_index (self->sizes, oldest))->used)
        oldest = i;
    }

  if (self->sizes->len >= MAX_SIZES)
    g_ptr_array_remove_index_fast (self->sizes, oldest);
  size = g_new0 (Size, 1);
  size->pixels = pixels;
  size->used = ++self->uses;
  g_ptr_array_add (self->sizes, size);

  return size;
}

static GdkTexture *
render_piece (ClPieceSet *self, ChessPiece piece, ClPieceLook look, int pixels)
{
  static const char *const kinds[] = { "pawn", "knight", "bishop", "rook", "queen", "king" };
  static const char *const looks[] = { NULL, "outline", "solid" };
  const char *prefix = looks[look];
  const char *folder = styles[prefix == NULL ? self->style : 0].id;
  g_autofree char *path = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;

  if (prefix == NULL)
    prefix = chess_piece_color (piece) == CHESS_WHITE ? "white" : "black";
  path = g_strdup_printf (CL_WIDGETS_RESOURCE_PATH "/pieces/%s-%s-%s.svg",
                          folder,
                          prefix,
                          kinds[chess_piece_kind (piece)]);
  pixbuf = gdk_pixbuf_new_from_resource_at_scale (path, pixels, pixels, TRUE, &error);
  if (pixbuf != NULL)
    return gdk_texture_new_for_pixbuf (pixbuf);

  if (!self->complained)
    g_warning ("Pieces cannot be drawn: %s", error->message);
  self->complained = TRUE;

  return NULL;
}

static void
cl_piece_set_finalize (GObject *object)
{
  ClPieceSet *self = CL_PIECE_SET (object);

  g_clear_pointer (&self->sizes, g_ptr_array_unref);

  G_OBJECT_CLASS (cl_piece_set_parent_class)->finalize (object);
}

static void
cl_piece_set_class_init (ClPieceSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_piece_set_finalize;
}

static void
cl_piece_set_init (ClPieceSet *self)
{
  self->sizes = g_ptr_array_new_with_free_func (free_size);
}

ClPieceSet *
cl_piece_set_new (guint style)
{
  ClPieceSet *self = g_object_new (CL_TYPE_PIECE_SET, NULL);

  cl_piece_set_set_style (self, style);

  return self;
}

void
cl_piece_set_set_style (ClPieceSet *self, guint style)
{
  g_return_if_fail (CL_IS_PIECE_SET (self));
  g_return_if_fail (style < CL_N_PIECE_STYLES);

  if (self->style == style)
    return;
  self->style = style;
  g_ptr_array_set_size (self->sizes, 0);
}

guint
cl_piece_set_get_style (ClPieceSet *self)
{
  g_return_val_if_fail (CL_IS_PIECE_SET (self), 0);

  return self->style;
}

ClPieceSet *
cl_piece_set_for_display (GdkDisplay *display)
{
  ClPieceSet *self;

  g_return_val_if_fail (GDK_IS_DISPLAY (display), NULL);

  self = g_object_get_data (G_OBJECT (display), "cl-piece-set");
  if (self == NULL)
    {
      self = g_object_new (CL_TYPE_PIECE_SET, NULL);
      /* lint: allow object-data: one object for each display needs one place to live */
      g_object_set_data_full (G_OBJECT (display), "cl-piece-set", self, g_object_unref);
    }

  return self;
}

GdkTexture *
cl_piece_set_get (ClPieceSet *self, ChessPiece piece, ClPieceLook look, int pixels)
{
  Size *size;
  GdkTexture **texture;

  g_return_val_if_fail (CL_IS_PIECE_SET (self), NULL);
  g_return_val_if_fail (piece < 16 && chess_piece_kind (piece) < CHESS_N_KINDS, NULL);

  size = ensure_size (self, CLAMP (pixels, 1, 4096));
  texture = &size->textures[look][piece];
  if (*texture == NULL)
    *texture = render_piece (self, piece, look, size->pixels);

  return *texture;
}

static int
device_pixels (GtkWidget *widget, const graphene_rect_t *bounds)
{
  return (int) (bounds->size.width * gtk_widget_get_scale_factor (widget) + 0.5f);
}

void
cl_piece_set_snapshot (ClPieceSet *self,
                       GtkSnapshot *snapshot,
                       GtkWidget *widget,
                       ChessPiece piece,
                       const graphene_rect_t *bounds)
{
  GdkTexture *texture =
    cl_piece_set_get (self, piece, CL_PIECE_LOOK_BOARD, device_pixels (widget, bounds));

  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, bounds);
}

void
cl_piece_set_snapshot_tinted (ClPieceSet *self,
                              GtkSnapshot *snapshot,
                              GtkWidget *widget,
                              ChessPiece piece,
                              const graphene_rect_t *bounds,
                              const GdkRGBA *color)
{
  ClPieceLook look =
    chess_piece_color (piece) == CHESS_WHITE ? CL_PIECE_LOOK_OUTLINE : CL_PIECE_LOOK_SOLID;
  GdkTexture *texture = cl_piece_set_get (self, piece, look, device_pixels (widget, bounds));
  graphene_matrix_t matrix;
  graphene_vec4_t offset;

  if (texture == NULL)
    return;

  graphene_matrix_init_from_float (&matrix, (float[16]){ [15] = color->alpha });
  graphene_vec4_init (&offset, color->red, color->green, color->blue, 0);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
  gtk_snapshot_append_texture (snapshot, texture, bounds);
  gtk_snapshot_pop (snapshot);
}
