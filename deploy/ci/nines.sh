#!/bin/sh
# What a pipeline says to Nines and asks it. Needs a POSIX shell and curl, nothing else.
#
#   nines.sh gate SERVICE             may it be deployed? 0 go, 1 hold, 2 wrong usage, 3 cannot say
#   nines.sh deployed SERVICE RESULT  records a deployment that has ended; RESULT as any CI calls it
#   nines.sh watch SERVICE SECONDS    1 as soon as it is worse than when the deployment began, 0 when
#                                     time is up, 3 where that cannot be said
#
#   NINES_URL            where Nines is, such as https://nines.example.com
#   NINES_TOKEN          a token: read is enough for gate and watch, deployed needs write
#   NINES_ON_UNKNOWN     go or hold: what to do where it cannot be said
#   NINES_DEPLOYMENT_ID  of deployed: told again under the same id, it is the same deployment
#   NINES_ENVIRONMENT NINES_VERSION NINES_SHA NINES_STARTED_AT NINES_COMMITTED_AT NINES_RUN_URL
#                        of deployed, each if known; environment is production otherwise, and the
#                        time of the commit is asked of git
#   NINES_STARTED_AT     of watch too, in UTC, such as 2026-11-29T12:00:00Z: what was wrong before the
#                        watch is worse as well where it began since; without it the watch's own start
set -euf

say() {
  echo "nines: $*" >&2
}

wrong() {
  say "$*"
  exit 2
}

# call METHOD PATH ACCEPT [BODY]: the answer goes to $answer, its status to $status. The token goes
# by standard input: a command line is read by everybody on the machine.
call() {
  method=$1 path=$2 accept=$3 body=${4:-}
  set -- --silent --show-error --max-time 15 --request "$method" --header @- \
    --header "Accept: $accept" --write-out '\n%{http_code}'
  if [ -n "$body" ]; then
    set -- "$@" --header 'Content-Type: application/json' --data-binary "$body"
  fi
  answer=$(
    if [ -n "${NINES_TOKEN:-}" ]; then
      printf 'Authorization: Bearer %s\n' "$NINES_TOKEN"
    fi | curl "$@" "${NINES_URL%/}$path"
  ) || answer="
000"
  status=${answer##*
}
  answer=${answer%
*}
}

# cannot_say WHY: ends as NINES_ON_UNKNOWN says
cannot_say() {
  case ${NINES_ON_UNKNOWN:-} in
    go)
      echo "go: as asked for what cannot be said, since $1"
      exit 0
      ;;
    hold)
      echo "hold: as asked for what cannot be said, since $1"
      exit 1
      ;;
  esac
  echo "unknown: $1"
  exit 3
}

# ask SERVICE: the gate's lines go to $answer; false where nobody answers
ask() {
  call GET "/api/v1/gate/$1" text/plain
  case $status in
    200) ;;
    4??) wrong "$answer" ;;
    *) return 1 ;;
  esac
}

gate() {
  ask "$1" || cannot_say "$NINES_URL does not answer (status $status)"
  sentence=$(printf '%s\n' "$answer" | sed -n 1p)
  case $sentence in
    unknown:*) cannot_say "${sentence#unknown: }" ;;
  esac
  printf '%s\n' "$answer" | sed '/^$/d; 2,$s/^/  /'
  case $sentence in
    go:*) exit 0 ;;
    hold:*) exit 1 ;;
    *) cannot_say "$NINES_URL does not answer as Nines does" ;;
  esac
}

# troubles: the names of what a deployment can be the cause of, out of the gate's lines
troubles() {
  printf '%s\n' "$answer" | sed -n \
    -e 's/^[a-z]* \(incident:[^ ]*\) .*/\1/p' \
    -e 's/^[a-z]* \(down:[^ ]*\) .*/\1/p' \
    -e 's/^hold \(burn:[^ ]*\) .*/\1/p'
}

# begun SINCE: the names of what says that it began at SINCE, digits alone, or later
begun() {
  printf '%s\n' "$answer" |
    sed -n \
      -e 's/^[a-z]* \(incident:[^ ]*\) incident [0-9]* ([a-z]*) is open since \([0-9T:-]*\)Z.*/\1 \2/p' \
      -e 's/^[a-z]* \(burn:[^ ]*\) .* burns too fast since \([0-9T:-]*\)Z.*/\1 \2/p' |
    while read -r name at; do
      if [ "$(printf %s "$at" | tr -d 'T:-')" -ge "$1" ]; then
        echo "$name"
      fi
    done
}

