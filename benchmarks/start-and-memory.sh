#!/bin/sh
# From the command to the first stored result, on a fresh and on an initialised data folder, and the
# JVM's memory with 10 probes. Prints the figures; exit 0 when every promise is kept, else 1.
# usage: benchmarks/start-and-memory.sh [STARTS [SECONDS_OF_MEMORY]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.StartAndMemory config.yml "${1:-5}" "${2:-180}"
