#!/bin/sh
# CPU per 1,000 probes of Nines' /probe beside blackbox_exporter's and a bare loop of sockets, then
# the memory of 2,000 concurrent targets that hang. Prints the figures; exit 0 when every promise is
# kept, else 1. Needs prometheus-blackbox-exporter.
# usage: benchmarks/probe-side-by-side.sh [PROBES_A_ROUND [TARGETS]]
# KEY=RSA gives the server RSA keys in place of elliptic curves.
set -eu
command -v prometheus-blackbox-exporter >/dev/null || {
  echo "prometheus-blackbox-exporter is not installed (Debian: apt-get install it)" >&2
  exit 2
}
# shellcheck source=benchmarks/prepare.sh
. "$(dirname -- "$(readlink -f -- "$0")")/prepare.sh"

# A root, an intermediate authority and a server, as on the public Internet.
keys=$(mktemp -d)
trap 'rm -rf -- "$keys"' EXIT
store=$keys/server.p12
keytool() {
  "$JAVA_HOME/bin/keytool" "$@" -storetype PKCS12 -keystore "$store" -storepass changeit 2>/dev/null
}
key() {
  if [ "${KEY:-EC}" = RSA ]; then
    keytool -genkeypair -keyalg RSA -keysize 2048 "$@"
  else
    keytool -genkeypair -keyalg EC -groupname secp256r1 "$@"
  fi
}
key -alias root -dname CN=Root -ext bc:c
key -alias middle -dname CN=Middle
key -alias server -dname CN=localhost
keytool -exportcert -rfc -alias root >"$keys/authority.pem"
keytool -certreq -alias middle | keytool -gencert -rfc -alias root -ext bc:c=ca:true,pathlen:0 \
  >"$keys/middle.pem"
keytool -importcert -noprompt -alias middle -file "$keys/middle.pem"
keytool -certreq -alias server | keytool -gencert -rfc -alias middle \
  -ext san=ip:127.0.0.1,dns:localhost >"$keys/server.pem"
cat "$keys/server.pem" "$keys/middle.pem" "$keys/authority.pem" >"$keys/chain.pem"
keytool -importcert -noprompt -alias server -file "$keys/chain.pem"
keytool -delete -alias root
keytool -delete -alias middle

benchmark dev.nines.benchmarks.sidebyside.ProbeSideBySide "$keys" "${1:-4000}" "${2:-2000}"
