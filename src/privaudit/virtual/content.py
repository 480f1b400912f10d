"""What content providers answer: invented people, messages, calls, appointments and pictures."""

from __future__ import annotations

import threading

Row = dict[str, str]


def _planted() -> dict[str, list[Row]]:
    return {
        "contacts": [
            {"_id": "1", "display_name": "张三测试", "data1": "+8619900731911", "number": "+8619900731911"},
            {"_id": "2", "display_name": "李四测试", "data1": "+8619900731912", "number": "+8619900731912"},
            {"_id": "3", "display_name": "王五测试", "data1": "+8619900731913", "number": "+8619900731913"},
        ],
        "sms": [
            {
                "_id": "1",
                "address": "95599",
                "body": "【示例银行】验证码 731902,请勿告诉他人。",
                "type": "1",
                "date": "1767225600000",
            },
            {
                "_id": "2",
                "address": "+8619900731911",
                "body": "晚上七点老地方见",
                "type": "1",
                "date": "1767229200000",
            },
        ],
        "call_log": [
            {
                "_id": "1",
                "number": "+8619900731911",
                "name": "张三测试",
                "type": "1",
                "duration": "73",
                "date": "1767232800000",
            },
            {
                "_id": "2",
                "number": "+8619900731912",
                "name": "李四测试",
                "type": "2",
                "duration": "19",
                "date": "1767236400000",
            },
        ],
        "com.android.calendar": [
            {
                "_id": "1",
                "title": "体检预约0731902",
                "eventLocation": "示例医院",
                "dtstart": "1767240000000",
                "dtend": "1767243600000",
            },
        ],
        "media": [
            {
                "_id": "1",
                "_display_name": "IMG_20260101_073190.jpg",
                "_data": "/storage/emulated/0/DCIM/Camera/IMG_20260101_073190.jpg",
                "mime_type": "image/jpeg",
                "latitude": "31.240021",
                "longitude": "121.490317",
            },
        ],
    }


NAMES = {
    "com.android.contacts": "contacts",
    "calendar": "com.android.calendar",
    "icc": "contacts",
    "mms-sms": "sms",
    "mms": "sms",
    "telephony": "telephony",
}


class Content:
    """Rows by authority; tests and `content insert` may add some."""

    def __init__(self, lock: threading.RLock) -> None:
        self._lock = lock
        self._rows = _planted()

    def known(self, authority: str) -> bool:
        """Return whether there is a provider of that authority."""
        return NAMES.get(authority, authority) in self._rows

    def query(self, authority: str) -> list[Row]:
        """Return the rows of a provider; an unknown authority has none."""
        with self._lock:
            return [dict(row) for row in self._rows.get(NAMES.get(authority, authority), [])]

    def insert(self, authority: str, row: Row) -> str:
        """Add a row and return its `_id`."""
        with self._lock:
            rows = self._rows.setdefault(NAMES.get(authority, authority), [])
            number = str(max((int(r["_id"]) for r in rows), default=0) + 1)
            rows.append({"_id": number, **row})
            return number
