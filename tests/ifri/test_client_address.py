"""Whose address a request is counted under."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from ifri.client_address import client_address


@pytest.mark.parametrize(
    ("peer", "real_ip", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_a_trusted_proxy_says_who_the_reader_is(
    settings: Settings, peer: str, real_ip: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24")]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_REAL_IP=real_ip)
    assert client_address(request) == expected
