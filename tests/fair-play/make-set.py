#!/usr/bin/env python3
"""Evaluates the positions of rated, timed games once, so that the fair-play test runs no engine:

    make-set.py CLI CORPUS.pgn OUT [--games N] [--judge NODES] [--helper NODES] [--engine PROGRAM]

Two searches a position, of the same program with other settings: the *judge* (MultiPV 5, backwards through the game, as the
analyst does) says what the moves are worth, the *helper* (one line, its own small hash, forwards) is who would have whispered.
Both have one thread, a fixed number of nodes and an empty hash at the start of a game, so a second run writes the same
file. The file holds evaluations only, by number of the game in the corpus; moves, names and times stay in the corpus.

    # …                      how it was made
    g 17                     the 17th game of the corpus
    24 b5a4:36 9.6 e1g1:40 … after 24 half-moves: the helper's move and what the judge says of it, the depth of the judge
                             and from which depth on its best move was the best; then its lines, best first. Scores are from
                             the view of the side to move, in hundredths of a pawn, or #3 and #-3 for mates.
    36 -                     after 36 half-moves the game is over on the board

SPDX-License-Identifier: GPL-3.0-or-later"""
import argparse, json, os, re, subprocess, sys, tempfile

FIRST_PLY = 16  # what comes before is opening, and not looked at
BANDS = (1400, 1600, 1800, 2000)

class Engine:
    def __init__(self, program, nodes, lines, hash_mb):
        self.nodes = nodes
        self.pipe = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.say("uci")
        self.name = ""
        for line in self.hear("uciok"):
            if line.startswith("id name "): self.name = line[8:]
        for option, value in (("Threads", 1), ("Hash", hash_mb), ("MultiPV", lines)):
            self.say(f"setoption name {option} value {value}")

    def say(self, text):
        self.pipe.stdin.write(text + "\n")
        self.pipe.stdin.flush()

    def hear(self, last):
        while True:
            line = self.pipe.stdout.readline()
            if not line: sys.exit("the engine ended")
            yield line.rstrip("\n")
            if line.startswith(last): return

    def new_game(self):
        self.say("ucinewgame")
        self.say("isready")
        for _ in self.hear("readyok"): pass

    def search(self, moves, only=None):
        """[(move, score)] best first, the depth, the depth from which on the best move stayed; [] if the game is over."""
        self.say("position startpos" + (" moves " + " ".join(moves) if moves else ""))
        self.say(f"go nodes {self.nodes}" + (f" searchmoves {only}" if only else ""))
        lines, depth, best = {}, 0, {}
        for line in self.hear("bestmove"):
            found = re.match(r"info depth (\d+) .*?multipv (\d+) score (cp|mate) (-?\d+) (\w+)?.* pv (\w+)", line)
            if not found or found[5] in ("lowerbound", "upperbound"): continue
            lines[int(found[2])] = (found[6], ("#" if found[3] == "mate" else "") + found[4])
            depth = int(found[1])
            if found[2] == "1": best[depth] = found[6]
        if not lines: return [], 0, 0
        settled = depth
        while settled > 1 and best.get(settled - 1) == lines[1][0]: settled -= 1
        return [lines[i] for i in sorted(lines)], depth, settled

def read_games(cli, corpus):
    """Per game of the corpus: its tags and moves; only those that every reader can use."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "set.ledger")
        env = dict(os.environ, XDG_CACHE_HOME=folder)
        subprocess.run([cli, "--ledger=" + ledger, "import", corpus], check=True, env=env, stderr=subprocess.DEVNULL)
        log = subprocess.run([cli, "--ledger=" + ledger, "--json", "log"], check=True, env=env, stdout=subprocess.PIPE, text=True)
    games = {}
    for event in map(json.loads, log.stdout.splitlines()):
        if event["type"] == "GameStarted":
            details = event["details"]
            games[event["game"]] = {"tags": dict(details["tags"]), "moves": [], "timed": 0, "plain": "fen" not in details}
        elif event["type"] == "MovePlayed":
            games[event["game"]]["moves"].append(event["uci"])
            games[event["game"]]["timed"] += event["clock_ms"] is not None
    return games

def choose(games, wanted):
    """As many of each rating band, the first of the corpus; blitz and slower, timed throughout, neither short nor endless."""
    bands = [[] for _ in range(len(BANDS) + 1)]
    for number, game in games.items():
        tags, n = game["tags"], len(game["moves"])
        control = re.fullmatch(r"(\d+)\+(\d+)", tags.get("TimeControl", ""))
        ratings = [tags.get(c, "?") for c in ("WhiteElo", "BlackElo")]
        if (not control or int(control[1]) + 40 * int(control[2]) < 180 or not all(r.isdigit() for r in ratings)
                or not 50 <= n <= 110 or game["timed"] != n or not game["plain"]): continue
        mean = sum(map(int, ratings)) // 2
        bands[sum(mean >= b for b in BANDS)].append(number)
    order = [band[i] for i in range(wanted) for band in bands if i < len(band)]
    return order[:wanted]

def evaluate(judge, helper, moves):
    """The lines of one game, latest position first turned round at the end."""
    out, whispers = [], {}
    helper.new_game()
    for ply in range(FIRST_PLY, len(moves)):
        lines, _, _ = helper.search(moves[:ply])
        whispers[ply] = lines[0][0] if lines else None
    judge.new_game()
    for ply in range(len(moves), FIRST_PLY - 1, -1):
        lines, depth, settled = judge.search(moves[:ply])
        if not lines:
            out.append(f"{ply} -")
            continue
        whisper, worth = whispers.get(ply), dict(lines)
        if whisper and whisper not in worth:
            single, _, _ = judge.search(moves[:ply], whisper)
            worth[whisper] = single[0][1]
        out.append(f"{ply} " + (f"{whisper}:{worth[whisper]}" if whisper else "-") + f" {depth}.{settled} "
                   + " ".join(":".join(line) for line in lines))
    return reversed(out)

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli"), parser.add_argument("corpus"), parser.add_argument("out")
    parser.add_argument("--games", type=int, default=150), parser.add_argument("--judge", type=int, default=50000)
    parser.add_argument("--helper", type=int, default=20000), parser.add_argument("--engine", default="/usr/games/stockfish")
    args = parser.parse_args()
    games = read_games(args.cli, args.corpus)
    judge, helper = Engine(args.engine, args.judge, 5, 16), Engine(args.engine, args.helper, 1, 4)
    with open(args.out, "w") as out:
        print(f"# {os.path.basename(args.corpus)}; judge {judge.name}, {args.judge} nodes, MultiPV 5, Hash 16;"
              f" helper {helper.name}, {args.helper} nodes, MultiPV 1, Hash 4", file=out)
        for number in choose(games, args.games):
            print(f"g {number}", *evaluate(judge, helper, games[number]["moves"]), sep="\n", file=out, flush=True)

main()
