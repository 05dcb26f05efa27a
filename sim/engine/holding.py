"""Holding: somebody stays with a case from one activity to the next, also while it waits for an answer.

A clerk who asks a colleague and keeps the customer on the phone, a nurse who waits with the patient: he is there, and
free for nobody else. His hours in between are no work. The journal has them as stretches of kind HELD, on duty and
overtime only, so that for everybody hours worked + hours held ≤ hours on duty + overtime.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from sim.engine.codes import VisitKind
from sim.engine.member import Member
from sim.engine.task import INFINITY, Office, Task, check_hours, new_task
from sim.engine.team import Team


class HoldingTeam(Team):
    """A team whose members may be held by a case (arguments as of ``Team``).

    Who is held keeps his hours: he goes home at closing, without overtime, and comes back to the case. Nobody interrupts
    him, and an outage does not free him. When he is absent for a stretch of duty, or leaves, the case has lost him, and
    its next activity is done by whoever is free. Who is interrupted in an activity that is withdrawn is held as if it
    were done. A helper is held too if his own team is one of this kind.

    Example:
        A question in the middle of a call takes two hours, in which the next caller waits:

        >>> from sim.engine.journal import Journal
        >>> from sim.engine.kernel import Kernel
        >>> env, journal = Kernel(), Journal()
        >>> team = HoldingTeam(env, journal, "agents")
        >>> def call(case, answer_hours):
        ...     agent = team.hold(case)
        ...     yield agent.work(1.0)
        ...     yield env.timeout(answer_hours)
        ...     yield agent.work(1.0)
        ...     agent.release()
        ...     print("case", case, "is over at", env.now)
        >>> calls = [env.start(call(1, 2.0)), env.start(call(2, 0.0))]
        >>> env.run(until=10.0)
        case 1 is over at 4.0
        case 2 is over at 6.0
        >>> journal.stretches.rows()[["started", "ended"]].tolist()
        [(1.0, 3.0)]
    """

    @cached_property
    def holds(self) -> list[Hold]:
        """Those whose activity waits or is under way."""
        return []

    def hold(self, case: int, priority: float = 0.0, due: float = INFINITY) -> Hold:
        """Somebody for a case, from its first activity until he is released.

        Args:
            case: key of the case.
            priority, due: of the first activity, and of any other for which somebody must be found (as in ``work``).
        """
        self._plain = False
        return Hold(self, case, priority, due)

    def put_back(self, task: Task) -> None:
        """Let a task that was taken from somebody's hands wait again, in its place."""
        if any(hold.task is task for hold in self.holds):
            task.member = None
        super().put_back(task)

    def _choose_task(self, member: Member) -> None:
        hold = self._hold_of(member)
        if hold is None:
            super()._choose_task(member)
        else:
            hold.keep(member)

    def _hold_of(self, member: Member) -> Hold | None:
        """Whose activity a member has just ended, if he is to be held."""
        helped = [team for team, _ in self.helps if isinstance(team, HoldingTeam)]
        for team in (self, *helped):
            for hold in team.holds:
                if hold.task is not None and hold.task.member is member:
                    return hold
        return None

    def _come(self, members: Sequence[Member], until: float) -> None:
        self._book(members)
        super()._come(members, until)

    def close(self) -> None:
        """Record what the end of the run cuts off: tasks, meetings, hours held, and people on duty."""
        self._book(self.members)
        super().close()

    def _book(self, members: Sequence[Member]) -> None:
        for member in members:
            if member.task is not None and isinstance(member.task.team, Hold):
                member.task.team.book()


