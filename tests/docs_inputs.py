"""The files that the pages' commands read, made up for tests/docs.sh: outcome tables, a config over simulated models, prompts, a LiteLLM config."""
import json
import pathlib
import random

CONFIG = """version: 1
providers:
  simulated: { dialect: simulated }
models:
  small: { price: { input: 0.05, output: 0.40 }, context: 32k, can: [tools], deployments: [ { provider: simulated, name: small } ] }
  large: { price: { input: 5, output: 25 }, context: 200k, can: [tools], deployments: [ { provider: simulated, name: large } ] }
routes:
  auto:
    pool: [small, large]
    reference: large
    mode: observe
    quality: { keep: 0.9, lose: 10%, confidence: 0.9 }
    policy: { kind: predictive, artifact: auto.policy }
storage: { ledger: "sqlite:loadline.db" }
"""

# Leaves something to chance, so that its log can say what another config would have got.
NEW = CONFIG.replace("policy: { kind: predictive, artifact: auto.policy }", "policy: { kind: weighted, weights: { small: 1, large: 1 } }").replace(
    "mode: observe", "mode: enforce").replace("quality: { keep: 0.9, lose: 10%, confidence: 0.9 }", "quality: uncertified")

LITELLM = """model_list:
  - model_name: auto
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/OPENAI_API_KEY }
  - model_name: cheap
    litellm_params: { model: openai/gpt-4o-mini, api_key: os.environ/OPENAI_API_KEY }
litellm_settings: { request_timeout: 60 }
"""

EASY = ["capital of", "spelling of", "opening hours of", "plural of"]
HARD = ["proof about", "integral over", "deadlock in", "liability under"]
THINGS = ["a harbour", "a ledger", "seven rivers", "the north dock", "a winter timetable", "three pilots", "an old crane", "the tide gauge"]


def rows(count, seed, prefix):
    """The small model is right on nearly every easy question and on half of the hard ones; the large one on nearly all."""
    chance = random.Random(seed)
    for i in range(count):
        is_hard = chance.random() < 0.35
        prompt = f"Tell the {chance.choice(HARD if is_hard else EASY)} {chance.choice(THINGS)}, case {prefix}{i} of {chance.randrange(10**6)}."
        if is_hard:
            prompt += " Show each step, and say which of them you are least sure of."
        right = {"small": chance.random() < (0.5 if is_hard else 0.985), "large": chance.random() < 0.985}
        yield {
            "id": f"{prefix}/{i}", "prompt": prompt, "group": "hard" if is_hard else "easy", "answer": str(i % 10),
            "outcomes": {name: {"quality": int(right[name]), "cost": cost, "latency_ms": 300, "output_tokens": 40, "response": f"The answer is {i % 10 if right[name] else 11}."}
                         for name, cost in (("small", 0.00002), ("large", 0.001))},
        }


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def foreign_tables(folder):
    """A few lines each in the formats of RouteLLM, RouterBench and RouterDC, as their importers' remarks describe them, and the catalogue as a newer one."""
    (folder / "mmlu_astronomy.csv").write_text("prompt,small,large\n" + "".join(f"Which star is number {i}?,{i % 2 == 0},True\n" for i in range(40)))
    (folder / "contaminated_prompts.jsonl").write_text(json.dumps({"eval_prompt": "Which star is number 7?"}) + "\n")
    (folder / "routerbench_0shot.csv").write_text(
        "sample_id,prompt,eval_name,small,large,small|total_cost,large|total_cost,small|model_response,large|model_response\n"
        + "".join(f"s{i},What is {i}?,grade,{i % 2},1,0.0001,0.01,A,B\n" for i in range(40)))
    (folder / "mmlu_train.json").write_text(json.dumps([{"question": f"What is {i}?", "scores": {"a/small": 0.2 + i % 2 / 2, "b/large": 0.9}, "cluster_id": 0} for i in range(40)]))
    catalogue = json.loads((pathlib.Path(__file__).parents[1] / "src/Loadline.Core/Catalog/models.json").read_text())
    (folder / "models.json").write_text(json.dumps(catalogue | {"asOf": "2099-01-01"}))


def make(folder):
    """Fills a folder with everything that commands of the pages name, but for what other commands make first."""
    folder = pathlib.Path(folder)
    foreign_tables(folder)
    write(folder / "table.jsonl", rows(3000, 1, "t"))
    write(folder / "certify.jsonl", rows(3000, 2, "c"))
    for name, seed in (("evals/a.jsonl", 3), ("evals/b.jsonl", 4), ("a.jsonl", 5), ("b.jsonl", 6), ("test.jsonl", 7)):
        write(folder / name, rows(1500, seed, pathlib.Path(name).stem + str(seed)))
    write(folder / "prompts.jsonl", ({"id": row["id"], "prompt": row["prompt"], "answer": row["answer"]} for row in rows(20, 1, "t")))
    write(folder / "labels.jsonl", ({"id": f"t/{i}", "model": model, "score": 1} for i in range(3000) for model in ("small", "large")))
    (folder / "request.json").write_text(json.dumps({"model": "auto", "messages": [{"role": "user", "content": "Tell the plural of a harbour."}]}))
    (folder / "loadline.yaml").write_text(CONFIG)
    (folder / "new.yaml").write_text(NEW)
    (folder / "config.yaml").write_text(LITELLM)
    (folder / "mine.csv").write_text("question,model,score,gpt4_ok,gpt4_usd\n" + "".join(f"What is {i} + {i}?,gpt-4,{i % 11},{i % 2},0.001\n" for i in range(50)))
