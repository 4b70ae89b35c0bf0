# shellcheck shell=sh
# Sourced by mvnw and nines: find_jdk TOOL sets JAVA_HOME to a JDK >= 25 that has TOOL (java or
# javac), looking at JAVA_HOME, PATH and the places where JDKs are usually kept.

# java_major HOME TOOL: the feature release of the JDK in HOME, nothing where there is none.
java_major() {
  [ -x "$1/bin/$2" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*$/\1/p' "$1/release"
}

find_jdk() {
  on_path=$(command -v "$1" 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    on_path=${on_path%/bin/*}
  fi
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    major=$(java_major "$home" "$1")
    if [ -n "$major" ] && [ "$major" -ge 25 ]; then
      JAVA_HOME=$home
      return 0
    fi
  done
  {
    echo "Nines needs a JDK 25 or newer, and none was found in JAVA_HOME, on PATH or in /usr/lib/jvm."
    echo "Get one with your package manager (Debian 13: apt-get install openjdk-25-jdk-headless) or from"
    echo "https://adoptium.net/temurin/releases/?version=25, then set JAVA_HOME to its folder."
  } >&2
  exit 2
}
