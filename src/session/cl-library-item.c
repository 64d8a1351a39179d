/* cl-library-item.c: one game's line, made when somebody looks at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-private.h"

#include "chess-opening.h"

struct _ClLibraryItem
{
  GObject parent_instance;

  ClLibraryRow *row;
};

enum
{
  PROP_PARTITION = 1,
  PROP_GAME,
  PROP_WHITE,
  PROP_BLACK,
  PROP_WHITE_ELO,
  PROP_BLACK_ELO,
  PROP_RESULT,
  PROP_EVENT,
  PROP_SITE,
  PROP_DATE,
  PROP_ROUND,
  PROP_ECO,
  PROP_OPENING,
  PROP_PLIES,
  PROP_STATUS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClLibraryItem, cl_library_item, G_TYPE_OBJECT)

static const char *
get_status (const ClLibraryRow *row)
{
  if (row->withdrawn)
    return "withdrawn";
  if (row->unreadable)
    return "unreadable";

  return row->playing ? "playing" : "";
}

static const ChessOpening *
find_opening (const ClLibraryRow *row)
{
  return row->opening > 0 ? chess_opening_get (row->opening - 1) : NULL;
}

/* What the file says counts more than what we find. */
static const char *
get_eco (const ClLibraryRow *row)
{
  const ChessOpening *opening = find_opening (row);
  gboolean said = row->eco[0] != '\0' && row->eco[0] != '?';

  return said || opening == NULL ? row->eco : opening->eco;
}

static const char *
get_opening (const ClLibraryRow *row)
{
  const ChessOpening *opening = find_opening (row);

  return opening != NULL ? opening->name : "";
}

static void
cl_library_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const ClLibraryRow *row = CL_LIBRARY_ITEM (object)->row;

  switch (prop_id)
    {
    case PROP_PARTITION:
      g_value_set_string (value, row->partition);
      break;
    case PROP_GAME:
      g_value_set_uint (value, row->game);
      break;
    case PROP_WHITE:
      g_value_set_string (value, row->white);
      break;
    case PROP_BLACK:
      g_value_set_string (value, row->black);
      break;
    case PROP_WHITE_ELO:
      g_value_set_string (value, row->white_elo);
      break;
    case PROP_BLACK_ELO:
      g_value_set_string (value, row->black_elo);
      break;
    case PROP_RESULT:
      g_value_set_string (value, chess_result_text (row->result));
      break;
    case PROP_EVENT:
      g_value_set_string (value, row->event);
      break;
    case PROP_SITE:
      g_value_set_string (value, row->site);
      break;
    case PROP_DATE:
      g_value_set_string (value, row->date);
      break;
    case PROP_ROUND:
      g_value_set_string (value, row->round);
      break;
    case PROP_ECO:
      g_value_set_string (value, get_eco (row));
      break;
    case PROP_OPENING:
      g_value_set_static_string (value, get_opening (row));
      break;
    case PROP_PLIES:
      g_value_set_uint (value, row->plies);
      break;
    case PROP_STATUS:
      g_value_set_static_string (value, get_status (row));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_library_item_finalize (GObject *object)
{
  cl_library_row_free (CL_LIBRARY_ITEM (object)->row);

  G_OBJECT_CLASS (cl_library_item_parent_class)->finalize (object);
}

static void
add_text_property (guint id, const char *name)
{
  properties[id] =
    g_param_spec_string (name, NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
cl_library_item_class_init (ClLibraryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cl_library_item_get_property;
  object_class->finalize = cl_library_item_finalize;

  add_text_property (PROP_PARTITION, "partition");
  properties[PROP_GAME] = g_param_spec_uint ("game",
                                             NULL,
                                             NULL,
                                             0,
                                             G_MAXUINT,
                                             0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  add_text_property (PROP_WHITE, "white");
  add_text_property (PROP_BLACK, "black");
  add_text_property (PROP_WHITE_ELO, "white-elo");
  add_text_property (PROP_BLACK_ELO, "black-elo");
  add_text_property (PROP_RESULT, "result");
  add_text_property (PROP_EVENT, "event");
  add_text_property (PROP_SITE, "site");
  add_text_property (PROP_DATE, "date");
  add_text_property (PROP_ROUND, "round");
  add_text_property (PROP_ECO, "eco");
  add_text_property (PROP_OPENING, "opening");
  properties[PROP_PLIES] = g_param_spec_uint ("plies",
                                              NULL,
                                              NULL,
                                              0,
                                              G_MAXUINT,
                                              0,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  add_text_property (PROP_STATUS, "status");
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_library_item_init (ClLibraryItem *self)
{
}

ClLibraryItem *
cl_library_item_new (ClLibraryChunk *chunk, const ClLibraryEntry *entry)
{
  ClLibraryItem *self = g_object_new (CL_TYPE_LIBRARY_ITEM, NULL);

  self->row = cl_library_chunk_dup_row (chunk, entry);

  return self;
}

const char *
cl_library_item_get_partition (ClLibraryItem *self)
{
  g_return_val_if_fail (CL_IS_LIBRARY_ITEM (self), NULL);

  return self->row->partition;
}

guint32
cl_library_item_get_game (ClLibraryItem *self)
{
  g_return_val_if_fail (CL_IS_LIBRARY_ITEM (self), 0);

  return self->row->game;
}

const ClLibraryRow *
cl_library_item_get_row (ClLibraryItem *self)
{
  g_return_val_if_fail (CL_IS_LIBRARY_ITEM (self), NULL);

  return self->row;
}
