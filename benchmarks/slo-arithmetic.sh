#!/bin/sh
# Budget arithmetic of one SLO by JMH: a tick (alerts and budget) and a new minute. About two
# minutes.
# usage: benchmarks/slo-arithmetic.sh [JMH'S OPTIONS]
set -eu
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"
jars="benchmarks/target/classes:benchmarks/target/lib/*:engine/target/nines.jar:engine/target/lib/*"
generated=benchmarks/target/jmh
rm -rf "$generated"
mkdir -p "$generated"
"$JAVA_HOME/bin/java" -cp "$jars" org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator \
  benchmarks/target/classes "$generated" "$generated" >/dev/null
find "$generated" -name '*.java' -exec "$JAVA_HOME/bin/javac" -nowarn -cp "$jars" -d "$generated" {} +
exec "$JAVA_HOME/bin/java" -cp "$generated:$jars" org.openjdk.jmh.Main \
  -jvmArgs "-XX:+UseSerialGC" -f 2 -wi 5 -w 1 -i 5 -r 2 "$@" BudgetArithmetic
