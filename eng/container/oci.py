#!/usr/bin/env python3
"""Makes an OCI image archive from the self-contained loadline file, where no container engine runs.

    eng/container/oci.py path/to/loadline OUT.oci.tar --version 0.1.0

The base is what the file needs of a Linux system and nothing else: the C and C++ libraries that it was linked with, from this machine, and
the certificates that TLS is checked with. No shell, no package manager. User, places, port, command and health check are read from deploy/Dockerfile: it runs
as user 1654 and writes nothing but /var/lib/loadline and /tmp, so the root may be read-only. Loads with `docker load`, `podman load` or `skopeo copy oci-archive:`. The same inputs give the same bytes.
"""
import argparse
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import subprocess
import tarfile

import dockerfile

IMAGE = dockerfile.config((pathlib.Path(__file__).resolve().parents[2] / "deploy" / "Dockerfile").read_text())
USER = int(IMAGE["User"].split(":")[0])
WORK = IMAGE["WorkingDir"].lstrip("/")
LIBRARIES = ["libstdc++.so.6", "libgcc_s.so.1", "libssl.so.3", "libcrypto.so.3", "libz.so.1", "libsqlite3.so.0", "libm.so.6", "libc.so.6",
             "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libnss_dns.so.2", "libnss_files.so.2"]
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


def sha(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def known_libraries():
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    return {match[1]: match[2] for match in re.finditer(r"^\s*(\S+) \(libc6,x86-64.*\) => (\S+)$", listing, re.M)}


def add(layer, path, data, mode, user=0):
    entry = tarfile.TarInfo(path)
    entry.size, entry.mode, entry.uid, entry.gid = len(data), mode, user, user
    layer.addfile(entry, io.BytesIO(data))


def folder(layer, path, mode=0o755, user=0):
    entry = tarfile.TarInfo(path)
    entry.type, entry.mode, entry.uid, entry.gid = tarfile.DIRTYPE, mode, user, user
    layer.addfile(entry)


def layer(program):
    buffer = io.BytesIO()
    known = known_libraries()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in ["app", "dev", "etc", "etc/loadline", "etc/ssl", "etc/ssl/certs", "lib", "lib64", "proc", "var", "var/lib"]:
            folder(tar, path)
        folder(tar, "tmp", 0o1777)
        folder(tar, WORK, 0o750, USER)
        add(tar, "etc/passwd", f"root:x:0:0::/:/none\nloadline:x:{USER}:{USER}::/{WORK}:/none\n".encode(), 0o644)
        add(tar, "etc/group", f"root:x:0:\nloadline:x:{USER}:\n".encode(), 0o644)
        add(tar, "etc/nsswitch.conf", b"hosts: files dns\n", 0o644)
        if os.path.exists(CERTIFICATES):
            add(tar, CERTIFICATES.lstrip("/"), pathlib.Path(CERTIFICATES).read_bytes(), 0o644)
        for name in LIBRARIES:
            if name in known:
                add(tar, "lib/" + name, pathlib.Path(os.path.realpath(known[name])).read_bytes(), 0o755)
        loader = "/lib64/ld-linux-x86-64.so.2"
        add(tar, loader.lstrip("/"), pathlib.Path(os.path.realpath(loader)).read_bytes(), 0o755)
        add(tar, "app/loadline", program, 0o755)
    return buffer.getvalue()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("out")
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    plain = layer(pathlib.Path(args.program).read_bytes())
    packed = gzip.compress(plain, 6, mtime=0)
    config = json.dumps({
        "architecture": "amd64", "os": "linux",
        "config": {
            # HEALTHCHECK is Docker's own addition to the format; others go by their own probes.
            **IMAGE,
            "Env": [*IMAGE["Env"], "LD_LIBRARY_PATH=/lib", "DOTNET_BUNDLE_EXTRACT_BASE_DIR=/tmp/loadline"],
            "Labels": {"org.opencontainers.image.title": "loadline", "org.opencontainers.image.version": args.version,
                       "org.opencontainers.image.licenses": "Apache-2.0"},
        },
        "rootfs": {"type": "layers", "diff_ids": [sha(plain)]},
        "history": [{"created_by": "eng/container/oci.py"}],
    }).encode()
    manifest = json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": sha(config), "size": len(config)},
        "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": sha(packed), "size": len(packed)}],
    }).encode()
    index = json.dumps({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": sha(manifest), "size": len(manifest),
                       "platform": {"architecture": "amd64", "os": "linux"},
                       "annotations": {"org.opencontainers.image.ref.name": f"loadline:{args.version}"}}],
    }).encode()
    with tarfile.open(args.out, "w") as tar:
        for folder_name in ["blobs", "blobs/sha256"]:
            folder(tar, folder_name)
        for blob in (config, packed, manifest):
            add(tar, "blobs/sha256/" + sha(blob)[7:], blob, 0o644)
        add(tar, "oci-layout", b'{"imageLayoutVersion":"1.0.0"}', 0o644)
        add(tar, "index.json", index, 0o644)
    print(f"{args.out}: {os.path.getsize(args.out) / 1e6:.1f} MB, manifest {sha(manifest)}")


if __name__ == "__main__":
    main()
