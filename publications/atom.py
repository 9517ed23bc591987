"""The Atom format (RFC 4287) beyond what Django's writer knows: several authors, languages, plain text."""

from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

# XML 1.0 has no way to write these, not even escaped.
_NOT_IN_XML = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)


def xml_text(text: str) -> str:
    return text.translate(_NOT_IN_XML)


class AtomFeed(Atom1Feed):
    """Entries need ``authors`` (names), ``language`` and ``topics`` (term and label) on top."""

    def latest_post_date(self) -> Any:
        # A withdrawal changes a feed as well as an addition does.
        return max(filter(None, [super().latest_post_date(), self.feed.get("changed")]))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        language = item["language"]
        add = handler.addQuickElement
        add("id", item["unique_id"])
        add("title", xml_text(item["title"]), {"type": "text", "xml:lang": language})
        add("link", "", {"rel": "alternate", "href": item["link"], "hreflang": language})
        add("published", rfc3339_date(item["pubdate"]))
        add("updated", rfc3339_date(item["updateddate"]))
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            add("name", xml_text(name))
            handler.endElement("author")
        add("summary", xml_text(item["description"]), {"type": "text", "xml:lang": language})
        for term, label in item["topics"]:
            add("category", "", {"term": term, "label": xml_text(label)})
