"""What the phone knows about its owner: invented values with valid check digits, easy to find in traffic."""

from __future__ import annotations


def luhn(digits: str) -> str:
    """Return the digits with their Luhn check digit appended (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 — the digit sum of a two-digit number
    return digits + str(-total % 10)


def planted() -> dict[str, str]:
    """Return the identifiers of the virtual phone, by name.

    The type allocation code 35-000000 and the mobile country code 999 belong to nobody (3GPP TS 23.003, ITU-T
    E.212); MAC addresses have the bit of local administration set.
    """
    return {
        "imei": luhn("35000000731902"),
        "imei2": luhn("35000000731903"),
        "meid": "A0000073190264",
        "imsi": "999990731902640",
        "iccid": luhn("899999073190264001"),
        "serial": "PRVA0731902640",
        "android_id": "7f3a91c2d05be648",
        "wifi_mac": "02:7a:c4:19:e3:5d",
        "bluetooth_mac": "02:7a:c4:19:e3:5e",
        "oaid": "5c1e9d7a-3b60-4f82-9a17-c0d4e8f26b35",
        "gaid": "38400000-8cf0-41bd-b23e-10b96e40a7d1",
        "line1_number": "+8619900731902",
        "operator": "99999",
        "operator_name": "示例移动",
        "ssid": "privaudit-test-wifi",
        "bssid": "02:15:b2:73:19:02",
        "ip": "10.0.2.16",
        "latitude": "31.240021",
        "longitude": "121.490317",
        "accuracy": "12.0",
        "cell_lac": "7319",
        "cell_cid": "20264001",
        "account_name": "zhang.san.0731902@example.com",
        "account_type": "com.example.account",
    }
