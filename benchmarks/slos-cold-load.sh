#!/bin/sh
# A Nines with 10,000 SLOs is started on 30 days of history, 7.2 million hour rows: how long it
# takes until all are evaluated, and what it has in memory then. Writing the rows takes some minutes
# and 5 GB below TMPDIR, which are removed. Exit 0 when the promise is kept, else 1.
# usage: benchmarks/slos-cold-load.sh [SLOS [SECONDS_BETWEEN_RUNS [FOLDER]]]
# SECONDS_BETWEEN_RUNS is 30 or 45; with a FOLDER the rows stay there and are read again next time.
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
# the heap of the shipped launcher, 256 MiB, is for hundreds of SLOs
export NINES_JAVA_OPTS="-Xmx1g ${NINES_JAVA_OPTS:-}"
benchmark dev.nines.benchmarks.ColdLoad "${1:-10000}" "${2:-30}" ${3:+"$3"}
