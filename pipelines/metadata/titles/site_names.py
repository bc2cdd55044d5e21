"""What a site calls itself: needed to keep its name out of titles and bylines."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from junket.crawlers.site.site import Site
from junket.pipelines.metadata.byline_words import squeeze
from junket.pipelines.metadata.evidence import Evidence

_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gob", "gv", "or", "ne"})


def own_names(evidence: Evidence, url: str, site: Site | None) -> frozenset[str]:
    """Every name of the site, squeezed: from markup, from its TOML and from its host."""
    names = {squeeze(name) for c in evidence.of("site_name") for name in (c.value, c.value.partition("(")[0])}
    if site is not None:
        names |= {squeeze(site.name), squeeze(site.domain)}
    names |= host_names(url)
    names |= {name.removeprefix("the") for name in names}
    return frozenset(name for name in names if name)


@lru_cache(maxsize=16)  # asked before and after JSON-LD is read
def host_names(url: str) -> frozenset[str]:
    """``thefilmpost.co.uk`` gives ``thefilmpost`` and ``thefilmpostcouk``."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return frozenset()
    labels = [label for label in host.split(".") if label]
    while len(labels) > 1 and (len(labels[-1]) <= 3 and labels[-2] in _SECOND_LEVEL):  # noqa: PLR2004  # country codes
        labels.pop()
    main = labels[-2] if len(labels) > 1 else (labels[0] if labels else "")
    return frozenset({squeeze(main), squeeze(host)}) - {""}
