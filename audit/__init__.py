"""``make audit``: the readers' pages before Lighthouse and the W3C's Nu checker."""
