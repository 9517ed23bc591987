"""Readers follow a center, an author, a topic, a series or a search, and are mailed what is new.

Nothing is mailed until the address itself has said yes; no paper is mailed to an address twice.
"""
