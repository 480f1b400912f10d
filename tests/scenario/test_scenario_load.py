from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privaudit.errors import InputError, InputErrors
from privaudit.scenario import load_plan
from privaudit.scenario.load import MAX_STEPS
from privaudit.scenario.verbs import refusals, verbs

HEAD = "appId: com.example.bank\n---\n"


def write(folder: Path, text: str, name: str = "flow.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


REFERENCE = (
    "launchApp stopApp killApp clearState clearKeychain tapOn doubleTapOn longPressOn swipe scroll "
    "scrollUntilVisible back hideKeyboard pressKey inputText inputRandomText inputRandomNumber "
    "inputRandomEmail inputRandomPersonName eraseText copyTextFrom pasteText assertVisible "
    "assertNotVisible assertTrue extendedWaitUntil waitForAnimationToEnd runFlow repeat retry "
    "runScript evalScript openLink setLocation travel setAirplaneMode toggleAirplaneMode addMedia "
    "takeScreenshot startRecording stopRecording assertWithAI assertNoDefectsWithAI "
    "extractTextWithAI phase consent permission background foreground screenOff observe openNotice "
    "openComplaintChannel manual"
)


# Each broken flow with the place (line:column), words of the message and words of the remedy.
BROKEN = {
    "unknown-command": (HEAD + "- tapOm: 同意\n", "3:3", "unknown command 'tapOm'", "did you mean 'tapOn'?"),
    "unknown-bare-command": (HEAD + "- bakc\n", "3:3", "unknown command 'bakc'", "did you mean 'back'?"),
    "nothing-like-it": (
        HEAD + "- zzzqqq: 1\n",
        "3:3",
        "unknown command 'zzzqqq'",
        "known commands: addMedia,",
    ),
    "javascript-command": (
        HEAD + "- back\n- evalScript: ${output.x = 1}\n",
        "4:3",
        (
            "command 'evalScript' cannot be honoured here: it runs JavaScript, and this program runs "
            "no code out of a flow"
        ),
        "write the value under `env:`",
    ),
    "run-script": (
        HEAD + "- runScript: a.js\n",
        "3:3",
        (
            "command 'runScript' cannot be honoured here: it runs JavaScript, and this program runs "
            "no code out of a flow"
        ),
        "variables",
    ),
    "recording": (
        HEAD + "- startRecording: film\n",
        "3:3",
        (
            "command 'startRecording' cannot be honoured here: a video adds load to the phone while "
            "its behaviour is measured, and the evidence keeps a screenshot of each step"
        ),
        "takeScreenshot",
    ),
    "ai": (
        HEAD + "- assertWithAI:\n    assertion: fine\n",
        "3:3",
        (
            "command 'assertWithAI' cannot be honoured here: the answer of a language model is no "
            "evidence, and screens must not leave this machine"
        ),
        "manual",
    ),
    "keychain": (
        HEAD + "- clearKeychain\n",
        "3:3",
        "command 'clearKeychain' cannot be honoured here: a keychain is a thing of iOS; Android has none",
        "clearState",
    ),
    "unknown-key": (
        HEAD + "- tapOn:\n    text: 同意\n    belwo: 标题\n",
        "5:5",
        "unknown key 'belwo'",
        "did you mean 'below'?",
    ),
    "unknown-key-inside": (
        HEAD + "- tapOn:\n    below: {idd: title}\n    text: x\n",
        "4:13",
        "unknown key 'idd'",
        "did you mean 'id'?",
    ),
    "refused-key": (
        HEAD + "- launchApp:\n    clearKeychain: true\n",
        "4:5",
        "key 'clearKeychain' cannot be honoured: a keychain is a thing of iOS; Android has none",
        "remove this key",
    ),
    "no-element": (HEAD + "- tapOn\n", "3:3", "no element is named", "text: 同意"),
    "wrong-bool": (
        HEAD + "- tapOn: {text: a, enabled: ja}\n",
        "3:29",
        "'ja' is neither true nor false",
        "write true or false",
    ),
    "wrong-number": (
        HEAD + "- tapOn: {text: a, index: first}\n",
        "3:27",
        "'first' is not a whole number",
        "write a whole number",
    ),
    "out-of-range": (
        HEAD + "- setLocation: {latitude: 91, longitude: 0}\n",
        "3:27",
        "91 is out of range",
        "-90 to 90",
    ),
    "missing-key": (
        HEAD + "- setLocation: {latitude: 31}\n",
        "3:16",
        "key 'longitude' is missing",
        "longitude: …",
    ),
    "wrong-duration": (HEAD + "- observe: five\n", "3:12", "'five' is not a duration", "5s"),
    "missing-duration": (HEAD + "- observe\n", "3:3", "key 'duration' is missing", "duration: …"),
    "wrong-word": (
        HEAD + "- consent: agreed\n",
        "3:12",
        "'agreed' is not known here",
        "did you mean 'agree'?",
    ),
    "wrong-direction": (HEAD + "- swipe: {direction: UPP}\n", "3:22", "'UPP' is not known here", "'UP'"),
    "swipe-without-way": (
        HEAD + "- swipe: {start: '50%,50%'}\n",
        "3:10",
        "neither a direction nor points are given",
        "direction: UP",
    ),
    "wrong-point": (HEAD + "- tapOn: {point: middle}\n", "3:18", "'middle' is not a point", "50%,80%"),
    "mixed-point": (
        HEAD + "- tapOn: {point: '50%,80'}\n",
        "3:18",
        "'50%,80' mixes percent and pixels",
        "50%,80%",
    ),
    "unknown-variable": (
        "appId: com.example.bank\nenv: {USER_NAME: 张三}\n---\n- inputText: ${USERNAME}\n",
        "4:14",
        "variable 'USERNAME' has no value",
        "did you mean 'USER_NAME'?",
    ),
    "unset-app": ("appId: ${APP_ID}\n---\n- back\n", "1:8", "variable 'APP_ID' has no value", "APP_ID=VALUE"),
    "javascript-value": (
        HEAD + "- inputText: ${NAME || 'x'}\n",
        "3:14",
        "${NAME || 'x'} is a JavaScript expression, which is not run here",
        "give it its value under `env:`",
    ),
    "javascript-condition": (
        HEAD + '- runFlow:\n    when: {true: "${output.a == 1}"}\n    commands: [back]\n',
        "4:18",
        "${output.a == 1} is a JavaScript expression, which is not run here",
        "${NAME}",
    ),
    "assert-javascript": (
        HEAD + "- assertTrue: 1 == 1\n",
        "3:15",
        "'1 == 1' is neither true nor false",
        "true",
    ),
    "two-keys": (
        HEAD + "- tapOn: a\n  label: b\n",
        "4:3",
        "a command has one key, this one has 2: tapOn, label",
        "indent 'label' below 'tapOn'",
    ),
    "empty-command": (HEAD + "-\n- back\n", "3:2", "a command is wanted here", "- back"),
    "no-list": (HEAD + "tapOn: a\n", "3:1", "a list of commands is wanted here", "- command"),
    "missing-file": (
        HEAD + "- runFlow: login.yaml\n",
        "3:12",
        "file 'login.yaml' does not exist",
        "'flow.yaml'",
    ),
    "file-outside": (
        HEAD + "- runFlow: ../../etc/passwd\n",
        "3:12",
        "'../../etc/passwd' lies outside the folder of the flows",
        "config.yaml",
    ),
    "file-absolute": (
        HEAD + "- runFlow: {file: /etc/passwd}\n",
        "3:19",
        "'/etc/passwd' is not a relative path",
        "relative",
    ),
    "file-and-commands": (
        HEAD + "- runFlow: {file: flow.yaml, commands: [back]}\n",
        "3:40",
        "a file and commands together",
        "keep one",
    ),
    "runs-itself": (
        HEAD + "- runFlow: flow.yaml\n",
        "3:12",
        "the flow runs itself: flow.yaml > flow.yaml",
        "repeat",
    ),
    "empty-repeat": (
        HEAD + "- repeat: {commands: [back]}\n",
        "3:11",
        "neither `times` nor `while` is given",
        "times: 3",
    ),
    "endless-repeat": (
        HEAD + "- repeat: {times: 99999, commands: [back]}\n",
        "3:19",
        "99999 is out of range",
        "0 to",
    ),
    "nested": (
        HEAD + "- repeat:\n    times: 2\n    commands:\n      - bakc\n",
        "6:9",
        "unknown command 'bakc'",
        "'back'",
    ),
    "hook": ("appId: com.x\nonFlowStart: [bakc]\n---\n- back\n", "2:15", "unknown command 'bakc'", "'back'"),
    "wrong-permission": (
        HEAD + "- permission: {revoke: kamera}\n",
        "3:24",
        "permission 'kamera' is not known",
        "'camera'",
    ),
    "two-permissions": (
        HEAD + "- permission: {allow: camera, revoke: camera}\n",
        "3:15",
        "one answer is wanted here",
        "allow",
    ),
    "launch-permission": (
        HEAD + "- launchApp:\n    permissions: {locaton: allow}\n",
        "4:18",
        "permission 'locaton' is not known",
        "did you mean 'location'?",
    ),
    "launch-answer": (
        HEAD + "- launchApp:\n    permissions: {location: maybe}\n",
        "4:18",
        "'maybe' is no answer for permission 'location'",
        "allow, deny, unset",
    ),
    "unknown-key-name": (
        HEAD + "- pressKey: hom\n",
        "3:13",
        "'hom' is not known here",
        "did you mean 'home'?",
    ),
    "no-url": (HEAD + "- openLink: bank\n", "3:13", "'bank' is not a URL", "https://"),
    "trait": (HEAD + "- tapOn: {traits: squares}\n", "3:19", "'squares' is not known here", "'square'"),
    "value-is-map": (
        HEAD + "- inputText: {text: {a: b}}\n",
        "3:21",
        "a single value is wanted here, not a map",
        "one",
    ),
    "no-data-type": (
        HEAD + "- inputText: {text: x, dataType: contact.fone}\n",
        "3:34",
        "data type 'contact.fone' is not in the vocabulary",
        "did you mean 'contact.phone'?",
    ),
    "list-for-map": (
        HEAD + "- tapOn: [a]\n",
        "3:10",
        "a list cannot stand here",
        "known keys: label, optional, text",
    ),
    "no-app-id": ("name: x\n---\n- back\n", "1:1", "key 'appId' is missing", "appId: com.example.app"),
    "web-flow": (
        "url: https://x.example\n---\n- back\n",
        "1:1",
        "web flows (`url`) cannot be honoured: only Android apps",
        "appId",
    ),
    "no-package": (
        "appId: 示例银行\n---\n- back\n",
        "1:8",
        "'示例银行' is not a package name",
        "com.example.bank",
    ),
    "no-commands": ("appId: com.example.bank\n", "1:1", "has a configuration but no commands", "---"),
    "three-documents": (
        HEAD + "- back\n---\n- back\n",
        "5:1",
        "holds 3 YAML documents, a flow has two",
        "keep configuration",
    ),
    "not-yaml": (
        HEAD + "- tapOn: [a\n- b\n",
        "5:1",
        "is not valid YAML: did not find expected ',' or ']'",
        "indentation",
    ),
    "key-twice": (HEAD + "- tapOn: {id: a, id: b}\n", "3:18", "key 'id' stands twice", "remove"),
    "empty-pattern": (HEAD + "- tapOn: {text: ''}\n", "3:17", "an empty text matches nothing", "`.+`"),
    "tags": ("appId: com.x\ntags: smoke\n---\n- back\n", "2:7", "'tags' is a list of words", "- tag"),
    "env-list": (
        "appId: com.x\nenv: [A]\n---\n- back\n",
        "2:6",
        "`env` is a map of names to values, not a list",
        "NAME: value",
    ),
    "copied-number": (
        HEAD + "- tapOn: {text: a, index: '${maestro.copiedText}'}\n",
        "3:27",
        "${maestro.copiedText} is known only while the flow runs",
        "texts and selectors",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_flow_is_told_with_place_and_remedy(name: str, tmp_path: Path) -> None:
    text, place, message, remedy = BROKEN[name]
    file = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_plan(file)
    error = caught.value
    assert not isinstance(error, InputErrors), str(error)
    assert f"{error.file}:{error.line}:{error.column}" == f"{file}:{place}"
    assert error.problem == message
    assert remedy in error.hint


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "appId: com.example.bank\nonFlowComplete: [evalScript: x]\n---\n"
        "- tapOm: a\n- tapOn: {text: a, indx: 1, enabled: ja}\n- observe: soon\n- back\n",
    )
    with pytest.raises(InputErrors) as caught:
        load_plan(file)
    places = [(error.line, error.column) for error in caught.value.errors]
    assert places == [(2, 18), (4, 3), (5, 20), (5, 38), (6, 12)]
    assert str(caught.value).count("flow.yaml:") == 5
    assert caught.value.line == 2


def test_a_mistake_in_a_flow_that_is_run_is_told_in_its_own_file_once(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    write(tmp_path / "parts", HEAD + "- tapOm: a\n", "login.yaml")
    file = write(tmp_path, HEAD + "- runFlow: parts/login.yaml\n- runFlow: parts/login.yaml\n")
    with pytest.raises(InputError) as caught:
        load_plan(file)
    assert not isinstance(caught.value, InputErrors)
    assert str(caught.value).startswith(f"{tmp_path / 'parts/login.yaml'}:3:3: unknown command 'tapOm'")


def test_a_flow_keeps_its_configuration(tmp_path: Path) -> None:
    text = (
        "appId: ${APP}\nname: 首次启动\ntags: [smoke, privacy]\nenv: {WHO: 张三, HELLO: '你好${WHO}'}\n"
        "onFlowStart: [back]\nonFlowComplete: [stopApp]\njsEngine: graaljs\nnumber: 0012\n"
        "---\n- inputText: ${HELLO}\n"
    )
    file = write(tmp_path, text)
    plan = load_plan(file, env={"APP": "com.example.bank"})
    assert (plan.app_id, plan.name, plan.tags) == ("com.example.bank", "首次启动", ("smoke", "privacy"))
    assert plan.env == {"APP": "com.example.bank", "WHO": "张三", "HELLO": "你好张三"}
    assert [step.verb for step in (*plan.on_start, *plan.on_complete)] == ["back", "stopApp"]
    assert plan.extra["jsEngine"] == "graaljs"
    assert plan.steps[0].step.text == "你好张三"
    assert plan.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert plan.files == {str(file): plan.sha256}


def test_commands_alone_are_a_flow(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, "- launchApp\n- back\n"))
    assert (plan.app_id, [step.verb for step in plan.steps]) == ("", ["launchApp", "back"])
    assert (plan.steps[1].line, plan.steps[1].column) == (2, 3)


def test_variables_from_outside_win_and_a_flow_that_is_run_sees_its_own(tmp_path: Path) -> None:
    write(
        tmp_path, "appId: com.x\nenv: {A: inner, B: inner}\n---\n- inputText: '${A} ${B} ${C}'\n", "sub.yaml"
    )
    file = write(
        tmp_path,
        "appId: com.x\nenv: {C: outer, A: outer}\n---\n"
        "- runFlow: {file: sub.yaml, env: {A: '${C}!'}}\n- inputText: ${A}\n",
    )
    plan = load_plan(file, env={"C": "given"})
    assert plan.steps[0].step.commands[0].step.text == "given! inner given"
    assert plan.steps[1].step.text == "outer"


def test_an_account_number_stays_what_it_is(tmp_path: Path) -> None:
    plan = load_plan(
        write(tmp_path, "- inputText: 0123\n- inputText: 1_000\n- inputText: 12:30\n- inputText: yes\n")
    )
    assert [step.step.text for step in plan.steps] == ["0123", "1_000", "12:30", "yes"]


def test_an_escaped_variable_is_text(tmp_path: Path) -> None:
    plan = load_plan(write(tmp_path, "- inputText: '\\${A}'\n"))
    assert plan.steps[0].step.text == "${A}"


def test_every_command_takes_label_and_optional(tmp_path: Path) -> None:
    for name, verb in verbs().items():
        keys = verb.struct.__struct_encode_fields__
        assert {"label", "optional"} <= set(keys), name
    plan = load_plan(
        write(tmp_path, "- back: {label: 返回, optional: true}\n- tapOn: {text: a, optional: true}\n")
    )
    assert [(step.label, step.optional) for step in plan.steps] == [("返回", True), ('tapOn "a"', True)]


def test_every_command_of_the_reference_is_honoured_or_refused_by_name() -> None:
    reference = REFERENCE.split()
    assert not [name for name in reference if name not in verbs() and name not in refusals()]
    assert not set(verbs()) & set(refusals())


def test_a_flow_may_reach_up_to_the_folder_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("flows: ['*']\n")
    (tmp_path / "smoke").mkdir()
    write(tmp_path, HEAD + "- back\n", "shared.yaml")
    plan = load_plan(write(tmp_path / "smoke", HEAD + "- runFlow: ../shared.yaml\n"))
    assert plan.steps[0].step.commands[0].verb == "back"
    assert len(plan.files) == 2


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "flows").mkdir()
    write(tmp_path, HEAD + "- back\n", "secret.yaml")
    (tmp_path / "flows" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(InputError, match="lies outside"):
        load_plan(write(tmp_path / "flows", HEAD + "- runFlow: link.yaml\n"))


def test_flows_that_run_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "- runFlow: flow.yaml\n", "b.yaml")
    with pytest.raises(
        InputError, match=r"b\.yaml:3:12: the flow runs itself: flow.yaml > b.yaml > flow.yaml"
    ):
        load_plan(write(tmp_path, HEAD + "- runFlow: b.yaml\n"))


def test_too_many_commands_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"more than {MAX_STEPS} commands"):
        load_plan(write(tmp_path, "- back\n" * (MAX_STEPS + 2)))


