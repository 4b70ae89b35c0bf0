#!/bin/sh
# Signed deliveries of GitHub, as fast as sixteen connections can send them: are 500 a second taken, and is
# each in the database that was answered with 2xx?
# Prints a table; exit 0 when every promise is kept, else 1.
# usage: benchmarks/deliveries-500.sh [DELIVERIES]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.ManyDeliveries "${1:-20000}"
