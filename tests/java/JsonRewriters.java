import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Re-writes JSON bodies as Java code that signs a parsed body does, for the test of the models in `src/reserialize`.
 * The protocol is that of tests/python/json_rewriters.py; the order is Gson, Jackson.
 */
final class JsonRewriters {
    private static final Gson GSON = new Gson();
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private static String gson(byte[] body) {
        try {
            return written(GSON.toJson(GSON.fromJson(new String(body, UTF_8), Object.class)));
        } catch (JsonParseException | IllegalArgumentException refused) {
            return "!";
        }
    }

    private static String jackson(byte[] body) {
        try {
            return written(JACKSON.writeValueAsString(JACKSON.readValue(body, Object.class)));
        } catch (IOException refused) {
            return "!";
        }
    }

    private static String written(String text) {
        return "=" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    public static void main(String[] arguments) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var answers = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            byte[] body = Base64.getDecoder().decode(line);
            answers.append(gson(body)).append(' ').append(jackson(body)).append('\n');
        }
        System.out.print(answers);
    }
}
