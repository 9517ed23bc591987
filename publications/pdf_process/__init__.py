"""The programs that open PDFs of others, each run as a process of its own (``publications.pdf``).

They know nothing of Django, the site's environment or its files: what a hostile PDF may break is
such a process, and a folder that is thrown away.
"""
