"""The bytes of a WARC file: plain, one gzip member a record, or one gzip for all; read in order, with a note of where they stop."""

import zlib
from typing import IO

_CHUNK = 1 << 16
_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"\nWARC/1."


class Truncated(Exception):
    """The file ends, or stops making sense, before the record does; the text says where."""


class Lines:
    """A WARC file's uncompressed bytes as lines and counted pieces."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._raw = file.read(_CHUNK)
        self._inflate = zlib.decompressobj(31) if self._raw[:2] == b"\x1f\x8b" else None
        self._compressed = self._inflate is not None
        self._buffer = bytearray()
        self.damage: str | None = None

    def line(self, limit: int) -> bytes:
        """The next line with its end, empty at the end of the file; raises Truncated where it is longer than `limit`."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > limit:
                raise Truncated("a line without end")
            if not self._fill():
                end = len(self._buffer) - 1
                break
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes; raises Truncated where there are fewer."""
        while len(self._buffer) < size:
            if not self._fill():
                raise Truncated(self.damage or "the file ends")
        return self._take(size)

    def skip(self, size: int) -> None:
        """Pass over `size` bytes without keeping them."""
        while size > len(self._buffer):
            size -= len(self._buffer)
            self._buffer.clear()
            if not self._fill():
                raise Truncated(self.damage or "the file ends")
        self._take(size)

    def resume(self) -> bool:
        """After damage, go on where the next gzip member or, in a plain file, the next record seems to begin; False where none does."""
        self.damage = None
        if not self._compressed:
            while (place := self._buffer.find(_RECORD, 1)) < 0:
                del self._buffer[: -len(_RECORD)]
                if not self._fill():
                    return False
            del self._buffer[: place + 1]
            return True
        self._buffer.clear()
        self._inflate = None
        while (place := self._raw.find(_MEMBER, 1)) < 0:
            more = self._file.read(_CHUNK)
            if not more:
                return False
            self._raw = self._raw[-len(_MEMBER) :] + more
        self._raw = self._raw[place:]
        return True

    def _take(self, size: int) -> bytes:
        piece = bytes(self._buffer[:size])
        del self._buffer[:size]
        return piece

    def _fill(self) -> bool:
        """More bytes into the buffer; False at the end, whether it is the file's own or damage."""
        before = len(self._buffer)
        while len(self._buffer) == before and self.damage is None:
            if not self._raw:
                self._raw = self._file.read(_CHUNK)
            if not self._compressed:
                self._buffer += self._raw
                more, self._raw = bool(self._raw), b""
                return more
            if not self._inflate_some():
                return False
        return len(self._buffer) > before

    def _inflate_some(self) -> bool:
        if self._inflate is None:
            # Between two members; bytes that begin none (padding) end the file.
            if len(self._raw) < 2:
                self._raw += self._file.read(_CHUNK)
            if self._raw[:2] != b"\x1f\x8b":
                if self._raw.strip(b"\0"):
                    self.damage = "bytes that are no gzip follow"
                return False
            self._inflate = zlib.decompressobj(31)
        if not self._raw:
            self.damage = "the file ends in the middle of a gzip member"
            return False
        try:
            self._buffer += self._inflate.decompress(self._raw, _CHUNK)
        except zlib.error:
            self.damage = "a gzip member is damaged"
            return False
        if self._inflate.eof:
            self._raw = self._inflate.unused_data
            self._inflate = None
        else:
            self._raw = self._inflate.unconsumed_tail
        return True
