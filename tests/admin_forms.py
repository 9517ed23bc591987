"""An admin form as a browser would send it: read out of the page, changed, posted."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from lxml import html

Fields = dict[str, Any]


def fields_of(page: bytes, form_id: str = "publication_form") -> Fields:
    """What the form would send as it stands; files and buttons left out."""
    form = html.fromstring(page.decode()).get_element_by_id(form_id)
    sent: Fields = {}
    for name, value in form.form_values():
        control = form.inputs[name]
        if getattr(control, "type", "") != "submit":
            sent[name] = value
    return sent


def read(client: Client, address: str, form_id: str = "publication_form") -> Fields:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return fields_of(answer.content, form_id)


def errors_of(page: bytes) -> list[str]:
    """Every sentence that says what is wrong, in the order of the page."""
    tree = html.fromstring(page.decode())
    found = tree.xpath("//ul[contains(@class, 'errorlist')]/li")
    return [" ".join(each.text_content().split()) for each in found]


def messages_of(page: bytes) -> list[str]:
    tree = html.fromstring(page.decode())
    found = tree.xpath("//ul[@class='messagelist']/li")
    return [" ".join(each.text_content().split()) for each in found]


def row(prefix: str, index: int, **values: Any) -> Fields:
    """The fields of a new row of an inline: ``row("authorships", 0, author=1)``."""
    return {f"{prefix}-{index}-{name}": value for name, value in values.items()}


def with_rows(fields: Mapping[str, Any], prefix: str, *rows: Mapping[str, Any]) -> Fields:
    """The fields and further rows of an inline, counted as its script would."""
    first = int(fields[f"{prefix}-TOTAL_FORMS"])
    added: Fields = {f"{prefix}-TOTAL_FORMS": first + len(rows)}
    for index, values in enumerate(rows, start=first):
        added |= row(prefix, index, **values)
    return {**fields, **added}
