package io.millrace.models.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash that names what is in a file. */
final class Sha256 {

    private Sha256() {}

    /** In hexadecimal. */
    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java lacks an algorithm that it guarantees: name=SHA-256", e);
        }
    }
}
