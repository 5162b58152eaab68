"""How originals are stored: whatever is changed, cut off or moved is found; nobody else reads or finds them."""

import hashlib
import io
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprisals.evidence import store
from reprisals.evidence.sealing import MARK, SALT, Altered, opened, padded, sealed

KEY = bytes(range(32))
PIECE = 32  # bytes, so that small files have many pieces
HEAD = len(MARK) + SALT
contents = st.binary(min_size=1, max_size=300)


def put(content: bytes, key: bytes = KEY) -> bytes:
    return b"".join(sealed(key, content, PIECE))


def taken(stored: bytes, key: bytes = KEY) -> bytes:
    return b"".join(opened(key, io.BytesIO(stored), PIECE))


@given(contents)
def test_what_is_stored_comes_back(content):
    assert taken(put(content)) == content


def test_a_large_file_comes_back_in_pieces():
    content = bytes(range(256)) * 4_000
    stored = b"".join(sealed(KEY, content))
    assert b"".join(opened(KEY, io.BytesIO(stored))) == content
    assert max(len(piece) for piece in opened(KEY, io.BytesIO(stored))) <= 64 * 1024


@given(contents, st.data())
def test_any_bit_turned_over_is_found(content, data):
    stored = bytearray(put(content))
    bit = data.draw(st.integers(0, len(stored) * 8 - 1))
    stored[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Altered):
        taken(bytes(stored))


@given(contents, st.data())
def test_anything_cut_off_is_found(content, data):
    stored = put(content)
    with pytest.raises(Altered):
        taken(stored[: data.draw(st.integers(0, len(stored) - 1))])


@given(contents, st.binary(min_size=1, max_size=100))
def test_anything_added_is_found(content, more):
    with pytest.raises(Altered):
        taken(put(content) + more)


def pieces_of(stored: bytes) -> list[bytes]:
    rest = stored[HEAD:]
    return [rest[n : n + PIECE + 16] for n in range(0, len(rest), PIECE + 16)]


@given(st.binary(min_size=100, max_size=300), st.data())
def test_pieces_in_another_order_or_left_out_are_found(content, data):
    stored = put(content)
    pieces = pieces_of(stored)
    other = data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=len(pieces) + 1))
    if other != pieces:
        with pytest.raises(Altered):
            taken(stored[:HEAD] + b"".join(other))


@given(st.integers(3, 9), st.data())
def test_pieces_between_the_first_and_the_last_in_another_order_are_found(count, data):
    """All that they must hold is there: only their place tells."""
    stored = put(bytes(n % 251 for n in range(count * PIECE)))
    first, *between, last = pieces_of(stored)
    other = data.draw(st.permutations(between))
    if other != between:
        with pytest.raises(Altered):
            taken(stored[:HEAD] + b"".join([first, *other, last]))


def test_what_only_fills_up_is_missed_too():
    """All of the file is there without it: only the mark of the last piece tells."""
    content = bytes(1_100)
    pieces = pieces_of(put(content))
    needed = -(-(len(content) + 8) // PIECE)
    assert len(pieces) > needed
    stored = put(content)
    for cut in range(needed, len(pieces)):
        with pytest.raises(Altered):
            taken(stored[: HEAD + cut * (PIECE + 16)])


@given(st.binary(min_size=100, max_size=300), st.data())
def test_a_piece_of_another_file_is_found(content, data):
    """Also of the same file, stored a second time."""
    one, other = put(content), put(content)
    pieces, place = pieces_of(one), data.draw(st.integers(0, len(pieces_of(one)) - 1))
    pieces[place] = pieces_of(other)[place]
    with pytest.raises(Altered):
        taken(one[:HEAD] + b"".join(pieces))
    with pytest.raises(Altered):
        taken(other[:HEAD] + one[HEAD:])


def test_another_key_opens_nothing():
    with pytest.raises(Altered):
        taken(put(b"tea"), bytes(32))


@settings(max_examples=200)
@given(st.integers(8, 10**9))
def test_lengths_are_filled_up_a_little(length):
    assert length <= padded(length) <= length * 1.12 + 8


def test_files_of_nearly_one_length_are_stored_with_one():
    lengths = {len(put(bytes(n))) for n in range(20_000, 20_200)}
    assert len(lengths) == 1


def test_the_same_file_is_stored_otherwise_each_time():
    first, second = (pieces_of(put(b"tea" * 50)) for _n in range(2))
    assert not {piece[:PIECE] for piece in first} & {piece[:PIECE] for piece in second}
    assert b"tea" not in put(b"tea" * 50)


# The folder


def test_a_file_is_stored_under_its_sha256_for_its_owner_alone(evidence_folder):
    name = store.keep([b"tea", b"pot"])
    assert name == hashlib.sha256(b"teapot").hexdigest()
    path = evidence_folder / name[:2] / name
    assert path.read_bytes() == b"teapot"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (evidence_folder, path.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(store.files()) == [path]


def test_what_breaks_while_it_is_written_leaves_nothing(evidence_folder):
    def broken():
        yield b"tea"
        raise OSError("no room for tea")

    with pytest.raises(OSError, match="no room"):
        store.keep(broken())
    assert list(store.files()) == []


def test_what_is_removed_is_gone_and_may_be_gone_already():
    name = store.keep([b"tea"])
    store.remove([name, name])
    assert list(store.files()) == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", f"{'a' * 63}/"])
def test_a_name_leads_nowhere_else(name):
    with pytest.raises(ValueError, match=r"|."):
        store.path_of(name)
