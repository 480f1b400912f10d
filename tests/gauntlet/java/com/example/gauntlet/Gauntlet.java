package com.example.gauntlet;

import java.util.List;
import java.util.concurrent.FutureTask;

/** Runs the steps one after the other; of each its number, class, way and label. */
final class Gauntlet {
    private Gauntlet() {
    }

    static void run(List<String[]> steps) throws Exception {
        for (String[] step : steps) {
            step(step[0], step[1], step[2], step[3]);
        }
        Kit.tell();
        Out.print("gauntlet done");
    }

    private static void step(String number, String type, String way, String label) throws Exception {
        Step step;
        try {
            step = ((Step) Class.forName(type).getDeclaredConstructor().newInstance())
                    .numbered(Integer.parseInt(number), label);
        } catch (LinkageError e) {
            Out.print(label + " is no class: " + e);
            return;
        }
        switch (way) {
            case "thread": {
                Thread thread = new Thread(step, "gauntlet-" + number);
                thread.start();
                thread.join();
                break;
            }
            case "executor":
                Kit.POOL.submit((Runnable) step).get();
                break;
            case "handler": {
                FutureTask<Object> task = new FutureTask<>(step, null);
                Kit.HANDLER.post(task);
                task.get();
                break;
            }
            case "task": {
                FutureTask<Object> task = new FutureTask<>(step::call);
                Thread thread = new Thread(task, "gauntlet-" + number);
                thread.start();
                task.get();
                thread.join();
                break;
            }
            default:
                step.run();
        }
        try {
            Kit.deliver();
        } catch (Throwable thrown) {
            Out.threw(label + ": delivery", thrown);
        }
    }
}
