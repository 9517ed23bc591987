"""What the gate asks of a reader: an address, and nothing else that matters."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publications import mailing
from publications.enums import Sector
from publications.gate.passing import Answers
from publications.models import DownloadRequest

_EMAIL_LENGTH = DownloadRequest._meta.get_field("email").max_length
_ORGANISATION_LENGTH = DownloadRequest._meta.get_field("organisation").max_length


class AddressForm(forms.Form):
    """An address, and a field that people do not see and robots fill in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=_EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address: it is all we ask for."),
            "invalid": _("Enter an e-mail address such as name@example.org."),
        },
    )
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # No colon: it would stand after "(optional)", too.
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    @property
    def is_robots(self) -> bool:
        """Whether a valid form was filled in by somebody who cannot have seen it."""
        return bool(self.cleaned_data["homepage"])

    def clean_email(self) -> str:
        """The domain in lower case, as it makes no difference there."""
        # What proves one address must not be mailed to another.
        mailing.refuse_ambiguous(self.cleaned_data["email"])
        name, _at, domain = self.cleaned_data["email"].rpartition("@")
        return f"{name}@{domain.lower()}"


class GateForm(AddressForm):
    organisation = forms.CharField(
        label=_("Organisation (optional)"),
        required=False,
        max_length=_ORGANISATION_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    sector = forms.ChoiceField(
        label=_("Sector (optional)"), required=False, choices=[("", "–"), *Sector.choices]
    )
    # Apart from the download and unticked: agreeing to one thing is no price for another.
    wants_newsletter = forms.BooleanField(
        label=_(
            "Send me the newsletter too. A mail will ask you to confirm it; the download does not "
            "depend on it."
        ),
        required=False,
    )

    field_order = ["email", "organisation", "sector", "wants_newsletter"]

    def clean_email(self) -> str:
        email = super().clean_email()
        if _is_disposable(email.rpartition("@")[2]):
            raise ValidationError(
                _("Addresses of this provider last minutes only. Enter one that you keep.")
            )
        return email

    @property
    def answers(self) -> Answers:
        said = self.cleaned_data
        return Answers(
            email=said["email"],
            organisation=said["organisation"],
            sector=said["sector"],
            wants_newsletter=said["wants_newsletter"],
        )


def _is_disposable(domain: str) -> bool:
    """Whether it, or what it is a part of, is on the site's list."""
    parts = domain.split(".")
    above = {".".join(parts[place:]) for place in range(len(parts))}
    return not above.isdisjoint(settings.DISPOSABLE_DOMAINS)
