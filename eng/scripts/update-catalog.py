#!/usr/bin/env python3
"""Builds src/Loadline.Core/Catalog/models.json from a copy of genai-prices' prices/data.json.

    eng/scripts/update-catalog.py path/to/data.json --as-of 2026-11-20

Only figures and names are taken. docs/catalogue.md states the rules; in short: the base tier of a tiered price, of dated prices the one
in force on --as-of, of prices by time of day the highest, and what is not stated stays absent.
"""
import argparse
import fnmatch
import json
import math
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAMILIES = pathlib.Path(__file__).with_name("catalog-families.json")
TARGET = ROOT / "src/Loadline.Core/Catalog/models.json"
LIMIT = 120_000

# The source's name of a provider, and ours (KnownProviders.cs).
PROVIDERS = {
    "openai": "openai", "anthropic": "anthropic", "google": "google", "mistral": "mistral", "deepseek": "deepseek", "x-ai": "xai",
    "groq": "groq", "cohere": "cohere", "openrouter": "openrouter", "aws": "bedrock", "azure": "azure", "cerebras": "cerebras",
    "moonshotai": "moonshot", "voyageai": "voyage",
}

# OpenRouter sells hundreds of models; these vendors' are the ones people route to.
OPENROUTER_VENDORS = {
    "openai", "anthropic", "google", "meta-llama", "mistralai", "deepseek", "x-ai", "qwen", "moonshotai", "z-ai", "cohere", "amazon",
    "nvidia", "microsoft", "minimax", "xiaomi",
}

# Not served by a chat or embeddings call, withdrawn, free tiers, fine-tunes whose price is not their base model's, and what bills more than
# text tokens (audio out, searches): their stated price would be too low.
LEFT_OUT = re.compile(
    r"""^(ada|babbage|curie|davinci|text-davinci|claude-2|claude-v1|claude-instant|ft:|gemini-1|gemini-pro|gemini-flash-1|palm|llama2|llama-2|llama3-groq
        |llama3-[78]|llama-3-[78]|llama-3\.2|llama3-2|gemma-7b|gemma-2|gemma2|mixtral|mistral-tiny|mistral-7b|wizardlm|phi-3|grok-2|grok-beta
        |grok-vision|qwen-2-|qwen-2\.5-7b|command$|voyage-(lite-)?0|mai-|pplx|r1-1776|llama-3\.1-sonar)
      | :free$ | \.ft- | :extended$ | moderation | realtime | transcribe | -tts | image | computer-use | -live- | sonic | voxtral
      | audio | search-preview | deep-research
      | -16k$ | ^codex-mini$ | gemini.*-exp(-|:|$) | specdec | text-preview | vision-preview""",
    re.VERBOSE,
)

GEOGRAPHY = re.compile(r"^regional\.")


def base(price):
    return price["base"] if isinstance(price, dict) else price


def in_force(prices, as_of):
    """Of several conditional prices: the newest that has begun; where they go by the time of day, the highest."""
    if isinstance(prices, dict):
        return prices
    begun = [p for p in prices if p.get("constraint", {}).get("start_date", "") <= as_of]
    if any("start_time" in p.get("constraint", {}) for p in begun):
        return max((p["prices"] for p in begun), key=lambda p: base(p.get("output_mtok", 0)))
    return max(begun, key=lambda p: p.get("constraint", {}).get("start_date", ""))["prices"]


def price_of(model, is_embedding, as_of):
    raw = in_force(model["prices"], as_of)
    # A fee a call is part of the price too; half a price is not a price.
    if "requests_kcount" in raw or "input_mtok" not in raw:
        return None
    found = {"in": base(raw["input_mtok"])}
    if "output_mtok" in raw:
        found["out"] = base(raw["output_mtok"])
    elif is_embedding:
        found["out"] = 0  # nothing is generated, so nothing is billed
    else:
        return None
    cached = base(raw.get("cache_read_mtok"))
    if cached is not None and cached <= found["in"]:
        found["cached"] = cached
    # Some sources quote storage alone as the write price; a write that is cheaper than plain input is not believable.
    write = base(raw.get("cache_write_mtok"))
    if write is not None and write >= found["in"]:
        found["write"] = write
    return found


def plain_names(match, found):
    """Names that the source matches whole; patterns are left to ModelNames.cs."""
    for kind, value in match.items():
        if kind == "or":
            for part in value:
                plain_names(part, found)
        elif kind == "equals" or (kind == "starts_with" and not re.search(r"(-20\d*|[-@])$", value)):
            found.append(value.lower())
    return found


