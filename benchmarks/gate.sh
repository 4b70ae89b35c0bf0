#!/bin/sh
# How fast does the gate answer while 1,000 declared HTTP probes run every 10 s, beside 5,000
# incidents and 100,000 deployments? Prints a table; exit 0 when its p99 is below 50 ms, else 1.
# usage: benchmarks/gate.sh [PROBES [SECONDS]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.GateUnderLoad "${1:-1000}" "${2:-60}"
