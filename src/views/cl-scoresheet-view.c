/* cl-scoresheet-view.c: the scoresheet of one game: its headers, its moves as they stand, and what was taken back
 *
 * Keys: tag/<name>; ply/<4 digits>/ with san, number, side, clock_ms, used_ms, captured, check, corrected, illegal, comment,
 * nags, variation/<2 digits>, offset; taken-back/<4 digits>/ with ply, san, offset; offer/<side>; intro/<2 digits>; plies,
 * result, ending, status; text and reason of a game that could not be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-view-private.h"
#include "cl-views.h"

/* Writes @name behind the prefix that ends at @length, so that one buffer serves all keys of a move. */
static const char *
make_key (GString *key, gsize length, const char *name)
{
  g_string_truncate (key, length);
  g_string_append (key, name);
  return key->str;
}

static void
describe_texts (ClMap *map, GString *key, gsize length, const char *name, GPtrArray *texts)
{
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    {
      g_string_truncate (key, length);
      g_string_append_printf (key, "%s%02u", name, i + 1);
      cl_map_set (map, key->str, g_ptr_array_index (texts, i));
    }
}

static char *
join_nags (GArray *nags)
{
  GString *text;

  if (nags == NULL || nags->len == 0)
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < nags->len; i++)
    g_string_append_printf (text, "%s$%u", i > 0 ? " " : "", g_array_index (nags, guint, i));
  return g_string_free (text, FALSE);
}

static void
describe_move (const ClGame *game, guint ply, ClMap *map, GString *key)
{
  const ClGameMove *move = cl_game_get_move (game, ply);
  g_autofree char *nags = join_nags (move->nags);
  const char letter[2] = { "PNBRQK"[MIN (move->captured, CHESS_KING)], '\0' };
  ChessColor color;
  guint number = cl_game_ply_number (game, ply, &color);
  gsize length;

  g_string_printf (key, "ply/%04u/", ply);
  length = key->len;
  cl_map_set (map, make_key (key, length, "san"), move->san);
  cl_map_set_int (map, make_key (key, length, "number"), number);
  cl_map_set (map, make_key (key, length, "side"), cl_game_view_color (color));
  cl_map_set_int (map, make_key (key, length, "offset"), (gint64) move->offset);
  cl_game_view_set_time (map, make_key (key, length, "clock_ms"), move->clock_ms);
  cl_game_view_set_time (map, make_key (key, length, "used_ms"), move->used_ms);
  if (move->captured < CHESS_NO_KIND)
    cl_map_set (map, make_key (key, length, "captured"), letter);
  cl_map_set (map, make_key (key, length, "check"), move->check ? "yes" : NULL);
  cl_map_set (map, make_key (key, length, "corrected"), move->corrected ? "yes" : NULL);
  cl_map_set (map,
              make_key (key, length, "illegal"),
              move->broken    ? "broken"
              : move->illegal ? "stood"
                              : NULL);
  cl_map_set (map, make_key (key, length, "comment"), move->comment);
  cl_map_set (map, make_key (key, length, "nags"), nags);
  describe_texts (map, key, length, "variation/", move->variations);
}

static void
describe_taken_back (const ClGame *game, ClMap *map, GString *key)
{
  for (guint i = 0; i < game->taken_back->len; i++)
    {
      const ClTakenBack *taken = &g_array_index (game->taken_back, ClTakenBack, i);
      gsize length;

      g_string_printf (key, "taken-back/%04u/", i + 1);
      length = key->len;
      cl_map_set_int (map, make_key (key, length, "ply"), taken->ply);
      cl_map_set (map, make_key (key, length, "san"), taken->san);
      cl_map_set_int (map, make_key (key, length, "offset"), (gint64) taken->offset);
    }
}

static void
describe (gpointer fold, ClMap *map)
{
  const ClGame *game = fold;
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < game->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (game->tags, i);

      g_string_printf (key, "tag/%s", tag->name);
      cl_map_set (map, key->str, tag->value);
    }
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    describe_move (game, ply, map, key);
  describe_taken_back (game, map, key);
  describe_texts (map, key, 0, "intro/", game->intro);
  cl_map_set (map, "offer/white", game->draw_offered[CHESS_WHITE] ? "yes" : NULL);
  cl_map_set (map, "offer/black", game->draw_offered[CHESS_BLACK] ? "yes" : NULL);
  cl_map_set_int (map, "plies", cl_game_n_plies (game));
  cl_map_set (map, "status", cl_game_view_status (game->status));
  cl_map_set (map, "result", chess_result_text (game->result));
  cl_map_set (map, "ending", chess_ending_word (game->ending));
  cl_map_set (map, "ending-text", game->ending_text);
  cl_map_set (map, "text", game->text);
  cl_map_set (map, "reason", game->reason);
  g_string_free (key, TRUE);
}

const ClViewClass cl_scoresheet_view = {
  .name = "scoresheet",
  .version = 1,
  .scope = CL_VIEW_OF_GAME,
  .handles = cl_game_view_handles,
  .ignores = cl_game_view_ignores,
  .create = cl_game_view_create,
  .apply_game = cl_game_view_apply,
  .describe = describe,
  .destroy = cl_game_view_destroy,
};
