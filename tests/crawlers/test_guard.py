from __future__ import annotations

import os
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from junket.crawlers.errors import UsageProblem
from junket.crawlers.network.guard import Guard, address_problem, host_and_port, host_problem, plain_host

CHECKOUT = Path(__file__).parents[2]
REFUSED = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104 - to refuse it
    "0.1.2.3",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "64:ff9b:1::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "nonsense",
]
PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "64:ff9b::808:808",
]
ODD_HOSTS = [
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "1.2.3.4.5",
    "0",
    "017700000001",
    "0x",
]


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_not_public_are_refused(address):
    assert address_problem(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address):
    assert address_problem(address) is None


@given(st.integers(0, 2**32 - 1))
def test_what_ipaddress_calls_not_global_never_passes(number):
    address = IPv4Address(number)
    if not address.is_global or address.is_multicast:
        assert address_problem(str(address))


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_inside_ipv6_is_judged_as_itself(number):
    inner = address_problem(str(IPv4Address(number)))
    for outer in (0xFFFF << 32 | number, 0x2002 << 112 | number << 80, 0x64FF9B << 96 | number):
        if inner:
            assert address_problem(str(IPv6Address(outer)))


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_numbers_that_browsers_read_as_addresses_are_refused(host):
    assert host_problem(host) == "an IP address in an unusual notation"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "film.localhost", "[::1]", "127.0.0.1.", "１２７.0.0.1", "127。0。0。1", ""]
)
def test_spellings_of_this_machine_are_refused(host):
    assert host_problem(host)


@pytest.mark.parametrize("host", ["example.org", "1tv.example", "xn--80ak6aa92e.com", "7.example.org", "8.8.8.8"])
def test_ordinary_hosts_pass_the_first_look(host):
    assert host_problem(host) is None


@given(st.text(max_size=80))
@example("[ 0")
@example("[a. ].")
def test_the_guard_answers_to_any_string(text):
    guard = Guard.allowing(["127.0.0.1:8000"])
    assert guard.url_problem(text) is None or guard.url_problem(text)
    assert plain_host(plain_host(text)) == plain_host(text)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "gopher://example.org", "//x", "http://[::1"],
)
def test_only_http_and_https_pass(url):
    assert Guard().url_problem(url)


def test_an_exception_is_exact_in_host_and_port():
    guard = Guard.allowing(["127.0.0.1:8000", "[::1]:80", "Archive.local:9000"])
    passing = ["http://127.0.0.1:8000/x", "http://[::1]/", "http://archive.LOCAL:9000/"]
    stopped = [
        "http://127.0.0.1:8001/",
        "http://127.0.0.2:8000/",
        "http://localhost:8000/",
        "http://2130706433:8000/",
        "http://127.0.0.1/",
    ]
    assert [guard.url_problem(url) for url in passing] == [None, None, None]
    assert all(guard.url_problem(url) for url in stopped)
    assert guard.peer_problem("archive.local", 9000, "10.1.1.1") is None
    assert guard.peer_problem("elsewhere.example", 8000, "127.0.0.1")


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.0.0.1:",
        ":80",
        "a:b",
        "a:0",
        "a:65536",
        "a:99999999999",
        "::1:80",
        "http://a:80",
        "a/b:80",
        "*:80",
        "a:８０",
    ],
)
def test_an_exception_that_is_no_host_and_port_is_named(text):
    with pytest.raises(UsageProblem, match="HOST:PORT"):
        host_and_port(text)


def test_a_redirect_to_another_private_port_is_refused_and_nothing_arrives_there(serve, html, fetched):
    secret = serve({"*": html("secret")})
    public = serve({"/go": (302, {"Location": secret.url("/admin")}, b""), "*": html()})
    [outcome] = fetched(public.url("/go"), allow=(public,))
    assert outcome["error"] == "AddressRefused"
    assert outcome["code"] == 5
    assert "a loopback address" in outcome["line"]
    assert secret.url("/admin") in outcome["line"]
    assert secret.seen == []


def test_other_spellings_of_an_allowed_server_are_refused(serve, html, fetched):
    server = serve({"*": html()})
    hosts = ("2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost", "127.0.0.2")
    for outcome in fetched(*(f"http://{host}:{server.port}/" for host in hosts), allow=(server,)):
        assert outcome["error"] == "AddressRefused"
    assert server.seen == []


