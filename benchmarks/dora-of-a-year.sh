#!/bin/sh
# A service's DORA figures of a year, from the tables to the numbers, in an embedded PostgreSQL with
# 100,000 deployments and 5,000 incidents of 50 services. Exit 0 when the promise is kept, else 1.
# usage: benchmarks/dora-of-a-year.sh [SERVICES [DEPLOYMENTS [INCIDENTS]]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.DoraOfAYear "${1:-50}" "${2:-100000}" "${3:-5000}"