def bare(name):
    name = name.lower().split("/")[-1]
    name = re.sub(r"^(global\.)?(anthropic|amazon|meta|mistral|openai|deepseek|qwen|google|nvidia)\.", "", name)
    return name.replace(".", "-")


def family_of(name, families):
    short = bare(name)
    return next((f for f in families if fnmatch.fnmatchcase(short, f["match"])), {})


def strength_of(family, price):
    if "rank" in family:
        return family["rank"]
    if price is None or "embeddings" in family.get("can", []):
        return None
    return max(1, min(49, round(10 * math.log2(1 + price["out"]))))


def entry_of(model, name, families, as_of):
    family = family_of(name, families)
    can = family.get("can")
    price = price_of(model, can is not None and "embeddings" in can, as_of)
    entry = {"id": name}
    entry.update(price or {})
    if model.get("context_window"):
        entry["context"] = model["context_window"]
    if "maxOutput" in family:
        entry["maxOutput"] = family["maxOutput"]
    if can is not None:
        entry["can"] = can
    strength = strength_of(family, price)
    if strength is not None:
        entry["strength"] = strength
    return entry if price or "context" in entry else None


def wanted(provider, name, model):
    vendor, _, rest = name.rpartition("/")
    if model.get("deprecated") or name.startswith("~") or LEFT_OUT.search(rest or name):
        return False
    if provider == "openrouter":
        return vendor in OPENROUTER_VENDORS
    # Vertex serves Claude at Anthropic's prices, the Gemini API does not: found through the fallback, not offered as Google's own.
    # OpenAI does not serve its open weights.
    return not (provider == "google" and name.startswith("claude")) and not (provider == "openai" and name.startswith("gpt-oss"))


def build(source, families, as_of):
    providers = {}
    for provider in source:
        ours = PROVIDERS.get(provider["id"])
        if ours is None:
            continue
        models, names = [], set()
        for model in provider["models"]:
            name = GEOGRAPHY.sub("", model["id"])
            if not wanted(ours, name, model):
                continue
            entry = entry_of(model, name, families, as_of)
            if entry is not None:
                models.append((entry, model))
                names.add(name.lower())
        for entry, model in models:
            also = []
            # A cloud's names carry regions and versions, which code takes apart; OpenRouter's are exact.
            if ours not in ("bedrock", "openrouter"):
                also = [n for n in dict.fromkeys(plain_names(model["match"], [])) if n not in names and "/" not in n and ":" not in n]
            if also:
                entry["also"] = also
                names.update(also)
        stated = {"models": [entry for entry, _ in models]}
        fallback = [PROVIDERS[p] for p in provider.get("fallback_model_providers", [])]
        if fallback:
            stated["fallback"] = fallback
        providers[ours] = stated
    return {"asOf": as_of, "providers": dict(sorted(providers.items()))}


def write(catalogue):
    """One model a line, so that an update reads well in a diff."""
    lines = ["{", f' "asOf": {json.dumps(catalogue["asOf"])},', ' "providers": {']
    for at, (name, provider) in enumerate(catalogue["providers"].items()):
        lines.append(f"  {json.dumps(name)}: {{")
        if "fallback" in provider:
            lines.append(f'   "fallback": {json.dumps(provider["fallback"])},')
        lines.append('   "models": [')
        rows = ["    " + json.dumps(m, separators=(",", ":")) for m in provider["models"]]
        lines.append(",\n".join(rows))
        lines.append("   ]")
        lines.append("  }" + ("," if at + 1 < len(catalogue["providers"]) else ""))
    return "\n".join(lines + [" }", "}", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path, help="a copy of genai-prices' prices/data.json")
    parser.add_argument("--as-of", required=True, help="the day whose prices are taken, yyyy-MM-dd")
    arguments = parser.parse_args()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", arguments.as_of):
        parser.error("--as-of is not a date of the form yyyy-MM-dd")
    families = json.loads(FAMILIES.read_text("utf-8"))["families"]
    catalogue = build(json.loads(arguments.source.read_text("utf-8")), families, arguments.as_of)
    text = write(catalogue)
    json.loads(text)
    if len(text) > LIMIT:
        sys.exit(f"{len(text)} bytes: over the limit of {LIMIT}; leave more out")
    TARGET.write_text(text, "utf-8")
    count = sum(len(p["models"]) for p in catalogue["providers"].values())
    print(f"{count} models of {len(catalogue['providers'])} providers, {len(text)} bytes: {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
