package probe;

import android.app.Activity;
import android.content.ContentResolver;
import android.database.Cursor;
import android.provider.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Runs what the lines of stdin name; each command's output ends with a line holding a dot. */
public final class Main {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final Api API = new Api();
    private static final Torture TORTURE = new Torture(OUT, API);

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OUT.println("ready");
        OUT.println(".");
        for (String line = in.readLine(); line != null && !line.equals("return"); line = in.readLine()) {
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
            case "values": values(); break;
            case "identity": identity(); break;
            case "throwing": throwing(); break;
            case "open": OUT.println(API.open("a")); OUT.println(API.open("b", 2)); break;
            case "descend": OUT.println(API.descend(number)); break;
            case "huge": OUT.println(API.huge(number).length()); break;
            case "hostile": hostile(); break;
            case "tick": for (int i = 0; i < number; i++) API.tick(); break;
            case "threads": threads(8, number); break;
            case "system": system(); break;
            case "exit": API.echo("last words"); System.exit(0); break;
            case "halt": API.echo("last words"); Runtime.getRuntime().halt(0); break;
            case "block": API.sleep(number); break;
            case "gc": System.gc(); OUT.println(Thread.getAllStackTraces().containsKey(Thread.currentThread())); break;
            case "containers": TORTURE.containers(); break;
            case "characters": TORTURE.characters(); break;
            case "addresses": TORTURE.addresses(); break;
            case "numbers": TORTURE.numbers(); break;
            case "overflow": TORTURE.overflow(number); break;
            case "infinite": TORTURE.infinite(number); break;
            case "nested": TORTURE.nested(); break;
            case "programs": TORTURE.programs(); break;
            case "sites": TORTURE.sites(number); break;
            case "daemons": TORTURE.daemons(number); break;
            case "short": TORTURE.shortLived(number); break;
            case "deliveries": new Deliveries(OUT).run(); break;
            case "listeners": new Deliveries(OUT).many(number); break;
            case "origins": new Origins(OUT, API).run(); break;
            case "tasks": new Origins(OUT, API).many(number); break;
            case "handler": new Origins(OUT, API).byHandler(); break;
            case "coroutines": new Origins(OUT, API).byCoroutines(); break;
            case "traces": new Traces(OUT, API).run(); break;
            case "handlertraces": new Traces(OUT, API).onHandler(); break;
            case "supplied": new Traces(OUT, API).supplied(); break;
            case "made": made(); break;
            case "late": new Late(OUT).run(number); break;
            case "crowd": new Late(OUT).crowd(number, API); break;
            case "own": new Late(OUT).own(number); break;
            case "bench": bench(number); break;
            default: OUT.println("unknown " + command);
        }
    }

    private static void values() {
        OUT.println(Api.fixed());
        OUT.println(API.echo("汉字 \uD83D\uDE00 \0 end"));
        OUT.println(API.echo(null));
        OUT.println(API.nothing());
        OUT.println(Api.sum(true, (byte) -5, 'c', (short) -300, 70000, 1L << 40, 1.5f, 2.25, "nine"));
        OUT.println(API.wide(Long.MIN_VALUE + 1));
        OUT.println(API.narrow(3.5f));
        OUT.println(API.yes());
        OUT.println((int) API.letter());
        OUT.println(API.names());
    }

    private static void identity() {
        String text = new String("text");
        OUT.println(API.echo(text) == text);
        Object object = new Object();
        OUT.println(API.same(object) == object);
        byte[] bytes = {1, 2, 3};
        OUT.println(API.fill(bytes) == bytes);
        OUT.println(bytes[0]);
        OUT.println(API.token() == API.token());
        String lone = "\uD800";
        OUT.println(API.echo(lone) == lone && (int) API.echo(lone).charAt(0) == 0xD800);
    }

    private static void throwing() {
        caught(() -> API.refuse("one"));
        caught(() -> API.open("two", -1));
        caught(() -> API.refuseThrough("three"));
        RuntimeException mine = new OddException();
        try {
            API.refuseBy(mine);
        } catch (RuntimeException thrown) {
            OUT.println(thrown == mine);
            thrown.printStackTrace(OUT);
        }
    }

    private interface Action {
        Object run() throws Exception;
    }

    private static void caught(Action action) {
        try {
            OUT.println(action.run());
        } catch (Exception thrown) {
            OUT.println(thrown.getClass() + " " + thrown.getMessage());
            thrown.printStackTrace(OUT);
        }
    }

    private static void hostile() {
        OUT.println(API.listen(new Hostile()));
        OUT.println(API.same(new Hostile()) != null);
        OUT.println(Hostile.touched);
    }

    private static void made() {
        OUT.println(new Made().name() + new Made("own").name() + new Made.Finer().name());
        caught(() -> new Made(""));
        OUT.println(Made.ask(new String[] {"one", null, "two"}) + Made.ask(new String[0]) + Made.ask(null));
        OUT.println(Made.ask(new String[] {"three"}));
        OUT.println(API.echo("one") + API.echo("two") + API.echo("three") + API.echo(null) + API.echo(""));
    }

    private static void threads(int count, int calls) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            new Thread(() -> {
                for (int n = 0; n < calls; n++) {
                    API.tick();
                }
                done.countDown();
            }, "worker-" + i).start();
        }
        done.await();
    }

    private static void system() {
        ContentResolver resolver = new ContentResolver();
        OUT.println(Settings.Secure.getString(resolver, "android_id"));
        OUT.println(Settings.Secure.getString(resolver, "bluetooth_name"));
        Cursor cursor = resolver.query("content://call_log/calls");
        OUT.println(cursor.getCount() + " " + cursor.position);
        Activity activity = new MainActivity();
        activity.launch();
        activity.requestPermissions(new String[] {"android.permission.CAMERA", "android.permission.READ_SMS"}, 7);
    }

    private static final class MainActivity extends Activity {}

    /** Prints ns per call of a round: hooked methods are called from one place each. */
    private static void bench(int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            API.tick();
        }
        long ticked = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            API.tock();
        }
        long ended = System.nanoTime();
        OUT.println((ticked - start) / calls + " " + (ended - ticked) / calls);
    }
}
