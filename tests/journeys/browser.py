"""A person of the centre at a browser: follows links, types under the labels one reads."""

import re
from collections.abc import Iterable

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from tests.builders import PASSWORD

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# A page is waited for on a busy machine too; what comes at once costs no more for it.
PATIENCE_MS = 60_000
NEXT_ACT, ACTS_MENU = "下一步", "可办事项"


def _named(words: str) -> re.Pattern[str]:
    # Words only a screen reader hears are set apart by a space.
    return re.compile(r"^\s*" + r"\s*".join(re.escape(sign) for sign in words) + r"\s*$")


class Desk:
    """
    A signed-in person; `page` is the tab they work in.

    With `cookie`, the key of a sign-in, nothing is typed to come in. Everything a script or the
    browser itself complains of is in `complaints`.
    """

    def __init__(
        self, browser: Browser, address: str, username: str = "", cookie: str = ""
    ) -> None:
        self.address = address
        self.context = browser.new_context(locale="zh-CN", viewport=DESKTOP)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._complain)
        if cookie:
            held = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}
            self.context.add_cookies([held])
            return
        self.open("/")
        self.fill({"用户名": username, "密码": PASSWORD})
        self.press("登录")

    def _complain(self, message) -> None:
        # A refused form is answered with 422, a foreign case with 404: no fault of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def open(self, path: str) -> int:
        """Go to an address of the installation; returns the status of the answer."""
        return self.page.goto(self.address + path).status

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("link", name=_named(name)).first.click()
        self.page.wait_for_load_state()

    def act(self, name: str) -> None:
        """Choose an act from the menu of the case whose page is open."""
        self.follow(name, within=self.page.get_by_role("navigation", name=ACTS_MENU))

    def press(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=_named(name)).first.click()
        self.page.wait_for_load_state()

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        named = re.compile(rf"^\s*{re.escape(label)}\s*(（选填）)?\s*$")
        return (within or self.page).get_by_label(named)

    def fill(self, values: dict[str, str], *, within: Locator | None = None) -> None:
        """Type or choose what stands under each label; a list of options by their words."""
        for label, value in values.items():
            field = self.field(label, within=within)
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def tick(self, *labels: str, within: Locator | None = None) -> None:
        for label in labels:
            self.field(label, within=within).check()

    def question(self, label: str) -> Locator:
        """Everything under one question of a form: its boxes, or its table of people to tick."""
        asked = self.page.locator("legend, label").filter(has_text=re.compile(rf"^\s*{label}"))
        return self.page.locator(".field").filter(has=asked)

    def reads(self, *words: str) -> None:
        """Wait until the page says each of `words`, wherever it says them."""
        body = self.page.locator("body")
        for sentence in words:
            expect(body).to_contain_text(sentence)

    def next_act(self, title: str, who: str) -> None:
        """The card of the case page names the act that comes next and who does it."""
        card = self.page.get_by_role("region", name=NEXT_ACT)
        expect(card.get_by_role("heading")).to_have_text(title)
        expect(card).to_contain_text(f"由 {who} 办理")

    def sideways(self) -> bool:
        """Whether the page would scroll sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    def on_a_phone(self, paths: Iterable[str]) -> list[str]:
        """Return those of `paths` that scroll sideways on a phone."""
        self.page.set_viewport_size(PHONE)
        wide = []
        for path in paths:
            self.open(path)
            if self.sideways():
                wide.append(path)
        self.page.set_viewport_size(DESKTOP)
        return wide
