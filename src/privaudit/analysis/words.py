"""Words for states, sensors and answers, as they stand in reasons, timelines and limits."""

from __future__ import annotations

from collections.abc import Mapping

from privaudit.model.event import AppState, ConsentState, Sensor
from privaudit.model.finding import Text

CONSENT_STATES: Mapping[ConsentState, Text] = {
    "not_shown": Text(zh="未展示隐私政策", en="notice not shown"),
    "shown": Text(zh="已展示、用户未表态", en="notice shown, not answered"),
    "agreed": Text(zh="用户已同意", en="agreed"),
    "refused": Text(zh="用户已拒绝", en="refused"),
    "withdrawn": Text(zh="用户已撤回同意", en="withdrawn"),
}
APP_STATES: Mapping[AppState, Text] = {
    "starting": Text(zh="启动中", en="starting"),
    "foreground": Text(zh="前台", en="foreground"),
    "background": Text(zh="后台", en="background"),
    "stopped": Text(zh="未运行", en="not running"),
}
SENSORS: Mapping[Sensor, Text] = {
    "agent": Text(zh="进程内探针", en="the in-process agent"),
    "proxy": Text(zh="网络代理", en="the network proxy"),
    "system": Text(zh="系统记录", en="the system's records"),
    "screen": Text(zh="屏幕记录", en="the screen record"),
}
OUTCOMES: Mapping[str, Text] = {
    "complete": Text(zh="完整", en="complete"),
    "incomplete": Text(zh="不完整", en="incomplete"),
    "interrupted": Text(zh="被中断", en="interrupted"),
    "unsealed": Text(zh="未正常结束", en="not ended in order"),
}
ANSWERS: Mapping[str, Text] = {
    "allow": Text(zh="允许", en="allowed"),
    "deny": Text(zh="拒绝", en="denied"),
    "revoke": Text(zh="收回", en="revoked"),
    "grant": Text(zh="授予", en="granted"),
}
