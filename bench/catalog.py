"""How many rows the API catalogue has: `catalog_rows`, and how many of them yield personal information."""

from __future__ import annotations

from privaudit.catalog.load import Catalog


def main() -> None:
    """Read the catalogue anew and count."""
    rows = Catalog().apis.values()
    told = [row for row in rows if row.data_type or row.columns or row.names]
    print(f"catalog_rows {len(rows)} rows")
    print(f"catalog_rows_of_personal_information {len(told)} rows")


if __name__ == "__main__":
    main()
