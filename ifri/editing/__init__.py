"""What the editors' forms of every app share: order by position, files that survive a mistake."""
