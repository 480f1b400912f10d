"""What is known about the world, as rows: APIs, data types, permissions, third parties, clauses."""

from privaudit.catalog.load import Catalog, load_catalog

__all__ = ["Catalog", "load_catalog"]
