-- cl-schema.sql: the tables of a ledger file, and the triggers that keep everybody from editing it
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Verification compares the texts in a file with these, but for white space and comments: any other change here is a
-- new user_version and needs a migration.

-- The identity of this file.
CREATE TABLE ledger(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Names, so that an event holds numbers only. The origin is what the first seal of a partition starts from.
CREATE TABLE partition(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, origin BLOB NOT NULL) STRICT;
CREATE TABLE type(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE producer(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE player(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- The facts; about 80 bytes each. move and marks are spelled out by the view below.
CREATE TABLE event(
  position INTEGER PRIMARY KEY,
  partition INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  type INTEGER NOT NULL,
  schema INTEGER NOT NULL,
  game INTEGER,
  ply INTEGER,
  player INTEGER,
  move INTEGER,
  marks INTEGER,
  clock_ms INTEGER,
  details TEXT,
  occurred_at INTEGER,
  recorded_at INTEGER NOT NULL,
  producer INTEGER NOT NULL,
  seal BLOB NOT NULL
) STRICT;

-- One row whenever partition or game differ from the event before: finds an offset, and the events of a game, at a
-- hundredth of the price of an index with a row an event. game is 0 where the event has none.
CREATE TABLE run(
  first_position INTEGER PRIMARY KEY,
  partition INTEGER NOT NULL,
  first_offset INTEGER NOT NULL,
  game INTEGER NOT NULL,
  UNIQUE (partition, first_offset)
) STRICT;
CREATE INDEX run_game ON run(partition, game);

-- One row a transaction: the root of the tree over all events so far, which covers position and recorded_at.
CREATE TABLE commits(last_position INTEGER PRIMARY KEY, tree_root BLOB NOT NULL) STRICT;

-- Complete subtrees of 1024 leaves and more, so that opening a ledger costs at most 1023 hashes.
CREATE TABLE tree(
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

-- What may be added. To demand the next number refuses holes, REPLACE, OR IGNORE and implicit rowids alike.
CREATE TRIGGER ledger_appends BEFORE INSERT ON ledger BEGIN
  SELECT RAISE(ABORT, 'ledger: a ledger has one identity')
    WHERE EXISTS (SELECT 1 FROM ledger);
END;
CREATE TRIGGER partition_appends BEFORE INSERT ON partition BEGIN
  SELECT RAISE(ABORT, 'ledger: not the next id')
    WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM partition);
  SELECT RAISE(ABORT, 'ledger: the name is there already')
    WHERE EXISTS (SELECT 1 FROM partition WHERE key = NEW.key);
  SELECT RAISE(ABORT, 'ledger: an origin has 1 to 64 bytes')
    WHERE length(NEW.origin) NOT BETWEEN 1 AND 64;
END;
CREATE TRIGGER type_appends BEFORE INSERT ON type BEGIN
  SELECT RAISE(ABORT, 'ledger: not the next id')
    WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM type);
  SELECT RAISE(ABORT, 'ledger: the name is there already')
    WHERE EXISTS (SELECT 1 FROM type WHERE name = NEW.name);
END;
CREATE TRIGGER producer_appends BEFORE INSERT ON producer BEGIN
  SELECT RAISE(ABORT, 'ledger: not the next id')
    WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM producer);
  SELECT RAISE(ABORT, 'ledger: the name is there already')
    WHERE EXISTS (SELECT 1 FROM producer WHERE name = NEW.name);
END;
CREATE TRIGGER player_appends BEFORE INSERT ON player BEGIN
  SELECT RAISE(ABORT, 'ledger: not the next id')
    WHERE NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM player);
  SELECT RAISE(ABORT, 'ledger: the name is there already')
    WHERE EXISTS (SELECT 1 FROM player WHERE name = NEW.name);
END;
CREATE TRIGGER event_appends BEFORE INSERT ON event BEGIN
  SELECT RAISE(ABORT, 'ledger: not the next position')
    WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event);
  SELECT RAISE(ABORT, 'ledger: not the next event of the last run')
    WHERE NOT EXISTS (
      SELECT 1 FROM run
      WHERE first_position = (SELECT max(first_position) FROM run)
        AND partition IS NEW.partition AND game IS coalesce(NEW.game, 0)
        AND first_offset + NEW.position - first_position IS NEW.offset);
  SELECT RAISE(ABORT, 'ledger: no such type, producer or player')
    WHERE NOT EXISTS (SELECT 1 FROM type WHERE id = NEW.type)
      OR NOT EXISTS (SELECT 1 FROM producer WHERE id = NEW.producer)
      OR (NEW.player IS NOT NULL AND NOT EXISTS (SELECT 1 FROM player WHERE id = NEW.player));
  SELECT RAISE(ABORT, 'ledger: recorded_at never decreases')
    WHERE NEW.recorded_at < (SELECT recorded_at FROM event WHERE position = NEW.position - 1);
  SELECT RAISE(ABORT, 'ledger: a seal has 32 bytes')
    WHERE length(NEW.seal) IS NOT 32;
