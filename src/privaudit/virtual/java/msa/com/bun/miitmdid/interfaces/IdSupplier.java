package com.bun.miitmdid.interfaces;

/** The identifiers of the Mobile Security Alliance. */
public interface IdSupplier {
    boolean isSupported();

    String getOAID();

    String getVAID();

    String getAAID();
}
