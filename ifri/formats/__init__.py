"""Where a language's usual way with dates is not the one Django has (``FORMAT_MODULE_PATH``)."""
