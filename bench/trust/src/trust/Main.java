package trust;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;

/**
 * Has each check judge the chain of a file, as the lines of stdin say: CHECK FILE HOST. Each command's output ends with a
 * line holding a dot.
 */
public final class Main {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<String, Checks.Check> checks = new Checks().all();
        OUT.println("ready");
        OUT.println(".");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            String host = words.length > 2 ? words[2] : "";
            try {
                X509Certificate[] chain = words[1].equals("-") ? null : read(words[1]);
                if (words[0].equals("threads")) {
                    OUT.println(Threads.run(checks, chain, host));
                } else {
                    OUT.println(checks.get(words[0]).judge(chain, host));
                }
            } catch (Throwable thrown) {
                thrown.printStackTrace(OUT);
            }
            OUT.println(".");
        }
    }

    private static X509Certificate[] read(String file) throws Exception {
        try (InputStream in = new FileInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(new X509Certificate[0]);
        }
    }

    private Main() {
    }
}
