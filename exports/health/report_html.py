"""The report as one page that needs no network: what is wrong, and a plot a measure over the last runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from statistics import median

from junket.crawlers.secrets import mask_secrets
from junket.exports.health.examine import SiteHealth
from junket.exports.health.measures import Measures
from junket.exports.health.monitors import Finding

_MOST_SITES = 200
_WIDTH, _HEIGHT, _PAD = 240, 64, 6
_STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--soft:#5b6575;--line:#2a6fb0;--band:#2a6fb022;--bad:#b3261e;--ok:#2e7d32;
--card:#f4f6f9;--page:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e7ebf1;--soft:#a3adbb;--line:#7db7ee;--band:#7db7ee2b;--bad:#ff8a80;
--ok:#8bd18f;--card:#1c222b;--page:#12161c}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:70rem;margin:0 auto;padding:1.5rem}h1{font-size:1.5rem;margin:.2rem 0}
h2{font-size:1.2rem;margin:2rem 0 .4rem}
h3{font-size:1rem;margin:0}.soft{color:var(--soft)}.bad{color:var(--bad)}.ok{color:var(--ok)}
.card{background:var(--card);border-radius:.6rem;padding:1rem;margin:.8rem 0;overflow-wrap:anywhere}
.finding{border-left:.35rem solid var(--bad)}.warning{border-left-color:#c77700}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));gap:.8rem}
.plot{background:var(--card);border-radius:.6rem;padding:.7rem}
.plot p{margin:0;display:flex;justify-content:space-between}
svg{width:100%;height:auto;display:block}table{border-collapse:collapse;font-size:.92rem}
table{display:block;overflow-x:auto}
td,th{text-align:left;padding:.15rem .9rem .15rem 0;vertical-align:top;white-space:nowrap}
pre{overflow-x:auto;font-size:.8rem;line-height:1.35}
code{font-size:.9em}a{color:var(--line)}
"""

Value = Callable[[Measures], float | None]
_PLOTS: tuple[tuple[str, Value], ...] = (
    ("pages asked", lambda run: run.asked),
    ("new records", lambda run: run.new),
    ("changed", lambda run: run.changed),
    ("unchanged", lambda run: run.unchanged),
    ("failed", lambda run: run.failed),
    ("without a record", lambda run: sum(run.reasons.values())),
    ("articles named", lambda run: run.links),
    ("characters a text", lambda run: run.characters if run.sampled else None),
    ("turns an interview", lambda run: run.turns if run.interviews else None),
    ("confidence of turns", lambda run: run.confidence if run.interviews else None),
    ("with a date, %", lambda run: 100 * run.fields.get("date", 0) / run.sampled if run.sampled else None),
    ("with authors, %", lambda run: 100 * run.fields.get("authors", 0) / run.sampled if run.sampled else None),
    ("bytes", lambda run: run.bytes),
    ("seconds", lambda run: run.seconds),
    ("seconds an answer", lambda run: run.latency or None),
)


def page_of(
    run_id: str, health: Sequence[SiteHealth], explained: dict[str, list[str]], proposed: dict[str, str]
) -> str:
    """The whole page. What pages and servers wrote is escaped."""
    ill = [site for site in health if site.findings]
    shown = [*ill, *(site for site in health if not site.findings)][:_MOST_SITES]
    said = (
        f'<p class="bad">{len(ill)} of {len(health)} sites are unhealthy.</p>'
        if ill
        else f'<p class="ok">All {len(health)} sites are as they used to be.</p>'
    )
    more = (
        f'<p class="soft">{len(health) - len(shown)} more sites are in report.json.</p>'
        if len(health) > len(shown)
        else ""
    )
    parts = "".join(_site(site, explained, proposed) for site in shown)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Run {escape(run_id)}</title><style>{_STYLE}</style></head><body><main>"
        f'<p class="soft">Junket, report of a run</p><h1>Run {escape(run_id)}</h1>{said}{parts}{more}'
        "</main></body></html>"
    )


