"""The privacy notice beside the form for following: which wording a reader was shown."""

# Stored with every alert. A new wording of templates/publications/follow_privacy.html is a new
# version (tests/publications/test_privacy_notices.py holds the two together).
NOTICE_VERSION = "2026-11-25"
