"""Traffic that carries none of the needles: real-looking bodies of every kind, the same for the same seed.

What apps send all day: telemetry with times, ids, hashes and prices, pages, logs, protobuf, images, Chinese
text, base64. Weak needles (a city, a model, six digits) stand in it as they stand in all traffic: in titles,
tags, numbers and the User-Agent, never under the name of their type. Fields that are named after personal
data hold what they hold when there is none: blanks, masks, hotlines, defaults.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from traffic_encoders import protobuf_field, varint
from traffic_needles import WORDS

from privaudit.model.network import Header, RequestSeen


class Body(NamedTuple):
    """A body with its kind and media type."""

    kind: str
    media_type: str
    data: bytes


_HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明"
    "看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶"
    "油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议"
    "声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影"
    "算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何"
    "除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属"
    "圆包火住调满县局照参红细引听该铁价严"
)
_CITIES = ("北京", "广州", "深圳", "成都", "武汉", "南京", "西安", "重庆", "天津", "苏州", "长沙", "青岛")
_EVENTS = ("app_start", "page_view", "click", "exposure", "purchase", "network_error", "anr", "login_show")
_AGENTS = (
    b"Mozilla/5.0 (Linux; Android 13; Pixel 5 Build/TQ3A.230805.001) AppleWebKit/537.36 Chrome/118.0.0.0",
    b"okhttp/4.12.0",
    b"Dalvik/2.1.0 (Linux; U; Android 12; HUAWEI P40 Build/HUAWEIANA-AN00)",
)


class Noise:
    """Makes bodies; the same seed makes the same ones."""

    def __init__(self, seed: int = 20261123) -> None:
        self._draw = random.Random(seed)
        self._kinds: list[tuple[int, Callable[[], Body]]] = [
            (38, self.telemetry),
            (8, self.packed_telemetry),
            (8, self.page),
            (9, self.log),
            (9, self.message),
            (7, self.chinese),
            (7, self.image),
            (4, self.blob),
            (5, self.form),
            (5, self.markup),
        ]

    def bodies(self, size: int) -> Iterator[Body]:
        """Yield bodies until `size` bytes were given, each kind by its share."""
        made = 0
        weights = [share for share, _make in self._kinds]
        sent = [0] * len(self._kinds)
        while made < size:
            # The kind that is farthest behind its share of the bytes.
            at = min(range(len(sent)), key=lambda one: sent[one] / weights[one])
            body = self._kinds[at][1]()
            sent[at] += len(body.data)
            made += len(body.data)
            yield body

    def requests(self, size: int) -> Iterator[tuple[RequestSeen, bytes, str]]:
        """Yield the same as requests, with their bodies and kinds."""
        draw = self._draw
        for body in self.bodies(size):
            number = draw.getrandbits(40)
            path = f"/v{number % 3}/{_EVENTS[number % 8]}/{number}?ts={self._time()}&sign={self._hex(16)}"
            headers = (
                Header("User-Agent", _AGENTS[number % 3].decode()),
                Header("Content-Type", body.media_type),
                Header("X-Trace-Id", self._hex(16)),
                Header(
                    "Cookie", f"sid={self._hex(12)}; uuid={self._uuid()}; _ga=GA1.2.{number}.{self._time()}"
                ),
            )
            event = RequestSeen(
                at=0, seen=0, flow="n", method="POST", scheme="https", host="log.noise.example", port=443,
                path=path, http_version="HTTP/2.0", headers=headers, body_bytes=len(body.data),
            )  # fmt: skip
            yield event, body.data, body.kind

    # -- what bodies are made of ----------------------------------------------------------------------

    def _hex(self, octets: int) -> str:
        return f"{self._draw.getrandbits(octets * 8):0{octets * 2}x}"

    def _uuid(self) -> str:
        digits = self._hex(16)
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _time(self) -> int:
        return 1_780_000_000 + self._draw.getrandbits(24)

    def _snowflake(self) -> int:
        return (1_700_000_000_000 + self._draw.getrandbits(36)) << 20 | self._draw.getrandbits(20)

    def _number(self, digits: int) -> str:
        return f"{self._draw.getrandbits(70) % 10**digits:0{digits}}"

    def _text(self, length: int) -> str:
        draw = self._draw
        text = "".join(draw.choices(_HAN, k=length))
        word = draw.choice(WORDS)
        return f"{text[: length // 2]}{word}{text[length // 2 :]}，{text[::-1][: length // 3]}。"

    def _event(self) -> dict[str, object]:
        draw = self._draw
        kind = draw.getrandbits(8)
        event: dict[str, object] = {
            "event": _EVENTS[kind % 8],
            "time": self._time() * 1000 + kind,
            "id": self._snowflake(),
            "trace_id": self._hex(16),
            "session": self._uuid(),
            "seq": draw.getrandbits(20),
            "duration": round(draw.random() * 5000, 3),
            "order_no": self._number(15 + kind % 5),
            "page": f"/pages/{self._hex(3)}/index",
            "sdk": f"{kind % 7}.{kind % 11}.{kind % 23}",
        }
        return event | self._extra(kind)

    def _extra(self, kind: int) -> dict[str, object]:
        """Return fields of one of eight kinds, some of them named after personal data that is not there."""
        draw = self._draw
        word, masked = draw.choice(WORDS), f"6222****{self._number(4)}"
        choices: tuple[Callable[[], dict[str, object]], ...] = (
            lambda: {"city": _CITIES[kind % 12], "price": f"{draw.random():.2f}", "tags": [word, "a"]},
            lambda: {"phone": "400-820-8820", "mobile": f"138****{masked[-4:]}", "card_id": self._number(16)},
            lambda: {"imei": "", "mac": "02:00:00:00:00:00", "android_id": self._hex(32), "ip_count": kind},
            lambda: {
                "title": self._text(12),
                "keyword": word,
                "hash": self._hex(32),
                "score": draw.random(),
                "lat": 35.125,
            },
            lambda: {"batch": [self._number(18) for _ in range(3)], "x": draw.random() * 1080, "y": 24.5},
            lambda: {"msg_id": self._number(17), "token": self._token(30), "name": "btn_ok"},
            lambda: {
                "item": {"name": self._text(6), "sku": self._number(13), "model_id": kind},
                "dns": self._resolved(kind),
            },
            lambda: {"email": "service@noise.example", "tel": "95588", "card_no": masked, "code": kind},
        )
        return choices[kind >> 5]()

    def _resolved(self, kind: int) -> dict[str, object]:
        """Return what apps tell of a server: its address, and where on the screen something was touched."""
        x, y = self._draw.random() * 180, self._draw.random() * 90
        return {"host": "cdn.noise.example", "ip": f"183.{kind}.17.{kind}", "position": f"{x:.3f},{y:.3f}"}

    def _token(self, octets: int) -> str:
        return base64.b64encode(self._draw.randbytes(octets)).decode()

    # -- bodies ---------------------------------------------------------------------------------------

    def telemetry(self) -> Body:
        document = {
            "app": {"version": "8.12.3", "build": 81203, "channel": "store"},
            "sent_at": self._time(),
            "events": [self._event() for _ in range(20 + self._draw.getrandbits(6))],
        }
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return Body("telemetry", "application/json", text.encode())

    def packed_telemetry(self) -> Body:
        data = self.telemetry().data
        if self._draw.getrandbits(1):
            return Body("packed telemetry", "application/octet-stream", gzip.compress(data, 1, mtime=0))
        return Body("packed telemetry", "application/octet-stream", zlib.compress(data, 1))

    def page(self) -> Body:
        parts = ["<!DOCTYPE html><html><head><title>", self._text(8), "</title></head><body>"]
        for _ in range(60):
            parts.append(
                f'<div class="c-{self._hex(3)}" data-id="{self._number(15)}"><p>{self._text(30)}</p>'
            )
            parts.append(
                f'<a href="tel:4008208820">联系电话：400-820-8820</a> <i>{self._number(6)}</i></div>'
            )
        parts.append('<a href="mailto:service@noise.example">邮箱：service@noise.example</a></body></html>')
        return Body("page", "text/html", "".join(parts).encode())

    def log(self) -> Body:
        lines = []
        for _ in range(150):
            n = self._draw.getrandbits(30)
            day, clock = f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}", f"{n % 24:02}:{n % 60:02}:{n % 59:02}"
            peer = f"10.{n % 256}.{n % 199}.{n % 97}:{n % 65536}"
            lines.append(
                f"{day} {clock}.{n % 1000:03} D/Net[{n % 32768}]: req={self._number(15)} cost={n % 977}ms "
                f"from {peer} at {self._hex(8)} lat=+{n % 97}ms v{n % 9}.{n % 31}.{n % 7} "
                f"{self._draw.choice(WORDS)} {self._number(11)}"
            )
        return Body("log", "text/plain", "\n".join(lines).encode())

    def message(self) -> Body:
        out = bytearray()
        for _ in range(60):
            n = self._draw.getrandbits(48)
            inner = protobuf_field(1, self._snowflake()) + protobuf_field(2, self._number(18).encode())
            inner += protobuf_field(3, self._hex(16).encode()) + protobuf_field(4, self._text(5).encode())
            inner += protobuf_field(5, self._time() * 1000) + protobuf_field(6, self._number(11).encode())
            inner += protobuf_field(7, self._draw.choice(WORDS).encode()) + b"\x41" + n.to_bytes(8, "little")
            inner += protobuf_field(9, self._number(15).encode()) + protobuf_field(
                10, self._number(16).encode()
            )
            out += b"\x12" + varint(len(inner)) + inner
        return Body("message", "application/x-protobuf", bytes(out))

    def chinese(self) -> Body:
        text = "".join(self._text(40) for _ in range(80))
        if self._draw.getrandbits(2):
            return Body("chinese", "text/plain; charset=utf-8", text.encode())
        return Body("chinese", "text/plain; charset=gbk", text.encode("gb18030"))

    def image(self) -> Body:
        head = self._draw.choice(
            (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x10\x00\x00WEBP")
        )
        return Body("image", "image/jpeg", head + self._draw.randbytes(20_000 + self._draw.getrandbits(15)))

    def blob(self) -> Body:
        draw = self._draw
        if draw.getrandbits(1):
            inner = base64.b64encode(json.dumps([self._event() for _ in range(8)]).encode())
        else:
            inner = base64.b64encode(draw.randbytes(6000))
        return Body("blob", "application/json", b'{"v":2,"data":"' + inner + b'"}')

    def form(self) -> Body:
        draw = self._draw
        fields = [f"e{n}={self._number(draw.choice((6, 10, 11, 13, 15, 16, 18, 19, 20)))}" for n in range(60)]
        fields += [f"s{n}={self._uuid()}" for n in range(20)]
        fields += [f"t{n}={draw.choice(WORDS)}" for n in range(5)]
        fields += ["mobile=", "name=", "idcard=", "email=", "lat=0.0", "lng=0.0", f"sign={self._hex(32)}"]
        return Body("form", "application/x-www-form-urlencoded", "&".join(fields).encode())

    def markup(self) -> Body:
        items = "".join(
            f'<item id="{self._number(16)}" t="{self._time()}">'
            f"<k>{self._hex(20)}</k><v>{self._text(6)}</v></item>"
            for _ in range(60)
        )
        return Body("markup", "text/xml", f'<?xml version="1.0"?><log>{items}</log>'.encode())
