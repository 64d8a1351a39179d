/* cl-cache-private.h: the file in which the views of one ledger are cached, with their history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-runner.h"

G_BEGIN_DECLS

/* How the values are kept: */
typedef enum
{
  CL_CACHE_OWNED,    /* views.db, written by this process: the one that writes the ledger */
  CL_CACHE_BORROWED, /* what another process's views.db holds, read only, and what is new in memory */
  CL_CACHE_MEMORY,   /* all in memory */
} ClCacheKind;

/**
 * ClCache:
 *
 * One connection writes, under a lock that cl_cache_begin () takes and cl_cache_commit () or cl_cache_rollback ()
 * gives back. Readers borrow a ClCacheConn each. Every error is CL_RUNNER_ERROR_CACHE.
 */
typedef struct _ClCache ClCache;
typedef struct _ClCacheConn ClCacheConn;

/* What is committed of one consumer. @id names its values; a rebuild takes a new one.
 *
 * History starts from marks: commits of which every value is kept for ever, so that they can be read while others are
 * written. What lies between two marks is thinned out, or a view that changes with every move would keep them all. */
typedef struct
{
  gint64 id;
  guint64 position;
  guint64 mark;              /* the last one, ≤ @position; 0: none */
  guint8 seal[CL_SEAL_SIZE]; /* of the event at @position */
  ClConsumerState state;
  double pace;     /* events a second; 0: as fast as possible */
  gboolean serves; /* of all versions of its name, this is the one that is shown */
  guint32 basis;   /* what its values were folded with: ClViewClass.basis */
  char *asides; /* (nullable): which partitions were left out, as cl_asides_describe () says it */
  char *error;  /* (nullable) */
} ClCacheRow;

void cl_cache_row_clear (ClCacheRow *row);

typedef struct
{
  char *key;
  char *value; /* (nullable): NULL if it was removed */
} ClCacheItem;

/* @dir: NULL for CL_CACHE_MEMORY. A file that is no cache of @ledger_id is thrown away if it is ours to write. */
ClCache *cl_cache_open (const char *dir, const char *ledger_id, gboolean owner, GError **error);
void cl_cache_free (ClCache *self);
ClCacheKind cl_cache_get_kind (ClCache *self);
/* TRUE once SQLite reported that the file is damaged. */
gboolean cl_cache_is_broken (ClCache *self);

gboolean cl_cache_begin (ClCache *self, GError **error);
gboolean cl_cache_commit (ClCache *self, GError **error);
void cl_cache_rollback (ClCache *self);

/* Empties the whole file, damaged or not, and begins: all rows must be ensured again. */
gboolean cl_cache_begin_wiped (ClCache *self, GError **error);

/* Inside begin and commit: */
gboolean cl_cache_ensure_row (ClCache *self,
                              const char *name,
                              guint version,
                              ClCacheRow *row,
                              GError **error);
gboolean cl_cache_save_row (ClCache *self, const ClCacheRow *row, GError **error);
/* Gives @row a new id, position 0; the old values become garbage. */
gboolean cl_cache_restart_row (ClCache *self, ClCacheRow *row, GError **error);
/* Moves @row back to the last mark ≤ @position, or part of the way there: each call takes some 50 ms at most and leaves a
 * whole state behind. Repeat it until row->position ≤ @position. Without such a mark it is restarted. */
gboolean cl_cache_rewind_row (ClCache *self, ClCacheRow *row, guint64 position, GError **error);
/* From now on @version is shown under @name. */
gboolean cl_cache_serve (ClCache *self, const char *name, guint version, GError **error);
/* Makes garbage of @row. */
gboolean cl_cache_drop_row (ClCache *self, const ClCacheRow *row, GError **error);
/* The versions of @name that are stored. (element-type guint) */
GArray *cl_cache_list_versions (ClCache *self, const char *name, GError **error);
gboolean cl_cache_put (ClCache *self,
                       gint64 id,
                       const char *key,
                       guint64 position,
                       const char *value,
                       GError **error);
/* Makes the commit at @row's position the next mark. Of the values between two marks only the last of each key stays. */
gboolean cl_cache_put_mark (ClCache *self, ClCacheRow *row, GError **error);
/* Deletes some garbage; *@more: there may be more. */
gboolean cl_cache_sweep (ClCache *self, gboolean *more, GError **error);

/* What the file in @dir says of the consumers of @ledger_id, read beside whoever writes it; empty if there is none. */
typedef struct
{
  char *name;
  guint version;
  ClCacheRow row;
} ClStoredRow;
GArray *cl_cache_read_rows (const char *dir, const char *ledger_id);

/* A connection for reading, for the calling thread until it is released. In CL_CACHE_MEMORY and CL_CACHE_BORROWED
 * it is the writing one and holds its lock: release it soon, and never between begin and commit. */
ClCacheConn *cl_cache_acquire (ClCache *self, GError **error);
void cl_cache_release (ClCache *self, ClCacheConn *conn);

/* *@value: that of @key as of @position, NULL if it has none. */
gboolean cl_cache_conn_lookup (ClCacheConn *self,
                               gint64 id,
                               const char *key,
                               guint64 position,
                               char **value,
                               GError **error);
/* The last mark ≤ @position; 0 if there is none. */
gboolean cl_cache_conn_find_mark (ClCacheConn *self,
                                  gint64 id,
                                  guint64 position,
                                  guint64 *mark,
                                  GError **error);
/* Which values a page holds: keys ≥ @from (NULL: all; @exclusive: > @from) as of @position, at most @max. */
typedef struct
{
  gint64 id;
  guint64 position;
  const char *from;
  gboolean exclusive;
  guint max;
} ClCacheQuery;

/* A ClCacheItem for each key that has a value, in order. Fewer than asked for: there are no more. */
GArray *cl_cache_conn_read_page (ClCacheConn *self, const ClCacheQuery *query, GError **error);
/* All keys that have a version in (@after, @until], in order, with their values as of @until. */
GArray *cl_cache_conn_read_changes (ClCacheConn *self,
                                    gint64 id,
                                    guint64 after,
                                    guint64 until,
                                    GError **error);
/* FALSE without @error if the owner of a borrowed file has dropped the values of @id. */
gboolean cl_cache_conn_check (ClCacheConn *self, gint64 id, GError **error);

G_END_DECLS
