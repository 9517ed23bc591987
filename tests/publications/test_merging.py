"""Two changes of one text: what only one side touched is clear, what both touched is asked."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from publications import content
from publications.content import Content
from publications.merging import Choice, clashes, merge

# Few fields and few values, so that every kind of meeting happens often.
FIELDS = ("title", "teaser", "tags", "authors")
SIGNATURE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "author": st.integers(1, 2),
        "organisation": st.none(),
        "center": st.none(),
        "role": st.just("author"),
        "frozen": st.sampled_from([None, []]),
    }
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from("abc"),
    "teaser": st.sampled_from("abc"),
    "tags": st.lists(st.integers(1, 2), max_size=2, unique=True).map(sorted),
    "authors": st.lists(SIGNATURE, max_size=2),
}
CONTENT = st.fixed_dictionaries(VALUES)
CHOICES = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(Choice))


def same(one: Content, other: Content) -> bool:
    return content.changed(one, other) == []


@given(CONTENT, CONTENT, CONTENT)
def test_a_clash_is_exactly_a_field_they_changed(
    base: Content, theirs: Content, mine: Content
) -> None:
    found = clashes(base, theirs, mine)
    assert [each.field for each in found] == content.changed(base, theirs)
    for each in found:
        values = base[each.field], theirs[each.field], mine[each.field]
        assert (each.base, each.theirs, each.mine) == values


@given(CONTENT, CONTENT, CONTENT)
def test_it_is_asked_exactly_where_both_changed_to_different_things(
    base: Content, theirs: Content, mine: Content
) -> None:
    _, still_open = merge(base, theirs, mine, {})
    both = set(content.changed(base, theirs)) & set(content.changed(base, mine))
    assert {each.field for each in still_open} == both & set(content.changed(theirs, mine))


@given(CONTENT, CONTENT, CONTENT, CHOICES)
def test_every_field_of_the_result_is_mine_or_theirs(
    base: Content, theirs: Content, mine: Content, choices: dict[str, Choice]
) -> None:
    result, _ = merge(base, theirs, mine, choices)
    assert set(result) == set(FIELDS)
    for field in FIELDS:
        assert content.same(field, result, mine) or content.same(field, result, theirs)


@given(CONTENT, CONTENT, CONTENT)
def test_no_change_of_one_side_alone_is_lost(base: Content, theirs: Content, mine: Content) -> None:
    result, _ = merge(base, theirs, mine, {})
    for field in FIELDS:
        if content.same(field, base, theirs):
            assert content.same(field, result, mine)
        elif content.same(field, base, mine):
            assert content.same(field, result, theirs)


@given(CONTENT, CONTENT, CONTENT, CHOICES)
def test_a_choice_holds(
    base: Content, theirs: Content, mine: Content, choices: dict[str, Choice]
) -> None:
    result, still_open = merge(base, theirs, mine, choices)
    assert not {each.field for each in still_open} & set(choices)
    for field in content.changed(base, theirs):
        chosen = choices.get(field)
        if chosen is not None:
            assert result[field] == (theirs if chosen == Choice.THEIRS else mine)[field]


@given(CONTENT, CONTENT)
def test_where_nobody_else_changed_anything_mine_holds(base: Content, mine: Content) -> None:
    assert merge(base, base, mine, {}) == (mine, [])


@given(CONTENT, CONTENT)
def test_where_i_changed_nothing_theirs_holds(base: Content, theirs: Content) -> None:
    result, still_open = merge(base, theirs, base, {})
    assert still_open == []
    assert same(result, theirs)


@given(CONTENT, CONTENT)
def test_two_who_did_the_same_are_not_asked(base: Content, both: Content) -> None:
    result, still_open = merge(base, both, both, {})
    assert (result, still_open) == (both, [])


@given(CONTENT, CONTENT, CONTENT)
def test_merged_once_there_is_nothing_left_to_merge(
    base: Content, theirs: Content, mine: Content
) -> None:
    every = dict.fromkeys(FIELDS, Choice.MINE)
    result, still_open = merge(base, theirs, mine, every)
    assert still_open == []
    assert merge(theirs, theirs, result, {}) == (result, [])


@given(CONTENT, CONTENT, CONTENT)
def test_who_is_asked_sees_both_values_and_nothing_was_changed(
    base: Content, theirs: Content, mine: Content
) -> None:
    kept = [dict(each) for each in (base, theirs, mine)]
    result, still_open = merge(base, theirs, mine, {})
    assert [base, theirs, mine] == kept
    for clash in still_open:
        assert clash.both
        assert clash.obvious is None
        assert result[clash.field] == clash.mine == mine[clash.field]
        assert clash.theirs == theirs[clash.field]
