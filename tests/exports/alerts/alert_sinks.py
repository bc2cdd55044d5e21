"""Servers on loopback that alerts are sent to: mail that is kept, mail that hangs, webhooks."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def mail_server(*, refuse=()):
    """Its port and the letters that it took; it refuses these recipients."""
    letters = []

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self):
            self.say("220 sink")
            for line in self.rfile:
                word = line.split()[0].upper()
                if word == b"DATA":
                    self.say("354 go on")
                    body = b""
                    while not body.endswith(b"\r\n.\r\n"):
                        body += self.rfile.readline()
                    letters.append(message_from_bytes(body[:-3], policy=policy.default))
                if word == b"RCPT" and any(each.encode() in line for each in refuse):
                    self.say("550 nobody here")
                    continue
                self.say("221 bye" if word == b"QUIT" else "250 fine")

    with served(socketserver.ThreadingTCPServer, Handler) as port:
        yield port, letters


@contextmanager
def hanging_server():
    """Its port: it takes connections and says nothing, ever."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@contextmanager
def web_server(statuses=(200,)):
    """Its port and what was sent; it answers with these statuses in turn, the last one for good."""
    sent, left = [], list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append((self.path, json.loads(body)))
            self.send_response(left.pop(0) if len(left) > 1 else left[0])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            """No noise."""

    with served(ThreadingHTTPServer, Handler) as port:
        yield port, sent


@contextmanager
def served(kind, handler):
    with kind(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
