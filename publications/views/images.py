from typing import Any


def publication_image(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def author_image(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def program_image(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
