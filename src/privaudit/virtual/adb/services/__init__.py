"""Services of adbd, one module a family; every module here is found and loaded by itself."""
