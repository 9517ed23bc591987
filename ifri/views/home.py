from typing import Any


def to_language(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def home(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
