"""What is around the app: location, airplane mode, the gallery. Each change notes how to take it back."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

from privaudit.capture.device import Device
from privaudit.capture.undo import Undo
from privaudit.errors import DeviceError

_LOCATION_API: Final = 31
_CONNECTIVITY_API: Final = 30
_SCAN_API: Final = 29
_MAX_LATITUDE, _MAX_LONGITUDE = 90.0, 180.0
_PROVIDERS: Final = ("gps", "network")
_MOCKER: Final = "com.android.shell"
_GALLERY: Final = "/sdcard/Pictures"
_NAME: Final = re.compile(r"[^\w.\-]+")


class Surroundings:
    """Sets what one phone tells apps of its surroundings."""

    def __init__(self, device: Device, undo: Undo) -> None:
        self._device = device
        self._undo = undo
        self._mocking = False

    def set_location(self, latitude: float, longitude: float) -> None:
        """Set a mock location (degrees, WGS-84) for GPS and network, with Android's own test providers.

        Raises DeviceError before Android 12, whose shell has no command for it.
        """
        if not (abs(latitude) <= _MAX_LATITUDE and abs(longitude) <= _MAX_LONGITUDE):
            raise DeviceError(f"{latitude}, {longitude} is no place on earth")
        if self._device.api_level < _LOCATION_API:
            raise DeviceError(
                "this phone's shell cannot set a location (Android 12 and newer can)",
                hint="Leave setLocation out, or set the location with a mock location app by hand.",
            )
        if not self._mocking:
            self._begin_mocking()
        for provider in _PROVIDERS:
            place = f"{latitude:.7f},{longitude:.7f}"
            self._location("set-test-provider-location", provider, "--location", place)

    def _begin_mocking(self) -> None:
        told = self._device.shell(["appops", "get", _MOCKER, "android:mock_location"]).out
        before = re.search(r"MOCK_LOCATION: (\w+)", told)
        mode = before[1] if before else "default"
        self._undo.push("mock location", lambda: self._end_mocking(mode))
        self._device.shell(["appops", "set", _MOCKER, "android:mock_location", "allow"]).check()
        self._mocking = True
        for provider in _PROVIDERS:
            self._location("add-test-provider", provider)
            self._location("set-test-provider-enabled", provider, "true")

    def _end_mocking(self, mode: str) -> None:
        for provider in _PROVIDERS:
            # A provider that was never added is no error here: nothing is left then either.
            self._device.shell(["cmd", "location", "providers", "remove-test-provider", provider])
        self._device.shell(["appops", "set", _MOCKER, "android:mock_location", mode]).check()
        self._mocking = False

    def _location(self, verb: str, *arguments: str) -> None:
        self._device.shell(["cmd", "location", "providers", verb, *arguments]).check(
            "Is location switched on, and no other app chosen for mock locations?"
        )

    def airplane_mode(self) -> bool:
        """Return whether airplane mode is on."""
        return self._device.shell(["settings", "get", "global", "airplane_mode_on"]).check().strip() == "1"

    def set_airplane_mode(self, *, on: bool) -> None:
        """Switch airplane mode; raises DeviceError where that would cut the connection or is not allowed."""
        before = self.airplane_mode()
        if before == on:
            return
        if on and ":" in self._device.serial and not self._device.virtual:
            raise DeviceError(
                "airplane mode would end the wireless connection to this phone", hint="Connect it by cable."
            )
        self._undo.push("airplane mode", lambda: self._switch_airplane(on=before))
        self._switch_airplane(on=on)
        if self.airplane_mode() != on:
            raise DeviceError(
                "the phone did not switch airplane mode", hint="Switch it by hand (step `manual`)."
            )

    def _switch_airplane(self, *, on: bool) -> None:
        if self._device.api_level >= _CONNECTIVITY_API:
            word = "enable" if on else "disable"
            self._device.shell(["cmd", "connectivity", "airplane-mode", word]).check()
            return
        self._device.shell(["settings", "put", "global", "airplane_mode_on", "1" if on else "0"]).check()
        action = "android.intent.action.AIRPLANE_MODE"
        # Before Android 11 only root may tell the system that the setting changed.
        told = self._device.shell(
            ["am", "broadcast", "-a", action, "--ez", "state", "true" if on else "false"], root=True
        )
        if told.code or "SecurityException" in told.text:
            self._device.shell(["settings", "put", "global", "airplane_mode_on", "0" if on else "1"]).check()
            raise DeviceError(
                "this Android lets only root switch airplane mode", hint="Switch it by hand (step `manual`)."
            )

    def add_media(self, files: tuple[str, ...]) -> None:
        """Copy files of this machine into the phone's gallery; they are removed again at the end."""
        folder = f"{_GALLERY}/privaudit-{secrets.token_hex(4)}"
        sources = [Path(name) for name in files]
        missing = [str(source) for source in sources if not source.is_file()]
        if missing:
            raise DeviceError(
                f"no such file: {', '.join(missing)}", hint="Paths are relative to the scenario."
            )
        self._undo.push("pictures in the gallery", lambda: self._remove(folder))
        self._device.shell(["mkdir", "-p", folder]).check()
        for number, source in enumerate(sources):
            target = f"{folder}/{number}-{_NAME.sub('_', source.name)}"
            self._device.push(source, target)
            self._scan(target)

    def _remove(self, folder: str) -> None:
        names = self._device.shell(["ls", folder]).out.split()
        self._device.shell(["rm", "-rf", folder]).check()
        for name in names:
            self._scan(f"{folder}/{name}")

    def _scan(self, path: str) -> None:
        """Have the gallery take notice of a file that came or went."""
        if self._device.api_level >= _SCAN_API:
            command = ["content", "call", "--uri", "content://media", "--method", "scan_file", "--arg", path]
        else:
            action = "android.intent.action.MEDIA_SCANNER_SCAN_FILE"
            command = ["am", "broadcast", "-a", action, "-d", f"file://{path}"]
        self._device.shell(command).check("The file is on the phone; apps may see it only after a restart.")
