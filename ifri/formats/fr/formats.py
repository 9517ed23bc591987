"""French dates in the admin's tables, in figures: “1er novembre” cannot be said by a format.

Readers' pages spell dates out; see ``ifri.templatetags.typography``.
"""

DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "d/m/Y H:i"
MONTH_DAY_FORMAT = "d/m"
