"""Orders: what is usual and what is large, by the company's data alone."""

from __future__ import annotations

from sim.company.case import Case
from sim.inputs.company_model import CompanyModel

LARGE_UNITS = 6
"""An order of so many units is picked and billed as a business order, and comes back to nobody."""


def is_large(order: Case) -> bool:
    """Whether an order is picked and billed as a business order."""
    return order.customer is not None and order.customer.business


def usual_business_order(model: CompanyModel) -> float:
    """What a business usually orders, currency."""
    total = sum(product.popularity for product in model.products.values())
    mean_price = sum(product.price * product.popularity for product in model.products.values()) / total
    return mean_price * model.customers.units_per_business_order
