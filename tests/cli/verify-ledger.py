#!/usr/bin/env python3
"""Verifies a ledger with nothing but src/ledger/README.md, SQLite and SHA-256: verify-ledger.py FILE

SPDX-License-Identifier: GPL-3.0-or-later"""
import re, sqlite3, struct, sys
from hashlib import sha256

def H(*parts): return sha256(b"".join(parts)).digest()
def text(s): return b"\xff\xff\xff\xff" if s is None else struct.pack(">I", len(s.encode())) + s.encode()
def number(n): return b"\xff\xff\xff\xff" if n is None else struct.pack(">Iq", 8, n)

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
seals = {key: (0, H(b"CL1.partition", struct.pack(">I", len(origin)), origin, text(re.sub(f"(?<=.)~({origin.hex()}|{origin.hex()[:8]})$", "", key))))
         for key, origin in db.execute("SELECT key, origin FROM partition")}
roots = dict(db.execute("SELECT last_position, tree_root FROM commits"))
if 0 in roots and roots[0] != H(b"CL1.ledger", *(i + struct.pack(">q", t) for i, t in db.execute("SELECT id, created_at FROM ledger"))):
    sys.exit("the identity was changed")
edge, n, root = [], 0, sha256().digest()  # complete subtrees as (leaves, hash)
for row in db.execute("SELECT position, recorded_at, seal, partition, offset, type, schema, game, ply, player, san, uci, captured,"
                      " clock_ms, details, occurred_at, producer FROM scoresheet ORDER BY position"):
    position, recorded, seal, partition, offset, kind, schema, game, ply, player, *rest = row
    n, (before, previous) = n + 1, seals[partition]
    if (position, offset, seal) != (n, before + 1, H(b"CL1.event", previous, struct.pack(">Q", offset), text(kind),
            struct.pack(">III", schema, game or 0, ply or 0), text(player), *map(text, rest[:3]), number(rest[3]), text(rest[4]),
            number(rest[5]), text(rest[6]))):
        sys.exit(f"event {n} ({partition}, offset {before + 1}) is broken")
    seals[partition] = offset, seal
    edge.append((1, H(b"\0", struct.pack(">Qq", position, recorded), seal)))
    while len(edge) > 1 and edge[-2][0] == edge[-1][0]:
        (size, left), (_, right) = edge[-2:]
        edge[-2:] = [(2 * size, H(b"\1", left, right))]
    if n in roots:
        root = edge[-1][1]
        for _, left in reversed(edge[:-1]): root = H(b"\1", left, root)
        if root != roots[n]: sys.exit(f"the root after event {n} is broken")
if n and n not in roots: sys.exit("the last events were never committed")
print(f"ok: {n} events, {len(seals)} partitions, head {root.hex()}")
