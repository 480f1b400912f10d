"""MAC address: EUI-48 of IEEE 802, of a device, an access point or a Bluetooth device by the field's name."""

from __future__ import annotations

from typing import Final

from privaudit.analysis.detector import Detector, Reading

_GROUP: Final = 0x01
"""First octet's lowest bit: groups and the broadcast, which no device has; IEEE 802-2014, 8.2."""
_LOCAL: Final = 0x02
"""Its second: locally administered, as the random addresses of Android 10 and later are."""
_STAND_IN: Final = "020000000000"
"""android.net.wifi.WifiInfo#DEFAULT_MAC_ADDRESS: what apps get instead of it since Android 6."""


def read(text: str) -> Reading | None:
    """Take 6 octets of a single device."""
    digits = "".join(c for c in text.lower() if c not in ":-.")
    if text.isdigit():
        return None  # twelve digits are a number
    first = int(digits[:2], 16)
    if first & _GROUP or digits == _STAND_IN or not digits.strip("0") or len(set(digits)) <= 2:  # noqa: PLR2004
        return None
    pairs = ":".join(digits[at : at + 2] for at in range(0, 12, 2))
    return Reading(pairs, "local" if first & _LOCAL else "")


DETECTOR = Detector(
    name="mac-address",
    data_types=("device.mac", "network.wifi", "device.bluetooth"),
    pattern=rb"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
    rb"|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}",
    read=read,
    chance=0.5,
)
