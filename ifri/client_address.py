"""The reader's network address, which behind a proxy is not the one the connection comes from."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address, or what a trusted proxy says in ``X-Real-IP``; never what a reader says."""
    peer: str = request.META.get("REMOTE_ADDR", "")
    said: str = request.META.get("HTTP_X_REAL_IP", "").strip()
    if said and _is_trusted(peer):
        try:
            return str(ip_address(said))
        except ValueError:
            return peer
    return peer


def _is_trusted(peer: str) -> bool:
    if not peer:  # a Unix socket: only the proxy on this machine can reach it
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in network for network in settings.TRUSTED_PROXIES)
