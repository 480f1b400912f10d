"""What a recording says in English stands in Chinese in a Chinese report."""

import pytest

from privaudit.catalog.recorded import MAX_LENGTH, phase_name, recorded


@pytest.mark.parametrize(
    ("sentence", "zh"),
    [
        (
            'tapped "撤回同意" id withdraw, then "确定撤回" id android:id/button1; it left the screen',
            '点击 "撤回同意" id withdraw，随后点击 "确定撤回" id android:id/button1，弹窗关闭',
        ),
        ('tapped "同意"; it left the screen', '点击 "同意"，随后该按钮从屏幕上消失'),
        ("no permission dialog came within 1000 ms", "1000 毫秒内未出现权限弹窗"),
        ("code under com.demoad.sdk", "调用代码位于 com.demoad.sdk 之下"),
        ("proxy: mitmdump was killed by signal SIGKILL", "网络代理：mitmdump 被信号 SIGKILL 终止"),
        (
            "The client does not trust the proxy's certificate for a.example (bad); the app offered TLSv1",
            "应用不信任审计证书（a.example；bad）；应用提供的 TLS 版本：TLSv1",
        ),
        (
            "The client disconnected during the handshake. If this happens consistently for a.b, this may …",
            "应用在 TLS 握手中断开（a.b），可能不信任审计证书",
        ),
        ("Certificate verify failed: certificate has expired", "证书校验未通过：certificate has expired"),
        ('no element "x" within 5 ms', '未出现界面元素 "x"（等待 5 毫秒）'),
        (
            "no entry was found by its wording (nothing that leads there was found)",
            "按入口用语查找，未找到入口，也未找到通往入口的页面",
        ),
    ],
)
def test_known_sentences_are_said_in_both_languages(sentence: str, zh: str) -> None:
    words = recorded(sentence)
    assert (words.zh, words.en) == (zh, sentence)


@pytest.mark.parametrize(
    "sentence", ["", "something else", "x" * (MAX_LENGTH + 1), "{}", "tapped {}", "proxy: "]
)
def test_unknown_sentences_stay_as_they_are(sentence: str) -> None:
    assert recorded(sentence).en == sentence
    assert sentence.removeprefix("proxy: ") in recorded(sentence).zh


def test_names_of_phases() -> None:
    assert phase_name("first_start").zh == "首次启动"
    assert phase_name("own phase").zh == "own phase"
