"""协议: signatures on its exact text."""

from cases.choices import Capacity
from documents.choices import SignatureLevel
from mediation import operations
from mediation.choices import Mark
from mediation.frames.audiences import OWN, PARTIES
from mediation.frames.reading import access_of, day_of, number_in, own_party, session_of
from mediation.models import Agreement
from room.models import Room, Seat
from room.protocol import Frame, FrameRefused, Kind


def _sign(body: dict) -> dict:
    sha, drawing = body.get("sha"), body.get("drawing")
    if not isinstance(sha, str) or len(sha) != 64:
        raise FrameRefused("请先打开协议全文，看清以后再签名。")
    if not isinstance(drawing, str) or not drawing.startswith("data:image/svg+xml;base64,"):
        raise FrameRefused("手写签名没有读到，请重新签写。")
    return {"agreement": number_in(body, "agreement"), "sha": sha, "drawing": drawing}


def _sign_agreement(room: Room, seat: Seat, frame: Frame, body: dict) -> None:
    """屏幕手写: a person's own hand on exactly the text whose digest was on the screen."""
    party = own_party(seat, frame.stream)
    access = access_of(seat, party)
    agreement = Agreement.objects.filter(
        case=session_of(room).case_id, pk=body["agreement"]
    ).first()
    if agreement is None:
        raise FrameRefused("没有这份协议，请刷新页面。")
    operations.sign_agreement(
        agreement=agreement,
        party=party,
        signer=access.person,
        capacity=Capacity(access.capacity),
        marks=[Mark.SIGNATURE],
        level=SignatureLevel.DRAWN,
        drawing=body["drawing"],
        document_sha256=body["sha"],
        by=seat.user,
        on=day_of(frame),
    )


KINDS = (Kind("sign", PARTIES, OWN, _sign, act=_sign_agreement),)
