"""What happened to a case, in words: a sentence for every step, names of departments, times and durations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.company.decisions import CAUSES
from sim.engine.calendar import ALWAYS, DAY, WEEK, Calendar
from sim.measures.steps import Step, home_team, names_of
from sim.views.style.words import MODES

if TYPE_CHECKING:
    from sim.inputs.company_model import CompanyModel
    from sim.inputs.scenario import Scenario
    from sim.measures.run import Run

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

YES_NO: dict[str, tuple[str, str]] = {
    "credit release": ("hold the order for a check", "release it"),
    "campaign audience": ("do not write", "write"),
    "retention offer": ("no offer", "make an offer"),
    "refund": ("decline", "pay"),
}
UNITS = {
    "promised date": "days",
    "replenishment": "units",
    "overtime": "people staying",
    "campaign budget": "of the list",
    "credit limit": "a business may owe",
    "temporary staff": "people from an agency",
}

PARCEL = ("parcel under way", "parcel on its way back")
OUTSIDE_WORDS: dict[str, tuple[str, str]] = {
    # kind of case: (first wait outside in a row, the next one in the same row)
    "order": PARCEL,
    "business order": PARCEL,
    "reshipment": PARCEL,
    "returned parcel": ("parcel on its way back", "parcel on its way back"),
    "lead": ("the customer thought it over", "the customer thought it over"),
    "inbound lead": ("the customer thought it over", "the customer thought it over"),
    "replenishment": ("waited for the supplier", "waited for the supplier"),
    "house purchase": ("waited for the supplier's invoice", "waited for the supplier's invoice"),
    "vacancy": ("waited for somebody to apply and start", "waited for somebody to start"),
}
GOODS = "waited for goods to come in"
ELSEWHERE = ("waited for somebody outside", "waited for somebody outside")
CONTACT = ("waited until the customer got in touch again", "waited until the customer got in touch again")


@dataclass(frozen=True)
class Told:
    """One world: its scenario and its decoded run."""

    scenario: Scenario
    run: Run

    @property
    def model(self) -> CompanyModel:
        """The company as it was set up."""
        return self.scenario.company

    @property
    def names(self) -> dict[int, str]:
        """The names of its cases by key."""
        return names_of(self.run)


# A step


def sentence_of(told: Told, step: Step) -> str:
    """What happened in an interval, without its time."""
    words = SENTENCES[step.kind](told, step)
    words = f"(putting it right) {words}" if step.within_rework else words
    return "".join(f"[{name}] " for name in step.branch) + words


def short_words(told: Told, step: Step) -> str:
    """What happened in an interval, in a few words for a picture; without its length."""
    about = step.about
    if step.kind == "message":
        return f"message {label(told, about['source'])} to {label(told, about['target'])} {MODES[about['mode']]}"
    if step.kind == "information":
        asked = "target" in about
        return f"answer from {label(told, about['target'])}" if asked else f"information from {whose(told, step.team)}"
    known: dict[str, Callable[[], str]] = {
        "queue": lambda: f"queue of {whose(told, step.team)}",
        "work": lambda: str(about["activity"]),
        "given up": lambda: "gave up waiting",
        "withdrawn": lambda: f"withdrawn: {about['activity']}",
        "not begun": lambda: f"not begun: {about['activity']}",
        "outside": lambda: _outside_words(about),
        "joint": lambda: "joint session",
        "rework": lambda: "being put right",
    }
    return known[step.kind]()


def _queue(told: Told, step: Step) -> str:
    hours, parts = step.end - step.start, _parts(step)
    if parts["queue"] == hours:
        return f"waited {duration(hours)} in the queue of {whose(told, step.team)}"
    said = _parts_in_words(told, step, parts)
    return f"waited {duration(hours)} for {whose(told, step.team)}: {said}"


def _given_up(_: Told, step: Step) -> str:
    return f"gave up waiting ({step.about['activity']})"


def _withdrawn(_: Told, step: Step) -> str:
    return f"withdrawn before it was begun: {step.about['activity']}"


def _not_begun(_: Told, step: Step) -> str:
    return f"not yet begun when the run ended: {step.about['activity']}"


def _work(told: Told, step: Step) -> str:
    about = step.about
    rework = ", putting something right" if about["apart"] else ""
    stopped = ", then handed back" if about["handed_back"] else ""
    stopped += ", then withdrawn" if about["withdrawn"] else ""
    stopped += ", not finished when the run ended" if about["unfinished"] else ""
    paused = _parts_in_words(told, step, _without_touch(step), queue="interrupted")
    return (
        f"worked on for {duration(about['touch'])} by {who(told, step.team, about['member'])}:"
        f" {about['activity']}{rework}{stopped}" + (f" ({paused})" if paused else "")
    )


def _message(told: Told, step: Step) -> str:
    about = step.about
    words = (
        f"message from {label(told, about['source'])} to {label(told, about['target'])} ({about['subject']})"
        f" {MODES[about['mode']]}"
    )
    if step.end <= step.start:
        return f"{words}: there at once"
    said = [f"written ({duration(about['written'])})"] if about["written"] is not None else []
    if about["lay"]:
        said.append(f"lay there until {when(about['received'])}")
    if about["ask_backs"]:
        said.append(f"asked back {_times(about['ask_backs'])} ({duration(about['answered'])} to answer)")
    if about["rekeyed"] is not None:
        said.append(f"keyed in again ({duration(about['rekeyed'])})")
    if about["wrong"]:
        said.append("one field went wrong")
    said.append(_parts_in_words(told, step, _parts(step)))
    return f"{words} took {duration(step.end - step.start)}: " + "; ".join(said)


def _outside(_: Told, step: Step) -> str:
    return f"{_outside_words(step.about)}, {duration(step.end - step.start)}"


def _outside_words(about: Mapping[str, Any]) -> str:
    if about["case_kind"] == "invoice":
        if about["disputed"]:
            return "waited until the dispute was settled"
        noticed = "went unpaid until the customer noticed that it was wrong"
        return noticed if about["noticed"] else "waited for the customer to pay"
    if about["for_goods"]:
        return GOODS
    first, again = OUTSIDE_WORDS.get(about["case_kind"], CONTACT if about["ticket"] else ELSEWHERE)
    return again if about["again"] else first


def _information(told: Told, step: Step) -> str:
    about, hours = step.about, duration(step.end - step.start)
    parts = _parts_in_words(told, step, _parts(step))
    if not about["asked"]:
        return f"waited {hours} for information from {whose(told, step.team)} ({parts})"
    asked = "a colleague was asked"
    if "source" in about:
        asked = f"{label(told, about['source'])} could not look it up and asked {label(told, about['target'])}"
    return f"{asked}: waited {hours} for the answer ({parts})"


def _joint(told: Told, step: Step) -> str:
    said = _parts_in_words(told, step, _without_touch(step), queue="waited until all had time")
    touch = duration(_parts(step)["touch"])
    return f"joint session of two departments, {touch} of work" + (f" ({said})" if said else "")


def _rework(_: Told, step: Step) -> str:
    return f"from here being put right, {duration(step.end - step.start)} in all"


def _branches(_: Told, step: Step) -> str:
    about = step.about
    return (
        f"{about['number']} branches ({about['case_kind']}) went side by side; {about['name']} was done last and"
        " is told here"
    )


def _decision(told: Told, step: Step) -> str:
    row = step.about
    rule, seen = row["decision"], "on the record itself"
    if row["age"] > 0:
        seen = f"on what was known {duration(row['age'])} ago"
    if row["unseen"] > 0:
        versions = f"version {row['used']} read, {row['true']} true"
        seen += f", which had changed {duration(row['unseen'])} ago ({versions})"
    did, should = action_words(rule, row["action"], row["oracle"]), action_words(rule, row["oracle"], row["oracle"])
    outcome = f"the truth would have said {should if row['cause'] else 'the same'}"
    why = f", the information was {CAUSES[row['cause']]}" if row["cause"] else ""
    return (
        f"{label(told, row['department'])} decided on the {rule}, {seen}: {did}; {outcome}{why} (regret "
        f"{row['regret']:,.2f} {told.model.currency})"
    )


SENTENCES: dict[str, Callable[[Told, Step], str]] = {
    "queue": _queue,
    "given up": _given_up,
    "withdrawn": _withdrawn,
    "not begun": _not_begun,
    "work": _work,
    "message": _message,
    "outside": _outside,
    "information": _information,
    "joint": _joint,
    "rework": _rework,
    "branches": _branches,
    "decision": _decision,
}


def action_words(rule: str, action: float, oracle: float) -> str:
    """What was decided, in words; `oracle` is what the truth would have said."""
    if rule in YES_NO:
        return YES_NO[rule][int(action > 0)]
    if rule == "ship-to address":
        return "the right address" if action == oracle else "a wrong address"
    return f"{action:,.4g} {UNITS.get(rule, '')}".strip()


# Its parts


def _parts(step: Step) -> Mapping[str, float]:
    """The parts of an interval, also where a stretch of rework counts them."""
    own: Mapping[str, float] = step.about.get("own_parts", step.parts)
    return own


def _without_touch(step: Step) -> dict[str, float]:
    return {part: hours for part, hours in _parts(step).items() if part != "touch"}


def _parts_in_words(told: Told, step: Step, parts: Mapping[str, float], queue: str = "in the queue") -> str:
    facts = told.run.facts.teams.get(step.team)
    calendar = facts.calendar if facts else ALWAYS
    says: dict[str, Callable[[float], str]] = {
        "queue": lambda hours: f"{duration(hours)} {queue}",
        "information": lambda hours: f"{duration(hours)} of waiting in open hours",
        "system": lambda hours: f"{duration(hours)} while the system was down",
        "closed": lambda hours: f"{closed_words(calendar, step.start, step.end)} {duration(hours)}",
    }
    return ", ".join(says[part](parts[part]) for part in says if parts.get(part, 0.0) > 1e-9)


def closed_words(calendar: Calendar, start: float, end: float) -> str:
    """`closed for the night`, `closed for 3 nights and the weekend`."""
    nights = weekends = 0
    time = start
    while time < end and not calendar.always:
        opening = min(calendar.next_opening(time), end)
        if opening > time:
            day = (time + opening) / 2 // DAY * DAY
            free_day = calendar.open_hours(day, day + DAY) == 0.0
            nights, weekends = nights + (not free_day), weekends + free_day
        time = calendar.next_closing(opening) if opening < end else end
    said = [
        f"{nights} nights" if nights > 1 else "the night" if nights else "",
        f"{weekends} weekends" if weekends > 1 else "the weekend" if weekends else "",
    ]
    return "closed for " + " and ".join(part for part in said if part) if any(said) else "closed"


# Departments, teams, people


def label(told: Told, department: str) -> str:
    """The name of a department as people say it."""
    model = told.model.departments.get(department)
    return model.label if model else department


def whose(told: Told, team: str) -> str:
    """The department of a team, with the team where a department has several."""
    facts = told.run.facts.teams.get(team)
    if facts is None:
        return team or "somebody"
    name = label(told, facts.department)
    if team.endswith(" bots"):
        return f"a bot of {name}"
    return name if team == facts.department else f"{name} ({team})"


def who(told: Told, team: str, member: int) -> str:
    """Whose person did it: of the team itself, or a helper from another."""
    own = home_team(told.run, member, team)
    return whose(told, team) if own == team else f"a helper from {whose(told, own)} in {whose(told, team)}"


# Times


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def when(time: float, *, full: bool = False) -> str:
    """`week 3, Tuesday 10:24`; weeks count from 1."""
    minutes = round(time * 60)
    week, rest = divmod(minutes, round(WEEK * 60))
    day, minute = divmod(rest, round(DAY * 60))
    name = DAYS[day] if full else DAYS[day][:3]
    return f"week {week + 1}{', ' if full else ' '}{name} {minute // 60}:{minute % 60:02}"


def duration(hours: float) -> str:
    """`18 min`, `2.1 h`, `4.1 days`."""
    if hours * 60 < 59.5:
        return "less than a minute" if hours * 60 < 0.5 else f"{hours * 60:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"


def in_one_unit(values: Sequence[float]) -> list[str]:
    """Durations (hours) in one unit: minutes if all are below an hour, days if all are two or more, else hours."""
    some = [abs(value) for value in values if value]
    if not some or (max(some) < 1 and min(some) * 60 >= 0.5):
        return [f"{value * 60:.0f} min" for value in values]
    if min(some) >= 48:
        return [f"{value / 24:.1f} days" for value in values]
    return [f"{value:,.0f} h" if abs(value) >= 1000 else f"{value:.1f} h" for value in values]
