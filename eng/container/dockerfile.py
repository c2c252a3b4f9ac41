"""Reads from deploy/Dockerfile what an image of it would say of itself, so that the archive of oci.py says the same.

Strict on purpose, since no engine checks the file here: an instruction, a flag or a form that is not understood is an error, and so is a stage
that is copied from and not there.
"""
import json
import re
import shlex

INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENV", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
# What the .NET images themselves set.
BASE_VARIABLES = {"APP_UID": "1654"}
SECOND = 1_000_000_000


def lines(text):
    """Instructions with their arguments; continued lines joined, comments left out."""
    joined = re.sub(r"\\\n", " ", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, rest = line.partition(" ")
        if name not in INSTRUCTIONS or not rest.strip():
            raise ValueError(f"Dockerfile: '{line}' is not understood")
        yield name, rest.strip()


def stages(text):
    """Each stage: its name, where it has one, and its instructions."""
    found = []
    for name, rest in lines(text):
        if name == "FROM":
            match = re.fullmatch(r"(\S+)(?: AS (\S+))?", rest)
            if not match:
                raise ValueError(f"Dockerfile: 'FROM {rest}' is not understood")
            found.append((match[2], []))
            continue
        if not found:
            raise ValueError("Dockerfile: it does not begin with FROM")
        source = re.match(r"--from=(\S+)", rest) if name == "COPY" else None
        if source and source[1] not in [stage for stage, _ in found[:-1]]:
            raise ValueError(f"Dockerfile: no stage '{source[1]}' to copy from")
        found[-1][1].append((name, rest))
    return found


def variables(text):
    return re.sub(r"\$(\w+)", lambda match: BASE_VARIABLES[match[1]], text)


def own_file(words):
    """The archive's program runs by itself, where the image has `dotnet` run it."""
    return ["/app/loadline", *words[2:]] if words[:2] == ["dotnet", "/app/loadline.dll"] else words


def health(rest):
    flags = dict(re.findall(r"--([a-z-]+)=(\S+)", rest))
    words = json.loads(re.fullmatch(r"(?:--\S+\s+)*CMD (\[.*\])", rest)[1])
    nanoseconds = lambda flag: int(re.fullmatch(r"(\d+)s", flags.pop(flag))[1]) * SECOND
    found = {
        "Test": ["CMD", *own_file(words)], "Interval": nanoseconds("interval"), "Timeout": nanoseconds("timeout"),
        "StartPeriod": nanoseconds("start-period"), "Retries": int(flags.pop("retries")),
    }
    if flags:
        raise ValueError(f"Dockerfile: HEALTHCHECK has flags that are not understood: {', '.join(flags)}")
    return found


def config(text):
    """What the last stage says, as an OCI image's `config`."""
    found = {"Env": [], "ExposedPorts": {}, "Volumes": {}}
    for name, rest in stages(text)[-1][1]:
        if name == "USER":
            user = variables(rest)
            found["User"] = f"{user}:{user}"
        elif name == "WORKDIR":
            found["WorkingDir"] = rest
        elif name == "VOLUME":
            found["Volumes"][rest] = {}
        elif name == "EXPOSE":
            found["ExposedPorts"][f"{int(rest)}/tcp"] = {}
        elif name == "ENV":
            found["Env"] += shlex.split(rest)
        elif name == "ENTRYPOINT":
            found["Entrypoint"] = own_file(json.loads(rest))
        elif name == "CMD":
            found["Cmd"] = json.loads(rest)
        elif name == "HEALTHCHECK":
            found["Healthcheck"] = health(rest)
    return found
