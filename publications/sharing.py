"""Ways to hand a page on that tell nobody anything until a reader follows one."""

from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _


def ways(title: str, address: str) -> list[tuple[str, str]]:
    """What each way is called, and where it leads."""
    together = f"{title} {address}"
    return [
        (_("E-mail"), f"mailto:?{urlencode({'subject': title, 'body': address}, quote_via=quote)}"),
        (
            "LinkedIn",
            f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': address})}",
        ),
        ("Bluesky", f"https://bsky.app/intent/compose?{urlencode({'text': together})}"),
        ("X", f"https://x.com/intent/post?{urlencode({'text': title, 'url': address})}"),
    ]
