"""The phone's shell and programs, without adb."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privaudit.virtual.shell.lexer import ShellSyntaxError, tokenize
from privaudit.virtual.shell.syntax import parse
from privaudit.virtual.state import VirtualPhone

Run = Callable[..., tuple[int, str]]


@pytest.mark.parametrize(
    ("text", "status", "out"),
    [
        ("echo a  b", 0, "a b\n"),
        ("echo 'a  b' \"c  d\" e\\ f", 0, "a  b c  d e f\n"),
        ("false || echo or && echo and", 0, "or\nand\n"),
        ("true && false || echo c", 0, "c\n"),
        ("! true; echo $?", 0, "1\n"),
        ("X=1; Y=$X; echo ${Y}z ${NONE:-d} ${#Y}", 0, "1z d 1\n"),
        ("X=a.tar.gz; echo ${X%.*} ${X%%.*} ${X#*.} ${X##*.} ${X/a/b}", 0, "a.tar a tar.gz gz b.tar.gz\n"),
        ("echo $((2+3*4)) $(( (1<<4) % 5 )) $((7/2)) $((-7/2))", 0, "14 1 3 -3\n"),
        ("for f in x y; do echo -n $f; done; echo", 0, "xy\n"),
        ("i=0; while [ $i -lt 3 ]; do i=$((i+1)); [ $i -eq 2 ] && continue; echo $i; done", 0, "1\n3\n"),
        ("until true; do echo no; done; echo done", 0, "done\n"),
        ("f() { local a=$1; echo f$a $#; return 4; }; f x y; echo $?", 0, "fx 2\n4\n"),
        ("case abc in x|a*) echo hit;; *) echo miss;; esac", 0, "hit\n"),
        ("(cd /data; pwd); pwd", 0, "/data\n/\n"),
        ("{ echo a; echo b; } | tac 2>/dev/null || echo no tac", 0, "no tac\n"),
        ("echo x > /data/local/tmp/f; echo y >> /data/local/tmp/f; cat < /data/local/tmp/f", 0, "x\ny\n"),
        ("echo `echo a` $(echo $(echo b))", 0, "a b\n"),
        ("echo a # comment", 0, "a\n"),
        ("echo $(printf 'a\\nb\\n')", 0, "a b\n"),
        ("echo \"$(printf 'a\\nb\\n')\"", 0, "a\nb\n"),
        ("cat <<E\nhi $((1+1))\nE", 0, "hi 2\n"),
        ("cat <<'E'\nhi $X\nE", 0, "hi $X\n"),
        ("ls /system/etc/h*", 0, "/system/etc/hosts\n"),
        ("set -- a b c; shift; echo $1 $@", 0, "b b c\n"),
        ("sh -c 'echo $0 $1' n x", 0, "n x\n"),
        ("echo a:b:c | while IFS=: read x y; do echo $y; done", 0, "b:c\n"),
        ("exit 3; echo never", 3, ""),
        ("if", 1, "/system/bin/sh: syntax error: unexpected end of file\n"),
        ("echo )", 1, "/system/bin/sh: syntax error: unexpected ')'\n"),
        ("nope", 127, "/system/bin/sh: nope: inaccessible or not found\n"),
        ("/data/nope", 127, "/system/bin/sh: /data/nope: inaccessible or not found\n"),
        ("cd /nope; echo $?", 0, "/system/bin/sh: cd: /nope: No such file or directory\n2\n"),
        (
            "echo x > /system/y; echo $?",
            0,
            "/system/bin/sh: can't create /system/y: Read-only file system\n1\n",
        ),
        ("yes | head -2", 0, "y\ny\n"),
    ],
)
def test_language(run: Run, text: str, status: int, out: str) -> None:
    assert run(text) == (status, out)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("grep -n b", "2:b1\n4:ab\n"),
        ("grep -c b", "2\n"),
        ("grep -v b | head -1", "a\n"),
        ("grep -o '[0-9]'", "1\n"),
        ("grep -E '^(a|c)$'", "a\nc\n"),
        ("grep 'a\\|c' | wc -l", "3\n"),
        ("grep -w b", ""),
        ("grep -i B | tail -1", "ab\n"),
        ("sed -n 2p", "b1\n"),
        ("sed '2,3d'", "a\nab\n"),
        ("sed 's/\\(a\\)b/[\\1&]/'", "a\nb1\nc\n[aab]\n"),
        ("sed -n '/b/,/c/p'", "b1\nc\nab\n"),
        ("sed -E 's/[a-c]+/<&>/g' | head -1", "<a>\n"),
        ("sed '$d' | wc -l", "3\n"),
        ("sed -n '$='", "4\n"),
        ("head -n 1", "a\n"),
        ("tail -n 1", "ab\n"),
        ("tail -n +4", "ab\n"),
        ("sort", "a\nab\nb1\nc\n"),
        ("sort -r | head -1", "c\n"),
        ("tr a-c A-C | head -2", "A\nB1\n"),
        ("tr -d '\\n'", "ab1cab"),
        ("cut -c1 | uniq | wc -l", "4\n"),
        ("wc -l", "4\n"),
        ("wc", "      4       4      10\n"),
        ("md5sum", "10b9b2b3b1dc1ef0aff8b0ec7a3e2ea5  -\n"),
        ("base64", "YQpiMQpjCmFiCg==\n"),
        ("xargs echo", "a b1 c ab\n"),
        ("cat -n | head -1", "     1\ta\n"),
    ],
)
def test_filters(run: Run, text: str, out: str) -> None:
    status, told = run(text, data=b"a\nb1\nc\nab\n")
    if "md5sum" in text:
        import hashlib

        out = hashlib.md5(b"a\nb1\nc\nab\n", usedforsecurity=False).hexdigest() + "  -\n"
    assert told == out
    assert status == (1 if text == "grep -w b" else 0)


@pytest.mark.parametrize(
    ("text", "status", "part"),
    [
        ("ls /nope", 1, "ls: /nope: No such file or directory"),
        ("cat /data/local", 1, "cat: /data/local: Is a directory"),
        ("ls /data/data", 1, "ls: /data/data: Permission denied"),
        ("rm /nope", 1, "rm: /nope: No such file or directory"),
        ("pm path no.such", 1, ""),
        ("pm frob", 255, "Unknown command: frob"),
        ("pm clear no.such", 1, "Failed"),
        ("pm uninstall no.such", 1, "Failure [DELETE_FAILED_INTERNAL_ERROR]"),
        ("pm install /nope.apk", 255, "Error: Unable to open file: /nope.apk"),
        (
            "pm grant no.such android.permission.CAMERA",
            255,
            "java.lang.IllegalArgumentException: Unknown package: no.such",
        ),
        ("am start -n no.such/.X", 1, "Error: Activity class {no.such/no.such.X} does not exist."),
        (
            "am start -a no.such.ACTION",
            1,
            "Error: Activity not started, unable to resolve Intent { act=no.such.ACTION }",
        ),
        ("am frob", 255, "Unknown command: frob"),
        ("am broadcast -a no.such.ACTION", 0, "Broadcast completed: result=0"),
        (
            "monkey -p no.such -c android.intent.category.LAUNCHER 1",
            252,
            "No activities found to run, monkey aborted.",
        ),
        ("cmd frob", 20, "cmd: Can't find service: frob"),
        ("cmd package resolve-activity --brief no.such", 0, "No activity found"),
        ("dumpsys frob", 0, "Can't find service: frob"),
        ("dumpsys package no.such", 0, "Unable to find package: no.such"),
        ("cmd appops get no.such", 255, "Error: No UID for no.such in user 0"),
        ("input tap 1", 255, "Error: Invalid arguments for command: tap"),
        ("input frob", 255, "Error: Unknown command: frob"),
        ("settings frob", 255, "Invalid command: frob"),
        ("settings get frob x", 255, "Invalid namespace 'frob'"),
        ("logcat --frob", 1, "unrecognized option"),
        ("getprop no.such", 0, "\n"),
        ("setprop ro.product.model x", 1, "Failed to set property"),
        ("wm size", 0, "Physical size: 1080x2340"),
        ("mount -o rw,remount /", 1, "Operation not permitted"),
        ("chmod 600 /system/etc/hosts", 1, "Operation not permitted"),
        ("kill 99999999", 1, "No such process"),
        ("ps -A -o PID,NAME | grep zygote", 0, " 331 zygote64"),
        ("date +%Y-%m-%d", 0, "20"),
        ("cat /proc/net/tcp | head -1", 0, "  sl  local_address rem_address   st"),
        (
            "content query --uri content://com.android.contacts/contacts",
            0,
            "Row: 0 _id=1, display_name=张三测试",
        ),
        ("ip addr show wlan0", 0, "inet 10.0.2.16/24"),
        ("which ls", 0, "/system/bin/ls"),
        ("dumpsys -l", 0, "  appops\n"),
    ],
)
def test_answers_of_android(run: Run, text: str, status: int, part: str) -> None:
    told = run(text)
    assert part in told[1]
    assert told[0] == status


def test_root_may_lay_files_over_the_certificate_store(run: Run, phone: VirtualPhone) -> None:
    store = "/system/etc/security/cacerts"
    text = (
        f"mount -t tmpfs tmpfs {store}; echo PEM > {store}/1.0; chmod 644 {store}/1.0; test -w "
        f"{store} && ls -l {store}; grep {store} /proc/mounts"
    )
    told = run(text, uid=0)[1]
    assert "-rw-r--r-- 1 root root 4 " in told
    assert f"tmpfs {store} tmpfs rw," in told
    assert [file.name for file in phone.files.real(store).iterdir()] == ["1.0"]
    assert run(f"umount {store}; ls {store}", uid=0) == (0, "")


def test_links_do_not_lead_out(phone: VirtualPhone, run: Run) -> None:
    # An app is a process of this machine and may make any link in its directory.
    (phone.files.real("/data/local/tmp") / "out").symlink_to("/etc")
    assert (
        run("cat /data/local/tmp/out/passwd", uid=0)[1]
        == "cat: /data/local/tmp/out/passwd: Permission denied\n"
    )
    assert run("cat /../../../../etc/passwd", uid=0)[1].endswith("No such file or directory\n")


def test_every_program_has_a_file_and_answers_nonsense(run: Run) -> None:
    from privaudit.virtual.shell.registry import COMMANDS

    waiting = {"yes", "logcat", "reboot", "sh", "mksh", "su"}
    for name in sorted(set(COMMANDS) - waiting):
        status, told = run(f"{name} --no-such-option-at-all 不 2>&1")
        assert 0 <= status < 256, name
        assert "Traceback" not in told, name


@given(st.text(max_size=200))
def test_lexer_never_breaks(text: str) -> None:
    try:
        tokenize(text)
        parse(text)
    except ShellSyntaxError:
        return


@given(st.text(alphabet="$({}`\"'\\)<>|&;# \nabif=[]*", max_size=120))
def test_parser_never_breaks(text: str) -> None:
    try:
        parse(text)
    except ShellSyntaxError:
        return


@pytest.mark.parametrize(
    "text",
    [
        "$(" * 30_000,
        '"$(' * 20_000,
        "$((" * 30_000,
        "(" * 50_000,
        "{ " * 40_000,
        "if " * 30_000,
        "`" * 99_999,
    ],
)
def test_nesting_is_bounded(text: str) -> None:
    with pytest.raises(ShellSyntaxError):
        parse(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
        max_size=5,
    )
)
def test_quoted_words_arrive_unchanged(run: Run, words: list[str]) -> None:
    assert run("printf '%s\\n' " + " ".join(shlex.quote(word) for word in ["x", *words])) == (
        0,
        "".join(word + "\n" for word in ["x", *words]),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="$({}`\"'\\)<>|&;# \nechoX=[]*1", max_size=60))
def test_running_nonsense_never_breaks(run: Run, text: str) -> None:
    status, _ = run(text)
    assert 0 <= status < 256
