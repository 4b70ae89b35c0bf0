#!/bin/sh
# 10,000 SLOs over 30-day windows with four alert pairs in memory: what they take, what evaluating
# all of them costs, and what moving on by a minute does. Exit 0 when every promise is kept, else 1.
# usage: benchmarks/slos-10000.sh [SLOS]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.ManySlos "${1:-10000}"
