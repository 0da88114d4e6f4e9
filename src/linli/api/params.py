"""Headers and path parts that several operations read."""

import re
from typing import Annotated, Any

from ninja import Header, Path
from pydantic import AfterValidator, Field

from linli.api.bodies import storable

Number = Annotated[str, AfterValidator(storable), Path(max_length=20, examples=["2611-7K3QX2"])]
Key = Annotated[str, Field(min_length=8, max_length=80), AfterValidator(storable)]
Tag = Annotated[str, Field(pattern=r'^"[0-9]{1,9}"$')]

KEY: Any = Header(  # type: ignore[type-arg]
    None,
    alias="Idempotency-Key",
    description="Made before the first try, best a UUID: what is sent twice under one key happens once.",
)
IF_MATCH: Any = Header(  # type: ignore[type-arg]
    None,
    alias="If-Match",
    description="The ETag of the case as you read it: refused with 412 when it has changed since.",
)


def version_in(if_match: str | None) -> int | None:
    return int(re.sub(r"\D", "", if_match)) if if_match else None


def etag(version: int) -> str:
    return f'"{version}"'
