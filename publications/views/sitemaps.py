"""``/sitemap.xml``: one file while everything fits in one, an index of files when it does not."""

from django.conf import settings
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.contrib.sitemaps.views import sitemap as sitemap_file
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from publications.sitemaps import SITEMAPS


@require_safe
@x_robots_tag
def sitemap(request: HttpRequest) -> TemplateResponse:
    pages = {section: made().paginator.num_pages for section, made in SITEMAPS.items()}
    if all(number == 1 for number in pages.values()):
        return sitemap_file(request, {**SITEMAPS})
    addresses = [
        f"{settings.SITE_URL}{reverse('sitemap-section', args=[section])}?p={page}"
        for section, number in pages.items()
        for page in range(1, number + 1)
    ]
    return TemplateResponse(
        request,
        "sitemap_index.xml",
        {"sitemaps": [SitemapIndexItem(address) for address in addresses]},
        content_type="application/xml",
    )


@require_safe
@x_robots_tag
def section(request: HttpRequest, name: str) -> TemplateResponse:
    return sitemap_file(request, {**SITEMAPS}, section=name)
