#!/bin/sh
# What tracing every run costs: two Nines at the same time with the same probes, one with tracing off
# and one with all runs sent to a collector. Prints CPU per 1,000 runs of both; exit 0 when the
# second takes less than 15 % more, else 1.
# usage: benchmarks/tracing-cost.sh [PROBES [SECONDS]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.TracingCost "${1:-2000}" "${2:-90}"
