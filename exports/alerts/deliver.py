"""A message on its way to a webhook, a mail server or Apprise: a program of its own, which its caller ends in time.

A name server, a mail server or a web server that says a byte a minute keeps no time-out of a socket; the end of a
process keeps them all. Secrets come by stdin: what stands in a command line is everybody's to read.
"""

from __future__ import annotations

import http.client
import signal
import smtplib
import socket
import ssl
import sys
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Any

import msgspec

from junket.exports.alerts.alerts_toml import webhook_parts

_SECONDS = 15.0
"""For one operation of a socket; the caller bounds the whole."""
_MOST_SECONDS = 120
"""After which the process ends although its caller was killed."""
_MOST_ANSWER = 65_536


class NotDelivered(Exception):
    """One line that says why."""


def main() -> int:
    """Sends what stands on stdin as JSON: ``way``, ``to``, ``address``, ``mail``, ``message``."""
    if sys.platform != "win32":
        signal.alarm(_MOST_SECONDS)
    job = msgspec.json.decode(sys.stdin.buffer.read())
    try:
        {"webhook": post, "email": mail, "apprise": notify}[job["way"]](job)
    except NotDelivered as error:
        problem = str(error)
    except (smtplib.SMTPException, http.client.HTTPException, OSError, ValueError) as error:
        problem = _said(error)
    else:
        return 0
    sys.stderr.write(" ".join(problem.split())[:400] + "\n")
    return 1


_SAYS: tuple[tuple[type[Exception], Callable[[Any], str]], ...] = (
    (ssl.SSLCertVerificationError, lambda error: f"the server's certificate does not hold: {error.verify_message}"),
    (TimeoutError, lambda _: f"no answer in {_SECONDS:g} seconds"),
    (socket.gaierror, lambda _: "the server's name is unknown"),
    (smtplib.SMTPAuthenticationError, lambda _: "the mail server refuses user and password"),
    (smtplib.SMTPRecipientsRefused, lambda error: f"the mail server refuses {', '.join(error.recipients)}"),
    (smtplib.SMTPResponseException, lambda error: f"the mail server answers {error.smtp_code}"),
    (smtplib.SMTPNotSupportedError, lambda _: 'the mail server has no STARTTLS or no login; see "security"'),
    (smtplib.SMTPServerDisconnected, lambda _: "the mail server closed the connection"),
)


def _said(error: Exception) -> str:
    said = next((says for kind, says in _SAYS if isinstance(error, kind)), None)
    return said(error) if said else f"{type(error).__name__}: {getattr(error, 'strerror', None) or error}"


def post(job: dict[str, Any]) -> None:
    """POSTs the message as JSON. Follows no redirect; without TLS to addresses only that are not public."""
    tls, host, port, path = webhook_parts(job["address"])
    connection = (
        http.client.HTTPSConnection(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        if tls
        else http.client.HTTPConnection(host, port, timeout=_SECONDS)
    )
    try:
        connection.connect()
        if not tls:
            _check_private(connection.sock, "give an https address")
        said = {"Content-Type": "application/json", "User-Agent": "junket"}
        connection.request("POST", path, msgspec.json.encode(job["message"]), said)
        answer = connection.getresponse()
        answer.read(_MOST_ANSWER)
    finally:
        connection.close()
    if answer.status // 100 == 3:  # noqa: PLR2004 - a redirect
        raise NotDelivered(f"the server answers {answer.status}, a redirect, which is not followed; give its address")
    if answer.status // 100 != 2:  # noqa: PLR2004 - success
        raise NotDelivered(f"the server answers {answer.status}")


def mail(job: dict[str, Any]) -> None:
    """Hands the message to the mail server: by STARTTLS, TLS, or without to addresses only that are not public."""
    server, letter = job["mail"], _letter(job)
    context = ssl.create_default_context()
    if server["security"] == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server["host"], server["port"], timeout=_SECONDS, context=context)
    else:
        line = smtplib.SMTP(server["host"], server["port"], timeout=_SECONDS)
    with line:
        if server["security"] == "starttls":
            line.starttls(context=context)
        elif server["security"] == "none" and line.sock is not None:
            _check_private(line.sock, 'say security = "starttls" or "tls"')
        if server["user"]:
            line.login(server["user"], server["password"])
        refused = line.send_message(letter, to_addrs=job["to"])
    if refused:
        raise NotDelivered(f"the mail server refuses {', '.join(refused)}; the others have it")


def _letter(job: dict[str, Any]) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = job["message"]["subject"]
    letter["From"], letter["To"] = job["mail"]["sender"], ", ".join(job["to"])
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain="junket.invalid")
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
    letter.set_content(job["message"]["text"])
    return letter


def notify(job: dict[str, Any]) -> None:
    """Hands the message to Apprise."""
    try:
        import apprise  # noqa: PLC0415 - asked for only where somebody uses it
    except ImportError as error:
        raise NotDelivered("Apprise is not installed; pip install 'junket[alerts]'") from error
    service = apprise.Apprise()
    if not service.add(job["address"]):
        raise NotDelivered("Apprise knows no such address")
    if not service.notify(title=job["message"]["subject"], body=job["message"]["text"], body_format="text"):
        raise NotDelivered("Apprise could not deliver it")


def _check_private(line: socket.socket, remedy: str) -> None:
    if ip_address(line.getpeername()[0].partition("%")[0]).is_global:
        raise NotDelivered(f"the server is on the open Internet, and it would be sent without TLS; {remedy}")


if __name__ == "__main__":
    sys.exit(main())
