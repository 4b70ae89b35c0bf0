# shellcheck shell=sh
# Sourced by the benchmarks: builds Nines and them, outside of what is measured, and says how to run
# one: benchmark CLASS [ARGUMENT...]
cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." || exit
# shellcheck source=deploy/jdk.sh
. deploy/jdk.sh
find_jdk javac

./mvnw -q -Pbenchmarks -pl benchmarks -am -DskipTests -Dspotless.check.skip package
./nines check >/dev/null # so that the launcher builds now, if it must, and not while the clock runs

benchmark() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m \
    -cp "benchmarks/target/classes:engine/target/nines.jar:engine/target/lib/*" "$@"
}
