"""Loading the demo content: what is missing is made, what exists is left alone."""

from dataclasses import dataclass

from ifri.demo import papers
from ifri.demo.catalogue import Catalogue
from ifri.demo.content import Paper, content
from ifri.progress import Progress
from publications import notices
from publications.models import Publication
from publications.related.rebuilding import rebuild


@dataclass(frozen=True)
class Loaded:
    made: int
    already_there: int


def load_content(progress: Progress) -> Loaded:
    """Make the publications that are missing, and with them whatever they need.

    A text is recognised by its translation group and language, which no form shows: an editor may
    change its title, its address, anything, and it is not made a second time.
    """
    read = content()
    there = set(Publication.objects.values_list("translation_group", "language"))
    missing = [paper for paper in read.papers if (paper.group, paper.language) not in there]
    catalogue = Catalogue(read)
    # Oldest first, as an institute would have entered them.
    with notices.nobody_told():
        for done, paper in enumerate(sorted(missing, key=_age), start=1):
            papers.load(paper, catalogue)
            progress(done, len(missing))
    if missing:
        # How rare each tag is was not known before they were all there.
        rebuild()
    return Loaded(made=len(missing), already_there=len(read.papers) - len(missing))


def _age(paper: Paper) -> int:
    return -paper.days_ago
