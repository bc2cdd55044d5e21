"""Five crawls of a site that changes, Junket beside a Scrapy spider with its HTTP cache: what each asked and kept.

    python tests/benchmarks/later_runs.py [pages]

Runs: 1 all is new; 2 unchanged; 3 three in a hundred articles are edited; 4 redesigned (all pages have other markup);
5 two in a hundred are gone. The table's last column is for Junket: revisions in its dataset.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
sys.path.insert(0, str(CHECKOUT / "tests" / "crawlers"))
from changing_site import Site  # noqa: E402 - from its folder

SPIDER = """
import scrapy
from scrapy.linkextractors import LinkExtractor

class Press(scrapy.Spider):
    name = "press"
    custom_settings = {
        "HTTPCACHE_ENABLED": True, "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
        "DEFAULT_REQUEST_HEADERS": {"Cache-Control": "max-age=0"},  # else it asks for nothing for weeks
        "HTTPCACHE_GZIP": True, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
        "LOG_ENABLED": False, "ROBOTSTXT_OBEY": False,
    }
    links = LinkExtractor(allow=r"127\\.0\\.0\\.1")

    async def start(self):
        yield scrapy.Request(self.begin, self.parse)
        yield scrapy.Request(self.begin + "sitemap.xml", self.parse_sitemap)

    def parse_sitemap(self, response):
        response.selector.remove_namespaces()
        for url in response.xpath("//loc/text()").getall():
            yield scrapy.Request(url, self.parse)

    def parse(self, response):
        yield {"url": response.url}
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url, self.parse)
"""


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    place = Path(tempfile.mkdtemp(prefix="incremental-"))
    (place / "press.py").write_text(SPIDER)
    print(f"{pages} articles\n{'':<22}{'requests':>9}{'bodies':>8}{'MB sent':>9}{'MB kept':>9}  found")
    try:
        for name, crawl in (("Junket", junket), ("Scrapy, HTTP cache", scrapy)):
            with Site(pages, weight=12) as site:
                for run, change in enumerate((nothing, nothing, edit, redesign, lose), 1):
                    change(site)
                    before = size(place / name)
                    site.forget()
                    found = crawl(site, place / name, place)
                    asked = site.by_status()
                    kept = (size(place / name) - before) / 1e6
                    print(
                        f"{name} {run:<{21 - len(name)}}{asked.total():>9}{asked[200]:>8}{site.sent / 1e6:>9.2f}"
                        f"{kept:>9.2f}  {found}",
                        flush=True,
                    )
    finally:
        shutil.rmtree(place, ignore_errors=True)


def nothing(_site: Site) -> None:
    """The site stays as it is."""


def edit(site: Site) -> None:
    site.edit(*random.Random(1).sample(range(1, site.pages + 1), site.pages * 3 // 100))


def redesign(site: Site) -> None:
    site.design += 1


def lose(site: Site) -> None:
    site.gone.update(dict.fromkeys(random.Random(2).sample(range(1, site.pages + 1), site.pages * 2 // 100), 410))


def junket(site: Site, home: Path, _place: Path) -> str:
    command = ["crawl", site.start, "--home", str(home), "--allow-private", site.place, "--json", "-q"]
    done = subprocess.run([sys.executable, "-m", "junket", *command], stdout=subprocess.PIPE, check=False, cwd=CHECKOUT)
    told = json.loads(done.stdout)
    names = ("new", "changed", "unchanged", "gone")
    return ", ".join(f"{told[name]} {name}" for name in names) + f"; {told['snapshot']['rows']} revisions"


def scrapy(site: Site, cache: Path, place: Path) -> str:
    command = ["runspider", "press.py", "-a", f"begin={site.start}", "-s", f"HTTPCACHE_DIR={cache}", "-O", "out.jsonl"]
    subprocess.run([sys.executable, "-m", "scrapy", *command], check=True, cwd=place, stderr=subprocess.DEVNULL)
    return f"{sum(1 for _ in (place / 'out.jsonl').open())} items, each made again"


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    main()
