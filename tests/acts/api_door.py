"""The acts of the API: tokens are made and revoked."""

from cast import FIRST_DAY, MON_23_NOV, County
from csplan.adapters.api.actions import NewToken, make_token, revoke_token
from csplan.agencies.keys import new_key


def done(home: County, _other: County) -> None:
    """A token of an office is made and revoked."""
    new = NewToken(
        key=new_key(),
        name="mail room",
        scopes=["contacts:write"],
        office=home.office.id,
        first_day=FIRST_DAY,
        last_day=None,
    )
    director = home.people["agency director"]
    token, _ = make_token(new, agency=home.office.agency, actor=director.id, now=MON_23_NOV)
    revoke_token(token, actor=director.id, now=MON_23_NOV)
