/* cl-fact-upcast.c: brings facts of older shapes to today's, one schema number at a time, when they are read
 *
 * An upcaster is pure and its output is never written back: seals cover the stored bytes. A type whose schema rises in
 * the table of cl-fact.c needs one entry here for each step from 1; cl_fact_check_upcasters () refuses a hole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact-private.h"

#include <string.h>

/* Up to schema 1 an illegal move was recorded only if it stood. */
static gboolean
illegal_move_stood (ClEvent *event, char **details, GError **error)
{
  const char *old = event->details, *rest = old != NULL ? strchr (old, '{') : NULL;
  char *text;

  if (rest == NULL)
    text = g_strdup (old != NULL ? old : "{\"stood\":true}");
  else
    {
      gboolean empty = rest[1 + strspn (rest + 1, " \t\r\n")] == '}';

      text = g_strdup_printf ("{\"stood\":true%s%s", empty ? "" : ",", rest + 1);
    }
  g_free (*details);
  *details = text;
  return TRUE;
}

static const ClUpcaster upcasters[] = {
  { CL_FACT_ILLEGAL_MOVE_MADE, 1, illegal_move_stood },
};

static const ClUpcaster *
find (const ClUpcaster *table, gsize n, ClFactType type, guint16 from)
{
  for (gsize i = 0; i < n; i++)
    if (table[i].type == type && table[i].from == from)
      return &table[i];
  return NULL;
}

gboolean
cl_upcasters_check (const ClUpcaster *table, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      const ClFactSpec *spec = cl_fact_spec (table[i].type);

      if (table[i].type == CL_FACT_NONE)
        continue;
      if (spec == NULL || table[i].upcast == NULL || table[i].from < 1 ||
          table[i].from >= spec->schema ||
          find (table, n, table[i].type, table[i].from) != &table[i])
        {
          g_set_error (error,
                       CL_FACT_ERROR,
                       CL_FACT_ERROR_NEWER_SCHEMA,
                       "Upcaster of “%s” from schema %u leads nowhere or is there twice",
                       cl_fact_type_name (table[i].type),
                       table[i].from);
          return FALSE;
        }
    }
  for (guint type = CL_FACT_NONE + 1; type < CL_N_FACTS; type++)
    for (guint16 from = 1; from < cl_fact_spec (type)->schema; from++)
      if (find (table, n, type, from) == NULL)
        {
          g_set_error (error,
                       CL_FACT_ERROR,
                       CL_FACT_ERROR_NEWER_SCHEMA,
                       "No upcaster of “%s” from schema %u",
                       cl_fact_type_name (type),
                       from);
          return FALSE;
        }
  return TRUE;
}

gboolean
cl_upcasters_apply (const ClUpcaster *table,
                    gsize n,
                    guint16 today,
                    ClEvent *event,
                    char **details,
                    GError **error)
{
  if (event->schema < 1 || event->schema > today)
    {
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_NEWER_SCHEMA,
                   "“%s” has schema %u, this program knows 1 to %u",
                   event->type,
                   event->schema,
                   today);
      return FALSE;
    }
  while (event->schema < today)
    {
      const ClUpcaster *step = find (table, n, cl_fact_type_of (event), event->schema);

      if (step == NULL)
        {
          g_set_error (error,
                       CL_FACT_ERROR,
                       CL_FACT_ERROR_NEWER_SCHEMA,
                       "No upcaster of “%s” from schema %u",
                       event->type,
                       event->schema);
          return FALSE;
        }
      if (!step->upcast (event, details, error))
        return FALSE;
      if (*details != NULL)
        event->details = *details;
      event->schema++;
    }
  return TRUE;
}

gboolean
cl_fact_check_upcasters (GError **error)
{
  return cl_upcasters_check (upcasters, G_N_ELEMENTS (upcasters), error);
}

gboolean
cl_fact_upcast (ClEvent *event, char **details, GError **error)
{
  const ClFactSpec *spec = cl_fact_spec (cl_fact_type_of (event));

  return cl_upcasters_apply (upcasters,
                             G_N_ELEMENTS (upcasters),
                             spec->schema,
                             event,
                             details,
                             error);
}
