"""The addresses in the mails: confirming one alert, looking after all of them, ending them."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from publications.gate import tokens


def alert_token(email: str, key: str) -> str:
    """Of one thing followed by one address."""
    return tokens.for_address("publications.alerts.alert", f"{email} {key}")


def follower_token(email: str) -> str:
    return tokens.for_address("publications.alerts.follower", email)


def to_confirm(token: str, language: str) -> str:
    return _address("follow-confirm", token, language)


def to_manage(email: str, language: str) -> str:
    return _address("follow-alerts", follower_token(email), language)


def to_stop(email: str, language: str) -> str:
    return _address("follow-stop", follower_token(email), language)


def my_data(language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse('my-data')}"


def _address(name: str, token: str, language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(name)}?{urlencode({'link': token})}"
