from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import time
from pathlib import Path

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

CHECKOUT = Path(__file__).parents[2]
MIB = 1024 * 1024


def encoded(body: bytes, encoding: str):
    return 200, {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": encoding}, body


def test_a_page_comes_with_what_is_known_of_it(serve, fetched):
    headers = {"Content-Type": 'text/HTML; Charset="windows-1251"', "X-Robots-Tag": "noai"}
    server = serve({"/new": (200, headers, "Фильм".encode("cp1251")), "/old": (302, {"Location": "/new"}, b"")})
    [outcome] = fetched(server.url("/old#top"), allow=(server,))
    page = outcome["page"]
    assert (page["url"], page["requested_url"]) == (server.url("/new"), server.url("/old"))
    assert (page["media_type"], page["charset"], page["status"]) == ("text/html", "windows-1251", 200)
    assert (page["named"], page["robots"], page["archived_from"], page["warc"]) == (True, "allowed", None, None)
    assert ["X-Robots-Tag", "noai"] in page["headers"]
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(page["fetched_at"])
    assert dt.timedelta(0) <= age < dt.timedelta(seconds=60)


def test_outcomes_keep_the_order_of_the_urls_and_failures_do_not_stop_others(serve, html, fetched):
    server = serve({"/a": html("first"), "/b": (404, {}, b""), "/c": html("third")})
    first, second, third = fetched(server.url("/a"), server.url("/b"), server.url("/c"), allow=(server,))
    assert ("first" in first["page"]["body"], second["error"], "third" in third["page"]["body"]) == (
        True,
        "Unreachable",
        True,
    )


def test_junket_says_who_it_is_and_keeps_no_cookies(serve, html, fetched):
    server = serve({"/a": (302, {"Location": "/b", "Set-Cookie": "id=1"}, b""), "*": html()})
    fetched(server.url("/a"), allow=(server,), contact="https://film.example/bot\r\nX-Forged: 1")
    agents = {headers["User-Agent"] for headers in server.headers}
    assert len(agents) == 1
    assert agents.pop().startswith("junket")
    assert all("X-Forged" not in headers for headers in server.headers)
    assert "(+https://film.example/botX-Forged: 1)" in server.headers[0]["User-Agent"]
    assert all("Cookie" not in headers for headers in server.headers)


def test_a_status_without_a_page_is_an_error_with_a_remedy(serve, fetched):
    expected = {
        401: ("Wall", 6, "--archived"),
        403: ("Wall", 6, "--archived"),
        429: ("Wall", 6, "too many requests"),
        451: ("Wall", 6, "--archived"),
        404: ("Unreachable", 3, "no such page"),
        410: ("Unreachable", 3, "no such page"),
        500: ("Unreachable", 3, "try again later"),
        503: ("Unreachable", 3, "try again later"),
        304: ("Unreachable", 3, "brings no page"),
    }
    server = serve({f"/{status}": (status, {}, b"" if status == 304 else b"<p>no</p>") for status in expected})
    urls = [server.url(f"/{status}") for status in expected]
    outcomes = fetched(*urls, allow=(server,), settings={"JUNKET_LONGEST_WAIT": 0})
    for (status, (error, code, word)), outcome in zip(expected.items(), outcomes, strict=True):
        assert (outcome["error"], outcome["code"], outcome["page"]) == (error, code, None)
        assert outcome["line"].startswith(server.url(f"/{status}: the server answers {status}"))
        assert word in outcome["line"]


def test_hosts_and_ports_that_are_not_there(fetched):
    with socket.socket() as held:  # bound and not listening: refuses
        held.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{held.getsockname()[1]}"
        unknown, refused = fetched("http://no-such-host.invalid/", f"http://{place}/", allow_private=[place])
    assert (unknown["error"], "unknown host" in unknown["line"]) == ("Unreachable", True)
    assert (refused["error"], "refuses the connection" in refused["line"]) == ("Unreachable", True)


def test_a_server_that_hangs_or_drips_ends_at_the_deadline(serve, fetched):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(300):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.1)

    asked = []

    def robots(_):
        asked.append(time.monotonic())  # what the program took to start is not counted
        return 404, {}, b""

    server = serve({"/hang": lambda _: time.sleep(30), "/drip": drip, "/robots.txt": robots})
    for outcome in fetched(
        server.url("/hang"), server.url("/drip"), allow=(server,), settings={"DOWNLOAD_TIMEOUT": 0.7}
    ):
        assert (outcome["error"], outcome["code"]) == ("Unreachable", 3)
        assert "no complete answer in time" in outcome["line"]
    assert time.monotonic() - asked[0] < 28