def test_a_redirect_to_a_file_is_never_followed(serve, html, fetched):
    server = serve({"/go": (302, {"Location": "file:///etc/hostname"}, b""), "*": html()})
    [outcome] = fetched(server.url("/go"), allow=(server,))
    assert outcome["error"] == "Unreachable"
    assert "302" in outcome["line"]


RESOLVER = """
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer


@implementer(IHostnameResolver)
class Zone:
    '''Resolves every name to what the environment variable ZONE says.'''

    def __init__(self, reactor):
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, crawler, reactor):
        return cls(reactor)

    def install_on_reactor(self):
        self.reactor.installNameResolver(self)

    def resolveHostName(self, receiver, name, port=0, types=None, semantics="TCP"):
        import os
        receiver.resolutionBegan(None)
        for address in os.environ["ZONE"].split():
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
"""


@pytest.mark.parametrize("zone", ["127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254 127.0.0.1"])
def test_a_name_that_resolves_to_a_private_address_is_refused_at_the_connection(serve, html, fetched, tmp_path, zone):
    server = serve({"*": html()})
    (tmp_path / "zone.py").write_text(RESOLVER)
    env = {**os.environ, "ZONE": zone, "PYTHONPATH": f"{tmp_path}{os.pathsep}{CHECKOUT}"}
    settings = {"TWISTED_DNS_RESOLVER": "zone.Zone"}
    [outcome] = fetched(f"http://rebound.example:{server.port}/", env=env, settings=settings)
    assert outcome["error"] == "AddressRefused"
    assert server.seen == []


def test_a_name_that_is_allowed_may_resolve_to_a_private_address(serve, html, fetched, tmp_path):
    server = serve({"*": html()})
    (tmp_path / "zone.py").write_text(RESOLVER)
    env = {**os.environ, "ZONE": "127.0.0.1", "PYTHONPATH": f"{tmp_path}{os.pathsep}{CHECKOUT}"}
    name = f"archive.example:{server.port}"
    [outcome] = fetched(
        f"http://{name}/", env=env, allow_private=[name], settings={"TWISTED_DNS_RESOLVER": "zone.Zone"}
    )
    assert outcome["page"]["status"] == 200


def test_robots_txt_cannot_redirect_to_a_private_address(serve, html, fetched):
    secret = serve({"*": html("secret")})
    public = serve({"/robots.txt": (302, {"Location": secret.url("/robots.txt")}, b""), "*": html()})
    [outcome] = fetched(public.url("/a"), allow=(public,))
    assert outcome["error"] == "AddressRefused"
    assert secret.seen == []
    assert public.seen == ["/robots.txt"]


def test_proxies_of_the_environment_are_not_used_unless_the_setting_says_so(serve, html, fetched):
    proxy = serve({"*": html("by proxy")})
    env = {**os.environ, "http_proxy": proxy.url(), "no_proxy": ""}
    [without] = fetched("http://film.invalid/a", env=env)
    assert without["error"] == "Unreachable"
    assert proxy.seen == []
    settings = {"HTTPPROXY_ENABLED": True}
    [refused] = fetched("http://film.invalid/a", env=env, settings=settings)
    assert (refused["error"], "of the proxy" in refused["line"]) == ("AddressRefused", True)
    assert proxy.seen == []
    [used, literal] = fetched("http://film.invalid/a", "http://10.0.0.1/", allow=(proxy,), env=env, settings=settings)
    assert "by proxy" in used["page"]["body"]
    assert literal["error"] == "AddressRefused"
    assert proxy.seen == ["http://film.invalid/robots.txt", "http://film.invalid/a"]


@pytest.mark.parametrize("zone", ["127.0.0.1", "203.0.113.7 10.0.0.1"])
def test_a_proxy_is_not_asked_for_a_name_that_resolves_to_a_private_address_here(serve, html, fetched, tmp_path, zone):
    proxy = serve({"*": html("by proxy")})
    (tmp_path / "zone.py").write_text(
        RESOLVER.replace('os.environ["ZONE"]', '("127.0.0.1" if name == "127.0.0.1" else os.environ["ZONE"])')
    )
    env = {"http_proxy": proxy.url(), "no_proxy": "", "ZONE": zone, "PYTHONPATH": f"{tmp_path}{os.pathsep}{CHECKOUT}"}
    settings = {"TWISTED_DNS_RESOLVER": "zone.Zone", "HTTPPROXY_ENABLED": True}
    [outcome] = fetched("http://rebound.example/", allow=(proxy,), env={**os.environ, **env}, settings=settings)
    assert outcome["error"] == "AddressRefused"
    assert proxy.seen == []
