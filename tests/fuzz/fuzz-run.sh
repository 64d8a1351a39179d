#!/bin/sh
# fuzz-run.sh FUZZER SCRATCH CORPUS: fuzzes for CHESS_LEDGER_FUZZ_SECONDS (5, in thorough runs 60). What the
# fuzzer finds on the way goes to SCRATCH, so that CORPUS, in the source tree, stays as it is.
# SPDX-License-Identifier: GPL-3.0-or-later
seconds=${CHESS_LEDGER_FUZZ_SECONDS:-${CHESS_LEDGER_THOROUGH:+60}}
mkdir -p "$2"
exec "$1" -max_total_time="${seconds:-5}" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
  -artifact_prefix="$2/../" "$2" "$3"
