#!/usr/bin/env python3
"""The house rules that a program can check.

Usage: check-source.py ROOT        check every tracked source file below ROOT
       check-source.py --self-test FOLDER   each rule must find its bad example and pass its good one

A rule is a generator from a Source to (line, message). The way out of a rule, for one place and with a reason:
a comment `lint: allow RULE: why` on the line or the one before it; for whole-file rules, anywhere in the first
ten lines. SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import re
import subprocess
import sys

RULES = {}


def rule(name):
    def register(function):
        RULES[name] = function
        return function

    return register


class Source:
    """One file: its text, and the same text with comments and strings blanked so that code rules see only code."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.is_header = path.endswith(".h")
        self.code = blank(text)
        self.code_lines = self.code.split("\n")
        parts = path.split("/")
        self.layer = parts[1] if parts[0] == "src" and len(parts) > 2 else None
        self.in_tests = parts[0] == "tests"

    def functions(self):
        """(name, first line, last line, parameter text) of each function definition; GNU style makes it easy:
        a name in column one, followed later by braces in column one."""
        for match in re.finditer(r"^(\w+) \(([^;{}]*?)\)\n\{\n(.*?)^\}", self.code, re.M | re.S):
            first = self.code.count("\n", 0, match.start()) + 1
            last = self.code.count("\n", 0, match.end()) + 1
            yield match.group(1), first, last, match.group(2)


def blank(text):
    """Comments and string contents become spaces; line feeds stay."""

    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group(0))

    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda m: spaces(m) if m.group(0)[0] == "/" else '"' + spaces(m)[1:-1] + '"', text, flags=re.S)


def each_match(source, pattern, message, flags=0):
    for number, line in enumerate(source.code_lines, 1):
        if re.search(pattern, line, flags):
            yield number, message


@rule("opening")
def check_opening(source):
    head = "\n".join(source.lines[:40])
    name = os.path.basename(source.path)
    if not source.text.startswith(f"/* {name}: "):
        yield 1, f"the file must open with “/* {name}: why it exists”"
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in head:
        yield 1, "the SPDX-License-Identifier is missing from the opening comment"


@rule("pragma-once")
def check_pragma_once(source):
    if source.is_header and "#pragma once" not in source.text:
        yield 1, "a header needs #pragma once"


@rule("file-length")
def check_file_length(source):
    if len(source.lines) > 700 and not source.is_header:
        yield 1, f"{len(source.lines)} lines; split by concern (700 at most)"


@rule("function-length")
def check_function_length(source):
    for name, first, last, _ in source.functions():
        if last - first > 100 and not name.endswith("_class_init"):
            yield first, f"{name} has {last - first} lines (100 at most)"


@rule("parameters")
def check_parameters(source):
    for name, first, _, parameters in source.functions():
        if re.match(r"G_DEFINE_|\w+_measure$", name):
            continue  # macros; vfuncs have the parameters they have
        if parameters.count(",") >= 6:
            yield first, f"{name} takes {parameters.count(',') + 1} parameters (6 at most)"


@rule("nesting")
def check_nesting(source):
    for name, first, last, _ in source.functions():
        depth = deepest = 0
        for character in "\n".join(source.code_lines[first - 1:last]):
            depth += (character == "{") - (character == "}")
            deepest = max(deepest, depth)
        if deepest > 5:
            yield first, f"{name} nests {deepest} levels of braces (5 at most, its own included)"


@rule("goto")
def check_goto(source):
    yield from each_match(source, r"\bgoto\b", "no goto: use g_autoptr or a function of its own")


@rule("line-comment")
def check_line_comment(source):
    for number, line in enumerate(source.lines, 1):
        if re.match(r"\s*//", line):
            yield number, "comments are /* … */"


@rule("unfinished")
def check_unfinished(source):
    for number, line in enumerate(source.lines, 1):
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
            yield number, "finish it, or leave it to an issue"


@rule("tabs")
def check_tabs(source):
    for number, line in enumerate(source.lines, 1):
        if "\t" in line:
            yield number, "tab character"
        if line != line.rstrip():
            yield number, "blank space at the end of the line"


@rule("pure-core")
def check_pure_core(source):
    if source.layer == "chess" and not source.path.endswith("-generate.c"):  # a generator runs when building
        yield from each_match(source, r"#\s*include <g(lib|io|tk)|\bg_[a-z]+_?\w* \(|\b(malloc|calloc|realloc) \(",
                              "src/chess is pure C11: no GLib, no allocation")


@rule("upward-include")
def check_upward_include(source):
    for number, line in enumerate(source.lines, 1):
        if re.match(r'\s*#\s*include\s+"\.\./', line):
            yield number, "include by name; the layer's meson.build says what it may use"


@rule("sqlite")
def check_sqlite(source):
    if source.layer and source.layer not in ("ledger", "consumers"):
        for number, line in enumerate(source.lines, 1):
            if re.match(r"\s*#\s*include\s*<sqlite3", line):
                yield number, "only ledger and consumers know SQLite"


