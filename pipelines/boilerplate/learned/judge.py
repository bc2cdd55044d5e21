"""The judge: it takes out what the rules left standing, and brings back what they took, where it is sure enough."""

from __future__ import annotations

from junket.pipelines.boilerplate.learned.columns import Features
from junket.pipelines.boilerplate.learned.doubt import in_doubt
from junket.pipelines.boilerplate.learned.forest import sums
from junket.pipelines.boilerplate.learned.model import Model, shipped
from junket.pipelines.boilerplate.strip_state import StripState

RULE = "model"
_OUT, _BACK = 0.35, 0.65
"""A standing block goes below the one, a stripped one comes back from the other on: a close call leaves the rules'
word. Set by hand: between .35 and .45, and .5 and .65, F1 on the open pages out of fold differs by .0005."""


def judge(sheet: StripState, model: Model | None = None) -> None:
    """Score the blocks in doubt, and take out or bring back what the scores say. Never takes out all that stands.

    A page without a container is left to the rules: a dump has no markup to judge by, and where a site's own
    selector names the article somebody knew better.
    """
    positions = in_doubt(sheet) if sheet.container is not None else []
    if not positions:
        return
    scores = dict(zip(positions, _scores(sheet, positions, model or shipped()), strict=True))
    sheet.scores.update(scores)
    out = [position for position, score in scores.items() if score < _OUT and sheet.rules[position] is None]
    back = [position for position, score in scores.items() if score >= _BACK and sheet.rules[position] is not None]
    for position in back:
        sheet.rules[position] = None
    if len(out) < sum(1 for _ in sheet.kept()):
        for position in out:
            sheet.drop(position, RULE)


def _scores(sheet: StripState, positions: list[int], model: Model) -> list[float]:
    columns = Features(sheet, positions).columns(model.rules, model.names)
    return [model.chance(worth) for worth in sums(model.trees, columns)]
