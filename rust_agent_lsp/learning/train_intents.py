"""Makes the model of intents: a small transformer and one vector for each entry and place.

The transformer is MiniLM, tuned so that a question's vector lies nearest to the vector of what
answers it; all of it is then written as one network with weights of 8 bits, which onnxruntime runs
without torch. Needs the extra `train`.
"""

from __future__ import annotations

import json
import logging
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rust_agent_lsp.learning.train_model import (
    BASE_NAME,
    BASE_SHA256,
    checked_base,
    sha256_of,
)
from rust_agent_lsp.model.entry import EntryKind
from rust_agent_lsp.stores.index_texts import IndexDocument
from rust_agent_lsp.stores.intents import CLASSES, MOST_TOKENS, NETWORK, TOKENIZER
from rust_agent_lsp.stores.masking import mask

_log = logging.getLogger(__name__)

ROUNDS = 4
"""How often each way of asking is seen."""
_BATCH, _SHARPNESS, _SEED, _WARM_UP = 192, 25.0, 7, 200
# How fast the transformer learns, its words, and the vectors of the answers.
_RATE, _RATE_OF_WORDS, _RATE_OF_ANSWERS = 8e-5, 2.4e-4, 3e-3
# What is not on the list is questions that belong elsewhere; they are of many kinds.
_ELSEWHERE = 8
# What share of the texts of a role is seen in each round; what a text says for its answer at first.
_SEEN = {"utterance": 1.0, "title": 0.4, "exemplar": 0.6, "says": 0.6, "summary": 0.25, "body": 0.1}
_WEIGHT = {"summary": 2.0}
_ASKED = ("utterance", "title")
# A question loses words and gets typing errors, so that none becomes its only mark.
_THINNED, _DROPPED, _MISTYPED = 0.7, 0.12, 0.15
_HELD_BACK = 50
_REFERENCES = (
    "why can't I use a variable after passing it to a function?",
    "undo the last commit but keep the changes",
    "add up all numbers in a vector",
    "cannot borrow `_` as mutable because it is also borrowed as immutable",
    "how do I get the stains out of my shirt",
)


@dataclass(frozen=True, slots=True)
class IntentReport:
    """What training made: `first` is the share of held-back ways of asking (one in fifty, never
    trained on) that find what they ask for first among everything."""

    path: str
    classes: int
    texts: int
    elsewhere: int
    held_back: int
    first: float
    size: int
    seconds: float


@dataclass(slots=True)
class _Lessons:
    """The texts to train on, each with the number of what it leads to and its role."""

    classes: dict[str, int]
    texts: list[tuple[str, int, str]]
    held_back: list[tuple[str, int]]


def train_intents(
    output: Path,
    documents: Sequence[IndexDocument],
    elsewhere: Sequence[str],
    base: Path | None = None,
    rounds: int = ROUNDS,
) -> IntentReport:
    """Train on every text of `documents` and on `elsewhere`, questions that belong to none of
    them; write the model's folder to `output`.

    `base` is another folder with the pinned weights than the installed package's. Raises
    `StoreError` when the extra `train` is missing or the weights are not the pinned ones.
    """
    began = time.monotonic()
    base = checked_base(base)
    lessons = _lessons(documents, elsewhere)
    learner = _Learner(base, lessons)
    learner.learn(rounds)
    first = learner.found_first(lessons.held_back)
    output.mkdir(parents=True, exist_ok=True)
    size = learner.save(output)
    report = IntentReport(
        str(output), len(lessons.classes), len(lessons.texts), len(elsewhere),
        len(lessons.held_back), round(first, 3), size, round(time.monotonic() - began, 1),
    )  # fmt: skip
    _write_manifest(output, report)
    return report


def _lessons(documents: Sequence[IndexDocument], elsewhere: Sequence[str]) -> _Lessons:
    found = _Lessons({}, [], [])
    ways = 0
    for document in documents:
        number = found.classes.setdefault(document.entry, len(found.classes))
        if document.role not in _SEEN:
            continue
        text = document.text
        if document.role == "utterance":
            ways += 1
            if document.kind in (EntryKind.ERROR.value, EntryKind.LINT.value):
                text = mask(text)  # as it is looked for
            if ways % _HELD_BACK == 0:
                found.held_back.append((text, number))
                continue
        found.texts.append((text, number, document.role))
    found.texts += [(text, len(found.classes), "utterance") for text in elsewhere]
    return found


