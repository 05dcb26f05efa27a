"""Orders: whose they are, and what is usual by the company's data."""

from __future__ import annotations

from sim.company.case import Case
from sim.inputs.company_model import CompanyModel


def is_business(order: Case) -> bool:
    """Whether an order is a business's: picked and billed on terms of its own, and not to be sent back at will."""
    return order.customer is not None and order.customer.business


def usual_business_order(model: CompanyModel) -> float:
    """What a business usually orders, currency."""
    total = sum(product.popularity for product in model.products.values())
    mean_price = sum(product.price * product.popularity for product in model.products.values()) / total
    return mean_price * model.customers.units_per_business_order
