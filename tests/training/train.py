"""Train the model of blocks, or say how good one is on sites that it has not seen.

    python tests/training/train.py                    # learn from all open pages, write model.json
    python tests/training/train.py --folds 5          # figures out of fold by domain, and answers for `make bench`
    python tests/training/train.py --folds 5 --seeds 3 --curve

Needs the pages of ../shared/bench and numpy (in the development requirements). Everything that is learned (trees,
what rules and names are worth) is learned inside the training folds. Same pages, same seed, same file.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
BENCH = CHECKOUT.parent / "shared" / "bench"
OUT_OF_FOLD = CHECKOUT / ".bench" / "out_of_fold"
MODEL = CHECKOUT / "pipelines" / "boilerplate" / "learned" / "model.json"
sys.path[:0] = [str(CHECKOUT), str(HERE), str(BENCH)]

from boost import Settings  # noqa: E402 - found by the path above
from learn import encoded, fold_of, learn  # noqa: E402 - the same
from pages import Example, example, group_of, read  # noqa: E402 - the same

from junket.pipelines.boilerplate.learned import judge  # noqa: E402 - the same
from junket.pipelines.boilerplate.learned.model import Model  # noqa: E402 - the same
from junket.pipelines.boilerplate.passes import by_rules, settle  # noqa: E402 - the same
from junket.pipelines.metadata import read_metadata  # noqa: E402 - the same
from junket.pipelines.page.document import Document, Metadata  # noqa: E402 - the same
from junket.pipelines.page.parse import parse  # noqa: E402 - the same
from junket.pipelines.text import join  # noqa: E402 - the same

SHARES = (0.25, 0.5, 0.75, 1.0)
"""Of the training domains, for the learning curve."""
_PARTS = 1000


@dataclass(slots=True)
class Known:
    """A page with its gold, parsed once, and what is learned from it."""

    folder: str
    group: str
    gold: dict[str, Any]
    document: Document
    metadata: Metadata
    example: Example | None

    def text(self, model: Model | None) -> str:
        """The page's text by rules and ``model`` (None: by rules alone)."""
        sheet = by_rules(self.document, self.metadata)
        if model is not None:
            judge(sheet, model)
        return join(settle(sheet).kept).text


def load(every: int) -> list[Known]:
    """Every ``every``-th open page."""
    known = []
    for number, (folder, gold, page) in enumerate(read(BENCH)):
        if number % every == 0:
            document = parse(page)
            metadata = read_metadata(document, page, None)
            seen = example(folder, gold, by_rules(document, metadata))
            known.append(Known(folder, group_of(folder, gold), gold, document, metadata, seen))
    return known


def trained(known: Iterable[Known], settings: Settings) -> bytes:
    """A model file's content from these pages."""
    return encoded(learn([page.example for page in known if page.example], settings))


def out_of_fold(known: Sequence[Known], folds: int, settings: Settings, share: float = 1.0) -> list[str]:
    """Each page's text by the model that has not seen its site; of the other sites' domains ``share`` is used."""
    models = []
    for fold in range(folds):
        others = (page for page in known if fold_of(page.group, folds) != fold)
        used = [page for page in others if fold_of(page.group, _PARTS, "share") < share * _PARTS]
        models.append(Model(trained(used, settings)))
    return [page.text(models[fold_of(page.group, folds)]) for page in known]


def show(name: str, known: Sequence[Known], texts: Sequence[str]) -> None:
    """One line a set: word F1, pages over .9 and shingle F1, as quality.py scores them."""
    from quality import shingle_pr, word_f1

    for folder in sorted({page.folder for page in known}):
        pairs = [(text, page.gold["text"]) for page, text in zip(known, texts, strict=True) if page.folder == folder]
        count = len(pairs)
        words = [word_f1(*pair) for pair in pairs]
        precision, recall = (sum(part) / count for part in zip(*(shingle_pr(*pair) for pair in pairs), strict=True))
        over, shingle = sum(f1 >= 0.9 for f1 in words) / count, 2 * precision * recall / (precision + recall)
        print(f"{name:<20} {folder:<8} {count:>4}  {sum(words) / count:.4f}  {over:.4f}  {shingle:.4f}", flush=True)


def hand_to_bench(known: Sequence[Known], texts: Sequence[str]) -> None:
    """Write the answers where ``make bench`` finds them, for its row "junket, out of fold"."""
    OUT_OF_FOLD.mkdir(parents=True, exist_ok=True)
    for folder in {page.folder for page in known}:
        answers = (
            {"id": page.gold["id"], "record": {"text": text}}
            for page, text in zip(known, texts, strict=True)
            if page.folder == folder
        )
        lines = [json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers]
        (OUT_OF_FOLD / f"{folder}.jsonl").write_text("".join(lines), "utf-8")


def report(known: Sequence[Known], folds: int, seeds: int, *, curve: bool) -> None:
    """Rules alone, then the model out of fold for each seed, then the learning curve."""
    print(f"{'':<20} {'set':<8} {'n':>4}  {'word':<6}  {'>.9':<6}  shingle")
    show("rules alone", known, [page.text(None) for page in known])
    settings = Settings()
    for seed in range(seeds):
        seeded = replace(settings, seed=settings.seed + 10 * seed)
        texts = out_of_fold(known, folds, seeded)
        show(f"out of fold, seed {seed}", known, texts)
        if seed == 0:
            hand_to_bench(known, texts)
    for share in SHARES[:-1] if curve else ():
        show(f"{share:.0%} of the domains", known, out_of_fold(known, folds, settings, share))


def main() -> int:
    """The whole run; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=0, help="show figures out of fold, and write nothing")
    parser.add_argument("--seeds", type=int, default=1, help="with --folds: repeat with other seeds")
    parser.add_argument(
        "--curve", action="store_true", help="with --folds: learn from 25, 50 and 75 %% of the domains too"
    )
    parser.add_argument("--every", type=int, default=1, help="use every N-th page")
    parser.add_argument("--output", type=Path, default=MODEL)
    options = parser.parse_args()
    if not BENCH.is_dir():
        print(f"train: the pages are not there: {BENCH}; put the bench beside this checkout", file=sys.stderr)
        return 2
    known = load(options.every)
    if options.folds:
        report(known, options.folds, options.seeds, curve=options.curve)
    else:
        options.output.write_bytes(trained(known, Settings()))
        print(f"{options.output}: learned from {len(known)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