class _Learner:
    """The network while it is trained."""

    def __init__(self, base: Path, lessons: _Lessons) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer

        torch.manual_seed(_SEED)
        self.chance = random.Random(_SEED)  # noqa: S311
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        # Words are left out of the questions instead; leaving numbers out costs half of the time.
        self.model = AutoModel.from_pretrained(
            base, attn_implementation="eager", hidden_dropout_prob=0, attention_probs_dropout_prob=0
        )
        self.lessons = lessons
        self.answers = torch.nn.Parameter(self._first_answers())

    def learn(self, rounds: int) -> None:
        """Train in so many rounds over the lessons."""
        import torch
        from torch.nn.functional import cross_entropy

        words = self.model.embeddings.word_embeddings.weight
        others = [p for p in self.model.parameters() if p is not words]
        rates = (_RATE, _RATE_OF_WORDS, _RATE_OF_ANSWERS)
        groups = ((others, 0.01), ([words], 0.0), ([self.answers], 0.0))
        optimizer = torch.optim.AdamW(
            [{"params": parameters, "weight_decay": decay} for parameters, decay in groups],
            betas=(0.9, 0.98), fused=True,
        )  # fmt: skip
        total = len(list(self._round())) * rounds
        self.model.train()
        batches = (batch for _ in range(rounds) for batch in self._round())
        for step, batch in zip(range(total), batches, strict=False):
            pace = min(1.0, step / _WARM_UP) * (1 - step / total)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * pace
            asked = [self._varied(text, role) for text, _, role in batch]
            wanted = torch.tensor([number for _, number, _ in batch])
            optimizer.zero_grad()
            loss = cross_entropy(self._scores(asked), wanted)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            if step % 100 == 0:
                _log.info("step %d of %d: loss %.3f", step, total, float(loss))
        self.model.eval()

    def found_first(self, asked: Sequence[tuple[str, int]]) -> float:
        """Return the share of `asked` whose answer has the highest score."""
        import torch

        right = 0
        with torch.no_grad():
            for start in range(0, len(asked), _BATCH):
                part = asked[start : start + _BATCH]
                best = self._scores([text for text, _ in part]).argmax(dim=1)
                right += int((best == torch.tensor([number for _, number in part])).sum())
        return right / max(1, len(asked))

    def save(self, output: Path) -> int:
        """Write the network, the tokenizer and the names of the answers; return the size of all in
        bytes."""
        import numpy as np
        import torch
        from onnxruntime import InferenceSession
        from onnxruntime.quantization import QuantType, quantize_dynamic

        network = _network(self.model, self.answers.detach())
        tokens = self.tokenizer(["a question"], return_tensors="pt")["input_ids"]
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / NETWORK
            torch.onnx.export(
                network, (tokens,), str(whole), input_names=["tokens"], output_names=["likely"],
                dynamic_axes={"tokens": {0: "texts", 1: "length"}}, opset_version=17, dynamo=False,
            )  # fmt: skip
            quantize_dynamic(
                whole, output / NETWORK, per_channel=True, weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul", "Gather"],
            )  # fmt: skip
        self.tokenizer.backend_tokenizer.save(str(output / TOKENIZER))
        names = list(self.lessons.classes)
        (output / CLASSES).write_text(json.dumps(names, ensure_ascii=False) + "\n", "utf-8")
        runner = InferenceSession(output / NETWORK, providers=["CPUExecutionProvider"])
        reference = {}
        for text in _REFERENCES:
            (rows,) = runner.run(None, {"tokens": np.array([self.tokenizer(text)["input_ids"]])})
            best = int(rows[0].argmax())
            name = names[best] if best < len(names) else ""
            reference[text] = [name, round(float(rows[0][best]), 4)]
        (output / "reference.json").write_text(json.dumps(reference, ensure_ascii=False) + "\n")
        return sum((output / name).stat().st_size for name in (NETWORK, TOKENIZER, CLASSES))

    def _first_answers(self) -> Any:
        """Return each answer's mean of its texts' vectors, and some of what belongs elsewhere."""
        import torch
        from torch.nn.functional import normalize

        self.model.eval()
        number = len(self.lessons.classes)
        found = torch.zeros(number + _ELSEWHERE, self.model.config.hidden_size)
        told = [text for text in self.lessons.texts if text[2] != "body"]
        in_order = sorted(told, key=lambda text: len(text[0]))
        with torch.no_grad():
            for start in range(0, len(in_order), _BATCH):
                part = in_order[start : start + _BATCH]
                vectors = self._vectors([text for text, _, _ in part])
                for vector, (_, answer, role) in zip(vectors, part, strict=True):
                    if answer == number:
                        answer += self.chance.randrange(_ELSEWHERE)
                    found[answer] += _WEIGHT.get(role, 1.0) * vector
        return normalize(found)

    def _round(self) -> Iterator[list[tuple[str, int, str]]]:
        """Yield the batches of one round; texts of about one length are together."""
        seen = [text for text in self.lessons.texts if self.chance.random() < _SEEN[text[2]]]
        self.chance.shuffle(seen)
        for start in range(0, len(seen), 40 * _BATCH):
            part = sorted(seen[start : start + 40 * _BATCH], key=lambda text: len(text[0]))
            batches = [part[n : n + _BATCH] for n in range(0, len(part), _BATCH)]
            self.chance.shuffle(batches)
            yield from batches

    def _scores(self, texts: list[str]) -> Any:
        from torch.nn.functional import normalize

        near = _SHARPNESS * (self._vectors(texts) @ normalize(self.answers).T)
        return _with_one_elsewhere(near)

    def _vectors(self, texts: list[str]) -> Any:
        import torch
        from torch.nn.functional import normalize

        tokens = self.tokenizer(
            texts, padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = self.model(**tokens).last_hidden_state
        there = tokens["attention_mask"].unsqueeze(-1)
        return normalize((states.float() * there).sum(1) / there.sum(1))

    def _varied(self, text: str, role: str) -> str:
        """Return what somebody else could have typed for `text`, if it is asked at all."""
        words, chance = text.split(), self.chance
        if role not in _ASKED or len(words) < 2:
            return text
        if len(words) > 3 and chance.random() < _THINNED:
            words = [word for word in words if chance.random() > _DROPPED] or words
        if chance.random() < _MISTYPED:
            place = chance.randrange(len(words))
            words[place] = _mistyped(words[place], chance)
        return " ".join(words)


def _mistyped(word: str, chance: random.Random) -> str:
    """Return `word` with two letters changed about, one left out, or one doubled."""
    if len(word) < 4:
        return word
    n = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:n] + word[n + 1] + word[n] + word[n + 2 :],
            word[:n] + word[n + 1 :],
            word[:n] + word[n] + word[n:],
        )
    )


