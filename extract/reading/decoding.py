"""Bytes as they were served or saved, to text: content encodings, charsets, and what is no text at all."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Callable
from typing import BinaryIO

import brotli  # type: ignore[import-untyped]  # it ships no types
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding
from warcio.bufferedreaders import ChunkedDataReader

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Longest page or text that is read, in bytes, compressed or not. Articles stay below 2 MB even with images inlined.
MAX_BYTES = 10_000_000
_STEP = 65_536
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
#: How files begin that are often saved or served as pages and are none.
_SIGNATURES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a WebP image or a sound",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    _GZIP: "compressed data",
    _ZSTD: "compressed data",
}
_CONTROL = bytes(range(8)) + bytes(range(0x0E, 0x1B)) + bytes(range(0x1C, 0x20))


class TooLargeError(ValueError):
    """More than `MAX_BYTES` once decoded."""


def decode_content(body: bytes, *, encodings: str = "", chunked: bool = False, limit: int = MAX_BYTES) -> bytes:
    """The entity in the body of an HTTP response.

    Archives keep `Content-Encoding` headers of bodies that were stored decoded, so a coding that does not fit the bytes
    is passed over, and a body cut short gives what came before the cut.

    Args:
        body: The body as stored.
        encodings: Value of the `Content-Encoding` header.
        chunked: Whether `Transfer-Encoding` says so.
        limit: Largest size allowed after each step, in bytes.

    Raises:
        TooLargeError: it is larger than `limit`, such as a compression bomb.
    """
    if chunked:
        body = ChunkedDataReader(io.BytesIO(body)).read()
    for name in reversed([part.strip().lower() for part in encodings.split(",")]):
        if name in _DECODERS:
            body = _DECODERS[name](body, limit)
    if len(body) > limit:
        raise TooLargeError(f"more than {limit:,} bytes")
    return body


def decode_text(body: bytes, content_type: str | None = None, *, markup: bool = True) -> str:
    """The characters of a page or a text file, whatever charset it claims.

    In this order: a byte order mark; UTF-16 that shows in its zero bytes; UTF-8 where the bytes are that, as chance
    hardly ever makes them so; the charset of the HTTP header, then of the page's own `meta`; at last UTF-8 in which
    every byte that does not fit is read as windows-1252, which is what Indonesian pages in a legacy charset are, also
    in part. NUL characters are dropped.

    Args:
        body: The bytes.
        content_type: Value of the HTTP `Content-Type` header.
        markup: Whether the bytes may declare their charset as HTML does.
    """
    for mark, marked in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(marked, "replace").replace("\0", "")
    if wide := _unmarked_utf16(body):
        return body.decode(wide, "replace").replace("\0", "")
    declared = [http_content_type_encoding(content_type), html_body_declared_encoding(body) if markup else None]
    candidates: list[str | None] = ["utf-8", *declared]
    for encoding in candidates:
        if encoding is None or encoding == "cp1252":
            continue
        try:
            return body.decode(encoding).replace("\0", "")
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "ikrar-windows-1252").replace("\0", "")


def binary_kind(body: bytes) -> str | None:
    """What the bytes are if they are no text: `a PNG image`, `a binary file`; None for text."""
    for signature, kind in _SIGNATURES.items():
        if body.startswith(signature):
            return kind
    if body.startswith(tuple(mark for mark, _ in _MARKS)) or _unmarked_utf16(body):
        return None
    head = body[:4096].replace(b"\0", b"")
    if body and not head:
        return "a binary file"
    controls = len(head) - len(head.translate(None, _CONTROL))
    return "a binary file" if controls * 20 > len(head) else None


class Gunzipped(io.RawIOBase):
    """The plain bytes of a gzip file up to its end or to where it is damaged; `intact` tells which."""

    def __init__(self, file: BinaryIO) -> None:
        self._stream = gzip.GzipFile(fileobj=file)
        self.intact = True

    def readable(self) -> bool:
        """True: it is for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any writable buffer
        """Fill `buffer` as far as one step of decompression goes; 0 at the end and at damage."""
        try:
            piece = self._stream.read1(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            self.intact = False
            return 0
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a place in the plain bytes; backwards means reading again from the start."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place in the plain bytes."""
        return self._stream.tell()


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _unmarked_utf16(body: bytes) -> str | None:
    head = body[:2000]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd * 10 > half * 8 and even * 10 < half:
        return "utf-16-le"
    if even * 10 > half * 8 and odd * 10 < half:
        return "utf-16-be"
    return None


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("ikrar-windows-1252", _read_as_windows_1252)


def _inflate(body: bytes, limit: int, *, formats: tuple[int, ...]) -> bytes:
    for wbits in formats:
        decoder = zlib.decompressobj(wbits)
        try:
            decoded = decoder.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(decoded) > limit:
            raise TooLargeError(f"more than {limit:,} bytes")
        return decoded
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, limit, formats=(31,)) if body.startswith(_GZIP) else body


def _deflate(body: bytes, limit: int) -> bytes:
    """`deflate` means the zlib format (RFC 9110, 8.4.1.2); some servers send it bare."""
    return body if body.lstrip()[:1] == b"<" else _inflate(body, limit, formats=(15, -15))


def _unbrotli(body: bytes, limit: int) -> bytes:
    if body.lstrip()[:1] == b"<":
        return body
    decoder = brotli.Decompressor()
    pieces: list[bytes] = []
    size = 0
    data = body
    try:
        while piece := decoder.process(data, output_buffer_limit=_STEP):
            pieces.append(piece)
            size += len(piece)
            data = b""
            if size > limit:
                raise TooLargeError(f"more than {limit:,} bytes")
    except brotli.error:
        return body
    return b"".join(pieces)


def _unzstd(body: bytes, limit: int) -> bytes:
    if not body.startswith(_ZSTD):
        return body
    decoder = zstd.ZstdDecompressor()
    try:
        decoded = decoder.decompress(body, max_length=limit + 1)
    except zstd.ZstdError:
        return body
    if len(decoded) > limit:
        raise TooLargeError(f"more than {limit:,} bytes")
    return decoded


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}


def one_line(text: str) -> str:
    """`text` without white space at its ends and with every other run of it as one blank."""
    return " ".join(text.split())
