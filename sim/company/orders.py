"""Orders: whose they are, and what is usual by the company's data."""

from __future__ import annotations

from sim.company.case import Case
from sim.inputs.company_model import CompanyModel


def is_business(order: Case) -> bool:
    """Whether an order is a business's: picked and billed on terms of its own, and not to be sent back at will."""
    return order.customer is not None and order.customer.business


def wished_at(order: Case) -> float:
    """When the customer wished for an order, or for the offer that became one, hours."""
    while order.parent is not None and order.parent.customer == order.customer:
        order = order.parent
    return order.opened


def picking(order: Case) -> str:
    """The activity by which an order gets into its parcels."""
    return "pick a business order" if is_business(order) else "pick and pack"


def carriage(order: Case, model: CompanyModel) -> float:
    """What the carrier asks for taking an order to the door, currency."""
    return model.logistics.carrier_cost * (model.logistics.parcels_of_business_order if is_business(order) else 1)


def usual_business_order(model: CompanyModel) -> float:
    """What a business usually orders, currency."""
    return mean_price(model) * model.customers.units_per_business_order


def usual_web_order(model: CompanyModel) -> float:
    """What a consumer usually orders, currency."""
    return mean_price(model) * model.customers.units_per_web_order


def mean_price(model: CompanyModel) -> float:
    """Mean price of a unit that is sold, by popularity, currency."""
    total = sum(product.popularity for product in model.products.values())
    return sum(product.price * product.popularity for product in model.products.values()) / total
