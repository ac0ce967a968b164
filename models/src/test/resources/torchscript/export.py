"""Writes the TorchScript models of the tests into this folder: /usr/bin/python3 export.py (Debian: python3-torch)."""

import pathlib

import torch

HERE = pathlib.Path(__file__).parent


class Linear(torch.nn.Module):
    """dense[n, 3] -> [n, 1]: 2 * x0 - x1 + 0.5 * x2 + 3"""

    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(3, 1)
        with torch.no_grad():
            self.linear.weight.copy_(torch.tensor([[2.0, -1.0, 0.5]]))
            self.linear.bias.fill_(3.0)

    def forward(self, dense):
        return self.linear(dense)


class DenseAndIds(torch.nn.Module):
    """dense[n, 2], ids[n, 1] -> [n, 2]: dense + (10 * id, 100 * id); ids 0 to 4"""

    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(5, 2)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.tensor([[10.0 * i, 100.0 * i] for i in range(5)]))

    def forward(self, dense, ids):
        return dense + self.embedding(ids.squeeze(1))


class Poison(torch.nn.Module):
    """dense[n, 3] -> [n, 1]: the sum of the row; fails if any x0 > 1e6"""

    def forward(self, dense):
        if bool((dense[:, 0] > 1e6).any()):
            raise ValueError("x0 is above 1e6")
        return dense.sum(1, keepdim=True)


class WrongShape(torch.nn.Module):
    """dense[n, 3] -> [n - 1, 1]: one row too few"""

    def forward(self, dense):
        return dense[1:, :1]


class TwoOutputs(torch.nn.Module):
    """dense[n, 3] -> two tensors"""

    def forward(self, dense):
        return dense[:, :1], dense[:, 1:]


class Double(torch.nn.Module):
    """dense[n, 3] -> float64[n]: the sum of the row, without the dimension of width 1"""

    def forward(self, dense):
        return dense.to(torch.float64).sum(1)


class Mlp(torch.nn.Module):
    """dense[n, 8] -> [n, 1]: a 64-32 network with seeded weights"""

    def __init__(self):
        super().__init__()
        torch.manual_seed(7)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(8, 64), torch.nn.ReLU(), torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 1)
        )

    def forward(self, dense):
        return self.layers(dense)


for name, module in {
    "linear": Linear(),
    "dense-and-ids": DenseAndIds(),
    "poison": Poison(),
    "wrong-shape": WrongShape(),
    "two-outputs": TwoOutputs(),
    "double": Double(),
    "mlp": Mlp(),
}.items():
    torch.jit.script(module.eval()).save(str(HERE / f"{name}.pt"))
