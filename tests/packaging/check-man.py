#!/usr/bin/env python3
"""check-man.py: the man pages are read without a warning and leave no command out

    check-man.py CLI PAGE...        CLI is chess-ledger-cli, asked for its commands

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import shutil
import subprocess
import sys

SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS"]


def read_commands(cli):
    """The names below “Commands:” in the help."""
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    text = subprocess.run([cli, "--help"], capture_output=True, text=True, check=True, env=environment).stdout
    block = text.split("Commands:\n", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^  ([a-z][a-z-]*)  ", block, re.M)


def format_page(page):
    """What a reader sees, and what groff complains of."""
    run = subprocess.run(["groff", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True)
    return re.sub(r"\x1b\[[0-9;]*m|.\x08", "", run.stdout), run.stderr


def check_page(page, commands):
    """The faults of one page."""
    with open(page, encoding="utf-8") as file:
        source = file.read()
    faults = [f"no section {name}" for name in SECTIONS if f"\n.SH {name}\n" not in source]
    if shutil.which("groff"):
        text, complaints = format_page(page)
        faults += complaints.splitlines()
        faults += [] if len(text) > 500 else ["nothing is shown"]
    if "-cli" in os.path.basename(page):
        names = set(re.findall(r"^\.TP\n\.B ([a-z\\-]+)$", source, re.M))
        names = {name.replace("\\-", "-") for name in names}
        faults += [f"“{name}” is missing" for name in commands if name not in names]
    return faults


def main():
    cli, pages = sys.argv[1], sys.argv[2:]
    commands = read_commands(cli)
    faults = [f"{page}: {fault}" for page in pages for fault in check_page(page, commands)]
    if len(commands) < 10:
        faults.append(f"the help names {len(commands)} commands only")
    if not shutil.which("groff"):
        print("groff is not installed: the pages were not formatted")
    print("\n".join(faults) or f"{len(pages)} pages, {len(commands)} commands")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
