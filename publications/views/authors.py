from typing import Any


def index(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def author(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
