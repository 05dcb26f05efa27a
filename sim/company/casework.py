"""Casework: cases arrive, are opened and closed, wait, branch, are put right, and leave their rows in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import count, dropwhile
from operator import attrgetter

from sim.company.arrivals import Arrivals, Profile
from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.drawers import Drawer
from sim.company.resting import Alike, Waits
from sim.company.streamed import GROUP_BYTES
from sim.engine.calendar import DAY
from sim.engine.codes import WaitKind
from sim.engine.journal import Journal
from sim.engine.kernel import COMPLETION, NORMAL, Event, Flow, Kernel, Moment
from sim.engine.streams import Streams, case_key, child_key
from sim.engine.team import Team

INFINITY = float("inf")
MANY_ALIKE = 2**14
"""Stories of cases at rest that are kept to be shared."""
AT_ONCE = 2**13
"""Cases that are recorded at the end of a run before rows leave the memory: of a large company a million are open."""
PLACE: Callable[[Case | Waits], int] = attrgetter("place")


class Outside(Moment):
    """Somebody outside is ready whom a case waits for; its row goes to the journal before the case goes on."""

    __slots__ = ("_case", "_casework")

    def __init__(self, casework: Casework, case: Case) -> None:
        self.env, self.callbacks, self._value = casework.env, [], None
        self._casework, self._case = casework, case

    def happen(self) -> None:
        """Let it go on."""
        self._casework.waited(self._case)
        super().happen()


class Casework:
    """What can happen to a case in any company; it knows the clock and the journal, and no department.

    Args:
        env: the clock.
        journal: where cases and their waits are recorded.
        streams: what the gaps between arrivals are drawn from.
        horizon: hours from the beginning of the run to its end.
    """

    def __init__(self, env: Kernel, journal: Journal, streams: Streams, horizon: float) -> None:
        self.env = env
        self.journal = journal
        self.code = journal.code
        self.pack, self.record = journal.cases.pack, journal.cases.extend
        self.streams = streams
        self.horizon = horizon
        self._open: dict[int, Case | Waits] = {}
        """Open cases; of those at rest only the ones that are due today."""
        self._places = count()
        self._drawers: dict[int, Drawer] = {}
        """Cases that wait for a day to come, by its number."""
        self._alike: dict[tuple[Alike, ...], tuple[Alike, ...]] = {}
        self.arrivals: dict[str, Arrivals] = {}
        self._ways: dict[Callable[[Case], Flow], Callable[[Case], Flow]] = {}
        """A method is a new object each time; one of each is enough for all who wait for it."""

    def open_case(self, kind: str, number: int, home: str, customer: Customer | None = None) -> Case:
        """Open the ``number``-th case of a kind."""
        case = Case(kind, number, case_key(kind, number), self.env.now, home, customer)
        case.place = next(self._places)
        self._open[case.key] = case
        return case

    def open_child(
        self,
        kind: str,
        parent: Case,
        home: str,
        *,
        failure: bool = False,
        ordinal: int | None = None,
        customer: Customer | None = None,
    ) -> Case:
        """Open a case that follows from another; it has the same name in every world in which it exists.

        Args:
            ordinal: place among the parent's children of this kind; by default the next one.
            failure: the case exists only because something went wrong.
        """
        if ordinal is None:
            ordinal = parent.next_child(kind)
        case = Case(
            kind, ordinal, child_key(parent.key, kind, ordinal), self.env.now, home, customer or parent.customer, parent
        )
        case.place = next(self._places)
        case.failure = case.failure or failure
        self.hold(parent)
        self._open[case.key] = case
        return case

    def arrive(
        self, kind: str, per_week: float, profile: Profile, flow: Callable[[Case], Flow], home: str, wish_of: str = ""
    ) -> None:
        """Let cases of a kind arrive all through the run, ``per_week`` on average, opened by the department ``home``."""
        gaps = self.streams.exponential(f"{kind}.gaps", 1.0)
        arrivals = self.arrivals[kind] = Arrivals(kind, per_week, profile, gaps, flow, home, wish_of)
        self.env.start(self.let_in(arrivals, enumerate(arrivals.times(self.horizon))))

    def change_arrivals(self, kind: str, per_week: float, given: int) -> None:
        """Let more or fewer cases of a kind arrive from now on: those who would come now at this rate all the time.

        Args:
            given: the numbers below this one have been given to cases; those to come are moved up if need be.
        """
        arrivals = self.arrivals[kind] = replace(self.arrivals[kind], per_week=per_week)
        now, free = self.env.now, count(given)
        to_come = dropwhile(lambda arrival: arrival[1] < now, enumerate(arrivals.times(self.horizon)))
        self.env.start(self.let_in(arrivals, ((max(number, next(free)), time) for number, time in to_come)))

    def let_in(self, arrivals: Arrivals, times: Iterable[tuple[int, float]]) -> Flow:
        """Open cases one after the other: (number, time in hours), in order of time."""
        for number, time in times:
            yield self.env.until(time)
            if self.arrivals[arrivals.kind] is not arrivals:
                return  # the rate has changed meanwhile
            self.env.start(arrivals.flow(self.open_case(arrivals.kind, number, arrivals.home)))

    # ---- who has a case in hand ------------------------------------------------------------------------------

    @property
    def open_cases(self) -> dict[int, Case]:
        """All open cases by key, in the order in which they were opened; those at rest are woken."""
        for drawer in self._drawers.values():
            drawer.wake()
        cases = [entry.case() if isinstance(entry, Waits) else entry for entry in list(self._open.values())]
        return {case.key: case for case in sorted(cases, key=PLACE)}

    def open_case_of(self, key: int) -> Case | None:
        """The open case with a key, if there is one; one at rest is not found before its day has come."""
        entry = self._open.get(key)
        return entry.case() if isinstance(entry, Waits) else entry

    def held(self) -> Iterator[Case]:
        """Open cases, and those that they have come from; none that is at rest."""
        for case in self._open.values():
            if not isinstance(case, Waits):
                yield case
                if case.parent is not None:
                    yield case.parent

    def hold(self, case: Case) -> None:
        """Somebody has a case in hand, open or closed: one that has come from it, or a process that is not its own.

        Raises:
            RuntimeError: when the case is at rest: somebody had it in hand who was not counted.
        """
        if case.held < 0:
            raise RuntimeError(f"{case.kind} {case.number} is at rest and yet in somebody's hands")
        case.held += 1
        if case.held == 1 and not case.open and case.parent is not None:
            self.hold(case.parent)

    def let_go(self, case: Case) -> None:
        """Who had a case in hand does not need it any more."""
        case.held -= 1
        if not case.held and not case.open and case.parent is not None:
            self.let_go(case.parent)

    def let_rest(self) -> None:
        """Keep of cases that wait for long, and that nobody has in hand, only what is left to know of them."""
        if len(self._alike) > MANY_ALIKE:
            self._alike.clear()  # most are those of cases long ended
        for drawer in self._drawers.values():
            drawer.let_rest()

    def alike(self, cases: tuple[Alike, ...]) -> tuple[Alike, ...]:
        """The one of these that all who are like that share."""
        return self._alike.setdefault(cases, cases)

    def is_at_rest(self, case: Case) -> None:
        """A case is at rest in a drawer."""
        del self._open[case.key]

    def is_due(self, waits: Waits) -> None:
        """A case at rest will be due today."""
        self._open[waits.key] = waits

    def is_opened(self, day: int) -> None:
        """A day has come, and what was to be due then is on the agenda."""
        del self._drawers[day]

    def is_back(self, case: Case) -> None:
        """A case has been woken."""
        self._open[case.key] = case

    def close(self, case: Case, status: str) -> None:
        """End a case; its row goes to the journal.

        Raises:
            RuntimeError: when the case is at rest.
        """
        if case.held < 0:
            raise RuntimeError(f"{case.kind} {case.number} is at rest and cannot end")
        case.closed, case.status = self.env.now, status
        del self._open[case.key]
        if not case.held and case.parent is not None:
            self.let_go(case.parent)
        self._record(case, self.env.now)

    def _record(self, case: Case, end: float) -> None:
        pack, record, code = self.pack, self.record, self.code
        record(
            pack(
                case.key,
                code(case.kind),
                case.number,
                case.parent.key if case.parent else -1,
                case.customer.number if case.customer else -1,
                case.opened,
                end,
                code(case.status),
                case.failure,
                case.value,
            )
        )

    def waits(self, case: Case, kind: int, team: Team) -> None:
        """Note that a case waits, from now on, for something other than its turn."""
        case.waiting = kind, self.env.now, team.code

    def outside(self, case: Case, hours: float, team: Team) -> Event:
        """When somebody outside is ready whom a case waits for from now on, so many hours."""
        self.waits(case, WaitKind.OUTSIDE, team)
        ready = Outside(self, case)
        self.env.enter(self.env.now + hours, ready)
        return ready

    def waits_outside(self, case: Case, hours: float, team: Team, flow: Callable[[Case], Flow]) -> None:
        """Let a case wait for somebody outside for so many hours, without a process; then it goes the way of ``flow``."""
        self.waits(case, WaitKind.OUTSIDE, team)
        waits = Waits(self, case, self._ways.setdefault(flow, flow))
        due, number = self.env.now + hours, next(self.env.numbers)
        day = int(due // DAY)
        if day * DAY <= self.env.now:
            self.env.put((due, NORMAL, number, waits))
            return
        if day not in self._drawers:
            self._drawers[day] = Drawer(self, day)
            self.env.enter(day * DAY, self._drawers[day], COMPLETION)
        self._drawers[day].add(due, number, waits)

    def waited(self, case: Case, *, recorded: bool = False) -> None:
        """The wait is over; its row goes to the journal, unless a delivery has recorded it."""
        assert case.waiting is not None
        kind, began, team = case.waiting
        case.waiting = None
        if not recorded and self.env.now > began:
            self.journal.waits.add(case.key, kind, -1, team, began, self.env.now)

    def join(self, case: Case, branches: Sequence[tuple[str, str, Callable[[Case, str], Flow]]]) -> Flow:
        """Let several things go side by side for a case, and wait for the last.

        Args:
            branches: (kind of the branch's own case, department, process of that case and department).
        """
        began = self.env.now
        case.branches = [self.open_child(kind, case, case.home) for kind, *_ in branches]
        processes = [
            self.env.start(self._branch(child, flow, department))
            for child, (_, department, flow) in zip(case.branches, branches, strict=True)
        ]
        for process in processes:  # noqa: UP028 - what is sent back to "yield from" a list is an error
            yield process
        self._mark_decisive(case, began)

    def _branch(self, case: Case, flow: Callable[[Case, str], Flow], department: str) -> Flow:
        yield from flow(case, department)
        self.close(case, "done")

    def _mark_decisive(self, case: Case, began: float) -> None:
        """Record which branch finishes (or would finish) last: its lead time is the case's."""
        if case.branches:
            last = max(case.branches, key=lambda branch: branch.closed if branch.closed >= 0 else INFINITY)
            self.journal.waits.add(last.key, WaitKind.DECISIVE_BRANCH, -1, -1, began, self.env.now)
            case.branches = ()

    def begin_rework(self, case: Case) -> None:
        """From here on the case is being put right; the time counts as rework."""
        if case.rework_since < 0:
            case.rework_since = self.env.now

    def end_rework(self, case: Case) -> None:
        """The case is right again."""
        if case.rework_since >= 0:
            if self.env.now > case.rework_since:
                self.journal.waits.add(case.key, WaitKind.REWORK_WINDOW, -1, -1, case.rework_since, self.env.now)
            case.rework_since = -1.0

    def record_open_cases(self) -> None:
        """Record what is still open, with the waits and the rework that the end of the run cuts off."""
        open_cases = sorted(self._open.values(), key=PLACE)
        at_rest = [drawer.in_order() for drawer in self._drawers.values()]
        for number, entry in enumerate(merge(open_cases, *at_rest, key=PLACE), start=1):
            if not number % AT_ONCE:
                self.journal.spill(GROUP_BYTES)
            case = entry.seen() if isinstance(entry, Waits) else entry
            if case.waiting is not None:
                self.waited(case)
            self._mark_decisive(case, case.branches[0].opened if case.branches else 0.0)
            if case.rework_since >= 0:
                self.end_rework(case)
            self._record(case, self.env.now)
