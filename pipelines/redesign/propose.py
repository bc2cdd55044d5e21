"""Selectors for a site's new template, found by holding new pages against what was read of the same articles before.

Where the parts of old records stand in new pages gives candidates; a candidate counts where it matches one place; what
is proposed is what the extractor itself then reads as the old records have it, and makes no page worse. No proposal
beats a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from junket.crawlers.site.site import Selectors, Site
from junket.pipelines.redesign.names import names_of
from junket.pipelines.redesign.proposal import PARTS, NoProposal, Part, Proposal, Support
from junket.pipelines.redesign.strips import find_strips
from junket.pipelines.redesign.trial import Sample, Trial

MOST_PAGES = 24
"""Pages that are looked at: each is read some thirty times."""
FEWEST_PAGES = 3
"""Two pages agree by chance: a series' name stands where a title does."""
ENOUGH = 0.9
"""The share of pages on which a selector has to hold; the rest may be of another kind (a gallery among talks)."""
_OLD_MARKUP = 0.1
"""The share of pages that the standing rules still read, from which on the site is between two templates."""
_MODELS = 4
"""Pages from which candidates are taken."""
_PLACES = 6
"""Elements of one page that candidates are made for."""
_MOST_TRIED = 300
_MOST_READ = 6
"""Candidates that the extractor is asked about."""


def propose(site: Site, samples: Sequence[Sample], valid_from: date) -> Proposal | NoProposal:
    """Dated selectors for the template of the samples' pages, which were fetched on ``valid_from`` or later.

    ``site`` has the rules as they stand. Pure; never raises for any page.
    """
    trials = [Trial(sample, site, valid_from) for sample in samples[:MOST_PAGES]]
    standing = site.selectors_on(valid_from)
    fits = [trial for trial in trials if standing and trial.sample.old and trial.all_right(trial.standing)]
    if standing and any(_of(standing)) and len(fits) > _OLD_MARKUP * len(trials):
        fitting = [trial for trial in fits if _matches(trial, standing)]
        if len(fitting) == len(trials):
            return NoProposal("the standing selectors read all pages")
        if len(fitting) > _OLD_MARKUP * len(trials):
            return NoProposal(f"{len(fitting)} of {len(trials)} pages still have the old markup: try again later")
        trials = [trial for trial in trials if trial not in fitting]
    known = [trial for trial in trials if trial.sample.old]
    firm = len(known) >= FEWEST_PAGES
    held = known if firm else [trial for trial in trials if trial.expected]
    if len(held) < FEWEST_PAGES:
        return NoProposal(f"{len(held)} pages to hold anything against, and fewer than {FEWEST_PAGES} prove nothing")
    if firm and not any(trial.places[part] for trial in held for part in ("content", "title")):
        return NoProposal("neither text nor title of any old record stands on the new pages: other pages, or walls")
    return _Search(site, trials, held, valid_from, firm=firm).run()


