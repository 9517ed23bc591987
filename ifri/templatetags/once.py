"""What is the same for everybody: rendered once, and kept with what the institute says of itself.

``{% frame %}…{% endframe %}`` goes around what depends on the language and the institute alone, and at
most on the name of the page it stands on. It is rendered with these and nothing else in its context,
so that it cannot show one reader's page to another. It is rendered anew once the institute changes
(``ifri.institute``).

``{% translate %}`` is Django's, whose words are looked up once in each language.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

from ifri import institute
from ifri.identity import identity

register = template.Library()


class Frame(Node):
    # Nothing in it is a block: a template that extends this one need not look.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList, page: FilterExpression | None) -> None:
        self.nodelist, self.page = nodelist, page

    def render(self, context: Context) -> str:
        shown: institute.Shown = context.get("institute") or institute.shown()
        page = self.page.resolve(context) if self.page else None
        kept = shown.frames.get((self, page))
        if kept is None:
            said = identity() | {"institute": shown, "page": page}
            kept = shown.frames[self, page] = self.nodelist.render(context.new(said))
        return kept


@register.tag
def frame(parser: Parser, token: Token) -> Frame:
    """``{% frame %}``, or with the page's name as ``page`` in it: ``{% frame request….url_name %}``."""
    _tag, *page = token.split_contents()
    nodelist = parser.parse(("endframe",))
    parser.delete_first_token()
    return Frame(nodelist, parser.compile_filter(page[0]) if page else None)


class Words(Node):
    def __init__(self, said: TranslateNode) -> None:
        self.said = said
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        kept = self.kept.get(language)
        if kept is None:
            kept = self.kept[language] = self.said.render(context)
        return kept


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    said = do_translate(parser, token)
    said_as_it_stands: Any = said.filter_expression.var.literal
    if said_as_it_stands is None or said.filter_expression.filters or said.asvar:
        return said
    return Words(said)
