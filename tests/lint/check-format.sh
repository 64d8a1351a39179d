#!/bin/sh
# Every tracked C file as .clang-format has it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
cd "$1" || exit 1
git ls-files '*.c' '*.h' | grep -v '^tests/lint/cases/' | xargs clang-format --dry-run -Werror