class Hold(Office):
    """A case that keeps one person of a team (``HoldingTeam.hold`` makes it).

    To those who look at what he does, the hold is the office whose task he has in hand: one that stands still.

    Attributes:
        member: who is held now; None while an activity waits or is under way, and when the case has lost him.
        task: the latest activity, None before the first.
    """

    def __init__(self, team: HoldingTeam, case: int, priority: float, due: float) -> None:
        self.env, self.name, self.code = team.env, team.name, team.code
        self.platform = None
        self.pack, self.record = team.pack, team.record
        self.team = team
        self.case = case
        self.priority = priority
        self.due = due
        self.member: Member | None = None
        self.task: Task | None = None
        self._since = 0.0
        self._over = False

    def work(
        self,
        hours: float,
        activity: int = 0,
        patience: float | None = None,
        kind: VisitKind = VisitKind.TOUCH,
        place: int = -1,
    ) -> Task:
        """Ask for the next activity; ``yield`` the task to wait until it is done. Then its doer is held.

        Who is held begins at once (on duty and with a platform that is up), unless his team is preemptive and something
        more urgent waits. The first activity, and one for which the case has lost its person, waits for somebody as other
        work does.

        Args:
            hours: touch time at normal speed.
            activity: journal code of what is done.
            patience: hours after which the one who waits gives up, unless the work has begun.
            kind, place: as in ``Team.work``.

        Raises:
            RuntimeError: when the latest activity is not over, or the person has been released.
            ValueError: as in ``Team.work``.
        """
        if self._over or (self.task is not None and not self.task.triggered):
            raise RuntimeError(f"{self.name} cannot do two activities of a hold at a time, nor one after its release")
        check_hours(hours)
        team, member = self.team, self.member
        if member is None:
            task = team.work(self.case, hours, activity, self.priority, self.due, patience, kind, place)
        else:
            self._let_go(member)
            task = new_task(team, self.case, hours, activity, self.priority, self.due, kind, place)
            member.occupy(team)
            member.begin(task)
            if team.halted:
                member.stop_clock()
        self.task = task
        team.holds.append(self)
        task.callbacks.append(self._ended)
        if member is not None:
            self._let_urgent_work_in(member)
        return task

    def _let_urgent_work_in(self, member: Member) -> None:
        """Let something more urgent that waited while a member was held interrupt him, where that is the habit."""
        for office in (self.team, member.team):
            if office.preemptive:
                office.call_in()

    def release(self) -> None:
        """Let the person go, who takes what waits; one who still does the latest activity is free when it ends."""
        if self._over:
            return
        self._over = True
        if self in self.team.holds:
            self.team.holds.remove(self)
        if (member := self.member) is not None:
            self._let_go(member)
            if member.off_at > self.env.now:
                member.team.next_task(member)
            if member.team is not self.team:
                member.team.offer_help()

    # ---- who is held ---------------------------------------------------------------------------------------------

    def keep(self, member: Member) -> None:
        """Hold a member, who has just ended the latest activity and has nothing in hand."""
        standing = new_task(self, self.case, 0.0, priority=-INFINITY, kind=VisitKind.HELD)
        standing.member = member
        member.task, member.ends = standing, INFINITY
        if member.team is not self.team:
            member.team.away_helping += 1
        self.member, self._since = member, self.env.now

    def _ended(self, task: Task) -> None:
        if self not in self.team.holds:
            return
        self.team.holds.remove(self)
        member = task.member
        if not task.value or self.member is not None or not isinstance(member, Member):
            return
        if member.task is None and member.off_at <= self.env.now:  # he has gone home: nobody has asked what comes next
            self.keep(member)

    def _let_go(self, member: Member) -> None:
        self.book()
        member.task = self.member = None
        if member.team is not self.team:
            member.team.away_helping -= 1

    def book(self) -> None:
        """Record the hours held until now, as far as the member was on duty."""
        member, now = self.member, self.env.now
        assert member is not None and self.task is not None
        end = min(now, member.off_at)
        if end > self._since:
            self.team.journal.stretches.add(
                self.case, self.task.activity, self.code, member.code, -1, VisitKind.HELD, self._since, end
            )
        self._since = now

    # ---- the office of who is held -------------------------------------------------------------------------------

    def put_back(self, task: Task) -> None:
        """The case loses who was held: he is absent, or leaves."""
        assert self.member is not None
        self._let_go(self.member)

    def call_in(self) -> None:
        """Give waiting work to everyone who is free."""
        self.team.call_in()
