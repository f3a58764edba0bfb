"""Calls that reach public addresses only: what an agency types opens no door inside the network of csplan."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from csplan.outbox.doors import NotDelivered, Refused

NAT64: Final = IPv6Network("64:ff9b::/96")
PRIVATE: Final = "its address is not a public one; whoever runs csplan may allow that"
UNKNOWN: Final = "its name is not known"


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, also where an IPv6 address wraps an IPv4 one."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        wrapped = _wrapped(found)
        return is_public(str(wrapped)) if wrapped else found.is_global and not found.is_multicast
    return found.is_global and not found.is_multicast


def _wrapped(found: IPv6Address) -> IPv4Address | None:
    teredo = found.teredo[1] if found.teredo else None
    nat64 = IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None
    return found.ipv4_mapped or found.sixtofour or teredo or nat64


def called_address(host: str, port: int) -> str:
    """The address that a name has now. Raises Refused where one of its addresses is not public, NotDelivered for none.

    It is looked up once and connected to, so that a name cannot mean another address a moment later.
    """
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise NotDelivered(UNKNOWN) from None
    if not settings.CSPLAN_WEBHOOKS_PRIVATE and not all(map(is_public, found)):
        raise Refused(PRIVATE)
    return found[0]


class _Careful:
    """A connection to the address that was checked."""

    host: str
    port: int
    timeout: Any

    def _new_conn(self) -> socket.socket:
        return socket.create_connection((called_address(self.host, self.port), self.port), self.timeout)


class _Plain(_Careful, HTTPConnection):
    pass


class _Secure(_Careful, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _CarefulAdapter(HTTPAdapter):
    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def careful_session() -> requests.Session:
    """A session that calls public addresses only, and heeds no proxy and no password of the machine."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, _CarefulAdapter())
    return session
