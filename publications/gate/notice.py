"""The privacy notice beside the gate's form: which wording a reader was shown."""

# Stored with every request. A new wording of templates/publications/privacy_notice.html is a new
# version (tests/publications/test_privacy_notices.py holds the two together).
NOTICE_VERSION = "2026-11-25"
