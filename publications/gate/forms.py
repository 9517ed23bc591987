"""What the gate asks of a reader: an address, and nothing else that matters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publications.models import DownloadRequest

_EMAIL_LENGTH = DownloadRequest._meta.get_field("email").max_length


class GateForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=_EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address: it is all we ask for."),
            "invalid": _("Enter an e-mail address such as name@example.org."),
        },
    )
    # Apart from the download and unticked: agreeing to one thing is no price for another.
    wants_newsletter = forms.BooleanField(
        label=_("Send me the newsletter too (the download does not depend on it)"), required=False
    )
