#!/usr/bin/env bash
# Produces what is handed out, each kind on its own or all of them, under artifacts/dist:
#
#     eng/scripts/pack.sh [all|packages|single|container|sbom]
#
#   packages   NuGet packages of the libraries (with symbols) and of the dotnet tool
#   single     one self-contained, ReadyToRun file for linux-x64 and one for win-x64
#   container  an OCI archive for linux-x64, made from the single file; needs no Docker engine
#   sbom       a CycloneDX list of the packages inside, and a check of their licences
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:-all}
out=${LOADLINE_DIST:-$PWD/artifacts/dist}
version=$(eng/scripts/version.sh)
[ -z "${LOADLINE_BUILT:-}" ] || version=$(eng/scripts/version.sh --prefix)
mkdir -p "$out"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Analyzers have had their say in the build before.
build=$out/build # of its own, so that what tests were built from stays as it is
common=(-c Release -p:Version="$version" -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false "-p:ArtifactsPath=$build" -v quiet --nologo)

packages() {
  rm -f "$out"/*.nupkg "$out"/*.snupkg
  local how=("${common[@]}")
  # What a Release build has just made, under the version that it was built with: for a check, not for handing out.
  [ -z "${LOADLINE_BUILT:-}" ] || how=(-c Release --no-build -v quiet --nologo)
  for project in Core Wire Learning Extensions.AI Cli; do
    dotnet pack "src/Loadline.$project" "${how[@]}" -o "$out"
  done
  ls -l "$out"/*.nupkg
}

single() {
  for rid in ${LOADLINE_RIDS:-linux-x64 win-x64}; do
    dotnet publish src/Loadline.Cli "${common[@]}" -r "$rid" --self-contained -o "$out/$rid" \
      -p:PublishSingleFile=true -p:PublishReadyToRun=true -p:IncludeNativeLibrariesForSelfExtract=true -p:DebugType=embedded -p:PackAsTool=false
    find "$out/$rid" -maxdepth 1 -type f ! -name 'loadline' ! -name 'loadline.exe' -delete
    ls -l "$out/$rid"
  done
}

container() {
  [ -x "$out/linux-x64/loadline" ] || LOADLINE_RIDS=linux-x64 single
  python3 eng/container/oci.py "$out/linux-x64/loadline" "$out/loadline-$version-linux-x64.oci.tar" --version "$version"
}

sbom() {
  # As the single file is made: with the run-time inside.
  dotnet restore src/Loadline.Extensions.AI "-p:ArtifactsPath=$build" --nologo -v quiet
  dotnet restore src/Loadline.Cli "-p:ArtifactsPath=$build" --nologo -v quiet -r linux-x64 -p:SelfContained=true -p:PublishReadyToRun=true
  python3 eng/scripts/sbom.py "$out/loadline-$version.cdx.json" --version "$version" \
    "$build"/obj/Loadline.Cli/project.assets.json "$build"/obj/Loadline.Extensions.AI/project.assets.json
}

case $what in
  all) packages && single && container && sbom ;;
  packages | single | container | sbom) "$what" ;;
  *) echo "pack.sh: '$what' is none of all, packages, single, container, sbom" >&2 && exit 2 ;;
esac
