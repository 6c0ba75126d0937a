"""
The nodes our flows are made of.

Every task belongs to one case; its `Rule` is a predicate `(user, case)`, the same that the
operation asserts.
"""

from django.db import transaction
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.nodes.split import SplitActivation
from viewflow.workflow.nodes.switch import SwitchActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from cases.models import Case
from workflow import boundary, permissions, views
from workflow.locks import WAITING_LOCK


class CaseViewActivation(ViewActivation):
    """A task whose timers live and die with it."""

    @Activation.status.super()
    def cancel(self):
        boundary.cancel_timers(self.task)
        super().cancel.original()

    @Activation.status.super()
    def revive(self):
        task = super().revive.original()
        boundary.arm_timers(type(self)(task))
        return task


class CaseView(flow.View):
    """A task of one case: only people its rule admits may see, take or do it."""

    activation_class = CaseViewActivation
    assign_view_class = views.TakeTask
    detail_view_class = views.CasePage
    # The engine's other pages are not offered: acts are corrected by acts.
    index_view_class = None
    unassign_view_class = None
    cancel_view_class = None
    undo_view_class = None
    revive_view_class = None

    rule = None
    acts: tuple[str, ...] = ()

    def DoneBy(self, *acts):  # noqa: N802 -- in line with the engine's Permission, Assign, Next
        """Name the acts of law that do this task, on whichever page they are done."""
        self.acts = acts
        return self

    def Rule(self, rule):  # noqa: N802 -- in line with the engine's Permission, Assign, Next
        """Admit whom the predicate `rule(user, case)` admits."""
        self.rule = rule
        return self

    def admits(self, user, task) -> bool:
        case = task.process.coerced.case
        return user.is_active and (self.rule is None or self.rule(user, case))

    # The engine's URL wrappers pass `task` by keyword.
    def can_assign(self, user, task):
        return super().can_assign(user, task) and self.admits(user, task)

    def can_execute(self, user, task):
        return super().can_execute(user, task) and self.admits(user, task)

    def can_view(self, user, task):
        return permissions.can_see_process(user, task.process)

    @property
    def view_path(self):
        return _guarded(super().view_path)

    @property
    def assign_path(self):
        return _guarded(super().assign_path)

    @property
    def detail_path(self):
        return _guarded(super().detail_path)


def _guarded(pattern):
    pattern.callback = views.guarded(pattern.callback)
    return pattern


class DutySeparated(CaseView):
    """Nobody acts twice in one process: whoever verified may not approve."""

    def admits(self, user, task) -> bool:
        acted = task.process.task_set.filter(
            owner=user, status=STATUS.DONE, flow_task_type=self.task_type
        )
        return super().admits(user, task) and not acted.exclude(pk=task.pk).exists()


class ForEachActivation(SplitActivation):
    @Activation.status.super()
    def activate(self):
        items = list(self.flow_task._source(self))
        if not items:  # the process would stay open with nothing to do, and nobody would know
            raise FlowRuntimeError("ForEach: empty")
        self.next_tasks = [(self.flow_task._activate_next[0][0], item) for item in items]

    @Activation.status.super()
    def create_next(self):
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        for node, item in self.next_tasks:
            yield node._create(prev_activation=self, token=next(tokens), seed=item)


class ForEach(flow.Split):
    """One parallel task per item of `source(activation)`; the item becomes `task.seed`."""

    activation_class = ForEachActivation

    def __init__(self, source, **kwargs):
        super().__init__(**kwargs)
        self._source = source

    def _resolve(self, instance):
        super()._resolve(instance)
        self._source = this.resolve(instance, self._source)


class RouterActivation(SwitchActivation):
    @Activation.status.super()
    def activate(self):
        with self.exception_guard(), transaction.atomic():
            self.next_task = self.flow_task.due(self.process.case_id)

    @Activation.status.super()
    def create_next(self):
        if self.next_task is not None:
            yield self.next_task._create(self, self.task.token)


class Router(flow.Switch):
    """
    The hub of a flow: opens the one task that is due by the state of the case.

    `next_node(case)` returns the name of a node given to `To`, or None when it is nobody's turn.
    """

    activation_class = RouterActivation

    def __init__(self, next_node, **kwargs):
        super().__init__(**kwargs)
        self._next_node = next_node

    def To(self, *nodes):  # noqa: N802 -- in line with the engine's Next, Case
        """Name every node the router may open."""
        for node in nodes:
            self.Case(node, self._next_node)
        return self

    def targets(self) -> list:
        return [node for node, _ in self._branches]

    def due(self, case_id: int):
        """
        Return the node that is due for the case as the database has it now, or None.

        Raises:
            FlowRuntimeError: `next_node` names a node that was not given to `To`.
        """
        name = self._next_node(Case.objects.get(pk=case_id))
        if name is None:
            return None
        for node in self.targets():
            if node.name == name:
                return node
        raise FlowRuntimeError(f"{self.flow_class.__name__}: no branch to {name!r}")


class ScopedFlow(flow.Flow):
    """A flow of one case: waits for its lock, shows itself to whoever may see the case."""

    lock_impl = WAITING_LOCK

    @classmethod
    def router(cls) -> Router:
        return next(node for node in cls.instance.nodes() if isinstance(node, Router))

    def adopt(self, activation, case):
        """Attach a new process to its case; give it to the flow's `StartHandle`."""
        activation.process.case = case
        return activation.process

    def has_view_permission(self, user, obj=None):
        return user.is_authenticated and (obj is None or permissions.can_see_process(user, obj))

    def _get_urls(self):
        """Mount our tasks only; the engine's own pages know no cases."""
        patterns = super()._get_urls()
        return [p for p in patterns if isinstance(self.node(p.namespace), CaseView)]
