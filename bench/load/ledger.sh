#!/usr/bin/env bash
# What the ledger costs: one gateway with a SQLite ledger against one without, taking turns, at half of peak load. Prints one JSON.
#   --duration S   seconds of each run (6)
#   --rounds N     rounds; each measures every target once, in turn (5)
#   --base DLL     a loadline.dll without a ledger (an older build) to compare with too
# Targets: `memory` and `sqlite` are this build with that ledger. CPU is user and system time of the whole process, writer included.
# Needs dotnet, wrk, jq, curl, taskset and four cores. Exits 1 when a request failed, a row was dropped or is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
duration=6 rounds=5 base=
while [ $# -gt 0 ]; do
  case "$1" in
    --duration) duration=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    --base) base=$2; shift 2 ;;
    *) sed -n '2,8p' "$0" >&2; exit 2 ;;
  esac
done
for tool in dotnet wrk jq curl taskset; do command -v "$tool" >/dev/null || { echo "ledger.sh needs $tool" >&2; exit 2; }; done
ulimit -n 65536 2>/dev/null || true
tmp=$(mktemp -d) pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
for project in bench/load/FastUpstream src/Loadline.Cli; do dotnet build -c Release --nologo -v q "$project" >&2; done
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 DOTNET_gcServer=0 DOTNET_TieredPGO=1
cores=$(nproc)
load=(taskset -c "1-$((cores - 1))") gateway=(taskset -c 0)
next=18600
port() { while (exec 3<>"/dev/tcp/127.0.0.1/$next") 2>/dev/null; do next=$((next + 1)); done; port=$next next=$((next + 1)); }
declare -A port_of pid_of
port
BENCH_PORT=$port "${load[@]}" dotnet artifacts/bin/FastUpstream/release/FastUpstream.dll >"$tmp/up.log" 2>&1 & pids+=($!)
export BENCH_UPSTREAM_URL="http://127.0.0.1:$port/v1"
targets=(memory sqlite)
[ -n "$base" ] && targets=(base "${targets[@]}")
for target in "${targets[@]}"; do
  cp bench/load/auto.yaml "$tmp/$target.yaml"
  dll=artifacts/bin/Loadline.Cli/release/loadline.dll
  case "$target" in
    base) dll=$base ;;
    memory) echo 'storage: { ledger: memory }' >>"$tmp/$target.yaml" ;;
    sqlite) echo "storage: { ledger: \"sqlite:$tmp/ledger.db\" }" >>"$tmp/$target.yaml" ;;
  esac
  port; port_of[$target]=$port
  "${gateway[@]}" dotnet "$dll" serve --config "$tmp/$target.yaml" --urls "http://127.0.0.1:$port" >"$tmp/$target.log" 2>&1 &
  pid_of[$target]=$! pids+=($!)
done
sed 's/%MODEL%/auto/; s/%EXTRA%//' bench/load/body.json | tr -d '\n' >"$tmp/body"
export BENCH_BODY="$tmp/body"
for target in "${targets[@]}"; do
  for _ in $(seq 100); do
    curl -sf -m 2 -H 'Content-Type: application/json' --data-binary "@$tmp/body" "http://127.0.0.1:${port_of[$target]}/v1/chat/completions" >/dev/null && break
    sleep 0.1
  done
done
ticks() { sed 's/.*) //' "/proc/${pid_of[$1]}/stat" | awk '{ print $12 + $13 }'; }
tick_us=$((1000000 / $(getconf CLK_TCK)))
run() { # target, script, seconds
  "${load[@]}" wrk -t2 -c64 -d"${3}s" --timeout 10s -s "bench/load/wrk/$2.lua" "http://127.0.0.1:${port_of[$1]}/v1/chat/completions" | tail -n 1
}
peak=0
for target in "${targets[@]}"; do
  for _ in 1 2; do run "$target" post 6 >"$tmp/line"; done
  rps=$(jq .rps "$tmp/line")
  echo "ledger.sh: $target peaks at $rps requests/s" >&2
  peak=$(jq -n --argjson a "$peak" --argjson b "$rps" '[$a, $b] | max')
done
# 64 connections that each wait this long between requests ask for half of the peak.
export BENCH_GAP_MS=$(jq -n --argjson peak "$peak" '64 / ($peak / 2) * 1000')
for round in $(seq 0 "$rounds"); do # round 0 is the warm-up at this load
  for i in "${!targets[@]}"; do
    target=${targets[$(((i + round) % ${#targets[@]}))]}
    before=$(ticks "$target")
    run "$target" paced "$duration" >"$tmp/line"
    cpu=$(($(ticks "$target") - before))
    jq -c --arg target "$target" --argjson round "$round" --argjson us "$((cpu * tick_us))" \
      '. + {target: $target, round: $round, cpu_us_per_request: ($us / .requests)}' "$tmp/line" | tee -a "$tmp/runs" >&2
  done
done
health=$(curl -sf "http://127.0.0.1:${port_of[sqlite]}/healthz")
sleep 1
rows=$(dotnet artifacts/bin/Loadline.Cli/release/loadline.dll ledger stats --ledger "$tmp/ledger.db" --json | jq '[.[].requests] | add')
size=$(stat -c %s "$tmp/ledger.db")
jq -n --slurpfile runs "$tmp/runs" --argjson health "$health" --argjson rows "$rows" --argjson size "$size" --argjson peak "$peak" \
  --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" '
  def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
  ($runs | map(select(.round > 0)) | group_by(.target) | map({key: .[0].target, value: {
    rps: (map(.rps) | median), cpu_us_per_request: (map(.cpu_us_per_request) | median), p50_us: (map(.p50_us) | median), p99_us: (map(.p99_us) | median)}})
    | from_entries) as $t
  | def against($b): if $t[$b] then {cpu: ($t.sqlite.cpu_us_per_request / $t[$b].cpu_us_per_request), p99: ($t.sqlite.p99_us / $t[$b].p99_us)} else null end;
  {cpu: $cpu, peak_rps: $peak, failed: ($runs | map(.failed) | add), targets: $t, sqlite_to_memory: against("memory"), sqlite_to_base: against("base"),
   ledger: $health.ledger, rows: $rows, bytes_per_row: ($size / $rows)}' | tee "$tmp/report"
jq -e '.failed == 0 and .ledger.dropped == 0 and .rows >= .ledger.written' "$tmp/report" >/dev/null || { echo "ledger.sh: requests failed, or rows were lost" >&2; exit 1; }
