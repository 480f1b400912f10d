"""Tunnels in which the client waits for the server to speak first (SMTP, MySQL, SSH).

mitmproxy connects to a server when the client has said something; these would wait for ever. After
`GREETING_S` of silence the server of a tunnel is connected to, and who speaks first decides what it is.
"""

from __future__ import annotations

import asyncio

from mitmproxy import connection, ctx
from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context

GREETING_S = 3.0


class Greeting(layer.Layer):
    """Connects to the server, then leaves the choice of the next layer to what comes."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        context.layers.remove(self)  # the choice goes by what stands below it
        self._next: layer.NextLayer | None = None
        self._over = False

    def _handle_event(self, event: events.Event) -> layer.CommandGenerator[None]:
        if self._over:
            return
        if self._next is None:
            error = yield commands.OpenConnection(self.context.server)
            if error:
                self._over = True
                yield commands.CloseConnection(self.context.client)
                return
            self._next = layer.NextLayer(self.context)
        if not isinstance(event, events.DataReceived) or event.data:
            yield from self._next.handle_event(event)


class SilentTunnels:
    """The tunnels in which the client has said nothing yet."""

    def __init__(self) -> None:
        self._silent: dict[str, asyncio.TimerHandle] = {}
        self._waking: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, client: connection.Client) -> None:
        """Take note of a tunnel."""
        loop = asyncio.get_running_loop()
        self._silent[client.id] = loop.call_later(GREETING_S, self._wake, client)

    def end(self, client: connection.Client) -> None:
        """Forget a tunnel: its client spoke, or left."""
        timer = self._silent.pop(client.id, None)
        if timer is not None:
            timer.cancel()
        self._waking.discard(client.id)

    def greeting(self, context: Context) -> Greeting | None:
        """Return the layer for a tunnel whose client waits, once."""
        if context.client.id not in self._waking:
            return None
        self._waking.discard(context.client.id)
        return Greeting(context)

    def _wake(self, client: connection.Client) -> None:
        self._silent.pop(client.id, None)
        server = ctx.master.addons.get("proxyserver")  # type: ignore[no-untyped-call]
        handler = server.connections.get(client.id)
        if handler is None:
            return
        self._waking.add(client.id)
        # Nothing, received from the client: it makes mitmproxy ask what the tunnel is.
        task = asyncio.get_running_loop().create_task(handler.server_event(events.DataReceived(client, b"")))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
