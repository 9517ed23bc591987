"""Where on the form a field of the content stands."""

_ANCHORS = {
    "type_id": "id_type",
    "series_id": "id_series",
    "authors": "authorships-group",
    "centers": "center_links-group",
    "picks": "related_picks-group",
    "bans": "related_bans-group",
    "documents": "id_full_text_file",
    "corrections": "corrections-group",
}


def anchor(field: str) -> str:
    return _ANCHORS.get(field, f"id_{field}")
