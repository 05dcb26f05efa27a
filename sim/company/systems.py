"""Systems: the platform that each department works on in its world, and since when."""

from __future__ import annotations

from sim.company.world import World
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel
from sim.engine.platform import Platform
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import EVERY
from sim.levers.primitives import OWN, SHARED_PLATFORM

INFINITY = float("inf")


class Systems:
    """All platforms of a company.

    Attributes:
        platforms: the platform that each department works on now.
        moves: by department, (since when, name of its platform), in order of time.
    """

    def __init__(self, env: Kernel, journal: Journal, model: CompanyModel, world: World) -> None:
        self.env, self.journal, self.model, self.world = env, journal, model, world
        self._people = 1.0
        self._by_name: dict[str, Platform] = {}
        self.platforms = self._find()
        self.moves = {name: [(0.0, self.platforms[name].name)] for name in model.departments}

    def _find(self) -> dict[str, Platform]:
        """Each department's platform in this world, one for all that name the same; what does not exist yet is set up."""
        practices = self.world.primitives.practices
        platforms = {
            name: self._platform(department.system)
            for name, department in self.model.departments.items()
            if practices[name].platform == OWN
        }
        if len(platforms) < len(self.model.departments):
            people = self._people * self.model.people
            shared = self._platform(SHARED_PLATFORM, self.model.remedies.platform_people * people)
            platforms |= {name: shared for name in self.model.departments if name not in platforms}
        return platforms

    def _platform(self, name: str, capacity: float = INFINITY) -> Platform:
        if name not in self._by_name:
            self._by_name[name] = Platform(self.env, self.journal, name, capacity)
        return self._by_name[name]

    def follow(self) -> list[str]:
        """Give every department the platform of the world as it is now; returns the departments that must move."""
        before, self.platforms = self.platforms, self._find()
        moved = [name for name, platform in self.platforms.items() if platform is not before[name]]
        for name in moved:
            self.moves[name].append((self.env.now, self.platforms[name].name))
        return moved

    def of(self, department: str) -> list[Platform]:
        """The platforms that something hits which hits the systems of a department, or of "every" one."""
        return self.in_use() if department == EVERY else [self.platforms[department]]

    def in_use(self) -> list[Platform]:
        """Every platform in use once, in order of the departments."""
        used = [self.platforms[name] for name in self.model.connected]
        return list({platform.name: platform for platform in used}.values())

    def is_in_use(self, platform: Platform) -> bool:
        """Whether anybody works on a platform."""
        return platform in self.platforms.values()

    def is_shared(self, platform: Platform) -> bool:
        """Whether it is the one platform that several departments share."""
        return platform.name == SHARED_PLATFORM

    def reach(self, platform: Platform) -> int:
        """How many departments' systems a platform stands for: one for a system that a department has of its own."""
        if not self.is_shared(platform):
            return 1
        return sum(1 for name in self.model.connected if self.platforms[name] is platform)

    def id_of(self, platform: Platform) -> str:
        """A system's permanent id: the first department that names it, or what the shared platform is called."""
        owners = (name for name, department in self.model.departments.items() if department.system == platform.name)
        return next(owners, platform.name)

    def more_people(self, factor: float) -> None:
        """So many times as many people work here: what is licensed by the head is licensed for them too."""
        self._people *= factor
        shared = self._by_name.get(SHARED_PLATFORM)
        if shared is not None:
            shared.capacity *= factor

    def close(self) -> None:
        """Record what the end of the run cuts off."""
        for platform in self._by_name.values():
            platform.close()
