#!/usr/bin/env bash
# Are the things we hand out usable by somebody who has nothing else? `tests/packages.sh` packs the packages and, in a fresh folder, builds
# and runs the ten lines of the README, which are the packages' own, from them, and installs and runs the tool. `tests/packages.sh built` packs what the last
# `dotnet build -c Release` made instead of building it anew, which is quicker. `tests/packages.sh all` makes the single files and the
# container, too, and starts what can run here. Prints what it measured. Works in temporary folders only.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
pids=()
cleanup() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"; }
trap cleanup EXIT
export LOADLINE_DIST=$work/dist DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
version=$(eng/scripts/version.sh)
[ "${1:-}" != built ] || { export LOADLINE_BUILT=1; version=$(eng/scripts/version.sh --prefix); }
fail() { echo "packages.sh: $*" >&2; exit 1; }

eng/scripts/pack.sh packages
for package in Loadline.Core Loadline.Wire Loadline.Learning Loadline.Extensions.AI loadline; do
  [ -s "$work/dist/$package.$version.nupkg" ] || fail "no package $package"
  # The names in an archive are plain text.
  grep -qa README.md "$work/dist/$package.$version.nupkg" || fail "$package has no readme"
done
for package in Loadline.Core Loadline.Wire Loadline.Learning Loadline.Extensions.AI; do
  [ -s "$work/dist/$package.$version.snupkg" ] || fail "no symbols for $package"
done

# A fresh folder, the packages from the local feed alone (what they need is on this machine since the restore), packages of our own in a folder of their own.
export NUGET_PACKAGES_OLD=${NUGET_PACKAGES:-$HOME/.nuget/packages}
mkdir "$work/app" && cd "$work/app"
cat > nuget.config <<CONFIG
<configuration>
  <packageSources><clear /><add key="loadline" value="$work/dist" /></packageSources>
  <config><add key="globalPackagesFolder" value="$work/packages" /></config>
  <fallbackPackageFolders><add key="machine" value="$NUGET_PACKAGES_OLD" /></fallbackPackageFolders>
</configuration>
CONFIG
dotnet new console -o . --no-restore >/dev/null
dotnet add package Loadline.Extensions.AI --version "$version" >/dev/null
csharp() { sed -n '/^```csharp/,/^```/{/^```/!p}' "$OLDPWD/$1"; }
csharp README.md > Program.cs
[ -s Program.cs ] || csharp eng/package-readme.md > Program.cs
echo 'Console.WriteLine();' >> Program.cs
dotnet run -v quiet > out.txt || { cat out.txt; fail "the readme's lines do not run"; }
cat out.txt
grep -q '^\[simulated small\].*auto -> small: policy=cheapest' out.txt || fail "not routed"
[ "$(grep -c '^\[simulated small\]' out.txt)" = 2 ] || fail "not streamed"
echo "packages.sh: a fresh console application routes, streamed and not"

cd "$OLDPWD"
(cd "$work/app" && dotnet tool install loadline --version "$version" --tool-path "$work/tool" >/dev/null)
"$work/tool/loadline" --version
"$work/tool/loadline" route --config samples/support-desk/loadline.yaml "What are your opening hours?" --json > "$work/route.json"
grep -q '"choice"' "$work/route.json" || fail "the tool does not route"
echo "packages.sh: the tool installs and routes"

# What is inside, and under which licences: from what the restore resolved. With `all` the run-time is in the list, too.
if command -v python3 >/dev/null && [ -e artifacts/obj/Loadline.Cli/project.assets.json ]; then
  python3 eng/scripts/sbom.py "$work/packages.cdx.json" --version "$version" artifacts/obj/Loadline.{Cli,Extensions.AI}/project.assets.json || fail "a licence that is not on the list"
  echo "packages.sh: the packages inside are listed, and their licences are on the list"
fi
[ "${1:-}" = all ] || exit 0

eng/scripts/pack.sh single
eng/scripts/pack.sh container
eng/scripts/pack.sh sbom
[ -s "$work/dist/win-x64/loadline.exe" ] || fail "no file for win-x64"

