package com.example.gauntlet;

import java.util.concurrent.Callable;

/** One step of the gauntlet: its subclasses make calls, in code of the app's or of a third party's. */
public abstract class Step implements Runnable, Callable<Object> {
    private int number;
    private String label = "";

    final Step numbered(int which, String text) {
        number = which;
        label = text;
        return this;
    }

    /** Makes the call of a step and returns what it returned, primitives as their objects. */
    public abstract Object perform(int which) throws Throwable;

    @Override
    public final void run() {
        call();
    }

    @Override
    public final Object call() {
        try {
            Out.returned(label, perform(number));
        } catch (Throwable thrown) {
            Out.threw(label, thrown);
        }
        return null;
    }
}
