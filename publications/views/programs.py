from typing import Any


def index(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def program(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
