"""How an original is encrypted: in pieces, each of which says where it belongs, so that no piece is lost or moved.

A key of its own for each file, from the key of the incident and a random salt (HKDF, RFC 5869). Pieces are encrypted
by ChaCha20-Poly1305 (RFC 8439) with a counter and a mark of the last one as nonce: the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár (2015). The length stands inside, and is filled up so that little of it can be told.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"UPRFILE1"
SALT = 16  # bytes
PIECE = 64 * 1024  # bytes, before they are encrypted
_TAG = 16  # bytes that encryption adds to each piece
_LENGTH = 8  # bytes, at the beginning of the first piece


class Altered(ValueError):
    """What is stored is not what was written: changed, cut off, or put in the place of something else."""


def sealed(key: bytes, content: bytes, piece: int = PIECE) -> Iterator[bytes]:
    """A file as it is stored, in pieces. key: 32 bytes, of the incident."""
    head = MARK + os.urandom(SALT)
    cipher, whole = _cipher(key, head), _LENGTH + len(content)
    yield head
    full = padded(whole)
    count = -(-full // piece)
    for index in range(count):
        begin = index * piece
        yield cipher.encrypt(_nonce(index, index == count - 1), _plain(content, begin, min(begin + piece, full)), head)


def opened(key: bytes, file: BinaryIO, piece: int = PIECE) -> Iterator[bytes]:
    """The file that was sealed, in pieces; raises Altered, at the latest after the last of them."""
    head = file.read(len(MARK) + SALT)
    if len(head) != len(MARK) + SALT or not head.startswith(MARK):
        raise Altered
    cipher, left, index = _cipher(key, head), -1, 0
    here = file.read(piece + _TAG)
    while here:
        after = file.read(piece + _TAG)
        try:
            plain = cipher.decrypt(_nonce(index, not after), here, head)
        except InvalidTag:
            raise Altered from None
        if not index:
            left, plain = int.from_bytes(plain[:_LENGTH], "big"), plain[_LENGTH:]
        yield plain[:left]
        left, here, index = max(left - len(plain), 0), after, index + 1
    if left or not index:
        raise Altered


def padded(length: int) -> int:
    """A length, filled up by at most 12 per cent (Padmé, Nikitin et al. 2019): many files share one."""
    exponent = length.bit_length() - 1
    last = exponent - exponent.bit_length()
    mask = (1 << max(last, 0)) - 1
    return (length + mask) & ~mask


def _plain(content: bytes, begin: int, end: int) -> bytes:
    """What stands from one place to another: the length, the file, and zeros."""
    head = len(content).to_bytes(_LENGTH, "big")[begin:end]
    body = content[max(begin - _LENGTH, 0) : max(end - _LENGTH, 0)]
    return (head + body).ljust(end - begin, b"\0")


def _nonce(index: int, is_last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, head: bytes) -> ChaCha20Poly1305:
    derived = HKDF(SHA256(), 32, salt=head[len(MARK) :], info=b"upr-tracker evidence").derive(key)
    return ChaCha20Poly1305(derived)
