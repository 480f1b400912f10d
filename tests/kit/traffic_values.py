"""The identity that the corpus of traffic is made of: made-up values, and how apps write each of them."""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """A value, other ways to write it, a field's name that tells its type, and a near miss."""

    data_type: str
    value: str
    written: tuple[str, ...]
    field: str
    other: tuple[str, ...]
    """Values of the same type that are not it: one digit off, another person's."""


STRONG = (
    Known("device.imei", "867319045120835", ("86-731904-512083-5", "86 731904 512083 5"), "imei",
          ("867319045120845", "357319045120836")),
    Known("device.meid", "A1000073190451", ("a1000073190451",), "meid", ("A1000073190452",)),
    Known("device.imsi", "460017319045128", (), "imsi", ("460017319045129",)),
    Known("device.iccid", "89860320731904512831", ("8986 0320 7319 0451 2831",), "iccid",
          ("89860320731904512841",)),
    Known("device.serial", "R58M731904K", ("r58m731904k",), "serial", ("R58M731904L",)),
    Known("device.mac", "3C:28:6D:73:19:04",
          ("3c:28:6d:73:19:04", "3C-28-6D-73-19-04", "3C286D731904", "3c28.6d73.1904"), "mac",
          ("3C:28:6D:73:19:05",)),
    Known("device.android_id", "9c41f73d1904b5e2", ("9C41F73D1904B5E2",), "androidId",
          ("9c41f73d1904b5e3",)),
    Known("device.oaid", "7f319045-12c8-4b3a-9d41-73190451c2a8", ("7F319045-12C8-4B3A-9D41-73190451C2A8",
          "7f31904512c84b3a9d4173190451c2a8"), "oaid", ("7f319045-12c8-4b3a-9d41-73190451c2a9",)),
    Known("device.gaid", "38400000-8cf0-11bd-b23e-10b96e731904", ("384000008cf011bdb23e10b96e731904",),
          "gaid", ("38400000-8cf0-11bd-b23e-10b96e731905",)),
    Known("network.wifi", "d8:32:14:73:19:0a", ("D8-32-14-73-19-0A", "d8321473190a"), "bssid",
          ("d8:32:14:73:19:0b",)),
    Known("identity.name", "欧阳慕容", (), "realName", ("欧阳慕白",)),
    Known("identity.id_number", "31010419880229104X", ("31010419880229104x", "310104 19880229 104X"),
          "idCard", ("310104198802291041", "31010419880229112X")),
    Known("contact.phone", "13873190451", ("+8613873190451", "+86 13873190451", "+86-13873190451",
          "008613873190451", "8613873190451", "138-7319-0451", "138 7319 0451"), "mobile",
          ("13873190452", "13973190451")),
    Known("contact.email", "murong.0451@example.com", ("MuRong.0451@example.com",), "email",
          ("murong.0452@example.com",)),
    Known("contact.address", "上海市徐汇区虚构路7319弄45号", (), "address",
          ("上海市徐汇区虚构路7319弄46号",)),
    Known("finance.bank_card", "6222027319045128367", ("6222 0273 1904 5128 367", "6222-0273-1904-5128-367"),
          "cardNo", ("6222027319045128375",)),
    Known("account.user_id", "bank_u_731904512", ("BANK_U_731904512",), "userId", ("bank_u_731904513",)),
    Known("insurance.vehicle", "沪AD73190", (), "plateNo", ("沪AD73191",)),
    Known("auth.password", "Mu-Rong#73190451", (), "password", ("Mu-Rong#73190452",)),
)  # fmt: skip
"""Values that nothing else has by chance, so that they are found under any name or none."""

WEAK = (
    Known("location.coarse", "上海", (), "city", ("北京",)),
    Known("location.coarse", "徐汇区", (), "district", ("静安区",)),
    Known("device.model", "Pixel 5", ("PIXEL 5",), "model", ("Pixel 6",)),
    Known("device.model", "HUAWEI", ("huawei",), "brand", ("XIAOMI",)),
    Known("network.carrier", "中国移动", (), "carrier", ("中国联通",)),
    Known("auth.otp", "731904", (), "smsCode", ("731905",)),
    Known("auth.otp", "7319", (), "verifyCode", ("7318",)),
    Known("identity.name", "慕容", (), "custName", ("慕白",)),
    Known("identity.demographics", "19880229", (), "birthday", ("19880228",)),
    Known("network.ip", "10.73.19.4", (), "localIp", ("10.73.19.5",)),
    Known("identity.occupation", "会计", (), "jobTitle", ("律师",)),
    Known("finance.balance", "73190.45", (), "balance", ("73190.46",)),
)  # fmt: skip
"""Values of few bits: found only where their type is told."""

PLACE = ("31.196804", "121.437319")
SHIFTED = {"GCJ-02": ("31.194926", "121.441935"), "BD-09": ("31.201287", "121.448336")}


class Unknown(NamedTuple):
    """A value that nobody told, what its field is called, the detector, and values that are none."""

    data_type: str
    detector: str
    value: str
    field: str
    none: tuple[str, ...]
    note: str = ""


UNKNOWN = (
    Unknown("identity.id_number", "id-number", "440305199507155126", "certNo",
            ("440305199507155129", "440305199513155129", "910305199507155126", "91440300708461136T")),
    Unknown("finance.bank_card", "bank-card", "6217003810026896707", "bankCardNo",
            ("6217003810026896704", "9917003810026896707", "6666666666666666")),
    Unknown("contact.phone", "mobile-phone", "15986620137", "phoneNumber", ("12986620137", "159866201377")),
    Unknown("device.imei", "imei", "490154203237518", "imei1", ("490154203237517", "200154203237518")),
    Unknown("device.imsi", "imsi", "460110512345678", "imsi", ("160110512345678",)),
    Unknown("device.iccid", "iccid", "8986011889700163822", "iccid", ("8986011889700163821",)),
    Unknown("device.meid", "meid", "A00000493EC1F2", "meid", ("900000493EC1F2",)),
    Unknown("device.mac", "mac-address", "00:1A:2B:5E:4D:3C", "wifiMac",
            ("01:1A:2B:5E:4D:3C", "660484906151",
             "FF:FF:FF:FF:FF:FF", "02:00:00:00:00:00", "00:00:00:00:00:00")),
    Unknown("network.wifi", "mac-address", "a4:39:b3:11:58:e7", "bssid", ("a5:39:b3:11:58:e7",)),
    Unknown("insurance.vehicle", "licence-plate", "粤B12D45", "plate", ("粤I12D45", "粤B1OD45", "粤BABC45")),
    Unknown("contact.email", "email-address", "li.wei88@mail.example.org", "email",
            ("support@example.org", "logo@2x.png", "li.wei88@mail")),
    Unknown("network.ip", "ip-address", "183.232.231.172", "clientIp",
            ("192.168.31.5", "8.8.8.8", "127.0.0.1", "299.1.1.1")),
    Unknown("identity.id_number", "passport", "EB7319046", "passportNo", ("XB7319046", "E00000000")),
    Unknown("location.precise", "coordinates", "39.908823,116.397470", "gps",
            ("39.9,116.3", "239.908823,116.3974")),
)  # fmt: skip
