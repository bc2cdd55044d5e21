from __future__ import annotations

from types import SimpleNamespace

import pytest
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator

from junket.crawlers.network import tls


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_each_platform_has_trusted_certificates_to_check_against(monkeypatch, platform):
    monkeypatch.setattr(tls, "sys", SimpleNamespace(platform=platform))
    creator = tls.VerifyingPolicy().creatorForNetloc(b"film.example", 443)
    assert IOpenSSLClientConnectionCreator.providedBy(creator)