END;
CREATE TRIGGER run_appends BEFORE INSERT ON run BEGIN
  SELECT RAISE(ABORT, 'ledger: a run begins with the next position')
    WHERE NEW.first_position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event)
      OR NEW.first_position <= (SELECT coalesce(max(first_position), 0) FROM run);
  SELECT RAISE(ABORT, 'ledger: no such partition')
    WHERE NOT EXISTS (SELECT 1 FROM partition WHERE id = NEW.partition);
  SELECT RAISE(ABORT, 'ledger: the last run goes on')
    WHERE EXISTS (
      SELECT 1 FROM run
      WHERE first_position = (SELECT max(first_position) FROM run)
        AND partition = NEW.partition AND game = NEW.game);
  SELECT RAISE(ABORT, 'ledger: not the next offset of its partition')
    WHERE NEW.first_offset IS NOT coalesce((
      SELECT r.first_offset - r.first_position + coalesce((
        SELECT min(n.first_position) FROM run n WHERE n.first_position > r.first_position), NEW.first_position)
      FROM run r WHERE r.partition = NEW.partition ORDER BY r.first_offset DESC LIMIT 1), 1);
END;
CREATE TRIGGER commits_appends BEFORE INSERT ON commits BEGIN
  SELECT RAISE(ABORT, 'ledger: a commit covers all events up to the last')
    WHERE NEW.last_position IS NOT (SELECT max(position) FROM event)
      OR NEW.last_position <= (SELECT coalesce(max(last_position), 0) FROM commits);
  SELECT RAISE(ABORT, 'ledger: a root has 32 bytes')
    WHERE length(NEW.tree_root) IS NOT 32;
END;
CREATE TRIGGER tree_appends BEFORE INSERT ON tree BEGIN
  SELECT RAISE(ABORT, 'ledger: not the next complete subtree')
    WHERE NEW.level NOT BETWEEN 10 AND 53
      OR NEW.number IS NOT (SELECT coalesce(max(number), -1) + 1 FROM tree WHERE level = NEW.level)
      OR (NEW.number + 1) << NEW.level > (SELECT coalesce(max(position), 0) FROM event);
  SELECT RAISE(ABORT, 'ledger: a hash has 32 bytes')
    WHERE length(NEW.hash) IS NOT 32;
END;

-- What is written is written in pen.
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN
  SELECT RAISE(ABORT, 'ledger: ledger is written once, in pen');
END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN
  SELECT RAISE(ABORT, 'ledger: ledger is written once, in pen');
END;
CREATE TRIGGER partition_no_update BEFORE UPDATE ON partition BEGIN
  SELECT RAISE(ABORT, 'ledger: partition is written once, in pen');
END;
CREATE TRIGGER partition_no_delete BEFORE DELETE ON partition BEGIN
  SELECT RAISE(ABORT, 'ledger: partition is written once, in pen');
END;
CREATE TRIGGER type_no_update BEFORE UPDATE ON type BEGIN
  SELECT RAISE(ABORT, 'ledger: type is written once, in pen');
END;
CREATE TRIGGER type_no_delete BEFORE DELETE ON type BEGIN
  SELECT RAISE(ABORT, 'ledger: type is written once, in pen');
END;
CREATE TRIGGER producer_no_update BEFORE UPDATE ON producer BEGIN
  SELECT RAISE(ABORT, 'ledger: producer is written once, in pen');
