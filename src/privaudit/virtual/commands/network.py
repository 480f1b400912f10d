"""Programs about the network: ip, ifconfig, netstat, ping, curl."""

from __future__ import annotations

from privaudit.virtual.shell.registry import Call, command


@command("ip")
def ip(call: Call) -> int:
    """Show addresses, links and routes."""
    words = [w for w in call.args if not w.startswith("-")]
    identity = call.phone.identity
    mac, address = identity["wifi_mac"], identity["ip"]
    match words[:1]:
        case ["a" | "addr" | "address"]:
            if "wlan0" not in words:
                call.out(
                    "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group "
                    "default qlen 1000\n"
                    "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
                    "    inet 127.0.0.1/8 scope host lo\n"
                    "       valid_lft forever preferred_lft forever\n    inet6 ::1/128 scope host \n"
                    "       valid_lft forever preferred_lft forever\n"
                )
            call.out(
                "12: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group "
                "default qlen 3000\n"
                f"    link/ether {mac} brd ff:ff:ff:ff:ff:ff\n    inet {address}/24 brd 10.0.2.255 "
                "scope global wlan0\n"
                "       valid_lft forever preferred_lft forever\n"
            )
        case ["l" | "link"]:
            call.out(
                "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT "
                "group default qlen 1000\n"
                "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
                "12: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode "
                "DEFAULT group default qlen 3000\n"
                f"    link/ether {mac} brd ff:ff:ff:ff:ff:ff\n"
            )
        case ["r" | "ro" | "route"]:
            if "get" in words:
                call.line(
                    f"{words[-1]} via 10.0.2.2 dev wlan0 table wlan0 src {address} uid {call.uid} "
                    "\n    cache "
                )
            else:
                call.line(f"10.0.2.0/24 dev wlan0 proto kernel scope link src {address} ")
        case ["neigh" | "n"]:
            call.line("10.0.2.2 dev wlan0 lladdr 02:15:b2:73:19:02 REACHABLE")
        case []:
            call.usage("Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }", 255)
        case _:
            call.usage(f'Object "{words[0]}" is unknown, try "ip help".')
    return 0


@command("ifconfig")
def ifconfig(call: Call) -> int:
    """Show the network interfaces."""
    identity = call.phone.identity
    call.out(
        f"wlan0     Link encap:UNSPEC    Driver virtual\n          inet addr:{identity['ip']}  "
        "Bcast:10.0.2.255  Mask:255.255.255.0 \n"
        "          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n\n"
    )
    return 0


@command("netstat", "ss")
def netstat(call: Call) -> int:
    """Show connections."""
    call.line("Active Internet connections (established and servers)")
    call.line("Proto Recv-Q Send-Q Local Address           Foreign Address         State      ")
    for port in [5555, *call.phone.ports.list()]:
        call.line(f"tcp        0      0 {f'127.0.0.1:{port}':<23} {'0.0.0.0:*':<23} LISTEN     ")
    return 0


@command("ping", "ping6")
def ping(call: Call) -> int:
    """Find no host: names resolve only behind the phone's gateway."""
    hosts = [w for w in call.args if not w.startswith("-") and not w.isdigit()]
    if not hosts:
        call.usage("Usage: ping [-aAbBdCDfhHLnOqrRUvV46] [-c count] destination", 2)
    call.usage(f"ping: unknown host {hosts[-1]}", 2)


@command("curl")
def curl(call: Call) -> int:
    """Reach nobody: apps use the gateway, programs of the shell have none."""
    urls = [w for w in call.args if "." in w and not w.startswith("-")]
    if not urls:
        call.usage("curl: try 'curl --help' for more information", 2)
    host = urls[-1].split("://")[-1].split("/")[0]
    call.usage(f"curl: (6) Could not resolve host: {host}", 6)
