#!/usr/bin/env bash
# Runs every command that the pages show, in a fresh clone: `tests/docs.sh`. Prints a line for each, and exits 1 where one failed.
# The folder has made-up inputs. A command that serves is stopped once it has stayed up; one that needs what cannot be made up is said to be left out.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q . "$work/clone"
cd "$work/clone"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build -v quiet --nologo src/Loadline.Cli
mkdir "$work/bin" "$work/home"
printf '#!/bin/sh\nexec dotnet "%s" "$@"\n' "$PWD/artifacts/bin/Loadline.Cli/debug/loadline.dll" > "$work/bin/loadline"
chmod +x "$work/bin/loadline"
exec env NUGET_PACKAGES="${NUGET_PACKAGES:-$HOME/.nuget/packages}" HOME="$work/home" OPENAI_API_KEY=none PATH="$work/bin:$PATH" LOADLINE_CATALOG="$work/home/models.json" python3 tests/docs.py
