-- A ledger of format 1 as it was before the identity had a seal (no root of position 0).
-- SPDX-License-Identifier: GPL-3.0-or-later
PRAGMA application_id=1129073713; PRAGMA user_version=1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE ledger(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO ledger VALUES(1,X'1d120333b7854eedafec174c36dcef1b',1795543246754138);
CREATE TABLE partition(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, origin BLOB NOT NULL) STRICT;
INSERT INTO "partition" VALUES(1,'archive/club.pgn',X'091d39e6715cc5fbffb851d4c8f409beee561f89b05741b6b3cec5c7de62c27b');
INSERT INTO "partition" VALUES(2,'table/1',X'1d120333b7854eedafec174c36dcef1b');
CREATE TABLE type(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO type VALUES(1,'SourceImportStarted');
INSERT INTO type VALUES(2,'GameStarted');
INSERT INTO type VALUES(3,'MovePlayed');
INSERT INTO type VALUES(4,'GameEnded');
INSERT INTO type VALUES(5,'SourceImported');
CREATE TABLE producer(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO producer VALUES(1,'import/pgn');
INSERT INTO producer VALUES(2,'screen');
CREATE TABLE player(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO player VALUES(1,'Anna');
INSERT INTO player VALUES(2,'Béla');
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
INSERT INTO event VALUES(1,1,1,1,1,NULL,NULL,NULL,NULL,NULL,NULL,'{"file":"club.pgn","digest":"091d39e6715cc5fbffb851d4c8f409beee561f89b05741b6b3cec5c7de62c27b","encoding":"UTF-8"}',NULL,1795543246827270,1,X'a5ecfe4234c88a1a3273a7b02dafd772ab9e9de4ac6aef6ea8f5dd01dd0f5ab4');
INSERT INTO event VALUES(2,1,2,2,1,1,NULL,NULL,NULL,NULL,NULL,'{"tags":[["Event","Club"],["Site","Here"],["Date","2020.01.02"],["Round","1"],["White","Anna"],["Black","Béla"],["Result","0-1"]]}',NULL,1795543246827270,1,X'eab56d86862e39312ec22766b56fad352410daf18ae0f8a08302850b6b5d6ff9');
INSERT INTO event VALUES(3,1,3,3,1,1,1,1,1357,1,3600000,'{"comments":["[%clk 1:00:00]"]}',NULL,1795543246827270,1,X'ccf6a680236f2995e2765a372158391a294c29eb29de5e4453206754a8fe2556');
INSERT INTO event VALUES(4,1,4,3,1,1,2,2,2356,1,NULL,NULL,NULL,1795543246827270,1,X'4dfecd30069c023aaad35528a74f2a0f00f8776a23824f2a9a11f5aa0798cb6c');
INSERT INTO event VALUES(5,1,5,3,1,1,3,1,1934,1,NULL,'{"comments":["a \"comment\""]}',NULL,1795543246827270,1,X'5b80d7a899a07282e70500a02386d06c8d77008cd57efd73ef39e1e160a16f21');
INSERT INTO event VALUES(6,1,6,3,1,1,4,2,2043,517,NULL,NULL,NULL,1795543246827270,1,X'899f77d97c7a6cf3fd771c3d93344b063c9860de0c8ebd97d7720098db681363');
INSERT INTO event VALUES(7,1,7,4,1,1,4,NULL,NULL,NULL,NULL,'{"result":"0-1","ending":"checkmate"}',NULL,1795543246827270,1,X'212bd94ace0be9510f43a93a6b52d68bf4508db3a316bbceffb95bef791ff08a');
INSERT INTO event VALUES(8,1,8,5,1,NULL,NULL,NULL,NULL,NULL,NULL,'{"file":"club.pgn","digest":"091d39e6715cc5fbffb851d4c8f409beee561f89b05741b6b3cec5c7de62c27b","encoding":"UTF-8","games":1,"unreadable":0}',NULL,1795543246827270,1,X'af3780fe51eeb75c5448647723002d5de681c047334ec50b73ae39c987a530de');
INSERT INTO event VALUES(9,2,1,2,1,1,NULL,NULL,NULL,NULL,NULL,'{"tags":[["Event","?"],["Site","?"],["Date","2026.11.24"],["Round","?"],["White","?"],["Black","?"],["TimeControl","-"]]}',1795543246884295,1795543246894399,2,X'b407f73b95469825240a752bea8d86bcff21e0cb37199c42f090f32ea0ed7ed7');
INSERT INTO event VALUES(10,2,2,3,1,1,1,NULL,1804,1,NULL,NULL,1795543246884463,1795543246894399,2,X'f232c73d37cc0570e2a4698b95d1a092f3e15e41bb3ac80d46bdfdf863f3c85a');
INSERT INTO event VALUES(11,2,3,3,1,1,2,NULL,2356,1,NULL,NULL,1795543246893742,1795543246894399,2,X'23913773749b1ec864aaece8bffde13c84fb6a267aaab3a681a8c6e6235dea94');
INSERT INTO event VALUES(12,2,4,3,1,1,3,NULL,1350,2,NULL,NULL,1795543246894068,1795543246894399,2,X'58597e9598cdae8bb0715060d99718bb7cccf37a6d4326c7300630b4536934f3');
CREATE TABLE run(
  first_position INTEGER PRIMARY KEY,
  partition INTEGER NOT NULL,
  first_offset INTEGER NOT NULL,
  game INTEGER NOT NULL,
  UNIQUE (partition, first_offset)
) STRICT;
INSERT INTO run VALUES(1,1,1,0);
INSERT INTO run VALUES(2,1,2,1);
INSERT INTO run VALUES(8,1,8,0);
INSERT INTO run VALUES(9,2,1,1);
CREATE TABLE commits(last_position INTEGER PRIMARY KEY, tree_root BLOB NOT NULL) STRICT;
INSERT INTO commits VALUES(8,X'772b0e1197dfdd5310f1ab8860269492e6f33728b5faa3fa1ab9b668a0d127aa');
INSERT INTO commits VALUES(12,X'b0bafb6e34277e1e4f5be95a211a2ebf8f7e8e6c8d4bcaad740c32bf8408d695');
CREATE TABLE tree(
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_game ON run(partition, game);
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
CREATE TRIGGER tree_no_update BEFORE UPDATE ON tree BEGIN
  SELECT RAISE(ABORT, 'ledger: tree is written once, in pen');
END;
CREATE TRIGGER tree_no_delete BEFORE DELETE ON tree BEGIN
  SELECT RAISE(ABORT, 'ledger: tree is written once, in pen');
END;
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
LEFT JOIN player y ON y.id = e.player
;
CREATE TRIGGER commits_no_delete BEFORE DELETE ON commits BEGIN
  SELECT RAISE(ABORT, 'ledger: commits is written once, in pen');
END;
COMMIT;
