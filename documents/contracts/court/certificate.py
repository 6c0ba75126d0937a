"""C03 调解组织主持调解的证明."""

from collections.abc import Iterator
from typing import Any

from documents.contracts import blocks, checks, joint, samples
from documents.contracts.court.confirmation import COURT_NAME, COURT_NAME_FIELD
from documents.contracts.schema import Context, Contract, Fault, Field, Kind


def _sample_certificate() -> dict[str, Any]:
    return samples.header(
        CERTIFICATE.law(),
        made_on="2026-10-09",
        court_name=COURT_NAME,
        applicants_text=joint.CREW,
        respondents_text=joint.PAYING_SIDE_TEXT,
        dispute="劳动报酬",
        worker_count=12,
        accepted_on="2026-09-22",
        place=samples.ROOM,
        mediators=samples.MEDIATORS,
        sessions=[
            {"no": 1, "held_at": samples.moment("2026-09-24T09:00"), "result": "择期继续调解"},
            {"no": 2, "held_at": samples.moment("2026-09-28T09:00"), "result": "达成调解协议"},
        ],
        agreement=joint.sample_agreement(),
        signatures=[samples.MEDIATOR_SIGNATURE],
    )


def _mediators_are_named(context: Context) -> Iterator[Fault]:
    for place, mediator in enumerate(context["mediators"]):
        if not mediator["certificate_no"]:
            yield Fault(
                "JC-04",
                f"mediators[{place}].certificate_no",
                f"调解员“{mediator['name']}”没有证号，法院无法核对。",
            )


def _sessions_within_the_mediation(context: Context) -> Iterator[Fault]:
    agreed, before = context["agreement"]["made_on"], context["accepted_on"]
    for place, session in enumerate(context["sessions"]):
        day = session["held_at"]["iso"][:10]
        if not before <= day <= agreed:
            yield Fault(
                "V-D1",
                f"sessions[{place}].held_at",
                f"第{session['no']}次调解（{day}）应在{before}至协议日期{agreed}之间。",
            )
        before = max(before, day)


CERTIFICATE = Contract(
    code="C03",
    title="调解组织主持调解的证明",
    series=None,
    volume="first",
    fields=(
        *blocks.HEADER,
        COURT_NAME_FIELD,
        blocks.APPLICANTS_TEXT,
        blocks.RESPONDENTS_TEXT,
        blocks.DISPUTE,
        blocks.WORKER_COUNT,
        Field("accepted_on", "受理日期", Kind.DATE),
        Field("place", "调解地点"),
        blocks.MEDIATORS,
        Field(
            "sessions",
            "调解经过",
            Kind.ROWS,
            of=(
                Field("no", "次序", Kind.COUNT),
                Field("held_at", "时间", Kind.MOMENT),
                Field("result", "结果", note="择期继续调解, 达成调解协议"),
            ),
        ),
        joint.AGREEMENT,
        blocks.SIGNATURES,
    ),
    slots=(blocks.MEDIATOR_SLOT, blocks.BODY_SEAL),
    sample=_sample_certificate,
    citations={"papers": ("JC-04",), "effect": ("MED-10", "MED-12"), "free": ("MED-32",)},
    checks=(
        joint.lawful_body,
        joint.agreement_adds_up,
        checks.crew_counted(),
        _mediators_are_named,
        _sessions_within_the_mediation,
        checks.in_order(
            ("accepted_on", "受理日期"),
            ("agreement.made_on", "协议日期"),
            ("agreement.effective_on", "协议生效日期"),
            ("made_on", "出具日期"),
        ),
        checks.slots_present("调解员"),
    ),
)
