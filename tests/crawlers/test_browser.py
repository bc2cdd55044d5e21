"""A real Chromium behind the guarding proxy. Skipped, with the reason, where none is installed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.home import Home
from junket.crawlers.network.guard import Guard
from junket.crawlers.render.browser import Browser, RenderBounds, RenderFailed, missing
from junket.crawlers.render.process_tree import memory_of
from junket.crawlers.render.proxy import GuardingProxy

pytestmark = pytest.mark.skipif(missing() is not None, reason=f"no browser to test with: {missing()}")

PROSE = "<p>Ada Lumen made a film about a lamp in the fog, and she told us how it was lit for three nights.</p>" * 8
HTML = [("Content-Type", "text/html")]
ENDLESS = "while (true) {}"
REDIRECTS = "let i = 0; setInterval(() => { location.href = '/r' + (i++) }, 10)"
HURRIED = RenderBounds(seconds=5)
QUICK = RenderBounds(seconds=60, settle=3)
APP = b"fetch('/api').then(r => r.json()).then(j => { document.getElementById('root').innerHTML = j.html })"
SHELL = b"<html><head><title>Lamp</title></head><body><div id=root></div><script src=/app.js></script></body></html>"
ROUTES = {
    "/shell": (200, {"Content-Type": "text/html"}, SHELL),
    "/app.js": (200, {"Content-Type": "text/javascript"}, APP),
    "/api": (200, {"Content-Type": "application/json"}, json.dumps({"html": f"<h1>Lit</h1>{PROSE}"}).encode()),
    "/robots.txt": (200, {"Content-Type": "text/plain"}, b""),
}


def page(script):
    return f"<html><body><p id=a>start</p><script>{script}</script></body></html>".encode()


def show(server, *scripts, bounds=QUICK):
    """What becomes of a page with each of these scripts, in one browser: its DOM or why there is none."""

    async def visit():
        shown = []
        async with GuardingProxy(Guard.allowing([server.place])) as proxy, Browser(proxy, bounds=bounds) as browser:
            for script in scripts:
                browser.bounds = HURRIED if script in (ENDLESS, REDIRECTS) else bounds
                try:
                    found = await browser.render(
                        server.url("/page"), 200, [("Content-Type", "text/html")], page(script)
                    )
                    shown.append(found.dom)
                except RenderFailed as error:
                    shown.append(f"failed: {error}")
            return shown, browser.starts

    return asyncio.run(visit())


def test_no_script_reaches_a_private_address(serve):
    public, private = serve({"*": (200, {}, b"public")}), serve({"*": (200, {}, b"secret")})
    secret = private.url("/secret")
    say = "document.body.append"
    scripts = [
        f"fetch('{secret}', {{mode: 'no-cors'}}).then(() => {say}('got'), () => {say}('refused'))",
        f"location.href = '{secret}'",
        f"setTimeout(() => location.replace('http://localhost:{private.port}/secret'), 50)",
        f"let f = document.createElement('iframe'); f.src = '{secret}'; document.body.append(f)",
        f"window.open('{secret}')",
        f"new WebSocket('{secret.replace('http', 'ws')}')",
        f"{say}(typeof RTCPeerConnection + typeof WebTransport)",
        f"new Worker(URL.createObjectURL(new Blob([`fetch('{secret}', {{mode: 'no-cors'}})`])))",
        f"let i = new Image(); i.src = '{secret}'; navigator.sendBeacon('{secret}', 'x')",
        f"let s = document.createElement('script'); s.src = '{secret}'; document.body.append(s)",
        f"fetch('file:///etc/hosts').then(r => r.text()).then(t => {say}(t), () => {say}('no file'))",
    ]
    shown, _ = show(public, *scripts)
    assert private.seen == []
    assert all("start" in dom for dom in shown)
    assert "refused" in shown[0]
    assert "undefinedundefined" in shown[6]
    assert "no file" in shown[10]


def test_a_hostile_page_ends_and_the_next_one_is_shown(serve):
    server = serve({"*": (200, {}, b"x")})
    scripts = [
        ENDLESS,
        "let a = []; setInterval(() => { for (let i = 0; i < 50; i++) a.push(new Uint8Array(4e6).fill(1)) }, 10)",
        REDIRECTS,
        "alert('a'); confirm('b'); prompt('c'); document.body.append('after')",
        "setInterval(() => fetch('/x' + Math.random()), 20); document.body.append('busy')",
        "document.body.append('last')",
    ]
    bounds = RenderBounds(seconds=60, settle=3, memory=700 * 1024**2)
    (endless, hog, redirects, dialogs, busy, last), starts = show(server, *scripts, bounds=bounds)
    assert endless.startswith("failed: not done in")
    assert hog.startswith("failed: ")
    assert "start" in redirects or redirects.startswith("failed: not done in")  # as quick as the machine is
    assert server.seen.count("/r0") == 0
    assert "after" in dialogs
    assert "busy" in busy
    assert "last" in last
    assert starts >= 3


def test_a_script_that_begins_late_is_waited_for(serve):
    server = serve({"*": (200, {}, b"x")})
    late = b"<div id=root></div><script>setTimeout(() => { root.textContent = 'late words' }, 1500)</script>"

    async def visit():
        bounds = RenderBounds(seconds=60, settle=40, quiet=0.1)
        async with GuardingProxy(Guard.allowing([server.place])) as proxy, Browser(proxy, bounds=bounds) as browser:
            return (await browser.render(server.url("/page"), 200, HTML, late)).dom

    assert "late words" in asyncio.run(visit()).partition("<script>")[0]


def test_the_browser_is_started_anew_and_leaves_nothing(serve):
    server = serve({"*": (200, {}, b"x")})
    shown, starts = show(server, *["1"] * 5, bounds=RenderBounds(quiet=0.05, recycle_pages=2))
    assert len([dom for dom in shown if "start" in dom]) == 5
    assert starts == 3
    assert [process for process in Path("/proc").glob("[0-9]*") if _is_ours(process)] == []


def _is_ours(process):
    try:
        text = (process / "status").read_text("utf-8")
    except OSError:
        return False
    lines = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
    return lines["PPid"].strip() == str(os.getpid()) and ("chrom" in lines["Name"] or "node" in lines["Name"])


def rows(home):
    table = pq.read_table(home.dataset / "latest" / "documents").to_pylist()
    return {row["url"]: (row["title"], row["text"], row["content_hash"]) for row in table}


def test_a_shell_becomes_a_record_and_a_rebuild_makes_the_same(serve, tmp_path):
    server, home = serve(ROUTES), Home.create(tmp_path / "home")
    arguments = ["scrape", server.url("/shell"), "--save", str(home.path), "--allow-private", server.place]
    done = forked.run(["-m", "junket", *arguments], timeout=100)
    assert done.returncode == 0, done.stderr
    before = rows(home)
    assert "lit for three nights" in before[server.url("/shell")][1]
    assert server.seen.count("/shell") == 1  # the browser is given what was fetched
    shutil.rmtree(home.state)
    shutil.rmtree(home.dataset)
    done = forked.run(["-m", "junket", "rebuild", "--home", str(home.path)], timeout=100)
    assert done.returncode == 0, done.stderr
    assert rows(home) == before


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_two_thousand_pages_do_not_make_it_grow(serve):
    server = serve(ROUTES)

    async def visit():
        ours, theirs = [], []
        async with (
            GuardingProxy(Guard.allowing([server.place])) as proxy,
            Browser(proxy, bounds=RenderBounds(quiet=0.1)) as browser,
        ):
            for number in range(2_001):
                if number and number % 200 == 0:
                    ours.append(memory_of(os.getpid()))
                    theirs.append(browser.memory())
                url = server.url(f"/shell?{number}")
                await browser.render(url, 200, HTML, SHELL)
        return ours, theirs

    ours, theirs = asyncio.run(visit())
    assert len(ours) == 10
    assert max(ours) - ours[0] < 30 * 1024**2
    assert max(theirs) < 600 * 1024**2