def test_a_connection_that_breaks_off(serve, fetched):
    def hang_up(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    server = serve({"/a": hang_up})
    [outcome] = fetched(server.url("/a"), allow=(server,))
    assert (outcome["error"], "broke off" in outcome["line"]) == ("Unreachable", True)


def test_what_a_server_sends_beyond_the_length_it_names_is_no_answer_to_anything(serve, fetched):
    def more_than_said(handler):
        handler.protocol_version = "HTTP/1.1"
        forged = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<p>forged</p>"
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n<p>said</p>" + 3 * forged
        )
        handler.close_connection = False

    server = serve({"/a": more_than_said, "/b": (200, {"Content-Type": "text/html"}, b"<p>true</p>")})
    outcomes = fetched(server.url("/a"), server.url("/b"), allow=(server,), settings={"CONCURRENT_REQUESTS": 1})
    assert [outcome["page"]["body"] for outcome in outcomes] == ["<p>said</p>", "<p>true</p>"]


def test_pages_over_32_mib_are_refused_by_size_announced_sent_and_unpacked(serve, fetched):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for _ in range(40):
            handler.wfile.write(b"<p>a</p>" * (MIB // 8))

    bomb = gzip.compress(b"0" * (33 * MIB))
    routes = {"/announced": (200, {"Content-Length": str(33 * MIB)}, b""), "/sent": endless}
    server = serve({**routes, "/bomb": encoded(bomb, "gzip"), "/nested": encoded(gzip.compress(bomb), "gzip, gzip")})
    paths = ("/announced", "/sent", "/bomb", "/nested")
    for outcome in fetched(*map(server.url, paths), allow=(server,)):
        assert (outcome["error"], outcome["code"]) == ("NoText", 7)
        assert "larger than 32 MiB" in outcome["line"]


def test_damaged_compression_is_an_error_and_a_torn_one_is_said_so(serve, html, fetched):
    whole = html("bread and film " * 5000)[2]
    routes = {
        "/damaged": encoded(gzip.compress(whole)[:12], "gzip"),
        "/torn": encoded(gzip.compress(whole)[:-100], "gzip"),
    }
    server = serve({**routes, "/plain": encoded(whole, "gzip"), "/br": encoded(brotli.compress(whole), "br")})
    damaged, torn, plain, br = fetched(*map(server.url, ("/damaged", "/torn", "/plain", "/br")), allow=(server,))
    assert (damaged["error"], "compression is damaged" in damaged["line"]) == ("Unreachable", True)
    assert torn["page"]["truncated"]
    assert torn["page"]["body"]
    assert whole.decode().startswith(torn["page"]["body"])
    assert (plain["page"]["body"], plain["page"]["truncated"]) == (whole.decode(), False)
    assert (br["page"]["body"], br["page"]["truncated"]) == (whole.decode(), False)


def test_a_pause_that_the_server_asks_for_is_kept_before_the_second_try(serve, html, fetched):
    arrivals = []

    def busy(_):
        arrivals.append(time.monotonic())
        return (503, {"Retry-After": "1"}, b"") if len(arrivals) == 1 else html()

    server = serve({"/a": busy, "/robots.txt": (404, {}, b"")})
    [outcome] = fetched(server.url("/a"), allow=(server,))
    assert outcome["page"]["status"] == 200
    assert arrivals[1] - arrivals[0] >= 0.95


def test_a_person_is_not_kept_waiting_for_a_long_pause(serve, fetched):
    asked = []

    def busy(_):
        asked.append(time.monotonic())  # what the program took to start is not counted
        return 429, {"Retry-After": "3600"}, b""

    server = serve({"/a": busy, "/robots.txt": (404, {}, b"")})
    [outcome] = fetched(server.url("/a"), allow=(server,))
    assert (outcome["error"], outcome["code"]) == ("Wall", 6)
    assert len(asked) == 1
    assert time.monotonic() - asked[0] < 60


def test_headers_and_interim_answers_without_end_are_cut_off(serve, fetched):
    sent = {"/headers": 0, "/interim": 0}

    def flood(start: bytes, again: bytes):
        def send(handler):
            handler.close_connection = True
            handler.wfile.write(start)
            for _ in range(640):
                handler.wfile.write(again * (100_000 // len(again)))
                sent[handler.path] += 100_000

        return send

    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    routes = {"/headers": flood(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n"), "/interim": flood(b"", interim)}
    server = serve({**routes, "/robots.txt": (404, {}, b"")})
    for outcome in fetched(server.url("/headers"), server.url("/interim"), allow=(server,)):
        assert (outcome["error"], "headers without end" in outcome["line"]) == ("Unreachable", True)
    assert max(sent.values()) < 20_000_000


def test_redirects_without_end(serve, fetched):
    server = serve({"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/a"}, b"")})
    [outcome] = fetched(server.url("/a"), allow=(server,))
    assert (outcome["error"], "redirects without end" in outcome["line"]) == ("Unreachable", True)
    assert len(server.seen) < 20


def test_an_untrusted_certificate_is_refused(serve, html, fetched, tmp_path):
    context = _self_signed(tmp_path)
    server = serve({"*": html()}, wrap=lambda plain: context.wrap_socket(plain, server_side=True))
    [outcome] = fetched(f"https://{server.place}/a", allow=(server,))
    assert (outcome["error"], outcome["code"]) == ("Unreachable", 3)
    assert "no trusted TLS connection" in outcome["line"]
    assert "certificate verify failed" in outcome["line"]


def test_a_crawl_that_meets_an_untrusted_certificate_says_so_in_the_ledger(serve, html, run_script, tmp_path):
    context = _self_signed(tmp_path)
    server = serve({"*": html()}, wrap=lambda plain: context.wrap_socket(plain, server_side=True))
    script = """
        import json, sys
        from junket.crawlers.home import Home
        from junket.crawlers.ledger.ledger import Ledger
        from junket.crawlers.run.run import crawl
        given = json.load(sys.stdin)
        crawl(settings={"ITEM_PIPELINES": {}, "LOG_ENABLED": False}, **given)
        print(*(f"{line.decision} {line.reason}" for line in Ledger(Home.open(given["home"])).lines()))
    """
    place = f"https://{server.place}/"
    done = run_script(script, {"home": str(tmp_path / "home"), "start": [place], "allow_private": [server.place]})
    assert done.stdout.strip() == "failed tls_failed"
    assert server.seen == []


def test_a_trusted_certificate_is_accepted(serve, html, fetched, tmp_path, monkeypatch):
    context = _self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    server = serve({"*": html()}, wrap=lambda plain: context.wrap_socket(plain, server_side=True))
    [outcome] = fetched(f"https://{server.place}/a", allow=(server,))
    assert outcome["page"]["status"] == 200


def test_plain_http_on_a_tls_port_is_one_clear_line(serve, html, fetched):
    server = serve({"*": html()})
    [outcome] = fetched(f"https://{server.place}/a", allow=(server,))
    assert (outcome["error"], "no trusted TLS connection" in outcome["line"]) == ("Unreachable", True)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "https://ada:pw@film.example/"])
def test_a_url_that_is_none_raises_before_anything_starts(fetched, url):
    [raised] = fetched("https://film.example/", url)
    assert (raised["raised"], raised["code"]) == ("UsageProblem", 2)
    assert "pw" not in raised["line"]


def test_a_bad_exception_of_the_guard_raises_before_anything_starts(fetched):
    [raised] = fetched("https://film.example/", allow_private=["localhost"])
    assert (raised["raised"], "HOST:PORT" in raised["line"]) == ("UsageProblem", True)


def test_nothing_to_fetch_starts_nothing(fetched):
    assert fetched() == []


def test_a_second_run_in_one_process_is_one_clear_line(serve, html, run_script):
    server = serve({"*": html()})
    script = """
        import json, sys
        from junket.crawlers.run.run import fetch
        url, place = json.load(sys.stdin)
        fetch([url], allow_private=[place])
        try:
            fetch([url], allow_private=[place])
        except Exception as error:
            print(type(error).__name__, error)
    """
    done = run_script(script, [server.url("/a"), server.place])
    assert "JunketError junket: this process has already run once" in done.stdout


def _self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody has signed; written to ``certificate.pem``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "both.pem").write_bytes(plain + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context
