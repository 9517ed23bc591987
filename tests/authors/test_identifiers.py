"""ORCID iDs and ROR ids are refused when their own checksum says that they are wrong."""

import pytest
from django.core.exceptions import ValidationError

from authors.identifiers import validate_orcid, validate_ror
from authors.models import Author, Organisation


@pytest.mark.parametrize(
    "value", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]
)
def test_an_orcid_with_its_checksum_is_taken(value: str) -> None:
    validate_orcid(value)


@pytest.mark.parametrize(
    "value", ["0000-0002-1825-0098", "0000-0002-1694-2330", "0000-0002-1825-0907"]
)
def test_a_wrong_digit_in_an_orcid_is_found(value: str) -> None:
    with pytest.raises(ValidationError, match="its checksum does not match"):
        validate_orcid(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "0000-0002-1694-233x",
        "0000-0002-1825-0097\n",
        "٠٠٠٠-0002-1825-0097",
    ],
)
def test_what_does_not_look_like_an_orcid_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="An ORCID iD looks like"):
        validate_orcid(value)


@pytest.mark.parametrize("value", ["https://ror.org/05a0ya142", "https://ror.org/02feahw73"])
def test_a_ror_id_with_its_checksum_is_taken(value: str) -> None:
    validate_ror(value)


@pytest.mark.parametrize("value", ["https://ror.org/05a0ya143", "https://ror.org/05a0yb142"])
def test_a_wrong_character_in_a_ror_id_is_found(value: str) -> None:
    with pytest.raises(ValidationError, match="its checksum does not match"):
        validate_ror(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "05a0ya142",
        "http://ror.org/05a0ya142",
        "https://ror.org/05a0ya142/",
        "https://ror.org/05A0YA142",
        "https://ror.org/05l0ya142",
    ],
)
def test_what_does_not_look_like_a_ror_id_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="A ROR id looks like"):
        validate_ror(value)


@pytest.mark.django_db
def test_the_forms_ask_them() -> None:
    author = Author(last_name="Writer", slug="writer", orcid="0000-0002-1825-0098")
    with pytest.raises(ValidationError) as refusal:
        author.full_clean()
    assert list(refusal.value.error_dict) == ["orcid"]

    organisation = Organisation(name_en="An institute", ror_id="https://ror.org/05a0ya143")
    with pytest.raises(ValidationError) as refusal:
        organisation.full_clean()
    assert list(refusal.value.error_dict) == ["ror_id"]
