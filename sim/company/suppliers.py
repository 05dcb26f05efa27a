"""Suppliers: how far each trusts the company by how it has paid, and what it does about it."""

from __future__ import annotations

from sim.inputs.suppliers_model import SuppliersModel


class Suppliers:
    """Everybody who sells to the company, by name; whoever has not been paid late trusts it fully."""

    def __init__(self, model: SuppliersModel) -> None:
        self.model = model
        self._trust: dict[str, float] = {}
        self._without_contract: set[str] = set()

    def trust(self, name: str) -> float:
        """From 0 (none left) to 1."""
        return self._trust.get(name, 1.0)

    def paid(self, name: str, *, late: bool) -> None:
        """A supplier has its money; it remembers whether that was in time."""
        trust = self.trust(name)
        self._trust[name] = trust + self.model.memory * ((0.0 if late else 1.0) - trust)

    def slower(self, name: str) -> float:
        """Factor on the time that a supplier takes to deliver."""
        return 1.0 + self.model.distrust_delay * (1.0 - self.trust(name))

    def dearer(self, name: str) -> float:
        """Share by which a supplier asks more than usual."""
        listed = self.model.list_price_share if name in self._without_contract else 0.0
        return listed + self.model.distrust_price * (1.0 - self.trust(name))

    def contract(self, name: str, *, holds: bool) -> None:
        """The contract with a supplier has been renewed, or has ended without."""
        if holds:
            self._without_contract.discard(name)
        else:
            self._without_contract.add(name)
