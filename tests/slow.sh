#!/usr/bin/env bash
# The tests that are too slow, or need root, for every run. `tests/slow.sh ledger`: 50 kills under load, a disk that is really full, a ledger
# of a million rows. `tests/slow.sh faults`: fault rows at full counts, a SYN that nobody answers, a soak of 60 minutes
# (LOADLINE_SOAK_MINUTES, LOADLINE_SOAK_RPS). `tests/slow.sh packages`: packages, single files and the image, made and run
# (tests/packages.sh all), and every command of the pages in a fresh clone (tests/docs.sh). `tests/slow.sh dashboard`: pages over a ledger of a
# million rows, and one that follows for five minutes. Without an argument: all but the dashboard. Prints what they
# measured; docs/ledger.md and docs/reliability.md have the figures of one run. What needs root is left out, and said to be, where it cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
logger="console;verbosity=detailed"

faults() {
  export LOADLINE_SLOW=1 LOADLINE_SOAK_MINUTES="${LOADLINE_SOAK_MINUTES:-60}" LOADLINE_SOAK_RPS="${LOADLINE_SOAK_RPS:-20}"
  dotnet build -c Release tests/Loadline.Gateway.Tests -v quiet --nologo
  local gateway=(dotnet test -c Release --no-build tests/Loadline.Gateway.Tests --logger "$logger" --filter)
  "${gateway[@]}" "FullyQualifiedName~Tests.Faults|FullyQualifiedName~Disconnects|FullyQualifiedName~OverloadTests|FullyQualifiedName~HealthTests|FullyQualifiedName~HedgingTests|FullyQualifiedName~DeadlineTests|FullyQualifiedName~ReloadTests|FullyQualifiedName~DrainTests|FullyQualifiedName~StoreStallTests"
  # A name space of its own: two ends of a cable, and beyond it nobody.
  if unshare -n true 2>/dev/null && command -v ip >/dev/null; then
    unshare -n bash -c 'ip link set lo up && ip link add v0 type veth peer name v1 && ip addr add 10.99.0.1/24 dev v0 && ip link set v0 up \
      && ip link set v1 up && ip neigh add 10.99.0.2 lladdr 02:00:00:00:00:02 dev v0 && LOADLINE_BLACKHOLE=10.99.0.2 exec "$@"' \
      bash "${gateway[@]}" "FullyQualifiedName~NobodyAnswersTheSyn"
  else
    echo "slow.sh: no network namespace can be made here (root, iproute2); the unanswered SYN is left out" >&2
  fi
  dotnet test -c Release tests/Loadline.Cli.Tests --logger "$logger" --filter "FullyQualifiedName~Tests.Soak|FullyQualifiedName~LimitTests"
}

dashboard() {
  export LOADLINE_SLOW=1 LOADLINE_SOAK_MINUTES="${LOADLINE_SOAK_MINUTES:-5}" LOADLINE_ROWS="${LOADLINE_ROWS:-1000000}"
  npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error
  dotnet test -c Release tests/Loadline.Dashboard.Tests --logger "$logger" --filter "FullyQualifiedName~MillionRowsTests|FullyQualifiedName~ExtremesTests"
}

if [ "$what" = dashboard ]; then
  dashboard
  exit
fi
case $what in
  packages) tests/packages.sh all && tests/docs.sh; exit ;;
  all) tests/packages.sh all && tests/docs.sh ;;
esac
[ "$what" = ledger ] || faults
[ "$what" = faults ] && exit
disk=$(mktemp -d)
mounted=false
cleanup() { $mounted && umount "$disk"; rmdir "$disk"; }
trap cleanup EXIT
if mount -t tmpfs -o size=1m tmpfs "$disk" 2>/dev/null; then
  mounted=true
  export LOADLINE_SMALL_DISK="$disk"
else
  echo "slow.sh: no tmpfs can be mounted here; the full disk is left out" >&2
fi
export LOADLINE_KILLS="${LOADLINE_KILLS:-50}" LOADLINE_ROWS="${LOADLINE_ROWS:-1000000}"
dotnet test -c Release tests/Loadline.Storage.Sqlite.Tests --logger "$logger" --filter "FullyQualifiedName~MillionTests|FullyQualifiedName~SmallDiskTests"
dotnet test -c Release tests/Loadline.Cli.Tests --logger "$logger" --filter "FullyQualifiedName~KillTests"

# The same on PostgreSQL, and two gateways on one database: 10,000 requests, 20 keys, one of the gateways killed in the middle.
dotnet test -c Release tests/Loadline.Storage.Postgres.Tests --logger "$logger" --filter "FullyQualifiedName~MillionTests"
LOADLINE_REPLICA_REQUESTS=10000 dotnet test -c Release tests/Loadline.Cli.Tests --logger "$logger" --filter "FullyQualifiedName~TwoGatewaysTests"