@rule("toolkit")
def check_toolkit(source):
    if source.layer and source.layer not in ("widgets", "app"):
        for number, line in enumerate(source.lines, 1):
            if re.match(r"\s*#\s*include\s*<(gtk|adwaita|gdk)", line):
                yield number, "only widgets and app know GTK"


@rule("ledger-in-widgets")
def check_ledger_in_widgets(source):
    if source.layer == "widgets":
        for number, line in enumerate(source.lines, 1):
            if re.match(r'\s*#\s*include\s*"cl-(ledger|reader|event|session|fact|game|runner)\.h"', line):
                yield number, "widgets know values and models, never the ledger"


@rule("mutable-global")
def check_mutable_global(source):
    if source.in_tests:
        return
    allowed = r"\bconst\b|GParamSpec|guint signals|_Thread_local|G_DEFINE|gsize \w*(once|init)|GOnce|GQuark|volatile"
    for number, line in enumerate(source.code_lines, 1):
        if re.match(r"static [\w\s\*]+(\[[^\]]*\])*\s*(=.*)?;$", line) and not re.search(allowed, line):
            yield number, "no mutable state at file scope"


@rule("object-data")
def check_object_data(source):
    yield from each_match(source, r"g_object_set_data\b", "no g_object_set_data as a struct: use a field or a subclass")


@rule("bare-assert")
def check_bare_assert(source):
    if source.in_tests:
        yield from each_match(source, r"\bg_assert \(|[^_]\bassert \(", "tests say what they compare: g_assert_cmp…")


@rule("later-deprecated")
def check_later_deprecated(source):
    if source.layer in ("widgets", "app") and "gtk-compat" not in source.path:
        yield from each_match(
            source,
            r"\b(gtk_tree_view|gtk_list_store|gtk_combo_box|gtk_cell_renderer|gtk_icon_view|gtk_entry_completion|gtk_dialog_"
            r"|gtk_message_dialog|gtk_info_bar|gtk_statusbar|gtk_assistant|gtk_widget_(show|hide) |gtk_widget_get_allocat"
            r"|gtk_widget_translate_coordinates|gtk_file_chooser_native|gtk_style_context_lookup_color"
            r"|gtk_css_provider_load_from_data|adw_message_dialog_new|adw_about_window_new)",
            "deprecated after GTK 4.8: use its successor, or cl-gtk-compat.c")


@rule("get-type-const")
def check_get_type_const(source):
    yield from each_match(source, r"G_GNUC_CONST", "get_type () is not const")


@rule("absolute-path")
def check_absolute_path(source):
    for number, line in enumerate(source.lines, 1):
        if re.search(r"/(work|home|root)/", line):
            yield number, "a path of one machine"


def allowed(source, name, number):
    whole_file = name in ("opening", "file-length", "pragma-once")
    places = source.lines[:10] if whole_file else source.lines[max(0, number - 4):number]
    return any(re.search(rf"lint: allow {name}: \S", line) for line in places)


def check(source, rules=None):
    for name, function in RULES.items():
        if rules and name not in rules:
            continue
        for number, message in function(source):
            if not allowed(source, name, number):
                yield name, number, message


def check_potfiles(root, sources):
    listed = set(open(os.path.join(root, "po/POTFILES"), encoding="utf-8").read().split())
    for source in sources:
        if source.path.startswith("src/") and re.search(r'\b(_|C_|N_|ngettext) \(', source.code):
            if source.path not in listed:
                yield source.path, "has strings to translate but is not in po/POTFILES"


def tracked(root):
    names = subprocess.run(["git", "-C", root, "ls-files", "*.c", "*.h"], capture_output=True, text=True)
    if names.returncode == 0:
        return names.stdout.split()
    return [os.path.relpath(os.path.join(folder, name), root)  # a source package without its history
            for top in ("src", "tests") for folder, _, files in os.walk(os.path.join(root, top))
            for name in files if name.endswith((".c", ".h"))]


def check_tree(root):
    sources = [Source(path, open(os.path.join(root, path), encoding="utf-8").read())
               for path in tracked(root) if not path.startswith("tests/lint/cases/") and os.path.exists(os.path.join(root, path))]
    faults = 0
    for source in sources:
        for name, number, message in check(source):
            print(f"{source.path}:{number}: {message} [{name}]")
            faults += 1
    for path, message in check_potfiles(root, sources):
        print(f"{path}: {message} [potfiles]")
        faults += 1
    print(f"{len(sources)} files, {faults} faults")
    return faults


def self_test(folder):
    """cases/RULE.bad and cases/RULE.good hold a file each; their first line is the path they pretend to have."""
    faults = 0
    for name in RULES:
        for kind in ("bad", "good"):
            path, _, text = open(os.path.join(folder, f"{name}.{kind}"), encoding="utf-8").read().partition("\n")
            found = list(check(Source(path, text), [name]))
            if bool(found) != (kind == "bad"):
                print(f"{name}.{kind}: {'nothing found' if kind == 'bad' else found}")
                faults += 1
    print(f"{len(RULES)} rules, {faults} faults")
    return faults


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--self-test":
        sys.exit(1 if self_test(sys.argv[2]) else 0)
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(1 if check_tree(sys.argv[1]) else 0)