def test_deep_nesting_is_refused_not_a_crash(tmp_path: Path) -> None:
    text = "- back\n"
    for _ in range(30):
        text = "- repeat:\n    times: 1\n    commands:\n" + "".join(
            f"      {line}\n" for line in text.splitlines()
        )
    with pytest.raises(InputError, match="too deeply"):
        load_plan(write(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.yaml: cannot be read"):
        load_plan(tmp_path / "nowhere.yaml")


_scalar = st.sampled_from(
    [
        "tapOn",
        "back",
        "true",
        "5s",
        "${A}",
        "${1+1}",
        "",
        "50%,50%",
        "agree",
        "同意",
        "-1",
        "null",
        "[",
        "a: b",
        "\x00",
    ]
) | st.text(max_size=8)
_value = st.recursive(
    _scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*sorted(verbs()), "text", "id", "below", "commands", "env", "when", "label", "file", "times"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_value)
def test_whatever_a_flow_holds_only_an_input_error_comes_out(value: object, tmp_path: Path) -> None:
    import yaml

    file = tmp_path / "flow.yaml"
    file.write_text(yaml.safe_dump([value], allow_unicode=True), encoding="utf-8")
    try:
        load_plan(file)
    except InputError as error:
        assert error.hint  # noqa: PT017 - any other error fails the test


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_bytes_a_flow_is_made_of_only_an_input_error_comes_out(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "flow.yaml"
    file.write_bytes(data)
    try:
        load_plan(file)
    except InputError as error:
        assert error.hint  # noqa: PT017 - any other error fails the test
