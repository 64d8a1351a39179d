/* cl-json.h: a small strict JSON reader, without a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ClJson:
 *
 * Reads JSON (RFC 8259) front to back without building a tree, since an import or a replay reads millions of small
 * objects. After a failure @fault is set, every further call fails, and @at is the place. Texts may not hold NUL.
 */
typedef struct
{
  const char *text;
  const char *at;
  const char *fault; /* static text, NULL while all is well */
  const char
    *value; /* the last key or text, not NUL-terminated: in @text itself if it has no escapes */
  gsize length;
  GString *scratch; /* (nullable): where it is otherwise */
} ClJson;

void cl_json_init (ClJson *self, const char *text);
void cl_json_clear (ClJson *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClJson, cl_json_clear)

/* Opens '{' or '['. */
gboolean cl_json_enter (ClJson *self, char bracket);
/* The next member (its key is in value) or element; FALSE at the closing bracket, or with a fault. @first is TRUE at the
 * first call and kept by the caller. */
gboolean cl_json_next_member (ClJson *self, gboolean *first);
gboolean cl_json_next_element (ClJson *self, gboolean *first);
gboolean cl_json_read_text (ClJson *self); /* into value */
gboolean cl_json_is (const ClJson *self, const char *value);
char *cl_json_dup (const ClJson *self);
gboolean cl_json_read_int (ClJson *self, gint64 *value);
gboolean cl_json_read_flag (ClJson *self, gboolean *value);
gboolean
cl_json_read_null (ClJson *self); /* FALSE without a fault if something else stands there */
gboolean cl_json_skip (ClJson *self);
/* TRUE if nothing but blank space is left. */
gboolean cl_json_end (ClJson *self);

void cl_json_append_text (GString *out, const char *text);

G_END_DECLS
