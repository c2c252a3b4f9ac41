"""The commands of the pages, one after another, for tests/docs.sh: each block in a folder of its own, its commands in their order.

The folder holds what the commands name, made up by docs_inputs.py: tables, a config over simulated models, a ledger with decisions in it.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import docs_inputs

ROOT = pathlib.Path.cwd()
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/**/*.md")])
BLOCK = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.M | re.S)
SERVES = re.compile(r"^(?:loadline|dotnet run --project src/Loadline\.Cli --) (serve|demo(?!.*--once))")
STAYS = 8
STAYS_BUILDING = 40
LONGEST = 120
# Where a command asks a gateway at its usual address, one runs beside it.
ASKS = re.compile(r"^(loadline|curl) .*127\.0\.0\.1:4242")
NEEDS_NONE = re.compile(r"^loadline (serve|connect)")

# What a made-up folder cannot have: an embedding server, what people said of answers, a judge.
FOREIGN_INPUT = re.compile(r"--embeddings|outcomes from-ledger|--judge-url")

# As somebody without an installed program calls it, in the clone itself.
IN_CLONE = re.compile(r"^dotnet run --project src/Loadline\.Cli -- (?=serve|demo)")

# Commands that tell by exit code 1 that the evidence does not suffice: an answer, where they say so.
REFUSES = re.compile(r"^loadline (whatif|certify|gate)")
REFUSAL = re.compile(r"refus|graded|not proven", re.I)

# What commands of a reader's own installation stand for; none of them is ours to run.
FOREIGN = ("export ", "docker", "kubectl", "podman", "psql", "apt", "jq", "git ", "cd ", "systemctl", "dotnet", "tests/", "eng/", "bench/", "npm", "sudo", "#")


def commands(block):
    lines = re.sub(r"\\\n\s*", " ", block).splitlines()
    return (line.strip().removeprefix("$ ") for line in lines if line.strip())


def known(line, names):
    """Ids that a page shows are those of somebody else's ledger: ours stand in for them. Nobody is here to be asked."""
    line += " --yes" if line.startswith("loadline outcomes collect") and "--yes" not in line else ""
    for shown, own in names.items():
        line = line.replace(shown, own)
    return line


def run(line, folder):
    line = re.sub(r"\s+#.*$", "", line)
    if SERVES.match(line):
        return stay_up(line, folder)
    if FOREIGN_INPUT.search(line):
        return "left out: needs what a made-up folder cannot have"
    if ASKS.match(line) and not NEEDS_NONE.match(line):
        with Gateway(folder):
            return finish(line, folder)
    return finish(line, folder)


def stay_up(line, folder):
    """Starts it in a group of its own, since `dotnet run` starts another process, and stops the group."""
    process = subprocess.Popen(["sh", "-c", "exec " + line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        out, _ = process.communicate(timeout=STAYS_BUILDING if line.startswith("dotnet") else STAYS)
        return "FAILED: it ended\n" + out
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=60)
        return "ok: stayed up"


def finish(line, folder):
    done = subprocess.run(["sh", "-c", line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LONGEST)
    if done.returncode == 0:
        return "ok"
    if done.returncode == 1 and REFUSES.match(line) and REFUSAL.search(done.stdout):
        return "ok: said what evidence it lacks"
    return f"FAILED: exit {done.returncode}\n{done.stdout[:300]}\n…\n{done.stdout[-300:]}"


class Gateway:
    """A gateway over the simulated models, ready when the block begins."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self.process = subprocess.Popen(
            ["loadline", "serve", "--config", "new.yaml", "--urls", "http://127.0.0.1:4242"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "listens on" in line:
                return self
        raise RuntimeError("no gateway at 127.0.0.1:4242")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=60)


def prepare():
    """A folder with every input; what takes time is made once, by the commands themselves."""
    folder = pathlib.Path(tempfile.mkdtemp())
    docs_inputs.make(folder)
    for command in (
        "loadline train table.jsonl --reference large -o auto.policy",
        "loadline replay --outcomes table.jsonl --config new.yaml --ledger loadline.db --speed 1000",
        "loadline keys create prepared --role caller --config loadline.yaml > key.txt 2>&1",
        "loadline certify --config loadline.yaml --route auto --outcomes certify.jsonl",
        "loadline ledger export --ledger loadline.db --output march.jsonl",
    ):
        subprocess.run(["sh", "-c", command], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with open(folder / "march.jsonl", encoding="utf-8") as lines:
        names = {"01M7XRCKNB1WY5ETCM7W27CYBM": json.loads(next(lines))["decision"]["id"]}
    names["Zx81Qp0aBc"] = re.search(r"Its id is (\w+)", (folder / "key.txt").read_text())[1]
    return folder, names


def result_of(line, folder, names):
    if IN_CLONE.match(line):
        return run(line, ROOT)
    if line.startswith(FOREIGN) or not (line.startswith("loadline") or (line.startswith("curl") and ASKS.match(line))):
        return "left out: not a command of ours"
    # The page's reader has no such file yet.
    out = re.search(r"(?:-o|--output) (\S+\.\w+)", line)
    if out and "--resume" not in line and out[1] not in line[:out.start()]:
        (folder / out[1]).unlink(missing_ok=True)
    try:
        return run(known(line, names), folder)
    except subprocess.TimeoutExpired:
        return f"FAILED: took longer than {LONGEST} s"


def main():
    tally = {}
    template, names = prepare()
    for page, block in ((page, block) for page in PAGES for block in BLOCK.findall(page.read_text())):
        folder = pathlib.Path(tempfile.mkdtemp())
        shutil.copytree(template, folder, dirs_exist_ok=True)
        for name in ("samples", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("bin", "obj"))
        for line in commands(block):
            result = result_of(line, folder, names)
            kind = result.split(":")[0]
            tally[kind] = tally.get(kind, 0) + 1
            print(f"{page.relative_to(ROOT)}: {line[:110]}: {result}", flush=True)
        shutil.rmtree(folder)
    shutil.rmtree(template)
    print(", ".join(f"{count} {kind}" for kind, count in sorted(tally.items())))
    sys.exit(1 if "FAILED" in tally else 0)


main()
