#!/usr/bin/env bash
# Measures Loadline against nginx and a bare Kestrel forwarder on one machine in one run; prints one JSON on stdout.
#   --quick           a smoke of some seconds: one short round, fewer requests and streams, no warm-up to speak of
#   --duration S      seconds of each wrk run (5)
#   --rounds N        rounds; the targets take turns in each (3)
#   --connections N   wrk's connections (64)
#   --only a,b        of: direct,nginx,forwarder,passthrough,auto (all)
# Warm-up is 8 s a target and kind: tiered compilation on one busy core is not done sooner.
# Needs dotnet, nginx, wrk, jq, curl, taskset, pgrep. Exits 1 when any request failed or a target did not start, 2 on bad usage.
# With four cores or more the gateways get the first quarter of them, load and upstream the rest, so that the gateway is what saturates
# (BENCH_GATEWAY_CORES=N: the first N); with fewer all share all. "foreign_cores" is what other programs took meanwhile: near 0, or rerun.
set -euo pipefail
cd "$(dirname "$0")/../.."

duration=5 rounds=3 connections=64 warmup=8 latency_n=5000 latency_warmup=1000 streams=1000 hold=5 quick=false
targets=(direct nginx forwarder passthrough auto)
while [ $# -gt 0 ]; do
  case "$1" in
    --quick) quick=true duration=1 rounds=1 connections=16 warmup=1 latency_n=300 latency_warmup=100 streams=100 hold=2; shift ;;
    --duration) duration=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    --connections) connections=$2; shift 2 ;;
    --only) IFS=, read -r -a targets <<<"$2"; shift 2 ;;
    *) sed -n '2,11p' "$0" >&2; exit 2 ;;
  esac
done
for tool in dotnet nginx wrk jq curl taskset pgrep; do
  PATH="$PATH:/usr/sbin" command -v "$tool" >/dev/null || { echo "run.sh needs $tool" >&2; exit 2; }
done
export PATH="$PATH:/usr/sbin"
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"

tmp=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
say() { echo "bench: $*" >&2; }
fail() { say "$*"; exit 1; }
has() { [[ " ${targets[*]} " == *" $1 "* ]]; }

cores=$(nproc)
if [ "$cores" -ge 4 ]; then
  gateway_cores=${BENCH_GATEWAY_CORES:-$((cores / 4))}
  pinning="gateways on cores 0-$((gateway_cores - 1)), load and upstream on $gateway_cores-$((cores - 1))"
  on_gateway=(taskset -c "0-$((gateway_cores - 1))") on_load=(taskset -c "$gateway_cores-$((cores - 1))")
else
  gateway_cores=$cores pinning="none: $cores cores shared by all"
  on_gateway=() on_load=()
fi

next_port=${BENCH_BASE_PORT:-18400}
free_port() { # sets $port
  while (exec 3<>"/dev/tcp/127.0.0.1/$next_port") 2>/dev/null; do next_port=$((next_port + 1)); done
  port=$next_port next_port=$((next_port + 1))
}

# --- build, once ---
projects=(bench/load/FastUpstream bench/load/LatencyClient)
has forwarder && projects+=(bench/load/Forwarder)
{ has passthrough || has auto; } && projects+=(src/Loadline.Cli)
for project in "${projects[@]}"; do
  say "building $project"
  dotnet build -c Release --nologo -v q "$project" >"$tmp/build.log" 2>&1 || { cat "$tmp/build.log" >&2; exit 1; }
done
bin=artifacts/bin

# --- bodies: MODEL and what a stream adds ---
body() { sed "s/%MODEL%/$1/; s/%EXTRA%/$2/" bench/load/body.json | tr -d '\n' >"$3"; }
for model in bench auto; do
  body "$model" "" "$tmp/plain.$model"
  body "$model" '"stream":true,"stream_options":{"include_usage":true},' "$tmp/stream.$model"
  body "$model" '"stream":true,"bench_chunks":3600,"bench_gap_ms":1000,' "$tmp/hold.$model"
done
model_of() { [ "$1" = auto ] && echo auto || echo bench; }

