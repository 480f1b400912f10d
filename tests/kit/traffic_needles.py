"""Two thousand needles of all types, strong and weak, as a long run knows them; none is in the noise."""

from __future__ import annotations

import random
import uuid

WORDS = (
    "上海", "杭州", "Pixel 5", "HUAWEI", "中国移动", "731904", "8264", "123456", "zh-CN", "19880229",
    "慕容", "会计", "10.0.2.16", "true", "vivo", "Android 13", "1080*2400", "20261123", "en_US", "wlan0",
)  # fmt: skip
"""Weak values that stand in the noise as words, numbers and tags: never under the name of their type."""

_TYPES_OF_WORDS = {
    "上海": "location.coarse", "杭州": "location.coarse", "Pixel 5": "device.model", "HUAWEI": "device.model",
    "中国移动": "network.carrier", "731904": "auth.otp", "8264": "auth.otp", "123456": "auth.password",
    "zh-CN": "device.model", "19880229": "identity.demographics", "慕容": "identity.name",
    "会计": "identity.occupation", "10.0.2.16": "network.ip", "true": "device.model", "vivo": "device.model",
    "Android 13": "device.model", "1080*2400": "device.model", "20261123": "identity.id_validity",
    "en_US": "device.model", "wlan0": "network.wifi",
}  # fmt: skip

_EACH = 140
_SURNAMES = "欧阳慕容司徒诸葛"


def two_thousand(seed: int = 7319) -> list[tuple[str, str]]:
    """Return (data type, value): 140 of each of the types that name somebody, and the weak words."""
    draw = random.Random(seed)

    def digits(count: int) -> str:
        return "".join(draw.choices("0123456789", k=count))

    def octets() -> str:
        return ":".join(f"{draw.getrandbits(8):02x}" for _ in range(6))

    found: list[tuple[str, str]] = []
    for _ in range(_EACH):
        found += [
            ("device.imei", "86" + digits(13)),
            ("device.imsi", "4600" + digits(11)),
            ("device.iccid", "898600" + digits(14)),
            ("device.serial", f"R{digits(2)}M{digits(5)}{draw.choice('ABCDEFGH')}"),
            ("device.android_id", f"{draw.getrandbits(64):016x}"),
            ("device.oaid", str(uuid.UUID(int=draw.getrandbits(128), version=4))),
            ("device.mac", octets()),
            ("network.wifi", octets()),
            ("contact.phone", f"1{draw.choice('3456789')}{digits(9)}"),
            ("contact.email", f"u{digits(6)}.{draw.choice('abcdefgh')}@mail{digits(2)}.example"),
            ("identity.id_number", f"310104{draw.randint(1950, 2005)}0{draw.randint(1, 9)}1{digits(5)}"),
            ("identity.name", "".join(draw.sample(_SURNAMES, 2)) + draw.choice("雪瑶岚霜")),
            ("finance.bank_card", "6222" + digits(15)),
            ("account.user_id", digits(10)),
        ]
    for _ in range(20):
        latitude, longitude = f"{30 + draw.random():.6f}", f"{121 + draw.random():.6f}"
        found += [("location.precise", latitude), ("location.precise", longitude)]
    found += [(data_type, word) for word, data_type in _TYPES_OF_WORDS.items()]
    return list(dict.fromkeys(found))
