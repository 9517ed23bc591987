from typing import Any

SITEMAPS: dict[str, Any] = {}
