package com.bun.miitmdid.interfaces;

/** Given the identifiers. */
public interface IIdentifierListener {
    void onSupport(IdSupplier supplier);
}
