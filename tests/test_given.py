"""Files that a user gives: whole, bounded, never a pipe."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from privaudit.errors import InputError
from privaudit.given import read_given, real_path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"12345")
    assert read_given(file, 5) == b"12345"
    (tmp_path / "link").symlink_to(file)
    assert read_given(tmp_path / "link", 5) == b"12345"


def test_a_larger_file_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.touch()
    os.truncate(file, 10**12)
    with pytest.raises(InputError, match="is larger than 100 bytes") as caught:
        read_given(file, 100, hint="cut it")
    assert caught.value.hint == "cut it"


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        for path, reason in (
            (tmp_path / "pipe", "is a pipe, not a file"),
            (Path("/dev/zero"), "is a device, not a file"),
            (tmp_path / "s", "cannot be read"),
            (tmp_path, "cannot be read: Is a directory"),
            (tmp_path / "none", "cannot be read: No such file"),
            (tmp_path / "a", "cannot be read: Too many levels of symbolic links"),
            (tmp_path / "f" / "\0", "is not a path"),
            (tmp_path / ("n" * 300), "cannot be read: File name too long"),
        ):
            with pytest.raises(InputError, match=reason):
                read_given(path, 100)


def test_links_in_a_circle_have_a_path_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert real_path(tmp_path / "a").parent == tmp_path.resolve()
    assert real_path(Path("x\0")).is_absolute()
