"""Words for states and sensors, as they stand in reasons, timelines and limits."""

from __future__ import annotations

from collections.abc import Mapping

from privaudit.model.event import AppState, ConsentState, Sensor
from privaudit.model.finding import Text

CONSENT_STATES: Mapping[ConsentState, Text] = {
    "not_shown": Text(zh="未展示隐私政策", en="notice not shown"),
    "shown": Text(zh="已展示、未选择", en="notice shown, not answered"),
    "agreed": Text(zh="已同意", en="agreed"),
    "refused": Text(zh="已拒绝", en="refused"),
    "withdrawn": Text(zh="已撤回同意", en="withdrawn"),
}
APP_STATES: Mapping[AppState, Text] = {
    "starting": Text(zh="启动中", en="starting"),
    "foreground": Text(zh="前台", en="foreground"),
    "background": Text(zh="后台", en="background"),
    "stopped": Text(zh="未运行", en="not running"),
}
SENSORS: Mapping[Sensor, Text] = {
    "agent": Text(zh="插桩代理", en="the agent"),
    "proxy": Text(zh="流量代理", en="the proxy"),
    "system": Text(zh="系统状态采集", en="the system's record"),
    "screen": Text(zh="屏幕采集", en="the screen"),
}
