"""The mistakes: a file of the engine, a fragment of one line of it, and what stands there instead.

Each is a mistake that somebody could make: an order reversed, an edge that belongs to the other side, a key with a part
missing, a rule forgotten. A fragment stands exactly once in its file (``tests/engine/test_mutants.py``).
"""

from __future__ import annotations

from typing import NamedTuple


class Mutant(NamedTuple):
    """One mistake."""

    file: str
    right: str
    wrong: str

    @property
    def name(self) -> str:
        """File and mistake."""
        return f"{self.file}: {self.right.strip()}  ->  {self.wrong.strip()}"


QUEUE = "(task.priority, task.due, task.asked, task.order, task)"
RANKS = "NORMAL - 3, NORMAL - 2, NORMAL - 1, NORMAL + 1"
UNION = "found[-1] = found[-1][0], max(found[-1][1], closing)"

MUTANTS: tuple[Mutant, ...] = (
    # who is next
    Mutant("queues", "(waiting.asked, waiting.order)", "(waiting.asked, -waiting.order)"),
    Mutant("queues", QUEUE, "(task.due, task.priority, task.asked, task.order, task)"),
    Mutant("queues", QUEUE, "(task.priority, task.asked, task.due, task.order, task)"),
    Mutant("queues", QUEUE, "(task.priority, task.due, task.asked, -task.order, task)"),
    Mutant("queues", "task = self._tasks.popleft()", "task = self._tasks.pop()"),
    Mutant("queues", "len(self._heap) - self._gone", "len(self._heap)"),
    Mutant("queues", "task.asked <= asked_by", "task.asked < asked_by"),
    Mutant("queues", "self._heap, self._gone = [], 0", "self._heap = []"),
    Mutant("task", "task.order = next(env.numbers)", "task.order = 0"),
    # the order within a moment
    Mutant("kernel", RANKS, "NORMAL - 3, NORMAL - 1, NORMAL - 2, NORMAL + 1"),
    Mutant("kernel", RANKS, "NORMAL - 3, NORMAL - 2, NORMAL - 1, NORMAL"),
    Mutant("kernel", RANKS, "NORMAL + 2, NORMAL - 2, NORMAL - 1, NORMAL + 1"),
    Mutant("kernel", RANKS, "NORMAL - 3, NORMAL, NORMAL - 1, NORMAL + 1"),
    Mutant("kernel", "if not time >= self.now:", "if not time > self.now:"),
    Mutant("kernel", "self.now + delay, value", "delay, value"),
    Mutant("kernel", "if not delay >= 0.0:", "if delay < 0.0:"),
    # open and closed
    Mutant("calendar", "bisect_right(self.closings, time - base)", "bisect_right(self.openings, time - base)"),
    Mutant("calendar", "if hours <= left:", "if hours < left:"),
    Mutant("calendar", "return max(time, base + self.openings[span])", "return base + self.openings[span]"),
    Mutant("calendar", "math.ceil(hours / self.open_per_cycle) - 1", "math.floor(hours / self.open_per_cycle)"),
    Mutant("calendar", "max(0.0, time - base - self.openings[span])", "(time - base - self.openings[span])"),
    Mutant("calendar", "disjoint[0][0] == 0.0 and disjoint[-1][1] == cycle", "False"),
    Mutant("calendar", "bisect_left(self._sums, target, span + 1)", "bisect_right(self._sums, target, span + 1)"),
    Mutant("calendar", "closing == self.until and self._usual.is_open(closing)", "False"),
    Mutant("spans", UNION, "found[-1] = found[-1][0], closing"),
    # by which law
    Mutant("laws", "1.0 / (variation * variation)", "1.0 / variation"),
    Mutant("laws", "np.where(uniforms < self._turn", "np.where(uniforms > self._turn"),
    Mutant("laws", "self._rank.draw(case, visit) < share", "self.draw(case, visit) < self.quantile(share)"),
    # the same luck for the same case, and for no other
    Mutant("streams", "(replication, purpose & 0xFFFFFFFF", "(purpose & 0xFFFFFFFF"),
    Mutant("streams", ">> 2, visit, place >> _COUNTED_BITS, 0", ">> 2, 0, place >> _COUNTED_BITS, 0"),
    Mutant("streams", ">> 2, visit, place >> _COUNTED_BITS, 0", ">> 2, visit, 0, 0"),
    Mutant("streams", "(place & _COUNTED - 1) >> 2", "0"),
    Mutant("streams", "(place & _COUNTED - 1) >> 2", "place >> 3"),
    Mutant("streams", "[visit][case >> ROW_BITS][case & _WITHIN]", "[visit][case >> ROW_BITS][0]"),
    Mutant("streams", "math.log1p(variation * variation)", "math.log1p(variation)"),
    Mutant("streams", "return (hash64(kind) & 0xFFFFF) << 40 | number", "return number"),
    Mutant("streams", "hash64(kind) + ordinal * 0xD1B54A32D192ED03", "hash64(kind)"),
    Mutant("streams", "if digest in self._names:", "if False:"),
    # how old a copy is, and what it says
    Mutant(
        "records",
        "self._values[place], version, now - time, unseen",
        "self._values[place], version, now - times[place], unseen",
    ),
    Mutant("records", "unseen = now - times[place + 1]", "unseen = now - times[place]"),
    Mutant("records", "max(self.known_until, as_of)", "as_of"),
    Mutant("records", "if luck < self.error:", "if luck > self.error:"),
    Mutant("records", "if time < until:", "if False:"),
    Mutant("records", "return now if since is None else since", "return now"),
    Mutant("records", "else record.as_of(since, self.env.now)", "else record.latest()"),
    Mutant("records", "keep = bisect_right(times, time) - 1", "keep = bisect_right(times, time)"),
    # what a message goes through
    Mutant("handoff", "unclear + delivery.caught:", "unclear:"),
    Mutant("handoff", "1.0 - (1.0 - field_error) ** self.fields", "field_error"),
    Mutant("handoff", "step + SENDING * sending", "step"),
    Mutant("handoff", "+ 1 + skipped)", "+ 1)"),
    Mutant("handoff", "since / round_hours + MOMENT)", "since / round_hours)"),
    Mutant("handoff", "int(math.log(luck) / math.log(probability))", "int(math.log(luck) / math.log(probability)) + 1"),
    Mutant("outbox", "if one.since < now]", "if one.since <= now]"),
    Mutant("outbox", "if due < self._due:", "if self._due == INFINITY:"),
    Mutant("outbox", "len(self._waiting) >= timetable.enough", "len(self._waiting) > timetable.enough"),
    Mutant("outbox", "full = self._due == INFINITY", "full = False"),
    Mutant("outbox", "self._waiting = self._waiting[len(leaving) :]", "self._waiting = []"),
    Mutant("outbox", "(now - offset) / period + MOMENT)", "(now - offset) / period)"),
    # people at work
    Mutant("desk", "if not member.complete:", "if True:"),
    Mutant("desk", "lambda: self._give_up(task), LAST)", "lambda: self._give_up(task))"),
    Mutant("desk", "if task.started >= 0.0 or task.triggered:", "if task.triggered:"),
    Mutant("desk", "platform.active += len(at_work)", "platform.active += 0"),
    Mutant("desk", "self.halted -= 1", "self.halted = 0"),
    Mutant("member", "rest = hours - (self.off_at - now)", "rest = hours"),
    Mutant("member", "self.pace * speed / self._speed if self.booked else speed", "speed"),
    Mutant("member", "max(0.0, min(now, self.off_at) - self.began)", "now - self.began"),
    Mutant("member", "self.pace /= home.slowdown_at(served)", "self.pace *= home.slowdown_at(served)"),
    Mutant("member", "min(hours, self.calendar.next_opening(self.off_at) - self.off_at)", "hours"),
    Mutant("member", "home.away_helping += 1", "home.away_helping += 0"),
    Mutant("member", "self.ends <= self.env.now + MOMENT", "self.ends < self.env.now"),
    Mutant("member", "team.finishes_help or", "True or"),
    Mutant("member", "team.finishes_started and (", "True and ("),
    Mutant("helping", "if team.away_helping < team.helpers_allowed", "if team.away_helping <= team.helpers_allowed"),
    Mutant("in_hand", "if member.complete:", "if False:"),
    Mutant("in_hand", "-self._heap[0][0] > priority", "-self._heap[0][0] >= priority"),
    Mutant("in_hand", "yield -task.priority, -task.due", "yield -task.priority, task.due"),
    Mutant("helping", "key=lambda team: -len(team.queue)", "key=lambda team: len(team.queue)"),
    Mutant("helping", "team = min(teams, key=Helping._urgency)", "team = teams[0]"),
    Mutant("in_hand", "or member.team is self._team)", "or False)"),
    Mutant("attendance", "if not 0 < earlier >= self._free():", "if True:"),
    Mutant("attendance", "if until < INFINITY:", "if False:"),
    Mutant("attendance", "if self.awaited:", "if False:"),
    Mutant("meeting", "session.hours * member.pace / slowest", "session.hours"),
    Mutant("duty", "if stayed < people and", "if stayed <= people and"),
    Mutant("duty", "if one.calendar is calendar and one.off_at <= now]", "if one.calendar is calendar]"),
    Mutant("duty", "max(0.0, calendar.begun(now))", "now"),
    Mutant("duty", "if opening - closing > WEEK:", "if False:"),
    Mutant("duty", "return closing - opening > DAY", "return False"),
    Mutant("duty", "math.ceil(self.env.now / DAY) * DAY", "(math.ceil(self.env.now / DAY) + 1) * DAY"),
    Mutant("platform", "is None or self._causes:", "is None:"),
    Mutant("platform", "return self._down_since if self._causes else None", "return self._down_since"),
    Mutant("platform", "self._waiting.append(signal)", "signal.fire()"),
    Mutant("platform", "max(1.0, self.active / self.capacity)", "1.0"),
    Mutant("gauges", "(now + self._since) / 2 - self._born", "now - self._born"),
    # called off
    Mutant("withdrawal", "elif not interrupt:", "elif False:"),
    Mutant("withdrawal", "return not member.complete and self", "return self"),
    Mutant("withdrawal", "self.queue.forget()", "pass"),
    Mutant("withdrawal", "if not self._plain:", "if False:"),
    Mutant("withdrawal", "member.vacate(self)", "pass"),
    Mutant("withdrawal", "if member.off_at > now:", "if True:"),
    Mutant("withdrawal", "home.offer_help()", "pass"),
    Mutant("outbox", "if not message.waits_for(one.signal)]", "if True]"),
    Mutant("outbox", "if not left:", "if False:"),
    Mutant("kernel", "self._flow = _nobody()", "pass"),
    # from one activity to the next
    Mutant("beginning", "self.beginning.fire(self.doer is not None)", "self.beginning.fire(False)"),
    Mutant("beginning", "self._begun, COMPLETION)", "self._begun)"),
    Mutant("holding", "task.member = None\n        super", "pass\n        super"),
    Mutant("holding", "priority=-INFINITY", "priority=INFINITY"),
    Mutant("holding", "end = min(now, member.off_at)", "end = now"),
    Mutant("holding", "member.team.away_helping += 1", "member.team.away_helping += 0"),
    Mutant("holding", "if team.halted:", "if False:"),
    Mutant("holding", "if office.preemptive:", "if False:"),
    Mutant("holding", "self._book(members)\n", "pass\n"),
    # without a limit, and by the hour
    Mutant("crowd", "if member is None and self._there else", "if member is None else"),
    Mutant("crowd", "self._watch(self.calendar)", "pass"),
    Mutant("arrivals", "upto = self.expected(per_cycle, horizon)", "upto = per_cycle * horizon / self.length"),
    Mutant("arrivals", "total < upto and len(sums) < BLOCK", "len(sums) < BLOCK"),
    Mutant("arrivals", 'side="right"', 'side="left"'),
)
