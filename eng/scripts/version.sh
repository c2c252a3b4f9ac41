#!/usr/bin/env bash
# Prints the version of this checkout: that of a tag vX.Y.Z on the commit; else VersionPrefix of Directory.Build.props with the number of
# commits behind it, so that later checkouts have higher versions. `--prefix`: VersionPrefix alone, which a plain `dotnet build` gives.
set -euo pipefail
cd "$(dirname "$0")/../.."
prefix=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' Directory.Build.props)
if [ "${1:-}" = --prefix ]; then
  echo "$prefix"
elif tag=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null); then
  echo "${tag#v}"
else
  echo "$prefix-dev.$(git rev-list --count HEAD 2>/dev/null || echo 0)"
fi
