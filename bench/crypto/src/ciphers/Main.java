package ciphers;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Encrypts, hashes and signs as the lines of stdin say; each command's output ends with a line holding a dot. */
public final class Main {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OUT.println("ready");
        OUT.println(".");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            try {
                run(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0);
            } catch (Throwable thrown) {
                thrown.printStackTrace(OUT);
            }
            OUT.println(".");
        }
    }

    private static void run(String command, int number) throws Exception {
        switch (command) {
            case "digests": new Digests(OUT).run(); break;
            case "copies": new Digests(OUT).copies(); break;
            case "ciphers": new Ciphers(OUT).run(); break;
            case "buffers": new Ciphers(OUT).buffers(); break;
            case "errors": new Ciphers(OUT).errors(); break;
            case "streams": new Ciphers(OUT).streams(number); break;
            case "macs": new Macs(OUT).run(); break;
            case "threads": new Threads(OUT).run(number); break;
            case "crossing": new Crossing(OUT).run(number); break;
            case "many": new Digests(OUT).many(number); break;
            case "same": new Digests(OUT).same(number); break;
            case "objects": new Digests(OUT).objects(number); break;
            case "machinery": new Machinery(OUT).run(); break;
            case "tls": new Machinery(OUT).tls(); break;
            case "kits": new Kits(OUT).run(); break;
            case "sockets": new Sockets(OUT).run(number); break;
            case "keys": new Machinery(OUT).keys(); break;
            case "signatures": new Machinery(OUT).signatures(); break;
            case "dice": new Dice(OUT, number).run(); break;
            case "engines": new Sockets(OUT).engines(); break;
            case "digesting": new Bench(OUT).digests(number); break;
            case "encrypting": new Bench(OUT).ciphers(number); break;
            default: OUT.println("unknown " + command);
        }
    }

    private Main() {
    }
}
