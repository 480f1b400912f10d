package ciphers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** What the platform hashes and encrypts for itself. */
final class Machinery {
    private final PrintStream out;

    Machinery(PrintStream out) {
        this.out = out;
    }

    void run() throws Exception {
        out.println(UUID.nameUUIDFromBytes(Text.bytes("a name")));
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(7);
        out.println(random.nextInt());
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        PBEKeySpec spec = new PBEKeySpec("password".toCharArray(), Text.bytes("salt"), 500, 256);
        out.println(Text.hex(factory.generateSecret(spec).getEncoded()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "password".toCharArray();
        KeyStore.SecretKeyEntry entry = new KeyStore.SecretKeyEntry(new SecretKeySpec(Text.counted(16), "AES"));
        store.setEntry("key", entry, new KeyStore.PasswordProtection(password));
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        store.store(kept, password);
        KeyStore read = KeyStore.getInstance("PKCS12");
        read.load(new ByteArrayInputStream(kept.toByteArray()), password);
        out.println(Text.hex(read.getKey("key", password).getEncoded()));
    }

    /** Signed in parts, all at once by a copy, into an array, and checked. */
    void signatures() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(Text.bytes("signed "));
        signature.update((byte) 'b');
        signature.update(Text.bytes("xy mex"), 1, 4);
        byte[] first = signature.sign();
        byte[] room = new byte[140];
        signature.update(ByteBuffer.wrap(Text.bytes("into an array")));
        out.println(first.length + " " + signature.sign(room, 5, 130));
        signature.update(Text.bytes("never signed"));
        signature.initVerify(pair.getPublic());
        signature.update(Text.bytes("signed by me"));
        out.println(signature.verify(first) + " " + signature.getAlgorithm());
        try {
            signature.sign();
        } catch (SignatureException refused) {
            out.println(refused);
        }
        signature.initSign(pair.getPrivate());
        signature.update(Text.bytes("and once more"));
        out.println(signature.sign().length);
    }

    /** A key for another cipher goes through RSA, and a number that somebody types. */
    void keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair pair = generator.generateKeyPair();
        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        for (byte[] data : new byte[][] {Text.counted(16), Text.counted(32), Text.bytes("13800000000"),
                Text.bytes("11010519491231002X = 18 signs ;)"), Text.counted(20)}) {
            rsa.init(Cipher.ENCRYPT_MODE, pair.getPublic());
            byte[] sealed = rsa.doFinal(data);
            rsa.init(Cipher.DECRYPT_MODE, pair.getPrivate());
            out.println(sealed.length + " " + Text.hex(rsa.doFinal(sealed)));
        }
    }

    /** A handshake without certificates, and a few bytes each way. */
    void tls() throws Exception {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.tls.legacyAlgorithms", "");
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(null, null, null);
        String[] suites = {"TLS_ECDH_anon_WITH_AES_128_CBC_SHA"};
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        server.setEnabledCipherSuites(suites);
        Thread answering = new Thread(() -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(5));
            } catch (Exception thrown) {
                thrown.printStackTrace(out);
            }
        });
        answering.start();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.getLocalPort())) {
            socket.setEnabledCipherSuites(suites);
            socket.getOutputStream().write(Text.bytes("hello"));
            out.println(new String(socket.getInputStream().readNBytes(5)));
        }
        answering.join();
        server.close();
    }
}
