"""A system of a court at the interface: its token, and how it asks."""

import json
import uuid
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from confirmation.operations import issue_token
from tests import builders


class System:
    """Asks in the name of the clerk of the court an application was sent to."""

    def __init__(self, application, *, writes: bool = True, clerk=None, days: int = 30) -> None:
        staff = builders.staff_of(application.case)
        self.clerk = clerk or staff.court_clerk
        if clerk is None:
            self.clerk.body = application.court
            self.clerk.save()
        self.token, self.secret = issue_token(
            court=self.clerk.body,
            name="网上立案系统",
            clerk=self.clerk,
            writes=writes,
            days=days,
            by=staff.administrator,
            at=timezone.now() - timedelta(seconds=1),
        )
        self.client = Client()

    def headers(self, key: str = "") -> dict:
        given = {"Authorization": f"Bearer {self.secret}"}
        return given | ({"Idempotency-Key": key} if key else {})

    def get(self, path: str, **query):
        return self.client.get(f"/api/court/v1/{path}", query, headers=self.headers())

    def post(self, path: str, asked: dict, *, key: str = "", file=None):
        key = key or uuid.uuid4().hex
        url = f"/api/court/v1/{path}"
        if file is not None:
            given = {"asked": json.dumps(asked), "file": file}
            return self.client.post(url, given, headers=self.headers(key))
        return self.client.post(
            url, asked, content_type="application/json", headers=self.headers(key)
        )