# --- start ---
# The same runtime settings for every .NET process.
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 DOTNET_gcServer="${BENCH_GCSERVER:-0}" DOTNET_TieredPGO=1
export DOTNET_ENVIRONMENT=Production ASPNETCORE_ENVIRONMENT=Production
declare -A port_of pid_of
start() { # name, then the command
  local name=$1; shift
  "$@" >"$tmp/$name.log" 2>&1 &
  pid_of[$name]=$! pids+=($!)
}
post() { # name, kind, seconds
  curl -sfN -m "$3" -H 'Content-Type: application/json' --data-binary "@$tmp/$2.$(model_of "$1")" "http://127.0.0.1:${port_of[$1]}/v1/chat/completions"
}
await() { # name: until it answers a request well
  local name=$1 reply
  for _ in $(seq 300); do
    kill -0 "${pid_of[$name]}" 2>/dev/null || { cat "$tmp/$name.log" >&2; fail "$name ended at start"; }
    reply=$(post "$name" plain 2 2>/dev/null) || reply=
    if [[ $reply == *"load line"* ]]; then
      reply=$(post "$name" stream 5) || fail "$name: the stream broke"
      [[ $reply == *"data: [DONE]"* ]] || fail "$name: the stream has no [DONE]"
      return
    fi
    sleep 0.1
  done
  cat "$tmp/$name.log" >&2
  fail "$name does not answer"
}
free_port; upstream=$port port_of[direct]=$port
BENCH_PORT=$upstream start direct "${on_load[@]}" dotnet "$bin/FastUpstream/release/FastUpstream.dll"
await direct
export BENCH_UPSTREAM="http://127.0.0.1:$upstream" BENCH_UPSTREAM_URL="http://127.0.0.1:$upstream/v1"
for name in "${targets[@]}"; do
  [ "$name" = direct ] && continue
  free_port; port_of[$name]=$port
  case "$name" in
    nginx)
      mkdir -p "$tmp/nginx"
      sed "s#WORKERS#$gateway_cores#; s#DIR#$tmp/nginx#g; s#UPSTREAM#$upstream#; s#PORT#$port#" bench/load/nginx.conf >"$tmp/nginx/nginx.conf"
      [ "$(id -u)" = 0 ] && echo "user root;" >>"$tmp/nginx/nginx.conf"
      start nginx "${on_gateway[@]}" nginx -p "$tmp/nginx" -e "$tmp/nginx/error.log" -c "$tmp/nginx/nginx.conf" -g 'daemon off;' ;;
    forwarder) BENCH_PORT=$port start forwarder "${on_gateway[@]}" dotnet "$bin/Forwarder/release/Forwarder.dll" ;;
    passthrough|auto)
      start "$name" "${on_gateway[@]}" dotnet "$bin/Loadline.Cli/release/loadline.dll" serve --config "bench/load/$name.yaml" --urls "http://127.0.0.1:$port" ;;
    *) say "unknown target $name"; exit 2 ;;
  esac
  await "$name"
done

# --- measuring one process: itself and its children (nginx's workers) ---
tree() { echo "${pid_of[$1]}"; pgrep -P "${pid_of[$1]}" || true; }
cpu_ticks() { for pid in $(tree "$1"); do sed 's/.*) //' "/proc/$pid/stat"; done | awk '{ t += $12 + $13 } END { print t }'; }
status_kb() { for pid in $(tree "$1"); do grep "^$2:" "/proc/$pid/status"; done | awk '{ t += $2 } END { print t }'; }
tick_us=$((1000000 / $(getconf CLK_TCK)))

machine_ticks() { awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 }' /proc/stat; }

