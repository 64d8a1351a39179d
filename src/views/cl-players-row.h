/* cl-players-row.h: a game as its players' record has it: the values and keys of the view "players"
 *
 * Keys: "game/<partition>/<game as 8 digits>" → ClPlayersGame, from which the others follow;
 * "player/<name>\t<partition>/<game as 8 digits>" → ClPlayersGame again, under each of its two names, so that the record of
 * one player is one range of keys, but for withdrawn games; "collection/<partition>" → "w": withdrawn with all its games,
 * which readers leave out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

#include "chess-outcome.h"

G_BEGIN_DECLS

#define CL_PLAYERS_GAME_PREFIX       "game/"
#define CL_PLAYERS_PLAYER_PREFIX     "player/"
#define CL_PLAYERS_COLLECTION_PREFIX "collection/"

/* How long a game is: the Laws' three classes by the time for 60 moves, and of blitz what lasts less than three minutes for
 * 40 moves, which the sites call bullet. */
typedef enum
{
  CL_PACE_UNKNOWN,
  CL_PACE_STANDARD,
  CL_PACE_RAPID,
  CL_PACE_BLITZ,
  CL_PACE_BULLET,
  CL_N_PACES,
} ClPace;

/* "unknown", "standard", "rapid", "blitz", "bullet" */
const char *cl_pace_word (ClPace pace);
/* @text as PGN's TimeControl tag, NULL and "" unknown; *@initial_ms, *@increment_ms (nullable): of the first period. */
ClPace cl_pace_of (const char *text, gint64 *initial_ms, gint64 *increment_ms);

/* The thinking time of a MovePlayed, ms: measured, else what its comment says, else by the clocks; −1: not known. *@clock_ms:
 * what the mover's clock showed after the move before (CL_NO_CLOCK: not known), and then after this one. */
gint64
cl_players_used_ms (const ClEvent *event, gint64 *clock_ms, gint64 initial_ms, gint64 increment_ms);

/* One side of a game. */
typedef struct
{
  const char *name; /* as cl_players_clean_name () writes it; "" if nobody is named */
  guint rating;     /* 0: none given */
  guint n_timed;    /* moves of which the thinking time is known */
  guint64 used_ms;  /* all together */
  guint n_hurried;  /* moves made with less than a tenth of the first period's time left */
  gint64 clock_ms;  /* after its last move; CL_NO_CLOCK */
} ClPlayersSide;

typedef struct
{
  char *storage; /* owns the strings */
  ClPlayersSide sides[2];
  ChessResult result; /* NONE: in progress, or not known */
  ClPace pace;
  gint64 initial_ms, increment_ms; /* 0: not known */
  const char *eco;                 /* "B92" or "" */
  const char *date;                /* as the file says: "1999.01.20", "1999.??.??", "" */
  guint plies;
  gboolean withdrawn;
  gboolean black_first; /* the start position has Black to move */
  const char
    *line; /* "+" and its first moves (cl-opening-line.h) while they are followed, else "" */
} ClPlayersGame;

/* NULL if @value is no such value. */
ClPlayersGame *cl_players_game_parse (const char *value);
/* Free with g_free. */
char *cl_players_game_format (const ClPlayersGame *self);
/* Of a value, without allocating, for counting many: names and ratings by colour, NUL-terminated in @buffer; FALSE if it is no
 * game, it is withdrawn, or @buffer is too small. */
typedef struct
{
  const char *names[2];
  guint ratings[2];
  ChessResult result;
} ClPlayersGlance;

gboolean cl_players_game_glance (const char *value, char *buffer, gsize size, ClPlayersGlance *out);
void cl_players_game_free (ClPlayersGame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPlayersGame, cl_players_game_free)

/* The name under which a player's games are collected: as written, blanks made single and one behind each comma, so that
 * "Karpov,Anatoly" and "Karpov, Anatoly" are one; "" for "?" and the like. Spellings are not guessed at beyond that: two
 * people must never become one. Free with g_free. */
char *cl_players_clean_name (const char *name);

/* Free with g_free. */
char *cl_players_player_key (const char *name, const char *partition, guint32 game);
/* Takes "player/<name>\t<partition>/<game>" apart; FALSE if it is none. The strings are not NUL-terminated. */
gboolean cl_players_split_key (const char *key,
                               const char **name,
                               gsize *name_length,
                               const char **partition,
                               gsize *partition_length,
                               guint32 *game);

G_END_DECLS
