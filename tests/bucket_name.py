"""The bucket of the tests."""

BUCKET = "private-papers"
