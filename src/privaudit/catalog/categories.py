"""Words for the categories of hookable APIs."""

from __future__ import annotations

from collections.abc import Mapping

from privaudit.model.finding import Text

CATEGORIES: Mapping[str, Text] = {
    "accessibility": Text(zh="无障碍", en="accessibility"),
    "accounts": Text(zh="账号", en="accounts"),
    "apps": Text(zh="应用列表与启动", en="other apps"),
    "autofill": Text(zh="自动填充", en="autofill"),
    "biometric": Text(zh="生物识别", en="biometrics"),
    "bluetooth": Text(zh="蓝牙", en="Bluetooth"),
    "broadcasts": Text(zh="广播", en="broadcasts"),
    "calendar": Text(zh="日历", en="calendar"),
    "call_log": Text(zh="通话记录", en="call log"),
    "camera": Text(zh="相机", en="camera"),
    "cell": Text(zh="基站", en="cells"),
    "clipboard": Text(zh="剪贴板", en="clipboard"),
    "code": Text(zh="代码加载", en="class loaders and libraries"),
    "code_loading": Text(zh="动态加载代码", en="code loading"),
    "contacts": Text(zh="通讯录", en="contacts"),
    "content": Text(zh="内容提供者", en="content providers"),
    "crypto": Text(zh="加密与摘要", en="ciphers and digests"),
    "device_fingerprint": Text(zh="设备特征", en="device fingerprint"),
    "device_identifiers": Text(zh="设备标识", en="device identifiers"),
    "health": Text(zh="健康", en="health"),
    "intents": Text(zh="意图", en="intents"),
    "lifecycle": Text(zh="生命周期", en="lifecycle"),
    "location": Text(zh="位置", en="location"),
    "media": Text(zh="媒体与文件", en="media and files"),
    "microphone": Text(zh="麦克风", en="microphone"),
    "mini_program": Text(zh="小程序", en="mini programs"),
    "native": Text(zh="本地代码", en="native code"),
    "network_state": Text(zh="网络状态", en="network state"),
    "services": Text(zh="系统服务", en="system services"),
    "network": Text(zh="网络状态与地址", en="network state and addresses"),
    "nfc": Text(zh="NFC", en="NFC"),
    "notifications": Text(zh="通知", en="notifications"),
    "page": Text(zh="网页的打开", en="pages opened"),
    "permissions": Text(zh="权限申请", en="permission requests"),
    "phone_state": Text(zh="电话状态", en="phone state"),
    "screen": Text(zh="屏幕", en="screen"),
    "self_start": Text(zh="自启动与关联启动", en="self-start"),
    "sensors": Text(zh="传感器", en="sensors"),
    "shell": Text(zh="命令行", en="shell"),
    "sms": Text(zh="短信", en="SMS"),
    "storage": Text(zh="存储", en="storage"),
    "traffic": Text(zh="网络连接", en="connections"),
    "webview": Text(zh="网页组件", en="web views"),
    "wifi": Text(zh="Wi-Fi", en="Wi-Fi"),
}
"""Categories of the catalogue's rows; one without words keeps its name."""


def category_words(category: str) -> Text:
    """Return the words for a category of rows."""
    return CATEGORIES.get(category, Text(zh=category, en=category))
