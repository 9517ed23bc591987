from typing import Any


def robots(*args: Any, **kwargs: Any) -> Any:
    raise NotImplementedError
