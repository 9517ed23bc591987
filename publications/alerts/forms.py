"""What following asks of a reader: an address, and how often."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publications.enums import Frequency
from publications.gate.forms import AddressForm


class FrequencyForm(forms.Form):
    frequency = forms.TypedChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        coerce=Frequency,
        initial=Frequency.WEEKLY,
        error_messages={"required": _("Choose how often.")},
    )


class FollowForm(AddressForm, FrequencyForm):
    field_order = ["email", "frequency"]
