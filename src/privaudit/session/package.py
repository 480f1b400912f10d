"""The app's package read before its first start: from the file given, else from the phone, read-only."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from privaudit.capture.device import Device
from privaudit.catalog import load_catalog
from privaudit.errors import EvidenceError, PrivauditError
from privaudit.model.event import AppInfo
from privaudit.package import package_seen, read_package
from privaudit.session.recorder import Recorder

MOST_PULLED_BYTES: Final = 2 * 1024**3
"""Of all package files of an app together; the largest apps with their splits are below it."""

Progress = Callable[[int, int], None]
"""Told (bytes so far, bytes in all) while package files come from the phone."""


def see_package(
    device: Device,
    app: AppInfo,
    recorder: Recorder,
    *,
    given: Path | None,
    folder: Path,
    progress: Progress,
    stopping: threading.Event,
) -> None:
    """Write down what the app's package says; that it could not be read is a note, never the run's end.

    `given` is the file that was installed; it is read only if the phone has the same. Files that come from
    the phone lie in `folder` for as long as they are read. Raises KeyboardInterrupt once `stopping` is set.
    """
    try:
        read = read_package(given) if given is not None else None
        if read is not None and app.sha256 in {"", read.sha256}:
            seen = package_seen(read, load_catalog())
        else:
            with tempfile.TemporaryDirectory(prefix=".package-", dir=folder) as name:
                paths = _pulled(device, app.package, Path(name), progress, stopping)
                seen = package_seen(read_package(paths), load_catalog(), origin="phone")
        if seen.package != app.package:
            recorder.note("package.unread", f"it says it is {seen.package}, not {app.package}")
            return
    except EvidenceError:
        raise
    except (PrivauditError, OSError, ValueError) as error:
        text = error.message if isinstance(error, PrivauditError) else f"{type(error).__name__}: {error}"
        recorder.note("package.unread", text)
        return
    recorder.emit(seen)


def _pulled(
    device: Device, package: str, folder: Path, progress: Progress, stopping: threading.Event
) -> list[Path]:
    files = device.package_files(package)
    total = sum(size for _path, size in files)
    done = 0
    paths = []
    for number, (source, _size) in enumerate(files):
        # The phone's names are not ours to use as paths.
        path = folder / f"{number}-{Path(source).name[-100:]}"
        with path.open("wb") as file:
            for chunk in device.pull_chunks(source, limit=MOST_PULLED_BYTES - done):
                if stopping.is_set():
                    raise KeyboardInterrupt
                file.write(chunk)
                done += len(chunk)
                progress(done, max(total, done))
        paths.append(path)
    return paths
