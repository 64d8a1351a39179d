/* cl-move-item.h: one line of the moves list: a move of each side, or a remark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-moves-list.h"

G_BEGIN_DECLS

#define CL_TYPE_MOVE_ITEM (cl_move_item_get_type ())
G_DECLARE_FINAL_TYPE (ClMoveItem, cl_move_item, CL, MOVE_ITEM, GObject)

struct _ClMoveItem
{
  GObject parent_instance;

  guint first_entry; /* index of the earliest entry that it shows */
  guint last_entry;
  guint number;
  char *remark;          /* instead of moves */
  ClMoveEntry *moves[2]; /* White's, Black's; NULL where there is none */
};

ClMoveItem *cl_move_item_new (guint entry);
/* Each says what the other said. */
void cl_move_item_swap (ClMoveItem *self, ClMoveItem *other);

ClMoveEntry *cl_move_entry_copy (const ClMoveEntry *entry);
void cl_move_entry_free (ClMoveEntry *entry);
gboolean cl_move_entry_equal (const ClMoveEntry *a, const ClMoveEntry *b);

G_END_DECLS
