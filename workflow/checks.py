"""System checks: what would go wrong only in production, under load, or for the wrong person."""

import re

from django.conf import settings
from django.core.checks import Error, register
from viewflow.workflow.flow import View

from workflow import bridge
from workflow.locks import WAITING_LOCK
from workflow.nodes import CaseView

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@register()
def check_databases(app_configs, **kwargs) -> list[Error]:
    found = []
    for alias, database in settings.DATABASES.items():
        if database.get("ATOMIC_REQUESTS"):
            found.append(
                Error(
                    f"数据库 {alias}：ATOMIC_REQUESTS 必须关闭，流程锁在请求之内取得并提交。",
                    id="workflow.E001",
                )
            )
        mode = database.get("OPTIONS", {}).get("transaction_mode")
        if "sqlite" in database["ENGINE"] and mode != "IMMEDIATE":
            found.append(
                Error(
                    f"数据库 {alias}：SQLite 必须设置 transaction_mode=IMMEDIATE。",
                    id="workflow.E002",
                )
            )
    return found


@register()
def check_flows(app_configs, **kwargs) -> list[Error]:
    return [error for flow_class in bridge.flows() for error in _faults(flow_class)]


def _faults(flow_class) -> list[Error]:
    said: list[tuple[str, str]] = []
    if flow_class.lock_impl is not WAITING_LOCK:
        said.append(("E003", "必须使用 WAITING_LOCK"))
    router = flow_class.router()
    for node in flow_class.instance.nodes():
        if not isinstance(node, View):
            continue
        if not isinstance(node, CaseView) or node.rule is None:
            said.append(("E004", f"{node.name} 没有 Rule，任何人都能办理"))
            continue
        if not node._owner_permission:
            said.append(("E005", f"{node.name} 没有 Permission，无人承办时所有人可领取"))
        if not CHINESE.search(str(node.task_title)):
            said.append(("E006", f"{node.name} 没有中文标题"))
        if node in router.targets() and node._next is not router:
            said.append(("E007", f"{node.name} 办结后没有回到 {router.name}"))
    name = flow_class.__name__
    return [Error(f"{name}：{text}。", id=f"workflow.{code}") for code, text in said]
