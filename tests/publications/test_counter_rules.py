"""Golden cases of the COUNTER Code of Practice 5.1: double clicks, unique items, sessions."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from publications.counting import rules, sessions
from publications.counting.rules import Event, Tally
from publications.enums import UsageKind, UsageMetric
from publications.models import HourSalt

PAGE, FILE = UsageKind.INVESTIGATION, UsageKind.REQUEST
TOTAL_INV, UNIQUE_INV, TOTAL_REQ, UNIQUE_REQ = UsageMetric
DAY = datetime.date(2026, 3, 11)


def at(clock: str, kind: UsageKind = PAGE, *, session: str = "s", **more: object) -> Event:
    moment = datetime.datetime.combine(
        DAY, datetime.time.fromisoformat(clock), ZoneInfo("Europe/Paris")
    )
    fields = {"item": 1, "document": None if kind == PAGE else 7} | more
    return Event(at=moment, session=session, kind=kind, **fields)  # type: ignore[arg-type]


def clocks(*events: Event) -> list[str]:
    return [f"{each.at:%H:%M:%S}" for each in rules.without_double_clicks(events)]


def counted(*events: Event) -> Tally:
    return rules.tally(rules.without_double_clicks(events))


def of_item(*events: Event, item: int = 1) -> dict[UsageMetric, int]:
    found = counted(*events)
    return {metric: found[item, None, metric] for metric in UsageMetric}


# --- double clicks (section 7.2) ------------------------------------------------------------------


def test_two_clicks_29_seconds_apart_are_one_and_the_second_is_it() -> None:
    assert clocks(at("10:01:00"), at("10:01:29")) == ["10:01:29"]


def test_two_clicks_35_seconds_apart_are_two() -> None:
    assert clocks(at("10:01:00"), at("10:01:35")) == ["10:01:00", "10:01:35"]


def test_exactly_30_seconds_are_within_30_seconds() -> None:
    assert clocks(at("10:01:00"), at("10:01:30")) == ["10:01:30"]
    assert clocks(at("10:01:00"), at("10:01:31")) == ["10:01:00", "10:01:31"]


def test_a_chain_of_clicks_each_within_30_seconds_of_the_last_is_one() -> None:
    """10:01:45 is more than 30 seconds after the first and less than 30 after the second."""
    assert clocks(at("10:01:00"), at("10:01:29"), at("10:01:45")) == ["10:01:45"]
    assert clocks(at("10:01:00"), at("10:01:29"), at("10:02:00")) == ["10:01:29", "10:02:00"]


def test_the_order_in_which_they_were_written_down_does_not_matter() -> None:
    assert clocks(at("10:01:45"), at("10:01:00"), at("10:01:29")) == ["10:01:45"]


@pytest.mark.parametrize(
    "other",
    [
        at("10:01:10", session="another reader"),
        at("10:01:10", item=2),
        at("10:01:10", FILE),
    ],
    ids=["reader", "item", "kind"],
)
def test_clicks_of_different(other: Event) -> None:
    assert clocks(at("10:01:00"), other) == ["10:01:00", "10:01:10"]


def test_two_documents_of_an_item_are_two_things() -> None:
    assert clocks(at("10:01:00", FILE), at("10:01:10", FILE, document=8)) == [
        "10:01:00",
        "10:01:10",
    ]


def test_a_double_click_across_the_hour_is_one() -> None:
    """The session changes its name with the hour; for a moment it says what it was called."""
    before = at("10:59:50", session="old")
    assert clocks(before, at("11:00:05", session="new", carried="old")) == ["11:00:05"]
    assert clocks(before, at("11:00:21", session="new", carried="old")) == [
        "10:59:50",
        "11:00:21",
    ]
    # And goes on in the new hour.
    assert clocks(
        before,
        at("11:00:05", session="new", carried="old"),
        at("11:00:25", session="new", carried="old"),
        at("11:00:50", session="new"),
    ) == ["11:00:50"]


# --- totals and unique items (section 3.3 and 7.3) ------------------------------------------------


def test_a_request_is_an_investigation_too() -> None:
    assert of_item(at("10:00:00", FILE)) == {
        TOTAL_INV: 1,
        UNIQUE_INV: 1,
        TOTAL_REQ: 1,
        UNIQUE_REQ: 1,
    }


def test_a_page_alone_is_no_request() -> None:
    assert of_item(at("10:00:00")) == {TOTAL_INV: 1, UNIQUE_INV: 1, TOTAL_REQ: 0, UNIQUE_REQ: 0}


def test_page_and_pdf_in_one_session_are_one_unique_investigation() -> None:
    assert of_item(at("10:00:00"), at("10:02:00", FILE)) == {
        TOTAL_INV: 2,
        UNIQUE_INV: 1,
        TOTAL_REQ: 1,
        UNIQUE_REQ: 1,
    }


def test_the_same_pdf_twice_in_one_session_is_one_unique_request() -> None:
    assert of_item(at("10:00:00", FILE), at("10:40:00", FILE)) == {
        TOTAL_INV: 2,
        UNIQUE_INV: 1,
        TOTAL_REQ: 2,
        UNIQUE_REQ: 1,
    }


def test_the_same_pdf_in_two_hours_is_two_unique_requests() -> None:
    assert of_item(at("10:50:00", FILE, session="10h"), at("11:10:00", FILE, session="11h")) == {
        TOTAL_INV: 2,
        UNIQUE_INV: 2,
        TOTAL_REQ: 2,
        UNIQUE_REQ: 2,
    }


def test_two_readers_are_two() -> None:
    assert of_item(at("10:00:00", FILE, session="a"), at("10:00:01", FILE, session="b")) == {
        TOTAL_INV: 2,
        UNIQUE_INV: 2,
        TOTAL_REQ: 2,
        UNIQUE_REQ: 2,
    }


def test_two_items_in_one_session_are_two_unique_items() -> None:
    events = at("10:00:00", FILE), at("10:05:00", FILE, item=2)
    for item in (1, 2):
        assert of_item(*events, item=item)[UNIQUE_REQ] == 1


def test_two_documents_of_one_item_are_one_unique_item_and_each_its_own_document() -> None:
    events = at("10:00:00", FILE), at("10:05:00", FILE, document=8)
    found = counted(*events)

    assert of_item(*events) == {TOTAL_INV: 2, UNIQUE_INV: 1, TOTAL_REQ: 2, UNIQUE_REQ: 1}
    assert [found[1, document, UNIQUE_REQ] for document in (7, 8)] == [1, 1]
    assert [found[1, document, TOTAL_REQ] for document in (7, 8)] == [1, 1]


# --- sessions (section 7.3): address, browser, hour -----------------------------------------------


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@pytest.mark.django_db
def test_a_session_is_an_address_a_browser_and_an_hour() -> None:
    ten = moment("2026-03-11T10:01+00:00")
    session, carried = sessions.session_of("192.0.2.1", "Firefox", ten)

    assert sessions.session_of("192.0.2.1", "Firefox", moment("2026-03-11T10:59+00:00")) == (
        session,
        "",
    )
    assert carried == ""
    others = [
        sessions.session_of("192.0.2.2", "Firefox", ten),
        sessions.session_of("192.0.2.1", "Chrome", ten),
        sessions.session_of("192.0.2.1", "Firefox", moment("2026-03-11T11:01+00:00")),
    ]
    assert len({session, *(name for name, _ in others)}) == 4
    assert "192.0.2" not in session


@pytest.mark.django_db
def test_for_half_a_minute_a_session_knows_its_name_of_the_hour_before() -> None:
    before, _ = sessions.session_of("192.0.2.1", "Firefox", moment("2026-03-11T12:59:50+00:00"))
    _, early = sessions.session_of("192.0.2.1", "Firefox", moment("2026-03-11T13:00:20+00:00"))
    _, late = sessions.session_of("192.0.2.1", "Firefox", moment("2026-03-11T13:00:31+00:00"))

    assert (early, late) == (before, "")


@pytest.mark.django_db
def test_without_its_salt_a_session_cannot_be_found_again() -> None:
    past = moment("2026-03-11T14:10+00:00")
    session, _ = sessions.session_of("192.0.2.1", "Firefox", past)
    sessions.session_of("192.0.2.1", "Firefox", moment("2026-03-11T16:10+00:00"))

    # The next hours' first view has thrown the salt away, from the table and from memory.
    assert [salt.hour.hour for salt in HourSalt.objects.all()] == [16]
    again, _ = sessions.session_of("192.0.2.1", "Firefox", past)
    assert again != session


def test_hours_are_the_sites_own_so_that_none_spans_two_days(settings: object) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"  # type: ignore[attr-defined] # half an hour off
    just_before = moment("2026-03-11T18:29+00:00")  # 23:59 there
    just_after = moment("2026-03-11T18:31+00:00")  # 00:01 there

    assert sessions.hour_of(just_before) != sessions.hour_of(just_after)
    # Both hours that are called two o'clock in the night when summer time ends.
    settings.TIME_ZONE = "Europe/Paris"  # type: ignore[attr-defined]
    summer, winter = moment("2026-10-25T00:30+00:00"), moment("2026-10-25T01:30+00:00")
    assert sessions.hour_of(summer) != sessions.hour_of(winter)
