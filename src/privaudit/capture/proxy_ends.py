"""Who is at the two ends of a connection, as events name them."""

from __future__ import annotations

from mitmproxy import connection


def client_port(client: connection.Connection) -> int:
    """Return the port the app connects from, 0 where it is not known."""
    return int(client.peername[1]) if client.peername else 0


def server_address(server: connection.Server) -> str:
    """Return address:port of who answered; empty behind another proxy, whose address is not the server's."""
    if server.peername is None or server.via is not None:
        return ""
    host, port, *_ = server.peername
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def destination(client: connection.Connection, server: connection.Server) -> tuple[str, int]:
    """Return the host by the name the app asked TLS for, else as it was addressed, and the port."""
    host, port = (server.address[0], server.address[1]) if server.address else ("", 0)
    return client.sni or host, port
