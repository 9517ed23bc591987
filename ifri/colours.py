"""The institute's own two colours: checked for contrast, and lightened for the dark scheme."""

import colorsys

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# The grounds of static/site/base.css on which text stands in these colours.
_LIGHT_GROUNDS = ("#fbfaf7", "#f3f0e8", "#ffffff")
_DARK_GROUNDS = ("#14171b", "#1a1e24", "#1e232a")
LEAST_CONTRAST = 4.5
# In the dark a tint has to carry small text with room to spare.
_DARK_CONTRAST = 8.0

is_hex = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("A colour looks like #14304a."))


def contrast(one: str, other: str) -> float:
    """As WCAG 2 counts it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_legible(colour: str) -> None:
    """Refuse a colour that could not be read on the site's paper, nor carry white words."""
    is_hex(colour)
    least = min(contrast(colour, ground) for ground in _LIGHT_GROUNDS)
    if least < LEAST_CONTRAST:
        raise ValidationError(
            _(
                "This colour is too light to be read on white: contrast %(found).1f, needed %(least)s."
            ),
            params={"found": least, "least": LEAST_CONTRAST},
        )


def for_the_dark(colour: str) -> str:
    """The same hue, as light as it has to be on a dark page."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    while lightness < 1:
        lightness = min(1.0, lightness + 0.02)
        found = _hex(colorsys.hls_to_rgb(hue, lightness, min(saturation, 0.75)))
        if min(contrast(found, ground) for ground in _DARK_GROUNDS) >= _DARK_CONTRAST:
            return found
    return "#ffffff"


def _luminance(colour: str) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in _rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
