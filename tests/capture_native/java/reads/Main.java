package reads;

import cn.demostat.analytics.NativeReads;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** An app that has its SDK read what the lines of stdin name; each answer ends with a line holding a dot. */
public final class Main {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) System.load(args[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OUT.println("ready");
        OUT.println(".");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 2);
            try {
                run(words[0], words.length > 1 ? words[1] : "");
            } catch (Throwable thrown) {
                OUT.println(thrown);
            }
            OUT.println(".");
        }
    }

    private static void run(String command, String rest) throws Exception {
        switch (command) {
            case "load": System.load(rest); break;
            case "here": OUT.println(NativeReads.run(rest, false)); break;
            case "apart": OUT.println(NativeReads.run(rest, true)); break;
            case "java": OUT.println(firstLine(rest)); break;
            case "hardware": hardware(); break;
            case "classes": classes(); break;
            default: OUT.println("unknown " + command);
        }
    }

    private static String firstLine(String path) throws Exception {
        try (BufferedReader file = new BufferedReader(new FileReader(path))) {
            return file.readLine();
        }
    }

    private static void hardware() throws Exception {
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            byte[] address = one.getHardwareAddress();
            OUT.println(one.getName() + " " + (address == null ? 0 : address.length));
        }
    }

    /** Has the VM open files and start threads for itself. */
    private static void classes() throws Exception {
        Class.forName("java.util.concurrent.ForkJoinPool").getMethod("commonPool").invoke(null);
        Thread.sleep(20);
        System.gc();
        OUT.println(Runtime.getRuntime().availableProcessors() > 0);
    }
}
