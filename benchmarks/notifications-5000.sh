#!/bin/sh
# 1,000 services that fail together, told to five webhooks: are all incidents open within two ticks,
# are all 5,000 notifications out within a minute, and do the probes keep their time meanwhile?
# Prints a table; exit 0 when every promise is kept, else 1.
# usage: benchmarks/notifications-5000.sh [SERVICES [CHANNELS]]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
benchmark dev.nines.benchmarks.ManyNotifications "${1:-1000}" "${2:-5}"
