"""TLS as Junket speaks it: certificates are verified, against the platform's own trust store."""

from __future__ import annotations

import ssl
import sys
from typing import Any

from twisted.internet.ssl import (
    AcceptableCiphers,
    Certificate,
    optionsForClientTLS,
    platformTrust,
    trustRootFromCertificates,
)
from twisted.web.client import BrowserLikePolicyForHTTPS


def trust_root() -> Any:  # noqa: ANN401 - Twisted's IOpenSSLTrustRoot is an interface, not a type
    """The certificates that are trusted.

    OpenSSL finds the system's store by itself on Linux and the BSDs; elsewhere the standard library
    knows where it is (the Windows certificate store, macOS' ``cert.pem``). The environment
    variable ``SSL_CERT_FILE`` overrides both.
    """
    if sys.platform in ("win32", "darwin"):
        store = ssl.create_default_context().get_ca_certs(binary_form=True)
        return trustRootFromCertificates([Certificate.load(certificate) for certificate in store])
    return platformTrust()  # type: ignore[no-untyped-call]  # Twisted's own, untyped


class VerifyingPolicy(BrowserLikePolicyForHTTPS):
    """Twisted's verifying policy with the wider cipher list that old publishers' servers need."""

    def __init__(self) -> None:
        super().__init__(trustRoot=trust_root())  # type: ignore[no-untyped-call]  # Twisted's own, untyped
        ciphers = AcceptableCiphers.fromOpenSSLCipherString("DEFAULT")  # type: ignore[no-untyped-call]  # the same
        self._options = {"fixBrokenPeers": True, "acceptableCiphers": ciphers}

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: ANN401, ARG002, N802 - Twisted's interface
        """Connection options that check the certificate against ``hostname``."""
        name = hostname.decode("ascii")
        return optionsForClientTLS(name, trustRoot=self._trustRoot, extraCertificateOptions=self._options)
