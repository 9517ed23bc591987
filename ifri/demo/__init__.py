"""What a fresh installation shows: content as data (``content/``) and the code that loads it."""
