"""``make bench``: what is measured, and refused when it is not what was promised."""
