#!/bin/sh
# Nines is killed by kill -9 200 times at random, while targets come and go, receivers fail and the
# database restarts: was everybody told of the open and the end of every incident, and do all
# figures follow from what is stored? Prints what came; exit 0 when it is so, else not.
# usage: benchmarks/kills-200.sh [KILLS]
set -eu
cd -- "$(dirname -- "$(readlink -f -- "$0")")/.."
exec ./mvnw -q -Djacoco.skip=true -pl engine -am verify -Dnines.kills="${1:-200}" \
  -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=KilledAtRandomIT -Dfailsafe.failIfNoSpecifiedTests=false
