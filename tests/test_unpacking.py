"""Content encodings: undone wholly or refused."""

import gzip
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.unpacking import unpack_body


@given(st.binary(max_size=5_000))
def test_every_encoding_is_undone(data: bytes) -> None:
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert unpack_body(gzip.compress(data), "gzip") == data
    assert unpack_body(gzip.compress(data) + gzip.compress(data), "x-gzip") == data + data
    assert unpack_body(zlib.compress(data), "deflate") == data
    assert unpack_body(raw.compress(data) + raw.flush(), "deflate") == data
    assert unpack_body(zstandard.compress(data), "zstd") == data
    assert unpack_body(gzip.compress(zlib.compress(data)), "deflate, gzip") == data
    assert unpack_body(data, "") == unpack_body(data, "identity") == data


@given(st.binary(min_size=50, max_size=2_000), st.integers(1, 40))
def test_a_cut_body_is_refused(data: bytes, lost: int) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack_body(gzip.compress(data)[:-lost], "gzip")


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    with pytest.raises(ValueError, match="larger"):
        unpack_body(gzip.compress(bytes(50_000_000)), "gzip")


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(ValueError, match="snappy"):
        unpack_body(b"x", "snappy")
