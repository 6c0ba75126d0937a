"""The interface for court systems, /api/court/: packets out, the court's answers in."""

from confirmation.api.answers import router as answers
from confirmation.api.door import CourtAPI
from confirmation.api.reading import router as reading

api = CourtAPI(
    title="快解 司法确认接口",
    version="1",
    description="供法院的系统领取司法确认材料包，并送回立案、退回、裁定的结果。",
    urls_namespace="court-api",
    openapi_url="/openapi.json",
    docs_url=None,
)
api.add_router("/v1/", reading)
api.add_router("/v1/", answers)
api.answer_in_problems()
