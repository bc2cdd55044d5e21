"""What stands in the new container and is none of the old text: boxes that the template prints into the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from junket.crawlers.site.site import Selectors
from junket.pipelines.redesign.align import alike
from junket.pipelines.redesign.names import names_of
from junket.pipelines.redesign.trial import Trial

MOST_STRIPS = 6
_SHARE = 0.5
"""The share of pages that have the box: one that fewer have is no part of the template."""
_MOST_TRIED = 60


def find_strips(trials: Sequence[Trial], selectors: Selectors) -> list[tuple[str, int]]:
    """Selectors to strip, with the pages that each was found on; each brings the texts nearer to the old ones."""
    chosen: list[tuple[str, int]] = []
    foreign = [_foreign(trial) for trial in trials]
    before = _nearness(trials, selectors)
    for css, pages in _candidates(trials, foreign):
        if len(chosen) == MOST_STRIPS:
            break
        tried = replace(selectors, strip=(*selectors.strip, css))
        after = _nearness(trials, tried)
        if sum(after) > sum(before) and all(now >= was for was, now in zip(before, after, strict=True)):
            selectors, before = tried, after
            chosen.append((css, pages))
    return chosen


def _foreign(trial: Trial) -> set[int]:
    """Elements in the container that hold none of the old text."""
    places = trial.places["content"]
    if not places or trial.expected is None:
        return set()
    smallest = min(places, key=lambda element: (places[element], -element))
    inside = range(smallest + 1, trial.aligned.elements.ends[smallest])
    return trial.aligned.foreign(trial.expected.text, inside)


def _candidates(trials: Sequence[Trial], foreign: list[set[int]]) -> list[tuple[str, int]]:
    """Selectors that match such elements alone, those on most pages first."""
    ranks: dict[str, int] = {}
    for trial, elements in zip(trials, foreign, strict=True):
        for element in sorted(elements)[:20]:
            for named in names_of(trial.aligned.elements, element):
                ranks[named.css] = min(named.rank, ranks.get(named.css, named.rank))
    found = Counter[str]()
    for css in sorted(ranks, key=lambda css: (ranks[css], len(css), css))[:_MOST_TRIED]:
        matches = [set(trial.selection.find(css)) for trial in trials]
        pure = all(_harmless(trial, hits, none) for trial, hits, none in zip(trials, matches, foreign, strict=True))
        pages = sum(map(bool, matches))
        if pure and pages >= max(3, _SHARE * len(trials)):
            found[css] = pages
    return sorted(found.items(), key=lambda each: (-each[1], ranks[each[0]], len(each[0])))


def _harmless(trial: Trial, hits: set[int], foreign: set[int]) -> bool:
    """Whether what is matched inside the container is none of the text."""
    places = trial.places["content"]
    if not places:
        return True
    smallest = min(places, key=lambda element: (places[element], -element))
    return all(hit in foreign for hit in hits if trial.aligned.elements.holds(smallest, hit))


def _nearness(trials: Sequence[Trial], selectors: Selectors) -> list[float]:
    records = [(trial.read(selectors), trial.expected) for trial in trials]
    return [alike(record.text, wanted.text) if record and wanted else 0.0 for record, wanted in records]
