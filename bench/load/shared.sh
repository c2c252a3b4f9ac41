#!/usr/bin/env bash
# What keys, limits, budgets and a shared database cost: one gateway with all of them on PostgreSQL against one with none and its ledger in
# memory, taking turns, at half of peak load. Prints one JSON.
#   --duration S   seconds of each run (6)
#   --rounds N     rounds; each measures both targets once, in turn (5)
# CPU is user and system time of the whole gateway process, writer included; PostgreSQL's own is told apart. Starts a PostgreSQL of its own, with
# its default durability, and ends it. Needs dotnet, wrk, jq, curl, taskset, setpriv, PostgreSQL's programs and four cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
duration=6 rounds=5
while [ $# -gt 0 ]; do
  case "$1" in
    --duration) duration=$2; shift 2 ;;
    --rounds) rounds=$2; shift 2 ;;
    *) sed -n '2,8p' "$0" >&2; exit 2 ;;
  esac
done
for tool in dotnet wrk jq curl taskset setpriv; do command -v "$tool" >/dev/null || { echo "shared.sh needs $tool" >&2; exit 2; }; done
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/initdb" ] || { echo "shared.sh needs PostgreSQL's programs" >&2; exit 2; }
ulimit -n 65536 2>/dev/null || true
tmp=$(mktemp -d) pids=()
cleanup() {
  # What a script starts in the background ignores SIGINT, and .NET leaves it so. PostgreSQL would wait for its clients at a SIGTERM.
  for pid in "${pids[@]}"; do kill -s "$([ "$pid" = "${pg_pid:-}" ] && echo INT || echo TERM)" "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$tmp"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
cores=$(nproc)
load=(taskset -c "1-$((cores - 1))") gateway=(taskset -c 0)
next=18700
port() { while (exec 3<>"/dev/tcp/127.0.0.1/$next") 2>/dev/null; do next=$((next + 1)); done; port=$next next=$((next + 1)); }
as=()
if [ "$(id -u)" = 0 ]; then as=(setpriv --reuid=postgres --regid=postgres --clear-groups --); mkdir "$tmp/pg"; chmod 711 "$tmp"; chown postgres "$tmp/pg"; else mkdir "$tmp/pg"; fi
"${as[@]}" "$bin/initdb" -D "$tmp/pg/data" -U loadline -A trust -E UTF8 --locale=C >"$tmp/initdb.log"
port; pg=$port
"${load[@]}" "${as[@]}" "$bin/postgres" -D "$tmp/pg/data" -k "$tmp/pg" -h 127.0.0.1 -p "$pg" >"$tmp/pg.log" 2>&1 & pids+=($!); pg_pid=$!
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$pg"; do sleep 0.1; done
address="postgres://loadline@127.0.0.1:$pg/postgres?sslmode=disable"
export DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 DOTNET_gcServer=0 DOTNET_TieredPGO=1
dll=artifacts/bin/Loadline.Cli/release/loadline.dll
declare -A port_of pid_of key_of=([off]=none)
key_of[on]=$(dotnet "$dll" keys create bench --team bench --limit requests=100m/minute --limit tokens=900m/minute --limit concurrency=5k --limit budget=900m/month --ledger "$address" 2>/dev/null)
port
BENCH_PORT=$port "${load[@]}" dotnet artifacts/bin/FastUpstream/release/FastUpstream.dll >"$tmp/up.log" 2>&1 & pids+=($!)
export BENCH_UPSTREAM_URL="http://127.0.0.1:$port/v1"
for target in off on; do
  cp bench/load/auto.yaml "$tmp/$target.yaml"
  if [ $target = off ]; then echo 'storage: { ledger: memory }' >>"$tmp/$target.yaml"
  else printf 'storage: { ledger: "%s" }\nteams: { bench: { usage: { requests: 100m/minute, budget: 900m/month } } }\n' "$address" >>"$tmp/$target.yaml"; fi
  port; port_of[$target]=$port
  "${gateway[@]}" dotnet "$dll" serve --config "$tmp/$target.yaml" --urls "http://127.0.0.1:$port" >"$tmp/$target.log" 2>&1 &
  pid_of[$target]=$! pids+=($!)
done
sed 's/%MODEL%/auto/; s/%EXTRA%//' bench/load/body.json | tr -d '\n' >"$tmp/body"
export BENCH_BODY="$tmp/body"
for target in off on; do
  for _ in $(seq 100); do
    curl -sf -m 2 -H "Authorization: Bearer ${key_of[$target]}" -H 'Content-Type: application/json' --data-binary "@$tmp/body" "http://127.0.0.1:${port_of[$target]}/v1/chat/completions" >/dev/null && break
    sleep 0.1
  done
done
tick_us=$((1000000 / $(getconf CLK_TCK)))
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
# The server's connections are processes of its own; those that ended are counted with it.
pg_ticks() { cat "/proc/$pg_pid/stat" $(ps -o pid= --ppid "$pg_pid" | sed 's|^ *\(.*\)|/proc/\1/stat|') 2>/dev/null | sed 's/.*) //' | awk '{ sum += $12 + $13 } END { print sum }'; }
run() { # target, script, seconds
  BENCH_KEY=${key_of[$1]} "${load[@]}" wrk -t2 -c64 -d"${3}s" --timeout 10s -s "bench/load/wrk/$2.lua" "http://127.0.0.1:${port_of[$1]}/v1/chat/completions" | tail -n 1
}
peak=0
for target in off on; do
  for _ in 1 2; do run "$target" post 5 >"$tmp/line"; done
  rps=$(jq .rps "$tmp/line")
  echo "shared.sh: $target peaks at $rps requests/s" >&2
  peak=$(jq -n --argjson a "$peak" --argjson b "$rps" '[$a, $b] | max')
done
export BENCH_GAP_MS=$(jq -n --argjson peak "$peak" '64 / ($peak / 2) * 1000')
targets=(off on)
for round in $(seq 0 "$rounds"); do # round 0 is the warm-up at this load
  for i in 0 1; do
    target=${targets[$(((i + round) % 2))]}
    before=$(ticks "${pid_of[$target]}") pg_before=$(pg_ticks)
    run "$target" paced "$duration" >"$tmp/line"
    cpu=$(($(ticks "${pid_of[$target]}") - before)) pg_cpu=$(($(pg_ticks) - pg_before))
    jq -c --arg target "$target" --argjson round "$round" --argjson us "$((cpu * tick_us))" --argjson pg "$((pg_cpu * tick_us))" \
      '. + {target: $target, round: $round, cpu_us_per_request: ($us / .requests), postgres_us_per_request: ($pg / .requests)}' "$tmp/line" | tee -a "$tmp/runs" >&2
  done
done
sleep 2
health=$(curl -sf "http://127.0.0.1:${port_of[on]}/healthz")
rows=$(dotnet "$dll" ledger stats --ledger "$address" --json | jq '[.[].requests] | add')
jq -n --slurpfile runs "$tmp/runs" --argjson health "$health" --argjson rows "$rows" --argjson peak "$peak" --arg load "$(cut -d' ' -f1-3 /proc/loadavg)" \
  --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" '
  def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
  ($runs | map(select(.round > 0)) | group_by(.target) | map({key: .[0].target, value: {rps: (map(.rps) | median),
    cpu_us_per_request: (map(.cpu_us_per_request) | median), postgres_us_per_request: (map(.postgres_us_per_request) | median),
    p50_us: (map(.p50_us) | median), p99_us: (map(.p99_us) | median)}}) | from_entries) as $t
  | {cpu: $cpu, load_average: $load, peak_rps: $peak, failed: ($runs | map(.failed) | add), targets: $t,
     on_to_off: {cpu: ($t.on.cpu_us_per_request / $t.off.cpu_us_per_request), p99: ($t.on.p99_us / $t.off.p99_us)}, ledger: $health.ledger, rows: $rows}' | tee "$tmp/report"
jq -e '.failed == 0 and .ledger.dropped == 0 and .rows >= .ledger.written' "$tmp/report" >/dev/null || { echo "shared.sh: requests failed, or rows were lost" >&2; exit 1; }
