"""Signed heads: the last link of each chain, signed with a key that the database never sees. Needs no Django.

A line of the file of heads is one JSON object: agency, number, digest, at, signature (Ed25519 over the other four).
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from csplan.core.errors import CsplanError
from csplan.ledger.chain import canonical

PUBLIC_SUFFIX: Final = ".pub"


class BadHeads(CsplanError):
    """A file of heads, or a key, that cannot be used."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ended at an instant, signed."""

    agency: str
    number: int
    digest: str
    at: str
    signature: str = ""


def make_keys(path: Path) -> None:
    """Write a new private key, readable by its owner only, and its public key beside it. Overwrites nothing."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise BadHeads(f"{path} is there already; a key is never overwritten, name another file") from None
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.with_name(path.name + PUBLIC_SUFFIX).write_bytes(public)


def signed(head: Head, key: Ed25519PrivateKey) -> Head:
    """The head with its signature."""
    return Head(head.agency, head.number, head.digest, head.at, key.sign(_message(head)).hex())


def write_heads(heads: Iterable[Head], path: Path) -> None:
    """Add heads to the file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(heads_text(heads))


def heads_text(heads: Iterable[Head]) -> str:
    """Heads as a file has them: a line each."""
    return "".join(json.dumps(asdict(head)) + "\n" for head in heads)


def read_heads(path: Path, public: Ed25519PublicKey) -> list[Head]:
    """The heads of a file. Raises BadHeads for a line that is none, or that the key did not sign."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_head(line, public, f"{path}, line {number}") for number, line in enumerate(lines, start=1)]


def private_key(path: Path) -> Ed25519PrivateKey:
    """The private key of a file. Raises BadHeads where there is none in it."""
    with suppress(ValueError, TypeError):
        key = load_pem_private_key(path.read_bytes(), None)
        if isinstance(key, Ed25519PrivateKey):
            return key
    raise BadHeads(f"{path} holds no private Ed25519 key; make one with `csplan ledger key {path}.new`")


def public_key(path: Path) -> Ed25519PublicKey:
    """The public key of a file. Raises BadHeads where there is none in it."""
    with suppress(ValueError):
        key = load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            return key
    raise BadHeads(f"{path} holds no public Ed25519 key; it is the file ending in {PUBLIC_SUFFIX}")


def _head(line: str, public: Ed25519PublicKey, where: str) -> Head:
    try:
        head = Head(**json.loads(line))
        public.verify(bytes.fromhex(head.signature), _message(head))
    except (ValueError, TypeError):
        raise BadHeads(f"{where}: not a signed head; take the file from its last good copy") from None
    except InvalidSignature:
        raise BadHeads(f"{where}: not signed by this key; take the file from its last good copy") from None
    return head


def _message(head: Head) -> bytes:
    return canonical({"agency": head.agency, "number": head.number, "digest": head.digest, "at": head.at})