END;
CREATE TRIGGER producer_no_delete BEFORE DELETE ON producer BEGIN
  SELECT RAISE(ABORT, 'ledger: producer is written once, in pen');
END;
CREATE TRIGGER player_no_update BEFORE UPDATE ON player BEGIN
  SELECT RAISE(ABORT, 'ledger: player is written once, in pen');
END;
CREATE TRIGGER player_no_delete BEFORE DELETE ON player BEGIN
  SELECT RAISE(ABORT, 'ledger: player is written once, in pen');
END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'ledger: event is written once, in pen');
END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
  SELECT RAISE(ABORT, 'ledger: event is written once, in pen');
END;
CREATE TRIGGER run_no_update BEFORE UPDATE ON run BEGIN
  SELECT RAISE(ABORT, 'ledger: run is written once, in pen');
END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN
  SELECT RAISE(ABORT, 'ledger: run is written once, in pen');
END;
CREATE TRIGGER commits_no_update BEFORE UPDATE ON commits BEGIN
  SELECT RAISE(ABORT, 'ledger: commits is written once, in pen');
END;
CREATE TRIGGER commits_no_delete BEFORE DELETE ON commits BEGIN
  SELECT RAISE(ABORT, 'ledger: commits is written once, in pen');
END;
CREATE TRIGGER tree_no_update BEFORE UPDATE ON tree BEGIN
  SELECT RAISE(ABORT, 'ledger: tree is written once, in pen');
END;
CREATE TRIGGER tree_no_delete BEFORE DELETE ON tree BEGIN
  SELECT RAISE(ABORT, 'ledger: tree is written once, in pen');
END;

-- The events as a person reads a scoresheet. move: from (bits 0-5), to (6-11), promotion (12-14); marks: piece (0-2), captured
-- (3-5), file shown (6), rank shown (7), check (8-9), castling (10-11).
CREATE VIEW scoresheet AS
SELECT
  e.position,
  p.key AS partition,
  e.offset,
  t.name AS type,
  e.game,
  e.ply,
  y.name AS player,
  CASE
    WHEN e.move IS NULL THEN NULL
    WHEN e.move = 0 THEN '--'
    ELSE CASE e.marks >> 10
      WHEN 1 THEN 'O-O'
      WHEN 2 THEN 'O-O-O'
      ELSE substr(' NBRQK', e.marks & 7, (e.marks & 7) > 1)
        || CASE WHEN e.marks & 64 THEN substr('abcdefgh', (e.move & 7) + 1, 1) ELSE '' END
        || CASE WHEN e.marks & 128 THEN (e.move >> 3 & 7) + 1 ELSE '' END
        || CASE WHEN e.marks >> 3 & 7 THEN 'x' ELSE '' END
        || substr('abcdefgh', (e.move >> 6 & 7) + 1, 1) || ((e.move >> 9 & 7) + 1)
        || CASE WHEN e.move >> 12 THEN '=' || substr('NBRQ', e.move >> 12, 1) ELSE '' END
    END || substr('+#', e.marks >> 8 & 3, (e.marks >> 8 & 3) > 0)
  END AS san,
  CASE
    WHEN e.move IS NULL THEN NULL
    WHEN e.move = 0 THEN '0000'
    ELSE substr('abcdefgh', (e.move & 7) + 1, 1) || ((e.move >> 3 & 7) + 1)
      || substr('abcdefgh', (e.move >> 6 & 7) + 1, 1) || ((e.move >> 9 & 7) + 1)
      || CASE WHEN e.move >> 12 THEN substr('nbrq', e.move >> 12, 1) ELSE '' END
  END AS uci,
  CASE WHEN e.marks >> 3 & 7 THEN substr('PNBRQK', e.marks >> 3 & 7, 1) END AS captured,
  e.clock_ms,
  e.details,
  e.occurred_at,
  e.recorded_at,
  r.name AS producer,
  e.schema,
  e.seal
FROM event e
JOIN partition p ON p.id = e.partition
JOIN type t ON t.id = e.type
JOIN producer r ON r.id = e.producer
LEFT JOIN player y ON y.id = e.player;
