"""Which answers an operation may give, by status, for the OpenAPI document."""

from typing import Any, Final

from csplan.adapters.api.schemas import Problem

READING: Final[dict[Any, Any]] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)
WRITING: Final[dict[Any, Any]] = {**READING, **dict.fromkeys((413, 415), Problem)}
