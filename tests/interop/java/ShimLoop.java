// The loop that every Java shim here shares: one JSON object a line, in and out.

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class ShimLoop {
    /** Text is what these libraries take: the body as UTF-8 reads it, and each header's first value. */
    record Delivery(String secret, Map<String, String> headers, String body, long now) {}

    interface Verifier {
        /** Answers with the word of a verdict. */
        String verify(Delivery delivery) throws Exception;
    }

    static void run(String name, Class<?> library, List<String> schemes, String clock, Verifier verifier)
            throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        PrintStream output = new PrintStream(System.out, true, "UTF-8");
        for (String line; (line = input.readLine()) != null; ) {
            JsonObject message = JsonParser.parseString(line).getAsJsonObject();
            JsonObject answer = new JsonObject();
            answer.add("id", message.get("id"));
            String op = message.get("op").getAsString();
            if (op.equals("hello")) {
                hello(answer, name, library, schemes, clock);
            } else if (op.equals("verify")
                    && schemes.contains(message.get("scheme").getAsString())
                    && message.getAsJsonArray("secrets").size() == 1) {
                judge(answer, message, verifier);
            } else {
                answer.addProperty("verdict", "unsupported");
            }
            output.println(answer);
        }
    }

    private static void hello(
            JsonObject answer, String name, Class<?> library, List<String> schemes, String clock) {
        // The file is called NAME-VERSION.jar.
        String file = library.getProtectionDomain().getCodeSource().getLocation().getPath();
        String version = file.replaceFirst(".*-([0-9][0-9A-Za-z.]*)\\.jar$", "$1");
        JsonObject implementation = new JsonObject();
        implementation.addProperty("name", name);
        implementation.addProperty("version", version);
        implementation.addProperty("language", "java");
        JsonArray all = new JsonArray();
        schemes.forEach(all::add);
        JsonArray roles = new JsonArray();
        roles.add("verify");
        answer.addProperty("protocol", 1);
        answer.add("implementation", implementation);
        answer.add("schemes", all);
        answer.add("roles", roles);
        answer.addProperty("clock", clock);
    }

    private static void judge(JsonObject answer, JsonObject message, Verifier verifier) throws Exception {
        JsonObject request = message.getAsJsonObject("request");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (JsonElement pair : request.getAsJsonArray("headers")) {
            JsonArray header = pair.getAsJsonArray();
            headers.putIfAbsent(header.get(0).getAsString(), header.get(1).getAsString());
        }
        String secret = message.getAsJsonArray("secrets").get(0).getAsString();
        String body = new String(Base64.getDecoder().decode(request.get("body").getAsString()), "UTF-8");
        try {
            long now = message.get("now").getAsLong();
            answer.addProperty("verdict", verifier.verify(new Delivery(secret, headers, body, now)));
        } catch (Exception error) {
            answer.addProperty("verdict", "error");
            answer.addProperty("reason", error.toString());
        }
    }
}
