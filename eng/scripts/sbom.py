#!/usr/bin/env python3
"""Lists the NuGet packages inside what is handed out (CycloneDX 1.6), and refuses a licence that is not on the list.

    eng/scripts/sbom.py OUT.cdx.json --version 0.1.0 artifacts/obj/PROJECT/project.assets.json...

Reads what the restore resolved and the packages' own .nuspec files; asks nobody on the network. Packages that only help to build
(analyzers) are not inside and not listed.
"""
import argparse
import datetime
import json
import os
import pathlib
import sys
import uuid
import xml.etree.ElementTree as ET

LIST = pathlib.Path(__file__).parent.parent / "licences.txt"
ALLOWED = {line.strip() for line in LIST.read_text().splitlines() if line.strip() and not line.startswith("#")}


def packages(assets_file):
    assets = json.loads(pathlib.Path(assets_file).read_text())
    folders = list(assets["packageFolders"])
    for target in assets["targets"].values():
        for key, entry in target.items():
            if entry.get("type") != "package" or not any(entry.get(kind) for kind in ("runtime", "runtimeTargets", "native")):
                continue
            name, version = key.split("/")
            library = assets["libraries"][key]
            yield name, version, library.get("sha512"), find(folders, library["path"])

    # The run-time itself, where it is handed out with the program.
    for framework in assets["project"]["frameworks"].values():
        for pack in framework.get("downloadDependencies", []):
            if ".Runtime." in pack["name"]:
                version = pack["version"].strip("[]").split(",")[0]
                yield pack["name"], version, None, find(folders, pack["name"].lower() + "/" + version)


def find(folders, path):
    return next((pathlib.Path(folder) / path for folder in folders if (pathlib.Path(folder) / path).exists()), None)


def licence(path):
    nuspec = next(path.glob("*.nuspec"), None) if path else None
    if nuspec is None:
        return None
    for element in ET.parse(nuspec).getroot().iter():
        if element.tag.endswith("}license") and element.get("type") == "expression":
            return element.text.strip()
    return None


def allowed(expression):
    """All of what holds together, any of what there is a choice of; a licence that is a file instead of a name wants a person to read it."""
    return expression is not None and any(
        all(part.strip(" ()") in ALLOWED for part in choice.split(" AND ")) for choice in expression.split(" OR ")) and "(" not in expression


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("assets", nargs="+")
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    found = {}
    for assets in args.assets:
        for name, version, sha512, path in packages(assets):
            found[(name, version)] = (sha512, licence(path))
    components = []
    for (name, version), (sha512, expression) in sorted(found.items(), key=lambda entry: entry[0][0].lower()):
        component = {"type": "library", "name": name, "version": version, "purl": f"pkg:nuget/{name}@{version}",
                     "licenses": [{"expression": expression}] if expression else []}
        if sha512:
            import base64
            component["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(sha512).hex()}]
        components.append(component)
    stamp = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now(datetime.timezone.utc).timestamp()))
    bom = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": "urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, "loadline/" + args.version + "/" + json.dumps(components))),
        "metadata": {
            "timestamp": datetime.datetime.fromtimestamp(stamp, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": "loadline", "version": args.version, "licenses": [{"expression": "Apache-2.0"}]},
        },
        "components": components,
    }
    pathlib.Path(args.out).write_text(json.dumps(bom, indent=1) + "\n")
    refused = [f"{name} {version}: {expression or 'no licence stated'}" for (name, version), (_, expression) in found.items() if not allowed(expression)]
    print(f"{len(components)} packages, licences: " + ", ".join(sorted({value[1] or '?' for value in found.values()})))
    if refused:
        sys.exit("licences that are not on the list:\n  " + "\n  ".join(sorted(refused)))


if __name__ == "__main__":
    main()
