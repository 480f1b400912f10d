"""logcat: the log, by tag, priority, time and form."""

from __future__ import annotations

import re
from typing import Final

from privaudit.virtual.log import LogLine
from privaudit.virtual.shell.registry import Call, command
from privaudit.virtual.times import MS, local

PRIORITIES: Final = "VDIWEFS"
FORMATS: Final = ("brief", "long", "process", "raw", "tag", "thread", "threadtime", "time")
MODIFIERS: Final = (
    "color",
    "descriptive",
    "epoch",
    "monotonic",
    "printable",
    "uid",
    "usec",
    "UTC",
    "year",
    "zone",
)


class _Wish:
    def __init__(self) -> None:
        self.dump = False
        self.clear = False
        self.form = "threadtime"
        self.last: int | None = None
        self.since: float | None = None
        self.filters: dict[str, int] = {}
        self.default = 0
        self.pid: int | None = None
        self.uids: set[int] = set()
        self.expression: re.Pattern[str] | None = None
        self.most: int | None = None
        self.file = ""
        self.buffer_size = False


@command("logcat")
def logcat(call: Call) -> int:
    """Print the log: -d and stop, -c clear, -v FORMAT, -t N or time, -s tags, --pid, -e, -b, -f, -g."""
    wish = _parse(call)
    log = call.phone.log
    if wish.clear:
        log.clear()
        return 0
    if wish.buffer_size:
        for name in ("main", "system", "crash"):
            call.line(
                f"{name}: ring buffer is 256 KiB (254 KiB consumed), max entry is 5120 B, max "
                "payload is 4068 B"
            )
        return 0
    lines = [line for line in log.lines() if _wanted(wish, line)]
    if wish.last is not None:
        lines = lines[-wish.last :] if wish.last else []
    if wish.most is not None:
        lines = lines[: wish.most]
    text = "--------- beginning of main\n" + "".join(shown(line, wish.form) for line in lines)
    if wish.file:
        call.phone.files.write(call.path(wish.file), text.encode(), call.uid, append=True)
        return 0
    call.out(text)
    if wish.dump:
        return 0
    return _follow(call, wish, len(lines))


def _follow(call: Call, wish: _Wish, printed: int) -> int:
    call.stdout.flush()
    everything = call.phone.log.lines()
    after = everything[-1].number if everything else -1
    for line in call.phone.log.follow(after, call.stopped):
        if wish.most is not None and printed >= wish.most:
            return 0
        if _wanted(wish, line):
            call.out(shown(line, wish.form))
            call.stdout.flush()
            printed += 1
    return 130


_LONG: Final = {
    "--dump": "-d", "--clear": "-c", "--buffer-size": "-g", "--format": "-v", "--tail": "-T",
    "--buffer": "-b", "--max-count": "-m", "--regex": "-e", "--file": "-f",
}  # fmt: skip
_VALUED: Final = ("-v", "-t", "-T", "-b", "-r", "-n", "-G", "-m", "-e", "-f", "--pid", "--uid")


def _parse(call: Call) -> _Wish:
    wish = _Wish()
    args = list(call.args)
    silent = False
    while args:
        word = args.pop(0)
        name, equals, value = word.partition("=") if word.startswith("--") else (word[:2], word[2:], word[2:])
        name = _LONG.get(name, name)
        if not word.startswith("-"):
            _filter(call, wish, word)
        elif name in _VALUED:
            if not equals and not args:
                call.usage(f"logcat: option requires an argument -- {name.lstrip('-')}")
            _option(call, wish, name, value if equals else args.pop(0))
        elif name in ("-s", "-S"):
            silent = True
        elif name in ("-d", "-c", "-g"):
            wish.dump, wish.clear = wish.dump or name == "-d", wish.clear or name == "-c"
            wish.buffer_size = wish.buffer_size or name == "-g"
        else:
            call.usage(f"logcat: unrecognized option '{word}'\nUnrecognized Option {word}")
    if silent or "*" in wish.filters:
        wish.default = wish.filters.get("*", PRIORITIES.index("S"))
    return wish