drive() { # name, kind, round (0: warm-up), seconds
  local name=$1 kind=$2 round=$3 seconds=$4 gateway upstream_ticks=0 machine line load
  local TIMEFORMAT='%U %S'
  machine=$(machine_ticks) gateway=$(cpu_ticks "$name")
  [ "$name" = direct ] || upstream_ticks=$(cpu_ticks direct)
  { time BENCH_BODY="$tmp/$kind.$(model_of "$name")" "${on_load[@]}" wrk -t1 -c"$connections" -d"${seconds}s" --timeout 10s \
    -s bench/load/wrk/post.lua "http://127.0.0.1:${port_of[$name]}/v1/chat/completions" >"$tmp/wrk.out" 2>&1; } 2>"$tmp/wrk.time"
  gateway=$(($(cpu_ticks "$name") - gateway)) machine=$(($(machine_ticks) - machine))
  [ "$name" = direct ] || upstream_ticks=$(($(cpu_ticks direct) - upstream_ticks))
  load=$(awk '{ print $1 + $2 }' "$tmp/wrk.time") line=$(tail -n 1 "$tmp/wrk.out")
  jq -c --arg target "$name" --arg kind "$kind" --argjson round "$round" --argjson tick "$tick_us" --argjson cores "$gateway_cores" \
    --argjson gateway "$gateway" --argjson upstream "$upstream_ticks" --argjson machine "$machine" --argjson load "$load" \
    '. + {target: $target, kind: $kind, round: $round, cpu_us_per_request: ($gateway * $tick / ([.requests, 1] | max)),
      busy: ($gateway * $tick / 1e6 / .seconds / $cores), foreign: ((($machine - $gateway - $upstream) * $tick / 1e6 - $load) / .seconds)}' \
    <<<"$line" >>"$tmp/wrk.jsonl" || { cat "$tmp/wrk.out" >&2; fail "wrk on $name"; }
}

say "$pinning; ${targets[*]}; $rounds rounds of ${duration}s"
for name in "${targets[@]}"; do
  jq -nc --arg t "$name" --argjson kb "$(status_kb "$name" VmRSS)" '{target: $t, idle_kb: $kb}' >>"$tmp/memory.jsonl"
done
for name in "${targets[@]}"; do
  for kind in plain stream; do drive "$name" "$kind" 0 "$warmup"; done
done
for round in $(seq "$rounds"); do
  say "round $round"
  for i in "${!targets[@]}"; do
    # Each round begins with another target.
    name=${targets[$(((i + round - 1) % ${#targets[@]}))]}
    for kind in plain stream; do drive "$name" "$kind" "$round" "$duration"; done
  done
done
for name in "${targets[@]}"; do
  jq -nc --arg t "$name" --argjson kb "$(status_kb "$name" VmRSS)" --argjson peak "$(status_kb "$name" VmHWM)" \
    '{target: $t, load_kb: $kb, peak_kb: $peak}' >>"$tmp/memory.jsonl"
done

say "latency at concurrency 1"
client=("${on_load[@]}" dotnet "$bin/LatencyClient/release/LatencyClient.dll")
for kind in plain stream; do
  specs=()
  for name in "${targets[@]}"; do specs+=("$name=${port_of[$name]}=$tmp/$kind.$(model_of "$name")"); done
  "${client[@]}" latency --requests "$latency_n" --warmup "$latency_warmup" "${specs[@]}" >"$tmp/latency.$kind"
done

say "$streams open streams"
echo '{}' >"$tmp/held"
for name in "${targets[@]}"; do
  [ "$name" = direct ] && continue
  pid_args=(); for pid in $(tree "$name"); do pid_args+=(--pid "$pid"); done
  "${client[@]}" hold --streams "$streams" --seconds "$hold" "${pid_args[@]}" "$name=${port_of[$name]}=$tmp/hold.$(model_of "$name")" >"$tmp/held.one"
  jq -c --arg t "$name" --slurpfile one "$tmp/held.one" '. + {($t): $one[0]}' "$tmp/held" >"$tmp/held.new" && mv "$tmp/held.new" "$tmp/held"
done

jq -n -f bench/load/report.jq --slurpfile wrk "$tmp/wrk.jsonl" --slurpfile memory "$tmp/memory.jsonl" \
  --slurpfile plain "$tmp/latency.plain" --slurpfile stream "$tmp/latency.stream" --slurpfile held "$tmp/held" \
  --arg pinning "$pinning" --argjson cores "$cores" --argjson workers "$gateway_cores" --argjson quick "$quick" --argjson duration "$duration" \
  --argjson connections "$connections" --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" --arg dotnet "$(dotnet --version)" \
  --arg nginx "$(nginx -v 2>&1 | sed 's#.*/##')" --arg gc "$DOTNET_gcServer" >"$tmp/report.json"
cat "$tmp/report.json"
jq -e '.failed_requests == 0 and ([.open_streams[] | .held == .streams] | all)' "$tmp/report.json" >/dev/null || fail "requests failed or streams were lost"
