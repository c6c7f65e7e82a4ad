"""Signatures of saved results: Ed25519 over their canonical JSON. The only file that knows `cryptography`.

A signature says who vouches for a result; a checksum, which anybody can compute, only that it was not damaged. What is
signed is the checksum's hash, so that a result that is laid out otherwise is still the signed one.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.advice import checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PURPOSE = b"mvpod saved result 1\n"
"""Begins what is signed, so that a signature of something else never counts for a result."""


class KeyUnusableError(MvpodError):
    """A file holds no Ed25519 key of the needed kind as PEM without a passphrase."""


def new_keys() -> tuple[bytes, bytes]:
    """Return a new private key and its public key, as PEM."""
    key = Ed25519PrivateKey.generate()
    return (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def signature(data: Mapping[str, Any], private_key: bytes) -> str:
    """Return the signature of a saved result as a line of Base64; `KeyUnusableError` where the key is none."""
    key = _loaded(lambda: load_pem_private_key(private_key, password=None), Ed25519PrivateKey)
    return base64.b64encode(key.sign(_signed(data))).decode() + "\n"


def is_signed(data: Mapping[str, Any], written: bytes, public_key: bytes) -> bool:
    """Return whether a signature is of this result, by the key's owner; `KeyUnusableError` where the key is none."""
    key = _loaded(lambda: load_pem_public_key(public_key), Ed25519PublicKey)
    try:
        key.verify(base64.b64decode(written.strip(), validate=True), _signed(data))
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _loaded(load: Callable[[], Any], kind: type) -> Any:
    try:
        key = load()
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusableError from error
    if not isinstance(key, kind):
        raise KeyUnusableError
    return key


def _signed(data: Mapping[str, Any]) -> bytes:
    return PURPOSE + checksum(data).encode()
