"""Writes the models of the workloads and their files into this folder: /usr/bin/python3 export.py (python3-torch)."""

import pathlib

import torch

HERE = pathlib.Path(__file__).parent

FRAUD_NUMBERS = [f"n{i:02d}" for i in range(64)]
FRAUD_USER = [f"u{i}" for i in range(8)]
FRAUD_IDS = [f"c{i}" for i in range(8)]
FRAUD_VOCABULARY = [f"v{i}" for i in range(100)]


class Crayfish(torch.nn.Module):
    """pixels[n, 784] -> logits[n, 10]: 784-32-32-32-32-10 with ReLU, as the published benchmark has it"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(784)
        widths = [784, 32, 32, 32, 32]
        layers = []
        for wide, narrow in zip(widths, widths[1:]):
            layers += [torch.nn.Linear(wide, narrow), torch.nn.ReLU()]
        self.layers = torch.nn.Sequential(*layers, torch.nn.Linear(32, 10))

    def forward(self, pixels):
        return self.layers(pixels)


class Fraud(torch.nn.Module):
    """dense[n, 72], ids[n, 8] -> logit[n, 1]: embeddings of width 7 make 128 inputs of a 128-256-128-1 network"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(128)
        self.embedding = torch.nn.Embedding(8 * (len(FRAUD_VOCABULARY) + 1), 7)
        self.register_buffer("offsets", torch.arange(8) * (len(FRAUD_VOCABULARY) + 1))
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(128, 256), torch.nn.ReLU(), torch.nn.Linear(256, 128), torch.nn.ReLU(), torch.nn.Linear(128, 1)
        )

    def forward(self, dense, ids):
        embedded = self.embedding(ids + self.offsets).flatten(1)
        return self.layers(torch.cat([dense, embedded], 1))


class Patches(torch.nn.Module):
    """image[n, 768] -> logits[n, 10]: four convolutions over 3 x 16 x 16, about 28 million multiplications a row"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(768)
        layers = [torch.nn.Conv2d(3, 64, 3, padding=1), torch.nn.ReLU()]
        for _ in range(3):
            layers += [torch.nn.Conv2d(64, 64, 3, padding=1), torch.nn.ReLU()]
        self.layers = torch.nn.Sequential(*layers)
        self.head = torch.nn.Linear(64, 10)

    def forward(self, image):
        return self.head(self.layers(image.view(-1, 3, 16, 16)).mean([2, 3]))


def export(name, module):
    frozen = torch.jit.freeze(torch.jit.script(module.eval()))
    frozen.save(str(HERE / name / "model.pt"))


def write(file, lines):
    (HERE / file).parent.mkdir(parents=True, exist_ok=True)
    (HERE / file).write_text("\n".join(["# Written by export.py.", *lines]) + "\n")


def fraud_pipeline(name, format, predictions="scored: false"):
    fields = [f"    {field}: {{ type: float }}" for field in FRAUD_NUMBERS]
    fields += [f"    {field}: {{ type: category }}" for field in FRAUD_IDS]
    write(
        f"{name}/pipeline.yaml",
        [
            f"pipeline: {name}",
            "events:",
            "  topic: events",
            f"  format: {format}",
            "  id: id",
            "  key: user",
            "  time: { field: at }",
            "  fields:",
            *fields,
            "features:",
            "  - view: fraud_user",
            "    key: user",
            f"    use: [{', '.join(FRAUD_USER)}]",
            "model: { name: fraud, task: binary, target: fraud }",
            f"predictions: {{ {predictions} }}",
        ],
    )


def fraud():
    numeric = "encode: standard, mean: 0.5, deviation: 0.29, fill: 0.5"
    write(
        "fraud/signature.yaml",
        [
            "inputs:",
            "  - name: dense",
            "    element: float32",
            "    columns:",
            *[f"      - {{ column: {field}, {numeric} }}" for field in FRAUD_NUMBERS],
            *[f"      - {{ column: fraud_user.{field}, {numeric} }}" for field in FRAUD_USER],
            "  - name: ids",
            "    element: int64",
            "    columns:",
            *[
                f"      - {{ column: {field}, encode: index, vocabulary: [{', '.join(FRAUD_VOCABULARY)}] }}"
                for field in FRAUD_IDS
            ],
            "output: { task: binary, target: fraud, width: 1, activation: sigmoid }",
        ],
    )
    write(
        "features/fraud_user.yaml",
        [
            "view: fraud_user",
            "owner: benchmarks",
            "description: eight numbers about a user",
            "key: user",
            "columns:",
            *[
                f"  {field}: {{ type: float, meaning: number {field} of the user, default: 0.5 }}"
                for field in FRAUD_USER
            ],
            "max-age: 30d",
            "source:",
            '  url: "jdbc:h2:${home}/features;AUTO_SERVER=TRUE"',
            "  timeout: 5s",
        ],
    )
    fraud_pipeline("fraud-json", "json")
    fraud_pipeline("fraud-frame", "frame")
    fraud_pipeline("fraud-arrow", "arrow", "format: arrow, scored: false")
    fraud_pipeline("fraud-arrow-json", "arrow")
    export("fraud", Fraud())


def vector(name, format, field, length, limits):
    write(
        f"{name}/pipeline.yaml",
        [
            f"pipeline: {name}",
            "events:",
            "  topic: events",
            f"  format: {format}",
            *limits,
            "  fields:",
            f"    {field}: {{ type: vector, length: {length} }}",
            f"model: {{ name: {name}, task: vector, target: logits }}",
            "predictions: { scored: false }",
        ],
    )
    write(
        f"{name}/signature.yaml",
        [
            "inputs:",
            f"  - name: {field}",
            "    element: float32",
            f"    columns: [{{ column: {field}, encode: vector, length: {length} }}]",
            "output: { task: vector, target: logits, width: 10 }",
        ],
    )


def single_id(name):
    return [f"  id: {name}", f"  key: {name}", f"  time: {{ field: {name} }}"]


fraud()
vector("crayfish", "json", "dataPoint", 784, single_id("creationTimestamp"))
export("crayfish", Crayfish())
vector("patches", "frame", "image", 768, ["  id: id", "  key: id", "  time: { field: at }"])
export("patches", Patches())