class _Search:
    """One search: the pages, and what was chosen so far."""

    def __init__(self, site: Site, trials: list[Trial], held: list[Trial], valid_from: date, *, firm: bool) -> None:
        self.domain = site.domain
        self.standing = site.selectors_on(valid_from) or Selectors(valid_from=valid_from)
        self.trials, self.held, self.firm = trials, held, firm
        self.chosen = Selectors(valid_from=valid_from)
        self.support: list[Support] = []
        self.left_out: list[str] = []

    def run(self) -> Proposal | NoProposal:
        for part in PARTS:
            self._part(part)
        if self.firm:
            self._strip()
        self._take_back()
        before = sum(trial.all_right(trial.standing) for trial in self.held)
        healed = sum(trial.all_right(trial.read(self.chosen)) for trial in self.held)
        if not self._better():
            return NoProposal(
                "; ".join(self.left_out) or "the generic path reads the new pages as the old ones were read"
            )
        return Proposal(
            domain=self.domain,
            valid_from=self.chosen.valid_from,
            selectors=self.chosen,
            support=tuple(self.support),
            left_out=tuple(self.left_out),
            pages=len(self.trials),
            healed=healed if self.firm else 0,
            healed_before=before if self.firm else 0,
            known=len(self.held) if self.firm else 0,
        )

    def _part(self, part: Part) -> None:
        """Choose a selector for a part, or say why not."""
        wrong = [trial for trial in self.held if not trial.right(part, trial.read(self.chosen))]
        if not wrong and not getattr(self.standing, part):
            return
        with_it = [trial for trial in self.held if trial.places[part]]
        if reason := self._too_little(part, with_it):
            self.left_out.append(f"{part}: {reason}")
            return
        best = self._best(part, with_it)
        if best is None:
            why = "read right without a selector" if not wrong else "no selector holds on enough pages"
            self.left_out.append(f"{part}: {why}")
            return
        self.chosen = _with(self.chosen, part, best.selector)
        self.support.append(best)

    def _too_little(self, part: Part, with_it: list[Trial]) -> str:
        """Why the pages say too little of a part; empty where they say enough."""
        if part == "content" and not self.firm:
            return "there is no old record to hold a text to"
        if len(with_it) < max(FEWEST_PAGES, len(self.held) / 2):
            return f"what it was stands on {len(with_it)} of {len(self.held)} pages only"
        values = {str(getattr(trial.expected, "text" if part == "content" else part)) for trial in with_it}
        if part in ("title", "content") and len(values) < len(with_it):
            return "pages have the same"
        if len(values) == 1 and not (self.firm and part == "authors"):
            return "all pages have the same"
        return ""

    def _best(self, part: Part, with_it: list[Trial]) -> Support | None:
        """The first candidate that the extractor reads right on enough pages, and on more than without."""
        bare = sum(trial.right(part, trial.read(self.chosen)) for trial in with_it)
        best: Support | None = None
        for css in islice(self._candidates(part, with_it), _MOST_READ):
            trial_of = _with(self.chosen, part, css)
            right = sum(_one(trial, css, part) and trial.right(part, trial.read(trial_of)) for trial in with_it)
            enough = right >= max(bare, self._bound(part, with_it))
            if enough and (best is None or right > best.held):
                best = Support(part, css, right, len(with_it), self.firm)
            if best and best.held == len(with_it):
                break
        return best

    def _bound(self, part: Part, with_it: list[Trial]) -> float:
        """Pages on which it has to be right. A text is first found and then rid of what stands in it (``strip``)."""
        return 0 if part == "content" and self.firm else ENOUGH * len(with_it)

    def _candidates(self, part: Part, with_it: list[Trial]) -> list[str]:
        """Selectors that match one place, the right one, on enough pages; the best first."""
        ranked: dict[str, tuple[int, int, int, int]] = {}
        for trial in with_it[:: max(1, len(with_it) // _MODELS)][:_MODELS]:
            nearest = sorted(trial.places[part].items(), key=lambda place: (place[1], -place[0]))
            for element, excess in nearest[:_PLACES]:
                elements = trial.aligned.elements
                for named in names_of(elements, element):
                    key = (excess, named.rank, elements.ends[element] - element, len(named.css))
                    ranked[named.css] = min(key, ranked.get(named.css, key))
        tried = sorted(ranked, key=lambda css: (*ranked[css], css))[:_MOST_TRIED]
        return [css for css in tried if self._holds(part, css, with_it)]

    def _holds(self, part: Part, css: str, with_it: list[Trial]) -> bool:
        others = [trial for trial in self.trials if not trial.sample.old] if self.firm else []
        right = sum(_one(trial, css, part) for trial in with_it)
        single = sum(len(trial.selection.find(css)) == 1 for trial in others)
        return right >= ENOUGH * len(with_it) and single >= ENOUGH * len(others)

    def _strip(self) -> None:
        """Choose what to take out of the text."""
        for css, pages in find_strips(self.held, self.chosen):
            self.chosen = replace(self.chosen, strip=(*self.chosen.strip, css))
            self.support.append(Support("strip", css, pages, len(self.held)))

    def _take_back(self) -> None:
        """Leave out what makes pages worse or what does not come to enough, and say so."""
        for part in PARTS:
            if not getattr(self.chosen, part):
                continue
            read = [(trial, trial.read(self.chosen)) for trial in self.held]
            right = [trial.right(part, record) for trial, record in read if trial.places[part]]
            worse = [trial for trial, record in read if trial.right(part, trial.bare) and not trial.right(part, record)]
            if worse or sum(right) < ENOUGH * len(right):
                self.left_out.append(
                    f"{part}: {getattr(self.chosen, part)!r} reads {sum(right)} of {len(right)} pages right"
                )
                self.chosen = _with(self.chosen, part, "")
                if part == "content":
                    self.chosen = replace(self.chosen, strip=())
                self.support = [
                    each for each in self.support if each.part != part and (part != "content" or each.part != "strip")
                ]
        self.support = [self._counted(each) if each.part == "content" else each for each in self.support]

    def _counted(self, support: Support) -> Support:
        """The support of the content, with what is stripped from it."""
        with_it = [trial for trial in self.held if trial.places["content"] and _one(trial, support.selector, "content")]
        return replace(support, held=sum(trial.right("content", trial.read(self.chosen)) for trial in with_it))

    def _better(self) -> bool:
        """Whether the proposal reads some part of some page right that the standing rules do not."""
        if not self.firm:
            return bool(self.support)
        return any(
            trial.right(part, record) and not trial.right(part, trial.standing)
            for trial in self.held
            for record in [trial.read(self.chosen)]
            for part in PARTS
        )


def _with(selectors: Selectors, part: Part, css: str) -> Selectors:
    changed: dict[str, Any] = {part: css}
    return replace(selectors, **changed)


def _one(trial: Trial, css: str, part: Part) -> bool:
    found = trial.selection.find(css)
    return len(found) == 1 and found[0] in trial.places[part]


def _of(selectors: Selectors) -> tuple[str, ...]:
    return (selectors.content, selectors.title, selectors.authors, selectors.date)


def _matches(trial: Trial, selectors: Selectors) -> bool:
    return any(trial.selection.find(css) for css in _of(selectors) if css)
