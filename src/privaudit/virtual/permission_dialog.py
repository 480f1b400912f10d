"""The permission question of Android 13: what is asked, what its window shows, what each button does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from privaudit.virtual.packages import PERMISSION_CONTROLLER, Package
from privaudit.virtual.permissions import GROUP_OF, GROUPS, P, Permissions

Reply = Callable[[tuple[str, ...], tuple[bool, ...]], None]
ID: Final = f"{PERMISSION_CONTROLLER}:id/"
ACTIVITY: Final = f"{PERMISSION_CONTROLLER}.permission.ui.GrantPermissionsActivity"
FINE: Final = P + "ACCESS_FINE_LOCATION"
COARSE: Final = P + "ACCESS_COARSE_LOCATION"
BACKGROUND: Final = P + "ACCESS_BACKGROUND_LOCATION"
MESSAGES: Final = {
    "LOCATION": "要允许“{app}”获取此设备的位置信息吗？",
    "CONTACTS": "要允许“{app}”访问您的通讯录吗？",
    "CALENDAR": "要允许“{app}”访问您的日历吗？",
    "SMS": "要允许“{app}”发送和查看短信吗？",
    "STORAGE": "要允许“{app}”访问您设备上的照片和媒体内容吗？",
    "READ_MEDIA_VISUAL": "要允许“{app}”访问此设备上的照片和视频吗？",
    "READ_MEDIA_AURAL": "要允许“{app}”访问此设备上的音乐和音频吗？",
    "MICROPHONE": "要允许“{app}”录音吗？",
    "ACTIVITY_RECOGNITION": "要允许“{app}”获取您的身体活动数据吗？",
    "CAMERA": "要允许“{app}”拍摄照片和录制视频吗？",
    "CALL_LOG": "要允许“{app}”访问您的通话记录吗？",
    "PHONE": "要允许“{app}”拨打电话和管理通话吗？",
    "SENSORS": "要允许“{app}”访问与您的生命体征相关的传感器数据吗？",
    "NOTIFICATIONS": "要允许“{app}”向您发送通知吗？",
    "NEARBY_DEVICES": "要允许“{app}”查找、连接到附近的设备以及确定附近设备的相对位置吗？",
}
WHILE_IN_USE: Final = ("LOCATION", "CAMERA", "MICROPHONE")
"""Groups whose question offers "while using the app" and "only this time" in place of a plain yes."""


@dataclass(kw_only=True)
class Question:
    """One group that is asked about in one window."""

    group: str
    permissions: tuple[str, ...]
    again: bool
    """True when the user refused once already: another refusal is for good."""
    precise: bool = True


@dataclass(kw_only=True)
class Ask:
    """One call of requestPermissions: what the app asked for and what is still to be put to the user."""

    pid: int
    package: Package
    permissions: tuple[str, ...]
    request_code: int
    reply: Reply
    questions: list[Question] = field(default_factory=list)
    total: int = 0


def questions(package: Package, asked: tuple[str, ...], permissions: Permissions) -> list[Question]:
    """Return the questions a request leads to; what is held, refused for good or not declared has none."""
    found: list[Question] = []
    for group in GROUPS:
        names = tuple(
            p for p in dict.fromkeys(asked) if GROUP_OF.get(p) == group and p in package.requested_permissions
        )
        open_ones = tuple(p for p in names if not permissions.check(package.name, p))
        if not open_ones:
            continue
        siblings = [P + name for name in GROUPS[group] if P + name in package.requested_permissions]
        held = any(permissions.check(package.name, p) for p in siblings)
        if held and not any(p in (FINE, BACKGROUND) for p in open_ones):
            # Android 13 gives the rest of a group silently once one of it is held.
            for name in open_ones:
                permissions.answer(package.name, name, granted=True)
            continue
        flags = {flag for p in open_ones for flag in permissions.grant_of(package.name, p).flags}
        if "USER_FIXED" in flags:
            continue
        found.append(Question(group=group, permissions=open_ones, again="USER_SET" in flags,
                              precise=FINE in names or group != "LOCATION"))  # fmt: skip
    return found


def window(ask: Ask) -> dict[str, Any]:
    """Return what the window of the first open question shows."""
    question = ask.questions[0]
    children: list[dict[str, Any]] = [
        {"id": f"{ID}permission_icon", "cls": "android.widget.ImageView", "style": "icon"},
        {"id": f"{ID}permission_message", "cls": "android.widget.TextView", "style": "title",
         "text": MESSAGES[question.group].format(app=ask.package.label)},
    ]  # fmt: skip
    if ask.total > 1:
        number = ask.total - len(ask.questions) + 1
        page = {"id": f"{ID}current_page_text", "cls": "android.widget.TextView"}
        children.insert(0, {**page, "text": f"第 {number} 项权限(共 {ask.total} 项)"})
    if (
        question.group == "LOCATION"
        and FINE in question.permissions
        and COARSE in ask.package.requested_permissions
    ):
        radio = {"cls": "android.widget.RadioButton", "checkable": True, "clickable": True}
        children.append(
            {
                "id": f"{ID}permission_location_accuracy",
                "cls": "android.widget.LinearLayout",
                "children": [
                    {
                        "id": f"{ID}permission_location_accuracy_radio_group",
                        "cls": "android.widget.RadioGroup",
                        "orientation": "horizontal",
                        "children": [
                            {
                                **radio,
                                "id": f"{ID}permission_location_accuracy_radio_fine",
                                "text": "确切位置",
                                "checked": question.precise,
                            },
                            {
                                **radio,
                                "id": f"{ID}permission_location_accuracy_radio_coarse",
                                "text": "大致位置",
                                "checked": not question.precise,
                            },
                        ],
                    }
                ],
            }
        )
    children.extend({"id": ID + name, "cls": "android.widget.Button", "clickable": True, "text": text}
                    for name, text in _buttons(question))  # fmt: skip
    content = {"id": f"{ID}content_container", "cls": "android.widget.LinearLayout", "children": children}
    scroll = {"cls": "android.widget.ScrollView", "children": [content]}
    dialog = {"id": f"{ID}grant_dialog", "cls": "android.widget.LinearLayout", "children": [scroll]}
    return {"id": f"{ID}grant_singleton", "cls": "android.widget.LinearLayout", "children": [dialog]}


def _buttons(question: Question) -> list[tuple[str, str]]:
    if question.permissions == (BACKGROUND,):
        return [("permission_no_upgrade_button", "保留“仅在使用该应用时允许”")]
    refuse = "permission_deny_and_dont_ask_again_button" if question.again else "permission_deny_button"
    if question.group in WHILE_IN_USE:
        return [("permission_allow_foreground_only_button", "仅在使用该应用时允许"),
                ("permission_allow_one_time_button", "仅限这一次"), (refuse, "不允许")]  # fmt: skip
    return [("permission_allow_button", "允许"), (refuse, "不允许")]


def press(ask: Ask, resource_id: str, permissions: Permissions) -> bool:
    """Do what a button does; True when it answered the open question."""
    question, button = ask.questions[0], resource_id.removeprefix(ID)
    if button.startswith("permission_location_accuracy_radio_"):
        question.precise = button.endswith("_fine")
        return False
    allowed = button in (
        "permission_allow_button",
        "permission_allow_foreground_only_button",
        "permission_allow_one_time_button",
    )
    if not allowed and "deny" not in button and "no_upgrade" not in button:
        return False
    for name in question.permissions:
        coarse_only = name == FINE and not question.precise
        permissions.answer(
            ask.package.name, name,
            granted=allowed and not coarse_only and name != BACKGROUND,
            fixed=not allowed and (question.again or "dont_ask_again" in button),
            one_time=button == "permission_allow_one_time_button",
            only_foreground=button != "permission_allow_button",
        )  # fmt: skip
    ask.questions.pop(0)
    return True
