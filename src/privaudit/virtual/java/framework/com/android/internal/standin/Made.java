package com.android.internal.standin;

/** Marks the constructor that a generated class has for making objects of it; there are none of this class. */
public final class Made {
    private Made() {
    }
}
