from typing import Any


def gate(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
