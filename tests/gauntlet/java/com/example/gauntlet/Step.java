package com.example.gauntlet;

import java.util.concurrent.Callable;

/** One step of the gauntlet: its subclass makes one call, in code of the app's or of a third party's. */
public abstract class Step implements Runnable, Callable<Object> {
    private String label = "";

    final Step labelled(String text) {
        label = text;
        return this;
    }

    /** Makes the call and returns what it returned, primitives as their objects. */
    public abstract Object perform() throws Throwable;

    @Override
    public final void run() {
        call();
    }

    @Override
    public final Object call() {
        try {
            Out.returned(label, perform());
        } catch (Throwable thrown) {
            Out.threw(label, thrown);
        }
        return null;
    }
}
