package com.example.gauntlet;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The gauntlet in a bare JVM: says `ready`, waits for a line, runs all steps, and waits to be ended. */
final class Main {
    private Main() {
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Thread.currentThread().setName("gauntlet");
        List<String[]> steps = Kit.prepare(null);
        System.out.println("ready");
        in.readLine();
        Gauntlet.run(steps);
        in.readLine();
    }
}
