import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A correct verifier of Standard Webhooks, to show how the vectors are run. Put yours in its place. */
final class StandardWebhooks {
    /** Header names are in lower case, each character of a value is one byte; without a tolerance age is not judged. */
    static boolean verify(List<String> secrets, Map<String, List<String>> headers, byte[] body, Long tolerance, long now)
            throws Exception {
        String id = one(headers, "webhook-id");
        String timestamp = one(headers, "webhook-timestamp");
        if (id.isEmpty() || !timestamp.matches("0|[1-9][0-9]{0,17}")) return false;
        if (tolerance != null && Math.abs(now - Long.parseLong(timestamp)) > tolerance) return false;
        boolean found = false;
        for (String secret : secrets) {
            String text = secret.startsWith("whsec_") ? secret.substring(6) : secret;
            byte[] key;
            try {
                key = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
            if (key.length == 0) return false;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.ISO_8859_1));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            for (String signature : one(headers, "webhook-signature").split(" ")) {
                byte[] given = signature.getBytes(StandardCharsets.ISO_8859_1);
                found |= MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return found;
    }

    private static String one(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }
}
