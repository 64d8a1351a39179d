#!/usr/bin/env python3
"""check-flatpak.py: the manifest builds what this tree is, from sources that cannot change unseen

    check-flatpak.py MANIFEST APP_ID PROGRAM

flatpak-builder reads it too, where it is installed.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import shutil
import subprocess
import sys


def check_source(module, source, folder):
    """Remote sources are pinned by what they contain, local ones exist."""
    kind = source.get("type")
    where = f"{module['name']}: {source.get('url', source.get('path', kind))}"
    if kind in ("archive", "file"):
        if not re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")):
            return [f"{where}: no SHA-256"]
        if not source.get("url", "").startswith("https://"):
            return [f"{where}: not fetched by https"]
    elif kind == "git":
        if not re.fullmatch(r"[0-9a-f]{40}", source.get("commit", "")):
            return [f"{where}: no commit"]
    elif kind == "dir":
        if not os.path.exists(os.path.join(folder, source["path"], "meson.build")):
            return [f"{where}: no project there"]
    else:
        return [f"{where}: unknown kind “{kind}”"]
    return []


def check(manifest, folder, app_id, program):
    """All faults of the manifest."""
    faults = []
    for key, wanted in (("id", app_id), ("command", program), ("runtime", "org.gnome.Platform")):
        if manifest.get(key) != wanted:
            faults.append(f"{key} is “{manifest.get(key)}”, not “{wanted}”")
    arguments = manifest.get("finish-args", [])
    # Serial lines and raw HID have no finer permission.
    for needed in ("--device=all", "--socket=wayland", "--socket=fallback-x11", "--share=ipc"):
        if needed not in arguments:
            faults.append(f"{needed} is missing")
    if any(argument.startswith(("--filesystem", "--share=network")) for argument in arguments):
        faults.append("more is allowed than the program needs")
    names = [module["name"] for module in manifest["modules"]]
    for needed in ("stockfish", "hidapi", "chess-ledger"):
        if needed not in names:
            faults.append(f"no module {needed}")
    for module in manifest["modules"]:
        for source in module["sources"]:
            faults += check_source(module, source, folder)
    return faults


def main():
    path, app_id, program = sys.argv[1:4]
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    faults = check(manifest, os.path.dirname(path), app_id, program)
    builder = shutil.which("flatpak-builder")
    if builder:
        run = subprocess.run([builder, "--show-manifest", path], capture_output=True, text=True)
        if run.returncode != 0 or json.loads(run.stdout)["id"] != app_id:
            faults.append(f"flatpak-builder: {run.stderr.strip()}")
    else:
        print("flatpak-builder --show-manifest skipped: it is not installed")
    print("\n".join(faults) or f"{len(manifest['modules'])} modules")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