def _with_one_elsewhere(near: Any) -> Any:
    """Return scores whose last `_ELSEWHERE` columns have become one."""
    import torch

    elsewhere = near[:, -_ELSEWHERE:].logsumexp(dim=1, keepdim=True)
    return torch.cat((near[:, :-_ELSEWHERE], elsewhere), dim=1)


def _network(model: Any, answers: Any) -> Any:
    """Return the module from a row of tokens to the logarithms of the answers' likelihoods."""
    import torch
    from torch.nn.functional import log_softmax, normalize

    class Network(torch.nn.Module):  # type: ignore[misc] # torch is there in the extra alone
        def __init__(self) -> None:
            super().__init__()
            self.model = model
            self.answers = torch.nn.Parameter(normalize(answers).T.contiguous())

        def forward(self, tokens: Any) -> Any:
            states = self.model(
                input_ids=tokens,
                attention_mask=torch.ones_like(tokens),
                token_type_ids=torch.zeros_like(tokens),
            ).last_hidden_state
            near = _SHARPNESS * (normalize(states.mean(1)) @ self.answers)
            return log_softmax(_with_one_elsewhere(near), dim=1)

    return Network().float().eval()


def _write_manifest(output: Path, report: IntentReport) -> None:
    files = (NETWORK, TOKENIZER, CLASSES, "reference.json")
    made = {key: value for key, value in asdict(report).items() if key not in ("path", "seconds")}
    manifest = {
        "about": "A transformer that names what a question asks for, made by"
        " `rust-agent-lsp train --intents`.",
        "base": {"name": BASE_NAME, "sha256": BASE_SHA256, "licence": "Apache-2.0"},
        "licence": "Apache-2.0 (the weights and the vocabulary are derived from the base model)",
        "training": made,
        "sha256": {name: sha256_of(output / name) for name in files},
    }
    (output / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
