"""Connections to public addresses only: what is checked is the address that is connected to."""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore2
from httpcore2 import NetworkBackend, NetworkStream

from archive.errors import DeadError, RefusedError
from indexer.capture.clock import Clock, Deadline

PORTS = frozenset({80, 443})
CONNECT_SECONDS = 10.0

# IPv6 ranges that carry an IPv4 address: it would be reached through a gateway (RFC 6052, RFC 8215,
# RFC 3056, RFC 4380) or is meant itself (RFC 4291: mapped and compatible).
_CARRIERS = tuple(
    ipaddress.IPv6Network(range_)
    for range_ in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::ffff:0:0/96",
        "::/96",
    )
)
# Public by number, but inside a cloud it is the host's own service (Microsoft Learn, "What is IP
# address 168.63.129.16?").
_INSIDE_CLOUDS = ipaddress.ip_address("168.63.129.16")

Resolver = Callable[[str, int], Sequence[str]]
Connector = Callable[[str, int, float], NetworkStream]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: global, not carried, not multicast.

    One that belongs to the host inside a cloud is none.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (
        found.scope_id or found.is_site_local or any(found in carrier for carrier in _CARRIERS)
    ):
        return False
    is_host = found == _INSIDE_CLOUDS
    return found.is_global and not (found.is_multicast or found.is_reserved or is_host)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host in the system's order, each once; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connect(address: str, port: int, timeout: float) -> NetworkStream:
    """A connection to an IP address; raises httpcore2.ConnectError or ConnectTimeout."""
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout=timeout)


class _Timed(NetworkStream):
    """A stream on which all reading and writing together must end before the deadline.

    A timeout for each read alone would let a server hold us by a byte at a time.
    """

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is; raises httpcore2.ReadTimeout."""
        return self._stream.read(max_bytes, timeout=self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it; raises httpcore2.WriteTimeout."""
        self._stream.write(buffer, timeout=self._deadline.left())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        """The stream encrypted, under the same deadline."""
        left = self._deadline.left()
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as its parent has it
        """What the stream below says."""
        return self._stream.get_extra_info(info)


class PublicBackend(NetworkBackend):
    """Resolves a host once, refuses it if any of its addresses is not public, and connects there.

    So an answer that mixes addresses, or changes between two questions, reaches nothing private.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        resolver: Resolver = resolve,
        connector: Connector = connect,
        is_allowed: Callable[[str], bool] = is_public,
        ports: frozenset[int] = PORTS,
    ) -> None:
        self._resolver = resolver
        self._connector = connector
        self._is_allowed = is_allowed
        self._ports = ports
        self.deadline = Deadline(clock, CONNECT_SECONDS)
        self.connected_to = ""

    def connect_tcp(  # type: ignore[override]  # httpcore2 names all that it passes
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        *,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """Connect, or raise RefusedError for an address or a port, httpcore2.ConnectError else."""
        if port not in self._ports:
            raise RefusedError(f"port {port} of {host} is not 80 or 443; only these are fetched.")
        try:
            addresses = self._resolver(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_NONAME:
                raise DeadError(
                    f"there is no host {host}; look for the source elsewhere."
                ) from error
            raise httpcore2.ConnectError(f"{host} has no address now ({error})") from error
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} has no address ({error})") from error
        for address in addresses:
            self._check(address, host)
        return self._connected(addresses, host=host, port=port)

    def _check(self, address: str, host: str) -> None:
        if not self._is_allowed(address):
            raise RefusedError(
                f"{host} is at {address}, which is no public address; only those are fetched."
            )

    def _connected(self, addresses: Sequence[str], *, host: str, port: int) -> NetworkStream:
        reason: Exception | None = None
        for address in addresses:
            try:
                seconds = min(CONNECT_SECONDS, self.deadline.left())
                stream = self._connector(address, port, seconds)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                reason = error
                continue
            peer = str(stream.get_extra_info("server_addr")[0])
            if not self._is_allowed(peer):
                stream.close()
                self._check(peer, host)
            self.connected_to = peer
            return _Timed(stream, self.deadline)
        raise httpcore2.ConnectError(f"{host} cannot be reached ({reason or 'no address'})")
