from typing import Any


def full_text(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def document(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
