"""A web server on loopback that plays what servers of feeds do."""

import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Play = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request by the play for its path."""

    server: "FeedServer"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers)))
        play = self.server.plays.get(self.path.partition("?")[0])
        if play is None:
            self.answer(404, b"nothing here")
            return
        try:
            play(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up.set()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; ``content_type="…"`` becomes ``Content-Type``."""
        self.send_response(status)
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class FeedServer(ThreadingHTTPServer):
    """Plays by path; remembers what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Handler)
        self.host = host
        self.plays: dict[str, Play] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.hung_up = threading.Event()
        self.ended = threading.Event()

    def url(self, path: str = "/feed", scheme: str = "http") -> str:
        return f"{scheme}://{self.host}:{self.server_port}{path}"

    def gives(self, body: bytes, path: str = "/feed", status: int = 200, **headers: str) -> str:
        """Plays one fixed answer; returns its address."""
        self.plays[path] = lambda handler: handler.answer(status, body, **headers)
        return self.url(path)

    def redirects(self, path: str, to: str, status: int = 302) -> str:
        self.plays[path] = lambda handler: handler.answer(status, b"", location=to)
        return self.url(path)

    def handle_error(self, *_: object) -> None:
        """Quiet: a client that gives up is part of the play."""


@contextmanager
def serving(host: str = "127.0.0.1", certificate: Path | None = None) -> Iterator[FeedServer]:
    """A running server; with TLS if a certificate (and key, in one PEM file) is given."""
    server = FeedServer(host)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
