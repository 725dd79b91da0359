"""Opening what may be no file, reading up to a limit, writing whole or not at all."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
import time

import pytest

from scorecard_action.files import (
    NotRegularError,
    add_lines,
    open_regular,
    read_bounded,
    write_beside,
    write_whole,
)


def mode_of(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    ("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o000, 0o644)], ids=oct
)
def test_a_new_file_has_the_usual_mode(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "new" / "result.json", b"{}")
    finally:
        os.umask(before)
    assert (tmp_path / "new" / "result.json").read_bytes() == b"{}"
    assert mode_of(tmp_path / "new" / "result.json") == mode
    assert names_in(tmp_path / "new") == ["result.json"]


def test_an_existing_file_is_replaced_and_keeps_its_mode(tmp_path):
    file = tmp_path / "result.json"
    file.write_bytes(b"old and longer")
    file.chmod(0o640)
    with file.open("rb") as reader:
        write_whole(str(file), b"new")
        assert reader.read() == b"old and longer"
    assert file.read_bytes() == b"new"
    assert mode_of(file) == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "result.json"
    link.symlink_to("real/result.json")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "result.json").read_bytes() == b"new"


def test_a_failure_leaves_the_file_and_its_folder_as_they_were(tmp_path, monkeypatch):
    file = tmp_path / "result.json"
    file.write_bytes(b"old")

    def full(handle):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert names_in(tmp_path) == ["result.json"]


@pytest.mark.parametrize(
    ("name", "minutes", "stays"),
    [
        pytest.param(".result.json.0123456789abcdef.tmp", 10, False, id="of a run that was killed"),
        pytest.param(".result.json.0123456789abcdef.tmp", 1, True, id="maybe written just now"),
        pytest.param(".other.json.0123456789abcdef.tmp", 10, True, id="of another file"),
        pytest.param(".result.json.notes.tmp", 10, True, id="not ours"),
    ],
)
def test_what_was_not_finished_is_removed(tmp_path, name, minutes, stays):
    (tmp_path / name).write_bytes(b"half")
    then = time.time() - minutes * 60
    os.utime(tmp_path / name, (then, then))
    write_whole(tmp_path / "result.json", b"new")
    assert (tmp_path / name).exists() is stays


def test_a_name_may_be_as_long_as_names_can_be(tmp_path):
    write_whole(tmp_path / ("n" * 250 + ".json"), b"new")
    assert names_in(tmp_path) == ["n" * 250 + ".json"]


def test_a_directory_is_an_error(tmp_path):
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"x")


def test_a_fifo_is_written_to(tmp_path):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    write_whole(fifo, b"x" * 200_000)
    reader.join(10)
    assert got == [b"x" * 200_000]
    assert stat.S_ISFIFO(fifo.stat().st_mode)


def test_standard_output_may_be_a_file(tmp_path):
    """Redirected to a file, /dev/stdout must not be replaced: what follows would be lost."""
    code = (
        "from scorecard_action.files import write_whole\n"
        "print('before', flush=True)\nwrite_whole('/dev/stdout', b'{}\\n')\n"
    )
    out = tmp_path / "out"
    with out.open("ab") as file:
        subprocess.run([sys.executable, "-c", code], stdout=file, check=True)
        file.write(b"after\n")
    assert out.read_bytes() == b"before\n{}\nafter\n"


def _fifo(path):
    os.mkfifo(path)


def _socket(path):
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(os.path.relpath(path))
    listening.close()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        pytest.param(lambda path: path.mkdir(), NotRegularError, id="folder"),
        pytest.param(_fifo, NotRegularError, id="FIFO without a writer"),
        pytest.param(lambda path: path.symlink_to("/dev/null"), NotRegularError, id="device"),
        pytest.param(_socket, OSError, id="socket"),
        pytest.param(lambda path: path.symlink_to("nowhere"), FileNotFoundError, id="broken link"),
        pytest.param(lambda path: None, FileNotFoundError, id="nothing"),
    ],
)
@pytest.mark.parametrize("reader", [open_regular, lambda path: read_bounded(path, 10)])
def test_what_is_no_regular_file_is_an_error_at_once(tmp_path, monkeypatch, make, error, reader):
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "it")
    with pytest.raises(error):
        reader(tmp_path / "it")


def test_a_path_that_no_file_has():
    with pytest.raises(ValueError, match="null"):
        open_regular("a\0b")


@pytest.mark.parametrize(
    ("size", "limit", "returned"),
    [(0, 10, 0), (10, 10, 10), (11, 10, 11), (12, 10, 11), (3 << 20, 3 << 20, 3 << 20)],
)
def test_one_byte_more_than_the_limit_says_that_it_is_larger(tmp_path, size, limit, returned):
    file = tmp_path / "it"
    file.write_bytes(b"x" * size)
    link = tmp_path / "link"
    link.symlink_to("it")
    assert read_bounded(str(link), limit) == b"x" * returned


def test_a_file_whose_size_is_not_known_beforehand():
    assert read_bounded("/proc/self/stat", 4096).startswith(str(os.getpid()).encode())


def test_a_file_like_the_others_takes_the_place_of_a_link_and_of_another_mode(tmp_path):
    (tmp_path / "theirs").write_bytes(b"theirs")
    mine = tmp_path / "mine"
    mine.symlink_to("theirs")
    before = os.umask(0o027)
    try:
        write_beside(mine, b"secret")
    finally:
        os.umask(before)
    assert not mine.is_symlink()
    assert (mine.read_bytes(), mode_of(mine)) == (b"secret", 0o640)
    assert (tmp_path / "theirs").read_bytes() == b"theirs"
    assert sorted(names_in(tmp_path)) == ["mine", "theirs"]


def _saved(folder):
    write_beside(folder / "mine", b"x")


def _new(folder):
    write_whole(folder / "mine", b"x")


def _below(folder):
    write_whole(folder / "new" / "below" / "mine", b"x")


def _lines(folder):
    add_lines(folder / "mine", "x")


def _replaced(folder):
    (folder / "mine").write_bytes(b"old")
    os.chown(folder / "mine", 12345, 23456)
    os.chown(folder, 0, 0)
    write_whole(folder / "mine", b"x")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("write", [_saved, _new, _below, _lines, _replaced])
def test_root_leaves_it_to_the_owner_of_the_folder(tmp_path, write):
    os.chown(tmp_path, 12345, 23456)
    write(tmp_path)
    made = list(tmp_path.rglob("*"))
    assert made[-1].name == "mine"
    owners = {(told.st_uid, told.st_gid) for told in map(os.stat, made)}
    assert owners == {(12345, 23456)}


def test_a_user_who_may_give_nothing_away_writes_all_the_same(tmp_path, monkeypatch):
    def refused(*given, **options):
        raise PermissionError

    monkeypatch.setattr(os, "chown", refused)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    write_whole(tmp_path / "new" / "mine", b"x")
    assert (tmp_path / "new" / "mine").read_bytes() == b"x"
