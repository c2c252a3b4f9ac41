#!/usr/bin/env bash
# What resilience costs where nothing fails: the same load through the same build with it on and off, and through another build, in turns.
#   --before DIR      another working tree, its src/Loadline.Cli built for Release: a target "before"
#   --duration S      seconds of each wrk run (4)
#   --rounds N        rounds; the targets take turns in each (5)
# Targets: off (breaker off, one deployment), plain (as it comes), on (two deployments, adaptive limit, hedging, idempotency, probes).
# Prints a line of JSON for each target and kind: medians over the rounds of CPU a request, requests a second, median and p99 latency.
# Gateways share core 0, load and upstream the others; only one target works at a time. Needs dotnet, wrk, jq, curl, taskset.
set -euo pipefail
cd "$(dirname "$0")/../.."
before="" duration=4 rounds=5 warmup=6 connections=32
while [ $# -gt 0 ]; do
  case "$1" in
    --before) before=$(realpath "$2"); shift 2 ;;
    --duration) duration=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    *) sed -n '2,7p' "$0" >&2; exit 2 ;;
  esac
done
tmp=$(mktemp -d) pids=()
cleanup() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$tmp"; }
trap cleanup EXIT
on_gateway=(taskset -c 0) on_load=(taskset -c "1-$(($(nproc) - 1))")
[ "$(nproc)" -ge 3 ] || { on_gateway=() on_load=(); }
for project in bench/load/FastUpstream src/Loadline.Cli; do
  dotnet build -c Release --nologo -v q "$project" >"$tmp/build.log" 2>&1 || { cat "$tmp/build.log" >&2; exit 1; }
done
for kind in plain stream; do
  extra=; [ $kind = stream ] && extra='"stream":true,"stream_options":{"include_usage":true},'
  sed "s/%MODEL%/auto/; s/%EXTRA%/$extra/" bench/load/body.json | tr -d '\n' >"$tmp/$kind"
done

config() { # provider's more, deployments, route's more, server
  cat <<YAML
version: 1
providers:
  one: { dialect: openai-chat, url: "$url", api_key: bench$1 }
  two: { dialect: openai-chat, url: "$url", api_key: bench$1 }
models:
  bench: { price: { input: 0.25, output: 2.00 }, context: 128k, deployments: [$2] }
routes:
  auto: { pool: [bench], reference: bench, mode: enforce, quality: uncertified, policy: { kind: fixed, use: bench }$3 }
$4
storage: { ledger: memory }
YAML
}
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 DOTNET_gcServer=0 DOTNET_TieredPGO=1
port=${BENCH_BASE_PORT:-18600} upstream=$((port++)) url="http://127.0.0.1:$upstream/v1"
declare -A port_of pid_of
start() { local name=$1; shift; "$@" >"$tmp/$name.log" 2>&1 & pid_of[$name]=$! pids+=($!); }
BENCH_PORT=$upstream start upstream "${on_load[@]}" dotnet artifacts/bin/FastUpstream/release/FastUpstream.dll
targets=(off plain on); [ -z "$before" ] || targets+=(before)
for name in "${targets[@]}"; do
  single='{ provider: one, name: bench }' both='{ provider: one, name: bench }, { provider: two, name: bench }' cli=.
  case $name in
    off) config ", breaker: off" "$single" "" "" ;;
    on) config ", probe: 30s" "$both" ", hedge: { quantile: 0.94 }" "server: { adaptive: on, idempotency: 10m }" ;;
    before) cli=$before; config "" "$single" "" "" | sed "s@ledger: memory@ledger: sqlite:$tmp/before.db@" ;;
    *) config "" "$single" "" "" ;;
  esac >"$tmp/$name.yaml"
  port_of[$name]=$((port++))
  start "$name" "${on_gateway[@]}" dotnet "$cli/artifacts/bin/Loadline.Cli/release/loadline.dll" serve --config "$tmp/$name.yaml" --urls "http://127.0.0.1:${port_of[$name]}"
  for i in $(seq 100); do
    curl -sf -m 2 -H 'Content-Type: application/json' --data-binary "@$tmp/plain" "http://127.0.0.1:${port_of[$name]}/v1/chat/completions" >/dev/null 2>&1 && break
    [ "$i" -lt 100 ] || { cat "$tmp/$name.log" >&2; exit 1; }
    sleep 0.1
  done
done
ticks() { sed 's/.*) //' "/proc/${pid_of[$1]}/stat" | awk '{ print $12 + $13 }'; }
drive() { # name, kind, round (0: warm-up), seconds
  local cpu; cpu=$(ticks "$1")
  BENCH_BODY="$tmp/$2" "${on_load[@]}" wrk -t1 -c$connections -d"${4}s" --timeout 10s -s bench/load/wrk/post.lua \
    "http://127.0.0.1:${port_of[$1]}/v1/chat/completions" >"$tmp/wrk.out" 2>&1
  tail -n 1 "$tmp/wrk.out" | jq -c --arg target "$1" --arg kind "$2" --argjson round "$3" --argjson ticks $(($(ticks "$1") - cpu)) --argjson hz "$(getconf CLK_TCK)" \
    '. + {target: $target, kind: $kind, round: $round, cpu_us: ($ticks / $hz * 1e6 / .requests)}' >>"$tmp/all.jsonl"
}
for name in "${targets[@]}"; do for kind in plain stream; do drive "$name" $kind 0 $warmup; done; done
for round in $(seq "$rounds"); do
  for i in "${!targets[@]}"; do
    for kind in plain stream; do drive "${targets[$(((i + round) % ${#targets[@]}))]}" $kind "$round" "$duration"; done
  done
done
[ "$(jq -s 'map(.failed) | add' "$tmp/all.jsonl")" = 0 ] || { echo "ab.sh: requests failed" >&2; jq -c 'select(.failed > 0)' "$tmp/all.jsonl" >&2; exit 1; }
jq -sc 'def median: sort | .[length / 2 | floor]; map(select(.round > 0)) | group_by([.kind, .target])[]
  | {kind: .[0].kind, target: .[0].target, cpu_us: (map(.cpu_us) | median * 10 | round / 10), rps: (map(.rps) | median | round), p50_us: (map(.p50_us) | median), p99_us: (map(.p99_us) | median)}' "$tmp/all.jsonl"