# started: NINES_STARTED_AT as digits alone, to the second; nothing where it is not set
started() {
  case ${NINES_STARTED_AT:-} in
    '') ;;
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z | \
      [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].*Z)
      printf %.19s "$NINES_STARTED_AT" | tr -d 'T:-'
      ;;
    *) wrong "NINES_STARTED_AT: expected UTC, such as 2026-11-29T12:00:00Z: $NINES_STARTED_AT" ;;
  esac
}

watch() {
  service=$1 seconds=$2
  case $seconds in
    '' | *[!0-9]*) wrong "SECONDS: expected a whole number: $seconds" ;;
  esac
  since=$(started) || exit 2
  ask "$service" || cannot_say "$NINES_URL does not answer (status $status)"
  fresh=" $([ -z "$since" ] || begun "$since" | tr '\n' ' ') "
  before=" "
  for trouble in $(troubles); do
    case $fresh in
      *" $trouble "*) ;;
      *) before="$before$trouble " ;;
    esac
  done
  begin=$(date +%s)
  heard=$begin
  told=
  while :; do
    now=$(date +%s)
    if ask "$service"; then
      why=$(printf '%s\n' "$answer" | sed -n 's/^unknown [^ ]* //p' | sed -n 1p)
    else
      why="$NINES_URL does not answer (status $status)"
      answer=
    fi
    [ -n "$why" ] || heard=$now
    line=${why:-$(printf '%s\n' "$answer" | sed -n 1p)}
    if [ "$line" != "$told" ]; then
      echo "$(date -u +%H:%M:%S) $line"
      told=$line
    fi
    for trouble in $(troubles); do
      case $before in
        *" $trouble "*) ;;
        *)
          echo "hold: $service is worse than before: $trouble"
          exit 1
          ;;
      esac
    done
    if [ -n "$why" ] && [ $((now - heard)) -ge 60 ]; then
      cannot_say "$why"
    fi
    [ $((now - begin)) -lt "$seconds" ] || break
    sleep 2
  done
  [ -z "$why" ] || cannot_say "$why"
  echo "go: $service is no worse than $seconds s ago"
}

# result WORD: as Nines calls it
result() {
  case $(printf %s "$1" | tr '[:upper:]' '[:lower:]') in
    success | succeeded | succeededwithissues | unstable) echo succeeded ;;
    failure | failed) echo failed ;;
    canceled | cancelled | aborted | not_built) echo canceled ;;
    *) wrong "RESULT: not one that is known, such as succeeded, failed or canceled: $1" ;;
  esac
}

# member NAME VALUE: adds to $json what is known
member() {
  if [ -n "$2" ]; then
    value=$(printf %s "$2" | tr -d '\000-\037' | sed 's/[\\"]/\\&/g')
    json="$json${json:+,}\"$1\":\"$value\""
  fi
}

deployed() {
  service=$1
  result=$(result "$2") || exit 2
  sha=${NINES_SHA:-$(git rev-parse HEAD 2>/dev/null || true)}
  json=
  member id "${NINES_DEPLOYMENT_ID:-$service-$(date +%s)-$$}"
  member service "$service"
  member environment "${NINES_ENVIRONMENT:-production}"
  member version "${NINES_VERSION:-}"
  member sha "$sha"
  member startedAt "${NINES_STARTED_AT:-}"
  member result "$result"
  member committedAt "${NINES_COMMITTED_AT:-$(git log -1 --format=%cI 2>/dev/null || true)}"
  member url "${NINES_RUN_URL:-}"
  call POST /api/v1/deployments application/json "{$json}"
  case $status in
    2??) echo "recorded: $service $result" ;;
    4??) wrong "$answer" ;;
    *)
      say "the deployment is not recorded, $NINES_URL does not answer (status $status)"
      exit 3
      ;;
  esac
}

[ -n "${NINES_URL:-}" ] || wrong "NINES_URL is not set"
case ${NINES_ON_UNKNOWN:-} in
  '' | go | hold) ;;
  *) wrong "NINES_ON_UNKNOWN: not one of go, hold: $NINES_ON_UNKNOWN" ;;
esac
case $#:${1:-} in
  2:gate) gate "$2" ;;
  3:deployed) deployed "$2" "$3" ;;
  3:watch) watch "$2" "$3" ;;
  *) wrong "usage: nines.sh gate SERVICE | deployed SERVICE RESULT | watch SERVICE SECONDS" ;;
esac
