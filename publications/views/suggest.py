"""What the search box offers while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from publications.search import suggestions


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """``{"suggestions": [{"kind", "label", "text", "address", "language"}]}`` for ``q``."""
    found = suggestions(request.GET.get("q", ""))
    response = JsonResponse(
        {
            "suggestions": [
                {
                    "kind": each.kind,
                    "label": each.label,
                    "text": each.text,
                    "address": each.address,
                    "language": each.language,
                }
                for each in found
            ]
        }
    )
    # Public, and outdated as soon as something is withdrawn.
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
