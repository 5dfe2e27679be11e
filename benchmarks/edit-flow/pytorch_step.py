"""The edit flow's training step in PyTorch: the peer of `train-step`.

Reads one JSON line with the sizes and the batches, then for each line `N` on standard input makes N training steps and prints
the seconds they took. Network, loss, optimiser, clipping and moving average are those of the C# training project.
"""
import json
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention_norm, self.feed_forward_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value, self.output = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.expand, self.contract = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x, mask):
        rows, length, width = x.shape
        query, key, value = self.query_key_value(self.attention_norm(x)).view(rows, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) * (1 / math.sqrt(width / self.heads)) + mask
        attended = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, width)
        x = x + shared_dropout(self.output(attended), self.dropout)
        return x + shared_dropout(self.contract(F.gelu(self.expand(self.feed_forward_norm(x)))), self.dropout)


def shared_dropout(x, probability):
    return x * F.dropout(torch.ones(x.shape[0], 1, x.shape[2]), probability)


class Net(nn.Module):
    def __init__(self, s):
        super().__init__()
        width, self.width, self.dropout = s["width"], s["width"], s["dropout"]
        self.token, self.position = nn.Embedding(s["vocabulary"], width), nn.Embedding(s["positions"], width)
        nn.init.normal_(self.token.weight, 0, width ** -0.5)
        self.mix, self.mix_bias = nn.Parameter((torch.rand(5, width) * 2 - 1) / math.sqrt(5)), nn.Parameter(torch.zeros(width))
        self.blocks = nn.ModuleList(Block(width, s["heads"], s["dropout"]) for _ in range(s["depth"]))
        self.norm, self.rates = nn.LayerNorm(width), nn.Linear(width, 3)
        self.insert, self.substitute = nn.Linear(width, width), nn.Linear(width, width)
        self.insert_bias, self.substitute_bias = nn.Parameter(torch.zeros(s["vocabulary"])), nn.Parameter(torch.zeros(s["vocabulary"]))

    def forward(self, tokens, positions):
        real = (tokens != 0).float()
        mask = ((1 - real) * -1e9)[:, None, None, :]
        x = (self.token(tokens) * math.sqrt(self.width) + self.position(positions)) * real.unsqueeze(-1)
        length = x.shape[1]
        padded = F.pad(x, (0, 0, 2, 2))
        x = x + self.mix_bias + sum(padded[:, k:k + length] * self.mix[k] for k in range(5))
        x = shared_dropout(x, self.dropout)
        for block in self.blocks:
            x = block(x, mask)
        x = self.norm(x)
        return F.softplus(self.rates(x)), x


def loss_of(net, batch):
    rates, hidden = net(batch["tokens"], batch["positions"])
    total = (rates * batch["allowed"]).sum((1, 2))
    log_rates = rates.reshape(-1).index_select(0, batch["rate_index"]).clamp_min(1e-6).log()
    flat = hidden.reshape(-1, net.width)
    parts = []
    for kind, layer, bias in ((0, net.insert, net.insert_bias), (1, None, None), (2, net.substitute, net.substitute_bias)):
        at, tokens = batch["at"][kind], batch["edit_tokens"][kind]
        if len(at) == 0:
            continue
        if layer is None:
            parts.append(torch.zeros(len(at)))
        else:
            parts.append(-F.cross_entropy(F.linear(layer(flat.index_select(0, at)), net.token.weight, bias), tokens, reduction="none"))
    scale = batch["weights"] / 10
    pending = ((log_rates + torch.cat(parts)) * scale.index_select(0, batch["pending_rows"])).sum()
    return ((total * scale).sum() - pending) / len(scale)


def main():
    setting = json.loads(sys.stdin.readline())
    if setting["threads"]:
        torch.set_num_threads(setting["threads"])
    torch.manual_seed(1)
    net = Net(setting)
    batches = []
    for b in setting["batches"]:
        shape = (b["rows"], b["length"])
        batches.append({
            "tokens": torch.tensor(b["tokens"]).reshape(shape), "positions": torch.tensor(b["positions"]).reshape(shape),
            "allowed": torch.tensor(b["allowed"]).reshape(*shape, 3), "rate_index": torch.tensor(b["rateIndex"]),
            "pending_rows": torch.tensor(b["pendingRows"]), "weights": torch.tensor(b["weights"]),
            "at": [torch.tensor(a, dtype=torch.long) for a in b["at"]],
            "edit_tokens": [torch.tensor(t, dtype=torch.long) for t in b["editTokens"]],
        })
    optimizer = torch.optim.AdamW(net.parameters(), lr=8e-4, betas=(0.9, 0.98), weight_decay=0.01)
    average = {name: weight.detach().clone() for name, weight in net.state_dict().items()}
    print(json.dumps({"parameters": sum(p.numel() for p in net.parameters()), "version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    step = 0
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            net.train()
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(net, batches[step % len(batches)])
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            if step % 4 == 0:
                with torch.no_grad():
                    for name, weight in net.state_dict().items():
                        average[name].lerp_(weight.detach(), 0.004)
            step += 1
            value = loss.item()
        print(json.dumps({"seconds": time.perf_counter() - start, "loss": value}), flush=True)


main()
