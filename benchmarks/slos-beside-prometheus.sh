#!/bin/sh
# The share of good runs in 30 days, asked of a Prometheus and of Nines with the same samples: CPU of
# one answer, and whether they agree. Exit 0 when Nines needs at most a hundredth, else 1.
# usage: benchmarks/slos-beside-prometheus.sh [SERIES]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.SlosBesidePrometheus "${1:-20}"
