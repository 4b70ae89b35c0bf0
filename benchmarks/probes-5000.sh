#!/bin/sh
# 5,000 declared HTTP probes every 10 s against a local server, for three minutes: is every run made
# in time, and every result stored? Prints a table; exit 0 when every promise is kept, else 1.
# usage: benchmarks/probes-5000.sh [PROBES [SECONDS]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.ManyProbes "${1:-5000}" "${2:-180}"
