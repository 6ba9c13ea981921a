"""The certificates under which the proxy speaks TLS to the browser.

All hosts share one key, made at start and never stored. The browser is told to accept certificates over exactly this
key and no others, so nothing is gained by whoever else might listen on this machine.
"""

from __future__ import annotations

import base64
import datetime
import functools
import hashlib
import ipaddress
import ssl
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Makes one TLS context a host."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.context = functools.lru_cache(maxsize=512)(self._context)

    def fingerprint(self) -> str:
        """The key's SubjectPublicKeyInfo digest, as Chromium's --ignore-certificate-errors-spki-list takes it."""
        spki = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(hashlib.sha256(spki).digest()).decode()

    def _certificate(self, host: str) -> bytes:
        # A common name has at most 64 characters; browsers look at the alternative name only.
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:60] or "unnamed")])
        now = datetime.datetime.now(datetime.UTC)
        try:
            alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=2))
            .not_valid_after(now + datetime.timedelta(days=90))
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.PEM)

    def _context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        key = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        # The ssl module takes certificates from files only.
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            file.write(key + self._certificate(host))
            file.flush()
            context.load_cert_chain(Path(file.name))
        return context