# Start to first routed request, five times; the middle one counts.
cat > "$work/start.yaml" <<'CONFIG'
version: 1
providers: { simulated: { dialect: simulated } }
models: { small: { provider: simulated, name: small, price: { input: 1, output: 1 } } }
routes: { auto: { pool: [small], reference: small, mode: enforce, quality: uncertified, policy: cheapest } }
CONFIG
port=$((20000 + RANDOM % 10000))
body='{"model":"auto","messages":[{"role":"user","content":"Hello"}]}'
times=()
for i in 1 2 3 4 5; do
  began=$(date +%s%N)
  "$work/dist/linux-x64/loadline" serve --config "$work/start.yaml" --urls "http://127.0.0.1:$port" >"$work/serve.log" 2>&1 &
  pid=$!
  pids=("$pid")
  until curl -sf "http://127.0.0.1:$port/v1/chat/completions" -H 'content-type: application/json' -d "$body" -o "$work/first.json" 2>/dev/null; do
    kill -0 "$pid" 2>/dev/null || { cat "$work/serve.log"; fail "the single file does not start"; }
    [ $(($(date +%s%N) - began)) -lt 60000000000 ] || fail "no answer within a minute"
  done
  times+=($((($(date +%s%N) - began) / 1000000)))
  if [ "$i" = 5 ]; then
    sleep 3
    echo "packages.sh: idle memory of the single file: $(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status") MB resident"
  fi
  kill "$pid" && wait "$pid" 2>/dev/null || true
  pids=()
done
echo "packages.sh: start to first routed answer: $(printf '%s\n' "${times[@]}" | sort -n | sed -n 3p) ms (of ${times[*]}; load $(cut -d' ' -f1 /proc/loadavg))"

# The image: unpacked and run as its own root, read-only but for /data and /tmp, as its own user, where this machine lets us.
mkdir "$work/image" "$work/root"
tar -xf "$work/dist/loadline-$version-linux-x64.oci.tar" -C "$work/image"
layer=$(python3 - "$work/image" <<'PY'
import json, pathlib, sys
root = pathlib.Path(sys.argv[1])
blob = lambda digest: root / "blobs" / digest.replace(":", "/")
manifest = json.loads(blob(json.loads((root / "index.json").read_text())["manifests"][0]["digest"]).read_text())
config = json.loads(blob(manifest["config"]["digest"]).read_text())
assert config["config"]["User"] == "1654:1654", config["config"]["User"]
assert config["config"]["Healthcheck"]["Test"] == ["CMD", "/app/loadline", "health"], config["config"]
print(blob(manifest["layers"][0]["digest"]))
PY
)
tar -xzf "$layer" -C "$work/root"
cp "$work/start.yaml" "$work/root/etc/loadline/loadline.yaml"
chmod 755 "$work"
# As an engine would run it: mounts in a namespace of their own, which end with their process, the image's user, folder and variables.
mounts='mount --bind "$1" "$1" && mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount -t tmpfs tmpfs "$1/tmp" && mount -t tmpfs -o uid=1654,mode=750 tmpfs "$1/var/lib/loadline" && mount -o remount,bind,ro "$1"'
run='root=$1 && shift && exec env -i LD_LIBRARY_PATH=/lib DOTNET_EnableDiagnostics=0 DOTNET_BUNDLE_EXTRACT_BASE_DIR=/tmp/loadline "$(command -v unshare)" --root="$root" --wd=/var/lib/loadline --setgid=1654 --setuid=1654 "$@"'
inside() { unshare --mount bash -c "$mounts && $run" bash "$work/root" "$@"; }
if unshare --mount bash -c "$mounts" bash "$work/root" 2>/dev/null; then
  unshare --mount bash -c "$mounts && $run" bash "$work/root" /app/loadline serve --config /etc/loadline/loadline.yaml --urls "http://127.0.0.1:$port" >"$work/image.log" 2>&1 &
  pids=("$!")
  for _ in $(seq 300); do inside /app/loadline health --url "http://127.0.0.1:$port" >"$work/health.log" 2>&1 && break; sleep 0.1; done
  grep -q '"status":"ok"' "$work/health.log" || { cat "$work/image.log" "$work/health.log"; fail "the image's health check fails"; }
  curl -sf "http://127.0.0.1:$port/v1/chat/completions" -H 'content-type: application/json' -d "$body" | grep -q simulated \
    || { cat "$work/image.log"; fail "the image does not serve"; }
  kill "${pids[0]}" && wait "${pids[0]}" 2>/dev/null || true
  pids=()
  echo "packages.sh: the image serves as user 1654 from its own read-only root, and its health check says so"
else
  echo "packages.sh: no right to mount here, the image was made but not run" >&2
fi
