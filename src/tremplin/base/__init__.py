"""The seam: what a product declares, the records it exchanges, and the errors they share."""

from tremplin.base.errors import TremplinError
from tremplin.base.extras import require
from tremplin.base.product import Product, Resource, find_product, product_names
from tremplin.base.records import ItemError, Reason, Request, Response
from tremplin.base.service import Service

__all__ = [
    "ItemError",
    "Product",
    "Reason",
    "Request",
    "Resource",
    "Response",
    "Service",
    "TremplinError",
    "find_product",
    "product_names",
    "require",
]
