"""The commands of the pages, one after another, for tests/docs.sh: a page's commands in a copy of the clone of their own, in their order."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path.cwd()
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/**/*.md")])
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.M | re.S)
SERVES = re.compile(r"^loadline (serve|demo(?!.*--once))")
STAYS = 8
LONGEST = 120
MISSING = re.compile(r"Cannot read|There is no |could not find|not set|No provider was found|no such file|has no quality line|No decision '", re.I)

# What commands of a reader's own installation stand for; none of them is ours to run.
FOREIGN = ("export ", "docker", "kubectl", "podman", "psql", "apt", "curl", "jq", "git ", "cd ", "systemctl", "dotnet", "tests/", "eng/", "bench/", "npm", "sudo", "#")


def commands(page):
    for block in BLOCK.findall(page.read_text()):
        lines = re.sub(r"\\\n\s*", " ", block).splitlines()
        yield from (line.strip() for line in lines if line.strip())


def run(line, folder):
    line = re.sub(r"\s+#.*$", "", line)
    if SERVES.match(line):
        process = subprocess.Popen(["sh", "-c", "exec " + line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            out, _ = process.communicate(timeout=STAYS)
            return "left out: needs a key or a file" if MISSING.search(out) else "FAILED: it ended\n" + out
        except subprocess.TimeoutExpired:
            process.terminate()
            process.communicate(timeout=60)
            return "ok: stayed up"
    done = subprocess.run(["sh", "-c", line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LONGEST)
    if done.returncode == 0:
        return "ok"
    return "left out: needs a key or a file" if MISSING.search(done.stdout) else f"FAILED: exit {done.returncode}\n{done.stdout[-600:]}"


def main():
    tally = {}
    for page in PAGES:
        folder = pathlib.Path(tempfile.mkdtemp())
        for name in ("samples", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("bin", "obj"))
        shutil.copy(ROOT / "samples/support-desk/loadline.yaml", folder / "loadline.yaml")
        for line in commands(page):
            if line.startswith(FOREIGN) or not line.startswith("loadline"):
                result = "left out: not a command of ours"
            else:
                try:
                    result = run(line, folder)
                except subprocess.TimeoutExpired:
                    result = f"FAILED: took longer than {LONGEST} s"
            kind = result.split(":")[0]
            tally[kind] = tally.get(kind, 0) + 1
            print(f"{page.relative_to(ROOT)}: {line[:110]}: {result}", flush=True)
        shutil.rmtree(folder)
    print(", ".join(f"{count} {kind}" for kind, count in sorted(tally.items())))
    sys.exit(1 if "FAILED" in tally else 0)


main()
