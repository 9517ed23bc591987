from typing import Any


def listing(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError


def summary(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
