#!/bin/sh
# What does a scrape of /metrics cost with 10,000 declared HTTP probes and 1,000 SLOs, and with 100
# probes? Time, size, what is allocated, and how much later probes start while it goes on. Prints a
# table, with what blackbox_exporter pays for as many targets (which needs
# prometheus-blackbox-exporter); exit 0 when every promise is kept, else 1.
# usage: benchmarks/scrapes.sh [PROBES [SECONDS]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.Scrapes "${1:-10000}" "${2:-120}"