def _site(site: SiteHealth, explained: dict[str, list[str]], proposed: dict[str, str]) -> str:
    runs = [*reversed(site.history), site.now]
    cold = f"; {len(site.history)} runs before it, too few to compare with" if site.cold else ""
    when = datetime.fromtimestamp(site.now.started_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
    plots = "".join(_plot(name, [value(run) for run in runs]) for name, value in _PLOTS)
    findings = "".join(_finding(finding, explained) for finding in site.findings)
    if toml := proposed.get(site.site):
        findings += f'<div class="card"><h3>Proposed for the site\'s file</h3><pre>{escape(toml)}</pre></div>'
    return (
        f"<section><h2>{escape(site.site)}</h2>"
        f'<p class="soft">{when}, ended: {escape(site.now.finish_reason or "killed")}{cold}</p>{findings}'
        f'<div class="plots">{plots}</div>{_reasons(site.now)}</section>'
    )


def _finding(finding: Finding, explained: dict[str, list[str]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.measure)}</td><td>{_number(each.now)}</td><td>{_number(each.usual)}</td><td>{_number(each.spread)}</td>"
        f"<td>{each.runs}</td></tr>"
        for each in finding.symptoms
    )
    page = mask_secrets(finding.page)
    shown = f'<p>One page: <a href="{escape(page)}" rel="noreferrer">{escape(page)}</a></p>' if _is_web(page) else ""
    lines = escape("\n".join(explained.get(page, [])))
    why = (
        f"<details><summary>The page block by block (--explain)</summary><pre>{lines}</pre></details>" if lines else ""
    )
    return (
        f'<div class="card finding {escape(finding.severity)}"><h3>{escape(finding.kind)}: '
        f"the site {escape(finding.what)}</h3><p>{escape(finding.remedy)}</p><table>"
        f"<tr><th>measure</th><th>now</th><th>usual</th><th>spread</th><th>runs</th></tr>{rows}</table>{shown}{why}</div>"
    )


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _reasons(now: Measures) -> str:
    if not now.reasons:
        return ""
    rows = "".join(f"<tr><td>{escape(word)}</td><td>{number:,}</td></tr>" for word, number in now.reasons.items())
    return f"<details><summary>Pages without a record, by reason</summary><table>{rows}</table></details>"


def _number(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"  # noqa: PLR2004 - as people read it


def _plot(name: str, values: Sequence[float | None]) -> str:
    """One measure over the runs: a line, the median as a band's middle, and today's value."""
    known = [value for value in values if value is not None]
    now = values[-1]
    text = "–" if now is None else _number(now)
    head = f'<p><span class="soft">{escape(name)}</span><strong>{text}</strong></p>'
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return f'<div class="plot">{head}<p class="soft">no history yet</p></div>'
    low, high = min(known), max(known)
    span = high - low or 1.0

    def y(value: float) -> float:
        return _HEIGHT - _PAD - (value - low) / span * (_HEIGHT - 2 * _PAD)

    step = (_WIDTH - 2 * _PAD) / max(len(values) - 1, 1)
    points = [(_PAD + step * at, y(value)) for at, value in enumerate(values) if value is not None]
    line = " ".join(f"{x:.1f},{height:.1f}" for x, height in points)
    middle = y(median(known))
    x, height = points[-1]
    usual = _number(median(known))
    return (
        f'<div class="plot">{head}<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(name)}: now {text}, median {usual}, from {_number(low)} to {_number(high)}">'
        f'<line x1="0" x2="{_WIDTH}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="var(--band)" stroke-width="8"/>'
        f'<polyline points="{line}" fill="none" stroke="var(--line)" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{height:.1f}" r="3" fill="var(--line)"/></svg>'
        f'<p class="soft"><span>median {usual}</span><span>{_number(low)} to {_number(high)}</span></p></div>'
    )
