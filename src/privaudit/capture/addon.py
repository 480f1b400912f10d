"""The part that runs inside mitmdump: says what passes, changes nothing.

Started by `main` as a part of mitmdump and not as a script of it: mitmproxy watches the file of a script and
loads it again when it changes, so an update of this package during a run would end the run.

Hooks run on the proxy's event loop, so nothing here may wait for the host: a frame is written to the host's
socket at once if there is room, and otherwise the hook hands mitmproxy an awaitable, which holds back that
one flow until the host has read. So nothing is dropped, memory is bounded by the flows that are open, what
was written survives a killed proxy (it lies in the kernel), and a slow host slows the app instead of losing
evidence.

Bodies of unknown length (chunked, HTTP/2 without content-length, event streams) and large ones are passed
through as they come and only counted and copied (`proxy_bodies`), since buffering them would change what the
app sees. Connections before they speak are in `proxy_connections`, what is not HTTP in `proxy_streams`.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
import sys
import time
from collections.abc import Awaitable
from pathlib import Path

from mitmproxy import connection, ctx, dns, http, tcp, udp, version
from mitmproxy.addonmanager import Loader
from mitmproxy.flow import Flow
from mitmproxy.options import Options
from mitmproxy.tools import cmdline
from mitmproxy.tools.dump import DumpMaster
from mitmproxy.tools.main import run

from privaudit.capture.flow_file import FlowFile
from privaudit.capture.proxy_bodies import Bodies
from privaudit.capture.proxy_child import IDLE
from privaudit.capture.proxy_choice import Choice
from privaudit.capture.proxy_connections import MAX_REASON, Connections
from privaudit.capture.proxy_dns import Queries
from privaudit.capture.proxy_ends import client_port, server_address
from privaudit.capture.proxy_faults import Faults
from privaudit.capture.proxy_pipe import Failure, Farewell, Message, Outlet, Ready
from privaudit.capture.proxy_streams import Streams
from privaudit.model.network import FrameSeen, Header, RequestSeen, ResponseSeen
from privaudit.model.octets import to_text

BEAT_S = 0.5
"""Seconds between two looks at what waits to be told."""

_NO_BODY = frozenset({101, 204, 304})
_NO_BODY_METHODS = frozenset({b"GET", b"HEAD"})


class Recorder:
    """The addon: one frame per request, answer, WebSocket message, handshake and part of what goes on."""

    def __init__(self) -> None:
        self._outlet: Outlet | None = None
        self._file: FlowFile | None = None
        self._limit = 0
        self._open: dict[str, Flow] = {}
        """Flows that are not in the flow file yet."""
        self._asked: set[str] = set()
        """Flows whose request was told and whose answer was not."""
        self._early: dict[str, http.HTTPFlow] = {}
        """Flows answered before their request was complete."""
        self._messages: dict[str, int] = {}
        """Bytes of the messages of a WebSocket that wait for the flow file."""
        self._bodies = Bodies(0)
        self._streams = Streams(0)
        self._queries = Queries()
        self._connections = connections = Connections()
        self._choice = choice = Choice()
        self._pulse: asyncio.TimerHandle | None = None
        # mitmproxy asks an addon for each of its hooks by name; one object asked is faster than several.
        self.next_layer = choice.next_layer
        self.http_connected = choice.http_connected
        self.server_connected = choice.server_connected
        self.tls_clienthello = connections.tls_clienthello
        self.tls_start_client = connections.tls_start_client
        self.tls_established_client = connections.tls_established_client
        self.tls_failed_client = connections.tls_failed_client
        self.tls_start_server = connections.tls_start_server
        self.tls_established_server = connections.tls_established_server
        self.tls_failed_server = connections.tls_failed_server
        self.udp_start = self.tcp_start
        self.udp_message = self.tcp_message
        self.udp_end = self.udp_error = self.tcp_error = self.tcp_end

    # -- life --------------------------------------------------------------------------------

    def load(self, loader: Loader) -> None:
        """Declare the options the host sets."""
        loader.add_option("privaudit_pipe", int, -1, "Descriptor of the socket to the host.")
        loader.add_option("privaudit_flows", str, "", "Flow file to write.")
        loader.add_option("privaudit_discard", bool, False, "Remove confdir, and the CA's key with it.")
        loader.add_option("privaudit_keep", int, 8 * 1024 * 1024, "Bytes of a body that are kept.")
        loader.add_option("privaudit_probe", bool, False, "Show apps a wrong certificate first.")

    def configure(self, updated: set[str]) -> None:
        """Open the socket and the flow file as soon as they are named."""
        if "privaudit_keep" in updated:
            self._limit = self._bodies.limit = self._streams.limit = ctx.options.privaudit_keep
        if "privaudit_pipe" in updated and ctx.options.privaudit_pipe >= 0:
            outlet = self._outlet = Outlet(ctx.options.privaudit_pipe, ctx.master.shutdown)
            self._bodies.connect(outlet)
            self._streams.connect(outlet)
            self._queries.connect(outlet)
            self._connections.connect(outlet)
        if "privaudit_probe" in updated and ctx.options.privaudit_probe:
            self._connections.probe()
        if "privaudit_flows" in updated and ctx.options.privaudit_flows:
            self._file = FlowFile(Path(ctx.options.privaudit_flows))

    def running(self) -> Awaitable[None] | None:
        """Tell the host where the proxy listens, which is known only now."""
        for name in IDLE:
            idle = ctx.master.addons.get(name)  # type: ignore[no-untyped-call]
            if idle is not None:
                ctx.master.addons.remove(idle)  # type: ignore[no-untyped-call]
        if self._outlet is not None:
            logging.getLogger().addHandler(Faults(self._outlet))
        self._beat()
        server = ctx.master.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        listening = {instance.mode.type_name: instance.listen_addrs[0] for instance in server.servers}
        dns_port = listening.pop("dns", ("", 0))[1]
        host, port, *_ = next(iter(listening.values()))
        certificate = Path(ctx.options.confdir) / "mitmproxy-ca-cert.pem"
        ready = Ready(
            host=host, port=port, version=version.VERSION, ca_cert=str(certificate), dns_port=dns_port
        )
        return self._tell(ready, b"")

    def done(self) -> None:
        """Tell what is unfinished, write the flows that are open, and say farewell."""
        if ctx.options.privaudit_discard:
            # Here as well as in the host: the key that opens the TLS must not outlive a host that died.
            shutil.rmtree(ctx.options.confdir, ignore_errors=True)
        if self._pulse is not None:
            self._pulse.cancel()
        if self._outlet is None or self._outlet.closed:
            self._close_file()
            return
        self._connections.finish()
        self._streams.finish()
        self._queries.finish()
        for flow in list(self._open.values()):
            if isinstance(flow, http.HTTPFlow) and flow.request is not None:
                self._end_unfinished(flow, "the proxy was stopped before the answer came")
        self._close_file()
        flows = self._file.flows if self._file else 0
        self._outlet.close(Farewell(frames=self._outlet.frames, flows=flows))

    def _beat(self) -> None:
        # First of all: a fault below must not be the last beat.
        self._pulse = asyncio.get_running_loop().call_later(BEAT_S, self._beat)
        now = time.monotonic()
        self._bodies.beat(now)
        self._streams.beat(now)
        for query in self._queries.beat(now):
            self._save(query)
        for flow in self._open.values():
            if isinstance(flow, http.HTTPFlow) and flow.id not in self._asked and flow.response is None:
                self._bodies.announce(flow)

    # -- HTTP --------------------------------------------------------------------------------

    def requestheaders(self, flow: http.HTTPFlow) -> Awaitable[None] | None:
        """Remember the flow and decide whether its body streams."""
        self._open[flow.id] = flow
        if self._bodies.must_stream(flow.request, bodyless=flow.request.data.method in _NO_BODY_METHODS):
            flow.request.stream = self._bodies.begin(flow, from_client=True)
        return self._connections.spoke(flow.client_conn)

    def request(self, flow: http.HTTPFlow) -> Awaitable[None] | None:
        """Tell the request once it is complete."""
        waiting = self._tell_request(flow, broken=False)
        if flow.id in self._early:
            del self._early[flow.id]
            return self._tell_response(flow, "")
        return waiting

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Decide whether the answer's body streams."""
        answer = flow.response
        if answer is not None and self._bodies.must_stream(
            answer, bodyless=answer.data.status_code in _NO_BODY
        ):
            answer.stream = self._bodies.begin(flow, from_client=False)

    def response(self, flow: http.HTTPFlow) -> Awaitable[None] | None:
        """Tell the answer, after the request if that is still on its way."""
        if flow.id not in self._asked:
            self._early[flow.id] = flow
            return None
        return self._tell_response(flow, "")

    def error(self, flow: http.HTTPFlow) -> Awaitable[None] | None:
        """Tell how the flow failed."""
        return self._end_unfinished(flow, flow.error.msg if flow.error else "unknown error")

    def _tell_request(self, flow: http.HTTPFlow, *, broken: bool) -> Awaitable[None] | None:
        request = flow.request
        data = request.data
        body, size, cut = self._body(flow, data, is_request=True)
        client = flow.client_conn
        event = RequestSeen(
            at=_ns(request.timestamp_start),
            seen=time.time_ns(),
            flow=flow.id,
            method=to_text(data.method),
            scheme=to_text(data.scheme),
            host=request.host,
            port=request.port,
            path=to_text(data.path),
            http_version=to_text(data.http_version),
            headers=_headers(data, data.authority if request.is_http2 else b""),
            body_bytes=size,
            cut=cut or broken,
            client_port=client_port(client),
            server_address=server_address(flow.server_conn),
            tls_version=client.tls_version or "",
        )
        self._asked.add(flow.id)
        return self._tell(event, body)

    def _tell_response(self, flow: http.HTTPFlow, error: str) -> Awaitable[None] | None:
        answer = flow.response
        now = time.time_ns()
        self._asked.discard(flow.id)
        if answer is None:
            event = ResponseSeen(at=now, seen=now, flow=flow.id, error=error)
            body = b""
        else:
            body, size, cut = self._body(flow, answer.data, is_request=False)
            event = ResponseSeen(
                at=_ns(answer.timestamp_end) if answer.timestamp_end else now,
                seen=now,
                flow=flow.id,
                status=answer.data.status_code,
                headers=_headers(answer.data, b""),
                body_bytes=size,
                cut=cut,
                error=error,
                server_address=server_address(flow.server_conn),
            )
        if flow.websocket is None or error:
            self._save(flow)
        return self._tell(event, body)

    def _body(
        self, flow: http.HTTPFlow, data: http.MessageData, *, is_request: bool
    ) -> tuple[bytes, int, bool]:
        passing = self._bodies.end(flow, from_client=is_request)
        if passing is None or (not passing.size and data.content):
            content = data.content or b""
            return content[: self._limit], len(content), len(content) > self._limit
        kept = bytes(passing.kept)
        cut = passing.size > len(kept)
        if not cut:
            # The core has sent it already: this only fills the flow file. A cut body stays absent there.
            data.content = kept
        return kept, passing.size, cut

    def _end_unfinished(self, flow: http.HTTPFlow, reason: str) -> Awaitable[None] | None:
        if flow.id not in self._open:
            return None
        waiting: Awaitable[None] | None = None
        if flow.id not in self._asked and (flow.response is None or flow.id in self._early):
            waiting = self._tell_request(flow, broken=True)
        if flow.id in self._asked:
            complete = self._early.pop(flow.id, None) is not None
            return self._tell_response(flow, "" if complete else reason[:MAX_REASON])
        self._save(flow)
        return waiting

    # -- WebSocket, other protocols, names ---------------------------------------------------

    def websocket_message(self, flow: http.HTTPFlow) -> Awaitable[None] | None:
        """Tell one message of a WebSocket, in either direction."""
        if flow.websocket is None:
            return None
        message = flow.websocket.messages[-1]
        content = message.content
        event = FrameSeen(
            at=_ns(message.timestamp),
            seen=time.time_ns(),
            flow=flow.id,
            host=flow.request.host,
            from_client=message.from_client,
            text=message.is_text,
            body="",
            body_bytes=len(content),
            cut=len(content) > self._limit,
        )
        held = self._messages.get(flow.id, 0) + len(content)
        if held > self._limit:
            # mitmproxy keeps all messages until the end: a connection that lives for days must not.
            flow.websocket.messages.pop()
        else:
            self._messages[flow.id] = held
        return self._tell(event, content[: self._limit])

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        """Write the flow with its messages."""
        self._save(flow)

    def client_disconnected(self, client: connection.Client) -> Awaitable[None] | None:
        """Tell what a connection left unsaid."""
        for flow in [flow for flow in self._early.values() if flow.client_conn.id == client.id]:
            self._end_unfinished(flow, "the client left before its request was complete")
        self._choice.tunnels.end(client)
        return self._connections.client_disconnected(client)

    def tcp_start(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """Remember a connection that speaks something other than HTTP, or ends without a word."""
        self._open[flow.id] = flow
        self._streams.begin(flow)

    def tcp_message(self, flow: tcp.TCPFlow | udp.UDPFlow) -> Awaitable[None] | None:
        """Take what passed."""
        spoken = self._connections.spoke(flow.client_conn)
        return self._streams.take(flow) or spoken

    def tcp_end(self, flow: tcp.TCPFlow | udp.UDPFlow) -> Awaitable[None] | None:
        """Tell what is left of the connection and write its bytes."""
        self._save(flow)
        return self._streams.end(flow)

    def dns_request(self, flow: dns.DNSFlow) -> Awaitable[None] | None:
        """Remember a name that is asked for."""
        self._open[flow.id] = flow
        self._queries.ask(flow)
        return self._connections.spoke(flow.client_conn)

    def dns_response(self, flow: dns.DNSFlow) -> Awaitable[None] | None:
        """Tell a name and what it stands for."""
        self._save(flow)
        return self._queries.answer(flow)

    def dns_error(self, flow: dns.DNSFlow) -> Awaitable[None] | None:
        """Tell a name that could not be looked up."""
        self._save(flow)
        return self._queries.answer(flow, flow.error.msg if flow.error else "unknown error")

    # -- out ---------------------------------------------------------------------------------

    def _tell(self, message: Message, body: bytes) -> Awaitable[None] | None:
        return self._outlet.send(message, body) if self._outlet is not None else None

    def _save(self, flow: Flow) -> None:
        if self._messages:
            self._messages.pop(flow.id, None)
        if self._open.pop(flow.id, None) is None or self._file is None:
            return
        try:
            self._file.add(flow)
        except OSError as error:
            # Better no proxy than one that lets traffic through unrecorded.
            reason = f"the flow file cannot be written: {error}"
            if self._outlet is not None:
                self._outlet.close(Failure(reason=reason))
            ctx.master.shutdown()  # type: ignore[no-untyped-call]

    def _close_file(self) -> None:
        if self._file is not None:
            for flow in list(self._open.values()):
                self._save(flow)
            self._file.close()


def _ns(seconds: float) -> int:
    return int(seconds * 1_000_000_000)


def _headers(data: http.MessageData, authority: bytes) -> tuple[Header, ...]:
    fields = data.headers.fields
    if data.trailers is not None:
        fields += data.trailers.fields
    told = tuple([Header(to_text(name), to_text(value)) for name, value in fields])
    return (Header(":authority", to_text(authority)), *told) if authority else told


class RecordingMaster(DumpMaster):
    """mitmdump with the recorder as its last addon: when its `running` is called the proxy listens."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.addons.add(Recorder())  # type: ignore[no-untyped-call]


def main() -> None:
    """Run mitmdump with the recorder in it, by the arguments of the command line."""
    run(RecordingMaster, cmdline.mitmdump, sys.argv[1:])