def _option(call: Call, wish: _Wish, name: str, value: str) -> None:
    match name:
        case "-v":
            _format(call, wish, value)
        case "-t" | "-T":
            wish.dump = wish.dump or name == "-t"
            _since(call, wish, value)
        case "-m":
            wish.most = _number(call, name, value)
        case "-e":
            try:
                wish.expression = re.compile(value)
            except re.error as error:
                call.usage(f"logcat: Invalid regex: {error}")
        case "-f":
            wish.file, wish.dump = value, True
        case "--pid":
            wish.pid = _number(call, name, value)
        case "--uid":
            wish.uids = {_number(call, name, uid) for uid in value.split(",")}


def _number(call: Call, name: str, value: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", value):
        call.usage(f"logcat: {name} {value} is not a number")
    return int(value)


def _format(call: Call, wish: _Wish, names: str) -> None:
    for name in re.split(r"[ ,]", names):
        if name in FORMATS:
            wish.form = name
        elif name not in MODIFIERS:
            call.usage(f'logcat: Invalid parameter "{name}" to -v', 1)


def _since(call: Call, wish: _Wish, text: str) -> None:
    if text.isdigit():
        wish.last = int(text[:9])
        return
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]+", text):
        wish.since = float(text)
        return
    found = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d+))?", text)
    if found is None:
        call.usage(f'logcat: -t "{text}" not in time format')
    now = local(call.phone.clock.now())
    year, month, day, hour, minute, second = (int(g or now.year) for g in found.groups()[:6])
    try:
        when = now.replace(
            year=year, month=month, day=day, hour=hour, minute=minute, second=second, microsecond=0
        )
    except ValueError:
        call.usage(f'logcat: -t "{text}" not in time format')
    wish.since = when.timestamp() + float(f"0.{found.group(7) or 0}")


def _filter(call: Call, wish: _Wish, word: str) -> None:
    tag, _, priority = word.partition(":")
    letter = (priority or "V")[0].upper()
    if letter == "*":
        letter = "V"
    if letter not in PRIORITIES:
        call.usage(f"Invalid filter expression '{word}'")
    wish.filters[tag] = PRIORITIES.index(letter)


def _wanted(wish: _Wish, line: LogLine) -> bool:
    if wish.pid is not None and line.pid != wish.pid:
        return False
    if wish.uids and line.uid not in wish.uids:
        return False
    if wish.since is not None and line.at / 1e9 < wish.since:
        return False
    if PRIORITIES.index(line.priority) < wish.filters.get(line.tag, wish.default):
        return False
    return wish.expression is None or wish.expression.search(line.text) is not None


def shown(line: LogLine, form: str) -> str:
    """Return a line in one of logcat's forms."""
    ms = line.at // MS % 1000
    when = f"{local(line.at):%m-%d %H:%M:%S}.{ms:03d}"
    p, tag, text = line.priority, line.tag, line.text
    table = {
        "brief": f"{p}/{tag:<8}({line.pid:5d}): {text}",
        "process": f"{p}({line.pid:5d}) {text}  ({tag})",
        "tag": f"{p}/{tag:<8}: {text}",
        "thread": f"{p}({line.pid:5d}:{line.tid:5d}) {text}",
        "raw": text,
        "time": f"{when} {p}/{tag:<8}({line.pid:5d}): {text}",
        "threadtime": f"{when} {line.pid:5d} {line.tid:5d} {p} {tag:<8}: {text}",
        "long": f"[ {when} {line.pid:5d}:{line.tid:5d} {p}/{tag:<8} ]\n{text}\n",
    }
    return table[form] + "\n"


@command("log")
def log(call: Call) -> int:
    """Write to the log: -p PRIORITY, -t TAG, text."""
    args, priority, tag = list(call.args), "I", "log"
    while len(args) > 1 and args[0] in ("-p", "-t"):
        option, value = args.pop(0), args.pop(0)
        if option == "-t":
            tag = value
        elif value[:1].upper() in "VDIWEF" and value:
            priority = value[0].upper()
        else:
            call.fail(f"bad -p '{value}'")
    call.phone.log.write(priority, tag, call.shell.environment.pid, " ".join(args), uid=call.uid)
    return 0
