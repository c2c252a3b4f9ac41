#!/usr/bin/env bash
# The tests that are too slow, or need root, for every run: 50 kills under load, a disk that is really full, a ledger of a million rows.
# Prints what they measured; docs/ledger.md has the figures of one run. The full disk is left out where a tmpfs cannot be mounted.
set -euo pipefail
cd "$(dirname "$0")/.."
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
logger="console;verbosity=detailed"
dotnet test -c Release tests/Loadline.Storage.Sqlite.Tests --logger "$logger" --filter "FullyQualifiedName~MillionTests|FullyQualifiedName~SmallDiskTests"
dotnet test -c Release tests/Loadline.Cli.Tests --logger "$logger" --filter "FullyQualifiedName~KillTests"
